"""Continuity: what hangs on one person, who leaves when, and who would step in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from kmlib.analysis.gaps import gaps
from kmlib.analysis.ledger import cells_to_take
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema import TABS, AccessRow, MeasureRow, NetworkSettings, PersonRow, Row, fields_of
from kmlib.schema.core import RoutineRow
from kmlib.schema.learning import KnowledgeRow
from kmlib.schema.programme import RepositoryRow

HOLDS = "Holds"
MAY_BE_HELD = (RoutineRow, KnowledgeRow, MeasureRow, RepositoryRow)
ABOUT_STAFF = (PersonRow, AccessRow, NetworkSettings)  # no rows that hang on somebody


class Thing(NamedTuple):
    """Something that hangs on a person."""

    name: str  # as its own tab writes it; where it stands in none, as typed under Holds
    tab: str  # in which it stands; empty where it stands in none
    column: str  # Holds, or the one of its own tab that names the person: Owner, Broker ...
    priorities: tuple[str, ...] = ()
    is_alone: bool = False  # nobody else holds it


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody of the People tab with all that hangs on them."""

    row: PersonRow
    things: tuple[Thing, ...]
    alone: int  # things that nobody else holds
    has_left: bool
    backup_leaves: dt.date | None  # also where that day has passed


@once_a_network
def people(network: Published) -> tuple[Person, ...]:
    """The people by how soon they leave, then by how much hangs on them alone, and in all.

    Those who have left come first while something still hangs on them alone, and last after that.
    What they hold alone is what the gaps say: held by one person, or by somebody who leaves.
    Owners, facilitators, leads and brokers are joined where their names stand in the People tab.
    """
    gone_with_them = {(gap.place, name_key(gap.where)) for gap in gaps(network)}
    rows = [row for model in MAY_BE_HELD for row in network.rows(model)]
    held = {name_key(one.name): one for one in (_thing(r, r.names()[0], HOLDS) for r in rows)}
    by_name = {name_key(row.person): row for row in network.rows(PersonRow)}
    beside, found = _beside(network), []
    for key, row in by_name.items():
        typed = {name_key(name): Thing(name, "", HOLDS) for name in row.holds}
        things = [
            held.get(one, thing)._replace(is_alone=(row.place, one) in gone_with_them)
            for one, thing in typed.items()
        ]
        alone, backup = sum(one.is_alone for one in things), by_name.get(name_key(row.backup))
        things += dict.fromkeys(beside.get(key, ()))
        has_left = row.leaving is not None and row.leaving < network.as_of
        found.append(Person(row, tuple(things), alone, has_left, backup and backup.leaving))
    return tuple(sorted(found, key=_soonest))


def headline(network: Published) -> str:
    """How much hangs on one person: "9 things hang on one person alone, 3 of them on ..."."""
    alone = sum(one.alone for one in people(network))
    leaving = sum(one.alone for one in people(network) if one.row.leaving)
    if not alone:
        return "Nothing is known to hang on one person alone"
    said = f"{alone:,} thing{' hangs' if alone == 1 else 's hang'} on one person alone"
    return f"{said}, {leaving:,} of them on somebody who leaves" if leaving else said


def table(network: Published) -> list[dict[str, Any]]:
    """One row a thing that hangs on somebody, as it may be taken away: roles instead of names."""
    return [
        cells_to_take(one.row) | {"has_backup": bool(one.row.backup)} | thing._asdict()
        for one in people(network)
        for thing in one.things or (Thing("", "", ""),)
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
            for row in network.rows(model):
                thing = _thing(row, getattr(row, texts[0]), spec.column.title)
                for name in split_cell(getattr(row, spec.name)):
                    found[name_key(str(name))].append(thing)
    return found


def _thing(row: Row, name: str, column: str) -> Thing:
    of = getattr(row, "priorities", ()) or filter(None, [getattr(row, "priority", "")])
    return Thing(name, row.TAB.title, column, tuple(of))
