"""The opened run chart: one team or the network, large, with what was tried and what was noted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
from altair.utils.schemapi import debug_mode

from kmlib.analysis.series import Point, Series, Shown
from kmlib.charts import run_chart_parts, words
from kmlib.charts.look import LARGE, TOKENS
from kmlib.charts.run_chart_parts import Level, Stroke, strokes, tone
from kmlib.charts.scale import Scale
from kmlib.charts.vega import Spec, config, labels, marks, tooltip
from kmlib.reading.school_calendar import period_label

HEIGHT = 440
LABEL_LINE = 19  # pixels
MONTHS_NAMED = 7  # at most, each below a point
CHARTS_KEPT = 64  # project choice: what a room of people opens, at about 20 KB a chart


@dataclass(frozen=True)
class Canvas:
    """What every layer of one chart stands on."""

    line: Series
    scale: Scale
    ink: dict[str, str]


@lru_cache(maxsize=CHARTS_KEPT)
def run_chart(line: Series, *, theme: str) -> Spec:
    """The run chart of one series, from its baseline to its last value, as Vega-Lite.

    It is kept as data, and tests check it against the schema: to make it anew, and checked, would
    cost ten times what the rest of a rerun costs. Hidden points stand as open dashes on the floor.
    """
    with debug_mode(False):
        chart = _chart(Canvas(line, run_chart_parts.scale_with_levels(line), TOKENS[theme]))
        spec: Spec = chart.to_dict(validate=False)
    return spec


def _chart(canvas: Canvas) -> alt.LayerChart:
    parts = (_baseline, _limits, _cycles, _levels, _strokes, _dots, _hidden, _last_value, _notes)
    layers = [layer for part in parts for layer in part(canvas) if layer.data.values]
    over = {"text": 1, "point": 2}  # words can be read across a line, and hide no point
    layers.sort(key=lambda layer: over.get(layer.mark.type, 0))
    padding = {"top": 12, "right": 8, "left": 2, "bottom": 5}
    chart = alt.layer(*layers, height=HEIGHT, padding=padding, config=config(canvas.ink))
    return chart.encode(_across(canvas.line), _up(canvas))


def _across(line: Series) -> alt.X:
    named = line.points[:: -(-len(line.points) // MONTHS_NAMED)]
    axis: Spec = {"title": None, "grid": False, "format": "%b %y"}
    axis |= {"values": [_day(point.start) for point in named]}
    axis |= {"labelOverlap": "greedy", "labelSeparation": 12}
    days = [_day(line.points[0].start), _day(line.points[-1].start)]
    return alt.X("day:T", axis=axis, scale={"type": "utc", "domain": days})


def _up(canvas: Canvas) -> alt.Y:
    scale, ending = canvas.scale, words.ending(canvas.line.measure)
    labels = f"format(datum.value, ',~r') + '{ending}'"
    axis = {"title": None, "values": scale.ticks, "labelExpr": labels}
    span = {"domain": [scale.low, scale.high], "nice": False, "zero": False}
    return alt.Y("value:Q", axis=axis, scale=span)


def _day(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _at(point: Point, **more: object) -> Spec:
    return {"day": _day(point.start), "value": point.value, **more}


def _shown(line: Series) -> list[tuple[Point, float]]:
    """The points with a value, each beside it."""
    return [(point, point.value) for point in line.points if point.value is not None]


def _baseline(canvas: Canvas) -> list[alt.Chart]:
    """The months that a frozen median was made of, as a bar on the floor."""
    low, ink = canvas.scale.low, canvas.ink
    days = run_chart_parts.baselines(canvas.line)
    rows = [{"day": _day(first), "until": _day(last), "value": low} for first, last in days]
    bar = marks("baseline", rows)
    text: Spec = {"text": "baseline months", "align": "left", "dy": -14, "fontSize": 15}
    return [
        bar.mark_rule(color=ink["grey"], strokeWidth=10, opacity=0.5).encode(alt.X2("until:T")),
        bar.mark_text(**text, color=ink["ink3"]),
    ]


def _cycles(canvas: Canvas) -> list[alt.Chart]:
    """An upright where each cycle starts, headed by what was tried, on the side with room."""
    top, rows = canvas.scale.high, []
    for cycle, number, at_left in run_chart_parts.headed(canvas.line):
        up = LABEL_LINE * number
        side = {"align": "right", "dx": -5} if at_left else {"align": "left", "dx": 5}
        told: Spec = {"tried": cycle.change_idea or "–", "when": words.day(cycle.started)}
        told |= {"day": _day(cycle.started), "value": top, "label": cycle.title, "dy": -12 - up}
        rows.append(told | side)
    hovering = tooltip(label="Cycle", tried="What was tried", when="From")
    cycles = marks("cycles", rows).encode(hovering)
    upright = cycles.mark_rule(color=canvas.ink["ink2"], strokeWidth=1.5, opacity=0.6)
    ends = alt.YValue(alt.expr("datum.dy - 8")), alt.Y2Value("height")
    return [upright.encode(*ends), *labels(canvas.ink, cycles)]


def _limits(canvas: Canvas) -> list[alt.Chart]:
    """What chance alone gives, as a band; it steps where other numbers of people were counted."""
    rows = [
        _at(point, phase=point.phase, label="limits", align="left", dx=4, dy=-9)
        | {"value": point.upper, "lower": point.lower}
        for point in canvas.line.points
        if point.upper is not None
    ]
    band = marks("limits", rows).encode(alt.Y2("lower:Q"), alt.Detail("phase:N"))
    area = band.mark_area(color=canvas.ink["grey"], opacity=0.2, interpolate="step")
    return [area, *labels(canvas.ink, marks("limits named", rows[:1]))]


def _levels(canvas: Canvas) -> list[alt.Chart]:
    """The target, and the median of each phase, with their values written on them."""
    line, ink = canvas.line, canvas.ink
    dots: Spec = {"color": ink["ink2"], "strokeWidth": 1.5, "strokeDash": [2, 5]}
    solid: Spec = {"color": ink["ink"], "strokeWidth": LARGE.median}
    goal = marks(
        "target", [_named(level, align="left", dx=4) for level in run_chart_parts.target(line)]
    )
    median = marks(
        "median", [_named(level, align="right", dx=-4) for level in run_chart_parts.medians(line)]
    )
    return [
        goal.mark_rule(**dots).encode(alt.XValue(0), alt.X2Value("width")),
        *labels(canvas.ink, goal.encode(alt.XValue(0))),
        median.mark_rule(**solid).encode(alt.X2("until:T")),
        *labels(canvas.ink, median.encode(alt.X("until:T"))),
    ]


def _named(level: Level, **side: object) -> Spec:
    """A level with its name away from the points."""
    dy = 14 if level.is_below else -12
    days = {"day": _day(level.first), "until": _day(level.last)}
    return {"value": level.value, "label": level.name, "dy": dy} | days | side


def _strokes(canvas: Canvas) -> list[alt.Chart]:
    drawn = strokes(canvas.line)
    return [
        _lines(canvas, "line", [stroke for stroke in drawn if not stroke.is_signal], LARGE.common),
        _lines(canvas, "run", [stroke for stroke in drawn if stroke.is_signal], LARGE.signal),
    ]


def _lines(canvas: Canvas, name: str, drawn: Sequence[Stroke], width: float) -> alt.Chart:
    each = ((n, stroke, point) for n, stroke in enumerate(drawn) for point in stroke.points)
    rows = [_at(point, stroke=n, tone=canvas.ink[stroke.tone]) for n, stroke, point in each]
    lines = marks(name, rows).encode(alt.Detail("stroke:N"), alt.Stroke("tone:N", scale=None))
    chart: alt.Chart = lines.mark_line(strokeWidth=width, strokeCap="round")
    return chart


def _dots(canvas: Canvas) -> list[alt.Chart]:
    """A dot a value, hollow on the median, with everything known about it on hovering."""
    line = canvas.line
    rows = [
        _at(
            point,
            edge=canvas.ink[tone(point)],
            inside=canvas.ink["bg" if point.excluded or not point.side else tone(point)],
            when=period_label(point.start, point.end),
            shown=words.number(value, line.measure),
            of=words.made_of(point, line),
            note=point.note or ("left out" if point.excluded else "–"),
        )
        for point, value in _shown(line)
    ]
    dots = marks("dots", rows).mark_point(filled=True, size=110, opacity=1, strokeWidth=2.4)
    colours = alt.Fill("inside:N", scale=None), alt.Stroke("edge:N", scale=None)
    return [dots.encode(*colours, tooltip(when="When", shown="Value", of="Made of", note="Note"))]


def _hidden(canvas: Canvas) -> list[alt.Chart]:
    """Open dashes on the floor where a number exists but is hidden."""
    some = (point for point in canvas.line.points if point.suppressed)
    rows = [_at(point, label=Shown.HIDDEN) | {"value": canvas.scale.low} for point in some]
    dashes = marks("hidden", rows).encode(alt.Tooltip("label:N", title="Here"))
    stroke = canvas.ink["ink3"]
    return [dashes.mark_rect(width=12, height=5, dy=-6, fill="transparent", stroke=stroke)]


def _last_value(canvas: Canvas) -> list[alt.Chart]:
    last = canvas.line.latest
    if last is None:
        return []
    rows = [_at(last, label=words.latest(canvas.line))]
    colour = canvas.ink[tone(last, otherwise="ink")]
    text = marks("last", rows).encode(alt.Text("label:N"))
    return [text.mark_text(align="left", dx=12, fontSize=24, fontWeight=700, color=colour)]


def _notes(canvas: Canvas) -> list[alt.Chart]:
    """What somebody wrote about a point, in the emptier half of the chart, tied to it by a line."""
    look: Spec = {"align": "center", "dx": 0, "dy": -9}
    some = run_chart_parts.noted(canvas.line, canvas.scale)
    rows = [_at(point, label=point.note, until=until, **look) for point, until in some]
    notes = marks("notes", rows).encode(alt.Tooltip("label:N", title="Note"))
    tie = notes.mark_rule(color=canvas.ink["ink3"], strokeWidth=1).encode(alt.Y2("until:Q"))
    return [tie, *labels(canvas.ink, notes.encode(alt.Y("until:Q")))]
