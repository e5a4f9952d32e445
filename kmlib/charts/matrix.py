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
    columns = ["Network", "Target", *map(escape, teams)]
    cells = [_cells(row, teams) for row in rows]
    chosen = next((_named(row.measure) for row in rows if row.measure.measure == measure), "")
    across, down = (escape(team), "Network"), (chosen,)
    if tall:
        lines = list(zip(columns, zip(*cells, strict=True), strict=True)) if cells else []
        return _table("Team", measures, lines, kept=down, tinted=across[0])
    return _table(
        "Measure", columns, list(zip(measures, cells, strict=True)), kept=across, tinted=chosen
    )


def _cells(row: SummaryRow, teams: Sequence[str]) -> list[Cell]:
    """Network, target and each of these teams on one measure."""
    network = _cell(row.network, row.measure)
    goal = row.measure.target
    target = "" if goal is None else words.number(goal, row.measure, unit=False)
    found = {one.team: one for one in row.teams}
    return [
        network._replace(class_=f"{network.class_} km-network".strip()),
        Cell(target, "km-target"),
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
    lines: Sequence[tuple[str, Sequence[Cell]]],
    *,
    kept: Sequence[str],
    tinted: str,
) -> str:
    """The table, no wider than its columns need, so that numbers stay near their names."""
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
    table = tag(
        "table",
        tag("thead", tag("tr", "".join(heads))) + tag("tbody", "".join(body)),
        class_="km-matrix",
        style=f"width:min(100%,{16 + 8 * len(columns)}em)",
    )
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
