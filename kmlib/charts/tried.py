"""A workbook that somebody tries: what the dashboard would make of it."""

from textwrap import shorten
from typing import Any, NamedTuple

import numpy as np

from kmlib.analysis.mending import parts_set_aside
from kmlib.charts import row_bar
from kmlib.charts.markup import escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count, number
from kmlib.findings import Finding
from kmlib.network import NOTHING_TYPED
from kmlib.privacy import HIDDEN, Published
from kmlib.reading.school_calendar import period_label

ROWS_SHOWN = 6  # project choice: enough to see whether columns were taken for what they are
NAMED = 400  # letters of a list of names
BEGIN = (
    "No team or measure of this network stands in it. To begin a network of your own out of it,"
    " run: python -m kmlib start FILE --out hub.xlsx"
)
WHOSE = "If it is one team’s own, choose My team: rows that name no team are then that team’s."


class Tried(NamedTuple):
    """What a workbook that somebody uploaded gives; it is no part of what others see."""

    name: str
    network: Published | None  # None where it cannot be opened
    failed: Finding | None = None  # why not
    is_hub: bool = False  # it has a Teams tab of its own, and is read with that
    team: str = ""  # whose own workbook it was read as


def headline(tried: Tried | None) -> str:
    """How much of the workbook would be used; without one what this view is for."""
    if tried is None:
        return "See what the dashboard would make of your workbook"
    if tried.network is None:
        return f"{tried.name} could not be read"
    rows = row_bar.together(tried.network.sources)
    if not rows.rows_read:
        return f"{tried.name}: no table in it is read yet"
    if tried.network.says_nothing_yet:
        return f"{tried.name}: {NOTHING_TYPED}"
    used = "every row would be used"
    if rows.rows_set_aside:
        used = f"{rows.rows_accepted:,} of {count(rows.rows_read, 'row')} would be used"
    parts = parts_set_aside(tried.network, tried.network.findings)
    aside = row_bar.amounts(rows.rows_set_aside, *parts)
    return f"{tried.name}: {used}" + (f", {aside} set aside" if aside else "")


def read_with(tried: Tried, network: Published) -> str:
    """With whose teams and measures the workbook was read."""
    if tried.is_hub:
        return "It has a Teams tab, so it is read as a hub, with its own teams and measures."
    read = "It has no Teams tab, so it is read with the teams and measures of"
    whose = network.settings.name or "this network"
    return f"{read} {whose}" + (f", as {tried.team}’s own." if tried.team else f". {WHOSE}")


def met_in_words(tried: Published, *, is_hub: bool) -> str:
    """Which teams and measures its numbers are of; where to begin if no name in it is known."""
    seen = tried.observations
    if not len(seen):
        known = any(one.name for one in tried.matches if one.kind in ("team", "measure"))
        return "" if known or is_hub else BEGIN
    parts = ((seen.teams, seen.team, "team"), (seen.measures, seen.measure, "measure"))
    said = (_named(names, np.unique(codes).tolist(), word) for names, codes, word in parts)
    return f"{count(len(seen), 'number')} of {' and '.join(said)}."


def _named(names: tuple[str, ...], met: list[int], word: str) -> str:
    listed = shorten(", ".join(names[at] for at in met), NAMED, placeholder=" …")
    return f"{len(met):,} of {count(len(names), word)} ({listed})"


def tab_table(tried: Published) -> str:
    """Each tab: what it was read as, and what became of its rows."""
    heads = ("Tab", "Read as", "Used#", "Set aside#", "Blank#", "Outside tables#")
    rows = []
    for tab in tried.tab_counts:
        names = tag("b", escape(tab.sheet)), escape(tab.read_as or "not read")
        tone, rest = "km-orange" if tab.rows_set_aside else None, (tab.rows_blank, tab.rows_outside)
        aside = tag("b", f"{tab.rows_set_aside:,}", class_=tone)
        rows.append([*names, f"{tab.rows_accepted:,}", aside, *(f"{amount:,}" for amount in rest)])
    return plain_table(heads, rows, says="What each tab was read as")


def preview(tried: Published) -> str:
    """The first numbers as the dashboard would keep them."""
    seen = tried.observations
    first = seen.take(np.arange(min(ROWS_SHOWN, len(seen)))).to_rows()
    heads = ["Team", "Measure", "Period", "Group", "Value", "Cell"]
    if not any(row["group"] for row in first):
        heads.remove("Group")
    rows = [_as_read(row, tried) for row in first]
    cells = ([escape(row[head]) for head in heads] for row in rows)
    return plain_table(heads, cells, says="The first numbers as they would be kept")


def preview_in_words(tried: Published) -> str:
    """How many more there are than the preview shows."""
    amount = len(tried.observations)
    if not amount:
        return "No number in it would be used yet."
    return f"and {count(amount - ROWS_SHOWN, 'more number')}" if amount > ROWS_SHOWN else ""


def _as_read(row: dict[str, Any], tried: Published) -> dict[str, str]:
    """An observation in words, by the heads of the preview."""
    measure = next(m for m in tried.measures if m.measure == row["measure"])
    of = (row["numerator"], row["denominator"])
    counts = "" if None in of else " ({:,.10g} of {:,.10g})".format(*of)
    period = row["period_start"], row["period_end"]
    return {
        "Team": row["team"],
        "Measure": row["measure"],
        "Period": period_label(*period, tried.settings.first_month),
        "Group": row["group"] or "everybody",
        "Value": HIDDEN if row["suppressed"] else number(row["value"], measure) + counts,
        "Cell": f"{row['sheet']}, {row['cell']}",
    }
