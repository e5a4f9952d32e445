"""Run charts as SVG: a tiny one for a line of text, and small multiples on one scale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from kmlib.analysis.series import Point, Series, Shown
from kmlib.charts import words
from kmlib.charts.look import SIGNS, TINY, Strokes, colour
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.scale import Frame, Scale, reported, scale_of, unbroken, values_of

TINY_SIZE = (260.0, 56.0)
SMALL_SIZE = (300.0, 100.0)


def tiny(line: Series) -> str:
    """A run chart as high as two lines of text: median, points, the signalling run in colour."""
    width, height = TINY_SIZE
    scale = scale_of(values_of([line]), line.measure)
    frame = _frame([line], scale, right=width - 8, bottom=height - 8)
    inside = _level(line.median, frame, "ink3", TINY) if line.median is not None else ""
    inside += _line(line, frame, TINY) + _dots(line, frame, TINY)
    return svg(inside, width=width, height=height, says=in_a_sentence(line))


class Multiples(NamedTuple):
    """Small multiples as drawn, and the one scale that is stated once above them."""

    markup: str
    scale_words: str


def small_multiples(
    lines: Sequence[Series], *, all_lines: Sequence[Series], network: Series, chosen: str = ""
) -> Multiples:
    """One small run chart a team on one scale, each with the network's median behind it.

    Args:
        lines: the series to draw, in the order to draw them.
        all_lines: the series that set the common scale and dates, so that these stay the same
            from one page of teams to the next.
        network: the series whose median stands behind every chart.
        chosen: the team that is outlined.
    """
    together = [*all_lines, network]
    scale = scale_of(values_of(together), network.measure)
    width, height = SMALL_SIZE
    frame = _frame(together, scale, right=width - 52, bottom=height - 16)
    cards = "".join(
        tag(
            "div",
            _head(line) + _small(line, network, frame),
            class_="km-small km-chosen" if line.team == chosen else "km-small",
        )
        for line in lines
    )
    low, high = (words.number(end, network.measure) for end in (scale.low, scale.high))
    return Multiples(tag("div", cards, class_="km-multiples"), f"one scale, {low} to {high}")


def legend(network: Series) -> str:
    """What the marks of the small multiples mean."""
    median = "" if network.median is None else words.number(network.median, network.measure)
    texts = (
        ("—", f"network median {median}" if median else "no network median yet"),
        ("▲", "on the floor: a cycle starts"),
        ("▭", Shown.HIDDEN),
        ("⋯", "a gap in the line: not reported"),
    )
    return tag(
        "p",
        "".join(tag("span", tag("i", mark) + " " + escape(text)) for mark, text in texts),
        class_="km-legend",
    )


def sign_and_word(line: Series) -> str:
    """The verdict as shape and word in its colour."""
    sign = SIGNS[line.direction or line.status]
    word = escape(words.verdict(line))
    return tag("span", f"{sign.shape} {word}".strip(), class_=f"km-{sign.tone} km-verdict")


def in_a_sentence(line: Series) -> str:
    """What a run chart shows, for those who cannot see it."""
    who = line.team or "The network"
    shown = [point for point in line.points if point.value is not None]
    if not shown:
        return f"{who}: {words.latest(line)}."
    span = f"{shown[0].start:%b %Y} to {shown[-1].start:%b %Y}"
    points = words.count(len(shown), "point")
    return f"{who}: {words.latest(line)}, {words.verdict(line)}; {points} from {span}."


def _frame(lines: Iterable[Series], scale: Scale, *, right: float, bottom: float) -> Frame:
    days = reported(lines) or (dt.date.min,)
    return Frame(days[0], days[-1], scale, left=6, right=right, top=8, bottom=bottom)


def _head(line: Series) -> str:
    name = tag("b", escape(line.team), title=line.team)
    return tag("p", name + sign_and_word(line), class_="km-small-head")


def _small(line: Series, network: Series, frame: Frame) -> str:
    width, height = SMALL_SIZE
    inside = _cycles(line, frame)
    if network.median is not None:
        inside += _level(network.median, frame, "grey", TINY)
    inside += _hidden(line, frame) + _line(line, frame, TINY) + _last(line, frame)
    return svg(inside, width=width, height=height, says=in_a_sentence(line))


def _level(value: float, frame: Frame, token: str, strokes: Strokes) -> str:
    y = frame.y(value)
    return tag(
        "line",
        x1=frame.left,
        x2=frame.right,
        y1=y,
        y2=y,
        stroke=colour(token),
        stroke_width=strokes.median,
    )


def _line(line: Series, frame: Frame, strokes: Strokes) -> str:
    """The line in grey, then over it the stretches between points of a signalling run."""
    stretches = list(unbroken(line.points))
    drawn = "".join(_path(stretch, frame, "grey", strokes.common) for stretch in stretches)
    for before, after in (pair for stretch in stretches for pair in pairwise(stretch)):
        if before.in_run and after.in_run:
            token = words.tone_of(after if after.side else before, line.measure)
            drawn += _path((before, after), frame, token, strokes.signal)
    return drawn


def _path(points: Sequence[Point], frame: Frame, token: str, stroke: float) -> str:
    if len(points) == 1:
        return _dot(points[0], frame, token, radius=stroke)
    places = " ".join(
        f"{frame.x(point.start):.1f},{frame.y(point.value):.1f}"
        for point in points
        if point.value is not None
    )
    return tag(
        "polyline",
        points=places,
        fill="none",
        stroke=colour(token),
        stroke_width=stroke,
        stroke_linejoin="round",
        stroke_linecap="round",
    )


def _dots(line: Series, frame: Frame, strokes: Strokes) -> str:
    return "".join(
        _dot(point, frame, _token(point, line), radius=strokes.signal + 0.4)
        for point in line.points
        if point.value is not None
    )


def _token(point: Point, line: Series) -> str:
    return words.tone_of(point, line.measure) if point.in_run else "grey"


def _dot(point: Point, frame: Frame, token: str, *, radius: float) -> str:
    if point.value is None:
        return ""
    return tag(
        "circle", cx=frame.x(point.start), cy=frame.y(point.value), r=radius, fill=colour(token)
    )


def _last(line: Series, frame: Frame) -> str:
    """The last value as a direct label; a word in the middle where there is none."""
    last = line.latest
    if last is None or last.value is None:
        middle = (frame.left + frame.right) / 2
        return tag(
            "text",
            escape(words.latest(line)),
            x=middle,
            y=frame.bottom / 2 + 8,
            text_anchor="middle",
            font_size=15,
            fill=colour("ink3"),
        )
    x, y = frame.x(last.start), frame.y(last.value)
    label = escape(words.number(last.value, line.measure, unit=False))
    return _dot(last, frame, _token(last, line), radius=4) + tag(
        "text",
        label,
        x=x + 8,
        y=y + 5.5,
        font_size=16,
        font_weight=700,
        fill=colour("ink"),
    )


def _hidden(line: Series, frame: Frame) -> str:
    """Open dashes on the floor where a number exists but is hidden."""
    return "".join(
        tag(
            "rect",
            tag("title", escape(Shown.HIDDEN)),
            x=frame.x(point.start) - 5,
            y=frame.bottom - 4,
            width=10,
            height=4,
            fill="none",
            stroke=colour("ink3"),
        )
        for point in line.points
        if point.suppressed
    )


def _cycles(line: Series, frame: Frame) -> str:
    """A hairline and a little triangle on the floor where each cycle starts."""
    return "".join(
        _cycle(frame.x(start), frame, title)
        for start, title in line.cycles
        if frame.first <= start <= frame.last
    )


def _cycle(x: float, frame: Frame, title: str) -> str:
    floor = frame.bottom + 13
    upright = tag(
        "line",
        x1=x,
        x2=x,
        y1=frame.top,
        y2=frame.bottom + 4,
        stroke=colour("line"),
        stroke_width=1.5,
    )
    corners = f"{x - 4.5:.1f},{floor:.1f} {x + 4.5:.1f},{floor:.1f} {x:.1f},{floor - 9:.1f}"
    return upright + tag(
        "polygon", tag("title", escape(title)), points=corners, fill=colour("ink2")
    )
