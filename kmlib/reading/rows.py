"""Rows: a tab with one record a row becomes typed rows, findings and an account of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from kmlib.findings import (
    COLUMN_MISSING,
    COLUMN_ROSTER,
    COLUMN_TWICE,
    COLUMN_UNKNOWN,
    DATE_IN_FUTURE,
    FLOOR_WITHOUT_REASON,
    NAME_TWICE,
    NOT_A_NUMBER,
    OUTSIDE_UNIT,
    REQUIRED_EMPTY,
    ROW_TWICE,
    RULES,
    SETTING_UNKNOWN,
    TARGET_UNCLEAR,
    Finding,
    Rule,
    Severity,
    column_letters,
)
from kmlib.reading.cells import Tab, Value, is_blank, is_blank_row
from kmlib.reading.excerpts import Excerpts, cell_position, excerpt_of
from kmlib.reading.headings import ROSTER_TITLES
from kmlib.reading.names import normalise, title_key
from kmlib.reading.periods import find_school_year, read_date, read_period
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.values import (
    Form,
    read_choice,
    read_number,
    read_whole,
    read_yes_no,
)
from kmlib.reading.words import broken_formula, read_text
from kmlib.schema import (
    SMALLEST_GROUP_SHOWN,
    Choice,
    FieldSpec,
    NetworkSettings,
    Row,
    Unit,
    fields_of,
)

RowT = TypeVar("RowT", bound=Row)

HEADER_WITHIN_ROWS = 30
ROW_SET_ASIDE = "The row is set aside."
CELL_LEFT_EMPTY = "This cell counts as empty; the rest of the row is used."
SETTINGS: dict[str, FieldSpec] = {
    title_key(title): spec
    for depth in (None, 1)  # a title wins over a synonym
    for spec in fields_of(NetworkSettings)
    for title in spec.column.titles[:depth]
}
RULE_BY_CODE = {rule.code: rule for rule in RULES}


@dataclass
class RowsReading(Generic[RowT]):
    """A tab, read: what was accepted, what was found, and how many rows there were."""

    accepted: list[RowT] = field(default_factory=list)
    rows_accepted: int = 0
    findings: list[Finding] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)  # of each field, from 0
    rows_read: int = 0
    rows_blank: int = 0
    rows_outside: int = 0  # filled rows that are no records: titles, the header, remarks
    excerpts: Excerpts = field(default_factory=Excerpts)


@dataclass(frozen=True)
class _Header:
    """Where the columns of a tab stand: the header's row and the column of each field."""

    row: int
    columns: dict[str, int]


def read_rows(
    tab: Tab, model: type[RowT], context: PeriodContext, team: str = ""
) -> RowsReading[RowT]:
    """Read a tab as rows of one model.

    Args:
        tab: the tab.
        model: the row model of its title.
        context: how the network's years run.
        team: the team whose own workbook this is; it stands where the tab has no team column.
    """
    reading: RowsReading[RowT] = RowsReading()
    header = _find_header(tab, model)
    if header is None:
        return reading
    given = {"team": team} if team and "team" not in header.columns else {}
    reading.findings.extend(_header_findings(tab, model, header, given))
    first_rows: dict[object, int] = {}
    below = range(header.row + 1, _end_of_rows(tab, header))
    for row in below:
        if _is_outside(tab, row, header):
            continue
        reading.rows_read += 1
        if is_blank_row(tab.rows[row]):
            reading.rows_blank += 1
            continue
        accepted = _read_row(tab, row, model, header, context, given, reading.findings)
        if accepted is not None and _is_first(accepted, first_rows, reading.findings, tab, header):
            reading.accepted.append(accepted)
    reading.rows_accepted = len(reading.accepted)
    reading.rows_outside = tab.filled_rows() - reading.rows_read + reading.rows_blank
    reading.columns = header.columns
    reading.excerpts = _excerpts(tab, header.row, header.columns.values(), reading.findings)
    return reading


def fits(tab: Tab, model: type[Row]) -> bool:
    """Whether a tab has a header row of this model, with the columns that name its rows."""
    return _find_header(tab, model) is not None


def _find_header(tab: Tab, model: type[Row]) -> _Header | None:
    """The row whose cells are titles of the model's columns, the fullest first."""
    best: _Header | None = None
    for row, cells in enumerate(tab.rows[:HEADER_WITHIN_ROWS]):
        columns = _match_columns(cells, model)
        if columns and (best is None or len(columns) > len(best.columns)):
            best = _Header(row, columns)
    if best is None:
        return None
    required = [spec.name for spec in fields_of(model) if spec.required]
    least = min(2, len(fields_of(model)))
    if model.KEY in best.columns or len(best.columns) >= least or len(required) == 1:
        return best if any(name in best.columns for name in required or best.columns) else None
    return None


@cache
def _wanted_titles(model: type[Row]) -> tuple[tuple[FieldSpec, tuple[str, ...]], ...]:
    """The keys of each field's titles; required fields come first."""
    specs = sorted(fields_of(model), key=lambda spec: not spec.required)
    return tuple((spec, tuple(map(title_key, spec.column.titles))) for spec in specs)


def _match_columns(cells: Sequence[Value], model: type[Row]) -> dict[str, int]:
    """The column of each field: by its title, then by a synonym nobody else has as a title."""
    keys = [title_key(cell) if isinstance(cell, str) and cell else "" for cell in cells]
    found: dict[str, int] = {}
    for depth in (1, None):
        for spec, titles in _wanted_titles(model):
            if spec.name in found:
                continue
            hits = [keys.index(key) for key in titles[:depth] if key in keys]
            free = [column for column in hits if column not in found.values()]
            if free:
                found[spec.name] = free[0]
            elif spec.required and hits:  # "School" alone names the team
                found = {name: column for name, column in found.items() if column != hits[0]}
                found[spec.name] = hits[0]
    return found


def _header_findings(
    tab: Tab, model: type[Row], header: _Header, given: dict[str, str]
) -> Iterator[Finding]:
    """Columns that are missing, stand twice, look like a roster, or are not known."""
    used = set(header.columns.values())
    titles = [title_key(read_text(cell)) for cell in tab.rows[header.row]]
    known = ", ".join(spec.column.title for spec in fields_of(model))
    missing = [s for s in fields_of(model) if s.required and s.name not in header.columns]
    if titles_missing := [s.column.title for s in missing if s.name not in given]:
        cell = tab.cell(header.row, min(used))
        yield COLUMN_MISSING.at(cell, title=", ".join(titles_missing))
    for column, title in enumerate(titles):
        cell = tab.cell(header.row, column)
        if not title or column in used:
            continue
        if title in ROSTER_TITLES:
            yield COLUMN_ROSTER.at(cell)
        elif titles.index(title) != column:
            yield COLUMN_TWICE.at(cell, first=column_letters(titles.index(title) + 1))
        else:
            yield COLUMN_UNKNOWN.at(cell, known=known)


def _end_of_rows(tab: Tab, header: _Header) -> int:
    """The row after the last one that is neither blank nor a footnote."""
    end = len(tab.rows)
    while end > header.row + 1 and (
        is_blank_row(tab.rows[end - 1]) or _is_outside(tab, end - 1, header)
    ):
        end -= 1
    return end


def _is_outside(tab: Tab, row: int, header: _Header) -> bool:
    """Whether a row is a repeated header, or a remark under the table."""
    cells = tab.rows[row]
    filled = [column for column, cell in enumerate(cells) if not is_blank(cell)]
    if len(filled) > 1:
        head = tab.rows[header.row]
        return all(c < len(head) and cells[c] == head[c] for c in filled)
    if len(filled) == 1 and isinstance(text := cells[filled[0]], str):
        marks = ("note", "source", "*", "†", "see ", "total")
        return len(header.columns) > 1 and text.casefold().lstrip().startswith(marks)
    return False


def _read_row(
    tab: Tab,
    row: int,
    model: type[RowT],
    header: _Header,
    context: PeriodContext,
    given: dict[str, str],
    findings: list[Finding],
) -> RowT | None:
    """One row as its model, or None if it had to be set aside; says what was found."""
    values: dict[str, Any] = dict(given)
    usable = True
    cells = tab.rows[row]
    for spec in fields_of(model):
        column = header.columns.get(spec.name)
        if column is None:
            usable &= not spec.required or spec.name in given
            continue
        cell = cells[column] if column < len(cells) else ""
        value = read_field(cell, spec, context)
        if spec.column.in_unit and values.get("unit") is Unit.PERCENT and _is_unclear(cell):
            value = TARGET_UNCLEAR
        if value is not None and not isinstance(value, Rule):
            values[spec.name] = value
        elif value is not None or spec.required:
            rule, softer = value or REQUIRED_EMPTY, None if spec.required else Severity.WARNING
            effect = ROW_SET_ASIDE if spec.required else CELL_LEFT_EMPTY
            words = _words(spec, effect, context)
            findings.append(rule.at(tab.cell(row, column), softer, **words))
            usable &= not spec.required
    if not usable:
        return None
    first = min(header.columns.values())
    return validated(model, {**values, "place": tab.cell(row, first)}, findings, tab, row, header)


def validated(
    model: type[RowT],
    values: dict[str, Any],
    findings: list[Finding],
    tab: Tab,
    row: int,
    header: _Header,
) -> RowT | None:
    """The row's model; what its own checks complain about is left empty and said."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for problem in error.errors():
            name = problem.get("ctx", {}).get("field") or str(problem["loc"][0])
            cell = tab.cell(row, header.columns[name])
            findings.append(RULE_BY_CODE[problem["type"]].at(cell))
            values.pop(name)
    return validated(model, values, findings, tab, row, header)


def _words(spec: FieldSpec, effect: str, context: PeriodContext) -> dict[str, object]:
    return {
        "title": spec.column.title,
        "effect": effect,
        "choices": ", ".join(spec.kind) if issubclass(spec.kind, Choice) else "yes, no",
        "reason": "it is never less than 0",
        "as_of": context.as_of,
    }


def read_field(value: Value, spec: FieldSpec, context: PeriodContext) -> Any:
    """A cell as its field's kind: the value, None if it is empty, or the Rule it breaks."""
    if is_blank(value):
        return None
    if not spec.many:
        read = reader_of(spec.kind)(value, context)
        return _impossible(read, spec, context) or read
    read = [read_field(part, _single(spec), context) for part in split_cell(value)]
    rules = [part for part in read if isinstance(part, Rule)]
    return rules[0] if rules else tuple(part for part in read if part is not None)


def _impossible(read: Any, spec: FieldSpec, context: PeriodContext) -> Rule | None:
    """What is wrong with a well-typed cell: a record of a day to come, or fewer than none."""
    if spec.column.on_record and context.as_of and isinstance(read, dt.date):
        return DATE_IN_FUTURE if read > context.as_of else None
    if spec.column.days and isinstance(read, str):
        period = read_period(read, context)
        return period if isinstance(period, Rule) else None
    return OUTSIDE_UNIT if spec.kind is int and isinstance(read, int) and read < 0 else None


def _is_unclear(cell: Value) -> bool:
    """Whether a lone percent may be a share of one: typed as 0.85, without a sign."""
    number = read_number(cell)
    return number.form is Form.PLAIN and number.value is not None and 0 < number.value <= 1


def _single(spec: FieldSpec) -> FieldSpec:
    return FieldSpec(spec.name, spec.column, spec.kind, many=False, required=spec.required)


def split_cell(value: Value) -> list[Value]:
    """Several values of a cell, separated by semicolons or line breaks."""
    if not isinstance(value, str):
        return [value]
    return [part.strip() for part in value.replace("\n", ";").split(";") if part.strip()]


def _number(value: Value, context: PeriodContext) -> float | Rule | None:
    number = read_number(value)
    if number.form in (Form.PLAIN, Form.PERCENT):
        return number.value
    return None if number.is_absent else number.rule or NOT_A_NUMBER


READERS_OF: dict[type, Callable[[Value, PeriodContext], Any]] = {
    str: lambda value, _: broken_formula(value) or read_text(value) or None,
    float: _number,
    int: lambda value, _: read_whole(value),
    bool: lambda value, _: read_yes_no(value),
    dt.date: read_date,
}


@cache
def reader_of(kind: type) -> Callable[[Value, PeriodContext], Any]:
    """The reader of a column's kind; what is no plain kind is one of a few words."""
    return READERS_OF.get(kind, lambda value, _: read_choice(value, kind))


def _is_first(
    accepted: Row, first_rows: dict[object, int], findings: list[Finding], tab: Tab, header: _Header
) -> bool:
    """Whether the row's name, or the whole of a row without one, has not stood before."""
    key: object = tuple(accepted.model_dump().values())
    rule, cell = ROW_TWICE, accepted.place
    if accepted.KEY:
        rule, key = NAME_TWICE, normalise(str(getattr(accepted, accepted.KEY)))
        cell = tab.cell(accepted.place.row - 1, header.columns[accepted.KEY])
    first = first_rows.setdefault(key, accepted.place.row)
    if first == accepted.place.row:
        return True
    findings.append(rule.at(cell, first_row=first))
    return False


def _excerpts(
    tab: Tab, header: int, columns: Iterable[int], findings: Iterable[Finding]
) -> Excerpts:
    """The little sheets of a tab's findings."""
    excerpts, known = Excerpts(), sorted(columns)
    for finding in findings:
        row, column = cell_position(finding.cell)
        if column in known:
            excerpt = excerpt_of(tab, header, known, (row, column))
            excerpts.sheets[finding.source, finding.sheet, finding.cell] = excerpt
    return excerpts


def read_settings(tab: Tab, context: PeriodContext) -> RowsReading[NetworkSettings]:
    """Read the Network tab: a setting and its value a row."""
    reading: RowsReading[NetworkSettings] = RowsReading()
    values: dict[str, Any] = {}
    rows: dict[str, int] = {}
    for row, cells in enumerate(tab.rows):
        title, value = (*cells, "", "")[:2]
        spec = SETTINGS.get(title_key(read_text(title)))
        is_header = title_key(read_text(value)) in ("value", "values", "setting")
        if is_header or (spec is None and (is_blank(title) or is_blank(value))):
            continue  # a blank row, the header, or a line of text
        reading.rows_read += 1
        read = SETTING_UNKNOWN if spec is None else read_field(value, spec, context)
        if isinstance(read, Rule):
            words: dict[str, object] = {
                "known": ", ".join(dict.fromkeys(s.column.title for s in SETTINGS.values()))
            }
            words |= _words(spec, ROW_SET_ASIDE, context) if spec is not None else {}
            cell = tab.cell(row, int(spec is not None))
            reading.findings.append(read.at(cell, None, **words))
            continue
        reading.rows_accepted += 1
        if spec is not None and read is not None:
            values[spec.name], rows[spec.name] = read, row
    settings = NetworkSettings(**values)
    if (
        0 <= (settings.floor or SMALLEST_GROUP_SHOWN) < SMALLEST_GROUP_SHOWN
        and not settings.floor_reason
    ):
        cell = tab.cell(rows["floor"], 1)
        reading.findings.append(FLOOR_WITHOUT_REASON.at(cell, floor=SMALLEST_GROUP_SHOWN))
    reading.accepted = [settings]
    reading.rows_outside = tab.filled_rows() - reading.rows_read
    reading.excerpts = _excerpts(tab, 0, (0, 1), reading.findings)
    return reading


def with_year_of(tab: Tab, context: PeriodContext) -> PeriodContext:
    """The context with the school year that the tab's name gives, if it gives one."""
    year = find_school_year(tab.title)
    return context if year is None else replace(context, school_year=year)
