"""What an .ods file says that calamine does not pass on: percents, errors, what is hidden."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse

from kmlib.reading.grids import Grid, duration_text
from kmlib.reading.sheet_xml import percent_text

DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
HIDDEN = ("collapse", "filter")


@dataclass
class TableFacts:
    """What one table says beyond its values; rows and columns count from 0."""

    shown: list[tuple[range, range, str]] = field(default_factory=list)  # rows, columns, text
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    in_row: list[tuple[range, str]] = field(default_factory=list)  # the same of an unfinished row
    row: int = 0  # where the next row, cell and description of a column stand
    column: int = 0
    described: int = 0


def read_tables(content: bytes) -> list[TableFacts]:
    """Look through the tables of a content.xml, in their order."""
    tables: list[TableFacts] = []
    for event, element in iterparse(BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "table":
                tables.append(TableFacts())
        elif tag in AT_THE_END_OF and tables:
            AT_THE_END_OF[tag](tables[-1], element)
    return tables


def put_shown(grid: Grid, table: TableFacts) -> None:
    """Put what the sheet shows over the values that calamine gives."""
    for rows, columns, text in table.shown:
        for cells in grid[rows.start : rows.stop]:
            for column in range(columns.start, min(columns.stop, len(cells))):
                cells[column] = text


def _end_of_cell(table: TableFacts, cell: Element) -> None:
    columns = _repeated(cell, "columns", table.column)
    table.column = columns.stop
    text = _text_shown(cell)
    if text:
        table.in_row.append((columns, text))


def _end_of_row(table: TableFacts, row: Element) -> None:
    rows = _repeated(row, "rows", table.row)
    table.row, table.column = rows.stop, 0
    table.shown += ((rows, columns, text) for columns, text in table.in_row)
    table.in_row.clear()
    if _says(row).get("visibility") in HIDDEN:
        table.hidden_rows.append(rows)
    row.clear()


def _end_of_column(table: TableFacts, column: Element) -> None:
    columns = _repeated(column, "columns", table.described)
    table.described = columns.stop
    if _says(column).get("visibility") in HIDDEN:
        table.hidden_columns.append(columns)


AT_THE_END_OF: dict[str, Callable[[TableFacts, Element], None]] = {
    "table-cell": _end_of_cell,
    "covered-table-cell": _end_of_cell,
    "table-row": _end_of_row,
    "table-column": _end_of_column,
}


def _text_shown(cell: Element) -> str:
    """The text of a cell that calamine gives otherwise; empty for all other cells."""
    says = _says(cell)
    kind = says.get("value-type")
    if kind == "percentage":
        return percent_text(says.get("value", "").encode())
    if kind == "error":
        return "".join(cell.itertext())
    if kind == "time" and (length := DURATION.fullmatch(says.get("time-value", ""))):
        hours, minutes, seconds = map(int, length.groups())
        return duration_text(dt.timedelta(hours=hours, minutes=minutes, seconds=seconds))
    if kind is None and "formula" in says:
        return says["formula"].removeprefix("of:")
    return ""


def _repeated(element: Element, what: str, start: int) -> range:
    return range(start, start + int(_says(element).get(f"number-{what}-repeated", 1)))


def _says(element: Element) -> dict[str, str]:
    """The attributes by bare name; LibreOffice's own word on a kind comes last, and counts."""
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
