"""The knowledge library: items found by words, typos forgiven, and by what they are about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from kmlib.analysis.ledger import one_spelling
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import is_of
from kmlib.analysis.run_chart import Ints
from kmlib.analysis.spread import Item, items
from kmlib.observations import Numbers
from kmlib.privacy import Published
from kmlib.schema.learning import Level

ALIKE = 0.75  # project choice: one slip in four letters or better
LEAST_LETTERS = 4  # project choice: a shorter word has no slip
MOST_NAMED = 4  # project choice: whom one can ask
LONGEST_QUERY = 200  # letters
QUESTION_WORDS = frozenset({
    "a", "about", "and", "are", "can", "do", "does", "for", "good", "how", "in", "is", "it",
    "known", "of", "on", "or", "our", "the", "to", "we", "what", "when", "who", "why", "with",
})  # fmt: skip


class Index(NamedTuple):
    """The words of all items, each once, and which item holds which."""

    words: tuple[str, ...]
    item: Ints  # one entry a word and item
    word: Ints


class Filters(NamedTuple):
    """What an item must be about; an empty name is any."""

    priority: str = ""
    level: str = ""  # as its owners claim
    audience: str = ""
    context: str = ""

    def let_through(self, one: Item) -> bool:
        """Whether an item is of all these."""
        row = one.row
        return (
            is_of(row.priority, self.priority)
            and self.level in ("", str(row.level or ""))
            and (not self.audience or name_key(self.audience) in map(name_key, row.audience))
            and (not self.context or name_key(self.context) in map(name_key, one.contexts))
        )


def find(network: Published, query: str = "", filters: Filters | None = None) -> tuple[Item, ...]:
    """The items that hold most of the words asked for, and pass the filters.

    Words such as "what is known good about" are not looked for. Case and accents do not matter, the
    beginning of a word is enough, and a word of four letters or more may have a slip. Words without
    a slip come first, then the highest claimed level. Where no item holds any of the words, none is
    found.
    """
    let = filters or Filters()
    asked, found = asked_for(query), items(network)
    if not asked:
        return tuple(one for one in found if let.let_through(one))
    likeness = _likeness(_index(network), asked, len(found))
    passes = np.array([let.let_through(one) for one in found], dtype=bool)
    hits = (likeness > 0).sum(axis=0) * passes
    most = hits.max(initial=0)
    order = np.lexsort((-likeness.sum(axis=0), -hits))
    return tuple(found[at] for at in order.tolist() if most and hits[at] == most)


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
    """For each word asked for and each item, how well its closest word fits; 0 where none does."""
    from rapidfuzz.distance import OSA  # slow to import, and only a search needs it
    from rapidfuzz.process import cdist

    scorer = OSA.normalized_similarity
    fits = cdist(asked, index.words, scorer=scorer, score_cutoff=ALIKE, dtype=np.float64)
    for number, word in enumerate(asked):
        fits[number] *= (fits[number] == 1) | (len(word) >= LEAST_LETTERS)
        begins = [len(word) > 1 and other.startswith(word) for other in index.words]
        fits[number, np.flatnonzero(begins)] = 1
    best: Numbers = np.zeros((len(asked), count))
    for number in range(len(asked)):
        np.maximum.at(best[number], index.item, fits[number][index.word])
    return best


@once_a_network
def _index(network: Published) -> Index:
    numbers: dict[str, int] = {}
    pairs = [
        (at, numbers.setdefault(word, len(numbers)))
        for at, one in enumerate(items(network))
        for word in dict.fromkeys(words_of(" ".join(_texts(one))))
    ]
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Index(tuple(numbers), columns[:, 0], columns[:, 1])


def _texts(one: Item) -> Iterable[str]:
    """What an item is searched by: itself, whom it is for and from, and its cycles."""
    row = one.row
    yield from (row.item, row.claim, row.evidence, row.priority, row.product, row.next_steps)
    yield from (row.resources_needed, *row.audience, *one.contexts, *one.ask)
    for cycle in one.cycles:
        yield from (cycle.title, cycle.change_idea, cycle.learning_goal, cycle.learned)


@once_a_network
def choices(network: Published) -> dict[str, list[str]]:
    """The audiences and contexts in use, each spelled once, in the alphabet."""
    found = items(network)
    return {
        "Audience": sorted(one_spelling(name for one in found for name in one.row.audience)),
        "Context": sorted(one_spelling(name for one in found for name in one.contexts)),
    }


def answer(found: Sequence[Item], query: str) -> str:
    """What is known good about something, and who to ask, in one sentence; teams, never people."""
    asked = " ".join(asked_for(query))
    about = f" about “{asked}”" if asked else ""
    if not found:
        return f"Nothing is written{about} yet that is of all these."
    best = [one for one in found if one.row.level is Level.KNOWN_GOOD]
    teams = one_spelling(team for one in best or found for team in one.ask)
    more = f" or {len(teams) - MOST_NAMED} more teams" * (len(teams) > MOST_NAMED)
    ask = f" Ask {', '.join(teams[:MOST_NAMED])}{more}." if teams else " No team is named to ask."
    amount = f"{len(found):,} item{'s' * (len(found) != 1)}"
    return f"{amount}{about}, {len(best):,} called known good.{ask}"
