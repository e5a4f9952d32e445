"""Privacy: the network as read becomes the network as published.

Everything above this floor sees only what `publish` returns. A hidden number is absent there, not
styled away: value, numerator and denominator are gone, in observations, findings and excerpts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, fields, replace
from threading import RLock
from typing import Any, NamedTuple

import numpy as np

from kmlib import findings as rules
from kmlib.complements import with_complements
from kmlib.findings import Finding
from kmlib.network import Network, Sheets
from kmlib.observations import WHOLE_TEAM, Mask, Numbers, Observations
from kmlib.reading.excerpts import CellKey, Excerpt, RowKey, cell_position
from kmlib.reading.hub import SETTINGS
from kmlib.reading.matches import Match
from kmlib.reading.names import NOT_MATCHED, NOT_NEEDED
from kmlib.schema import SMALLEST_GROUP_SHOWN, Counts, NetworkSettings, Unit

MayRead = Callable[[RowKey, str], bool]  # a row, and what stands in a cell of it

HIDDEN = "hidden (small group)"
UNKNOWN = (NOT_MATCHED, NOT_NEEDED)  # how a text is matched that is no name, nor near to one
NOT_SHOWN = "not shown"  # what a cell says, to whom it is not quoted
# What may be quoted where it was understood as such; "12%", "4/9" and "45000" are no name or day
A_NAME = re.compile(r".*[^\W\d_]|\d+([-/.])\d+\1\d+$", re.DOTALL)
A_FILE = re.compile(r".*(://\S+|\.[a-zA-Z]\w{1,3})$")


@dataclass(frozen=True)
class PrivacyRule:
    """What is hidden, stated wherever numbers are shown or taken away."""

    floor: int  # groups of students smaller than this are hidden
    reason: str = ""  # why the floor is below the usual one
    hidden: int = 0  # observations hidden here, beside those suppressed at source

    @property
    def sentence(self) -> str:
        """The rule in one sentence."""
        if self.floor <= 1:
            return f"Nothing is hidden beyond what the sheets hide. Reason given: {self.reason}."
        return (
            f"Groups of fewer than {self.floor} students in any period of a school year, or of"
            " unknown size, and groups of which all or none met a measure, are hidden, with the"
            " next smallest where it would tell of them."
        )


@dataclass(frozen=True, eq=False)
class Published(Sheets):
    """A network with small groups taken out: the only thing analysis, charts and exports take."""

    privacy: PrivacyRule = field(kw_only=True)
    kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)  # worked out
    one_works: Any = field(default_factory=RLock, init=False, repr=False)


class Own(NamedTuple):
    """What one team alone may see: what `publish` masked of its own rows in its own workbook."""

    findings: dict[CellKey, Finding]
    excerpts: dict[CellKey, Excerpt]


def publish(network: Network) -> Published:
    """Take out every number about a small group, and those from which it could be worked out.

    Hidden are student measures (1) counted over fewer than the floor, or in a school of fewer; of a
    student group that is so small in one period of a school year in all of them, (2) of a group
    whose size nobody typed, or of which all or none met the measure, (3) without which one of these
    could be worked out from a sum: `kmlib.complements`.

    A finding, its little sheet and the list of names quote what a cell says only where it was
    understood: a known name or one near it, a day, a heading, a number that is published. All else
    may be anything, a student's name too, and its address suffices.

    Not done, with the reasons in docs/methods.md: a shown group of 20 may become one of 21, two
    running totals have a difference, and whole teams are shown, also where all of them met it.

    Source: NCES 2011-603 (SLDS Technical Brief 3) for the floor of 10 and complementary
    suppression; NIST SP 800-53, SI-19(5), for what one period tells of the next; groups of unknown
    size by the cautious reading of 34 CFR 99.3.
    """
    return publish_with_own(network)[0]


def publish_with_own(
    network: Network, *, is_mine: bool = False
) -> tuple[Published, dict[str, Own]]:
    """The network as published, and for each team what it may see beyond that.

    Own is a row of the workbook that the Teams tab gives to this team alone, if the row names no
    other team: whoever may open that workbook reads there what it says.

    Args:
        network: as read.
        is_mine: only whoever gave the workbook sees it: then its cells are quoted, of tabs with
            student groups or hidden numbers those without a digit.
    """
    rule = privacy_rule(network.settings)
    parts = {part.name: getattr(network, part.name) for part in fields(network)}
    if rule.floor <= 1:
        return Published(**parts, privacy=rule), {}
    hidden = _hidden(network, rule.floor)
    cells = _Cells.of(network, hidden)
    careful = {row[:2] for row in _rows(network.observations, hidden)}
    careful |= {(match.source, match.sheet) for match in network.matches if match.kind == "group"}

    def may_read(row: RowKey, text: str) -> bool:
        return is_mine and (row[:2] not in careful or not any(map(str.isdigit, text)))

    parts |= {
        "observations": _without(network, hidden),
        "findings": tuple(_quoted(finding, may_read) for finding in network.findings),
        "excerpts": cells.little_sheets(network, may_read),
        "matches": tuple(
            match
            if match.how not in UNKNOWN or may_read(_row_of(match), match.text)
            else match._replace(text=NOT_SHOWN)
            for match in network.matches
        ),
    }
    hidden_here = int((hidden & ~network.observations.suppressed).sum())
    published = Published(**parts, privacy=replace(rule, hidden=hidden_here))
    return published, {} if is_mine else _own(network, published, cells)


def privacy_rule(settings: NetworkSettings) -> PrivacyRule:
    """The floor that holds: a smaller one only with a reason."""
    asked = SMALLEST_GROUP_SHOWN if settings.floor is None else settings.floor
    if asked >= SMALLEST_GROUP_SHOWN or not settings.floor_reason:
        return PrivacyRule(max(asked, SMALLEST_GROUP_SHOWN))
    return PrivacyRule(max(asked, 1), settings.floor_reason)


def _hidden(network: Network, floor: int) -> Mask:
    """What may not be shown, at the source or here: small, of unknown size, or giving such away."""
    everything = network.observations
    whose = {row.measure: row.counts for row in network.measures}
    students = [whose[measure] is Counts.STUDENTS for measure in everything.measures]
    of_students = np.array(students, np.bool_)[everything.measure]
    network = replace(network, observations=everything.take(of_students))
    counted = _counted(network)
    small = network.observations.suppressed | _small(network, counted, floor)
    hidden = everything.suppressed.copy()
    hidden[of_students] = with_complements(network, counted, small, _tails(network), floor)
    return hidden


def _counted(network: Network) -> Numbers:
    """How many each observation counts, as typed; the number itself where the unit is a count."""
    seen = network.observations
    units = {row.measure: row.unit for row in network.measures}
    is_count = np.array([units[measure] is Unit.COUNT for measure in seen.measures], np.bool_)
    alone = is_count[seen.measure] & np.isnan(seen.denominator)
    return np.where(alone, seen.value, seen.denominator)


def _small(network: Network, counted: Numbers, floor: int) -> Mask:
    """Observations counted over too few students, or over nobody knows how many."""
    seen = network.observations
    enrolled = {t.team: np.inf if t.students is None else t.students for t in network.teams}
    school = np.array([enrolled[team] for team in seen.teams], np.float64)[seen.team]
    is_group = seen.group > 0
    of_whole = np.fmin(seen.denominator, school)
    size = np.where(is_group, np.minimum(counted, school), of_whole)  # unknown stays unknown
    is_small: Mask = np.isnan(size) | (size < floor)
    return is_small


def _tails(network: Network) -> Mask:
    """Groups of which all, or none, met the measure: that tells the same of each of them."""
    seen = network.observations
    is_percent = np.array([row.unit is Unit.PERCENT for row in network.measures], np.bool_)
    everybody = is_percent[seen.measure] & (seen.value == 100)
    tails: Mask = (seen.group > 0) & ((seen.value == 0) | everybody)
    return tails


def _without(network: Network, hidden: Mask) -> Observations:
    """The observations without the numbers of the hidden ones.

    A group that nobody listed, of which no number is shown, may be a student typed into the wrong
    column: it bears a number for a name, and its rows stay.
    """
    seen, n = network.observations, itertools.count(1)
    named = {WHOLE_TEAM, *(row.group for row in network.groups)}
    named |= {seen.groups[at] for at in np.unique(seen.group[~hidden]).tolist()}
    groups = tuple(name if name in named else f"unlisted group {next(n)}" for name in seen.groups)
    gone = np.where(hidden, np.nan, 0.0)
    numbers = {name: getattr(seen, name) + gone for name in ("value", "numerator", "denominator")}
    return replace(seen, **numbers, groups=groups, suppressed=seen.suppressed | hidden)


def _rows(seen: Observations, which: Mask) -> set[RowKey]:
    """The rows of the sheets in which these observations stand."""
    places = zip(seen.place[which].tolist(), seen.row[which].tolist(), strict=True)
    return {(*seen.places[place][:2], row) for place, row in places}


def _row_of(said: Finding | Match) -> RowKey:
    return said.source, said.sheet, cell_position(said.cell)[0] + 1


class _Cells(NamedTuple):
    """What may be quoted of the rows that somebody may not read."""

    shown: set[RowKey]  # whose numbers are published, and in which nothing else was found
    found: set[CellKey]  # where something was found that may not be quoted
    names: set[str]  # texts that were understood

    @classmethod
    def of(cls, network: Network, hidden: Mask) -> _Cells:
        """What was understood, and what is published, of the rows of little sheets."""
        seen = network.observations
        drawn = {row for excerpt in network.excerpts.values() for row, _ in excerpt.rows}
        is_drawn = np.isin(seen.row, list(drawn))
        judged = [(finding, _is_quoted(finding)) for finding in network.findings]
        amiss = [finding for finding, is_quoted in judged if not is_quoted]
        names = {title for spec in SETTINGS.values() for title in spec.column.titles}
        names |= {*seen.teams, *seen.measures}
        names |= {match.text for match in network.matches if match.how not in UNKNOWN}
        names |= {finding.value for finding, is_quoted in judged if is_quoted}
        shown = _rows(seen, is_drawn & ~hidden) - _rows(seen, is_drawn & hidden)
        return cls(
            shown.difference(map(_row_of, amiss)),
            {finding[2:5] for finding in amiss},
            set(filter(A_NAME.match, names)),
        )

    def little_sheets(self, network: Network, may_read: MayRead) -> dict[CellKey, Excerpt]:
        """The little sheets: their headers, and of rows not to be read names and shown numbers."""

        def masked(row: RowKey, excerpt: Excerpt, texts: tuple[str, ...]) -> Iterator[str]:
            is_header = row[2] == excerpt.rows[0][0]
            for letter, text, is_read in zip(excerpt.letters, texts, excerpt.read, strict=True):
                is_used = is_header or (is_read and row in self.shown)
                is_used &= (*row[:2], f"{letter}{row[2]}") not in self.found
                is_quoted = is_used or text in self.names or may_read(row, text)
                yield text if is_quoted or not text else NOT_SHOWN

        return {
            cell: excerpt._replace(
                rows=tuple(
                    (number, tuple(masked((*cell[:2], number), excerpt, texts)))
                    for number, texts in excerpt.rows
                )
            )
            for cell, excerpt in network.excerpts.items()
        }


def _quoted(finding: Finding, may_read: MayRead) -> Finding:
    """The finding; with its quote only if the row may be read, or if that was understood."""
    if _is_quoted(finding):
        return finding
    quote, what = f"“{finding.value}”", rules.RULE_BY_CODE[finding.code].unquoted
    if may_read(_row_of(finding), finding.what if what else quote):
        return finding
    if not what and finding.what.startswith(quote):
        what = "What is typed here" + finding.what.removeprefix(quote)
    return finding._replace(value=NOT_SHOWN, what=what or finding.what)


def _is_quoted(finding: Finding) -> bool:
    """Whether a finding quotes nothing but a name, a day or a workbook that was understood."""
    rule, value = rules.RULE_BY_CODE[finding.code], finding.value
    if rule.unquoted or value in ("", finding.source, finding.sheet):
        return not rule.unquoted
    if "{file}" in rule.what:
        return bool(A_FILE.match(value))
    return "{name}" in rule.what and bool(A_NAME.match(value))


def _own(network: Network, published: Published, cells: _Cells) -> dict[str, Own]:
    """By team, the findings and little sheets that say more where its own rows are masked."""
    owner = {source.name: source.team for source in network.sources if source.team}
    if not owner:
        return {}
    nobodys = {(tab.source, tab.sheet, row) for tab in network.tab_counts for row in tab.set_aside}

    def is_own(row: RowKey) -> bool:
        team = owner.get(row[0], "")
        return bool(team) and team == network.row_teams.get(row, "" if row in nobodys else team)

    found = {team: Own({}, {}) for team in owner.values()}
    mine = {row for row in map(_row_of, network.findings) if is_own(row)}
    for finding, masked in zip(network.findings, published.findings, strict=True):
        if finding != masked and _row_of(finding) in mine:
            found[owner[finding.source]].findings[finding[2:5]] = finding
    for cell, little in cells.little_sheets(network, lambda row, _: row in mine).items():
        if little != published.excerpts[cell]:
            found[owner[cell[0]]].excerpts[cell] = little
    return found
