"""Evidence for spread: what supports a knowledge item, and what its level asks for.

The level that the owners claim and the one that the evidence meets stand side by side: only people
move an item up or down.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from kmlib.analysis.judging import IMPROVING, judged
from kmlib.analysis.learnings import by_item, ended, ideas_taken, is_applied, items_with_cycles
from kmlib.analysis.ledger import cells_to_take
from kmlib.analysis.names import name_key, one_spelling
from kmlib.analysis.once import once_a_network
from kmlib.analysis.wording import count, verb
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema import CycleRow
from kmlib.schema.learning import ApplicationRow, Decision, KnowledgeRow, Level, SharingRow
from kmlib.schema.steering import StandardRow

LEVELS = tuple(Level)  # summary, synthesis, reduction, known good
ASKED = {  # what a standard may ask for, by its column
    "teams_at_least": "team",
    "contexts_at_least": "context",
    "measured_change_needed": "measured change",
    "equity_check_needed": "equity check",
}
NEEDED = ("audience", "next_steps", "resources_needed")  # for a product to be put to use


class Check(NamedTuple):
    """One thing that a level asks for, and how much of it is there."""

    level: Level
    thing: str  # of ASKED
    needed: int
    there: int

    @property
    def lacks(self) -> str:
        """What is not there, in words: "2 more teams", "an equity check"; empty where all is."""
        return _some(self.needed - self.there, self.thing, more=self.there > 0)

    @property
    def asks(self) -> str:
        """What is asked for, in words; empty where nothing is."""
        return _some(self.needed, self.thing)


@dataclass(frozen=True, eq=False)
class Item:
    """A knowledge item with all that supports it."""

    row: KnowledgeRow
    cycles: tuple[CycleRow, ...]  # those it names and those that took their idea from it
    tested_by: tuple[str, ...]  # teams
    contexts: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]  # measured ones: team and measure
    checks: tuple[Check, ...]  # of the levels with a standard, the lowest first
    evidence: Level | None  # the highest level with a standard that is met, as are all below
    shared: tuple[SharingRow, ...]  # oldest first
    applications: tuple[ApplicationRow, ...]

    @property
    def next_level(self) -> Level | None:
        """The level with a standard after the one that the evidence meets."""
        above = height(self.evidence)
        return next((c.level for c in self.checks if height(c.level) > above), None)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the next level asks for and is not there."""
        return tuple(c.lacks for c in self.checks if c.lacks and c.level is self.next_level)

    @property
    def product_lacks(self) -> tuple[str, ...]:
        """What a product needs for somebody to put it to use, and nobody typed."""
        needed = NEEDED if self.row.product else ()
        return tuple(name.replace("_", " ") for name in needed if not getattr(self.row, name))

    @cached_property
    def ask(self) -> tuple[str, ...]:
        """The teams to ask: where it comes from, then those that tested it."""
        return one_spelling((self.row.origin, *self.tested_by))

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Who was told, each once."""
        return one_spelling(str(name) for row in self.shared for name in split_cell(row.to))

    @cached_property
    def used_by(self) -> dict[str, int | None]:
        """The teams that use it and that it does not come from, each with days from the first try.

        The first try is another team's: a team's own cycle is no try elsewhere. None: a date is
        missing, or the use came before that try.
        """
        found: dict[str, int | None] = {}
        for use in sorted(self.applications, key=lambda use: use.applied_on or dt.date.max):
            if is_applied(use) and use.team and use.team != self.row.origin:
                others = (cycle.started for cycle in self.cycles if cycle.team != use.team)
                first = min(others, default=None)
                days = (use.applied_on - first).days if use.applied_on and first else -1
                found.setdefault(use.team, days if days >= 0 else None)
        return found

    @property
    def days_to_use(self) -> int | None:
        """From the first try to the first use by another team."""
        return min((days for days in self.used_by.values() if days is not None), default=None)


def items(network: Published) -> tuple[Item, ...]:
    """The items of the Knowledge tab; none where nobody has it."""
    return every_item(network) if network.rows(KnowledgeRow) else ()


@once_a_network
def every_item(network: Published) -> tuple[Item, ...]:
    """The items, without a Knowledge tab those shared or applied: by claim, then by evidence."""
    inspired, shared = defaultdict(list), by_item(network, SharingRow)
    for at, name in ideas_taken(network):
        inspired[name_key(name)].append(at)
    used, found = by_item(network, ApplicationRow), []
    for row, named in items_with_cycles(network):
        key = name_key(row.item)
        told = tuple(sorted(shared.get(key, ()), key=lambda row: row.date))
        support = _support(network, row, named, inspired.get(key, ()))
        found.append(Item(row, **support, shared=told, applications=tuple(used.get(key, ()))))
    found.sort(key=lambda one: name_key(one.row.item))
    found.sort(key=lambda one: (height(one.row.level), height(one.evidence)), reverse=True)
    return tuple(found)


def _support(
    network: Published, row: KnowledgeRow, named: Iterable[int], inspired: Iterable[int]
) -> dict[str, Any]:
    """The cycles of an item, and what of them supports it.

    A team tested it that stands under Tested by, or has a cycle of it that has ended: one that the
    item names, or one that took its idea from the item and was not abandoned. The contexts are
    those typed for it; only where none is typed those of these cycles, since a team may call "K-8,
    rural" what the item calls "rural". Spellings of one name count once.
    """
    cycles = network.rows(CycleRow)
    let_go = {at for at in inspired if cycles[at].decision is Decision.ABANDON} - set(named)
    all_of_it = sorted({*named, *inspired}, key=lambda at: cycles[at].started)
    over = [cycles[at] for at in all_of_it if at not in let_go and ended(cycles[at], network.as_of)]
    teams = one_spelling((*row.tested_by, *(cycle.team for cycle in over)))
    contexts = one_spelling(row.contexts or (cycle.context for cycle in over))
    changes = tuple(dict.fromkeys(_changes(network, over)))
    there = (len(teams), len(contexts), bool(changes), bool(row.equity_checked))
    checks, evidence = _checked(network, there)
    return {
        "cycles": tuple(cycles[at] for at in all_of_it),
        "tested_by": teams,
        "contexts": contexts,
        "changes": changes,
        "checks": checks,
        "evidence": evidence,
    }


@once_a_network
def _checked(network: Published, there: tuple[int, ...]) -> tuple[tuple[Check, ...], Level | None]:
    """What each level asks for, of which so much is there; and the highest level that is met."""
    checks = tuple(
        Check(level, thing, int(getattr(standard, column) or 0), int(amount))
        for level, standard in standards(network).items()
        for (column, thing), amount in zip(ASKED.items(), there, strict=True)
    )
    unmet = min((height(c.level) for c in checks if c.lacks), default=len(LEVELS))
    met = (c.level for c in checks if height(c.level) < unmet)
    return checks, max(met, key=height, default=None)


def _changes(network: Published, cycles: Iterable[CycleRow]) -> Iterator[tuple[str, str]]:
    """The measures of cycles that improve, with a point of that signal since the cycle began.

    Which series improves is what every chart says: `kmlib.analysis.judging`.
    """
    known = judged(network)
    for cycle in cycles:
        number = known.numbers.get((cycle.measure, WHOLE_TEAM, cycle.team))
        if number is not None and known.direction[number] == IMPROVING:
            own = slice(known.lines.first[number], known.lines.first[number + 1])
            since = known.lines.points.end[own] >= cycle.started.toordinal()
            if ((known.verdict[own] == IMPROVING) & since).any():
                yield cycle.team, cycle.measure


@once_a_network
def standards(network: Published) -> dict[Level, StandardRow]:
    """The levels of the Standards tab, from summary to known good."""
    rows = {row.level: row for row in network.rows(StandardRow)}
    return {level: rows[level] for level in LEVELS if level in rows}


def funnel(network: Published) -> list[tuple[Level, int, int | None]]:
    """How many items came as far as each level, by claim and by evidence; None: no standard."""
    found, asked = items(network), standards(network)
    claims = [height(one.row.level) for one in found]
    meets = [height(one.evidence) for one in found]
    return [
        (
            level,
            sum(height >= at for height in claims),
            sum(height >= at for height in meets) if level in asked else None,
        )
        for at, level in enumerate(LEVELS)
    ]


def headline(network: Published) -> str:
    """How many items are called known good, and how many of these the evidence carries."""
    found = items(network)
    total = f"{count(len(found), 'item')} of knowledge"
    best = [one for one in found if one.row.level is Level.KNOWN_GOOD]
    if not best:
        return f"{total}, none called known good yet"
    said = f"{len(best):,} of {total} {verb(len(best), 'are')} called known good"
    carried = sum(one.evidence is Level.KNOWN_GOOD for one in best)
    has_standard = Level.KNOWN_GOOD in standards(network)
    return f"{said}; the evidence carries {carried:,} of these" if has_standard else said


def table(some: Iterable[Item]) -> list[dict[str, Any]]:
    """The plain rows of these items, one each: what was typed, then what follows from it."""
    return [
        cells_to_take(one.row)
        | {
            "evidence_meets": one.evidence and one.evidence.value,
            "next_level": one.next_level and one.next_level.value,
            "lacks_for_it": "; ".join(one.lacks),
            "teams_that_tested": "; ".join(one.tested_by),
            "contexts_counted": "; ".join(one.contexts),
            "measured_changes": "; ".join(map(": ".join, one.changes)),
            "product_lacks": "; ".join(one.product_lacks),
            "ask": "; ".join(one.ask),
            "told": len(one.told),
            "used_by_other_teams": "; ".join(one.used_by),
            "days_to_first_use": one.days_to_use,
        }
        for one in some
    ]


def applications(one: Item) -> list[dict[str, Any]]:
    """The plain rows of what somebody is asked to do with an item."""
    return [cells_to_take(row) for row in one.applications]


def height(level: Level | None) -> int:
    """How high a level is; -1 where there is none."""
    return LEVELS.index(level) if level else -1


def _some(amount: int, thing: str, *, more: bool = False) -> str:
    """A number of things in words; one thing that is not counted on has an article."""
    if amount == 1 and not more and " " in thing:
        return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
    return f"{amount:,} {'more ' * more}{thing}{'s' * (amount > 1)}" if amount > 0 else ""
