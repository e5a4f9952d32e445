"""Stuck: which learning waits, on which wave, and behind which gap; each is counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kmlib.analysis.learnings import Learning, still_waiting
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import by_stage, keys
from kmlib.analysis.routines import Timing
from kmlib.analysis.waves import Wave, waves
from kmlib.privacy import Published
from kmlib.schema.choices import Stage
from kmlib.schema.learning import KnowledgeRow


class Obstacle(NamedTuple):
    """What learning can be stuck behind: one of the three is given."""

    wave: str = ""  # a broken one, by its generating routine
    routine: str = ""  # an overdue one
    lacking: tuple[str, Stage] | None = None  # a priority without a routine for a stage


class Lane(NamedTuple):
    """A wave with the learning that its break holds up."""

    wave: Wave
    learnings: tuple[Learning, ...] = ()
    audience: str = ""  # whom all of it is for, where its items name one and the same

    @property
    def waiting(self) -> int:
        """How many learnings wait behind its break."""
        return len(self.learnings)


@once_a_network
def stuck(network: Published) -> dict[Obstacle, tuple[Learning, ...]]:
    """The waiting learnings by the first obstacle that explains it; an open way has none.

    In this order: its wave breaks before the stage that it waits for; the routine of its wave for
    that stage is overdue; no routine of that stage serves its priority. So none counts twice.
    """
    found: dict[Obstacle, list[Learning]] = defaultdict(list)
    for learning in still_waiting(network):
        obstacle = _obstacle(network, learning)
        if obstacle is not None:
            found[obstacle].append(learning)
    return {obstacle: tuple(some) for obstacle, some in found.items()}


def wave_of(network: Published, learning: Learning) -> Wave | None:
    """The wave that a learning travels on.

    That of its routine if it is a generating one; else the only one whose way passes through its
    routine; else the only one of its priority; else none.
    """
    return (
        _by_start(network).get(learning.routine)
        or _only(_by_routine(network).get(learning.routine, ()))
        or _only(_by_priority(network).get(name_key(learning.priority), ()))
    )


def lanes(network: Published, some: Sequence[Wave]) -> tuple[Lane, ...]:
    """These waves, each with the learning that its break holds up."""
    held = [stuck(network).get(Obstacle(wave=wave.name), ()) for wave in some]
    return tuple(
        Lane(wave, these, _audience(network, these)) for wave, these in zip(some, held, strict=True)
    )


def _obstacle(network: Published, learning: Learning) -> Obstacle | None:
    stage, wave = learning.waits_for, wave_of(network, learning)
    if stage is None:
        return None
    if wave is not None:
        routine = wave.at(stage)
        if routine is None:
            return Obstacle(wave=wave.name)
        if routine.timing is Timing.OVERDUE:
            return Obstacle(routine=routine.name)
    lacks = _lacking(network)
    named = lacks.get((name_key(learning.priority), stage), lacks.get(("", stage)))
    return None if named is None else Obstacle(lacking=(named, stage))


@once_a_network
def _lacking(network: Published) -> dict[tuple[str, Stage], str]:
    """The priorities that no routine of a stage serves, by the keys of their names."""
    served = by_stage(network).items()
    return {(name_key(name), stage): name for (name, stage), some in served if not some}


@once_a_network
def _by_start(network: Published) -> dict[str, Wave]:
    return {wave.name: wave for wave in waves(network)}


@once_a_network
def _by_routine(network: Published) -> dict[str, list[Wave]]:
    """The waves whose way passes through each routine."""
    found = defaultdict(list)
    for wave in waves(network):
        for name in {routine.name for routine in wave.way}:
            found[name].append(wave)
    return found


@once_a_network
def _by_priority(network: Published) -> dict[str, list[Wave]]:
    """The waves of each priority, by the key of its name."""
    found = defaultdict(list)
    for wave in waves(network):
        for key in keys(wave.priorities):
            found[key].append(wave)
    return found


def _only(some: Sequence[Wave]) -> Wave | None:
    return some[0] if len(some) == 1 else None


def _audience(network: Published, held: Sequence[Learning]) -> str:
    """The one audience that the items of all these learnings have in common; empty without it."""
    named = _audiences(network)
    each = [{who for item in one.items for who in named.get(name_key(item), ())} for one in held]
    common = set.intersection(*each) if each else set()
    return common.pop() if len(common) == 1 else ""


@once_a_network
def _audiences(network: Published) -> dict[str, tuple[str, ...]]:
    return {name_key(row.item): row.audience for row in network.rows(KnowledgeRow)}
