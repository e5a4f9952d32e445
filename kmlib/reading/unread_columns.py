"""Unread columns: what to say of each column of a table that is not read."""

from collections.abc import Callable, Collection, Iterator, Sequence

from kmlib import findings as rules
from kmlib.findings import COLUMN_LEFT_OUT, Cell, Finding, column_letters
from kmlib.reading.cells import is_blank
from kmlib.reading.headings import NOTHING, ROSTER_TITLES
from kmlib.reading.names import Matcher, sign_of, title_key
from kmlib.reading.tables import Table, holds_numbers
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import DataRow, fields_of

KNOWN_COLUMNS = ", ".join(spec.column.title for spec in fields_of(DataRow))
TITLE_OF_ROLE = {spec.name: spec.column.title for spec in fields_of(DataRow)}


def unread_columns(table: Table, words: Vocabulary) -> Iterator[Finding]:
    """A note for each column that is not read; a warning where it looks like a roster.

    Numbers under a name that is nearly one of those beside it are set aside with an offer.
    """
    said = table.header.headings
    notes = {column for column, heading in enumerate(said) if heading.role == "note"}
    used = {*table.known_columns, *table.unplaced, *notes}
    numbers = (*table.number_columns, *table.unplaced)

    def otherwise(column: int) -> Finding:
        cell, role = table.heading(column), said[column].role
        if near := _near_miss(table, column, words):
            return near
        if role is None:
            return unknown_column(cell, _unsaid(table, words), KNOWN_COLUMNS)
        if not (role in table.keys or (said[column].is_key and numbers)):
            return rules.COLUMN_UNKNOWN.at(cell, known=KNOWN_COLUMNS)
        taken = table.keys[role] if role in table.keys else min(numbers)  # all headings say it
        title, letters = TITLE_OF_ROLE[role], column_letters(taken + 1)
        return rules.COLUMN_NOT_NEEDED.at(cell, title=title, column=letters)

    cells = list(map(table.heading, range(len(said))))
    return unread_among(
        cells, used, lambda column: not all(map(is_blank, table.column(column).cells)), otherwise
    )


def _unsaid(table: Table, words: Vocabulary) -> Matcher:
    """What a column of a table could be headed by that none of them is."""
    roles = {heading.role for heading in table.header.headings}
    names = [spec.column.titles for spec in fields_of(DataRow) if spec.name not in roles]
    if "measure" not in table.keys:
        headed = {slot.about.measure for slot in table.slots}
        names += [measure.names() for i, measure in enumerate(words.measures) if i not in headed]
        names += [m.part_known_as(part) for m in words.measures for part in words.part_names]
    return Matcher(names)


def _near_miss(table: Table, column: int, words: Vocabulary) -> Finding | None:
    """The offer for a column of numbers whose heading has a slip: "Birhc" beside other teams."""
    cell = table.heading(column)
    if table.header.headings[column] != NOTHING or not holds_numbers(table, column):
        return None
    for kind, names in words.names.items():
        is_headed = any(getattr(slot.about, kind) is not None for slot in table.slots)
        if is_headed and (offer := names.matcher.near(cell.value)) is not None:
            said = {"kind": kind, "suggestion": offer, "effect": COLUMN_LEFT_OUT}
            return rules.NAME_NEAR_MISS.at(cell, **said)
    return None


def unread_among(
    heads: Sequence[Cell],
    used: Collection[int],
    is_filled: Callable[[int], bool],
    otherwise: Callable[[int], Finding],
) -> Iterator[Finding]:
    """A note for each column that is not used: `otherwise` is said of one that is nothing special.

    Those without a heading are named only where something stands below.
    """
    texts = [str(cell.value) for cell in heads]
    titles = [(title_key(text), sign_of(text)) for text in texts]
    for column, (cell, title) in enumerate(zip(heads, titles, strict=True)):
        first = titles.index(title)
        if column in used or (is_blank(cell.value) and not is_filled(column)):
            continue
        if is_blank(cell.value):
            yield rules.COLUMN_UNHEADED.at(cell, column=column_letters(column + 1))
        elif title[0] in ROSTER_TITLES:
            yield rules.COLUMN_ROSTER.at(cell)
        elif first in used and first != column:
            yield rules.COLUMN_TWICE.at(cell, first=column_letters(first + 1))
        else:
            yield otherwise(column)


def unknown_column(cell: Cell, candidates: Matcher, known: str) -> Finding:
    """What to say of a column whose heading says nothing; one with a slip is asked about."""
    if meant := candidates.slip(cell.value):
        return rules.COLUMN_NEAR_MISS.at(cell, meant=meant)
    return rules.COLUMN_UNKNOWN.at(cell, known=known)
