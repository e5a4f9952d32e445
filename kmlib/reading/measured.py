"""Measured: what was typed, brought to its measure's unit, and every cell that cannot be."""

from typing import NamedTuple

import numpy as np

from kmlib import findings as rules
from kmlib.findings import (
    COLUMN_LEFT_OUT,
    COUNTS_USED,
    POINT_LEFT_OUT,
    VALUE_USED,
    Finding,
    Rule,
    shown,
)
from kmlib.observations import Codes, Mask, Numbers
from kmlib.reading.number_spellings import HOURS, NO_UNIT, PER
from kmlib.reading.tables import Table
from kmlib.reading.typed import NO_COLUMN, RULE_NUMBER, Part, Typed, percent_of, percent_scale
from kmlib.reading.values import Form
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import Unit

CAUTIONS = (rules.ESTIMATE, rules.FOOTNOTE_MARK, rules.DECIMAL_SIGN_UNCLEAR)


class Measured(NamedTuple):
    """The entries of a table in their measure's unit; NaN where an entry has no such number."""

    value: Numbers
    numerator: Numbers
    denominator: Numbers
    suppressed: Mask  # a number exists but was not shown at the source
    shown: Mask  # there is a value to show
    bad: Mask  # the entry was set aside
    findings: list[Finding]


class Counts(NamedTuple):
    """The counts of each entry, NaN where one lacks, and what they make."""

    numerator: Numbers
    denominator: Numbers
    broken: Mask  # they contradict each other
    computed: Numbers  # in the measure's unit

    @property
    def whole(self) -> Mask:
        """Where both are there and can be."""
        return ~np.isnan(self.numerator) & ~np.isnan(self.denominator) & ~self.broken


class Report:
    """The entries of a table, and what is found about them: at most one finding a cell."""

    def __init__(self, table: Table, typed: Typed, words: Vocabulary) -> None:
        self.table, self.typed, self.measures = table, typed, words.measures
        self.findings: list[Finding] = []
        self.told: set[tuple[int, int]] = set()

    def nowhere(self) -> Mask:
        """No entry, to begin with."""
        return np.zeros(len(self.typed.row), np.bool_)

    def measured_in(self, unit: Unit) -> Mask:
        """The entries of measures in this unit."""
        return np.array([m.unit is unit for m in self.measures], np.bool_)[self.typed.measure]

    def per(self) -> Numbers:
        """How many wholes each entry's measure counts against: 100 for a percent."""
        return np.array([m.per for m in self.measures])[self.typed.measure]

    def about(self, rule: Rule, where: Mask, column: Codes, **words: object) -> None:
        """One finding for each entry in `where`, at its cell; a list of words has one an entry."""
        which = np.flatnonzero(where & (column != NO_COLUMN))
        rows, places = (self.typed.row[which] + self.table.first).tolist(), column[which].tolist()
        lists = {k: w[which].tolist() for k, w in words.items() if isinstance(w, np.ndarray)}
        for i, at in enumerate(zip(rows, places, strict=True)):
            if at not in self.told:
                self.told.add(at)
                mine = words | {k: shown(w[i]) for k, w in lists.items()}
                self.findings.append(rule.at(self.table.tab.cell(*at), None, **mine))

    def set_aside(self, rule: Rule, where: Mask, part: Part, beside: Mask, **words: object) -> None:
        """One finding for each cell that was set aside, and whether what is `beside` it is used."""
        instead = COUNTS_USED if part is self.typed.value else VALUE_USED
        self.about(rule, where & beside, part.column, effect=instead, **words)
        self.about(rule, where & ~beside, part.column, effect=POINT_LEFT_OUT, **words)


def measure_entries(table: Table, typed: Typed, words: Vocabulary) -> Measured:
    """Check every entry and bring it to its measure's unit; counts win over a typed value."""
    report = Report(table, typed, words)
    future = _in_future(report, words)
    suppressed = np.logical_or.reduce([part.form == Form.SUPPRESSED for part in typed.parts])
    counts = _counts(report, ~future & ~suppressed)
    value, unclear = _typed_value(report, counts.computed)
    wrong = _outside_unit(report, value, counts.whole)
    unread = _unreadable(report, ~np.isnan(value) & ~wrong)
    _compare(report, value, counts, wrong | unclear)
    count_only = report.measured_in(Unit.COUNT) & np.isnan(value) & np.isnan(counts.computed)
    value = np.where(counts.whole, counts.computed, np.where(wrong, np.nan, value))
    value = np.where(count_only & ~counts.broken, counts.numerator, value)
    fine = counts.whole | count_only | suppressed | unread | future | counts.broken
    bad = future | counts.broken | _half_a_share(report, fine)
    bad |= (unread | unclear | wrong) & np.isnan(value) & ~suppressed
    hidden = suppressed & ~bad
    _cautions(report, ~bad)
    blank = np.where(hidden | bad, np.nan, 0.0)
    return Measured(
        value=value + blank,
        numerator=counts.numerator + blank,
        denominator=counts.denominator + blank,
        suppressed=hidden,
        shown=~bad & ~hidden & ~np.isnan(value),
        bad=bad,
        findings=report.findings,
    )


def _in_future(report: Report, words: Vocabulary) -> Mask:
    """Entries whose column is headed by a time to come; n/a may stand there."""
    typed = report.typed
    said = np.logical_or.reduce([part.form > Form.ABSENT for part in typed.parts])
    headed = typed.in_header != NO_COLUMN
    future: Mask = headed & said & (typed.start > words.as_of.toordinal())
    columns = np.unique(typed.in_header[future]).tolist()
    for cell in dict.fromkeys(map(report.table.dated_heading, columns)):
        finding = rules.DATE_IN_FUTURE.at(cell, as_of=words.as_of, effect=COLUMN_LEFT_OUT)
        report.findings.append(finding)
    return future


def _unreadable(report: Report, valued: Mask) -> Mask:
    """Entries with a cell that is no number, an error value or a formula without a result."""
    typed, unread = report.typed, report.nowhere()
    counted = ~np.isnan(typed.numerator.value) & ~np.isnan(typed.denominator.value)
    for part in typed.parts:
        mine, beside = part.form == Form.UNREADABLE, counted if part is typed.value else valued
        for number in np.unique(part.rule[mine]).tolist():
            where = mine & (part.rule == number)
            report.set_aside(rules.RULES[number], where, part, beside)
        unread |= mine
    for part in (typed.numerator, typed.denominator):  # counts are plain numbers
        odd = np.isin(part.form, (Form.PERCENT, Form.RATIO, Form.YES_NO))
        report.set_aside(rules.NOT_A_NUMBER, odd, part, valued)
        unread |= odd
    return unread


def _counts(report: Report, live: Mask) -> Counts:
    """Numerator and denominator of each entry: typed in one cell, 17/20, or in two."""
    value, parts = report.typed.value, (report.typed.numerator, report.typed.denominator)
    ratio = (value.form == Form.RATIO) & _of_wholes(report)
    own = (np.where(part.form == Form.PLAIN, part.value, np.nan) for part in parts)
    of_ratio = (value.numerator, value.denominator)
    top, bottom = (np.where(ratio, *both) for both in zip(of_ratio, own, strict=True))
    at_top, at_bottom = (np.where(ratio, value.column, part.column) for part in parts)
    words = {"numerator": top, "denominator": bottom, "effect": POINT_LEFT_OUT}
    broken, share = report.nowhere(), report.measured_in(Unit.PERCENT)
    neither = report.measured_in(Unit.YES_NO) & (top != 0) & (top != bottom) & (top + bottom > 0)
    too_many, of_nothing = share & (top > bottom) & (bottom > 0), (bottom == 0) & ~np.isnan(top)
    for rule, where, column, reason in (
        (rules.OUTSIDE_UNIT, top < 0, at_top, "a count is never negative"),
        (rules.OUTSIDE_UNIT, bottom < 0, at_bottom, "a count is never negative"),
        (rules.DENOMINATOR_ZERO, of_nothing, at_bottom, ""),
        (rules.NUMERATOR_OVER_DENOMINATOR, too_many, at_top, ""),
        (rules.OUTSIDE_UNIT, neither, at_top, "it is either yes or no"),
    ):
        report.about(rule, live & where & ~broken, column, reason=reason, **words)
        broken |= live & where
    with np.errstate(divide="ignore", invalid="ignore"):
        computed = np.where(report.measured_in(Unit.COUNT), top, report.per() * top / bottom)
    computed[broken | np.isnan(bottom)] = np.nan
    return Counts(top, bottom, broken, computed)


def _cautions(report: Report, used: Mask) -> None:
    """What is to be said of numbers that are used; of an unclear decimal sign once a column."""
    for part in report.typed.parts:
        marked = {r: used & (part.rule == RULE_NUMBER[r]) for r in CAUTIONS}
        for rule, where in marked.items():
            if rule is rules.DECIMAL_SIGN_UNCLEAR:  # no percent is over a thousand
                where &= ~report.measured_in(Unit.PERCENT)
                _, first = np.unique(part.column[where], return_index=True)
                where = np.isin(np.arange(len(where)), np.flatnonzero(where)[first])
            low, high = part.value, 1000 * part.value
            report.about(rule, where, part.column, low=low, high=high)


def _half_a_share(report: Report, fine: Mask) -> Mask:
    """Entries with a numerator and nothing to divide it by; without one, it is not typed yet."""
    value, top, bottom = report.typed.parts
    lone = (value.form == Form.EMPTY) & ~fine
    unmatched: Mask = lone & (top.form == Form.PLAIN) & (bottom.form == Form.EMPTY)
    column = np.where(bottom.column == NO_COLUMN, top.column, bottom.column)
    about = {"title": "Denominator", "effect": POINT_LEFT_OUT}
    report.about(rules.REQUIRED_EMPTY, unmatched, column, **about)
    untyped = lone & (bottom.form == Form.PLAIN) & (top.form == Form.EMPTY)
    column = np.where(top.column == NO_COLUMN, bottom.column, top.column)
    report.about(rules.VALUE_EMPTY, untyped, column)
    return unmatched


def _typed_value(report: Report, computed: Numbers) -> tuple[Numbers, Mask]:
    """The typed value in the measure's unit, and where the cell does not tell which is meant."""
    part, measure = report.typed.value, report.typed.measure
    value, percent = _in_unit_said(report), report.measured_in(Unit.PERCENT)
    misplaced = (part.form == Form.YES_NO) & ~report.measured_in(Unit.YES_NO)
    counted = ~np.isnan(computed)
    report.set_aside(rules.NOT_A_NUMBER, misplaced, part, counted)
    odd = report.nowhere()
    for where, reason in (
        ((part.form == Form.PERCENT) & ~percent, "the measure is no percent"),
        ((part.form == Form.RATIO) & ~_of_wholes(report), "the measure is no share of a whole"),
        ((part.said != NO_UNIT) & np.isnan(value), "its words do not fit the measure’s unit"),
    ):
        report.set_aside(rules.OUTSIDE_UNIT, where, part, counted, reason=reason)
        odd |= where
    unclear = report.nowhere()
    bare = (part.form == Form.PLAIN) & (part.said == NO_UNIT)
    of_one = percent & bare & (value > 0) & (value <= 1)
    for position in np.unique(measure[of_one]).tolist():
        mine = measure == position
        scale, fractions = percent_scale(part.take(np.flatnonzero(mine)))
        small = mine & of_one
        for typed_value in np.unique(value[small]).tolist():
            same = small & (value == typed_value)
            beside = np.isclose(computed, 100 * typed_value, atol=0.5) & same
            meant = percent_of(typed_value, scale, fractions)
            unclear |= same & (meant is None) & np.isnan(computed)
            value[same] = np.nan if meant is None else meant
            value[beside] = 100 * typed_value
    if unclear.any():
        low, high = (np.array([f"{x:g}%" for x in k * part.value]) for k in (1, 100))
        report.about(rules.PERCENT_UNCLEAR, unclear, part.column, low=low, high=high)
    value[misplaced | odd] = np.nan
    return value, unclear | misplaced | odd


def _of_wholes(report: Report) -> Mask:
    """The entries of measures that count a part of a whole."""
    return report.measured_in(Unit.PERCENT) | report.measured_in(Unit.RATE)


def _in_unit_said(report: Report) -> Numbers:
    """The typed numbers in the measure's unit, NaN where their words count in another one."""
    part, value = report.typed.value, report.typed.value.value.copy()
    for said in np.unique(part.said[part.said != NO_UNIT]).tolist():
        mine = part.said == said
        if said >= PER:  # 2.4 per 1,000
            scale = np.where(_of_wholes(report), report.per() / 10 ** (said - PER), np.nan)
        else:
            unit, factor = (Unit.MINUTES, 60.0) if said == HOURS else (list(Unit)[said], 1.0)
            scale = np.where(report.measured_in(unit), factor, np.nan)
        value[mine] = np.round(value * scale, 10)[mine]
    return value


def _outside_unit(report: Report, value: Numbers, counted: Mask) -> Mask:
    wrong, yes_no = report.nowhere(), report.measured_in(Unit.YES_NO)
    for where, reason in (
        (report.measured_in(Unit.PERCENT) & (value > 100), "a percent is at most 100"),
        (~report.measured_in(Unit.SCORE) & (value < 0), "it is never less than 0"),
        (yes_no & ~np.isin(value, (0, 1)) & ~np.isnan(value), "it is either yes or no"),
    ):
        report.set_aside(rules.OUTSIDE_UNIT, where, report.typed.value, counted, reason=reason)
        wrong |= where
    return wrong


def _compare(report: Report, value: Numbers, counts: Counts, skip: Mask) -> None:
    """Warn where a typed value and the counts beside it differ by more than rounding."""
    step = np.ones(len(value))  # what the last typed digit is worth
    for digits in range(1, 7):
        step[np.abs(value - np.round(value, digits - 1)) > 1e-9] = 10.0**-digits
    report.about(
        rules.RATIO_MISMATCH,
        (np.abs(value - counts.computed) > step / 2 + 1e-9) & ~skip,
        report.typed.value.column,
        numerator=counts.numerator,
        denominator=counts.denominator,
        computed=np.round(counts.computed, 1),
    )
