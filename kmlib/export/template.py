"""The template: an empty hub workbook with every tab, to be filled by people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from kmlib.export.writing import (
    CREATED,
    DATE_FORMAT,
    WIDEST_COLUMN,
    formats_of,
    new_workbook,
    write_cell,
)
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
TAB_COLORS = {
    "core": "#00706A", "learning": "#1463BF", "programme": "#7F8C99", "steering": "#B04500"
}  # fmt: skip
HEAD = {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}
WRAPPED = {"text_wrap": True, "valign": "top"}
BELOW: dict[type, dict[str, str]] = {dt.date: {"num_format": DATE_FORMAT}}
WIDTHS_TO_READ, LINE_HEIGHT = (14, 52, 96), 15
NARROWEST, WIDTHS = 12, {str: 24, dt.date: 13}
ONLY_IN_EXPORTS = {"code", "period_start", "period_end", "suppressed"}  # read, nobody types them

Filled = Mapping[type[Row], Sequence[Mapping[str, object]]]
Formats = Callable[..., Any]


def write_template(path: Path) -> None:
    """Write an empty hub workbook with every tab: one tab a row model, core tabs first.

    Raises:
        OSError: nothing can be written there.
    """
    write_hub(path, dict.fromkeys(TABS, ()))


def write_hub(path: Path, tabs: Filled, about: Sequence[Sequence[str]] = ()) -> None:
    """Write a hub workbook to go on with: some tabs, filled as far as it is known.

    Required columns carry a star, every header a comment that says what its cells hold, and
    columns with a fixed choice, or with names that another tab lists, a drop-down.

    Args:
        path: where it is written.
        tabs: the rows of each tab, cells by field name; of the Network tab one row, its settings.
        about: the rows of a last tab that nothing is read from: its title, its header, the others.

    Raises:
        OSError: nothing can be written there.
    """
    with new_workbook(path) as book:
        book.set_properties({"title": "Hub workbook", "created": CREATED})
        book.set_size(2400, 1400)
        formats = formats_of(book)
        for model, rows in tabs.items():
            sheet = book.add_worksheet(model.TAB.title)
            sheet.set_tab_color(TAB_COLORS[model.__module__.rsplit(".", 1)[-1]])
            sheet.freeze_panes(1, 1)
            if model is NetworkSettings:
                _write_settings(sheet, rows, formats)
            else:
                _write_columns(sheet, model, tabs, formats)
        if about:
            _write_about(book.add_worksheet(about[0][0]), about[1:], formats)


def _write_columns(sheet: Any, model: type[Row], tabs: Filled, formats: Formats) -> None:
    """A tab with a column a field, its header and its rows."""
    left_out = ONLY_IN_EXPORTS if model is DataRow else set()
    asked = [spec for spec in fields_of(model) if spec.name not in left_out]
    for column, spec in enumerate(asked):
        head = spec.column.title + ("*" if spec.required else "")
        cells = [row.get(spec.name) for row in tabs[model]]
        sheet.write_string(0, column, head, formats(**HEAD))
        sheet.write_comment(0, column, comment_on(spec), {"x_scale": 2})
        longest = max((len(str(cell or "")) for cell in cells), default=0)
        widths = NARROWEST, len(head) + 2, WIDTHS.get(spec.kind, 0), min(longest + 2, WIDEST_COLUMN)
        look = BELOW.get(spec.kind) or (WRAPPED if longest else None)
        sheet.set_column(column, column, max(widths), look and formats(**look))
        for row, cell in enumerate(cells, start=1):
            write_cell(sheet, (row, column), cell, formats)
        if rule := _drop_down(spec, tabs):
            sheet.data_validation(1, column, ROWS_PREPARED, column, rule)


def _write_settings(sheet: Any, rows: Sequence[Mapping[str, object]], formats: Formats) -> None:
    """The Network tab: a row a setting, and its value where there is one."""
    sheet.write_row(0, 0, ["Setting", "Value"], formats(**HEAD))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
    known: Mapping[str, object] = next(iter(rows), {})
    for row, spec in enumerate(fields_of(NetworkSettings), start=1):
        sheet.write_string(row, 0, spec.column.title)
        sheet.write_comment(row, 0, comment_on(spec), {"x_scale": 2})
        look = BELOW.get(spec.kind)
        sheet.write_blank(row, 1, None, look and formats(**look))
        write_cell(sheet, (row, 1), known.get(spec.name), formats)


def _write_about(sheet: Any, rows: Sequence[Sequence[str]], formats: Formats) -> None:
    """A tab to read: a header, and texts that wrap."""
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS_TO_READ):
        sheet.set_column(column, column, width, formats(**WRAPPED))
    for row, cells in enumerate(rows):
        lines = (ceil(len(text) / width) for text, width in zip(cells, WIDTHS_TO_READ, strict=True))
        sheet.set_row(row, LINE_HEIGHT * max(lines))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, formats(**(WRAPPED if row else HEAD)))


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


def _drop_down(spec: FieldSpec, tabs: Filled) -> dict[str, Any] | None:
    """The drop-down of a column; other words may still be typed, since many spellings are read."""
    source: object = None
    if spec.kind is bool:
        source = ["yes", "no"]
    elif issubclass(spec.kind, Choice):
        words = ((choice.value, *choice.also) for choice in spec.kind)
        source = [next(word for word in also if "," not in word) for also in words]  # , parts words
    for model in tabs:
        if model.TAB.title == spec.column.refers:
            letter = chr(65 + [field.name for field in fields_of(model)].index(model.KEY))
            source = f"='{model.TAB.title}'!${letter}$2:${letter}${ROWS_PREPARED + 1}"
    return {"validate": "list", "source": source, "show_error": False} if source else None
