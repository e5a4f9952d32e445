"""Rows -> CSV that a spreadsheet opens as text and numbers, never as a formula."""

import codecs
import csv
import datetime as dt
import io
import numbers
from collections.abc import Mapping, Sequence

from kmlib.reading.delimited import LOOKS_LIKE_A_FORMULA


def guarded(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula.

    One apostrophe taken off again gives the text back, whatever it was.

    >>> guarded("=SUM(A1)"), guarded(" @team"), guarded("Alder Creek"), guarded("K-5")
    ("'=SUM(A1)", "' @team", 'Alder Creek', 'K-5')
    """
    return "'" + text if LOOKS_LIKE_A_FORMULA.match(text) else text


def table_csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str] = ()) -> bytes:
    r"""A table as CSV: UTF-8 without a mark, lines ending in \r\n, quoted as RFC 4180 says.

    Numbers as numbers, dates as 2025-10-05, yes and no as true and false, texts guarded, None as
    nothing. The columns are those of the first row where they are not given.

    >>> table_csv([{"team": "Alder Creek", "value": 85.0, "note": "-5 more"}])
    b"team,value,note\r\nAlder Creek,85,'-5 more\r\n"
    """
    titles = list(columns or (rows[0] if rows else ()))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([guarded(title) for title in titles])
    writer.writerows([_written(row.get(title)) for title in titles] for row in rows)
    return file.getvalue().encode("utf-8", errors="replace")


def for_excel(content: bytes) -> bytes:
    """A CSV to be opened by hand: the mark without which Excel takes UTF-8 for another alphabet."""
    return codecs.BOM_UTF8 + content


def _written(value: object) -> object:
    """One cell: every type has one spelling."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, (numbers.Number, dt.date)):
        return value
    return guarded(str(value))
