"""The series of a network side by side: sorted once, judged once, found by name."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from kmlib.analysis.judging import Judged, Lines, judge
from kmlib.analysis.run_chart import Ints
from kmlib.observations import WHOLE_TEAM, Numbers, Observations
from kmlib.privacy import Published
from kmlib.schema import MeasureRow, NoteRow

MadeT = TypeVar("MadeT")


class Block(NamedTuple):
    """The series of one measure and group, as a stretch of series and one of points."""

    series: slice
    points: slice


@dataclass(frozen=True, eq=False)
class SeriesIndex:
    """Every series with an observation, by measure, then group, then team; all judged."""

    lines: Lines
    judged: Judged
    numerator: Numbers  # one entry a point, as in lines
    denominator: Numbers
    groups: tuple[str, ...]
    group: Ints  # one entry a series: position in groups
    key: Ints  # one entry a series, ascending: made of measure, group and team
    first: Ints  # of each series' points, and the number of points at the end
    made: dict[Hashable, Any] = field(default_factory=dict)  # what `once` keeps

    def block(self, measure: MeasureRow, group: str = WHOLE_TEAM) -> Block:
        """The series of one measure and group; empty when nobody reported them."""
        low = self._key(measure, group)
        start, stop = np.searchsorted(self.key, [low, low + len(self.lines.teams)]).tolist()
        return Block(slice(start, stop), slice(int(self.first[start]), int(self.first[stop])))

    def points(self, series: int) -> slice:
        """Where the points of one series stand."""
        return slice(int(self.first[series]), int(self.first[series + 1]))

    def numbers(self, block: Block) -> dict[str, int]:
        """The series of each team that has one in this block."""
        teams = self.lines.team[block.series].tolist()
        return {self.lines.teams[team]: block.series.start + at for at, team in enumerate(teams)}

    def once(self, key: tuple[Hashable, ...], make: Callable[[], MadeT]) -> MadeT:
        """What `make` gives, made at the first call and kept as long as the network is."""
        if key not in self.made:
            self.made[key] = make()
        kept: MadeT = self.made[key]
        return kept

    def _key(self, measure: MeasureRow, group: str) -> int:
        """The key of the first team's series; below 0 for names that nothing is reported under."""
        names = [row.measure for row in self.lines.measures]
        if measure.measure not in names or group not in self.groups:
            return -1 - len(self.lines.teams)
        at = names.index(measure.measure) * len(self.groups) + self.groups.index(group)
        return at * len(self.lines.teams)


_KNOWN: WeakKeyDictionary[Published, SeriesIndex] = WeakKeyDictionary()


def index(network: Published) -> SeriesIndex:
    """The series of a network; made at the first call, kept as long as the network is."""
    known = _KNOWN.get(network)
    if known is None:
        known = _KNOWN[network] = _make(network)
    return known


def _make(network: Published) -> SeriesIndex:
    names = [measure.measure for measure in network.measures]
    observations, measure = _of_measures(network.observations, names)
    groups, teams = observations.groups, observations.teams
    keys = (measure * len(groups) + observations.group) * len(teams) + observations.team
    order = np.lexsort((observations.start, observations.end, keys))
    key, first, series = np.unique(keys[order], return_index=True, return_inverse=True)
    lines = Lines(
        measures=network.measures,
        teams=teams,
        measure=key // (len(groups) * len(teams) or 1),
        team=key % (len(teams) or 1),
        series=series,
        start=observations.start[order],
        end=observations.end[order],
        value=observations.value[order],
        suppressed=observations.suppressed[order],
    )
    return SeriesIndex(
        lines=lines,
        judged=judge(lines, network.rows(NoteRow), network.as_of),
        numerator=observations.numerator[order],
        denominator=observations.denominator[order],
        groups=groups,
        group=key // (len(teams) or 1) % (len(groups) or 1),
        key=key,
        first=np.append(first, len(series)),
    )


def _of_measures(observations: Observations, names: list[str]) -> tuple[Observations, Ints]:
    """The observations of the network's measures, and each one's position among these."""
    places = {name: at for at, name in enumerate(names)}
    position = np.array([places.get(name, -1) for name in observations.measures], dtype=np.int64)
    measure = position[observations.measure] if len(position) else np.zeros(0, dtype=np.int64)
    if (position >= 0).all():
        return observations, measure
    return observations.take(measure >= 0), measure[measure >= 0]
