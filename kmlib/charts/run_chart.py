"""The opened run chart: one team or the network, large, with what was tried and what was noted.

It is a Vega-Lite specification as plain data. Building the same chart through Altair costs a
rerun about 250 ms, a hundred times as much, since every layer is checked against the schema twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kmlib.analysis.run_chart import RULE_FAMILY
from kmlib.analysis.series import Point, Series, Shown
from kmlib.charts import words
from kmlib.charts.look import LARGE, TOKENS
from kmlib.charts.scale import Scale, scale_of, unbroken, values_of
from kmlib.reading.school_calendar import period_label

HEIGHT = 440
FONT = '"Source Sans", sans-serif'
LABEL_LIMIT = 260  # pixels; the whole text stands in the tooltip
LABEL_LINE = 19  # pixels
LINES_OF_CYCLES = 3  # cycles that start close together are headed on different lines
NEAR = 5  # points that a label at one end of a level may touch

Spec = dict[str, Any]
WIDE: Spec = {"x": {"value": 0}, "x2": {"value": "width"}}


@dataclass(frozen=True)
class Canvas:
    """What every layer of one chart stands on."""

    line: Series
    scale: Scale
    ink: dict[str, str]
    lit: frozenset[dt.date]  # the ends of the periods of the signalling run

    def tone(self, point: Point, *, otherwise: str) -> str:
        """The colour of a point: of its run where it signals."""
        lit = point.end in self.lit
        return self.ink[words.tone_of(point, self.line.measure) if lit else otherwise]


def run_chart(line: Series, *, theme: str) -> Spec:
    """The run chart of one series, from its baseline to its last value, as Vega-Lite.

    Args:
        line: the series; hidden points stand as open dashes on the floor.
        theme: light or dark.
    """
    target = [] if line.measure.target is None else [line.measure.target]
    scale = scale_of([*values_of([line]), *target], line.measure)
    canvas = Canvas(line, scale, TOKENS[theme], words.signalling(line))
    layers = [
        *_baseline(canvas),
        *_cycles(canvas),
        *_levels(canvas),
        *_strokes(canvas),
        _dots(canvas),
        *_hidden(canvas),
        *_last_value(canvas),
        *_notes(canvas),
    ]
    return {
        "height": HEIGHT,
        "encoding": {"x": _across(line), "y": _up(canvas)},
        "layer": layers,
        "padding": {"top": 12, "right": 8, "left": 2, "bottom": 5},
        "config": _config(canvas.ink),
    }


def rules_line(line: Series) -> str:
    """The rule family with its numbers, as it stands under the chart."""
    runs = line.runs
    if not runs.useful:
        return f"{RULE_FAMILY}: no useful points yet"
    return (
        f"{RULE_FAMILY}: useful points {runs.useful}"
        f" · longest run {runs.longest} of at most {runs.longest_limit}"
        f" · crossings {runs.crossings}, at least {runs.crossings_limit}"
    )


def _config(ink: dict[str, str]) -> Spec:
    axis = {"labelColor": ink["ink3"], "labelFontSize": 15, "labelPadding": 8}
    axis |= {"gridColor": ink["line"], "domain": False, "ticks": False}
    return {"font": FONT, "background": "transparent", "view": {"stroke": None}, "axis": axis}


def _across(line: Series) -> Spec:
    days = [_day(point.start) for point in line.points]
    axis = {"title": None, "grid": False, "format": "%b %y", "tickCount": 7}
    axis |= {"labelOverlap": "greedy", "labelSeparation": 12}
    scale = {"type": "utc", "domain": [days[0], days[-1]]}
    return {"field": "day", "type": "temporal", "axis": axis, "scale": scale}


def _up(canvas: Canvas) -> Spec:
    scale, ending = canvas.scale, words.ending(canvas.line.measure)
    labels = f"format(datum.value, ',~r') + '{ending}'"
    return {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": None, "values": scale.ticks, "labelExpr": labels},
        "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False},
    }


def _layer(rows: Iterable[Spec], mark: Spec, **encoding: Spec) -> Spec:
    """Marks placed by `day` and `value` of their rows, unless the encoding says otherwise."""
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _day(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _at(point: Point, **more: object) -> Spec:
    return {"day": _day(point.start), "value": point.value, **more}


def _shown(line: Series) -> list[tuple[Point, float]]:
    """The points with a value, each beside it."""
    return [(point, point.value) for point in line.points if point.value is not None]


def _tooltip(**titles: str) -> Spec:
    fields = [{"field": name, "type": "nominal", "title": title} for name, title in titles.items()]
    return {"tooltip": fields}


def _text(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _haloed(
    canvas: Canvas, rows: Sequence[Spec], *, dx: int, dy: int, **encoding: Spec
) -> list[Spec]:
    """The `label` of each row, readable over lines; to the left of its place for a dx below 0."""
    align = "center" if dx == 0 else "right" if dx < 0 else "left"
    mark = {"type": "text", "align": align, "dx": dx, "dy": dy, "limit": LABEL_LIMIT}
    mark |= {"fontSize": 15, "color": canvas.ink["ink2"]}
    ground = {"color": canvas.ink["bg"], "stroke": canvas.ink["bg"], "strokeWidth": 5}
    return [_layer(rows, mark | over, text=_text("label"), **encoding) for over in (ground, {})]


def _baseline(canvas: Canvas) -> list[Spec]:
    """The months that a frozen median was made of, as a bar on the floor."""
    days = [point.start for point in canvas.line.points if point.in_baseline]
    if not canvas.line.frozen_until or not days:
        return []
    rows = [{"day": _day(days[0]), "until": _day(days[-1]), "value": canvas.scale.low}]
    bar = {"type": "rule", "color": canvas.ink["grey"], "strokeWidth": 10, "opacity": 0.5}
    text = {"type": "text", "text": "baseline months", "align": "left", "dy": -14}
    return [
        _layer(rows, bar, x2={"field": "until"}),
        _layer(rows, text | {"fontSize": 15, "color": canvas.ink["ink3"]}),
    ]


def _cycles(canvas: Canvas) -> list[Spec]:
    """An upright where each cycle starts, headed by what was tried, on the side with room."""
    points = canvas.line.points
    late = points[len(points) * 2 // 3].start
    rule = {"type": "rule", "color": canvas.ink["ink2"], "strokeWidth": 1.5, "opacity": 0.6}
    tooltip = _tooltip(label="Cycle")
    drawn = []
    for number, (start, title) in enumerate(_cycles_within(canvas.line)):
        up = LABEL_LINE * (number % LINES_OF_CYCLES)
        rows = [{"day": _day(start), "value": canvas.scale.high, "label": title}]
        ends: Spec = {"y": {"value": -20 - up}, "y2": {"value": "height"}}
        drawn += [
            _layer(rows, rule, **ends, **tooltip),
            *_haloed(canvas, rows, dx=-5 if start > late else 5, dy=-12 - up, **tooltip),
        ]
    return drawn


def _cycles_within(line: Series) -> list[tuple[dt.date, str]]:
    """The cycles that started while this series was reported."""
    first, last = line.points[0].start, line.points[-1].end
    return [(start, title) for start, title in line.cycles if first <= start <= last]


def _levels(canvas: Canvas) -> list[Spec]:
    """Median and target as lines with their values written on them, away from the points."""
    line, drawn = canvas.line, []
    if line.measure.target is not None:
        dots = {"color": canvas.ink["ink2"], "strokeWidth": 1.5, "strokeDash": [2, 5]}
        drawn += _level(canvas, "target", line.measure.target, dots)
    if line.median is not None:
        name = "baseline median" if line.frozen_until else "median"
        solid = {"color": canvas.ink["ink"], "strokeWidth": LARGE.median}
        drawn += _level(canvas, name, line.median, solid)
    return drawn


def _level(canvas: Canvas, name: str, value: float, stroke: Spec) -> list[Spec]:
    """A line at one value; the target is named at the left end, the median at the right."""
    at_end = name != "target"
    values = [shown for _, shown in _shown(canvas.line)]
    near = values[-NEAR:] if at_end else values[:NEAR]
    below = sum(shown >= value for shown in near) * 2 > len(near)
    rows = [{"value": value, "label": f"{name} {words.number(value, canvas.line.measure)}"}]
    end = {"x": {"value": "width" if at_end else 0}}
    return [
        _layer(rows, {"type": "rule"} | stroke, **WIDE),
        *_haloed(canvas, rows, dx=-4 if at_end else 4, dy=14 if below else -12, **end),
    ]


def _strokes(canvas: Canvas) -> list[Spec]:
    """The line in grey, and over it in colour what lies between the points of a run."""
    stretches = list(unbroken(canvas.line.points))
    grey = canvas.ink["grey"]
    drawn = [_stroke(stretch, grey, LARGE.common) for stretch in stretches]
    for before, after in (pair for stretch in stretches for pair in pairwise(stretch)):
        if {before.end, after.end} <= canvas.lit:
            tone = canvas.tone(after if after.side else before, otherwise="grey")
            drawn.append(_stroke((before, after), tone, LARGE.signal))
    return drawn


def _stroke(points: Sequence[Point], colour: str, width: float) -> Spec:
    mark = {"type": "line", "color": colour, "strokeWidth": width, "strokeCap": "round"}
    return _layer(map(_at, points), mark)


def _dots(canvas: Canvas) -> Spec:
    """A dot a value, hollow on the median, with everything known about it on hovering."""
    line = canvas.line
    rows = [
        _at(
            point,
            edge=canvas.tone(point, otherwise="grey"),
            inside=canvas.tone(point, otherwise="grey") if point.side else canvas.ink["bg"],
            when=period_label(point.start, point.end),
            shown=words.number(value, line.measure),
            of=words.made_of(point, line),
            note=point.note or "–",
        )
        for point, value in _shown(line)
    ]
    mark = {"type": "point", "filled": True, "size": 110, "opacity": 1, "strokeWidth": 2.4}
    colours = {"fill": _text("inside") | {"scale": None}, "stroke": _text("edge") | {"scale": None}}
    tooltip = _tooltip(when="When", shown="Value", of="Made of", note="Note")
    return _layer(rows, mark, **colours, **tooltip)


def _hidden(canvas: Canvas) -> list[Spec]:
    """Open dashes on the floor where a number exists but is hidden."""
    rows = [
        _at(point, label=Shown.HIDDEN) | {"value": canvas.scale.low}
        for point in canvas.line.points
        if point.suppressed
    ]
    dash = {"type": "rect", "width": 12, "height": 5, "dy": -6, "fill": "transparent"}
    mark = dash | {"stroke": canvas.ink["ink3"]}
    return [_layer(rows, mark, **_tooltip(label="Here"))] if rows else []


def _last_value(canvas: Canvas) -> list[Spec]:
    last = canvas.line.latest
    if last is None:
        return []
    rows = [_at(last, label=words.latest(canvas.line))]
    mark = {"type": "text", "align": "left", "dx": 12, "fontSize": 24, "fontWeight": 700}
    colour = {"color": canvas.tone(last, otherwise="ink")}
    return [_layer(rows, mark | colour, text=_text("label"))]


def _notes(canvas: Canvas) -> list[Spec]:
    """What somebody wrote about a point, in the emptier half of the chart, tied to it by a line."""
    scale = canvas.scale
    noted = [(point, scale.share(value)) for point, value in _shown(canvas.line) if point.note]
    above = [point for point, share in noted if share <= 0.5]
    below = [point for point, share in noted if share > 0.5]
    rows = [
        *(_at(p, label=p.note, until=scale.at(0.92 - _step(i))) for i, p in enumerate(above)),
        *(_at(p, label=p.note, until=scale.at(0.04 + _step(i))) for i, p in enumerate(below)),
    ]
    if not rows:
        return []
    tie = {"type": "rule", "color": canvas.ink["ink3"], "strokeWidth": 1}
    until = {"y": {"field": "until", "type": "quantitative"}}
    return [
        _layer(rows, tie, y2={"field": "until"}),
        *_haloed(canvas, rows, dx=0, dy=-9, **until, **_tooltip(label="Note")),
    ]


def _step(number: int) -> float:
    """Neighbours stand on different lines."""
    return 0.07 * (number % 3)
