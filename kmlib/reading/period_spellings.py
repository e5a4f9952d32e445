"""The ways to write a day or a period: a table of patterns and what each means."""

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import replace

from kmlib.findings import NOT_A_DATE, YEAR_UNKNOWN, Rule
from kmlib.reading.school_calendar import (
    DAY,
    MONTH_NAMES,
    Period,
    PeriodContext,
    months,
    school_year_of,
    week_of,
)
from kmlib.reading.words import plain_text, read_text

Read = Period | Rule
Reader = Callable[[re.Match[str], PeriodContext], Read | None]

FIRST_YEAR, LAST_YEAR = 1950, 2100  # project choice: a day outside is a slip or an empty date cell
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # project choice: 1954 to 2119, no measure's own range
CENTURY_TURNS = 80  # project choice: 79 is 2079, 80 is 1980
LONGEST_DATE = 80  # project choice: what is longer is a sentence

MONTH = (
    r"(?P<month>jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_FULL_YEAR = r"(?P<year>[0-9]{4})"
_YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
_GAP = r"[\s,./-]"
NUMERIC_DAY = (
    r"(?P<a>[0-9]{1,2})(?P<sign>[-/]|\.(?=[0-9]+\.))(?P<b>[0-9]{1,2})"
    r"(?:(?P=sign)(?P<year>[0-9]{4}|[0-9]{2}))?"
)
SCHOOL_YEAR = re.compile(
    r"(?P<sign>(?:sy|fy|ay|school year|academic year|fiscal year)[\s.:'-]*)?"
    r"'?(?P<first>[0-9]{4}|[0-9]{2})(?:(?:\s*[-/]\s*|\s+to\s+)'?(?P<last>[0-9]{4}|[0-9]{2}))?"
    r"(?P<sign2>\s*(?:sy|school year|academic year))?"
)
_CLOCK = re.compile(
    r"(?:t|[\s,]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:z|[+-][0-9]{2}:?[0-9]{2})?$"
)
_SAYS_NOTHING = re.compile(
    r"\([a-z .*]*\)|\b(?:preliminary|prelim|final|draft|as of|month of"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|wed|thurs?|thu|fri|sat|sun)\b[.,]?"
)


def cleaned(text: str) -> str:
    """Lower case, plain dashes, without clock times, weekdays and words such as (prelim)."""
    plain = plain_text(read_text(text)).casefold().replace("’", "'").replace("_", " ")
    plain = _SAYS_NOTHING.sub(" ", _CLOCK.sub("", plain))
    return " ".join(plain.split()).strip(" .,;:*")


def from_text(text: str, context: PeriodContext) -> Read:
    """The first kind of period that a cleaned text is; each kind may pass by returning None."""
    if len(text) > LONGEST_DATE:
        return NOT_A_DATE
    for pattern, read in _KINDS:
        if (match := pattern.fullmatch(text)) and (found := read(match, context)) is not None:
            return found
    return NOT_A_DATE


def from_number(number: float, context: PeriodContext) -> Read:
    """A year, a serial day number of Excel's, or a date typed without signs, 20251005."""
    if not math.isfinite(number):
        return NOT_A_DATE
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        epoch = dt.date(1904, 1, 1) if context.epoch_1904 else dt.date(1899, 12, 30)
        day = epoch + int(number) * DAY
        return one_day(day.year, day.month, day.day)
    whole = int(number) if number == int(number) else 0
    if 2000 <= whole <= LAST_YEAR:
        return months(whole, 1, 12)
    return one_day(whole // 10_000, whole // 100 % 100, whole % 100)


def one_day(year: int, month: int, day: int) -> Read:
    """One day as a period; NOT_A_DATE for 31 February and for years no school records."""
    try:
        date = dt.date(year, month, day)
    except (ValueError, OverflowError):
        return NOT_A_DATE
    return Period(date, date) if FIRST_YEAR <= year <= LAST_YEAR else NOT_A_DATE


def school_year_in(match: re.Match[str] | None) -> int | None:
    """The first calendar year of 2025-26, SY26 (which ends in 2026), SY25-26 or SY2526."""
    if not match:
        return None
    first = _full_year(match["first"])
    signed = bool(match["sign"] or match["sign2"])
    if match["last"] is None and FIRST_YEAR <= first <= LAST_YEAR:
        return first - 1 if signed else None
    if match["last"] is None:
        begins, ends = divmod(first, 100)
        return _full_year(f"{begins}") if signed and ends == (begins + 1) % 100 else None
    plainly = signed or int(match["first"]) > 12  # 11-12 may be a day
    follows = int(match["last"]) in (first + 1, (first + 1) % 100)
    return first if plainly and follows and len(match["last"]) <= len(match["first"]) else None


def both_readings(match: re.Match[str], context: PeriodContext) -> list[Read]:
    """A numeric day read month first and day first."""
    a, b = int(match["a"]), int(match["b"])
    return [_day(match["year"], month, day, context) for month, day in ((a, b), (b, a))]


def _full_year(typed: str) -> int:
    """2025 for 25, '25 and 2025."""
    year = int(typed.strip("'"))
    return year if year > 99 else year + (2000 if year < CENTURY_TURNS else 1900)


def _month_number(typed: str) -> int:
    return int(typed) if typed.isdigit() else MONTH_NAMES.index(typed[:3].title()) + 1


def _day(year: str | None, month: int, day: int, context: PeriodContext) -> Read:
    """A day of the year typed with it, or of the school year that its tab gives."""
    if year is not None:
        return one_day(_full_year(year), month, day)
    if isinstance(one_day(2024, month, day), Rule):  # no day even in a leap year
        return NOT_A_DATE
    if context.school_year is None:
        return YEAR_UNKNOWN
    return one_day(context.school_year + (month < context.year_starts), month, day)


def _day_or_month(match: re.Match[str], context: PeriodContext) -> Read:
    """5 Oct 2025; 5 Oct; 2025-10-05; Oct-25; 10/2025."""
    groups = match.groupdict()
    year, month, day = groups.get("year"), _month_number(match["month"]), groups.get("day")
    found = _day(year, month, int(day or 1), context)
    return found if day or isinstance(found, Rule) else months(found.start.year, month, 1)


def _month_or_day(match: re.Match[str], context: PeriodContext) -> Read:
    """Oct 25: October 2025 where that lies in the tab's school year, the 25th elsewhere."""
    month = months(_full_year(match["either"]), _month_number(match["month"]), 1)
    if context.school_year in (None, school_year_of(month.start, context.year_starts)):
        return YEAR_UNKNOWN if context.school_year is None else month
    return _day(None, month.start.month, int(match["either"]), context)


def _numeric_day(match: re.Match[str], context: PeriodContext) -> Read:
    """10/5/25 in the column's order, or in the only one that makes a date."""
    month_first, day_first = both_readings(match, context)
    first, other = (day_first, month_first) if context.day_first else (month_first, day_first)
    return other if first is NOT_A_DATE else first


def _school_year(match: re.Match[str], context: PeriodContext) -> Read | None:
    year = school_year_in(match)
    return None if year is None else months(year, context.year_starts, 12)


_LENGTHS = {"q": 3, "t": 4, "s": 6}  # quarters, thirds and halves of the school year, in months
_NUMBERS = {  # of ordinals and of BOY, MOY and EOY, by their first two letters
    "fi": 1, "se": 2, "th": 3, "fo": 4,
    "bo": 1, "be": 1, "st": 1, "mo": 2, "mi": 2, "eo": 3, "en": 3,
}  # fmt: skip
_SEASONS = {"fall": 9, "autumn": 9, "winter": 12, "spring": 3, "summer": 6}  # the first of 3 months
_PART = (
    r"(?:(?:(?P<nth>[1-4](?:st|nd|rd|th)|first|second|third|fourth)\s+)?"
    r"(?P<kind>q|t|s|qtr|quarter|tri|trimester|term|sem|semester)\.?\s*(?P<n>[1-4])?"
    r"|(?P<third>boy|moy|eoy|(?:beginning|start|middle|end) of (?:the )?year|mid[- ]?year)"
    rf"|(?P<season>{'|'.join(_SEASONS)})(?:\s+(?:semester|term|window))?|{MONTH})"
)


def _part_of_year(match: re.Match[str], context: PeriodContext) -> Read | None:
    """Q2, Trimester 1, Semester 2, BOY, Fall or October, with or without a year."""
    typed, starts = match["third"] or match["nth"] or match["n"], context.year_starts
    if match["month"]:
        first, length = _month_number(match["month"]), 1
    elif match["season"]:
        first, length = _SEASONS[match["season"]], 3
    elif typed:
        number = _NUMBERS.get(typed[:2]) or int(typed[0])
        length = _LENGTHS[(match["kind"] or "third")[0]]
        first = (starts - 1 + (number - 1) * length) % 12 + 1
        if number * length > 12:
            return None
    else:
        return None
    rest = match.groupdict().get("rest")
    school_year = school_year_in(SCHOOL_YEAR.fullmatch(rest)) if rest else context.school_year
    if school_year is None:
        return _part_of_calendar_year(rest, first, length, context) if rest else YEAR_UNKNOWN
    return months(school_year + (first < starts), first, length)


def _part_of_calendar_year(
    typed: str, first: int, length: int, context: PeriodContext
) -> Period | None:
    """Winter 2026 has most of its months in 2026, unless the tab's school year says else."""
    if not re.fullmatch(_YEAR, typed):
        return None
    year = _full_year(typed)
    if first + length > 13 and context.school_year in (year - 1, year):
        return months(context.school_year + (first < context.year_starts), first, length)
    return months(year - (first + (length - 1) / 2 > 12), first, length)


def _week(match: re.Match[str], context: PeriodContext) -> Read:
    """The Monday-to-Sunday week of a day, or of most of some days: week of Oct 6-10.

    One that starts on a Sunday begins the Monday after.
    """
    found = from_text(match["rest"], context)
    if isinstance(found, Rule) or found.end - found.start > 6 * DAY:
        return found if found is YEAR_UNKNOWN else NOT_A_DATE
    if found.start != found.end:
        return week_of(found.start + (found.end - found.start) // 2)
    ends = (match["how"] or "").startswith("e")
    is_sunday = found.start.isoweekday() == 7
    return week_of(found.start + (is_sunday and not ends) * DAY)


def _iso_week(match: re.Match[str], context: PeriodContext) -> Read:
    try:
        return week_of(dt.date.fromisocalendar(int(match["year"]), int(match["week"]), 1))
    except ValueError:
        return NOT_A_DATE


def _stretch(match: re.Match[str], context: PeriodContext) -> Read | None:
    """Aug to Oct 2025; 6 to 19 Oct 2025: one end may borrow its year or month from the other."""
    first, last = match["from"], match["to"]
    end = from_text(last, context)
    if end is YEAR_UNKNOWN and isinstance(start := from_text(first, context), Period):
        year = school_year_of(start.start, context.year_starts)
        end = from_text(last, replace(context, school_year=year))
    if isinstance(end, Rule):
        return end if end is YEAR_UNKNOWN else None
    if re.fullmatch("[0-9]{1,2}", first):
        begins = [one_day(end.start.year, end.start.month, int(first))]
    else:
        year = school_year_of(end.start, context.year_starts)
        guesses = (replace(context, school_year=guess) for guess in (year, year - 1))
        begins = [from_text(first, guess) for guess in guesses]
    begin = next((b for b in begins if isinstance(b, Period) and b <= end), None)
    return Period(begin.start, end.end) if begin else None


def _days_of_month(match: re.Match[str], context: PeriodContext) -> Read:
    """Oct 6-10, 2025."""
    return from_text("{a} to {b} {month} {year}".format(**match.groupdict("")).strip(), context)


_PATTERNS: tuple[tuple[str, Reader], ...] = (  # the first that fits is taken
    (SCHOOL_YEAR.pattern, _school_year),
    (r"[0-9]+(?:\.[0-9]+)?", lambda match, context: from_number(float(match[0]), context)),
    (rf"{_FULL_YEAR}[-/.](?P<month>[0-9]{{1,2}})(?:[-/.](?P<day>[0-9]{{1,2}}))?", _day_or_month),
    (rf"{_FULL_YEAR}-?w(?P<week>[0-9]{{1,2}})", _iso_week),
    (NUMERIC_DAY, _numeric_day),
    (rf"(?P<month>[0-9]{{1,2}})[-/.]{_FULL_YEAR}", _day_or_month),
    (rf"{MONTH}\s*(?P<a>[0-9]{{1,2}})\s*-\s*(?P<b>[0-9]{{1,2}})(?:,?\s+{_YEAR})?", _days_of_month),
    (rf"{MONTH}\s+(?P<either>[0-2][0-9]|3[01])", _month_or_day),
    (rf"{MONTH}[\s,./'-]*(?P<year>[0-9]{{4}}|[0-9]{{2}})", _day_or_month),
    (rf"{MONTH}{_GAP}*{_DATE}(?:{_GAP}+{_YEAR})?", _day_or_month),
    (rf"{_DATE}{_GAP}*(?:of\s+)?{MONTH}(?:{_GAP}*{_YEAR})?", _day_or_month),
    (rf"{_FULL_YEAR}{_GAP}*{MONTH}(?:{_GAP}*{_DATE})?", _day_or_month),
    (rf"{_PART}(?:[\s,./:'-]+(?:of\s+)?(?P<rest>.+))?", _part_of_year),
    (rf"(?P<rest>.+?)[\s,./:-]+{_PART}", _part_of_year),
    (
        r"(?:week|wk|w)\b\.?[\s/]*(?P<how>of|o|beginning|starting|commencing|b|c|ending|e)?\b"
        r":?\s*(?P<rest>.+)",
        _week,
    ),
    (r"(?P<from>.+?)\s+(?:to|through|thru|until|-)\s+(?P<to>.+)", _stretch),
    (r"(?P<from>[0-9]{1,2}|[^-]*[a-z/][^-]*)-(?P<to>[^-]*[a-z/][^-]*)", _stretch),
)
_KINDS = tuple((re.compile(pattern), read) for pattern, read in _PATTERNS)
