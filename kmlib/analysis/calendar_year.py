"""The calendar: the year by month and space, what is over-full, what gets no time, what comes."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import mean, median
from typing import Any, NamedTuple

from kmlib.analysis.due import school_days
from kmlib.analysis.focus import is_whole_month
from kmlib.analysis.judging import months_before
from kmlib.analysis.ledger import cells_to_take
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import priorities
from kmlib.analysis.routines import routines
from kmlib.analysis.wording import count
from kmlib.privacy import Published
from kmlib.reading.school_calendar import DAY, school_year_of
from kmlib.schema.learning import ParticipationRow
from kmlib.schema.programme import CalendarRow

OVER_FULL = 2  # project choice: times as many entries as in half of the months
FULL_FROM = 4  # project choice: less than one a week is never too much


class Entry(NamedTuple):
    """An entry of the calendar, what it serves, and what those who came said of it."""

    row: CalendarRow
    serves: tuple[str, ...]  # priorities: its own, else those of its routine
    scores: tuple[float, ...]  # feedback, 1 to 5, one a stakeholder group
    month: dt.date  # the first day of its month


Strip = dict[str, dict[dt.date, list[Entry]]]  # of a space or priority, by month


@once_a_network
def years(network: Published) -> dict[str, tuple[Entry, ...]]:
    """The entries by school year, oldest first; the year that is now comes before all others.

    An entry that names no priority serves those of its routine. Feedback is the Value of
    Participation on its day; of an entry of a whole month, of any day in that month.
    """
    known, found = routines(network), defaultdict(list)
    scores: defaultdict[tuple[str, dt.date], list[float]] = defaultdict(list)
    for held in network.rows(ParticipationRow):
        for day in {held.date, held.date.replace(day=1)}:
            scores[held.routine, day] += [held.value] if held.value is not None else []
    for row in sorted(network.rows(CalendarRow), key=lambda row: row.date):
        of_routine = known[row.space].row.priorities if row.space in known else ()
        serves = (row.priority,) if row.priority else of_routine
        of_day = tuple(scores[row.space, row.date])
        entry = Entry(row, serves, of_day, row.date.replace(day=1))
        found[school_year_of(row.date, network.settings.first_month)].append(entry)
    now = school_year_of(network.as_of, network.settings.first_month)
    order = sorted(found, key=lambda year: (abs(year - now), -year))
    return {f"{year}-{(year + 1) % 100:02}": tuple(found[year]) for year in order}


def months_of(network: Published, some: Sequence[Entry]) -> list[dt.date]:
    """The first days of the twelve months of the school year that holds these entries."""
    starts = network.settings.first_month
    first = dt.date(school_year_of(some[0].month, starts), starts, 1)
    return [months_before(first, -n) for n in range(12)]


def strips(network: Published, some: Iterable[Entry]) -> dict[str, Strip]:
    """When each learning space meets, and when each priority gets time, those that get none too."""
    known = {name_key(name): name for name in filter(None, priorities(network))}
    spaces: Strip = {}
    served: Strip = {name: {} for name in known.values()}
    for entry in some:
        spaces.setdefault(entry.row.space, {}).setdefault(entry.month, []).append(entry)
        for name in entry.serves:
            months = served.setdefault(known.get(name_key(name), name), {})
            months.setdefault(entry.month, []).append(entry)
    return {"Learning space": spaces, "Priority": served}


def without_time(network: Published, some: Sequence[Entry]) -> dict[str, list[dt.date]]:
    """For each priority the months from the first entry to the last in which none serves it.

    Months wholly without school are left out. Nothing is said where no entry serves any priority.
    """
    served, school = strips(network, some)["Priority"], school_days(network)
    months = [
        month
        for month in months_of(network, some)
        if some[0].month <= month <= some[-1].month
        and any(True for _ in school.days(month, months_before(month, -1) - DAY))
    ]
    missing = {name: [m for m in months if m not in held] for name, held in served.items()}
    return missing if any(served.values()) else {}


def over_full(some: Iterable[Entry]) -> list[dt.date]:
    """The months with over twice as many entries as half of the months have, and at least four."""
    held = Counter(entry.month for entry in some)
    most = max(FULL_FROM - 1, OVER_FULL * median(held.values()))
    return [month for month, amount in held.items() if amount > most]


def headline(network: Published, some: Sequence[Entry]) -> str:
    """How full the year is, and the priority that gets least time in it."""
    spaces, missing = strips(network, some)["Learning space"], without_time(network, some)
    entries = "entry" if len(some) == 1 else "entries"
    said = f"{len(some):,} {entries} in {count(len(spaces), 'learning space')}"
    most = max(missing, key=lambda name: len(missing[name]), default="")
    months = len(missing.get(most, ()))
    return f"{said}; {most} gets no time in {count(months, 'month')}" if months else said


def table(some: Iterable[Entry]) -> list[dict[str, Any]]:
    """The plain rows, one an entry, without names of staff."""
    return [
        cells_to_take(entry.row)
        | {"whole_month": is_whole_month(entry.row), "serves": "; ".join(entry.serves)}
        | {"feedback": mean(entry.scores) if entry.scores else None, "scores": len(entry.scores)}
        for entry in some
    ]
