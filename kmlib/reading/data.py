"""Data: a tab of measured values becomes observations, findings and an account of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import (
    SECOND_TABLE,
    VALUE_EMPTY,
    YEAR_UNKNOWN,
    Cell,
    Finding,
)
from kmlib.observations import Mask, Observations, Place, joined, no_observations
from kmlib.reading.cells import Tab, is_blank
from kmlib.reading.data_rows import tell_rows
from kmlib.reading.excerpts import Excerpts
from kmlib.reading.keys import read_keys
from kmlib.reading.layout import find_tables, unread_columns
from kmlib.reading.measured import COLUMN_LEFT_OUT, Measured, measure_entries
from kmlib.reading.row_keys import Keys
from kmlib.reading.row_periods import before_network
from kmlib.reading.school_calendar import cadence_period
from kmlib.reading.tables import Slot, Table
from kmlib.reading.typed import Part, Typed, read_parts, typed_entries
from kmlib.reading.values import Form
from kmlib.reading.vocabulary import Vocabulary


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
    tables = find_tables(tab, words, is_own=team is not None)
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
    rows = tell_rows(table, parts, words)
    keys = read_keys(table, rows.inside, rows.to_place, words, team)
    used = keys.excused | (keys.usable & ~rows.filled)  # nothing typed yet: no number, no complaint
    findings = [*unread_columns(table), *keys.findings, *_of_headers(table, words)]
    observations = no_observations(*words.observed)
    if table.slots:
        typed = typed_entries(table, parts, keys)
        measured = measure_entries(table, typed, words)
        findings += [*measured.findings, *_not_typed_yet(table, keys, rows.filled, words)]
        used[typed.row[~measured.bad & ~measured.shown & ~measured.suppressed]] = True
        observations = _observations(table, keys, typed, measured, words)
    excerpts = Excerpts.around(table, findings, _sizes(table, parts, keys, words), keys.group)
    return DataReading(
        observations=observations,
        findings=findings,
        rows_read=int(rows.inside.sum()) + rows.blank,
        rows_blank=rows.blank,
        rows_outside=len(table.titles) + len(table.header) + rows.outside,
        accepted_without=frozenset((np.flatnonzero(used) + table.first + 1).tolist()),
        excerpts=excerpts,
    )


def _of_headers(table: Table, words: Vocabulary) -> Iterator[Finding]:
    """What is to be said once of a header that names a time: no year, or an early one."""
    said: set[Cell] = set()
    slots = [(_first_column(slot), slot.period) for slot in table.slots if slot.period is not None]
    for column, period in [*((column, None) for column in table.undated), *slots]:
        cell = table.dated_heading(column)
        if cell in said or all(map(is_blank, table.column(column).cells)):
            continue
        said.add(cell)
        if period is None:
            yield YEAR_UNKNOWN.at(cell, effect=COLUMN_LEFT_OUT)
        else:
            yield from before_network(cell, period, words)


def _first_column(slot: Slot) -> int:
    """The leftmost kind of number that a slot has: value, numerator or denominator."""
    return next(column for column in slot[2:] if column is not None)


def _not_typed_yet(table: Table, keys: Keys, filled: Mask, words: Vocabulary) -> Iterable[Finding]:
    """A note for each row of a long table whose period has passed without a number."""
    if len(table.slots) != 1 or table.slots[0].period is not None:
        return
    column = _first_column(table.slots[0])
    past = keys.usable & ~filled & (keys.end < words.as_of.toordinal())
    for i in np.flatnonzero(past).tolist():
        yield VALUE_EMPTY.at(table.tab.cell(table.first + i, column))


def _sizes(
    table: Table, parts: dict[int, Part], keys: Keys, words: Vocabulary
) -> NDArray[np.float64]:
    """The smallest whole that each row counts, NaN where none is typed; a school is one too."""
    schools = np.array([team.students for team in words.teams], np.float64)  # None is NaN
    anybody = np.fmin.reduce(schools, initial=np.nan)  # a row that names no team may be any's
    sizes = np.where(keys.group > 0, np.nan, np.append(schools, anybody)[keys.team])
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
        *words.observed,
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
