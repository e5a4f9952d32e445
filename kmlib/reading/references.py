"""References: names that one tab takes from another, made the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kmlib.findings import CELL_LEFT_EMPTY, NAME_LEFT_OUT, ROW_SET_ASIDE, Cell, Finding, Severity
from kmlib.reading.keys import unknown_name
from kmlib.reading.names import Matcher
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import TABS, FieldSpec, GroupRow, MeasureRow, Row, TeamRow, fields_of

TabColumns = dict[tuple[str, str, type[Row]], dict[str, int]]  # source, sheet, model -> columns


class _List(NamedTuple):
    """The names that a tab lists, and what one of them is called in a sentence."""

    matcher: Matcher
    names: Sequence[str]
    kind: str


def resolve_references(
    rows: Mapping[type[Row], Sequence[Row]], columns: TabColumns, words: Vocabulary
) -> tuple[dict[type[Row], tuple[Row, ...]], list[Finding], list[str]]:
    """Write each name as its own tab writes it; say which names stand nowhere.

    Names that refer to a tab nobody has are left as they are.

    Returns:
        The rows by model, the findings, and the source of each row that had to be set aside.
    """
    lists = _lists(rows, words)
    findings: list[Finding] = []
    dropped: list[str] = []
    resolved: dict[type[Row], tuple[Row, ...]] = {}
    for model, given in rows.items():
        specs = [spec for spec in fields_of(model) if spec.column.refers in lists]
        kept: list[Row] = []
        for row in given:
            changed: dict[str, Any] = {}
            for spec in specs:
                known = lists[spec.column.refers]
                found, unknown = _looked_up(getattr(row, spec.name), known)
                changed[spec.name] = found if spec.many else "".join(found)
                if unknown:
                    place = row.place
                    of_tab = columns[place.source, place.sheet, model]
                    column = of_tab.get(spec.name, place.column - 1) + 1
                    cell = place._replace(column=column, value="; ".join(unknown))
                    findings.append(_finding(cell, unknown, known, spec))
            if any(spec.required and not changed[spec.name] for spec in specs):
                dropped.append(row.place.source)
            else:
                kept.append(row.model_copy(update=changed) if changed else row)
        resolved[model] = tuple(kept)
    return resolved, findings, dropped


def _lists(rows: Mapping[type[Row], Sequence[Row]], words: Vocabulary) -> dict[str, _List]:
    """The lists that rows refer to, by the title of their tab; the hub's come with its words."""
    wanted = {spec.column.refers for model in rows for spec in fields_of(model)}
    of_hub = {
        TeamRow: (words.teams, words.team_names),
        MeasureRow: (words.measures, words.measure_names),
        GroupRow: (words.groups, words.group_names),
    }
    lists = {}
    for model in TABS:
        listed, matcher = of_hub.get(model, (rows.get(model, ()), None))
        if model.KEY and listed and model.TAB.title in wanted:
            lists[model.TAB.title] = _List(
                matcher or Matcher([row.names() for row in listed]),
                [str(getattr(row, model.KEY)) for row in listed],
                model.TAB.refers_as or model.KEY,
            )
    return lists


def _looked_up(
    values: str | tuple[str, ...], known: _List
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names as their tab writes them, and those that it does not have."""
    given = (values,) if isinstance(values, str) else values
    found = [(text, known.matcher.find(text)) for text in given if text]
    unknown = tuple(text for text, position in found if position is None)
    return tuple(known.names[p] for _, p in found if p is not None), unknown


def _finding(cell: Cell, unknown: tuple[str, ...], known: _List, spec: FieldSpec) -> Finding:
    effect = ROW_SET_ASIDE if spec.required else NAME_LEFT_OUT if spec.many else CELL_LEFT_EMPTY
    offer = known.matcher.near(unknown[0]) if len(unknown) == 1 else None
    finding = unknown_name(cell, offer, known.kind, spec.column.refers, effect)
    return finding if spec.required else finding._replace(severity=Severity.WARNING.value)
