"""Network: everything the sheets gave, in shared units and names, with all findings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from kmlib.findings import Finding
from kmlib.observations import Observations
from kmlib.reading.accounts import TabCount
from kmlib.reading.excerpts import CellKey, Excerpt, RowKey
from kmlib.reading.matches import Match
from kmlib.schema import GroupRow, MeasureRow, NetworkSettings, Row, TeamRow

NOTHING_TYPED = "Nothing is typed yet: begin with the tabs Teams and Measures"
RowT = TypeVar("RowT", bound=Row)


class SourceCount(NamedTuple):
    """The rows of one source: read = accepted + set aside + blank, and those outside tables."""

    name: str
    rows_read: int
    rows_accepted: int
    rows_set_aside: int
    rows_blank: int
    rows_outside: int  # title, note, header and total rows, and rows of tabs that are not read
    team: str = ""  # whose own workbook it is; empty for the hub


@dataclass(frozen=True, eq=False)
class Sheets:
    """What `Network` and `Published` have in common: all that pages, charts and exports read."""

    settings: NetworkSettings
    observations: Observations
    tabs: Mapping[type[Row], tuple[Row, ...]]  # accepted rows by row model
    findings: tuple[Finding, ...]
    sources: tuple[SourceCount, ...]
    as_of: dt.date
    read_at: dt.datetime
    excerpts: Mapping[CellKey, Excerpt] = field(default_factory=dict)
    matches: tuple[Match, ...] = ()  # what each text that stood for a name was taken for
    tab_counts: tuple[TabCount, ...] = ()
    row_teams: Mapping[RowKey, str] = field(default_factory=dict)  # of rows set aside or found at
    paths: Mapping[str, str] = field(default_factory=dict)  # of the sources, by name; for this app

    def rows(self, model: type[RowT]) -> tuple[RowT, ...]:
        """The accepted rows of one tab, in the sheets' order; empty when nobody has the tab."""
        return self.tabs.get(model, ())  # type: ignore[return-value]

    @cached_property
    def teams(self) -> tuple[TeamRow, ...]:
        """The teams in alphabetical order, as every page lists them."""
        return tuple(sorted(self.rows(TeamRow), key=lambda team: team.team.casefold()))

    @property
    def measures(self) -> tuple[MeasureRow, ...]:
        """The shared success measures, in the sheet's order."""
        return self.rows(MeasureRow)

    @property
    def says_nothing_yet(self) -> bool:
        """Whether no team and no measure is typed and nothing is amiss, as in a new template."""
        return not (self.teams or self.measures or self.findings)

    @property
    def groups(self) -> tuple[GroupRow, ...]:
        """The listed student groups, in the sheet's order."""
        return self.rows(GroupRow)


@dataclass(frozen=True, eq=False)
class Network(Sheets):
    """A network as read: nothing suppressed yet, so only `privacy` and `check` look at it."""
