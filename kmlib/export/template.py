"""The template: an empty hub workbook with every tab, to be filled by people."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any, NamedTuple

from kmlib.export.writing import CREATED, DATE_FORMAT, new_workbook
from kmlib.schema import (
    EXAMPLE,
    TABS,
    Choice,
    DataRow,
    FieldSpec,
    NetworkSettings,
    Row,
    fields_of,
    words_for,
)

ROWS_PREPARED = 1000  # project choice: drop-downs reach further than a year of typing
TAB_COLORS = {
    "core": "#00706A", "learning": "#1463BF", "programme": "#7F8C99", "steering": "#B04500"
}  # fmt: skip
NARROWEST, WIDTHS = 12, {str: 24, dt.date: 13}
EXAMPLE_COLOR = "#7F8C99"
LAST_COLUMN = 63  # project choice: room at the right for columns of one’s own
FIRST_DAY = dt.date(1990, 1, 1)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
A_NUMBER = re.compile(r"\d+(\.\d+)?")
MAY_BE_DONE = dict.fromkeys(  # in a protected tab, beside typing
    (
        *("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows"),
        *("insert_hyperlinks", "delete_columns", "delete_rows", "sort", "autofilter", "objects"),
    ),
    True,
)
ONLY_IN_EXPORTS = {"code", "period_start", "period_end", "suppressed"}  # read, nobody types them


def write_template(path: Path) -> None:
    """Write an empty hub workbook: one tab a row model, core tabs first.

    Required columns carry a star, every header a comment that says what its cells hold; columns
    with a fixed choice, or with names that another tab lists, have a drop-down, and days a calendar
    where the program has one. Below each header stands an example in grey, which is never read.
    Headers are protected without a password; all other cells are free.

    Raises:
        OSError: nothing can be written there.
    """
    with new_workbook(path) as book:
        book.set_properties({"title": "Hub workbook", "created": CREATED})
        book.set_size(2400, 1400)
        looks = _looks(book)
        for model in TABS:
            sheet = book.add_worksheet(model.TAB.title)
            sheet.set_tab_color(TAB_COLORS[model.__module__.rsplit(".", 1)[-1]])
            sheet.freeze_panes(1, 1)
            sheet.protect("", MAY_BE_DONE)
            sheet.set_column(0, LAST_COLUMN, None, looks.free)
            write = _write_settings if model is NetworkSettings else _write_columns
            write(sheet, model, looks)


class _Looks(NamedTuple):
    """The formats of a template's cells."""

    head: Any
    setting: Any
    free: Any
    day: Any
    example: Any
    example_day: Any


def _looks(book: Any) -> _Looks:
    free, day, grey = {"locked": False}, {"num_format": DATE_FORMAT}, {"font_color": EXAMPLE_COLOR}
    head = {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}
    setting: dict[str, object] = {}
    cells = head, setting, free, free | day, free | grey, free | grey | day
    return _Looks(*map(book.add_format, cells))


def _write_columns(sheet: Any, model: type[Row], looks: _Looks) -> None:
    """A tab with a column a field, its header row and an example."""
    left_out = ONLY_IN_EXPORTS if model is DataRow else set()
    asked = [spec for spec in fields_of(model) if spec.name not in left_out]
    for column, spec in enumerate(asked):
        head = spec.column.title + ("*" if spec.required else "")
        sheet.write_string(0, column, head, looks.head)
        sheet.write_comment(0, column, comment_on(spec), {"x_scale": 2})
        width = max(NARROWEST, len(head) + 2, WIDTHS.get(spec.kind, 0))
        sheet.set_column(column, column, width, looks.day if spec.kind is dt.date else looks.free)
        if rule := _drop_down(spec):
            sheet.data_validation(1, column, ROWS_PREPARED, column, rule)
        _write_example(sheet, column, spec, looks)


def _write_example(sheet: Any, column: int, spec: FieldSpec, looks: _Looks) -> None:
    """A cell of the row that shows what to type; its first one says so."""
    text = spec.column.example
    if column == 0:
        sheet.write_string(1, 0, EXAMPLE + text, looks.example)
    elif spec.kind is dt.date and ISO_DAY.fullmatch(text):
        sheet.write_datetime(1, column, dt.date.fromisoformat(text), looks.example_day)
    elif spec.kind in (int, float) and A_NUMBER.fullmatch(text):
        sheet.write_number(1, column, float(text), looks.example)
    else:
        sheet.write_string(1, column, text, looks.example)


def _write_settings(sheet: Any, model: type[Row], looks: _Looks) -> None:
    """The Network tab: a row a setting, its value still empty."""
    sheet.write_row(0, 0, ["Setting", "Value"], looks.head)
    sheet.set_column(0, 0, 28, looks.free)
    sheet.set_column(1, 1, 60, looks.free)
    for row, spec in enumerate(fields_of(model), start=1):
        sheet.write_string(row, 0, spec.column.title, looks.setting)
        sheet.write_comment(row, 0, comment_on(spec), {"x_scale": 2})
        sheet.write_blank(row, 1, None, looks.day if spec.kind is dt.date else looks.free)


def comment_on(spec: FieldSpec) -> str:
    """What the comment on a header says: what its cells hold, and an example."""
    column = spec.column
    lines = [
        "Needed in every row." if spec.required else "",
        f"Holds: {words_for(spec.kind)}.",
        f"A name from the {column.refers} tab." if column.refers else "",
        "Several values are separated by ;" if spec.many else "",
        f"Empty means: {column.default}." if column.default else "",
        f"For example: {column.example}" if column.example else "",
    ]
    return "\n".join(filter(None, lines))


def _drop_down(spec: FieldSpec) -> dict[str, Any] | None:
    """The drop-down or calendar of a column; other spellings are read too, and may be typed."""
    if spec.kind is dt.date:
        return {"validate": "date", "criteria": ">", "value": FIRST_DAY, "show_error": False}
    source: object = None
    if spec.kind is bool:
        source = ["yes", "no"]
    elif issubclass(spec.kind, Choice):
        words = ((choice.value, *choice.also) for choice in spec.kind)
        source = [next(word for word in also if "," not in word) for also in words]  # , parts words
    elif tab := spec.column.refers:
        source = f"='{tab}'!{_names_of(tab)}"
    return {"validate": "list", "source": source, "show_error": False} if source else None


def _names_of(title: str) -> str:
    """The cells of a tab that hold its rows' names."""
    model = next(model for model in TABS if model.TAB.title == title)
    letter = chr(65 + [spec.name for spec in fields_of(model)].index(model.KEY or model.NAMED_BY))
    return f"${letter}$2:${letter}${ROWS_PREPARED + 1}"
