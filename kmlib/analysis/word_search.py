"""Search in words: texts that hold most of the words asked for, a slip in a word forgiven."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from kmlib.analysis.run_chart import Ints
from kmlib.observations import Numbers

ALIKE = 0.75  # project choice: one slip in four letters or better
LEAST_LETTERS = 4  # project choice: a shorter word has no slip
ENDING = 2  # project choice: letters, so that "calls" finds "call", and "talked" "talk"
LONGEST_QUERY = 200  # letters
QUESTION_WORDS = frozenset({
    "a", "about", "and", "are", "can", "do", "does", "for", "good", "how", "in", "is", "it",
    "known", "of", "on", "or", "our", "the", "to", "we", "what", "when", "who", "why", "with",
})  # fmt: skip


class Index(NamedTuple):
    """The words of all entries, each once, and which entry holds which."""

    words: tuple[str, ...]
    entry: Ints  # one a word and entry
    word: Ints


def index_of(entries: Iterable[Iterable[str]]) -> Index:
    """The words of the texts of each entry."""
    numbers: dict[str, int] = {}
    pairs = [
        (at, numbers.setdefault(word, len(numbers)))
        for at, texts in enumerate(entries)
        for word in dict.fromkeys(words_of(" ".join(texts)))
    ]
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Index(tuple(numbers), columns[:, 0], columns[:, 1])


def holding_most(index: Index, query: str, passes: Sequence[bool]) -> list[int]:
    """Which of the entries that pass hold most of the words asked for, by their positions.

    Words such as "what is known good about" are not looked for. Case and accents do not matter, the
    beginning of a word is enough, and its ending may differ. A word of four letters or more may
    have a slip where no entry has it without. The nearest come first, else entries keep their
    order. Where none holds any of the words, none is found; where nothing is asked for, all are.
    """
    asked = asked_for(query)
    if not asked:
        return [at for at, one in enumerate(passes) if one]
    likeness = _likeness(index, asked, len(passes))
    hits = (likeness > 0).sum(axis=0) * np.array(passes, dtype=bool)
    most = hits.max(initial=0)
    order = np.lexsort((-likeness.sum(axis=0), -hits))
    return [at for at in order.tolist() if most and hits[at] == most]


def asked_for(query: str) -> list[str]:
    """The words to look for, each once.

    >>> asked_for("What is known good about number talks?")
    ['number', 'talks']
    """
    words = dict.fromkeys(words_of(query[:LONGEST_QUERY]))
    return [word for word in words if word not in QUESTION_WORDS]


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters and without accents.

    >>> words_of("Élan: pick-up BEFORE 9")
    ['elan', 'pick', 'up', 'before', '9']
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))


def _likeness(index: Index, asked: Sequence[str], count: int) -> Numbers:
    """For each word asked for and each entry, how well its closest word fits; 0: none does."""
    from rapidfuzz.distance import OSA  # slow to import, and only a search needs it
    from rapidfuzz.process import cdist

    scorer = OSA.normalized_similarity
    fits = cdist(asked, index.words, scorer=scorer, score_cutoff=ALIKE, dtype=np.float64)
    best: Numbers = np.zeros((len(asked), count))
    for number, word in enumerate(asked):
        fits[number] *= (fits[number] == 1) | (len(word) >= LEAST_LETTERS)
        fits[number, [_begin_alike(word, other) for other in index.words]] = 1
        if 1 in fits[number]:
            fits[number] = fits[number] == 1
        np.maximum.at(best[number], index.entry, fits[number][index.word])
    return best


def _begin_alike(word: str, other: str) -> bool:
    is_stem = word.startswith(other) and len(other) >= max(LEAST_LETTERS, len(word) - ENDING)
    return is_stem or (len(word) > 1 and other.startswith(word))
