"""Excel and OpenDocument workbooks -> tabs of cells, read-only and without running anything.

calamine reads the values; `xlsx_xml` puts back what it hides. What calamine refuses is read by
openpyxl, and the older formats are read in a process of their own that may fail alone.
"""

from __future__ import annotations

import datetime as dt
import warnings
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from kmlib.findings import SOURCE_KIND_UNKNOWN, SOURCE_LOCKED
from kmlib.reading import guards
from kmlib.reading.cells import Tab, Value, Workbook
from kmlib.reading.grids import Grid, durations_as_text, finish
from kmlib.reading.older_formats import CONTENT, read_apart
from kmlib.reading.xlsx_xml import SheetPart, list_sheets, percent_cells, put_percents, read_facts

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every workbook with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

BROKEN = (LookupError, OverflowError, ParseError, *guards.ZIP_ERRORS)
# What openpyxl raises, too, on files that break their own rules, as seen on real ones
BROKEN_FOR_OPENPYXL = (TypeError, AttributeError, *BROKEN)


def read_excel(data: bytes, name: str) -> Workbook:
    """The tabs of an .xlsx, .xlsm, .xls or .ods workbook.

    Raises:
        SourceError: it is damaged, locked, too large or no workbook.
    """
    if data.startswith(OLD_OFFICE):
        if ENCRYPTED in data:
            raise guards.refused(SOURCE_LOCKED, name)
        return Workbook(name, read_apart(data, name))
    if not data.startswith(guards.ZIP):
        raise guards.refused(SOURCE_KIND_UNKNOWN, name)
    with guards.open_zip(data, name) as archive:
        if CONTENT not in archive.NameToInfo:
            return Workbook(name, tuple(_read_xlsx(archive, data, name)))
        guards.check_parts(archive)
    return Workbook(name, read_apart(data, name))


def _read_xlsx(archive: ZipFile, data: bytes, name: str) -> list[Tab]:
    with guards.refusing(name, "its parts do not fit together", *BROKEN):
        sheets, formats = list_sheets(archive)
        worksheets = [sheet for sheet in sheets if sheet.part]
        guards.check_parts(archive, but={sheet.part for sheet in worksheets})
        percents = percent_cells(formats)
        looks = [read_facts(archive, sheet, percents, name) for sheet in worksheets]
    if not worksheets:
        raise guards.refused(SOURCE_KIND_UNKNOWN, name)
    grids = _calamine_grids(data, sheets, name) or _openpyxl_grids(data, len(worksheets), name)
    tabs = []
    for sheet, grid, (percents_here, facts) in zip(worksheets, grids, looks, strict=True):
        put_percents(grid, percents_here)
        if any("[" in code for code in formats):
            durations_as_text(grid)
        tab = Tab(name, sheet.title, grid, sheet.is_hidden, epoch_1904=sheet.epoch_1904)
        tabs.append(finish(tab, facts))
    return tabs


def _calamine_grids(data: bytes, sheets: list[SheetPart], name: str) -> list[Grid] | None:
    """The values of each worksheet; None where calamine cannot read the workbook."""
    grids: list[Grid] = []
    cells = 0
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            if not len(sheets) == len(book.sheet_names) == len(set(book.sheet_names)):
                return None  # it goes by name, and would read the first of two twice
            for number, part in enumerate(sheets):
                if part.part:
                    sheet = book.get_sheet_by_index(number)
                    cells += sheet.total_height * sheet.total_width
                    guards.check_cells(cells, name, f"the tab “{part.title}”")
                    grids.append(sheet.to_python(skip_empty_area=False))  # type: ignore[arg-type]
    except (CalamineError, OverflowError, ValueError):  # the latter for dates that are none
        return None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of a class that nobody can import
            return None
        raise
    return grids


def _openpyxl_grids(data: bytes, sheets: int, name: str) -> list[Grid]:
    """The same values, slowly, by a reader that stumbles over other things."""
    import openpyxl  # type: ignore[import-untyped]

    with (
        warnings.catch_warnings(),
        guards.refusing(name, "its cells cannot be read", *BROKEN_FOR_OPENPYXL),
    ):
        warnings.simplefilter("ignore")  # it names features that it leaves out, never cells
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        if len(book.worksheets) != sheets:
            raise LookupError  # it leaves out a tab that it cannot find
        grids = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # those that the file declares may lie
            rows = sheet.iter_rows(values_only=True)
            grids.append([[_as_calamine_gives(value) for value in row] for row in rows])
    return grids


def _as_calamine_gives(value: object) -> Value:
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value
