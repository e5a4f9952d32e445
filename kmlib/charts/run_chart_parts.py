"""Parts of a run chart, for each way of drawing one: strokes of the line, and what is beside it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from kmlib.analysis.series import Point, Series
from kmlib.charts import words
from kmlib.charts.look import SIGNS
from kmlib.charts.scale import Scale, scale_of, values_of
from kmlib.schema import CycleRow

LINES_OF_CYCLES = 3  # cycles that start close together are headed on different lines
NEAR = 5  # points that a label at one end of a level may touch


class Stroke(NamedTuple):
    """A stretch of a line to draw through."""

    points: Sequence[Point]
    tone: str  # a name of TOKENS
    is_signal: bool = False


def strokes(line: Series) -> list[Stroke]:
    """The line in grey, and over it in colour what lies between neighbours of one signal."""
    stretches = list(unbroken(line.points))
    signals = [
        Stroke((before, after), tone(after), is_signal=True)
        for stretch in stretches
        for before, after in pairwise(stretch)
        if after.verdict and after.verdict is before.verdict
    ]
    return [Stroke(stretch, "grey") for stretch in stretches] + signals


def tone(point: Point, otherwise: str = "grey") -> str:
    """The tone of a point: good, of concern, or neither where it is part of a signal."""
    return SIGNS[point.verdict].tone if point.verdict else otherwise


def unbroken(points: Iterable[Point]) -> Iterator[list[Point]]:
    """The stretches of a line to draw through: it ends where others reported and this one did not.

    Months in which nobody reports, such as the summer, are no points and break no line. A new phase
    begins a new line.
    """
    for (has_value, _), stretch in groupby(points, key=lambda p: (p.value is not None, p.phase)):
        if has_value:
            yield list(stretch)


class Level(NamedTuple):
    """A value to rule across some days, and where its name is away from the points."""

    name: str
    value: float
    first: dt.date
    last: dt.date
    is_below: bool  # its name stands below the rule


class Headed(NamedTuple):
    """A cycle, on which of the lines its title stands, and whether to the left of its start."""

    cycle: CycleRow
    line: int
    at_left: bool


def scale_with_levels(line: Series) -> Scale:
    """The scale that holds the values of a line, its target and its limits."""
    limits = [level for point in line.points for level in (point.lower, point.upper)]
    levels = [*values_of(line), line.measure.target, *limits]
    return scale_of([level for level in levels if level is not None], line.measure)


def baselines(line: Series) -> list[tuple[dt.date, dt.date]]:
    """The first and last of the periods that each frozen median was made of."""
    months = [[p.start for p in phase if p.in_baseline] for phase in _phases(line)]
    return [(days[0], days[-1]) for days in months if days]


def target(line: Series) -> list[Level]:
    """The target, named at the left end; none where there is none."""
    value, ends = line.measure.target, (line.points[0].start, line.points[-1].start)
    near = _with_value(line.points)[:NEAR]
    return [] if value is None else [_level(line, "target", value, ends, near)]


def medians(line: Series) -> list[Level]:
    """The median of each phase, named at its right end."""
    phases = _phases(line)
    days = [*(phase[0].start for phase in phases), line.points[-1].start]
    return [
        _level(line, "baseline median" if any(p.in_baseline for p in phase) else "median",
               phase[0].median, ends, _with_value(phase)[-NEAR:])
        for phase, ends in zip(phases, pairwise(days), strict=True)
        if phase[0].median is not None
    ]  # fmt: skip


def headed(line: Series) -> list[Headed]:
    """The cycles that start within the chart, each headed on the side with room."""
    points = line.points
    first, late, last = points[0].start, points[len(points) * 2 // 3].start, points[-1].end
    within = [cycle for cycle in line.cycles if first <= cycle.started <= last]
    return [Headed(c, n % LINES_OF_CYCLES, c.started > late) for n, c in enumerate(within)]


def noted(line: Series, scale: Scale) -> Iterator[tuple[Point, float]]:
    """The points with a note, and the value at which it stands, in the emptier half."""
    some = [point for point in _with_value(line.points) if point.note]
    for is_above in (True, False):
        here = [point for point in some if (scale.share(point.value or 0) <= 0.5) == is_above]
        for number, point in enumerate(here):
            step = 0.07 * (number % 3)  # neighbours stand on different lines
            yield point, scale.at(0.92 - step if is_above else 0.04 + step)


def _phases(line: Series) -> list[list[Point]]:
    """The points phase by phase, without the periods that only others reported."""
    own = (point for point in line.points if point.phase)
    return [list(phase) for _, phase in groupby(own, key=lambda point: point.phase)]


def _with_value(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.value is not None]


def _level(
    line: Series, name: str, value: float, ends: tuple[dt.date, dt.date], near: Sequence[Point]
) -> Level:
    below = sum((point.value or 0) >= value for point in near) * 2 > len(near)
    return Level(f"{name} {words.number(value, line.measure)}", value, *ends, below)
