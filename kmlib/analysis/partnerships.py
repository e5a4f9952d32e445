"""Partnerships: ready to begin, on their way, and what was carried out of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations
from typing import Any, NamedTuple

from kmlib.analysis.ledger import cells_to_take
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.wording import count
from kmlib.privacy import Published
from kmlib.schema import fields_of
from kmlib.schema.learning import KnowledgeRow
from kmlib.schema.programme import PartnershipRow, PartnershipSessionRow

ANSWERS = {True: "yes", False: "not yet", None: "not said"}
CHECK_DUE = "due, not taken"
SHORTEST_ITEM = 6  # project choice: letters; a shorter name stands in many a sentence by chance


class Partnership(NamedTuple):
    """A partnership, and its sessions with the knowledge items that came of each."""

    row: PartnershipRow
    check: str  # how it stands with the pulse check at its middle
    sessions: list[tuple[PartnershipSessionRow, list[str]]]  # oldest first


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


def pulse_check(row: PartnershipRow, as_of: dt.date) -> str:
    """How it stands with the mid-point pulse check; it is taken by its result, or once its day is.

    It is due from the middle to the end; of one that is over nothing is due any more.
    """
    half, planned = middle(row), row.pulse_check_on
    if planned or row.pulse_result:
        return "planned" if planned and planned > as_of and not row.pulse_result else "taken"
    if half is None or row.end is None:
        return "no end date, so no middle"
    return "not due yet" if half >= as_of else CHECK_DUE if row.end >= as_of else "not taken"


@once_a_network
def partnerships(network: Published) -> tuple[Partnership, ...]:
    """Every partnership: by team, those of no team last, then the oldest first.

    What was carried out of a session stands in the library where it names an item, spelled any way.
    """
    of_name = defaultdict(list)
    known = {name_key(row.item): row.item for row in network.rows(KnowledgeRow)}
    known = {key: item for key, item in known.items() if len(key) >= SHORTEST_ITEM}
    for held in sorted(network.rows(PartnershipSessionRow), key=lambda row: row.date):
        out = name_key(held.carried_out) if held.carried_out else ""
        items = [item for key, item in known.items() if key in out]
        of_name[name_key(held.partnership)].append((held, items))
    rows = sorted(network.rows(PartnershipRow), key=lambda row: (not row.team, row.team, row.start))
    checks = [pulse_check(row, network.as_of) for row in rows]
    sessions = [of_name[name_key(row.partnership)] for row in rows]
    return tuple(map(Partnership, rows, checks, sessions))


@once_a_network
def clashes(network: Published) -> dict[str, list[PartnershipRow]]:
    """For each partnership the others of its team at the same time with another theory of action.

    Whether two theories pull the same way cannot be told from their words: both are shown, and the
    team is asked. Where one has no theory typed there is nothing to compare.
    """
    of_team, found = defaultdict(list), defaultdict(list)
    for one, *_ in partnerships(network):
        if one.team and one.theory_of_action:
            of_team[one.team].append(one)
    for one, other in (pair for rows in of_team.values() for pair in permutations(rows, 2)):
        both_run = max(one.start, other.start) <= min(r.end or dt.date.max for r in (one, other))
        if both_run and name_key(one.theory_of_action) != name_key(other.theory_of_action):
            found[one.partnership].append(other)
    return found


def headline(network: Published) -> str:
    """How many are ready, and how many checks are due: "2 of 4 partnerships met all conditions"."""
    every = partnerships(network)
    ready, due = sum(not lacking(p.row) for p in every), sum(p.check == CHECK_DUE for p in every)
    said = f"{ready:,} of {count(len(every), 'partnership')} met all conditions"
    return f"{said}; {count(due, 'mid-point check', 'are')} due" if due else said


def table(some: Iterable[Partnership]) -> list[dict[str, Any]]:
    """The plain rows: one a session, and one for a partnership without any; no names of staff."""
    asked = [spec.name for spec in fields_of(PartnershipSessionRow)]
    nothing: list[tuple[None, list[str]]] = [(None, [])]
    return [
        cells_to_take(one.row)
        | {"lacks": "; ".join(lacking(one.row)), "middle": middle(one.row), "check": one.check}
        | {f"session_{name}": getattr(held, name, None) for name in asked}
        | {"knowledge_items": "; ".join(items)}
        for one in some
        for held, items in one.sessions or nothing
    ]
