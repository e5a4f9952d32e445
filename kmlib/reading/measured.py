"""Measured: what was typed, brought to its measure's unit, and every cell that cannot be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kmlib import findings as rules
from kmlib.findings import RULES, Finding, Rule, shown
from kmlib.observations import Mask, Numbers
from kmlib.reading.percents import PercentScale, decimals_of, percent_of
from kmlib.reading.tables import Table
from kmlib.reading.typed import NO_COLUMN, Part, Typed
from kmlib.reading.values import Form
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import Unit

POINT_LEFT_OUT = "This point is left off the chart and out of the network series."
COLUMN_LEFT_OUT = "The numbers below it are left off the charts and out of the network series."
COUNTS_USED = "The counts beside it are used instead."


@dataclass(frozen=True, slots=True)
class Measured:
    """The entries of a table in their measure's unit; NaN where an entry has no such number."""

    value: Numbers
    numerator: Numbers
    denominator: Numbers
    suppressed: Mask  # a number exists but was not shown at the source
    shown: Mask  # there is a value to show
    bad: Mask  # the entry was set aside
    findings: list[Finding]


class Report:
    """Collects findings about entries, at most one a cell."""

    def __init__(self, table: Table, typed: Typed) -> None:
        self.table, self.typed = table, typed
        self.findings: list[Finding] = []
        self.told: set[tuple[int, int]] = set()

    def about(self, rule: Rule, where: Mask, column: NDArray[np.int32], **words: object) -> None:
        """One finding for each entry in `where`, at its cell; a list of words has one an entry."""
        which = np.flatnonzero(where & (column != NO_COLUMN))
        if not len(which):
            return
        rows, places = (self.typed.row[which] + self.table.first).tolist(), column[which].tolist()
        lists = {k: w[which].tolist() for k, w in words.items() if isinstance(w, np.ndarray)}
        for i, at in enumerate(zip(rows, places, strict=True)):
            if at in self.told:
                continue
            self.told.add(at)
            mine = words | {k: shown(w[i]) for k, w in lists.items()} if lists else words
            self.findings.append(rule.at(self.table.tab.cell(*at), None, **mine))

    def set_aside(
        self, rule: Rule, where: Mask, column: NDArray[np.int32], counted: Mask, **words: object
    ) -> None:
        """One finding for each cell that was set aside, and whether counts stand in for it."""
        self.about(rule, where & counted, column, effect=COUNTS_USED, **words)
        self.about(rule, where & ~counted, column, effect=POINT_LEFT_OUT, **words)


def measure_entries(table: Table, typed: Typed, words: Vocabulary) -> Measured:
    """Check every entry and bring it to its measure's unit; counts win over a typed value."""
    report = Report(table, typed)
    units = np.array([list(Unit).index(m.unit) for m in words.measures], np.int8)[typed.measure]
    per = np.array([m.per for m in words.measures])[typed.measure]
    future = _in_future(typed, words, report)
    suppressed = np.zeros(len(typed), np.bool_)
    for part in typed.parts:
        suppressed |= part.has(Form.SUPPRESSED)
    unread = _unreadable(typed, report)
    numerator, denominator, broken = _counts(typed, units, ~future & ~suppressed, report)
    counted = ~np.isnan(numerator) & ~np.isnan(denominator) & ~broken
    with np.errstate(divide="ignore", invalid="ignore"):
        computed = np.where(counted, per * numerator / denominator, np.nan)
    value, unclear = _typed_value(typed, words, units, computed, report)
    wrong = _outside_unit(value, units, counted, typed, report)
    _compare(value, computed, wrong | unclear, numerator, denominator, typed, report)
    count_only = (units == list(Unit).index(Unit.COUNT)) & np.isnan(value) & np.isnan(computed)
    value = np.where(counted, computed, np.where(wrong, np.nan, value))
    value = np.where(count_only & ~broken, numerator, value)
    fine = counted | count_only | suppressed | unread | future | broken
    bad = future | broken | _half_a_share(typed, fine, report)
    bad |= (unread | unclear | wrong) & np.isnan(value) & ~suppressed
    hidden = suppressed & ~bad
    for part in typed.parts:
        for caution in (rules.ESTIMATE, rules.FOOTNOTE_MARK):
            report.about(caution, (part.rule == RULES.index(caution)) & ~bad, part.column)
    blank = np.where(hidden | bad, np.nan, 0.0)
    return Measured(
        value=value + blank,
        numerator=numerator + blank,
        denominator=denominator + blank,
        suppressed=hidden,
        shown=~bad & ~hidden & ~np.isnan(value),
        bad=bad,
        findings=report.findings,
    )


def _in_future(typed: Typed, words: Vocabulary, report: Report) -> Mask:
    """Entries whose column is headed by a time to come; n/a may stand there."""
    said = np.logical_or.reduce(
        [~part.has(Form.EMPTY) & ~part.has(Form.ABSENT) for part in typed.parts]
    )
    headed = typed.in_header != NO_COLUMN
    future: Mask = headed & said & (typed.start > words.as_of.toordinal())
    columns = np.unique(typed.in_header[future]).tolist()
    for cell in dict.fromkeys(map(report.table.dated_heading, columns)):
        report.findings.append(
            rules.DATE_IN_FUTURE.at(cell, as_of=words.as_of, effect=COLUMN_LEFT_OUT)
        )
    return future


def _unreadable(typed: Typed, report: Report) -> Mask:
    """Entries with a cell that is no number, an error value or a formula without a result."""
    counted = ~np.isnan(typed.numerator.value) & ~np.isnan(typed.denominator.value)
    unread = np.zeros(len(typed), np.bool_)
    for part in typed.parts:
        mine = part.has(Form.UNREADABLE)
        for number in np.unique(part.rule[mine]).tolist():
            report.set_aside(RULES[number], mine & (part.rule == number), part.column, counted)
        unread |= mine
    for part in (typed.numerator, typed.denominator):  # counts are plain numbers
        odd = part.has(Form.PERCENT) | part.has(Form.RATIO) | part.has(Form.YES_NO)
        report.about(rules.NOT_A_NUMBER, odd, part.column, effect=POINT_LEFT_OUT)
        unread |= odd
    return unread


def _counts(
    typed: Typed, units: NDArray[np.int8], live: Mask, report: Report
) -> tuple[Numbers, Numbers, Mask]:
    """Numerator and denominator of each entry, and where they contradict each other."""
    own_top = np.where(typed.numerator.has(Form.PLAIN), typed.numerator.value, np.nan)
    own_bottom = np.where(typed.denominator.has(Form.PLAIN), typed.denominator.value, np.nan)
    ratio = typed.value.has(Form.RATIO)
    top = np.where(ratio, typed.value.numerator, own_top)
    bottom = np.where(ratio, typed.value.denominator, own_bottom)
    at_top = np.where(ratio, typed.value.column, typed.numerator.column)
    at_bottom = np.where(ratio, typed.value.column, typed.denominator.column)
    words = {"numerator": top, "denominator": bottom, "effect": POINT_LEFT_OUT}
    broken = np.zeros(len(typed), np.bool_)
    share = units == list(Unit).index(Unit.PERCENT)
    reason = "a count is never negative"
    for rule, where, column in (
        (rules.OUTSIDE_UNIT, live & (top < 0), at_top),
        (rules.OUTSIDE_UNIT, live & (bottom < 0), at_bottom),
        (rules.DENOMINATOR_ZERO, live & (bottom == 0) & ~np.isnan(top), at_bottom),
        (rules.NUMERATOR_OVER_DENOMINATOR, live & share & (top > bottom) & (bottom > 0), at_top),
    ):
        report.about(rule, where & ~broken, column, reason=reason, **words)
        broken |= where
    return top, bottom, broken


def _half_a_share(typed: Typed, fine: Mask, report: Report) -> Mask:
    """Entries with a numerator and nothing to divide it by; without one, it is not typed yet."""
    lone = typed.value.has(Form.EMPTY) & ~fine
    top, bottom = typed.numerator, typed.denominator
    unmatched: Mask = lone & top.has(Form.PLAIN) & bottom.has(Form.EMPTY)
    column = np.where(bottom.column == NO_COLUMN, top.column, bottom.column)
    report.about(
        rules.REQUIRED_EMPTY, unmatched, column, title="Denominator", effect=POINT_LEFT_OUT
    )
    untyped = lone & bottom.has(Form.PLAIN) & top.has(Form.EMPTY)
    report.about(
        rules.VALUE_EMPTY, untyped, np.where(top.column == NO_COLUMN, bottom.column, top.column)
    )
    return unmatched


def _typed_value(
    typed: Typed, words: Vocabulary, units: NDArray[np.int8], computed: Numbers, report: Report
) -> tuple[Numbers, Mask]:
    """The typed value in the measure's unit, and where the cell does not tell which is meant."""
    part, value = typed.value, typed.value.value.copy()
    percent, yes_no = (units == list(Unit).index(unit) for unit in (Unit.PERCENT, Unit.YES_NO))
    misplaced = part.has(Form.YES_NO) & ~yes_no
    report.about(rules.NOT_A_NUMBER, misplaced, part.column, effect=POINT_LEFT_OUT)
    odd = part.has(Form.PERCENT) & ~percent
    reason = "a percent stands where the measure is counted in something else"
    report.about(rules.OUTSIDE_UNIT, odd, part.column, reason=reason, effect=POINT_LEFT_OUT)
    plain = part.has(Form.PLAIN)
    unclear = np.zeros(len(typed), np.bool_)
    of_one = percent & plain & (value > 0) & (value <= 1)
    for position in np.unique(typed.measure[of_one]).tolist():
        mine = typed.measure == position
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


def percent_scale(part: Part) -> tuple[PercentScale | None, bool]:
    """What the unambiguous cells of one percent measure tell about the others.

    Returns:
        The range of the percents that can only be read one way (None if there are none), and
        whether the column's plain numbers are all fractions of 1.
    """
    ratio = 100 * part.numerator / np.where(part.denominator > 0, part.denominator, np.nan)
    plain = part.value[part.has(Form.PLAIN)]
    typed_percent = part.value[part.has(Form.PERCENT)]
    sure = np.concatenate([typed_percent, ratio[part.has(Form.RATIO)], plain[plain > 1]])
    sure = sure[(sure >= 0) & (sure <= 100)]
    small = plain[(plain > 0) & (plain <= 1)]
    over = plain[(plain > 1) & (plain <= 100)]
    scale = None
    if len(sure):
        decimals = max(map(decimals_of, np.unique(over).tolist()), default=0)
        counts = (len(sure), len(over), len(small), decimals)
        scale = PercentScale(float(sure.min()), float(sure.max()), *counts)
    fractions = bool((plain <= 1).all()) and bool((small < 1).any())
    return scale, fractions


def _outside_unit(
    value: Numbers, units: NDArray[np.int8], counted: Mask, typed: Typed, report: Report
) -> Mask:
    """Typed values that their unit does not allow."""
    wrong = np.zeros(len(typed), np.bool_)
    is_unit = {unit: units == position for position, unit in enumerate(Unit)}
    never_negative = ~is_unit[Unit.SCORE]
    for where, reason in (
        (is_unit[Unit.PERCENT] & (value > 100), "a percent is at most 100"),
        (never_negative & (value < 0), "it is never less than 0"),
        (is_unit[Unit.YES_NO] & (value != 0) & (value != 1), "it is either yes or no"),
    ):
        mine = where & ~np.isnan(value)
        report.set_aside(rules.OUTSIDE_UNIT, mine, typed.value.column, counted, reason=reason)
        wrong |= mine
    return wrong


def _compare(
    value: Numbers,
    computed: Numbers,
    skip: Mask,
    numerator: Numbers,
    denominator: Numbers,
    typed: Typed,
    report: Report,
) -> None:
    """Warn where a typed value and the counts beside it differ by more than rounding."""
    both = ~np.isnan(value) & ~np.isnan(computed) & ~skip
    step = np.ones(len(value))  # what the last typed digit is worth
    for digits in range(1, 7):
        step[np.abs(value - np.round(value, digits - 1)) > 1e-9] = 10.0**-digits
    apart = both & (np.abs(value - computed) > step / 2 + 1e-9)
    report.about(
        rules.RATIO_MISMATCH,
        apart,
        typed.value.column,
        numerator=numerator,
        denominator=denominator,
        computed=np.round(computed, 1),
    )
