"""Stage progress: three plain numbers a stage, never blended into one, and where most is lost."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from kmlib.analysis.judging import STATUSES, Status, judged, of_active_teams
from kmlib.analysis.learnings import STAGES, Learning, ended, is_recorded, learnings, priority_of
from kmlib.analysis.once import once_a_network
from kmlib.analysis.phases import NEVER
from kmlib.analysis.priorities import is_of, of_one, priorities, serving
from kmlib.analysis.routines import Timing, routines
from kmlib.analysis.run_chart import Bools
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.reading.school_calendar import months, period_label, school_year_of
from kmlib.schema import Better, CycleRow, MeasureRow, Stage


class Held(NamedTuple):
    """The routines of a stage."""

    on_time: int
    planned: int
    untold: int  # without a cadence, or without a date of the last time


class WentOn(NamedTuple):
    """The learnings that reached a stage, of those that reached the one before.

    For generation: the cycles that gave a learning, of the cycles that ended.
    """

    reached: int | None  # None: no row tells
    before: int | None  # None: no row tells
    median_days: float | None  # between the two stages, of those whose two days were typed
    dated: int  # how many those are

    @property
    def lost(self) -> int:
        """How many did not come on; 0 where it cannot be told."""
        return 0 if self.reached is None or self.before is None else self.before - self.reached


class AtTarget(NamedTuple):
    """The active teams that reported lately on the measures of a stage that have a target."""

    teams: int  # at target on all of these measures that they report
    reporting: int
    measures: int


class StageProgress(NamedTuple):
    """One stage with its three numbers."""

    stage: Stage
    held: Held
    went_on: WentOn
    at_target: AtTarget
    learnings: int | None  # that came this far: what the river draws; None: no row tells


@once_a_network
def stage_progress(network: Published, priority: str = "") -> tuple[StageProgress, ...]:
    """The four stages in order, of everything or of one priority.

    Whatever names no priority of its own counts for the whole network alone, but a routine without
    one serves them all.
    """
    some = of_priority(learnings(network), priority)
    reached = [len(one.steps) for one in some]
    came = [
        sum(far > at for far in reached) if is_recorded(network, stage) else None
        for at, stage in enumerate(STAGES)
    ]
    went_on = [_cycles_that_taught(network, some, priority)]
    for before, (at, stage) in zip(came, enumerate(STAGES[1:], 1), strict=False):
        days = days_between(some, stage)
        went_on.append(WentOn(came[at], before, median(days) if days else None, len(days)))
    return tuple(
        StageProgress(
            stage=stage,
            held=held(network, [stage], priority),
            went_on=went_on[at],
            at_target=_at_target(network, stage, priority),
            learnings=came[at],
        )
        for at, stage in enumerate(STAGES)
    )


def by_priority(network: Published) -> tuple[tuple[str, tuple[StageProgress, ...]], ...]:
    """The four stages of everything, under the empty name, then of each priority."""
    names = dict.fromkeys(("", *priorities(network)))  # one network without any has one row
    return tuple((name, stage_progress(network, name)) for name in names)


@once_a_network
def by_school_year(network: Published, priority: str = "") -> list[dict[str, Any]]:
    """One row a school year: what was learned in it, and how much of that came how far so far.

    A learning is of the year of its first date. Stages of which no row is kept are left out.
    """
    begins, years = network.settings.first_month, defaultdict(list)
    for one in of_priority(learnings(network), priority):
        day = next((step.day for step in one.steps if step.day), None)
        year = day and months(school_year_of(day, begins), begins, 12)
        years[period_label(*year, begins) if year else "no date typed"].append(one)
    kept, rows = [stage for stage in STAGES[1:] if is_recorded(network, stage)], []
    for learned_in, some in sorted(years.items()):
        came = {s.value: f"{sum(o.has_reached(s) for o in some):,} of {len(some):,}" for s in kept}
        rows.append({"learned_in": learned_in, "learned": f"{len(some):,}"} | came)
    return rows


def is_anything_known(network: Published) -> bool:
    """Whether any of the three numbers of any stage can be told."""
    return any(
        one.held.planned or one.learnings is not None or one.at_target.measures
        for one in stage_progress(network)
    )


def is_any_learning_known(stages: Iterable[StageProgress]) -> bool:
    """Whether there is a river to draw: some learning came to some stage."""
    return any(one.learnings for one in stages)


def of_priority(some: Iterable[Learning], priority: str) -> tuple[Learning, ...]:
    """The learnings of one priority; all of them where none is named."""
    return tuple(one for one in some if is_of(one.priority, priority)) if priority else tuple(some)


def largest_leak(stages: Iterable[StageProgress]) -> StageProgress | None:
    """The stage that most learnings did not reach; of equals the first; None where none is lost.

    Cycles without a learning are no leak: what was tried and taught nothing waits for nobody.
    """
    leaks = [one for one in stages if one.stage is not STAGES[0] and one.went_on.lost]
    return max(leaks, key=lambda one: one.went_on.lost, default=None)


def days_between(some: Iterable[Learning], stage: Stage) -> list[int]:
    """Days to a stage from the one before, of those with both; told before written down is 0."""
    at = STAGES.index(stage)
    pairs = ((one.steps[at - 1].day, one.steps[at].day) for one in some if len(one.steps) > at)
    return [max((late - early).days, 0) for early, late in pairs if early and late]


def held(network: Published, stages: Iterable[Stage], priority: str = "") -> Held:
    """The routines of one or more stages; one that serves several of them counts once."""
    timed = routines(network)
    names = {name: None for stage in stages for name in serving(network, stage, of_one(priority))}
    timings = [timed[name].timing for name in names]
    untold = timings.count(Timing.NO_DATE) + timings.count(Timing.NO_CADENCE)
    return Held(timings.count(Timing.ON_TIME), len(timings), untold)


def _cycles_that_taught(network: Published, some: tuple[Learning, ...], priority: str) -> WentOn:
    """The cycles that gave a learning, of those that ended, and how long until it was logged."""
    cycles = network.rows(CycleRow)
    if not cycles:
        return WentOn(None, None, None, 0)
    places = {one.place for one in some}
    taught = [row.place in places for row in cycles]
    over = [
        (row, ended(row, network.as_of), has_taught)
        for row, has_taught in zip(cycles, taught, strict=True)
        if has_taught or is_of(priority_of(network, row), priority)
    ]
    days = [max((row.logged - end).days, 0) for row, end, _ in over if row.logged and end]
    return WentOn(
        reached=sum(taught),
        before=sum(has_taught or end is not None for _, end, has_taught in over),
        median_days=median(days) if days else None,
        dated=len(days),
    )


def _at_target(network: Published, stage: Stage, priority: str) -> AtTarget:
    """Count teams by their latest values; one reported too long ago says nothing of today."""
    known, lines = judged(network), judged(network).lines
    here = with_target(network, stage, priority)
    here &= (known.reported != NEVER) & ~known.stale & ~np.isnan(known.value)
    short = here & (known.status != STATUSES.index(Status.AT_TARGET))
    reporting = set(lines.team[here].tolist())
    return AtTarget(
        teams=len(reporting - set(lines.team[short].tolist())),
        reporting=len(reporting),
        measures=sum(_has_target(row, stage, priority) for row in lines.measures),
    )


def with_target(network: Published, stage: Stage, priority: str) -> Bools:
    """Which series are of an active team, everybody in it, and of a stage's measure with target."""
    lines = judged(network).lines
    wanted = np.array([_has_target(row, stage, priority) for row in lines.measures], dtype=bool)
    whole = lines.group == lines.groups.index(WHOLE_TEAM)
    some: Bools = wanted[lines.measure] & of_active_teams(network, lines) & whole
    return some


def _has_target(row: MeasureRow, stage: Stage, priority: str) -> bool:
    """Whether a measure of this stage has a target that says which way is good."""
    has_target = row.target is not None and row.better is not Better.NEITHER
    return has_target and row.stage is stage and is_of(row.priority, priority)
