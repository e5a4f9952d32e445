"""Sightings: the names that a table, what stands above it, or its file give to a hub's rows."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

import numpy as np

from kmlib.findings import Cell
from kmlib.observations import Codes
from kmlib.reading.cells import Workbook, is_blank_row
from kmlib.reading.headings import part_of_word
from kmlib.reading.names import LEAST_CODE, Matcher, bare_code, normalise, title_key
from kmlib.reading.periods import find_period
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.tables import Table
from kmlib.reading.titles import FILLERS, finders, named_in, titles_of, told
from kmlib.reading.typed import Typed
from kmlib.reading.values import read_number
from kmlib.reading.vocabulary import Vocabulary, is_everybody
from kmlib.reading.words import broken_formula, read_text
from kmlib.schema import GroupRow, MeasureRow, Row, TeamRow

LONGEST_NAME = 6  # project choice: more words above a table are a sentence rather than a name
LEAST_LETTERS = 3  # project choice: fewer do not name a team or a measure
MOST = 0.9  # project choice: a slip in ten does not change what a column is
NAMES_NO_MEASURE = re.compile(  # but whose numbers these are, or who typed them
    r"\b(?:schools|district|county|office|network)\b"
    r"|\b(?:updated|revised|entered|prepared|kept|exported) (?:by|on)\b",
    re.IGNORECASE,
)
NO_TEAM = {"notset", "unassigned", "other"}
TEAM_FACTS = ("district", "cohort", "model")  # fields whose column is called so


class Named(NamedTuple):
    """A name as one table has it, and the fields of its row that the table fills beside it."""

    name: str
    cell: Cell
    beside: dict[str, str]
    rows: int = 1  # in how many it stands


@dataclass
class Seen:
    """What one look at all files saw: names by the row model they belong to, and numbers."""

    names: dict[type[Row], list[Named]] = field(
        default_factory=lambda: {TeamRow: [], MeasureRow: [], GroupRow: []}
    )
    typed: list[Typed] = field(default_factory=list)
    doubts: list[tuple[Cell, str]] = field(default_factory=list)  # where a person has to look
    left_out: list[tuple[Cell, str]] = field(default_factory=list)  # and why


def combinations(
    table: Table, columns: Sequence[int], rows: Codes
) -> Iterator[tuple[list[str], Cell, int]]:
    """The texts that stand side by side in some columns, their first cell, and in how many rows."""
    read = [table.column(column) for column in columns]
    codes = np.stack([column.codes[rows] for column in read])
    _, first, counts = np.unique(codes, axis=1, return_index=True, return_counts=True)
    for at, count in zip(rows[first].tolist(), counts.tolist(), strict=True):
        cells = [column.cells[column.codes[at]] for column in read]
        texts = ["" if broken_formula(cell) else read_text(cell) for cell in cells]
        if any(texts):
            yield texts, table.tab.cell(table.first + at, columns[0]), count


def tells_rows_apart(table: Table) -> bool:
    """Whether nearly every row of a table is about another team, measure, period or group."""
    first, keys = table.first, sorted(table.keys.values())
    filled = [i for i in range(len(table)) if not is_blank_row(table.tab.rows[first + i])]
    rows = np.array(filled, np.int32)
    return len(list(combinations(table, keys, rows)) if keys else filled[:1]) >= MOST * len(rows)


def teams_in(table: Table, rows: Codes, seen: Seen) -> list[Named]:
    """The teams that the rows of a table name, with what its columns say of them."""
    columns = {role: at for role, at in table.keys.items() if role in ("team", "code")}
    for at, title in enumerate(table.titles) if columns else ():
        if title in TEAM_FACTS and at not in columns.values():
            columns.setdefault(title, at)
    named: list[Named] = []
    found = combinations(table, list(columns.values()), rows) if columns else ()
    for texts, cell, count in found:
        beside = dict(zip(columns, texts, strict=True))
        code = bare_code(beside.pop("code", ""))
        name = beside.pop("team", "") or code
        if _is_nobody(name, code):
            seen.left_out.append((cell, f"“{name}” seems to stand for no team of its own."))
        else:
            named.append(Named(name, cell, beside | {"codes": code}, count))
    return _with_own_codes(named, table, seen)


def _is_nobody(name: str, code: str) -> bool:
    """Whether a name says that there is none, or its code is all zeros, as in a state's exports."""
    is_zero = len(code) >= LEAST_CODE and not code.strip("0")
    return is_zero or title_key(name) in NO_TEAM or read_number(name).is_absent


def _with_own_codes(named: list[Named], table: Table, seen: Seen) -> list[Named]:
    """The teams without codes that stand for many names, and apart where a name has several."""
    names_of, codes_of = defaultdict(set), defaultdict(set)
    for name, _, beside, _ in named:
        if code := beside["codes"]:
            names_of[code].add(normalise(name))
            codes_of[normalise(name)].add(code)
    if 2 * sum(len(names) > 1 for names in names_of.values()) > len(names_of):
        why = "Most of these codes stand beside several names: they are taken for no team’s own."
        seen.doubts.append((table.heading(table.keys["code"]), why))
        return [one._replace(beside=one.beside | {"codes": ""}) for one in named]
    return [
        one._replace(name=f"{one.name} ({one.beside['codes']})")
        if len(codes_of[normalise(one.name)]) > 1
        else one
        for one in named
    ]


def groups_in(table: Table, rows: Codes) -> Iterator[Named]:
    """The student groups that the rows of a table name, and what the column's title says."""
    if (column := table.keys.get("group")) is not None:
        is_race = re.search("rac[ei]|ethnic", table.titles[column])
        beside = {"dimension": "race or ethnicity" if is_race else ""}
        for (name,), cell, count in combinations(table, [column], rows):
            if not is_everybody(name):
                yield Named(name, cell, beside, count)


def measures_in(table: Table, rows: Codes, words: Vocabulary) -> Iterator[Named]:
    """The measures that the rows of a table name, else the one that its nearest title names."""
    if (column := table.keys.get("measure")) is not None:
        for (name,), cell, count in combinations(table, [column], rows):
            yield Named(name, cell, {}, count)
    elif lacks_measure(table):
        titles = titles_of(table)
        names = (
            (n, cell) for text, _, cell in titles for n in _names_in(text, table.header.context)
        )
        for name, cell in sorted(names, key=lambda one: _names_no_measure(one[1])):
            only, teams, context = Matcher([[name]]), words.team_names, table.header.context
            is_told = any(
                named_in(text, only, teams, context) == 0 for text, *_ in titles_of(table)
            )
            if is_told and teams.find(name) is None:
                yield Named(name, cell, {})
                return


def _names_no_measure(title: Cell) -> bool:
    """Whether a title is about whose numbers these are, so that another names the measure."""
    return NAMES_NO_MEASURE.search(str(title.value)) is not None


def lacks_measure(table: Table) -> bool:
    """Whether neither rows nor headings of a table say what was measured."""
    in_headings = bool(table.slots) and all(slot.about.measure is not None for slot in table.slots)
    return not in_headings and "measure" not in table.keys


def _names_in(text: str, context: PeriodContext, but: Collection[str] = ()) -> Iterator[str]:
    """What the parts of a title may name, without the words around it that say nothing."""

    def says_nothing(word: str) -> bool:
        bare = word.casefold()
        known = bare in FILLERS or bare in but or part_of_word(word) is not None
        return known or re.fullmatch(r"sheet\d*|\d+", bare) is not None

    if found := find_period(text, context):
        text = text.replace(found[1], " ")
    for part in re.split(r": | [-–|] |, ", text):
        words = list(re.finditer(r"[^\s_,.()|:;–-]+", part))
        while words and says_nothing(words[0][0]):
            words.pop(0)
        while words and says_nothing(words[-1][0]):
            words.pop()
        name = part[words[0].start() : words[-1].end()] if words else ""
        if len(words) <= LONGEST_NAME and sum(map(str.isalpha, name)) >= LEAST_LETTERS:
            name = name if " " in name else re.sub("[_-]+", " ", name)  # of a file
            yield name.title() if name.islower() else name


def owners_of(workbook: Workbook, tables: Sequence[Table], words: Vocabulary) -> Iterator[Named]:
    """The teams whose own a workbook, or each of its tabs, seems to be: no column names a team."""
    tables = [table for table in tables if table.slots]
    if any({"team", "code"} & t.keys.keys() or not tells_rows_apart(t) for t in tables):
        return
    owners = [told(table, finders(table, words)["team"]) for table in tables]
    names = [(words.teams[found.what].team, found.cell) for found in owners if found]
    if not names and tables and words.measures:
        names = list(_new_owners(workbook, tables, words))
    beside = {"sheet": workbook.path} if len({name for name, _ in names}) == 1 else {}
    for name, cell in names:
        yield Named(name, cell, beside)


def _new_owners(
    workbook: Workbook, tables: Sequence[Table], words: Vocabulary
) -> Iterator[tuple[str, Cell]]:
    """A team for each of several tabs that are alike; else one that the file is named after."""
    context, first = tables[0].header.context, tables[0].titles
    tabs = {table.tab.title: Cell(workbook.name, table.tab.title) for table in tables}
    names = {title: next(_names_in(title, context), "") for title in tabs}
    are_alike = len(tabs) > 1 and all(table.titles == first for table in tables)
    if are_alike and all(names.values()) and not any(map(lacks_measure, tables)):
        yield from ((names[title], cell) for title, cell in tabs.items())
        return
    stem = PurePath(workbook.name).stem
    others = " ".join([*(set(tabs) - {stem}), *(measure.measure for measure in words.measures)])
    for name in _names_in(stem, context, normalise(others).split()):
        yield name, Cell(workbook.name)
        return
