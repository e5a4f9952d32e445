"""Cells: where in the sheets the numbers behind a series stand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kmlib.observations import WHOLE_TEAM, Place
from kmlib.privacy import Published
from kmlib.schema import MeasureRow


class Cells(NamedTuple):
    """The cells of one tab that gave a number."""

    place: Place
    cells: int
    hidden: int  # of these: their numbers are not shown, here or at the source


def cells_behind(
    network: Published, measure: MeasureRow, team: str = "", group: str = WHOLE_TEAM
) -> list[Cells]:
    """The tabs behind the series of a team, or of all teams without one; most cells first."""
    seen = network.observations

    wanted = {"measure": measure.measure, "group": group} | ({"team": team} if team else {})
    here = np.ones(len(seen), dtype=bool)
    for column, name in wanted.items():
        names = getattr(seen, f"{column}s")
        here &= getattr(seen, column) == (names.index(name) if name in names else -1)
    how_many = np.bincount(seen.place[here], minlength=len(seen.places)).tolist()
    hidden = np.bincount(seen.place[here & seen.suppressed], minlength=len(seen.places)).tolist()
    found = (Cells(*row) for row in zip(seen.places, how_many, hidden, strict=True))
    return sorted((one for one in found if one.cells), key=lambda one: -one.cells)
