"""Excerpts: the little sheet around a finding, so that a person recognises the cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import Finding, column_letters, shown
from kmlib.reading.cells import Tab
from kmlib.reading.tables import Table

EXCERPTS_A_TABLE = 60  # project choice: more than anybody reads in one sitting
COLUMNS_SHOWN = 4

CellKey = tuple[str, str, str]  # source, sheet, A1 address
RowKey = tuple[str, str, int]  # source, sheet, row from 1


class Excerpt(NamedTuple):
    """Some columns of a tab, its header row, and the rows about a cell."""

    letters: tuple[str, ...]  # column letters, left to right
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # (row number, texts), header row first
    numbers: tuple[bool, ...] = ()  # which of the columns hold numbers


class RowSize(NamedTuple):
    """How many were counted in a row, and whether it is about a group of students."""

    smallest: float | None
    is_group: bool
    beaten_by: tuple[
        RowKey, ...
    ] = ()  # rows whose numbers stand in its place and are quoted with it


@dataclass
class Excerpts:
    """Little sheets by the cell they are about, and how large the groups in their rows are."""

    sheets: dict[CellKey, Excerpt] = field(default_factory=dict)
    sizes: dict[RowKey, RowSize] = field(default_factory=dict)

    @classmethod
    def joined(cls, parts: Iterable[Excerpts]) -> Excerpts:
        """All of several."""
        whole = cls()
        for part in parts:
            whole.add(part)
        return whole

    def add(self, part: Excerpts) -> None:
        """Take in further ones."""
        self.sheets.update(part.sheets)
        self.sizes.update(part.sizes)

    @classmethod
    def around(
        cls,
        table: Table,
        findings: Sequence[Finding],
        sizes: NDArray[np.float64],
        group: NDArray[np.int32],
    ) -> Excerpts:
        """The excerpts of a data table's findings, with the size of every row that has one."""
        excerpts = cls()
        tab = table.tab
        for finding in findings:
            row, column = cell_position(finding.cell)
            rows = {row}
            if len(excerpts.sheets) < EXCERPTS_A_TABLE and column in table.known_columns:
                excerpt = excerpt_of(
                    tab, table.header[-1], table.known_columns, (row, column), table.number_columns
                )
                excerpts.sheets[finding.source, finding.sheet, finding.cell] = excerpt
                rows.update(number - 1 for number, _ in excerpt.rows)
            for inside in rows:
                if 0 <= (i := inside - table.first) < len(sizes):
                    size = float(sizes[i])
                    key = (tab.source, tab.title, inside + 1)
                    excerpts.sizes[key] = RowSize(None if size != size else size, bool(group[i]))
        return excerpts


def excerpt_of(
    tab: Tab,
    header: int,
    columns: Sequence[int],
    at: tuple[int, int],
    numbers: frozenset[int] = frozenset(),
) -> Excerpt:
    """The header row and the rows about a cell, in the columns nearest to it.

    Args:
        tab: the tab.
        header: its header row, from 0.
        columns: the columns that may be shown: those the reader knows.
        at: the cell's row and column, from 0.
        numbers: the columns that hold numbers.
    """
    row, column = at
    chosen = sorted(sorted(columns, key=lambda c: (c != column, abs(c - column)))[:COLUMNS_SHOWN])
    lines = [header, *(r for r in (row - 1, row, row + 1) if header < r < len(tab.rows))]
    return Excerpt(
        letters=tuple(column_letters(c + 1) for c in chosen),
        rows=tuple(
            (line + 1, tuple(shown(tab.cell(line, c).value) for c in chosen)) for line in lines
        ),
        numbers=tuple(c in numbers for c in chosen),
    )


def cell_position(address: str) -> tuple[int, int]:
    """Row and column, both from 0, of an A1 address; (-1, -1) for none.

    >>> cell_position("AB14")
    (13, 27)
    """
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :] or 0) - 1, column - 1
