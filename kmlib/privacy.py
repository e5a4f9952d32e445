"""Privacy: the network as read becomes the network as published.

Everything above this floor sees only what `publish` returns. A hidden number is absent there, not
styled away: value, numerator and denominator are gone, in observations, findings and excerpts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple

import numpy as np

from kmlib import findings as rules
from kmlib.complements import with_complements
from kmlib.findings import Finding
from kmlib.network import Network, Sheets
from kmlib.observations import Mask, Numbers, Observations
from kmlib.reading.excerpts import CellKey, Excerpt, RowKey, RowSize, cell_position
from kmlib.reading.matches import Match
from kmlib.schema import SMALLEST_GROUP_SHOWN, Counts, NetworkSettings, Unit

HIDDEN = "hidden (small group)"
ABOUT_GROUPS = (rules.GROUP_UNLISTED, rules.GROUP_NEAR_MISS)
ABOUT_NAMES = (
    *ABOUT_GROUPS,
    rules.NAME_UNKNOWN,
    rules.NAME_NEAR_MISS,
    rules.NAME_TURNED_DATE,
    rules.CODE_CUT_SHORT,
)
ABOUT_DAYS = (rules.NOT_A_DATE, rules.YEAR_UNKNOWN, rules.NOT_IN_ITS_YEAR)
ABOUT_DATES = (*ABOUT_DAYS, rules.DATE_IN_FUTURE, rules.DATE_BEFORE_NETWORK)
ABOUT_NOTHING = (rules.REQUIRED_EMPTY, rules.VALUE_EMPTY, rules.ERROR_VALUE, rules.NOT_COMPUTED)
QUOTES_NO_NUMBER = {rule.code for rule in (*ABOUT_NAMES, *ABOUT_DATES, *ABOUT_NOTHING)}
PLAIN_WORDS = {  # for what a finding says beside its numbers
    "effect": "The cell is set aside.",
    "reason": "the unit does not allow it",
    "team": "This team",
    "measure": "a number",
    "period": "this period",
    "other": "another row",
    "how": "far from",
}
# A number, percent or ratio that stands where a name or a date should
A_NUMBER = re.compile(r"[^\w#]*\d+([.,]\d+)*\s*(%|(/|of|out of)\s*\d+)?\W*$")


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
        few = f"Groups of fewer than {self.floor} students, or of unknown size"
        alike = "groups of which all or none met a measure"
        return (
            f"{few}, and {alike}, are hidden, with the next smallest where it would tell of them."
        )


@dataclass(frozen=True, eq=False)
class Published(Sheets):
    """A network with small groups taken out: the only thing analysis, charts and exports take."""

    privacy: PrivacyRule = field(kw_only=True)


class Own(NamedTuple):
    """What one team alone may see: what `publish` masked of its own rows in its own workbook."""

    findings: dict[CellKey, Finding]
    excerpts: dict[CellKey, Excerpt]


def publish(network: Network) -> Published:
    """Take out every number about a small group, and those from which it could be worked out.

    Hidden are student measures (1) counted over fewer than the floor, or in a school of fewer, (2)
    of a student group whose size nobody typed, or of which all or none met the measure, (3) without
    which one of these could be worked out from a sum: `kmlib.complements`. A finding or excerpt of
    a row with a hidden number quotes none.

    Not done: what changes from one month to the next is not compared, and whole teams are shown,
    also where all or next to none of their students met a measure.

    Source: NCES 2011-603 (SLDS Technical Brief 3) for the floor of 10 and complementary
    suppression; the rule for groups of unknown size is the cautious reading of 34 CFR 99.3.
    """
    return publish_with_own(network)[0]


def publish_with_own(network: Network) -> tuple[Published, dict[str, Own]]:
    """The network as published, and for each team what it may see beyond that.

    Own is a row of the workbook that the Teams tab gives to this team alone, if the row names no
    other team: whoever may open that workbook reads there what it says.
    """
    rule = privacy_rule(network.settings)
    parts = {part.name: getattr(network, part.name) for part in fields(network)}
    if rule.floor <= 1:
        return Published(**parts, privacy=rule), {}
    hidden = _hidden(network, rule.floor)
    private = _private_rows(network, hidden, rule.floor)
    parts |= {
        "observations": _without(network.observations, hidden),
        "findings": tuple(_masked(finding, private) for finding in network.findings),
        "excerpts": {
            (source, sheet, cell): _masked_excerpt(source, sheet, excerpt, private)
            for (source, sheet, cell), excerpt in network.excerpts.items()
        },
        "row_sizes": {},
        "matches": tuple(_masked_match(match, private) for match in network.matches),
    }
    hidden_here = int((hidden & ~network.observations.suppressed).sum())
    published = Published(**parts, privacy=replace(rule, hidden=hidden_here))
    return published, _own(network, published, private)


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
    gone = network.observations.suppressed | _small(network, counted, floor) | _tails(network)
    hidden = everything.suppressed.copy()
    hidden[of_students] = with_complements(network, counted, gone, floor)
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


def _without(seen: Observations, hidden: Mask) -> Observations:
    """The observations with the numbers of the hidden ones gone."""
    gone = np.where(hidden, np.nan, 0.0)
    numbers = {name: getattr(seen, name) + gone for name in ("value", "numerator", "denominator")}
    return replace(seen, **numbers, suppressed=seen.suppressed | hidden)


def _private_rows(network: Network, hidden: Mask, floor: int) -> set[RowKey]:
    """Rows of the sheets whose numbers may not be quoted."""
    seen = network.observations
    rows = {
        (seen.places[place].source, seen.places[place].sheet, row)
        for place, row in zip(seen.place[hidden].tolist(), seen.row[hidden].tolist(), strict=True)
    }
    return rows | {
        key
        for key, size in network.row_sizes.items()
        if _is_small(size, floor) or not rows.isdisjoint(size.beaten_by)
    }


def _own(network: Network, published: Published, private: set[RowKey]) -> dict[str, Own]:
    """By team, the findings and excerpts that say more where its own rows are not private."""
    names = network.observations.teams
    owner = {source.name: source.team for source in network.sources if source.team}
    private = private - {
        row
        for row, size in network.row_sizes.items()
        if size.team >= 0 and owner.get(row[0]) == names[size.team]
    }
    found = {team: Own({}, {}) for team in owner.values()}
    for finding, masked in zip(network.findings, published.findings, strict=True):
        whole = finding if masked is finding else _masked(finding, private)
        if whole != masked:
            found[owner[finding.source]].findings[whole[2:5]] = whole
    for cell in [cell for cell in published.excerpts if cell[0] in owner]:
        little = _masked_excerpt(*cell[:2], network.excerpts[cell], private)
        if little != published.excerpts[cell]:
            found[owner[cell[0]]].excerpts[cell] = little
    return found


def _is_small(size: RowSize, floor: int) -> bool:
    return size.is_group if size.smallest is None else size.smallest < floor


class _HiddenWords(dict[str, str]):
    """Fills every placeholder of a rule without its number."""

    def __missing__(self, word: str) -> str:
        return PLAIN_WORDS.get(word, HIDDEN)


def _masked(finding: Finding, private: set[RowKey]) -> Finding:
    """The finding, in a private row without the numbers it quoted."""
    row = cell_position(finding.cell)[0] + 1
    is_private = (finding.source, finding.sheet, row) in private
    if not is_private or (finding.code in QUOTES_NO_NUMBER and not A_NUMBER.match(finding.value)):
        return finding
    rule = rules.RULE_BY_CODE[finding.code]
    what, why, fix = (text.format_map(_HiddenWords()) for text in (rule.what, rule.why, rule.fix))
    return finding._replace(value=HIDDEN, what=what, why=why, fix=fix)


def _masked_match(match: Match, private: set[RowKey]) -> Match:
    """The match; a number that was taken for nothing may be one that its tab hides."""
    is_number = not match.name and A_NUMBER.match(match.text)
    hides = is_number and any(key[:2] == (match.source, match.sheet) for key in private)
    return match._replace(text=HIDDEN) if hides else match


def _masked_excerpt(source: str, sheet: str, excerpt: Excerpt, private: set[RowKey]) -> Excerpt:
    """The little sheet without the numbers of private rows."""

    def masked(row: int, texts: tuple[str, ...]) -> tuple[str, ...]:
        if not excerpt.numbers or (source, sheet, row) not in private:
            return texts
        cells = zip(texts, excerpt.numbers, strict=True)
        return tuple(
            HIDDEN if text and (is_number or A_NUMBER.match(text)) else text
            for text, is_number in cells
        )

    return excerpt._replace(rows=tuple((row, masked(row, texts)) for row, texts in excerpt.rows))
