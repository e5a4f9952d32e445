"""The opened run chart: one team or the network, large, with what was tried and what was noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import altair as alt

from kmlib.analysis.series import Point, Series, Shown
from kmlib.charts import words
from kmlib.charts.look import LARGE, TOKENS
from kmlib.charts.scale import Scale, scale_of, unbroken, values_of
from kmlib.reading.periods import period_label

HEIGHT = 400
LIMIT = 260  # pixels of a label; the whole text stands in its tooltip
CYCLE_LINE = 19  # pixels
CYCLE_LINES = 3  # cycles that start close together are headed on different lines
NEAR = 5  # points that a label at one end of a level may touch
FONT = '"Source Sans", sans-serif'
Row = dict[str, Any]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Canvas:
    """What every layer of one chart stands on."""

    line: Series
    scale: Scale
    ink: dict[str, str]

    def layer(self, rows: Iterable[Row]) -> alt.Chart:
        """Marks placed by their day and value."""
        return self.level(rows).encode(x=self._across())

    def level(self, rows: Iterable[Row]) -> alt.Chart:
        """Marks placed by their value alone, as wide as the chart."""
        return alt.Chart(alt.InlineData(values=list(rows))).encode(y=self._up())

    def _across(self) -> alt.X:
        days = [point.start for point in self.line.points]
        domain = [_day(days[0]), _day(days[-1])] if len(days) > 1 else alt.Undefined
        axis = alt.Axis(title=None, grid=False, format="%b %y", tickCount=7, labelOverlap=True)
        return alt.X("day:T", axis=axis, scale=alt.Scale(domain=domain, type="utc"))

    def _up(self) -> alt.Y:
        ending = words.ending(self.line.measure)
        axis = alt.Axis(
            title=None,
            values=self.scale.ticks,
            labelExpr=f"format(datum.value, ',~r') + '{ending}'",
        )
        domain = [self.scale.low, self.scale.high]
        return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=domain, nice=False, zero=False))


def run_chart(line: Series, *, theme: str) -> alt.LayerChart:
    """The run chart of one series, from its baseline to its last value.

    Args:
        line: the series; hidden points stand as open dashes on the floor.
        theme: light or dark.
    """
    target = [] if line.measure.target is None else [line.measure.target]
    canvas = Canvas(line, scale_of([*values_of([line]), *target], line.measure), TOKENS[theme])
    layers = [
        *_baseline(canvas),
        *_cycles(canvas),
        *_levels(canvas),
        *_strokes(canvas),
        *_dots(canvas),
        *_hidden(canvas),
        *_last_value(canvas),
        *_notes(canvas),
    ]
    ink = canvas.ink
    chart: alt.LayerChart = (
        alt.layer(*layers, height=HEIGHT, width="container")
        .configure(
            font=FONT,
            background="transparent",
            padding={"top": 66 if line.cycles else 30, "right": 8, "left": 2, "bottom": 5},
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=ink["ink3"],
            labelFontSize=15,
            gridColor=ink["line"],
            domain=False,
            ticks=False,
            labelPadding=8,
        )
    )
    return chart


def rules_line(line: Series) -> str:
    """The rule family with its numbers, as it stands under the chart."""
    runs = line.runs
    if not runs.useful:
        return "Run chart, Anhøj rules: no useful points yet"
    return (
        f"Run chart, Anhøj rules: useful points {runs.useful}"
        f" · longest run {runs.longest} of at most {runs.longest_limit}"
        f" · crossings {runs.crossings}, at least {runs.crossings_limit}"
    )


def _day(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _at(point: Point, **more: object) -> Row:
    return {"day": _day(point.start), "value": point.value, **more}


def _shown(line: Series) -> list[tuple[Point, float]]:
    """The points with a value, each beside it."""
    return [(point, point.value) for point in line.points if point.value is not None]


def _tone(point: Point, line: Series, *, otherwise: str) -> str:
    return words.tone_of(point, line.measure) if point.in_run else otherwise


def _baseline(canvas: Canvas) -> list[alt.Chart]:
    """The months that a frozen median was made of, as a bar on the floor."""
    days = [point.start for point in canvas.line.points if point.in_baseline]
    if not canvas.line.frozen_until or not days:
        return []
    rows = [{"day": _day(days[0]), "until": _day(days[-1]), "value": canvas.scale.low}]
    bar = canvas.layer(rows).mark_rule(color=canvas.ink["grey"], strokeWidth=10, opacity=0.5)
    text = canvas.layer(rows).mark_text(
        align="left", dy=-14, fontSize=15, color=canvas.ink["ink3"], text="baseline months"
    )
    return [bar.encode(x2="until:T"), text]


def _cycles(canvas: Canvas) -> list[alt.Chart]:
    """An upright where each cycle starts, headed by what was tried, on the side with room."""
    rows = [
        {"day": _day(start), "value": canvas.scale.high, "title": title}
        for start, title in canvas.line.cycles
    ]
    tooltip = [alt.Tooltip("title:N", title="Cycle")]
    ends = canvas.line.points[len(canvas.line.points) * 2 // 3 :]
    drawn = []
    for number, row in enumerate(rows):
        up = CYCLE_LINE * (number % CYCLE_LINES)
        late = bool(ends) and str(row["day"]) > _day(ends[0].start)
        rule = canvas.layer([row]).mark_rule(strokeWidth=1.5, opacity=0.6, color=canvas.ink["ink2"])
        head = canvas.layer([row]).encode(text="title:N", tooltip=tooltip)
        drawn += [
            rule.encode(y=alt.value(-20 - up), y2=alt.value("height"), tooltip=tooltip),
            *_haloed(canvas, head, colour="ink2", dx=-5 if late else 5, dy=-12 - up),
        ]
    return drawn


def _levels(canvas: Canvas) -> list[alt.Chart]:
    """Median and target as lines with their values written on them, away from the points."""
    line = canvas.line
    drawn: list[alt.Chart] = []
    if line.measure.target is not None:
        label = f"target {words.number(line.measure.target, line.measure)}"
        rows = [{"value": line.measure.target, "label": label}]
        drawn += [
            canvas.level(rows).mark_rule(color=canvas.ink["ink2"], strokeDash=[2, 5]),
            *_level_label(canvas, rows, at_end=False, colour="ink2"),
        ]
    if line.median is not None:
        name = "baseline median" if line.frozen_until else "median"
        label = f"{name} {words.number(line.median, line.measure)}"
        rows = [{"value": line.median, "label": label}]
        drawn += [
            canvas.level(rows).mark_rule(color=canvas.ink["ink"], strokeWidth=LARGE.median),
            *_level_label(canvas, rows, at_end=True, colour="ink"),
        ]
    return drawn


def _level_label(canvas: Canvas, rows: list[Row], *, at_end: bool, colour: str) -> list[alt.Chart]:
    """The words on a level at one end of it, on the side where fewer points lie, with a halo."""
    values = [value for _, value in _shown(canvas.line)]
    near = values[-NEAR:] if at_end else values[:NEAR]
    below = sum(value >= rows[0]["value"] for value in near) * 2 > len(near)
    text = canvas.level(rows).encode(x=alt.value("width" if at_end else 0), text="label:N")
    return _haloed(canvas, text, colour=colour, dx=-4 if at_end else 4, dy=14 if below else -12)


def _haloed(canvas: Canvas, text: alt.Chart, *, colour: str, dx: int, dy: int) -> list[alt.Chart]:
    """Words that stay readable over lines: to the left of their place for a dx below 0."""
    align: Align = "center" if dx == 0 else "right" if dx < 0 else "left"
    ground = canvas.ink["bg"]
    halo = text.mark_text(
        align=align,
        dx=dx,
        dy=dy,
        fontSize=15,
        limit=LIMIT,
        color=ground,
        stroke=ground,
        strokeWidth=5,
    )
    return [
        halo,
        text.mark_text(
            align=align, dx=dx, dy=dy, fontSize=15, limit=LIMIT, color=canvas.ink[colour]
        ),
    ]


def _strokes(canvas: Canvas) -> list[alt.Chart]:
    """The line in grey, and over it in colour what lies between the points of a run."""
    stretches = list(unbroken(canvas.line.points))
    drawn = [_stroke(canvas, stretch, "grey", LARGE.common) for stretch in stretches]
    for before, after in (pair for stretch in stretches for pair in pairwise(stretch)):
        if before.in_run and after.in_run:
            tone = words.tone_of(after if after.side else before, canvas.line.measure)
            drawn.append(_stroke(canvas, (before, after), tone, LARGE.signal))
    return drawn


def _stroke(canvas: Canvas, points: Sequence[Point], tone: str, width: float) -> alt.Chart:
    line: alt.Chart = canvas.layer(map(_at, points)).mark_line(
        color=canvas.ink[tone], strokeWidth=width, strokeCap="round"
    )
    return line


def _dots(canvas: Canvas) -> list[alt.Chart]:
    """A dot a value, hollow on the median, with everything known about it on hovering."""
    line, ink = canvas.line, canvas.ink
    rows = [
        _at(
            point,
            edge=ink[_tone(point, line, otherwise="grey")],
            inside=ink[_tone(point, line, otherwise="grey") if point.side else "bg"],
            when=period_label(point.start, point.end),
            shown=words.number(value, line.measure),
            of=words.made_of(point, line),
            note=point.note or "–",
        )
        for point, value in _shown(line)
    ]
    dots = canvas.layer(rows).mark_point(filled=True, size=110, opacity=1, strokeWidth=2.4)
    tooltip = [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("shown:N", title="Value"),
        alt.Tooltip("of:N", title="Made of"),
        alt.Tooltip("note:N", title="Note"),
    ]
    fill, stroke = alt.Fill("inside:N", scale=None), alt.Stroke("edge:N", scale=None)
    return [dots.encode(fill=fill, stroke=stroke, tooltip=tooltip)]


def _hidden(canvas: Canvas) -> list[alt.Chart]:
    """Open dashes on the floor where a number exists but is hidden."""
    rows = [
        _at(point, what=Shown.HIDDEN) | {"value": canvas.scale.low}
        for point in canvas.line.points
        if point.suppressed
    ]
    mark = canvas.layer(rows).mark_rect(
        width=12, height=5, fill="transparent", stroke=canvas.ink["ink3"], dy=-6
    )
    return [mark.encode(tooltip=[alt.Tooltip("what:N", title="Here")])] if rows else []


def _last_value(canvas: Canvas) -> list[alt.Chart]:
    last = canvas.line.latest
    if last is None:
        return []
    rows = [_at(last, label=words.latest(canvas.line))]
    colour = canvas.ink[_tone(last, canvas.line, otherwise="ink")]
    text = canvas.layer(rows).mark_text(
        align="left", dx=12, fontSize=24, fontWeight=700, color=colour
    )
    return [text.encode(text="label:N")]


def _notes(canvas: Canvas) -> list[alt.Chart]:
    """What somebody wrote about a point, in the emptier half of the chart, tied to it by a line."""
    scale = canvas.scale
    noted = [(point, scale.share(value)) for point, value in _shown(canvas.line) if point.note]
    above = [point for point, share in noted if share <= 0.5]
    below = [point for point, share in noted if share > 0.5]
    rows = [
        *(_at(p, note=p.note, until=scale.at(0.92 - _step(i))) for i, p in enumerate(above)),
        *(_at(p, note=p.note, until=scale.at(0.04 + _step(i))) for i, p in enumerate(below)),
    ]
    if not rows:
        return []
    tie = canvas.layer(rows).mark_rule(color=canvas.ink["ink3"], strokeWidth=1)
    words_at = canvas.layer(rows).encode(
        y=alt.Y("until:Q"), text="note:N", tooltip=[alt.Tooltip("note:N", title="Note")]
    )
    return [
        tie.encode(y2="until:Q"),
        *_haloed(canvas, words_at, colour="ink2", dx=0, dy=-9),
    ]


def _step(number: int) -> float:
    """Neighbours stand on different lines."""
    return 0.07 * (number % 3)
