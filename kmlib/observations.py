"""Observations: the normalised success measures, columns of one row an observation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import Cell, column_letters, shown

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T", bound=Hashable)
Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

WHOLE_TEAM = ""  # the group of a row that counts everybody
SUPPRESSED = "suppressed"  # a number exists but is not shown; never 0, "" or NaN


class Place(NamedTuple):
    """A tab that observations came from."""

    source: str
    sheet: str
    link: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """One row an observation, held as columns of equal length; arrays are read-only.

    The names stand once, in `teams`, `measures`, `groups` and `places`; the columns of the same
    singular name hold positions in them. `start` and `end` are days as `date.toordinal` counts
    them, both included. `value`, `numerator` and `denominator` are in the measure's own unit
    (percents 0 to 100) and NaN where there is none; where `suppressed` is true all three are NaN.
    """

    teams: tuple[str, ...]
    measures: tuple[str, ...]
    groups: tuple[str, ...]  # groups[0] is WHOLE_TEAM
    places: tuple[Place, ...]
    team: Codes
    measure: Codes
    group: Codes
    start: Codes
    end: Codes
    value: Numbers
    numerator: Numbers
    denominator: Numbers
    suppressed: NDArray[np.bool_]
    place: Codes
    row: Codes  # in the sheet, from 1
    column: Codes  # in the sheet, from 1: the cell that gave the value

    def __post_init__(self) -> None:
        for name in COLUMNS:
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.team)

    def take(self, which: NDArray[Any]) -> Self:
        """The observations at these positions or where this mask is true, in that order."""
        at = np.flatnonzero(which) if which.dtype == np.bool_ else which  # quicker for many columns
        return replace(self, **{name: getattr(self, name)[at] for name in COLUMNS})

    def cell(self, i: int) -> Cell:
        """The cell that gave an observation, with its value as its reader knows it."""
        source, sheet, link = self.places[self.place[i]]
        value = SUPPRESSED if self.suppressed[i] else shown(round(float(self.value[i]), 2))
        return Cell(source, sheet, int(self.row[i]), int(self.column[i]), value, link)

    def to_columns(self) -> dict[str, list[Any]]:
        """The columns of the snapshot's data.csv, in their order; absent numbers are None."""
        places = [self.places[place] for place in self.place.tolist()]
        cells = zip(self.column.tolist(), self.row.tolist(), strict=True)
        return {
            "team": [self.teams[team] for team in self.team.tolist()],
            "measure": [self.measures[measure] for measure in self.measure.tolist()],
            "period_start": [dt.date.fromordinal(day) for day in self.start.tolist()],
            "period_end": [dt.date.fromordinal(day) for day in self.end.tolist()],
            "value": _or_none(self.value),
            "numerator": _or_none(self.numerator),
            "denominator": _or_none(self.denominator),
            "group": [self.groups[group] for group in self.group.tolist()],
            "suppressed": self.suppressed.tolist(),
            "source": [place.source for place in places],
            "sheet": [place.sheet for place in places],
            "cell": [column_letters(column) + str(row) for column, row in cells],
        }

    def to_rows(self) -> list[dict[str, Any]]:
        """The same as plain rows."""
        columns = self.to_columns()
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def to_pandas(self) -> pd.DataFrame:
        """The same as a table, for work at the edge."""
        import pandas as pd

        return pd.DataFrame(self.to_columns())


NAMES = ("teams", "measures", "groups", "places")
COLUMNS = tuple(field.name for field in fields(Observations) if field.name not in NAMES)


def _or_none(column: Numbers) -> list[float | None]:
    return [None if number != number else number for number in column.tolist()]


def joined(batches: Sequence[Observations]) -> Observations:
    """All observations of several batches that share their teams and measures, in order.

    Raises:
        ValueError: no batch is given.
    """
    if not batches:
        raise ValueError("nothing to join")
    if len(batches) == 1:
        return batches[0]
    groups: dict[str, int] = {}
    places: dict[Place, int] = {}
    group = [_renumbered(b.group, b.groups, groups) for b in batches]
    place = [_renumbered(b.place, b.places, places) for b in batches]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(batch, name) for batch in batches]) for name in COLUMNS
    }
    columns |= {"group": np.concatenate(group), "place": np.concatenate(place)}
    return replace(batches[0], groups=tuple(groups), places=tuple(places), **columns)


def no_observations(teams: tuple[str, ...] = (), measures: tuple[str, ...] = ()) -> Observations:
    """An empty table of observations."""
    kinds: dict[str, Any] = {"suppressed": np.bool_}
    kinds |= dict.fromkeys(("value", "numerator", "denominator"), np.float64)
    columns: dict[str, Any] = {name: np.zeros(0, kinds.get(name, np.int32)) for name in COLUMNS}
    return Observations(teams, measures, (WHOLE_TEAM,), (), **columns)


def _renumbered(codes: Codes, names: Sequence[T], numbers: dict[T, int]) -> Codes:
    """Positions in one batch's names as positions in all names, which are added to."""
    position = [numbers.setdefault(name, len(numbers)) for name in names]
    return np.array(position, np.int32)[codes]
