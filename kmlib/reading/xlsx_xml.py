"""What an .xlsx file says that calamine does not pass on: one quick look at its raw XML.

calamine gives values alone: an error value and a formula without a stored result look like empty
cells, 0.85 shown as 85% looks like 0.85. What is found here is put over its grid. No pattern
here goes over the same bytes again and again, whatever a sheet holds.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache, reduce
from itertools import islice
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import numpy as np

from kmlib.reading.grids import COLUMNS, Grid, SheetFacts
from kmlib.reading.guards import MOST_PARTS, check, read_part

# Parts of a number format that are shown as they are, or are colours and conditions; [h] stays
NOT_A_CODE = re.compile(r'\\.|"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*].', re.IGNORECASE)
BUILT_IN_FORMATS = {9: "0%", 10: "0.00%", 46: "[h]:mm:ss"}
LONGEST_CODE = 255  # characters of a number format in Excel
LARGEST_LIST = 5_000_000  # project choice: bytes of a part that lists sheets, links or styles
GONE = "?"  # the place of a sheet that is not there

RESULT = rb">\s*(?:<f[^<]*(?:</f>)?\s*)?<v>"  # behind a formula, where there is one
# A search runs by the first letter of its pattern: these begin with one that is rare in a sheet
ERROR_CELL = re.compile(rb'e(?<= t="e)"[^<>]{0,99}' + RESULT + rb"([^<]*)<")
FORMULA_WITHOUT_RESULT = re.compile(
    rb"f(?<=<f)(?:\s[^<>]*)?(?:/>|>([^<]*)</f>)\s*+(?:<v\s*+/>|<v>\s*+</v>)?+\s*+</c>"
)
HIDDEN = re.compile(rb'h(?<= h)idden="(?:1|true)"')
BEGINS_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
LONGEST_TAG = 400  # bytes of the tag of a row or cell
COLUMN = re.compile(rb"<col ([^<>]{0,400})>")
MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
DIGITS = b"0123456789"

PercentCell = tuple[bytes, bytes]  # its tag up to the style, which ends in its address; its number
TOGETHER = 10_000  # of them take a few megabytes at once
TAG_END = 11  # bytes of that: an address has at most 10, and a look back must have one length


class SheetPart(NamedTuple):
    """One worksheet as the workbook lists it."""

    title: str
    is_hidden: bool
    part: str  # its place in the zip


@dataclass(frozen=True)
class Contents:
    """What the sheets of a workbook have in common."""

    sheets: list[SheetPart]  # in their order; chart and macro sheets are left out
    formats: list[str]  # the number format of each style
    styles: bytes
    texts: bytes  # those that cells name by their number
    is_1904: bool  # days count from 1904

    @cached_property
    def lengths(self) -> list[int]:
        """The length of each text, in bytes."""
        return list(map(len, self.texts[max(self.texts.find(b"<si"), 0) :].split(b"</si>")))

    @cached_property
    def count_texts(self) -> int:
        """How many texts cells may name."""
        return sum(1 for _ in BEGINS_TEXT.finditer(self.texts))


def read_contents(archive: ZipFile, most_texts: int | None = None) -> Contents:
    """The worksheets, texts and formats of a workbook, found by its own links."""
    links = _links(archive, "").values()
    book = next((part for kind, part in links if kind == "officeDocument"), "xl/workbook.xml")
    relations = _links(archive, book)
    sheets: dict[str, SheetPart] = {}
    for element in islice(_elements(archive, book, "sheet"), MOST_PARTS):
        link = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        kind, part = relations.get(link, ("", ""))
        is_hidden = element.get("state", "visible") != "visible"
        if not part or part in sheets:
            part = f"{GONE}{len(sheets)}"  # a tab whose part is gone must not look like no tab
        if kind == "worksheet" or part.startswith(GONE):
            sheets[part] = SheetPart(element.get("name", ""), is_hidden, part)
    parts = dict(relations.values())
    styles, texts = parts.get("styles", ""), parts.get("sharedStrings", "")
    properties = list(_elements(archive, book, "workbookPr"))
    return Contents(
        sheets=list(sheets.values()),
        formats=_number_formats(archive, styles),
        styles=read_part(archive, styles) if styles else b"",
        texts=read_part(archive, texts, most_texts) if texts else b"",
        is_1904=any(element.get("date1904") in ("1", "true") for element in properties),
    )


def _links(archive: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part links to: by id, the kind of each link and the place of its target."""
    folder, file = posixpath.split(part)
    names = _names(archive)
    links = {}
    for element in _elements(archive, f"{folder}/_rels/{file}.rels", "Relationship"):
        target = posixpath.join("/", folder, element.get("Target", ""))
        kind = element.get("Type", "").rpartition("/")[2]
        links[element.get("Id", "")] = kind, names.get(_place(target), "")
    return links


def _elements(archive: ZipFile, part: str, kind: str) -> Iterator[ElementTree.Element]:
    """The elements of one kind in a small part, whatever their namespace; none without the part."""
    if found := _names(archive).get(_place(part)):
        xml = read_part(archive, found, LARGEST_LIST)
        yield from ElementTree.fromstring(no_instructions(xml)).iterfind(f".//{{*}}{kind}")


def no_instructions(xml: bytes) -> bytes:
    """The same XML; a ValueError if it has a document type, or two bytes a letter to hide it.

    No part of a workbook needs a document type, which could unfold without end.
    """
    if b"<!DOCTYPE" in xml or b"\0" in xml[:99]:
        raise ValueError("a part with instructions of its own")
    return xml


def _names(archive: ZipFile) -> dict[str, str]:
    """The parts by their places: some programs write other capitals or backslashes."""
    return {_place(name.replace("\\", "/")): name for name in archive.namelist()}


def _place(part: str) -> str:
    return posixpath.normpath(posixpath.join("/", part))[1:].lower()


def _number_formats(archive: ZipFile, part: str) -> list[str]:
    """The number format of each cell style, bare of texts and colours; empty for plain ones."""
    codes = BUILT_IN_FORMATS | {
        int(element.get("numFmtId", 0)): NOT_A_CODE.sub(
            "", element.get("formatCode", "")[:LONGEST_CODE]
        )
        for element in _elements(archive, part, "numFmt")
    }
    styles = (style for styles in _elements(archive, part, "cellXfs") for style in styles)
    return [codes.get(int(style.get("numFmtId", 0)), "") for style in styles]


def percent_cells(formats: Sequence[str]) -> re.Pattern[bytes]:
    """The pattern that finds numbers under a percent format, given the format of each style."""
    styles = [str(style) for style, code in enumerate(formats) if "%" in code]
    return re.compile(
        rb'" s="(?<=(.{%d})" s=")%b"(?: t="n"| [cv]m="[0-9]+")*'
        % (TAG_END, (_one_of(styles) if styles else "none").encode())
        + RESULT
        + rb"([-+.0-9eE]+)<",
        re.DOTALL,
    )


def _one_of(words: Sequence[str]) -> str:
    """The pattern of these words, letter by letter: one after the other takes thousands of steps.

    >>> _one_of(["1", "12", "3"])
    '(?:1(?:2)?|3)'
    """
    rests: dict[str, list[str]] = {}
    for word in filter(None, words):
        rests.setdefault(word[0], []).append(word[1:])
    pattern = "|".join(letter + _one_of(rest) for letter, rest in rests.items())
    return f"(?:{pattern}){'?' if '' in words else ''}" if rests else ""


def read_facts(xml: bytes, folded: bytes, most: int) -> SheetFacts:
    """Look through one sheet's XML; there may be `most` errors and formulas without a result.

    These are found in the sheet as it is `folded`.
    """
    shown = list(islice(_texts_shown(folded, *_body(folded)), most + 1))
    start, end = _body(xml)
    check(len(shown), most, "it holds more than {} errors")
    return SheetFacts(
        shown=shown,
        hidden_rows=list(_hidden_rows(xml, start, end)),
        hidden_columns=list(_hidden_columns(xml, start)),
        merged=[
            (int(top) - 1, column_number(left) - 1, int(bottom) - 1, column_number(right) - 1)
            for left, top, right, bottom in MERGED.findall(xml, end)
        ],
    )


def _body(xml: bytes) -> tuple[int, int]:
    """Where the cells of a sheet begin and end."""
    return max(xml.find(b">", xml.find(b"sheetData")), 0), max(xml.rfind(b"</sheetData"), 0)


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
    height, width = len(grid), len(grid[0]) if grid else 0
    for start in range(0, len(cells), TOGETHER):
        tags, numbers = zip(*cells[start : start + TOGETHER], strict=True)
        places, texts = _positions(b"".join(tags)), map(percent_text, numbers)
        for row, column, text in zip(*places, texts, strict=True):
            if 0 <= row < height and 0 <= column < width:  # else it stays a number
                grid[row][column] = text


def _positions(tags: bytes) -> tuple[list[int], list[int]]:
    """Rows and columns, from 0, of many addresses, each at the end of TAG_END bytes.

    >>> _positions(b'   <c r="D3' + b' r="XFD1048')
    ([2, 1047], [3, 16383])
    """
    signs = np.frombuffer(tags, np.uint8).reshape(-1, TAG_END)
    row = column = np.zeros(len(signs), np.int64)
    in_row = in_address = np.ones(len(signs), np.bool_)
    ten = letter = np.ones(len(signs), np.int64)
    for sign in signs.T[::-1]:  # from the right: the row, the column, and what stands before them
        in_row = in_row & (sign - ord("0") < 10)
        row, ten = row + in_row * ten * (sign - ord("0")), ten * 10
        in_address = in_address & (in_row | (sign - ord("A") < 26))
        in_column = in_address & ~in_row
        column = column + in_column * letter * (sign - ord("A") + 1)
        letter = np.where(in_column, letter * 26, letter)
    return (row - 1).tolist(), (column - 1).tolist()


def _matches(
    pattern: re.Pattern[bytes], xml: bytes, start: int, end: int
) -> Iterator[re.Match[bytes]]:
    """All matches of a pattern in a part of the XML; its first letter is looked for quicker."""
    first = xml.find(pattern.pattern[:1], start, end)
    return pattern.finditer(xml, first, end) if first >= 0 else iter(())


def _texts_shown(xml: bytes, start: int, end: int) -> Iterator[tuple[range, range, str]]:
    """Error values, and formulas for want of a result: calamine gives them as empty."""
    for match in _matches(ERROR_CELL, xml, start, end):
        if tag := _tag_before(xml, match.start(), b'<c r="'):
            yield *_place_of(tag), match[1].decode(errors="replace").strip()
    for match in _matches(FORMULA_WITHOUT_RESULT, xml, start, end):
        tag = _tag_before(xml, match.start() - 1, b'<c r="')
        if b't="str"' in tag and b"<v" in match[0]:
            continue  # the result is known: an empty text
        formula = (match[1] or b"").decode(errors="replace")
        yield *_place_of(tag), "=" + unescape(formula, {"&quot;": '"', "&apos;": "'"})


def _tag_before(xml: bytes, position: int, begins: bytes) -> bytes:
    """What follows the beginning of the tag that stands before this place; empty in a text.

    A tag of this kind that is spelled in another way, or a very long one, is a ValueError.
    """
    start = xml.rfind(b"<", max(position - LONGEST_TAG, 0), position)
    if xml.startswith(begins, start):
        return xml[start + len(begins) : position]
    if start < 0 or xml.startswith(begins.split()[0], start):
        raise ValueError("an unusual tag")
    return b""


def _place_of(tag: bytes) -> tuple[range, range]:
    row, column = _position(tag.partition(b'"')[0])
    return range(row, row + 1), range(column, column + 1)


def _position(address: bytes) -> tuple[int, int]:
    letters = address.rstrip(DIGITS)
    return int(address[len(letters) :]) - 1, column_number(letters) - 1


@lru_cache(10_000)
def column_number(letters: bytes) -> int:
    """The column from 1 that these letters name.

    >>> column_number(b"A"), column_number(b"AA"), column_number(b"XFD")
    (1, 27, 16384)
    """
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)


def _hidden_rows(xml: bytes, start: int, end: int) -> Iterator[range]:
    for match in _matches(HIDDEN, xml, start, end):
        if tag := _tag_before(xml, match.start(), b'<row r="'):
            row = int(tag.partition(b'"')[0])
            yield range(row - 1, row)


def _hidden_columns(xml: bytes, end: int) -> Iterator[range]:
    for attributes in islice(COLUMN.findall(xml, 0, end), len(COLUMNS)):
        says = dict(re.findall(rb'(\w+)="([^"]*)"', attributes))
        if says.get(b"hidden") in (b"1", b"true") or says.get(b"width") in (b"0", b"0.0"):
            yield range(int(says.get(b"min", 1)) - 1, int(says.get(b"max", 1)))
