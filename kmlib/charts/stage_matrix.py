"""Matrices of routines: stages by priority, stages by stakeholder group, and their checks."""

from collections.abc import Iterable, Mapping, Sequence

from kmlib.analysis.learnings import STAGES
from kmlib.analysis.routines import CHECKS, checks, groups, taking_part, what_next
from kmlib.analysis.wording import few
from kmlib.charts.markup import escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.privacy import Published
from kmlib.schema import RoutineRow, Stage

NAMED = 3  # project choice: routines named in a cell; the others are counted
MARKS = {True: "● yes", False: tag("b", "○ not yet"), None: tag("i", "not said")}

Served = Mapping[tuple[str, Stage], tuple[str, ...]]


def stage_matrix(served: Served, some: Sequence[str], *, of: str = "Priority") -> str:
    """Some priorities or groups in rows, stages in columns, and in each cell their routines."""
    titles = (of, *(stage.capitalize() for stage in STAGES))
    head = tag("tr", "".join(tag("th", escape(title), scope="col") for title in titles))
    rows = ""
    for name in some:
        cells = "".join(_cell(stage, served[name, stage]) for stage in STAGES)
        rows += tag("tr", tag("th", escape(name or "All work"), scope="row") + cells)
    class_ = f"km-by-stage km-of-{of.split()[-1].lower()}"
    return tag("table", tag("thead", head) + tag("tbody", rows), class_=class_)


def groups_in_words(network: Published) -> str:
    """Who is heard only at the start; what to fill where no group is named at all."""
    part = taking_part(network)
    if not part:
        return "Fill Participants in the Routines tab, or a tab named Participation."
    heard = [who for who in groups(network) if not any(part[who, stage] for stage in STAGES[1:])]
    return f"Heard only at the start, and nowhere later: {', '.join(heard)}." if heard else ""


def check_table(some: Iterable[RoutineRow]) -> str:
    """Routines in rows, the learning-focused checks in columns, and what to do next."""
    heads = ("Routine", *map(str.capitalize, CHECKS), "What to do next")
    marks = ((row, (MARKS[said] for said in checks(row).values())) for row in some)
    rows = ((escape(row.routine), *said, escape(what_next(row))) for row, said in marks)
    return plain_table(heads, rows, says="What each routine does for learning")


def _cell(stage: Stage, names: Sequence[str]) -> str:
    said = escape(few(names, NAMED, "; ")) if names else tag("span", "none")
    return tag("td", said, class_=None if names else "km-lacking", data_stage=stage.capitalize())
