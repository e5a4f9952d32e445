"""CSV and other text exports -> one tab of texts, whatever encoding and separator they come in."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from itertools import chain
from pathlib import PurePath
from threading import Lock
from typing import Any

from kmlib.findings import LETTERS_LOST, SOURCE_DAMAGED, SOURCE_KIND_UNKNOWN
from kmlib.reading.cells import Tab, Workbook
from kmlib.reading.grids import cut_texts, trim
from kmlib.reading.guards import LONGEST_TEXT, LONGEST_TITLE, MOST_COLUMNS, check, refused, refusing

SEPARATORS = "\t;|,"  # of two that fit equally well the first one counts: it is rarer in texts
SAMPLE = 1 << 16  # characters that the separator is told by
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)  # Excel's own habit
TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')  # ="007" keeps a code's zeros in Excel
OTHER_KINDS = ("<", "%PDF", "{", "[{")  # web pages, often saved as .xls, documents and JSON
CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
MOST_CONTROLS = 0.02  # project choice: texts have next to none, pictures one in ten
END = "\x1e"  # a last row of our own: it is missing when a quotation mark swallowed the rest
LONGEST_FIELD = 2**31 - 1  # the most that the csv module knows
ONE_LIMIT = Lock()  # the csv module has one limit for all its readers
MOST_CELLS = 4_000_000  # project choice: half a million rows of a long table
# What a letter became that its program could not write, or that was read in another encoding
# and saved again: é as Ã©, ’ as â€™
LOST_MARKS = ("\ufffd", "Ã", "â€")
LOST = re.compile("\ufffd|Ã[\u0080-\u009f\u00a1-\u00bf\u2020-\u203a\u20ac\u2122]|â€")

# Texts that a spreadsheet may run, behind blanks and characters of no width too: a snapshot
# guards them with an apostrophe, which is taken off when it is read again.
# Source: OWASP, CSV injection; ASVS 5, 1.2.10; full-width signs count in some languages of Excel.
LOOKS_LIKE_A_FORMULA = re.compile(
    "['\\s\u200b-\u200d\u2060\ufeff]*(?:[=+\\-@\0＝＋－＠]|(?<=[\t\r\n]))"
)


def read_delimited(data: bytes, name: str, *, is_snapshot: bool = False) -> Workbook:
    """The one tab of a text export, titled after the file; all its values are texts.

    In a snapshot, our own, the apostrophes are taken off that guard texts like ``=1+1``.

    Raises:
        SourceError: it is damaged, too large, or no text.
    """
    text = decode(data)
    head = text[:SAMPLE]
    is_another = head.lstrip().startswith(OTHER_KINDS) or (data and not text)
    if is_another or len(CONTROLS.findall(head)) > MOST_CONTROLS * len(head):
        raise refused(SOURCE_KIND_UNKNOWN, name)
    line = SEPARATOR_LINE.match(text)
    body = text[line.end() :] if line else text
    separator = line[1] if line else find_separator(body)
    with refusing(name, ""):
        check(body.count(separator) + body.count("\n"), MOST_CELLS, "it holds {} cells")
        rows, is_long = _records(body, separator, name)
        check(max(map(len, rows), default=0), MOST_COLUMNS, "it has {} columns")
    tab = Tab(name, PurePath(name).stem[:LONGEST_TITLE], rows)
    findings = cut_texts(tab) if is_long else []
    start, change = ("'", _unguarded) if is_snapshot else ('="', _unwrapped)
    if start in text:  # most files have none, and are not looked through
        rows[:] = [[change(cell) for cell in cells] for cells in rows]
    if line:
        rows.insert(0, [])  # row numbers stay those of the file
    tab = replace(tab, width=trim(rows))
    if any(mark in text for mark in LOST_MARKS):  # quicker than to search
        lost = [(r, c) for r, row in enumerate(rows) for c, v in enumerate(row) if LOST.search(v)]
        findings += (LETTERS_LOST.at(tab.cell(*at), None, cells=len(lost)) for at in lost[:1])
    return Workbook(name, (tab,), tuple(findings))


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 where it fits, otherwise as Windows writes.

    >>> decode("Peña".encode("utf-8-sig")), decode("Peña".encode("cp1252"))
    ('Peña', 'Peña')
    """
    head = data[:SAMPLE]
    zeros = head[::2].count(0) - head[1::2].count(0)  # letters of UTF-16 have one each
    encoding = "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif abs(zeros) > len(head) / 4:
        encoding = "utf-16-be" if zeros > 0 else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252" if encoding == "utf-8" else encoding, errors="replace")
    return text.removeprefix("\ufeff").replace("\0", "")


def find_separator(text: str) -> str:
    r"""The separator under which most of the first rows have the same number of cells.

    >>> find_separator("Team;Oct;Nov\nAlder;1,5;2,5\n"), find_separator("Team\n")
    (';', ',')
    """
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample

    def fit(separator: str) -> tuple[int, int]:
        widths = Counter(map(len, _rows(StringIO(sample, newline=""), separator, SAMPLE)))
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    best = max(SEPARATORS, key=fit)
    return best if best in sample else ","


def _rows(lines: Iterable[str], separator: str, longest: int) -> list[list[Any]]:
    with ONE_LIMIT:
        csv.field_size_limit(longest)
        return list(csv.reader(lines, delimiter=separator))


def _records(text: str, separator: str, name: str) -> tuple[list[list[Any]], bool]:
    """The rows, quotes taken off, and whether a cell is very long.

    A line break inside quotes stays inside its cell.
    """

    def with_end() -> Iterable[str]:
        return chain(StringIO(text, newline=""), (END,))

    is_long = False
    try:
        rows = _rows(with_end(), separator, LONGEST_TEXT)
    except csv.Error:
        is_long = True
        with refusing(name, "its rows cannot be told apart", csv.Error):
            rows = _rows(with_end(), separator, LONGEST_FIELD)
    if rows.pop() != [END]:
        reason = f"a quotation mark opened in row {len(rows) + 1} is never closed"
        raise refused(SOURCE_DAMAGED, name, reason=reason)
    return rows, is_long


def _unwrapped(cell: str) -> str:
    match = TEXT_FORMULA.fullmatch(cell)
    return match[1].replace('""', '"') if match else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and LOOKS_LIKE_A_FORMULA.match(cell, 1) else cell
