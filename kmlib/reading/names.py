"""Names: which team, measure or group a cell means; a near miss is offered, never taken."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import itemgetter

import numpy as np

from kmlib.reading.words import read_text

SCHOOL_WORDS = {
    "elem": "elementary", "ms": "middle", "hs": "high", "jr": "junior", "sr": "senior",
    "sch": "school", "schl": "school", "acad": "academy", "dist": "district", "mt": "mount",
    "ft": "fort",
}  # fmt: skip
LAST_WORDS = {"es": "elementary", "el": "elementary"}  # not El Camino
LEVELS = ("elementary", "middle", "high", "primary", "secondary")  # "school" after says nothing
LOOK_ALIKES = str.maketrans(  # letters of other alphabets that look Latin, typed or pasted
    "авекмнорстухіјѕԁһӏոαβεικνορτυχω", "abekmhopctyxijsdhlnabeikvoptuxw"
)

# The ways in which a text means an entry, as people read them
ITS_NAME, ALIAS, SPELLING, CODE = "its name", "also known as", "spelling", "code"
IN_TEXT, NOT_MATCHED = "part of the text", "not matched"
NOT_NEEDED = "not matched, not needed: another column tells"

NEAREST = 0.80  # project choice: one slip in five letters or better is worth a question
AHEAD = 0.05  # project choice: a second name this close makes the offer a guess
LEAST_CODE = 3  # project choice: shorter numbers are rooms and grades rather than codes
LEAST_WORD = 4  # project choice: a shorter word alone names nobody


def title_key(text: str) -> str:
    """A column's or tab's title without case, spaces and punctuation.

    >>> title_key("Also known as*") == title_key("also_known_as"), title_key(" % ")
    (True, '%')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded)) or "".join(c for c in folded if c in "%#")


def strict_key(text: str) -> str:
    """A name without case, blanks and invisible characters: what two entries may differ in."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c for c in folded if unicodedata.category(c) != "Cf").split())


def _folded(text: str) -> str:
    """Lower-case Latin letters, digits and single blanks; accents and punctuation are gone."""
    plain = strict_key(text)
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in parts if not unicodedata.combining(c)).translate(LOOK_ALIKES)
    if plain.replace(" ", "").isalnum():
        return plain
    plain = _APOSTROPHES.sub("", plain.replace("&", " and "))
    plain = _INITIALS.sub(r"\1", plain)
    return _PUNCTUATION.sub(" ", _NUMBER_SIGN.sub(" ", plain)).strip()


_APOSTROPHES = re.compile(r"['’‘`]")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # P.S. 12 is PS 12
_NUMBER_SIGN = re.compile(r"(?:#|\bno\.)\s*(?=\d)")
_PUNCTUATION = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """The spelling under which two ways to write one name are the same.

    Case, accents, look-alike letters, punctuation, "&", "#" and "No." do not matter, nor does the
    usual way to shorten a word; "School" at the end says nothing.

    >>> normalise("St. Mary’s Elem. School"), normalise("SAINT MARYS ES"), normalise("P.S. #12")
    ('saint marys elementary', 'saint marys elementary', 'ps 12')
    >>> normalise("🔥")
    '🔥'
    """
    parts = [SCHOOL_WORDS.get(part, part) for part in _folded(text).split()]
    if len(parts) > 1 and parts[-1] == "school":
        parts.pop()
    if len(parts) > 1:
        parts[-1] = LAST_WORDS.get(parts[-1], parts[-1])
    kept = [
        "saint" if part == "st" and after else part  # St. Mary; but 12th St
        for before, part, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False)
        if not (part == "school" and before in LEVELS)
    ]
    return " ".join(kept) or strict_key(text)  # a name of signs alone is still a name


def code_key(text: str) -> str:
    """An official code without leading zeros and wrapping; empty where the text is no code.

    >>> code_key("0640012"), code_key('="0640012"'), code_key("640012.0"), code_key("12")
    ('640012', '640012', '640012', '')
    """
    match = re.fullmatch(r'=?"?([0-9]+)(?:\.0+)?"?', text.strip())
    return match[1].lstrip("0") or "0" if match and len(match[1]) >= LEAST_CODE else ""


class Matcher:
    """Finds which entry of a tab a cell means; built once from everything each may be called.

    Args:
        names: for each entry all its names and codes, the canonical name first.
        codes: which of these are official codes.

    Where two entries would become one by normalising, "Lincoln ES" and "Lincoln Elementary", both
    answer to their exact spelling alone. `clashes` holds the names that two entries claim as they
    are typed, with the positions of the one that gets it and of the other.
    """

    def __init__(self, names: Sequence[Sequence[str]], codes: Iterable[str] = ()) -> None:
        self._canonical = [next(iter(entry), "") for entry in names]
        self._strict: dict[str, int] = {}
        clashes: dict[tuple[str, int, int], str] = {}
        # canonical names first: an alias never takes another entry's own name
        in_order = [(i, name) for i, entry in enumerate(names) for name in entry[:1]]
        in_order += [(i, name) for i, entry in enumerate(names) for name in entry[1:]]
        for position, name in in_order:
            if key := strict_key(name):
                first = self._strict.setdefault(key, position)
                if first != position:
                    clashes.setdefault((key, first, position), name)
        self.clashes = tuple((name, first, second) for (_, first, second), name in clashes.items())
        self._loose = self._unshared(normalise)
        self._codes = self._unshared(code_key)
        self._official = set(map(strict_key, codes))
        self._found: dict[str, int | None] = {}  # each text is looked up once
        self._offers: dict[str, str | None] = {}

    def find(self, text: object) -> int | None:
        """The position of the entry that is meant; None where no entry is called so.

        >>> teams = Matcher([["Lincoln Elementary", "0640012"], ["Cedar Bend"]])
        >>> teams.find("LINCOLN ES"), teams.find(640012.0), teams.find("Linclon Elementary")
        (0, 0, None)
        """
        if text is None:
            return None
        name = f"{text:.15g}" if isinstance(text, float) else str(text)
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> int | None:
        found = self._strict.get(strict_key(name))
        if found is None:
            found = self._loose.get(normalise(name))
        return self._codes.get(code_key(name)) if found is None else found

    def how(self, text: object) -> str:
        """In which way a text is found; empty where it is not.

        >>> teams = Matcher([["Lincoln Elementary", "LIN"]])
        >>> teams.how("Lincoln Elementary"), teams.how("LINCOLN ES"), teams.how("lin")
        ('its name', 'spelling', 'also known as')
        """
        position = self.find(text)
        if position is None:
            return ""
        name, own = read_text(text), self._canonical[position]
        if name == own:
            return ITS_NAME
        key = strict_key(name)
        if key in self._official or code_key(name):
            return CODE
        return ALIAS if key in self._strict and key != strict_key(own) else SPELLING

    def near(self, text: object) -> str | None:
        """The canonical name to offer for an unknown one: never taken, and only if it stands out.

        Numbers must agree: Grade 4 is not a slip for Grade 3. A part of a name is offered the one
        entry that has all its words.

        >>> Matcher([["Lincoln Elementary"], ["Cedar Bend"]]).near("Linclon Elementary")
        'Lincoln Elementary'
        """
        wanted = normalise(str(text))
        if wanted not in self._offers:
            self._offers[wanted] = self._offer(wanted)
        return self._offers[wanted]

    def _offer(self, wanted: str) -> str | None:
        if not wanted or wanted.replace(" ", "").isdigit():
            return None
        position = self._nearest(wanted)
        if position is None:
            position = self._containing(wanted)
        return None if position is None else self._canonical[position]

    def _unshared(self, key_of: Callable[[str], str]) -> dict[str, int]:
        """Keys that lead to one entry only."""
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for name, position in self._strict.items():
            owners[key_of(name)].add(position)
        return {key: min(who) for key, who in owners.items() if key and len(who) == 1}

    @cached_property
    def _by_numbers(self) -> dict[tuple[str, ...], list[tuple[str, int]]]:
        """Names in both ways to write them, by the numbers they hold."""
        found: defaultdict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
        for name, position in self._loose.items():
            found[_numbers(name)] += [(way, position) for way in _ways_to_write(name)]
        return found

    @cached_property
    def _by_word(self) -> dict[str, set[int]]:
        """The entries that have a word in one of their names."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for name, position in self._loose.items():
            for word in name.split():
                found[word].add(position)
        return found

    def _nearest(self, wanted: str) -> int | None:
        """The entry with the likest spelling, whatever the order of words, if clearly ahead."""
        from rapidfuzz.distance import OSA  # slow to import, and only a slip needs it
        from rapidfuzz.process import cdist

        likely = self._by_numbers.get(_numbers(wanted), [])
        names = [name for name, _ in likely]
        likeness = cdist(
            _ways_to_write(wanted), names, scorer=OSA.normalized_similarity, dtype=np.float64
        )
        best: dict[int | None, float] = {}
        for (_, position), score in zip(likely, likeness.max(axis=0).tolist(), strict=True):
            best[position] = max(score, best.get(position, 0.0))
        ranked = sorted(best.items(), key=itemgetter(1), reverse=True)
        (first, score), (_, second) = [*ranked, (None, 0.0), (None, 0.0)][:2]
        return first if score >= NEAREST and score - second >= AHEAD else None

    def _containing(self, wanted: str) -> int | None:
        """The one entry that has every word of a shortened name."""
        words = wanted.split()
        if max(map(len, words)) < LEAST_WORD:
            return None
        holders = set.intersection(*(self._by_word.get(word, set()) for word in words))
        return holders.pop() if len(holders) == 1 else None


def _numbers(name: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"\d+", name)))


def _ways_to_write(name: str) -> tuple[str, str]:
    """A name with its words in order of the alphabet, and with no blanks."""
    return " ".join(sorted(name.split())), name.replace(" ", "")
