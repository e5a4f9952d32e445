"""Header rows: which one or two rows head a table, and what they say of each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kmlib.reading.cells import Tab, Value, is_blank
from kmlib.reading.headings import (
    NOTHING,
    NUMBER_ROLES,
    PART_OF_WORD,
    Heading,
    part_of,
    read_heading,
    read_whole_heading,
)
from kmlib.reading.names import title_key
from kmlib.reading.periods import find_school_year, in_year_of
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.vocabulary import Vocabulary

HEADER_WITHIN_ROWS = 40  # project choice: a title block longer than this is not a title block
LEAST_SCORE = 2
_NUMBER = re.compile(r"[<>~=\s]*[-+(]?[0-9][0-9.,\s]*(?:%|/\s*[0-9]+)?\)?")


class Header(NamedTuple):
    """The rows of a header, top to bottom, and what each column is headed by."""

    rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    context: PeriodContext  # with the school year that stands above the table


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
        elif found >= 0 and any(map(_is_number, tab.rows[row])):
            break
    if found < 0:
        return None
    context = year_context(tab, range(found), words.periods)
    return _header_at(tab, found, start, words, context)


def header_score(row: Sequence[Value], words: Vocabulary, context: PeriodContext) -> int:
    """How much a row looks like a header: known titles count twice, measures and periods once."""
    score = 0
    for cell in row:
        heading = read_heading(cell, words, context)
        if heading.role is not None:
            score += 2
        elif heading != NOTHING:
            score += not _is_number(cell)  # 17/18 is a year or a ratio
        else:
            score -= _is_number(cell)
    return score


def year_context(tab: Tab, rows: range, context: PeriodContext) -> PeriodContext:
    """The school year that title rows, the nearest first, the tab's or the file's name give."""
    above = [cell for row in reversed(rows) for cell in tab.rows[row] if isinstance(cell, str)]
    return in_year_of((*above, tab.title, tab.source), context)


def padded(row: list[Value], width: int) -> list[Value]:
    """A row with as many cells as the table is wide."""
    return row + [""] * (width - len(row)) if len(row) < width else row[:width]


def _is_number(cell: Value) -> bool:
    if isinstance(cell, str):
        return bool(_NUMBER.fullmatch(cell))
    return isinstance(cell, int | float) and not isinstance(cell, bool) and not 2000 <= cell < 2100


def _header_at(tab: Tab, row: int, start: int, words: Vocabulary, context: PeriodContext) -> Header:
    """The header that has its fullest row here, alone or with the row below or above it."""
    width = max(tab.width, *map(len, tab.rows[row : row + 50]))
    rows = [padded(cells, width) for cells in tab.rows[: row + 2]]
    upper = None
    if len(rows) > row + 1 and _goes_on(rows[row], rows[row + 1], words, context):
        upper = row
    elif row > start and goes_before(rows[row - 1], rows[row], words, context):
        upper = row - 1
    if upper is None:
        headings = [read_whole_heading(cell, words, context) for cell in rows[row]]
        return Header((row,), tuple(headings), context)
    spanning = spread(tab, upper, rows[upper])
    headings = _joined(rows[upper], spanning, rows[upper + 1], words, context)
    return Header((upper, upper + 1), tuple(headings), context)


def _goes_on(
    upper: list[Value], lower: list[Value], words: Vocabulary, context: PeriodContext
) -> bool:
    """Whether a row goes on where the header row above it stopped: "Met", "Out of", a period."""
    count = 0
    for high, low in zip(upper, lower, strict=True):
        if is_blank(low):
            continue
        heading = read_whole_heading(low, words, context)
        under_key = read_heading(high, words, context).is_key
        says_nothing = heading == NOTHING and title_key(str(low)) not in PART_OF_WORD
        if says_nothing or _is_number(low) or (under_key and not heading.is_key):
            return False
        count += 1
    return count > 1


def goes_before(
    upper: list[Value], lower: list[Value], words: Vocabulary, context: PeriodContext
) -> bool:
    """Whether a row heads the header row below it, and is neither data nor a title in one cell."""
    speaks = False
    for column, (high, low) in enumerate(zip(upper, lower, strict=False)):
        if is_blank(high):
            continue
        heading = read_whole_heading(high, words, context)
        over_key = read_heading(low, words, context).is_key
        is_corner = column == 0 and words.team_names.find(high) is None
        if _is_number(high) or (over_key and not (heading.is_key or is_corner)):
            return False
        is_year = find_school_year(str(high)) is not None
        speaks |= column > 0 and (heading[1:] != NOTHING[1:] or is_year)
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
    upper: list[Value],
    spanning: list[Value],
    lower: list[Value],
    words: Vocabulary,
    context: PeriodContext,
) -> list[Heading]:
    """What each column is headed by when two header rows stand above it.

    The lower row wins where both speak, except that "Met" is counted for the measure above it.
    """
    keys = {read_heading(cell, words, context).role for cell in (*upper, *lower)}
    headings: list[Heading] = []
    for high, over, low in zip(upper, spanning, lower, strict=True):
        if is_blank(low):  # a header cell merged over both rows
            headings.append(read_whole_heading(high, words, context))
            continue
        own = read_whole_heading(low, words, in_year_of([str(over)], context))
        above = read_whole_heading(over, words, context)
        if own == NOTHING:
            own = Heading(PART_OF_WORD.get(title_key(str(low))))
        if above.measure is not None and not own.is_key:
            own = part_of(above.measure, low, words) or own
        if own.is_key or own == NOTHING:
            headings.append(own)
            continue
        if keys & {"date", "period_start"}:  # a column that says it for each row is believed
            above = above._replace(period=None, undated=None)
        headings.append(
            Heading(
                own.role or (above.role if above.role in NUMBER_ROLES else None),
                own.measure if own.measure is not None or "measure" in keys else above.measure,
                own.period or above.period,
                None if own.period or above.period else own.undated or above.undated,
            )
        )
    return headings
