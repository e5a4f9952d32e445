"""Data: a tab of measured values becomes observations, findings and an account of its rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import SECOND_TABLE, VALUE_EMPTY, Finding
from kmlib.observations import Observations, Place, joined
from kmlib.reading.cells import Tab, is_blank
from kmlib.reading.excerpts import Excerpts
from kmlib.reading.keys import Keys, read_keys
from kmlib.reading.layout import find_tables, rows_headed_again
from kmlib.reading.measured import Measured, measure_entries
from kmlib.reading.names import title_key
from kmlib.reading.school_calendar import cadence_period
from kmlib.reading.tables import Table
from kmlib.reading.typed import Mask, Part, Typed, filled_rows, read_parts, typed_entries
from kmlib.reading.values import Form
from kmlib.reading.vocabulary import Vocabulary

TOTALS = re.compile(
    r"(grand |sub)?(totals?|average|avg|mean|median|sum|overall|max(imum)?|min(imum)?)"
    r"|(network|district|state|county|all (schools|teams|sites|districts))"
    r"( (level|totals?|average|avg|mean|median))?",
)


@dataclass(frozen=True)
class DataReading:
    """One data tab, read; `None` where a tab is no data tab at all."""

    observations: Observations
    findings: list[Finding]
    rows_read: int
    rows_blank: int
    rows_outside: int  # filled rows that are no data: titles, headers, totals, remarks
    accepted_without: frozenset[int]  # accepted rows that gave no observation: n/a, not typed yet
    excerpts: Excerpts = field(default_factory=Excerpts)


def read_data_tab(tab: Tab, words: Vocabulary, team: int | None = None) -> DataReading | None:
    """Read a tab as measured values.

    Args:
        tab: the tab.
        words: the hub's words.
        team: position of the team whose own workbook this is, None in the hub.

    Returns:
        What was read, or None if no table of measured values stands on the tab.
    """
    tables = find_tables(tab, words)
    if not tables:
        return None
    readings = [_read_table(table, words, team) for table in tables]
    second = [SECOND_TABLE.at(tab.cell(table.header[0], 0)) for table in tables[1:]]
    return DataReading(
        observations=joined([reading.observations for reading in readings]),
        findings=[*(f for reading in readings for f in reading.findings), *second],
        rows_read=sum(reading.rows_read for reading in readings),
        rows_blank=sum(reading.rows_blank for reading in readings),
        rows_outside=sum(reading.rows_outside for reading in readings),
        accepted_without=frozenset().union(*(r.accepted_without for r in readings)),
        excerpts=Excerpts.joined(reading.excerpts for reading in readings),
    )


def _read_table(table: Table, words: Vocabulary, team: int | None) -> DataReading:
    parts = read_parts(table)
    filled = filled_rows(parts, len(table))
    outside, blank = _rows_without_data(table, filled, words)
    end = _last_inside(outside, blank)
    inside = ~outside & ~blank
    said = filled_rows(parts, len(table), Form.SUPPRESSED)
    keys = read_keys(table, inside, words, team, said=said)
    typed = typed_entries(table, parts, keys)
    measured = measure_entries(table, typed, words)
    findings = [*table.notes, *keys.findings, *measured.findings]
    findings += _not_typed_yet(table, keys, filled, words)
    used = keys.usable & ~filled  # nothing typed yet: no observation, no complaint
    used[typed.row[~measured.bad & ~measured.shown & ~measured.suppressed]] = True
    excerpts = Excerpts.around(table, findings, _sizes(table, parts), keys.group)
    return DataReading(
        observations=_observations(table, keys, typed, measured, words),
        findings=findings,
        rows_read=int(inside.sum()) + int(blank[:end].sum()),
        rows_blank=int(blank[:end].sum()),
        rows_outside=len(table.titles) + len(table.header) + int(outside.sum()),
        accepted_without=frozenset((np.flatnonzero(used) + table.first + 1).tolist()),
        excerpts=excerpts,
    )


def _rows_without_data(table: Table, filled: Mask, words: Vocabulary) -> tuple[Mask, Mask]:
    """Rows outside the data (totals, footnotes, repeated headers), and rows that are blank."""
    outside, blank = np.zeros(len(filled), np.bool_), np.zeros(len(filled), np.bool_)
    header = [title_key(str(cell)) for cell in table.tab.rows[table.first - 1]]
    for row in rows_headed_again(table):
        titles = [title_key(str(cell)) for cell in table.tab.rows[row]]
        outside[row - table.first] = titles[: len(header)] == header[: len(titles)]
    for i in np.flatnonzero(~filled).tolist():
        cells = [cell for cell in table.tab.rows[table.first + i] if not is_blank(cell)]
        blank[i] = not cells
        outside[i] |= len(cells) == 1 and _is_remark(cells[0], words)
    outside |= _total_rows(table, words)
    return outside, blank


def _is_remark(cell: object, words: Vocabulary) -> bool:
    """Whether a row's only cell is a title or a footnote and not a team without numbers yet."""
    return words.team_names.find(cell) is None and words.measure_names.find(cell) is None


def _total_rows(table: Table, words: Vocabulary) -> Mask:
    """Rows that add up or average the others, by the word in their first column."""
    column = min(table.keys.values(), default=0)

    def is_total(cell: object) -> bool:
        if not isinstance(cell, str) or not TOTALS.fullmatch(" ".join(cell.casefold().split(" "))):
            return False
        return words.team_names.find(cell) is None

    cells = table.column(column)
    return np.array(cells.read(is_total), np.bool_)[cells.codes]


def _last_inside(outside: Mask, blank: Mask) -> int:
    """The row after the last one with data: blank rows below it are only the end of the sheet."""
    rows = np.flatnonzero(~outside & ~blank)
    return int(rows[-1]) + 1 if len(rows) else 0


def _not_typed_yet(table: Table, keys: Keys, filled: Mask, words: Vocabulary) -> Iterable[Finding]:
    """A note for each row of a long table whose period has passed without a number."""
    slot = table.slots[0]
    if len(table.slots) > 1 or slot.period is not None:
        return
    column = next(c for c in slot[2:] if c is not None)
    past = keys.usable & ~filled & (keys.end < words.as_of.toordinal())
    for i in np.flatnonzero(past).tolist():
        yield VALUE_EMPTY.at(table.tab.cell(table.first + i, column))


def _sizes(table: Table, parts: dict[int, Part]) -> NDArray[np.float64]:
    """The smallest whole that each row counts, NaN where none is typed."""
    sizes = np.full(table.end - table.first, np.nan)
    for slot in table.slots:
        for column, name in ((slot.value, "denominator"), (slot.denominator, "value")):
            if column is not None:
                sizes = np.fmin(sizes, getattr(parts[column], name))
    return sizes


def _observations(
    table: Table, keys: Keys, typed: Typed, measured: Measured, words: Vocabulary
) -> Observations:
    """The entries that can be used, as columns."""
    keep = np.flatnonzero(measured.shown | measured.suppressed)
    row, measure = typed.row[keep], typed.measure[keep]
    start, end = _whole_periods(typed.start[keep], typed.end[keep], measure, words)
    columns = (typed.value.column, typed.numerator.column, typed.denominator.column)
    filled = [typed.value.form != Form.EMPTY, typed.numerator.form != Form.EMPTY]
    column = np.select(filled, columns[:2], columns[2])[keep]
    return Observations(
        teams=tuple(team.team for team in words.teams),
        measures=tuple(measure.measure for measure in words.measures),
        groups=keys.groups,
        places=(Place(table.tab.source, table.tab.title, table.tab.link),),
        team=keys.team[row],
        measure=measure,
        group=keys.group[row],
        start=start,
        end=end,
        value=measured.value[keep],
        numerator=measured.numerator[keep],
        denominator=measured.denominator[keep],
        suppressed=measured.suppressed[keep],
        place=np.zeros(len(keep), np.int32),
        row=row + np.int32(table.first + 1),
        column=column.astype(np.int32) + np.int32(1),
    )


def _whole_periods(
    start: NDArray[np.int32], end: NDArray[np.int32], measure: NDArray[np.int32], words: Vocabulary
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """A single day stands for the measure's period that holds it; periods stay as typed."""
    cadences = [m.cadence for m in words.measures]
    distinct = {c: i for i, c in enumerate(dict.fromkeys(cadences))}
    cadence = np.array([distinct[c] for c in cadences], np.int64)[measure]
    days = start == end
    pairs, back = np.unique(cadence[days] << 32 | start[days], return_inverse=True)
    names = list(distinct)
    periods = [
        cadence_period(
            dt.date.fromordinal(pair & 0xFFFFFFFF), names[pair >> 32], words.periods.year_starts
        )
        for pair in pairs.tolist()
    ]
    start, end = start.copy(), end.copy()
    start[days] = np.array([p.start.toordinal() for p in periods], np.int32)[back]
    end[days] = np.array([p.end.toordinal() for p in periods], np.int32)[back]
    return start, end
