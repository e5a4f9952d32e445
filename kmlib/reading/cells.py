"""Cells and tabs as every kind of source delivers them, before anything is understood.

A cell's value is what a person sees, in the simplest type that keeps it: text (`str`), a number
(`float` or `int`), a yes or no (`bool`), a date (`datetime.date` or `datetime.datetime`), or `""`
for an empty cell. What a file stores in another way is turned into the text that the sheet shows:

* a number under a percent format, 0.85 shown as 85%, is the text ``"85%"``;
* an error value is its text, ``"#REF!"``;
* a formula whose result was never stored is its own text, ``"=B2/C2"``.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kmlib.findings import Cell, Finding

Value = object  # str | float | int | bool | datetime.date | datetime.datetime | datetime.time
Area = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a workbook: its cells by row, and what the sheet says about them.

    `rows[0][0]` is A1; rows may be of different lengths; rows and columns here count from 0.
    """

    source: str  # the workbook's name as people know it
    title: str
    rows: list[list[Value]]
    hidden: bool = False  # hidden tabs are not read; their filled rows are counted as outside
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    link: str = ""  # opens this tab; empty for files
    epoch_1904: bool = False  # whether a date that is a bare number counts its days from 1904
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)  # Google Sheets behind texts
    width: int = 0  # of the widest row, where that is known

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a row and column counted from 0, ready for a finding."""
        cells = self.rows[row] if row < len(self.rows) else []
        value = cells[column] if column < len(cells) else ""
        return Cell(self.source, self.title, row + 1, column + 1, value, self.link)

    def filled_rows(self, start: int = 0, end: int | None = None) -> int:
        """How many rows, of all or from one to before another, have a cell that is not empty."""
        return sum(not is_blank_row(row) for row in self.rows[start:end])

    def merged_down(self, column: int, first: int, end: int) -> Iterator[tuple[int, int]]:
        """Each row that holds more below a cell merged over several, behind that cell's row."""
        for top, left, bottom, _ in self.merged:
            if left == column and first <= top < end:
                for row in range(top + 1, min(bottom + 1, end)):
                    if not is_blank_row(self.rows[row]):
                        yield top, row


@dataclass(frozen=True, slots=True)
class Workbook:
    """One opened source: its tabs in their order, and what was found while opening it."""

    name: str
    tabs: tuple[Tab, ...]
    findings: tuple[Finding, ...] = ()
    path: str = ""  # where it was opened, so that its links are looked for beside it
    read_at: dt.datetime | None = None  # when, for one that was kept; otherwise just now


Source = str | Path | Workbook  # a file, folder or link, or what is open already


class SourceError(Exception):
    """A source could not be opened; its `finding` says what, why and how to mend it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing a person would see."""
    return value is None or (isinstance(value, str) and not value.strip(BLANKS))


def is_filled(value: Value) -> bool:
    """Whether a cell holds something."""
    return not is_blank(value)


def is_blank_row(row: list[Value]) -> bool:
    """Whether every cell of a row is blank."""
    return not any(cell != "" and not is_blank(cell) for cell in row)


BLANKS = " \t\r\n\v\f\u00a0\u200b\u200c\u200d\u2060\ufeff"
