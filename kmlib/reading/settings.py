"""Settings: the Network tab, a setting and its value a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kmlib import findings as rules
from kmlib.findings import Cell, Finding, Rule, column_letters
from kmlib.reading.cells import Tab, is_blank
from kmlib.reading.excerpts import cell_position, excerpts_of
from kmlib.reading.fields import read_field, words_about
from kmlib.reading.names import title_key
from kmlib.reading.rows import RowsReading
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.words import read_text
from kmlib.schema import SMALLEST_GROUP_SHOWN, FieldSpec, NetworkSettings, fields_of

SETTINGS: dict[str, FieldSpec] = {
    title_key(title): spec
    for depth in (None, 1)  # a title wins over a synonym
    for spec in fields_of(NetworkSettings)
    for title in spec.column.titles[:depth]
}
KNOWN_SETTINGS = ", ".join(dict.fromkeys(spec.column.title for spec in SETTINGS.values()))


def read_settings(tab: Tab, context: PeriodContext) -> RowsReading[NetworkSettings]:
    """Read the Network tab: a setting and its value a row."""
    reading: RowsReading[NetworkSettings] = RowsReading()
    values: dict[str, Any] = {}
    rows: dict[str, Cell] = {}
    pairs = _settings(tab)
    for title, value in pairs:
        reading.rows_read += 1
        reading.set_aside.add(title.row)
        spec = SETTINGS.get(title_key(read_text(title.value)))
        if spec is None:
            reading.findings.append(rules.SETTING_UNKNOWN.at(title, known=KNOWN_SETTINGS))
            continue
        read = read_field(value.value, spec, context)
        if isinstance(read, Rule):
            about = words_about(spec, rules.ROW_SET_ASIDE, context)
            reading.findings.append(read.at(value, None, **about))
        elif read is not None and spec.name in values and not spec.many:
            reading.findings.append(rules.NAME_TWICE.at(title, first_row=rows[spec.name].row))
        else:
            reading.rows_accepted += 1
            reading.set_aside.remove(title.row)
            if read is not None:
                values[spec.name] = values.get(spec.name, ()) + read if spec.many else read
                rows[spec.name] = value
    beside = list(_beside(tab, pairs))
    reading.findings += beside
    settings = NetworkSettings(**values)
    floor = SMALLEST_GROUP_SHOWN if settings.floor is None else settings.floor
    if floor < SMALLEST_GROUP_SHOWN and not settings.floor_reason:
        reading.findings.append(
            rules.FLOOR_WITHOUT_REASON.at(rows["floor"], floor=SMALLEST_GROUP_SHOWN)
        )
    reading.accepted = [settings]
    reading.rows_outside = tab.filled_rows() - reading.rows_read
    noted = {cell_position(finding.cell)[1] for finding in beside}
    columns = {cell.column - 1 for pair in pairs for cell in pair} - noted
    reading.excerpts = excerpts_of(tab, 0, sorted(columns), reading.findings)
    return reading


def _settings(tab: Tab) -> list[tuple[Cell, Cell]]:
    """The cells of each setting and its value: the first two that are filled, side by side."""
    pairs: list[tuple[Cell, Cell]] = []
    for row, cells in enumerate(tab.rows):
        column = next((c for c, cell in enumerate(cells) if not is_blank(cell)), None)
        if column is None:
            continue
        title, value = tab.cell(row, column), tab.cell(row, column + 1)
        if title_key(read_text(value.value)) in ("value", "values"):
            pairs.clear()  # what stands above the header is a title
        elif not is_blank(value.value) or title_key(read_text(title.value)) in SETTINGS:
            pairs.append((title, value))
    return pairs


def _beside(tab: Tab, pairs: list[tuple[Cell, Cell]]) -> Iterator[Finding]:
    """A note for each column that holds something beside the settings; its cells are not quoted."""
    said: set[int] = set()
    for title, value in pairs:
        for column, cell in enumerate(tab.rows[title.row - 1], start=1):
            if column not in (title.column, value.column, *said) and not is_blank(cell):
                said.add(column)
                at = title._replace(column=column, value="")
                yield rules.BESIDE_SETTINGS.at(at, column=column_letters(column))
