"""The shapes of a process map: the line of a wave, and the marks that stand on it."""

from math import ceil, cos, pi, sin

from kmlib.analysis.routines import Routine, Timing
from kmlib.charts.markup import tag

STEPS = 8  # curves to a column: enough that the line is smooth on a projector
SHARPNESS = 2.4  # how much flatter a trough is than a crest


def rise(x: float, column: float, crest: float) -> tuple[float, float]:
    """How high the line stands above the trough, and how steeply it falls there (down is positive).

    Crests lie on the borders between stages, since handing over is the climb; troughs lie in the
    middle of a stage and hold its routine.

    >>> [round(rise(x, 324, 46)[0]) for x in (0, 81, 162, 324)]
    [46, 9, 0, 46]
    """
    near = (1 + cos(2 * pi * x / column)) / 2
    slope = crest * SHARPNESS * near ** (SHARPNESS - 1) * pi / column * sin(2 * pi * x / column)
    return crest * near**SHARPNESS, slope


def line(until: float, column: float, crest: float) -> str:
    """The path of a wave from the left edge up to a place, its troughs at height 0."""
    steps = ceil(STEPS * until / column)
    step = until / steps
    path = f"M0 {-crest:g}"
    for number in range(1, steps + 1):
        x = number * step
        height, slope = rise(x, column, crest)
        numbers = (x - step / 3, -height - slope * step / 3, x, -height)
        path += "S" + " ".join(f"{n:.1f}" for n in numbers)
    return path


def mark(routine: Routine, x: float) -> str:
    """The sign of a routine on its line: held on time, overdue, or nobody can tell."""
    if routine.timing is Timing.OVERDUE:
        return clock(x)
    known = "km-disc" if routine.timing is Timing.ON_TIME else "km-disc km-unknown"
    return tag("circle", cx=x, cy=0, r=10 if known == "km-disc" else 8, class_=known)


def clock(x: float) -> str:
    """A ring with two hands: overdue."""
    hands = tag("path", d=f"M{x:g} -5.5V0.5L{x + 4:g} 3.5", class_="km-hands")
    return tag("circle", cx=x, cy=0, r=11, class_="km-clock") + hands


def zigzag(x: float, height: float) -> str:
    """The break: a zigzag across the border, with a little empty water about it."""
    step, left, right = height / 4, x - 8, x + 9
    top = -height + 9
    points = zip((left, right, left, right, left), range(5), strict=True)
    path = "M" + "L".join(f"{px:g} {top + n * step:g}" for px, n in points)
    return tag("path", d=path, class_="km-water") + tag("path", d=path, class_="km-break")


def tick(x: float, y: float) -> str:
    """A disc with a tick: the wave runs all the way."""
    sign = tag("path", d=f"M{x - 7:g} {y:g}l5 6 10 -12", class_="km-tick")
    return tag("circle", cx=x, cy=y, r=17, class_="km-disc") + sign
