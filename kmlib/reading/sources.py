"""Sources: a file, a folder of files, a snapshot or a Google Sheet -> its workbooks, read-only."""

import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from kmlib import findings as rules
from kmlib.findings import Cell, Finding
from kmlib.reading import guards
from kmlib.reading.cells import SourceError, Tab, Workbook
from kmlib.reading.delimited import MOST_CELLS, read_delimited
from kmlib.reading.excel import OLD_OFFICE, read_excel
from kmlib.reading.google import download, link_to, read_google, sheet_id
from kmlib.reading.google_account import Refusal, access

TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"})
TEXT = ".txt"  # may be a table where it is named, and is a readme where it lies in a folder
DESCRIPTION = "datapackage.json"  # names the tables of a snapshot
ABOUT_ANOTHER_DAY = {"findings.csv", "names.csv"}  # of the sheets it was made from
BROKEN_DESCRIPTION = (ValueError, TypeError, KeyError, RecursionError)
LINK = re.compile(r"\s*[a-z][a-z0-9+.-]+://", re.IGNORECASE)
NOT_VISIBLE = (".", "~")  # hidden files and Excel's lock files
NOT_LET = "this computer does not let it be read"
LARGEST_DESCRIPTION = 1_000_000  # project choice: bytes of the list of a snapshot's tables


class Opened(NamedTuple):
    """What a source gave: its workbooks in order, and what kept others of them closed."""

    workbooks: tuple[Workbook, ...]
    findings: tuple[Finding, ...] = ()
    revision: str = ""  # of a Google Sheet: changes when it does; of files see `fingerprint`


Opener = Callable[[str | Path], Opened]  # as open_source: raises SourceError for what is away


def open_source(source: str | Path) -> Opened:
    """Open a workbook file, a folder of them, a snapshot, or a Google Sheet by its link.

    In a folder a file that cannot be opened is a finding, and the rest is read.

    Raises:
        SourceError: it is not there, not given by Google, no workbook, damaged or too large.
    """
    path, name = Path(source), str(source)
    if (key := sheet_id(name)) and not _mode(path):
        short = f"docs.google.com/spreadsheets/d/{key}"  # whole where a finding quotes it
        return _open_google(key, Cell(name, value=short, link=link_to(key)))
    if is_link(name):
        raise guards.refused(rules.SOURCE_ONLINE, name)
    if stat.S_ISDIR(_mode(path)):
        return _open_folder(path)
    if stat.S_ISREG(_mode(path)):
        return Opened((_open_file(path),))
    raise guards.refused(rules.SOURCE_NOT_FOUND, name)


def is_link(source: str) -> bool:
    """Whether a source is an address on the web rather than a file.

    >>> is_link("https://docs.google.com/spreadsheets/d/1"), is_link("hub.xlsx")
    (True, False)
    """
    return bool(LINK.match(source))


def open_beside(hub_path: str, file_name: str, at: Cell, opener: Opener = open_source) -> Workbook:
    """Open a workbook that a cell of a hub names: a Google Sheet, or a file beside the hub.

    A file may lie in the hub's folder or below; a hub that was uploaded brings in no other.

    Raises:
        SourceError: it lies elsewhere, is not there, or cannot be read; said of the cell `at`.
    """
    try:
        return opener(path_beside(hub_path, file_name, at)).workbooks[0]
    except SourceError as error:
        cause = error.__cause__
        if isinstance(cause, Refusal):
            raise refused_at(cause, at) from cause
        if error.finding.code == rules.SOURCE_NOT_FOUND.code:
            raise SourceError(rules.SOURCE_NOT_FOUND.at(at)) from error
        raise


def path_beside(hub_path: str, file_name: str, at: Cell) -> str | Path:
    """Where a workbook lies that a cell of a hub names; otherwise as `open_beside`."""
    if not hub_path:
        raise SourceError(rules.LINK_NOT_FOLLOWED.at(at))
    if key := sheet_id(file_name):
        return link_to(key)
    if is_link(file_name):
        raise SourceError(rules.SOURCE_ONLINE.at(at))
    if is_link(hub_path):
        raise SourceError(rules.SOURCE_NOT_FOUND.at(at))
    name = file_name.strip().replace("\\", "/")
    windows = PureWindowsPath(name)
    if windows.anchor or ".." in windows.parts:
        raise SourceError(rules.SOURCE_OUTSIDE_FOLDER.at(at))
    folder = os.path.realpath(Path(hub_path).parent)
    path = Path(folder, name)
    is_table = path.suffix.lower() in TABLES | {TEXT} and "\0" not in name
    there = _mode(path)
    if not (stat.S_ISREG(there) if there else is_table):
        raise SourceError(rules.SOURCE_NOT_FOUND.at(at))
    if not Path(os.path.realpath(path)).is_relative_to(folder):  # a link that leads out
        raise SourceError(rules.SOURCE_OUTSIDE_FOLDER.at(at))
    if not is_table:
        raise SourceError(rules.SOURCE_KIND_UNKNOWN.at(at))
    return path


def read_workbook(data: bytes, name: str) -> Workbook:
    """The workbook in these bytes, such as an uploaded file; its content decides how it is read.

    Raises:
        SourceError: it is no workbook, damaged, locked or too large.
    """
    guards.check_size(len(data), name)
    suffix = PurePath(name).suffix.lower()
    if suffix not in TABLES | {TEXT, ".zip"}:
        raise guards.refused(rules.SOURCE_KIND_UNKNOWN, name)
    if data.startswith(OLD_OFFICE):
        return read_excel(data, name)
    if data.startswith(guards.ZIP):
        return _read_snapshot_zip(data, name) or read_excel(data, name)
    if not data and suffix not in {".csv", ".tsv", TEXT}:
        raise guards.refused(rules.SOURCE_DAMAGED, name, reason="the file is empty")
    return read_delimited(data, name)


def fingerprint(source: str | Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time of change and size of every file of a source: it changes when one of them does.

    It is empty for a link and for what is not there.
    """
    path = Path(source)
    marks = []
    with suppress(OSError, ValueError):  # it is gone, or was never there
        for file in _files_in(path) if stat.S_ISDIR(_mode(path)) else [path]:
            about = file.stat()
            marks.append((str(file), about.st_mtime_ns, about.st_size))
    return tuple(marks)


def place_of(source: str, hub_path: str = "") -> str:
    """Where a source lies, however it is spelled: its whole path, or its link.

    >>> place_of("https://docs.google.com/spreadsheets/u/0/d/1aB/edit?usp=sharing", "hub.xlsx")
    'https://docs.google.com/spreadsheets/d/1aB/edit'
    """
    if key := sheet_id(source):
        return link_to(key)
    return os.path.realpath(Path(hub_path).parent / source)


def refused_at(refusal: Refusal, at: Cell) -> SourceError:
    """The error for a Google Sheet that is not opened; `at` is where its finding belongs."""
    return SourceError(refusal.rule.at(at, None, **refusal.words))


def _open_google(key: str, at: Cell) -> Opened:
    try:
        allowed = access()
        if not allowed.is_public:
            workbook, revision = read_google(key, allowed)
            return Opened((workbook,), revision=revision)
        data, name = download(key, allowed)
    except Refusal as refusal:
        raise refused_at(refusal, at) from refusal
    workbook = replace(read_workbook(data, name), path=link_to(key))
    warning = rules.SHEET_IS_PUBLIC.at(Cell(name, value=name, link=link_to(key)))
    return Opened((replace(workbook, findings=(*workbook.findings, warning)),))


def _mode(path: Path) -> int:
    """What kind of thing stands at a path, as `stat` tells it; 0 for nothing."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a zero byte in the name
        return 0


def _open_file(path: Path) -> Workbook:
    return replace(read_workbook(_content(path), path.name), path=str(path))


def _content(path: Path) -> bytes:
    """What a file holds; of one that goes on without end, more than is read and no more."""
    with guards.refusing(path.name, NOT_LET, OSError):
        guards.check_size(path.stat().st_size, path.name)
        with path.open("rb") as file:
            return file.read(guards.LARGEST_FILE + 1)


def _files_in(folder: Path) -> list[Path]:
    """The files of a folder that may be a source or named by one, by name; or an OSError."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not entry.name.startswith(NOT_VISIBLE))
    return [
        folder / name
        for name in names
        if (PurePath(name).suffix.lower() in TABLES | {TEXT} or name == DESCRIPTION)
        and stat.S_ISREG(_mode(folder / name))
    ]


def parts_of(source: str | Path) -> list[Path]:
    """The files of a folder, which are opened one by one; none for every other kind of source.

    Raises:
        SourceError: the folder holds no workbook, too many, or may not be looked into.
    """
    folder = Path(source)
    if not stat.S_ISDIR(_mode(folder)):
        return []
    with guards.refusing(str(source), NOT_LET, OSError):
        files = [file for file in _files_in(folder) if file.suffix.lower() != TEXT]
        guards.check(len(files), guards.MOST_PARTS, "it holds {} files")
    if not files:
        raise guards.refused(rules.SOURCE_FOLDER_EMPTY, str(source))
    return [] if any(file.name == DESCRIPTION for file in files) else files


def _open_folder(folder: Path) -> Opened:
    workbooks, findings = [], []
    files = parts_of(folder)
    if not files:
        parts = {file.name: partial(_content, file) for file in _files_in(folder)}
        return Opened((replace(_read_snapshot(parts, folder.resolve().name), path=str(folder)),))
    for file in files:
        try:
            workbooks.append(_open_file(file))
        except SourceError as error:
            findings.append(error.finding)
    return Opened(tuple(workbooks), tuple(findings))


def _read_snapshot_zip(data: bytes, name: str) -> Workbook | None:
    """The snapshot in a zip, also where its folder was zipped; None for another kind of zip."""
    with guards.open_zip(data, name) as archive:
        names = archive.namelist()
        places = [part for part in names if PurePosixPath(part).name == DESCRIPTION]
        if not places:
            return None
        folder = min(places, key=len).removesuffix(DESCRIPTION)
        inside = [part for part in names if part.startswith(folder)]
        parts = {
            part.removeprefix(folder): partial(guards.read_part, archive, part, guards.LARGEST_FILE)
            for part in inside
        }
        return _read_snapshot(parts, name)


def _read_snapshot(parts: Mapping[str, Callable[[], bytes]], name: str) -> Workbook:
    """One workbook out of the CSV files that a Data Package names, a tab each."""
    with guards.refusing(name, f"its {DESCRIPTION} names no tables", *BROKEN_DESCRIPTION):
        description = parts[DESCRIPTION]()
        guards.check(len(description), LARGEST_DESCRIPTION, "its description has {} bytes")
        paths = [str(resource["path"]) for resource in json.loads(description)["resources"]]
    tabs: list[Tab] = []
    findings: list[Finding] = []
    cells = 0
    for path in dict.fromkeys(paths):  # each once
        if not path.lower().endswith(".csv") or path in ABOUT_ANOTHER_DAY:
            continue
        if path not in parts:
            findings.append(rules.SOURCE_NOT_FOUND.at(Cell(name, value=path)))
            continue
        try:
            with guards.refusing(path, "the file is incomplete", *guards.ZIP_ERRORS):
                table = read_delimited(parts[path](), path, is_snapshot=True)
                more = sum(map(len, table.tabs[0].rows))
                guards.check(cells + more, MOST_CELLS, "with those before it, it holds {} cells")
        except SourceError as error:
            findings.append(error.finding._replace(source=name))
            continue
        cells += more
        tabs += (replace(tab, source=name) for tab in table.tabs)
        findings += (finding._replace(source=name) for finding in table.findings)
    return Workbook(name, tuple(tabs), tuple(findings))
