"""What an .ods file says that calamine does not pass on: percents, errors, what is hidden."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse

from kmlib.reading.grids import SheetFacts, duration_text
from kmlib.reading.sheet_xml import percent_text

DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def read_tables(content: bytes) -> list[SheetFacts]:
    """Look through the tables of a content.xml, in their order."""
    tables: list[SheetFacts] = []
    row = column = 0  # where the next row, and the next column described, stand
    for event, element in iterparse(BytesIO(content), events=("start", "end")):
        match event, element.tag.rpartition("}")[2]:
            case "start", "table":
                tables.append(SheetFacts())
                row = column = 0
            case "end", "table-column":
                columns = _span(element, "columns", column)
                column = columns.stop
                if _is_hidden(element):
                    tables[-1].hidden_columns.append(columns)
            case "end", "table-row":
                rows = _span(element, "rows", row)
                row = rows.stop
                tables[-1].shown += ((rows, *cell) for cell in _cells_shown(element))
                if _is_hidden(element):
                    tables[-1].hidden_rows.append(rows)
                element.clear()
    return tables


def _cells_shown(row: Element) -> Iterator[tuple[range, str]]:
    """The columns and texts of the cells that calamine gives otherwise."""
    column = 0
    for cell in row:
        columns = _span(cell, "columns", column)
        column = columns.stop
        if text := _text_shown(cell):
            yield columns, text


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


def _span(element: Element, of: str, start: int) -> range:
    return range(start, start + int(_says(element).get(f"number-{of}-repeated", 1)))


def _is_hidden(element: Element) -> bool:
    return _says(element).get("visibility") in ("collapse", "filter")


def _says(element: Element) -> dict[str, str]:
    """The attributes by bare name; LibreOffice's own word on a kind comes last, and counts."""
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
