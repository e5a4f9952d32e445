"""Writing: tabs of plain cells become an .xlsx workbook whose bytes depend on its content alone."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from kmlib.schema import Row, fields_of

CREATED = dt.datetime(2026, 3, 14)  # workbooks carry a date; a fixed one keeps their bytes equal
DATE_FORMAT = "yyyy-mm-dd"
WIDEST_COLUMN = 48  # project choice: two sentences of a cell fit on a screen, longer ones wrap
ROWS_MEASURED = 200  # project choice: widths are judged from the top, as a person would


class Formatted(NamedTuple):
    """A number or date under a number format of its own, such as 0.85 under `0%`."""

    value: float | dt.date
    number_format: str


class Broken(str):
    """An error value as Excel stores it, such as `#REF!`: the leftover of a formula."""


@dataclass(frozen=True, slots=True)
class SheetTab:
    """One tab to write: its rows from A1 on; `None` and `""` are empty cells."""

    title: str
    rows: Sequence[Sequence[object]]
    header_row: int = 0  # counted from 0; this row is bold and stays in view
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, column, last row, column


def titles(model: type[Row], *names: str) -> list[str]:
    """The column titles of these fields of a row model, in this order."""
    known = {spec.name: spec.column.title for spec in fields_of(model)}
    return [known[name] for name in names]


def tab_of(model: type[Row], rows: Iterable[Mapping[str, object]], *, title: str = "") -> SheetTab:
    """The tab of a row model: cells by field name; fields no row fills have no column."""
    rows = list(rows)
    names = [spec.name for spec in fields_of(model) if any(spec.name in row for row in rows)]
    cells = ([row.get(name) for name in names] for row in rows)
    return SheetTab(title or model.TAB.title, [titles(model, *names), *cells])


@contextmanager
def new_workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """A workbook to fill: texts never become formulas, equal content gives equal bytes.

    Raises:
        OSError: nothing can be written there.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"created": CREATED})
        yield workbook


def write_workbook(path: Path, tabs: Iterable[SheetTab]) -> None:
    """Write the tabs as Excel does: shared strings, numbers as numbers.

    Several values for one cell, a list or tuple, are separated by `;`.
    """
    with new_workbook(path) as workbook:
        header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = cache(lambda code: workbook.add_format({"num_format": code}))
        for tab in tabs:
            sheet = workbook.add_worksheet(tab.title)
            for column, width in enumerate(_widths(tab)):
                sheet.set_column(column, column, width)
            sheet.freeze_panes(tab.header_row + 1, 0)
            sheet.set_row(tab.header_row, None, header)
            for row, cells in enumerate(tab.rows):
                for column, value in enumerate(cells):
                    _write_cell(sheet, (row, column), value, formats)
            for area in tab.merged:
                sheet.merge_range(*area, tab.rows[area[0]][area[1]], header)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], value: object,
    formats: Callable[[str], object],
) -> None:  # fmt: skip
    look: object = None
    if isinstance(value, Formatted):
        look, value = formats(value.number_format), value.value
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(*at, "yes" if value else "no")
    elif isinstance(value, int | float):
        sheet.write_number(*at, value, look)
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, value, look or formats(DATE_FORMAT))
    elif isinstance(value, Broken):
        sheet.write_formula(*at, f"={value}", None, str(value))
    elif isinstance(value, list | tuple):
        sheet.write_string(*at, "; ".join(value))
    else:
        sheet.write_string(*at, str(value))


def _widths(tab: SheetTab) -> list[int]:
    """A width for each column: its longest cell from the header on, within reason."""
    widths: list[int] = []
    for cells in tab.rows[tab.header_row : tab.header_row + ROWS_MEASURED]:
        widths.extend([8] * (len(cells) - len(widths)))
        for column, value in enumerate(cells):
            length = 10 if isinstance(value, dt.date | Formatted) else len(str(value or ""))
            widths[column] = max(widths[column], min(length + 2, WIDEST_COLUMN))
    return widths
