"""Control limits: how far chance alone takes a point from the mean, of many series at once.

XmR, p and Laney's p′ limits have one formula here: mean ± 3 x unit x sigma. The unit is how far one
point strays because few were counted, or 1 where nothing was counted; sigma is how many units
neighbouring points stray in truth.

    XmR   unit 1, sigma from moving ranges
    p     unit √(p(1 − p) / n), sigma 1
    p′    unit √(p(1 − p) / n), sigma from moving ranges
"""

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from kmlib.analysis.run_chart import Bools, Ints, sides
from kmlib.observations import Numbers

POINTS_NEEDED = 13  # NHS Making Data Count: limits and icons only from 13 points of a phase on
# project choice: with gaps 13 points may leave few neighbours, and fewer ranges say too little
RANGES_NEEDED = 10
# project choice, as the R packages qicharts2 and NHSRplotthedots do and Making Data Count's Excel
# does not: one jump should not widen the limits that are there to show it
SCREENED = True


class Chart(StrEnum):
    """Which kind of limits a series has."""

    XMR = "XmR"
    P_PRIME = "p′ (Laney)"


class Charted(NamedTuple):
    """Points to draw limits for, by series and oldest first; one entry a point."""

    series: Ints  # ascending, from 0
    value: Numbers
    numerator: Numbers  # NaN where the value is not a percent of counts
    denominator: Numbers
    base: Bools  # mean and limits are made of these
    follows: Bools  # right after the one before it: a missing point is not bridged


class AllLimits(NamedTuple):
    """The limits of many series."""

    # one entry a series
    mean: Numbers  # in the series' unit; NaN without points
    is_share: Bools  # p′: every point is a percent of counts; else XmR
    ranges: Ints  # moving ranges between them
    left_out: Ints  # of these by screening
    # one entry a point
    lower: Numbers  # NaN without a moving range
    upper: Numbers


def find_all_limits(points: Charted, count: int, *, screened: bool = SCREENED) -> AllLimits:
    """The limits of `count` series: p′ where every point is a percent of counts, else XmR.

    They are drawn however few the points are; whether they say anything is for the caller to judge.

    Source: Wheeler and Chambers (1992), Understanding Statistical Process Control, for XmR; Laney
    (2002), Improved control charts for attributes, doi:10.1081/QEN-120003555, for p′.
    """
    series, base = points.series, points.base
    owner = series[base]
    made_of = np.bincount(owner, minlength=count)
    lacking = np.isnan(points.numerator) | ~(points.denominator > 0)
    is_share = (made_of > 0) & (np.bincount(owner[lacking[base]], minlength=count) == 0)
    over = np.where(is_share[owner], points.denominator[base], 1)
    sums = np.where(is_share[owner], points.numerator[base], points.value[base])
    mean = _sums(owner, sums, count) / np.where(made_of, _sums(owner, over, count), np.nan)
    error = 100 * counting_error(mean[series], points.denominator)
    unit = np.where(is_share[series], error, 1)
    mean = np.where(is_share, 100 * mean, mean)
    strays = points.value - mean[series]
    z = np.divide(strays, unit, out=np.zeros_like(strays), where=unit > 0)
    z[~base] = np.nan
    sigma, ranges, left_out = _sigmas(points, z, count, screened=screened)
    room = reach(unit, sigma[series])
    center = mean[series]
    return AllLimits(mean, is_share, ranges, left_out, center - room, center + room)


def reach(unit: Numbers, sigma: Numbers | float) -> Numbers:
    """How far from the mean the limits lie: three sigma, as Shewhart (1931) drew them."""
    return 3 * unit * sigma


def beyond(values: Numbers, lower: Numbers, upper: Numbers) -> Ints:
    """-1 for values below their lower limit, 1 above their upper one, else 0; on it is inside."""
    side: Ints = np.maximum(sides(values, upper), 0) + np.minimum(sides(values, lower), 0)
    return side


def counting_error(share: Numbers, size: Numbers) -> Numbers:
    """How far a share of so many strays when each falls by chance alone: √(p(1 − p) / n)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        error: Numbers = np.sqrt(np.maximum(share * (1 - share), 0) / size)
    return error


def _sigmas(
    points: Charted, z: Numbers, count: int, *, screened: bool
) -> tuple[Numbers, Ints, Ints]:
    """The standard deviation of each series, its moving ranges, and how many screening left out.

    Screening leaves out, once, the ranges that are wider than chance makes them. Where that would
    leave no variation at all (a line that is flat but for one jump) it is not done.

    Source: Montgomery, Introduction to Statistical Quality Control, appendix VI, for d2 = 1.128 and
    D4 = 3.267 of two points; Nelson (1982), Control charts for individual measurements,
    doi:10.1080/00224065.1982.11978811, for screening.
    """
    series = points.series
    later = np.flatnonzero(points.follows[1:] & (series[1:] == series[:-1])) + 1
    ranges, owner = np.abs(z[later] - z[later - 1]), series[later]
    there = ~np.isnan(ranges)
    ranges, owner = ranges[there], owner[there]
    how_many = np.bincount(owner, minlength=count)
    mean = _sums(owner, ranges, count) / np.where(how_many, how_many, np.nan)
    if not screened:
        return mean / 1.128, how_many, np.zeros_like(how_many)
    narrow = ranges < 3.267 * mean[owner]
    kept = np.bincount(owner[narrow], minlength=count)
    sums = _sums(owner[narrow], ranges[narrow], count)
    varies = sums > 0
    mean = np.where(varies, sums / np.maximum(kept, 1), mean)
    return mean / 1.128, how_many, np.where(varies, how_many - kept, 0)


def _sums(owner: Ints, amounts: Numbers, count: int) -> Numbers:
    return np.bincount(owner, weights=amounts, minlength=count).astype(np.float64, copy=False)
