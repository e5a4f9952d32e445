"""Partnerships: were they ready to begin, are they on their way, and what was carried out of them?"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any, NamedTuple

from kmlib.analysis.ledger import cells_to_take
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema import fields_of
from kmlib.schema.learning import KnowledgeRow
from kmlib.schema.programme import Met, PartnershipRow, PartnershipSessionRow

SHORTEST_ITEM = 6  # project choice: letters; a shorter name stands in many a sentence by chance


class Condition(NamedTuple):
    """One of the seven conditions that a partnership should meet before it begins."""

    title: str
    met: bool | None  # None: nobody said

    @property
    def answer(self) -> str:
        """The answer in words."""
        return {True: "yes", False: "not yet", None: "not said"}[self.met]


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

    @property
    def objectives(self) -> int:
        """How many objectives it was given; one is enough for a session."""
        return len(split_cell(self.row.objective))


@dataclass(frozen=True, eq=False)
class Partnership:
    """A partnership with its sessions, oldest first."""

    row: PartnershipRow
    check: Check
    sessions: tuple[Session, ...]

    @property
    def lacks(self) -> tuple[Condition, ...]:
        """The conditions that are not met, or of which nobody said."""
        return lacking(self.row)


def conditions(row: PartnershipRow) -> tuple[Condition, ...]:
    """The seven conditions of readiness in the order of the tab, with what the row says of each."""
    specs = (spec for spec in fields_of(PartnershipRow) if spec.kind is bool)
    return tuple(Condition(spec.column.title, getattr(row, spec.name)) for spec in specs)


def lacking(row: PartnershipRow) -> tuple[Condition, ...]:
    """The conditions of readiness that are not met, or of which nobody said."""
    return tuple(one for one in conditions(row) if not one.met)


def middle(row: PartnershipRow) -> dt.date | None:
    """The day half way between start and end, on which the pulse check is due."""
    return row.start + (row.end - row.start) / 2 if row.end else None


def pulse_check(row: PartnershipRow, as_of: dt.date) -> Check:
    """Whether the mid-point pulse check was taken: it has a result, or a day that has been.

    It is due on the day half way between start and end; one that is planned for a later day is
    planned, whatever the middle.
    """
    if row.pulse_result or (row.pulse_check_on and row.pulse_check_on <= as_of):
        return Check.TAKEN
    if row.pulse_check_on:
        return Check.PLANNED
    half = middle(row)
    if half is None:
        return Check.NO_END
    return Check.OVERDUE if half < as_of else Check.AHEAD


@once_a_network
def partnerships(network: Published) -> tuple[Partnership, ...]:
    """Every partnership: by team, those of no team last, then by name."""
    sessions = defaultdict(list)
    known = {name_key(row.item): row.item for row in network.rows(KnowledgeRow)}
    for row in sorted(network.rows(PartnershipSessionRow), key=lambda row: row.date):
        sessions[name_key(row.partnership)].append(Session(row, _named(row.carried_out, known)))
    found = [
        Partnership(row, pulse_check(row, network.as_of), tuple(sessions[name_key(row.partnership)]))
        for row in network.rows(PartnershipRow)
    ]
    return tuple(sorted(found, key=lambda one: (not one.row.team, one.row.team, one.row.start)))
