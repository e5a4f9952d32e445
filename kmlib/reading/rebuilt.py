"""Rebuilt: a plain workbook for calamine, put together from parts that were looked at before.

So it never sees how a file lists and links its parts, and reads the very bytes that were vouched
for. A sheet that nobody can vouch for is spelled anew, cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from xml.etree.ElementTree import Element, iterparse
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from kmlib.findings import column_letters
from kmlib.reading.xlsx_xml import column_number, no_instructions

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = f'<Relationship Id="{{1}}" Type="{OFFICE}/{{0}}" Target="{{1}}"/>'
LINKS = "<Relationships>{}</Relationships>"
SHEET = '<sheet name="{0}" r:id="{0}"/>'
BOOK = '<workbook><workbookPr date1904="{}"/><sheets>{}</sheets></workbook>'

ADDRESS = re.compile("([A-Z]{1,3})[0-9]{1,7}")
LAST_DATE = 2_958_465  # the number of 31 December 9999; calamine gives up on lengths beyond
NO_SUCH_TEXT = "#REF!"


def as_workbook(sheets: Iterable[bytes], texts: bytes, styles: bytes, *, is_1904: bool) -> BytesIO:
    """A workbook of these sheets, named by their numbers from 0."""
    file = BytesIO()
    names: list[str] = []
    with ZipFile(file, "w") as book:
        for number, sheet in enumerate(sheets):
            names.append(f"{number}.xml")
            book.writestr(f"xl/{number}.xml", sheet)
        links = [LINK.format("worksheet", name) for name in names]
        for kind, part in ("styles", styles), ("sharedStrings", texts):
            if part:
                book.writestr(f"xl/{kind}.xml", part)
                links.append(LINK.format(kind, f"{kind}.xml"))
        listed = "".join(map(SHEET.format, names))
        book.writestr("xl/workbook.xml", BOOK.format(int(is_1904), listed))
        book.writestr("xl/_rels/workbook.xml.rels", LINKS.format("".join(links)))
        book.writestr("_rels/.rels", LINKS.format(LINK.format("officeDocument", "xl/workbook.xml")))
    file.seek(0)
    return file


def respelled(xml: bytes, texts: int) -> bytes:
    """The same sheet spelled as Excel does: tags without prefixes, a place for every cell.

    What cannot stand in a cell costs that cell alone: it is given as a text.

    Args:
        xml: the whole part of the sheet.
        texts: how many texts its workbook keeps for all sheets.

    Raises:
        ParseError: it is no XML.
        ValueError: a cell has an impossible place.
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
    shown = "" if formula is None else f"<f>{escape(formula.text or '')}</f>"
    if value or kind == "str":
        shown += f"<v>{escape(value)}</v>"
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
