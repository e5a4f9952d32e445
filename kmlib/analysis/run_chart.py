"""Run charts: medians, and the runs about them that chance alone seldom makes (Anhøj rules).

`find_runs` judges one series, `find_all_runs` those of a whole network at once.
"""

from collections.abc import Callable, Sequence
from functools import cache
from math import comb, log2
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from kmlib.observations import Numbers

Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]

RULE_FAMILY = "Run chart, Anhøj rules"
USEFUL_POINTS_NEEDED = 10  # the rules are validated for 10 to 100 points: Anhøj and Olesen (2014)
# project choice: sheets compute 0.1 + 0.2 where they show 0.3; closer than this lies on the median
TIE = 1e-9  # relative to the larger of the two, and absolute in the measure's unit
# project choice: which way a series moved is read off its last run of at least three points, since
# one or two points across the median are common even right after a real change
CURRENT_RUN_NEEDED = 3


class Runs(NamedTuple):
    """The runs about the median, with the last counts that do not signal."""

    useful: int = 0  # points off the median
    longest: int = 0
    longest_limit: int = 0
    crossings: int = 0  # how often the line crosses the median
    crossings_limit: int = 0
    lopsided: bool = False  # half or more of what made the median are its lowest, or its highest

    @property
    def unusually_long(self) -> bool:
        """The longest run is longer than chance alone would make it."""
        return self.longest > self.longest_limit

    @property
    def unusually_few_crossings(self) -> bool:
        """The line crosses the median less often than chance alone would make it."""
        return self.crossings < self.crossings_limit

    @property
    def signals(self) -> bool:
        """Something other than chance moved the line; never with too few useful points.

        Nor on a lopsided median, as of rare events of which most months have none: the rules take
        it that chance puts as many points above as below (project choice: then limits alone judge).
        """
        unusual = self.unusually_long or self.unusually_few_crossings
        return unusual and self.useful >= USEFUL_POINTS_NEEDED and not self.lopsided


def find_runs(values: Sequence[float], median: float) -> Runs:
    """Count the runs about the median and set their limits by the Anhøj rules.

    Args:
        values: the series, oldest first, in its own unit; missing points left out.
        median: the center line, in the same unit.

    Returns:
        Counts and limits; with every point on the median, useful is 0 and nothing signals.
        A point on the median (within `TIE`) neither lengthens nor breaks a run.

    Source: Anhøj and Olesen (2014), Run charts revisited, doi:10.1371/journal.pone.0113825.

    >>> find_runs([7, 7, 7, 7, 5, 7, 7, 7, 2, 2, 2], median=5).longest
    7
    """
    one = np.zeros(len(values), dtype=np.int64)
    return find_all_runs(one, np.array(values, dtype=np.float64), np.array([median])).of(0)


def longest_limit(useful: int) -> int:
    """The longest run that does not signal: log2 of the useful points, rounded, plus 3.

    >>> [longest_limit(useful) for useful in (10, 12, 24, 40)]
    [6, 7, 8, 8]
    """
    return round(log2(useful)) + 3 if useful else 0


@cache
def crossings_limit(useful: int) -> int:
    """The fewest crossings that do not signal: the 5 % point of useful - 1 tosses of a fair coin.

    The smallest k with P(Bin(useful - 1, 1/2) <= k) >= 0.05, in whole numbers, so exact.

    >>> [crossings_limit(useful) for useful in (10, 12, 24, 40)]
    [2, 3, 8, 14]
    """
    tosses = max(useful - 1, 0)
    fewest, ways = 0, 1
    while 20 * ways < 2**tosses:
        fewest += 1
        ways += comb(tosses, fewest)
    return fewest


class AllRuns(NamedTuple):
    """What `find_runs` counts, for many series at once, and where in them it stands."""

    # one entry a series
    useful: Ints
    longest: Ints
    longest_limit: Ints
    crossings: Ints
    crossings_limit: Ints
    lopsided: Bools
    current_side: Ints  # -1 or 1: side of the last run of CURRENT_RUN_NEEDED points; 0: none
    # one entry a value
    side: Ints  # -1 below, 0 on, 1 above the median; 0 for NaN
    in_current: Bools  # part of that last run, or on the median between its points

    def of(self, series: int) -> Runs:
        """The counts and limits of one series."""
        return Runs._make(column.item(series) for column in self[:6])

    def take(self, series: Ints) -> Self:
        """The counts and limits of these series."""
        names = AllRuns._fields[:7]
        return self._replace(**{name: getattr(self, name)[series] for name in names})

    @property
    def signals(self) -> Bools:
        """As in `Runs`."""
        unusual = (self.longest > self.longest_limit) | (self.crossings < self.crossings_limit)
        return unusual & (self.useful >= USEFUL_POINTS_NEEDED) & ~self.lopsided


def find_all_runs(
    series: Ints, values: Numbers, medians: Numbers, base: Bools | None = None
) -> AllRuns:
    """Count the runs of many series at once, as `find_runs` does of one.

    Args:
        series: the number of the series that each value belongs to, from 0, ascending.
        values: oldest first within a series; NaN where there is no point.
        medians: the center line of each series.
        base: which values made it; all where it is not given.
    """
    count = len(medians)
    side = sides(values, medians[series])
    off_median = np.flatnonzero(side)
    owner, above = series[off_median], side[off_median]
    first = np.flatnonzero(np.diff(owner, prepend=-1) | np.diff(above, prepend=0))
    length = np.diff(first, append=len(off_median))
    run_owner = owner[first]
    longest = np.zeros(count, dtype=np.int64)
    np.maximum.at(longest, run_owner, length)
    current = last_of_each(run_owner, length >= CURRENT_RUN_NEEDED, count)
    begin, end = (np.append(off_median[at], -1)[current] for at in (first, first + length - 1))
    place = np.arange(len(values))
    halves = (side * (True if base is None else base) == half for half in (-1, 1))
    below, over = (np.bincount(series[half], minlength=count) > 0 for half in halves)
    in_current = (begin[series] <= place) & (place <= end[series]) & ~np.isnan(values)
    useful = np.bincount(owner, minlength=count)
    return AllRuns(
        useful=useful,
        longest=longest,
        longest_limit=_for_each(useful, longest_limit),
        crossings=np.maximum(np.bincount(run_owner, minlength=count) - 1, 0),
        crossings_limit=_for_each(useful, crossings_limit),
        lopsided=below != over,
        current_side=np.append(above[first], 0)[current],
        side=side,
        in_current=in_current,
    )


def medians_by_series(series: Ints, values: Numbers, count: int) -> Numbers:
    """The median of each of `count` series; NaN where a series has no value.

    >>> medians_by_series(np.array([0, 0, 0, 2, 2]), np.array([9.0, 1, 5, 1, 2]), 3).tolist()
    [5.0, nan, 1.5]
    """
    both = np.empty(len(values), dtype=np.complex128)
    both.real, both.imag = series, values
    both.sort()  # by series, then by value: three times as fast as np.lexsort
    ranked = both.imag
    size = np.bincount(series, minlength=count)
    before = np.cumsum(size) - size
    medians = np.full(count, np.nan)
    filled = size > 0
    low, high = before + (size - 1) // 2, before + size // 2
    medians[filled] = (ranked[low[filled]] + ranked[high[filled]]) / 2
    return medians


def last_of_each(series: Ints, which: Bools, count: int) -> Ints:
    """The last position where `which` is true in each of `count` series; -1 where there is none."""
    last = np.full(count, -1, dtype=np.int64)
    chosen = np.flatnonzero(which)
    last[series[chosen]] = chosen  # of repeated series the last one stays
    return last


def sides(values: Numbers, lines: Numbers) -> Ints:
    """On which side of its line each value lies: -1 below, 0 on it, 1 above; 0 where one is NaN.

    The tolerance is that of `math.isclose`.
    """
    above = values - lines
    room = np.maximum(TIE * np.maximum(np.abs(values), np.abs(lines)), TIE)
    return np.where(np.abs(above) > room, np.sign(above), 0).astype(np.int8)


def _for_each(useful: Ints, limit: Callable[[int], int]) -> Ints:
    """A limit, computed once for every number of useful points that occurs."""
    sizes, at = np.unique(useful, return_inverse=True)
    return np.array([limit(size) for size in sizes.tolist()], dtype=np.int64)[at]
