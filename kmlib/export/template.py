"""The template: an empty hub workbook with every tab, to be filled by people."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, Self

from kmlib.export.writing import CREATED, DATE_FORMAT, WIDEST_COLUMN, new_workbook
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
WIDTHS_TO_READ, LINE_HEIGHT = (14, 52, 96), 15
EXAMPLE_COLOR, GUESS_COLOR = "#7F8C99", "#FFF2CC"
LAST_COLUMN = 63  # project choice: room at the right for columns of one’s own
FIRST_DAY = dt.date(1990, 1, 1)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
A_NUMBER = re.compile(r"\d+(\.\d+)?")
MAY_BE_DONE = dict.fromkeys([  # in a protected tab, beside typing
    "format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows",
    "insert_hyperlinks", "delete_columns", "delete_rows", "sort", "autofilter", "objects",
], True)  # fmt: skip
ONLY_IN_EXPORTS = {"code", "period_start", "period_end", "suppressed"}  # read, nobody types them

Filled = Mapping[type[Row], Sequence[Mapping[str, object]]]


class Guess(str):
    """A text that nobody typed: yellow, with a comment that says why it stands there."""

    why: str

    def __new__(cls, text: str, why: str) -> Self:
        """The text, and why it is guessed."""
        guess = super().__new__(cls, text)
        guess.why = why
        return guess


def write_template(path: Path) -> None:
    """Write an empty hub workbook: one tab a row model, core tabs first.

    Raises:
        OSError: nothing can be written there.
    """
    write_hub(path, dict.fromkeys(TABS, ()))


def write_hub(path: Path, tabs: Filled, about: Sequence[Sequence[str]] = ()) -> None:
    """Write a hub workbook with some tabs, filled as far as their rows are known.

    Required columns carry a star, every header a comment that says what its cells hold; columns
    with a fixed choice, or with names that another tab lists, have a drop-down, and days a calendar
    where the program has one. Below each header of a tab without rows stands an example in grey,
    which is never read. Headers are protected without a password; all other cells are free.

    `tabs` are the rows of each tab, cells by field name; of the Network tab one row, its settings.
    `about` is a last tab to read: its title, its header, and its rows.

    Raises:
        OSError: nothing can be written there.
    """
    with new_workbook(path) as book:
        book.set_properties({"title": "Hub workbook", "created": CREATED})
        book.set_size(2400, 1400)
        looks = _looks(book)
        for model, rows in tabs.items():
            sheet = book.add_worksheet(model.TAB.title)
            sheet.set_tab_color(TAB_COLORS[model.__module__.rsplit(".", 1)[-1]])
            sheet.freeze_panes(1, 1)
            sheet.protect("", MAY_BE_DONE)
            sheet.set_column(0, LAST_COLUMN, None, looks.free)
            if model is NetworkSettings:
                _write_settings(sheet, rows, looks)
            else:
                _write_columns(sheet, model, tabs, looks)
        if about:
            _write_about(book.add_worksheet(about[0][0]), about[1:], looks)


class _Looks(NamedTuple):
    """The formats of a template's cells."""

    head: Any
    setting: Any
    free: Any
    day: Any
    example: Any
    example_day: Any
    filled: Any
    guess: Any


def _looks(book: Any) -> _Looks:
    free, day, grey = {"locked": False}, {"num_format": DATE_FORMAT}, {"font_color": EXAMPLE_COLOR}
    head = {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}
    setting: dict[str, object] = {}
    filled = free | {"text_wrap": True, "valign": "top"}
    guess = filled | {"bg_color": GUESS_COLOR}
    cells = head, setting, free, free | day, free | grey, free | grey | day, filled, guess
    return _Looks(*map(book.add_format, cells))


def _write_columns(sheet: Any, model: type[Row], tabs: Filled, looks: _Looks) -> None:
    """A tab with a column a field, its header, and its rows or an example."""
    left_out = ONLY_IN_EXPORTS if model is DataRow else set()
    asked = [spec for spec in fields_of(model) if spec.name not in left_out]
    listed = {"", *(model.TAB.title for model in tabs)}  # a drop-down needs its tab
    for column, spec in enumerate(asked):
        head = spec.column.title + ("*" if spec.required else "")
        cells = [row.get(spec.name) for row in tabs[model]]
        sheet.write_string(0, column, head, looks.head)
        sheet.write_comment(0, column, comment_on(spec), {"x_scale": 2})
        longest = max((len(str(cell or "")) + 2 for cell in cells), default=0)
        widths = NARROWEST, len(head) + 2, WIDTHS.get(spec.kind, 0), min(longest, WIDEST_COLUMN)
        look = looks.day if spec.kind is dt.date else looks.free
        sheet.set_column(column, column, max(widths), look)
        if (rule := _drop_down(spec)) and spec.column.refers in listed:
            sheet.data_validation(1, column, ROWS_PREPARED, column, rule)
        for row, cell in enumerate(cells, start=1):
            _write_cell(sheet, (row, column), cell, looks)
        if not cells:
            _write_example(sheet, column, spec, looks)


def _write_cell(sheet: Any, at: tuple[int, int], cell: object, looks: _Looks) -> None:
    """A filled cell, free to be changed; a guess says why in a comment."""
    look = looks.day if isinstance(cell, dt.date) else looks.filled
    if isinstance(cell, Guess):
        look = looks.guess
        sheet.write_comment(*at, cell.why, {"x_scale": 2})
    if cell not in (None, ""):
        sheet.write(*at, ("no", "yes")[cell] if isinstance(cell, bool) else cell, look)


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


def _write_settings(sheet: Any, rows: Sequence[Mapping[str, object]], looks: _Looks) -> None:
    """The Network tab: a row a setting, and its value where there is one."""
    known: Mapping[str, object] = next(iter(rows), {})
    sheet.write_row(0, 0, ["Setting", "Value"], looks.head)
    sheet.set_column(0, 0, 28, looks.free)
    sheet.set_column(1, 1, 60, looks.free)
    for row, spec in enumerate(fields_of(NetworkSettings), start=1):
        sheet.write_string(row, 0, spec.column.title, looks.setting)
        sheet.write_comment(row, 0, comment_on(spec), {"x_scale": 2})
        sheet.write_blank(row, 1, None, looks.day if spec.kind is dt.date else looks.free)
        _write_cell(sheet, (row, 1), known.get(spec.name), looks)


def _write_about(sheet: Any, rows: Sequence[Sequence[str]], looks: _Looks) -> None:
    """A tab to read: a header, and texts that wrap."""
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS_TO_READ):
        sheet.set_column(column, column, width)
    for row, cells in enumerate(rows):
        lines = (ceil(len(text) / width) for text, width in zip(cells, WIDTHS_TO_READ, strict=True))
        sheet.set_row(row, LINE_HEIGHT * max(lines))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, looks.filled if row else looks.head)


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
