"""References: names that one tab takes from another, made the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kmlib.findings import Cell, Finding, Severity
from kmlib.reading.fields import CELL_LEFT_EMPTY
from kmlib.reading.keys import unknown_name
from kmlib.reading.names import Matcher
from kmlib.reading.row_keys import ROW_SET_ASIDE
from kmlib.schema import TABS, FieldSpec, Row, fields_of

TabColumns = dict[tuple[str, str, type[Row]], dict[str, int]]  # source, sheet, model -> columns


def resolve_references(
    rows: Mapping[type[Row], Sequence[Row]], columns: TabColumns
) -> tuple[dict[type[Row], tuple[Row, ...]], list[Finding], list[str]]:
    """Write each name as its own tab writes it; say which names stand nowhere.

    Names that refer to a tab nobody has are left as they are.

    Returns:
        The rows by model, the findings, and the source of each row that had to be set aside.
    """
    wanted = {spec.column.refers for model in rows for spec in fields_of(model)}
    matchers = {
        model.TAB.title: Matcher([row.names() for row in rows[model]])
        for model in TABS
        if model.KEY and rows.get(model) and model.TAB.title in wanted
    }
    names = {
        model.TAB.title: [str(getattr(row, model.KEY)) for row in rows[model]]
        for model in TABS
        if model.TAB.title in matchers
    }
    kinds = {model.TAB.title: model.TAB.refers_as or model.KEY for model in TABS}
    findings: list[Finding] = []
    dropped: list[str] = []
    resolved: dict[type[Row], tuple[Row, ...]] = {}
    for model, given in rows.items():
        specs = [spec for spec in fields_of(model) if spec.column.refers in matchers]
        kept: list[Row] = []
        for row in given:
            changed: dict[str, Any] = {}
            for spec in specs:
                refers = spec.column.refers
                values = getattr(row, spec.name)
                found, unknown = _looked_up(values, matchers[refers], names[refers])
                changed[spec.name] = found if spec.many else "".join(found)
                if unknown:
                    cell = _cell(row, model, spec, columns, unknown)
                    offer = matchers[refers].near(unknown)
                    findings.append(_finding(cell, offer, kinds[refers], spec))
            if any(spec.required and not changed[spec.name] for spec in specs):
                dropped.append(row.place.source)
            else:
                kept.append(row.model_copy(update=changed) if changed else row)
        resolved[model] = tuple(kept)
    return resolved, findings, dropped


def _looked_up(
    values: str | tuple[str, ...], matcher: Matcher, names: Sequence[str]
) -> tuple[tuple[str, ...], str]:
    """The names as their tab writes them, and the first that it does not have."""
    given = (values,) if isinstance(values, str) else values
    found = [(text, matcher.find(text)) for text in given if text]
    unknown = next((text for text, position in found if position is None), "")
    return tuple(names[position] for _, position in found if position is not None), unknown


def _finding(cell: Cell, offer: str | None, kind: str, spec: FieldSpec) -> Finding:
    effect = ROW_SET_ASIDE if spec.required else CELL_LEFT_EMPTY
    finding = unknown_name(cell, offer, kind, spec.column.refers, effect)
    return finding if spec.required else finding._replace(severity=Severity.WARNING.value)


def _cell(row: Row, model: type[Row], spec: FieldSpec, columns: TabColumns, text: str) -> Cell:
    """The cell that a name stands in."""
    place = row.place
    column = columns[place.source, place.sheet, model].get(spec.name, place.column - 1)
    return place._replace(column=column + 1, value=text)
