"""Workbooks in .xls and .ods, read in a process of their own that may fail alone."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import ParseError

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kmlib.findings import SOURCE_DAMAGED, SOURCE_LOCKED, Finding
from kmlib.reading.cells import SourceError, Tab
from kmlib.reading.grids import Grid, durations_as_text, places, trim
from kmlib.reading.guards import ZIP, ZIP_ERRORS, check_cells, refused
from kmlib.reading.ods_xml import TableFacts, put_shown, read_tables

CONTENT = "content.xml"  # of an .ods file
LONGEST_READ = 60  # project choice: seconds for one workbook of an older format
MOST_MEMORY = 2 << 30  # project choice: bytes for the same, enough for the largest .xls


def read_apart(data: bytes, name: str) -> tuple[Tab, ...]:
    """Read a workbook of an older format in a process of its own, with limits.

    The reader of these formats can end its whole process on a damaged file; that must not be
    the process that serves the dashboard.
    """
    places = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    try:
        child = subprocess.run(
            [sys.executable, "-m", __spec__.name],
            input=pickle.dumps((data, name)),
            capture_output=True,
            timeout=LONGEST_READ,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        reason = f"it was not read within {LONGEST_READ} seconds"
        raise refused(SOURCE_DAMAGED, name, reason=reason) from error
    if child.returncode:
        raise refused(SOURCE_DAMAGED, name, reason="its parts do not fit together")
    answer = pickle.loads(child.stdout)
    if isinstance(answer, Finding):
        raise SourceError(answer)
    return tuple(answer)


def read_older_format(data: bytes, name: str) -> tuple[Tab, ...]:
    """The tabs of an .xls or .ods workbook; in .xls an error looks empty, and 85% like 0.85."""
    try:
        tables = _tables_of(data)
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return tuple(
                _older_tab(book, number, tables.get(number, TableFacts()), name)
                for number, sheet in enumerate(book.sheets_metadata)
                if sheet.typ == SheetTypeEnum.WorkSheet
            )
    except PasswordError as error:
        raise refused(SOURCE_LOCKED, name) from error
    except (CalamineError, ValueError, ParseError, *ZIP_ERRORS) as error:
        raise refused(SOURCE_DAMAGED, name, reason="its cells cannot be read") from error


def _tables_of(data: bytes) -> dict[int, TableFacts]:
    """What an .ods file says about its tables; nothing for .xls."""
    if data.startswith(ZIP):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return dict(enumerate(read_tables(archive.read(CONTENT))))
    return {}


def _older_tab(book: CalamineWorkbook, number: int, table: TableFacts, name: str) -> Tab:
    about, sheet = book.sheets_metadata[number], book.get_sheet_by_index(number)
    check_cells(sheet.total_height * sheet.total_width, name, f"the tab “{about.name}”")
    grid: Grid = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    put_shown(grid, table)
    durations_as_text(grid)
    width = trim(grid)
    return Tab(
        source=name,
        title=about.name,
        rows=grid,
        hidden=about.visible != SheetVisibleEnum.Visible,
        hidden_rows=places(table.hidden_rows, len(grid)),
        hidden_columns=places(table.hidden_columns, width),
        merged=tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ()),
    )


def answer_parent() -> None:
    """Read the workbook that arrives on standard input and hand its tabs, or a finding, back."""
    data, name = pickle.loads(sys.stdin.buffer.read())
    _limit_memory()
    answer: tuple[Tab, ...] | Finding
    try:
        answer = read_older_format(data, name)
    except SourceError as error:
        answer = error.finding
    pickle.dump(answer, sys.stdout.buffer)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows keeps no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    answer_parent()
