"""What an .xlsx file says that calamine does not pass on: one quick look at each sheet's raw XML.

calamine gives values alone: an error value and a formula without a stored result look like empty
cells, 0.85 shown as 85% looks like 0.85. The corrections found here are put over its grid.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr, unescape
from zipfile import ZipFile

import numpy as np

from kmlib.findings import SOURCE_DAMAGED, column_letters
from kmlib.reading.guards import check_cells, inflate, refused

Correction = tuple[int, int, str]  # row and column from 0, and the text that the sheet shows

RESULT = rb">\s*(?:<f[^<]*(?:</f>)?\s*)?<v>"  # behind a formula, where there is one
NUMBER = rb"([-+.0-9eE]+)<"
# A search runs by the first letter of its pattern: these begin with one that is rare in a sheet
ERROR_CELL = re.compile(rb'e(?<= t="e)"[^>]*' + RESULT + rb"([^<]*)<")
FORMULA_WITHOUT_RESULT = re.compile(
    rb"f(?<=<f)(?:\s[^>]*)?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
FILLED_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>\s*<[vif]')
FAR_COLUMN = re.compile(rb"""r=["'][A-Z]{2}""")
ODD_CELL = re.compile(rb'<(?:\w+:c|c(?! r="[A-Z]+[0-9]+"(?! t=[^>]* s=)))[\s/>]')
HIDDEN_ROW = re.compile(rb'h(?<= h)idden="(?:1|true)"')
COLUMNS = re.compile(rb"<(?:\w+:)?col ([^>]*)>")
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell ref=["']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)["']""")
# Parts of a number format that are shown as they are, or are colours and conditions; [h] stays
NOT_A_CODE = re.compile(r'\\.|"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*].', re.IGNORECASE)
DIGITS = b"0123456789"
SAMPLE = 1 << 16  # bytes of a sheet: a program spells all cells alike
BUILT_IN_PERCENTS = {9, 10}
BUILT_IN_DURATIONS = {46}


class SheetPart(NamedTuple):
    """One sheet as the workbook lists it."""

    title: str
    is_hidden: bool
    part: str  # its place in the zip; empty for a chart or macro sheet


class Styles(NamedTuple):
    """Which cell styles matter here."""

    percents: re.Pattern[bytes] | None  # finds numbers under a percent format
    has_durations: bool


class SheetFacts(NamedTuple):
    """What one sheet's XML says beyond its values; rows and columns count from 0."""

    corrections: list[Correction]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[range, ...]
    merged: tuple[tuple[int, int, int, int], ...]


def list_sheets(archive: ZipFile) -> tuple[list[SheetPart], Styles]:
    """The sheets in their order and the styles, found through the workbook's own relations."""
    book = next(
        (target for kind, target in _relations(archive, "").values() if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    relations = _relations(archive, book)
    sheets = []
    for element in _elements(archive, book, "sheet"):
        link = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        kind, target = relations.get(link, ("", ""))
        state = element.get("state", "visible")
        is_sheet = kind == "worksheet"
        sheets.append(
            SheetPart(element.get("name", ""), state != "visible", target if is_sheet else "")
        )
    styles = next((target for kind, target in relations.values() if kind == "styles"), "")
    return sheets, _read_styles(archive, styles)


def read_facts(archive: ZipFile, sheet: SheetPart, styles: Styles, name: str) -> SheetFacts:
    """Look through one sheet's XML; refuses a sheet whose cells stretch too far."""
    if not sheet.part:
        return SheetFacts([], frozenset(), (), ())
    xml = inflate(archive, sheet.part)
    start = max(xml.find(b"sheetData"), 0)
    if ODD_CELL.search(xml, start, xml.rfind(b"<", start, start + SAMPLE)):
        xml = respelled(xml, name)
        start = xml.find(b"sheetData")
    if _has_far_columns(xml, start):
        check_cells(_rows_times_columns(xml), name, f"the tab “{sheet.title}”")
    end = max(xml.rfind(b"</sheetData"), 0)
    return SheetFacts(
        corrections=[*_percents(xml, styles), *_errors(xml), *_not_computed(xml)],
        hidden_rows=frozenset(_hidden_rows(xml, start, end)),
        hidden_columns=tuple(_hidden_columns(xml[:start])),
        merged=tuple(_merged(xml[end:])),
    )


def _relations(archive: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part links to: by id, the kind of each link and the place of its target."""
    folder, file = posixpath.split(part)
    relations = {}
    for element in _elements(
        archive, posixpath.join(folder, "_rels", f"{file}.rels"), "Relationship"
    ):
        kind = element.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
        relations[element.get("Id", "")] = kind, _find_part(archive, target[1:])
    return relations


def _elements(archive: ZipFile, part: str, kind: str) -> Iterator[ElementTree.Element]:
    """The elements of one kind in a small part, whatever their namespace; none without the part."""
    found = _find_part(archive, part)
    if found and not found.endswith(".bin"):  # .xlsb is another format
        for element in ElementTree.fromstring(archive.read(found)).iter():
            if element.tag.rpartition("}")[2] == kind:
                yield element


def _find_part(archive: ZipFile, part: str) -> str:
    """The part as the zip spells it: some programs write other capitals or backslashes."""
    if part in archive.NameToInfo:
        return part
    spelled = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    return spelled.get(part.lower(), "")


def _read_styles(archive: ZipFile, part: str) -> Styles:
    codes = {
        int(element.get("numFmtId", 0)): NOT_A_CODE.sub("", element.get("formatCode", ""))
        for element in _elements(archive, part, "numFmt")
    }
    percents = BUILT_IN_PERCENTS | {number for number, code in codes.items() if "%" in code}
    durations = BUILT_IN_DURATIONS | {number for number, code in codes.items() if "[" in code}
    formats = [
        int(style.get("numFmtId", 0))
        for styles in _elements(archive, part, "cellXfs")
        for style in styles
    ]
    numbers = [str(style) for style, format in enumerate(formats) if format in percents]
    pattern = (
        rb'" s="(?<=(.{11})" s=")'
        + rf'(?:{"|".join(numbers)})"(?: t="n")?'.encode()
        + RESULT
        + NUMBER
    )
    return Styles(
        re.compile(pattern, re.DOTALL) if numbers else None,
        any(format in durations for format in formats),
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


def _percents(xml: bytes, styles: Styles) -> Iterator[Correction]:
    """Percents as text: there may be many, so each column and number is understood once."""
    texts: dict[bytes, str] = {}
    columns: dict[bytes, int] = {}
    for before, number in styles.percents.findall(xml) if styles.percents else ():
        address = before[before.rfind(b'"') + 1 :]
        letters = address.rstrip(DIGITS)
        if letters not in columns:
            columns[letters] = column_number(letters) - 1
        text = texts.get(number)
        if text is None:
            text = texts[number] = percent_text(number)
        yield int(address[len(letters) :] or 0) - 1, columns[letters], text


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


def _has_far_columns(xml: bytes, start: int) -> bool:
    """Whether there are columns beyond Z; up to there no sheet is too large for calamine."""
    codes = np.frombuffer(xml, np.uint8)
    for piece in range(start, len(xml), SAMPLE):  # small pieces stay in the processor's cache
        capitals = codes[piece : piece + SAMPLE + 1] - ord("A") < 26
        if (capitals[1:] & capitals[:-1]).any() and FAR_COLUMN.search(
            xml, max(piece - 4, 0), piece + SAMPLE + 1
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
    letters = given.rstrip("0123456789")
    place["column"] = column_number(letters.encode()) if letters else place["column"] + 1
    return column_letters(place["column"]) + (given[len(letters) :] or str(place["row"]))
