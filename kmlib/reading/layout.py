"""Layout: where the tables of a data tab stand, and what each of their columns says.

Long, wide by period, by measure, by team and by student group are one thing here. A column's
header says a role (team, date, value ...), a measure, a period, a team, a group, or several of
them when two header rows stand above it. Columns that hold numbers are gathered into slots: what
is missing from a slot's header (which measure? when? whose?) is asked of the row, and after that
of the title, the tab and the file.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from kmlib.reading import header_rows
from kmlib.reading.cells import Tab, Value, is_blank, is_blank_row
from kmlib.reading.headings import (
    NOTHING,
    NUMBER_ROLES,
    ROLE_OF_TITLE,
    TITLES_OF_ROLE,
    Heading,
    measures_with,
    read_heading,
)
from kmlib.reading.names import title_key
from kmlib.reading.parted_tables import parted_at, seams_of, sections_of, stands_alone
from kmlib.reading.school_calendar import is_year
from kmlib.reading.tables import Slot, Table, Times, first_cells, keys_by_content, known, times_told
from kmlib.reading.titles import finders, told
from kmlib.reading.values import Form, read_number
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import broken_formula, read_text

NUMBERS = (Form.SUPPRESSED, Form.PLAIN, Form.PERCENT, Form.RATIO)
LETTERS = re.compile(r"[^\W\d_]{3}")
DATE_ROLES = {"date", "period_start"}

Parts = dict[str, int]  # which of a slot's numbers stands in which column


def find_tables(tab: Tab, words: Vocabulary, *, is_own: bool = False) -> tuple[Table, ...]:
    """The tables of a tab that hold observations, top to bottom; none if it is no data tab.

    In a team's own workbook no column needs to name the team.
    """
    return tuple(_tables_from(tab, 0, (), words, is_own))


def _tables_from(
    tab: Tab, start: int, above: tuple[int, ...], words: Vocabulary, is_own: bool
) -> Iterator[Table]:
    """The tables at or below a row, those that stand side by side left to right."""
    table = _table_from(tab, start, above, words, is_own)
    while table is not None:
        again = _rows_headed_again(table, words)
        following = next(_tables_below(table, again, words), None)
        end = len(tab.rows) if following is None else following.start
        near = {row - above for row in again for above in range(len(table.header.rows))}
        table = table.ending(end, sorted(row for row in near if table.first <= row < end))
        yield from _side_by_side(table, words) or sections_of(table, words)
        table = following


def _side_by_side(table: Table, words: Vocabulary) -> list[Table]:
    """The tables that a table really is; none if it is one."""
    for seam in seams_of(table):
        left, right = (
            list(_tables_from(side, table.start, table.above, words, table.is_own))
            for side in parted_at(table, seam)
        )
        if left and right and stands_alone(right[0], left[0], words):
            return [*left, *right]
    return []


def _table_from(
    tab: Tab, start: int, above: tuple[int, ...], words: Vocabulary, is_own: bool
) -> Table | None:
    """The first table at or below a row; what stands above the one before it counts for it too."""
    header = header_rows.find_header(tab, start, words)
    if header is None:
        return None
    titles = [row for row in range(start, header.rows[0]) if not is_blank_row(tab.rows[row])]
    table = Table(tab, header, start, len(tab.rows), (*reversed(titles), *above), is_own)
    by_content = keys_by_content(table, words)
    table = _with_labels(table, by_content.values())
    keys = {**by_content, **key_columns(table, words)}
    slots = _slots_of(table, keys, words)
    table = replace(table, keys=_needed_keys(keys, slots), slots=slots)
    return table if table.unplaced or _is_told(table, keys, words) else None


def _with_labels(table: Table, labels: Collection[int]) -> Table:
    """The table with nothing said by the headings of its row labels; such a heading is a title."""
    said = table.header.headings
    corner = next((column for column in labels if said[column] != NOTHING), None)
    plain = tuple(NOTHING if column in labels else heading for column, heading in enumerate(said))
    return replace(table, header=table.header._replace(headings=plain), corner=corner)


def _is_told(table: Table, keys: Collection[str], words: Vocabulary) -> bool:
    """Whether headers and rows tell enough for a table of measured values.

    Under names alone there must be numbers, and a measure somewhere: who visits which school and
    how many girls it has stand in such grids, too.
    """
    said = {slot.about for slot in table.slots}
    if not said or (not keys and all(about == NOTHING or about.is_name for about in said)):
        return False
    if not all(about.is_name for about in said):
        return True
    cells = (cell for column in table.number_columns for cell in first_cells(table, column))
    if not any(read_number(cell).form in NUMBERS for cell in cells):
        return False
    below = table.tab.rows[table.first : table.first + header_rows.HEADER_WITHIN_ROWS]
    lines = (read_text(cell) for row in below for cell in row[table.left : table.left + 1])
    between = any(words.measure_names.find(line) is not None for line in lines)
    return "measure" in keys or between or told(table, finders(table, words)["measure"]) is not None


def _slots_of(table: Table, keys: dict[str, int], words: Vocabulary) -> tuple[Slot, ...]:
    """The columns that hold numbers, gathered by what they are headed by."""
    times = times_told(table, keys["date"]) if "date" in keys else None
    gathered = _gathered(table, keys, of_row_years=times is Times.YEARS)

    def told(about: Heading) -> int:
        when = about.period or about.part or DATE_ROLES & keys.keys()
        what = "measure" in keys or about.measure is not None
        return sum((what, bool(when), about.team is not None))

    most = max(map(told, gathered), default=0)
    for_groups = any(about.group for about in gathered)
    lone = {
        about: gathered.pop(about)
        for about, parts in list(gathered.items())
        if told(about) < most
        or (for_groups and about.group is None and parts.keys() == {"denominator"})
    }
    _share_out(lone, gathered, table, words)
    by_year = {about.period for about in gathered if about.period and is_year(about.period)}

    def asks_when(about: Heading) -> bool:
        if times is Times.YEARS:
            return about.part is not None
        apart = times is Times.PARTS or (times is Times.WHOLE and len(by_year) > 1)
        return apart and about.period in by_year

    return tuple(
        Slot(about, **parts, asks_when=asks_when(about)) for about, parts in gathered.items()
    )


def _gathered(table: Table, keys: Collection[str], *, of_row_years: bool) -> dict[Heading, Parts]:
    """The number columns by what they are about; those about what each row says are left out."""
    gathered: dict[Heading, Parts] = {}
    for column, heading in enumerate(table.header.headings):
        role, about = heading.role, heading.about
        if role in NUMBER_ROLES and "measure" in keys:
            about = about._replace(measure=None)  # the row says whose numerator it is
        if role is None and about != NOTHING:
            role = "value"
        team_by_row = about.team is not None and ("team" in keys or "code" in keys)
        group_by_row = about.group and "group" in keys
        undated = heading.is_undated and not of_row_years
        if role in NUMBER_ROLES and not (team_by_row or group_by_row or undated):
            gathered.setdefault(about, {}).setdefault(role, column)
    if "value" in gathered.get(NOTHING, ()):  # "Value | Black | White": shares of the students
        return {about: parts for about, parts in gathered.items() if not about.is_name}
    return gathered


def _share_out(
    lone: dict[Heading, Parts], gathered: dict[Heading, Parts], table: Table, words: Vocabulary
) -> None:
    """Give counts that say less to the slots they belong to: "% absent | % late | Enrolled".

    "# of students" beside months of one measure counts for each of them.
    """
    for about, parts in lone.items():
        who = about.team, about.group or 0
        same = [key for key in gathered if (key.team, key.group or 0) == who]
        same = [key for key in same if about.period in (None, key.period)]
        is_one = len({key.measure for key in same}) == 1
        for role, column in parts.items():
            owners = measures_with(role, table.titles[column], words)
            for key in same:
                if role != "value" and (is_one or key.measure in owners):
                    gathered[key].setdefault(role, column)


def _needed_keys(keys: dict[str, int], slots: tuple[Slot, ...]) -> dict[str, int]:
    """The key columns that say what not every heading of a number says already."""
    said = {
        "measure": all(slot.about.measure is not None for slot in slots),
        "date": all(slot.period is not None for slot in slots),
    }
    said["year"] = said["date"]
    return {role: column for role, column in keys.items() if not (slots and said.get(role))}


def key_columns(table: Table, words: Vocabulary) -> dict[str, int]:
    """The column of each role that a row is recognised by.

    Of two columns that may name the team, such as School and District, the one with more of the
    hub's teams in it does; of two with dates one may tell the year; otherwise the plainest title
    wins.
    """
    columns: dict[str, list[tuple[int, int, int]]] = {}
    for column, heading in enumerate(table.header.headings):
        if heading.role not in (None, "note", *NUMBER_ROLES):
            plainest, title = TITLES_OF_ROLE[heading.role], table.titles[column]
            rank = plainest.index(title) if title in plainest else len(plainest)
            columns.setdefault(heading.role, []).append((0, rank, column))
    heads = sum(heading.team is not None for heading in table.header.headings)
    if len(teams := columns.get("team", ())) + heads > 1:
        named = [(-known(table, at[2], words.team_names.find)[0], *at[1:]) for at in teams]
        columns["team"] = [at for at in named if at[0] or not heads]  # District, beside schools
    if len(dates := columns.get("date", ())) > 1:
        told = {at: times_told(table, at[2]) for at in dates}
        if finer := [at for at in dates if told[at] in (Times.PARTS, Times.WHOLE)]:
            columns["date"] = finer
            if told[min(finer)] is Times.PARTS:
                columns["year"] = [at for at in dates if told[at] is Times.YEARS]
    return {role: min(found)[2] for role, found in columns.items() if found}


def _tables_below(table: Table, again: set[int], words: Vocabulary) -> Iterator[Table]:
    """The tables that may follow, each under a header that is new or has its own title block."""
    for row in sorted(again):
        begins, cells = _block_start(table, row, words), table.tab.rows[row]
        is_new = begins < row or not table.says_header_again(row)
        if is_new and header_rows.may_head(cells, words, table.header.context):
            found = _table_from(table.tab, begins, table.above, words, table.is_own)
            if found is not None and row in found.header.rows:
                yield found


def _rows_headed_again(table: Table, words: Vocabulary) -> set[int]:
    """Rows of a table that say what headers say.

    A column's title stands in a key column, and no name of the hub's; or words that head numbers
    stand where a number goes.
    """
    names = (words.team_names, words.measure_names, words.group_names)

    def is_title(cell: Value) -> bool:
        if not isinstance(cell, str) or title_key(cell) not in ROLE_OF_TITLE:
            return False
        unnamed = all(matcher.find(cell) is None for matcher in names)
        return unnamed and not broken_formula(cell)  # "#VALUE!" is no "Value"

    def heads_numbers(cell: Value) -> bool:
        if not isinstance(cell, str) or not LETTERS.search(cell):
            return False
        return read_heading(cell, words, table.header.context).about != NOTHING

    claims = dict.fromkeys(table.keys.values(), is_title)
    claims |= {slot.columns[0]: heads_numbers for slot in table.slots[:1] if slot.about != NOTHING}
    again = [np.flatnonzero(table.column(at).where(claim)) for at, claim in claims.items()]
    return {table.first + row for rows in again for row in rows.tolist()}


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
