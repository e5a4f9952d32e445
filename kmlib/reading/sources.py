"""Sources: a file, a folder of files or a snapshot -> its workbooks, read-only."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from kmlib.findings import (
    SOURCE_DAMAGED,
    SOURCE_FOLDER_EMPTY,
    SOURCE_KIND_UNKNOWN,
    SOURCE_NOT_FOUND,
    SOURCE_ONLINE,
    SOURCE_OUTSIDE_FOLDER,
    Cell,
    Finding,
    Rule,
)
from kmlib.reading.cells import SourceError, Tab, Workbook
from kmlib.reading.delimited import read_delimited
from kmlib.reading.excel import OLD_OFFICE, read_excel
from kmlib.reading.guards import ZIP, ZIP_ERRORS, check_size, inflate, open_zip, refused

EXCEL = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TEXT = frozenset({".csv", ".tsv", ".txt"})
SNAPSHOT = ".zip"
DESCRIPTION = "datapackage.json"  # names the tables of a snapshot
ABOUT_ANOTHER_DAY = "findings.csv"  # of the sheets that the snapshot was made from
LINK = re.compile(r"\s*[a-z][a-z0-9+.-]+://", re.IGNORECASE)
NOT_WORKBOOKS = ("~$", ".")  # Excel's lock files and hidden files


class Opened(NamedTuple):
    """What a source gave: its workbooks in order, and what kept others of them closed."""

    workbooks: tuple[Workbook, ...]
    findings: tuple[Finding, ...] = ()


def open_source(source: str | Path) -> Opened:
    """Open a workbook file, a folder of them, or a snapshot.

    Returns:
        Its workbooks; in a folder a file that cannot be opened is a finding, and the rest is read.

    Raises:
        SourceError: there is nothing of that name, or it is no workbook, damaged or too large.
    """
    if is_link(str(source)):
        raise refused(SOURCE_ONLINE, str(source))
    path = Path(source)
    kind = _kind_of_place(path)
    if kind is stat.S_ISDIR:
        return _open_folder(path)
    if kind is stat.S_ISREG:
        return Opened((_open_file(path),))
    raise refused(SOURCE_NOT_FOUND, str(source))


def is_link(source: str) -> bool:
    """Whether a source is an address on the web rather than a file.

    >>> is_link("https://docs.google.com/spreadsheets/d/1"), is_link("hub.xlsx")
    (True, False)
    """
    return bool(LINK.match(source))


def open_beside(hub_path: str, file_name: str, at: Cell) -> Workbook:
    """Open a workbook file that a hub's cell names; it must lie in the hub's folder or below.

    Args:
        hub_path: where the hub was opened; empty for one that was uploaded, which names no files.
        file_name: as typed in the cell.
        at: the cell, for the finding.

    Raises:
        SourceError: it lies elsewhere, is not there, or cannot be read.
    """
    if is_link(file_name):
        raise SourceError(SOURCE_ONLINE.at(at))
    name = file_name.strip().replace("\\", "/")
    windows = PureWindowsPath(name)
    if not hub_path or windows.anchor or ".." in windows.parts:
        raise SourceError(SOURCE_OUTSIDE_FOLDER.at(at))
    folder = os.path.realpath(Path(hub_path).parent)
    path = Path(folder, name)
    if _kind_of_place(path) is not stat.S_ISREG:
        raise SourceError(SOURCE_NOT_FOUND.at(at))
    if not Path(os.path.realpath(path)).is_relative_to(folder):  # a link that leads out
        raise SourceError(SOURCE_OUTSIDE_FOLDER.at(at))
    if path.suffix.lower() not in EXCEL | TEXT:
        raise SourceError(SOURCE_KIND_UNKNOWN.at(at))
    return _open_file(path)


def read_workbook(data: bytes, name: str) -> Workbook:
    """The workbook in these bytes, such as an uploaded file; its content decides how it is read.

    Raises:
        SourceError: it is no workbook, damaged, locked or too large.
    """
    check_size(len(data), name)
    suffix = PurePath(name).suffix.lower()
    if suffix not in EXCEL | TEXT | {SNAPSHOT}:
        raise refused(SOURCE_KIND_UNKNOWN, name)
    if data.startswith(OLD_OFFICE):
        return read_excel(data, name)
    if data.startswith(ZIP):
        return _read_snapshot_zip(data, name) or read_excel(data, name)
    if not data and suffix not in TEXT:
        raise refused(SOURCE_DAMAGED, name, reason="the file is empty")
    return read_delimited(data, name)


def fingerprint(source: str | Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time of change and size of every file of a source: it changes when one of them does.

    Returns:
        Empty for a link and for what is not there.
    """
    path = Path(source)
    kind = None if is_link(str(source)) else _kind_of_place(path)
    if kind is None:
        return ()
    files = _files_in(path) if kind is stat.S_ISDIR else [path]
    marks = []
    for file in files:
        try:
            about = file.stat()
        except OSError:  # gone since it was listed
            continue
        marks.append((str(file), about.st_mtime_ns, about.st_size))
    return tuple(marks)


def _kind_of_place(path: Path) -> Callable[[int], bool] | None:
    """`stat.S_ISDIR` for a folder, `stat.S_ISREG` for a file, None for anything else."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a zero byte in the name
        return None
    return next((kind for kind in (stat.S_ISDIR, stat.S_ISREG) if kind(mode)), None)


def _open_file(path: Path) -> Workbook:
    return replace(read_workbook(_content(path, path.name), path.name), path=str(path))


def _content(path: Path, name: str) -> bytes:
    try:
        check_size(path.stat().st_size, name)
        return path.read_bytes()
    except OSError as error:
        reason = "this computer does not let it be read"
        raise refused(SOURCE_DAMAGED, name, reason=reason) from error


def _files_in(folder: Path) -> list[Path]:
    """The workbook files of a folder and its snapshot description, by name."""
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        file
        for file in files
        if (file.suffix.lower() in EXCEL | TEXT or file.name == DESCRIPTION)
        and not file.name.startswith(NOT_WORKBOOKS)
        and _kind_of_place(file) is stat.S_ISREG
    ]


def _open_folder(folder: Path) -> Opened:
    files = {file.name: file for file in _files_in(folder)}
    name = folder.resolve().name
    if DESCRIPTION in files:

        def read(part: str) -> bytes | None:
            return _content(files[part], part) if part in files else None

        workbook = _read_snapshot(_content(files[DESCRIPTION], name), read, name)
        return Opened((replace(workbook, path=str(folder)),))
    if not files:
        raise refused(SOURCE_FOLDER_EMPTY, str(folder))
    workbooks, findings = [], []
    for file in files.values():
        try:
            workbooks.append(_open_file(file))
        except SourceError as error:
            findings.append(error.finding)
    return Opened(tuple(workbooks), tuple(findings))


def _read_snapshot_zip(data: bytes, name: str) -> Workbook | None:
    """The snapshot in a zip, also where its folder was zipped; None for another kind of zip."""
    with open_zip(data, name) as archive:
        parts = archive.namelist()
        found = [part for part in parts if PurePosixPath(part).name == DESCRIPTION]
        if not found:
            return None
        description = min(found, key=len)
        folder = description.removesuffix(DESCRIPTION)

        def read(part: str) -> bytes | None:
            return inflate(archive, folder + part) if folder + part in parts else None

        try:
            return _read_snapshot(inflate(archive, description), read, name)
        except ZIP_ERRORS as error:
            raise refused(SOURCE_DAMAGED, name, reason="the file is incomplete") from error


def _read_snapshot(description: bytes, read: Callable[[str], bytes | None], name: str) -> Workbook:
    """One workbook out of the CSV files that a Data Package names, a tab each."""
    tabs: list[Tab] = []
    findings: list[Finding] = []
    for part in _tables_named(description, name):
        content = read(part)
        if content is None:
            findings.append(_at_source(SOURCE_NOT_FOUND, name, part))
            continue
        table = read_delimited(content, part, is_snapshot=True)
        tabs += (replace(tab, source=name) for tab in table.tabs)
    return Workbook(name, tuple(tabs), tuple(findings))


def _at_source(rule: Rule, name: str, value: str) -> Finding:
    return rule.at(Cell(name, value=value))


def _tables_named(description: bytes, name: str) -> list[str]:
    """The CSV files that a Data Package's description names."""
    try:
        resources = json.loads(description)["resources"]
        paths = [resource["path"] for resource in resources]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reason = f"its {DESCRIPTION} names no tables"
        raise refused(SOURCE_DAMAGED, name, reason=reason) from error
    tables = [path for path in paths if isinstance(path, str) and path.lower().endswith(".csv")]
    return [path for path in tables if path != ABOUT_ANOTHER_DAY]
