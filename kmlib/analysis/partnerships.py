"""Partnerships: ready to begin, on their way, and what was carried out of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from itertools import combinations
from typing import Any, NamedTuple

from kmlib.analysis.cells import cells_to_take
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.schema import fields_of
from kmlib.schema.learning import KnowledgeRow
from kmlib.schema.programme import PartnershipRow, PartnershipSessionRow

ANSWERS = {True: "yes", False: "not yet", None: "not said"}
SHORTEST_ITEM = 6  # project choice: letters; a shorter name stands in many a sentence by chance


class Check(StrEnum):
    """How it stands with the pulse check at the middle of a partnership."""

    TAKEN = "taken"
    PLANNED = "planned"
    AHEAD = "not due yet"
    OVERDUE = "due, not taken"
    NO_END = "no end date, so no middle"


class Session(NamedTuple):
    """A session, and the knowledge items that what was carried out of it names."""

    row: PartnershipSessionRow
    items: tuple[str, ...]


class Partnership(NamedTuple):
    """A partnership with its sessions, oldest first."""

    row: PartnershipRow
    check: Check
    sessions: tuple[Session, ...]


def conditions(row: PartnershipRow) -> dict[str, str]:
    """The seven conditions of readiness in the order of the tab: yes, not yet or not said."""
    specs = (spec for spec in fields_of(PartnershipRow) if spec.kind is bool)
    return {spec.column.title: ANSWERS[getattr(row, spec.name)] for spec in specs}


def lacking(row: PartnershipRow) -> dict[str, str]:
    """The conditions of readiness that are not met yet, or of which nobody said."""
    return {title: said for title, said in conditions(row).items() if said != ANSWERS[True]}


def middle(row: PartnershipRow) -> dt.date | None:
    """The day half way between start and end, on which the pulse check is due."""
    return row.start + (row.end - row.start) / 2 if row.end else None


def pulse_check(row: PartnershipRow, as_of: dt.date) -> Check:
    """Whether the mid-point pulse check was taken: it has a result, or a day that has been."""
    half, planned = middle(row), row.pulse_check_on
    if row.pulse_result or (planned and planned <= as_of):
        return Check.TAKEN
    if planned:
        return Check.PLANNED
    return Check.NO_END if half is None else Check.OVERDUE if half < as_of else Check.AHEAD


@once_a_network
def partnerships(network: Published) -> tuple[Partnership, ...]:
    """Every partnership: by team, those of no team last, then the oldest first."""
    sessions = defaultdict(list)
    known = {name_key(row.item): row.item for row in network.rows(KnowledgeRow)}
    for held in sorted(network.rows(PartnershipSessionRow), key=lambda row: row.date):
        sessions[name_key(held.partnership)].append(Session(held, _named(held.carried_out, known)))
    rows = sorted(network.rows(PartnershipRow), key=lambda row: (not row.team, row.team, row.start))
    return tuple(
        Partnership(
            row, pulse_check(row, network.as_of), tuple(sessions[name_key(row.partnership)])
        )
        for row in rows
    )


def _named(text: str, known: dict[str, str]) -> tuple[str, ...]:
    """The knowledge items whose names stand in a text, spelled any way."""
    key = name_key(text) if text else ""
    return tuple(item for name, item in known.items() if len(name) >= SHORTEST_ITEM and name in key)


@once_a_network
def clashes(network: Published) -> tuple[tuple[PartnershipRow, PartnershipRow], ...]:
    """Pairs of partnerships of one team at the same time whose theories of action differ.

    Whether two theories pull the same way cannot be told from their words: both are shown, and the
    team is asked. Where one has no theory typed there is nothing to compare.
    """
    of_team = defaultdict(list)
    for one, *_ in partnerships(network):
        if one.team and one.theory_of_action:
            of_team[one.team].append(one)
    return tuple(
        (one, other)
        for rows in of_team.values()
        for one, other in combinations(rows, 2)
        if name_key(one.theory_of_action) != name_key(other.theory_of_action)
        and max(one.start, other.start) <= min(row.end or dt.date.max for row in (one, other))
    )


def headline(network: Published) -> str:
    """How many are ready, and how many checks are due: "2 of 4 partnerships met all conditions"."""
    every = partnerships(network)
    ready, late = sum(not lacking(p.row) for p in every), [p.check for p in every]
    said = f"{ready:,} of {len(every):,} partnership{'s' * (len(every) != 1)} met all conditions"
    due = late.count(Check.OVERDUE)
    return f"{said}; {due:,} mid-point check{'s are' if due > 1 else ' is'} due" if due else said


def table(some: Iterable[Partnership]) -> list[dict[str, Any]]:
    """The plain rows: one a session, and one for a partnership without any; no names of staff."""
    asked = [spec.name for spec in fields_of(PartnershipSessionRow)]
    return [
        cells_to_take(one.row)
        | {"lacks": "; ".join(lacking(one.row)), "middle": middle(one.row), "check": one.check}
        | {f"session_{name}": getattr(held, name, None) for name in asked}
        | {"knowledge_items": "; ".join(items)}
        for one in some
        for held, items in one.sessions or ((None, ()),)
    ]
