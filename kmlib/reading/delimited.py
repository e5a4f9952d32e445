"""CSV and other text exports -> one tab of texts, whatever encoding and separator they come in."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import chain
from pathlib import Path, PurePath
from typing import Any

from kmlib.findings import SOURCE_DAMAGED, SOURCE_KIND_UNKNOWN
from kmlib.reading.cells import Tab, Value, Workbook, is_blank_row
from kmlib.reading.guards import check_cells, check_size, refused

SEPARATORS = ",|;\t"  # of two that fit equally well the later one counts: it is rarer in texts
SAMPLE = 1 << 16  # characters that the separator is told by
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)  # Excel's own habit
TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')  # ="007" keeps a code's zeros in Excel
OTHER_KINDS = ("<", "%PDF", "{\\rtf")  # web pages, often saved as .xls, and documents
CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
MOST_CONTROLS = 0.02  # project choice: texts have next to none, pictures one in ten
END = "\x1e"  # a last row of our own: it is missing when a quotation mark swallowed the rest
LONGEST_FIELD = 2**31 - 1  # the most that the csv module knows

# What a snapshot guards with an apostrophe: texts that a spreadsheet may take for a formula
GUARDED = re.compile("'['\\s\u200b-\u200d\u2060\ufeff]*(?:[=+\\-@\0＝＋－＠]|(?<=[\t\r\n]))")


def read_delimited(source: str | Path | bytes, name: str, *, is_snapshot: bool = False) -> Workbook:
    """The one tab of a text export, titled after the file; all its values are texts.

    Args:
        source: the file, or its bytes.
        name: the file's name as people know it.
        is_snapshot: take off the apostrophes that guard texts like ``=1+1`` in our own files.

    Raises:
        SourceError: it is damaged, too large, or no text.
    """
    if isinstance(source, bytes):
        data, path = source, ""
    else:
        check_size(Path(source).stat().st_size, name)
        data, path = Path(source).read_bytes(), str(source)
    text = decode(data)
    if _is_another_kind(text) or (data and not text):
        raise refused(SOURCE_KIND_UNKNOWN, name)
    line = SEPARATOR_LINE.match(text)
    body = text[line.end() :] if line else text
    separator = line[1] if line else find_separator(body)
    check_cells(body.count(separator) + body.count("\n"), name, "its table")
    rows: list[list[Value]] = [[]] if line else []  # row numbers stay those of the file
    rows += _records(body, separator, name)
    if is_snapshot:
        _replace(rows, text, "'", _unguarded)
    else:
        _replace(rows, text, '="', _unwrapped)
    while rows and is_blank_row(rows[-1]):
        rows.pop()
    return Workbook(name, (Tab(name, PurePath(name).stem, rows),), path=path)


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 where it fits, otherwise as Windows writes.

    >>> decode("Peña".encode("utf-8-sig")), decode("Peña".encode("cp1252"))
    ('Peña', 'Peña')
    """
    text = data.decode(find_encoding(data), errors="replace")
    return text.removeprefix("\ufeff").replace("\0", "")


def find_encoding(data: bytes) -> str:
    """The encoding of a file, by its mark, its zero bytes, or by trying."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:SAMPLE]
    in_even, in_odd = head[::2].count(0), head[1::2].count(0)
    if max(in_even, in_odd) > len(head) / 4 and min(in_even, in_odd) < len(head) / 16:
        return "utf-16-le" if in_odd > in_even else "utf-16-be"
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _is_another_kind(text: str) -> bool:
    head = text[:SAMPLE]
    controls = len(CONTROLS.findall(head))
    return head.lstrip().startswith(OTHER_KINDS) or controls > MOST_CONTROLS * len(head)


def find_separator(text: str) -> str:
    r"""The separator under which most of the first rows have the same number of cells.

    >>> find_separator("Team;Oct;Nov\nAlder;1,5;2,5\n"), find_separator("Team\n")
    (';', ',')
    """
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample

    def fit(separator: str) -> tuple[int, int]:
        widths = Counter(map(len, _reader(StringIO(sample, newline=""), separator)))
        widths.pop(0, None)
        widths.pop(1, None)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    fits = [(fit(separator), place) for place, separator in enumerate(SEPARATORS)]
    best, place = max(fits)
    return SEPARATORS[place] if best > (0, 0) else SEPARATORS[0]


def _reader(lines: Iterable[str], separator: str) -> Iterator[list[Any]]:
    csv.field_size_limit(LONGEST_FIELD)
    return csv.reader(lines, delimiter=separator)


def _records(text: str, separator: str, name: str) -> list[list[Value]]:
    """The rows, quotes taken off; a line break inside quotes stays inside its cell."""
    try:
        rows = list(_reader(chain(StringIO(text, newline=""), (END,)), separator))
    except csv.Error as error:
        raise refused(SOURCE_DAMAGED, name, reason="its rows cannot be told apart") from error
    if rows.pop() != [END]:
        reason = f"a quotation mark opened in row {len(rows) + 1} is never closed"
        raise refused(SOURCE_DAMAGED, name, reason=reason)
    return rows


def _unwrapped(cell: str) -> str:
    match = TEXT_FORMULA.fullmatch(cell)
    return match[1].replace('""', '"') if match else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def _replace(rows: list[list[Value]], text: str, start: str, change: Callable[[str], str]) -> None:
    """Change the cells that start so; most files have none, and are not looked through."""
    if start not in text:
        return
    for cells in rows:
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell.startswith(start):
                cells[column] = change(cell)
