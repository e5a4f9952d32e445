"""Funnel: do teams differ more, in one period, than chance makes teams of their size differ?"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from kmlib.analysis.judging import WORTH, judged
from kmlib.analysis.limits import beyond, counting_error, reach
from kmlib.analysis.once import once_a_network
from kmlib.analysis.run_chart import Bools
from kmlib.observations import WHOLE_TEAM, Numbers
from kmlib.privacy import Published
from kmlib.reading.school_calendar import Period
from kmlib.schema import MeasureRow, Unit

# project choice: with fewer, each team moves the mean that it is held against
TEAMS_NEEDED = 10
WINSORISED = 0.1  # Spiegelhalter (2005): at either end


@dataclass(frozen=True)
class Place:
    """One team in the funnel."""

    team: str
    value: float  # percent
    numerator: float
    denominator: float
    side: int  # -1 below the funnel, 0 inside, 1 above
    named: bool  # it lies outside, on the good side or with consent to be shown as behind


@dataclass(frozen=True)
class Funnel:
    """The teams that gave counts for one measure in one period, and how far chance takes them."""

    period: Period
    places: tuple[Place, ...]  # in alphabetical order
    mean: float  # percent, of all that were counted
    spread: float  # 1: p limits; more: p′ limits, for teams that differ more than counting explains
    hidden: int  # teams whose group is too small to show
    without_counts: int  # teams that typed a value alone
    missing: int  # the other active teams

    @property
    def has_limits(self) -> bool:
        """Whether there are enough teams to draw limits."""
        return len(self.places) >= TEAMS_NEEDED

    def limits(self, sizes: Numbers) -> tuple[Numbers, Numbers]:
        """Between which percents chance keeps teams that count so many."""
        return _limits(self.mean, self.spread, sizes)


@once_a_network
def periods(network: Published, measure: MeasureRow, group: str = WHOLE_TEAM) -> list[Period]:
    """The periods in which some team gave counts of a percent, newest first."""
    points, here = judged(network).lines.points, _counted(network, measure, group)
    days = set(zip(points.end[here].tolist(), points.start[here].tolist(), strict=True))
    day = dt.date.fromordinal
    return [Period(day(start), day(end)) for end, start in sorted(days, reverse=True)]


@once_a_network
def funnel(
    network: Published, measure: MeasureRow, period: Period, group: str = WHOLE_TEAM
) -> Funnel:
    """Where every team stands to the mean of all, among teams of its size.

    Limits are p limits. Where teams differ more than counting alone explains they are widened, as
    in a p′ chart: by the root mean square of the teams' distances from the mean in units of
    counting error, the tenth at either end drawn in so that one far team does not hide itself.

    Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance,
    doi:10.1002/sim.1970, and Handling over-dispersion of performance indicators,
    doi:10.1136/qshc.2005.013755.
    """
    lines, worth = judged(network).lines, WORTH[measure.better]
    points = lines.points
    start, end = (day.toordinal() for day in period)
    here = lines.of_teams(measure.measure, group)[lines.series]
    here &= (points.start == start) & (points.end == end)
    at = here & _counted(network, measure, group)
    numerator, denominator = points.numerator[at], points.denominator[at]
    mean = float(100 * numerator.sum() / denominator.sum())
    spread = _spread(points.value[at], mean, denominator)
    side = beyond(points.value[at], *_limits(mean, spread, denominator))
    side *= len(side) >= TEAMS_NEEDED
    consent = {row.team for row in network.teams if row.may_be_furthest_behind}
    names = [lines.teams[team] for team in points.team[at].tolist()]
    named = [
        bool(where) and (where * worth >= 0 or name in consent)
        for name, where in zip(names, side.tolist(), strict=True)
    ]
    columns = (c.tolist() for c in (points.value[at], numerator, denominator, side))
    places = (Place(*row) for row in zip(names, *columns, named, strict=True))
    told = {lines.teams[team] for team in points.team[here].tolist()}
    return Funnel(
        period=period,
        places=tuple(sorted(places, key=lambda place: place.team.casefold())),
        mean=mean,
        spread=spread,
        hidden=int(points.suppressed[here].sum()),
        without_counts=int((here & ~at & ~np.isnan(points.value)).sum()),
        missing=sum(row.active and row.team not in told for row in network.teams),
    )


def _counted(network: Published, measure: MeasureRow, group: str) -> Bools:
    """The points of teams that are a percent of counts."""
    lines = judged(network).lines
    points = lines.points
    is_counted = ~np.isnan(points.value) & ~np.isnan(points.numerator) & (points.denominator > 0)
    here: Bools = lines.of_teams(measure.measure, group)[lines.series] & is_counted
    return here & (measure.unit is Unit.PERCENT)


def _spread(value: Numbers, mean: float, size: Numbers) -> float:
    error = _error(mean, size)
    if len(value) < TEAMS_NEEDED or not error.all():
        return 1.0
    z = np.sort((value - mean) / error)
    cut = int(WINSORISED * len(z))
    z = np.clip(z, z[cut], z[-1 - cut])
    return max(1.0, float(np.sqrt((z**2).mean())))


def _limits(mean: float, spread: float, size: Numbers) -> tuple[Numbers, Numbers]:
    room = reach(_error(mean, size), spread)
    return np.clip(mean - room, 0, 100), np.clip(mean + room, 0, 100)


def _error(mean: float, size: Numbers) -> Numbers:
    return 100 * counting_error(np.full(len(size), mean / 100), size)
