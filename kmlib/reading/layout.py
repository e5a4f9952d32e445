"""Layout: where the tables of a data tab stand, and what each of their columns says.

Long, wide by period and wide by measure are one thing here. A column's header says a role (team,
date, value ...), a measure, a period, or several of them when two header rows stand above it.
Columns that hold numbers are gathered into slots: what is missing from a slot's header (which
measure? when?) is asked of the row, and after that of the title, the tab and the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from kmlib import findings as rules
from kmlib.findings import Finding, column_letters
from kmlib.reading.cells import Tab, Value, is_blank, is_blank_row
from kmlib.reading.header_rows import (
    HEADER_WITHIN_ROWS,
    LEAST_SCORE,
    Header,
    find_header,
    goes_before,
    header_score,
    padded,
)
from kmlib.reading.headings import (
    NOTHING,
    NUMBER_ROLES,
    ROLE_OF_TITLE,
    ROSTER_TITLES,
    TITLE_RANK,
    Heading,
    measures_with,
)
from kmlib.reading.names import Matcher, title_key
from kmlib.reading.school_calendar import Period
from kmlib.reading.tables import Slot, Table
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import broken_formula
from kmlib.schema import DataRow, fields_of

DATE_ROLES = {"date", "period_start"}
KNOWN_COLUMNS = ", ".join(spec.column.title for spec in fields_of(DataRow))
TITLE_OF_ROLE = {spec.name: spec.column.title for spec in fields_of(DataRow)}

SlotKey = tuple[int | None, Period | None]


def find_tables(tab: Tab, words: Vocabulary, *, is_own: bool = False) -> tuple[Table, ...]:
    """The tables of a tab that hold observations, top to bottom; none if it is no data tab.

    Args:
        tab: the tab.
        words: the hub's words.
        is_own: whether it is a team's own workbook, where no column needs to name the team.
    """
    tables: list[Table] = []
    table = _table_from(tab, 0, None, words, is_own=is_own)
    while table is not None:
        again = _rows_headed_again(table, words)
        following = None
        for row, begins in _possible_headers(table, again, words):
            following = _table_from(tab, begins, table, words, is_own=is_own)
            if following is not None and row in following.header:
                break
            following = None
        end = len(tab.rows) if following is None else begins
        repeated = (row for row in _repeated_headers(table, again) if row < end)
        tables.append(table.ending(end, tuple(repeated)))
        table = following
    return tuple(tables)


def _table_from(
    tab: Tab, start: int, before: Table | None, words: Vocabulary, *, is_own: bool
) -> Table | None:
    """The first table at or below a row; what stands above the one before it counts for it too."""
    header = find_header(tab, start, words)
    above = () if before is None else before.above
    if header is None:
        return None
    first = header.rows[-1] + 1
    titles = tuple(r for r in range(start, header.rows[0]) if not is_blank_row(tab.rows[r]))
    keys = _key_columns(tab, header, words)
    matchers = {} if is_own else {"team": words.team_names}
    matchers["measure"] = words.measure_names
    keys = {**_keys_by_content(tab, first, header.headings, matchers), **keys}
    slots = _slots(tab, header, keys, words)
    undated = tuple(c for c, h in enumerate(header.headings) if h.undated and not h.is_key)
    says_nothing = not keys and all(slot[:2] == (None, None) for slot in slots)
    if not undated and (not slots or says_nothing):
        return None
    return Table(
        tab=tab,
        header=header.rows,
        first=first,
        end=len(tab.rows),
        width=len(header.headings),
        keys=keys,
        slots=slots,
        titles=titles,
        above=(*reversed(titles), *above),
        undated=undated,
        headings=header.headings,
        context=header.context,
    )


def _titles_of(tab: Tab, header: Header) -> list[str]:
    """The key of each column's title, from the lowest header cell that is filled."""
    rows = [padded(tab.rows[row], len(header.headings)) for row in reversed(header.rows)]
    cells = (next((c for c in column if not is_blank(c)), "") for column in zip(*rows, strict=True))
    return [title_key(str(cell)) for cell in cells]


def _key_columns(tab: Tab, header: Header, words: Vocabulary) -> dict[str, int]:
    """The column of each role that a row is recognised by.

    Of two columns that may name the team, such as School and District, the one with more of the
    hub's teams in it does; otherwise the plainest title wins.
    """
    columns: dict[str, list[tuple[int, int, int]]] = {}
    titles = _titles_of(tab, header)
    for column, heading in enumerate(header.headings):
        if heading.role not in (None, "note", *NUMBER_ROLES):
            rank = TITLE_RANK.get(titles[column], len(TITLE_RANK))
            columns.setdefault(heading.role, []).append((0, rank, column))
    if len(teams := columns.get("team", ())) > 1:
        first = header.rows[-1] + 1
        columns["team"] = [
            (-_known(tab, first, column, words.team_names)[0], rank, column)
            for _, rank, column in teams
        ]
    return {role: min(found)[2] for role, found in columns.items()}


def _known(tab: Tab, first: int, column: int, matcher: Matcher) -> tuple[int, int]:
    """How many different texts of a column's first rows are known names, and how many there are."""
    rows = tab.rows[first : first + HEADER_WITHIN_ROWS]
    texts = {row[column] for row in rows if column < len(row) and isinstance(row[column], str)}
    filled = [text for text in texts if not is_blank(text)]
    return sum(matcher.find(text) is not None for text in filled), len(filled)


def _keys_by_content(
    tab: Tab, first: int, headings: tuple[Heading, ...], matchers: dict[str, Matcher]
) -> dict[str, int]:
    """Team and measure columns whose header does not say so, told by the names in them."""
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        for role, matcher in matchers.items() if heading == NOTHING else ():
            known, filled = _known(tab, first, column, matcher)
            if known * 2 > filled:
                found.setdefault(role, column)
    return found


def _slots(tab: Tab, header: Header, keys: Collection[str], words: Vocabulary) -> tuple[Slot, ...]:
    """The columns that hold numbers, gathered by the measure and the period they are headed by."""
    gathered: dict[SlotKey, dict[str, int]] = {}
    for column, (role, measure, period, undated) in enumerate(header.headings):
        if role in NUMBER_ROLES and "measure" in keys:
            measure = None  # the row says whose numerator it is
        if role is None and (measure is not None or period is not None):
            role = "value"
        if role in NUMBER_ROLES and not undated:
            gathered.setdefault((measure, period), {}).setdefault(role, column)

    def told(key: SlotKey) -> int:
        measure, period = key
        return ("measure" in keys or measure is not None) + bool(period or DATE_ROLES & set(keys))

    most = max(map(told, gathered), default=0)
    lone = {key: gathered.pop(key) for key in list(gathered) if told(key) < most}
    titles = _titles_of(tab, header)
    for (_, period), parts in lone.items():
        for role, column in parts.items():
            owners = measures_with(role, titles[column], words)
            for key, taker in gathered.items():
                fits = len(gathered) == 1 or key[0] in owners
                if role != "value" and fits and period in (None, key[1]):
                    taker.setdefault(role, column)  # "% absent | % late | Enrolled"
    return tuple(Slot(measure, period, **parts) for (measure, period), parts in gathered.items())


def unread_columns(table: Table) -> Iterator[Finding]:
    """A note for each column that is not read; a warning where it looks like a roster."""
    cells = [table.heading(column) for column in range(table.width)]
    titles = [title_key(str(cell.value)) for cell in cells]
    said_by_header = {
        role
        for role, part in (("measure", 0), ("date", 1))
        if table.slots and all(slot[part] is not None for slot in table.slots)
    }
    idle = {table.keys[role]: _first(table) for role in said_by_header & set(table.keys)}
    used = {*table.known_columns, *table.undated} - set(idle)
    for column, (cell, heading) in enumerate(zip(cells, table.headings, strict=True)):
        first = titles.index(titles[column])
        if column in used or heading.role == "note":
            continue
        if is_blank(cell.value):
            if not all(map(is_blank, table.column(column).cells)):
                yield rules.COLUMN_UNHEADED.at(cell, column=column_letters(column + 1))
        elif titles[column] in ROSTER_TITLES:
            yield rules.COLUMN_ROSTER.at(cell)
        elif first in used and first != column:
            yield rules.COLUMN_TWICE.at(cell, first=column_letters(first + 1))
        elif heading.role in table.keys:
            role = heading.role
            letters = column_letters(idle.get(column, table.keys[role]) + 1)
            yield rules.COLUMN_NOT_NEEDED.at(cell, title=TITLE_OF_ROLE[role], column=letters)
        else:
            yield rules.COLUMN_UNKNOWN.at(cell, known=KNOWN_COLUMNS)


def _first(table: Table) -> int:
    """The leftmost column that holds numbers."""
    return min((*table.number_columns, *table.undated))


def _possible_headers(
    table: Table, again: set[int], words: Vocabulary
) -> Iterator[tuple[int, int]]:
    """Rows that may head a next table, each with the row at which its title block begins."""
    rows = table.tab.rows
    own = [_keys_of_row(rows[row], table.width) for row in table.header]
    for row in sorted(again):
        begins = _block_start(table, row, words)
        is_new = begins < row or _keys_of_row(rows[row], table.width) not in own
        names_a_team = any(words.team_names.find(cell) is not None for cell in rows[row])
        score = header_score(rows[row], words, table.context)
        if is_new and score >= LEAST_SCORE and not names_a_team:
            yield row, begins


def _repeated_headers(table: Table, again: set[int]) -> list[int]:
    """The rows of a table that say again what its header says."""
    rows = table.tab.rows
    own = [_keys_of_row(rows[row], table.width) for row in table.header]
    near = sorted({row - above for row in again for above in range(len(own))})
    return [r for r in near if r >= table.first and _keys_of_row(rows[r], table.width) in own]


def _keys_of_row(row: list[Value], width: int) -> list[str]:
    return [title_key(str(cell)) for cell in padded(row, width)]


def _rows_headed_again(table: Table, words: Vocabulary) -> set[int]:
    """Rows of a table where a column's title stands in a key column, and no name of the hub's."""
    names = (words.team_names, words.measure_names, words.group_names)

    def is_title(cell: Value) -> bool:
        known = isinstance(cell, str) and title_key(cell) in ROLE_OF_TITLE
        known = known and not broken_formula(cell)  # "#VALUE!" is no "Value"
        return known and all(matcher.find(cell) is None for matcher in names)

    rows: set[int] = set()
    for number in set(table.keys.values()):
        again = np.flatnonzero(table.column(number).where(is_title))
        rows.update((table.first + again).tolist())
    return rows


def _block_start(table: Table, row: int, words: Vocabulary) -> int:
    """Upwards from a header over its title rows, to the blank row that parts two tables."""
    rows = table.tab.rows
    own = [_keys_of_row(rows[r], table.width) for r in table.header]
    if (
        row > table.first
        and goes_before(rows[row - 1], rows[row], words, table.context)
        and _keys_of_row(rows[row - 1], table.width) not in own
    ):
        row -= 1
    while (
        row > table.first
        and sum(not is_blank(cell) for cell in rows[row - 1]) == 1
        and _keys_of_row(rows[row - 1], table.width) not in own
    ):
        row -= 1
    return row
