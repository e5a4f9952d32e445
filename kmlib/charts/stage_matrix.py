"""Which stage has a routine for which priority: routines by name, and where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kmlib.analysis.learnings import STAGES
from kmlib.charts.markup import escape, tag
from kmlib.schema.choices import Stage

NAMED = 3  # project choice: routines named in a cell; the others are counted

Served = Mapping[tuple[str, Stage], tuple[str, ...]]


def stage_matrix(served: Served, some: Sequence[str]) -> str:
    """Some priorities in rows, stages in columns, and in each cell who serves it."""
    titles = ("Priority", *(stage.capitalize() for stage in STAGES))
    head = tag("tr", "".join(tag("th", escape(title), scope="col") for title in titles))
    rows = (
        tag(
            "tr",
            tag("th", escape(name or "All work"), scope="row")
            + "".join(_cell(stage, served[name, stage]) for stage in STAGES),
        )
        for name in some
    )
    return tag("table", tag("thead", head) + tag("tbody", "".join(rows)), class_="km-by-stage")


def _cell(stage: Stage, names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    said = escape("; ".join(names[:NAMED]) + more) if names else tag("span", "none")
    return tag("td", said, class_=None if names else "km-lacking", data_stage=stage.capitalize())
