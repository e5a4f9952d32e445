"""Signs: what runs and limits show in every phase, before anybody asks which way is better."""

from typing import NamedTuple

import numpy as np

from kmlib.analysis.limits import (
    POINTS_NEEDED,
    RANGES_NEEDED,
    AllLimits,
    Charted,
    beyond,
    find_all_limits,
)
from kmlib.analysis.lines import Lines
from kmlib.analysis.phases import NEVER, Phases
from kmlib.analysis.run_chart import (
    USEFUL_POINTS_NEEDED,
    AllRuns,
    Bools,
    Ints,
    find_all_runs,
    last_of_each,
    medians_by_series,
)
from kmlib.observations import Numbers
from kmlib.schema import Unit

MOST = {Unit.PERCENT: 100.0, Unit.YES_NO: 1.0}  # of a value; only scores go below 0


class Signs(NamedTuple):
    """The signs in all series, phase by phase."""

    # one entry a part, as `Phases` counts them
    median: Numbers  # NaN without a point that counts
    made_of: Ints  # points that made the median, and the limits where there are some
    runs: AllRuns
    latest: Ints  # its last point that counts; -1 where there is none
    side: Ints  # of the signal: -1 below, 1 above, 0 without one
    can_judge: Bools  # it has enough points
    # by part and by point
    limits: AllLimits  # NaN where none are drawn
    # one entry a point
    center: Numbers  # the median of its part
    signal: Ints  # its side, where it is part of the signal


def signs_of(lines: Lines, known: Phases) -> Signs:
    """Look for signals in every phase, in two steps that cannot contradict each other.

    First the runs about the median of the points that count, or of the baseline. Only where they
    show nothing but chance, limits are drawn about the mean of the same points, from 13 on; a
    latest point outside them is a signal too. A series that never leaves one value is steady.

    Source: Anhøj and Wentzel-Larsen (2018), Sense and sensibility, doi:10.1186/s12874-018-0564-0,
    for the two steps.
    """
    points, part, parts = lines.points, known.part, len(known.frozen_until)
    counted = np.where(known.counted, points.value, np.nan)
    base = np.where(known.frozen_until[part] != NEVER, known.in_baseline, known.counted)
    median = medians_by_series(part[base], points.value[base], parts)
    runs = find_all_runs(part, counted, median, base)
    made_of = np.bincount(part[base], minlength=parts)
    limits = _limits(lines, known, base, ~runs.signals & (made_of >= POINTS_NEEDED))
    outside = beyond(counted, limits.lower, limits.upper)
    latest = last_of_each(part, known.counted, parts)
    side = np.where(runs.signals, runs.current_side, np.append(outside, 0)[latest])
    how_many = np.bincount(part[known.counted], minlength=parts)
    is_constant = (how_many >= USEFUL_POINTS_NEEDED) & (runs.useful == 0)
    return Signs(
        median=median,
        made_of=made_of,
        runs=runs,
        latest=latest,
        side=side,
        can_judge=((runs.useful >= USEFUL_POINTS_NEEDED) & ~runs.lopsided)
        | ~np.isnan(limits.mean)
        | is_constant,
        limits=limits,
        center=median[part],
        signal=np.where(runs.signals[part], side[part] * runs.in_current, outside),
    )


def _limits(lines: Lines, known: Phases, base: Bools, wanted: Bools) -> AllLimits:
    """The limits of the parts that are wanted, inside what can be measured.

    A percent of counts has Laney's p′ limits, anything else XmR limits. Month after month the same
    students are counted, so a percent may stray less than p limits allow, or more; p′ fits both.
    """
    points, here = lines.points, np.flatnonzero(wanted[known.part])
    part, measure = known.part[here], lines.points.measure[here]
    units = [row.unit for row in lines.measures]
    is_percent = np.array([unit is Unit.PERCENT for unit in units], dtype=bool)[measure]
    numerator = np.where(is_percent, points.numerator[here], np.nan)
    follows = lines.follows()[here]
    charted = Charted(
        part, points.value[here], numerator, points.denominator[here], base[here], follows
    )
    limits = find_all_limits(charted, len(wanted))
    drawn = limits.ranges >= RANGES_NEEDED
    least = np.array([-np.inf if unit is Unit.SCORE else 0 for unit in units])[measure]
    most = np.array([MOST.get(unit, np.inf) for unit in units])[measure]
    lower, upper = np.full((2, len(base)), np.nan)
    lower[here] = np.where(drawn[part], np.clip(limits.lower, least, most), np.nan)
    upper[here] = np.where(drawn[part], np.clip(limits.upper, least, most), np.nan)
    mean = np.where(drawn, limits.mean, np.nan)
    return limits._replace(mean=mean, lower=lower, upper=upper)
