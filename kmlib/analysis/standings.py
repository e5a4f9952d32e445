"""Standings: how each team stands on a measure now, without the points behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kmlib.analysis.judging import DIRECTIONS, STATUSES, Status, day_or_none, judged
from kmlib.analysis.lines import NETWORK
from kmlib.analysis.once import once_a_network
from kmlib.analysis.run_chart import Runs
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import MeasureRow

NO_RUNS = Runs()


class Shown(StrEnum):
    """Whether there is a number, and if not, why not."""

    VALUE = "shown"
    HIDDEN = "hidden (small group)"
    NO_DATA = "no data"
    BY_GROUP = "by student group only"

    @classmethod
    def of(cls, value: float | None, *, suppressed: bool) -> Shown:
        """Which of the three a point or a series is."""
        if value is not None:
            return cls.VALUE
        return cls.HIDDEN if suppressed else cls.NO_DATA


@dataclass(frozen=True)
class Standing:
    """How one team, or the network, stands on a measure: its latest value and what that says."""

    team: str
    value: float | None = None  # the latest, in the measure's unit
    status: Status = Status.NO_DATA
    direction: Status | None = None  # IMPROVING or WORSENING: of the signal, also at target
    runs: Runs = NO_RUNS
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


def summary(network: Published, group: str = WHOLE_TEAM) -> tuple[SummaryRow, ...]:
    """The latest value, status and age of each measure that is reported for a group."""
    return tuple(
        SummaryRow(row, standing(network, row, NETWORK, group), standings(network, row, group))
        for row in network.measures
        if group in groups_of(network, row)
    )


@once_a_network
def standings(
    network: Published, measure: MeasureRow, group: str = WHOLE_TEAM
) -> tuple[Standing, ...]:
    """How every team stands, in alphabetical order; those without data too."""
    return tuple(standing(network, measure, row.team, group) for row in network.teams)


def standing(network: Published, measure: MeasureRow, team: str, group: str) -> Standing:
    """How one team stands; `NETWORK` as the team is the network."""
    known = judged(network)
    number = known.numbers.get((measure.measure, group, team))
    if number is None:
        asked_of_all = group == WHOLE_TEAM and group not in groups_of(network, measure)
        return Standing(team, by_group_only=asked_of_all)
    value, reported = known.value.item(number), day_or_none(known.reported.item(number))
    return Standing(
        team=team,
        value=None if value != value else value,
        status=STATUSES[known.status.item(number)],
        direction=DIRECTIONS[known.direction.item(number)],
        runs=known.runs.of(number),
        reported=reported,
        age_days=(network.as_of - reported).days if reported else None,
        stale=known.stale.item(number),
    )
