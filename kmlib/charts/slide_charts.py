"""Pictures for a room: one dot a team, with everything written where it is; and their strokes."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from kmlib.analysis.funnel import Funnel
from kmlib.analysis.judging import WORTH
from kmlib.analysis.standings import Standing
from kmlib.charts import words
from kmlib.charts.funnel_words import in_a_sentence
from kmlib.charts.look import ROOM, SIGNS, colour
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.scale import scale_of
from kmlib.schema import MeasureRow

WIDTH, HEIGHT = 1080.0, 600.0
DOT = 13.0
BIG = 56  # the last value
STEPS = 40  # of the curves of a funnel
WORTH_TONES = {1: "blue", -1: "orange", 0: "ink2"}


def spread_of(teams: Sequence[Standing], network: Standing, measure: MeasureRow) -> str:
    """A dot a team at its latest value, without names, over the network's value and the target."""
    values = {one: one.value for one in teams if one.value is not None}
    levels = {"target": measure.target, "network": network.value}
    scale = scale_of([*values.values(), *(v for v in levels.values() if v is not None)], measure)
    left, right, floor = 30.0, WIDTH - 30.0, HEIGHT - 130.0

    def x(value: float) -> float:
        return left + scale.share(value) * (right - left)

    inside = rule(left, floor + DOT + 8, right - left)
    for end in (scale.low, scale.high):
        inside += text(words.number(end, measure), x(end), floor + 62, "middle", "ink2", 26)
    for name, value in levels.items():
        if value is not None:
            dashes, top = ("3 9", 40) if name == "target" else (None, 76)
            d = f"M{x(value):.1f} {top}V{floor + DOT + 8:g}"
            look = {"stroke": colour("ink2"), "stroke_width": ROOM.median}
            anchor = "start" if x(value) < WIDTH * 0.8 else "end"
            said = f"{name} {words.number(value, measure)}"
            inside += tag("path", d=d, **look, stroke_dasharray=dashes)
            inside += text(said, x(value), top - 12, anchor, "ink2", 28)
    stacks = Counter[int]()
    highest = max(Counter(round(x(v) / (2 * DOT)) for v in values.values()).values(), default=1)
    step = min(2 * DOT + 3, (floor - 100) / highest)
    for one, value in sorted(values.items(), key=lambda pair: pair[1]):
        place = round(x(value) / (2 * DOT))
        inside += _mark(place * 2 * DOT, floor - stacks[place] * step, one)
        stacks[place] += 1
    ends = (min(values.values(), default=0), max(values.values(), default=0))
    says = f"{words.count(len(values), 'team')} from"
    says += f" {' to '.join(words.number(end, measure) for end in ends)}"
    return svg(inside, width=WIDTH, height=HEIGHT, says=says)


def funnel(found: Funnel, measure: MeasureRow) -> str:
    """The teams of one period over how many they count, in the band where chance keeps such teams.

    Named are those that the chart on the page names.
    """
    sizes = [place.denominator for place in found.places]
    across = np.linspace(min(sizes), max(sizes), STEPS)
    lows, highs = (end.tolist() for end in found.limits(across))
    values = [place.value for place in found.places]
    scale = scale_of([*values, *(lows + highs if found.has_limits else [found.mean])], measure)
    wide, bottom, top = max(across[-1] - across[0], 1), HEIGHT - 90, 40

    def at(size: float, value: float) -> tuple[float, float]:
        x = 90 + (size - across[0]) / wide * (WIDTH - 180)
        return x, bottom - scale.share(value) * (bottom - top)

    edge = [*zip(across, highs, strict=True), *zip(across[::-1], lows[::-1], strict=True)]
    inside = area(at(*end) for end in edge) * found.has_limits
    inside += rule(90, at(across[0], found.mean)[1], WIDTH - 180)
    for end in (scale.low, scale.high):
        inside += text(words.number(end, measure), 76, at(0, end)[1] + 9, "end", "ink2", 26)
    for end, anchor in ((across[0], "start"), (across[-1], "end")):
        said = f"{end:,.0f} counted"
        inside += text(said, at(end, 0)[0], HEIGHT - 40, anchor, "ink2", 26)
    for place in found.places:
        token = WORTH_TONES[place.side * WORTH[measure.better]] if place.side else "grey"
        x, y = at(place.denominator, place.value)
        inside += tag("circle", cx=x, cy=y, r=DOT - 4, fill=colour(token))
        inside += text(place.team, x, y - 16, "middle", "ink", 26) if place.named else ""
    return svg(inside, width=WIDTH, height=HEIGHT, says=in_a_sentence(found))


def _mark(x: float, y: float, one: Standing) -> str:
    """A team: a triangle where it improves, else a ring; what worsens is not pointed at."""
    sign = SIGNS[one.direction or one.status]
    if sign.tone != "blue":
        return tag("circle", cx=x, cy=y, r=DOT - 2, fill="none", stroke=colour("grey"),
                   stroke_width=ROOM.common)  # fmt: skip
    corners = f"{x - DOT:.1f},{y + DOT:.1f} {x + DOT:.1f},{y + DOT:.1f} {x:.1f},{y - DOT:.1f}"
    return tag("polygon", points=corners, fill=colour("blue"))


def area(corners: Iterable[tuple[float, float]]) -> str:
    """What chance alone gives, as a band between its corners."""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return tag("polygon", points=points, fill=colour("grey"), opacity=0.2)


def upright(x: float, top: float, bottom: float) -> str:
    """A thin line from the top down."""
    d = f"M{x:.1f} {top:.1f}V{bottom:.1f}"
    return tag("path", d=d, stroke=colour("ink2"), stroke_width=1.5)


def rule(
    x: float, y: float, length: float, token: str = "ink", wide: float = ROOM.median, **more: object
) -> str:
    """A line across, from its left end on."""
    d = f"M{x:g} {y:.1f}h{length:g}"
    return tag("path", d=d, stroke=colour(token), stroke_width=wide, **more)


def text(text: str, x: float, y: float, anchor: str, token: str, size: int, **more: object) -> str:
    """Words at a place; the largest are heavy."""
    weight = 700 if size >= BIG else 400
    look = {"fill": colour(token), "font_size": size, "font_weight": weight}
    return tag("text", escape(text), x=x, y=y, text_anchor=anchor, **look, **more)
