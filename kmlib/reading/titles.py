"""Titles: which team, measure or period is named above a table, by its tab or by its file."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any, Generic, NamedTuple, TypeVar

from kmlib.findings import Cell
from kmlib.reading.names import Matcher, title_key
from kmlib.reading.periods import find_period
from kmlib.reading.school_calendar import Period, PeriodContext
from kmlib.reading.tables import Table
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import read_text

T = TypeVar("T")
MOST_WORDS = 15  # project choice: a longer title is a sentence

FILLERS = frozenset(
    re.findall(
        "[a-z]+",
        "a all and annual by copy data draft entry export final for in log month monthly of only"
        " our overview per pupils quarterly report results school schools sheet site sites students"
        " summary tab table team teams the tracker update values week weekly year yearly",
    )
)


class Told(NamedTuple, Generic[T]):
    """What a title says, and where it stands."""

    what: T
    place: str
    cell: Cell


def told(table: Table, find: Callable[[str], T | None]) -> Told[T] | None:
    """What the nearest title says that a finder makes something of."""
    for text, place, cell in titles_of(table):
        if (what := find(text)) is not None:
            return Told(what, place, cell)
    return None


def finders(table: Table, words: Vocabulary) -> dict[str, Callable[[str], Any]]:
    """What finds in a title the position of the one that it names, and the period that it says.

    A group's counts from 1; 0 is everybody.
    """
    context, teams, measures = table.header.context, words.team_names, words.measure_names
    return {
        "team": lambda text: named_in(text, teams, measures, context),
        "measure": lambda text: named_in(text, measures, teams, context),
        "period": lambda text: find_period(text, context),
        "group": lambda text: _group_in(text, words),
    }


def _group_in(text: str, words: Vocabulary) -> int | None:
    if title_key(text) and (whole := words.group(text)) is not None:
        return whole
    found = named_in(text, words.group_names, words.measure_names, words.periods)
    return None if found is None else found + 1


def period_told(table: Table) -> Told[Period] | None:
    """The period that the nearest title names, or the part of it that a further one names.

    October as the name of a tab says more than 2025-26 above its table.
    """
    best: Told[Period] | None = None
    for text, place, cell in titles_of(table):
        if found := find_period(text, table.header.context):
            (start, end), whole = found[0], None if best is None else best.what
            if whole is None or (whole != found[0] and whole.start <= start and end <= whole.end):
                best = Told(found[0], place, cell)
    return best


def titles_of(table: Table) -> Iterator[tuple[str, str, Cell]]:
    """The texts above a table, nearest first, then its tab's and its file's name."""
    if table.corner is not None:
        corner = table.heading(table.corner)
        yield read_text(corner.value), "the corner of the table", corner
    for row in table.above:
        for column, value in enumerate(table.tab.rows[row]):
            if isinstance(value, str):
                yield value, "the line above the table", table.tab.cell(row, column)
    tab = Cell(table.tab.source, table.tab.title, link=table.tab.link)
    file = PurePath(table.tab.source).stem
    if file != table.tab.title:
        yield table.tab.title, "the tab’s name", tab._replace(value=table.tab.title)
    yield file, "the file’s name", tab._replace(value=file)


def named_in(text: str, matcher: Matcher, other: Matcher, context: PeriodContext) -> int | None:
    """The entry that a title names: alone, in a part of it, or beside words that say nothing.

    A period and what `other` finds may stand beside it: "Kestrel: Attendance, 2025-26".
    """
    if period := find_period(text, context):
        text = text.replace(period[1], " ")
    for part in (text, *_parts(text)):
        if (found := matcher.find(part)) is not None:
            return found
    words = list(re.finditer(r"[^\W_]+", text))
    if len(words) > MOST_WORDS or other.find(text) is not None:  # "ELL attendance" is a measure
        return None
    for length in range(len(words) - 1, 0, -1):
        for first in range(len(words) - length + 1):
            inside = words[first : first + length]
            found = matcher.find(text[inside[0].start() : inside[-1].end()])
            rest = [w[0] for w in (*words[:first], *words[first + length :])]
            left = " ".join(word for word in rest if word.casefold() not in FILLERS)
            if found is not None and (not left or other.find(left) is not None):
                return found
    return None


def _parts(text: str) -> Iterator[str]:
    """A title's parts: "Kestrel: Attendance, 2025-26" and "kestrel-attendance"."""
    for separator in (": ", " - ", " – ", ", ", " | ", "_", "-"):
        if separator in text:
            yield from (part.strip() for part in text.split(separator))
