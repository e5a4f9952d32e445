"""Workbooks in .xls and .ods, read in a process of their own that may fail alone.

calamine reads the values; for .ods the XML says percents, errors and what is hidden, too.
"""

from __future__ import annotations

import datetime as dt
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from python_calamine import CalamineError, CalamineWorkbook, PasswordError
from python_calamine import SheetTypeEnum as Kind
from python_calamine import SheetVisibleEnum as Visible

from kmlib.findings import SOURCE_DAMAGED, SOURCE_LOCKED, Finding
from kmlib.reading.cells import SourceError, Tab
from kmlib.reading.grids import Grid, SheetFacts, duration_text, durations_as_text, finish
from kmlib.reading.guards import ZIP, ZIP_ERRORS, check_cells, refused, refusing
from kmlib.reading.xlsx_xml import percent_text

CONTENT = "content.xml"  # of an .ods file
LONGEST_READ = 60  # project choice: seconds for one workbook of an older format
MOST_MEMORY = 2 << 30  # project choice: bytes for the same, enough for the largest .xls
DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def read_apart(data: bytes, name: str) -> tuple[Tab, ...]:
    """Read a workbook of an older format in a process of its own, with limits.

    The reader of these formats can end its whole process on a damaged file; that must not be
    the process that serves the dashboard.
    """
    too_long = f"it was not read within {LONGEST_READ} seconds"
    with refusing(name, too_long, subprocess.TimeoutExpired):
        child = subprocess.run(
            [sys.executable, "-m", __spec__.name],
            input=pickle.dumps((data, name)),
            capture_output=True,
            timeout=LONGEST_READ,
            cwd=Path(__file__).parents[2],  # where this module is found by its name
            check=False,
        )
    if child.returncode:
        raise refused(SOURCE_DAMAGED, name, reason="its parts do not fit together")
    answer: tuple[Tab, ...] | Finding = pickle.loads(child.stdout)
    if isinstance(answer, Finding):
        raise SourceError(answer)
    return answer


def answer_parent() -> None:
    """Read the workbook that arrives on standard input and hand its tabs, or a finding, back."""
    data, name = pickle.loads(sys.stdin.buffer.read())
    if sys.platform != "win32":  # Windows keeps no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    answer: tuple[Tab, ...] | Finding
    try:
        answer = read_older_format(data, name)
    except SourceError as error:
        answer = error.finding
    pickle.dump(answer, sys.stdout.buffer)


def read_older_format(data: bytes, name: str) -> tuple[Tab, ...]:
    """The tabs of an .xls or .ods workbook; in .xls an error looks empty, and 85% like 0.85."""
    facts: list[SheetFacts] = []  # none for .xls
    try:
        if data.startswith(ZIP):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                facts = read_tables(archive.read(CONTENT))
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return tuple(
                _tab(book, number, facts[number] if number < len(facts) else SheetFacts(), name)
                for number, about in enumerate(book.sheets_metadata)
                if about.typ == Kind.WorkSheet
            )
    except PasswordError as error:
        raise refused(SOURCE_LOCKED, name) from error
    except (CalamineError, LookupError, ParseError, *ZIP_ERRORS) as error:
        raise refused(SOURCE_DAMAGED, name, reason="its cells cannot be read") from error


def _tab(book: CalamineWorkbook, number: int, facts: SheetFacts, name: str) -> Tab:
    about, sheet = book.sheets_metadata[number], book.get_sheet_by_index(number)
    check_cells(sheet.total_height * sheet.total_width, name, f"the tab “{about.name}”")
    grid: Grid = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    durations_as_text(grid)
    facts.merged += ((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return finish(Tab(name, about.name, grid, about.visible != Visible.Visible), facts)


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


if __name__ == "__main__":
    answer_parent()
