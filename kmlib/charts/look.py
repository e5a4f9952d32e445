"""The look of every chart: colours by theme, strokes, and the signs that say a verdict."""

from __future__ import annotations

from typing import NamedTuple

from kmlib.analysis.series import Status

TOKENS: dict[str, dict[str, str]] = {
    "light": {
        "bg": "#FFFFFF",
        "panel": "#F4F6F7",
        "line": "#DBE1E6",
        "ink": "#13202A",
        "ink2": "#42505C",
        "ink3": "#5C6A76",
        "accent": "#00706A",
        "tint": "#DFF0EE",
        "blue": "#1463BF",
        "orange": "#B04500",
        "orange-tint": "#FCEBDD",
        "grey": "#7F8C99",
        "on": "#FFFFFF",
    },
    "dark": {
        "bg": "#0F161B",
        "panel": "#18222A",
        "line": "#2D3A44",
        "ink": "#EEF3F6",
        "ink2": "#BCC8D1",
        "ink3": "#97A5B1",
        "accent": "#41C7B9",
        "tint": "#143430",
        "blue": "#70B2FF",
        "orange": "#FF9B4F",
        "orange-tint": "#3A2413",
        "grey": "#7C8A96",
        "on": "#0B1215",
    },
}


class Strokes(NamedTuple):
    """Line widths of one size of run chart, in pixels."""

    signal: float
    common: float
    median: float


TINY = Strokes(signal=3, common=1.8, median=1.5)
LARGE = Strokes(signal=4, common=2.4, median=2)


class Sign(NamedTuple):
    """How a verdict looks: a shape and a tone, never without each other."""

    shape: str
    tone: str  # a name of TOKENS


SIGNS: dict[Status, Sign] = {
    Status.IMPROVING: Sign("▲", "blue"),
    Status.WORSENING: Sign("▼", "orange"),
    Status.AT_TARGET: Sign("✓", "ink2"),
    Status.STEADY: Sign("○", "ink3"),
    Status.TOO_FEW: Sign("", "ink3"),
    Status.NO_DATA: Sign("", "ink3"),
}


def colour(token: str) -> str:
    """A token as CSS and SVG name it."""
    return f"var(--km-{token})"


def variables(theme: str) -> str:
    """The tokens of one theme as CSS custom properties."""
    return "".join(f"--km-{name}:{value};" for name, value in TOKENS[theme].items())
