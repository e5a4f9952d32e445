"""Matches: for which team, measure or group each text of the sheets was taken, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from kmlib.findings import LONGEST_QUOTE, Cell, column_letters, shown
from kmlib.observations import Codes, Mask
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.headings import NUMBER_ROLES, measures_with
from kmlib.reading.names import ALIAS, CODE, IN_TEXT, ITS_NAME, NOT_MATCHED, NOT_NEEDED, Matcher
from kmlib.reading.tables import UNKNOWN, Table
from kmlib.reading.vocabulary import Vocabulary, is_everybody
from kmlib.reading.words import read_text

EVERYBODY = "the whole team"  # what the group of a row that counts everybody is taken for


class Match(NamedTuple):
    """One text that stood for a name in a source, and what it was taken for."""

    kind: str  # team, measure, group, routine, item ...: what one is called in a sentence
    text: str  # as it stands in the sheet
    name: str  # as its own tab writes it; empty where it was not matched
    how: str  # its name, also known as, spelling, code, part of the text, not matched ...
    source: str
    sheet: str  # the first cell that says so
    cell: str
    cells: int  # how many say so in this source
    link: str = ""  # opens that first cell; empty for files


Told = tuple[str, str]  # the name that a text was taken for, and how
Finder = Callable[[Value], int | None]
Teller = Callable[[Value, str], Told]  # a cell, and its text as a person sees it


def match(kind: str, cell: Cell, told: Told, cells: int = 1) -> Match:
    """A text taken for a name, at the first cell that says so."""
    address = cell.address
    link = f"{cell.link}&range={address}" if cell.link and address else cell.link
    text = shown(read_text(cell.value))
    return Match(kind, text, *told, cell.source, cell.sheet, address, cells, link)


def not_matched(text: str, matcher: Matcher) -> Told:
    """A text that was taken for nothing, and the name to offer where one is near."""
    offer = matcher.near(text)
    return "", f"{NOT_MATCHED}; did you mean {offer}?" if offer else NOT_MATCHED


def one_of_each(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Each text of a source once, at the first cell that says so."""
    found: dict[tuple[str, ...], Match] = {}
    for one in matches:
        key = (one.source, *one[:4])
        first = found.get(key)
        found[key] = first._replace(cells=first.cells + one.cells) if first else one
    return tuple(found.values())


def table_matches(
    table: Table, rows: Mask, team: Codes, measure: Codes, words: Vocabulary
) -> Iterator[Match]:
    """The names in the cells of a data table's key columns, in these rows, and in its header.

    `team` and `measure` are what each row was found to be about, UNKNOWN where it is not known.
    """
    teams, measures = words.observed
    names = (
        ("team", "team", words.team_names.find, words.team_names, teams, team),
        ("code", "team", words.team_of_code, words.team_names, teams, team),
        ("measure", "measure", words.measure_names.find, words.measure_names, measures, measure),
    )
    for role, kind, find, matcher, listed, entry in names:
        if role in table.keys and listed and (role != "measure" or _asks_the_row(table)):
            told, needed = _teller(find, matcher, listed), rows
            if kind == "team" and {"team", "code"} <= table.keys.keys():
                found = table.column(table.keys[role]).positions(find) != UNKNOWN
                needed = rows & (found | (entry == UNKNOWN))
                spare = rows & ~needed
                yield from _in_column(table, role, spare, kind, lambda *_: ("", NOT_NEEDED))
            yield from _in_column(table, role, needed, kind, told)
    if "group" in table.keys and words.groups:
        yield from _in_column(table, "group", rows, "group", _group_teller(words))
    yield from _in_header(table, words)


def _asks_the_row(table: Table) -> bool:
    """Whether a row says what it measures, and not every heading."""
    return any(slot.about.measure is None for slot in table.slots)


def _teller(find: Finder, matcher: Matcher, listed: tuple[str, ...]) -> Teller:
    """Says what a cell was taken for; one that only the column's own finder knows is a code."""

    def told(cell: Value, text: str) -> Told:
        position = find(cell)
        if position is None:
            return not_matched(text, matcher)
        name = listed[position]
        return name, ITS_NAME if text == name else matcher.how(text, position) or CODE

    return told


def _group_teller(words: Vocabulary) -> Teller:
    listed = tuple(group.group for group in words.groups)
    told = _teller(words.group_names.find, words.group_names, listed)
    return lambda cell, text: (EVERYBODY, ALIAS) if is_everybody(cell) else told(cell, text)


def _in_column(table: Table, role: str, rows: Mask, kind: str, told: Teller) -> Iterator[Match]:
    """The different texts in a key column, each told once, as far as these rows hold them."""
    (codes, cells), column = table.column(table.keys[role]), table.keys[role]
    inside = np.flatnonzero(rows)
    said = codes[inside]
    amount = np.bincount(said, minlength=len(cells)).tolist()
    first = np.zeros(len(cells), np.int64)
    first[said[::-1]] = inside[::-1]  # of several rows the last one written, the uppermost, stays
    place, letters = table.tab.cell(0, column), column_letters(column + 1)
    for value, many, row in zip(cells, amount, (first + table.first + 1).tolist(), strict=True):
        if many and (text := read_text(value)):
            address = f"{letters}{row}"
            link = place.link and f"{place.link}&range={address}"
            name, how = told(value, text)
            quoted = text if len(text) <= LONGEST_QUOTE else shown(text)
            yield Match(kind, quoted, name, how, place[0], place[1], address, many, link)


def _in_header(table: Table, words: Vocabulary) -> Iterator[Match]:
    """The measures, teams and groups that a table's header names, once for each cell that does."""
    groups = tuple(group.group for group in words.groups)
    said: dict[tuple[str, str, Cell], str] = {}
    for slot in table.slots:
        about = slot.about
        for kind, at, listed, matcher in (
            ("measure", about.measure, words.observed[1], words.measure_names),
            ("team", about.team, words.observed[0], words.team_names),
            ("group", about.group and about.group - 1, groups, words.group_names),
        ):
            if at is not None and not (kind == "group" and about.group == 0):
                for column in slot.columns:
                    cell, how = _naming_cell(table, column, at, matcher, words)
                    said.setdefault((kind, listed[at], cell), how)
    for (kind, name, cell), how in said.items():
        yield match(kind, cell, (name, how))


def _naming_cell(
    table: Table, column: int, entry: int, matcher: Matcher, words: Vocabulary
) -> tuple[Cell, str]:
    """The header cell that names what a column is about, in it or to its left, and how."""
    for row in table.header.rows:
        to_the_left = (table.tab.cell(row, left) for left in range(column, -1, -1))
        cell = next((cell for cell in to_the_left if not is_blank(cell.value)), None)
        if cell is not None and (how := matcher.how(read_text(cell.value), entry)):
            return cell, how
    cell = table.heading(column)
    parts = (measures_with(role, str(cell.value), words) for role in NUMBER_ROLES[1:])
    is_part = matcher is words.measure_names and any(entry in owners for owners in parts)
    return cell, ALIAS if is_part else IN_TEXT
