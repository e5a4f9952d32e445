"""The template: an empty hub workbook with every tab, to be filled by people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import xlsxwriter

from kmlib.schema import (
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
WRITTEN_ON = dt.datetime(2025, 1, 1)  # the same template is the same file, byte for byte
TAB_COLORS: Mapping[str, str] = MappingProxyType(
    {"core": "#00706A", "learning": "#1463BF", "programme": "#7F8C99", "steering": "#B04500"}
)
WIDTHS: Mapping[type, int] = MappingProxyType({str: 24, dt.date: 13})
NARROWEST = 12
ONLY_IN_EXPORTS = {"code", "period_start", "period_end", "suppressed"}  # read, nobody types them


class Formats(NamedTuple):
    """The few looks that cells of the template have."""

    head: Any
    date: Any
    plain: Any


def write_template(path: Path) -> None:
    """Write an empty hub workbook: one tab a row model, core tabs first.

    Required columns carry a star, every header a comment that says what its cells hold, and
    columns with a fixed choice, or with names that another tab lists, a drop-down.

    Raises:
        OSError: nothing can be written there.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": "Hub workbook", "created": WRITTEN_ON})
        book.set_size(2400, 1400)
        formats = Formats(
            head=book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
            date=book.add_format({"num_format": "yyyy-mm-dd"}),
            plain=book.add_format(),
        )
        for model in TABS:
            sheet = book.add_worksheet(model.TAB.title)
            sheet.set_tab_color(TAB_COLORS[model.__module__.rsplit(".", 1)[-1]])
            sheet.freeze_panes(1, 1)
            write = _write_settings if model is NetworkSettings else _write_columns
            write(sheet, model, formats)


def _write_columns(sheet: Any, model: type[Row], formats: Formats) -> None:
    """A tab with a column a field, and its header row."""
    asked = [
        spec
        for spec in fields_of(model)
        if model is not DataRow or spec.name not in ONLY_IN_EXPORTS
    ]
    for column, spec in enumerate(asked):
        head = spec.column.title + ("*" if spec.required else "")
        sheet.write_string(0, column, head, formats.head)
        sheet.write_comment(0, column, comment_on(spec), {"x_scale": 2})
        look = formats.date if spec.kind is dt.date else formats.plain
        width = max(NARROWEST, len(head) + 2, WIDTHS.get(spec.kind, 0))
        sheet.set_column(column, column, width, look)
        rule = _drop_down(spec)
        if rule:
            sheet.data_validation(1, column, ROWS_PREPARED, column, rule)


def _write_settings(sheet: Any, model: type[Row], formats: Formats) -> None:
    """The Network tab: a row a setting, its value still empty."""
    sheet.write_row(0, 0, ["Setting", "Value"], formats.head)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
    for row, spec in enumerate(fields_of(model), start=1):
        sheet.write_string(row, 0, spec.column.title)
        sheet.write_comment(row, 0, comment_on(spec), {"x_scale": 2})
        look = formats.date if spec.kind is dt.date else formats.plain
        sheet.write_blank(row, 1, None, look)


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
    """The drop-down of a column; other words may still be typed, since many spellings are read."""
    if spec.kind is bool:
        source: object = ["yes", "no"]
    elif issubclass(spec.kind, Choice):
        source = [_without_comma(choice) for choice in spec.kind]
    elif spec.column.refers:
        source = f"='{spec.column.refers}'!{_names_of(spec.column.refers)}"
    else:
        return None
    return {"validate": "list", "source": source, "show_error": False}


def _without_comma(choice: Choice) -> str:
    """The word of a choice, or its first synonym: Excel takes a comma for the next word."""
    return next(word for word in (choice.value, *choice.also) if "," not in word)


def _names_of(title: str) -> str:
    """The cells of a tab that hold its rows' names."""
    model = next(model for model in TABS if model.TAB.title == title)
    column = next(i for i, spec in enumerate(fields_of(model)) if spec.name == model.KEY)
    letter = chr(65 + column)
    return f"${letter}$2:${letter}${ROWS_PREPARED + 1}"
