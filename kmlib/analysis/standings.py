"""Standings: how each team stands on a measure now, without the points behind it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kmlib.analysis.judging import DIRECTIONS, STATUSES, Shown, Status
from kmlib.analysis.points import Series
from kmlib.analysis.series_index import SeriesIndex, index
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import MeasureRow


class Standing(NamedTuple):
    """How one team, or the network, stands on a measure: its latest value and what that says."""

    team: str
    value: float | None = None  # the latest, in the measure's unit
    shown: Shown = Shown.NO_DATA
    status: Status = Status.NO_DATA
    direction: Status | None = None  # of the signal, also at target
    signals: bool = False
    useful: int = 0
    reported: dt.date | None = None  # end of the last report, a hidden one too
    age_days: int | None = None  # since then
    stale: bool = False

    @property
    def is_current(self) -> bool:
        """There is a report, and it is recent enough to say how it is going."""
        return self.reported is not None and not self.stale


def standings(
    network: Published, measure: MeasureRow, group: str = WHOLE_TEAM
) -> tuple[Standing, ...]:
    """How every team stands, in alphabetical order; those without data too."""
    known = index(network)
    return known.once(("standings", measure, group), lambda: _standings(network, measure, group))


def standing_of(line: Series, as_of: dt.date) -> Standing:
    """How one series stands."""
    reports = [point.end for point in line.points if point.shown is not Shown.NO_DATA]
    return Standing(
        team=line.team,
        value=line.latest.value if line.latest else None,
        shown=line.shown,
        status=line.status,
        direction=line.direction,
        signals=line.runs.signals,
        useful=line.runs.useful,
        reported=max(reports, default=None),
        age_days=(as_of - max(reports)).days if reports else None,
        stale=line.stale,
    )


def _standings(network: Published, measure: MeasureRow, group: str) -> tuple[Standing, ...]:
    known = index(network)
    found = known.numbers(known.block(measure, group))
    return tuple(
        _standing(known, row.team, found[row.team], network.as_of)
        if row.team in found
        else Standing(row.team)
        for row in network.teams
    )


def _standing(known: SeriesIndex, team: str, number: int, as_of: dt.date) -> Standing:
    """How one of the judged series stands; the same as `standing_of` it."""
    judged, lines = known.judged, known.lines
    latest, last = int(judged.latest[number]), int(judged.reported[number])
    value = float(lines.value[latest]) if latest >= 0 else None
    reported = dt.date.fromordinal(int(lines.end[last])) if last >= 0 else None
    return Standing(
        team=team,
        value=value,
        shown=Shown.of(value, suppressed=last >= 0),
        status=STATUSES[judged.status[number]],
        direction=DIRECTIONS[int(judged.direction[number])],
        signals=bool(judged.runs.signals[number]),
        useful=int(judged.runs.useful[number]),
        reported=reported,
        age_days=(as_of - reported).days if reported else None,
        stale=bool(judged.stale[number]),
    )
