"""Data rows: which ones of a data table hold data, and what; which are totals, remarks or blank."""

from typing import NamedTuple

import numpy as np

from kmlib.observations import Mask
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.keys import Keys, read_groups, read_names
from kmlib.reading.row_periods import read_periods
from kmlib.reading.tables import UNKNOWN, Table
from kmlib.reading.typed import Part
from kmlib.reading.values import Form
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import is_example, is_total

REMARKS = ("note", "source", "*", "†", "‡", "legend", "key:", "see ", "updated", "prepared by")


class RowKinds(NamedTuple):
    """The rows of a table, told apart."""

    inside: Mask  # hold data
    filled: Mask  # have something where a number goes
    to_place: Mask  # have a number there, or what should be one: it must say whose and when
    examples: Mask  # only show what to type
    totals: Mask  # add up or average the others
    outside: Mask  # totals, remarks, examples and repeated headers
    blank: Mask  # between the others; below the last one the sheet has ended


def tell_rows(table: Table, parts: dict[int, Part], words: Vocabulary) -> RowKinds:
    """Tell the rows of a table apart."""
    forms = [part.form for part in parts.values()]
    unplaced = np.zeros(len(table), np.bool_)  # filled below a heading that leaves something open
    for column in table.unplaced:
        unplaced |= ~table.column(column).where(is_blank)
    filled, readable, to_place = unplaced.copy(), unplaced.copy(), unplaced.copy()
    for form in forms:
        filled |= form != Form.EMPTY
        to_place |= form > Form.ABSENT
        readable |= (form > Form.ABSENT) & (form != Form.UNREADABLE)
    totals, blank = _total_rows(table, words), np.zeros(len(table), np.bool_)
    outside = totals.copy()
    outside[[row - table.first for row in table.repeated]] = True
    examples = np.zeros(len(table), np.bool_)
    for column in table.known_columns[:1]:
        examples = table.column(column).where(is_example)
    outside |= examples
    for i in np.flatnonzero(~readable & ~_named_rows(table, words)).tolist():
        cells = [cell for cell in table.tab.rows[table.first + i] if not is_blank(cell)]
        blank[i] = not cells
        outside[i] |= bool(cells) and _is_remark(cells, bool(filled[i]), words)
    inside = ~outside & ~blank
    blank[max(np.flatnonzero(inside), default=0) :] = False
    return RowKinds(inside, filled, to_place, examples, totals & filled, outside, blank)


def read_keys(table: Table, rows: RowKinds, words: Vocabulary, own: int | None) -> Keys:
    """What the rows are about that hold data; `own` is the team whose own workbook this is."""
    keys, slots = Keys.of(table, rows.inside, rows.to_place), table.slots
    read_groups(keys, words)
    if not slots or any(slot.about.team is None for slot in slots):
        keys.team = read_names(keys, words, "team", own)
    if any(slot.about.measure is None for slot in slots):
        keys.measure = read_names(keys, words, "measure", None)
    if any(slot.period is None for slot in slots):
        keys.start, keys.end = read_periods(keys, words)
    return keys


def _named_rows(table: Table, words: Vocabulary) -> Mask:
    """Rows that name a team or a measure of the hub: they are no remarks, whatever else lacks."""
    named = np.zeros(len(table), np.bool_)
    for role, matcher in (("team", words.team_names), ("measure", words.measure_names)):
        if role in table.keys:
            named |= table.column(table.keys[role]).positions(matcher.find) != UNKNOWN
    return named


def _is_remark(cells: list[Value], filled: bool, words: Vocabulary) -> bool:
    """Whether a row without numbers is a title or a footnote, not a team that has none yet."""
    first = cells[0]
    if words.team_names.find(first) is not None or words.measure_names.find(first) is not None:
        return False
    is_marked = isinstance(first, str) and first.casefold().lstrip().startswith(REMARKS)
    return is_marked or (len(cells) == 1 and not filled)


def _total_rows(table: Table, words: Vocabulary) -> Mask:
    """Rows that add up or average the others, by the word in their first filled key column.

    Among student groups "Total" is everybody, and "Average" no group.
    """

    def adds_up(cell: Value) -> bool:
        return is_total(cell) and words.team_names.find(cell) is None

    totals, empty = np.zeros(len(table), np.bool_), np.ones(len(table), np.bool_)
    names = (table.keys[role] for role in ("team", "code", "measure", "date") if role in table.keys)
    for column in map(table.column, sorted(names)):
        totals |= empty & column.where(adds_up)
        empty &= column.where(is_blank)
    if "group" in table.keys:
        groups = table.column(table.keys["group"])
        totals |= groups.where(lambda cell: adds_up(cell) and words.group(cell) is None)
    return totals
