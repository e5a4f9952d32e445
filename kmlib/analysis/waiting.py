"""Waiting: the learnings that have not gone on yet, and for how long; what came month by month."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from math import ceil
from typing import NamedTuple

import numpy as np

from kmlib.analysis.judging import at_target, judged, months_before
from kmlib.analysis.learnings import STAGES, Learning, learnings, still_waiting
from kmlib.analysis.priorities import of_one, serving
from kmlib.analysis.progress import days_between, of_priority, with_target
from kmlib.analysis.routines import routines
from kmlib.privacy import Published
from kmlib.schema import Stage
from kmlib.schema.learning import ParticipationRow

# The line that ageing-work charts draw: 85 in 100 went on within so many days. Vacanti (2015),
# Actionable Agile Metrics for Predictability.
MOST = 0.85
# project choice: of fewer that went on nobody can say how long it usually takes
LEAST_TO_COMPARE = 5
MONTHS_SHOWN = 12


class Waiting(NamedTuple):
    """A learning that has not reached its next stage."""

    learning: Learning
    stage: Stage  # the one it waits for
    since: dt.date | None  # when it reached the stage before; None: nobody typed when
    age_days: int | None
    is_long: bool  # longer than most that went on


class Usual(NamedTuple):
    """How long the step to a stage took those that made it."""

    stage: Stage
    went_on: int  # those whose two days were typed
    most_days: int | None  # within which most of them made it; None where they are too few


def usual(some: Iterable[Learning], stage: Stage) -> Usual:
    """How long learnings take to reach a stage from the one before.

    `most_days` is the smallest number of days within which at least 85 in 100 made it.

    Source: the 85th percentile of ageing-work charts, Vacanti (2015), see `MOST`.
    """
    days = sorted(days_between(some, stage))
    enough = len(days) >= LEAST_TO_COMPARE
    return Usual(stage, len(days), days[ceil(MOST * len(days)) - 1] if enough else None)


def usuals(network: Published) -> tuple[Usual, ...]:
    """How long each step takes in the whole network."""
    return tuple(usual(learnings(network), stage) for stage in STAGES[1:])


def waiting(network: Published, priority: str = "") -> tuple[Waiting, ...]:
    """What has not gone on: first what waits longer than most, then by age, unknown ages last.

    How long is usual is taken from the whole network, so that a priority with few learnings is
    judged too.
    """
    limits = {one.stage: one.most_days for one in usuals(network)}
    found = []
    for one in of_priority(still_waiting(network), priority):
        stage, since = STAGES[len(one.steps)], one.steps[-1].day
        age = (network.as_of - since).days if since else None
        limit = limits[stage]
        is_long = age is not None and limit is not None and age > limit
        found.append(Waiting(one, stage, since, age, is_long))
    found.sort(key=lambda w: (not w.is_long, 1 if w.age_days is None else -w.age_days))
    return tuple(found)


class Shows(StrEnum):
    """What can be followed month by month."""

    LEARNINGS = "learnings that came"
    SESSIONS = "sessions held"
    TEAMS = "teams at target"


class MonthCount(NamedTuple):
    """One month of one stage."""

    month: dt.date  # its first day
    amount: int
    of: int | None = None  # out of how many; None where that says nothing


class StageMonths(NamedTuple):
    """One stage over the last months, oldest first."""

    stage: str  # or what else is counted
    months: tuple[MonthCount, ...]
    undated: int = 0  # counted in no month, since nobody typed when


def month_by_month(network: Published, shows: Shows, priority: str = "") -> tuple[StageMonths, ...]:
    """The last twelve months of every stage, the month of the day the network is as of the last.

    Learnings count in the month they reached the stage; sessions are distinct days of routines of
    the stage, by Participation and Last held; teams are those at target on all measures of the
    stage that they reported in the month, of those that reported any.
    """
    return tuple(_COUNTED[shows](network, stage, priority) for stage in STAGES)


def can_be_shown(network: Published) -> tuple[Shows, ...]:
    """What there is anything to follow of."""
    return tuple(
        shows
        for shows in Shows
        if any(m.amount or m.of for one in month_by_month(network, shows) for m in one.months)
    )


def _learnings(network: Published, stage: Stage, priority: str) -> StageMonths:
    came = [one for one in of_priority(learnings(network), priority) if one.has_reached(stage)]
    days = [day for one in came if (day := one.day(stage))]
    return StageMonths(stage, counted(network, days), len(came) - len(days))


def _sessions(network: Published, stage: Stage, priority: str) -> StageMonths:
    mine = serving(network, stage, of_one(priority))
    last = {name: routines(network)[name].last for name in mine}
    held = {(r.routine, r.date) for r in network.rows(ParticipationRow) if r.routine in last}
    held |= {(name, day) for name, day in last.items() if day}
    return StageMonths(stage, counted(network, (day for _, day in held)))


def _teams(network: Published, stage: Stage, priority: str) -> StageMonths:
    """Teams by the values of each month, as `AtTarget` counts them by their latest."""
    lines = judged(network).lines
    points, measure = lines.points, lines.measure[lines.series]
    here = with_target(network, stage, priority)[lines.series] & ~np.isnan(points.value)
    reached = at_target(lines, measure, points.value)
    counts = []
    for month, _, _ in counted(network, ()):
        ends = points.end >= month.toordinal()
        ends &= points.end < months_before(month, -1).toordinal()
        reporting = set(points.team[here & ends].tolist())
        short = set(points.team[here & ends & ~reached].tolist())
        counts.append(MonthCount(month, len(reporting - short), len(reporting)))
    return StageMonths(stage, tuple(counts))


def counted(network: Published, days: Iterable[dt.date]) -> tuple[MonthCount, ...]:
    """How many of these days each of the last twelve months holds, oldest first."""
    amounts, now = Counter(day.replace(day=1) for day in days), network.as_of.replace(day=1)
    months = [months_before(now, n) for n in range(MONTHS_SHOWN)][::-1]
    return tuple(MonthCount(month, amounts[month]) for month in months)


_COUNTED: dict[Shows, Callable[[Published, Stage, str], StageMonths]] = {
    Shows.LEARNINGS: _learnings,
    Shows.SESSIONS: _sessions,
    Shows.TEAMS: _teams,
}
