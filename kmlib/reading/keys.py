"""Keys: which team, measure, period and group each row of a data table is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from kmlib import findings as rules
from kmlib.findings import Cell, Finding
from kmlib.observations import Codes, Mask
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.names import title_key
from kmlib.reading.row_keys import ROW_SET_ASIDE, UNKNOWN, Keys, key_cell, positions
from kmlib.reading.row_periods import read_periods
from kmlib.reading.tables import Table
from kmlib.reading.titles import name_told
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import read_text

Finder = Callable[[Value], int | None]
EVERYBODY = {
    title_key(words)
    for words in (
        "", "All", "All students", "Whole school", "Whole team", "Total", "Everyone", "All groups",
        "Schoolwide", "All pupils", "Overall",
    )
}  # fmt: skip


def read_keys(table: Table, rows: Mask, numbers: Mask, words: Vocabulary, team: int | None) -> Keys:
    """Read the key columns of a table; only findings in `rows` are kept.

    Args:
        table: the table.
        rows: which of its rows hold data (no blank, title, note or total rows).
        numbers: which of its rows have a number.
        words: the hub's words.
        team: the team whose own workbook this is, if it is one.
    """
    keys = Keys.of(rows, numbers)
    _read_groups(table, keys, words)
    keys.team = _teams(table, keys, words, team)
    if any(slot.measure is None for slot in table.slots):
        keys.measure = _measures(table, keys, words)
    if any(slot.period is None for slot in table.slots):
        keys.start, keys.end = read_periods(table, keys, words)
    return keys


class _RowNames(NamedTuple):
    """Which entry of a tab each row names."""

    entry: Codes  # UNKNOWN where there is none
    column: Codes  # where the name stands
    empty: Mask


def _row_names(table: Table, columns: Sequence[tuple[int, Finder]]) -> _RowNames:
    """The entries that rows name in one of several columns; an earlier column wins."""
    entry = np.full(len(table), UNKNOWN, np.int32)
    at = np.full(len(table), columns[0][0], np.int32)
    empty = np.ones(len(table), np.bool_)
    for column, find in reversed(columns):
        cells = table.column(column)
        found = positions(cells, find)
        filled = ~np.array([is_blank(cell) for cell in cells.cells], np.bool_)[cells.codes]
        entry = np.where(found == UNKNOWN, entry, found)
        at[filled] = column
        empty &= ~filled
    return _RowNames(entry, at, empty)


def _teams(table: Table, keys: Keys, words: Vocabulary, own_team: int | None) -> Codes:
    finders = {"team": words.team_names.find, "code": _code_finder(words)}
    columns = [(table.keys[role], find) for role, find in finders.items() if role in table.keys]
    if not columns:
        return _team_of_table(table, keys, words, own_team)
    names = _row_names(table, columns)
    if own_team is not None:
        names.entry[names.empty] = own_team
    _report_names(table, keys, names, words, "Teams")
    return names.entry


def _code_finder(words: Vocabulary) -> Finder:
    """Finds teams in a column of codes, where also short ones lose their leading zeros."""
    owners: dict[str, set[int]] = {}
    for position, team in enumerate(words.teams):
        for code in (*team.codes, *team.also_known_as):
            owners.setdefault(code.lstrip("0"), set()).add(position)

    def find(cell: Value) -> int | None:
        code = read_text(cell).strip('="').removesuffix(".0").lstrip("0")
        found = owners.get(code, set())
        return next(iter(found)) if len(found) == 1 else words.team_names.find(cell)

    return find


def _team_of_table(table: Table, keys: Keys, words: Vocabulary, own_team: int | None) -> Codes:
    if own_team is None:
        told = name_told(table, words.team_names, words.measure_names)
        if told is None:
            keys.report_table(table, rules.NO_TEAM)
            return keys.team
        own_team = told.what
        if keys.numbers.any():
            name = words.teams[own_team].team
            keys.findings.append(rules.TEAM_FROM_TITLE.at(told.cell, team=name, place=told.place))
    return np.full(len(table), own_team, np.int32)


def _measures(table: Table, keys: Keys, words: Vocabulary) -> Codes:
    column = table.keys.get("measure")
    if column is not None:
        names = _row_names(table, [(column, words.measure_names.find)])
        _report_names(table, keys, names, words, "Measures")
        return names.entry
    told = name_told(table, words.measure_names, words.team_names)
    if told is None:
        keys.report_table(table, rules.NO_MEASURE)
        return keys.measure
    if keys.numbers.any():
        name = words.measures[told.what].measure
        keys.findings.append(rules.MEASURE_FROM_TITLE.at(told.cell, measure=name, place=told.place))
    return np.full(len(table), told.what, np.int32)


def _read_groups(table: Table, keys: Keys, words: Vocabulary) -> None:
    """The group of each row, and the names of all groups met; 0 is everybody."""
    names = ["", *(group.group for group in words.groups)]
    column = table.keys.get("group")
    if column is not None:

        def position(cell: Value) -> int:
            text = read_text(cell)
            if title_key(text) in EVERYBODY:
                return 0
            found = words.group_names.find(cell)
            if found is None:
                names.append(text)
            return len(names) - 1 if found is None else found + 1

        keys.group = positions(table.column(column), position)
        _report_groups(table, column, keys, len(words.groups))
    keys.groups = tuple(names)


def _report_groups(table: Table, column: int, keys: Keys, listed: int) -> None:
    """A note at the first cell of each group that the Groups tab does not list."""
    if not listed:
        return
    groups = np.where(keys.usable & (keys.group > listed), keys.group, 0)
    unlisted, first = np.unique(groups, return_index=True)
    for code, i in zip(unlisted.tolist(), first.tolist(), strict=True):
        if code:
            keys.findings.append(rules.GROUP_UNLISTED.at(key_cell(table, i, column)))


def _report_names(table: Table, keys: Keys, names: _RowNames, words: Vocabulary, tab: str) -> None:
    """A finding for each cell that names nobody in a tab of the hub; its row is set aside."""
    kind, matcher = {
        "Teams": ("team", words.team_names),
        "Measures": ("measure", words.measure_names),
    }[tab]
    unknown = names.entry == UNKNOWN
    missing = keys.without(unknown & names.empty)
    unmatched = keys.set_aside(unknown & ~names.empty)
    if tab in words.lacks:
        return  # said once, of the whole workbook
    for i in missing:
        cell = table.tab.cell(table.first + i, int(names.column[i]))
        title = kind.capitalize()
        keys.findings.append(rules.REQUIRED_EMPTY.at(cell, title=title, effect=ROW_SET_ASIDE))
    offers: dict[Value, str | None] = {}
    for i in unmatched:
        cell = key_cell(table, i, int(names.column[i]))
        if cell.value not in offers:
            offers[cell.value] = matcher.near(read_text(cell.value))
        keys.findings.append(unknown_name(cell, offers[cell.value], kind, tab, ROW_SET_ASIDE))


def unknown_name(cell: Cell, offer: str | None, kind: str, tab: str, effect: str) -> Finding:
    """The finding for a name that is in no list, with a near one to offer where there is one."""
    if offer is None:
        return rules.NAME_UNKNOWN.at(cell, kind=kind, tab=tab, effect=effect)
    return rules.NAME_NEAR_MISS.at(cell, kind=kind, suggestion=offer, effect=effect)
