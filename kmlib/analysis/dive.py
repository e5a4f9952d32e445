"""The data dive: what a room looks at together this month, and what it may build on."""

from collections.abc import Sequence
from typing import NamedTuple

from kmlib.analysis.focus import focus
from kmlib.analysis.ledger import Entry, State, ledger
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import is_of
from kmlib.analysis.series import network_series, one_series
from kmlib.analysis.spread import Item, items
from kmlib.analysis.standings import Standing, standings
from kmlib.privacy import Published
from kmlib.schema import Better, CycleRow, MeasureRow
from kmlib.schema.learning import Level

FEW = 3  # project choice: what a room can talk about
GOOD = (Level.REDUCTION, Level.KNOWN_GOOD)  # ready to spread


class Furthest(NamedTuple):
    """A team that is furthest on a measure, and what it tried on it, latest first."""

    standing: Standing
    cycles: tuple[CycleRow, ...]


def measures_in_focus(network: Published) -> tuple[MeasureRow, ...]:
    """The measures of this month's focus, those that moved first; else of the whole network.

    The focus is the Calendar's; a measure is of it that bears its priority. The sheet's order
    holds among equals, and those without data come last.
    """
    now = focus(network)
    named = now.row.priority if now else ""
    of_focus = [row for row in network.measures if named and is_of(row.priority, named)]
    some = of_focus or list(network.measures)

    def last(row: MeasureRow) -> tuple[bool, bool]:
        line = network_series(network, row)
        return line.direction is None, line.latest is None

    return tuple(sorted(some, key=last))


def furthest(network: Published, measure: MeasureRow) -> tuple[Furthest, ...]:
    """The few teams whose latest value is best, by name; none where neither way is better.

    Old and hidden values say nothing of today. Teams with the same value as the last of them are
    among them.
    """
    return tuple(
        Furthest(one, tuple(reversed(one_series(network, measure, one.team).cycles)))
        for one in _at_the_end(_current(network, measure), measure.better)
    )


def welcome_company(network: Published, measure: MeasureRow) -> tuple[Standing, ...]:
    """Teams furthest behind that chose in the Teams tab to be shown so; nobody else is."""
    chose = {row.team for row in network.teams if row.may_be_furthest_behind}
    other_end = {Better.HIGHER: Better.LOWER, Better.LOWER: Better.HIGHER}.get(measure.better)
    current = _current(network, measure)
    if other_end is None or len(current) <= FEW:
        return ()
    return tuple(one for one in _at_the_end(current, other_end) if one.team in chose)


def _current(network: Published, measure: MeasureRow) -> list[Standing]:
    active = {row.team for row in network.teams if row.active}
    known = standings(network, measure)
    return [s for s in known if s.value is not None and not s.stale and s.team in active]


def _at_the_end(some: Sequence[Standing], end: Better) -> list[Standing]:
    """Those with the few highest or lowest values, in the order they came."""
    sign = {Better.HIGHER: -1, Better.LOWER: 1}.get(end)
    if sign is None or not some:
        return []
    values = sorted(sign * (one.value or 0) for one in some)
    last = values[min(FEW, len(values)) - 1]
    found = [one for one in some if sign * (one.value or 0) <= last]
    return found if len(found) < min(2 * FEW, len(some)) else []  # too many are alike to tell any


@once_a_network
def good_and_not_used(network: Published) -> tuple[Item, ...]:
    """Items called known good or ready to spread, or shown to be, that no other team uses."""
    good = (one for one in items(network) if one.row.level in GOOD or one.evidence in GOOD)
    return tuple(one for one in good if not one.used_by)


@once_a_network
def tried_now(network: Published) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Each active team with the cycles that it has begun and not ended."""
    running: dict[str, list[Entry]] = {row.team: [] for row in network.teams if row.active}
    for one in ledger(network):
        if one.state is State.RUNNING and one.row.team in running:
            running[one.row.team].append(one)
    return tuple((team, tuple(some)) for team, some in running.items())
