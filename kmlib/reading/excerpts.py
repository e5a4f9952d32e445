"""Excerpts: the little sheet around a finding, so that a person recognises the cell."""

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from kmlib.findings import Finding, column_letters, shown
from kmlib.reading.cells import Tab, Value

COLUMNS_SHOWN = 4

CellKey = tuple[str, str, str]  # source, sheet, A1 address
RowKey = tuple[str, str, int]  # source, sheet, row from 1


class Excerpt(NamedTuple):
    """Some columns of a tab, its header row, and the rows about a cell."""

    letters: tuple[str, ...]  # column letters, left to right
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # (row number, texts), header row first
    read: tuple[bool, ...] = ()  # which columns are read as numbers or days: the rest is found


def excerpts_of(
    tab: Tab,
    header: int,
    columns: Sequence[int],
    findings: Iterable[Finding],
    read: Container[int] = (),
) -> dict[CellKey, Excerpt]:
    """The header row and the rows about the cell of each finding, in the columns nearest to it.

    Only `columns` that the reader knows are shown, and findings elsewhere have no excerpt.
    """
    excerpts: dict[CellKey, Excerpt] = {}
    for finding in findings:
        row, column = cell_position(finding.cell)
        if column not in columns:
            continue
        nearest = sorted((abs(c - column), c) for c in columns)[:COLUMNS_SHOWN]
        chosen = sorted(c for _, c in nearest)
        lines = [header, *(r for r in (row - 1, row, row + 1) if header < r < len(tab.rows))]
        excerpts[finding.source, finding.sheet, finding.cell] = Excerpt(
            letters=tuple(column_letters(c + 1) for c in chosen),
            rows=tuple((r + 1, _texts(tab.rows[r], chosen)) for r in lines),
            read=tuple(c in read for c in chosen),
        )
    return excerpts


def _texts(row: Sequence[Value], columns: Sequence[int]) -> tuple[str, ...]:
    return tuple(shown(row[column]) if column < len(row) else "" for column in columns)


@lru_cache(50_000)
def cell_position(address: str) -> tuple[int, int]:
    """Row and column, both from 0, of an A1 address; (-1, -1) for none.

    >>> cell_position("AB14")
    (13, 27)
    """
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :] or 0) - 1, column - 1
