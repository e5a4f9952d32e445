"""What became of the rows: used, set aside and blank, as one bar and as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kmlib.charts.markup import tag
from kmlib.charts.words import count
from kmlib.network import SourceCount


class Rows(NamedTuple):
    """Rows of some sources together."""

    read: int
    used: int
    set_aside: int
    blank: int
    outside: int


def rows_of(sources: Iterable[SourceCount]) -> Rows:
    """The rows of these sources together."""
    counts = list(sources)
    return Rows(
        sum(source.rows_read for source in counts),
        sum(source.rows_accepted for source in counts),
        sum(source.rows_set_aside for source in counts),
        sum(source.rows_blank for source in counts),
        sum(source.rows_outside for source in counts),
    )


def in_words(rows: Rows) -> str:
    """The sum in words.

    >>> in_words(Rows(212, 205, 5, 2, 0))
    '212 rows: 205 used, 5 set aside, 2 blank'
    """
    return (
        f"{count(rows.read, 'row')}: {rows.used:,} used, {rows.set_aside:,} set aside,"
        f" {rows.blank:,} blank"
    )


def headline(rows: Rows) -> str:
    """Did everything arrive?

    >>> headline(Rows(212, 205, 5, 2, 0))
    '5 rows were set aside; every other row arrived'
    >>> headline(Rows(0, 0, 0, 0, 3))
    'No row of a table has been read yet'
    """
    if not rows.read:
        return "No row of a table has been read yet"
    if not rows.set_aside:
        return "Every row arrived"
    verb = "was" if rows.set_aside == 1 else "were"
    return f"{count(rows.set_aside, 'row')} {verb} set aside; every other row arrived"


def row_bar(rows: Rows) -> str:
    """The bar and under it the numbers that add up."""
    parts = (
        (rows.used, "km-used", f"used, of {rows.read:,} read", ""),
        (rows.set_aside, "km-set-aside", "set aside", "km-orange"),
        (rows.blank, "km-blank", "blank", ""),
    )
    bar = "".join(
        tag("i", class_=class_, style=f"flex-grow:{amount}")
        for amount, class_, *_ in parts
        if amount
    )
    numbers = "".join(
        tag("span", tag("b", f"{amount:,}", class_=tone if amount else "") + " " + word)
        for amount, _, word, tone in parts
    )
    picture = tag("div", bar, class_="km-bar", role="img", aria_label=in_words(rows))
    return picture + tag("p", numbers, class_="km-numbers")


def outside_in_words(rows: Rows) -> str:
    """What happened to the rows that stand outside every table."""
    if not rows.outside:
        return ""
    verb = "stands" if rows.outside == 1 else "stand"
    return (
        f"{count(rows.outside, 'more row')} {verb} outside the tables: titles, notes, headers,"
        " totals, and tabs that are not read."
    )
