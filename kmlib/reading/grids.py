"""Grids: the rows of one sheet, put right and cut to what is filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kmlib.reading.cells import Value, is_blank, is_blank_row

Grid = list[list[Value]]
Correction = tuple[int, int, str]  # row and column from 0, and the text that the sheet shows

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet


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


def places(spans: Iterable[range], end: int) -> frozenset[int]:
    """All rows or columns of these spans that come before the end."""
    return frozenset(place for span in spans for place in range(span.start, min(span.stop, end)))
