"""Row periods: when each row of a data table was measured, by its columns or by a title."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from kmlib import findings as rules
from kmlib.findings import (
    POINT_LEFT_OUT,
    ROW_SET_ASIDE,
    TABLE_SET_ASIDE,
    Cell,
    Finding,
    Rule,
    shown,
)
from kmlib.observations import Codes, Mask
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.keys import Keys
from kmlib.reading.periods import (
    day_first_evidence,
    has_ambiguous_dates,
    may_be_swapped,
    period_within,
    read_period,
)
from kmlib.reading.school_calendar import Period, PeriodContext, period_label, school_year_of
from kmlib.reading.tables import UNKNOWN, Slot, Table
from kmlib.reading.titles import period_told
from kmlib.reading.values import read_number
from kmlib.reading.vocabulary import Vocabulary


def read_periods(keys: Keys, words: Vocabulary) -> tuple[Codes, Codes]:
    """First and last day of each row's period; rows that do not tell it are taken out."""
    table = keys.table
    date, first, last = (table.keys.get(role) for role in ("date", "period_start", "period_end"))
    column = first if date is None or (last is not None and first is not None) else date
    if column is None:
        return _period_of_table(keys, words)
    start, end, empty = _period_column(keys, column)
    title = shown(table.heading(column).value) or "Date"
    said = {"title": title, "effect": ROW_SET_ASIDE}
    keys.say(rules.REQUIRED_EMPTY, keys.without(empty), column, **said)
    if column == first and last is not None:
        _, ends, none = _period_column(keys, last)
        early = ~none & (ends < start)
        keys.say(rules.ENDS_BEFORE_IT_STARTS, np.flatnonzero(keys.usable & early).tolist(), last)
        end = np.where(none | early, end, ends)
    asking = [slot for slot in table.slots if slot.asks_when]
    keys.times = {slot: _times_with_rows(keys, slot, words) for slot in asking}
    if not asking:
        _check_range(keys, column, words, start)
    return start, end


class _Told(NamedTuple):
    """What one distinct cell tells of the time, with the year that stands elsewhere, if any."""

    cell: Value
    year: Value
    read: Period | Rule

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last one, UNKNOWN where it tells none."""
        read = self.read
        if isinstance(read, Period):
            return read.start.toordinal(), read.end.toordinal()
        return UNKNOWN, UNKNOWN


def _times_with_rows(keys: Keys, slot: Slot, words: Vocabulary) -> tuple[Codes, Codes]:
    """The period of each row of a slot whose header tells a part of it, the year or the month.

    It is UNKNOWN where a number is left out, which is said.
    """
    table = keys.table
    column, at = table.keys["date"], slot.columns[0]
    codes, cells = table.column(column)
    context, heading = _context_of(table, column), table.dated_heading(at).value
    part, year = slot.about.part, slot.about.period
    if part is None and year is not None:
        told = [_Told(cell, heading, period_within(cell, year, context)) for cell in cells]
    else:
        told = [_told(part, cell, context) for cell in cells]
    start, end = _days(told, codes)
    numbers = (table.column(c) for c in slot.columns)
    typed = ~np.logical_and.reduce([n.where(lambda c: read_number(c).is_absent) for n in numbers])
    left_out = typed & keys.usable & ((start == UNKNOWN) | (start > words.as_of.toordinal()))
    for i in np.flatnonzero(left_out).tolist():
        value, whole, read = told[codes[i]]
        if isinstance(read, Period):
            value = period_label(*read, context.year_starts)
        rule = read if isinstance(read, Rule) else rules.DATE_IN_FUTURE
        number = table.tab.cell(table.first + i, at)._replace(value=value)
        said = {"effect": POINT_LEFT_OUT, "year": shown(whole), "as_of": words.as_of}
        keys.findings.append(rule.at(number, **said))
    return np.where(left_out, UNKNOWN, np.maximum(start, 0)), end  # n/a may stand anywhere


def _period_of_table(keys: Keys, words: Vocabulary) -> tuple[Codes, Codes]:
    table, told = keys.table, period_told(keys.table)
    if told is None:
        keys.say_of_table(rules.NO_PERIOD)
        return keys.start, keys.end
    period, place, cell = told
    if period.start > words.as_of:
        if keys.without(np.ones(len(table), np.bool_)):
            said = {"as_of": words.as_of, "effect": TABLE_SET_ASIDE}
            keys.findings.append(rules.DATE_IN_FUTURE.at(cell, **said))
    elif keys.numbers.any():
        label = period_label(*period, table.header.context.year_starts)
        keys.findings.append(rules.PERIOD_FROM_TITLE.at(cell, period=label, place=place))
        keys.findings += before_network(cell, period, words)
    day = np.ones(len(table), np.int32)
    return day * period.start.toordinal(), day * period.end.toordinal()


def _context_of(table: Table, column: int) -> PeriodContext:
    """How the dates of a column are read: in which order, and in the year that headers tell."""
    context = table.header.context
    told = (slot.about.period for slot in table.slots if slot.asks_when and slot.about.part is None)
    if (year := next(told, None)) is not None:
        context = replace(context, school_year=school_year_of(year.start, context.year_starts))
    return replace(context, day_first=bool(day_first_evidence(table.column(column).cells)))


def _period_column(keys: Keys, column: int) -> tuple[Codes, Codes, Mask]:
    """Start and end of each row's period, and where the cell is empty; unreadable ones go."""
    table = keys.table
    codes, cells = texts = table.column(column)
    if day_first_evidence(cells) is None and has_ambiguous_dates(cells):
        keys.findings.append(rules.DATE_ORDER_UNKNOWN.at(table.heading(column)))
    if may_be_swapped(cells):
        keys.findings.append(rules.DATE_ORDER_SWAPPED.at(table.heading(column)))
    pairs: list[tuple[Value, Value]] = [(cell, "") for cell in cells]
    if column == table.keys.get("date") and "year" in table.keys:
        of_year, years = table.column(table.keys["year"])
        both, codes = np.unique(codes * len(years) + of_year, return_inverse=True)
        pairs = [(cells[p // len(years)], years[p % len(years)]) for p in both.tolist()]
    context = _context_of(table, column)
    told = [_told(cell, year, context) for cell, year in pairs]
    start, end = _days(told, codes)
    empty = texts.where(is_blank)
    for i in keys.set_aside((start == UNKNOWN) & ~empty):
        _, year, rule = told[codes[i]]
        if isinstance(rule, Rule):
            keys.say(rule, [i], column, year=shown(year), effect=ROW_SET_ASIDE)
    return start, end, empty


def _told(cell: Value, year: Value, context: PeriodContext) -> _Told:
    """A cell read within the year beside it, or alone where none stands there."""
    whole = None if is_blank(year) else read_period(year, context)
    if isinstance(whole, Period):
        return _Told(cell, year, period_within(cell, whole, context))
    return _Told(cell, year, read_period(cell, context))


def _days(told: Sequence[_Told], codes: Codes) -> tuple[Codes, Codes]:
    """First and last day of each row, UNKNOWN where its cell tells none."""
    start, end = np.array([one.days for one in told], np.int32).reshape(-1, 2).T
    return start[codes], end[codes]


def _check_range(keys: Keys, column: int, words: Vocabulary, start: Codes) -> None:
    """Set aside what lies in the future; ask about what lies before the network began."""
    future = keys.without(start > words.as_of.toordinal())
    keys.say(rules.DATE_IN_FUTURE, future, column, as_of=words.as_of, effect=ROW_SET_ASIDE)
    if (began := words.settings.began) is not None:
        early = keys.usable & keys.numbers & (start < began.replace(day=1).toordinal())
        keys.say(rules.DATE_BEFORE_NETWORK, np.flatnonzero(early).tolist(), column, began=began)


def before_network(cell: Cell, period: Period, words: Vocabulary) -> Iterator[Finding]:
    """A question about a header or title that names a period before the network began."""
    began = words.settings.began
    if began is not None and period.start < began.replace(day=1):
        yield rules.DATE_BEFORE_NETWORK.at(cell, began=began)
