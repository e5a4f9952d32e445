"""Brokering: who learns from whom, who carries what through which space, and what is in the way.

Tables are plain rows, the same on the page and in its download; brokers are on no download.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import median
from typing import Any

from kmlib.analysis.due import school_days
from kmlib.analysis.exchange import Passed, passed
from kmlib.analysis.learnings import is_applied
from kmlib.analysis.names import name_key, one_spelling
from kmlib.analysis.once import once_a_network
from kmlib.analysis.spread import items
from kmlib.analysis.wording import count
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema import LEFT_OUT
from kmlib.schema.learning import Action, ApplicationRow, SharingRow
from kmlib.schema.programme import RepositoryRow

Rows = list[dict[str, Any]]
# project choice: a third can wait while one broker is away; of fewer one busy week makes a third
MOST_ON_ONE, LEAST_CARRIED = 1 / 3, 6
MOST_DRAWN = 24  # teams; project choice: the names that a projector's screen holds


@once_a_network
def ties(network: Published) -> Rows:
    """One row a pair of teams of which one learned from the other, both in alphabetical order.

    Being told, using an item and trying an idea all count: `exchange.passed`. Told only is what the
    sheets do not tell to be used or tried.
    """
    found: dict[tuple[str, str], list[Passed]] = defaultdict(list)
    teams = {row.team for row in network.teams}
    for one in passed(network):
        if one.to in teams:
            found[one.giver, one.to].append(one)
    rows: Rows = []
    for (giver, to), some in sorted(found.items(), key=lambda one: "\n".join(one[0]).casefold()):
        used = one_spelling(one.name for one in some if one.is_taken_up)
        told = one_spelling((*used, *(one.name for one in some)))[len(used) :]
        last = max((one.day for one in some if one.day), default=None)
        row = {"from": giver, "to": to, "used_or_tried": "; ".join(used)}
        rows.append(row | {"told_only": "; ".join(told), "last": last})
    return rows


def lines(network: Published, team: str = "") -> Rows:
    """What one team gave and learned; without a team all, where teams are many by district."""
    if team or len(network.teams) <= MOST_DRAWN:
        return [one for one in ties(network) if not team or team in (one["from"], one["to"])]
    district = {row.team: row.district for row in network.teams}
    counted = Counter((district[o["from"]], district[o["to"]]) for o in ties(network))
    named = (({"from": one, "to": to}, n) for (one, to), n in sorted(counted.items()) if one and to)
    return [ends | {"used_or_tried": f"{n:,} lines", "lines": n} for ends, n in named]


def headline(network: Published) -> str:
    """How many of the active teams learned something of another, and how many gave it."""
    active = {row.team for row in network.teams if row.active}
    gave, learned = (len(active & {one[end] for one in ties(network)}) for end in ("from", "to"))
    if not learned:
        return "No team has learned from another yet, as far as the sheets say"
    return f"{learned:,} of {count(len(active), 'team')} learned from another; {gave:,} gave"


def lead(network: Published) -> str:
    """How soon what one team tried is used by another."""
    days = [one.days_to_use for one in items(network) if one.days_to_use is not None]
    half = f"Half of the {len(days):,} items with both days typed came to another team’s use within"
    return f"{half} {median(days):,.0f} days of the first try." if days else ""


@once_a_network
def brokers(network: Published) -> Rows:
    """One row a broker: what was carried to whom through which routine, else channel.

    In alphabetical order; first those who carry too much: more than a third of all that was carried
    since the school year began, or more than one item a week.
    """
    began = school_days(network).year_began
    found, year = defaultdict(list), sum(r.date >= began for r in network.rows(SharingRow))
    for row in sorted(network.rows(SharingRow), key=lambda row: row.date, reverse=True):
        found[name_key(row.broker)].append(row)

    def company(rows: list[SharingRow]) -> str:
        mine = sum(row.date >= began for row in rows)
        is_much = mine > MOST_ON_ONE * year or mine > (network.as_of - began).days / 7
        is_much = is_much and mine >= LEAST_CARRIED and rows[0].broker != LEFT_OUT
        return f"company welcome: {mine:,} of this year’s {year:,}" if is_much else ""

    every = (
        {"broker": rows[0].broker, "company": company(rows), "carried": len(rows)}
        | {"items": _each(row.item for row in rows), "to": _each(row.to for row in rows)}
        | {"through": _each(row.routine or row.channel for row in rows), "last": rows[0].date}
        for rows in found.values()
    )
    return sorted(every, key=lambda one: (not one["company"], str(one["broker"]).casefold()))


@once_a_network
def repositories(network: Published) -> Rows:
    """One row a repository: where it is brought up; first those that nobody brokers."""
    kept = defaultdict(list)
    for one in items(network):
        kept[name_key(one.row.repository)].append(bool(one.shared))
    every = (
        {"repository": row.repository, "brokered_in": row.brokered_in or "nobody brings it up yet"}
        | {"items": len(some := kept[name_key(row.repository)]), "passed_on": sum(some)}
        for row in sorted(network.rows(RepositoryRow), key=lambda row: bool(row.brokered_in))
    )
    return list(every)


@once_a_network
def obstacles(network: Published) -> Rows:
    """One row an obstacle of what is not applied yet; what holds up most items first.

    It is the same where it reads the same, case and punctuation aside. Could remove it: who is
    asked to remove obstacles or provide resources for these items. Past it: teams that use one.
    """
    of_item, met = defaultdict(list), defaultdict(list)
    for use in network.rows(ApplicationRow):
        of_item[name_key(use.item)].append(use)
        for words in map(str, split_cell(use.obstacles)) if not is_applied(use) else ():
            met[name_key(words)].append((words, use))
    found = []
    for some in met.values():
        words, uses = some[0][0], [use for _, use in some]
        asked = [use for key in {name_key(u.item): 0 for u in uses} for use in of_item[key]]
        able = [use for use in asked if use.action in (Action.OBSTACLE, Action.RESOURCES)]
        found.append(
            {"in_the_way": words, "of": _each(use.item for use in uses), "for": _who(uses)}
            | {"could_remove_it": _who(able) or "nobody is asked yet"}
            | {"past_it": _each(use.team for use in asked if is_applied(use)) or "no team yet"}
            | {"next_step": _each(use.next_step for use in uses)}
        )
    return sorted(found, key=lambda one: (-one["of"].count("; "), one["in_the_way"].casefold()))


def _who(uses: Iterable[ApplicationRow]) -> str:
    return _each(", ".join(filter(None, (use.stakeholder, use.team))) for use in uses)


def _each(names: Iterable[str]) -> str:
    return "; ".join(one_spelling(names))
