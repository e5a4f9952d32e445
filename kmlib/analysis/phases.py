"""Phases: which points of a series count, and which belong together, as the Notes tab says."""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

from kmlib.analysis.lines import Lines
from kmlib.analysis.run_chart import Bools, Ints, last_of_each
from kmlib.schema import NoteKind, NoteRow

NEVER = 0  # no day has this ordinal


class Phases(NamedTuple):
    """The parts of all series: a part is the points of one series in one phase."""

    # one entry a point
    part: Ints  # the number of its part
    phase: Ints  # which part of its series that is, from 1
    counted: Bools  # it has a value and no note leaves it out
    excluded: Bools  # a note leaves it out
    in_baseline: Bools  # the median of its part was made of such points alone
    # one entry a part, and one more for a part without points
    frozen_until: Ints  # the day its baseline ends; NEVER where it has none
    # one entry a series
    now: Ints  # the part it is judged by: the last, or the empty one while a phase has no point yet


def phases(lines: Lines, notes: Iterable[NoteRow]) -> Phases:
    """Read the notes, all of days gone by.

    A note counts for the point whose period holds its date. An end of baseline freezes the median
    of the phase that its date lies in; of two, the one that names team and measure most closely
    wins, then the later.
    """
    points, series, count = lines.points, lines.series, len(lines.team)
    begun, number = np.zeros(count, np.int64), np.zeros(len(series), np.int64)
    excluded = np.zeros(len(series), dtype=bool)
    ends = []
    for note in sorted(notes, key=lambda n: (bool(n.team), bool(n.measure), n.date)):
        day, about = note.date.toordinal(), lines.about(measure=note.measure, team=note.team)
        if note.kind is NoteKind.NEW_PHASE:
            begun += about
            number += about[series] & (points.end >= day)
        elif note.kind is NoteKind.EXCLUDE:
            excluded |= about[series] & (points.start <= day) & (points.end >= day)
        elif note.kind is NoteKind.END_OF_BASELINE:
            ends.append((about, day))
    begins = (np.diff(series, prepend=-1) != 0) | (np.diff(number, prepend=0) != 0)
    part = np.cumsum(begins) - 1
    empty = int(begins.sum())
    frozen_until = np.full(empty + 1, NEVER)
    for about, day in ends:
        last = last_of_each(series, about[series] & (points.start <= day), count)
        frozen_until[part[last[last >= 0]]] = day
    counted = ~np.isnan(points.value) & ~excluded
    in_baseline = counted & (points.start <= frozen_until[part])
    frozen_until[np.bincount(part[in_baseline], minlength=empty + 1) == 0] = NEVER
    last = lines.first[1:] - 1
    return Phases(
        part=part,
        phase=part - part[lines.first[:-1]][series] + 1,
        counted=counted,
        excluded=excluded,
        in_baseline=in_baseline,
        frozen_until=frozen_until,
        now=np.where(begun > number[last], empty, part[last]),
    )


@cache
def day_or_none(ordinal: int) -> dt.date | None:
    """The day of an ordinal; None for `NEVER`."""
    return None if ordinal == NEVER else dt.date.fromordinal(int(ordinal))
