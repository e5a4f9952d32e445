"""Routines: whether each is held by its cadence, who takes part, and what it does for learning."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kmlib.analysis.due import school_days
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.schema import RoutineRow, Stage
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


CHECKS = {  # the learning-focused checks, each with what to do where it is a no
    "builds shared understanding": "Write down together what everybody takes from the evidence",
    "builds capacity": "Practise one thing that those who come can do the next day",
    "collects strategy data": "Note each time what was tried, and what came of it",
    "feeds back data": "Begin with what the last numbers showed those who gave them",
    "reduces variation": "Agree on one way to do it, and look at where it is done otherwise",
}


def checks(row: RoutineRow) -> dict[str, bool | None]:
    """What was answered to each learning-focused check of a routine; None: nothing."""
    return {check: getattr(row, check.replace(" ", "_")) for check in CHECKS}


def what_next(row: RoutineRow) -> str:
    """What to do about the first check that is a no, else about one that nobody answered."""
    noes = [CHECKS[check] for check, said in checks(row).items() if said is False]
    unsaid = [check for check, said in checks(row).items() if said is None]
    return (noes + [f"Ask whether it {check}, and type yes or no" for check in unsaid] + [""])[0]


@once_a_network
def taking_part(network: Published) -> dict[tuple[str, Stage], list[str]]:
    """The routines of each stage in which each stakeholder group takes part.

    Those that name it under Participants, and those to which some of it came by Participation.
    Groups are spelled as they are typed first.
    """
    rows = {row.routine: row for row in network.rows(RoutineRow)}
    named = [(row.routine, name) for row in rows.values() for name in row.participants]
    seen = [row for row in network.rows(ParticipationRow) if row.people != 0]
    named += [(row.routine, row.stakeholder_group) for row in seen if row.routine in rows]
    spelled: dict[str, str] = {}
    found: dict[tuple[str, Stage], list[str]] = {}
    for routine, name in dict.fromkeys(named):
        group = spelled.setdefault(name_key(name), name)
        for stage in Stage:
            here = found.setdefault((group, stage), [])
            here += [routine] if stage in rows[routine].stages and routine not in here else []
    return found


def groups(network: Published) -> list[str]:
    """The stakeholder groups, in the order of the sheet."""
    return list(dict.fromkeys(group for group, _ in taking_part(network)))


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
