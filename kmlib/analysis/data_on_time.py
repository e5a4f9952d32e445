"""Data on time: which measures were due from which team on which day, and whether they arrived.

Worked out for all teams at once: a row a team, a column a measure and period.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

import numpy as np

from kmlib.analysis.due import how_long, school_days
from kmlib.analysis.marks import Due, Marks, add_tab, agreed, begins
from kmlib.analysis.run_chart import Bools, Ints
from kmlib.analysis.wording import count
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.reading.school_calendar import DAY, Period, period_label
from kmlib.schema import DataRow, MeasureRow

DATA_DUE_DAYS = 7  # project choice: a week after the period, where the Network tab says nothing
NEVER = dt.date.max.toordinal()


class Column(NamedTuple):
    """A measure and a period for which it is due."""

    due: dt.date
    measure: int  # position in the Measures tab
    period: Period


class Reports(NamedTuple):
    """Who reported what: positions in Teams and Measures, and days as `date.toordinal` counts."""

    team: Ints
    measure: Ints
    start: Ints
    end: Ints
    place: Ints  # position in the observations' places
    is_whole: Bools  # not of a student group

    def those(self, which: Bools) -> "Reports":
        """The reports where this mask is true."""
        return Reports._make(column[which] for column in self)


def data_on_time(network: Published) -> Marks:
    """A mark a team and due day, kept when all that was due from the team that day has arrived.

    A measure is due so many days after each of its periods; in a break, on the first school day
    after it. It is due from a team from its first report of it ever, from a team that never
    reported anything at once; from nobody before the first period that anybody reported this year;
    from a team that joined for periods of which it saw at least half. It has arrived when any
    observation of it overlaps the period, of a student group and a hidden one too. Sheets do not
    say when a number was typed, so "on time" means: it is there.
    """
    if not network.measures or not len(network.observations):
        return Marks(add_tab(DataRow if network.measures else MeasureRow))
    days = days_allowed(network)
    reports, shape = _reports(network), (len(network.teams), len(network.measures))
    columns, arrived = _columns(network, reports, days)
    if not columns:
        return Marks("no data yet this school year")
    first = np.full(shape, NEVER)
    np.minimum.at(first, (reports.team, reports.measure), reports.start)
    asked = _asked(network, columns, first)
    marks = _marks(network, columns, asked, asked & ~arrived, _last_places(reports, shape))
    notes = _never_reported(network, {column.measure for column in columns}, first)
    return Marks(f"{how_long(days)} after each period", dict(marks), dict(notes))


def days_allowed(network: Published) -> int:
    """How many days after the end of its period a number is due."""
    agreed_on = agreed(network.settings.data_due_days, least=0)
    return DATA_DUE_DAYS if agreed_on is None else agreed_on


def _reports(network: Published) -> Reports:
    """The observations of listed teams and measures."""
    seen = network.observations
    team = _positions(seen.teams, [row.team for row in network.teams])[seen.team]
    measure = _positions(seen.measures, [row.measure for row in network.measures])[seen.measure]
    is_whole = seen.group == seen.groups.index(WHOLE_TEAM)
    known = (team >= 0) & (measure >= 0)
    return Reports(team, measure, seen.start, seen.end, seen.place, is_whole).those(known)


def _positions(names: Sequence[str], listed: Sequence[str]) -> Ints:
    """Where each name stands in a list; -1 where it does not."""
    position = {name: number for number, name in enumerate(listed)}
    return np.array([position.get(name, -1) for name in names], dtype=np.int64)


def _columns(network: Published, reports: Reports, days: int) -> tuple[list[Column], Bools]:
    """The measures and periods of this year that are due, by day; teams x these: what arrived."""
    school = school_days(network)
    this_year = reports.end >= school.year_began.toordinal()
    found: list[tuple[Column, Bools]] = []
    for number, row in enumerate(network.measures):
        mine = reports.those(this_year & (reports.measure == number))
        periods = list(school.periods(row.cadence, school.year_began, network.as_of))
        if not periods or not len(mine.team):
            continue
        arrived = _arrived(mine, periods, len(network.teams))
        began = bisect_left([period.end.toordinal() for period in periods], mine.start.min())
        for at, period in list(enumerate(periods))[began:]:
            due = school.moved(period.end + days * DAY)
            found.append((Column(due, number, period), arrived[:, at]))
    found.sort(key=lambda pair: pair[0])
    return [column for column, _ in found], np.array([arrived for _, arrived in found]).T


def _arrived(reports: Reports, periods: Sequence[Period], teams: int) -> Bools:
    """Teams x periods: whether any report overlaps the period."""
    starts = np.array([period.start.toordinal() for period in periods])
    ends = np.array([period.end.toordinal() for period in periods])
    change = np.zeros((teams, len(periods) + 1), dtype=np.int64)
    np.add.at(change, (reports.team, np.searchsorted(ends, reports.start)), 1)
    np.add.at(change, (reports.team, np.searchsorted(starts, reports.end, side="right")), -1)
    overlaps: Bools = change.cumsum(axis=1)[:, :-1] > 0
    return overlaps


def _asked(network: Published, columns: Sequence[Column], first: Ints) -> Bools:
    """Teams x columns: whether the measure is due from the team for the period."""
    since = begins(network)
    joined = np.array([since.get(row.team, dt.date.max).toordinal() for row in network.teams])
    start = np.array([column.period.start.toordinal() for column in columns])
    end = np.array([column.period.end.toordinal() for column in columns])
    is_silent = first.min(axis=1, keepdims=True) == NEVER
    reports_it = end >= first[:, [column.measure for column in columns]]
    asked: Bools = (start + end >= 2 * joined[:, None]) & (reports_it | is_silent)
    return asked


def _last_places(reports: Reports, shape: tuple[int, int]) -> Ints:
    """Teams x measures: the place of the last report, of the whole team where there is any."""
    places = np.full(shape, -1)
    for some in (~reports.is_whole, reports.is_whole):
        places[reports.team[some], reports.measure[some]] = reports.place[some]
    return places


def _marks(
    network: Published, columns: Sequence[Column], asked: Bools, missing: Bools, places: Ints
) -> Iterator[tuple[str, list[Due]]]:
    """The marks of each active team, one a due day; equal ones are made once for all teams."""
    days = [list(some) for _, some in groupby(range(len(columns)), lambda at: columns[at].due)]
    firsts = [some[0] for some in days]
    amounts = np.add.reduceat(asked, firsts, axis=1, dtype=np.int64).tolist()
    gone = np.add.reduceat(missing, firsts, axis=1, dtype=np.int64).tolist()

    @cache
    def mark(first: int, amount: int) -> Due:
        return Due(columns[first].due, count(amount, "measure"), kept=True)

    @cache
    def without(lost: tuple[int, ...], place: int) -> Due:
        return _open(network, [columns[number] for number in lost], place)

    for at, row in enumerate(network.teams):
        marks, last, is_missing = [], places[at].tolist(), missing[at].tolist()
        for some, amount, lacking in zip(days, amounts[at], gone[at], strict=True):
            if lacking:
                lost = tuple(number for number in some if is_missing[number])
                marks.append(without(lost, last[columns[lost[0]].measure]))
            elif amount:
                marks.append(mark(some[0], amount))
        if row.active:
            yield row.team, marks


def _open(network: Published, lost: Sequence[Column], place: int) -> Due:
    """The mark of a day on which these measures are missing, and the tab they go to."""
    year_starts = school_days(network).year_starts
    about = []
    for period, some in groupby(sorted(lost, key=lambda column: column.period), lambda c: c.period):
        names = ", ".join(network.measures[column.measure].measure for column in some)
        about.append(f"{names} ({period_label(period.start, period.end, year_starts)})")
    where = DataRow.TAB.title
    if place >= 0:
        last = network.observations.places[place]
        where = f"{last.sheet} in {last.source}"
    return Due(lost[0].due, "; ".join(about), kept=False, where=where)


def _never_reported(
    network: Published, due: set[int], first: Ints
) -> Iterator[tuple[str, list[str]]]:
    """The measures that are due from others and never came from a team that reports something."""
    for at, row in enumerate(network.teams):
        never = [n for n in sorted(due) if first[at, n] == NEVER]
        if never and first[at].min() < NEVER:
            yield row.team, [f"never reported: {network.measures[n].measure}" for n in never]
