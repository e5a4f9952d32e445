"""Complements: what more has to be hidden, so that nothing hidden can be worked out from a sum."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kmlib.network import Network
from kmlib.observations import Mask, Numbers, Observations
from kmlib.reading.names import title_key
from kmlib.reading.school_calendar import school_year_of

Positions = NDArray[np.int64]
NONE = -1
AT_LEAST = 2.0  # project choice: a hidden number that can be one of two is all but told
MANY = 1e9  # more than any team has students
ROUNDS = 20  # project choice: bounds of bounds settle in three or four


class _Sums(NamedTuple):
    """What a reader can take apart: a whole, and the parts that add up to it."""

    whole: Positions  # one entry a sum: the observation of the whole, NONE where nobody reports it
    total: Numbers  # how many the whole holds, NaN where that is no help
    sum: Positions  # one entry a part: the number of its sum
    part: Positions  # its observation

    def over_parts(self, numbers: Numbers | Mask) -> Numbers:
        """These numbers of the parts, added up for each sum."""
        return np.asarray(np.bincount(self.sum, numbers, minlength=len(self.whole)), np.float64)

    def beside(self, other: _Sums) -> _Sums:
        """These sums and others."""
        return _Sums(
            np.append(self.whole, other.whole),
            np.append(self.total, other.total),
            np.append(self.sum, other.sum + len(self.whole)),
            np.append(self.part, other.part),
        )


def with_complements(
    network: Network, counted: Numbers, small: Mask, tails: Mask, floor: int
) -> Mask:
    """What is hidden, and what more without which a hidden number could be worked out.

    A group that is small in one month of a school year is hidden in all, for growing from 9 to 10
    it would tell of one student; so is any count of a group that has something to hide, since it
    may be a running total. The smallest beside it is that of the year, the same in each month.

    Hidden as well is (1) a group that is its whole team but for fewer than the floor, (2) the
    smallest shown part of a sum whose whole is shown, until at least two parts are hidden that hold
    the floor between them, or until what no part reports holds it, (3) the smallest shown part, or
    at last the whole unless it is a whole team, of a sum that leaves a hidden number of those
    counted, of those who met the measure or of the others less room than `AT_LEAST`. Sums are the
    groups of one dimension, which make the whole team, and the months in a quarter of one group. A
    whole that nobody reports is what another dimension adds up to, if all of it is shown. What is
    hidden for one sum counts in all others, to a fixed point.

    Args:
        network: all measures of it count students.
        counted: how many each observation counts, NaN where nobody knows.
        small: what is hidden for its size, here or at the source.
        tails: what is hidden since all or none met the measure.
        floor: groups of fewer are hidden.
    """
    year = _years_of_groups(network)
    gone = tails | (np.bincount(year, small)[year] > 0)
    may_run = np.isnan(network.observations.denominator)  # of a group: counts, perhaps so far
    groups, periods = _sums_of_groups(network, counted, gone), _sums_of_periods(network)
    but_for = groups.total[groups.sum] - counted[groups.part]
    gone[groups.part[(but_for > 0) & (but_for < floor)]] = True
    sums = groups.beside(periods)
    # a whole team that may be shown without saying how many it counts is no small one
    is_large = (network.observations.group == 0) & np.isnan(counted) & ~gone
    size = np.where(is_large, floor, counted)[sums.part]
    least = np.full(len(gone), np.inf)
    np.fmin.at(least, year, counted)  # the same part is hidden all year
    unreported = sums.total - sums.over_parts(size)
    few_left = (unreported > 0) & (unreported < floor) & (sums.over_parts(gone[sums.part]) == 0)
    met = met_by(network)
    told = [_Told.of(sums, numbers) for numbers in (counted, met, counted - met)]
    while True:
        gone |= may_run & (np.bincount(year, gone & may_run)[year] > 0)
        gives_away = _holds_too_few(sums, size, gone, few_left, floor)
        if gone.any() and not gives_away.any():
            gives_away = _leaves_no_room(sums, told, gone)
        more = _smallest_shown(sums, least[year][sums.part], gone, gives_away)
        if not len(more):  # the whole itself, unless it is a whole team
            wholes = sums.whole[gives_away & (sums.whole != NONE)]
            more = wholes[~gone[wholes] & (network.observations.group[wholes] > 0)]
        if not len(more):
            return gone
        gone[more] = True


def _years_of_groups(network: Network) -> Positions:
    """One number for the periods of one length in which a school year counts the same group."""
    seen, first = network.observations, network.settings.first_month
    days, back = np.unique(seen.start, return_inverse=True)
    of_day = [school_year_of(dt.date.fromordinal(day), first) for day in days.tolist()]
    length = np.round((seen.end - seen.start) / 30).astype(np.int64)  # in months
    alone = np.where(seen.group > 0, 0, np.arange(1, len(seen) + 1))  # each whole team’s number
    return _numbered(seen.team, seen.measure, seen.group, np.array(of_day)[back], length, alone)


def met_by(network: Network) -> Numbers:
    """How many of those counted met each share's measure, NaN where nobody can work it out."""
    seen = network.observations
    per = np.array([measure.per for measure in network.measures])[seen.measure]
    computed = np.round(seen.value * seen.denominator / per)
    return np.where(np.isnan(seen.numerator), computed, seen.numerator)


def _holds_too_few(sums: _Sums, size: Numbers, gone: Mask, few_left: Mask, floor: int) -> Mask:
    """The sums whose hidden parts are not two, or do not hold the floor between them."""
    is_gone = gone[sums.part]
    number_gone = sums.over_parts(is_gone)
    held = sums.over_parts(np.where(is_gone, np.nan_to_num(size), 0))
    rest = sums.total - sums.over_parts(np.where(is_gone, 0, size))
    unknown = sums.over_parts(is_gone & np.isnan(size)) > 0
    held = np.where(unknown, np.fmax(held, rest), held)  # what the shown ones leave of the whole
    has_whole = np.where(sums.whole == NONE, ~np.isnan(sums.total), ~gone[sums.whole])
    too_few = (number_gone < np.where(few_left, 1, 2)) | (held < floor)
    some_shown = number_gone < sums.over_parts(np.ones(len(size)))
    gives_away: Mask = has_whole & too_few & ((number_gone > 0) | few_left) & some_shown
    return gives_away


def _leaves_no_room(sums: _Sums, told: list[_Told], gone: Mask) -> Mask:
    """The sums with a hidden number, of a part or of the whole, that is all but told."""
    tight = np.logical_or.reduce([gone & one.pins(gone) for one in told])
    whole_is_tight = np.where(sums.whole == NONE, False, tight[sums.whole])
    no_room: Mask = (sums.over_parts(tight[sums.part]) > 0) | whole_is_tight
    return no_room


def _smallest_shown(sums: _Sums, size: Numbers, gone: Mask, of: Mask) -> Positions:
    """The smallest shown part of each of these sums."""
    shown = np.flatnonzero(of[sums.sum] & ~gone[sums.part])
    order = shown[np.lexsort((sums.part[shown], np.nan_to_num(size[shown]), sums.sum[shown]))]
    _, first = np.unique(sums.sum[order], return_index=True)
    return sums.part[order[first]]


class _Told(NamedTuple):
    """What sums tell of one kind of number: those counted, those who met the measure, the others.

    Where the parts make their whole, in truth or as far as anybody knows, a reader may add them up.
    """

    sums: _Sums
    numbers: Numbers  # one an observation
    adds_up: Mask  # one a sum

    @classmethod
    def of(cls, sums: _Sums, numbers: Numbers) -> _Told:
        """Those sums of these numbers that add up."""
        total = sums.over_parts(numbers[sums.part])
        whole = np.where(sums.whole == NONE, np.nan, numbers[sums.whole])
        return cls(sums, numbers, (sums.whole != NONE) & ((total == whole) | np.isnan(total)))

    def pins(self, gone: Mask) -> Mask:
        """The numbers that sums leave less room than `AT_LEAST`, by the bounds of each other."""
        sums, known = self.sums, ~gone & ~np.isnan(self.numbers)
        least = np.where(known, self.numbers, 0.0)
        most = np.where(known, self.numbers, MANY)
        used = self.adds_up[sums.sum]
        part, number = sums.part[used], sums.sum[used]
        which, whole = np.flatnonzero(self.adds_up), sums.whole[self.adds_up]
        for _ in range(ROUNDS):
            before = most - least
            sum_least, sum_most = (
                np.bincount(number, bound[part], minlength=len(sums.whole))
                for bound in (least, most)
            )
            others_least = sum_least[number] - least[part]
            others_most = sum_most[number] - most[part]
            np.minimum.at(most, part, most[sums.whole[number]] - others_least)
            np.maximum.at(least, part, least[sums.whole[number]] - others_most)
            np.minimum.at(most, whole, sum_most[which])
            np.maximum.at(least, whole, sum_least[which])
            if np.array_equal(before, most - least):
                break
        pinned: Mask = most - least < AT_LEAST
        return pinned


def _sums_of_groups(network: Network, counted: Numbers, gone: Mask) -> _Sums:
    """The groups of each dimension, by team, measure and period: they make the whole team."""
    seen = network.observations
    part = np.flatnonzero(seen.group > 0)
    cell = _numbered(seen.team, seen.measure, seen.start, seen.end)
    whole_of = np.full(len(seen), NONE)
    wholes = np.flatnonzero((seen.group == 0) & ~gone)
    whole_of[cell[wholes]] = wholes
    dimensions = {group.group: title_key(group.dimension) for group in network.groups}
    of_group = [dimensions.get(group, "") for group in seen.groups]
    dimension = np.unique(of_group, return_inverse=True)[1]
    number = _numbered(cell[part], dimension[seen.group[part]])
    at = cell[part[np.unique(number, return_index=True)[1]]]
    sums = _Sums(whole_of[at], np.full(len(at), np.nan), number, part)
    added = sums.over_parts(np.nan_to_num(counted[part]))
    is_whole = (sums.over_parts(gone[part]) == 0) & (np.bincount(number) > 1)
    told = np.zeros(len(seen))
    np.maximum.at(told, at[is_whole], added[is_whole])
    told_here = np.where(told[at] >= added, told[at], np.nan)
    return sums._replace(total=np.where(sums.whole == NONE, told_here, counted[sums.whole]))


def _sums_of_periods(network: Network) -> _Sums:
    """The shorter periods in a longer one of the same team, measure and group.

    Their sizes do not add up to its own, since each month may count the same students again.
    """
    seen = network.observations
    line = _numbered(seen.team, seen.measure, seen.group)
    order = np.lexsort((-seen.end, seen.start, line))
    same = np.diff(line[order]) == 0
    overlaps = same & (seen.start[order][1:] <= seen.end[order][:-1])
    some = order[np.isin(line[order], line[order][1:][overlaps])]
    whole, part = _nested(seen, line, some)
    longer, number = np.unique(whole, return_inverse=True)
    return _Sums(longer, np.full(len(longer), np.nan), number, part)


def _nested(seen: Observations, line: Positions, order: Positions) -> tuple[Positions, Positions]:
    """The periods that lie in another one of their line, and the shortest that holds each."""
    within: list[tuple[int, int]] = []
    open_: list[int] = []
    for i in order.tolist():
        open_ = [o for o in open_ if line[o] == line[i] and seen.end[o] >= seen.start[i]]
        holders = [o for o in open_ if seen.end[o] >= seen.end[i]]
        within += [(holders[-1], i)] if holders else []
        open_.append(i)
    whole, part = np.array(within, np.int64).reshape(-1, 2).T
    return whole, part


def _numbered(*columns: NDArray[Any]) -> Positions:
    """One number, from 0, for all rows that agree in these columns."""
    key = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        key = key * (int(column.max(initial=0)) + 1) + column
    numbers: Positions = np.unique(key, return_inverse=True)[1]
    return numbers
