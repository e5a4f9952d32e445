"""The look of every chart: colours by theme, strokes, the signs that say a verdict, the style."""

from pathlib import Path
from typing import NamedTuple

from kmlib.analysis.series import Assurance, Status

COLOURS = {  # light, dark
    "bg": ("#FFFFFF", "#0F161B"),
    "panel": ("#F4F6F7", "#18222A"),
    "line": ("#DBE1E6", "#2D3A44"),
    "ink": ("#13202A", "#EEF3F6"),
    "ink2": ("#42505C", "#BCC8D1"),
    "ink3": ("#5C6A76", "#97A5B1"),
    "accent": ("#00706A", "#41C7B9"),
    "tint": ("#DFF0EE", "#143430"),
    "band": ("#CBE2DF", "#1D4A45"),
    "blue": ("#1463BF", "#70B2FF"),
    "orange": ("#B04500", "#FF9B4F"),
    "orange-tint": ("#FCEBDD", "#3A2413"),
    "grey": ("#7F8C99", "#7C8A96"),
    "on": ("#FFFFFF", "#0B1215"),
}
TOKENS = {
    theme: {name: pair[number] for name, pair in COLOURS.items()}
    for number, theme in enumerate(("light", "dark"))
}
CSS = "".join(  # style.css, then what single pictures add, each beside its module
    file.read_text(encoding="utf-8")
    for file in sorted(Path(__file__).parent.glob("*.css"), key=lambda f: (f.stem != "style", f))
)


class Strokes(NamedTuple):
    """Line widths of one size of run chart, in pixels."""

    signal: float
    common: float
    median: float


TINY = Strokes(signal=3, common=1.8, median=1.5)
LARGE = Strokes(signal=4, common=2.4, median=2)
ROOM = Strokes(signal=7, common=4, median=3)  # on a slide 1920 wide


class Sign(NamedTuple):
    """How a verdict looks: a shape and a tone, never without each other."""

    shape: str
    tone: str  # a name of TOKENS


SIGNS: dict[Status, Sign] = {
    Status.IMPROVING: Sign("▲", "blue"),
    Status.WORSENING: Sign("▼", "orange"),
    Status.AT_TARGET: Sign("✓", "ink2"),
    Status.STEADY: Sign("○", "ink3"),
    Status.CHANGED: Sign("◆", "ink2"),
    Status.TOO_FEW: Sign("", "ink3"),
    Status.STALE: Sign("", "ink3"),
    Status.NO_DATA: Sign("", "ink3"),
}

PROMISES: dict[Assurance, Sign] = {  # how much of the time the target will be met
    Assurance.MEETS: Sign("●", "blue"),
    Assurance.AT_TIMES: Sign("◐", "grey"),
    Assurance.FALLS_SHORT: Sign("⊘", "orange"),
}


def colour(token: str) -> str:
    """A token as CSS and SVG name it."""
    return f"var(--km-{token})"


def style(theme: str) -> str:
    """The style sheet with the tokens of one theme; light where the theme is not known.

    >>> style("light").startswith("<style>:root{--km-bg:#FFFFFF;")
    True
    """
    tokens = TOKENS.get(theme, TOKENS["light"])
    variables = "".join(f"--km-{name}:{value};" for name, value in tokens.items())
    return f"<style>:root{{{variables}}}{CSS}</style>"


def wave(theme: str) -> str:
    """The little wave that stands before the navigation, in the accent of a theme."""
    return (
        '<svg viewBox="0 0 36 20" width="36" height="20" xmlns="http://www.w3.org/2000/svg">'
        '<path d="M2 16C9 16 8 4 14 4S20 16 26 16 29 8 34 6" fill="none" stroke-width="4"'
        f' stroke-linecap="round" stroke="{TOKENS[theme]["accent"]}"/></svg>'
    )
