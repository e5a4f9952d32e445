"""Exchange: the learning that each team gave to others and took up from them this school year."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from kmlib.analysis.due import school_days
from kmlib.analysis.learnings import ideas_taken, is_applied
from kmlib.analysis.marks import add_tab
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.reading.names import Matcher
from kmlib.schema import CycleRow
from kmlib.schema.learning import ApplicationRow, KnowledgeRow, SharingRow


class Passed(NamedTuple):
    """One learning that went from a team to somebody."""

    giver: str
    what: str  # the key of an item's name, or the cycle that came of an idea
    to: str  # a team as the Teams tab writes it, else the key of whoever it was
    is_taken_up: bool
    day: dt.date | None
    name: str  # of the item or cycle, as its tab writes it


class Exchange(NamedTuple):
    """How many learnings a team gave and took up."""

    given: int = 0
    taken_up: int = 0


@once_a_network
def exchanges(network: Published) -> dict[str, Exchange]:
    """What each team gave and took up since the school year began.

    Given: an item of the team's own counts once for everybody who was told it and every team that
    applied it, itself aside; and so does a cycle of another team whose idea came from the team or
    its item. Taken up: an item of another team that the team applied counts once, and so does a
    cycle of its own whose idea came from another team or its item.
    """
    began, given, taken_up = school_days(network).year_began, defaultdict(set), defaultdict(set)
    for one in passed(network):
        if one.day and one.day >= began:
            given[one.giver].add((one.what, one.to))
            if one.is_taken_up:
                taken_up[one.to].add(one.what)
    names = (row.team for row in network.teams)
    return {name: Exchange(len(given[name]), len(taken_up[name])) for name in names}


def exchange_agreed(network: Published) -> str:
    """What the two counts are; where nothing can be counted, which tab to add."""
    has_uses = bool(network.rows(SharingRow)) or bool(network.rows(ApplicationRow))
    has_items = bool(network.rows(KnowledgeRow))
    if ideas_taken(network) or (has_items and has_uses):
        return "both directions"
    return add_tab(SharingRow if has_items else KnowledgeRow)


@once_a_network
def passed(network: Published) -> tuple[Passed, ...]:
    """All that ever went from a team (Origin, Idea from, else Broker) to somebody else."""
    every = (*_items_passed(network), *_ideas_passed(network))
    return tuple(one for one in every if one.giver and one.giver != one.to)


def _items_passed(network: Published) -> Iterator[Passed]:
    """The items told or applied, from the team each comes from."""
    origins, team_of = _origins(network), as_team(network)
    for told in network.rows(SharingRow):
        what = name_key(told.item)
        giver = origins.get(what) or next(filter(None, map(team_of, told.broker.split(","))), "")
        for name in map(str, split_cell(told.to)):
            to = team_of(name) or name_key(name)
            yield Passed(giver, what, to, False, told.date, told.item)
    for use in network.rows(ApplicationRow):
        what, day = name_key(use.item), use.applied_on or use.updated
        if is_applied(use) and use.team:
            yield Passed(origins.get(what, ""), what, use.team, True, day, use.item)


def _ideas_passed(network: Published) -> Iterator[Passed]:
    """The ideas of cycles begun, from the team or the origin of the item that they name."""
    origins, team_of = _origins(network), as_team(network)
    cycles = network.rows(CycleRow)
    for number, name in ideas_taken(network):
        row, item, team = cycles[number], name_key(name), team_of(name)
        giver, what = team or origins.get(item, ""), f"cycle {number}" if team else item
        if row.started <= network.as_of:
            yield Passed(giver, what, row.team, True, row.started, row.title)


@once_a_network
def _origins(network: Published) -> dict[str, str]:
    """The team that each item comes from, by the key of the item's name."""
    return {name_key(row.item): row.origin for row in network.rows(KnowledgeRow)}


@once_a_network
def as_team(network: Published) -> Callable[[str], str]:
    """Which team a name typed freely means; empty where it means none."""
    rows = network.teams
    matcher = Matcher([row.names() for row in rows])

    @cache
    def team_of(name: str) -> str:
        found = matcher.find(name)
        return "" if found is None else rows[found].team

    return team_of
