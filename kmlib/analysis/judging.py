"""Judging series: what runs and limits say of every point and every series.

`judged` is the one place where verdicts are made: charts, tables, headlines and downloads take them
from there. All series of a network are judged in one pass over columns; `series.py` makes single
ones of them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

import numpy as np

from kmlib.analysis.limits import (
    POINTS_NEEDED,
    RANGES_NEEDED,
    AllLimits,
    Charted,
    beyond,
    find_all_limits,
)
from kmlib.analysis.lines import Lines, side_by_side
from kmlib.analysis.once import once_a_network
from kmlib.analysis.phases import NEVER, Phases, phases
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
from kmlib.schema import Better, Cadence, NoteRow, Unit

T = TypeVar("T")

# Built for Zero Canada, quality gates: a shift is claimed only within 3 months of the last report
STALE_AFTER_MONTHS = 3
# project choice: a measure reported this seldom is not stale between two reports
STALE_AFTER_MONTHS_OF = {Cadence.TERM: 6, Cadence.YEARLY: 15}
TARGET_TIE = 1e-9  # project choice: closer than this to the target is at target, as in run_chart
WORTH = {Better.HIGHER: 1, Better.LOWER: -1, Better.NEITHER: 0}
MOST = {Unit.PERCENT: 100.0, Unit.YES_NO: 1.0}  # of a value; only scores go below 0


class Status(StrEnum):
    """What can be said of a series, in the words every page uses."""

    AT_TARGET = "at target"
    IMPROVING = "improving"
    STEADY = "steady"
    WORSENING = "worsening"
    CHANGED = "changed"  # a signal where neither way is better
    TOO_FEW = "too few points to judge"
    STALE = "no recent report"
    NO_DATA = "no data"  # no value to show: nothing reported, or every value hidden


STATUSES = tuple(Status)
MOVES = tuple(None if status is Status.STEADY else status for status in STATUSES)
IMPROVING, WORSENING = STATUSES.index(Status.IMPROVING), STATUSES.index(Status.WORSENING)


class Assurance(StrEnum):
    """Whether the target will be met as things are: whether it lies within the limits."""

    MEETS = "will keep meeting its target"
    AT_TIMES = "will meet its target at times"
    FALLS_SHORT = "will not meet its target"


ASSURANCES = (None, *Assurance)


class Signs(NamedTuple):
    """What runs and limits say, before anybody asks which way is better."""

    # one entry a part, as `Phases` counts them
    median: Numbers  # NaN without a point that counts
    runs: AllRuns
    latest: Ints  # its last point that counts; -1 where there is none
    side: Ints  # of the signal: -1 below, 1 above, 0 without one
    can_judge: Bools  # it has enough points
    # by part and by point
    limits: AllLimits  # NaN where none are drawn
    # one entry a point
    center: Numbers  # the median of its part
    signal: Ints  # its side, where it is part of the signal


class Judged(NamedTuple):
    """Every series with an observation, and what the rules say of it and of its points."""

    lines: Lines
    numbers: dict[tuple[str, str, str], int]  # of the series, by measure, group and team
    phases: Phases
    signs: Signs
    # one entry a point
    verdict: Ints  # position in STATUSES: improving, worsening, changed; steady without a signal
    # one entry a series
    runs: AllRuns  # of the part that it is judged by
    value: Numbers  # the latest; NaN where there is none
    reported: Ints  # the end of the last report, a hidden one too; NEVER where there is none
    stale: Bools
    enough: Bools  # points to judge it by, and recent ones
    direction: Ints  # as verdict
    status: Ints  # position in STATUSES
    assurance: Ints  # position in ASSURANCES


@once_a_network
def judged(network: Published) -> Judged:
    """Judge all series: direction, status, assurance, and whether the last report is old.

    A series is judged by its last phase. Too few points and an old report come before any
    judgement; being at target, which compares but the latest value, before direction.
    """
    lines = side_by_side(network)
    points, series, count = lines.points, lines.series, len(lines.team)
    known = phases(lines, (row for row in network.rows(NoteRow) if row.date <= network.as_of))
    signs, now = _signs(lines, known), known.now
    has_value = ~np.isnan(points.value)
    reports = last_of_each(series, has_value | points.suppressed, count)
    reported = np.append(points.end, NEVER)[reports]
    stale = (reported != NEVER) & (reported < _stale_before(lines, network.as_of))
    value = np.append(points.value, np.nan)[last_of_each(series, has_value, count)]
    enough, worth = signs.can_judge[now] & ~stale, worths(lines)
    direction = _verdicts(signs.side[now] * enough, worth[lines.measure])
    states = {
        Status.NO_DATA: np.isnan(value),
        Status.STALE: stale,
        Status.AT_TARGET: at_target(lines, lines.measure, value),
        Status.TOO_FEW: ~enough,
    }
    return Judged(
        lines=lines,
        numbers=lines.numbers(),
        phases=known,
        signs=signs,
        verdict=_verdicts(signs.signal * ~stale[series], worth[points.measure]),
        runs=signs.runs.take(now),
        value=value,
        reported=reported,
        stale=stale,
        enough=enough,
        direction=direction,
        status=_first_that_holds(states, STATUSES, direction),
        assurance=_assurances(lines, signs, now) * (enough & (signs.side[now] == 0)),
    )


def _signs(lines: Lines, known: Phases) -> Signs:
    """Look for signals in every phase, in two steps that cannot contradict each other.

    First the runs about the median of the points that count, or of the baseline. Only where they
    show nothing but chance, limits are drawn about the mean of the same points, from 13 on; a
    latest point outside them is a signal too. A series that never leaves one value is steady.

    Source: Anhøj and Wentzel-Larsen (2018), Sense and sensibility, doi:10.1186/s12874-018-0564-0,
    for the two steps.
    """
    points, part, parts = lines.points, known.part, len(known.frozen_until)
    counted = np.where(known.counted, points.value, np.nan)
    base = np.where(known.frozen_until[part] != NEVER, known.in_baseline, known.counted)
    median = medians_by_series(part[base], points.value[base], parts)
    runs = find_all_runs(part, counted, median)
    limits = _limits(lines, known, base, ~runs.signals)
    outside = beyond(counted, limits.lower, limits.upper)
    latest = last_of_each(part, known.counted, parts)
    side = np.where(runs.signals, runs.current_side, np.append(outside, 0)[latest])
    how_many = np.bincount(part[known.counted], minlength=parts)
    is_constant = (how_many >= USEFUL_POINTS_NEEDED) & (runs.useful == 0)
    return Signs(
        median=median,
        runs=runs,
        latest=latest,
        side=side,
        can_judge=(runs.useful >= USEFUL_POINTS_NEEDED) | ~np.isnan(limits.mean) | is_constant,
        limits=limits,
        center=median[part],
        signal=np.where(runs.signals[part], side[part] * runs.in_current, outside),
    )


def _limits(lines: Lines, known: Phases, base: Bools, wanted: Bools) -> AllLimits:
    """The limits of the parts that are wanted and have enough points, inside what can be measured.

    A percent of counts has Laney's p′ limits, anything else XmR limits. Month after month the same
    students are counted, so a percent may stray less than p limits allow, or more; p′ fits both.
    """
    points, part = lines.points, known.part
    units = [row.unit for row in lines.measures]
    is_percent = np.array([unit is Unit.PERCENT for unit in units], dtype=bool)[points.measure]
    numerator = np.where(is_percent, points.numerator, np.nan)
    charted = Charted(part, points.value, numerator, points.denominator, base, lines.follows())
    limits = find_all_limits(charted, len(wanted))
    drawn = wanted & (limits.points >= POINTS_NEEDED) & (limits.ranges >= RANGES_NEEDED)
    least = np.array([-np.inf if unit is Unit.SCORE else 0 for unit in units])[points.measure]
    most = np.array([MOST.get(unit, np.inf) for unit in units])[points.measure]
    return limits._replace(
        mean=np.where(drawn, limits.mean, np.nan),
        lower=np.where(drawn[part], np.clip(limits.lower, least, most), np.nan),
        upper=np.where(drawn[part], np.clip(limits.upper, least, most), np.nan),
    )


def _verdicts(side: Ints, worth: Ints) -> Ints:
    """What a signal on this side of the center line is, where higher is worth this."""
    kinds = {
        Status.STEADY: side == 0,
        Status.CHANGED: worth == 0,
        Status.IMPROVING: side == worth,
    }
    return _first_that_holds(kinds, STATUSES, WORSENING)


def _assurances(lines: Lines, signs: Signs, now: Ints) -> Ints:
    """Whether series will meet their target: it lies beyond one limit of the latest point.

    Source: NHS Making Data Count, assurance icons. Where a limit is the target, as in a series that
    is 100 % every month, its values meet it, so that it counts as met. A series with a signal is
    promised nothing: its limits tell of what was.
    """
    limits = (signs.limits.lower, signs.limits.upper)
    low, high = (np.append(limit, np.nan)[signs.latest[now]] for limit in limits)
    worth, targets = worths(lines)[lines.measure], targets_of(lines)[lines.measure]
    worst, best = np.where(worth > 0, (low, high), (high, low))
    kinds = {
        None: np.isnan(low) | np.isnan(targets) | (worth == 0),
        Assurance.MEETS: at_target(lines, lines.measure, worst),
        Assurance.AT_TIMES: at_target(lines, lines.measure, best),
    }
    return _first_that_holds(kinds, ASSURANCES, ASSURANCES.index(Assurance.FALLS_SHORT))


def _first_that_holds(kinds: Mapping[T, Bools], among: Sequence[T], otherwise: Ints | int) -> Ints:
    """For each entry the position, among all kinds, of the first kind that holds."""
    return np.select(list(kinds.values()), [among.index(kind) for kind in kinds], otherwise)


def at_target(lines: Lines, measure: Ints, value: Numbers) -> Bools:
    """Which values are at their measure's target or beyond it, on the better side.

    Args:
        lines: whose measures are meant.
        measure: for each value the position of its measure.
        value: in the measure's unit; NaN is never at target.
    """
    target = targets_of(lines)[measure]
    worth = worths(lines)[measure]
    room = TARGET_TIE * np.maximum(np.abs(target), 1)
    reached: Bools = (worth != 0) & ((value - target) * worth >= -room)
    return reached


def targets_of(lines: Lines) -> Numbers:
    """The target of each measure; NaN where it has none."""
    return np.array([np.nan if row.target is None else row.target for row in lines.measures])


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
