"""Stuck: which learning waits, on which wave, and behind which gap; each is counted once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from kmlib.analysis.gap_kinds import Kind
from kmlib.analysis.held_up import holds_up
from kmlib.analysis.learnings import STAGES, Learning, still_waiting
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import by_stage, keys
from kmlib.analysis.routines import Timing
from kmlib.analysis.waves import Wave, waves
from kmlib.privacy import Published
from kmlib.schema import Stage
from kmlib.schema.learning import KnowledgeRow


class Obstacle(NamedTuple):
    """What learning can be stuck behind: one of the four is given."""

    wave: str = ""  # a broken one, by its generating routine
    routine: str = ""  # an overdue one
    lacking: tuple[str, Stage] | None = None  # a priority without a routine for a stage
    held: tuple[Kind, str] | None = None  # an item, by its key, and what holds it up


class Lane(NamedTuple):
    """A wave with the learning that its break holds up."""

    wave: Wave
    learnings: tuple[Learning, ...] = ()
    audience: str = ""  # whom all of it is for, where its items name one and the same

    @property
    def waiting(self) -> int:
        """How many learnings wait behind its break."""
        return len(self.learnings)


Held = Mapping[Obstacle | None, tuple[Learning, ...]]
Ahead = Callable[[Learning, Stage], Obstacle | None]


@once_a_network
def stuck(network: Published) -> Held:
    """The waiting learnings by the first obstacle that explains it; an open way has none.

    In this order: its wave breaks before the stage that it waits for; the routine of its wave for
    that stage is overdue; no routine of that stage serves its priority; one of its items is held
    up (`kmlib.analysis.held_up`). So none counts twice.
    """
    held = by_obstacle(still_waiting(network), partial(obstacle, network))
    return {at: some for at, some in held.items() if at}


def by_obstacle(some: Iterable[Learning], ahead: Ahead) -> Held:
    """Learnings by what is ahead of them before the stage that they wait for; None is nothing."""
    found: dict[Obstacle | None, list[Learning]] = defaultdict(list)
    for one in some:
        found[ahead(one, STAGES[len(one.steps)])].append(one)
    return {at: tuple(these) for at, these in found.items()}


def is_last(network: Published, learning: Learning) -> bool:
    """Whether one thing alone stands between a learning and its use.

    Beyond the break of its wave a stage that no routine serves for its priority stands there too.
    """
    stages, wave = STAGES[len(learning.steps) :], wave_of(network, learning)
    ahead = {obstacle(network, learning, stage) for stage in stages}
    beyond = set(stages).intersection(STAGES[len(wave.way) + 1 :] if wave else ())
    lacks = {_lack(network, learning.priority, stage) for stage in beyond}
    return len((ahead | lacks) - {None}) == 1


def wave_of(network: Published, learning: Learning) -> Wave | None:
    """The wave that a learning travels on.

    That of its routine if it is a generating one; else the only one whose way passes through its
    routine; else the only one of its priority; else none.
    """
    return _wave(network, learning.routine, learning.priority)


@once_a_network
def _wave(network: Published, routine: str, priority: str) -> Wave | None:
    known = _waves_by(network)
    ways = ("start", routine), ("routine", routine), ("priority", name_key(priority))
    return next((known[way][0] for way in ways if len(known.get(way, ())) == 1), None)


def lanes(network: Published, some: Sequence[Wave], held: Held | None = None) -> tuple[Lane, ...]:
    """These waves, each with the learning that its break holds up, or would hold up."""
    found = stuck(network) if held is None else held
    behind = [found.get(Obstacle(wave=wave.name), ()) for wave in some]
    each = zip(some, behind, strict=True)
    return tuple(Lane(wave, these, _audience(network, these)) for wave, these in each)


def obstacle(network: Published, learning: Learning, stage: Stage) -> Obstacle | None:
    """What keeps a learning from a stage that it has not reached; None where the way is open."""
    held = holds_up(network, learning, stage)
    return on_the_map(network, learning, stage) or (Obstacle(held=held) if held else None)


def on_the_map(network: Published, learning: Learning, stage: Stage) -> Obstacle | None:
    """The routine, or the lack of one, that keeps a learning from a stage."""
    return _in_the_way(network, learning.routine, learning.priority, stage)


@once_a_network
def _in_the_way(network: Published, at: str, priority: str, stage: Stage) -> Obstacle | None:
    if wave := _wave(network, at, priority):
        routine = wave.at(stage)
        if routine is None:
            return Obstacle(wave=wave.name)
        if routine.timing is Timing.OVERDUE:
            return Obstacle(routine=routine.name)
    return _lack(network, priority, stage)


def _lack(network: Published, priority: str, stage: Stage) -> Obstacle | None:
    lacks = _lacking(network)
    named = lacks.get((name_key(priority), stage), lacks.get(("", stage)))
    return None if named is None else Obstacle(lacking=(named, stage))


@once_a_network
def _lacking(network: Published) -> dict[tuple[str, Stage], str]:
    """The priorities that no routine of a stage serves, by the keys of their names."""
    served = by_stage(network).items()
    return {(name_key(name), stage): name for (name, stage), some in served if not some}


@once_a_network
def _waves_by(network: Published) -> dict[tuple[str, str], list[Wave]]:
    """The waves by their start, by each routine on their way, and by the key of each priority."""
    found = defaultdict(list)
    for wave in waves(network):
        passed = {("routine", routine.name) for routine in wave.way}
        named = {("priority", key) for key in keys(wave.priorities)}
        for way in {("start", wave.name), *passed, *named}:
            found[way].append(wave)
    return found


def _audience(network: Published, held: Sequence[Learning]) -> str:
    """The one audience that the items of all these learnings have in common; empty without it."""
    named = _audiences(network)
    common: set[str] | None = None
    for one in held:
        its = {who for item in one.items for who in named.get(name_key(item), ())}
        common = its if common is None else common & its
        if not common:
            return ""
    return common.pop() if common and len(common) == 1 else ""


@once_a_network
def _audiences(network: Published) -> dict[str, tuple[str, ...]]:
    return {name_key(row.item): row.audience for row in network.rows(KnowledgeRow)}
