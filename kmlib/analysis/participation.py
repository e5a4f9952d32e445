"""Participation: who takes part in each stage, month by month; whose ideas become known good."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import chain
from typing import Any

from kmlib.analysis.exchange import as_team
from kmlib.analysis.learnings import STAGES, items_with_cycles
from kmlib.analysis.names import name_key, one_spelling
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import of_one, serving
from kmlib.analysis.waiting import MonthCount, StageMonths, counted
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema import CycleRow, Stage
from kmlib.schema.choices import Closest
from kmlib.schema.learning import KnowledgeRow, Level, ParticipationRow, PriorityRow

Groups = Mapping[str, tuple[StageMonths, ...]]  # the four stages, by the name of a group
ITEMS_NEEDED = 10  # project choice: of fewer on either side nothing is compared
OWN, ANOTHER, OTHERS = "the team’s own", "another team or an item", "other people"
ALL_CLOSEST, ALL_OTHERS = "one of these three", "none of these three"
ORDER = (*(one.value for one in Closest), ALL_CLOSEST, ANOTHER, OTHERS, OWN, ALL_OTHERS)


@once_a_network
def groups(network: Published, priority: str = "") -> Groups:
    """For each stakeholder group the sessions it came to, of those held, in alphabetical order.

    A session is a day of a routine; 0 people did not come. How many did is not told: it would tell
    of the one or two students of a school that came.
    """
    rows = network.rows(ParticipationRow)
    held: dict[Stage, set[tuple[str, dt.date]]] = defaultdict(set)
    came: dict[tuple[str, Stage], set[tuple[str, dt.date]]] = defaultdict(set)
    for stage in STAGES:
        names = set(serving(network, stage, of_one(priority)))
        for row in (row for row in rows if row.routine in names):
            held[stage].add((row.routine, row.date))
            if row.people != 0:
                came[name_key(row.stakeholder_group), stage].add((row.routine, row.date))

    def months(stage: Stage, key: str) -> StageMonths:
        some = (counted(network, (day for _, day in s)) for s in (came[key, stage], held[stage]))
        both = (MonthCount(m.month, m.amount, of.amount) for m, of in zip(*some, strict=True))
        return StageMonths(stage, tuple(both))

    each = sorted(one_spelling(row.stakeholder_group for row in rows), key=str.casefold)
    return {name: tuple(months(stage, name_key(name)) for stage in STAGES) for name in each}


@once_a_network
def closest(network: Published, name: str) -> Closest | None:
    """Whom of those closest to students a name means; None where it means none of them.

    A word of `Closest` (project choice) stands in it before any "of": a dean of students is none.
    Who stands under Who experiences it of a priority is as close as students.
    """
    words = re.findall(r"\w+", re.split(r"\bof\b", name.casefold())[0])
    felt = chain(*(split_cell(row.who_experiences) for row in network.rows(PriorityRow)))
    if name_key(name) in {name_key(str(part)) for part in felt}:
        return Closest.STUDENTS
    return next((one for one in Closest if not {one, *one.also}.isdisjoint(words)), None)


def headline(network: Published, some: Groups) -> str:
    """In how many stages somebody closest to students took part, and which went without them."""
    near = [one for name, stages in some.items() if closest(network, name) for one in stages]
    here = {one.stage for one in near if any(month.amount for month in one.months)}
    without = ", ".join(stage for stage in STAGES if stage not in here)
    less = f"; {without} went without them" if 0 < len(here) < len(STAGES) else ""
    took = f"Those closest to students took part in {len(here)} of {len(STAGES)} stages"
    return f"{took} in the last twelve months{less}"


def table(some: Groups) -> list[dict[str, Any]]:
    """One row a group, stage and month with a session."""
    return [
        {"stakeholder_group": name, "stage": str(one.stage), "month": month.month}
        | {"sessions_with_them": month.amount, "sessions": month.of}
        for name, stages in some.items()
        for one in stages
        for month in one.months
        if month.of
    ]


@once_a_network
def origins(network: Published) -> list[dict[str, Any]]:
    """One row for each who had ideas: cycles that tried them, their items, those known good.

    By Idea from; the team itself where nothing is typed. An idea that several had counts with each
    of them. Known good is what the owners call so.
    """
    whose, items, good = _whose(network), Counter[str](), Counter[str]()
    for item, numbers in items_with_cycles(network):
        names = set().union(*(whose[number] for number in numbers))
        names -= {ALL_OTHERS} if ALL_CLOSEST in names else set()
        items.update(names)
        good.update(names if item.level is Level.KNOWN_GOOD else ())
    cycles = Counter(chain(*whose))
    return [
        {"whose_idea": name, "cycles": cycles[name], "items": items[name], "known_good": good[name]}
        for name in ORDER
        if cycles[name] and (cycles[ALL_CLOSEST] or name != ALL_OTHERS)
    ]


OVERLAP = (
    f"An idea that several had counts with each of them, and once in “{ALL_CLOSEST}”; the last row"
    " is all the rest."
)


def as_often(network: Published) -> str:
    """How often items with ideas of those closest to students, and others, are known good."""
    both = [row for row in origins(network) if row["whose_idea"] in (ALL_CLOSEST, ALL_OTHERS)]
    if len(both) < 2 or min(row["items"] for row in both) < ITEMS_NEEDED:
        return f"From {ITEMS_NEEDED} items on each side on it can be said whose become known good."
    near, far = (f"{row['known_good']:,} of {row['items']:,}" for row in both)
    return f"Known good: {near} items with an idea of those closest to students, {far} others."


def _whose(network: Published) -> list[set[str]]:
    team_of, rows = as_team(network), network.rows(CycleRow)
    known = {name_key(row.title) for row in rows}
    known |= {name_key(row.item) for row in network.rows(KnowledgeRow)}

    def had(name: str) -> str:
        if team_of(name) or name_key(name) in known:
            return ANOTHER
        return str(closest(network, name) or OTHERS)

    each = ({had(str(name)) for name in split_cell(row.idea_from)} or {OWN} for row in rows)
    return [one | {ALL_OTHERS if one.isdisjoint(Closest) else ALL_CLOSEST} for one in each]
