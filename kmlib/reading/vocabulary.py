"""The hub's own words: what its sheets call teams, measures and groups, and its settings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from kmlib.reading.cells import Value
from kmlib.reading.names import NOT_MATCHED, Matcher, bare_code, title_key
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.words import read_text
from kmlib.schema import GroupRow, MeasureRow, NetworkSettings, Row, TeamRow, Unit

EVERYBODY = {
    title_key(words)
    for words in (
        "All", "All students", "Whole school", "Whole team", "Total", "Everyone", "All groups",
        "Schoolwide", "All pupils", "Overall",
    )
}  # fmt: skip


SIGN_OF_UNIT = {Unit.PERCENT: "%", Unit.RATE: ""}  # of all others: "#"


def is_everybody(cell: object) -> bool:
    """Whether a group's cell says that the row counts the whole team."""
    text = read_text(cell)
    return not text.strip("-–—./ ") or title_key(text) in EVERYBODY


class Names(NamedTuple):
    """The rows that a tab of the hub lists, the name of each, and what finds it by any other."""

    rows: tuple[Row, ...]
    listed: tuple[str, ...]
    matcher: Matcher

    def told(self, text: str, position: int | None) -> tuple[str, str]:
        """The name that a text was taken for, and how; of one taken for none, what to offer."""
        if position is not None:
            return self.listed[position], self.matcher.how(text, position)
        offer = self.matcher.near(text)
        return "", f"{NOT_MATCHED}; did you mean {offer}?" if offer else NOT_MATCHED


@dataclass(frozen=True)
class Vocabulary:
    """Everything a data row is matched against."""

    settings: NetworkSettings
    teams: tuple[TeamRow, ...]
    measures: tuple[MeasureRow, ...]
    groups: tuple[GroupRow, ...]
    as_of: dt.date
    lacks: frozenset[str] = frozenset()  # titles of the tabs a hub needs that it does not have
    unlisted: dict[str, str] = field(default_factory=dict)  # groups, as first met

    @cached_property
    def names(self) -> dict[str, Names]:
        """What its tabs list, by what one of them is called in a sentence."""
        codes = (code for team in self.teams for code in team.codes)
        signs = [SIGN_OF_UNIT.get(measure.unit, "#") for measure in self.measures]
        return {
            "team": listed(self.teams, codes=codes, places=[team.district for team in self.teams]),
            "measure": listed(self.measures, signs=signs),
            "group": listed(self.groups),
        }

    @property
    def observed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The teams and the measures that observations count by."""
        return self.names["team"].listed, self.names["measure"].listed

    @property
    def team_names(self) -> Matcher:
        """Finds the position of a team by any of its names or codes."""
        return self.names["team"].matcher

    @property
    def measure_names(self) -> Matcher:
        """Finds the position of a measure by any of its names."""
        return self.names["measure"].matcher

    @property
    def group_names(self) -> Matcher:
        """Finds the position of a student group by any of its names."""
        return self.names["group"].matcher

    @cached_property
    def _teams_by_code(self) -> dict[str, set[int]]:
        owners: dict[str, set[int]] = {}
        for position, team in enumerate(self.teams):
            for code in (*team.codes, *team.also_known_as):
                owners.setdefault(code.lstrip("0"), set()).add(position)
        return owners

    def team_of_code(self, cell: Value) -> int | None:
        """The position of a team in a column of codes: short ones, too, lose leading zeros."""
        code = bare_code(read_text(cell)).lstrip("0")
        exact = self.team_names.exact(read_text(cell))  # 007 may be a team, and 7 another
        found = self._teams_by_code.get(code, set()) if exact is None else {exact}
        return next(iter(found)) if len(found) == 1 else self.team_names.find(cell)

    @cached_property
    def part_names(self) -> dict[str, Matcher]:
        """Finds the measure whose numerator, and the one whose denominator, is called so."""
        signs = "#" * len(self.measures)
        return {
            part: Matcher([measure.part_known_as(part) for measure in self.measures], signs=signs)
            for part in ("numerator", "denominator")
        }

    def group(self, cell: object) -> int | None:
        """The position of a student group, from 1, 0 for everybody, None for one not listed."""
        if is_everybody(cell):
            return 0
        found = self.group_names.find(cell)
        return None if found is None else found + 1

    @cached_property
    def periods(self) -> PeriodContext:
        """How this network's years run."""
        return PeriodContext(year_starts=self.settings.first_month, as_of=self.as_of)


def listed(rows: Sequence[Row], **about: Any) -> Names:
    """The names of some rows; how a `Matcher` may tell more of them stands in `about`."""
    names = [row.names() for row in rows]
    return Names(tuple(rows), tuple(name for name, *_ in names), Matcher(names, **about))
