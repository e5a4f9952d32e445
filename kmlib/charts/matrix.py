"""The summary matrix: the latest value of every measure and team with its sign; no ranking."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kmlib.analysis.judging import Assurance, Status
from kmlib.analysis.standings import Shown, Standing, SummaryRow
from kmlib.charts import words
from kmlib.charts.look import PROMISES, SIGNS, Sign
from kmlib.charts.markup import escape, tag
from kmlib.schema import MeasureRow

FEW_COLUMNS = 6  # project choice: half of a projected page


class Cell(NamedTuple):
    """A cell of the table, its texts already safe."""

    inside: str
    class_: str = ""
    title: str | None = None


def matrix(
    rows: Sequence[SummaryRow], *, teams: Sequence[str], measure: str = "", team: str = "",
    tall: bool = False,
) -> str:  # fmt: skip
    """Measures in rows, teams in columns; network and target come first. Or, tall, turned round.

    The row of the chosen measure or team is tinted; the chosen are always shown, of the other
    measures those that somebody reports. A phone keeps the chosen column alone, beside the
    network's where that is a column.
    """
    teams = [team, *teams] if team and team not in teams else teams
    rows = [row for row in rows if row.measure.measure == measure or not _is_silent(row)]
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
    network = standing_cell(row.network, row.measure)
    goal = row.measure.target
    target = Cell("" if goal is None else words.number(goal, row.measure, unit=False), "km-target")
    found = {one.team: one for one in row.teams}
    return [
        network._replace(class_=f"{network.class_} km-network".strip()),
        *[target] * has_targets,
        *(standing_cell(found.get(name, Standing(name)), row.measure) for name in teams),
    ]


def standing_cell(one: Standing, measure: MeasureRow) -> Cell:
    """Number and signs, bold only with a signal; where there is no number, which absence it is."""
    if one.value is None:
        return Cell(escape(one.shown), "km-absent")
    value, goal = words.number(one.value, measure, unit=False), _goal(one, measure)
    said = _said(one)
    if one.stale and one.reported:
        return Cell(f"{value} {tag('small', f'{one.reported:%b %Y}')}", title=said)
    sign = SIGNS[one.direction or (Status.STEADY if one.enough else one.status)]
    shape = sign.shape if sign is not SIGNS[Status.AT_TARGET] else ""
    shown = tag("i", shape, role="img", aria_label=said) if shape else "<i></i>"
    if one.direction:
        return Cell(tag("span", tag("b", value) + shown, class_=f"km-{sign.tone}") + goal, "", said)
    return Cell(value + shown + goal, title=said)


def _goal(one: Standing, measure: MeasureRow) -> str:
    """The sign of the target: met now, and what the limits say of it."""
    if measure.target is None:
        return ""
    met = SIGNS[Status.AT_TARGET].shape if one.status is Status.AT_TARGET else ""
    ahead = PROMISES[one.assurance] if one.assurance else None
    told = tag("u", ahead.shape, class_=f"km-{ahead.tone}") if ahead else ""
    return tag("i", met + told, class_="km-goal", aria_hidden="true")


def _said(one: Standing) -> str:
    """Verdict, target and age in words."""
    age = words.count(max(one.age_days or 0, 0), "day")
    told = f"reported to {words.day(one.reported)}, {age} ago" if one.reported else ""
    return "; ".join(filter(None, (words.verdict(one), one.assurance, told)))


def legend(rows: Sequence[SummaryRow]) -> str:
    """The signs that stand in the table, in words."""
    everybody = [one for row in rows for one in (row.network, *row.teams) if not one.stale]
    moves = {one.direction or (Status.STEADY if one.enough else None) for one in everybody}
    moves |= {one.status for one in everybody if one.status is Status.AT_TARGET}
    ahead = {one.assurance for one in everybody}
    signs: list[tuple[Sign, str]] = [(SIGNS[move], move) for move in Status if move in moves]
    signs += [(PROMISES[promise], promise) for promise in Assurance if promise in ahead]
    marks = (
        tag("span", tag("i", sign.shape, class_=f"km-{sign.tone}") + f" {escape(text)}")
        for sign, text in signs
        if sign.shape
    )
    some_too_few = any(one.value is not None and not one.enough for one in everybody)
    unsigned = tag("span", f"no sign: {Status.TOO_FEW}") * some_too_few
    names = escape(", ".join(row.measure.measure for row in rows if _is_silent(row)))
    silent = tag("span", f"no data from anybody: {names}") * bool(names)
    return tag("p", "".join(marks) + unsigned + silent, class_="km-legend")


def _is_silent(row: SummaryRow) -> bool:
    return all(one.shown is Shown.NO_DATA for one in (row.network, *row.teams))


def _table(
    corner: str, columns: Sequence[str], lines: Iterable[tuple[str, Sequence[Cell]]], *,
    kept: Sequence[str], tinted: str,
) -> str:  # fmt: skip
    """The table; one of few columns is no wider than they need: numbers stay near their names."""
    others = ["" if column in kept else "km-other" for column in columns]
    heads = tag("th", corner, scope="col")
    for column, other in zip(columns, others, strict=True):
        heads += tag("th", column, scope="col", class_=other or None)
    body = ""
    for name, cells in lines:
        look = "km-tinted" if tinted and name == tinted else None
        body += tag("tr", tag("th", name, scope="row") + written(cells, others), class_=look)
    head = tag("thead", tag("tr", heads))
    class_ = "km-matrix km-narrow" if len(columns) <= FEW_COLUMNS else "km-matrix"
    table = tag("table", head + tag("tbody", body), class_=class_)
    about = "Latest values by measure and team"
    return tag("div", table, class_="km-scroll", tabindex="0", role="region", aria_label=about)


def written(cells: Iterable[Cell], looks: Iterable[str], name: str = "td") -> str:
    """The cells of a row, each with the look of its column."""
    return "".join(
        tag(name, cell.inside, class_=f"{cell.class_} {look}".strip() or None, title=cell.title)
        for cell, look in zip(cells, looks, strict=True)
    )


def _named(measure: MeasureRow) -> str:
    return escape(", ".join(filter(None, (measure.measure, words.ending(measure).strip()))))
