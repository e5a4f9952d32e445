"""Slots: which columns of a table hold numbers, and what the numbers of each are about."""

from __future__ import annotations

from collections.abc import Collection

from kmlib.reading import headings
from kmlib.reading.headings import NOTHING, Heading
from kmlib.reading.label_columns import Times, times_told
from kmlib.reading.school_calendar import is_year
from kmlib.reading.tables import Slot, Table
from kmlib.reading.vocabulary import Vocabulary

DATE_ROLES = {"date", "period_start"}
Parts = dict[str, int]  # which of a slot's numbers stands in which column


def slots_of(table: Table, keys: dict[str, int], words: Vocabulary) -> tuple[Slot, ...]:
    """The columns that hold numbers, gathered by what they are headed by."""
    times = times_told(table, keys["date"]) if "date" in keys else None
    gathered = _gathered(table, keys, of_row_years=times is Times.YEARS)

    def told(about: Heading) -> int:
        when = about.period or about.part or DATE_ROLES & keys.keys()
        what = "measure" in keys or about.measure is not None
        return sum((what, bool(when), about.team is not None))

    most = max(map(told, gathered), default=0)
    for_groups = any(about.group for about in gathered)
    lone = {
        about: gathered.pop(about)
        for about, parts in list(gathered.items())
        if told(about) < most
        or (for_groups and about.group is None and parts.keys() == {"denominator"})
    }
    _share_out(lone, gathered, table, words)
    by_year = {about.period for about in gathered if about.period and is_year(about.period)}

    def asks_when(about: Heading) -> bool:
        if times is Times.YEARS:
            return about.part is not None
        apart = times is Times.PARTS or (times is Times.WHOLE and len(by_year) > 1)
        return apart and about.period in by_year

    return tuple(
        Slot(about, **parts, asks_when=asks_when(about)) for about, parts in gathered.items()
    )


def _gathered(table: Table, keys: Collection[str], *, of_row_years: bool) -> dict[Heading, Parts]:
    """The number columns by what they are about; those about what each row says are left out."""
    gathered: dict[Heading, Parts] = {}
    for column, heading in enumerate(table.header.headings):
        role, about = heading.role, heading.about
        if role in headings.NUMBER_ROLES and "measure" in keys:
            about = about._replace(measure=None)  # the row says whose numerator it is
        if role is None and about != NOTHING:
            role = "value"
        team_by_row = about.team is not None and ("team" in keys or "code" in keys)
        group_by_row = about.group and "group" in keys
        undated = heading.is_undated and not of_row_years
        if role in headings.NUMBER_ROLES and not (team_by_row or group_by_row or undated):
            gathered.setdefault(about, {}).setdefault(role, column)
    if "value" in gathered.get(NOTHING, ()):  # "Value | Black | White": shares of the students
        return {about: parts for about, parts in gathered.items() if not about.is_name}
    return gathered


def _share_out(
    lone: dict[Heading, Parts], gathered: dict[Heading, Parts], table: Table, words: Vocabulary
) -> None:
    """Give counts that say less to the slots they belong to: "% absent | % late | Enrolled"."""
    for about, parts in lone.items():
        same = [key for key in gathered if _is_of(about, key)]
        for role, column in parts.items():
            owners = headings.measures_with(role, table.titles[column], words)
            for key in same:
                if role != "value" and (len(same) == 1 or key.measure in owners):
                    gathered[key].setdefault(role, column)


def _is_of(about: Heading, key: Heading) -> bool:
    """Whether a count is of the same team, students and time as a slot."""
    same_who = about.team == key.team and (about.group or 0) == (key.group or 0)
    return same_who and about.period in (None, key.period)


def needed_keys(keys: dict[str, int], slots: tuple[Slot, ...]) -> dict[str, int]:
    """The key columns that say what not every heading of a number says already."""
    said = {
        "measure": all(slot.about.measure is not None for slot in slots),
        "date": all(slot.period is not None for slot in slots),
    }
    said["year"] = said["date"]
    return {role: column for role, column in keys.items() if not (slots and said.get(role))}
