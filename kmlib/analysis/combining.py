"""Combining teams' values into the network's, period by period."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kmlib.analysis.judging import Lines
from kmlib.analysis.run_chart import Bools, Ints, medians_by_series
from kmlib.analysis.series_index import SeriesIndex
from kmlib.observations import Numbers
from kmlib.schema import Combine, MeasureRow, TeamRow

DAYS = 1 << 22  # more than date.toordinal ever gives, so that two days fit one number


class Combined(NamedTuple):
    """The network's series of one measure and group; one entry a period, oldest first."""

    lines: Lines
    by: Combine  # how it was really made
    numerator: Numbers  # sums over the teams, where it is weighted; else NaN
    denominator: Numbers
    teams: Ints  # of how many teams the value was made
    teams_due: Ints  # of how many teams it could have been made


class Reports(NamedTuple):
    """What the teams reported of one measure and group; one entry a report."""

    team: Ints
    period: Ints  # position among the periods
    value: Numbers
    numerator: Numbers
    denominator: Numbers

    @property
    def has_counts(self) -> Bools:
        """The reports that give what a weighted value is made of."""
        return ~np.isnan(self.value) & ~np.isnan(self.numerator) & (self.denominator > 0)

    def where(self, which: Bools) -> Reports:
        """These reports only."""
        return Reports(
            self.team[which],
            self.period[which],
            self.value[which],
            self.numerator[which],
            self.denominator[which],
        )

    def sums(self, column: Numbers, count: int) -> Numbers:
        """The sum of a column in each period; NaN where there is no report."""
        sums = np.bincount(self.period, weights=column, minlength=count).astype(np.float64)
        sums[np.bincount(self.period, minlength=count) == 0] = np.nan
        return sums


def combine(
    known: SeriesIndex, measure: MeasureRow, group: str, teams: tuple[TeamRow, ...]
) -> Combined:
    """The network's value in each period that any team reported, as the measure says.

    Weighted is the sum of numerators over the sum of denominators, of the teams that give both.
    Where the sheet does not say how to combine and no team gives counts, it is the mean.
    """
    points = known.block(measure, group).points
    starts, ends, period = periods_of(known.lines.start[points], known.lines.end[points])
    reports = Reports(
        known.lines.team[known.lines.series[points]],
        period,
        known.lines.value[points],
        known.numerator[points],
        known.denominator[points],
    )
    by = _combined_by(measure, reports)
    counted = reports.has_counts if by is Combine.WEIGHTED else ~np.isnan(reports.value)
    used = reports.where(counted)
    made_of = np.bincount(used.period, minlength=len(ends))
    hidden = np.bincount(period[known.lines.suppressed[points]], minlength=len(ends)) > 0
    parts = (used.numerator, used.denominator)
    numerator, denominator = (used.sums(part, len(ends)) for part in parts)
    if by is not Combine.WEIGHTED:
        numerator = denominator = np.full(len(ends), np.nan)
    return Combined(
        lines=Lines(
            measures=(measure,),
            teams=known.lines.teams,
            measure=np.zeros(1, dtype=np.int64),
            team=np.full(1, -1),
            series=np.zeros(len(ends), dtype=np.int64),
            start=starts,
            end=ends,
            value=_values(used, by, measure, len(ends)),
            suppressed=hidden & (made_of == 0),
        ),
        by=by,
        numerator=numerator,
        denominator=denominator,
        teams=made_of,
        teams_due=_teams_due(teams, known.lines.teams, ends, reports),
    )


def periods_of(start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """The different periods (starts, ends), oldest first, and which each point belongs to."""
    keys, period = np.unique(end.astype(np.int64) * DAYS + start, return_inverse=True)
    return keys % DAYS, keys // DAYS, period


def _combined_by(measure: MeasureRow, reports: Reports) -> Combine:
    by = measure.combined_by
    if by is Combine.WEIGHTED and measure.combine is None and not reports.has_counts.any():
        return Combine.MEAN
    return by


def _values(used: Reports, by: Combine, measure: MeasureRow, count: int) -> Numbers:
    """The network's value in each period; NaN where it can be made of no team."""
    if by is Combine.MEDIAN:
        return medians_by_series(used.period, used.value, count)
    if by is Combine.SUM:
        return used.sums(used.value, count)
    if by is Combine.MEAN:
        return used.sums(used.value, count) / used.sums(np.ones(len(used.value)), count)
    return measure.per * used.sums(used.numerator, count) / used.sums(used.denominator, count)


def _teams_due(
    teams: tuple[TeamRow, ...], names: tuple[str, ...], ends: Ints, reports: Reports
) -> Ints:
    """How many teams there were in each period: active and joined, or reporting all the same."""
    places = {name: at for at, name in enumerate(names)}
    due = np.zeros((len(names), len(ends)), dtype=bool)
    silent = np.zeros(len(ends), dtype=np.int64)  # due teams that never reported anything
    for row in teams:
        joined = row.joined.toordinal() if row.joined else 0
        is_due = row.active & (ends >= joined)
        if row.team in places:
            due[places[row.team]] = is_due
        else:
            silent += is_due
    due[reports.team, reports.period] = True
    counts: Ints = due.sum(axis=0) + silent
    return counts
