"""Snapshots: the last good reading of each source, kept whole in a file of its own.

A reading is kept as it was opened, every cell with its type. Its file is zipped lines of JSON: the
version of this format; the workbooks without their cells; the cells of each tab; and last a
checksum of all lines before. A tab of which is known which cells are the same has a line with how
many columns there are, one with each distinct cell, and one with their numbers, row by row. Any
other has a 0, its rows, some a line, and an empty line.
"""

import base64
import datetime as dt
import gzip
import hashlib
import json
import os
import platform
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import numpy as np
from pydantic import TypeAdapter

from kmlib.reading.cells import Value
from kmlib.reading.folded import AlikeRows
from kmlib.reading.sources import Opened, is_link

FORMAT = 2  # the first had the rows of every tab, and no number of columns
LARGEST_KEPT = 400_000_000  # project choice: bytes unfolded, eight times the largest file
ROWS_A_LINE = 1_000
NUMBER = np.dtype("<i4")  # of a distinct cell
UNFINISHED = f".{platform.node()}-{os.getpid()}.tmp"  # several may share one place
DAYS_AND_TIMES: dict[str, Callable[[str], Value]] = {
    kind.__name__: kind.fromisoformat for kind in (dt.date, dt.datetime, dt.time)
}
BROKEN = (gzip.BadGzipFile, zlib.error, EOFError, ValueError, TypeError, LookupError, StopIteration)


class Kept(NamedTuple):
    """What a source gave when it was read last."""

    source: str
    read_at: dt.datetime
    opened: Opened
    parts: tuple[str, ...] = ()  # the files of a folder, each kept by itself
    rows: int = 0  # inside tables; of a folder, its files


class NotKeptError(Exception):
    """A reading could not be kept, or not be used again; says why."""


class Folder(NamedTuple):
    """A folder of this computer; unless the mode says otherwise it is its owner's alone."""

    path: Path
    mode: int = 0o700

    def open(self, name: str) -> IO[bytes]:
        """One of its files, to be read."""
        return (self.path / name).open("rb")

    @contextmanager
    def new(self, name: str) -> Iterator[IO[bytes]]:
        """A file to be written, which takes its name when it is whole and on the disk."""
        self.path.mkdir(self.mode, parents=True, exist_ok=True)
        if stat.S_IMODE(self.path.stat().st_mode) & ~self.mode:
            self.path.chmod(self.mode)
        unfinished = self.path / (name + UNFINISHED)
        unfinished.touch(self.mode & 0o666)
        try:
            with unfinished.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.path / name)
        finally:
            unfinished.unlink(missing_ok=True)


class Remote(NamedTuple):
    """A place that fsspec knows, such as s3://bucket/folder."""

    url: str

    def open(self, name: str) -> IO[bytes]:
        """One of its files, to be read."""
        files, root = self._files()
        return cast("IO[bytes]", files.open(f"{root}/{name}", "rb"))

    @contextmanager
    def new(self, name: str) -> Iterator[IO[bytes]]:
        """A file to be written, which is moved to its name when it is whole."""
        files, root = self._files()
        files.makedirs(root, exist_ok=True)
        unfinished = f"{root}/{name}{UNFINISHED}"
        with files.open(unfinished, "wb") as file:
            yield file
        files.mv(unfinished, f"{root}/{name}")

    def _files(self) -> tuple[Any, str]:
        try:
            from fsspec.core import url_to_fs  # nobody who keeps readings in a folder needs it

            return cast("tuple[Any, str]", url_to_fs(self.url))
        except (ImportError, ValueError) as error:
            raise NotKeptError(str(error)) from error


Place = Folder | Remote


def place_at(place: str, part: str, mode: int = 0o700) -> Place:
    """One part of the place that KM_SNAPSHOTS names: `readings` or `published`."""
    if is_link(place) or "::" in place:
        return Remote(f"{place.rstrip('/')}/{part}")
    return Folder(Path(place).expanduser() / part, mode)


def read_kept(place: Place, source: str) -> Kept | None:
    """The reading of a source that is kept in a place; None if there is none.

    Raises:
        NotKeptError: there is one, and it cannot be used.
    """
    with in_words():
        try:
            with place.open(_file_name(source)) as file:
                return _decoded(_checked(file))
        except FileNotFoundError:
            return None
        except BROKEN as error:
            raise NotKeptError("its file is damaged") from error


def write_kept(place: Place, kept: Kept) -> None:
    """Keep a reading in a place, instead of the older one of the same source.

    Raises:
        NotKeptError: it cannot be kept; the older one still is.
    """
    digest = hashlib.sha256()
    with (
        in_words(),
        place.new(_file_name(kept.source)) as file,
        gzip.GzipFile("", "wb", 1, file, 0) as zipped,
    ):
        for line in _lines(kept):
            digest.update(line)
            zipped.write(line)
        if zipped.tell() > LARGEST_KEPT:
            raise NotKeptError("it is too large")
        zipped.write(digest.hexdigest().encode())


@contextmanager
def in_words() -> Iterator[None]:
    """Say why a place could not be used, in a NotKeptError."""
    try:
        yield
    except OSError as error:
        raise NotKeptError((error.strerror or "its place cannot be reached").lower()) from error


def _file_name(source: str) -> str:
    return f"{hashlib.sha256(source.encode(errors='replace')).hexdigest()[:32]}.jsonl.gz"


@cache
def _without_cells() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)


def _lines(kept: Kept) -> Iterator[bytes]:
    bare = (
        replace(book, tabs=tuple(replace(tab, rows=[]) for tab in book.tabs))
        for book in kept.opened.workbooks
    )
    opened = kept.opened._replace(workbooks=tuple(bare))
    yield b"%d\n" % FORMAT
    yield _without_cells().dump_json(kept._replace(opened=opened)) + b"\n"
    for book in kept.opened.workbooks:
        for tab in book.tabs:
            yield from _lines_of(tab.rows)


def _lines_of(rows: list[list[Value]]) -> Iterator[bytes]:
    """The cells of one tab as `_rows` reads them again."""
    encode = json.JSONEncoder(separators=(",", ":"), default=_as_text).encode
    if isinstance(rows, AlikeRows) and rows and (width := len(rows[0])):
        codes = rows.codes[: len(rows), :width].astype(NUMBER)
        yield b"%d\n" % width
        yield encode(rows.cells).encode() + b"\n"
        yield b'"%b"\n' % base64.b64encode(codes.tobytes())
        return
    yield b"0\n"
    for start in range(0, len(rows), ROWS_A_LINE):
        yield encode(rows[start : start + ROWS_A_LINE]).encode() + b"\n"
    yield b"[]\n"


def _checked(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file up to its checksum; a ValueError where that is another one, or lacks."""
    digest, left = hashlib.sha256(), LARGEST_KEPT
    with gzip.GzipFile(fileobj=file) as zipped:
        while (line := zipped.readline(left)).endswith(b"\n"):
            digest.update(line)
            left -= len(line)
            yield line
        if line.decode() != digest.hexdigest() or zipped.read(1):
            raise ValueError("the checksum is another one")


def _decoded(lines: Iterator[bytes]) -> Kept:
    """A reading out of its lines, unless a newer version wrote them."""
    written_in = int(next(lines, b"0"))
    if written_in > FORMAT:
        raise NotKeptError("its file was written by a newer version of the dashboard")
    kept = _without_cells().validate_python(json.loads(next(lines), object_hook=_with_places))
    books = tuple(
        replace(book, tabs=tuple(replace(tab, rows=_rows(lines, written_in)) for tab in book.tabs))
        for book in kept.opened.workbooks
    )
    if next(lines, None) is not None:
        raise ValueError("more lines than tabs")
    return kept._replace(opened=kept.opened._replace(workbooks=books))


def _rows(lines: Iterator[bytes], written_in: int) -> list[list[Value]]:
    """The cells of one tab out of its lines."""
    if width := int(next(lines)) if written_in > 1 else 0:
        cells = json.loads(next(lines), object_hook=_from_text)
        codes = np.frombuffer(base64.b64decode(json.loads(next(lines))), NUMBER).reshape(-1, width)
        if codes.min(initial=0) < 0:
            raise ValueError("a cell that is not there")
        return AlikeRows.of(codes, cells)
    found: list[list[Value]] = []
    while rows := json.loads(next(lines), object_hook=_from_text):
        found.extend(rows)
    return found


def _with_places(found: dict[str, Any]) -> dict[str | tuple[int, ...], Any]:
    """What stands at a row and column has them for its key again."""
    return {tuple(map(int, k.split(","))) if "," in k else k: v for k, v in found.items()}


def _as_text(value: Any) -> dict[str, str]:
    return {type(value).__name__: value.isoformat()}


def _from_text(tagged: dict[str, str]) -> Value:
    ((kind, text),) = tagged.items()
    return DAYS_AND_TIMES[kind](text)
