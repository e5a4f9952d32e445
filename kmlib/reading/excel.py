"""Excel and OpenDocument workbooks -> tabs of cells, read-only and without running anything.

calamine reads the values; `sheet_xml` puts back what it hides. What calamine refuses is read by
openpyxl, and the older formats are read in a process of their own that may fail alone.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys
import warnings
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError
from zipfile import ZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kmlib.findings import SOURCE_DAMAGED, SOURCE_KIND_UNKNOWN, SOURCE_LOCKED, Finding
from kmlib.reading.cells import SourceError, Tab, Value, Workbook, is_blank, is_blank_row
from kmlib.reading.guards import (
    ZIP_ERRORS,
    check_cells,
    check_parts,
    check_size,
    open_zip,
    refused,
)
from kmlib.reading.sheet_xml import Correction, SheetFacts, SheetPart, list_sheets, read_facts

Grid = list[list[Value]]

ZIP = b"PK"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every workbook with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet

LONGEST_READ = 60  # project choice: seconds for one workbook of an older format
MOST_MEMORY = 2 << 30  # project choice: bytes for the same, enough for the largest .xls

# What openpyxl raises on files that break their own rules, as seen on real ones
UNREADABLE = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError),
    *(ElementTree.ParseError, ExpatError),
    *ZIP_ERRORS,
)


def read_excel(source: str | Path | bytes, name: str) -> Workbook:
    """The tabs of an .xlsx, .xlsm, .xls or .ods workbook, given as a path or as its bytes.

    Raises:
        SourceError: it is damaged, locked, too large or no workbook.
    """
    if isinstance(source, bytes):
        data, path = source, ""
    else:
        check_size(Path(source).stat().st_size, name)
        data, path = Path(source).read_bytes(), str(source)
    if data.startswith(OLD_OFFICE):
        if ENCRYPTED in data:
            raise refused(SOURCE_LOCKED, name)
        return Workbook(name, read_apart(data, name), path=path)
    if not data.startswith(ZIP):
        raise refused(SOURCE_KIND_UNKNOWN, name)
    with open_zip(data, name) as archive:
        if "content.xml" in archive.NameToInfo:
            check_parts(archive, name)
            return Workbook(name, read_apart(data, name), path=path)
        return Workbook(name, _read_xlsx(archive, data, name), path=path)


def _read_xlsx(archive: ZipFile, data: bytes, name: str) -> tuple[Tab, ...]:
    try:
        sheets, styles = list_sheets(archive)
        worksheets = [sheet for sheet in sheets if sheet.part]
        check_parts(archive, name, but={sheet.part for sheet in worksheets})
        facts = [read_facts(archive, sheet, styles, name) for sheet in worksheets]
    except UNREADABLE as error:
        raise refused(SOURCE_DAMAGED, name, reason="its parts do not fit together") from error
    if not worksheets:
        raise refused(SOURCE_KIND_UNKNOWN, name)
    grids = _calamine_grids(data, sheets, name)
    if grids is None:
        grids = _openpyxl_grids(data, len(worksheets), name)
    return tuple(
        _tab(name, sheet, grid, fact, styles.has_durations)
        for sheet, grid, fact in zip(worksheets, grids, facts, strict=True)
    )


def _calamine_grids(data: bytes, sheets: list[SheetPart], name: str) -> list[Grid] | None:
    """The values of each worksheet; None where calamine cannot read the workbook."""
    if len({part.title for part in sheets}) < len(sheets):
        return None  # it goes by name, and would read the first of two twice
    grids: list[Grid] = []
    cells = 0
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            if len(book.sheet_names) != len(sheets):
                return None
            for number, part in enumerate(sheets):
                if not part.part:
                    continue
                sheet = book.get_sheet_by_index(number)
                cells += sheet.total_height * sheet.total_width
                check_cells(cells, name, f"the tab “{part.title}”")
                grids.append(sheet.to_python(skip_empty_area=False))  # type: ignore[arg-type]
    except CalamineError:
        return None
    except BaseException as error:
        if is_panic(error):
            return None
        raise
    return grids


def is_panic(error: BaseException) -> bool:
    """Whether calamine lost its footing: it then raises a class that nobody can import."""
    return type(error).__name__ == "PanicException"


def _openpyxl_grids(data: bytes, sheets: int, name: str) -> list[Grid]:
    """The same values, slowly, by a reader that stumbles over other things."""
    import openpyxl  # type: ignore[import-untyped]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it names features that it leaves out, never cells
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            if len(book.worksheets) != sheets:
                raise refused(SOURCE_DAMAGED, name, reason="some of its tabs cannot be found")
            grids = []
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # those that the file declares may lie
                rows = sheet.iter_rows(values_only=True)
                grids.append([[_as_calamine_gives(value) for value in row] for row in rows])
    except UNREADABLE as error:
        raise refused(SOURCE_DAMAGED, name, reason="its cells cannot be read") from error
    return grids


def _as_calamine_gives(value: object) -> Value:
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def _tab(name: str, sheet: SheetPart, grid: Grid, facts: SheetFacts, has_durations: bool) -> Tab:
    correct(grid, facts.corrections)
    if has_durations:
        durations_as_text(grid)
    width = trim(grid)
    return Tab(
        source=name,
        title=sheet.title,
        rows=grid,
        hidden=sheet.is_hidden,
        hidden_rows=frozenset(row for row in facts.hidden_rows if row < len(grid)),
        hidden_columns=frozenset(
            column for span in facts.hidden_columns for column in span[:width] if column < width
        ),
        merged=facts.merged,
    )


def correct(grid: Grid, corrections: list[Correction]) -> None:
    """Put the texts that a sheet shows over the values that calamine gives."""
    for row, column, text in corrections:
        if not (0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN):
            continue
        if row >= len(grid):
            grid.extend([] for _ in range(row + 1 - len(grid)))
        cells = grid[row]
        if column >= len(cells):
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text


def durations_as_text(grid: Grid) -> None:
    """Lengths of time as the sheet shows them: 30:05 for thirty hours and five minutes."""
    for cells in grid:
        for column, value in enumerate(cells):
            if isinstance(value, dt.timedelta):
                cells[column] = duration_text(value)


def duration_text(length: dt.timedelta) -> str:
    """A length of time in hours and minutes, and seconds where there are any.

    >>> duration_text(dt.timedelta(hours=30, minutes=5)), duration_text(dt.timedelta(seconds=-90))
    ('30:05', '-0:01:30')
    """
    minutes, seconds = divmod(abs(round(length.total_seconds())), 60)
    text = f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return f"-{text}" if length < dt.timedelta() else text


def trim(grid: Grid) -> int:
    """Cut off blank rows below and blank columns to the right; returns the width that is left."""
    while grid and is_blank_row(grid[-1]):
        grid.pop()
    width = full = max(map(len, grid), default=0)
    while width and all(len(row) < width or is_blank(row[width - 1]) for row in grid):
        width -= 1
    if width < full:
        for row in grid:
            del row[width:]
    return width


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
    """The tabs of an .xls or .ods workbook; an error value looks empty, 85% like 0.85."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return tuple(
                _older_tab(book, number, name)
                for number, sheet in enumerate(book.sheets_metadata)
                if sheet.typ == SheetTypeEnum.WorkSheet
            )
    except PasswordError as error:
        raise refused(SOURCE_LOCKED, name) from error
    except CalamineError as error:
        raise refused(SOURCE_DAMAGED, name, reason="its cells cannot be read") from error


def _older_tab(book: CalamineWorkbook, number: int, name: str) -> Tab:
    about, sheet = book.sheets_metadata[number], book.get_sheet_by_index(number)
    check_cells(sheet.total_height * sheet.total_width, name, f"the tab “{about.name}”")
    grid: Grid = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    durations_as_text(grid)
    trim(grid)
    return Tab(
        source=name,
        title=about.name,
        rows=grid,
        hidden=about.visible != SheetVisibleEnum.Visible,
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
