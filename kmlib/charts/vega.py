"""Parts of Vega-Lite charts: how they look, marks out of rows, and labels that stay readable."""

from collections.abc import Iterable
from typing import Any

import altair as alt

FONT = '"Source Sans", sans-serif'
LABEL_LIMIT = 260  # pixels; the whole text stands in the tooltip

Spec = dict[str, Any]


def config(ink: dict[str, str]) -> alt.Config:
    """Quiet axes on the page’s own ground."""
    axis = {"labelColor": ink["ink3"], "labelFontSize": 15, "labelPadding": 8}
    axis |= {"gridColor": ink["line"], "domain": False, "ticks": False}
    return alt.Config(font=FONT, background="transparent", view={"stroke": None}, axis=axis)


def marks(name: str, rows: Iterable[Spec]) -> alt.Chart:
    """Marks placed by `day` and `value` of their rows, unless an encoding says otherwise."""
    # A tuple is shared by all copies that Altair makes of a layer; a list is copied with each.
    return alt.Chart(alt.InlineData(values=tuple(rows), name=name))


def labels(ink: dict[str, str], named: alt.Chart) -> list[alt.Chart]:
    """The `label` of each row, `dx` and `dy` off its place, readable over lines."""
    text = named.encode(alt.Text("label:N"))
    look: Spec = {name: alt.expr(f"datum.{name}") for name in ("align", "dx", "dy")}
    look |= {"fontSize": 15, "limit": LABEL_LIMIT}
    ground = ink["bg"]
    return [
        text.mark_text(**look, color=ground, stroke=ground, strokeWidth=5),
        text.mark_text(**look, color=ink["ink2"]),
    ]


def tooltip(**titles: str) -> list[alt.Tooltip]:
    """These fields of a row, under these titles."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]
