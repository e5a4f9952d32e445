"""Headed: the measures that columns of a table seem to be headed by, before a hub names them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

import numpy as np

from kmlib.findings import Cell
from kmlib.observations import Numbers
from kmlib.reading.cells import is_blank
from kmlib.reading.header_rows import padded, spread
from kmlib.reading.headings import NOTHING, ROSTER_TITLES, part_of_word, read_whole_heading
from kmlib.reading.names import normalise, title_key
from kmlib.reading.periods import find_period
from kmlib.reading.sightings import Named
from kmlib.reading.tables import Table
from kmlib.reading.typed import Part, decimals_of, read_part
from kmlib.reading.values import Form
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import read_text

SHOWN = (Form.PLAIN, Form.PERCENT, Form.RATIO, Form.YES_NO)
SAYS_SHARE = re.compile(r"%|\b(?:percent|percentage|pct|rate|share|proportion)\b", re.IGNORECASE)
MAY_BE_OF = "may be out of"  # beside a measure: the title of the column with what it is out of
ENDS = " \t()|:;,-–—"
ENOUGH_COUNTS = 3  # project choice: fewer rows show by luck that a percent of a count is whole
NOT_MEASURED = ROSTER_TITLES | {
    *("id", "schoolid", "zip", "zipcode", "phone", "fax", "grade", "gradelevel", "room", "rank")
}


class _Column(NamedTuple):
    title: str  # without its period
    base: str  # and without the word that says which part of a measure it holds
    role: str | None
    cell: Cell
    part: Part

    @property
    def plain(self) -> Numbers:
        """Its plain numbers, NaN elsewhere."""
        return np.where(self.part.form == Form.PLAIN, self.part.value, np.nan)

    def holds_numbers(self) -> bool:
        """Whether more of its cells are numbers than none."""
        unread = int((self.part.form == Form.UNREADABLE).sum())
        return int(np.isin(self.part.form, SHOWN).sum()) > unread

    def is_share(self) -> bool:
        """Whether its cells or its title say that they are percents."""
        said = SAYS_SHARE.search(self.title) and not (self.plain > 100).any()
        return bool(said) or Form.PERCENT in self.part.form

    def is_part_of(self, whole: Self) -> bool:
        """Whether both are counts, and this one is never above the other."""
        both = np.vstack([self.plain, whole.plain])
        both = both[:, ~np.isnan(both).any(axis=0)]
        return both.size > 0 and bool((both == both.round()).all() and (both[0] <= both[1]).all())


def headed_measures(table: Table, words: Vocabulary) -> Iterator[Named]:
    """The measures that unknown columns of numbers, or what stands over them, seem to name."""
    if "measure" in table.keys:  # the rows say what was measured
        return
    groups: defaultdict[tuple[str, str], list[_Column]] = defaultdict(list)
    whole: _Column | None = None
    headings = zip(table.header.headings, _over(table, words), strict=True)
    for number, (heading, over) in enumerate(headings):
        if (
            heading.is_key
            or heading.role == "note"
            or heading.measure is not None
            or heading.is_name
        ):
            continue
        is_time = heading.period is not None or heading.is_undated
        column = _column(table, number, heading.role, is_time)
        if title_key(column.title) in NOT_MEASURED or not column.holds_numbers():
            continue
        if over or column.base:
            groups[over, "" if over else normalise(column.base)].append(column)
        elif column.role == "denominator":
            whole = column
    alone = [columns[0] for columns in groups.values() if len(columns) == 1 and whole is None]
    left, right = alone if len(alone) == len(groups) == 2 else (None, None)
    for (over, _), columns in groups.items():
        named = list(_spanned(over, columns) if over else _flat(columns, whole))
        if left and right and columns == [left] and left.is_part_of(right):
            named[0].beside[MAY_BE_OF] = right.title
        yield from named


def _over(table: Table, words: Vocabulary) -> list[str]:
    """What stands over each column's heading and is not known yet: perhaps a measure."""
    *upper, lower = table.header.rows
    row, width = (upper or [lower - 1])[0], len(table.header.headings)
    cells = padded(table.tab.rows[row] if row >= table.start else [], width)
    if not (upper or is_blank(cells[0])):  # a title line
        return [""] * width
    context, below = table.header.context, padded(table.tab.rows[lower], width)
    return [
        "" if is_blank(low) or read_whole_heading(high, words, context) != NOTHING else str(high)
        for high, low in zip(spread(table.tab, row, cells), below, strict=True)
    ]


def _column(table: Table, number: int, role: str | None, is_time: bool) -> _Column:
    """A column with its title taken apart: "Reading on track (n)" holds the n of a measure."""
    cell, part = table.heading(number), read_part(table, number)
    title = read_text(cell.value)
    if not is_time and (found := find_period(title, table.header.context)):
        title = " ".join(title.replace(found[1], " ").split()).strip(" ,:;-–—")
    role = role or part_of_word(title)
    if role or is_time:
        return _Column("" if is_time else title, "", role, cell, part)
    parts = list(re.finditer(r"[^\s()|:;,]+", title))
    last = () if SAYS_SHARE.match(title) else parts[-2:]  # "Percent met" is no count of "Percent"
    for first in (part.start() for part in last if part.start()):
        if role := part_of_word(title[first:]):
            return _Column(title, title[:first].strip(ENDS), role, cell, part)
    return _Column(title, title, None, cell, part)


def _named(name: str, column: _Column, counts: dict[str, str]) -> Named:
    return Named(name, column.cell, {f"{role}_known_as": title for role, title in counts.items()})


def _flat(columns: Sequence[_Column], whole: _Column | None) -> Iterator[Named]:
    """The measures of columns whose titles differ in their last word at most.

    `whole` is what all the counts of the table are out of, if there is such a column.
    """
    by_role = {column.role or "value": column for column in columns}
    counts: dict[str, str] = {}
    if len(by_role) > 1:
        columns = [by_role.pop("value", columns[0])]
        whole = by_role.get("denominator", whole)
        counts = {role: column.title for role, column in by_role.items()}
    for column in columns:
        of = counts if whole is None else counts | {"denominator": whole.title}
        if column.role not in (None, "value") and counts:
            yield _named(column.base, column, {})  # "Attendance met" and "Attendance out of"
        elif whole and not column.is_share() and column.is_part_of(whole):
            yield _named(f"{column.title} (percent)", column, of | {"numerator": column.title})
        else:
            yield _named(column.title, column, of if counts or column.is_share() else {})


def _spanned(over: str, columns: Sequence[_Column]) -> Iterator[Named]:
    """The measure that stands over several columns; or theirs, where they are no parts of one."""
    known = {column.role: column for column in columns if column.role}
    free = [column for column in columns if column.base and not column.role]
    if len(free) == 2 and not known:
        small, large = free if free[0].is_part_of(free[1]) else free[::-1]
        if small.is_part_of(large):
            known, free = {"numerator": small, "denominator": large}, []
    elif len(free) == 1 and (role := _missing_role(known, free[0])):
        known, free = known | {role: free[0]}, []
    if known or not free:
        counts = {role: c.title for role, c in known.items() if c.base and role != "value"}
        yield _named(over, columns[0], counts)
    for column in free:
        yield _named(column.title, column, {})


def _missing_role(known: dict[str, _Column], free: _Column) -> str | None:
    """The part that an unknown column holds beside the known ones, told by arithmetic."""
    if "denominator" in known:
        return "numerator" if free.is_part_of(known["denominator"]) else None
    if "numerator" in known:
        return "denominator" if known["numerator"].is_part_of(free) else None
    if "value" in known and free.is_part_of(free):
        return "denominator" if _is_percent_of(known["value"], free) else "numerator"
    return None


def _is_percent_of(share: _Column, count: _Column) -> bool:
    """Whether the percents of these counts are whole numbers, as far as rounding tells."""
    percents = np.where(share.part.form == Form.PERCENT, share.part.value, share.plain)
    digits = max(map(decimals_of, percents[~np.isnan(percents)].tolist()), default=0)
    about = count.plain * 0.5 * 10.0**-digits / 100  # how far rounding may lead astray
    telling = (about < 0.25) & (percents > 0)
    part = (percents * count.plain / 100)[telling]
    fits = np.abs(part - part.round()) <= about[telling] + 1e-9
    return int(telling.sum()) >= ENOUGH_COUNTS and bool(fits.all())
