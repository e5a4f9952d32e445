"""Learnings: each thing a team learned, and how far through the four stages it has come.

A learning is what one inquiry cycle taught, or a knowledge item that names no cycle. It is followed
by that one unit, so that what reaches a stage is always part of what reached the stage before:

    Cycles: Learned -> Knowledge: From cycles -> Sharing: Item -> Applications: Item
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.findings import Cell
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema import CycleRow, RoutineRow, Row, Stage
from kmlib.schema.learning import ApplicationRow, ApplicationStatus, KnowledgeRow, SharingRow

STAGES = tuple(Stage)  # generation, consolidation & capture, sharing, application
TAB_OF: Mapping[Stage, type[Row]] = {  # whose rows show that learning reached a stage
    Stage.GENERATION: CycleRow,
    Stage.CONSOLIDATION: KnowledgeRow,
    Stage.SHARING: SharingRow,
    Stage.APPLICATION: ApplicationRow,
}
ItemRowT = TypeVar("ItemRowT", SharingRow, ApplicationRow)
Numbered = tuple[int, CycleRow]


class Step(NamedTuple):
    """A stage that a learning reached."""

    stage: Stage
    day: dt.date | None  # None: nobody typed when, or only a later stage shows that it must have


class Learning(NamedTuple):
    """One learning on its way; `steps` are the stages it reached, none left out."""

    title: str  # of its cycle, else of its item
    team: str
    priority: str
    routine: str  # where it was talked about, as the Routines tab writes it
    items: tuple[str, ...]  # the knowledge items that hold it
    steps: tuple[Step, ...]
    place: Cell  # the row that it comes from

    @property
    def reached(self) -> Stage:
        """The furthest stage it reached."""
        return self.steps[-1].stage

    def has_reached(self, stage: Stage) -> bool:
        """Whether it came as far as this stage."""
        return len(self.steps) > STAGES.index(stage)

    def day(self, stage: Stage) -> dt.date | None:
        """When it reached a stage; None where it did not, or nobody typed when."""
        return self.steps[STAGES.index(stage)].day if self.has_reached(stage) else None

    @property
    def waits_for(self) -> Stage | None:
        """The stage it has not reached yet; None where it is applied."""
        return STAGES[len(self.steps)] if len(self.steps) < len(STAGES) else None


class Held(NamedTuple):
    """What the items that hold a learning tell of it."""

    items: tuple[str, ...]
    priority: str  # the first that one of them names, as the routine
    routine: str
    steps: tuple[Step, ...]  # after generation


def is_recorded(network: Published, stage: Stage) -> bool:
    """Whether any row tells what reached a stage; without one nothing is said to wait for it."""
    return bool(network.rows(TAB_OF[stage]))


@once_a_network
def learnings(network: Published) -> tuple[Learning, ...]:
    """Every learning: those of cycles in the order of their tab, then items that name no cycle.

    A cycle gave a learning when something stands under Learned, or when an item names it. Shared or
    applied counts as captured before, and applied as shared, even where no row says when; a name
    under From cycles means every cycle of that title, of the item's own teams where some is theirs.
    """
    every, holders = items_with_cycles(network), defaultdict[int, tuple[int, ...]](tuple)
    for at, (_, named) in enumerate(every):
        for number in named:
            holders[number] += (at,)

    @cache
    def held(by: tuple[int, ...]) -> Held:
        return _held(network, [every[at][0] for at in by])

    found = []
    for number, row in enumerate(network.rows(CycleRow)):
        if row.learned or number in holders:
            day = ended(row, network.as_of) or row.logged
            by = held(holders.get(number, ()))
            found.append(_learning(network, row, (row.title, row.team), by, day))
    for at, (item, named) in enumerate(every):
        if not named:
            found.append(_learning(network, item, (item.item, item.origin), held((at,))))
    return tuple(found)


@once_a_network
def items_with_cycles(network: Published) -> tuple[tuple[KnowledgeRow, tuple[int, ...]], ...]:
    """The items, each with the positions in the Cycles tab of the cycles that it names."""
    by_title: dict[str, list[Numbered]] = defaultdict(list)
    for number, cycle in enumerate(network.rows(CycleRow)):
        by_title[name_key(cycle.title)].append((number, cycle))
    return tuple((item, tuple(_cycles_named(item, by_title))) for item in _items(network))


@once_a_network
def by_item(network: Published, model: type[ItemRowT]) -> Mapping[str, Sequence[ItemRowT]]:
    """The rows of Sharing or Applications by the key of the item's name, in their tab's order."""
    found: dict[str, list[ItemRowT]] = defaultdict(list)
    for row in network.rows(model):
        found[name_key(row.item)].append(row)
    return dict(found)


@once_a_network
def ideas_taken(network: Published) -> tuple[tuple[int, str], ...]:
    """Each name under Idea from, with the position of its cycle in the Cycles tab."""
    ideas = enumerate(row.idea_from for row in network.rows(CycleRow))
    return tuple((at, str(name)) for at, idea in ideas if idea for name in split_cell(idea))


def priority_of(network: Published, cycle: CycleRow) -> str:
    """The priority of a cycle: its own, else the only one of its routine."""
    return cycle.priority or _priority_by_routine(network).get(cycle.routine, "")


def ended(cycle: CycleRow, as_of: dt.date) -> dt.date | None:
    """The day on which a cycle ended; None while it runs, also where the end is planned."""
    return cycle.ended if cycle.ended and cycle.ended <= as_of else None


def _learning(
    network: Published, row: CycleRow | KnowledgeRow, named: tuple[str, str], held: Held,
    day: dt.date | None = None,
) -> Learning:  # fmt: skip
    """What a cycle taught, or an item that names none, by its title and team; as its items hold."""
    routine = row.routine or held.routine
    by_routine = _priority_by_routine(network).get(routine, "")
    priority = row.priority or held.priority or by_routine
    steps = (Step(STAGES[0], day), *held.steps)
    return Learning(*named, priority, routine, held.items, steps, row.place)


def is_applied(use: ApplicationRow) -> bool:
    """Somebody uses the item: the row says so, or says nothing but when it was applied."""
    return use.status is ApplicationStatus.APPLIED or (use.status is None and bool(use.applied_on))


@once_a_network
def still_waiting(network: Published) -> tuple[Learning, ...]:
    """The learnings that wait for a stage of which the sheets tell what reached it.

    Nothing waits for a stage of which no row is kept: whether it went on is not known.
    """
    kept = {stage for stage in STAGES if is_recorded(network, stage)}
    return tuple(one for one in learnings(network) if one.waits_for in kept)


def _items(network: Published) -> list[KnowledgeRow]:
    """The knowledge items; without a Knowledge tab those that were shared or applied."""
    if listed := network.rows(KnowledgeRow):
        return list(listed)
    named: dict[str, KnowledgeRow] = {}
    rows: tuple[SharingRow | ApplicationRow, ...] = network.rows(SharingRow)
    for row in (*rows, *network.rows(ApplicationRow)):
        named.setdefault(name_key(row.item), KnowledgeRow(item=row.item, place=row.place))
    return list(named.values())


def _cycles_named(item: KnowledgeRow, by_title: Mapping[str, list[Numbered]]) -> list[int]:
    """The cycles that an item names, by their number; of its own teams where some are theirs."""
    teams, found = {item.origin, *item.tested_by}, []
    for title in dict.fromkeys(name_key(name) for name in item.from_cycles):
        alike = by_title.get(title, [])
        own = [number for number, cycle in alike if cycle.team in teams]
        found += own or [number for number, _ in alike]
    return found


def _held(network: Published, items: Sequence[KnowledgeRow]) -> Held:
    """What is known of a learning by its items; the steps go to the furthest of any of them."""
    told, uses = by_item(network, SharingRow), by_item(network, ApplicationRow)
    keys = [name_key(item.item) for item in items]
    days = (
        [item.captured_on for item in items],
        [row.date for key in keys for row in told.get(key, ())],
        [use.applied_on for key in keys for use in uses.get(key, ()) if is_applied(use)],
    )
    reached = max((at for at, some in enumerate(days, 1) if some), default=0)
    return Held(
        tuple(item.item for item in items),
        next((item.priority for item in items if item.priority), ""),
        next((item.routine for item in items if item.routine), ""),
        tuple(
            Step(STAGES[at], min(filter(None, some), default=None))
            for at, some in enumerate(days[:reached], 1)
        ),
    )


@once_a_network
def _priority_by_routine(network: Published) -> dict[str, str]:
    """The priority of each routine that serves only one."""
    rows = (row for row in network.rows(RoutineRow) if len(row.priorities) == 1)
    return {row.routine: row.priorities[0] for row in rows}
