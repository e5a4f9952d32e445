"""Layout: where the tables of a data tab stand, and what each of their columns says.

Long, wide by period and wide by measure are one thing here. A column's header says a role (team,
date, value ...), a measure, a period, or several of them when two header rows stand above it.
Columns that hold numbers are gathered into slots: what is missing from a slot's header (which
measure? when?) is asked of the row, and after that of the title, the tab and the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from kmlib import findings as rules
from kmlib.findings import Finding, column_letters
from kmlib.reading import header_rows, headings
from kmlib.reading.cells import Tab, Value, is_blank, is_blank_row
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

    In a team's own workbook no column needs to name the team.
    """
    tables: list[Table] = []
    table = _table_from(tab, 0, (), words, is_own=is_own)
    while table is not None:
        again = _rows_headed_again(table, words)
        following = next(_tables_below(table, again, words, is_own=is_own), None)
        end = len(tab.rows) if following is None else following.start
        near = {row - above for row in again for above in range(len(table.header.rows))}
        inside = (row for row in sorted(near) if table.first <= row < end)
        tables.append(table.ending(end, tuple(filter(table.says_header_again, inside))))
        table = following
    return tuple(tables)


def _table_from(
    tab: Tab, start: int, above: tuple[int, ...], words: Vocabulary, *, is_own: bool
) -> Table | None:
    """The first table at or below a row; what stands above the one before it counts for it too."""
    header = header_rows.find_header(tab, start, words)
    if header is None:
        return None
    titles = [row for row in range(start, header.rows[0]) if not is_blank_row(tab.rows[row])]
    table = Table(tab, header, start, len(tab.rows), (*reversed(titles), *above))
    matchers = {} if is_own else {"team": words.team_names}
    matchers["measure"] = words.measure_names
    keys = {**_keys_by_content(table, matchers), **key_columns(table, words)}
    slots = _slots(table, keys, words)
    says_nothing = not keys and all(slot[:2] == (None, None) for slot in slots)
    if not table.undated and (not slots or says_nothing):
        return None
    return replace(table, keys=keys, slots=slots)


def key_columns(table: Table, words: Vocabulary) -> dict[str, int]:
    """The column of each role that a row is recognised by.

    Of two columns that may name the team, such as School and District, the one with more of the
    hub's teams in it does; otherwise the plainest title wins.
    """
    columns: dict[str, list[tuple[int, int, int]]] = {}
    for column, heading in enumerate(table.header.headings):
        if heading.role not in (None, "note", *headings.NUMBER_ROLES):
            plainest, title = headings.TITLES_OF_ROLE[heading.role], table.titles[column]
            rank = plainest.index(title) if title in plainest else len(plainest)
            columns.setdefault(heading.role, []).append((0, rank, column))
    if len(teams := columns.get("team", ())) > 1:
        columns["team"] = [
            (-_known(table, column, words.team_names)[0], rank, column) for _, rank, column in teams
        ]
    return {role: min(found)[2] for role, found in columns.items()}


def _known(table: Table, column: int, matcher: Matcher) -> tuple[int, int]:
    """How many different texts of a column's first rows are known names, and how many there are."""
    rows = table.tab.rows[table.first : table.first + header_rows.HEADER_WITHIN_ROWS]
    texts = {row[column] for row in rows if column < len(row) and isinstance(row[column], str)}
    filled = [text for text in texts if not is_blank(text)]
    return sum(matcher.find(text) is not None for text in filled), len(filled)


def _keys_by_content(table: Table, matchers: dict[str, Matcher]) -> dict[str, int]:
    """Team and measure columns whose header does not say so, told by the names in them."""
    found: dict[str, int] = {}
    for column, heading in enumerate(table.header.headings):
        for role, matcher in matchers.items() if heading == headings.NOTHING else ():
            known, filled = _known(table, column, matcher)
            if known * 2 > filled:
                found.setdefault(role, column)
    return found


def _slots(table: Table, keys: Collection[str], words: Vocabulary) -> tuple[Slot, ...]:
    """The columns that hold numbers, gathered by the measure and the period they are headed by."""
    gathered: dict[SlotKey, dict[str, int]] = {}
    for column, (role, measure, period, undated) in enumerate(table.header.headings):
        if role in headings.NUMBER_ROLES and "measure" in keys:
            measure = None  # the row says whose numerator it is
        if role is None and (measure is not None or period is not None):
            role = "value"
        if role in headings.NUMBER_ROLES and not undated:
            gathered.setdefault((measure, period), {}).setdefault(role, column)

    def told(key: SlotKey) -> int:
        measure, period = key
        return ("measure" in keys or measure is not None) + bool(period or DATE_ROLES & set(keys))

    most = max(map(told, gathered), default=0)
    lone = {key: gathered.pop(key) for key in list(gathered) if told(key) < most}
    for (_, period), parts in lone.items():
        for role, column in parts.items():
            owners = headings.measures_with(role, table.titles[column], words)
            for key, taker in gathered.items():
                fits = len(gathered) == 1 or key[0] in owners
                if role != "value" and fits and period in (None, key[1]):
                    taker.setdefault(role, column)  # "% absent | % late | Enrolled"
    return tuple(Slot(measure, period, **parts) for (measure, period), parts in gathered.items())


def unread_columns(table: Table, words: Vocabulary) -> Iterator[Finding]:
    """A note for each column that is not read; a warning where it looks like a roster."""
    said, slots = table.header.headings, table.slots
    idle = {  # the columns whose word every heading of a number says, too
        table.keys[role]
        for role, part in (("measure", 0), ("date", 1))
        if role in table.keys and slots and all(slot[part] is not None for slot in slots)
    }
    notes = {column for column, heading in enumerate(said) if heading.role == "note"}
    used = {*table.known_columns, *table.undated, *notes} - idle

    def otherwise(column: int) -> Finding:
        cell, role = table.heading(column), said[column].role
        if role not in table.keys:
            return headings.unknown_column(cell, _unread_names(table, words), KNOWN_COLUMNS)
        numbers = (*table.number_columns, *table.undated)
        taken = min(numbers) if column in idle else table.keys[role]
        title, letters = TITLE_OF_ROLE[role], column_letters(taken + 1)
        return rules.COLUMN_NOT_NEEDED.at(cell, title=title, column=letters)

    cells = list(map(table.heading, range(len(said))))
    return headings.unread_among(
        cells, used, lambda column: not all(map(is_blank, table.column(column).cells)), otherwise
    )


def _unread_names(table: Table, words: Vocabulary) -> Matcher:
    """What a column of a table could be headed by that none of them is."""
    roles = {heading.role for heading in table.header.headings}
    names = [spec.column.titles for spec in fields_of(DataRow) if spec.name not in roles]
    if "measure" not in table.keys:
        headed = {slot.measure for slot in table.slots}
        unsaid = [m for i, m in enumerate(words.measures) if i not in headed]
        names += [measure.names() for measure in unsaid]
        names += [m.part_known_as(part) for m in words.measures for part in words.part_names]
    return Matcher(names)


def _tables_below(
    table: Table, again: set[int], words: Vocabulary, *, is_own: bool
) -> Iterator[Table]:
    """The tables that may follow, each under a header that is new or has its own title block."""
    for row in sorted(again):
        begins, cells = _block_start(table, row, words), table.tab.rows[row]
        is_new = begins < row or not table.says_header_again(row)
        names_a_team = any(words.team_names.find(cell) is not None for cell in cells)
        score = header_rows.header_score(cells, words, table.header.context)
        if is_new and score >= header_rows.LEAST_SCORE and not names_a_team:
            found = _table_from(table.tab, begins, table.above, words, is_own=is_own)
            if found is not None and row in found.header.rows:
                yield found


def _rows_headed_again(table: Table, words: Vocabulary) -> set[int]:
    """Rows of a table where a column's title stands in a key column, and no name of the hub's."""
    names = (words.team_names, words.measure_names, words.group_names)

    def is_title(cell: Value) -> bool:
        known = isinstance(cell, str) and title_key(cell) in headings.ROLE_OF_TITLE
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

    def may_begin(row: int) -> bool:
        return row >= table.first and not table.says_header_again(row)

    context = table.header.context
    if may_begin(row - 1) and header_rows.goes_before(rows[row - 1], rows[row], words, context):
        row -= 1
    while may_begin(row - 1) and sum(not is_blank(cell) for cell in rows[row - 1]) == 1:
        row -= 1
    return row
