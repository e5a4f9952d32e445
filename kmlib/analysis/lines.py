"""Lines: all series of a network side by side, in columns sorted once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from kmlib.analysis.combining import Points, combined
from kmlib.analysis.run_chart import Bools, Ints
from kmlib.privacy import Published
from kmlib.schema import MeasureRow

NETWORK = ""  # the team of a series that is the whole network's


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


def _position(name: str, names: Sequence[str]) -> int:
    return names.index(name) if name in names else -1
