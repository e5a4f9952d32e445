"""The school calendar: years that begin in August, their quarters, terms, months and weeks."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kmlib.schema import Cadence

MONTH_NAMES = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905
DAY = dt.timedelta(days=1)
WEEK = 7


class Period(NamedTuple):
    """A stretch of days, both ends included."""

    start: dt.date
    end: dt.date


def months(year: int, month: int, count: int) -> Period:
    """So many whole months from one on; months beyond December belong to the next year.

    >>> months(2025, 11, 3)
    Period(start=datetime.date(2025, 11, 1), end=datetime.date(2026, 1, 31))
    """
    return Period(_first_day(year, month), _first_day(year, month + count) - DAY)


def _first_day(year: int, month: int) -> dt.date:
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def school_year_of(day: dt.date, year_starts: int) -> int:
    """The calendar year in which the school year that holds a day began.

    >>> school_year_of(dt.date(2026, 3, 14), year_starts=8)
    2025
    """
    return day.year - (day.month < year_starts)


def week_of(day: dt.date, weeks: int = 1) -> Period:
    """The week from Monday to Sunday that holds a day, or the fixed run of several weeks."""
    length = WEEK * weeks
    first = (day.toordinal() - 1) // length * length + 1  # day 1 of the calendar was a Monday
    return Period(dt.date.fromordinal(first), dt.date.fromordinal(first + length - 1))


MONTHS_IN = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.TERM: 4, Cadence.YEARLY: 12}
WEEKS_IN = {Cadence.WEEKLY: 1, Cadence.BIWEEKLY: 2}


def cadence_period(day: dt.date, cadence: Cadence, year_starts: int) -> Period:
    """The week, month, quarter, term or year of school that holds a day.

    Quarters and terms are three and four months each, counted from the start of the school year.

    >>> cadence_period(dt.date(2026, 1, 20), Cadence.QUARTERLY, year_starts=8).start
    datetime.date(2025, 11, 1)
    """
    if cadence in WEEKS_IN:
        return week_of(day, WEEKS_IN[cadence])
    into_year = (day.month - year_starts) % 12
    count = MONTHS_IN[cadence]
    first = year_starts + into_year // count * count
    return months(school_year_of(day, year_starts), first, count)


def period_label(start: dt.date, end: dt.date, year_starts: int = 8) -> str:
    """A period in the shortest words that say it; `read_period` reads them back.

    >>> period_label(dt.date(2025, 10, 1), dt.date(2025, 10, 31))
    'Oct 2025'
    >>> period_label(dt.date(2025, 8, 1), dt.date(2026, 7, 31))
    '2025-26'
    """
    if start == end:
        return f"{start.day} {_month(start)} {start.year}"
    if (start, end) == months(start.year, 1, 12):
        return str(start.year)
    if (start, end) == months(start.year, year_starts, 12):
        return f"{start.year}-{end.year % 100:02d}"
    if (start, end) == week_of(start):
        return f"week of {start.day} {_month(start)} {start.year}"
    whole_months = start.day == 1 and (end + DAY).day == 1
    last = f"{_month(end)} {end.year}" if whole_months else f"{end.day} {_month(end)} {end.year}"
    if whole_months and (start.year, start.month) == (end.year, end.month):
        return last
    parts = [
        "" if whole_months else str(start.day),
        "" if not whole_months and _same_month(start, end) else _month(start),
        "" if start.year == end.year else str(start.year),
    ]
    return f"{' '.join(filter(None, parts))} to {last}"


def _month(day: dt.date) -> str:
    return MONTH_NAMES[day.month - 1]


def _same_month(start: dt.date, end: dt.date) -> bool:
    return (start.year, start.month) == (end.year, end.month)
