"""What the made-up sample network holds, as tables of text: one row a line, cells parted by `|`."""

from __future__ import annotations

import datetime as dt

from kmlib.schema import Row, fields_of

CELL_OF = {dt.date: dt.date.fromisoformat, int: int, float: float}  # other kinds stay text


def rows_of(model: type[Row], text: str) -> list[dict[str, object]]:
    """The rows of one tab out of a text table; its first line names fields of the row model."""
    kinds = {spec.name: str if spec.many else spec.kind for spec in fields_of(model)}
    head, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip().split("\n"))
    return [
        {
            name: CELL_OF.get(kinds[name], str)(cell)
            for name, cell in zip(head, cells, strict=True)
            if cell
        }
        for cells in lines
    ]
