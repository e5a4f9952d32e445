"""A plain table: one line a row; on a phone each row is a block that names its cells."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import Any

from kmlib.charts.markup import escape, tag
from kmlib.charts.words import day

LONGEST = 120  # letters; project choice: what a cell can hold beside others


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, says: str) -> str:
    """The table; nothing where it has no row.

    A head that ends in # is of a column of numbers; cells are markup. `says` is what the table is,
    for those who cannot see it.
    """
    titles = [head.removesuffix("#") for head in heads]
    classes = ["km-number" if head.endswith("#") else None for head in heads]
    body = ""
    for row in rows:
        cells = zip(titles, classes, row, strict=False)
        body += tag("tr", "".join(tag("td", it, class_=c, data_head=head) for head, c, it in cells))
    columns = zip(titles, classes, strict=True)
    head = "".join(tag("th", escape(title), scope="col", class_=look) for title, look in columns)
    table = tag("thead", tag("tr", head)) + tag("tbody", body)
    return tag("table", table, class_="km-plain", aria_label=says) if body else ""


def of_rows(rows: Sequence[Mapping[str, Any]], *, says: str) -> str:
    """Plain rows as a table, columns titled by their names; those with nothing in them left out.

    Long texts are cut: the download has them whole.
    """
    names = [name for name in (*rows, {})[0] if any(row[name] not in ("", None) for row in rows)]
    marks = ["#" * isinstance(rows[0][name], int | float) for name in names]
    titles = [name.replace("_", " ").capitalize() for name in names]
    heads = list(map("".join, zip(titles, marks, strict=True)))
    return plain_table(heads, ([_text(row[name]) for name in names] for row in rows), says=says)


def _text(value: object) -> str:
    if isinstance(value, dt.date):
        return tag("time", day(value))
    if isinstance(value, int):
        return f"{value:,}"
    text = "" if value is None else str(value)[: 9 * LONGEST]  # all that a cell shows stands there
    return escape(shorten(text, LONGEST, placeholder=" …"))
