"""Proposals: the words of a hub that files would be read with, told by the files themselves.

The files are looked through in rounds, each with the names that the rounds before have found, by
the same functions that read them with a hub: what is proposed is what will be read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from kmlib import findings as rules
from kmlib.findings import Cell, Finding
from kmlib.reading.cells import Source, Tab, Workbook, is_blank_row
from kmlib.reading.data_rows import read_keys, tell_rows
from kmlib.reading.excerpts import cell_position
from kmlib.reading.headed import headed_measures
from kmlib.reading.header_rows import find_header, may_head
from kmlib.reading.headings import ROSTER_TITLES
from kmlib.reading.hub import WORDS, hub_among, model_of, read_hub
from kmlib.reading.layout import find_tables, key_columns
from kmlib.reading.names import code_key, normalise, strict_key
from kmlib.reading.sightings import (
    Named,
    Seen,
    groups_in,
    measures_in,
    owners_of,
    teams_in,
    tells_rows_apart,
)
from kmlib.reading.tables import Table
from kmlib.reading.typed import read_parts, typed_entries
from kmlib.reading.unread_columns import unread_columns
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import broken_formula
from kmlib.reading.workbooks import open_all
from kmlib.schema import Better, DataRow, GroupRow, Kind, MeasureRow, Row, TeamRow, Unit, fields_of

MOST_ROUNDS = 5  # project choice: headings, what stands below, what that tells; then nothing new
UNDECIDED = {"kind": Kind.OUTCOME, "unit": Unit.PERCENT, "better": Better.NEITHER}
SEVERAL_ROWS = (
    "Several rows stand for one team and period, and one row of each will be used. If they are "
    "single students, count them first; if another column tells them apart, call it Group or Team."
)
ASKED_ONCE = {  # of each table
    rule.code
    for rule in (
        *(rules.NO_TEAM, rules.NO_MEASURE, rules.NO_PERIOD),
        *(rules.YEAR_UNKNOWN, rules.DATE_ORDER_UNKNOWN),
    )
}


class Told(NamedTuple):
    """What files tell for a first hub: its words, and where each was seen."""

    words: Vocabulary
    seen: Seen
    hub: Vocabulary  # the words that tabs of a hub among the files gave, taken as they are
    hub_name: str
    closed: list[Finding]  # of sources that could not be opened


def propose_from(sources: Sequence[Source]) -> Told:
    """What these sources tell for a first hub; a SourceError if none of them could be opened.

    Kind, unit and direction of a measure are not told by names: they stand undecided.
    """
    workbooks, closed = open_all(sources)
    main = hub_among(workbooks)
    hub = known = read_hub(main, workbooks).words
    headed: dict[Cell, Named] = {}
    for _ in range(MOST_ROUNDS):
        seen = Seen()
        for workbook in workbooks:
            _look_at(workbook, known, seen, headed)
        seen.names[MeasureRow] += headed.values()
        before, known = known, _with_names(hub, seen)
        if known == before:
            break
    return Told(known, seen, hub, main.name, closed)


def _with_names(words: Vocabulary, seen: Seen) -> Vocabulary:
    """The words, and rows made of what was seen; what is known stays as it is."""
    more: dict[str, Any] = {
        f"{model.KEY}s": (*words.names[model.KEY].rows, *_rows(model, seen, words))
        for model in (TeamRow, MeasureRow, GroupRow)
    }
    return replace(words, **more)


def _shared_keys(named: Sequence[Named]) -> list[str]:
    """For each name what it shares with those that mean the same: written otherwise, or by code."""
    home: dict[str, str] = {}

    def root(key: str) -> str:
        while home.setdefault(key, key) != key:
            key = home[key]
        return key

    keys = [normalise(name.name) for name in named]
    for key, name in zip(keys, named, strict=True):
        if code := name.beside.get("codes", "").lstrip("0") or code_key(name.name):
            home[root(key)] = root(f"code {code}")
    return list(map(root, keys))


def _rows(model: type[Row], seen: Seen, words: Vocabulary) -> Iterator[Any]:
    """A row for all names that are one: the commonest spelling, the later of equals, names it."""
    known = words.names[model.KEY].matcher
    new = [
        named
        for named in seen.names[model]
        if known.find(named.name) is None
        and known.find(named.beside.get("codes")) is None
        and not broken_formula(named.name)
    ]
    same: defaultdict[str, list[Named]] = defaultdict(list)
    for key, named in zip(_shared_keys(new), new, strict=True):
        same[key].append(named)
    for names in same.values():
        count: Counter[str] = Counter()
        for named in reversed(names):
            count[named.name] += 0 if code_key(named.name) else named.rows
        spellings: dict[str, str] = {}
        for spelling, _ in count.most_common():
            spellings.setdefault(strict_key(spelling), spelling)
        name, *others = spellings.values()
        row: dict[str, object] = {model.KEY: name, "also_known_as": tuple(others)}
        for spec in fields_of(model):
            told = list(dict.fromkeys(filter(None, (n.beside.get(spec.name) for n in names))))
            if told and (spec.many or len(told) == 1):
                row[spec.name] = tuple(told) if spec.many else told[0]
        yield model.model_validate(row | (UNDECIDED if model is MeasureRow else {}))


def _look_at(workbook: Workbook, words: Vocabulary, seen: Seen, headed: dict[Cell, Named]) -> None:
    """Look through the tabs of one workbook; measures that head columns are added to `headed`."""
    read: list[Table] = []
    own = next((at for at, team in enumerate(words.teams) if team.sheet == workbook.path), None)
    for tab in workbook.tabs:
        model, whole = model_of(tab), Cell(tab.source, tab.title)
        if tab.hidden or model not in (None, DataRow):
            seen.left_out.append((whole, _why_not_looked_at(tab, model)))
            continue
        tables = find_tables(tab, words)
        candidates = [*tables, *_headed_only(tab, tables, words)]
        if any(
            not ROSTER_TITLES.isdisjoint(table.titles) and not tells_rows_apart(table)
            for table in candidates
        ):
            why = "A list of single students is not used: a hub takes counts, never names."
            seen.left_out.append((whole, why))
            continue
        if not tables and tab.filled_rows():
            said = rules.NO_TABLE.at(whole, rows=tab.filled_rows())
            seen.left_out.append((whole, f"{said.what} {said.fix}"))
        for table in candidates:
            for named in headed_measures(table, words):
                headed.setdefault(named.cell, named)
        for table in tables:
            _look_at_table(table, words, seen, own)
        read += tables
    seen.names[TeamRow] += owners_of(workbook, read, words)


def _why_not_looked_at(tab: Tab, model: type[Row] | None) -> str:
    if tab.hidden or model is None:
        return "The tab is hidden."
    what_of_it = "Its rows are taken over" if model in WORDS else "It is not copied: it is read"
    return f"{what_of_it} as the tab {model.TAB.title} of a hub."


def _headed_only(tab: Tab, tables: Sequence[Table], words: Vocabulary) -> Iterator[Table]:
    """What stands under a header that names no number yet, or that goes on below the first one.

    So may another below an empty row, with a title between at most.
    """
    start = tables[0].first if tables else 0
    first = find_header(tab, start, words)
    found = [first] if first and (not tables or first.rows[0] == start) else []
    heads = [row for one in (*found, *(table.header for table in tables)) for row in one.rows]
    for row in range(max(heads, default=len(tab.rows)) + 1, len(tab.rows)):
        is_apart = any(map(is_blank_row, tab.rows[row - 2 : row]))
        if is_apart and may_head(tab.rows[row], words, words.periods):
            found += filter(None, [find_header(tab, row, words)])
    for header in found:
        following = (other.rows[0] for other in found if other.rows[0] > header.rows[-1])
        table = Table(tab, header, 0, next(following, len(tab.rows)), ())
        yield replace(table, keys=key_columns(table, words))


def _look_at_table(table: Table, words: Vocabulary, seen: Seen, own: int | None) -> None:
    """What one table names, its numbers as far as they can be placed, and what is left out.

    `own` is the team whose own workbook it seems to stand in.
    """
    parts = read_parts(table)
    rows = tell_rows(table, parts, words)
    inside = np.flatnonzero(rows.inside).astype(np.int32)
    seen.names[TeamRow] += teams_in(table, inside, seen)
    seen.names[MeasureRow] += measures_in(table, inside, words)
    seen.names[GroupRow] += groups_in(table, inside)
    keys = read_keys(table, rows, words, own)
    if table.slots and words.measures:
        seen.typed.append(typed_entries(table, parts, keys))
    said = list({f.code: f for f in reversed(keys.findings) if f.code in ASKED_ONCE}.values())
    said += (rule.at(table.heading(c), effect="") for c, rule in [*table.unplaced.items()][:1])
    seen.doubts += ((_cell_of(finding, table), f"{finding.what} {finding.fix}") for finding in said)
    if not tells_rows_apart(table):
        seen.doubts.append((table.heading(0), SEVERAL_ROWS))
    seen.left_out += ((_cell_of(said, table), said.what) for said in unread_columns(table, words))
    if others := np.flatnonzero(rows.filled & ~rows.inside).tolist():
        cell = table.tab.cell(table.first + others[0], min(table.known_columns))
        seen.left_out.append((cell, f"Rows of totals or remarks: {len(others)}, this one first."))


def _cell_of(finding: Finding, table: Table) -> Cell:
    return table.tab.cell(*cell_position(finding.cell))
