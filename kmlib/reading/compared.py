"""Compared: a number that stands twice, and one that lies far from the others of its series."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import DUPLICATE, FAR_FROM_THE_OTHERS, Finding
from kmlib.observations import Mask, Observations
from kmlib.reading.school_calendar import period_label
from kmlib.reading.vocabulary import Vocabulary

# project choice: a slipped digit or decimal point makes ten times or a tenth; asked only where the
# others lie together, so that seasons and small counts raise no question
FAR, TOGETHER = 8, 4 / 3  # as many times the median, or that part of it
OTHERS = 8  # at least so many
LEAST_MEDIAN = 10


def find_duplicates(seen: Observations, own: Mask, words: Vocabulary) -> tuple[Mask, list[Finding]]:
    """Which observations to keep: one of each team, measure, period and group.

    A team's `own` workbook wins over the hub, then the later tab and row.
    """
    key = (seen.start.astype(np.int64) << 32) + seen.end, _series(seen)
    order = np.lexsort((own, *key))  # it sorts by the last one first
    same = np.logical_and.reduce([codes[order][1:] == codes[order][:-1] for codes in key])
    keep = np.ones(len(seen), np.bool_)
    if not same.any():
        return keep, []
    last = np.append(~same, True)  # the winner of each key stands last
    winner = order[last][np.cumsum(np.append(True, ~same)) - 1]
    pairs = zip(order[~last].tolist(), winner[~last].tolist(), strict=True)
    keep[order[~last]] = False
    return keep, [_duplicate(seen, lost, kept, words) for lost, kept in pairs]


def _series(seen: Observations) -> NDArray[np.int64]:
    """A number for each observation that those of one team, measure and student group share."""
    size = len(seen.measures) * len(seen.groups)
    return seen.team.astype(np.int64) * size + seen.measure * len(seen.groups) + seen.group


def _duplicate(seen: Observations, lost: int, winner: int, words: Vocabulary) -> Finding:
    cell, kept = seen.cell(lost), seen.cell(winner)
    where = f"{kept.sheet}, cell {kept.address}"
    start, end = (dt.date.fromordinal(int(days[lost])) for days in (seen.start, seen.end))
    group, measure = seen.groups[seen.group[lost]], seen.measures[seen.measure[lost]]
    return DUPLICATE.at(
        cell,
        team=seen.teams[seen.team[lost]],
        measure=f"{measure} ({group})" if group else measure,
        period=period_label(start, end, words.periods.year_starts),
        kept=kept.value,
        other=where if kept.source == cell.source else f"{kept.source}, {where}",
    )


def far_from_the_others(seen: Observations) -> Iterator[Finding]:
    """A question about each number that is clearly far from the others of its series.

    A series is all there is of one team, measure and student group, positive throughout; a number
    is far if it is more than eight times their median, or less than an eighth of it, while the
    others lie between three quarters of it and a third more.
    """
    series = _series(seen)
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
            for at in np.flatnonzero(is_far).tolist():
                i = int(order[start + at])
                yield FAR_FROM_THE_OTHERS.at(
                    seen.cell(i),
                    team=seen.teams[seen.team[i]],
                    measure=seen.measures[seen.measure[i]],
                    how=f"more than {FAR} times" if times[at] > 1 else f"less than 1/{FAR} of",
                )
