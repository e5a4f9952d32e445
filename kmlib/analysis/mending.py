"""Mending: which findings keep most out, so that what helps most is mended first."""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import groupby
from typing import NamedTuple

from kmlib import findings as rules
from kmlib.analysis.once import once_a_network
from kmlib.findings import MOST_SEVERE_FIRST, Finding, Severity, alike
from kmlib.privacy import Published
from kmlib.reading.accounts import TabCount
from kmlib.reading.excerpts import RowKey, cell_position
from kmlib.reading.names import Matcher
from kmlib.schema import TeamRow

KEEPS_A_WORKBOOK_OUT = "source-"  # what the codes of those findings begin with
LACKS_A_TAB = (rules.NO_TEAMS_TAB.code, rules.NO_MEASURES_TAB.code)
OF_A_TABLE = (rules.TABLE_SET_ASIDE, rules.NO_PERIOD.why, rules.COLUMN_MISSING.why)


Place = tuple[str, str, str, str]  # code, source, sheet, A1 address


class Scope(IntEnum):
    """How much an error is said of, the most first."""

    WORKBOOK = 0
    TABLE = 1  # or a whole tab, or all that lack a tab of the hub
    COLUMN = 2
    CELL = 3
    NOTHING = 4  # it is used, or never was to be


class ToMend(NamedTuple):
    """One finding, those that say the same of other cells of the tab, and what they keep out."""

    first: Finding
    more: tuple[Finding, ...] = ()
    rows: int = 0  # that are set aside because of it, or not read; 0 if only cells are

    @property
    def cells(self) -> int:
        """How many cells say so."""
        return 1 + len(self.more)

    @property
    def scope(self) -> Scope:
        """Of how much it is said."""
        return _scope(self.first)


def _scope(finding: Finding) -> Scope:
    if finding.severity != Severity.ERROR:
        return Scope.NOTHING
    if finding.code.startswith(KEEPS_A_WORKBOOK_OUT):
        return Scope.WORKBOOK
    if finding.code in LACKS_A_TAB or any(effect in finding.why for effect in OF_A_TABLE):
        return Scope.TABLE
    return Scope.COLUMN if rules.COLUMN_LEFT_OUT in finding.why else Scope.CELL


def to_mend(network: Published, findings: Iterable[Finding]) -> list[ToMend]:
    """Findings that say the same in the same tab together, those that keep most out first.

    Errors come first: of whole workbooks, of whole tabs and tables by rows, of columns, of cells by
    number; then what is used but may be wrong, then what is only good to know.
    """
    return _to_mend(network, tuple(findings))


@once_a_network
def _to_mend(network: Published, findings: tuple[Finding, ...]) -> list[ToMend]:
    unread = {(t.source, t.sheet): t.rows_outside for t in network.tab_counts if not t.read_as}
    held = held_back(network)
    groups = []
    for first, *more in alike(findings):
        rows = len(frozenset().union(*(held.get(_place(f), ()) for f in (first, *more))))
        if _scope(first) != Scope.NOTHING:
            rows = rows or unread.get((first.source, first.sheet), 0)
        groups.append(ToMend(first, tuple(more), rows))
    return sorted(groups, key=_most_help_first)


def _most_help_first(group: ToMend) -> tuple[int, Scope, int, int]:
    severity = MOST_SEVERE_FIRST.index(group.first.severity)
    return severity, group.scope, -max(group.rows, group.cells), -group.rows


@once_a_network
def held_back(network: Published) -> dict[Place, frozenset[RowKey]]:
    """The rows that are set aside because of each finding, by its code and place.

    A row with an error of its own is held back by that. One without is held back by what is said
    of its whole table or of columns above it, else by a tab that the network lacks.
    """
    errors = [f for f in network.findings if f.severity == Severity.ERROR]
    lacking = [f for f in errors if f.code in LACKS_A_TAB]
    in_tabs: dict[tuple[str, str], list[Finding]] = {}
    for finding in errors:
        in_tabs.setdefault((finding.source, finding.sheet), []).append(finding)
    held: dict[Place, set[RowKey]] = {}
    for tab in network.tab_counts:
        here = in_tabs.get((tab.source, tab.sheet), [])
        for row, holders in _holders(tab, here):
            for finding in holders or lacking:
                held.setdefault(_place(finding), set()).add((tab.source, tab.sheet, row))
    return {place: frozenset(rows) for place, rows in held.items()}


def _place(finding: Finding) -> Place:
    """What a finding is known by, also where a viewer reads more in it than others."""
    return finding[1:5]


def _holders(tab: TabCount, errors: Sequence[Finding]) -> Iterator[tuple[int, Sequence[Finding]]]:
    """Each row of a tab that is set aside, with the findings because of which it is."""
    by_row = {row: list(found) for row, found in groupby(sorted(errors, key=_row_of), key=_row_of)}
    whole = {
        row: [finding for finding in found if _scope(finding) in (Scope.TABLE, Scope.COLUMN)]
        for row, found in by_row.items()
    }
    heads = [row for row, found in whole.items() if found]
    for row in tab.set_aside:
        above = bisect_right(heads, row)
        yield row, by_row.get(row) or (whole[heads[above - 1]] if above else [])


def _row_of(finding: Finding) -> int:
    """The row of a finding, from 1; 0 for one about a whole tab."""
    return cell_position(finding.cell)[0] + 1


def parts_set_aside(network: Published, findings: Iterable[Finding]) -> tuple[int, int]:
    """How many columns and how many cells are set aside of rows that are used otherwise."""
    held = held_back(network)
    alone = Counter(_scope(finding) for finding in findings if not held.get(_place(finding)))
    return alone[Scope.COLUMN], alone[Scope.CELL]


def workbooks(network: Published) -> list[str]:
    """The workbooks in which something was found: closed ones, then by rows, then by cells lost."""
    found = Counter(finding.source for finding in network.findings)
    lost = Counter(
        finding.source for finding in network.findings if finding.severity == Severity.ERROR
    )
    closed = {f.source for f in network.findings if _scope(f) == Scope.WORKBOOK}
    rows = {source.name: source.rows_set_aside for source in network.sources}
    return sorted(found, key=lambda n: (n not in closed, -rows.get(n, 0), -lost[n], -found[n]))


def about_team(network: Published, team: str) -> list[Finding]:
    """What was found in a team's own workbook, in rows that name it, and in rows that may mean it.

    A name that nobody has belongs to the team that is offered for it: it is to say so.
    """
    own = {source.name for source in network.sources if source.team == team}
    held, names = held_back(network), _team_names(network)
    offers: dict[str, bool] = {}

    def may_mean_it(finding: Finding) -> bool:
        if finding.code != rules.NAME_NEAR_MISS.code:
            return False
        if finding.value not in offers:
            offers[finding.value] = names.near(finding.value) == team
        return offers[finding.value]

    def is_about_it(finding: Finding) -> bool:
        held_by_it = held.get(_place(finding), ())
        rows = {(finding.source, finding.sheet, _row_of(finding)), *held_by_it}
        return any(network.row_teams.get(row) == team for row in rows)

    return [f for f in network.findings if f.source in own or is_about_it(f) or may_mean_it(f)]


@once_a_network
def _team_names(network: Published) -> Matcher:
    return Matcher([row.names() for row in network.rows(TeamRow)])


class Arrival(NamedTuple):
    """What arrived of one team, wherever it stands."""

    team: str
    numbers: int
    latest: dt.date | None  # the last day of their latest period
    rows: dict[str, int]  # the rows of other tabs that name the team, by the tab's title
    rows_set_aside: int  # all of its own workbook, and those elsewhere that name it
    parts_set_aside: tuple[int, int] = (0, 0)  # columns and cells of rows that are used otherwise


def arrival(network: Published, team: str) -> Arrival:
    """What arrived of one team: its numbers, and the rows of other tabs that name it."""
    seen = network.observations
    ends = seen.end[seen.team == seen.teams.index(team)].tolist() if team in seen.teams else []
    rows = {tab: some[team] for tab, some in _rows_by_team(network).items() if team in some}
    own = {source.name for source in network.sources if source.team == team}
    aside = sum(
        tab.source in own or network.row_teams.get((tab.source, tab.sheet, row)) == team
        for tab in network.tab_counts
        for row in tab.set_aside
    )
    latest = dt.date.fromordinal(max(ends)) if ends else None
    parts = parts_set_aside(network, about_team(network, team))
    return Arrival(team, len(ends), latest, rows, aside, parts)


@once_a_network
def _rows_by_team(network: Published) -> dict[str, Counter[str]]:
    """How many rows of each tab but Teams name each team."""
    others = (tab for tab in network.tabs.items() if tab[0] is not TeamRow)
    return {
        model.TAB.title: Counter(getattr(r, "team", "") for r in rows) for model, rows in others
    }
