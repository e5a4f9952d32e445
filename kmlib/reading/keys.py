"""Keys: which team, measure, period and group each row of a data table is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import (
    DATE_BEFORE_NETWORK,
    DATE_IN_FUTURE,
    DATE_ORDER_UNKNOWN,
    GROUP_UNLISTED,
    MEASURE_FROM_TITLE,
    NAME_NEAR_MISS,
    NAME_UNKNOWN,
    NO_MEASURE,
    NO_PERIOD,
    NO_TEAM,
    PERIOD_FROM_TITLE,
    REQUIRED_EMPTY,
    TEAM_FROM_TITLE,
    Cell,
    Finding,
    Rule,
)
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.names import Matcher, title_key
from kmlib.reading.periods import day_first_evidence, find_period, has_ambiguous_dates, read_period
from kmlib.reading.school_calendar import Period, period_label
from kmlib.reading.tables import Table, TableColumn
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import read_text

T = TypeVar("T")
Codes = NDArray[np.int32]

ROW_SET_ASIDE = "The row is set aside."
UNKNOWN = -1
EVERYBODY = {
    title_key(words)
    for words in (
        "", "All", "All students", "Whole school", "Whole team", "Total", "Everyone", "All groups",
        "Schoolwide", "All pupils", "Overall",
    )
}  # fmt: skip


def positions(column: TableColumn, find: Callable[[Value], int | None]) -> Codes:
    """The position that each row's cell names, UNKNOWN where it names none."""
    found = [UNKNOWN if at is None else at for at in column.read(find)]
    return np.array(found, np.int32)[column.codes]


@dataclass
class Keys:
    """The keys of each row of a table; UNKNOWN where a row cannot be used, with its findings."""

    team: Codes
    measure: Codes  # UNKNOWN everywhere if the slots say the measure
    start: Codes  # 0 everywhere if the slots say the period
    end: Codes
    group: Codes  # position in `groups`
    groups: tuple[str, ...]
    usable: NDArray[np.bool_]
    said: NDArray[np.bool_]  # a number is typed, and not just n/a: it cannot be of a day to come
    findings: list[Finding]


def read_keys(
    table: Table,
    rows: NDArray[np.bool_],
    words: Vocabulary,
    team: int | None,
    *,
    said: NDArray[np.bool_],
) -> Keys:
    """Read the key columns of a table; only findings in `rows` are kept.

    Args:
        table: the table.
        rows: which of its rows hold data (no blank, title, note or total rows).
        words: the hub's words.
        team: the team whose own workbook this is, if it is one.
        said: in which of its rows a number is typed; others may be prepared for days to come.
    """
    zeros, unknown = np.zeros(len(rows), np.int32), np.full(len(rows), UNKNOWN, np.int32)
    groups, group = _groups(table, rows, words)
    names, findings = groups
    keys = Keys(unknown, unknown, zeros, zeros, group, names, rows.copy(), said, findings)
    keys.team = _teams(table, keys, words, team)
    if any(slot.measure is None for slot in table.slots):
        keys.measure = _measures(table, keys, words)
    if any(slot.period is None for slot in table.slots):
        keys.start, keys.end = _periods(table, keys, words)
    return keys


def _teams(table: Table, keys: Keys, words: Vocabulary, own_team: int | None) -> Codes:
    name, code = table.keys.get("team"), table.keys.get("code")
    columns = [column for column in (name, code) if column is not None]
    if not columns:
        return _team_of_table(table, keys, words, own_team)
    team = np.full(len(keys.team), UNKNOWN, np.int32)
    for column in reversed(columns):  # the name wins over the code
        found = positions(table.column(column), words.team_names.find)
        team = np.where(found == UNKNOWN, team, found)
    unmatched = keys.usable & (team == UNKNOWN)
    _report_names(table, columns[0], unmatched, keys, words, "Teams")
    return team


def _team_of_table(table: Table, keys: Keys, words: Vocabulary, own_team: int | None) -> Codes:
    if own_team is None:
        found = _from_titles(table, lambda text: _named(text, words.team_names))
        if found is None:
            _report_table(table, keys, NO_TEAM)
            return keys.team
        own_team, place, cell = found
        name = words.teams[own_team].team
        keys.findings.append(TEAM_FROM_TITLE.at(cell, team=name, place=place))
    return np.full(len(keys.team), own_team, np.int32)


def _measures(table: Table, keys: Keys, words: Vocabulary) -> Codes:
    column = table.keys.get("measure")
    if column is not None:
        measure = positions(table.column(column), words.measure_names.find)
        unmatched = keys.usable & (measure == UNKNOWN)
        _report_names(table, column, unmatched, keys, words, "Measures")
        return measure
    found = _from_titles(table, lambda text: _named(text, words.measure_names))
    if found is None:
        _report_table(table, keys, NO_MEASURE)
        return keys.measure
    position, place, cell = found
    name = words.measures[position].measure
    keys.findings.append(MEASURE_FROM_TITLE.at(cell, measure=name, place=place))
    return np.full(len(keys.measure), position, np.int32)


def _periods(table: Table, keys: Keys, words: Vocabulary) -> tuple[Codes, Codes]:
    columns = [table.keys.get(role) for role in ("date", "period_start", "period_end")]
    date, first, last = columns
    if first is not None and last is not None:
        start, _ = _period_column(table, first, keys)
        _, end = _period_column(table, last, keys)
        _check_range(table, first, keys, words, start)
        return start, end
    if (column := date if date is not None else first) is not None:
        start, end = _period_column(table, column, keys)
        _check_range(table, column, keys, words, start)
        return start, end
    found = _from_titles(table, lambda text: _period_in(text, table))
    if found is None:
        _report_table(table, keys, NO_PERIOD)
        return keys.start, keys.end
    period, place, cell = found
    label = period_label(*period, table.context.year_starts)
    keys.findings.append(PERIOD_FROM_TITLE.at(cell, period=label, place=place))
    day = np.full(len(keys.start), 1, np.int32)
    return day * period.start.toordinal(), day * period.end.toordinal()


def _period_column(table: Table, column: int, keys: Keys) -> tuple[Codes, Codes]:
    """Start and end of each row's period, both UNKNOWN where the cell does not tell."""
    codes, cells = table.column(column)
    day_first = day_first_evidence(cells)
    if day_first is None and has_ambiguous_dates(cells):
        keys.findings.append(DATE_ORDER_UNKNOWN.at(table.tab.cell(table.first - 1, column)))
    context = replace(table.context, day_first=bool(day_first))
    results = [read_period(cell, context) for cell in cells]
    starts = [r.start.toordinal() if isinstance(r, Period) else UNKNOWN for r in results]
    ends = [r.end.toordinal() if isinstance(r, Period) else UNKNOWN for r in results]
    start, end = np.array(starts, np.int32)[codes], np.array(ends, np.int32)[codes]
    for i in np.flatnonzero(keys.usable & (start == UNKNOWN)).tolist():
        cell = table.tab.cell(table.first + i, column)
        rule = results[codes[i]]
        if is_blank(cell.value) or not isinstance(rule, Rule):
            rule = REQUIRED_EMPTY
        keys.findings.append(rule.at(cell, effect=ROW_SET_ASIDE, title="Date"))
    keys.usable &= start != UNKNOWN
    return start, end


def _check_range(table: Table, column: int, keys: Keys, words: Vocabulary, start: Codes) -> None:
    """Set aside what lies in the future; ask about what lies before the network began."""
    future = keys.usable & keys.said & (start > words.as_of.toordinal())
    for i in np.flatnonzero(future).tolist():
        cell = table.tab.cell(table.first + i, column)
        keys.findings.append(DATE_IN_FUTURE.at(cell, as_of=words.as_of, effect=ROW_SET_ASIDE))
    if (began := words.settings.began) is not None:
        early = keys.usable & (start != UNKNOWN) & (start < began.replace(day=1).toordinal())
        for i in np.flatnonzero(early).tolist():
            cell = table.tab.cell(table.first + i, column)
            keys.findings.append(DATE_BEFORE_NETWORK.at(cell, began=began))
    keys.usable &= ~future


class _Groups(NamedTuple):
    names: tuple[str, ...]
    findings: list[Finding]


def _groups(table: Table, rows: NDArray[np.bool_], words: Vocabulary) -> tuple[_Groups, Codes]:
    """The group of each row, and the names of all groups met; 0 is everybody."""
    names = ["", *(group.group for group in words.groups)]
    column = table.keys.get("group")
    findings: list[Finding] = []
    if column is None:
        return _Groups(tuple(names), findings), np.zeros(len(rows), np.int32)

    def position(cell: Value) -> int:
        text = read_text(cell)
        if title_key(text) in EVERYBODY:
            return 0
        found = words.group_names.find(cell)
        if found is None:
            names.append(text)
        return len(names) - 1 if found is None else found + 1

    group = positions(table.column(column), position)
    if words.groups:
        listed = len(words.groups)
        unlisted, first = np.unique(np.where(rows & (group > listed), group, 0), return_index=True)
        for code, i in zip(unlisted.tolist(), first.tolist(), strict=True):
            if code:
                findings.append(GROUP_UNLISTED.at(table.tab.cell(table.first + i, column)))
    return _Groups(tuple(names), findings), group


def _report_names(
    table: Table,
    column: int,
    unmatched: NDArray[np.bool_],
    keys: Keys,
    words: Vocabulary,
    tab: str,
) -> None:
    """A finding for each cell that names nobody in a tab of the hub; its row is set aside."""
    keys.usable &= ~unmatched
    if tab in words.lacks:
        return  # said once, of the whole workbook
    kind, matcher = {
        "Teams": ("team", words.team_names),
        "Measures": ("measure", words.measure_names),
    }[tab]
    offers: dict[Value, str | None] = {}
    for i in np.flatnonzero(unmatched).tolist():
        cell = table.tab.cell(table.first + i, column)
        if is_blank(cell.value):
            title = kind.capitalize()
            keys.findings.append(REQUIRED_EMPTY.at(cell, title=title, effect=ROW_SET_ASIDE))
            continue
        if cell.value not in offers:
            offers[cell.value] = matcher.near(read_text(cell.value))
        keys.findings.append(unknown_name(cell, offers[cell.value], kind, tab, ROW_SET_ASIDE))


def unknown_name(cell: Cell, offer: str | None, kind: str, tab: str, effect: str) -> Finding:
    """The finding for a name that is in no list, with a near one to offer where there is one."""
    if offer is None:
        return NAME_UNKNOWN.at(cell, kind=kind, tab=tab, effect=effect)
    return NAME_NEAR_MISS.at(cell, kind=kind, suggestion=offer, effect=effect)


def _report_table(table: Table, keys: Keys, rule: Rule) -> None:
    """One finding at the header for a table that lacks a key; all its rows are set aside."""
    if not keys.usable.any():
        return
    keys.findings.append(rule.at(table.tab.cell(table.header[-1], 0)))
    keys.usable[:] = False


def _from_titles(table: Table, find: Callable[[str], T | None]) -> tuple[T, str, Cell] | None:
    """What the rows above the table, its tab's name or its file's name say, and where."""
    for row in reversed(table.titles):
        for column, value in enumerate(table.tab.rows[row]):
            if isinstance(value, str) and (found := find(value)) is not None:
                return found, "the line above the table", table.tab.cell(row, column)
    for place, text in (
        ("the tab’s name", table.tab.title),
        ("the file’s name", PurePath(table.tab.source).stem),
    ):
        if (found := find(text)) is not None:
            header = table.tab.cell(table.header[-1], 0)
            return found, place, header._replace(value=text)
    return None


def _period_in(text: str, table: Table) -> Period | None:
    found = find_period(text, table.context)
    return found[0] if found is not None else None


def _named(text: str, matcher: Matcher) -> int | None:
    """The entry that a title names, whole or in one of its parts."""
    for part in (text, *_parts(text)):
        if (found := matcher.find(part)) is not None:
            return found
    return None


def _parts(text: str) -> Iterable[str]:
    """A title's parts: "Kestrel: Attendance, 2025-26" and "kestrel-attendance"."""
    for separator in (": ", " - ", " – ", ", ", " | ", "_", "-"):
        if separator in text:
            yield from (part.strip() for part in text.split(separator))
