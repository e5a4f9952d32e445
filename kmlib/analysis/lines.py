"""Lines: all series of a network side by side in columns, the teams' and the network's own.

The network's values are combined from the teams' as each measure says, period by period.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kmlib.analysis.run_chart import Bools, Ints, medians_by_series
from kmlib.observations import Numbers
from kmlib.privacy import Published
from kmlib.schema import Combine, MeasureRow

NETWORK = ""  # the team of a series that is the whole network's
DAYS = 1 << 22  # more than date.toordinal ever gives, so that two days fit one number


class Points(NamedTuple):
    """What teams reported, or what of it the network's value is; one entry a point."""

    measure: Ints  # positions of names, as group and team
    group: Ints
    team: Ints
    start: Ints  # days as date.toordinal counts them, both included
    end: Ints
    value: Numbers  # NaN where suppressed or absent
    suppressed: Bools
    numerator: Numbers  # NaN where the value is not made of counts
    denominator: Numbers
    teams: Ints  # of how many teams the value was made
    teams_due: Ints  # of how many it could have been made

    def those(self, which: NDArray[Any]) -> "Points":
        """The points at these places, or where this mask is true."""
        return Points._make(column[which] for column in self)


class Lines(NamedTuple):
    """The teams' series by measure, group and team; then the network's by measure and group."""

    measures: tuple[MeasureRow, ...]
    groups: tuple[str, ...]
    teams: tuple[str, ...]  # NETWORK is the last
    # one entry a series
    measure: Ints  # positions of names, as group and team
    group: Ints
    team: Ints
    first: Ints  # its first point; at the end the number of points
    # one entry a point
    series: Ints  # the number of its series
    points: Points  # by series, oldest first

    def about(self, *, measure: str, team: str) -> Bools:
        """The series of this measure and of this team; an empty name is any."""
        names = [row.measure for row in self.measures]
        of_measure: Bools = (self.measure == _position(measure, names)) | (not measure)
        of_team: Bools = (self.team == _position(team, self.teams)) | (not team)
        return of_measure & of_team

    def of_teams(self, measure: str, group: str) -> Bools:
        """The teams' series of this measure and group."""
        of_group: Bools = self.group == _position(group, self.groups)
        is_team: Bools = self.team < len(self.teams) - 1
        return self.about(measure=measure, team="") & of_group & is_team

    def follows(self) -> Bools:
        """Which points come right after the one before them: no report of others lies between."""
        points, days = self.points, DAYS
        block = (points.measure.astype(np.int64) * len(self.groups) + points.group) * days
        is_whole = points.team == len(self.teams) - 1  # a point of these for each period reported
        over = np.searchsorted((block + points.end)[is_whole], block + points.start) - 1
        latest = np.maximum.accumulate((block + points.start)[is_whole])
        before = np.append(-1, (block + points.end)[:-1])
        between = np.append(latest, -1)[over] > before  # begun after it, and over before this
        right_after: Bools = ~between & (np.diff(self.series, prepend=-1) == 0)
        return right_after

    def numbers(self) -> dict[tuple[str, str, str], int]:
        """The number of each series by measure, group and team."""
        measures = [self.measures[at].measure for at in self.measure.tolist()]
        groups = [self.groups[at] for at in self.group.tolist()]
        teams = [self.teams[at] for at in self.team.tolist()]
        return dict(zip(zip(measures, groups, teams, strict=True), count(), strict=False))


def side_by_side(network: Published) -> Lines:
    """All series of the network's measures, the combined ones too."""
    reports = _reports(network)
    both = zip(reports, combined(network, reports), strict=True)
    points = Points._make(map(np.concatenate, both))
    whose = (points.measure, points.group, points.team)
    begins = np.logical_or.reduce([np.diff(column, prepend=-1) != 0 for column in whose])
    first = np.flatnonzero(begins)
    return Lines(
        measures=network.measures,
        groups=network.observations.groups,
        teams=(*network.observations.teams, NETWORK),
        measure=points.measure[first],
        group=points.group[first],
        team=points.team[first],
        first=np.append(first, len(begins)),
        series=np.cumsum(begins) - 1,
        points=points,
    )


def _reports(network: Published) -> Points:
    """What the teams reported, by measure, group and team, oldest first."""
    seen = network.observations
    block = seen.measure.astype(np.int64) * len(seen.groups) + seen.group
    order = np.lexsort((seen.start, seen.end, block * len(seen.teams) + seen.team))
    teams = (~np.isnan(seen.value[order])).astype(np.int8)
    reported = (getattr(seen, name)[order] for name in Points._fields[:-2])
    return Points._make((*reported, teams, np.ones_like(teams)))


def combined(network: Published, reports: Points) -> Points:
    """The network's value in each period that any team reported, as the measure says.

    Weighted is the sum of numerators over the sum of denominators, of the teams that give both.
    Its points stand by measure and group, oldest first; their team is the one after all teams.
    """
    names = network.observations
    block = reports.measure.astype(np.int64) * len(names.groups) + reports.group
    keys = (block * DAYS + reports.end) * DAYS + reports.start
    _, one, period = np.unique(keys, return_index=True, return_inverse=True)
    has_value = ~np.isnan(reports.value)
    has_counts = has_value & ~np.isnan(reports.numerator) & (reports.denominator > 0)
    way = _ways(network.measures, len(names.groups), block[has_counts])[block]
    used = np.where(way == Combine.WEIGHTED, has_counts, has_value)
    teams = np.bincount(period[used], minlength=len(one))

    def total(column: Numbers) -> Numbers:
        sums = np.bincount(period[used], weights=column[used], minlength=len(one))
        return np.where(teams > 0, sums, np.nan)

    values, ranked = total(reports.value), used & (way == Combine.MEDIAN)
    weighted = way[one] == Combine.WEIGHTED
    numerator = np.where(weighted, total(reports.numerator), np.nan)
    denominator = np.where(weighted, total(reports.denominator), np.nan)
    per = np.array([measure.per for measure in network.measures])[reports.measure[one]]
    made = {
        Combine.WEIGHTED: per * numerator / denominator,
        Combine.MEAN: values / np.maximum(teams, 1),
        Combine.MEDIAN: medians_by_series(period[ranked], reports.value[ranked], len(one)),
        Combine.SUM: values,
    }
    hidden = np.bincount(period[reports.suppressed], minlength=len(one)) > 0
    return reports.those(one)._replace(
        team=np.full(len(one), len(names.teams)),
        value=np.select([way[one] == a_way for a_way in made], list(made.values())),
        suppressed=hidden & (teams == 0),
        numerator=numerator,
        denominator=denominator,
        teams=teams,
        teams_due=_teams_due(network, reports, period, reports.end[one]),
    )


def combined_by(measure: MeasureRow, *, counted: bool) -> Combine:
    """How a value is really made: weighted only if some team counts or the sheet asks for it."""
    by = measure.combined_by
    unasked = by is Combine.WEIGHTED and measure.combine is None
    return Combine.MEAN if unasked and not counted else by


def _ways(measures: tuple[MeasureRow, ...], groups: int, counted: Ints) -> NDArray[np.str_]:
    """How each block of one measure and group is combined, given the blocks of counted reports."""
    some = np.bincount(counted, minlength=len(measures) * groups) > 0
    blocks = enumerate(some.tolist())
    ways = [combined_by(measures[at // groups], counted=any_) for at, any_ in blocks]
    return np.array(ways, dtype=np.str_)


def _teams_due(network: Published, reports: Points, period: Ints, ends: Ints) -> Ints:
    """How many teams there were in each period: active and joined, or reporting all the same."""
    active = (row for row in network.teams if row.active)
    joined = {row.team: row.joined.toordinal() if row.joined else 0 for row in active}
    due_from = np.array([joined.get(team, DAYS) for team in network.observations.teams], np.int64)
    not_due = reports.end < due_from[reports.team]
    due = np.searchsorted(np.sort(np.array(list(joined.values()), np.int64)), ends, side="right")
    return due + np.bincount(period[not_due], minlength=len(ends))


def _position(name: str, names: Sequence[str]) -> int:
    return names.index(name) if name in names else -1
