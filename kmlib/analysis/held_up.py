"""Held up: what keeps a captured item from being passed on, or from being used."""

import datetime as dt
from collections.abc import Mapping

from kmlib.analysis import gap_kinds as kinds
from kmlib.analysis.gap_kinds import Kind
from kmlib.analysis.learnings import Learning, is_applied, is_recorded
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.spread import LEVELS, Item, every_item, standards
from kmlib.analysis.wording import day
from kmlib.findings import Cell
from kmlib.privacy import Published
from kmlib.schema import Stage
from kmlib.schema.learning import ApplicationStatus, Level

YOUNG = dt.timedelta(30)  # project choice: a routine held monthly has had its chance to take it up
READY = LEVELS[LEVELS.index(Level.REDUCTION) :]
ON_ITS_WAY = (ApplicationStatus.UNDER_WAY, ApplicationStatus.BLOCKED)
KEPT_FROM = {  # the stages; of several kinds the first is what the item's learning waits behind
    kinds.BLOCKED: (Stage.APPLICATION,),
    kinds.UNFINISHED: (Stage.SHARING, Stage.APPLICATION),
    kinds.NOT_SHARED: (Stage.SHARING,),
    kinds.NOT_APPLIED: (Stage.APPLICATION,),
}
Held = tuple[Kind, Item, Cell, Mapping[str, str]]  # with the row that it comes from, and the words


def blocked(one: Item, _: Published) -> Held | None:
    """Somebody is to act on it and cannot: a blocked row of the Applications tab."""
    rows = [row for row in one.applications if row.status is ApplicationStatus.BLOCKED]
    if not rows:
        return None
    said = [f"{row.team or row.stakeholder}: {row.obstacles.rstrip('.') or '?'}" for row in rows]
    step = next((row.next_step for row in rows if row.next_step), kinds.CLEAR_THE_WAY)
    words = {"in_the_way": "; ".join(dict.fromkeys(said)), "step": step}
    return kinds.BLOCKED, one, rows[0].place, words


def unfinished(one: Item, _: Published) -> Held | None:
    """It has a product that names no audience, next steps or resources needed."""
    lacks = ", ".join(one.product_lacks)
    return (kinds.UNFINISHED, one, one.row.place, {"lacks": lacks}) if lacks else None


def unshared(one: Item, network: Published) -> Held | None:
    """Well supported for a month, and no row tells that anybody was told of it or uses it.

    Well supported is what meets the standard of reduction; without one, what its owners call so.
    """
    level = one.evidence if Level.REDUCTION in standards(network) else one.row.level
    is_told = one.shared or any(map(is_applied, one.applications))
    is_young = network.as_of - (one.row.captured_on or dt.date.min) < YOUNG
    if is_told or is_young or level not in READY or not is_recorded(network, Stage.SHARING):
        return None
    return kinds.NOT_SHARED, one, one.row.place, {"level": str(level)}


def unused(one: Item, network: Published) -> Held | None:
    """Last told of a month ago, and nobody uses it, is trying to, or is kept from it."""
    is_on = any(is_applied(use) or use.status in ON_ITS_WAY for use in one.applications)
    last = one.shared[-1] if one.shared and is_recorded(network, Stage.APPLICATION) else None
    if is_on or last is None or network.as_of - last.date < YOUNG:
        return None
    return kinds.NOT_APPLIED, one, last.place, {"told": last.to, "day": day(last.date)}


@once_a_network
def held_up(network: Published) -> dict[tuple[Kind, str], Held]:
    """The items that something holds up, by its kind of gap and the key of their name."""
    rules = (blocked, unfinished, unshared, unused)
    found = (rule(one, network) for one in every_item(network) for rule in rules)
    return {(held[0], name_key(held[1].row.item)): held for held in found if held}


def holds_up(network: Published, learning: Learning, stage: Stage) -> tuple[Kind, str] | None:
    """What keeps the items of a learning from a stage, the first that does."""
    if not learning.items:
        return None
    here, held = (kind for kind, stages in KEPT_FROM.items() if stage in stages), held_up(network)
    ways = ((kind, name_key(name)) for kind in here for name in learning.items)
    return next((way for way in ways if way in held), None)
