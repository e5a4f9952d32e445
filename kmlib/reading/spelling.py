"""Spelling: whether a sheet's cells are spelled as spreadsheets do, and how far they stretch.

calamine takes memory for every place up to the last filled one, so one cell far away would ask
for more than any machine has, and end the whole process: this look comes before it.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from kmlib.reading.guards import check_cells
from kmlib.reading.xlsx_xml import column_number

# Columns up to Z and rows below 150,000 are never too many; what lies further is measured
FAR = rb"""\s*=\s*["'](?:[A-Za-z]{2}|[A-Za-z]?(?:[0-9]{7}|(?:[2-9][0-9]|1[5-9])[0-9]{4}))"""
FAR_PLACE = re.compile(b"r" + FAR)
FAR_SECOND_PLACE = re.compile(b"r(?<!<c r)(?<!<row r)" + FAR)  # of a cell that has one already
CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
# One that is only formatted takes no memory
FILLED_CELL = re.compile(CELL.pattern + rb'(?!(?: s="[0-9]+")?(?: t="n")?(?: ?/>|></c>))')
ODD_TAG = re.compile(rb'<(?:row(?! r="[0-9])[\s/>]|c r="[A-Z]+[0-9]+" t=[^<>]* s=)')
SAMPLE = 1 << 16  # bytes of a sheet: a program spells all rows alike
PIECE = 1 << 17  # bytes looked at together, so that they stay in the processor's cache
BEHIND = 7  # bytes that are looked at behind each one

Codes = np.ndarray[Any, np.dtype[np.uint8]]


class OddSpellingError(ValueError):
    """A sheet is spelled unlike what spreadsheets write."""


def count_cells(xml: bytes, most: int) -> int:
    """How many cells a sheet holds, all spelled as usual.

    Args:
        xml: the whole part of the sheet.
        most: places that it may have, rows times columns up to the last filled cell.

    Raises:
        OddSpellingError: a cell is spelled otherwise.
        TooLargeError: the sheet stretches further.
    """
    start = xml.find(b"sheetData")
    if start < 0 or ODD_TAG.search(xml, start, xml.rfind(b"<", start, start + SAMPLE)):
        raise OddSpellingError
    codes = np.frombuffer(xml, np.uint8)
    cells, is_far = 0, False
    for piece in range(start, len(xml), PIECE):
        end = piece + PIECE + BEHIND
        found, may_be_far = _look_at(codes[piece:end])
        cells += found
        is_far = is_far or (
            may_be_far and FAR_PLACE.search(xml, max(piece - 9, 0), end) is not None
        )
    if is_far:
        _check_stretch(xml, start, cells, most)
    return cells


def _look_at(c: Codes) -> tuple[int, bool]:
    """How many cells begin in a piece of XML, and whether a place in it may lie far."""
    letter, digit, quote = (c | 32) - ord("a") < 26, c - ord("0") < 10, c == ord('"')
    tag = c[:-7] == ord("<")
    cell = (tag | (c[:-7] == ord(":"))) & (c[1:-6] == ord("c")) & ~letter[2:-5]
    usual = tag & (c[2:-5] == ord(" ")) & (c[3:-4] == ord("r")) & (c[4:-3] == ord("="))
    usual &= quote[5:-2] & letter[6:-1] & (c[6:-1] < ord("a"))
    if (cell > usual).any():
        raise OddSpellingError
    quote |= c == ord("'")
    is_far = (quote[:-7] & letter[1:-6] & letter[2:-5]).any()
    long = (letter | quote)[:-7] & digit[1:-6] & digit[3:-4] & digit[6:-1]
    if not is_far and long.any():
        is_far = (long & ((c[1:-6] > ord("1")) | (c[2:-5] >= ord("5")) | digit[7:])).any()
    return int(np.count_nonzero(cell)), bool(is_far)


def _check_stretch(xml: bytes, start: int, cells: int, most: int) -> None:
    """Refuse a sheet whose last filled row and column make too many places."""
    found = CELL.findall(xml, start)
    if len(found) != cells or FAR_SECOND_PLACE.search(xml, start):
        raise OddSpellingError
    rows, columns = _last(found)
    if rows * columns > most:
        check_cells(*_last(FILLED_CELL.findall(xml, start)), most)


def _last(cells: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """The last row and the last column of cells, given their letters and numbers."""
    rows = max((int(row) for _, row in cells), default=0)
    return rows, max(map(column_number, {letters for letters, _ in cells}), default=0)
