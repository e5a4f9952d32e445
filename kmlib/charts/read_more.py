"""Read more: what a number means, how it is made, of which cells, and by which rule judged."""

from __future__ import annotations

from collections.abc import Sequence

from kmlib.analysis.cells import Cells
from kmlib.analysis.series import Series
from kmlib.charts import words
from kmlib.charts.markup import address, escape, tag

PLACES_NAMED = 5  # project choice: a network of many workbooks has one line for the rest


def read_more(line: Series, cells: Sequence[Cells]) -> str:
    """Definition, formula, source cells and rule of one series, as a list."""
    parts = {
        "What it is": escape(line.measure.definition or "The Measures tab has no definition yet."),
        "How it is made": escape(formula(line)),
        "Where it stands": _places(cells),
        "How it is judged": "<br>".join(
            map(escape, filter(None, (words.rules_line(line), words.limits_line(line), METHOD)))
        ),
    }
    rows = (tag("dt", head) + tag("dd", body) for head, body in parts.items())
    return tag("dl", "".join(rows), class_="km-read-more")


METHOD = (
    "Runs first: an unusually long run on one side of the median, or unusually few crossings of it,"
    " is a signal. Limits only where the runs show none: three sigma about the mean, so that a"
    " latest point outside them is a signal too. docs/methods.md has the sources."
)


def formula(line: Series) -> str:
    """How a value is made of what was typed, and the network's of the teams'."""
    measure = line.measure
    over, under = (
        next(iter(measure.part_known_as(part)), part) for part in ("numerator", "denominator")
    )
    times = f" × {measure.per:,g}" if measure.per != 1 else ""
    is_counted = any(point.numerator is not None for point in line.points)
    made = f"{over} ÷ {under}{times}" if is_counted else "The value as it was typed"
    return " ".join(filter(None, (f"{made}.", words.how_combined(line))))


def _places(cells: Sequence[Cells]) -> str:
    """Each tab with its number of cells; a link where it is a Google Sheet."""
    if not cells:
        return "No cell holds a number for it."
    lines = [_place(one) for one in cells[:PLACES_NAMED]]
    if rest := cells[PLACES_NAMED:]:
        total = words.count(sum(one.cells for one in rest), "cell")
        lines.append(f"and {total} in {words.count(len(rest), 'more tab')}")
    return "<br>".join(lines)


def _place(one: Cells) -> str:
    hidden = f", of which {one.hidden:,} hidden" if one.hidden else ""
    name = escape(f"{one.place.source}, tab {one.place.sheet}")
    link = address(one.place.link)
    name = f'<a href="{link}" target="_blank" rel="noopener">{name}</a>' if link else name
    return f"{name}: {words.count(one.cells, 'cell')}{hidden}"
