"""Dates and periods as schools type them: 10/5/25, Oct-25, SY26, Q2, Fall 2025, BOY."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kmlib.findings import NOT_A_DATE, NOT_IN_ITS_YEAR, Rule
from kmlib.reading import period_spellings as typed_as
from kmlib.reading.school_calendar import Period, PeriodContext, school_year_of
from kmlib.reading.values import read_number
from kmlib.reading.words import broken_formula


def read_period(cell: object, context: PeriodContext) -> Period | Rule:
    """The days a cell stands for, or the Rule that says why it cannot be told.

    A date is its one day. A bare year, 2026, is that calendar year: nothing says which school year
    would be meant, while "2025-26" and "SY26", the year that ends in 2026, do. "Oct-25" is October
    2025, never the 25th; "Oct 25" is either, and read only where the school year decides.

    >>> read_period("Q2", PeriodContext(school_year=2025)).start
    datetime.date(2025, 11, 1)
    >>> read_period("October", PeriodContext()).code
    'year-unknown'
    """
    if isinstance(cell, dt.date):
        return typed_as.one_day(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return typed_as.from_number(cell, context)
    if not isinstance(cell, str):
        return NOT_A_DATE
    return broken_formula(cell) or typed_as.from_text(typed_as.cleaned(cell), context)


def read_date(cell: object, context: PeriodContext) -> dt.date | Rule | None:
    """The day a cell stands for, a period's first; None where it is blank or says n/a."""
    read = read_period(cell, context)
    if isinstance(read, Period):
        return read.start
    return None if read_number(cell).is_absent else read


def period_within(cell: object, year: Period, context: PeriodContext) -> Period | Rule:
    """The month, term or day of one year that a cell names, or the Rule that says why not.

    >>> from kmlib.reading.school_calendar import months
    >>> period_within("Jan", months(2024, 8, 12), PeriodContext()).start
    datetime.date(2025, 1, 1)
    >>> period_within("Jan 2024", months(2024, 8, 12), PeriodContext()).code
    'not-in-its-year'
    """
    school_years = {school_year_of(day, context.year_starts) for day in year}
    found = [read_period(cell, replace(context, school_year=y)) for y in sorted(school_years)]
    periods = {period for period in found if isinstance(period, Period)}
    inside = [p for p in periods if p.start <= year.end and year.start <= p.end]
    wrong = next((rule for rule in found if isinstance(rule, Rule)), NOT_IN_ITS_YEAR)
    return inside[0] if len(inside) == 1 else wrong


def day_first_evidence(cells: Iterable[object]) -> bool | None:
    """Whether a column writes the day before the month, from its distinct values.

    Only a date that has one reading tells: 13/5/25 or 5/13/25. Where a column has both kinds the
    more frequent decides the others; None where none tells or both are as frequent.

    >>> day_first_evidence(["10/5/25", "13/5/25"]), day_first_evidence(["10/5/25"])
    (True, None)
    """
    readings = _numeric_readings(cells)
    ahead = sum(isinstance(month, Rule) - isinstance(day, Rule) for month, day in readings)
    return ahead > 0 if ahead else None


def has_ambiguous_dates(cells: Iterable[object]) -> bool:
    """Whether some text is a date both ways, and not the same: 10/5/25 but not 10/10/25."""
    readings = _numeric_readings(cells)
    return any(month != day and Rule not in (type(month), type(day)) for month, day in readings)


def may_be_swapped(cells: Iterable[object]) -> bool:
    """Whether Excel may have taken day and month of a column's dates for each other.

    It makes dates of what it can read in its own order and leaves the others as texts. So a column
    is suspicious whose numeric texts can all be read in one way only, and whose real dates could
    all be read in both.
    """
    distinct = list(cells)
    days = [cell for cell in distinct if isinstance(cell, dt.date)]
    if all(day.day in (1, day.month) for day in days) or any(day.day > 12 for day in days):
        return False
    readings = list(_numeric_readings(distinct))
    return bool(readings) and all(Rule in map(type, both) for both in readings)


def _numeric_readings(cells: Iterable[object]) -> Iterator[list[Period | Rule]]:
    """Every numeric day among the cells, read month first and day first."""
    any_year = PeriodContext(school_year=2023)  # holds a 29 February
    for cell in cells:
        if isinstance(cell, str) and (match := _NUMERIC.fullmatch(typed_as.cleaned(cell))):
            yield typed_as.both_readings(match, any_year)


_NUMERIC = re.compile(rf"(?:(?:week|wk)(?: of| beginning| ending)? )?{typed_as.NUMERIC_DAY}")


def find_school_year(text: str) -> int | None:
    """The first calendar year of the school year that a title, tab or file name gives.

    >>> find_school_year("Chronic Absenteeism, 2018-19"), find_school_year("attendance_SY26.xlsx")
    (2018, 2025)
    """
    years = map(typed_as.school_year_in, _SCHOOL_YEAR_INSIDE.finditer(typed_as.cleaned(text)))
    return next((year for year in years if year is not None), None)


def in_year_of(texts: Iterable[str], context: PeriodContext) -> PeriodContext:
    """The context with the school year that the first of these texts gives, if one does.

    Only where none does, a season tells: "Fall 2025" lies in 2025-26.
    """
    texts = list(texts)
    for find in (find_school_year, _year_of_season):
        for year in map(find, texts):
            if year is not None:
                return replace(context, school_year=year)
    return context


def _year_of_season(text: str) -> int | None:
    """The first calendar year of the school year of which a title names the fall or spring."""
    if not _SEASON.search(text) or _OTHER_TIME.search(text):
        return None
    found = find_period(text, PeriodContext())
    is_season = found is not None and _SEASON.match(found[1])
    return (
        school_year_of(found[0].start, PeriodContext.year_starts) if found and is_season else None
    )


_SEASON = re.compile(r"(?<![a-z])(?:fall|autumn|winter|spring)(?![a-z])", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"(?<![a-z])(?:baseline|class|cohort|compare|vs|versus|since|until|before|after|by|goal|target|than)",
    re.IGNORECASE,
)


_SCHOOL_YEAR_INSIDE = re.compile(
    rf"(?<![0-9])(?<![0-9][-/.]){typed_as.SCHOOL_YEAR.pattern}(?![0-9])(?![-/][0-9])"
)

LONGEST_WORDS = 8  # project choice: "week of October 6 to October 10, 2025" are eight
_NOT_ITS_PERIOD = re.compile(
    r"\b(?:(?:class of|cohort|vision|since)\W*"
    r"|(?:updated|exported|printed|created|downloaded|retrieved|revised|generated|run)\W*(?:on)?\W*"
    rf"(?:(?:{typed_as.MONTH}|[0-9]{{1,2}})\W*){{0,2}})$"
)
_ALSO_NAMES = frozenset(("may", "june", "april", "august", "jan"))  # June Carter Elementary
_TELLS = re.compile(
    r"(?:19|20)[0-9]{2}|[0-9]/[0-9]|\b(?:[sf]y|ay) ?'?[0-9]{2}|\bq[1-4]\b"
    rf"|\b{typed_as.MONTH}(?![a-z])"
)


def find_period(text: str, context: PeriodContext) -> tuple[Period, str] | None:
    """The period that stands in a title, tab name or file name, with the words that say it.

    The longest words that make a period win. A lone number is only taken for a year of four
    digits, "S1" or "T2" only if nothing else is in the text, "May" and "June" only at its end, and
    no date after a word such as "exported".

    >>> find_period("Voice Feb 2026", PeriodContext())[1]
    'Feb 2026'
    """
    words = list(re.finditer(r"[^\W_]+", text))
    for length in range(min(LONGEST_WORDS, len(words)), 0, -1):
        for first, last in zip(words, words[length - 1 :], strict=False):
            begin, end = first.start(), last.end()
            if not _may_tell(text, begin, end, length == len(words)):
                continue
            period = read_period(text[begin:end], context)
            if isinstance(period, Period):
                return period, text[begin:end]
    return None


def _may_tell(text: str, begin: int, end: int, is_all: bool) -> bool:
    """Whether words of a title may be taken for its period."""
    before, words, after = text[:begin].casefold(), text[begin:end].casefold(), text[end:]
    cut = re.search(r"[0-9][-/.]$", before) or re.match(r"[-/.][0-9]", after)
    if cut or _NOT_ITS_PERIOD.search(before.replace("_", " ")):
        return False
    if words.isdigit():
        return len(words) == 4
    if words in _ALSO_NAMES:
        return not after.strip()
    return is_all or bool(_TELLS.search(words.replace("_", " ")))
