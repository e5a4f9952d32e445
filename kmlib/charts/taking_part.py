"""Who takes part: stakeholder groups in rows, stages in columns, and in each a mark a month."""

from __future__ import annotations

from collections.abc import Iterable

from kmlib.analysis.learnings import STAGES
from kmlib.analysis.waiting import StageMonths
from kmlib.charts.markup import escape, tag

KEY = (
    "A mark a month: filled, somebody of the group came; open, a session without them; a dash, no"
    " session on record."
)


def presence_table(some: Iterable[tuple[str, tuple[StageMonths, ...]]]) -> str:
    """Each group with the sessions of each stage to which somebody of it came, month by month."""
    titles = ("Who", *(stage.capitalize() for stage in STAGES))
    head = tag("tr", "".join(tag("th", escape(title), scope="col") for title in titles))
    rows = (
        tag("tr", tag("th", escape(name), scope="row") + "".join(map(_cell, stages)))
        for name, stages in some
    )
    return tag("table", tag("thead", head) + tag("tbody", "".join(rows)), class_="km-by-stage")


def _cell(one: StageMonths) -> str:
    came, held = (sum(m.amount for m in one.months), sum(m.of or 0 for m in one.months))
    marks = "".join(
        tag("b" if month.amount else "i" if month.of else "u",
            title=f"{month.month:%b %Y}: {month.amount} of {month.of}")
        for month in one.months
    )  # fmt: skip
    look = {"class_": "km-marks", "role": "img", "aria_label": f"{came} of {held}"}
    said = tag("b", f"{came:,}") + f" of {held:,}" + tag("span", marks, **look)
    none = tag("span", "–", class_="km-ink3")
    return tag("td", said if came else none, data_stage=one.stage.capitalize())
