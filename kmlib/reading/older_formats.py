"""Workbooks in .xls and .ods; their readers may end the whole process, so they are read apart.

calamine reads the values; for .ods the XML says percents, errors and what is hidden, too.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook
from python_calamine import SheetTypeEnum as Kind
from python_calamine import SheetVisibleEnum as Visible

from kmlib.reading.cells import Tab
from kmlib.reading.grids import Grid, SheetFacts, duration_text, durations_as_text, finish
from kmlib.reading.guards import (
    ZIP_ERRORS,
    check_cells,
    panics_told,
    read_part,
    refusing,
)
from kmlib.reading.xlsx_xml import no_instructions, percent_text

CONTENT = "content.xml"  # of an .ods file
DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
BROKEN = (CalamineError, LookupError, ParseError, *ZIP_ERRORS)

Sheets = Iterator[tuple[str, Callable[[], Tab]]]  # their titles, and how to read each of them


def sheets_of_xls(data: bytes, name: str) -> Sheets:
    """The sheets of an .xls workbook; an error in it looks empty, and 85% like 0.85."""
    return _sheets(data, [], name)


def sheets_of_ods(archive: ZipFile, data: bytes, name: str) -> Sheets:
    """The sheets of an .ods workbook; none if one is too large: calamine reads all or none."""
    with refusing(name, "its cells cannot be read", *BROKEN):
        facts = read_tables(no_instructions(read_part(archive, CONTENT)))
    return _sheets(data, facts, name)


def _sheets(data: bytes, facts: list[SheetFacts], name: str) -> Sheets:
    with refusing(name, "its cells cannot be read", *BROKEN), panics_told():
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    for number, about in enumerate(book.sheets_metadata):
        if about.typ == Kind.WorkSheet:
            mine = facts[number] if number < len(facts) else SheetFacts()
            yield about.name, partial(_tab, book, number, mine, name)


def _tab(book: CalamineWorkbook, number: int, facts: SheetFacts, name: str) -> Tab:
    about = book.sheets_metadata[number]
    if book.sheet_names.count(about.name) > 1:
        raise LookupError(about.name)  # it goes by name, and would read one of them twice
    sheet = book.get_sheet_by_index(number)
    row, column = sheet.end or (0, 0)
    check_cells(row + 1, column + 1)
    grid: Grid = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    durations_as_text(grid)
    facts.merged += ((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return finish(Tab(name, about.name, grid, about.visible != Visible.Visible), facts)


def read_tables(content: bytes) -> list[SheetFacts]:
    """Look through the tables of a content.xml, in their order; none may stretch too far."""
    tables: list[SheetFacts] = []
    row = column = 0  # where the next row, and the next column described, stand
    last_row = last_column = 0  # of those that are filled
    for event, element in iterparse(BytesIO(content), events=("start", "end")):
        match event, element.tag.rpartition("}")[2]:
            case "start", "table":
                tables.append(SheetFacts())
                row = column = last_row = last_column = 0
            case "end", "table-column":
                columns = _span(element, "columns", column)
                column = columns.stop
                if _is_hidden(element):
                    tables[-1].hidden_columns.append(columns)
            case "end", "table-row":
                rows = _span(element, "rows", row)
                row = rows.stop
                cells = list(_cells(element))
                if filled := [columns.stop for columns, cell in cells if _is_filled(cell)]:
                    last_row, last_column = rows.stop, max(last_column, *filled)
                    check_cells(last_row, last_column)
                texts = ((columns, _text_shown(cell)) for columns, cell in cells)
                tables[-1].shown += ((rows, *shown) for shown in texts if shown[1])
                if _is_hidden(element):
                    tables[-1].hidden_rows.append(rows)
                element.clear()
    return tables


def _cells(row: Element) -> Iterator[tuple[range, Element]]:
    column = 0
    for cell in row:
        columns = _span(cell, "columns", column)
        column = columns.stop
        yield columns, cell


def _is_filled(cell: Element) -> bool:
    says = _says(cell)
    return "value-type" in says or "formula" in says or len(cell) > 0


def _text_shown(cell: Element) -> str:
    """The text of a cell that calamine gives otherwise; empty for all other cells."""
    says = _says(cell)
    match says.get("value-type"):
        case None:
            return says.get("formula", "").removeprefix("of:")
        case "percentage":
            return percent_text(says.get("value", "").encode())
        case "error":
            return "".join(cell.itertext())
        case "time" if length := DURATION.fullmatch(says.get("time-value", "")):
            hours, minutes, seconds = map(int, length.groups())
            return duration_text(dt.timedelta(hours=hours, minutes=minutes, seconds=seconds))
    return ""


def _span(element: Element, of: str, start: int) -> range:
    return range(start, start + int(_says(element).get(f"number-{of}-repeated", 1)))


def _is_hidden(element: Element) -> bool:
    return _says(element).get("visibility") in ("collapse", "filter")


def _says(element: Element) -> dict[str, str]:
    """The attributes by bare name; LibreOffice's own word on a kind comes last, and counts."""
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
