"""Judging series: what runs and limits say of every point and every series.

`judged` is the one place where verdicts are made: charts, tables, headlines and downloads take them
from there. All series of a network are judged in one pass over columns; `series.py` makes single
ones of them.
"""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

import numpy as np

from kmlib.analysis.lines import Lines, side_by_side
from kmlib.analysis.once import once_a_network
from kmlib.analysis.phases import NEVER, Phases, phases
from kmlib.analysis.run_chart import AllRuns, Bools, Ints, last_of_each, medians_by_series
from kmlib.analysis.signs import Signs, signs_of
from kmlib.observations import Numbers
from kmlib.privacy import Published
from kmlib.schema import Better, Cadence, NoteRow

T = TypeVar("T")

# Built for Zero Canada, quality gates: a shift is claimed only within 3 months of the last report
STALE_AFTER_MONTHS = 3
# project choice: a measure reported this seldom is not stale between two reports
STALE_AFTER_MONTHS_OF = {Cadence.TERM: 6, Cadence.YEARLY: 15}
# project choice: points whose median says where a line began, as one point alone is chance
FIRST = 3
TARGET_TIE = 1e-9  # project choice: closer than this to the target is at target, as in run_chart
WORTH = {Better.HIGHER: 1, Better.LOWER: -1, Better.NEITHER: 0}


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
    began: Numbers  # where it began, of the present phase; NaN where it did not
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
    signs, now = signs_of(lines, known), known.now
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
        began=_began(lines, known),
        reported=reported,
        stale=stale,
        enough=enough,
        direction=direction,
        status=_first_that_holds(states, STATUSES, direction),
        assurance=_assurances(lines, signs, now) * (enough & (signs.side[now] == 0)),
    )


def _began(lines: Lines, known: Phases) -> Numbers:
    """The median of the baseline months of the present phase, else of its first three points."""
    here = known.counted & (known.part == known.now[lines.series])
    so_far = np.append(0, np.cumsum(here))
    is_first = so_far[1:] - so_far[lines.first[:-1]][lines.series] <= FIRST
    frozen = known.frozen_until[known.part] != NEVER
    base = here & np.where(frozen, known.in_baseline, is_first)
    return medians_by_series(lines.series[base], lines.points.value[base], len(lines.team))


def _verdicts(side: Ints, worth: Ints) -> Ints:
    """What a signal on this side of the center line is, where higher is worth this."""
    kinds = {Status.STEADY: side == 0, Status.CHANGED: worth == 0, Status.IMPROVING: side == worth}
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
    """Which values are at their measure's target or beyond it, on the better side; NaN never is.

    `measure` is for each value the position of its measure.
    """
    target, worth = targets_of(lines)[measure], worths(lines)[measure]
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
