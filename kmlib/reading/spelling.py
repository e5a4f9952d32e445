"""Spelling: whether a sheet's cells are spelled as spreadsheets do, and how far they stretch.

calamine takes memory for every place up to the last filled one, so one cell far away would ask
for more than any machine has, and end the whole process: this look comes before it. A sheet that
nobody can vouch for is spelled anew, cell by cell.
"""

import re
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, iterparse
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from kmlib.findings import column_letters
from kmlib.reading.guards import check_cells
from kmlib.reading.xlsx_xml import column_number, no_instructions

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

ADDRESS = re.compile("([A-Z]{1,3})[0-9]{1,7}")
LAST_DATE = 2_958_465  # the number of 31 December 9999; calamine gives up on lengths beyond
NO_SUCH_TEXT = "#REF!"
# A text such as Year="All" must not look like a place, nor grade:c like a cell
LOOK_ALIKE = {'"': "&quot;", "'": "&apos;", ":c": "&#58;c"}

Codes = np.ndarray[Any, np.dtype[np.uint8]]


class OddSpellingError(ValueError):
    """A sheet is spelled unlike what spreadsheets write."""


def count_cells(xml: bytes, most: int) -> int:
    """How many cells a sheet holds, all spelled as usual.

    Raises:
        OddSpellingError: a cell is spelled otherwise.
        TooLargeError: rows times columns, up to the last filled cell, are more than `most`.
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
    rows = max((int(row) for _, row in cells), default=0)
    return rows, max(map(column_number, {letters for letters, _ in cells}), default=0)


def respelled(xml: bytes, texts: int) -> bytes:
    """The same sheet spelled as Excel does: tags without prefixes, a place for every cell.

    What cannot stand in a cell costs that cell alone: it is given as a text. `texts` is how many
    its workbook keeps for all sheets.

    Raises:
        ParseError, ValueError: it is no XML, or a cell has an impossible place.
    """
    columns, rows, merged = [], [], []
    row = 0
    for _, element in iterparse(BytesIO(no_instructions(xml))):
        match _name(element):
            case "col":
                columns.append(_tag(element))
            case "row":
                row = int(element.get("r", row + 1))
                rows.append(_row(element, row, texts))
                element.clear()
            case "mergeCell":
                merged.append(_tag(element))
    parts = (*columns, "<sheetData>", *rows, "</sheetData>", *merged)
    return f"<worksheet>{''.join(parts)}</worksheet>".encode()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _tag(element: Element) -> str:
    says = "".join(f" {name}={quoteattr(value)}" for name, value in element.attrib.items())
    return f"<{_name(element)}{says}>"


def _row(element: Element, row: int, texts: int) -> str:
    is_hidden = ' hidden="1"' if element.get("hidden") in ("1", "true") else ""
    cells = []
    column = 0
    for cell in element.iterfind("{*}c"):
        address = cell.get("r", "").upper() or f"{column_letters(column + 1)}{row}"
        place = ADDRESS.fullmatch(address)
        if not place:
            raise ValueError(address)
        column = column_number(place[1].encode())
        cells.append(f'<c r="{address}"{_content(cell, texts)}</c>')
    return f'<row r="{row}"{is_hidden}>{"".join(cells)}</row>'


def _content(cell: Element, texts: int) -> str:
    """The rest of a cell's tag and what stands inside, as one of the kinds that calamine knows."""
    kind, style = cell.get("t", "n"), cell.get("s", "")
    value = cell.findtext("{*}v") or ""
    if kind == "inlineStr":
        parts = (*cell.iterfind("{*}is/{*}t"), *cell.iterfind("{*}is/{*}r/{*}t"))
        kind, value = "str", "".join(part.text or "" for part in parts)
    elif kind == "s" and value:
        if not texts:
            raise LookupError("the texts are gone")
        is_known = value.isdecimal() and int(value) < texts
        kind, value = ("s", value) if is_known else ("str", NO_SUCH_TEXT)
    elif kind == "b" and value not in ("0", "1", "true", "false", ""):
        kind = "str"
    elif kind not in ("str", "s", "b", "d"):
        kind, style = _number(value, style) if kind != "e" else ("str", style)
    formula = cell.find("{*}f")
    shown = "" if formula is None else f"<f>{escape(formula.text or '', LOOK_ALIKE)}</f>"
    if value or kind == "str":
        shown += f"<v>{escape(value, LOOK_ALIKE)}</v>"
    mark = "" if kind == "n" else f' t="{kind}"'
    return f' s="{style if style.isdecimal() else 0}"{mark}>{shown}'


def _number(value: str, style: str) -> tuple[str, str]:
    """The kind of a cell that should hold a number, and its style unless the date is too late."""
    try:
        size = abs(float(value or 0))
    except ValueError:
        return "str", style
    if not size < float("inf"):
        return "str", style
    return "n", style if size <= LAST_DATE else "0"
