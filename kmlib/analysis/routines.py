"""Routines: when each was last held, and whether that keeps to its cadence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kmlib.analysis.due import school_days
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.schema.core import RoutineRow
from kmlib.schema.learning import ParticipationRow


class Timing(StrEnum):
    """Whether a routine is held as often as its cadence says."""

    ON_TIME = "on time"
    OVERDUE = "overdue"
    NO_DATE = "no date of the last time"
    NO_CADENCE = "no cadence"


@dataclass(frozen=True)
class Routine:
    """A routine with what is known of its last time."""

    row: RoutineRow
    last: dt.date | None  # by its own row or by Participation, whichever is later
    due: dt.date | None  # by when it is to be held again
    timing: Timing
    overdue_days: int = 0

    @property
    def name(self) -> str:
        """Its name, as the Routines tab writes it."""
        return self.row.routine


@once_a_network
def routines(network: Published) -> dict[str, Routine]:
    """Every routine by name, in the sheet's order, with its timing."""
    seen: dict[str, dt.date] = {}
    for row in network.rows(ParticipationRow):
        seen[row.routine] = max(row.date, seen.get(row.routine, row.date))
    return {row.routine: _timed(network, row, seen) for row in network.rows(RoutineRow)}


def _timed(network: Published, row: RoutineRow, seen: dict[str, dt.date]) -> Routine:
    dates = [day for day in (row.last_held, seen.get(row.routine)) if day]
    last = max(dates, default=None)
    if row.cadence is None:
        return Routine(row, last, None, Timing.NO_CADENCE)
    if last is None:
        return Routine(row, None, None, Timing.NO_DATE)
    due = school_days(network).next_due(last, row.cadence)
    late = (network.as_of - due).days
    timing = Timing.OVERDUE if late > 0 else Timing.ON_TIME
    return Routine(row, last, due, timing, max(late, 0))
