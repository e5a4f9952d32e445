"""Equity: how far each student group is from everybody, and whether that gap closes."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from kmlib.analysis.judging import WORTH, Status, judged
from kmlib.analysis.lines import DAYS, NETWORK, Points, combined
from kmlib.analysis.once import once_a_network
from kmlib.analysis.run_chart import USEFUL_POINTS_NEEDED, Ints
from kmlib.analysis.series import Point, Series, Shown, one_series
from kmlib.analysis.standings import Standing, groups_of, standing
from kmlib.analysis.wording import count
from kmlib.observations import WHOLE_TEAM, no_observations
from kmlib.privacy import Published
from kmlib.schema import Combine, MeasureRow, Unit


class Move(StrEnum):
    """What can be said of a gap, in the words every page uses."""

    CLOSING = "gap is closing"
    LEVELLING = "gap is closing, but the group gets worse too"  # everybody only falls faster
    WIDENING = "gap is widening"
    CHANGED = "difference has changed"  # of a group that is ahead, or where neither way is better
    STEADY = "gap is steady"
    TOO_FEW = Status.TOO_FEW.value
    STALE = Status.STALE.value


MOVES = {Status[name]: Move[name] for name in ("CHANGED", "STEADY", "TOO_FEW", "STALE")}
NO_WHOLE = "shown without everybody to compare with"


@dataclass(frozen=True)
class Gap:
    """One student group beside everybody, in one team or in the teams that show both."""

    group: str
    dimension: str
    standing: Standing  # of the group itself
    measure: MeasureRow
    line: Series  # group less everybody, in the measure's unit, judged; gaps in it stay gaps
    whole: tuple[float, ...]  # everybody, at each point that is shown
    teams: tuple[int, ...]  # that both are made of, at each point that is shown

    @property
    def shown(self) -> list[Point]:
        """The points of the line with a number."""
        return [point for point in self.line.points if point.value is not None]

    @property
    def values(self) -> tuple[float, float]:
        """The group and everybody, in the last period that shows both."""
        return self.whole[-1] + (self.shown[-1].value or 0), self.whole[-1]

    @property
    def move(self) -> Move:
        """What the line shows, said of a gap."""
        was_behind = (self.line.median or 0) * WORTH[self.measure.better] < 0
        if self.line.status in MOVES or not was_behind:
            return MOVES.get(self.line.status, Move.CHANGED)
        if self.line.status is Status.WORSENING:
            return Move.WIDENING
        fell = self.standing.direction is Status.WORSENING
        return Move.LEVELLING if fell else Move.CLOSING


@dataclass(frozen=True)
class Gaps:
    """The gaps of all groups on one measure, and how many are not shown."""

    measure: MeasureRow
    team: str
    gaps: tuple[Gap, ...]  # by dimension, in the order of the Groups tab
    absent: Mapping[str, int]  # groups without a gap, by the reason in words


def by_group(network: Published) -> list[MeasureRow]:
    """The measures that are reported for student groups, but for counts.

    A group's count is always below everybody's and so tells nothing of a gap.
    """
    return [
        row
        for row in network.measures
        if set(groups_of(network, row)) - {WHOLE_TEAM}
        and row.unit is not Unit.COUNT
        and row.combined_by is not Combine.SUM
    ]


@once_a_network
def gaps(network: Published, measure: MeasureRow, team: str = NETWORK) -> Gaps:
    """Every shown group beside everybody, in one team or in the network.

    A gap is the group's value less that of everybody in the same period. In the network both are
    combined, as the measure says, of the same teams: those that show both. The gaps are judged as
    any series is, in `judging.judged`, by runs and limits, and so from 10 useful points on. That a
    gap closes or widens is said only of a group whose median is behind.
    """
    listed = [row.group for row in network.groups]
    others = (name for name in groups_of(network, measure) if name not in listed)
    named = list(filter(None, [*listed, *others]))
    found = _lines(network, measure, team, named)
    without = [name for name in named if name not in {gap.group for gap in found}]
    shown = (standing(network, measure, team, group).shown for group in without)
    absent = Counter(NO_WHOLE if how is Shown.VALUE else how.value for how in shown)
    order = list(dict.fromkeys(gap.dimension for gap in found))
    found.sort(key=lambda gap: order.index(gap.dimension))
    return Gaps(measure, team, tuple(found), absent)


def headline(found: Gaps) -> str:
    """Which gaps close or widen: "The gap on Attendance is closing for one of 8 groups"."""
    name, shown = found.measure.measure, len(found.gaps)
    of = f"of {count(shown, 'group')}"
    few = [gap.line.runs.useful for gap in found.gaps if gap.move is Move.TOO_FEW]
    moves = {gap.move for gap in found.gaps}
    ways = (("closing", Move.CLOSING), ("widening", Move.WIDENING))
    moving = {word: [gap.group for gap in found.gaps if gap.move is move] for word, move in ways}
    several = {word: groups for word, groups in moving.items() if groups}
    if not moves:
        said = f"No student group’s gap on {name} can be shown"
    elif moves == {Move.STALE}:
        said = f"No recent report on {name} for any student group"
    elif moves <= {Move.STALE, Move.TOO_FEW}:
        useful = f"{max(few)} of at least {USEFUL_POINTS_NEEDED}"
        said = f"Too few points to judge the gaps on {name} yet: {useful}"
    elif not several:
        said = f"No gap on {name} is closing or widening, {of} shown"
    else:
        many = " and ".join(f"{word} for {len(groups)}" for word, groups in several.items())
        (word, groups), *more = several.items()
        alone = not more and len(groups) == 1
        said = f"The gap on {name} is {f'{word} for {groups[0]}' if alone else f'{many} {of}'}"
    return f"{found.team}: {said}" if found.team else said


def table(found: Gaps) -> list[dict[str, Any]]:
    """A row a group and period: the group, everybody, and what lies between."""
    return [
        {
            "measure": found.measure.measure, "unit": found.measure.unit.value,
            "team": found.team or "whole network", "dimension": gap.dimension, "group": gap.group,
            "period_start": point.start, "period_end": point.end,
            "group_value": whole + (point.value or 0), "everybody": whole, "gap": point.value,
            "teams": teams, "judged": point.judged, "gap_is": gap.move.value,
            "group_is": gap.standing.status.value,
        }
        for gap in found.gaps
        for point, whole, teams in zip(gap.shown, gap.whole, gap.teams, strict=True)
    ]  # fmt: skip


def _lines(network: Published, measure: MeasureRow, team: str, groups: Sequence[str]) -> list[Gap]:
    """The gaps of these groups that some period shows, judged as any series is."""
    both = {group: _alike(network, measure, team, group) for group in groups}
    seen = {group: two for group, two in both.items() if len(two[0].value)}
    points = []
    for group, (mine, whole) in seen.items():
        either = (one_series(network, measure, team, name) for name in (WHOLE_TEAM, group))
        reported = {point[:2] for line in either for point in line.points}
        points.append(_with_gaps(mine._replace(value=mine.value - whole.value), reported))
    as_if = _as_if_reported(network, measure, team, dict(zip(seen, points, strict=True)))
    dimensions = {row.group: row.dimension for row in network.groups}
    return [
        Gap(
            group,
            dimensions.get(group, ""),
            standing(network, measure, team, group),
            measure,
            one_series(as_if, as_if.measures[0], team, group),
            tuple(whole.value.tolist()),
            tuple(mine.teams.tolist()),
        )
        for group, (mine, whole) in seen.items()
    ]


def _with_gaps(points: Points, reported: set[tuple[dt.date, dt.date]]) -> Points:
    """The points, and one without a number for each other period reported."""
    days = {(start.toordinal(), end.toordinal()) for start, end in reported}
    days -= set(zip(points.start.tolist(), points.end.tolist(), strict=True))
    start, end = np.array(sorted(days), np.int64).reshape(-1, 2).T
    return points._replace(
        start=np.append(points.start, start),
        end=np.append(points.end, end),
        value=np.append(points.value, np.full(len(start), np.nan)),
        suppressed=np.append(points.suppressed, np.zeros(len(start), bool)),
    )


def _as_if_reported(
    network: Published, measure: MeasureRow, team: str, gaps_of: Mapping[str, Points]
) -> Published:
    """The network as if the gaps were its only values: what judges values then judges gaps."""
    none = no_observations((team or "everybody",), (measure.measure,))
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(none, name), *(getattr(p, name) for p in gaps_of.values())])
        for name in ("start", "end", "value", "suppressed")
    }
    sizes = [len(points.value) for points in gaps_of.values()]
    columns["group"] = np.repeat(np.arange(1, len(sizes) + 1), sizes)
    columns |= {name: np.full(sum(sizes), np.nan) for name in ("numerator", "denominator")}
    zeros = np.zeros(sum(sizes), np.int32)
    columns |= dict.fromkeys(("team", "measure", "place", "row", "column"), zeros)
    values = replace(none, groups=(WHOLE_TEAM, *gaps_of), **columns)
    changed: dict[str, Any] = {"unit": Unit.SCORE, "combine": Combine.MEAN, "target": None}
    tabs = dict(network.tabs) | {MeasureRow: (measure.model_copy(update=changed),)}
    return replace(network, observations=values, tabs=tabs)


def _alike(network: Published, measure: MeasureRow, team: str, group: str) -> tuple[Points, Points]:
    """The group and everybody, of the same periods and teams; combined where it is the network.

    A weighted measure takes the teams that count both; where none does, the mean of the values.
    """
    lines = judged(network).lines
    points, own = lines.points, lines.about(measure=measure.measure, team=team)

    def reported(name: str) -> tuple[Points, Ints]:
        series = lines.of_teams(measure.measure, name) & own
        at = np.flatnonzero(series[lines.series] & ~np.isnan(points.value))
        some = points.those(at)
        return some, (some.team.astype(np.int64) * DAYS + some.end) * DAYS + some.start

    (mine, keys), (whole, others) = reported(group), reported(WHOLE_TEAM)
    _, here, there = np.intersect1d(keys, others, return_indices=True)
    mine, whole = mine.those(here), whole.those(there)
    if team:
        return mine, whole
    counted = ~np.isnan(mine.numerator + whole.numerator)
    counted &= (mine.denominator > 0) & (whole.denominator > 0)
    if measure.combined_by is Combine.WEIGHTED and counted.any():
        mine, whole = mine.those(counted), whole.those(counted)
    else:
        none = np.full(len(counted), np.nan)
        mine, whole = mine._replace(numerator=none), whole._replace(numerator=none)
    mine, whole = combined(network, mine), combined(network, whole)
    shown = ~np.isnan(mine.value) & ~np.isnan(whole.value)
    return mine.those(shown), whole.those(shown)
