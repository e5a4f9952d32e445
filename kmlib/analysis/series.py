"""Series: a success measure over time, of one team or of the whole network.

    network_series(published, measure).status    # Status.IMPROVING
    team_series(published, measure)              # one a team, in alphabetical order

What pages, charts and exports use of series is named here, wherever it is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from kmlib.analysis.headlines import headline, overview_headline
from kmlib.analysis.judging import Shown, Status
from kmlib.analysis.points import NETWORK, Point, Series
from kmlib.analysis.series_index import index
from kmlib.analysis.series_making import choose, make_network_series, make_team_series
from kmlib.analysis.standings import Standing, standing_of, standings
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import MeasureRow

__all__ = [
    "NETWORK",
    "Point",
    "Series",
    "Shown",
    "Standing",
    "Status",
    "SummaryRow",
    "headline",
    "network_series",
    "one_series",
    "overview_headline",
    "standings",
    "summary",
    "table",
    "team_series",
]


def team_series(
    network: Published, measure: MeasureRow, group: str = WHOLE_TEAM
) -> tuple[Series, ...]:
    """The series of every team in alphabetical order; without points where there is no data."""
    chosen = choose(network, measure, group)
    return tuple(make_team_series(chosen, row.team) for row in network.teams)


def one_series(
    network: Published, measure: MeasureRow, team: str, group: str = WHOLE_TEAM
) -> Series:
    """The series of one team; `NETWORK` as the team gives the network's."""
    if team == NETWORK:
        return network_series(network, measure, group)
    return make_team_series(choose(network, measure, group), team)


def network_series(network: Published, measure: MeasureRow, group: str = WHOLE_TEAM) -> Series:
    """The network's series, combined as the measure says; a point says of how many teams."""
    return index(network).once(
        ("network series", measure, group),
        lambda: make_network_series(network, choose(network, measure, group)),
    )


class SummaryRow(NamedTuple):
    """One measure across the network: a row of the matrix measures x teams."""

    measure: MeasureRow
    network: Standing
    teams: tuple[Standing, ...]  # in alphabetical order


def summary(network: Published, group: str = WHOLE_TEAM) -> tuple[SummaryRow, ...]:
    """Every measure's latest value, status and age, for the network and for each team."""
    return tuple(
        SummaryRow(
            measure,
            standing_of(network_series(network, measure, group), network.as_of),
            standings(network, measure, group),
        )
        for measure in network.measures
    )


def table(lines: Series | Iterable[Series]) -> list[dict[str, Any]]:
    """The plain rows behind a chart, one a point; an absent value is None and `state` says why."""
    return [
        {
            "measure": line.measure.measure,
            "unit": line.measure.unit.value,
            "team": line.team or "whole network",
            "group": line.group,
            "period_start": point.start,
            "period_end": point.end,
            "value": point.value,
            "numerator": point.numerator,
            "denominator": point.denominator,
            "state": point.shown.value,
            "teams": point.teams,
            "teams_due": point.teams_due,
            "median": line.median,
            "judged": point.judged,
            "in_run": point.in_run,
            "status": line.status.value,
            "note": point.note,
        }
        for line in ([lines] if isinstance(lines, Series) else lines)
        for point in line.points
    ]
