"""What an .xlsx file says that calamine does not pass on: one quick look at its raw XML.

calamine gives values alone: an error value and a formula without a stored result look like empty
cells, 0.85 shown as 85% looks like 0.85. What is found here is put over its grid.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, reduce
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import numpy as np

from kmlib.findings import column_letters
from kmlib.reading.grids import Grid, SheetFacts
from kmlib.reading.guards import check_cells

# Parts of a number format that are shown as they are, or are colours and conditions; [h] stays
NOT_A_CODE = re.compile(r'\\.|"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*].', re.IGNORECASE)
BUILT_IN_FORMATS = {9: "0%", 10: "0.00%", 46: "[h]:mm:ss"}

RESULT = rb">\s*(?:<f[^<]*(?:</f>)?\s*)?<v>"  # behind a formula, where there is one
# A search runs by the first letter of its pattern: these begin with one that is rare in a sheet
ERROR_CELL = re.compile(rb'e(?<= t="e)"[^>]*' + RESULT + rb"([^<]*)<")
FORMULA_WITHOUT_RESULT = re.compile(
    rb"f(?<=<f)(?:\s[^>]*)?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
FILLED_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>\s*<[vif]')
FAR_PLACE = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{2}|[A-Za-z]?[0-9]{7})""")
ADDRESS = re.compile("[A-Z]{1,3}[0-9]{1,10}")
ODD_TAG = re.compile(
    rb'<(?:\w+:(?:row|c)|row(?! r="[0-9])|c(?! r="[A-Z]+[0-9]+"(?! t=[^>]* s=)))[\s/>]'
)
HIDDEN_ROW = re.compile(rb'h(?<= h)idden="(?:1|true)"')
COLUMN = re.compile(rb"<col ([^>]*)>")
MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
DIGITS = b"0123456789"
SAMPLE = 1 << 16  # bytes of a sheet: a program spells all cells alike
PIECE = 1 << 17  # bytes looked at together, so that they stay in the processor's cache

PercentCell = tuple[bytes, bytes]  # its tag up to the style, which ends in its address; its number


class SheetPart(NamedTuple):
    """One sheet as the workbook lists it."""

    title: str
    is_hidden: bool
    part: str  # its place in the zip; empty for a chart or macro sheet
    epoch_1904: bool  # whether its workbook counts days from 1904


def list_sheets(archive: ZipFile) -> tuple[list[SheetPart], list[str]]:
    """The sheets in their order and the number format of each style, found by the workbook's links.

    Raises:
        KeyError: the zip lacks a sheet that the workbook lists.
    """
    links = _links(archive, "").values()
    book = next((part for kind, part in links if kind == "officeDocument"), "xl/workbook.xml")
    relations = _links(archive, book)
    about = next(_elements(archive, book, "workbookPr"), None)
    epoch_1904 = about is not None and about.get("date1904") in ("1", "true")
    sheets = []
    for element in _elements(archive, book, "sheet"):
        link = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        kind, part = relations.get(link, ("", ""))
        if not part:
            raise KeyError(link)  # a tab whose part is gone must not look like no tab
        is_hidden = element.get("state", "visible") != "visible"
        part = part if kind == "worksheet" else ""
        sheets.append(SheetPart(element.get("name", ""), is_hidden, part, epoch_1904))
    styles = next((part for kind, part in relations.values() if kind == "styles"), "")
    return sheets, _number_formats(archive, styles)


def _links(archive: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part links to: by id, the kind of each link and the place of its target."""
    folder, file = posixpath.split(part)
    links = {}
    for element in _elements(archive, f"{folder}/_rels/{file}.rels", "Relationship"):
        target = posixpath.join("/", folder, element.get("Target", ""))
        kind = element.get("Type", "").rpartition("/")[2]
        links[element.get("Id", "")] = kind, _find_part(archive, target)
    return links


def _elements(archive: ZipFile, part: str, kind: str) -> Iterator[ElementTree.Element]:
    """The elements of one kind in a small part, whatever their namespace; none without the part."""
    if found := _find_part(archive, part):
        yield from ElementTree.fromstring(archive.read(found)).iterfind(f".//{{*}}{kind}")


def _find_part(archive: ZipFile, place: str) -> str:
    """The part as the zip spells it: some programs write other capitals or backslashes."""
    part = posixpath.normpath(posixpath.join("/", place))[1:]
    if part in archive.NameToInfo:
        return part
    spelled = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    return spelled.get(part.lower(), "")


def _number_formats(archive: ZipFile, part: str) -> list[str]:
    """The number format of each cell style, bare of texts and colours; empty for plain ones."""
    codes = BUILT_IN_FORMATS | {
        int(element.get("numFmtId", 0)): NOT_A_CODE.sub("", element.get("formatCode", ""))
        for element in _elements(archive, part, "numFmt")
    }
    styles = (style for styles in _elements(archive, part, "cellXfs") for style in styles)
    return [codes.get(int(style.get("numFmtId", 0)), "") for style in styles]


def percent_cells(formats: Sequence[str]) -> re.Pattern[bytes]:
    """The pattern that finds numbers under a percent format, given the format of each style."""
    styles = "|".join(str(style) for style, code in enumerate(formats) if "%" in code) or "none"
    return re.compile(
        # an address has at most 10 characters, and a look back must have one length
        rb'" s="(?<=(.{11})" s=")(?:%b)"(?: t="n"| [cv]m="[0-9]+")*' % styles.encode()
        + RESULT
        + rb"([-+.0-9eE]+)<",
        re.DOTALL,
    )


def read_facts(
    archive: ZipFile, sheet: SheetPart, percents: re.Pattern[bytes], name: str
) -> tuple[list[PercentCell], SheetFacts]:
    """Look through one sheet's XML; refuses a sheet whose cells stretch too far.

    Raises:
        ValueError: a place is none, or the sheet holds instructions of its own.
    """
    xml = archive.read(sheet.part)
    start = max(xml.find(b"sheetData"), 0)
    is_far = _may_stretch_far(xml, start)
    if ODD_TAG.search(xml, start, len(xml) if is_far else xml.rfind(b"<", start, start + SAMPLE)):
        xml, is_far = respelled(xml), True
        start = xml.find(b"sheetData")
    if is_far:
        check_cells(_rows_times_columns(xml), name, f"the tab “{sheet.title}”")
    end = max(xml.rfind(b"</sheetData"), 0)
    facts = SheetFacts(
        shown=list(_texts_shown(xml)),
        hidden_rows=list(_hidden_rows(xml, start, end)),
        hidden_columns=list(_hidden_columns(xml, start)),
        merged=[
            (int(top) - 1, column_number(left) - 1, int(bottom) - 1, column_number(right) - 1)
            for left, top, right, bottom in MERGED.findall(xml, end)
        ],
    )
    return percents.findall(xml), facts


@lru_cache(10_000)
@lru_cache(10_000)
def percent_text(number: bytes) -> str:
    """A number under a percent format as a person would type it.

    >>> percent_text(b"0.85"), percent_text(b"1.005"), percent_text(b"1.2E-7"), percent_text(b"e")
    ('85%', '100.5%', '0.000012%', 'e')
    """
    try:
        return f"{Decimal(f'{float(number) * 100:.10g}'):f}%"
    except ValueError:
        return number.decode()


def put_percents(grid: Grid, cells: list[PercentCell]) -> None:
    """Put percents over their numbers, of which there are many."""
    for before, number in cells:
        address = before.rpartition(b'"')[2]
        letters = address.rstrip(DIGITS)
        try:
            row, column = int(address[len(letters) :]) - 1, column_number(letters) - 1
            grid[row][column] = percent_text(number)
        except (ValueError, IndexError):  # spelled unlike all cells before: it stays a number
            continue


def _texts_shown(xml: bytes) -> Iterator[tuple[range, range, str]]:
    """Error values, and formulas for want of a result: calamine gives them as empty."""
    for match in ERROR_CELL.finditer(xml):
        row, column, _ = _cell_before(xml, match.end())
        yield row, column, match[1].decode(errors="replace").strip()
    for match in FORMULA_WITHOUT_RESULT.finditer(xml):
        row, column, attributes = _cell_before(xml, match.start())
        if b't="str"' in attributes and b"<v" in match[0]:
            continue  # the result is known: an empty text
        formula = (match[1] or b"").decode(errors="replace")
        yield row, column, "=" + unescape(formula, {"&quot;": '"', "&apos;": "'"})


def _cell_before(xml: bytes, position: int) -> tuple[range, range, bytes]:
    """Row, column and attributes of the last cell that begins before this place."""
    start = xml.rfind(b'<c r="', 0, position) + 6
    reference, _, attributes = xml[start : xml.find(b">", start)].partition(b'"')
    letters = reference.rstrip(DIGITS)
    row, column = int(reference[len(letters) :] or 0), column_number(letters)
    return range(row - 1, row), range(column - 1, column), attributes


@lru_cache(10_000)
def column_number(letters: bytes) -> int:
    """The column from 1 that these letters name.

    >>> column_number(b"A"), column_number(b"AA"), column_number(b"XFD")
    (1, 27, 16384)
    """
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)


def _may_stretch_far(xml: bytes, start: int) -> bool:
    """Whether there are columns beyond Z or rows beyond 999,999: the others are never too many."""
    codes = np.frombuffer(xml, np.uint8)
    for piece in range(start, len(xml), PIECE):
        chars = codes[piece : piece + PIECE + 8]
        letter, digit = (chars | 32) - ord("a") < 26, chars - ord("0") < 10
        quote = (chars == ord('"')) | (chars == ord("'"))
        is_far = quote[:-7] & letter[1:-6] & letter[2:-5]
        is_far |= (letter | quote)[:-7] & digit[1:-6] & digit[4:-3] & digit[7:]
        if is_far.any() and FAR_PLACE.search(xml, max(piece - 9, 0), piece + PIECE + 8):
            return True
    return False


def _rows_times_columns(xml: bytes) -> int:
    filled = FILLED_CELL.findall(xml)
    rows = max((int(row) for _, row in filled), default=0)
    return rows * max((column_number(letters) for letters, _ in filled), default=0)


def _hidden_rows(xml: bytes, start: int, end: int) -> Iterator[range]:
    for match in HIDDEN_ROW.finditer(xml, start, end):
        number = xml.rfind(b'<row r="', start, match.start()) + 8
        row = int(xml[number : xml.find(b'"', number)])
        yield range(row - 1, row)


def _hidden_columns(xml: bytes, end: int) -> Iterator[range]:
    for attributes in COLUMN.findall(xml, 0, end):
        says = dict(re.findall(rb'(\w+)="([^"]*)"', attributes))
        if says.get(b"hidden") in (b"1", b"true") or says.get(b"width") in (b"0", b"0.0"):
            yield range(int(says.get(b"min", 1)) - 1, int(says.get(b"max", 1)))


def respelled(xml: bytes) -> bytes:
    """The same sheet spelled as Excel does: some programs prefix tags or leave out places."""
    if b"<!DOCTYPE" in xml:
        raise ValueError("a sheet needs no instructions")
    root = ElementTree.fromstring(xml)
    row = column = 0
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        says = element.attrib
        if element.tag == "row":
            row, column = int(says.get("r", row + 1)), 0
            element.attrib = {"r": str(row)} | says
        elif element.tag == "c":
            address = says.pop("r", "").upper() or column_letters(column + 1) + str(row)
            if not ADDRESS.fullmatch(address):
                raise ValueError(address)
            column = column_number(address.rstrip("0123456789").encode())
            element.attrib = {"r": address, "s": says.pop("s", "0")} | says
    return bytes(ElementTree.tostring(root, "utf-8"))
