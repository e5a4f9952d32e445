"""Grids: the values of one sheet, with what it shows put over them, cut to what is filled."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from kmlib.findings import TEXT_TOO_LONG, Finding
from kmlib.reading.cells import Area, Tab, Value, is_blank, is_blank_row
from kmlib.reading.guards import LONGEST_TEXT, LONGEST_TITLE

Grid = list[list[Value]]

ROWS, COLUMNS = range(1_048_576), range(16_384)  # of any sheet


@dataclass
class SheetFacts:
    """What a sheet says beyond the values that calamine gives; rows and columns count from 0."""

    shown: list[tuple[range, range, str]] = field(default_factory=list)  # rows, columns, text
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)


def finish(tab: Tab, facts: SheetFacts) -> Tab:
    """Put what the sheet shows over the tab's values, and cut it to what is filled."""
    grid = tab.rows
    put_texts(grid, facts.shown)
    width = trim(grid)
    return replace(
        tab,
        width=width,
        title=tab.title[:LONGEST_TITLE],
        hidden_rows=_within(len(grid), facts.hidden_rows),
        hidden_columns=_within(width, facts.hidden_columns),
        merged=tuple(_once(facts.merged, len(grid), width)),
    )


def put_texts(grid: Grid, shown: Iterable[tuple[range, range, str]]) -> None:
    """Put texts over the values of a grid, which grows as far as they reach."""
    for rows, columns, text in shown:
        if rows.start in ROWS and columns.start in COLUMNS:
            grid.extend([] for _ in range(rows.stop - len(grid)))
            for cells in grid[rows.start : rows.stop]:
                cells.extend([""] * (columns.stop - len(cells)))
                cells[columns.start : columns.stop] = [text] * len(columns)


def _once(merged: Iterable[Area], rows: int, columns: int) -> Iterator[Area]:
    """Merged areas within the table, as long as they can all lie beside each other."""
    room = rows * columns
    for top, left, bottom, right in merged:
        if top < rows and left < columns:
            room -= (min(bottom + 1, rows) - top) * (min(right + 1, columns) - left)
            if room < 0:
                return
            yield top, left, bottom, right


def cut_texts(tab: Tab) -> list[Finding]:
    """Cut the texts that are longer than a cell of Excel holds, and say so."""
    findings = []
    for row, cells in enumerate(tab.rows):
        for column, value in enumerate(cells if any(cells) else ()):
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                length = {"length": f"{len(value):,}", "most": f"{LONGEST_TEXT:,}"}
                findings.append(TEXT_TOO_LONG.at(tab.cell(row, column), None, **length))
                cells[column] = value[:LONGEST_TEXT]
    return findings


def trim(grid: Grid) -> int:
    """Cut off blank rows below and blank columns to the right; the width that is left."""
    while grid and is_blank_row(grid[-1]):
        grid.pop()
    width = full = max(map(len, grid), default=0)
    while width and all(len(row) < width or is_blank(row[width - 1]) for row in grid):
        width -= 1
    if width < full:
        for row in grid:
            del row[width:]
    return width


def _within(end: int, spans: Iterable[range]) -> frozenset[int]:
    marks = np.zeros(end, bool)
    for span in spans:
        marks[span.start : span.stop] = True
    return frozenset(np.flatnonzero(marks).tolist())


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
