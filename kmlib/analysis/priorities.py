"""Priorities: what the network works on, and which routine serves which of them in a stage."""

from collections.abc import Iterable

from kmlib.analysis.learnings import learnings
from kmlib.analysis.names import name_key, one_spelling
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.schema import RoutineRow, Stage
from kmlib.schema.learning import PriorityRow

Keys = frozenset[str]  # priorities, by the keys of their names


def keys(priorities: Iterable[str]) -> Keys:
    """Priorities by what the spellings of a name have in common."""
    return frozenset(map(name_key, priorities))


def of_one(priority: str) -> Keys:
    """The key of one priority; none where none is named, which means any."""
    return keys(filter(None, [priority]))


def is_of(named: str, priority: str) -> bool:
    """Whether something that names a priority is of this one; everything is where none is asked."""
    return not priority or name_key(named) == name_key(priority)


@once_a_network
def priorities(network: Published) -> tuple[str, ...]:
    """The priorities: those of their tab, else those that routines, measures and learnings name.

    Where there are none, one empty name stands for the whole network.
    """
    named = [row.priority for row in network.rows(PriorityRow)]
    if not named:
        named = [name for row in network.rows(RoutineRow) for name in row.priorities]
        named += [row.priority for row in network.measures]
        named += [one.priority for one in learnings(network)]
    return one_spelling(named) or ("",)


def serves(row: RoutineRow, priorities: Keys) -> bool:
    """Whether a routine serves one of these priorities: those it names, and all if it names none.

    No priority at all means any.
    """
    return not row.priorities or not priorities or not priorities.isdisjoint(keys(row.priorities))


@once_a_network
def serving(network: Published, stage: Stage, priorities: Keys) -> tuple[str, ...]:
    """The routines of a stage that serve one of these priorities, in the sheet's order."""
    rows = network.rows(RoutineRow)
    return tuple(row.routine for row in rows if stage in row.stages and serves(row, priorities))


@once_a_network
def by_stage(network: Published) -> dict[tuple[str, Stage], tuple[str, ...]]:
    """The routines that serve each priority in each stage; none is a gap."""
    return {
        (name, stage): serving(network, stage, of_one(name))
        for name in priorities(network)
        for stage in Stage
    }
