"""Tables: one table of a data tab, what its columns say, and which make an observation."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from itertools import dropwhile, takewhile
from typing import NamedTuple, Self

import numpy as np

from kmlib.findings import PART_UNKNOWN, YEAR_UNKNOWN, Cell, Rule
from kmlib.observations import Codes, Mask
from kmlib.reading.cells import Tab, Value, is_blank, is_blank_row, is_filled
from kmlib.reading.folded import AlikeRows
from kmlib.reading.header_rows import (
    HEADER_WITHIN_ROWS,
    Header,
    first_column,
    looks_like_a_number,
    padded,
)
from kmlib.reading.headings import NOTHING, Heading
from kmlib.reading.names import title_key
from kmlib.reading.periods import find_period, read_period
from kmlib.reading.school_calendar import Period, is_year
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import is_example, is_total, read_text

UNKNOWN = -1
Finder = Callable[[Value], object]


class TableColumn(NamedTuple):
    """The cells of a column: `cells[codes[i]]` stands in row i below the header."""

    codes: Codes
    cells: tuple[Value, ...]  # each distinct cell once

    def where(self, claim: Callable[[Value], bool]) -> Mask:
        """The rows for whose cell a claim holds; each distinct cell is looked at once."""
        return np.array([claim(cell) for cell in self.cells], np.bool_)[self.codes]

    def positions(self, find: Callable[[Value], int | None]) -> Codes:
        """The position that each row's cell names, UNKNOWN where it names none."""
        found = [UNKNOWN if at is None else at for at in map(find, self.cells)]
        return np.array(found, np.int32)[self.codes]


def distinct(cells: Sequence[Value]) -> TableColumn:
    """Tell a column's distinct cells apart, so that each is read once.

    >>> distinct(["Oct", "Nov", "Oct"]).codes.tolist()
    [0, 1, 0]
    """
    index: defaultdict[Value, int] = defaultdict()
    index.default_factory = index.__len__  # a new cell gets the next number
    codes = np.fromiter(map(index.__getitem__, cells), np.int32, len(cells))
    if not index.keys().isdisjoint((0, 1)) and bool in set(map(type, cells)):
        texts = [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
        return distinct(texts)  # True and 1.0 would be one key
    return TableColumn(codes, tuple(index))


class Slot(NamedTuple):
    """Columns that together give one observation a row; positions count from 0."""

    about: Heading  # what it does not say is asked of the row
    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    asks_when: bool = False  # row and header tell the time together: October, of 2025-26

    @property
    def columns(self) -> list[int]:
        """Those it has, in this order."""
        return [column for column in self[1:4] if column is not None]

    @property
    def period(self) -> Period | None:
        """The period of all its rows, if the header tells it alone."""
        return None if self.asks_when else self.about.period


@dataclass(frozen=True)
class Table:
    """One table of a data tab: its rows, its key columns and its slots."""

    tab: Tab
    header: Header
    start: int  # first row of the title block above the header
    end: int  # row after the last one that belongs to the table
    above: tuple[int, ...]  # title rows, also of earlier tables, the nearest first
    is_own: bool = False  # whether it stands in a team's own workbook
    keys: dict[str, int] = field(default_factory=dict)  # role -> column
    corner: int | None = None  # the column of row labels, if its heading is a title
    begins: int | None = None  # its first row, if that is not the one below the header
    slots: tuple[Slot, ...] = ()
    repeated: tuple[int, ...] = ()  # rows that say the header again
    _columns: dict[int, TableColumn] = field(default_factory=dict, init=False, repr=False)
    _cells: list[tuple[Value, ...]] = field(default_factory=list, init=False, repr=False)

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def first(self) -> int:
        """The first row below the header, or below a title that stands between its rows."""
        return self.header.rows[-1] + 1 if self.begins is None else self.begins

    @cached_property
    def first_rows(self) -> list[list[Value]]:
        """The rows that tell what its columns hold: up to a blank one.

        Titles in a lone cell, totals and examples between them do not tell.
        """
        rows = self.tab.rows[self.first : self.first + HEADER_WITHIN_ROWS]
        firsts = (next(filter(is_filled, row), "") for row in rows)
        mine = [r for r, c in zip(rows, firsts, strict=True) if not (is_total(c) or is_example(c))]
        mine = list(takewhile(lambda row: not is_blank_row(row), dropwhile(is_blank_row, mine)))
        return [row for row in mine if sum(map(is_filled, row)) > 1] or mine

    @property
    def left(self) -> int:
        """Its leftmost column that is read."""
        return min((*self.known_columns, *self.unplaced), default=0)

    @cached_property
    def unplaced(self) -> dict[int, Rule]:
        """The columns left out for what their heading leaves open: the year, or which number."""
        headings = enumerate(self.header.headings)
        undated = (c for c, heading in headings if heading.is_undated and not heading.is_key)
        unplaced = dict.fromkeys(undated, YEAR_UNKNOWN) | dict.fromkeys(
            self.header.unsaid, PART_UNKNOWN
        )
        return {c: rule for c, rule in sorted(unplaced.items()) if c not in self.number_columns}

    def ending(self, end: int, again: Iterable[int] | None = None) -> Self:
        """The same table up to a row; of the rows `again` some may say its header again."""
        again = self.repeated if again is None else filter(self.says_header_again, again)
        mine = tuple(row for row in again if self.first <= row < end)
        table = replace(self, end=end, repeated=mine)
        if end == self.end:
            table._columns.update(self._columns)
            table._cells.extend(self._cells)
        return table

    def says_header_again(self, row: int) -> bool:
        """Whether a row says the same as a row of the header."""
        return self._titles_in(row) in map(self._titles_in, self.header.rows)

    def _titles_in(self, row: int) -> list[str]:
        cells = padded(self.tab.rows[row], len(self.header.headings))
        return [title_key(str(cell)) for cell in cells]

    def column(self, number: int) -> TableColumn:
        """One column below the header, its distinct cells told apart once."""
        if number not in self._columns and isinstance(self.tab.rows, AlikeRows):
            self._columns[number] = self._alike(self.tab.rows, number)
        if number not in self._columns:
            rows = self.tab.rows[self.first : self.end]
            if not self._cells and len(set(map(len, rows))) == 1:
                self._cells.extend(zip(*rows, strict=True))  # at once: rows lie far apart in memory
            if number < len(self._cells):
                cells = list(self._cells[number])
            else:  # text files may have short rows
                cells = [row[number] if number < len(row) else "" for row in rows]
            if number in self.keys.values():
                for top, row in self.tab.merged_down(number, self.first, self.end):
                    cells[row - self.first] = cells[top - self.first]
            self._columns[number] = distinct(cells)
        return self._columns[number]

    def _alike(self, rows: AlikeRows, number: int) -> TableColumn:
        """One column of a tab of which is known which cells are the same."""
        codes = rows.codes[self.first : self.end, number].copy()
        if number in self.keys.values():
            for top, row in self.tab.merged_down(number, self.first, self.end):
                codes[row - self.first] = codes[top - self.first]
        used = np.zeros(len(rows.cells), np.bool_)
        used[codes] = True
        own = distinct([rows.cells[code] for code in np.flatnonzero(used).tolist()])
        return TableColumn(own.codes[np.cumsum(used)[codes] - 1], own.cells)

    def heading(self, column: int) -> Cell:
        """The lowest cell of the header that is filled in a column, or merged over it."""
        cells = [self.tab.cell(row, column) for row in reversed(self.header.rows)]
        return next((cell for cell in cells if not is_blank(cell.value)), cells[0])

    @cached_property
    def titles(self) -> list[str]:
        """The key of each column's title."""
        cells = map(self.heading, range(len(self.header.headings)))
        return [title_key(str(cell.value)) for cell in cells]

    def naming_cell(self, column: int, says: Callable[[Value], object]) -> Cell:
        """The header cell that says something of a column: in it, or to its left above it."""
        for row in self.header.rows:
            to_the_left = (self.tab.cell(row, left) for left in range(column, -1, -1))
            cell = next((cell for cell in to_the_left if not is_blank(cell.value)), None)
            if cell is not None and says(cell.value):
                return cell
        return self.heading(column)

    def dated_heading(self, column: int) -> Cell:
        """The header cell that names a column's period."""
        context = self.header.context
        return self.naming_cell(
            column,
            lambda cell: (
                find_period(read_text(cell), context) or read_period(cell, context) is YEAR_UNKNOWN
            ),
        )

    @cached_property
    def known_columns(self) -> tuple[int, ...]:
        """The columns that are read, left to right."""
        return tuple(sorted({*self.number_columns, *self.keys.values()}))

    @cached_property
    def number_columns(self) -> frozenset[int]:
        """The columns that hold numbers."""
        return frozenset(column for slot in self.slots for column in slot.columns)


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
