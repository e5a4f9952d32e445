"""Standings: how each team stands on a measure now, without the points behind it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from kmlib.analysis.judging import ASSURANCES, MOVES, STATUSES, Assurance, Status, judged
from kmlib.analysis.limits import Chart
from kmlib.analysis.lines import NETWORK
from kmlib.analysis.once import once_a_network
from kmlib.analysis.phases import day_or_none
from kmlib.analysis.run_chart import RULE_FAMILY, Runs
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import Better, MeasureRow

NO_RUNS = Runs()


class Limits(NamedTuple):
    """The limits of a series at its latest point, in its own unit."""

    chart: Chart
    lower: float
    upper: float
    mean: float
    ranges: int  # moving ranges they were made of
    left_out: int  # of these by screening
    side: int  # of the latest point: -1 below them, 1 above, 0 within


class Shown(StrEnum):
    """Whether there is a number, and if not, why not."""

    VALUE = "shown"
    HIDDEN = "hidden (small group)"
    NO_DATA = "no data"
    BY_GROUP = "by student group only"

    @classmethod
    def of(cls, value: float | None, *, suppressed: bool) -> Self:
        """Which of the three a point or a series is."""
        if value is not None:
            return cls.VALUE
        return cls.HIDDEN if suppressed else cls.NO_DATA


@dataclass(frozen=True)
class Standing:
    """How one team, or the network, stands on a measure: its latest value and what that says."""

    team: str
    value: float | None = None  # the latest, in the measure's unit
    began: float | None = None  # where the line began, of the present phase
    status: Status = Status.NO_DATA
    enough: bool = False  # points to judge it by, and recent ones
    direction: Status | None = None  # improving, worsening, changed: of a signal, also at target
    runs: Runs = NO_RUNS
    limits: Limits | None = None  # only of a line whose runs show nothing but chance
    made_of: int = 0  # points that made median and limits
    assurance: Assurance | None = None  # None without limits or target
    reported: dt.date | None = None  # end of the last report, a hidden one too
    age_days: int | None = None  # since then
    stale: bool = False  # that is too long ago to say how it is going
    by_group_only: bool = False  # the measure is reported for student groups, never for everybody

    @property
    def shown(self) -> Shown:
        """Whether there is a number, and if not, why not."""
        if self.by_group_only:
            return Shown.BY_GROUP
        return Shown.of(self.value, suppressed=self.reported is not None)

    @property
    def rules(self) -> str:
        """The family of the rules that judge it."""
        return f"{RULE_FAMILY}, {self.limits.chart} limits" if self.limits else RULE_FAMILY


class Order(StrEnum):
    """In which order teams stand in a table; no ranking unless somebody asks for one."""

    NAME = "by name"
    SIGNAL = "by signal"
    VALUE = "by latest value"
    AGE = "by last report"


class SummaryRow(NamedTuple):
    """One measure across the network: a row of the matrix measures x teams."""

    measure: MeasureRow
    network: Standing
    teams: tuple[Standing, ...]  # in alphabetical order


@once_a_network
def groups_of(network: Published, measure: MeasureRow) -> tuple[str, ...]:
    """The groups that a measure is reported for; `WHOLE_TEAM` alone where nobody reports it."""
    known = judged(network)
    reported = (g for g in known.lines.groups if (measure.measure, g, NETWORK) in known.numbers)
    return tuple(reported) or (WHOLE_TEAM,)


def summary(
    network: Published, group: str = WHOLE_TEAM, measures: Sequence[MeasureRow] | None = None
) -> tuple[SummaryRow, ...]:
    """The latest value, status and age of these measures, or of all, reported for a group."""
    return tuple(
        SummaryRow(row, standing(network, row, NETWORK, group), standings(network, row, group))
        for row in (network.measures if measures is None else measures)
        if group in groups_of(network, row)
    )


def in_order(
    network: Published, measure: MeasureRow, order: Order, group: str = WHOLE_TEAM
) -> list[str]:
    """The teams' names: improving first, best value first, or oldest report first.

    Teams without data come last; equal ones stay in the alphabet.
    """
    signals = (Status.IMPROVING, Status.CHANGED, Status.WORSENING, None)
    sign = 1 if measure.better is Better.LOWER else -1

    def place(one: Standing) -> tuple[bool, float]:
        places = {
            Order.SIGNAL: signals.index(one.direction),
            Order.VALUE: sign * (one.value or 0),
            Order.AGE: -(one.age_days or 0),
        }
        return one.value is None and order in places, places.get(order, 0)

    return [one.team for one in sorted(standings(network, measure, group), key=place)]


def choices(measures: Sequence[MeasureRow]) -> dict[str, list[MeasureRow]]:
    """The measures of each kind, stage and priority, by words for it; all of them first."""
    found = {"All measures": list(measures)}
    for title in ("kind", "stage", "priority"):
        for row in measures:
            if name := getattr(row, title):
                found.setdefault(f"{title.capitalize()}: {name}", []).append(row)
    return found


@once_a_network
def standings(
    network: Published, measure: MeasureRow, group: str = WHOLE_TEAM
) -> tuple[Standing, ...]:
    """How every team stands, in alphabetical order; those without data too."""
    return tuple(standing(network, measure, row.team, group) for row in network.teams)


def standing(network: Published, measure: MeasureRow, team: str, group: str) -> Standing:
    """How one team stands; `NETWORK` as the team is the network."""
    told = _told(network).get((measure.measure, group, team))
    if told is None:
        asked_of_all = group == WHOLE_TEAM and group not in groups_of(network, measure)
        return Standing(team, by_group_only=asked_of_all)
    of_series, runs, limits = told
    value, began, status, enough, direction, assurance, made_of, day, stale = of_series
    reported = day_or_none(day)
    return Standing(
        team=team,
        value=None if value != value else value,
        began=None if began != began else began,
        status=STATUSES[status],
        enough=enough,
        direction=MOVES[direction],
        runs=Runs._make(runs),
        limits=_limits(*limits),
        made_of=made_of,
        assurance=ASSURANCES[assurance],
        reported=reported,
        age_days=(network.as_of - reported).days if reported else None,
        stale=stale,
    )


@once_a_network
def _told(network: Published) -> dict[tuple[str, str, str], tuple[tuple[Any, ...], ...]]:
    """What was judged of each series, in plain values: of itself, of its runs, of its limits.

    By measure, group and team.
    """
    known = judged(network)
    signs, limits, now = known.signs, known.signs.limits, known.phases.now
    ends = (np.append(end, np.nan)[signs.latest[now]] for end in (limits.lower, limits.upper))
    of_part = (some[now] for some in (limits.mean, limits.ranges, limits.left_out, signs.side))
    of_series = (known.value, known.began, known.status, known.enough, known.direction)
    told: tuple[tuple[NDArray[Any], ...], ...] = (
        (*of_series, known.assurance, signs.made_of[now], known.reported, known.stale),
        known.runs[:6],
        (limits.is_share[now], *ends, *of_part),
    )
    parts = (zip(*(column.tolist() for column in some), strict=True) for some in told)
    each = list(zip(*parts, strict=True))
    return {name: each[number] for name, number in known.numbers.items()}


def _limits(is_share: bool, lower: float, upper: float, mean: float, *rest: int) -> Limits | None:
    chart = Chart.P_PRIME if is_share else Chart.XMR
    return None if mean != mean else Limits(chart, lower, upper, mean, *rest)
