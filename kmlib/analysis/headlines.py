"""Headlines: what a measure, or all of them, show in one true sentence with a number in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np

from kmlib.analysis.judging import Status
from kmlib.analysis.run_chart import USEFUL_POINTS_NEEDED, Bools
from kmlib.analysis.series_index import index
from kmlib.analysis.standings import Standing, standings
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import MeasureRow


def headline(network: Published, measure: MeasureRow, group: str = WHOLE_TEAM) -> str:
    """How a measure goes in the active teams: "Attendance is improving in 4 of 12 teams".

    Only teams whose last report is recent and that have enough points are said to move or to be
    steady; where no team has, the sentence says what is missing.
    """
    active = {row.team for row in network.teams if row.active}
    teams = [one for one in standings(network, measure, group) if one.team in active]
    name = _named(measure.measure, group)
    return _what_is_missing(name, teams) or _how_it_goes(name, teams)


def overview_headline(network: Published) -> str:
    """How the teams go on all measures taken together."""
    measures = network.measures
    if len(measures) == 1:
        return headline(network, measures[0])
    known = index(network)
    reports = known.judged.reported >= 0
    if not measures:
        return "No measure is set up yet"
    if not reports.any():
        return f"No data yet on any of {_count(len(measures), 'measure')}"
    if known.judged.stale[reports].all():
        last = int(known.lines.end[known.judged.reported[reports]].max())
        return _last_reported("The last report was", dt.date.fromordinal(last))
    useful = known.judged.runs.useful * _is_current(network)
    if useful.max() < USEFUL_POINTS_NEEDED:
        return _too_few("any measure", int(useful.max()))
    return _how_all_go(network, useful >= USEFUL_POINTS_NEEDED)


def _what_is_missing(name: str, teams: Sequence[Standing]) -> str:
    """Why nothing can be said of how it goes; empty where something can."""
    values = [one for one in teams if one.value is not None]
    current = [one for one in values if one.is_current]
    if not values:
        hidden = sum(one.reported is not None for one in teams)
        if hidden:
            return f"{name} is hidden in {_of_teams(hidden, teams)}: the groups are small"
        return f"No data on {name} yet"
    if not current:
        reports = [one.reported for one in values if one.reported]
        return _last_reported(f"{name} was last reported", max(reports))
    if any(one.useful >= USEFUL_POINTS_NEEDED for one in current):
        return ""
    if at_target := _how_many(current, Status.AT_TARGET):
        return f"{name} is at target in {_of_teams(at_target, teams)}"
    return _too_few(name, max(one.useful for one in current))


def _how_it_goes(name: str, teams: Sequence[Standing]) -> str:
    """What the judged teams show."""
    current = [one for one in teams if one.is_current]
    judged = [one for one in current if one.useful >= USEFUL_POINTS_NEEDED]
    improving = sum(one.direction is Status.IMPROVING for one in judged)
    worsening = sum(one.direction is Status.WORSENING for one in judged)
    changed = sum(one.signals for one in judged)
    if improving and worsening:
        better = f"{name} is improving in {_of_teams(improving, teams)}"
        return f"{better} and slipping in {_few(worsening)}"
    if improving or worsening:
        word = "improving" if improving else "slipping"
        return f"{name} is {word} in {_of_teams(improving or worsening, teams)}"
    if changed:
        return f"{name} has changed in {_of_teams(changed, teams)}"
    steady = f"{name} is steady in {_of_teams(len(judged), teams)}"
    at_target = _how_many(current, Status.AT_TARGET)
    return f"{steady} and at target in {_few(at_target)}" if at_target else steady


def _how_all_go(network: Published, judged: Bools) -> str:
    """How many teams move on at least one measure."""
    known = index(network)
    team, direction = known.lines.team, known.judged.direction
    improving = np.unique(team[judged & (direction > 0)]).size
    worsening = np.unique(team[judged & (direction < 0)]).size
    changed = np.unique(team[judged & known.judged.runs.signals]).size
    all_teams = [row for row in network.teams if row.active]
    if improving and worsening:
        are = "is" if worsening == 1 else "are"
        return (
            f"{_teams_are(improving, all_teams)} improving on at least one measure"
            f" and {_few(worsening)} {are} slipping on at least one"
        )
    if improving or worsening:
        word = "improving" if improving else "slipping"
        return f"{_teams_are(improving or worsening, all_teams)} {word} on at least one measure"
    if changed:
        have = "has" if changed == 1 else "have"
        return f"{_of_teams(changed, all_teams)} {have} changed on at least one measure"
    steady = np.unique(team[judged]).size
    return f"{_teams_are(steady, all_teams)} steady on every measure that can be judged"


def _is_current(network: Published) -> Bools:
    """The series of whole, active teams whose last report is recent."""
    known = index(network)
    active = {row.team for row in network.teams if row.active}
    is_active = np.array([name in active for name in known.lines.teams], dtype=bool)
    current: Bools = (known.group == 0) & ~known.judged.stale & is_active[known.lines.team]
    return current


def _named(measure: str, group: str) -> str:
    """The measure as a sentence begins with it.

    >>> _named("present 9 days in 10", "Grade 9")
    'Present 9 days in 10 for Grade 9'
    """
    name = measure[:1].upper() + measure[1:]
    return f"{name} for {group}" if group else name


def _how_many(teams: Iterable[Standing], status: Status) -> int:
    return sum(one.status is status for one in teams)


def _count(amount: int, one: str) -> str:
    return f"{amount} {one}" if amount == 1 else f"{amount} {one}s"


def _of_teams(amount: int, teams: Sequence[object]) -> str:
    return f"{amount} of {_count(len(teams), 'team')}"


def _teams_are(amount: int, teams: Sequence[object]) -> str:
    return f"{_of_teams(amount, teams)} {'is' if amount == 1 else 'are'}"


def _few(amount: int) -> str:
    """A second number of teams in a sentence."""
    return "one" if amount == 1 else str(amount)


def _too_few(name: str, most: int) -> str:
    return f"Too few points to judge {name} yet: {most} of at least {USEFUL_POINTS_NEEDED}"


def _last_reported(what: str, day: dt.date) -> str:
    return f"{what} on {day.day} {day:%B %Y}: too long ago to say how it is going"
