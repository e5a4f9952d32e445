"""Label columns: what the cells of a column say where its heading does not say it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum

from kmlib.findings import YEAR_UNKNOWN
from kmlib.reading.cells import Value, is_blank, is_filled
from kmlib.reading.header_rows import HEADER_WITHIN_ROWS, first_column, looks_like_a_number
from kmlib.reading.headings import NOTHING
from kmlib.reading.names import title_key
from kmlib.reading.periods import read_period
from kmlib.reading.school_calendar import Period, is_year
from kmlib.reading.tables import Table
from kmlib.reading.vocabulary import Vocabulary

Finder = Callable[[Value], object]


class Times(Enum):
    """What a column of dates tells."""

    YEARS = "2025-26"
    PARTS = "October, Q2, BOY: of a year that stands elsewhere"
    WHOLE = "October 2025"


def first_cells(table: Table, column: int) -> Iterator[Value]:
    """The filled cells of a column's first rows, which tell what it holds."""
    cells = (cell for row in table.first_rows for cell in row[column : column + 1])
    return filter(is_filled, cells)


def known(table: Table, column: int, find: Finder) -> tuple[int, int]:
    """How many different texts of a column's first rows are known names, and how many there are."""
    texts = {cell for cell in first_cells(table, column) if isinstance(cell, str | dt.date)}
    return sum(find(text) is not None for text in texts), len(texts)


def keys_by_content(table: Table, words: Vocabulary) -> dict[str, int]:
    """Columns of names whose header does not say so, told by the names in them.

    Without a heading, and left of the numbers, they may hold dates, too. The first column may have
    a title for its heading: "Attendance" above the months or teams. In a team's own workbook other
    teams' names make no team column.
    """
    roles = ["measure", "group"] if table.is_own else ["team", "measure", "group"]
    said = table.header.headings
    first = first_column(table.tab.rows[table.header.rows[0] : table.first + HEADER_WITHIN_ROWS])
    numbers = [c for c, heading in enumerate(said) if heading != NOTHING and not heading.is_key]
    found: dict[str, int] = {}
    for column, heading in enumerate(said):
        is_title = column == first and heading.role is None and not holds_numbers(table, column)
        if heading != NOTHING and not is_title:
            continue
        is_bare = is_blank(table.heading(column).value) and column < max(numbers, default=0)
        for role in [*roles, "date"] if is_title or is_bare else roles:
            names, filled = known(table, column, finder_of(role, table, words))
            if names * 2 > filled:
                found.setdefault(role, column)
    return found


def finder_of(role: str, table: Table, words: Vocabulary) -> Finder:
    """What tells whether a cell says what a key column of this role is for."""
    finders: dict[str, Finder] = {
        "measure": words.measure_names.find,
        "group": lambda cell: words.group(cell) if title_key(str(cell)) else None,
        "date": lambda cell: _times(table, cell),
    }
    return finders.get(role, words.team_names.find)


def holds_numbers(table: Table, column: int) -> bool:
    """Whether some of a column's first cells look like numbers."""
    return any(map(looks_like_a_number, first_cells(table, column)))


def _times(table: Table, cell: Value) -> Times | None:
    period = read_period(cell, replace(table.header.context, school_year=None))
    if isinstance(period, Period):
        return Times.YEARS if is_year(period) else Times.WHOLE
    return Times.PARTS if period is YEAR_UNKNOWN else None


def times_told(table: Table, column: int) -> Times | None:
    """What most cells of a column tell of the time; parts of a year where any does."""
    told = [_times(table, cell) for cell in first_cells(table, column)]
    said = [times for times in told if times is not None]
    if len(said) * 2 <= len(told):
        return None
    if Times.PARTS in said:
        return Times.PARTS
    return Times.WHOLE if Times.WHOLE in said else Times.YEARS
