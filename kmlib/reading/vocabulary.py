"""The hub's own words: what its sheets call teams, measures and groups, and its settings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from kmlib.reading.names import Matcher, title_key
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.words import read_text
from kmlib.schema import GroupRow, MeasureRow, NetworkSettings, TeamRow

EVERYBODY = {
    title_key(words)
    for words in (
        "All", "All students", "Whole school", "Whole team", "Total", "Everyone", "All groups",
        "Schoolwide", "All pupils", "Overall",
    )
}  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """Everything a data row is matched against."""

    settings: NetworkSettings
    teams: tuple[TeamRow, ...]
    measures: tuple[MeasureRow, ...]
    groups: tuple[GroupRow, ...]
    as_of: dt.date
    lacks: frozenset[str] = frozenset()  # titles of the tabs a hub needs that it does not have

    @property
    def observed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The teams and the measures that observations count by."""
        return tuple(t.team for t in self.teams), tuple(m.measure for m in self.measures)

    @cached_property
    def team_names(self) -> Matcher:
        """Finds the position of a team by any of its names or codes."""
        return Matcher([team.names() for team in self.teams])

    @cached_property
    def measure_names(self) -> Matcher:
        """Finds the position of a measure by any of its names."""
        return Matcher([measure.names() for measure in self.measures])

    @cached_property
    def part_names(self) -> dict[str, Matcher]:
        """Finds the measure whose numerator, and the one whose denominator, is called so."""
        parts = ("numerator", "denominator")
        return {part: Matcher([m.part_known_as(part) for m in self.measures]) for part in parts}

    @cached_property
    def group_names(self) -> Matcher:
        """Finds the position of a student group by any of its names."""
        return Matcher([group.names() for group in self.groups])

    def group(self, cell: object) -> int | None:
        """The position of a student group, from 1, 0 for everybody, None for one not listed."""
        text = read_text(cell)
        if not text.strip("-–—./ ") or title_key(text) in EVERYBODY:
            return 0
        found = self.group_names.find(cell)
        return None if found is None else found + 1

    @cached_property
    def periods(self) -> PeriodContext:
        """How this network's years run."""
        return PeriodContext(year_starts=self.settings.first_month, as_of=self.as_of)
