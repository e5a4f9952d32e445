"""Accounts: what became of the rows of each tab, and which team the lost ones name."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kmlib.findings import Cell, Finding
from kmlib.reading.cells import Tab
from kmlib.reading.data import DataReading
from kmlib.reading.excerpts import RowKey, cell_position
from kmlib.reading.rows import Reading, RowsReading
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import DataRow, Row


class ReadTab(NamedTuple):
    """A tab, the team whose own it is, whose rows it holds (None if unread), and what it gave."""

    tab: Tab
    team: int | None
    model: type[Row] | None
    reading: Reading


class TabCount(NamedTuple):
    """The rows of one tab: read = accepted + set aside + blank, and those outside tables."""

    source: str
    sheet: str
    read_as: str  # the title of the tab it was read as, such as Data; empty if it was not read
    rows_read: int
    rows_accepted: int
    rows_set_aside: int
    rows_blank: int
    rows_outside: int
    set_aside: tuple[int, ...] = ()  # the numbers of those rows, from 1

    @property
    def rows(self) -> tuple[int, ...]:
        """How many rows were read, accepted, set aside, blank, and outside."""
        return self[3:8]


def count_tabs(tabs: Iterable[ReadTab], dropped: Iterable[Cell]) -> tuple[TabCount, ...]:
    """The account of each tab; `dropped` are the places of rows whose names stand nowhere."""
    lost = set(map(id, dropped))
    counts = []
    for tab, _, model, rows in tabs:
        accepted = rows.accepted if lost and isinstance(rows, RowsReading) else ()
        mine = {row.place.row for row in accepted if id(row.place) in lost}
        mine -= {row.place.row for row in accepted if id(row.place) not in lost}
        read_as = DataRow if isinstance(rows, DataReading) else model
        title, aside = read_as.TAB.title if read_as else "", tuple(sorted(rows.set_aside | mine))
        read, kept, blank = rows.rows_read, rows.rows_accepted - len(mine), rows.rows_blank
        of_rows = read, kept, read - kept - blank, blank, rows.rows_outside
        counts.append(TabCount(tab.source, tab.title, title, *of_rows, aside))
    return tuple(counts)


def row_teams(
    tabs: Sequence[ReadTab],
    counts: Sequence[TabCount],
    findings: Iterable[Finding],
    words: Vocabulary,
) -> dict[RowKey, str]:
    """The team that each row names which was set aside, or at which something was found."""
    rows: dict[tuple[str, str], set[int]] = {}
    for finding in findings:
        here = rows.setdefault((finding.source, finding.sheet), set())
        here.add(cell_position(finding.cell)[0] + 1)
    named: dict[RowKey, str] = {}
    for (tab, *_, reading), count in zip(tabs, counts, strict=True):
        here = rows.get((tab.source, tab.title), set()).union(count.set_aside)
        for row, team in _named(tab, reading, here, words):
            if team is not None:
                named[tab.source, tab.title, row] = words.teams[team].team
    return named


def _named(
    tab: Tab, reading: Reading, rows: set[int], words: Vocabulary
) -> Iterable[tuple[int, int | None]]:
    if isinstance(reading, DataReading):
        return reading.teams_of(rows)
    column = reading.columns.get("team") if isinstance(reading, RowsReading) else None
    if column is None:
        return ()
    cells = ((row, tab.cell(row - 1, column).value) for row in rows)
    return ((row, words.team_names.find(value)) for row, value in cells)
