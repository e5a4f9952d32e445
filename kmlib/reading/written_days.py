"""Days, months and school years as they are written, each a pattern with what it means."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, replace

from kmlib.findings import NOT_A_DATE, YEAR_UNKNOWN, Rule
from kmlib.reading.school_calendar import MONTH_NAMES, Period, months, school_year_of


@dataclass(frozen=True)
class PeriodContext:
    """What a cell's column, tab and hub say about its dates."""

    year_starts: int = 8  # the month in which the school year begins
    school_year: int | None = None  # its first calendar year, from title, tab or file name
    day_first: bool = False
    epoch_1904: bool = False
    as_of: dt.date | None = None  # what is on record cannot lie after it


Read = Period | Rule

FIRST_YEAR, LAST_YEAR = 1950, 2100  # project choice: a day outside is a slip or an empty date cell
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # project choice: 1954 to 2119, no measure's own range
CENTURY_TURNS = 80  # project choice: 79 is 2079, 80 is 1980


def one_day(year: int, month: int, day: int) -> Read:
    """One day as a period; NOT_A_DATE for 31 February and for years no school records."""
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return NOT_A_DATE
    return Period(date, date) if FIRST_YEAR <= year <= LAST_YEAR else NOT_A_DATE


def from_number(number: float, context: PeriodContext) -> Read:
    """A year, a serial day number of Excel's, or a date typed without signs, 20251005."""
    if not math.isfinite(number):
        return NOT_A_DATE
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        epoch = dt.date(1904, 1, 1) if context.epoch_1904 else dt.date(1899, 12, 30)
        date = epoch + dt.timedelta(days=int(number))
        return one_day(date.year, date.month, date.day)
    whole = int(number) if number == int(number) else 0  # a float in a range walks it
    if 2000 <= whole <= LAST_YEAR:
        return months(whole, 1, 12)
    if FIRST_YEAR * 10_000 <= whole < (LAST_YEAR + 1) * 10_000:
        return one_day(whole // 10_000, whole // 100 % 100, whole % 100)
    return NOT_A_DATE


MONTH = (
    r"(?P<month>jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
GAP = r"[\s,./-]"
NUMERIC_DAY = (
    r"(?P<a>[0-9]{1,2})(?P<sign>[-/]|\.(?=[0-9]+\.))(?P<b>[0-9]{1,2})"
    r"(?:(?P=sign)(?P<year>[0-9]{4}|[0-9]{2}))?"
)
SCHOOL_YEAR = re.compile(
    r"(?P<sign>(?:sy|fy|ay|school year|academic year|fiscal year)[\s.:'-]*)?"
    r"'?(?P<first>[0-9]{4}|[0-9]{2})(?:\s*[-/]\s*'?(?P<last>[0-9]{4}|[0-9]{2}))?"
    r"(?P<sign2>\s*(?:sy|school year|academic year))?"
)


def school_year_in(match: re.Match[str] | None) -> int | None:
    """The first calendar year of 2025-26, SY26 (which ends in 2026) or SY25-26."""
    if not match:
        return None
    first = full_year(match["first"])
    signed = bool(match["sign"] or match["sign2"])
    if match["last"] is None:
        return first - 1 if signed else None
    plainly = len(match["first"]) == 4 or signed or int(match["first"]) > 12  # 11-12 may be a day
    follows = int(match["last"]) in (first + 1, (first + 1) % 100)
    return first if plainly and follows and len(match["last"]) <= len(match["first"]) else None


def full_year(typed: str) -> int:
    """2025 for 25, '25 and 2025."""
    year = int(typed.strip("'"))
    if len(typed.strip("'")) == 4:
        return year
    return 2000 + year if year < CENTURY_TURNS else 1900 + year


def month_number(match: re.Match[str]) -> int:
    """1 to 12."""
    return MONTH_NAMES.index(match["month"][:3].title()) + 1


def _in_school_year(month: int, day: int | None, context: PeriodContext) -> Read:
    """A month or day typed without its year."""
    if day is not None and isinstance(one_day(2024, month, day), Rule):  # a leap year
        return NOT_A_DATE
    if context.school_year is None:
        return YEAR_UNKNOWN
    year = context.school_year + (month < context.year_starts)
    return months(year, month, 1) if day is None else one_day(year, month, day)


def named_day(match: re.Match[str], context: PeriodContext) -> Read:
    """5 Oct 2025; 5 Oct."""
    month, day = month_number(match), int(match["day"])
    year = match.groupdict().get("year")
    return one_day(full_year(year), month, day) if year else _in_school_year(month, day, context)


def named_month(match: re.Match[str], context: PeriodContext) -> Read | None:
    """Oct 2025; Oct-25; October; "Oct 25" where the school year tells month from day."""
    month = month_number(match)
    year = match.groupdict().get("year")
    if not year:
        return _in_school_year(month, None, context)
    full = full_year(year)
    if len(year) == 2 and match["gap"].isspace() and int(year) <= 31:
        if context.school_year is None:
            return YEAR_UNKNOWN
        if school_year_of(dt.date(full, month, 1), context.year_starts) != context.school_year:
            return _in_school_year(month, int(year), context)
    return months(full, month, 1) if FIRST_YEAR <= full <= LAST_YEAR else NOT_A_DATE


def month_of_school_year(match: re.Match[str], context: PeriodContext) -> Read | None:
    """October 2025-26."""
    year = school_year_in(SCHOOL_YEAR.fullmatch(match["rest"]))
    if year is None:
        return None
    return _in_school_year(month_number(match), None, replace(context, school_year=year))


def iso_day(match: re.Match[str], context: PeriodContext) -> Read:
    """2025-10-05; 2025-10."""
    year, month = int(match["year"]), int(match["number"])
    if match["day"]:
        return one_day(year, month, int(match["day"]))
    first = one_day(year, month, 1)
    return first if isinstance(first, Rule) else months(year, month, 1)


def numeric_month(match: re.Match[str], context: PeriodContext) -> Read:
    """10/2025."""
    first = one_day(int(match["year"]), int(match["number"]), 1)
    return first if isinstance(first, Rule) else months(first.start.year, first.start.month, 1)


def both_readings(match: re.Match[str], context: PeriodContext) -> list[Read]:
    """A numeric day read month first and day first."""
    a, b, year = int(match["a"]), int(match["b"]), match["year"]
    if year:
        return [one_day(full_year(year), a, b), one_day(full_year(year), b, a)]
    return [_in_school_year(a, b, context), _in_school_year(b, a, context)]


def numeric_day(match: re.Match[str], context: PeriodContext) -> Read:
    """10/5/25 in the column's order, or in the only one that makes a date."""
    readings = both_readings(match, context)
    first, other = reversed(readings) if context.day_first else readings
    return other if first is NOT_A_DATE else first


def digits(match: re.Match[str], context: PeriodContext) -> Read:
    """A year or a serial number stored as text."""
    return from_number(float(match[0]), context)
