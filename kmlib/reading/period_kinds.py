"""The kinds of date and period a text may be: a table of patterns and what each means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from kmlib.findings import NOT_A_DATE, YEAR_UNKNOWN, Rule
from kmlib.reading.school_calendar import Period, months, school_year_of, week_of
from kmlib.reading.words import plain_text, read_text
from kmlib.reading.written_days import (
    DATE,
    GAP,
    MONTH,
    NUMERIC_DAY,
    SCHOOL_YEAR,
    YEAR,
    PeriodContext,
    Read,
    digits,
    full_year,
    iso_day,
    month_of_school_year,
    named_day,
    named_month,
    numeric_day,
    numeric_month,
    one_day,
    school_year_in,
)

LONGESTDATE = 80  # project choice: what is longer is a sentence

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
    if len(text) > LONGESTDATE:
        return NOT_A_DATE
    school_year = school_year_in(SCHOOL_YEAR.fullmatch(text))
    if school_year is not None:
        return months(school_year, context.year_starts, 12)
    for pattern, read in _KINDS:
        if (match := pattern.fullmatch(text)) and (found := read(match, context)) is not None:
            return found
    return NOT_A_DATE


_PART_MONTHS = {"q": 3, "t": 4, "s": 6}  # quarters, thirds and halves of the school year, in months
_THIRDS = {
    **dict.fromkeys(("boy", "beginning of year", "beginning of the year", "start of year"), 1),
    **dict.fromkeys(("moy", "middle of year", "middle of the year", "mid[- ]?year"), 2),
    **dict.fromkeys(("eoy", "end of year", "end of the year"), 3),
}
_SEASONS = {"fall": 9, "autumn": 9, "winter": 12, "spring": 3, "summer": 6}  # the first of 3 months
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PART = (
    r"(?:(?P<kind>q|t|s|qtr|quarter|tri|trimester|term|sem|semester)\.?\s*(?P<n>[1-4])"
    rf"|(?P<nth>[1-4](?:st|nd|rd|th)|{'|'.join(_ORDINALS)})\s+(?P<kind2>quarter|qtr|trimester|term|semester)"
    rf"|(?P<third>{'|'.join(_THIRDS)})"
    rf"|(?P<season>{'|'.join(_SEASONS)})(?:\s+(?:semester|term|window))?)"
)


def _part_of_year(match: re.Match[str], context: PeriodContext) -> Read | None:
    """Q2, Trimester 1, Semester 2, BOY or Fall, with or without a year."""
    if match["season"]:
        first, length = _SEASONS[match["season"]], 3
    else:
        number, length = _number_and_length(match)
        if number * length > 12:
            return NOT_A_DATE
        first = (context.year_starts - 1 + (number - 1) * length) % 12 + 1
    rest = match.groupdict().get("rest")
    if not rest:
        school_year = context.school_year
    elif (school_year := school_year_in(SCHOOL_YEAR.fullmatch(rest))) is None:
        return _part_of_calendar_year(rest, first, length, context)
    if school_year is None:
        return YEAR_UNKNOWN
    return months(school_year + (first < context.year_starts), first, length)


def _number_and_length(match: re.Match[str]) -> tuple[int, int]:
    """Which part of the school year it is, and of how many months."""
    if match["third"]:
        return next(n for word, n in _THIRDS.items() if re.fullmatch(word, match["third"])), 4
    typed = match["n"] or match["nth"]
    length = _PART_MONTHS[(match["kind"] or match["kind2"])[0]]
    return _ORDINALS.get(typed) or int(typed[0]), length


def _part_of_calendar_year(
    rest: str, first: int, length: int, context: PeriodContext
) -> Period | None:
    """Winter 2026 has most of its months in 2026, unless the tab's school year says else."""
    if not re.fullmatch(YEAR, rest):
        return None
    year = full_year(rest)
    crosses = first + length > 13
    if crosses and context.school_year in (year - 1, year):
        return months(context.school_year + (first < context.year_starts), first, length)
    return months(year - (first + (length - 1) / 2 > 12), first, length)


def _week(match: re.Match[str], context: PeriodContext) -> Read | None:
    """The Monday-to-Sunday week of a day; one that starts on a Sunday begins the Monday after."""
    found = from_text(match["rest"], context)
    if isinstance(found, Rule) or found.start != found.end:
        return found if found is YEAR_UNKNOWN else NOT_A_DATE
    ends = (match["how"] or "").startswith("e")
    is_sunday = found.start.isoweekday() == 7
    return week_of(found.start + dt.timedelta(days=is_sunday and not ends))


def _iso_week(match: re.Match[str], context: PeriodContext) -> Read:
    """2025-W41."""
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
        begin = one_day(end.start.year, end.start.month, int(first))
    else:
        year = school_year_of(end.start, context.year_starts)
        guesses = (replace(context, school_year=guess) for guess in (year, year - 1))
        begins = [from_text(first, guess) for guess in guesses]
        begin = next((b for b in begins if isinstance(b, Period) and b <= end), NOT_A_DATE)
    if isinstance(begin, Rule) or begin.start > end.end:
        return None
    return Period(begin.start, end.end)


def _days_of_month(match: re.Match[str], context: PeriodContext) -> Read | None:
    """Oct 6-10, 2025."""
    year = f" {match['year']}" if match["year"] else ""
    start, end = (
        from_text(f"{match['month']} {day}th{year}", context) for day in match.group("a", "b")
    )
    if isinstance(start, Rule) or isinstance(end, Rule):
        return start if isinstance(start, Rule) else end
    return Period(start.start, end.end) if start <= end else NOT_A_DATE


_Reader = Callable[[re.Match[str], PeriodContext], Read | None]
_PATTERNS: tuple[tuple[str, _Reader], ...] = (
    (r"[0-9]+(?:\.[0-9]+)?", digits),
    (r"(?P<year>[0-9]{4})[-/.](?P<number>[0-9]{1,2})(?:[-/.](?P<day>[0-9]{1,2}))?", iso_day),
    (r"(?P<year>[0-9]{4})-?w(?P<week>[0-9]{1,2})", _iso_week),
    (NUMERIC_DAY, numeric_day),
    (r"(?P<number>[0-9]{1,2})[-/.](?P<year>[0-9]{4})", numeric_month),
    (
        rf"{MONTH}\s*(?P<a>[0-9]{{1,2}})\s*-\s*(?P<b>[0-9]{{1,2}})(?:,?\s+{YEAR})?",
        _days_of_month,
    ),
    (rf"{MONTH}{GAP}*{DATE}(?:\s*,\s*|{GAP}+){YEAR}", named_day),
    (rf"{DATE}{GAP}*(?:of\s+)?{MONTH}{GAP}*{YEAR}", named_day),
    (rf"(?P<year>[0-9]{{4}}){GAP}*{MONTH}{GAP}*{DATE}", named_day),
    (rf"{MONTH}(?P<gap>[\s,./'-]*)(?P<year>[0-9]{{4}}|[0-9]{{2}})", named_month),
    (rf"(?P<year>[0-9]{{4}}){GAP}*{MONTH}", named_month),
    (rf"{MONTH}{GAP}*{DATE}", named_day),
    (rf"{DATE}{GAP}*(?:of\s+)?{MONTH}", named_day),
    (MONTH, named_month),
    (rf"{MONTH}{GAP}+(?P<rest>.+)", month_of_school_year),
    (rf"(?P<rest>.+?){GAP}+{MONTH}", month_of_school_year),
    (rf"{_PART}(?:[\s,:/'-]+(?:of\s+)?(?P<rest>.+))?", _part_of_year),
    (rf"(?P<rest>.+?)[\s,:/-]+{_PART}", _part_of_year),
    (
        r"(?:week|wk|w)\b\.?[\s/]*(?P<how>of|o|beginning|starting|commencing|b|c|ending|e)?\b"
        r":?\s*(?P<rest>.+)",
        _week,
    ),
    (r"(?P<from>.+?)\s+(?:to|through|thru|until|-)\s+(?P<to>.+)", _stretch),
    (r"(?P<from>[^-]*[a-z/][^-]*)-(?P<to>[^-]*[a-z/][^-]*)", _stretch),
)
_KINDS = tuple((re.compile(pattern), read) for pattern, read in _PATTERNS)
