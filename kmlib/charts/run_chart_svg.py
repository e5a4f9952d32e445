"""Run charts as SVG: a tiny one for a line of text, and small multiples on one scale."""

import datetime as dt
from collections.abc import Sequence

from kmlib.analysis.series import Series, Shown, Standing
from kmlib.charts import words
from kmlib.charts.look import SIGNS, TINY, Sign, Strokes, colour
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.run_chart_parts import strokes, tone
from kmlib.charts.scale import Frame, Span, span_of
from kmlib.schema import MeasureRow

TINY_SIZE = (260.0, 56.0)
SMALL_SIZE = (300.0, 100.0)


def tiny(line: Series) -> str:
    """A run chart as high as two lines of text: median, points, the signalling run in colour."""
    return on_a_level(line, span_of(line), level=line.median, says=words.in_a_sentence(line))


def on_a_level(line: Series, span: Span, *, level: float | None, says: str) -> str:
    """The same on a scale that others share, with another line to hold it against."""
    width, height = TINY_SIZE
    frame = Frame(span, left=6, right=width - 8, top=8, bottom=height - 8)
    inside = _level(level, frame, "ink3") + line_drawn(line, frame) + dots(line, frame)
    return svg(inside if line.points else "", width=width, height=height, says=says)


def small_multiples(
    lines: Sequence[Series], *, span: Span | None, network: Series, compared: Sequence[str] = ("",)
) -> str:
    """One small run chart a team on one scale, each with the network's median behind it.

    Of the teams compared the first is outlined, and those that are like it are so in dashes; where
    nobody reported there is no span, and the words say so.
    """
    outlined = dict.fromkeys(compared, "km-small km-alike") | {compared[0]: "km-small km-chosen"}
    cards = ""
    for line in lines:
        inside = _small(line, network, span) if span else _head(line, sign_and_word(line))
        cards += tag("div", inside, class_=outlined.get(line.team, "km-small"))
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
    marks = (tag("span", tag("i", mark) + " " + escape(text)) for mark, text in texts)
    return tag("p", "".join(marks), class_="km-legend")


def sign_and_word(line: Series | Standing) -> str:
    """The verdict as shape and word in its colour."""
    return signed(SIGNS[line.direction or line.status], words.verdict(line))


def signed(sign: Sign, text: str) -> str:
    """A sign with its word, in its colour."""
    word = f"{sign.shape} {escape(text)}".strip()
    return tag("span", word, class_=f"km-{sign.tone} km-verdict")


def row(name: str, sub: str, picture: str, says: str, more: str) -> str:
    """A line of a list: a name over small print, a picture, and markup over small print."""
    about = tag("p", escape(name), class_="km-name") + tag("p", escape(sub), class_="km-sub")
    told = says + tag("p", escape(more), class_="km-sub")
    return tag("div", tag("div", about) + picture + tag("div", told), class_="km-row")


def _head(line: Series, verdict: str) -> str:
    return tag("p", tag("b", escape(line.team), title=line.team) + verdict, class_="km-small-head")


def _small(line: Series, network: Series, span: Span) -> str:
    width, height = SMALL_SIZE
    frame = Frame(span, left=6, right=width - 52, top=8, bottom=height - 16)
    median = network.median if line.latest else None  # it would strike out the word in the middle
    inside = _cycles(line, frame) + _level(median, frame, "grey")
    inside += hidden(line, frame) + line_drawn(line, frame) + _last(line, frame)
    head = _head(line, sign_and_word(line) if line.latest else "")  # else the drawing says why
    return head + svg(inside, width=width, height=height, says=words.in_a_sentence(line))


def _path(d: str, token: str, width: float, **more: object) -> str:
    return tag("path", d=d, stroke=colour(token), stroke_width=width, **more)


def _level(value: float | None, frame: Frame, token: str) -> str:
    if value is None:
        return ""
    return _path(f"M{frame.left:g} {frame.y(value):.1f}H{frame.right:g}", token, TINY.median)


def line_drawn(line: Series, frame: Frame, wide: Strokes = TINY) -> str:
    """Each stroke as a path; a point alone as a dot."""
    drawn = []
    for points, token, is_signal in strokes(line):
        width = wide.signal if is_signal else wide.common
        places = [(frame.x(p.start), frame.y(p.value)) for p in points if p.value is not None]
        if len(places) == 1:
            drawn.append(dot(*places[0], token, width))
        else:
            d = "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            drawn.append(_path(d, token, width, fill="none", class_="km-line"))
    return "".join(drawn)


def dots(line: Series, frame: Frame, wide: Strokes = TINY) -> str:
    """A dot a value; a ring where a note leaves the point out."""
    ring = {"stroke": colour("grey"), "stroke_width": wide.common}
    return "".join(
        dot(frame.x(p.start), frame.y(p.value), "bg" if p.excluded else tone(p),
            wide.signal + 0.4, **ring if p.excluded else {})
        for p in line.points
        if p.value is not None
    )  # fmt: skip


def dot(x: float, y: float, token: str, radius: float, **more: object) -> str:
    """One dot, or what its look is changed to."""
    return tag("circle", cx=x, cy=y, r=radius, fill=colour(token), **more)


def _last(line: Series, frame: Frame) -> str:
    """The last value as a direct label; a word in the middle where there is none."""
    last = line.latest
    if last is None or last.value is None:
        middle = {"x": (frame.left + frame.right) / 2, "y": frame.bottom / 2 + 8}
        look = {"text_anchor": "middle", "font_size": 15, "fill": colour("ink3")}
        return tag("text", escape(words.latest(line)), **middle, **look)
    x, y = frame.x(last.start), frame.y(last.value)
    label = escape(words.number(last.value, line.measure, unit=False))
    look = {"font_size": 16, "font_weight": 700, "fill": colour("ink")}
    return dot(x, y, tone(last), 4) + tag("text", label, x=x + 8, y=y + 5.5, **look)


def hidden(line: Series, frame: Frame) -> str:
    """Open dashes on the floor where a number exists but is hidden."""
    look = {"y": frame.bottom - 4, "width": 10, "height": 4, "fill": "none"}
    title = tag("title", escape(Shown.HIDDEN))
    places = (frame.x(point.start) - 5 for point in line.points if point.suppressed)
    return "".join(tag("rect", title, x=x, **look, stroke=colour("ink3")) for x in places)


def _cycles(line: Series, frame: Frame) -> str:
    """A hairline and a little triangle on the floor where each cycle starts."""
    first, last = frame.span.first, frame.span.last
    within = (cycle for cycle in line.cycles if first <= cycle.started <= last)
    return "".join(_cycle(cycle.started, words.tried(cycle), frame) for cycle in within)


def _cycle(start: dt.date, tried: str, frame: Frame) -> str:
    x, floor = frame.x(start), frame.bottom + 13
    upright = _path(f"M{x:.1f} {frame.top:g}V{frame.bottom + 4:g}", "line", 1.5)
    corners = f"{x - 4.5:.1f},{floor:g} {x + 4.5:.1f},{floor:g} {x:.1f},{floor - 9:g}"
    title = tag("title", escape(tried))
    return upright + tag("polygon", title, points=corners, fill=colour("ink2"))
