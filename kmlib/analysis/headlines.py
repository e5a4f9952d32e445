"""Headlines: what a measure, or all of them, show in one true sentence with a number in it."""

import datetime as dt
from typing import NamedTuple

import numpy as np

from kmlib.analysis.judging import IMPROVING, STATUSES, WORSENING, Status, judged, of_active_teams
from kmlib.analysis.phases import NEVER
from kmlib.analysis.run_chart import USEFUL_POINTS_NEEDED, Bools
from kmlib.analysis.standings import groups_of
from kmlib.analysis.wording import count, day, verb
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import MeasureRow


class Tally(NamedTuple):
    """How many active teams there are, and how many of them stand how on some measures."""

    teams: int
    reported: int
    shown: int  # some value is not hidden
    current: int  # the last report is recent; the rest is said of these alone
    judged: int  # with enough points
    improving: int
    worsening: int
    changed: int  # with a signal
    at_target: int
    most: int  # useful points of a team
    last: dt.date  # when any of them reported

    def of(self, amount: int) -> str:
        """So many of the teams."""
        return f"{amount:,} of {count(self.teams, 'team')}"

    def are(self, amount: int) -> str:
        """So many of the teams, with the verb."""
        return f"{self.of(amount)} {verb(amount, 'are')}"

    def too_few(self, name: str) -> str:
        """What to say where no team can be judged."""
        return f"Too few points to judge {name} yet: {self.most} of at least {USEFUL_POINTS_NEEDED}"

    @property
    def too_long_ago(self) -> str:
        """What to say where no team is current."""
        return f"on {day(self.last)}: too long ago to say how it is going"


def headline(network: Published, measure: MeasureRow, group: str = WHOLE_TEAM) -> str:
    """How a measure goes in the active teams: "Attendance is improving in 4 of 12 teams".

    Only teams whose last report is recent and that have enough points are said to move or to be
    steady; where no team has, the sentence says what is missing.
    """
    n = _tally(network, judged(network).lines.of_teams(measure.measure, group))
    name = _named(measure.measure, group)
    groups = groups_of(network, measure)
    only_groups = group == WHOLE_TEAM and WHOLE_TEAM not in groups
    for_groups = f"for {count(len(groups), 'group')}"
    improving = f"{name} is improving in {n.of(n.improving)}"
    steady = f"{name} is steady in {n.of(n.judged)}"
    return _first_that_holds(
        (not n.teams and network.teams, "No team is active"),
        (not n.reported and only_groups, f"{name} is reported by student group only, {for_groups}"),
        (not n.reported, f"No data on {name} yet"),
        (not n.shown, f"{name} is hidden in {n.of(n.reported)}: the groups are small"),
        (not n.current, f"{name} was last reported {n.too_long_ago}"),
        (n.at_target and not n.judged, f"{name} is at target in {n.of(n.at_target)}"),
        (not n.judged, n.too_few(name)),
        (n.improving and n.worsening, f"{improving} and worsening in {_few(n.worsening)}"),
        (n.improving, improving),
        (n.worsening, f"{name} is worsening in {n.of(n.worsening)}"),
        (n.changed, f"{name} has changed in {n.of(n.changed)}"),
        (n.at_target, f"{steady} and at target in {_few(n.at_target)}"),
        (True, steady),
    )


def overview_headline(network: Published) -> str:
    """How the active teams go on all measures taken together."""
    if len(network.measures) == 1:
        return headline(network, network.measures[0])
    n = _tally(network, judged(network).lines.group == 0)
    improving = f"{n.are(n.improving)} improving on at least one measure"
    worsening = f"{_few(n.worsening)} {verb(n.worsening, 'are')} worsening on at least one"
    only_groups = sum(WHOLE_TEAM not in groups_of(network, row) for row in network.measures)
    by_group = only_groups and f"{only_groups} of {len(network.measures)}"
    changed = f"{n.of(n.changed)} {verb(n.changed, 'have')} changed"
    return _first_that_holds(
        (not network.measures, "No measure is set up yet"),
        (not n.teams and network.teams, "No team is active"),
        (not n.reported and by_group, f"Data on {by_group} measures, by student group only"),
        (not n.reported, f"No data yet on any of {len(network.measures)} measures"),
        (not n.current, f"The last report was {n.too_long_ago}"),
        (not n.judged, n.too_few("any measure")),
        (n.improving and n.worsening, f"{improving} and {worsening}"),
        (n.improving, improving),
        (n.worsening, f"{n.are(n.worsening)} worsening on at least one measure"),
        (n.changed, f"{changed} on at least one measure"),
        (True, f"{n.are(n.judged)} steady on every measure that can be judged"),
    )


def _tally(network: Published, some: Bools) -> Tally:
    """Count the active teams by how they stand on some series."""
    known = judged(network)
    lines = known.lines
    active = {row.team for row in network.teams if row.active}
    reported = some & of_active_teams(network, lines) & (known.reported != NEVER)
    current = reported & ~known.stale

    def teams(which: Bools) -> int:
        return int(np.count_nonzero(np.bincount(lines.team[which])))

    return Tally(
        teams=len(active),
        reported=teams(reported),
        shown=teams(reported & ~np.isnan(known.value)),
        current=teams(current),
        judged=teams(current & known.enough),
        improving=teams(current & (known.direction == IMPROVING)),
        worsening=teams(current & (known.direction == WORSENING)),
        changed=teams(current & (known.direction != STATUSES.index(Status.STEADY))),
        at_target=teams(current & (known.status == STATUSES.index(Status.AT_TARGET))),
        most=int(known.runs.useful[current].max(initial=0)),
        last=dt.date.fromordinal(int(known.reported[reported].max(initial=1))),
    )


def _first_that_holds(*sentences: tuple[object, str]) -> str:
    return next(sentence for holds, sentence in sentences if holds)


def _named(measure: str, group: str) -> str:
    """The measure as a sentence begins with it.

    >>> _named("present 9 days in 10", "Grade 9")
    'Present 9 days in 10 for Grade 9'
    """
    name = measure[:1].upper() + measure[1:]
    return f"{name} for {group}" if group else name


def _few(amount: int) -> str:
    """A second number of teams in a sentence."""
    return "one" if amount == 1 else f"{amount:,}"
