"""Matches: for which team, measure or group each text of the sheets was taken, and how."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from kmlib.findings import Cell, cell_link, column_letters, shown
from kmlib.observations import Mask
from kmlib.reading.cells import Value
from kmlib.reading.headings import NUMBER_ROLES, measures_with
from kmlib.reading.keys import Keys
from kmlib.reading.names import ALIAS, CODE, IN_TEXT, NOT_NEEDED, Matcher
from kmlib.reading.tables import UNKNOWN, Table
from kmlib.reading.vocabulary import Names, Vocabulary, is_everybody
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
Teller = Callable[[Value, str], Told]  # a cell, and its text as a person sees it


def match(kind: str, cell: Cell, told: Told, cells: int = 1) -> Match:
    """A text taken for a name, at the first cell that says so."""
    address = cell.address
    link = cell_link(cell.link, address)
    text = shown(read_text(cell.value))
    return Match(kind, text, *told, cell.source, cell.sheet, address, cells, link)


def one_of_each(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Each text of a source once, at the first cell that says so."""
    found: dict[tuple[str, ...], Match] = {}
    for one in matches:
        key = (one.source, *one[:4])
        first = found.get(key)
        found[key] = first._replace(cells=first.cells + one.cells) if first else one
    return tuple(found.values())


def table_matches(keys: Keys, rows: Mask, words: Vocabulary) -> Iterator[Match]:
    """The names in the cells of a data table's key columns, in these rows, and in its header."""
    table = keys.table
    by_row = any(slot.about.measure is None for slot in table.slots)  # not every heading tells it
    for role, kind, find, entry in (
        ("team", "team", words.team_names.find, keys.team),
        ("code", "team", words.team_of_code, keys.team),
        ("measure", "measure", words.measure_names.find, keys.measure),
    ):
        names = words.names[kind]
        if role in table.keys and names.rows and (by_row or kind == "team"):
            needed = rows
            if kind == "team" and {"team", "code"} <= table.keys.keys():
                found = table.column(table.keys[role]).positions(find) != UNKNOWN
                needed = rows & (found | (entry == UNKNOWN))
                spare = rows & ~needed
                yield from _in_column(table, role, spare, kind, lambda *_: ("", NOT_NEEDED))
            yield from _in_column(table, role, needed, kind, _teller(find, names))
    if "group" in table.keys and words.groups:
        told = _teller(words.group_names.find, words.names["group"])
        yield from _in_column(
            table,
            *("group", rows, "group"),
            lambda cell, text: (EVERYBODY, ALIAS) if is_everybody(cell) else told(cell, text),
        )
    yield from _in_header(table, words)
    for kind, title in keys.titles.items():
        name, how = words.names[kind].told(read_text(title.cell.value), title.what)
        yield match(kind, title.cell, (name, how or IN_TEXT))


def _teller(find: Callable[[Value], int | None], names: Names) -> Teller:
    """Says what a cell was taken for; one that only the column's own finder knows is a code."""

    def told(cell: Value, text: str) -> Told:
        name, how = names.told(text, find(cell))
        return name, how or CODE

    return told


def _in_column(table: Table, role: str, rows: Mask, kind: str, told: Teller) -> Iterator[Match]:
    """The different texts in a key column, each told once, as far as these rows hold them."""
    (codes, cells), column = table.column(table.keys[role]), table.keys[role]
    inside = np.flatnonzero(rows)
    said = codes[inside]
    amount = np.bincount(said, minlength=len(cells)).tolist()
    first = np.zeros(len(cells), np.int64)
    first[said[::-1]] = inside[::-1]  # of several rows the last one written, the uppermost, stays
    (source, sheet, *_, link), letters = table.tab.cell(0, column), column_letters(column + 1)
    for value, many, row in zip(cells, amount, (first + table.first + 1).tolist(), strict=True):
        if many and (text := read_text(value)):  # as `match` does, for thousands of names
            address, name = f"{letters}{row}", told(value, text)
            at = cell_link(link, address)
            yield Match(kind, shown(text), *name, source, sheet, address, many, at)


def _in_header(table: Table, words: Vocabulary) -> Iterator[Match]:
    """The measures, teams and groups that a table's header names, once for each cell that does."""
    said: dict[tuple[str, str, Cell], str] = {}
    for slot in table.slots:
        measure, team, group = slot.about.measure, slot.about.team, slot.about.group
        named = {"measure": measure, "team": team, "group": group - 1 if group else None}
        for kind, at in named.items():
            if at is not None:
                names = words.names[kind]
                for column in slot.columns:
                    cell, how = _naming_cell(table, column, at, names.matcher, words)
                    said.setdefault((kind, names.listed[at], cell), how)
    for (kind, name, cell), how in said.items():
        yield match(kind, cell, (name, how))


def _naming_cell(
    table: Table, column: int, entry: int, matcher: Matcher, words: Vocabulary
) -> tuple[Cell, str]:
    """The header cell that names what a column is about, in it or to its left, and how."""

    def how(value: Value) -> str:
        return matcher.how(read_text(value), entry)

    cell = table.naming_cell(column, how)
    parts = (measures_with(role, str(cell.value), words) for role in NUMBER_ROLES[1:])
    is_part = matcher is words.measure_names and any(entry in owners for owners in parts)
    return cell, how(cell.value) or (ALIAS if is_part else IN_TEXT)
