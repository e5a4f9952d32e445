"""Judging series: which points count, about which median, and what the runs then say.

All series of a network are judged in one pass over columns; `series.py` makes single ones of them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from kmlib.analysis.lines import Lines, side_by_side
from kmlib.analysis.once import once_a_network
from kmlib.analysis.run_chart import (
    USEFUL_POINTS_NEEDED,
    AllRuns,
    Bools,
    Ints,
    find_all_runs,
    last_of_each,
    medians_by_series,
)
from kmlib.observations import Numbers
from kmlib.privacy import Published
from kmlib.schema import Better, Cadence, NoteKind, NoteRow

# Built for Zero Canada, quality gates: a shift is claimed only within 3 months of the last report
STALE_AFTER_MONTHS = 3
# project choice: a measure reported this seldom is not stale between two reports
STALE_AFTER_MONTHS_OF = {Cadence.TERM: 6, Cadence.YEARLY: 15}
TARGET_TIE = 1e-9  # project choice: closer than this to the target is at target, as in run_chart
WORTH = {Better.HIGHER: 1, Better.LOWER: -1, Better.NEITHER: 0}
NEVER = 0  # no day has this ordinal


class Status(StrEnum):
    """What can be said of a series, in the words every page uses."""

    AT_TARGET = "at target"
    IMPROVING = "improving"
    STEADY = "steady"
    WORSENING = "worsening"
    TOO_FEW = "too few points to judge"
    NO_DATA = "no data"  # no value to show: nothing reported, or every value hidden


STATUSES = tuple(Status)
DIRECTIONS = {1: Status.IMPROVING, -1: Status.WORSENING, 0: None}


class Steering(NamedTuple):
    """Which points count, and towards what, as the Notes tab says."""

    # one entry a series, an ordinal; NEVER where there is none
    phase_from: Ints  # its last new phase
    frozen_until: Ints  # its end of baseline
    # one entry a point
    excluded: Bools  # a note leaves it out
    judged: Bools  # it has a value, is not left out, and is of the last phase
    in_baseline: Bools  # the median was made of these alone


class Judged(NamedTuple):
    """Every series with an observation, and what the rules say of it and of its points."""

    lines: Lines
    numbers: dict[tuple[str, str, str], int]  # of the series, by measure, group and team
    steering: Steering
    runs: AllRuns  # of the points judged
    in_run: Bools  # one entry a point: part of an unusually long run
    # one entry a series
    median: Numbers  # NaN without a point that counts
    value: Numbers  # the latest; NaN where there is none
    reported: Ints  # the end of the last report, a hidden one too; NEVER where there is none
    direction: Ints  # 1 improving, -1 worsening, 0 neither or no signal
    status: Ints  # position in STATUSES
    stale: Bools


@once_a_network
def judged(network: Published) -> Judged:
    """Judge all series: median, runs, direction, status, and whether the last report is old.

    A series is judged on its points since the last new phase, those left out by a note aside. Its
    median is that of these points, or of those up to the end of the baseline where a note says so.
    """
    lines = side_by_side(network)
    points, series, count = lines.points, lines.series, len(lines.team)
    steering = _steering(lines, (row for row in network.rows(NoteRow) if row.date <= network.as_of))
    is_frozen = steering.frozen_until != NEVER
    base = np.where(is_frozen[series], steering.in_baseline, steering.judged)
    median = medians_by_series(series[base], points.value[base], count)
    runs = find_all_runs(series, np.where(steering.judged, points.value, np.nan), median)
    long = runs.signals & (runs.longest > runs.longest_limit)
    has_value = ~np.isnan(points.value)
    last_report = last_of_each(series, has_value | points.suppressed, count)
    reported = np.append(points.end, NEVER)[last_report]
    value = np.append(points.value, np.nan)[last_of_each(series, has_value, count)]
    direction = np.where(runs.signals, runs.current_side * worths(lines)[lines.measure], 0)
    return Judged(
        lines=lines,
        numbers=lines.numbers(),
        steering=steering,
        runs=runs,
        in_run=runs.in_longest & long[series],
        median=median,
        value=value,
        reported=reported,
        direction=direction,
        status=_statuses(value, at_target(lines, lines.measure, value), runs, direction),
        stale=(reported != NEVER) & (reported < _stale_before(lines, network.as_of)),
    )


def _steering(lines: Lines, notes: Iterable[NoteRow]) -> Steering:
    """Read the notes, all of days gone by.

    A note counts for the point whose period holds its date. The last new phase wins; of two ends
    of a baseline the one that names team and measure most closely, then the later.
    """
    points, series, count = lines.points, lines.series, len(lines.team)
    phase_from, frozen_until = np.full((2, count), NEVER)
    excluded = np.zeros(len(series), dtype=bool)

    def phases_first_closest_last(note: NoteRow) -> tuple[bool, bool, bool, dt.date]:
        return note.kind is not NoteKind.NEW_PHASE, bool(note.team), bool(note.measure), note.date

    for note in sorted(notes, key=phases_first_closest_last):
        day = note.date.toordinal()
        about = lines.about(measure=note.measure, team=note.team)
        if note.kind is NoteKind.NEW_PHASE:
            phase_from[about] = np.maximum(phase_from[about], day)
        elif note.kind is NoteKind.END_OF_BASELINE:
            frozen_until[about & (day >= phase_from)] = day
        elif note.kind is NoteKind.EXCLUDE:
            excluded |= about[series] & (points.start <= day) & (points.end >= day)
    counts = ~np.isnan(points.value) & ~excluded & (points.end >= phase_from[series])
    in_baseline = counts & (points.start <= frozen_until[series])
    frozen_until[np.bincount(series[in_baseline], minlength=count) == 0] = NEVER
    return Steering(phase_from, frozen_until, excluded, counts, in_baseline)


def _statuses(value: Numbers, reached: Bools, runs: AllRuns, direction: Ints) -> Ints:
    """The status of each series: the first of these that holds, from the top."""
    first_that_holds = {
        Status.NO_DATA: np.isnan(value),
        Status.AT_TARGET: reached,
        Status.TOO_FEW: runs.useful < USEFUL_POINTS_NEEDED,
        Status.IMPROVING: direction > 0,
        Status.WORSENING: direction < 0,
    }
    return np.select(
        list(first_that_holds.values()),
        [STATUSES.index(status) for status in first_that_holds],
        default=STATUSES.index(Status.STEADY),
    )


def at_target(lines: Lines, measure: Ints, value: Numbers) -> Bools:
    """Which values are at their measure's target or beyond it, on the better side.

    Args:
        lines: whose measures are meant.
        measure: for each value the position of its measure.
        value: in the measure's unit; NaN is never at target.
    """
    targets = [np.nan if row.target is None else row.target for row in lines.measures]
    target = np.array(targets, dtype=np.float64)[measure]
    worth = worths(lines)[measure]
    room = TARGET_TIE * np.maximum(np.abs(target), 1)
    reached: Bools = (worth != 0) & ((value - target) * worth >= -room)
    return reached


def worths(lines: Lines) -> Ints:
    """For each measure 1 where higher is better, -1 where lower is, 0 where neither."""
    return np.array([WORTH[row.better] for row in lines.measures], dtype=np.int8)


def _stale_before(lines: Lines, as_of: dt.date) -> Ints:
    """For each series the day before which a last report is too old, by the measure's cadence."""
    months = [STALE_AFTER_MONTHS_OF.get(row.cadence, STALE_AFTER_MONTHS) for row in lines.measures]
    days = [months_before(as_of, some).toordinal() for some in months]
    return np.array(days, dtype=np.int64)[lines.measure]


def of_active_teams(network: Published, lines: Lines) -> Bools:
    """Which series are of a team that is active; the network's own is of none."""
    active = {row.team for row in network.teams if row.active}
    is_active = np.array([name in active for name in lines.teams], dtype=bool)
    mine: Bools = is_active[lines.team]
    return mine


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or the last of that month.

    >>> months_before(dt.date(2026, 5, 31), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def day_or_none(ordinal: int) -> dt.date | None:
    """The day of an ordinal; None for `NEVER`."""
    return None if ordinal == NEVER else dt.date.fromordinal(int(ordinal))
