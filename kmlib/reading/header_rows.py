"""Header rows: which one or two rows head a table, and what they say of each column."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kmlib.reading.cells import Tab, Value, is_blank
from kmlib.reading.headings import (
    NOTHING,
    NUMBER_ROLES,
    Heading,
    completed,
    part_of,
    part_of_word,
    read_heading,
    read_whole_heading,
)
from kmlib.reading.names import title_key
from kmlib.reading.periods import find_school_year, in_year_of
from kmlib.reading.school_calendar import PeriodContext, is_year
from kmlib.reading.sub_headings import part_of_phrase, parts_below
from kmlib.reading.values import Form, read_number
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import read_text

HEADER_WITHIN_ROWS = 40  # project choice: a title block longer than this is not a title block
LEAST_SCORE = 2
_NUMBER = re.compile(r"[<>~=\s]*[-+(]?[0-9][0-9.,\s]*(?:%|/\s*[0-9]+)?\)?")


class Header(NamedTuple):
    """The rows of a header, top to bottom, and what each column is headed by."""

    rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    context: PeriodContext  # with the school year that stands above the table or in its corner
    unsaid: tuple[int, ...] = ()  # columns whose sub-heading does not say which number they hold


def find_header(tab: Tab, start: int, words: Vocabulary) -> Header | None:
    """The first header at or below a row; None if there is none.

    The fullest row wins, but numbers stand below headers: no row is looked at after the first one
    with numbers that follows a possible header.
    """
    context = year_context(tab, range(start), words.periods)
    best, found = LEAST_SCORE - 1, -1
    for row in range(start, min(start + HEADER_WITHIN_ROWS, len(tab.rows))):
        score = header_score(tab.rows[row], words, context)
        if score > best:
            best, found = score, row
        elif found >= 0 and any(map(looks_like_a_number, tab.rows[row])):
            break
    if found < 0:
        return None
    context = year_context(tab, range(found), words.periods)
    return _header_at(tab, found, start, words, context)


def header_score(row: Sequence[Value], words: Vocabulary, context: PeriodContext) -> int:
    """How much a row looks like a header: known titles count twice, measures and periods once.

    So do names of teams and groups where there are several and no numbers: other rows name one.
    """
    score = 0
    headings = [read_heading(cell, words, context) for cell in row]
    names_head = _names_several(headings) and not any(map(looks_like_a_number, row))
    for cell, heading in zip(row, headings, strict=True):
        if heading.role is not None:
            score += 2
        elif heading.is_name:
            score += names_head
        elif heading != NOTHING:
            score += not looks_like_a_number(cell)  # 17/18 is a year or a ratio
        else:
            score -= looks_like_a_number(cell)
    return score


def may_head(row: Sequence[Value], words: Vocabulary, context: PeriodContext) -> bool:
    """Whether a row below a table may be the header of another: it names several teams or none."""
    names = any(words.team_names.find(cell) is not None for cell in row)
    if names and not _names_several([read_heading(cell, words, context) for cell in row]):
        return False
    return header_score(row, words, context) >= LEAST_SCORE


def _names_several(headings: Iterable[Heading]) -> bool:
    """Whether several cells of a row name teams or groups, as those over their columns do."""
    return sum(heading.is_name for heading in headings) > 1


def year_context(tab: Tab, rows: range, context: PeriodContext) -> PeriodContext:
    """The school year that title rows, the nearest first, the tab's or the file's name give.

    And from when the tab counts its days.
    """
    above = [cell for row in reversed(rows) for cell in tab.rows[row] if isinstance(cell, str)]
    context = replace(context, epoch_1904=tab.epoch_1904)
    return in_year_of((*above, tab.title, tab.source), context)


def padded(row: list[Value], width: int) -> list[Value]:
    """A row with as many cells as the table is wide."""
    return row + [""] * (width - len(row)) if len(row) < width else row[:width]


def first_column(rows: Sequence[Sequence[Value]]) -> int:
    """The leftmost column in which any of these rows has something."""
    filled = ((c for c, cell in enumerate(row) if not is_blank(cell)) for row in rows)
    return min((next(columns, len(rows[0])) for columns in filled), default=0)


def looks_like_a_number(cell: Value) -> bool:
    """Whether a cell holds a number, percent or ratio and no more; 2025 is a year."""
    if isinstance(cell, str):
        return bool(_NUMBER.fullmatch(cell))
    return isinstance(cell, int | float) and not isinstance(cell, bool) and not 2000 <= cell < 2100


def _header_at(tab: Tab, row: int, start: int, words: Vocabulary, context: PeriodContext) -> Header:
    """The header that has its fullest row here, alone or with the row below or above it."""
    near = tab.rows[row : row + HEADER_WITHIN_ROWS] if tab.width else tab.rows[row:]
    width = max(tab.width, *map(len, near))
    corner = first_column(tab.rows[row : row + HEADER_WITHIN_ROWS])
    context = in_year_of(map(read_text, tab.rows[row][corner : corner + 1]), context)
    rows = [padded(cells, width) for cells in tab.rows[: row + HEADER_WITHIN_ROWS]]
    upper = None
    if len(rows) > row + 1 and _goes_on(rows[row:], corner, words, context):
        upper = row
    elif row > start and goes_before(rows[row - 1], rows[row], words, context):
        upper = row - 1
    if upper is None:
        headings = [read_whole_heading(cell, words, context) for cell in rows[row]]
        unsaid = tuple(
            c for c in _over_several(tab, row, rows[row + 1 :]) if headings[c].about != NOTHING
        )
        headings = [NOTHING if c in unsaid else heading for c, heading in enumerate(headings)]
        return Header((row,), _for_everybody(headings), context, unsaid)
    spanning = spread(tab, upper, rows[upper])
    headings, unsaid = _joined(rows[upper:], spanning, words, context)
    return Header((upper, upper + 1), _for_everybody(headings), context, unsaid)


def _over_several(tab: Tab, row: int, below: Sequence[list[Value]]) -> Iterator[int]:
    """The columns whose heading is merged over several columns of numbers."""
    for top, left, bottom, right in tab.merged:
        if top <= row <= bottom and left < right:
            columns = zip(*(cells[left : right + 1] for cells in below), strict=True)
            if sum(any(map(looks_like_a_number, column)) for column in columns) > 1:
                yield left


def _for_everybody(headings: list[Heading]) -> tuple[Heading, ...]:
    """Beside groups "All" and "Total" are everybody; elsewhere they say nothing."""
    if any(heading.group for heading in headings):
        return tuple(headings)
    return tuple(heading._replace(group=None) for heading in headings)


def _goes_on(
    rows: Sequence[list[Value]], labels: int, words: Vocabulary, context: PeriodContext
) -> bool:
    """Whether the second row goes on where the first, a header row, stopped: "Met", a period.

    A name in the column of the row `labels` says that the row is none of the header; a title that
    nobody knows may stand where the row above has none, beside others that say something, or with
    another over numbers under one heading.
    """
    upper, lower, *below = rows
    spoken = words_of_part = unknown = over_numbers = 0
    for column, (high, low) in enumerate(zip(upper, lower, strict=True)):
        if is_blank(low):
            continue
        heading = read_whole_heading(low, words, context)
        under_key = read_heading(high, words, context).is_key
        is_label = heading.is_name and column == labels
        if is_label or looks_like_a_number(low) or (under_key and not heading.is_key):
            return False
        spans = is_blank(high) or any(map(is_blank, upper[column + 1 : column + 2]))
        heads = spans and _heads(low, column, below)
        is_part = bool(part_of_word(str(low)) or part_of_phrase(str(low)))
        spoken += heading != NOTHING
        over_numbers += heads
        if heading == NOTHING and is_part:
            words_of_part += 1
        elif heading == NOTHING and not (heads or is_blank(high)):
            return False
        else:
            unknown += heading == NOTHING
    return max(spoken, over_numbers) > 1 or (not unknown and spoken + words_of_part > 1)


def _heads(cell: Value, column: int, below: Iterable[list[Value]]) -> bool:
    """Whether a text that is none itself stands over numbers; "Absent" there is a heading."""
    is_text = read_number(cell).form is Form.UNREADABLE or title_key(str(cell)) == "absent"
    return is_text and any(looks_like_a_number(row[column]) for row in below)


def goes_before(
    upper: list[Value], lower: list[Value], words: Vocabulary, context: PeriodContext
) -> bool:
    """Whether a row heads the header row below it, and is neither data nor a title in one cell."""
    speaks = False
    headings = [read_whole_heading(cell, words, context) for cell in upper]
    names_head = _names_several(headings)
    for column, (high, heading, low) in enumerate(zip(upper, headings, lower, strict=False)):
        if is_blank(high):
            continue
        over_key = read_heading(low, words, context).is_key
        is_corner = column == 0 and words.team_names.find(high) is None
        if looks_like_a_number(high) or (over_key and not (heading.is_key or is_corner)):
            return False
        is_year = find_school_year(str(high)) is not None
        says = names_head if heading.is_name else heading.about != NOTHING or is_year
        speaks |= column > 0 and says
    return speaks


def spread(tab: Tab, row: int, cells: list[Value]) -> list[Value]:
    """What stands over each column: a cell counts to its right as far as it is merged.

    One that is not merged counts until the next.
    """
    ends = {left: right for top, left, bottom, right in tab.merged if top <= row <= bottom}
    spread: list[Value] = []
    value: Value = ""
    last = len(cells)
    for column, cell in enumerate(cells):
        if not is_blank(cell):
            value, last = cell, ends.get(column, len(cells))
        spread.append(value if column <= last else "")
    return spread


def _joined(
    rows: Sequence[list[Value]], spanning: list[Value], words: Vocabulary, context: PeriodContext
) -> tuple[list[Heading], tuple[int, ...]]:
    """What each column is headed by when two header rows stand above it, and what is left open.

    The lower row wins where both speak, except that "Met" is counted for the measure above it.
    """
    upper, lower = rows[:2]
    keys = {read_heading(cell, words, context).role for cell in (*upper, *lower)}
    over = [read_whole_heading(cell, words, context) for cell in spanning]
    parts, unsaid = parts_below(rows, over, words, context)
    periods = {heading.period for heading in over if heading.period is not None}
    by_year = len(periods) > 1 and all(map(is_year, periods))  # the same months: 2023-24 | 2024-25
    if keys & {"date", "period_start"} and not by_year:
        over = [heading._replace(period=None, part=None) for heading in over]  # the row is believed
    headings: list[Heading] = []
    for column, (high, above, cell, low) in enumerate(
        zip(upper, over, spanning, lower, strict=True)
    ):
        if is_blank(low):  # a header cell merged over both rows
            headings.append(read_whole_heading(high, words, context))
            continue
        year = in_year_of([str(cell)], context)
        own = read_whole_heading(low, words, year)
        if year != context:
            own = own._replace(part=None)  # the row above says its year
        word = parts.get(column, part_of_word(str(low)))
        if own == NOTHING or column in parts:
            own = Heading(word)
        if above.measure is not None and not own.is_key:
            own = part_of(above.measure, str(low), word, words) or own
        headings.append(own if own.is_key or own == NOTHING else _under(own, above, keys))
    return headings, tuple(column for column in unsaid if headings[column] == NOTHING)


def _under(own: Heading, above: Heading, keys: Container[str | None]) -> Heading:
    """A heading with what the row above it adds; a measure only where no column says it."""
    if above.role not in NUMBER_ROLES:
        above = above._replace(role=None)
    if own.period is not None or own.part is not None:
        above = above._replace(period=None, part=None)
    if "measure" in keys:
        above = above._replace(measure=None)
    return completed(own, by=above)
