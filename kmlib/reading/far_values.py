"""Far values: a number that lies about a power of ten from the others of its series."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kmlib.findings import FAR_FROM_THE_OTHERS, Cell, Finding, shown
from kmlib.observations import Observations

# project choice: a slipped digit or decimal point makes ten times or a tenth; asked only where the
# others lie together, so that seasons and small counts raise no question
FAR, TOGETHER = 8, 4 / 3  # as many times the median, or that part of it
OTHERS = 8  # at least so many
LEAST_MEDIAN = 10


def far_from_the_others(seen: Observations) -> Iterator[Finding]:
    """A question about each number that is clearly far from the others of its series.

    A series is all there is of one team, measure and student group, positive throughout; a number
    is far if it is more than eight times their median, or less than an eighth of it, while the
    others lie between three quarters of it and a third more.
    """
    size = len(seen.measures) * len(seen.groups)
    series = seen.team.astype(np.int64) * size + seen.measure * len(seen.groups) + seen.group
    order = np.flatnonzero(~seen.suppressed)
    order = order[np.argsort(series[order], kind="stable")]
    starts = np.flatnonzero(np.diff(series[order], prepend=-1))
    if not len(starts):
        return
    value = seen.value[order]
    ends = np.append(starts[1:], len(order))
    low, high = np.minimum.reduceat(value, starts), np.maximum.reduceat(value, starts)
    worth = (ends - starts > OTHERS) & (low > 0) & (high > FAR * low)
    for start, end in zip(starts[worth].tolist(), ends[worth].tolist(), strict=True):
        times = value[start:end] / np.median(value[start:end])
        is_far = (times > FAR) | (times < 1 / FAR)
        together = (times <= TOGETHER) & (times >= 1 / TOGETHER)
        is_clear = (is_far | together).all() and together.sum() >= OTHERS
        if is_clear and np.median(value[start:end]) >= LEAST_MEDIAN:
            for i in np.flatnonzero(is_far).tolist():
                yield _finding(seen, int(order[start + i]), is_high=bool(times[i] > 1))


def _finding(seen: Observations, i: int, *, is_high: bool) -> Finding:
    place = seen.places[seen.place[i]]
    value = shown(round(float(seen.value[i]), 2))
    where = int(seen.row[i]), int(seen.column[i])
    return FAR_FROM_THE_OTHERS.at(
        Cell(place.source, place.sheet, *where, value, place.link),
        team=seen.teams[seen.team[i]],
        measure=seen.measures[seen.measure[i]],
        how=f"more than {FAR} times" if is_high else f"less than 1/{FAR} of",
    )
