"""Scales: from dates and values to places on a drawing; charts side by side share one."""

import datetime as dt
from collections.abc import Iterable
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from kmlib.analysis.judging import judged
from kmlib.analysis.series import Series
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import MeasureRow, Unit


class Scale(NamedTuple):
    """The values that a chart spans, with its ruled lines `step` apart."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The ruled lines from the bottom to the top."""
        steps = round((self.high - self.low) / self.step)
        return [self.low + number * self.step for number in range(steps + 1)]

    def share(self, value: float) -> float:
        """How high a value stands: 0 at the bottom, 1 at the top, never beyond."""
        return min(max((value - self.low) / (self.high - self.low), 0), 1)

    def at(self, share: float) -> float:
        """The value that stands so high."""
        return self.low + share * (self.high - self.low)


def scale_of(values: Iterable[float], measure: MeasureRow) -> Scale:
    """The round scale that holds these values: of a percent never beyond 0 and 100.

    >>> from kmlib.schema import Better, Kind
    >>> present = MeasureRow(
    ...     measure="Present", kind=Kind.OUTCOME, unit=Unit.PERCENT, better=Better.HIGHER
    ... )
    >>> scale_of([64, 86], present)
    Scale(low=60, high=90, step=10)
    """
    low, high = _span(list(values), measure)
    step = _round_step((high - low) / 4)
    low, high = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    return Scale(low, high, step)


def _span(values: list[float], measure: MeasureRow) -> tuple[float, float]:
    values = values or [0.0]
    low, high = min(values), max(values)
    if high - low < (least := 4.0 if measure.unit is Unit.PERCENT else abs(high) * 0.05 or 1.0):
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    if min(values) >= 0 > low:
        low, high = 0.0, high - low
    if measure.unit is Unit.PERCENT and max(values) <= 100 < high:
        low, high = low - (high - 100), 100.0
    return low, high


def _round_step(about: float) -> float:
    """The step of 1, 2 or 5 times a power of ten nearest above.

    >>> _round_step(5.5), _round_step(0.13)
    (10, 0.2)
    """
    power = floor(log10(about))
    factor = next(f for f in (1, 2, 5, 10) if f * 10.0**power >= about * 0.999)
    return factor * 10**power if power >= 0 else round(factor * 10.0**power, -power)


class Span(NamedTuple):
    """The scale and the days that charts of one measure share."""

    scale: Scale
    first: dt.date
    last: dt.date


def span_of(line: Series) -> Span:
    """What a chart of one line alone stands on."""
    days = [point.start for point in line.points] or [dt.date.min]
    return Span(scale_of(values_of(line), line.measure), days[0], days[-1])


def shared_span(network: Published, measure: MeasureRow, group: str = WHOLE_TEAM) -> Span | None:
    """What every team’s chart of a measure stands on, also on the next page of teams.

    None where nobody reported it.
    """
    lines = judged(network).lines
    which = lines.of_teams(measure.measure, group)[lines.series]
    starts, values = lines.points.start[which], lines.points.value[which]
    if not len(starts):
        return None
    shown = values[~np.isnan(values)]
    return Span(
        scale_of([shown.min(), shown.max()] if len(shown) else [], measure),
        dt.date.fromordinal(int(starts.min())),
        dt.date.fromordinal(int(starts.max())),
    )


class Frame(NamedTuple):
    """Where on a drawing a day and a value stand."""

    span: Span
    left: float
    right: float
    top: float
    bottom: float

    def x(self, day: dt.date) -> float:
        """The place of a day from the left, kept inside the frame."""
        first, last = self.span.first, self.span.last
        share = min(max((day - first).days / max((last - first).days, 1), 0), 1)
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        """The place of a value from the top, kept inside the frame."""
        return self.bottom - self.span.scale.share(value) * (self.bottom - self.top)


def values_of(line: Series) -> list[float]:
    """Every value of a line."""
    return [point.value for point in line.points if point.value is not None]
