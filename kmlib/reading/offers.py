"""Offers: which known names to ask about where a text is none of them; none is ever taken."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

NEAREST = 0.80  # project choice: one slip in five letters or better is worth a question
AHEAD = 0.05  # project choice: a second name this close makes the offer a guess
LEAST_WORD = 4  # project choice: a shorter word alone names nobody
LONGEST_SHORT = 3  # project choice: N. for North; longer beginnings are words of their own
MOST_OFFERED = 3  # project choice: a question with more names in it is no help
GENERIC = {"elementary", "middle", "high", "primary", "secondary", "school", "academy", "team"}
GRADES = re.compile(r"\bp?k \d+\b")  # K-8, as `normalise` writes it
TURNED = {"not", "non", "no", "never", "without", "former", "formerly", "except"}

Marks = tuple[str, ...]


class Offers:
    """The names that a text may have been meant for.

    Args:
        known: for each name, as `normalise` writes it, the entries that it stands for.
    """

    def __init__(self, known: Mapping[str, Iterable[int]]) -> None:
        self._by_marks: defaultdict[Marks, list[tuple[list[str], int]]] = defaultdict(list)
        self._ways: defaultdict[Marks, list[str]] = defaultdict(list)  # two of each of those
        self._by_word: defaultdict[str, list[tuple[set[str], int]]] = defaultdict(list)
        for name, entries in known.items():
            words = name.split()
            marks, different = _marks(name), set(words)
            for entry in entries:
                self._by_marks[marks].append((words, entry))
                self._ways[marks] += _ways_to_write(words)
                for word in different:
                    self._by_word[word].append((different, entry))

    def entries(self, wanted: str) -> list[int]:
        """The entries to offer for a name that is none of them; empty where nothing stands out.

        What must agree are numbers and words that turn a meaning: Grade 4 is no slip for Grade 3.
        A slip in the spelling counts first, then a part of a name (up to three entries have it),
        then a shorter way to write one, then the longest name that is a part of it.
        """
        if not wanted or wanted.replace(" ", "").isdigit():
            return []
        words = wanted.split()
        likely = self._by_marks.get(_marks(wanted), [])
        return (
            self.slip(wanted)
            or self._containing(words)
            or _only({entry for known, entry in likely if shortened(words, known)})
            or self._contained(words, _marks(wanted))
        )

    def slip(self, wanted: str) -> list[int]:
        """The entry with the likest spelling, whatever the order of words, if clearly ahead."""
        from rapidfuzz.distance import OSA  # slow to import, and only a slip needs it
        from rapidfuzz.process import cdist

        marks, ways, alike = (
            _marks(wanted),
            _ways_to_write(wanted.split()),
            OSA.normalized_similarity,
        )
        if not (names := self._ways.get(marks)):
            return []
        least = NEAREST - 2 * AHEAD  # what is less like it changes nothing
        alike = OSA.normalized_similarity
        likeness = cdist(ways, names, scorer=alike, score_cutoff=least, dtype=np.float64)
        scores = likeness.max(axis=0)
        close = np.flatnonzero(scores.max() - scores < AHEAD).tolist()
        clear = scores.max() >= NEAREST
        return _only({self._by_marks[marks][n // 2][1] for n in close}) if clear else []

    def _containing(self, words: Sequence[str]) -> list[int]:
        """The few entries that have every word of a shortened name."""
        if not any(map(_says_something, words)):
            return []
        holders = ({entry for _, entry in self._by_word.get(word, [])} for word in words)
        found = set.intersection(*holders)
        return sorted(found) if len(found) <= MOST_OFFERED else []

    def _contained(self, words: Sequence[str], marks: Marks) -> list[int]:
        """The entry with the longest name of which every word stands in a longer text."""
        inside = [
            (len(known), entry)
            for word in words
            if _says_something(word) or word.isdigit()
            for known, entry in self._by_word.get(word, [])
            if known.issubset(words) and _marks(" ".join(known)) == marks
        ]
        most = max(inside, default=(0, 0))[0]
        return _only({entry for length, entry in inside if length == most})


def shortened(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether one of two names is the other with words cut to beginnings or to initials.

    >>> shortened("ml king".split(), "martin luther king".split())
    True
    >>> shortened("n main st".split(), "north main street".split())
    True
    """
    if not words or not others:
        return not words and not others
    if words[0][0] != others[0][0]:
        return False
    return _begins(words, others) or _begins(others, words)


def look_alikes(names: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of names, as `normalise` writes them, that may be one but for a slip.

    Words that many of them share are left aside. So may a shorter way to write one, or a name
    without the kind of its school: "Alder Creek" beside "Alder Creek Elementary" or "... K-8".

    >>> look_alikes(["lincoln school", "linclon school", "grade 3", "grade 4"])
    [(0, 1)]
    >>> look_alikes(["alder st", "alder street elementary", "birch elementary", "birch middle"])
    [(0, 1)]
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    names = [GRADES.sub("school", name) for name in names]
    shared = Counter(word for name in names for word in set(name.split()))
    most = max(2, len(names) // 10)
    own = [" ".join(w for w in name.split() if shared[w] <= most) or name for name in names]
    alike = cdist(own, own, scorer=OSA.normalized_similarity, dtype=np.float32) >= NEAREST
    pairs = set(map(tuple, np.argwhere(np.triu(alike, 1)).tolist()))
    alphabet: defaultdict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        alphabet[name[:1]].append(at)
    for some in alphabet.values():
        pairs |= {(i, j) for i, j in combinations(some, 2) if _is_short_for(names[i], names[j])}
    return [(i, j) for i, j in sorted(pairs) if _marks(names[i]) == _marks(names[j])]


def _is_short_for(one: str, other: str) -> bool:
    """Whether one of two names is the other written shorter, or without the kind of the school."""
    words, others = one.split(), other.split()
    kinds, of_other = GENERIC.intersection(words), GENERIC.intersection(others)
    if not (kinds <= of_other or of_other <= kinds):
        return False
    bare, of_bare = ([w for w in some if w not in GENERIC] for some in (words, others))
    return shortened(bare, of_bare)


def _begins(short: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the first word stands for the first of the others, and the rest for the rest."""
    cut, length = short[0], len(short[0])
    same = cut == whole[0]
    if same or (cut.isalpha() and length <= LONGEST_SHORT and whole[0].startswith(cut)):
        return shortened(short[1:], whole[1:])
    is_initials = length > 1 and cut == "".join(word[0] for word in whole[:length])
    return is_initials and shortened(short[1:], whole[length:])


def _says_something(word: str) -> bool:
    return len(word) >= LEAST_WORD and word not in GENERIC


def _only(entries: set[int]) -> list[int]:
    return list(entries) if len(entries) == 1 else []


def _marks(name: str) -> Marks:
    """What two names must have in common to be ways to write one: their numbers and turns."""
    numbers = [number.lstrip("0") for number in re.findall(r"\d+", name)]
    return tuple(sorted([*numbers, *TURNED.intersection(name.split())]))


def _ways_to_write(words: Sequence[str]) -> tuple[str, str]:
    """A name with its words in order of the alphabet, and with no blanks."""
    return " ".join(sorted(words)), "".join(words)
