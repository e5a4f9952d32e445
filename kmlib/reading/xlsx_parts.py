"""Which sheets and styles an .xlsx workbook has, and where in the zip they stand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

# Parts of a number format that are shown as they are, or are colours and conditions; [h] stays
NOT_A_CODE = re.compile(r'\\.|"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*].', re.IGNORECASE)
BUILT_IN_PERCENTS = {9, 10}
BUILT_IN_DURATIONS = {46}


class SheetPart(NamedTuple):
    """One sheet as the workbook lists it."""

    title: str
    is_hidden: bool
    part: str  # its place in the zip; empty for a chart or macro sheet


class Styles(NamedTuple):
    """Which cell styles matter here."""

    percents: list[int]
    has_durations: bool


def list_sheets(archive: ZipFile) -> tuple[list[SheetPart], Styles]:
    """The sheets in their order and the styles, found through the workbook's own links.

    Raises:
        KeyError: the zip lacks a sheet that the workbook lists.
    """
    book = next(
        (target for kind, target in _relations(archive, "").values() if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    relations = _relations(archive, book)
    sheets = []
    for element in _elements(archive, book, "sheet"):
        link = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        kind, target = relations.get(link, ("", ""))
        if not target:
            raise KeyError(link)  # a tab whose part is gone must not look like no tab
        is_hidden = element.get("state", "visible") != "visible"
        part = target if kind == "worksheet" else ""
        sheets.append(SheetPart(element.get("name", ""), is_hidden, part))
    styles = next((target for kind, target in relations.values() if kind == "styles"), "")
    return sheets, _read_styles(archive, styles)


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
    return Styles(
        [style for style, format in enumerate(formats) if format in percents],
        has_durations=any(format in durations for format in formats),
    )
