"""Waves: each routine that generates learning, followed over the stages to where it breaks."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple, Self

from kmlib.analysis.learnings import STAGES
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import Keys, keys, priorities, serves, serving
from kmlib.analysis.routines import Routine, routines
from kmlib.analysis.wording import verb
from kmlib.privacy import Published
from kmlib.schema import RoutineRow, Stage

MOST_LANES = 12  # project choice: what a room can still tell apart on one map
NO_PRIORITY = "Without a priority"  # the map of the waves that name none

Served = tuple[str, int]  # a routine and the position of a stage that it serves on a way


class Reason(Enum):
    """Why a wave goes no further."""

    FEEDS_NOTHING = auto()
    SKIPS = auto()  # it goes straight to a later stage
    OTHER_PRIORITY = auto()  # what it feeds serves other priorities only
    CIRCLE = auto()  # what it feeds leads back, and never on
    NO_ROUTINE = auto()  # where nobody fills Feeds: no routine of the stage serves its priority


class Break(NamedTuple):
    """Where a wave breaks, and why."""

    before: Stage
    reason: Reason
    at: str  # the routine from which nothing leads on
    named: str = ""  # the routine that it feeds instead


@dataclass(frozen=True, eq=False)
class Wave:
    """One wave: a generating routine and those that carry its learning on, one a stage."""

    way: tuple[Routine, ...]
    others: tuple[tuple[str, ...], ...]  # for each stage of the way, who else could serve it
    broken: Break | None  # None: it runs all the way to application

    @property
    def name(self) -> str:
        """The generating routine."""
        return self.way[0].name

    @property
    def priorities(self) -> tuple[str, ...]:
        """The priorities of the generating routine; none means all."""
        return self.way[0].row.priorities

    def at(self, stage: Stage) -> Routine | None:
        """The routine that carries it in a stage."""
        position = STAGES.index(stage)
        return self.way[position] if position < len(self.way) else None

    def shares(self, other: Self) -> int:
        """In how many stages the same routine carries both."""
        return sum(a is b for a, b in zip(self.way, other.way, strict=False))


def stage_word(stage: Stage) -> str:
    """A stage as sentences say it.

    >>> stage_word(Stage.CONSOLIDATION), stage_word(Stage.SHARING)
    ('consolidation', 'sharing')
    """
    return stage.split(" & ")[0]


def follows_feeds(network: Published) -> bool:
    """Whether any routine feeds another; if not, waves are followed by shared priority."""
    return any(_feeds(network).values())


@once_a_network
def waves(network: Published) -> tuple[Wave, ...]:
    """Every wave, those that get furthest first, and neighbours share routines where they can.

    A wave begins in each routine whose stages include generation. Its next stage is served by the
    same routine if it serves that stage too, else by a routine that it feeds, directly or through
    routines of the stages passed; a routine carries only waves of a priority that it `serves`. Of
    several ways it takes the one that gets furthest, then the one that other waves take, then the
    first in the sheet. It breaks where no such routine is; a loop back to generation, or to
    itself, leads nowhere and harms nothing. Where no routine feeds another (`follows_feeds`), the
    next stage is served by a routine of that stage that shares a priority.
    """
    starts = [row for row in network.rows(RoutineRow) if Stage.GENERATION in row.stages]
    taken: Counter[Served] = Counter()
    ways: dict[str, list[Served]] = {}
    for _ in range(2):  # the second time round each wave knows where the others went
        for row in starts:
            taken.subtract(ways.get(row.routine, ()))
            ways[row.routine] = _way(network, row, taken)
            taken.update(ways[row.routine])
    return _neighbours_together([_wave(network, row, ways[row.routine]) for row in starts])


def maps(network: Published) -> dict[str, tuple[Wave, ...]]:
    """The maps to choose from by priority, the empty name being all of them on one.

    All are on one only while a room can tell them apart; a wave of several priorities stands on
    the map of each.
    """
    every = waves(network)
    found = {
        name: tuple(wave for wave in every if name_key(name) in keys(wave.priorities))
        for name in priorities(network)
    }
    found[NO_PRIORITY] = tuple(wave for wave in every if not wave.priorities)
    found = {name: some for name, some in found.items() if some}
    if len(found) < 2:
        return {"": every}
    return {"": every, **found} if len(every) <= MOST_LANES else found


def counts(some: Sequence[Wave]) -> tuple[int, ...]:
    """How many waves arrive in each stage."""
    return tuple(sum(len(wave.way) > n for wave in some) for n in range(len(STAGES)))


def biggest_drop(arrive: Sequence[int]) -> int | None:
    """The position of the stage before which most waves break, the first of equals.

    >>> biggest_drop([9, 8, 4, 3]), biggest_drop([3, 3, 3, 3])
    (2, None)
    """
    drops = [before - after for before, after in pairwise(arrive)]
    return drops.index(max(drops)) + 1 if any(drops) else None


def headline(some: Sequence[Wave], priority: str = "") -> str:
    """Where most waves break, and how many run all the way, in one sentence."""
    about = f"{priority}: " if priority else ""
    arrive = counts(some)
    total, complete = arrive[0], arrive[-1]
    worst = biggest_drop(arrive)
    if not total:
        return "No wave starts yet: no routine is for generation"
    if worst is None:
        return about + _all(total, f"{verb(total, 'run')} all the way to use")
    broken = arrive[worst - 1] - arrive[worst]
    breaks = f"{verb(broken, 'break')} at {stage_word(STAGES[worst])}"
    if broken == total:
        return about + _all(total, breaks)
    runs = f"{complete or 'none'} {'run' if complete > 1 else 'runs'}"
    return f"{about}{broken:,} of {total:,} waves {breaks}; {runs} all the way to use"


def what_to_add(network: Published) -> str:
    """What makes the first wave, where there is none; empty where there is one."""
    if waves(network):
        return ""
    return "A wave starts in each routine that has generation under Stage in the Routines tab."


@once_a_network
def off_the_map(network: Published) -> tuple[str, ...]:
    """The routines that do not generate and that no wave reaches, in the sheet's order."""
    starts = [(w.name, 0, keys(w.priorities)) for w in waves(network)]
    seen = set(starts)
    reached: set[str] = set()
    for name, stage, wave in starts:  # grows while it is walked
        reached.update(_around(network, name, stage, wave))
        if stage + 1 < len(STAGES):
            further = {(on, stage + 1, wave) for on in _onward(network, name, stage, wave)} - seen
            seen |= further
            starts += further
    return tuple(row.routine for row in network.rows(RoutineRow) if row.routine not in reached)


def _all(total: int, do: str) -> str:
    return f"The only wave {do}" if total == 1 else f"All {total:,} waves {do}"


@once_a_network
def _rows(network: Published) -> dict[str, RoutineRow]:
    return {row.routine: row for row in network.rows(RoutineRow)}


@once_a_network
def _feeds(network: Published) -> dict[str, tuple[str, ...]]:
    """The routines that each one feeds; itself, and names that are no routine, are left out."""
    rows = _rows(network)
    return {
        name: tuple(fed for fed in dict.fromkeys(row.feeds) if fed in rows and fed != name)
        for name, row in rows.items()
    }


@once_a_network
def _around(network: Published, name: str, stage: int, wave: Keys) -> tuple[str, ...]:
    """The routine, and those it feeds among the stages passed that serve the wave, and so on."""
    rows, feeds, passed = _rows(network), _feeds(network), set(STAGES[: stage + 1])
    found, seen = [name], {name}
    for one in found:  # grows while it is walked; nothing is taken twice, so circles end
        for fed in feeds[one]:
            row = rows[fed]
            if fed not in seen and passed.intersection(row.stages) and serves(row, wave):
                found.append(fed)
                seen.add(fed)
    return tuple(found)


@once_a_network
def _onward(network: Published, name: str, stage: int, wave: Keys) -> tuple[str, ...]:
    """The routines that can carry a wave from one of a stage into the next stage."""
    following = STAGES[stage + 1]
    if following in _rows(network)[name].stages:
        return (name,)
    candidates = serving(network, following, wave)
    if not follows_feeds(network):
        return candidates
    feeds = _feeds(network)
    fed = {n for one in _around(network, name, stage, wave) for n in feeds[one]}
    return tuple(candidate for candidate in candidates if candidate in fed)


@once_a_network
def _reach(network: Published, name: str, stage: int, wave: Keys) -> int:
    """The position of the furthest stage that a wave gets to from a routine."""
    if stage + 1 == len(STAGES):
        return stage
    onward = _onward(network, name, stage, wave)
    return max((_reach(network, on, stage + 1, wave) for on in onward), default=stage)


def _way(network: Published, start: RoutineRow, taken: Counter[Served]) -> list[Served]:
    """The way of one wave, given the ways that others take."""
    wave = keys(start.priorities)
    way = [(start.routine, 0)]
    for stage in range(1, len(STAGES)):
        onward = [(n, stage) for n in _onward(network, way[-1][0], stage - 1, wave)]
        if not onward:
            break
        reach = [_reach(network, *served, wave) for served in onward]
        best = [s for s, far in zip(onward, reach, strict=True) if far == max(reach)]
        way.append(max(best, key=taken.__getitem__))
    return way


def _wave(network: Published, start: RoutineRow, way: Sequence[Served]) -> Wave:
    known, wave = routines(network), keys(start.priorities)
    others = tuple(
        tuple(n for n in _onward(network, before, stage - 1, wave) if n != name)
        for (before, _), (name, stage) in pairwise(way)
    )
    found = tuple(known[name] for name, _ in way)
    broken = None if len(way) == len(STAGES) else _break(network, *way[-1], wave)
    return Wave(found, ((), *others), broken)


def _break(network: Published, last: str, stage: int, wave: Keys) -> Break:
    """Why nothing leads on from the last routine of a wave, the reason nearest to a cure first."""
    before, rows, feeds = STAGES[stage + 1], _rows(network), _feeds(network)
    if not follows_feeds(network):
        return Break(before, Reason.NO_ROUTINE, last)
    around = _around(network, last, stage, wave)
    beyond = [(one, fed) for one in around for fed in feeds[one] if fed not in around]
    for at, fed in beyond:
        if before in rows[fed].stages:
            return Break(before, Reason.OTHER_PRIORITY, at, fed)
    if beyond:
        at, fed = beyond[0]
        is_later = set(rows[fed].stages).isdisjoint(STAGES[: stage + 1])
        return Break(before, Reason.SKIPS if is_later else Reason.OTHER_PRIORITY, at, fed)
    at_end = next((one for one in around if not feeds[one]), None)
    return Break(before, Reason.FEEDS_NOTHING if at_end else Reason.CIRCLE, at_end or last)


def _neighbours_together(found: Sequence[Wave]) -> tuple[Wave, ...]:
    """Furthest first; among equals the next is the one that shares most with the one above it."""
    ordered: list[Wave] = []
    for length in range(len(STAGES), 0, -1):
        left = dict(enumerate(wave for wave in found if len(wave.way) == length))
        passing = defaultdict(list)
        for number, wave in left.items():
            for at in enumerate(map(id, wave.way)):
                passing[at].append(number)
        while left:
            above = ordered[-1] if ordered else next(iter(left.values()))
            ways = (passing[at] for at in enumerate(map(id, above.way)))
            near = Counter(number for some in ways for number in some if number in left)
            ordered.append(left.pop(max(sorted(near) or left, key=near.__getitem__)))
    return tuple(ordered)
