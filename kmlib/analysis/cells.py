"""Cells: where in the sheets the numbers behind a chart stand."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from kmlib.analysis.once import once_a_network
from kmlib.findings import column_letters
from kmlib.observations import Place
from kmlib.privacy import Published
from kmlib.reading.school_calendar import Period
from kmlib.schema import Row

NAMED = 4  # project choice: enough to go and look; data.csv of the snapshot lists them all


class Cells(NamedTuple):
    """The cells of one tab that gave a number, or its rows."""

    place: Place
    cells: int
    hidden: int  # of these: their numbers are not shown, here or at the source
    first: tuple[str, ...]  # addresses of the first of them


def cells_behind(network: Published, period: Period | None = None, **names: str) -> list[Cells]:
    """The tabs with the numbers of this period and `measure`, `team`, `group`; most cells first.

    What is not named does not matter.
    """
    seen = network.observations
    here = np.ones(len(seen), dtype=bool)
    for column, name in names.items():
        known = getattr(seen, f"{column}s")
        here &= getattr(seen, column) == (known.index(name) if name in known else -1)
    if period:
        here &= (seen.start == period[0].toordinal()) & (seen.end == period[1].toordinal())
    at = np.flatnonzero(here)
    at = at[np.argsort(seen.place[at], kind="stable")]
    how_many = np.bincount(seen.place[at], minlength=len(seen.places))
    hidden = np.bincount(seen.place[here & seen.suppressed], minlength=len(seen.places))
    begins = np.cumsum(how_many) - how_many
    found = []
    for number, cells in enumerate(how_many.tolist()):
        first = at[begins[number] :][: min(cells, NAMED)].tolist()
        named = (f"{column_letters(seen.column.item(n))}{seen.row.item(n)}" for n in first)
        found.append(Cells(seen.places[number], cells, hidden.item(number), tuple(named)))
    return sorted((one for one in found if one.cells), key=lambda one: -one.cells)


@once_a_network
def rows_behind(network: Published, model: type[Row]) -> list[Cells]:
    """The tabs that the rows of one model stand in, in the sheets' order."""
    found = defaultdict(list)
    for row in network.rows(model):
        place = row.place
        found[Place(place.source, place.sheet, place.link)].append(place)
    first = {at: tuple(place.address for place in all_[:NAMED]) for at, all_ in found.items()}
    return [Cells(at, len(all_), 0, first[at]) for at, all_ in found.items()]
