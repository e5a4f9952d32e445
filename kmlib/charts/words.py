"""Numbers and verdicts as every chart and table says them."""

from __future__ import annotations

import datetime as dt

from kmlib.analysis.run_chart import RULE_FAMILY, USEFUL_POINTS_NEEDED
from kmlib.analysis.series import Point, Series, Standing, Status
from kmlib.schema import MeasureRow, Unit

_ENDINGS = {Unit.PERCENT: "%", Unit.MINUTES: " min", Unit.DAYS: " days", Unit.YES_NO: "% yes"}
_TIMES = {0: "never", 1: "only once", 2: "only twice"}
_DECIMALS = {Unit.RATE: 1, Unit.SCORE: 1}


def number(value: float, measure: MeasureRow, *, unit: bool = True) -> str:
    """A value in the measure's unit and decimals.

    >>> from kmlib.schema import Better, Kind
    >>> present = MeasureRow(
    ...     measure="Present", kind=Kind.OUTCOME, unit=Unit.PERCENT, better=Better.HIGHER
    ... )
    >>> number(78.26, present), number(78.26, present, unit=False)
    ('78%', '78')
    """
    if measure.unit is Unit.YES_NO:
        value = 100 * value
    decimals = _DECIMALS.get(measure.unit, 0) if measure.decimals is None else measure.decimals
    text = f"{value:,.{decimals}f}".replace("-", "−")
    return text + ending(measure) if unit else text


def ending(measure: MeasureRow) -> str:
    """The unit as it stands behind a number."""
    return _ENDINGS.get(measure.unit, "")


def day(date: dt.date) -> str:
    """A day as people write it.

    >>> day(dt.date(2026, 3, 4))
    '4 March 2026'
    """
    return f"{date.day} {date:%B %Y}"


def count(amount: int, one: str) -> str:
    """A number with its word.

    >>> count(1, "row"), count(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{amount:,} {one if amount == 1 else one + 's'}"


def latest(line: Series) -> str:
    """The latest value, or in words which kind of absence it is."""
    return str(line.shown) if line.value is None else number(line.value, line.measure)


def made_of(point: Point, line: Series) -> str:
    """What a value was made of: its counts, or for the network of how many teams."""
    if not line.team:
        return point.made_of
    if point.numerator is None or point.denominator is None:
        return "a typed value"
    return f"{point.numerator:,.0f} of {point.denominator:,.0f}"


def verdict(line: Series | Standing) -> str:
    """The status in words: which absence it is, or a signal beside "at target"."""
    if line.status is Status.NO_DATA:
        return str(line.shown)
    if line.status is Status.AT_TARGET and line.direction:
        return f"{line.direction}, at target"
    return str(line.status)


def in_a_sentence(line: Series) -> str:
    """What a run chart shows, for those who cannot see it."""
    who = line.team or "The network"
    shown = [point for point in line.points if point.value is not None]
    if not shown:
        return f"{who}: {latest(line)}."
    span = f"{shown[0].start:%b %Y} to {shown[-1].start:%b %Y}"
    return f"{who}: {latest(line)}, {verdict(line)}; {count(len(shown), 'point')} from {span}."


def rules_line(line: Series) -> str:
    """The rule family with its numbers, as it stands under the chart."""
    runs = line.runs
    if not runs.useful:
        return f"{RULE_FAMILY}: no useful points yet"
    return (
        f"{RULE_FAMILY}: useful points {runs.useful}"
        f" · longest run {runs.longest} of at most {runs.longest_limit}"
        f" · crossings {runs.crossings}, at least {runs.crossings_limit}"
    )


def rule_in_words(line: Series) -> str:
    """Why the verdict is what it is, for somebody who has never heard of the rules."""
    runs = line.runs
    if line.latest is None:
        return ""
    if runs.useful < USEFUL_POINTS_NEEDED:
        return f"{runs.useful} of the {USEFUL_POINTS_NEEDED} useful points that a verdict needs"
    if runs.unusually_long:
        where = _where_the_run_lies(line)
        return (
            f"{runs.longest} in a row {where}; chance rarely gives more than {runs.longest_limit}"
        )
    if runs.unusually_few_crossings:
        times = _TIMES.get(runs.crossings, f"{runs.crossings} times")
        return f"crosses the median {times}; chance rarely gives fewer than {runs.crossings_limit}"
    return "no signal: ups and downs as chance gives them"


def _where_the_run_lies(line: Series) -> str:
    sides = {point.side for point in line.points if point.in_run and point.side}
    return {frozenset({1}): "above", frozenset({-1}): "below"}.get(frozenset(sides), "on one side")


def how_combined(line: Series) -> str:
    """How the network's latest value was made, and of how many teams."""
    if line.latest is None or line.combined_by is None:
        return ""
    last = line.latest
    if last.numerator is None or last.denominator is None:
        return f"The network’s value is the {line.combined_by} of {last.made_of}."
    sums = f"{last.numerator:,.0f} of {last.denominator:,.0f}"
    return f"For the network all counts are added up: {sums}, from {last.made_of}."


def about(line: Series) -> str:
    """What a measure is and how the network's value of it is made, in one small print."""
    return " ".join(filter(None, (_sentence(line.measure.definition), how_combined(line))))


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
