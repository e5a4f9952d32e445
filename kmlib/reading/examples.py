"""Examples: the greyed rows of the template, which show what to type and are never read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kmlib.findings import EXAMPLE_ROW, Finding
from kmlib.reading.cells import Tab, Value, is_blank
from kmlib.reading.words import read_text
from kmlib.schema import EXAMPLE, Row, fields_of


def is_example(cell: Value) -> bool:
    """Whether a row that begins with this cell is an example.

    >>> is_example("Example: Alder Creek"), is_example("Example Elementary")
    (True, False)
    """
    return isinstance(cell, str) and cell.lstrip().casefold().startswith(EXAMPLE.strip().casefold())


def own_examples(tab: Tab, rows: Iterable[int], model: type[Row]) -> Iterator[Finding]:
    """A note for each example row that somebody typed; the template's own need no word."""
    given = {EXAMPLE.strip(), *(spec.column.example for spec in fields_of(model))}
    for row in rows:
        texts = {read_text(cell).removeprefix(EXAMPLE) for cell in tab.rows[row]}
        if not texts <= given:
            filled = (c for c, cell in enumerate(tab.rows[row]) if not is_blank(cell))
            yield EXAMPLE_ROW.at(tab.cell(row, next(filled)))
