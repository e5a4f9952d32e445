"""What of a line is drawn in colour: the points that are part of a signal, and strokes between."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from kmlib.analysis.series import Point, Series
from kmlib.charts.look import SIGNS


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
