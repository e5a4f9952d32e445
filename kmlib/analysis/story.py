"""The story so far: what was tried in order and what it taught, what is known, what is open."""

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from kmlib.analysis.continuity import people
from kmlib.analysis.due import school_days
from kmlib.analysis.gaps import gaps
from kmlib.analysis.learnings import is_applied
from kmlib.analysis.ledger import Entry, find
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import is_of, priorities
from kmlib.analysis.spread import height, items
from kmlib.privacy import Published
from kmlib.reading.school_calendar import months, period_label, school_year_of
from kmlib.schema import PersonRow, Row
from kmlib.schema.learning import ApplicationRow, KnowledgeRow, PriorityRow
from kmlib.schema.programme import PartnershipRow
from kmlib.schema.steering import GapDecisionRow

NEVER = dt.date.max
OPEN: tuple[type[Row], ...] = (ApplicationRow, GapDecisionRow, PartnershipRow)
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

    Telling are the cycles that taught something: first those that an item of the highest level
    names, then those with a decision, then those begun last; one an item or idea.
    """
    begins, parts = school_days(network).year_starts, defaultdict(list)
    for one in find(network, priority=priority):
        parts[name_key(one.priority), school_year_of(one.row.started, begins)].append(one)
    order = [name_key(name) for name in priorities(network) if name]
    order += sorted({key for key, _ in parts} - {*order}, reverse=True)
    levels = {one.row.item: height(one.row.level) for one in items(network)}

    def telling(one: Entry) -> tuple[object, ...]:
        level = max((levels[item] for item in one.items), default=-1)
        return level, one.row.decision is not None, one.row.started

    found = []
    for key in sorted(parts, key=lambda key: (order.index(key[0]), key)):
        taught = sorted((one for one in parts[key] if one.taught), key=telling, reverse=True)
        ideas = {one.items or name_key(one.row.change_idea) or one: one for one in taught[::-1]}
        first = sorted(ideas.values(), key=telling)[-TOLD_A_YEAR:]
        first.sort(key=lambda one: one.row.started)
        label = period_label(*months(key[1], begins, 12), begins)
        found.append(Chapter(parts[key][0].priority, label, tuple(parts[key]), tuple(first)))
    return tuple(found)


@once_a_network
def told(network: Published, priority: str = "") -> dict[type[Row], list[Any]]:
    """The rows of other tabs that tell of a priority, or of all; those with a day by that day.

    Items stand by their claimed level, people by who leaves first. Open are uses of items that are
    not applied, gaps of the Gaps tab that are still there, and partnerships that are not over.
    Partnerships name no priority, and so stand in the whole story alone.
    """

    def is_here(*names: str) -> bool:
        return any(is_of(name, priority) for name in names)

    of_item = {name_key(one.row.item): one.row.priority for one in items(network)}
    uses = [use for use in network.rows(ApplicationRow) if not is_applied(use)]
    goes_on = [row for row in network.rows(PartnershipRow) if (row.end or NEVER) >= network.as_of]
    decided = [g.decision for g in gaps(network) if g.decision and is_here(*g.priority.split("; "))]
    found: dict[type[Row], list[Any]] = {
        PriorityRow: [row for row in network.rows(PriorityRow) if is_here(row.priority)],
        KnowledgeRow: [one.row for one in items(network) if is_here(one.row.priority)],
        ApplicationRow: [use for use in uses if is_here(of_item.get(name_key(use.item), ""))],
        GapDecisionRow: decided,
        PartnershipRow: [] if priority else goes_on,
        PersonRow: [
            p.row for p in people(network) if any(is_here(*t.priorities) for t in p.things)
        ],
    }
    found[ApplicationRow].sort(key=lambda row: row.by or NEVER)
    found[GapDecisionRow].sort(key=lambda row: row.muted_until or NEVER)
    found[PartnershipRow].sort(key=lambda row: row.end or NEVER)
    return found
