"""What an .xlsx file says that calamine does not pass on: one quick look at each sheet's raw XML.

calamine gives values alone: an error value and a formula without a stored result look like empty
cells, 0.85 shown as 85% looks like 0.85. The corrections found here are put over its grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr, unescape
from zipfile import ZipFile

import numpy as np

from kmlib.findings import SOURCE_DAMAGED, column_letters
from kmlib.reading.grids import Correction, Grid
from kmlib.reading.guards import check_cells, inflate, refused
from kmlib.reading.xlsx_parts import SheetPart

RESULT = rb">\s*(?:<f[^<]*(?:</f>)?\s*)?<v>"  # behind a formula, where there is one
# A search runs by the first letter of its pattern: these begin with one that is rare in a sheet
ERROR_CELL = re.compile(rb'e(?<= t="e)"[^>]*' + RESULT + rb"([^<]*)<")
FORMULA_WITHOUT_RESULT = re.compile(
    rb"f(?<=<f)(?:\s[^>]*)?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
FILLED_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>\s*<[vif]')
FAR_PLACE = re.compile(rb"""r=["'](?:[A-Z]{2}|[A-Z]?[0-9]{7})""")
ADDRESS = re.compile("[A-Z]{1,3}[0-9]{1,7}")
ODD_TAG = re.compile(
    rb'<(?:\w+:(?:row|c)|row(?! r="[0-9])|c(?! r="[A-Z]+[0-9]+"(?! t=[^>]* s=)))[\s/>]'
)
HIDDEN_ROW = re.compile(rb'h(?<= h)idden="(?:1|true)"')
COLUMNS = re.compile(rb"<(?:\w+:)?col ([^>]*)>")
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell ref=["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["']""")
DIGITS = b"0123456789"
SAMPLE = 1 << 16  # bytes of a sheet: a program spells all cells alike
PIECE = 1 << 16  # bytes looked at together, so that they stay in the processor's cache

PercentCell = tuple[bytes, bytes]  # its tag up to the style, which ends in its address; its number


class SheetFacts(NamedTuple):
    """What one sheet's XML says beyond its values; rows and columns count from 0."""

    percents: list[PercentCell]
    corrections: list[Correction]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[range, ...]
    merged: tuple[tuple[int, int, int, int], ...]


def percent_cells(styles: Sequence[int]) -> re.Pattern[bytes]:
    """The pattern that finds numbers of these styles, and their addresses."""
    numbers = "|".join(map(str, styles)).encode() or b"none"
    return re.compile(
        rb'" s="(?<=(.{11})" s=")(?:'
        + numbers
        + rb')"(?: t="n"| [cv]m="[0-9]+")*'
        # an address has at most 10 characters, and a look back must have one length
        + RESULT
        + rb"([-+.0-9eE]+)<",
        re.DOTALL,
    )


def read_facts(
    archive: ZipFile, sheet: SheetPart, percents: re.Pattern[bytes], name: str
) -> SheetFacts:
    """Look through one sheet's XML; refuses a sheet whose cells stretch too far."""
    xml = inflate(archive, sheet.part)
    start = max(xml.find(b"sheetData"), 0)
    if ODD_TAG.search(xml, start, xml.rfind(b"<", start, start + SAMPLE)):
        xml = respelled(xml, name)
        start = xml.find(b"sheetData")
    if _may_stretch_far(xml, start):
        if ODD_TAG.search(xml, start):
            xml = respelled(xml, name)
            start = xml.find(b"sheetData")
        check_cells(_rows_times_columns(xml), name, f"the tab “{sheet.title}”")
    end = max(xml.rfind(b"</sheetData"), 0)
    return SheetFacts(
        percents=percents.findall(xml),
        corrections=[*_errors(xml), *_not_computed(xml)],
        hidden_rows=frozenset(_hidden_rows(xml, start, end)),
        hidden_columns=tuple(_hidden_columns(xml[:start])),
        merged=tuple(_merged(xml[end:])),
    )


def percent_text(number: bytes) -> str:
    """A number under a percent format as a person would type it.

    >>> percent_text(b"0.85"), percent_text(b"1.005"), percent_text(b"1.2E-7"), percent_text(b"e")
    ('85%', '100.5%', '0.000012%', 'e')
    """
    try:
        percent = float(number) * 100
    except ValueError:
        return number.decode()
    text = f"{percent:.10g}"
    if "e" in text:
        text = f"{percent:.8f}".rstrip("0").rstrip(".")
    return text + "%"


def put_percents(grid: Grid, cells: list[PercentCell]) -> None:
    """Put percents over their numbers; there are many, so each column and number is read once."""
    texts: dict[bytes, str] = {}
    columns: dict[bytes, int] = {}
    for before, number in cells:
        address = before.rpartition(b'"')[2]
        letters = address.rstrip(DIGITS)
        if letters not in columns:
            columns[letters] = column_number(letters) - 1
        if number not in texts:
            texts[number] = percent_text(number)
        try:
            grid[int(address[len(letters) :]) - 1][columns[letters]] = texts[number]
        except (ValueError, IndexError):  # spelled unlike all cells before: it stays a number
            continue


def _errors(xml: bytes) -> Iterator[Correction]:
    for match in ERROR_CELL.finditer(xml):
        row, column, _ = _cell_before(xml, match.end())
        yield row, column, match[1].decode(errors="replace").strip()


def _not_computed(xml: bytes) -> Iterator[Correction]:
    for match in FORMULA_WITHOUT_RESULT.finditer(xml):
        row, column, attributes = _cell_before(xml, match.start())
        if b't="str"' in attributes and b"<v" in match[0]:
            continue  # the result is known: an empty text
        formula = (match[1] or b"").decode(errors="replace")
        yield row, column, "=" + unescape(formula, {"&quot;": '"', "&apos;": "'"})


def _cell_before(xml: bytes, position: int) -> tuple[int, int, bytes]:
    """Row, column and attributes of the last cell that begins before this place."""
    start = xml.rfind(b'<c r="', 0, position) + 6
    reference, _, attributes = xml[start : xml.find(b">", start)].partition(b'"')
    letters = reference.rstrip(DIGITS)
    return int(reference[len(letters) :] or 1) - 1, column_number(letters) - 1, attributes


def column_number(letters: bytes) -> int:
    """The column from 1 that these letters name.

    >>> column_number(b"A"), column_number(b"AA"), column_number(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _may_stretch_far(xml: bytes, start: int) -> bool:
    """Whether there are columns beyond Z or rows beyond 999,999: the others are never too many."""
    codes = np.frombuffer(xml, np.uint8)
    for piece in range(start, len(xml), PIECE):
        chars = codes[piece : piece + PIECE + 8]
        capital, digit = chars - ord("A") < 26, chars - ord("0") < 10
        quote = (chars == ord('"')) | (chars == ord("'"))
        two_letters = quote[:-2] & capital[1:-1] & capital[2:]
        seven_digits = capital[:-7] | quote[:-7] & digit[1:-6]
        seven_digits &= digit[4:-3] & digit[7:]
        if (two_letters.any() or seven_digits.any()) and FAR_PLACE.search(
            xml, max(piece - 3, 0), piece + PIECE + 8
        ):
            return True
    return False


def _rows_times_columns(xml: bytes) -> int:
    rows = columns = 0
    for letters, row in FILLED_CELL.findall(xml):
        rows = max(rows, int(row))
        columns = max(columns, column_number(letters))
    return rows * columns


def _hidden_rows(xml: bytes, start: int, end: int) -> Iterator[int]:
    for match in HIDDEN_ROW.finditer(xml, start, end):
        number = xml.rfind(b'<row r="', start, match.start()) + 8
        yield int(xml[number : xml.find(b'"', number)]) - 1


def _hidden_columns(head: bytes) -> Iterator[range]:
    for attributes in COLUMNS.findall(head):
        says = dict(re.findall(rb"""([\w:]+)=["']([^"']*)["']""", attributes))
        if says.get(b"hidden") in (b"1", b"true") or says.get(b"width") in (b"0", b"0.0"):
            yield range(int(says.get(b"min", 1)) - 1, int(says.get(b"max", 1)))


def _merged(tail: bytes) -> Iterator[tuple[int, int, int, int]]:
    for left, top, right, bottom in MERGED.findall(tail):
        yield int(top) - 1, column_number(left) - 1, int(bottom) - 1, column_number(right) - 1


def respelled(xml: bytes, name: str) -> bytes:
    """The same sheet spelled as Excel does: some programs prefix tags or leave out places."""
    out: list[str] = []
    place = {"row": 0, "column": 0}

    def start(tag: str, says: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "row":
            place.update(row=int(says.get("r", place["row"] + 1)), column=0)
            says = {"r": str(place["row"])} | says
        elif kind == "c":
            address = _address(says.pop("r", ""), place)
            says = {"r": address, **({"s": says.pop("s")} if "s" in says else {}), **says}
        out.append(f"<{kind}{''.join(f' {k}={quoteattr(v)}' for k, v in says.items())}>")

    def refuse(*_: object) -> None:
        raise refused(SOURCE_DAMAGED, name, reason="it holds instructions of its own")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: out.append(f"</{tag.rpartition(':')[2]}>")
    parser.CharacterDataHandler = lambda text: out.append(escape(text))
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, True)
    return "".join(out).encode()


def _address(given: str, place: dict[str, int]) -> str:
    """The address of the next cell of a row, given or counted."""
    if not given:
        place["column"] += 1
        return column_letters(place["column"]) + str(place["row"])
    if not ADDRESS.fullmatch(given):
        raise ValueError(given)
    place["column"] = column_number(given.rstrip("0123456789").encode())
    return given
