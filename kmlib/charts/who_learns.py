"""Who learns from whom: teams that gave at the left, those that learned at the right, lines across.

The lines stretch with their place and the words do not: names stay readable on phone and projector.
"""

from collections import Counter
from collections.abc import Sequence

from kmlib.analysis.brokering import Rows
from kmlib.charts.markup import escape, svg, tag

ROW, LEAST, WIDEST = 34, 240, 14  # pixels: a team, a picture, the line that stands for most
KINDS = {True: "km-taken", False: "km-told"}
KEY = "From left to right. Solid: used or tried. Dashed: told only. A number counts the lines."


def drawn(some: Rows, names: Sequence[str], *, says: str) -> str:
    """A line from each team that gave to each that learned from it, as wide as it stands for many.

    All these names stand at both ends; where there are none, those with a line.
    """
    gave, learned = Counter[str](), Counter[str]()
    most = max((one.get("lines", 1) for one in some), default=1)
    for one in some:
        gave[one["from"]] += one.get("lines", 1)
        learned[one["to"]] += one.get("lines", 1)
    left, right = (names or sorted(ends, key=str.casefold) for ends in (gave, learned))
    high, inside = max(ROW * len(left), ROW * len(right), LEAST), ""
    at_left, at_right = _heights(left, high), _heights(right, high)
    for one in some:
        y, end, kind = at_left[one["from"]], at_right[one["to"]], KINDS[bool(one["used_or_tried"])]
        wide = f"stroke-width:{WIDEST * one['lines'] / most:.1f}px" if "lines" in one else None
        said = f"{one['from']} to {one['to']}: {one['used_or_tried'] or one['told_only']}"
        way = f"M0 {y:g}C250 {y:g} 250 {end:g} 500 {end:g}"
        inside += tag("path", tag("title", escape(said)), d=way, class_=kind, style=wide)
    lines = svg(inside, width=500, height=high, says=says, preserveAspectRatio="none")
    by = ", by district" * any("lines" in one for one in some)
    heads = _head(left, gave, f"gave{by}") + tag("span") + _head(right, learned, f"learned{by}")
    ends = _names(left, gave), _names(right, learned)
    return tag("div", heads + lines.join(ends), class_="km-ties") if some else ""


def _heights(names: Sequence[str], high: float) -> dict[str, float]:
    return {name: high * (at + 0.5) / len(names) for at, name in enumerate(names)}


def _head(names: Sequence[str], numbers: Counter[str], what: str) -> str:
    of = f" of {len(names):,}" * (len(numbers) < len(names))
    return tag("b", f"{len(numbers):,}{of} {what}")


def _names(names: Sequence[str], numbers: Counter[str]) -> str:
    markup = ""
    for name in names:
        said = tag("span", escape(name), title=name)
        said += tag("b", f"{numbers[name]:,}" * bool(numbers[name]))
        markup += tag("li", said, class_=None if numbers[name] else "km-ink3")
    return tag("ol", markup)
