"""Duplicates: one number for each team, measure, period and group; the others are shown."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import DUPLICATE, Cell, Finding, column_letters, shown
from kmlib.observations import SUPPRESSED, Observations
from kmlib.reading.school_calendar import period_label
from kmlib.reading.vocabulary import Vocabulary


def find_duplicates(
    observations: Observations, own: NDArray[np.bool_], words: Vocabulary
) -> tuple[NDArray[np.bool_], list[Finding]]:
    """Which observations to keep: one of each team, measure, period and group.

    A team's `own` workbook wins over the hub, then the later tab and row.
    """
    key = [getattr(observations, name) for name in ("team", "measure", "group", "start", "end")]
    order = np.lexsort((own, *reversed(key)))  # it sorts by the last one first
    same = np.logical_and.reduce([codes[order][1:] == codes[order][:-1] for codes in key])
    keep = np.ones(len(observations), np.bool_)
    if not same.any():
        return keep, []
    last = np.append(~same, True)  # the winner of each key stands last
    winner = order[last][np.cumsum(np.append(True, ~same)) - 1]
    pairs = zip(order[~last].tolist(), winner[~last].tolist(), strict=True)
    keep[order[~last]] = False
    return keep, [_finding(observations, lost, kept, words) for lost, kept in pairs]


def _finding(observations: Observations, lost: int, kept: int, words: Vocabulary) -> Finding:
    place = observations.places[observations.place[lost]]
    other = observations.places[observations.place[kept]]
    address = column_letters(int(observations.column[kept])) + str(observations.row[kept])
    where = f"{other.sheet}, cell {address}"
    if other.source != place.source:
        where = f"{other.source}, {where}"
    start, end = (
        dt.date.fromordinal(int(days[lost])) for days in (observations.start, observations.end)
    )
    cell = Cell(
        place.source,
        place.sheet,
        int(observations.row[lost]),
        int(observations.column[lost]),
        _value(observations, lost),
        place.link,
    )
    group = observations.groups[observations.group[lost]]
    measure = observations.measures[observations.measure[lost]]
    return DUPLICATE.at(
        cell,
        team=observations.teams[observations.team[lost]],
        measure=f"{measure} ({group})" if group else measure,
        period=period_label(start, end, words.periods.year_starts),
        kept=_value(observations, kept),
        other=where,
    )


def _value(observations: Observations, i: int) -> str:
    """The value as its reader knows it."""
    if observations.suppressed[i]:
        return SUPPRESSED
    return shown(round(float(observations.value[i]), 2))
