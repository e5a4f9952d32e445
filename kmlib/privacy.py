"""Privacy: the network as read becomes the network as published.

Everything above this floor sees only what `publish` returns. A hidden number is absent there, not
styled away: value, numerator and denominator are gone, in observations, findings and excerpts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np

from kmlib import findings as rules
from kmlib.findings import Finding
from kmlib.network import Network, Sheets
from kmlib.observations import Mask, Observations
from kmlib.reading.excerpts import Excerpt, RowKey, RowSize, cell_position
from kmlib.schema import SMALLEST_GROUP_SHOWN, Counts, NetworkSettings, Unit

HIDDEN = "hidden (small group)"
ABOUT_NAMES = (rules.NAME_UNKNOWN, rules.NAME_NEAR_MISS, rules.GROUP_UNLISTED)
ABOUT_DAYS = (rules.NOT_A_DATE, rules.YEAR_UNKNOWN)
ABOUT_DATES = (*ABOUT_DAYS, rules.DATE_IN_FUTURE, rules.DATE_BEFORE_NETWORK)
ABOUT_NOTHING = (rules.REQUIRED_EMPTY, rules.VALUE_EMPTY, rules.ERROR_VALUE, rules.NOT_COMPUTED)
QUOTES_NO_NUMBER = {rule.code for rule in (*ABOUT_NAMES, *ABOUT_DATES, *ABOUT_NOTHING)}


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
        hidden = f"Groups of fewer than {self.floor} students, or of unknown size, are hidden"
        return f"{hidden}, and the next smallest where the whole would give them away."


@dataclass(frozen=True, eq=False)
class Published(Sheets):
    """A network with small groups taken out: the only thing analysis, charts and exports take."""

    privacy: PrivacyRule = field(kw_only=True)


def publish(network: Network) -> Published:
    """Take out every number about a small group, and those from which it could be worked out.

    Hidden are student measures (1) counted over fewer than the floor, (2) of a student group whose
    size nobody typed, (3) of a group without which the hidden ones of its dimension could be worked
    out from the whole: the next smallest, until at least two are hidden that hold the floor between
    them.

    Source: NCES 2011-603 (SLDS Technical Brief 3) for the floor of 10 and complementary
    suppression; the rule for groups of unknown size is the cautious reading of 34 CFR 99.3.
    """
    rule = privacy_rule(network.settings)
    parts = {part.name: getattr(network, part.name) for part in fields(network)}
    if rule.floor <= 1:
        return Published(**parts, privacy=rule)
    hidden = _small(network, rule.floor)
    hidden |= _complements(network, hidden, rule.floor)
    private = _private_rows(network, hidden, rule.floor)
    parts |= {
        "observations": _without(network.observations, hidden),
        "findings": tuple(_masked(finding, private) for finding in network.findings),
        "excerpts": {
            (source, sheet, cell): _masked_excerpt(source, sheet, excerpt, private)
            for (source, sheet, cell), excerpt in network.excerpts.items()
        },
        "row_sizes": {},
    }
    hidden_here = int((hidden & ~network.observations.suppressed).sum())
    return Published(**parts, privacy=replace(rule, hidden=hidden_here))


def privacy_rule(settings: NetworkSettings) -> PrivacyRule:
    """The floor that holds: a smaller one only with a reason."""
    asked = SMALLEST_GROUP_SHOWN if settings.floor is None else settings.floor
    if asked >= SMALLEST_GROUP_SHOWN or not settings.floor_reason:
        return PrivacyRule(max(asked, SMALLEST_GROUP_SHOWN))
    return PrivacyRule(max(asked, 1), settings.floor_reason)


def _small(network: Network, floor: int) -> Mask:
    """Observations counted over too few students, or over nobody knows how many."""
    seen = network.observations
    measures = {m.measure: m for m in network.measures}
    students = np.array([measures[m].counts is Counts.STUDENTS for m in seen.measures], np.bool_)
    counts = np.array([measures[m].unit is Unit.COUNT for m in seen.measures], np.bool_)
    enrolled = {t.team: np.nan if t.students is None else t.students for t in network.teams}
    of_team = np.array([enrolled[team] for team in seen.teams], np.float64)
    if not len(seen):
        return np.zeros(0, np.bool_)
    is_group = seen.group > 0
    size = np.where(np.isnan(seen.denominator) & counts[seen.measure], seen.value, seen.denominator)
    size = np.where(is_group, size, np.fmin(seen.denominator, of_team[seen.team]))
    unknown = np.isnan(size)
    return students[seen.measure] & ~seen.suppressed & ((size < floor) | (unknown & is_group))


def _complements(network: Network, hidden: Mask, floor: int) -> Mask:
    """Further observations without which the hidden ones could be worked out from the whole."""
    seen = network.observations
    more = np.zeros(len(seen), np.bool_)
    covered = hidden | seen.suppressed
    for whole, members in _families(network, covered):
        if covered[whole]:
            continue  # no total is shown
        size = {i: float(seen.denominator[i]) for i in (whole, *members)}
        gone = [i for i in members if covered[i]]
        shown = sorted(
            (i for i in members if not covered[i]), key=lambda i: (np.nan_to_num(size[i]), i)
        )
        while shown and (len(gone) < 2 or _held(size, whole, gone, shown) < floor):
            more[shown[0]] = True
            gone.append(shown.pop(0))
    return more


def _held(size: Mapping[int, float], whole: int, gone: list[int], shown: list[int]) -> float:
    """How many students the hidden groups hold together, 0 if nobody can tell."""
    held = sum(size[i] for i in gone)
    if np.isnan(held):  # hidden by the source: then what the shown ones leave of the whole
        held = size[whole] - sum(size[i] for i in shown)
    return float(np.nan_to_num(held))


def _families(network: Network, covered: Mask) -> Iterable[tuple[int, list[int]]]:
    """Each whole-team observation with the groups of one dimension in which something is hidden."""
    seen = network.observations
    dimension = {group.group: group.dimension for group in network.groups}
    wholes: dict[tuple[int, ...], int] = {}
    members: dict[tuple[tuple[int, ...], str], list[int]] = defaultdict(list)
    touched = covered & (seen.group > 0)
    keys = list(
        zip(*(c.tolist() for c in (seen.team, seen.measure, seen.start, seen.end)), strict=True)
    )
    wanted = {keys[i] for i in np.flatnonzero(touched).tolist()}
    for i, (key, group) in enumerate(zip(keys, seen.group.tolist(), strict=True)):
        if key not in wanted:
            continue
        if group:
            members[key, dimension.get(seen.groups[group], "")].append(i)
        else:
            wholes[key] = i
    for (key, _), family in members.items():
        if key in wholes and covered[family].any():
            yield wholes[key], family


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
    return rows | {key for key, size in network.row_sizes.items() if _is_small(size, floor)}


def _is_small(size: RowSize, floor: int) -> bool:
    return size.is_group if size.smallest is None else size.smallest < floor


class _HiddenWords(dict[str, str]):
    """Fills every placeholder of a rule without its number."""

    def __missing__(self, word: str) -> str:
        return "The cell is set aside." if word == "effect" else HIDDEN


def _masked(finding: Finding, private: set[RowKey]) -> Finding:
    """The finding, in a private row without the numbers it quoted."""
    row = cell_position(finding.cell)[0] + 1
    is_private = (finding.source, finding.sheet, row) in private
    if not is_private or finding.code in QUOTES_NO_NUMBER:
        return finding
    rule = rules.RULE_BY_CODE[finding.code]
    what, why, fix = (text.format_map(_HiddenWords()) for text in (rule.what, rule.why, rule.fix))
    return finding._replace(value=HIDDEN, what=what, why=why, fix=fix)


def _masked_excerpt(source: str, sheet: str, excerpt: Excerpt, private: set[RowKey]) -> Excerpt:
    """The little sheet without the numbers of private rows."""

    def masked(row: int, texts: tuple[str, ...]) -> tuple[str, ...]:
        if not excerpt.numbers or (source, sheet, row) not in private:
            return texts
        cells = zip(texts, excerpt.numbers, strict=True)
        return tuple(HIDDEN if text and is_number else text for text, is_number in cells)

    return excerpt._replace(rows=tuple((row, masked(row, texts)) for row, texts in excerpt.rows))
