"""Keys: which team, measure and group each row of a data table is about; which rows can be used."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from kmlib import findings as rules
from kmlib.findings import ROW_SET_ASIDE, Cell, Finding, Rule, Severity
from kmlib.observations import Codes, Mask
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.names import normalise
from kmlib.reading.tables import UNKNOWN, Slot, Table
from kmlib.reading.titles import Told, finders, told
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import broken_formula, read_text, turned

Finder = Callable[[Value], int | None]

# What each row has to name: its tab, and what is said where a title does it, or nothing
WANTED = {
    "team": ("Teams", rules.TEAM_FROM_TITLE, rules.NO_TEAM),
    "measure": ("Measures", rules.MEASURE_FROM_TITLE, rules.NO_MEASURE),
}


@dataclass
class Keys:
    """The keys of each row of a table; UNKNOWN where a row cannot be used, with its findings."""

    table: Table
    team: Codes
    measure: Codes  # UNKNOWN everywhere if the slots say the measure
    start: Codes  # 0 everywhere if the slots say the period
    end: Codes
    group: Codes  # position in `groups`
    usable: Mask
    numbers: Mask  # rows with a number: only these have to say everything
    excused: Mask  # rows without one that do not: filled in beforehand, or n/a
    groups: tuple[str, ...] = ("",)
    times: dict[Slot, tuple[Codes, Codes]] = field(default_factory=dict)  # told with the row's part
    findings: list[Finding] = field(default_factory=list)
    titles: dict[str, Told[int]] = field(default_factory=dict)  # what above it names all rows' team

    @classmethod
    def of(cls, table: Table, rows: Mask, numbers: Mask) -> Self:
        """The keys of a table of which nothing is read yet."""
        zeros, unknown = np.zeros(len(rows), np.int32), np.full(len(rows), UNKNOWN, np.int32)
        none = np.zeros(len(rows), np.bool_)
        return cls(table, unknown, unknown, zeros, zeros, zeros, rows.copy(), numbers, none)

    def without(self, where: Mask) -> list[int]:
        """Take rows out that do not say something; the positions of those that should."""
        mine = self.usable & where
        self.excused |= mine & ~self.numbers
        self.usable &= ~where
        positions: list[int] = np.flatnonzero(mine & self.numbers).tolist()
        return positions

    def set_aside(self, where: Mask) -> list[int]:
        """Take rows out that say something that cannot be used; their positions."""
        positions: list[int] = np.flatnonzero(self.usable & where).tolist()
        self.usable &= ~where
        return positions

    def cell(self, row: int, column: int) -> Cell:
        """A row's cell in a key column, with what a merged cell says for it."""
        codes, cells = self.table.column(column)
        cell = self.table.tab.cell(self.table.first + row, column)
        return cell._replace(value=cells[codes[row]])

    def say(self, rule: Rule, rows: Iterable[int], column: int, **words: object) -> None:
        """One finding at the cell of each of these rows in a column."""
        self.findings += (rule.at(self.cell(row, column), None, **words) for row in rows)

    def say_of_table(self, rule: Rule) -> None:
        """One finding at the header of a table that lacks a key; its rows are set aside."""
        if self.without(np.ones(len(self.table), np.bool_)):
            header = self.table.tab.cell(self.table.header.rows[-1], self.table.left)
            self.findings.append(rule.at(header))


def read_names(keys: Keys, words: Vocabulary, kind: str, own: int | None) -> Codes:
    """The team or measure of each row: by its cells, the workbook whose `own` it is, or a title."""
    table, names = keys.table, words.names[kind]
    _, from_title, untold = WANTED[kind]
    find = {kind: names.matcher.find} | ({"code": words.team_of_code} if kind == "team" else {})
    columns = [(table.keys[role], find[role]) for role in find if role in table.keys]
    if columns:
        return _names_of_rows(keys, words, kind, columns, own)
    if own is None and (found := told(table, finders(table, words)[kind])):
        own = found.what
        if keys.numbers.any():
            said = {kind: names.listed[own], "place": found.place}
            keys.findings.append(from_title.at(found.cell, **said))
            keys.titles[kind] = found
    elif own is None:
        keys.say_of_table(untold)
    return np.full(len(table), UNKNOWN if own is None else own, np.int32)


def _names_of_rows(
    keys: Keys,
    words: Vocabulary,
    kind: str,
    columns: Sequence[tuple[int, Finder]],
    own: int | None,
) -> Codes:
    """The entries that rows name in one of several columns; an earlier one wins, a code agrees.

    A cell that names nobody in a tab of the hub is a finding; its row is set aside.
    """
    table, names = keys.table, words.names[kind]
    entry = by_last = np.full(len(table), UNKNOWN, np.int32)
    at, empty = np.full(len(table), columns[0][0], np.int32), np.ones(len(table), np.bool_)
    for number, find in reversed(columns):
        column = table.column(number)
        found, blank = column.positions(find), column.where(is_blank)
        entry = np.where(found == UNKNOWN, entry, found)
        by_last = entry if number == columns[-1][0] else by_last
        at[~blank] = number
        empty &= blank
    for i in keys.set_aside((entry != by_last) & (by_last != UNKNOWN)):
        said = {"by_code": names.listed[by_last[i]], "by_name": names.listed[entry[i]]}
        keys.say(rules.CODE_CONTRADICTS_NAME, [i], columns[-1][0], **said)
    if own is not None:
        entry[empty] = own
    missing = keys.without((entry == UNKNOWN) & empty)
    unmatched = keys.set_aside((entry == UNKNOWN) & ~empty)
    tab, *_ = WANTED[kind]
    if tab not in words.lacks:  # else it is said once, of the whole workbook
        title = kind.capitalize()
        for i in missing:
            keys.say(rules.REQUIRED_EMPTY, [i], int(at[i]), title=title, effect=ROW_SET_ASIDE)
        for i in unmatched:
            cell = keys.cell(i, int(at[i]))
            offer = names.matcher.near(read_text(cell.value))
            keys.findings.append(unknown_name(cell, offer, kind, tab, ROW_SET_ASIDE))
    return entry


def read_groups(keys: Keys, words: Vocabulary) -> None:
    """The group of each row, and the names of all groups met; 0 is everybody."""
    table, names = keys.table, {"": 0} | {group.group: i for i, group in enumerate(words.groups, 1)}
    column = table.keys.get("group")
    if column is not None:

        def position(cell: Value) -> int:
            if (found := words.group(cell)) is not None:
                return found
            text = read_text(cell)
            return names.setdefault(words.unlisted.setdefault(normalise(text), text), len(names))

        keys.group = table.column(column).positions(position)
        broken = table.column(column).where(lambda cell: broken_formula(cell) is not None)
        for i in keys.set_aside(broken):
            rule = broken_formula(keys.cell(i, column).value) or rules.ERROR_VALUE
            keys.say(rule, [i], column, effect=ROW_SET_ASIDE)
        groups = np.where(keys.usable & (keys.group > len(words.groups)), keys.group, 0)
        unlisted, first = np.unique(groups, return_index=True)
        for i in first[unlisted > 0].tolist():
            keys.findings += _about_group(keys.cell(i, column), words)
    elif all(slot.about.group is None for slot in table.slots):
        found = told(table, finders(table, words)["group"])
        if found and found.what:
            keys.group = np.full(len(table), found.what, np.int32)
            if keys.numbers.any():
                said = {"group": list(names)[found.what], "place": found.place}
                keys.findings.append(rules.GROUP_FROM_TITLE.at(found.cell, **said))
    keys.groups = tuple(names)


def _about_group(cell: Cell, words: Vocabulary) -> Iterator[Finding]:
    """What to say of a group that is not listed; without a Groups tab none needs to be."""
    if rule := turned(cell.value):
        about = {"kind": "student group", "effect": rules.SHOWN_BY_ITSELF}
        yield rule.at(cell, Severity.WARNING, **about)
    elif words.groups:
        offer = words.group_names.near(read_text(cell.value))
        rule = rules.GROUP_NEAR_MISS if offer else rules.GROUP_UNLISTED
        yield rule.at(cell, suggestion=offer)


def unknown_name(cell: Cell, offer: str | None, kind: str, tab: str, effect: str) -> Finding:
    """The finding for a name that is in no list, with a near one to offer where there is one."""
    if rule := broken_formula(cell.value) or turned(cell.value):
        return rule.at(cell, kind=kind, effect=effect)
    if offer is None:
        return rules.NAME_UNKNOWN.at(cell, kind=kind, tab=tab, effect=effect)
    return rules.NAME_NEAR_MISS.at(cell, kind=kind, suggestion=offer, effect=effect)
