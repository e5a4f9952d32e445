"""The story so far: what was tried in order and what it taught, what is known, what is open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from kmlib.analysis.continuity import people
from kmlib.analysis.due import school_days
from kmlib.analysis.gaps import gaps
from kmlib.analysis.learnings import is_applied
from kmlib.analysis.ledger import Entry, State, ledger, of
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import is_of, priorities
from kmlib.analysis.spread import items
from kmlib.findings import Cell
from kmlib.privacy import Published
from kmlib.reading.school_calendar import months, period_label, school_year_of
from kmlib.schema import PersonRow, Row
from kmlib.schema.learning import ApplicationRow, KnowledgeRow, Level, PriorityRow
from kmlib.schema.programme import PartnershipRow
from kmlib.schema.steering import GapDecisionRow

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
    found, held = [], _held(network)
    for key in sorted(parts, key=lambda key: (order.index(key[0]), key)):
        best: dict[object, Entry] = {}
        taught = [(*held.get(one.row.place, (-1, "")), one) for one in parts[key] if one.taught]
        taught.sort(key=lambda t: (t[0], t[2].row.decision is not None, t[2].row.started))
        for _, item, one in reversed(taught):
            best.setdefault(item or name_key(one.row.change_idea) or one, one)
        first = sorted([*best.values()][:TOLD_A_YEAR], key=lambda one: one.row.started)
        year = period_label(*months(key[1], begins, 12), begins)
        found.append(Chapter(parts[key][0].priority, year, tuple(parts[key]), tuple(first)))
    return tuple(found)


@once_a_network
def told(network: Published, priority: str = "") -> dict[type[Row], list[Any]]:
    """The rows of other tabs that tell of a priority, or of all; those with a day by that day.

    Items stand by their claimed level, people by who leaves first. Open are uses of items that are
    not applied, gaps of the Gaps tab that are still there, and partnerships that are not over.
    Partnerships name no priority, and so stand in the whole story alone.
    """
    is_here = lambda *names: any(is_of(name, priority) for name in names)  # noqa: E731
    of_item = {name_key(one.row.item): one.row.priority for one in items(network)}
    uses = [use for use in network.rows(ApplicationRow) if not is_applied(use)]
    uses = [use for use in uses if is_here(of_item.get(name_key(use.item), ""))]
    gone_on = [row for row in network.rows(PartnershipRow) if not priority]
    gone_on = [row for row in gone_on if row.end is None or row.end >= network.as_of]
    decided = [g.decision for g in gaps(network) if g.decision and is_here(*g.priority.split("; "))]
    return {
        PriorityRow: [row for row in network.rows(PriorityRow) if is_here(row.priority)],
        KnowledgeRow: [one.row for one in items(network) if is_here(one.row.priority)],
        ApplicationRow: sorted(uses, key=lambda row: row.by or dt.date.max),
        GapDecisionRow: sorted(decided, key=lambda row: row.muted_until or dt.date.max),
        PartnershipRow: sorted(gone_on, key=lambda row: row.end or dt.date.max),
        PersonRow: [
            one.row
            for one in people(network)
            if any(is_here(*thing.priorities) for thing in one.things)
        ],
    }


def headline(network: Published, priority: str = "") -> str:
    """How much was tried, is known and is asked for; else which tabs would tell it."""
    rows, cycles = told(network, priority), chapters(network, priority)
    amounts = {
        "cycle{}": sum(len(one.entries) for one in cycles),
        "item{} of knowledge": len(rows[KnowledgeRow]),
        "open application{}": len(rows[ApplicationRow]),
    }
    said = [f"{n:,} {what.format('s' * (n > 1))}" for what, n in amounts.items() if n]
    return ", ".join(said) or "Nothing yet: the tabs Cycles, Knowledge and Applications tell it"


def _held(network: Published) -> dict[Cell, tuple[int, str]]:
    """The level and name of the highest item that names or follows each cycle, by its place."""
    levels = {None: -1} | {level: height for height, level in enumerate(Level)}
    return {
        cycle.place: (levels[one.row.level], one.row.item)
        for one in reversed(items(network))
        for cycle in one.cycles
    }
