"""What of a line is drawn in colour: the points and strokes of the run that signals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from kmlib.analysis.series import Point, Series
from kmlib.schema import Better


class Stroke(NamedTuple):
    """A stretch of a line to draw through."""

    points: Sequence[Point]
    tone: str  # a name of TOKENS
    in_run: bool = False


def strokes(line: Series) -> list[Stroke]:
    """The line in grey, and over it in colour what lies between the points of a run."""
    stretches, lit = list(unbroken(line.points)), tones(line)
    run = [
        Stroke((before, after), lit[after.end], in_run=True)
        for stretch in stretches
        for before, after in pairwise(stretch)
        if before.end in lit and after.end in lit
    ]
    return [Stroke(stretch, "grey") for stretch in stretches] + run


def tones(line: Series) -> dict[dt.date, str]:
    """The tone of the run that signals, by the ends of its periods: good, of concern, or neither.

    That is the unusually long run; with unusually few crossings alone, the run it is in now.
    """
    judged = [point for point in line.points if point.judged]
    run = _long_run(judged) or (_present_run(judged) if line.direction else [])
    side = next((point.side for point in reversed(run) if point.side), 0)
    found = {}
    for point in reversed(run):
        side = point.side or side
        found[point.end] = _tone(side, line.measure.better)
    return found


def unbroken(points: Iterable[Point]) -> Iterator[list[Point]]:
    """The stretches of a line to draw through: it ends where others reported and this one did not.

    Months in which nobody reports, such as the summer, are no points and break no line.
    """
    for has_value, stretch in groupby(points, key=lambda point: point.value is not None):
        if has_value:
            yield list(stretch)


def _long_run(judged: Sequence[Point]) -> list[Point]:
    """Its points, and those on the median between them, which do not break it."""
    at = [number for number, point in enumerate(judged) if point.in_run]
    run = [judged[number] for number in at[:1]]
    for before, after in pairwise(at):
        between = judged[before + 1 : after]
        run += [] if any(point.side for point in between) else between
        run.append(judged[after])
    return run


def _present_run(judged: Sequence[Point]) -> list[Point]:
    side = next((point.side for point in reversed(judged) if point.side), 0)
    return list(takewhile(lambda point: point.side in (0, side), reversed(judged)))[::-1]


def _tone(side: int, better: Better) -> str:
    if better is Better.NEITHER or not side:
        return "ink2"
    return "blue" if (side > 0) == (better is Better.HIGHER) else "orange"
