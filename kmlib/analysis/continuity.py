"""Continuity: what hangs on one person, who leaves when, and who would step in."""

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from kmlib.analysis.gap_finders import MAY_BE_HELD
from kmlib.analysis.gaps import gaps
from kmlib.analysis.ledger import cells_to_take
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.wording import count
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema import TABS, AccessRow, NetworkSettings, PersonRow, Row, fields_of

ALONE, HOLDS, TYPED = "Nobody else has", "Holds, not alone", "Holds, in no other tab"
ABOUT_STAFF = (PersonRow, AccessRow, NetworkSettings)  # no rows that hang on somebody


class Thing(NamedTuple):
    """Something that hangs on a person."""

    name: str
    under: str  # how it is held, or the column and tab that name the person: "Owner, Routines"
    priorities: tuple[str, ...] = ("",)


class Person(NamedTuple):
    """Somebody of the People tab with all that hangs on them."""

    row: PersonRow
    things: tuple[Thing, ...]
    has_left: bool
    backup_leaves: dt.date | None  # also where that day has passed

    @property
    def alone(self) -> int:
        """How much nobody else has."""
        return sum(thing.under == ALONE for thing in self.things)


@once_a_network
def people(network: Published) -> tuple[Person, ...]:
    """The people by how soon they leave, then by how much hangs on them alone, and in all.

    Those who have left come first while something still hangs on them alone, and last after that.
    What they hold alone is what the gaps say: held by one person, or by somebody who leaves.
    Owners, facilitators, leads and brokers are joined where their names stand in the People tab.
    """
    alone = {(gap.place, name_key(gap.where)): ALONE for gap in gaps(network)}
    rows = [row for model in MAY_BE_HELD for row in network.rows(model)]
    known = {name_key(row.names()[0]): Thing(row.names()[0], HOLDS, _of(row)) for row in rows}
    by_name = {name_key(row.person): row for row in network.rows(PersonRow)}
    beside, found = _beside(network), []
    for key, row in by_name.items():
        held = {name_key(name): Thing(name, TYPED) for name in row.holds}
        for one, thing in held.items():
            thing = known.get(one, thing)
            held[one] = thing._replace(under=alone.get((row.place, one), thing.under))
        things = (*held.values(), *dict.fromkeys(beside.get(key, ())))
        has_left = row.leaving is not None and row.leaving < network.as_of
        backup = by_name.get(name_key(row.backup))
        found.append(Person(row, things, has_left, backup.leaving if backup else None))
    return tuple(sorted(found, key=_soonest))


def headline(network: Published) -> str:
    """How much hangs on one person, and how much of that on somebody who leaves."""
    alone = sum(one.alone for one in people(network))
    leaving = sum(one.alone for one in people(network) if one.row.leaving)
    said = f"{count(alone, 'thing', 'hang') if alone else 'Nothing hangs'} on one person alone"
    return f"{said}, {leaving:,} of them on somebody who leaves" if leaving else said


def table(network: Published) -> list[dict[str, Any]]:
    """One row a thing that hangs on somebody, as it may be taken away: roles instead of names."""
    return [
        cells_to_take(one.row)
        | {"has_backup": bool(one.row.backup), "thing": thing.name, "under": thing.under}
        for one in people(network)
        for thing in one.things or (Thing("", ""),)
    ]


def _soonest(one: Person) -> tuple[object, ...]:
    last_day, amounts = one.row.leaving or dt.date.max, (-one.alone, -len(one.things))
    return one.has_left and not one.alone, last_day, amounts, one.row.person.casefold()


def _beside(network: Published) -> dict[str, list[Thing]]:
    """What each name of staff stands beside in the other tabs, by the key of that name."""
    found: dict[str, list[Thing]] = defaultdict(list)
    for model in (one for one in TABS if one not in ABOUT_STAFF):
        texts = [spec.name for spec in fields_of(model) if spec.required and spec.kind is str]
        for spec in (spec for spec in fields_of(model) if spec.column.staff):
            under = f"{spec.column.title}, {model.TAB.title}"
            for row in network.rows(model):
                for name in split_cell(getattr(row, spec.name)):
                    thing = Thing(getattr(row, texts[0]), under, _of(row))
                    found[name_key(str(name))].append(thing)
    return found


def _of(row: Row) -> tuple[str, ...]:
    """The priorities that a row names."""
    return getattr(row, "priorities", None) or (getattr(row, "priority", ""),)
