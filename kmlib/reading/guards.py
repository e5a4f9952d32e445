"""Guards: what is refused before it is read, so that no file can take the dashboard down."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager

from kmlib.findings import SOURCE_DAMAGED, SOURCE_LOCKED, SOURCE_TOO_LARGE, Cell, Rule
from kmlib.reading.cells import SourceError

# project choice: ten times a network of 1,000 teams, and still within a small server's memory
LARGEST_FILE = 50_000_000  # bytes
LARGEST_INFLATED = 400_000_000  # bytes of all parts of one workbook
MOST_PARTS = 5_000  # files inside one workbook
MOST_CELLS = 20_000_000  # rows times columns, up to the last filled cell

ZIP = b"PK"  # what every zipped file begins with
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def refused(rule: Rule, name: str, **words: str) -> SourceError:
    """The error for a whole source that is not opened."""
    return SourceError(rule.at(Cell(name, value=name), None, **words))


@contextmanager
def refusing(name: str, reason: str, *errors: type[Exception]) -> Iterator[None]:
    """Say of a source that it is damaged where these errors come up."""
    try:
        yield
    except errors as error:
        raise refused(SOURCE_DAMAGED, name, reason=reason) from error


def check_size(size: int, name: str) -> None:
    """Refuse a file of more bytes than are read here."""
    _check(name, "it has", size / 1e6, LARGEST_FILE / 1e6, "MB")


def check_cells(cells: int, name: str, at: str) -> None:
    """Refuse a table that stretches too far; `at` names the tab or file."""
    _check(name, f"{at} stretches over", cells, MOST_CELLS, "cells")


@contextmanager
def open_zip(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """Open a zipped workbook, refusing too many parts and too much to inflate.

    Sizes are those that the zip declares: `zipfile` never inflates a part beyond them and
    refuses one that was to be longer.
    """
    with refusing(name, "the file is incomplete", *ZIP_ERRORS):
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise refused(SOURCE_LOCKED, name)
        inflated = sum(part.file_size for part in parts)
        _check(name, "it holds", len(parts), MOST_PARTS, "files inside")
        _check(name, "it unfolds to", inflated / 1e6, LARGEST_INFLATED / 1e6, "MB")
        yield archive


def _check(name: str, says: str, number: float, most: float, unit: str) -> None:
    if number > most:
        reason = f"{says} {number:,.0f} {unit}, and up to {most:,.0f} are read"
        raise refused(SOURCE_TOO_LARGE, name, reason=reason)


def check_parts(archive: zipfile.ZipFile, but: Container[str] = ()) -> None:
    """Inflate the XML parts piece by piece, so that a size that lies is found in time."""
    for part in archive.namelist():
        if part not in but and part.lower().endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                while stream.read(1 << 16):
                    pass
