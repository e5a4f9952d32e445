"""Guards: what is refused before it is read, so that no file can take the dashboard down.

What is too large says so; of a workbook, it is set aside tab by tab where its format lets it.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from kmlib.findings import (
    SOURCE_DAMAGED,
    SOURCE_LOCKED,
    SOURCE_TOO_LARGE,
    Cell,
    Rule,
    column_letters,
)
from kmlib.reading.cells import SourceError

# project choice: several times a network of 1,000 teams, and still within a small server's memory
LARGEST_FILE = 50_000_000  # bytes
LARGEST_PART = 100_000_000  # bytes of one part of a workbook, unfolded
MOST_PARTS = 5_000  # files inside one workbook
MOST_CELLS = 10_000_000  # rows times columns, up to the last filled cell
MOST_COLUMNS = 16_384  # as in Excel
LONGEST_TEXT = 32_767  # characters of one cell, as in Excel
LONGEST_TITLE = 255  # project choice: characters of a tab's name; Excel takes 31

# project choice: zipped sheets are a 7th of their size, the same row over and over a 220th at
# most; what is smaller is made to do harm, and it unfolds to much
MOST_FOLDED = 400
NEVER_A_BOMB = 10_000_000  # bytes, unfolded

ZIP = b"PK"  # what every zipped file begins with
PART_IN_DIRECTORY = b"PK\x01\x02"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those that spreadsheets use
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
TOO_MUCH_MEMORY = "it takes too much memory"


class TooLargeError(Exception):
    """Something stretches beyond what is read here; its text says how far."""


def refused(rule: Rule, name: str, **words: str) -> SourceError:
    """The error for a whole source that is not opened."""
    return SourceError(rule.at(Cell(name, value=name), None, **words))


@contextmanager
def refusing(name: str, reason: str, *errors: type[Exception]) -> Iterator[None]:
    """Say of a source that it is damaged where these errors come up, or too large."""
    try:
        yield
    except (TooLargeError, MemoryError) as error:
        raise refused(SOURCE_TOO_LARGE, name, reason=str(error) or TOO_MUCH_MEMORY) from error
    except errors as error:
        raise refused(SOURCE_DAMAGED, name, reason=reason) from error


def check_size(size: int, name: str) -> None:
    """Refuse a file of more bytes than are read here."""
    with refusing(name, ""):
        check(size / 1e6, LARGEST_FILE / 1e6, "it has {} MB")


def check(number: float, most: float, says: str) -> None:
    """Refuse a number beyond the most that is read, with a TooLargeError."""
    if number > most:
        raise TooLargeError(f"{says.format(f'{number:,.0f}')}, and up to {most:,.0f} are read")


def check_cells(rows: int, columns: int, most: int | None = None) -> None:
    """Refuse a table whose last filled row and column make too many places."""
    says = f"it stretches to {column_letters(columns)}{rows}, over {{}} cells"
    check(rows * columns, most or MOST_CELLS, says)


@contextmanager
def panics_told() -> Iterator[None]:
    """Turn a panic of calamine, of a class that nobody can import, into a ValueError."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise ValueError("calamine gave up") from error
        raise


@contextmanager
def open_zip(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """Open a zipped workbook of not too many parts, none of them locked."""
    with refusing(name, "the file is incomplete", *ZIP_ERRORS):
        check(data.count(PART_IN_DIRECTORY), MOST_PARTS, "it holds {} files inside")
        archive = zipfile.ZipFile(io.BytesIO(data))
        if any(part.flag_bits & 1 for part in archive.infolist()):
            raise refused(SOURCE_LOCKED, name)
        yield archive


def read_part(archive: zipfile.ZipFile, part: str, most: int | None = None) -> bytes:
    """One part, unfolded.

    Sizes are those that the zip declares: `zipfile` never unfolds a part beyond them and refuses
    one that was to be longer.

    Raises:
        TooLargeError: it is larger than `most` bytes, or folded as nothing honest is.
    """
    about = archive.getinfo(part)
    if about.compress_type not in METHODS:
        raise NotImplementedError(part)
    check(about.file_size / 1e6, (most or LARGEST_PART) / 1e6, "it unfolds to {} MB")
    if about.file_size > max(NEVER_A_BOMB, MOST_FOLDED * about.compress_size):
        raise TooLargeError(f"it is folded to less than a {MOST_FOLDED}th of its size")
    return archive.read(part)
