"""The funnel plot: every team by how many it counts, in the band where chance keeps such teams."""

from functools import lru_cache

import altair as alt
import numpy as np
from altair.utils.schemapi import debug_mode

from kmlib.analysis.funnel import Funnel
from kmlib.analysis.judging import WORTH
from kmlib.charts import words
from kmlib.charts.look import TOKENS
from kmlib.charts.scale import scale_of
from kmlib.charts.slide_charts import STEPS, WORTH_TONES
from kmlib.charts.vega import Spec, config, labels, marks, tooltip
from kmlib.schema import MeasureRow

HEIGHT = 440
CHARTS_KEPT = 32  # project choice, as for run charts


@lru_cache(maxsize=CHARTS_KEPT)
def funnel_chart(
    found: Funnel, measure: MeasureRow, *, compared: tuple[str, ...], theme: str
) -> Spec:
    """The funnel of one period as Vega-Lite; teams outside are named, the others on hovering.

    Of the teams compared the first is named too; those that are like it stand in a ring.
    """
    ink = TOKENS[theme]
    lows, highs = found.limits(np.array([place.denominator for place in found.places]))
    scale = scale_of([*lows, *highs, *(place.value for place in found.places)], measure)
    size: Spec = {"title": "how many were counted", "grid": False, "titleColor": ink["ink3"]}
    size |= {"titleFontWeight": 400, "titleFontSize": 15, "format": ",d", "tickMinStep": 1}
    value = {"title": None, "values": scale.ticks, "labelExpr": "datum.value + '%'"}
    span = {"domain": [scale.low, scale.high], "nice": False, "zero": False}
    with debug_mode(False):
        layers = [*_band(found, ink), *_places(found, measure, ink, compared)]
        across = alt.X("size:Q", axis=size, scale={"zero": False, "nice": False, "padding": 24})
        chart = alt.layer(*layers, height=HEIGHT, config=config(ink))
        chart = chart.encode(across, alt.Y("value:Q", axis=value, scale=span))
        spec: Spec = chart.to_dict(validate=False)
    return spec


def _band(found: Funnel, ink: dict[str, str]) -> list[alt.Chart]:
    """What chance gives, narrower where more are counted; and the mean of all."""
    sizes = [place.denominator for place in found.places]
    drawn = np.linspace(min(sizes), max(sizes), STEPS if found.has_limits else 2)
    columns = (column.tolist() for column in (drawn, *found.limits(drawn)))
    rows = [
        {"size": size, "value": high, "lower": low, "mean": found.mean}
        for size, low, high in zip(*columns, strict=True)
    ]
    band = marks("band", rows if found.has_limits else []).encode(alt.Y2("lower:Q"))
    mean = marks("mean", rows).encode(alt.Y("mean:Q"))
    area = band.mark_area(color=ink["grey"], opacity=0.2)
    return [area, mean.mark_line(color=ink["ink"], strokeWidth=2)]


def _places(
    found: Funnel, measure: MeasureRow, ink: dict[str, str], compared: tuple[str, ...]
) -> list[alt.Chart]:
    rows = [
        {
            "size": place.denominator,
            "value": place.value,
            "team": place.team,
            "label": place.team if place.named or place.team == compared[0] else "",
            "of": f"{place.numerator:,.0f} of {place.denominator:,.0f}",
            "shown": words.number(place.value, measure),
            "tone": ink[WORTH_TONES[place.side * WORTH[measure.better]] if place.side else "grey"],
            "align": "center",
            "dx": 0,
            "dy": -14 if place.value >= found.mean else 16,
        }
        for place in found.places
    ]
    dots = marks("teams", rows).mark_point(filled=True, size=110, opacity=1)
    ring = marks("alike", [row for row in rows if row["team"] in compared[1:]])
    told = tooltip(team="Team", shown="Value", of="Made of")
    return [
        dots.encode(alt.Color("tone:N", scale=None), told),
        ring.mark_point(size=300, strokeWidth=1.5, color=ink["ink2"]),
        *labels(ink, marks("named", [row for row in rows if row["label"]])),
    ]
