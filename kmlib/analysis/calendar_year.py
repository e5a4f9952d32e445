"""The calendar: the year by month and space, what is over-full, what gets no time, what comes."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import mean, median
from typing import Any, NamedTuple

from kmlib.analysis.cells import cells_to_take
from kmlib.analysis.due import school_days
from kmlib.analysis.focus import is_whole_month
from kmlib.analysis.judging import months_before
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import priorities
from kmlib.analysis.routines import Routine, routines
from kmlib.privacy import Published
from kmlib.reading.school_calendar import DAY, school_year_of
from kmlib.schema.learning import ParticipationRow
from kmlib.schema.programme import CalendarRow

OVER_FULL = 2  # project choice: times as many entries as in half of the months
FULL_FROM = 4  # project choice: less than one a week is never too much
DATA_DIVE = name_key("data dive")


class Entry(NamedTuple):
    """An entry of the calendar, what it serves, and what those who came said of it."""

    row: CalendarRow
    serves: tuple[str, ...]  # priorities: its own, else those of its routine
    scores: tuple[float, ...]  # feedback, 1 to 5, one a stakeholder group

    @property
    def month(self) -> dt.date:
        """The first day of its month."""
        return self.row.date.replace(day=1)


Strip = Mapping[str, Mapping[dt.date, list[Entry]]]  # space or priority -> month -> entries


@once_a_network
def entries(network: Published) -> tuple[Entry, ...]:
    """Every entry, the oldest first.

    An entry that names no priority serves those of its routine. Feedback is the Value of
    Participation on its day; of an entry of a whole month, of any day in that month.
    """
    known, scores = routines(network), defaultdict(list)
    for held in network.rows(ParticipationRow):
        if held.value is not None:
            for day in {held.date, held.date.replace(day=1)}:
                scores[held.routine, day].append(held.value)
    found = []
    for row in sorted(network.rows(CalendarRow), key=lambda row: row.date):
        of_routine = known[row.space].row.priorities if row.space in known else ()
        serves = (row.priority,) if row.priority else of_routine
        found.append(Entry(row, serves, tuple(scores[row.space, row.date])))
    return tuple(found)


def years(network: Published) -> dict[str, tuple[Entry, ...]]:
    """The entries by school year; the one that is now comes first, then those nearest to it."""
    found = defaultdict(list)
    for entry in entries(network):
        found[school_year_of(entry.row.date, network.settings.first_month)].append(entry)
    now = school_year_of(network.as_of, network.settings.first_month)
    order = sorted(found, key=lambda year: (abs(year - now), -year))
    return {f"{year}-{(year + 1) % 100:02}": tuple(found[year]) for year in order}


def months_of(network: Published, some: Iterable[Entry]) -> list[dt.date]:
    """The first days of the twelve months of the school year that holds these entries."""
    starts = network.settings.first_month
    year = min(school_year_of(entry.month, starts) for entry in some)
    return [months_before(dt.date(year, starts, 1), -n) for n in range(12)]


def by_space(some: Iterable[Entry]) -> Strip:
    """When each learning space meets, by month; spaces in the order in which they come."""
    return _strip((entry.row.space, entry) for entry in some)


def by_priority(network: Published, some: Iterable[Entry]) -> Strip:
    """When each priority gets time, by month; those that get none as well."""
    known = {name_key(name): name for name in filter(None, priorities(network))}
    named = ((known.get(name_key(one), one), entry) for entry in some for one in entry.serves)
    return {name: {} for name in known.values()} | _strip(named)


def _strip(named: Iterable[tuple[str, Entry]]) -> dict[str, dict[dt.date, list[Entry]]]:
    found: defaultdict[str, dict[dt.date, list[Entry]]] = defaultdict(dict)
    for name, entry in named:
        found[name].setdefault(entry.month, []).append(entry)
    return found


def without_time(network: Published, some: tuple[Entry, ...]) -> dict[str, list[dt.date]]:
    """For each priority the months from the first entry to the last in which none serves it.

    Months wholly without school are left out. Nothing is said where no entry serves any priority.
    """
    strip, school = by_priority(network, some), school_days(network)
    months = [
        month
        for month in months_of(network, some)
        if some[0].month <= month <= some[-1].month
        and any(True for _ in school.days(month, months_before(month, -1) - DAY))
    ]
    missing = {name: [m for m in months if m not in held] for name, held in strip.items()}
    return {name: lacks for name, lacks in missing.items() if lacks} if any(strip.values()) else {}


def over_full(some: Iterable[Entry]) -> list[dt.date]:
    """The months with over twice as many entries as half of the months have, and at least four."""
    held = Counter(entry.month for entry in some)
    usual = median(held.values())
    return [m for m, amount in held.items() if amount >= FULL_FROM and amount > OVER_FULL * usual]


def next_dive(network: Published) -> tuple[CalendarRow, tuple[Routine, ...]] | None:
    """The next entry of a space that is called a data dive, and the routines that feed that."""
    today = network.as_of
    for row, *_ in entries(network):
        is_ahead = row.date >= (today.replace(day=1) if is_whole_month(row) else today)
        if is_ahead and DATA_DIVE in name_key(row.space):
            known = routines(network).values()
            return row, tuple(one for one in known if row.space in one.row.feeds)
    return None


def headline(network: Published, some: tuple[Entry, ...]) -> str:
    """How full the year is, and the priority that gets least time in it."""
    missing, spaces = without_time(network, some), len(by_space(some))
    said = f"{len(some):,} {'entry' if len(some) == 1 else 'entries'} in {spaces:,} learning"
    said += f" space{'s' * (spaces != 1)}"
    if not missing:
        return said
    most = max(missing, key=lambda name: len(missing[name]))
    months = len(missing[most])
    return f"{said}; {most} gets no time in {months} month{'s' * (months != 1)}"


def table(some: Iterable[Entry]) -> list[dict[str, Any]]:
    """The plain rows, one an entry, without names of staff."""
    return [
        cells_to_take(entry.row)
        | {"whole_month": is_whole_month(entry.row), "serves": "; ".join(entry.serves)}
        | {"feedback": mean(entry.scores) if entry.scores else None, "scores": len(entry.scores)}
        for entry in some
    ]
