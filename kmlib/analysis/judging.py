"""Judging series: which points count, about which median, and what the runs then say.

All series of a network are judged in one pass over columns; `series.py` makes single ones of them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from kmlib.analysis.run_chart import (
    USEFUL_POINTS_NEEDED,
    AllRuns,
    Bools,
    Ints,
    find_all_runs,
    medians_by_series,
)
from kmlib.observations import Numbers
from kmlib.schema import Better, Cadence, MeasureRow, NoteKind, NoteRow

NumberT = TypeVar("NumberT", bound=np.generic)

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


class Shown(StrEnum):
    """Whether there is a number, and if not, why not."""

    VALUE = "shown"
    HIDDEN = "hidden (small group)"
    NO_DATA = "no data"

    @classmethod
    def of(cls, value: float | None, *, suppressed: bool) -> Shown:
        """Which of the three a point or a series is."""
        if value is not None:
            return cls.VALUE
        return cls.HIDDEN if suppressed else cls.NO_DATA


STATUSES = tuple(Status)
DIRECTIONS = {1: Status.IMPROVING, -1: Status.WORSENING, 0: None}


class Lines(NamedTuple):
    """Many series side by side; a point belongs to the series whose number it carries."""

    measures: tuple[MeasureRow, ...]
    teams: tuple[str, ...]
    # one entry a series
    measure: Ints  # position in measures
    team: Ints  # position in teams; -1 for the whole network
    # one entry a point, by series, oldest first
    series: Ints
    start: Ints
    end: Ints
    value: Numbers  # NaN where suppressed or absent
    suppressed: Bools

    def named_by(self, note: NoteRow) -> Bools:
        """The series that a note is about: its team and measure, or all where it names none."""
        about = np.ones(len(self.measure), dtype=bool)
        if note.team:
            about &= self.team == _position(note.team, self.teams)
        if note.measure:
            about &= self.measure == _position(note.measure, [m.measure for m in self.measures])
        return about

    @property
    def worth(self) -> Ints:
        """For each series 1 where higher is better, -1 where lower is, else 0."""
        worth = [WORTH[measure.better] for measure in self.measures]
        return np.array(worth, dtype=np.int8)[self.measure]

    def last_where(self, which: Bools) -> Ints:
        """The position of each series' last point of these; -1 where there is none."""
        last = np.full(len(self.measure), -1, dtype=np.int64)
        chosen = np.flatnonzero(which)
        last[self.series[chosen]] = chosen
        return last


class Steering(NamedTuple):
    """What the Notes tab says about which points count."""

    phase_from: Ints  # a series' last new phase, as an ordinal; NEVER where there is none
    frozen_until: Ints  # its end of baseline; NEVER where there is none
    excluded: Bools  # a point that a note leaves out


class Judged(NamedTuple):
    """What the rules say of each series and each of its points."""

    # one entry a series
    phase_from: Ints
    frozen_until: Ints
    median: Numbers  # NaN without a point that counts
    runs: AllRuns  # its entries a value are those of the points judged
    latest: Ints  # position of the last point with a value; -1: none
    reported: Ints  # position of the last point, with a value or suppressed; -1: none
    direction: Ints  # 1 improving, -1 worsening, 0 neither or no signal
    status: Ints  # position in STATUSES
    stale: Bools
    # one entry a point
    excluded: Bools  # a note leaves it out
    judged: Bools  # it has a value, is not left out, and is of the last phase
    in_baseline: Bools  # the median was made of these alone
    in_run: Bools  # part of an unusually long run
    side: Ints  # -1 below, 0 on, 1 above the median; 0 where not judged


def judge(lines: Lines, notes: Iterable[NoteRow], as_of: dt.date) -> Judged:
    """Judge all series: median, runs, direction, status, and whether the last report is old.

    A series is judged on its points since the last new phase, those left out by a note aside. Its
    median is that of these points, or of those up to the end of the baseline where a note says so.
    """
    steering = read_notes(lines, (note for note in notes if note.date <= as_of))
    has_value = ~np.isnan(lines.value)
    counts = has_value & ~steering.excluded & (lines.end >= steering.phase_from[lines.series])
    frozen_until, in_baseline = _baselines(lines, steering.frozen_until, counts)
    base = counts & (in_baseline | (frozen_until[lines.series] == NEVER))
    median = medians_by_series(lines.series[base], lines.value[base], len(lines.measure))
    runs = find_all_runs(lines.series[counts], lines.value[counts], median)
    latest = lines.last_where(has_value)
    reported = lines.last_where(has_value | lines.suppressed)
    direction = np.where(runs.signals, runs.current_side * lines.worth, 0)
    side = np.zeros(len(lines.value), dtype=np.int8)
    side[counts] = runs.side
    in_run = np.zeros(len(lines.value), dtype=bool)
    long = runs.signals & (runs.longest > runs.longest_limit)
    in_run[counts] = runs.in_longest & long[lines.series[counts]]
    return Judged(
        phase_from=steering.phase_from,
        frozen_until=frozen_until,
        median=median,
        runs=runs,
        latest=latest,
        reported=reported,
        direction=direction,
        status=_statuses(lines, runs, direction, latest),
        stale=_is_stale(lines, reported, as_of),
        excluded=steering.excluded,
        judged=counts,
        in_baseline=in_baseline,
        in_run=in_run,
        side=side,
    )


def read_notes(lines: Lines, notes: Iterable[NoteRow]) -> Steering:
    """Which points the Notes tab leaves out, and where phases begin and baselines end.

    A note counts for the point whose period holds its date. The last new phase wins; of two ends
    of a baseline the one that names team and measure most closely, then the later.
    """
    phase_from = np.zeros(len(lines.measure), dtype=np.int64)
    frozen_until = np.zeros(len(lines.measure), dtype=np.int64)
    excluded = np.zeros(len(lines.value), dtype=bool)
    phases_first_closest_last = sorted(
        notes,
        key=lambda note: (
            note.kind is not NoteKind.NEW_PHASE,
            bool(note.team),
            bool(note.measure),
            note.date,
        ),
    )
    for note in phases_first_closest_last:
        day = note.date.toordinal()
        about = lines.named_by(note)
        if note.kind is NoteKind.NEW_PHASE:
            phase_from[about] = np.maximum(phase_from[about], day)
        elif note.kind is NoteKind.END_OF_BASELINE:
            frozen_until[about & (day >= phase_from)] = day
        elif note.kind is NoteKind.EXCLUDE:
            excluded |= about[lines.series] & (lines.start <= day) & (lines.end >= day)
    return Steering(phase_from, frozen_until, excluded)


def _baselines(lines: Lines, frozen_until: Ints, counts: Bools) -> tuple[Ints, Bools]:
    """The ends of baselines that leave points to take a median of, and those points."""
    in_baseline = counts & (lines.start <= frozen_until[lines.series])
    has_points = np.bincount(lines.series[in_baseline], minlength=len(frozen_until)) > 0
    return np.where(has_points, frozen_until, NEVER), in_baseline


def _statuses(lines: Lines, runs: AllRuns, direction: Ints, latest: Ints) -> Ints:
    """The status of each series: the first of these that holds, from the top."""
    first_that_holds = {
        Status.NO_DATA: latest < 0,
        Status.AT_TARGET: _at_target(lines, latest),
        Status.TOO_FEW: runs.useful < USEFUL_POINTS_NEEDED,
        Status.IMPROVING: direction > 0,
        Status.WORSENING: direction < 0,
    }
    return np.select(
        list(first_that_holds.values()),
        [STATUSES.index(status) for status in first_that_holds],
        default=STATUSES.index(Status.STEADY),
    )


def _at_target(lines: Lines, latest: Ints) -> Bools:
    """The latest value is at the measure's target or beyond it, on the better side."""
    targets = [np.nan if measure.target is None else measure.target for measure in lines.measures]
    target = np.array(targets, dtype=np.float64)[lines.measure]
    beyond: Numbers = (_at(lines.value, latest) - target) * lines.worth
    room: Numbers = TARGET_TIE * np.maximum(np.abs(target), 1)
    at_target: Bools = (latest >= 0) & (lines.worth != 0) & (beyond >= -room)
    return at_target


def _is_stale(lines: Lines, reported: Ints, as_of: dt.date) -> Bools:
    """The last report ended longer ago than a measure of its cadence may wait."""
    months = [STALE_AFTER_MONTHS_OF.get(m.cadence, STALE_AFTER_MONTHS) for m in lines.measures]
    oldest = [months_before(as_of, some).toordinal() for some in months]
    cutoff = np.array(oldest, dtype=np.int64)[lines.measure]
    return (reported >= 0) & (_at(lines.end, reported) < cutoff)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or the last of that month.

    >>> months_before(dt.date(2026, 5, 31), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def _at(column: NDArray[NumberT], positions: Ints) -> NDArray[NumberT]:
    """The entries at these positions; any entry where a position is -1, for the caller to mask."""
    return column[positions] if len(column) else np.zeros(len(positions), dtype=column.dtype)


def _position(name: str, names: Iterable[str]) -> int:
    """The position of a name; one that matches nothing where it is not there."""
    return next((at for at, other in enumerate(names) if other == name), -2)
