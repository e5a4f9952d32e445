"""Which sheets and styles an .xlsx workbook has, and where in the zip they stand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

# Parts of a number format that are shown as they are, or are colours and conditions; [h] stays
NOT_A_CODE = re.compile(r'\\.|"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*].', re.IGNORECASE)
BUILT_IN_FORMATS = {9: "0%", 10: "0.00%", 46: "[h]:mm:ss"}


class SheetPart(NamedTuple):
    """One sheet as the workbook lists it."""

    title: str
    is_hidden: bool
    part: str  # its place in the zip; empty for a chart or macro sheet


def list_sheets(archive: ZipFile) -> tuple[list[SheetPart], list[str]]:
    """The sheets in their order and the number format of each style, found by the workbook's links.

    Raises:
        KeyError: the zip lacks a sheet that the workbook lists.
    """
    links = _links(archive, "").values()
    book = next((part for kind, part in links if kind == "officeDocument"), "xl/workbook.xml")
    relations = _links(archive, book)
    sheets = []
    for element in _elements(archive, book, "sheet"):
        link = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        kind, part = relations.get(link, ("", ""))
        if not part:
            raise KeyError(link)  # a tab whose part is gone must not look like no tab
        is_hidden = element.get("state", "visible") != "visible"
        part = part if kind == "worksheet" else ""
        sheets.append(SheetPart(element.get("name", ""), is_hidden, part))
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


def _elements(archive: ZipFile, part: str, kind: str) -> Iterator[Element]:
    """The elements of one kind in a small part, whatever their namespace; none without the part."""
    if found := _find_part(archive, part):
        yield from fromstring(archive.read(found)).iterfind(f".//{{*}}{kind}")


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
