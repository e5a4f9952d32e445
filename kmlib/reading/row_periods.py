"""Row periods: when each row of a data table was measured, by its columns or by a title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kmlib import findings as rules
from kmlib.findings import ROW_SET_ASIDE, TABLE_SET_ASIDE, Cell, Finding, Rule, shown
from kmlib.observations import Codes, Mask
from kmlib.reading.cells import is_blank
from kmlib.reading.periods import day_first_evidence, has_ambiguous_dates, read_period
from kmlib.reading.row_keys import Keys, key_cell
from kmlib.reading.school_calendar import Period, period_label
from kmlib.reading.tables import UNKNOWN, Table
from kmlib.reading.titles import period_told
from kmlib.reading.vocabulary import Vocabulary


def read_periods(table: Table, keys: Keys, words: Vocabulary) -> tuple[Codes, Codes]:
    """First and last day of each row's period; rows that do not tell it are taken out."""
    date, first, last = (table.keys.get(role) for role in ("date", "period_start", "period_end"))
    column = first if date is None or (last is not None and first is not None) else date
    if column is None:
        return _period_of_table(table, keys, words)
    start, end, empty = _period_column(table, column, keys)
    for i in keys.without(empty):
        cell = table.tab.cell(table.first + i, column)
        title = shown(table.tab.cell(table.first - 1, column).value) or "Date"
        keys.findings.append(rules.REQUIRED_EMPTY.at(cell, title=title, effect=ROW_SET_ASIDE))
    if column == first and last is not None:
        _, ends, empty = _period_column(table, last, keys)
        early = ~empty & (ends < start)
        for i in np.flatnonzero(keys.usable & early).tolist():
            keys.findings.append(rules.ENDS_BEFORE_IT_STARTS.at(key_cell(table, i, last)))
        end = np.where(empty | early, end, ends)
    _check_range(table, column, keys, words, start)
    return start, end


def _period_of_table(table: Table, keys: Keys, words: Vocabulary) -> tuple[Codes, Codes]:
    """The one period that a title gives to all rows."""
    told = period_told(table)
    if told is None:
        keys.report_table(table, rules.NO_PERIOD)
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


def _period_column(table: Table, column: int, keys: Keys) -> tuple[Codes, Codes, Mask]:
    """Start and end of each row's period, and where the cell is empty; unreadable ones go."""
    codes, cells = texts = table.column(column)
    day_first = day_first_evidence(cells)
    if day_first is None and has_ambiguous_dates(cells):
        keys.findings.append(rules.DATE_ORDER_UNKNOWN.at(table.tab.cell(table.first - 1, column)))
    context = replace(table.header.context, day_first=bool(day_first))
    results = [read_period(cell, context) for cell in cells]
    starts = [r.start.toordinal() if isinstance(r, Period) else UNKNOWN for r in results]
    ends = [r.end.toordinal() if isinstance(r, Period) else UNKNOWN for r in results]
    start, end = np.array(starts, np.int32)[codes], np.array(ends, np.int32)[codes]
    empty = texts.where(is_blank)
    for i in keys.set_aside((start == UNKNOWN) & ~empty):
        rule = results[codes[i]]
        if isinstance(rule, Rule):
            keys.findings.append(rule.at(key_cell(table, i, column), effect=ROW_SET_ASIDE))
    return start, end, empty


def _check_range(table: Table, column: int, keys: Keys, words: Vocabulary, start: Codes) -> None:
    """Set aside what lies in the future; ask about what lies before the network began."""
    for i in keys.without(start > words.as_of.toordinal()):
        cell = key_cell(table, i, column)
        keys.findings.append(rules.DATE_IN_FUTURE.at(cell, as_of=words.as_of, effect=ROW_SET_ASIDE))
    if (began := words.settings.began) is not None:
        early = keys.usable & keys.numbers & (start < began.replace(day=1).toordinal())
        for i in np.flatnonzero(early).tolist():
            keys.findings.append(
                rules.DATE_BEFORE_NETWORK.at(key_cell(table, i, column), began=began)
            )


def before_network(cell: Cell, period: Period, words: Vocabulary) -> Iterator[Finding]:
    """A question about a header or title that names a period before the network began."""
    began = words.settings.began
    if began is not None and period.start < began.replace(day=1):
        yield rules.DATE_BEFORE_NETWORK.at(cell, began=began)
