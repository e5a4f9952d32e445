"""A series and its points: what charts draw and tables list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from kmlib.analysis.judging import Shown, Status
from kmlib.analysis.run_chart import Runs
from kmlib.schema import Combine, MeasureRow

NETWORK = ""  # the team of a series that is the whole network's


class Point(NamedTuple):
    """One period of a series; both its days are part of it."""

    start: dt.date
    end: dt.date
    value: float | None  # in the measure's unit
    suppressed: bool = False
    numerator: float | None = None
    denominator: float | None = None
    teams: int = 1  # of how many teams the value was made
    teams_due: int = 1  # of how many it could have been made
    side: int = 0  # -1 below, 0 on, 1 above the median; 0 too where the point is not judged
    judged: bool = False  # it has a value, no note leaves it out, and it is of the last phase
    excluded: bool = False  # a note leaves it out
    in_run: bool = False  # part of the run that signals
    in_baseline: bool = False  # part of the baseline at which the median is frozen
    note: str = ""

    @property
    def shown(self) -> Shown:
        """Whether there is a number, and if not, why not."""
        return Shown.of(self.value, suppressed=self.suppressed)

    @property
    def made_of(self) -> str:
        """Of how many teams the value was made.

        >>> Point(dt.date(2026, 2, 1), dt.date(2026, 2, 28), 78.0, teams=11, teams_due=12).made_of
        '11 of 12 teams'
        """
        return f"{self.teams} of {self.teams_due} {'team' if self.teams_due == 1 else 'teams'}"


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time, of one team (or the network) and group, judged by its run chart."""

    measure: MeasureRow
    team: str  # NETWORK is all teams together
    group: str  # WHOLE_TEAM is everybody
    points: tuple[Point, ...]  # oldest first; a period that only others reported has no data
    median: float | None
    phase_from: dt.date | None  # only points from here on are judged
    frozen_until: dt.date | None  # the median is that of the points up to here
    runs: Runs
    baseline: float | None
    baseline_from: str  # where the baseline comes from, in words
    status: Status
    direction: Status | None  # IMPROVING or WORSENING: of the signal, also of a series at target
    stale: bool  # the last report is too old to say how it is going
    cycles: tuple[tuple[dt.date, str], ...]  # the team's cycles on this measure: start and title
    combined_by: Combine | None = None  # how the network's values were really made

    @property
    def latest(self) -> Point | None:
        """The last point with a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def shown(self) -> Shown:
        """Whether there is any number, and if not, why not."""
        hidden = any(point.suppressed for point in self.points)
        return Shown.of(self.latest.value if self.latest else None, suppressed=hidden)

    @property
    def change(self) -> float | None:
        """The latest value less the baseline, in the measure's unit."""
        return _less(self.latest.value if self.latest else None, self.baseline)

    @property
    def to_target(self) -> float | None:
        """What the latest value has still to change by to be the target; below 0 is a fall."""
        return _less(self.measure.target, self.latest.value if self.latest else None)

    @property
    def is_at_target(self) -> bool:
        """The latest value meets the target."""
        return self.status is Status.AT_TARGET


def _less(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other
