"""Who learns from whom: teams that gave at the left, those that learned at the right, lines across.

The lines stretch with their place and the words do not: names stay readable on phone and projector.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from kmlib.analysis.brokering import Rows
from kmlib.charts.markup import escape, svg, tag

ROW = 34  # pixels a team; project choice: 24 of them fit a projector's screen
KINDS = {True: "km-taken", False: "km-told"}
LEGEND = tag("p", tag("span", tag("i", class_=KINDS[True]) + "used or tried") + tag(
    "span", tag("i", class_=KINDS[False]) + "told only"), class_="km-legend")  # fmt: skip


def drawn(some: Rows, page: Sequence[str], *, of: int, says: str) -> str:
    """A line from each team that gave to each that learned from it, names at both ends.

    At the left stand the teams of a page, with or without a line, and at the right, too, if they
    are all `of` the network; without a page those with a line.
    """
    gave, learned = (Counter(one[end] for one in some) for end in ("from", "to"))
    left = page or sorted(gave, key=str.casefold)
    right = page if len(page) == of else sorted(learned, key=str.casefold)
    high, inside = ROW * max(len(left), len(right)), ""
    at_left, at_right = _heights(left, high), _heights(right, high)
    for giver in gave:
        mine, ways = [one for one in some if one["from"] == giver], defaultdict[str, str](str)
        for one in mine:
            y, end = at_left[giver], at_right[one["to"]]
            kind = KINDS[bool(one["used_or_tried"])]
            ways[kind] += f"M0 {y:g}C50 {y:g} 50 {end:g} 100 {end:g}"
        title = tag("title", escape(f"{giver}: {', '.join(one['to'] for one in mine)}"))
        inside += tag("g", title + "".join(tag("path", d=d, class_=k) for k, d in ways.items()))
    lines = svg(inside, width=100, height=high, says=says, preserveAspectRatio="none")
    heads = _head(left, gave, "gave") + tag("span") + _head(right, learned, "learned")
    names = _names(left, gave), _names(right, learned)
    return tag("div", heads + lines.join(names), class_="km-ties") + LEGEND if some else ""


def _heights(names: Sequence[str], high: float) -> dict[str, float]:
    return {name: high * (at + 0.5) / len(names) for at, name in enumerate(names)}


def _head(names: Sequence[str], numbers: Counter[str], what: str) -> str:
    of = f" of {len(names):,}" * (len(numbers) < len(names))
    return tag("b", f"{len(numbers):,}{of} {what}")


def _names(names: Sequence[str], numbers: Counter[str]) -> str:
    markup = ""
    for name in names:
        said = tag("span", escape(name), title=name) + tag("b", f"{numbers[name] or ''}")
        markup += tag("li", said, class_=None if numbers[name] else "km-ink3")
    return tag("ol", markup)
