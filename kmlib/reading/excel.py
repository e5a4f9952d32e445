"""Excel and OpenDocument workbooks -> tabs of cells, read-only and without running anything.

calamine reads the values; `sheet_xml` puts back what it hides. What calamine refuses is read by
openpyxl, and the older formats are read in a process of their own that may fail alone.
"""

from __future__ import annotations

import datetime as dt
import warnings
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from kmlib.findings import SOURCE_DAMAGED, SOURCE_KIND_UNKNOWN, SOURCE_LOCKED
from kmlib.reading.cells import Tab, Value, Workbook
from kmlib.reading.grids import Grid, correct, durations_as_text, places, trim
from kmlib.reading.guards import (
    ZIP,
    ZIP_ERRORS,
    check_cells,
    check_parts,
    check_size,
    open_zip,
    refused,
)
from kmlib.reading.older_formats import CONTENT, read_apart
from kmlib.reading.sheet_xml import SheetFacts, percent_cells, put_percents, read_facts
from kmlib.reading.xlsx_parts import SheetPart, list_sheets

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every workbook with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

BROKEN = (LookupError, ValueError, OverflowError, ElementTree.ParseError, ExpatError, *ZIP_ERRORS)
# What openpyxl raises, too, on files that break their own rules, as seen on real ones
BROKEN_FOR_OPENPYXL = (TypeError, AttributeError, *BROKEN)


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
        if CONTENT in archive.NameToInfo:
            check_parts(archive, name)
            return Workbook(name, read_apart(data, name), path=path)
        return Workbook(name, _read_xlsx(archive, data, name), path=path)


def _read_xlsx(archive: ZipFile, data: bytes, name: str) -> tuple[Tab, ...]:
    try:
        sheets, styles = list_sheets(archive)
        worksheets = [sheet for sheet in sheets if sheet.part]
        check_parts(archive, name, but={sheet.part for sheet in worksheets})
        percents = percent_cells(styles.percents)
        facts = [read_facts(archive, sheet, percents, name) for sheet in worksheets]
    except BROKEN as error:
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
    except BROKEN_FOR_OPENPYXL as error:
        raise refused(SOURCE_DAMAGED, name, reason="its cells cannot be read") from error
    return grids


def _as_calamine_gives(value: object) -> Value:
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def _tab(name: str, sheet: SheetPart, grid: Grid, facts: SheetFacts, has_durations: bool) -> Tab:
    put_percents(grid, facts.percents)
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
        hidden_columns=places(facts.hidden_columns, width),
        merged=facts.merged,
    )
