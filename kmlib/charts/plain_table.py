"""A plain table: one line a row; on a phone each row is a block that names its cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kmlib.charts.markup import escape, tag
from kmlib.charts.words import text


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, says: str) -> str:
    """The table; nothing where it has no row.

    Args:
        heads: the columns' titles; one that ends in # is a column of numbers.
        rows: the cells as markup, each row as long as the heads.
        says: what the table is, for those who cannot see it.
    """
    titles = [head.removesuffix("#") for head in heads]
    classes = ["km-number" if head.endswith("#") else None for head in heads]
    body = "".join(tag("tr", "".join(map(_cell, titles, classes, row))) for row in rows)
    head = "".join(
        tag("th", escape(title), scope="col", class_=class_)
        for title, class_ in zip(titles, classes, strict=True)
    )
    table = tag("thead", tag("tr", head)) + tag("tbody", body)
    return tag("table", table, class_="km-plain", aria_label=says) if body else ""


def of_rows(rows: Sequence[dict[str, Any]], *, says: str) -> str:
    """Plain rows, as they may be taken away, as such a table."""
    heads = [name.replace("_", " ").capitalize() for row in rows[:1] for name in row]
    cells = ([escape(text(cell)) for cell in row.values()] for row in rows)
    return plain_table(heads, cells, says=says)


def _cell(title: str, class_: str | None, inside: str) -> str:
    return tag("td", inside, class_=class_, data_head=title)
