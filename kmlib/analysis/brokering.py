"""Brokering: who learns from whom, who carries what through which space, and what is in the way."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Any, NamedTuple

from kmlib.analysis.due import school_days
from kmlib.analysis.exchange import Passed, passed
from kmlib.analysis.learnings import is_applied
from kmlib.analysis.ledger import cells_to_take, one_spelling
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.spread import items
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema.learning import Action, ApplicationRow, SharingRow
from kmlib.schema.programme import RepositoryRow

# project choice: up to a third a broker can be ill for a month and most still arrives
MOST_ON_ONE = 3  # one of so many
LEAST_CARRIED = 6  # project choice: of fewer in a year, one busy week makes a third
ABLE_TO_HELP = (Action.OBSTACLE, Action.RESOURCES)


class Tie(NamedTuple):
    """What one team has learned from another."""

    giver: str
    learner: str
    told: tuple[str, ...]  # items it was told, and does not use as far as the sheets say
    taken_up: tuple[str, ...]  # items that it uses, and its cycles with an idea of the giver
    last: dt.date | None


class Carried(NamedTuple):
    """What one broker carried, or what went through one space: a routine, else a channel."""

    name: str  # as the sheet has it; a broker's is never part of a download; may be empty
    rows: tuple[SharingRow, ...]  # the latest first


class Shelf(NamedTuple):
    """A repository: where it is brokered, and how many of its items somebody was told."""

    row: RepositoryRow
    items: int
    told: int


class Hindrance(NamedTuple):
    """One obstacle, over all items that it holds up."""

    words: str
    uses: tuple[ApplicationRow, ...]  # that meet it
    helpers: tuple[str, ...]  # who is asked to remove obstacles or give resources for these items
    past_it: tuple[str, ...]  # teams that use one of these items all the same

    @property
    def items(self) -> tuple[str, ...]:
        """The items that it holds up."""
        return one_spelling(use.item for use in self.uses)


@once_a_network
def ties(network: Published) -> tuple[Tie, ...]:
    """Every pair of teams of which one learned from the other, both in alphabetical order.

    Being told, using an item and trying an idea all count; see `exchange.passed`.
    """
    found: dict[tuple[str, str], list[Passed]] = defaultdict(list)
    teams = {row.team for row in network.teams}
    for one in passed(network):
        if one.to in teams:
            found[one.giver, one.to].append(one)
    tied = (_tie(giver, learner, some) for (giver, learner), some in found.items())
    return tuple(sorted(tied, key=lambda one: (one.giver.casefold(), one.learner.casefold())))


def _tie(giver: str, learner: str, some: Sequence[Passed]) -> Tie:
    used = one_spelling(one.name for one in some if one.is_taken_up)
    told = one_spelling((*used, *(one.name for one in some)))[len(used) :]
    return Tie(giver, learner, told, used, max((one.day for one in some if one.day), default=None))


class Picture(NamedTuple):
    """Some ties, with the teams at either end of them."""

    ties: tuple[Tie, ...]
    givers: Sequence[str]
    learners: Sequence[str]


def picture(network: Published, team: str, page: Sequence[str]) -> Picture:
    """What one team gave and learned; without a team, what these teams gave.

    Where they are all teams, each stands on both sides; else the learners of these at the right.
    """
    some = [one for one in ties(network) if (one.giver in page) * (not team) or team in one[:2]]
    givers, learners = (sorted({one[end] for one in some}, key=str.casefold) for end in (0, 1))
    if team:
        return Picture(tuple(some), givers, learners)
    return Picture(tuple(some), page, page if len(page) == len(network.teams) else learners)


def headline(network: Published) -> str:
    """In how many of the active teams something of another has arrived, and from how many."""
    active = {row.team for row in network.teams if row.active}
    learned = len(active & {one.learner for one in ties(network)})
    gave = len(active & {one.giver for one in ties(network)})
    if not gave and not learned:
        return "No team has learned from another yet, as far as the sheets say"
    have, teams = "has" if learned == 1 else "have", f"team{'s' * (len(active) != 1)}"
    return f"{learned:,} of {len(active):,} {teams} {have} learned from another; {gave:,} gave"


def lead(network: Published) -> str:
    """How soon what one team tried is used by another."""
    days = [one.days_to_use for one in items(network) if one.days_to_use is not None]
    if not days:
        return ""
    many = f"{len(days):,} item{'s' * (len(days) != 1)} came to another team’s use"
    return f"{many}, half of them within {median(days):g} days of the first try."


def table(some: Iterable[Tie]) -> list[dict[str, Any]]:
    """The plain rows: one a pair of teams; names of brokers stay out."""
    return [
        {
            "from": one.giver,
            "to": one.learner,
            "told": "; ".join(one.told),
            "used_or_tried": "; ".join(one.taken_up),
            "last": one.last,
        }
        for one in some
    ]


@once_a_network
def brokers(network: Published) -> tuple[Carried, ...]:
    """Who carries items, in alphabetical order; first those who carry too much."""
    found = _carried(network, lambda row: row.broker)
    return tuple(sorted(found, key=lambda one: not company_welcome(network, one)))


def spaces(network: Published) -> tuple[Carried, ...]:
    """Through which routines, else channels, in alphabetical order; none typed stands first."""
    return _carried(network, lambda row: row.routine or row.channel)


def _carried(network: Published, by: Callable[[SharingRow], str]) -> tuple[Carried, ...]:
    found = defaultdict(list)
    for row in sorted(network.rows(SharingRow), key=lambda row: row.date, reverse=True):
        found[name_key(by(row))].append(row)
    named = (Carried(by(rows[0]), tuple(rows)) for rows in found.values())
    return tuple(sorted(named, key=lambda one: one.name.casefold()))


def company_welcome(network: Published, one: Carried) -> str:
    """How much of this year's carrying hangs on a broker who carries too much; else empty.

    Too much is more than a third of it, or more than one a week since the school year began.
    project choice: see `MOST_ON_ONE` and `LEAST_CARRIED`.
    """
    began = school_days(network).year_began
    mine = sum(row.date >= began for row in one.rows)
    of = sum(row.date >= began for row in network.rows(SharingRow))
    is_much = mine * MOST_ON_ONE > of or mine * 7 > (network.as_of - began).days
    return f"{mine:,} of this year’s {of:,}" if is_much and mine >= LEAST_CARRIED else ""


def shelves(network: Published) -> tuple[Shelf, ...]:
    """The repositories in the order of their tab; first those that no routine brings up."""
    kept = defaultdict(list)
    for one in items(network):
        kept[name_key(one.row.repository)].append(bool(one.shared))
    rows = sorted(network.rows(RepositoryRow), key=lambda row: bool(row.brokered_in))
    held = ((row, kept[name_key(row.repository)]) for row in rows)
    return tuple(Shelf(row, len(some), sum(some)) for row, some in held)


@once_a_network
def hindrances(network: Published) -> tuple[Hindrance, ...]:
    """What stands in the way of items not applied yet; what holds up most items first.

    An obstacle is the same where it reads the same, case and punctuation aside.
    """
    of_item, met = defaultdict(list), defaultdict(list)
    for use in network.rows(ApplicationRow):
        of_item[name_key(use.item)].append(use)
        for words in map(str, split_cell(use.obstacles)) if not is_applied(use) else ():
            met[name_key(words)].append((words, use))
    found = []
    for some in met.values():
        keys = dict.fromkeys(name_key(use.item) for _, use in some)
        asked = [use for key in keys for use in of_item[key]]
        helpers = (", ".join(filter(None, (u.stakeholder, u.team))) for u in asked
                   if u.action in ABLE_TO_HELP and not is_applied(u))  # fmt: skip
        past_it = one_spelling(use.team for use in asked if is_applied(use))
        uses = tuple(use for _, use in some)
        found.append(Hindrance(some[0][0], uses, one_spelling(helpers), past_it))
    return tuple(sorted(found, key=lambda one: (-len(one.items), one.words.casefold())))


def obstacles_table(network: Published) -> list[dict[str, Any]]:
    """The plain rows of what stands in the way: one an obstacle and item."""
    return [
        {"obstacle": one.words}
        | cells_to_take(use)
        | {"could_remove_it": "; ".join(one.helpers), "past_it": "; ".join(one.past_it)}
        for one in hindrances(network)
        for use in one.uses
    ]
