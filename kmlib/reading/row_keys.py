"""Row keys: what each row of a data table is about, and which rows can be used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmlib.findings import Cell, Finding, Rule
from kmlib.observations import Codes, Mask
from kmlib.reading.matches import Match
from kmlib.reading.tables import UNKNOWN, Slot, Table


@dataclass
class Keys:
    """The keys of each row of a table; UNKNOWN where a row cannot be used, with its findings."""

    team: Codes
    measure: Codes  # UNKNOWN everywhere if the slots say the measure
    start: Codes  # 0 everywhere if the slots say the period
    end: Codes
    times: dict[Slot, tuple[Codes, Codes]]  # of those that tell the time together with the row
    group: Codes  # position in `groups`
    groups: tuple[str, ...]
    usable: Mask
    numbers: Mask  # rows with a number: only these have to say everything
    excused: Mask  # rows without one that do not: filled in beforehand, or n/a
    findings: list[Finding]
    matches: list[Match]  # what names above the table were taken for

    @classmethod
    def of(cls, rows: Mask, numbers: Mask) -> Keys:
        """The keys of a table of which nothing is read yet."""
        zeros, unknown = np.zeros(len(rows), np.int32), np.full(len(rows), UNKNOWN, np.int32)
        excused = np.zeros(len(rows), np.bool_)
        usable = rows.copy()
        return cls(
            unknown, unknown, zeros, zeros, {}, zeros, ("",), usable, numbers, excused, [], []
        )

    def without(self, where: Mask) -> list[int]:
        """Take rows out that do not say something; the positions of those that should."""
        mine = self.usable & where
        self.excused |= mine & ~self.numbers
        self.usable &= ~where
        positions: list[int] = np.flatnonzero(mine & self.numbers).tolist()
        return positions

    def set_aside(self, where: Mask) -> list[int]:
        """Take rows out that say something that cannot be used; their positions."""
        positions: list[int] = np.flatnonzero(self.usable & where).tolist()
        self.usable &= ~where
        return positions

    def report_table(self, table: Table, rule: Rule) -> None:
        """One finding at the header of a table that lacks a key; its rows are set aside."""
        if self.without(np.ones(len(table), np.bool_)):
            self.findings.append(rule.at(table.tab.cell(table.header.rows[-1], table.left)))


def key_cell(table: Table, row: int, column: int) -> Cell:
    """A row's cell in a key column, with what a merged cell says for it; rows from the header."""
    codes, cells = table.column(column)
    return table.tab.cell(table.first + row, column)._replace(value=cells[codes[row]])
