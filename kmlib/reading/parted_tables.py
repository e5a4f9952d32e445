"""Parted tables: those that stand side by side, and those with titles between their rows."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from kmlib.reading.cells import Tab, Value, is_blank, is_filled
from kmlib.reading.headings import NOTHING
from kmlib.reading.tables import Finder, Table, finder_of, first_cells, holds_numbers, known
from kmlib.reading.titles import finders
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import read_text


def seams_of(table: Table) -> Iterator[tuple[int, int]]:
    """Where another table may begin to the right: after a blank column, or at "Team" said again.

    Each is the column after the left part and the first one of the right part.
    """
    rows, headings = table.tab.rows[table.header.rows[0] : table.end], table.header.headings
    last = max((c for c, heading in enumerate(headings) if heading != NOTHING), default=0)
    for column in range(table.left + 1, last + 1):
        if headings[column].is_key and table.titles[column] in table.titles[:column]:
            yield column, column
        if headings[column] == NOTHING and _may_label(table, column + 1):
            cells = (cell for row in rows for cell in row[column : column + 1])
            if all(map(is_blank, cells)):
                yield column, column + 1


def _may_label(table: Table, column: int) -> bool:
    """Whether a column may say what rows are about: by its heading, or it holds no numbers."""
    heading, is_empty = table.header.headings[column], not list(first_cells(table, column))
    holds_labels = not (is_empty or holds_numbers(table, column))
    return heading.is_key or (heading.role is None and holds_labels)


def parted_at(table: Table, seam: tuple[int, int]) -> tuple[Tab, Tab]:
    """The tab left and right of a seam; a title that only one side has is of both."""
    (end, begin), rows = seam, table.tab.rows[: table.end]
    titles = slice(table.start, table.header.rows[0])
    left = [row[:end] for row in rows]
    right = [["" for _ in row[:begin]] + row[begin:] for row in rows]
    for side in (left, right):
        if all(is_blank(cell) for row in side[titles] for cell in row):
            side[titles] = rows[titles]
    return replace(table.tab, rows=left), replace(table.tab, rows=right)


def stands_alone(right: Table, left: Table, words: Vocabulary) -> bool:
    """Whether a table has row labels of its own: names and times, where the one to its left has."""
    shared = left.keys.keys() & right.keys.keys()
    if {"team", "date"} & left.keys.keys() - shared and any(s.period is None for s in right.slots):
        return False
    return any(known(right, right.keys[role], finder_of(role, right, words))[0] for role in shared)


def sections_of(table: Table, words: Vocabulary) -> Iterator[Table]:
    """A table in parts, each under a line that names what no column says: "Home calls"."""
    titles = _title_rows(table, words)
    start, above = table.start, table.above
    if not titles or titles[0] > table.first:
        start = titles[0] if titles else table.end
        yield table.ending(start)
    for row, end in pairwise([*titles, table.end]):
        above = (row, *above)
        if end > row + 1 or end == table.end:
            part = replace(table, start=start, begins=row + 1, above=above)
            yield part.ending(end)
            start = end


def _title_rows(table: Table, words: Vocabulary) -> list[int]:
    """The rows with nothing but a text, left of the numbers, that is no row label but a title."""
    untold = _untold(table, words)
    role_at = {column: role for role, column in table.keys.items()}
    rows: set[int] = set()
    for column in range(table.left + 1) if untold and table.keys else ():
        is_label = finder_of(role_at[column], table, words) if column in role_at else None

        def is_title(cell: Value, is_label: Finder | None = is_label) -> bool:
            if (
                not isinstance(cell, str)
                or is_blank(cell)
                or (is_label and is_label(cell) is not None)
            ):
                return False
            return any(find(read_text(cell)) is not None for find in untold)

        rows |= {*(table.first + np.flatnonzero(table.column(column).where(is_title))).tolist()}
    return sorted(row for row in rows if sum(map(is_filled, table.tab.rows[row])) == 1)


def _untold(table: Table, words: Vocabulary) -> list[Callable[[str], object]]:
    """What finds, in a title, each thing that neither columns nor headers of a table say."""
    roles = {"team": {"team", "code"}, "period": {"date", "period_start"}}
    return [
        find
        for part, find in finders(table, words).items()
        if roles.get(part, {part}).isdisjoint(table.keys)
        and not (table.is_own and part == "team")
        and any(getattr(slot.about, part) is None for slot in table.slots)
    ]
