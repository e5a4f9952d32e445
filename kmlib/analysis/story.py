"""The story so far: what was tried in order and what it taught, what is known, what is open."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from kmlib.analysis.due import school_days
from kmlib.analysis.learnings import is_applied
from kmlib.analysis.ledger import Entry, State, ledger, of
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import is_of, priorities
from kmlib.analysis.spread import LEVELS, Item, items
from kmlib.findings import Cell
from kmlib.privacy import Published
from kmlib.reading.school_calendar import months, period_label, school_year_of
from kmlib.schema.learning import ApplicationRow

TOLD_A_YEAR = 3  # project choice: of a priority and school year; the rest is counted


class Chapter(NamedTuple):
    """What was tried on one priority in one school year."""

    priority: str
    year: str
    entries: tuple[Entry, ...]
    told: tuple[Entry, ...]  # the most telling of them, in the order in which they began


@once_a_network
def chapters(network: Published, priority: str = "") -> tuple[Chapter, ...]:
    """Each priority in the order of its tab, its school years oldest first; those of none last.

    Telling are the cycles that taught something: first those whose learning an item of the highest
    level holds, then those with a decision, then those begun last; one an item or idea.
    """
    begins, parts = school_days(network).year_starts, defaultdict(list)
    for one in of(ledger(network), priority=priority):
        if one.state is not State.PLANNED:
            year = school_year_of(one.row.started, begins)
            parts[name_key(one.priority), year].append(one)
    order = [name_key(name) for name in priorities(network) if name]
    order += sorted({key for key, _ in parts} - {*order}, reverse=True)
    found = []
    for key in sorted(parts, key=lambda key: (order.index(key[0]), key)):
        told: dict[object, Entry] = {}
        for one in sorted(parts[key], key=lambda one: _telling(network, one), reverse=True):
            if one.taught:
                about = holding(network, one) or name_key(one.row.change_idea) or one
                told.setdefault(about, one)
        first = sorted([*told.values()][:TOLD_A_YEAR], key=lambda one: one.row.started)
        year = period_label(*months(key[1], begins, 12), begins)
        found.append(Chapter(parts[key][0].priority, year, tuple(parts[key]), tuple(first)))
    return tuple(found)


def known(network: Published, priority: str = "") -> list[Item]:
    """The items of a priority, those whose claimed level is highest first."""
    return [one for one in items(network) if is_of(one.row.priority, priority)]


def open_uses(network: Published, priority: str = "") -> list[ApplicationRow]:
    """What somebody is asked to do with an item of a priority and has not done yet."""
    about = {name_key(one.row.item): one.row.priority for one in items(network)}
    uses = (use for use in network.rows(ApplicationRow) if not is_applied(use))
    return [use for use in uses if is_of(about.get(name_key(use.item), ""), priority)]


def headline(network: Published, priority: str = "") -> str:
    """How much was tried, is known and is asked for; else which tabs would tell it."""
    amounts = {
        "cycle{}": sum(len(one.entries) for one in chapters(network, priority)),
        "item{} of knowledge": len(known(network, priority)),
        "open application{}": len(open_uses(network, priority)),
    }
    said = [f"{n:,} {what.format('s' * (n > 1))}" for what, n in amounts.items() if n]
    return ", ".join(said) or "Nothing yet: the tabs Cycles, Knowledge and Applications tell it"


def holding(network: Published, one: Entry) -> Item | None:
    """The item of the highest level that holds what a cycle taught."""
    return _held(network).get(one.row.place)


def _telling(network: Published, one: Entry) -> tuple[object, ...]:
    item = holding(network, one)
    level = LEVELS.index(item.row.level) if item and item.row.level else -1
    return level, one.row.decision is not None, one.row.started


@once_a_network
def _held(network: Published) -> dict[Cell, Item]:
    """The item of the highest level that names or follows each cycle, by the cycle's place."""
    lowest_first = reversed(items(network))
    return {cycle.place: item for item in lowest_first for cycle in item.cycles}
