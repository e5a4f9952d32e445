"""Titles: which team, measure or period is named above a table, by its tab or by its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Generic, NamedTuple, TypeVar

from kmlib.findings import Cell
from kmlib.reading.names import Matcher, title_key
from kmlib.reading.periods import find_period
from kmlib.reading.school_calendar import Period
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


def name_told(table: Table, matcher: Matcher, other: Matcher) -> Told[int] | None:
    """The position of the team or measure that the nearest title names.

    What `other` finds may stand beside it: "Kestrel: Attendance, 2025-26".
    """
    for text, place, cell in titles_of(table):
        period = find_period(text, table.header.context)
        rest = text if period is None else text.replace(period[1], " ")
        if (position := named_in(rest, matcher, other)) is not None:
            return Told(position, place, cell)
    return None


def measure_told(table: Table, words: Vocabulary) -> Told[int] | None:
    """The position of the measure that the nearest title names."""
    return name_told(table, words.measure_names, words.team_names)


def group_told(table: Table, words: Vocabulary) -> Told[int] | None:
    """The position, from 1, of the student group that the nearest title names; 0 is everybody."""
    for text, place, cell in titles_of(table):
        if (group := group_named_in(text, words)) is not None:
            return Told(group, place, cell)
    return None


def group_named_in(text: str, words: Vocabulary) -> int | None:
    """The same for one title: "Black students, 2025-26" or "All students"."""
    if title_key(text) and (whole := words.group(text)) is not None:
        return whole
    period = find_period(text, words.periods)
    rest = text if period is None else text.replace(period[1], " ")
    found = named_in(rest, words.group_names, words.measure_names)
    return None if found is None else found + 1


def period_told(table: Table) -> Told[Period] | None:
    """The period that the nearest title names, or the part of it that a further one names.

    October as the name of a tab says more than 2025-26 above its table.
    """
    told: Told[Period] | None = None
    for text, place, cell in titles_of(table):
        found = find_period(text, table.header.context)
        if found is None:
            continue
        (start, end), whole = found[0], None if told is None else told.what
        if whole is None or (whole != found[0] and whole.start <= start and end <= whole.end):
            told = Told(found[0], place, cell)
    return told


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


def named_in(text: str, matcher: Matcher, other: Matcher) -> int | None:
    """The entry that a title names: alone, in a part of it, or beside words that say nothing."""
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
            if found is not None and _says_nothing(rest, other):
                return found
    return None


def _says_nothing(words: list[str], other: Matcher) -> bool:
    left = [word for word in words if word.casefold() not in FILLERS]
    return not left or other.find(" ".join(left)) is not None


def _parts(text: str) -> Iterator[str]:
    """A title's parts: "Kestrel: Attendance, 2025-26" and "kestrel-attendance"."""
    for separator in (": ", " - ", " – ", ", ", " | ", "_", "-"):
        if separator in text:
            yield from (part.strip() for part in text.split(separator))
