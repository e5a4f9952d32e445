"""Combining teams' values into the network's, period by period."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kmlib.analysis.run_chart import Bools, Ints, medians_by_series
from kmlib.observations import Numbers
from kmlib.privacy import Published
from kmlib.schema import Combine, MeasureRow

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
    return Points._make(column[one] for column in reports)._replace(
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
    ways = [
        combined_by(measures[at // groups], counted=any_) for at, any_ in enumerate(some.tolist())
    ]
    return np.array(ways, dtype=np.str_)


def _teams_due(network: Published, reports: Points, period: Ints, ends: Ints) -> Ints:
    """How many teams there were in each period: active and joined, or reporting all the same."""
    joined = {
        row.team: row.joined.toordinal() if row.joined else 0 for row in network.teams if row.active
    }
    due_from = np.array([joined.get(team, DAYS) for team in network.observations.teams], np.int64)
    not_due = reports.end < due_from[reports.team]
    due = np.searchsorted(np.sort(np.array(list(joined.values()), np.int64)), ends, side="right")
    return due + np.bincount(period[not_due], minlength=len(ends))
