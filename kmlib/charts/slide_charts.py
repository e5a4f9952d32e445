"""Pictures for a room: one line, or one dot a team, with everything written where it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from kmlib.analysis.funnel import Funnel
from kmlib.analysis.judging import WORTH
from kmlib.analysis.series import Series
from kmlib.analysis.standings import Standing
from kmlib.charts import words
from kmlib.charts.funnel_words import in_a_sentence
from kmlib.charts.look import SIGNS, colour
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.scale import Frame, Span, scale_of, values_of
from kmlib.charts.tones import strokes, tone
from kmlib.schema import CycleRow, MeasureRow

WIDTH, HEIGHT = 1080.0, 600.0
SIGNAL, COMMON, MEDIAN = 7, 4, 3  # strokes, in pixels of a slide 1920 wide
MOST_DATES = 4
DOT = 13.0
LONGEST_FLAG = 28  # letters
BIG = 56  # the last value
STEPS = 40  # of the curves of a funnel
WORTH_TONES = {1: "blue", -1: "orange", 0: "ink2"}


def large(line: Series) -> str:
    """A run chart without axes: median, last value and a few dates stand at their places."""
    scale = scale_of(values_of(line), line.measure)
    days = [point.start for point in line.points] or [dt.date.min]
    frame = Frame(Span(scale, days[0], days[-1]), 20, WIDTH - 190, 90, HEIGHT - 80)
    inside = _flags(line.cycles[-1:], frame) + _median(line, frame) + _line(line, frame)
    inside += _rule_said(line, frame) + _last(line, frame) + _dates(days, frame)
    return svg(inside, width=WIDTH, height=HEIGHT, says=words.in_a_sentence(line))


def spread_of(teams: Sequence[Standing], network: Standing, measure: MeasureRow) -> str:
    """A dot a team at its latest value, without names, over the network's value and the target."""
    values = {one: one.value for one in teams if one.value is not None}
    levels = {"target": measure.target, "network": network.value}
    scale = scale_of([*values.values(), *(v for v in levels.values() if v is not None)], measure)
    left, right, floor = 30.0, WIDTH - 30.0, HEIGHT - 130.0

    def x(value: float) -> float:
        return left + scale.share(value) * (right - left)

    inside = _rule(left, floor + DOT + 8, right - left)
    for end in (scale.low, scale.high):
        inside += _text(words.number(end, measure), x(end), floor + 62, "middle", "ink2", 26)
    for name, value in levels.items():
        if value is not None:
            dashes, top = ("3 9", 40) if name == "target" else (None, 76)
            d = f"M{x(value):.1f} {top}V{floor + DOT + 8:g}"
            look = {"stroke": colour("ink2"), "stroke_width": MEDIAN, "stroke_dasharray": dashes}
            anchor = "start" if x(value) < WIDTH * 0.8 else "end"
            said = f"{name} {words.number(value, measure)}"
            inside += tag("path", d=d, **look) + _text(said, x(value), top - 12, anchor, "ink2", 28)
    stacks = Counter[int]()
    step = min(2 * DOT + 3, (floor - 100) / max(_highest(map(x, values.values())), 1))
    for one, value in sorted(values.items(), key=lambda pair: pair[1]):
        place = round(x(value) / (2 * DOT))
        inside += _mark(place * 2 * DOT, floor - stacks[place] * step, one)
        stacks[place] += 1
    says = f"{words.count(len(values), 'team')} from {_ends(list(values.values()), measure)}"
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
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*end) for end in edge))
    band = tag("polygon", points=corners, fill=colour("grey"), opacity=0.2)
    inside = band * found.has_limits + _rule(90, at(across[0], found.mean)[1], WIDTH - 180)
    for end in (scale.low, scale.high):
        inside += _text(words.number(end, measure), 76, at(0, end)[1] + 9, "end", "ink2", 26)
    for end, anchor in ((across[0], "start"), (across[-1], "end")):
        said = f"{end:,.0f} counted"
        inside += _text(said, at(end, 0)[0], HEIGHT - 40, anchor, "ink2", 26)
    for place in found.places:
        token = WORTH_TONES[place.side * WORTH[measure.better]] if place.side else "grey"
        x, y = at(place.denominator, place.value)
        inside += tag("circle", cx=x, cy=y, r=DOT - 4, fill=colour(token))
        inside += _text(place.team, x, y - 16, "middle", "ink", 26) if place.named else ""
    return svg(inside, width=WIDTH, height=HEIGHT, says=in_a_sentence(found))


def _highest(places: Iterable[float]) -> int:
    return max(Counter(round(place / (2 * DOT)) for place in places).values(), default=0)


def _ends(values: Sequence[float], measure: MeasureRow) -> str:
    ends = (min(values), max(values)) if values else (0.0, 0.0)
    return " to ".join(words.number(end, measure) for end in ends)


def _mark(x: float, y: float, one: Standing) -> str:
    """A team: a triangle where it improves, else a ring; what worsens is not pointed at."""
    sign = SIGNS[one.direction or one.status]
    if sign.tone != "blue":
        return tag("circle", cx=x, cy=y, r=DOT - 2, fill="none", stroke=colour("grey"),
                   stroke_width=COMMON)  # fmt: skip
    corners = f"{x - DOT:.1f},{y + DOT:.1f} {x + DOT:.1f},{y + DOT:.1f} {x:.1f},{y - DOT:.1f}"
    return tag("polygon", points=corners, fill=colour("blue"))


def _line(line: Series, frame: Frame) -> str:
    drawn = ""
    for points, token, is_signal in strokes(line):
        places = [(frame.x(p.start), frame.y(p.value)) for p in points if p.value is not None]
        d = "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        drawn += tag("path", d=d, fill="none", stroke=colour(token), stroke_linejoin="round",
                     stroke_width=SIGNAL if is_signal else COMMON)  # fmt: skip
    for point in line.points:
        if point.value is not None:
            at = {"cx": frame.x(point.start), "cy": frame.y(point.value)}
            drawn += tag("circle", **at, r=10 if point.verdict else 8, fill=colour(tone(point)))
    return drawn


def _median(line: Series, frame: Frame) -> str:
    """The median, named at its end on the side where the line is not."""
    if line.median is None:
        return ""
    y, said = frame.y(line.median), f"median {words.number(line.median, line.measure)}"
    is_under = line.value is not None and line.value < line.median
    place = y - 14 if is_under else y + 36
    label = _text(said, frame.right, place, "end", "ink2", 28)
    return _rule(frame.left, y, frame.right - frame.left) + label


def _last(line: Series, frame: Frame) -> str:
    last = line.latest
    if last is None or last.value is None:
        return _text(words.latest(line), WIDTH / 2, HEIGHT / 2, "middle", "ink2", 40)
    x, y = frame.x(last.start) + 24, frame.y(last.value) + 19
    label = words.number(last.value, line.measure)
    return _text(label, x, y, "start", SIGNS[line.direction or line.status].tone, BIG)


def _rule_said(line: Series, frame: Frame) -> str:
    """Why it is said to have moved, over the points that say so."""
    moved = [point for point in line.points if point.verdict]
    if not line.direction or not moved:
        return ""
    x = min(frame.x(moved[0].start), frame.right - 500)
    said = _text(words.rule_in_words(line), x, frame.top - 40, "start", tone(moved[0]), 26)
    return tag("g", said, class_="km-rule-said")


def _flags(cycles: Iterable[CycleRow], frame: Frame) -> str:
    """Where the last thing was tried, and what."""
    said = ""
    for cycle in cycles:
        if frame.span.first <= cycle.started <= frame.span.last:
            x = frame.x(cycle.started)
            anchor = "end" if x > WIDTH / 2 else "start"
            name = cycle.title[:LONGEST_FLAG] + "…" * (len(cycle.title) > LONGEST_FLAG)
            look = {"stroke": colour("ink2"), "stroke_width": 1.5}
            said += tag("path", d=f"M{x:.1f} 20V{frame.bottom:g}", **look)
            x += -14 if anchor == "end" else 14
            said += _text(f"{name} begins", x, 44, anchor, "ink", 26)
    return said


def _dates(days: Sequence[dt.date], frame: Frame) -> str:
    """The first, the last, and at most two days between."""
    steps = min(MOST_DATES, len(days)) - 1
    shown = {days[round(number * (len(days) - 1) / max(steps, 1))] for number in range(steps + 1)}
    anchors = {day: "start" if day == days[0] else "middle" for day in sorted(shown)}
    return "".join(
        _text(f"{day:%b %y}", frame.x(day), HEIGHT - 20, anchor, "ink2", 26)
        for day, anchor in anchors.items()
    )


def _rule(x: float, y: float, length: float) -> str:
    return tag("path", d=f"M{x:g} {y:.1f}h{length:g}", stroke=colour("ink"), stroke_width=MEDIAN)


def _text(text: str, x: float, y: float, anchor: str, token: str, size: int) -> str:
    weight = 700 if size >= BIG else 400
    look = {"fill": colour(token), "font_size": size, "font_weight": weight}
    return tag("text", escape(text), x=x, y=y, text_anchor=anchor, **look)
