"""Keys: which team, measure, period and group each row of a data table is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kmlib import findings as rules
from kmlib.findings import ROW_SET_ASIDE, Cell, Finding, Rule, Severity
from kmlib.observations import Codes, Mask
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.matches import match
from kmlib.reading.names import IN_TEXT, normalise
from kmlib.reading.row_keys import Keys, key_cell
from kmlib.reading.row_periods import read_periods
from kmlib.reading.tables import UNKNOWN, Table
from kmlib.reading.titles import group_told, name_told
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import broken_formula, read_text, turned

Finder = Callable[[Value], int | None]


def read_keys(table: Table, rows: Mask, numbers: Mask, words: Vocabulary, team: int | None) -> Keys:
    """Read the key columns of a table; only findings in `rows` are kept, those that hold data.

    `numbers` are the rows that have a number, `team` the one whose own workbook this is.
    """
    keys = Keys.of(rows, numbers)
    _read_groups(table, keys, words)
    if not table.slots or any(slot.about.team is None for slot in table.slots):
        keys.team = _entries(table, keys, words, TEAM, team)
    if any(slot.about.measure is None for slot in table.slots):
        keys.measure = _entries(table, keys, words, MEASURE, None)
    if any(slot.period is None for slot in table.slots):
        keys.start, keys.end = read_periods(table, keys, words)
    return keys


class _Kind(NamedTuple):
    """What each row has to name, and what is said where a title does it, or nothing."""

    name: str
    tab: str
    told: Rule
    untold: Rule


TEAM = _Kind("team", "Teams", rules.TEAM_FROM_TITLE, rules.NO_TEAM)
MEASURE = _Kind("measure", "Measures", rules.MEASURE_FROM_TITLE, rules.NO_MEASURE)


def _entries(table: Table, keys: Keys, words: Vocabulary, kind: _Kind, own: int | None) -> Codes:
    """The team or measure of each row: by its cells, the workbook whose `own` it is, or a title."""
    matcher, other, listed = words.team_names, words.measure_names, words.observed[0]
    finders = {"team": matcher.find, "code": words.team_of_code}
    if kind is MEASURE:
        matcher, other, listed = other, matcher, words.observed[1]
        finders = {"measure": matcher.find}
    columns = [(table.keys[role], find) for role, find in finders.items() if role in table.keys]
    if columns:
        names = _row_names(table, columns)
        for i in keys.set_aside(names.clash):
            cell = key_cell(table, i, columns[-1][0])
            said = {"by_code": listed[names.other[i]], "by_name": listed[names.entry[i]]}
            keys.findings.append(rules.CODE_CONTRADICTS_NAME.at(cell, **said))
        if own is not None:
            names.entry[names.empty] = own
        _report_names(table, keys, names, kind, words)
        return names.entry
    if own is None:
        told = name_told(table, matcher, other)
        if told is None:
            keys.report_table(table, kind.untold)
            own = UNKNOWN
        else:
            own = told.what
            if keys.numbers.any():
                said = {kind.name: listed[own], "place": told.place}
                keys.findings.append(kind.told.at(told.cell, **said))
                how = matcher.how(read_text(told.cell.value), own) or IN_TEXT
                keys.matches.append(match(kind.name, told.cell, (listed[own], how)))
    return np.full(len(table), own, np.int32)


class _RowNames(NamedTuple):
    """Which entry of a tab each row names."""

    entry: Codes  # UNKNOWN where there is none
    column: Codes  # where the name stands
    empty: Mask
    other: Codes  # what the last column names, a code
    clash: Mask  # where that is another one


def _row_names(table: Table, columns: Sequence[tuple[int, Finder]]) -> _RowNames:
    """The entries that rows name in one of several columns; an earlier column wins."""
    entry = np.full(len(table), UNKNOWN, np.int32)
    at = np.full(len(table), columns[0][0], np.int32)
    other, empty = entry, np.ones(len(table), np.bool_)
    for number, find in reversed(columns):
        column = table.column(number)
        found, blank = column.positions(find), column.where(is_blank)
        other = found if number == columns[-1][0] else other
        entry = np.where(found == UNKNOWN, entry, found)
        at[~blank] = number
        empty &= blank
    clash = (entry != other) & (other != UNKNOWN)
    return _RowNames(entry, at, empty, other, clash)


def _read_groups(table: Table, keys: Keys, words: Vocabulary) -> None:
    """The group of each row, and the names of all groups met; 0 is everybody."""
    names = {"": 0} | {group.group: i for i, group in enumerate(words.groups, 1)}
    column = table.keys.get("group")
    if column is not None:

        def position(cell: Value) -> int:
            if (found := words.group(cell)) is not None:
                return found
            text = read_text(cell)
            return names.setdefault(words.unlisted.setdefault(normalise(text), text), len(names))

        keys.group = table.column(column).positions(position)
        for i in keys.set_aside(
            table.column(column).where(lambda c: broken_formula(c) is not None)
        ):
            cell = key_cell(table, i, column)
            rule = broken_formula(cell.value) or rules.ERROR_VALUE
            keys.findings.append(rule.at(cell, effect=ROW_SET_ASIDE))
        _report_groups(table, column, keys, words)
    elif all(slot.about.group is None for slot in table.slots):
        told = group_told(table, words)
        if told is not None and told.what:
            keys.group = np.full(len(table), told.what, np.int32)
            if keys.numbers.any():
                said = {"group": list(names)[told.what], "place": told.place}
                keys.findings.append(rules.GROUP_FROM_TITLE.at(told.cell, **said))
    keys.groups = tuple(names)


def _report_groups(table: Table, column: int, keys: Keys, words: Vocabulary) -> None:
    """What is to be said at the first cell of each group that the Groups tab does not list."""
    groups = np.where(keys.usable & (keys.group > len(words.groups)), keys.group, 0)
    if groups.any():
        unlisted, first = np.unique(groups, return_index=True)
        for i in first[unlisted > 0].tolist():
            keys.findings += _about_group(key_cell(table, i, column), words)


def _about_group(cell: Cell, words: Vocabulary) -> Iterator[Finding]:
    """What to say of a group that is not listed; without a Groups tab none needs to be."""
    rule = turned(cell.value)
    if rule is not None:
        about = {"kind": "student group", "effect": rules.SHOWN_BY_ITSELF}
        yield rule.at(cell, Severity.WARNING, **about)
    elif words.groups:
        offer = words.group_names.near(read_text(cell.value))
        rule = rules.GROUP_NEAR_MISS if offer else rules.GROUP_UNLISTED
        yield rule.at(cell, suggestion=offer)


def _report_names(
    table: Table, keys: Keys, names: _RowNames, kind: _Kind, words: Vocabulary
) -> None:
    """A finding for each cell that names nobody in a tab of the hub; its row is set aside."""
    unknown = names.entry == UNKNOWN
    missing = keys.without(unknown & names.empty)
    unmatched = keys.set_aside(unknown & ~names.empty)
    if kind.tab in words.lacks:
        return  # said once, of the whole workbook
    for i in missing:
        cell = table.tab.cell(table.first + i, int(names.column[i]))
        title = kind.name.capitalize()
        keys.findings.append(rules.REQUIRED_EMPTY.at(cell, title=title, effect=ROW_SET_ASIDE))
    offer = (words.measure_names if kind is MEASURE else words.team_names).near
    for i in unmatched:
        cell = key_cell(table, i, int(names.column[i]))
        said = offer(read_text(cell.value)), kind.name, kind.tab
        keys.findings.append(unknown_name(cell, *said, ROW_SET_ASIDE))


def unknown_name(cell: Cell, offer: str | None, kind: str, tab: str, effect: str) -> Finding:
    """The finding for a name that is in no list, with a near one to offer where there is one."""
    if rule := broken_formula(cell.value) or turned(cell.value):
        return rule.at(cell, kind=kind, effect=effect)
    if offer is None:
        return rules.NAME_UNKNOWN.at(cell, kind=kind, tab=tab, effect=effect)
    return rules.NAME_NEAR_MISS.at(cell, kind=kind, suggestion=offer, effect=effect)
