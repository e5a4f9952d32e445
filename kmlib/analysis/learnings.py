"""Learnings: each thing a team learned, and how far through the four stages it has come.

A learning is what one inquiry cycle taught, or a knowledge item that names no cycle. It is followed
by that one unit, so that what reaches a stage is always part of what reached the stage before:

    Cycles: Learned -> Knowledge: From cycles -> Sharing: Item -> Applications: Item
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.findings import Cell
from kmlib.privacy import Published
from kmlib.schema import CycleRow, Row
from kmlib.schema.choices import Stage
from kmlib.schema.core import RoutineRow
from kmlib.schema.learning import ApplicationRow, ApplicationStatus, KnowledgeRow, SharingRow

STAGES = tuple(Stage)  # generation, consolidation & capture, sharing, application
TAB_OF: Mapping[Stage, type[Row]] = {  # whose rows show that learning reached a stage
    Stage.GENERATION: CycleRow,
    Stage.CONSOLIDATION: KnowledgeRow,
    Stage.SHARING: SharingRow,
    Stage.APPLICATION: ApplicationRow,
}
Numbered = tuple[int, CycleRow]
Told = Mapping[Stage, Mapping[str, list[dt.date | None]]]  # when items came to a stage, by key


class Step(NamedTuple):
    """A stage that a learning reached."""

    stage: Stage
    day: dt.date | None  # None: nobody typed when, or only a later stage shows that it must have


@dataclass(frozen=True)
class Learning:
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
    cycles = network.rows(CycleRow)
    holders: dict[int, list[KnowledgeRow]] = defaultdict(list)
    alone = []
    for item, named in items_with_cycles(network):
        alone += [] if named else [item]
        for number in named:
            holders[number].append(item)
    told = _steps_of_items(network)
    of_cycles = (
        _of_cycle(cycle, holders[number], told, network.as_of)
        for number, cycle in enumerate(cycles)
        if cycle.learned or number in holders
    )
    return tuple(
        replace(one, priority=priority_of(network, one))
        for one in (*of_cycles, *(_of_item(item, told) for item in alone))
    )


@once_a_network
def items_with_cycles(network: Published) -> tuple[tuple[KnowledgeRow, tuple[int, ...]], ...]:
    """The items, each with the positions in the Cycles tab of the cycles that it names."""
    by_title: dict[str, list[Numbered]] = defaultdict(list)
    for number, cycle in enumerate(network.rows(CycleRow)):
        by_title[name_key(cycle.title)].append((number, cycle))
    return tuple((item, tuple(_cycles_named(item, by_title))) for item in _items(network))


def priority_of(network: Published, one: Learning | CycleRow) -> str:
    """The priority of a cycle or learning: its own, else the only one of its routine."""
    return one.priority or _priority_by_routine(network).get(one.routine, "")


def ended(cycle: CycleRow, as_of: dt.date) -> dt.date | None:
    """The day on which a cycle ended; None while it runs, also where the end is planned."""
    return cycle.ended if cycle.ended and cycle.ended <= as_of else None


def _of_cycle(cycle: CycleRow, items: list[KnowledgeRow], told: Told, as_of: dt.date) -> Learning:
    """What a cycle taught, held by these items."""
    return Learning(
        title=cycle.title,
        team=cycle.team,
        priority=cycle.priority or next((i.priority for i in items if i.priority), ""),
        routine=cycle.routine or next((i.routine for i in items if i.routine), ""),
        items=tuple(item.item for item in items),
        steps=_way(Step(Stage.GENERATION, ended(cycle, as_of) or cycle.logged), items, told),
        place=cycle.place,
    )


def _of_item(item: KnowledgeRow, told: Told) -> Learning:
    """An item that names no cycle."""
    return Learning(
        title=item.item,
        team=item.origin,
        priority=item.priority,
        routine=item.routine,
        items=(item.item,),
        steps=_way(Step(Stage.GENERATION, None), [item], told),
        place=item.place,
    )


def is_applied(use: ApplicationRow) -> bool:
    """Somebody uses the item: the row says so, or says nothing but when it was applied."""
    return use.status is ApplicationStatus.APPLIED or (use.status is None and bool(use.applied_on))


@once_a_network
def still_waiting(network: Published) -> tuple[Learning, ...]:
    """The learnings that wait for a stage of which the sheets tell what reached it.

    Nothing waits for a stage of which no row is kept: whether it went on is not known.
    """
    return tuple(
        one
        for one in learnings(network)
        if one.waits_for is not None and is_recorded(network, one.waits_for)
    )


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


def _steps_of_items(network: Published) -> Told:
    """The days on which each item was shared and applied, by its name's key."""
    days: dict[Stage, dict[str, list[dt.date | None]]] = {
        Stage.SHARING: defaultdict(list),
        Stage.APPLICATION: defaultdict(list),
    }
    for shared in network.rows(SharingRow):
        days[Stage.SHARING][name_key(shared.item)].append(shared.date)
    for use in network.rows(ApplicationRow):
        if is_applied(use):
            days[Stage.APPLICATION][name_key(use.item)].append(use.applied_on)
    return days


def _way(first: Step, items: list[KnowledgeRow], told: Told) -> tuple[Step, ...]:
    """The steps of a learning that these items hold, up to the furthest of any of them."""
    captured: list[dt.date | None] = [item.captured_on for item in items]
    keys = [name_key(item.item) for item in items]
    days = {
        Stage.CONSOLIDATION: captured,
        **{stage: [day for key in keys for day in told[stage].get(key, ())] for stage in told},
    }
    reached = max((STAGES.index(stage) for stage, some in days.items() if some), default=0)
    later = (Step(stage, _earliest(days[stage])) for stage in STAGES[1 : reached + 1])
    return (first, *later)


def _earliest(days: Iterable[dt.date | None]) -> dt.date | None:
    return min((day for day in days if day), default=None)


@once_a_network
def _priority_by_routine(network: Published) -> dict[str, str]:
    """The priority of each routine that serves only one."""
    return {
        row.routine: row.priorities[0]
        for row in network.rows(RoutineRow)
        if len(row.priorities) == 1
    }
