"""The summary matrix: the latest value of every measure and team with its sign; no ranking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kmlib.analysis.series import Standing, SummaryRow
from kmlib.charts import words
from kmlib.charts.look import SIGNS
from kmlib.charts.markup import escape, tag
from kmlib.schema import MeasureRow, Unit

_HEAD_UNITS = {
    Unit.PERCENT: ", %",
    Unit.YES_NO: ", % yes",
    Unit.MINUTES: ", min",
    Unit.DAYS: ", days",
}
FEW_COLUMNS = 6  # project choice: half of a projected page


class Cell(NamedTuple):
    """A cell of the table, its texts already safe."""

    inside: str
    class_: str = ""
    title: str | None = None


def matrix(
    rows: Sequence[SummaryRow],
    *,
    teams: Sequence[str],
    measure: str = "",
    team: str = "",
    tall: bool = False,
) -> str:
    """Measures in rows, teams in columns; network and target come first.

    Args:
        rows: one a measure.
        teams: the teams to show, in order.
        measure: the chosen measure.
        team: the chosen team; empty is the network.
        tall: the other way round, for many teams. The chosen row is tinted, and a phone keeps the
            chosen column alone, beside the network's where that is a column.
    """
    measures = [_named(row.measure) for row in rows]
    has_targets = any(row.measure.target is not None for row in rows)
    columns = ["Network", *["Target"] * has_targets, *map(escape, teams)]
    cells = [_cells(row, teams, has_targets) for row in rows]
    chosen = next((_named(row.measure) for row in rows if row.measure.measure == measure), "")
    lines: Iterable[tuple[str, Sequence[Cell]]] = zip(measures, cells, strict=True)
    if tall:
        turned = list(zip(*cells, strict=True)) or [()] * len(columns)
        lines = zip(columns, turned, strict=True)
        return _table("Team", measures, lines, kept=(chosen,), tinted=escape(team))
    return _table("Measure", columns, lines, kept=("Network", escape(team)), tinted=chosen)


def _cells(row: SummaryRow, teams: Sequence[str], has_targets: bool) -> list[Cell]:
    """Network, target and each of these teams on one measure."""
    network = _cell(row.network, row.measure)
    goal = row.measure.target
    target = Cell("" if goal is None else words.number(goal, row.measure, unit=False), "km-target")
    found = {one.team: one for one in row.teams}
    return [
        network._replace(class_=f"{network.class_} km-network".strip()),
        *[target] * has_targets,
        *(_cell(found.get(name, Standing(name)), row.measure) for name in teams),
    ]


def _cell(one: Standing, measure: MeasureRow) -> Cell:
    """Number and sign, bold only with a signal; where there is no number, which absence it is."""
    if one.value is None:
        return Cell(escape(one.shown), "km-absent")
    value = words.number(one.value, measure, unit=False)
    if one.stale and one.reported:
        since = tag("small", f"{one.reported:%b %Y}")
        return Cell(f"{value} {since}", title="the last report is old")
    verdict, sign = words.verdict(one), SIGNS[one.direction or one.status]
    shape = tag("i", sign.shape, role="img", aria_label=verdict) if sign.shape else "<i></i>"
    if one.direction:
        return Cell(tag("span", tag("b", value) + shape, class_=f"km-{sign.tone}"), "", verdict)
    return Cell(value + shape, title=verdict)


def _table(
    corner: str,
    columns: Sequence[str],
    lines: Iterable[tuple[str, Sequence[Cell]]],
    *,
    kept: Sequence[str],
    tinted: str,
) -> str:
    """The table; one of few columns is no wider than they need: numbers stay near their names."""
    others = [None if column in kept else "km-other" for column in columns]
    heads = [tag("th", corner, scope="col")]
    heads += [
        tag("th", column, scope="col", class_=other)
        for column, other in zip(columns, others, strict=True)
    ]
    body = (
        tag(
            "tr",
            tag("th", name, scope="row") + _written(cells, others),
            class_="km-tinted" if tinted and name == tinted else None,
        )
        for name, cells in lines
    )
    head = tag("thead", tag("tr", "".join(heads)))
    class_ = "km-matrix km-narrow" if len(columns) <= FEW_COLUMNS else "km-matrix"
    table = tag("table", head + tag("tbody", "".join(body)), class_=class_)
    about = "Latest values by measure and team"
    return tag("div", table, class_="km-scroll", tabindex="0", role="region", aria_label=about)


def _written(cells: Iterable[Cell], others: Iterable[str | None]) -> str:
    return "".join(
        tag(
            "td",
            cell.inside,
            class_=f"{cell.class_} {other or ''}".strip() or None,
            title=cell.title,
        )
        for cell, other in zip(cells, others, strict=True)
    )


def _named(measure: MeasureRow) -> str:
    return escape(measure.measure + _HEAD_UNITS.get(measure.unit, ""))
