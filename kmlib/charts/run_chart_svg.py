"""Run charts as SVG: a tiny one for a line of text, and small multiples on one scale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from kmlib.analysis.series import Point, Series, Shown
from kmlib.charts import words
from kmlib.charts.look import SIGNS, TINY, Strokes, colour
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.scale import Frame, Span, scale_of, unbroken, values_of
from kmlib.schema import MeasureRow

TINY_SIZE = (260.0, 56.0)
SMALL_SIZE = (300.0, 100.0)


def tiny(line: Series) -> str:
    """A run chart as high as two lines of text: median, points, the signalling run in colour."""
    width, height = TINY_SIZE
    inside = ""
    if line.points:
        scale = scale_of(values_of([line]), line.measure)
        span = Span(scale, line.points[0].start, line.points[-1].start)
        frame = Frame(span, left=6, right=width - 8, top=8, bottom=height - 8)
        inside = _level(line.median, frame, "ink3", TINY) if line.median is not None else ""
        inside += _line(line, frame, TINY) + _dots(line, frame, TINY)
    return svg(inside, width=width, height=height, says=in_a_sentence(line))


def small_multiples(
    lines: Sequence[Series], *, span: Span | None, network: Series, chosen: str = ""
) -> str:
    """One small run chart a team on one scale, each with the network's median behind it.

    Args:
        lines: the series to draw, in the order to draw them.
        span: the scale and days they share; None where nobody reported.
        network: the series whose median stands behind every chart.
        chosen: the team that is outlined.
    """
    cards = "".join(
        tag(
            "div",
            _head(line) + (_small(line, network, span) if span else ""),
            class_="km-small km-chosen" if line.team == chosen else "km-small",
        )
        for line in lines
    )
    return tag("div", cards, class_="km-multiples")


def scale_in_words(span: Span | None, measure: MeasureRow) -> str:
    """The scale that all small multiples share, stated once."""
    if span is None:
        return ""
    low, high = (words.number(end, measure) for end in (span.scale.low, span.scale.high))
    return f"one scale, {low} to {high}"


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


def _head(line: Series) -> str:
    name = tag("b", escape(line.team), title=line.team)
    return tag("p", name + sign_and_word(line), class_="km-small-head")


def _small(line: Series, network: Series, span: Span) -> str:
    width, height = SMALL_SIZE
    frame = Frame(span, left=6, right=width - 52, top=8, bottom=height - 16)
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
    stretches, lit = list(unbroken(line.points)), words.signalling(line)
    drawn = "".join(_path(stretch, frame, "grey", strokes.common) for stretch in stretches)
    for before, after in (pair for stretch in stretches for pair in pairwise(stretch)):
        if {before.end, after.end} <= lit:
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
    lit = words.signalling(line)
    return "".join(
        _dot(point, frame, _token(point, line, lit), radius=strokes.signal + 0.4)
        for point in line.points
        if point.value is not None
    )


def _token(point: Point, line: Series, lit: frozenset[dt.date]) -> str:
    return words.tone_of(point, line.measure) if point.end in lit else "grey"


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
    return _dot(last, frame, _token(last, line, words.signalling(line)), radius=4) + tag(
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
        if frame.span.first <= start <= frame.span.last
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
