"""Complements: what more has to be hidden, so that nothing hidden can be worked out from a sum."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kmlib.network import Network
from kmlib.observations import Mask, Numbers, Observations
from kmlib.reading.names import title_key

Positions = NDArray[np.int64]
NONE = -1


class _Sums(NamedTuple):
    """What a reader can take apart: a whole, and the parts that add up to it."""

    whole: Positions  # one entry a sum: the observation of the whole, NONE where nobody reports it
    total: Numbers  # how many the whole holds, NaN where that is no help
    sum: Positions  # one entry a part: the number of its sum
    part: Positions  # its observation

    def over_parts(self, numbers: Numbers | Mask) -> Numbers:
        """These numbers of the parts, added up for each sum."""
        return np.asarray(np.bincount(self.sum, numbers, minlength=len(self.whole)), np.float64)


def with_complements(network: Network, counted: Numbers, gone: Mask, floor: int) -> Mask:
    """What is hidden, and what more without which a hidden number could be worked out.

    Hidden as well is (1) a group that is its whole team but for fewer than the floor, (2) the
    smallest shown part of a sum whose whole is shown, until at least two parts are hidden that hold
    the floor between them, or until what no part reports holds it. Sums are the groups of one
    dimension, which make the whole team, and the months in a quarter of one group. A whole that
    nobody reports is what another dimension adds up to, if all of it is shown. What is hidden for
    one sum counts in all others, to a fixed point.

    Args:
        network: all measures of it count students.
        counted: how many each observation counts, NaN where nobody knows.
        gone: what is hidden so far, here or at the source.
        floor: groups of fewer are hidden.
    """
    gone = gone.copy()
    groups, periods = _sums_of_groups(network, counted, gone), _sums_of_periods(network)
    but_for = groups.total[groups.sum] - counted[groups.part]
    gone[groups.part[(but_for > 0) & (but_for < floor)]] = True
    sums = _Sums(
        np.append(groups.whole, periods.whole),
        np.append(groups.total, periods.total),
        np.append(groups.sum, periods.sum + len(groups.whole)),
        np.append(groups.part, periods.part),
    )
    # a whole team that may be shown without saying how many it counts is no small one
    is_large = (network.observations.group == 0) & np.isnan(counted) & ~gone
    size = np.where(is_large, floor, counted)[sums.part]
    unreported = sums.total - sums.over_parts(size)
    few_left = (unreported > 0) & (unreported < floor) & (sums.over_parts(gone[sums.part]) == 0)
    while len(more := _next_to_hide(sums, size, gone, few_left, floor)):
        gone[more] = True
    return gone


def _next_to_hide(sums: _Sums, size: Numbers, gone: Mask, few_left: Mask, floor: int) -> Positions:
    """The smallest shown part of each sum that would give hidden ones away."""
    is_gone = gone[sums.part]
    number_gone = sums.over_parts(is_gone)
    held = sums.over_parts(np.where(is_gone, np.nan_to_num(size), 0))
    rest = sums.total - sums.over_parts(np.where(is_gone, 0, size))
    unknown = sums.over_parts(is_gone & np.isnan(size)) > 0
    held = np.where(unknown, np.fmax(held, rest), held)  # what the shown ones leave of the whole
    has_whole = np.where(sums.whole == NONE, ~np.isnan(sums.total), ~gone[sums.whole])
    too_few = (number_gone < np.where(few_left, 1, 2)) | (held < floor)
    gives_away = has_whole & too_few & ((number_gone > 0) | few_left)
    shown = np.flatnonzero(gives_away[sums.sum] & ~is_gone)
    order = shown[np.lexsort((sums.part[shown], np.nan_to_num(size[shown]), sums.sum[shown]))]
    _, first = np.unique(sums.sum[order], return_index=True)
    return sums.part[order[first]]


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
