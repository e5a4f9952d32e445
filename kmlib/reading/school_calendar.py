"""The school calendar: years that begin in August, their quarters, terms, months and weeks."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from kmlib.schema import Cadence

MONTH_NAMES = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905
DAY = dt.timedelta(days=1)


class Period(NamedTuple):
    """A stretch of days, both ends included."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class PeriodContext:
    """What a cell's column, tab and hub say about its dates."""

    year_starts: int = 8  # the month in which the school year begins
    school_year: int | None = None  # its first calendar year, from title, tab or file name
    day_first: bool = False
    epoch_1904: bool = False
    as_of: dt.date | None = None  # what is on record cannot lie after it


def months(year: int, month: int, count: int) -> Period:
    """So many whole months from one on; months beyond December belong to the next year.

    >>> months(2025, 11, 3)
    Period(start=datetime.date(2025, 11, 1), end=datetime.date(2026, 1, 31))
    """
    return Period(_first_day(year, month), _first_day(year, month + count) - DAY)


def _first_day(year: int, month: int) -> dt.date:
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def is_year(period: Period) -> bool:
    """Whether a period is a whole year, of school or of the calendar."""
    return period == months(period.start.year, period.start.month, 12)


def school_year_of(day: dt.date, year_starts: int) -> int:
    """The calendar year in which the school year that holds a day began."""
    return day.year - (day.month < year_starts)


def week_of(day: dt.date, weeks: int = 1) -> Period:
    """The week from Monday to Sunday that holds a day, or the fixed run of several weeks."""
    into_run = (day.toordinal() - 1) % (7 * weeks)  # day 1 of the calendar was a Monday
    return Period(day - into_run * DAY, day + (7 * weeks - 1 - into_run) * DAY)


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
    count = MONTHS_IN[cadence]
    into_part = (day.month - year_starts) % 12 % count
    return months(day.year, day.month - into_part, count)


def period_label(start: dt.date, end: dt.date, year_starts: int = 8) -> str:
    """A period in the shortest words that say it; `read_period` reads them back.

    >>> period_label(dt.date(2025, 8, 1), dt.date(2025, 10, 31))
    'Aug to Oct 2025'
    """
    if (start, end) == months(start.year, 1, 12):
        return str(start.year)
    if (start, end) == months(start.year, year_starts, 12):
        return f"{start.year}-{end.year % 100:02d}"
    whole_months = start.day == 1 and (end + DAY).day == 1
    first, last = (
        [*([] if whole_months else [str(day.day)]), MONTH_NAMES[day.month - 1], str(day.year)]
        for day in (start, end)
    )
    if (start, end) == week_of(start):
        return f"week of {' '.join(first)}"
    while first and first[-1] == last[len(first) - 1]:
        first.pop()  # what both ends share is said once
    return " ".join([*first, "to", *last] if first else last)
