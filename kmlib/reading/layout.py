"""Layout: where the tables of a data tab stand, and what each of their columns says.

Long, wide by period and wide by measure are one thing here. A column's header says a role (team,
date, value ...), a measure, a period, or several of them when two header rows stand above it.
Columns that hold numbers are gathered into slots: what is missing from a slot's header (which
measure? when?) is asked of the row, and after that of the title, the tab and the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from kmlib.findings import COLUMN_ROSTER, COLUMN_TWICE, COLUMN_UNKNOWN, Finding, column_letters
from kmlib.reading.cells import Tab, Value, is_blank, is_blank_row
from kmlib.reading.names import title_key
from kmlib.reading.periods import find_school_year, read_period
from kmlib.reading.school_calendar import Period, PeriodContext
from kmlib.reading.tables import Slot, Table
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import DataRow, fields_of, titles_of

HEADER_WITHIN_ROWS = 40  # project choice: a title block longer than this is not a title block
LOOK_AHEAD = 8  # project choice: after two known titles in a row, a better row is near
NUMBER_ROLES = ("value", "numerator", "denominator")
KEY_ROLES = ("team", "code", "measure", "date", "period_start", "period_end", "group", "suppressed")

ROLE_OF_TITLE: dict[str, str] = {
    title_key(title): spec.name
    for spec in reversed(fields_of(DataRow))
    for title in titles_of(spec)
}
TITLE_RANK: dict[str, int] = {
    title_key(title): rank
    for spec in reversed(fields_of(DataRow))
    for rank, title in reversed(list(enumerate(titles_of(spec))))
}
NUMERATOR_WORDS = {
    title_key(word) for word in ("numerator", "num", "met", "count met", "n met", "count")
}
DENOMINATOR_WORDS = {
    title_key(word) for word in ("denominator", "denom", "out of", "of", "total", "n")
}
VALUE_WORDS = {
    title_key(word) for word in ("value", "percent", "%", "pct", "rate", "result", "score")
}
ROSTER_TITLES = {
    title_key(title)
    for title in (
        "Student name", "Student", "Name of student", "First name", "Last name", "Surname",
        "Student ID", "Student number", "SASID", "SSN", "Date of birth", "Birth date", "Birthday",
        "DOB", "Parent", "Guardian", "Home address", "Home phone",
    )
}  # fmt: skip


class Heading(NamedTuple):
    """What the header of one column says; a part that it does not say is None."""

    role: str | None = None  # a field of DataRow
    measure: int | None = None  # position in the Measures tab
    period: Period | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything at all was understood."""
        return any(part is not None for part in self)


def find_tables(tab: Tab, words: Vocabulary) -> tuple[Table, ...]:
    """The tables of a tab that hold observations, top to bottom; none if it is no data tab."""
    tables: list[Table] = []
    start = 0
    while (table := _next_table(tab, start, words)) is not None:
        following = _next_header(tab, table)
        tables.append(table if following == table.end else replace(table, end=following))
        start = following
        if start >= len(tab.rows):
            break
    return tuple(tables)


def _next_table(tab: Tab, start: int, words: Vocabulary) -> Table | None:
    """The first table at or below a row."""
    context = _year_context(tab, start, words.periods)
    bottom = _header_row(tab, start, words, context)
    if bottom is None:
        return None
    context = _year_context(tab, bottom, words.periods, above_from=start)
    header, headings = _header_band(tab, start, bottom, words, context)
    bottom = header[-1]
    titles = [title_key(str(cell)) for cell in _padded(tab.rows[bottom], len(headings))]
    slots, keys = _slots(headings), _key_columns(headings, titles)
    used = {c for slot in slots for c in slot[2:] if c is not None} | set(keys.values())
    keys = {**_keys_by_content(tab, bottom + 1, used, words), **keys}
    if not slots or (not keys and all(slot[:2] == (None, None) for slot in slots)):
        return None
    used |= set(keys.values())
    return Table(
        tab=tab,
        header=header,
        first=bottom + 1,
        end=len(tab.rows),
        width=len(headings),
        keys=keys,
        slots=slots,
        titles=tuple(r for r in range(start, header[0]) if not is_blank_row(tab.rows[r])),
        notes=tuple(_unread_columns(tab, bottom, headings, used)),
        context=context,
    )


def _header_row(tab: Tab, start: int, words: Vocabulary, context: PeriodContext) -> int | None:
    """The row that looks most like a header; None if none does."""
    best, found = 1, None
    for row in range(start, min(start + HEADER_WITHIN_ROWS, len(tab.rows))):
        if found is not None and best >= 4 and row > found + LOOK_AHEAD:
            break
        if (score := _header_score(tab.rows[row], words, context)) > best:
            best, found = score, row
    return found


def _year_context(tab: Tab, row: int, context: PeriodContext, above_from: int = 0) -> PeriodContext:
    """The school year that the title rows above, the tab's name or the file's name give."""
    above = [cell for cells in tab.rows[above_from:row] for cell in cells if isinstance(cell, str)]
    for text in (*reversed(above), tab.title, tab.source):
        if (year := find_school_year(text)) is not None:
            return replace(context, school_year=year)
    return context


def _header_score(row: list[Value], words: Vocabulary, context: PeriodContext) -> int:
    """How much a row looks like a header: known titles count twice, measures and periods once."""
    score = 0
    for cell in row:
        heading = read_heading(cell, words, context)
        if heading.role is not None:
            score += 2
        elif heading.measure is not None or heading.period is not None:
            score += 1
        elif isinstance(cell, float | int) and not isinstance(cell, bool):
            score -= 1  # numbers stand below headers
    return score


def _header_band(
    tab: Tab, start: int, best: int, words: Vocabulary, context: PeriodContext
) -> tuple[tuple[int, ...], list[Heading]]:
    """The header's rows, one or two, and what each column is headed by."""
    width = max(map(len, tab.rows[best : best + 50]), default=0)
    rows = [_padded(row, width) for row in tab.rows[: best + 2]]
    if len(rows) > best + 1 and _is_lower_header(rows[best + 1], words, context):
        return (best, best + 1), _joined(rows[best], rows[best + 1], words, context)
    alone = [read_heading(cell, words, context) for cell in rows[best]]
    if best == start or is_blank_row(rows[best - 1]):
        return (best,), alone
    above = [read_heading(cell, words, context) for cell in rows[best - 1]]
    speaks = any(part.measure is not None or part.period is not None for part in above)
    if not speaks and not any(find_school_year(str(cell)) is not None for cell in rows[best - 1]):
        return (best,), alone
    return (best - 1, best), _joined(rows[best - 1], rows[best], words, context)


def _is_lower_header(row: list[Value], words: Vocabulary, context: PeriodContext) -> bool:
    """Whether a row goes on where a header row stopped: only words such as "Met" and "Out of"."""
    cells = [cell for cell in row if not is_blank(cell)]
    return len(cells) > 1 and all(
        isinstance(cell, str)
        and (
            _number_role(title_key(cell)) is not None
            or read_heading(cell, words, context).role in NUMBER_ROLES
            or _period(cell, context) is not None
        )
        for cell in cells
    )


def _joined(
    upper: list[Value], lower: list[Value], words: Vocabulary, context: PeriodContext
) -> list[Heading]:
    """What each column is headed by when two header rows stand above it.

    An upper cell stands for all columns to its right until the next one; the lower row wins where
    both speak, except that "Met" is counted for the measure above it.
    """
    headings: list[Heading] = []
    spanning: Value = ""
    for high, low in zip(upper, lower, strict=True):
        spanning = spanning if is_blank(high) else high
        if is_blank(low):  # a header cell merged over both rows
            headings.append(read_heading(high, words, context))
            continue
        year = find_school_year(str(spanning))
        within = context if year is None else replace(context, school_year=year)
        own, above = read_heading(low, words, within), read_heading(spanning, words, context)
        if above.measure is not None and own.role not in KEY_ROLES:
            own = _part_of(above.measure, str(low), words) or own
        if own.role in KEY_ROLES or not own.says_something:
            headings.append(own)
            continue
        headings.append(
            Heading(
                own.role or (above.role if above.role in NUMBER_ROLES else None),
                own.measure if own.measure is not None else above.measure,
                own.period if own.period is not None else above.period,
            )
        )
    return headings


def _part_of(measure: int, word: str, words: Vocabulary) -> Heading | None:
    """What a word under a measure's own header means: its numerator, denominator or value."""
    key, row = title_key(word), words.measures[measure]
    for names, role in (
        (row.numerator_known_as, "numerator"),
        (row.denominator_known_as, "denominator"),
    ):
        if key in map(title_key, names):
            return Heading(role, measure)
    named = _number_role(key)
    return Heading(named, measure) if named is not None else None


def read_heading(cell: Value, words: Vocabulary, context: PeriodContext) -> Heading:
    """What one header cell says: a role, a measure (with its part), or a period."""
    if is_blank(cell) or isinstance(cell, bool):
        return Heading()
    if isinstance(cell, dt.date):
        return Heading(period=_period(cell, context))
    if not isinstance(cell, str):
        return Heading()
    key = title_key(cell)
    for matcher, part in (
        (words.measure_names, None),
        (words.numerator_names, "numerator"),
        (words.denominator_names, "denominator"),
    ):
        if (measure := matcher.find(cell)) is not None and key not in ROLE_OF_TITLE:
            return Heading(role=part, measure=measure)
    if key in ROLE_OF_TITLE:
        return Heading(role=ROLE_OF_TITLE[key])
    return _measure_with_part(cell, words) or Heading(period=_period(cell, context))


def _measure_with_part(cell: str, words: Vocabulary) -> Heading | None:
    """A measure's name followed by what stands in the column: "Reading on track - out of"."""
    for separator in (" - ", " – ", ": ", " (", ", ", " "):
        name, found, rest = cell.rpartition(separator)
        if not found:
            continue
        role = _number_role(title_key(rest))
        measure = words.measure_names.find(name)
        if role is not None and measure is not None:
            return Heading(role=role, measure=measure)
    return None


def _number_role(key: str) -> str | None:
    """Which part of a number a short header word means."""
    for known, role in (
        (VALUE_WORDS, "value"),
        (NUMERATOR_WORDS, "numerator"),
        (DENOMINATOR_WORDS, "denominator"),
    ):
        if key in known:
            return role
    named = ROLE_OF_TITLE.get(key)
    return named if named in NUMBER_ROLES else None


def _period(cell: Value, context: PeriodContext) -> Period | None:
    period = read_period(cell, context)
    return period if isinstance(period, Period) else None


def _key_columns(headings: Sequence[Heading], titles: Sequence[str]) -> dict[str, int]:
    """The column of each role that a row is recognised by; the plainest title wins."""
    columns: dict[str, list[tuple[int, int]]] = {}
    for column, (heading, title) in enumerate(zip(headings, titles, strict=True)):
        if heading.role is not None and heading.role not in NUMBER_ROLES:
            rank = TITLE_RANK.get(title, len(TITLE_RANK))
            columns.setdefault(heading.role, []).append((rank, column))
    return {role: min(found)[1] for role, found in columns.items()}


def _keys_by_content(tab: Tab, first: int, taken: set[int], words: Vocabulary) -> dict[str, int]:
    """Team and measure columns whose header does not say so, told by the names in them."""
    found: dict[str, int] = {}
    rows = tab.rows[first : first + HEADER_WITHIN_ROWS]
    for column in range(max(map(len, rows), default=0)):
        cells = {row[column] for row in rows if column < len(row)}
        texts = [cell for cell in cells if isinstance(cell, str) and not is_blank(cell)]
        if column in taken or not texts:
            continue
        for role, matcher in (("team", words.team_names), ("measure", words.measure_names)):
            known = sum(matcher.find(text) is not None for text in texts)
            if known * 2 > len(texts):
                found.setdefault(role, column)
    return found


def _slots(headings: Sequence[Heading]) -> tuple[Slot, ...]:
    """The columns that hold numbers, gathered by the measure and the period they are headed by."""
    gathered: dict[tuple[int | None, Period | None], dict[str, int]] = {}
    for column, heading in enumerate(headings):
        role = heading.role
        if role is None and (heading.measure is not None or heading.period is not None):
            role = "value"
        if role in NUMBER_ROLES:
            gathered.setdefault((heading.measure, heading.period), {}).setdefault(role, column)
    unheaded = gathered.get((None, None))
    if unheaded is not None and "value" not in unheaded and len(gathered) == 2:
        gathered.pop((None, None))  # "% absent | Enrolled": the only measure's own denominator
        (only,) = gathered.values()
        for role, column in unheaded.items():
            only.setdefault(role, column)
    return tuple(Slot(measure, period, **parts) for (measure, period), parts in gathered.items())


def _unread_columns(
    tab: Tab, row: int, headings: Sequence[Heading], used: set[int]
) -> Iterator[Finding]:
    """A note for each headed column that is not read; a warning where it looks like a roster."""
    known = ", ".join(spec.column.title for spec in fields_of(DataRow))
    titles = [title_key(str(cell)) for cell in _padded(tab.rows[row], len(headings))]
    for column, heading in enumerate(headings):
        cell = tab.cell(row, column)
        if column in used or is_blank(cell.value) or heading.role == "note":
            continue
        first = titles.index(titles[column])
        if titles[column] in ROSTER_TITLES:
            yield COLUMN_ROSTER.at(cell)
        elif first in used:
            yield COLUMN_TWICE.at(cell, first=column_letters(first + 1))
        else:
            yield COLUMN_UNKNOWN.at(cell, known=known)


def _next_header(tab: Tab, table: Table) -> int:
    """The row at which the next table's header (or its title block) begins, or the tab's end."""
    header = [title_key(str(cell)) for cell in _padded(tab.rows[table.first - 1], table.width)]
    for row in sorted(rows_headed_again(table)):
        titles = [title_key(str(cell)) for cell in _padded(tab.rows[row], table.width)]
        roles = {ROLE_OF_TITLE[title] for title in titles if title in ROLE_OF_TITLE}
        if titles != header and len(roles) >= 2:
            return _block_start(tab, table.first, row)
    return len(tab.rows)


def rows_headed_again(table: Table) -> set[int]:
    """Rows of a table where a column's title stands in a key column."""
    rows: set[int] = set()
    for number in set(table.keys.values()):
        column = table.column(number)
        titles = column.read(lambda c: isinstance(c, str) and title_key(c) in ROLE_OF_TITLE)
        if any(titles):
            again = np.flatnonzero(np.array(titles, np.bool_)[column.codes])
            rows.update((table.first + again).tolist())
    return rows


def _block_start(tab: Tab, first: int, row: int) -> int:
    """Upwards from a header over its title rows, to the blank row that parts two tables."""
    while row > first and not is_blank_row(tab.rows[row - 1]):
        if sum(not is_blank(cell) for cell in tab.rows[row - 1]) > 1:
            break
        row -= 1
    return row


def _padded(row: list[Value], width: int) -> list[Value]:
    return row + [""] * (width - len(row)) if len(row) < width else row[:width]
