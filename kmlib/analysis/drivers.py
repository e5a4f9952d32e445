"""Drivers: the theory of improvement as a tree, with what is measured and tried at each place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kmlib.analysis.lines import NETWORK
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.standings import Standing, standing
from kmlib.analysis.wording import verb
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import CycleRow, Kind, MeasureRow
from kmlib.schema.learning import DriverKind, DriverRow

Under = Mapping[str, list[DriverRow]]


class Node(NamedTuple):
    """One driver, and what is measured and tried there."""

    row: DriverRow
    depth: int  # 0 at the top of a tree
    measure: MeasureRow | None
    standing: Standing | None  # of the whole network on that measure
    cycles: tuple[CycleRow, ...]  # begun, on this driver and on all under it, oldest first
    running: tuple[CycleRow, ...]  # those of them that have not ended

    @property
    def is_aim(self) -> bool:
        """Whether it is what the drivers are for."""
        return self.row.kind is DriverKind.AIM


class Theory(NamedTuple):
    """The trees of the Drivers tab, and what does not fit in one."""

    trees: tuple[tuple[Node, ...], ...]  # each from the top down; those of aims come first
    in_rings: tuple[tuple[str, ...], ...]  # each the names of drivers that stand under one another
    balancing: dict[str, tuple[str, ...]]  # for each aim the measures that watch its side effects
    has_cycles: bool  # whether anybody says what is tried

    @property
    def nodes(self) -> list[Node]:
        """Every node, tree by tree."""
        return [node for tree in self.trees for node in tree]

    @property
    def unbalanced(self) -> list[str]:
        """The aims that no balancing measure watches."""
        return [aim for aim, measures in self.balancing.items() if not measures]


@once_a_network
def theory(network: Published) -> Theory:
    """The Drivers tab as trees: each row under its Parent, in the order of the sheet.

    Where rows stand under one another in a ring, one of them is taken for the top. A cycle is on a
    driver if its Title or Change idea is the driver's name, or its Measure the driver's; a driver
    has the cycles of all that stands under it, too.

    Source: Langley et al. (2009), The Improvement Guide, for drivers and balancing measures.
    """
    rows, rings = network.rows(DriverRow), _rings(network.rows(DriverRow))
    tops = {ring[0] for ring in rings}
    under = defaultdict(list)
    for row in rows:
        under["" if row.driver in tops else row.parent].append(row)
    first = sorted(under[""], key=lambda row: row.kind is not DriverKind.AIM)
    trees = tuple(_tree(network, top, under) for top in first)
    aims = [node.row for tree in trees for node in tree if node.is_aim]
    watched = {aim.driver: balancing(network, aim.priority) for aim in aims}
    return Theory(trees, rings, watched, has_cycles=bool(network.rows(CycleRow)))


def headline(found: Theory) -> str:
    """How much of the theory is tried, and which aims nothing balances."""
    drivers = [node for node in found.nodes if not node.is_aim]
    tried = sum(bool(node.cycles) for node in drivers)
    ideas = f"{len(drivers)} {'drivers and change ideas' if len(drivers) > 1 else 'driver'}"
    if not found.balancing:
        return f"No aim yet: {ideas} without one"
    ideas = f"{tried} of {ideas} tried so far" if found.has_cycles else f"{ideas} in the tree"
    few, aims = len(found.unbalanced), len(found.balancing)
    lacking = f"{few} of {aims} aims {verb(few, 'have')} no balancing measure"
    if aims == 1:
        lacking = "the aim has no balancing measure"
    parts = [*[ideas] * bool(drivers), *[lacking] * bool(few)]
    said = "; ".join(parts) or "no driver stands under an aim yet"
    return said[0].upper() + said[1:]


def table(found: Theory) -> list[dict[str, Any]]:
    """A row a driver, from the top down."""
    return [
        {
            "driver": node.row.driver, "kind": node.row.kind.value, "parent": node.row.parent,
            "priority": node.row.priority, "measure": node.row.measure,
            "network_value": node.standing and node.standing.value,
            "status": node.standing and node.standing.status.value, "cycles": len(node.cycles),
            "running": len(node.running),
            "balancing_measures": "; ".join(found.balancing.get(node.row.driver, ())),
        }
        for node in found.nodes
    ]  # fmt: skip


def _tree(network: Published, top: DriverRow, under: Under) -> tuple[Node, ...]:
    """A driver and all under it; however deep it goes, no function calls itself."""
    placed, waiting = [], [(top, 0)]
    while waiting:
        row, depth = waiting.pop()
        placed.append((row, depth))
        waiting += [(child, depth + 1) for child in reversed(under.get(row.driver, []))]
    known, found = _begun(network), defaultdict[str, dict[int, CycleRow]](dict)
    nodes = []
    for row, depth in reversed(placed):
        by_measure = known[row.measure, ""] if row.measure else []
        mine = found[row.driver]
        mine |= {id(cycle): cycle for cycle in by_measure + known["", name_key(row.driver)]}
        if depth:
            found[row.parent] |= mine
        nodes.append(_node(network, row, depth, mine.values()))
    return tuple(reversed(nodes))


def _node(network: Published, row: DriverRow, depth: int, cycles: Iterable[CycleRow]) -> Node:
    in_order = sorted(cycles, key=lambda cycle: (cycle.started, cycle.team.casefold()))
    running = (one for one in in_order if one.ended is None or one.ended > network.as_of)
    measure = next((one for one in network.measures if one.measure == row.measure), None)
    how = standing(network, measure, NETWORK, WHOLE_TEAM) if measure else None
    return Node(row, depth, measure, how, tuple(in_order), tuple(running))


@once_a_network
def _begun(network: Published) -> defaultdict[tuple[str, str], list[CycleRow]]:
    """The cycles that have begun, by measure, and by the keys of title and change idea."""
    found = defaultdict(list)
    for row in network.rows(CycleRow):
        names = {(row.measure, ""), ("", name_key(row.title)), ("", name_key(row.change_idea))}
        for name in names if row.started <= network.as_of else ():
            found[name].append(row)
    return found


def _rings(rows: Sequence[DriverRow]) -> tuple[tuple[str, ...], ...]:
    """The names that lead back to themselves from parent to parent, each ring once."""
    parent = {row.driver: row.parent for row in rows}
    rings: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for name in parent:
        way: dict[str, None] = {}
        while name and name not in seen and name not in way:
            way[name] = None
            name = parent.get(name, "")
        if name in way:
            rings.append(tuple(way)[list(way).index(name) :])
        seen |= way.keys()
    return tuple(rings)


def balancing(network: Published, priority: str) -> tuple[str, ...]:
    """The balancing measures that watch the side effects of an aim: of its priority, or of none.

    An aim without a priority is watched by any.
    """
    allowed = {"", name_key(priority)}
    rows = (row for row in network.measures if row.kind is Kind.BALANCING)
    return tuple(r.measure for r in rows if not priority or name_key(r.priority) in allowed)
