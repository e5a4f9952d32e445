"""Rows: a tab with one record a row becomes typed rows, findings and an account of its rows."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from typing import Any, Generic, Self, TypeVar

from pydantic import ValidationError

from kmlib import findings as rules
from kmlib.findings import CELL_LEFT_EMPTY, ROW_SET_ASIDE, RULE_BY_CODE, Finding, Rule, Severity
from kmlib.reading.cells import Tab, Value, is_blank
from kmlib.reading.excerpts import CellKey, Excerpt, excerpts_of
from kmlib.reading.fields import is_share_of_one, read_field, words_about
from kmlib.reading.matches import Match
from kmlib.reading.names import Matcher, normalise, sign_of, title_key
from kmlib.reading.periods import in_year_of
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.unread_columns import unknown_column, unread_among
from kmlib.reading.words import is_example, read_text
from kmlib.schema import EXAMPLE, FieldSpec, Row, TeamRow, Unit, fields_of

RowT = TypeVar("RowT", bound=Row)

LOOK_AHEAD = 5  # project choice: below a row with two titles, a fuller header is near
HEADER_WITHIN_ROWS = 30
A_CODE = re.compile(r"\d{1,3}(\.\d{1,3})+[a-z]?(?![\w/])")  # what a heading may begin with: 1.1.1
REMARKS = ("note", "source", "*", "†", "see ", "total")


@dataclass
class Reading:
    """What reading a table, a tab or a workbook found, and its rows told apart."""

    findings: list[Finding] = field(default_factory=list)
    rows_read: int = 0
    rows_accepted: int = 0
    rows_blank: int = 0
    rows_outside: int = 0  # filled rows that are no records: titles, headers, totals, remarks
    excerpts: dict[CellKey, Excerpt] = field(default_factory=dict)
    matches: list[Match] = field(default_factory=list)
    set_aside: set[int] = field(default_factory=set)  # numbers of rows, from 1

    def add(self, part: Self) -> None:
        """Take in what was said of a part; its rows are counted by tab."""
        self.findings += part.findings
        self.excerpts.update(part.excerpts)
        self.matches += part.matches


@dataclass
class RowsReading(Reading, Generic[RowT]):
    """A tab with one record a row, read."""

    accepted: list[RowT] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)  # of each field, from 0


@dataclass(frozen=True)
class _Sheet(Generic[RowT]):
    """A tab being read: where its columns stand, what it need not say, and what was found."""

    tab: Tab
    model: type[RowT]
    header: int  # its row
    columns: dict[str, int]  # of each field
    context: PeriodContext
    given: dict[str, str]  # what an empty cell means
    findings: list[Finding]

    @cached_property
    def first(self) -> int:
        """The first column that is read."""
        return min(self.columns.values())

    @cached_property
    def examples(self) -> frozenset[int]:
        """The rows of which the first cell that is read says that they only show what to type."""
        first, rows = self.first, self.tab.rows
        below = range(self.header + 1, len(rows))
        return frozenset(row for row in below if any(map(is_example, rows[row][first : first + 1])))

    @cached_property
    def fields(self) -> list[tuple[FieldSpec, Callable[[Value], Any]]]:
        """The fields that a row may say something of, each with what reads equal cells once."""
        named = (*self.columns, *self.model.TAB.headed)
        some = (spec for spec in fields_of(self.model) if spec.required or spec.name in named)
        once = lru_cache(None, typed=True)
        return [(s, once(partial(read_field, spec=s, context=self.context))) for s in some]


def read_rows(
    tab: Tab, model: type[RowT], context: PeriodContext, team: str = ""
) -> RowsReading[RowT]:
    """Read a tab as rows of one model; `team`, whose own workbook it is, fills empty cells."""
    reading: RowsReading[RowT] = RowsReading()
    header, columns = _find_header(tab, model)
    if not columns:
        return reading
    names_team = any(spec.name == "team" for spec in fields_of(model)) and model is not TeamRow
    given = {"team": team} if team and names_team else {}
    own = {spec.name for spec in fields_of(model)}
    wide = [pair for pair in columns.items() if pair[0] not in own]  # 1.1.1, and where
    given |= dict.fromkeys(model.TAB.headed[:1], "") if wide else {}
    unmerged = _unmerged(tab, header + 1, columns.values())
    sheet = _Sheet(unmerged, model, header, columns, context, given, reading.findings)
    reading.findings.extend(_header_findings(sheet))
    first_rows: dict[object, int] = {}
    below = range(header + 1, len(tab.rows))
    kinds = [_is_record(sheet, row) for row in below]
    reading.findings += own_examples(tab, sorted(sheet.examples), model)
    while kinds and not kinds[-1]:  # blank rows and remarks below the last record
        kinds.pop()
    for row, is_record in enumerate(kinds, header + 1):
        reading.rows_read += is_record is not False
        reading.rows_blank += is_record is None
        some = [pair for pair in wide if not is_blank(sheet.tab.cell(row, pair[1]).value)]
        some = some or wide[:1] or [("", -1)]
        found = [_read_row(sheet, row, *pair) for pair in some if is_record]
        kept = [one for one in found if one and _is_first(sheet, one, first_rows)]
        reading.accepted += kept
        reading.rows_accepted += bool(kept)
        if is_record and not kept:
            reading.set_aside.add(row + 1)
    reading.rows_outside = tab.filled_rows() - reading.rows_read + reading.rows_blank
    reading.columns = columns
    reading.excerpts = excerpts_of(tab, header, sorted(columns.values()), reading.findings)
    return reading


def _unmerged(tab: Tab, first: int, columns: Iterable[int]) -> Tab:
    """The tab with a cell that is merged over several rows in each of those that hold more."""
    rows = list(tab.rows)
    for column in columns:
        for top, row in tab.merged_down(column, first, len(rows)):
            value = tab.cell(top, column).value
            rows[row] = [value if c == column else v for c, v in enumerate(rows[row])]
    return replace(tab, rows=rows)


def fits(tab: Tab, model: type[Row]) -> bool:
    """Whether a tab has a header row of this model, with the columns that name its rows."""
    return bool(_find_header(tab, model)[1])


def _find_header(tab: Tab, model: type[Row]) -> tuple[int, dict[str, int]]:
    """The row whose cells are titles of the model's columns, the fullest first, and where.

    No column is told where none is the header.
    """
    found, best = 0, dict[str, int]()
    for row, cells in enumerate(tab.rows[:HEADER_WITHIN_ROWS]):
        if len(best) > 1 and row > found + LOOK_AHEAD:
            break
        columns = _match_columns(cells, model)
        if len(columns) > len(best):
            found, best = row, columns
    if best and model.TAB.headed and model.TAB.headed[0] not in best:  # a wide tab
        for column, cell in enumerate(tab.rows[found]):
            if code := A_CODE.match(read_text(cell)):
                best.setdefault(code[0], column)
    required = [spec.name for spec in fields_of(model) if spec.required]
    is_full = model.KEY in best or len(best) >= min(2, len(fields_of(model))) or len(required) == 1
    is_named = any(name in best for name in required or best)
    return found, best if is_full and is_named else {}


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


def _header_findings(sheet: _Sheet[RowT]) -> Iterator[Finding]:
    """Columns that are missing, stand twice, look like a roster, or are not known."""
    row, columns = sheet.header, sheet.columns
    specs, used = fields_of(sheet.model), set(columns.values())
    missing = [s for s in specs if s.required and s.name not in {**columns, **sheet.given}]
    if missing:
        titles = ", ".join(spec.column.title for spec in missing)
        yield rules.COLUMN_MISSING.at(sheet.tab.cell(row, min(used)), title=titles)
    rows, known = sheet.tab.rows[row:], ", ".join(spec.column.title for spec in specs)
    heads = [sheet.tab.cell(row, column) for column in range(max(map(len, rows)))]

    def otherwise(column: int) -> Finding:
        unread = Matcher([spec.column.titles for spec in specs if spec.name not in columns])
        return unknown_column(heads[column], unread, known)

    yield from unread_among(
        heads,
        used,
        lambda column: any(not is_blank(c) for cells in rows for c in cells[column : column + 1]),
        otherwise,
    )


def _is_record(sheet: _Sheet[RowT], row: int) -> bool | None:
    """Whether a row is a record; None if it is blank, False for a remark or a repeated header."""
    cells = sheet.tab.rows[row]
    filled = [column for column, cell in enumerate(cells) if cell != "" and not is_blank(cell)]
    if not filled:
        return None
    if row in sheet.examples:
        return False
    known = any(column in sheet.columns.values() for column in filled)
    if len(filled) == 1 and isinstance(text := cells[filled[0]], str):
        is_remark = text.casefold().lstrip().startswith(REMARKS)
        return known and not (is_remark and len(sheet.columns) > 1)
    head = sheet.tab.rows[sheet.header]
    is_header = all(c < len(head) and cells[c] == head[c] for c in filled)
    return known and not is_header


def own_examples(tab: Tab, rows: Iterable[int], model: type[Row]) -> Iterator[Finding]:
    """A note for each example row that somebody typed; the template's own need no word."""
    given = {EXAMPLE.strip(), *(spec.column.example for spec in fields_of(model))}
    for row in rows:
        texts = {read_text(cell).removeprefix(EXAMPLE) for cell in tab.rows[row]}
        if not texts <= given:
            filled = (c for c, cell in enumerate(tab.rows[row]) if not is_blank(cell))
            yield rules.EXAMPLE_ROW.at(tab.cell(row, next(filled)))


def _read_row(sheet: _Sheet[RowT], row: int, heading: str = "", below: int = -1) -> RowT | None:
    """One row as its model, or None if it had to be set aside; says what was found.

    Of a wide tab it is the row with one heading, and with what stands below that.
    """
    columns, cells = sheet.columns, sheet.tab.rows[row]
    values: dict[str, Any] = dict(sheet.given)
    if heading:
        values[sheet.model.TAB.headed[0]] = heading
        columns = columns | {sheet.model.TAB.headed[1]: below}
    usable = True
    for spec, read in sheet.fields:
        column = columns.get(spec.name, len(cells))
        cell = cells[column] if column < len(cells) else ""
        if cell == "" and not spec.required:
            continue
        value = read(cell)
        if spec.column.in_unit and values.get("unit") is Unit.PERCENT and is_share_of_one(cell):
            value = rules.TARGET_UNCLEAR
        if value is None and not (spec.required and spec.name not in sheet.given):
            continue
        if value is not None and not isinstance(value, Rule):
            values[spec.name] = value
            continue
        usable &= not spec.required
        if spec.name in columns:
            effect = ROW_SET_ASIDE if spec.required else CELL_LEFT_EMPTY
            softer = None if spec.required else Severity.WARNING
            about = words_about(spec, effect, sheet.context)
            rule = value or rules.REQUIRED_EMPTY
            sheet.findings.append(rule.at(sheet.tab.cell(row, column), softer, **about))
    if not usable:
        return None
    first = below if heading else sheet.first
    return _validated(sheet, {**values, "place": sheet.tab.cell(row, first)})


def _validated(sheet: _Sheet[RowT], values: dict[str, Any]) -> RowT:
    """The row's model; what its own checks complain about is left empty and said."""
    try:
        return sheet.model.model_validate(values)
    except ValidationError as error:
        for problem in error.errors():
            name = problem.get("ctx", {}).get("field") or str(problem["loc"][0])
            cell = sheet.tab.cell(values["place"].row - 1, sheet.columns[name])
            sheet.findings.append(RULE_BY_CODE[problem["type"]].at(cell))
            values.pop(name)
    return _validated(sheet, values)


def _is_first(sheet: _Sheet[RowT], accepted: RowT, first_rows: dict[object, int]) -> bool:
    """Whether the row's name, or the whole of a row without one, has not stood before."""
    rule, cell = rules.ROW_TWICE, accepted.place
    key: object
    if name := accepted.KEY:
        rule, cell = rules.NAME_TWICE, sheet.tab.cell(cell.row - 1, sheet.columns[name])
        text = str(getattr(accepted, name))
        key = normalise(text), sign_of(text)
    else:
        key = tuple((vars(accepted) | {"place": None}).values())
    first = first_rows.setdefault(key, cell.row)
    if first != cell.row:
        sheet.findings.append(rule.at(cell, first_row=first))
    return first == cell.row


def with_year_of(tab: Tab, context: PeriodContext) -> PeriodContext:
    """The context with the school year that the tab's name gives, and how the tab counts days."""
    return in_year_of([tab.title], replace(context, epoch_1904=tab.epoch_1904))
