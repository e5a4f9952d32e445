"""Observations: the normalised success measures, columns of one row an observation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import column_letters

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T", bound=Hashable)
Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]

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
        return replace(self, **{name: getattr(self, name)[which] for name in COLUMNS})

    def to_rows(self) -> list[dict[str, Any]]:
        """Plain rows with the columns of the snapshot's data.csv; absent numbers are None."""
        numbers = zip(
            *(_or_none(column) for column in (self.value, self.numerator, self.denominator)),
            strict=True,
        )
        return [
            {
                "team": self.teams[team],
                "measure": self.measures[measure],
                "period_start": dt.date.fromordinal(start),
                "period_end": dt.date.fromordinal(end),
                "value": value,
                "numerator": numerator,
                "denominator": denominator,
                "group": self.groups[group],
                "suppressed": suppressed,
                "source": self.places[place].source,
                "sheet": self.places[place].sheet,
                "cell": column_letters(column) + str(row),
            }
            for team, measure, start, end, group, suppressed, place, row, column, (
                value,
                numerator,
                denominator,
            ) in zip(
                *(
                    getattr(self, name).tolist()
                    for name in (
                        "team",
                        "measure",
                        "start",
                        "end",
                        "group",
                        "suppressed",
                        "place",
                        "row",
                        "column",
                    )
                ),
                numbers,
                strict=True,
            )
        ]

    def to_pandas(self) -> pd.DataFrame:
        """The same rows as a table, for work at the edge."""
        import pandas as pd

        return pd.DataFrame(self.to_rows(), columns=list(SNAPSHOT_COLUMNS))


COLUMNS: tuple[str, ...] = tuple(
    field.name
    for field in fields(Observations)
    if field.name not in ("teams", "measures", "groups", "places")
)
SNAPSHOT_COLUMNS: tuple[str, ...] = (
    "team",
    "measure",
    "period_start",
    "period_end",
    "value",
    "numerator",
    "denominator",
    "group",
    "suppressed",
    "source",
    "sheet",
    "cell",
)


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
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        columns[name] = np.concatenate([getattr(b, name) for b in batches])
    columns |= {"group": np.concatenate(group), "place": np.concatenate(place)}
    return replace(batches[0], groups=tuple(groups), places=tuple(places), **columns)


def no_observations(teams: tuple[str, ...] = (), measures: tuple[str, ...] = ()) -> Observations:
    """An empty table of observations."""
    kinds = {"value": np.float64, "numerator": np.float64, "denominator": np.float64}
    kinds_of = {**dict.fromkeys(COLUMNS, np.int32), **kinds, "suppressed": np.bool_}
    columns: dict[str, Any] = {name: np.zeros(0, kind) for name, kind in kinds_of.items()}
    return Observations(teams, measures, (WHOLE_TEAM,), (), **columns)


def _renumbered(codes: Codes, names: Sequence[T], numbers: dict[T, int]) -> Codes:
    """Positions in one batch's names as positions in all names, which are added to."""
    position = [numbers.setdefault(name, len(numbers)) for name in names]
    return np.array(position, np.int32)[codes]
