"""Marks: one for each thing that was due from a team, kept or not; what the commitments share."""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from kmlib.analysis.due import school_days
from kmlib.analysis.once import once_a_network
from kmlib.analysis.wording import count
from kmlib.privacy import Published
from kmlib.schema import Row

A_YEAR = 366  # days; project choice: what is due later than that is a slip of the pen


class Commitment(StrEnum):
    """What teams of a network promise one another, in the order of the columns."""

    DATA = "Data on time"
    CYCLES = "Cycles at pace"
    LOGGED = "Learnings logged"
    SESSIONS = "Sessions attended"
    TRACKER = "Tracker items done"


KEPT_WORDS: Mapping[Commitment, tuple[str, str]] = {  # what one of so many is
    Commitment.DATA: ("data day", "kept"),
    Commitment.CYCLES: ("cycle", "started in time"),
    Commitment.LOGGED: ("learning", "logged in time"),
    Commitment.SESSIONS: ("session", "attended"),
    Commitment.TRACKER: ("tracker item", "done"),
}


class Due(NamedTuple):
    """One thing due from a team."""

    day: dt.date
    about: str  # what it is, in the sheets' words
    kept: bool
    where: str = ""  # the tab in which it still can be typed


IS_KEPT = attrgetter("kept")


class Progress(NamedTuple):
    """How far a team is with one commitment in this school year."""

    commitment: Commitment
    due: tuple[Due, ...]  # up to the day the network is as of, oldest first
    coming: tuple[Due, ...] = ()  # due later, and not there yet
    notes: tuple[str, ...] = ()  # what could not be counted, and why

    @property
    def kept(self) -> int:
        """How many of those that were due are kept."""
        return sum(map(IS_KEPT, self.due))

    @property
    def missed(self) -> tuple[Due, ...]:
        """Those that were due and are not kept."""
        return tuple(mark for mark in self.due if not mark.kept)

    @property
    def is_behind(self) -> bool:
        """Company is welcome: less than two thirds of what was due is kept.

        project choice: one of three may slip without a word; exactly two thirds is not behind.
        """
        return 3 * self.kept < 2 * len(self.due)

    @property
    def is_whole(self) -> bool:
        """Something was due, and all of it is kept."""
        return bool(self.due) and self.kept == len(self.due)

    @property
    def in_words(self) -> str:
        """The count in a sentence: "all 6 of 6 data days kept", "5 of 6 sessions attended"."""
        every = "all " if self.is_whole and self.kept > 1 else ""
        one, done = KEPT_WORDS[self.commitment]
        return f"{every}{self.kept:,} of {count(len(self.due), one)} {done}"


class Marks(NamedTuple):
    """One commitment of all teams; the day decides later what was due and what is coming."""

    about: str  # what was agreed; where nothing can be due, why
    by_team: Mapping[str, Sequence[Due]] = {}
    notes: Mapping[str, Sequence[str]] = {}


@once_a_network
def begins(network: Published) -> dict[str, dt.date]:
    """The day from which things can be due from each active team, in alphabetical order.

    The first day of the school year, or later when the network began or the team joined later.
    Nothing is ever due from a team that is not active.
    """
    year = school_days(network).year_began
    start = max(year, network.settings.began or year)
    return {row.team: max(start, row.joined or start) for row in network.teams if row.active}


def add_tab(model: type[Row]) -> str:
    """Why nothing can be due, and what to do: a tab that is not there yet."""
    return f"add a tab named {model.TAB.title}"


def agreed(setting: int | None, *, least: int) -> int | None:
    """A number of the Network tab that makes sense as days or weeks; None where none is agreed."""
    if setting is None or setting < least:
        return None
    return min(setting, A_YEAR)
