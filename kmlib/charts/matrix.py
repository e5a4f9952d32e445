"""The summary matrix: the latest value of every measure and team with its sign; no ranking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kmlib.analysis.series import Shown, Standing, SummaryRow
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


def of_group(rows: Sequence[SummaryRow], group: str) -> Sequence[SummaryRow]:
    """The rows to show for a student group: without the measures nobody reports by group."""
    if not group:
        return rows
    reported = Shown.VALUE, Shown.HIDDEN
    return [row for row in rows if any(one.shown in reported for one in row.teams)]


def matrix(
    rows: Sequence[SummaryRow], *, teams: Sequence[str], measure: str = "", team: str = ""
) -> str:
    """Measures in rows, teams in columns; network and target come first.

    Args:
        rows: one a measure.
        teams: the teams to show, in order.
        measure: the chosen measure, whose row is tinted.
        team: the chosen team, the only one that is kept beside the network on a phone.
    """
    heads = [
        tag("th", "Measure", scope="col"),
        _head("Network"),
        _head("Target", class_="km-target"),
    ]
    heads += [_head(name, class_=_other(name != team)) for name in teams]
    body = "".join(
        tag(
            "tr",
            tag("th", _named(row.measure), scope="row")
            + _cell(row.network, row.measure, "km-network")
            + _target(row.measure)
            + _team_cells(row, teams, team),
            class_="km-tinted" if row.measure.measure == measure else None,
        )
        for row in rows
    )
    return _table("".join(heads), body)


def tall_matrix(
    rows: Sequence[SummaryRow], *, teams: Sequence[str], measure: str = "", team: str = ""
) -> str:
    """The same the other way round, for many teams: teams in rows, measures in columns."""
    heads = tag("th", "Team", scope="col") + "".join(
        tag("th", _named(row.measure), scope="col", class_=_other(row.measure.measure != measure))
        for row in rows
    )
    others = [_other(row.measure.measure != measure) for row in rows]
    network = _tall_row(
        "Network",
        (_cell(row.network, row.measure, class_) for row, class_ in zip(rows, others, strict=True)),
        "km-network",
    )
    target = _tall_row(
        "Target", (_target(row.measure, class_) for row, class_ in zip(rows, others, strict=True))
    )
    standing = [{one.team: one for one in row.teams} for row in rows]
    body = "".join(
        _tall_row(
            name,
            (
                _cell(found.get(name, Standing(name)), row.measure, class_)
                for row, found, class_ in zip(rows, standing, others, strict=True)
            ),
            "km-tinted" if name == team else None,
        )
        for name in teams
    )
    return _table(heads, network + target + body)


def _table(heads: str, body: str) -> str:
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", body), class_="km-matrix")
    return tag(
        "div",
        table,
        class_="km-scroll",
        tabindex="0",
        role="region",
        aria_label="Latest values by measure and team",
    )


def _tall_row(name: str, cells: Iterable[str], class_: str | None = None) -> str:
    return tag("tr", tag("th", escape(name), scope="row") + "".join(cells), class_=class_)


def _head(text: str, *, class_: str | None = None) -> str:
    return tag("th", escape(text), scope="col", class_=class_)


def _other(is_other: bool) -> str | None:
    """What a phone leaves out."""
    return "km-other" if is_other else None


def _named(measure: MeasureRow) -> str:
    return escape(measure.measure + _HEAD_UNITS.get(measure.unit, ""))


def _target(measure: MeasureRow, class_: str | None = None) -> str:
    text = "" if measure.target is None else words.number(measure.target, measure, unit=False)
    return tag("td", text, class_=" ".join(filter(None, ("km-target", class_))))


def _team_cells(row: SummaryRow, teams: Sequence[str], chosen: str) -> str:
    found = {one.team: one for one in row.teams}
    return "".join(
        _cell(found.get(name, Standing(name)), row.measure, _other(name != chosen))
        for name in teams
    )


def _cell(one: Standing, measure: MeasureRow, class_: str | None = None) -> str:
    """Number and sign, bold only with a signal; where there is no number, which absence it is."""
    if one.value is None:
        absent = " ".join(filter(None, ("km-absent", class_)))
        return tag("td", escape(one.shown), class_=absent)
    value = words.number(one.value, measure, unit=False)
    if not one.is_current and one.reported:
        since = tag("small", f"{one.reported:%b %Y}")
        return tag("td", f"{value} {since}", class_=class_, title="the last report is old")
    sign = SIGNS[one.direction or one.status]
    inside = tag("b", value) if one.direction else value
    shape = (
        tag("i", sign.shape, role="img", aria_label=words.verdict(one)) if sign.shape else "<i></i>"
    )
    coloured = (
        tag("span", inside + shape, class_=f"km-{sign.tone}") if one.direction else inside + shape
    )
    return tag("td", coloured, class_=class_, title=words.verdict(one))
