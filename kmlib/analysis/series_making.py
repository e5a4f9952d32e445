"""Making single series, point by point, of what was judged in columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from kmlib.analysis.combining import combine, periods_of
from kmlib.analysis.judging import DIRECTIONS, NEVER, STATUSES, Judged, Lines, Status, judge
from kmlib.analysis.points import NETWORK, Point, Series
from kmlib.analysis.run_chart import Ints, Runs
from kmlib.analysis.series_index import SeriesIndex, index
from kmlib.observations import WHOLE_TEAM, Numbers
from kmlib.privacy import Published
from kmlib.schema import CycleRow, MeasureRow, NoteRow


@dataclass(frozen=True, eq=False)
class Chosen:
    """A measure and group, with what all its series are made from."""

    known: SeriesIndex
    measure: MeasureRow
    group: str
    numbers: Mapping[str, int]  # the series of each team that has one
    periods: Sequence[tuple[int, int]]  # in which any team reported: start and end, oldest first
    notes: Sequence[NoteRow]  # about this measure, oldest first
    cycles: Mapping[str, Sequence[tuple[dt.date, str]]]  # by team, oldest first


class Counts(NamedTuple):
    """What the values of a stretch of points were made of."""

    numerator: Numbers
    denominator: Numbers
    teams: Ints
    teams_due: Ints


def choose(network: Published, measure: MeasureRow, group: str) -> Chosen:
    """Gather what the series of one measure and group are made from."""
    known = index(network)
    block = known.block(measure, group)
    starts, ends, _ = periods_of(known.lines.start[block.points], known.lines.end[block.points])
    notes = [row for row in network.rows(NoteRow) if row.measure in ("", measure.measure)]
    cycles: dict[str, list[tuple[dt.date, str]]] = {}
    for row in sorted(network.rows(CycleRow), key=lambda row: row.started):
        if row.measure == measure.measure:
            cycles.setdefault(row.team, []).append((row.started, row.title))
    return Chosen(
        known=known,
        measure=measure,
        group=group,
        numbers=known.numbers(block),
        periods=list(zip(starts.tolist(), ends.tolist(), strict=True)),
        notes=sorted(notes, key=lambda row: row.date),
        cycles=cycles,
    )


def make_team_series(chosen: Chosen, team: str) -> Series:
    """One team's series; periods that only other teams reported are points without data."""
    number = chosen.numbers.get(team)
    if number is None:
        return _without_data(chosen, team)
    known = chosen.known
    part = known.points(number)
    made_of = (~np.isnan(known.lines.value[part])).astype(np.int64)
    counts = Counts(known.numerator[part], known.denominator[part], made_of, np.ones_like(made_of))
    points = _points(known.lines, known.judged, part, counts)
    if gaps := _gaps(chosen.periods, points):
        points = sorted(points + gaps, key=lambda point: (point.end, point.start))
    return _series(chosen, team, points, (known.judged, number))


def make_network_series(network: Published, chosen: Chosen) -> Series:
    """The network's series, combined as the measure says."""
    combined = combine(chosen.known, chosen.measure, chosen.group, network.teams)
    if not chosen.periods:
        return replace(_without_data(chosen, NETWORK), combined_by=combined.by)
    judged = judge(combined.lines, network.rows(NoteRow), network.as_of)
    counts = Counts(combined.numerator, combined.denominator, combined.teams, combined.teams_due)
    points = _points(combined.lines, judged, slice(None), counts)
    return replace(_series(chosen, NETWORK, points, (judged, 0)), combined_by=combined.by)


def _points(lines: Lines, judged: Judged, part: slice, counts: Counts) -> list[Point]:
    """The points of one stretch of the columns."""
    columns = zip(
        lines.start[part].tolist(),
        lines.end[part].tolist(),
        _or_none(lines.value[part]),
        lines.suppressed[part].tolist(),
        _or_none(counts.numerator),
        _or_none(counts.denominator),
        counts.teams.tolist(),
        counts.teams_due.tolist(),
        judged.side[part].tolist(),
        judged.judged[part].tolist(),
        judged.excluded[part].tolist(),
        judged.in_run[part].tolist(),
        judged.in_baseline[part].tolist(),
        strict=True,
    )
    day = dt.date.fromordinal
    return [Point(day(start), day(end), *rest) for start, end, *rest in columns]


def _gaps(periods: Sequence[tuple[int, int]], points: Sequence[Point]) -> list[Point]:
    """Periods after the team's first report that others reported and that it has no part of."""
    own = [(point.start.toordinal(), point.end.toordinal()) for point in points]
    first, reported = own[0][0], set(own)
    others = [period for period in periods if period[0] > first and period not in reported]
    return [
        Point(dt.date.fromordinal(start), dt.date.fromordinal(end), None, teams=0)
        for start, end in others
        if not any(begin <= end and stop >= start for begin, stop in own)
    ]


def _series(
    chosen: Chosen, team: str, points: list[Point], judged_as: tuple[Judged, int]
) -> Series:
    """A series out of its points and what was judged of it."""
    judged, number = judged_as
    median = _or_none(judged.median[number : number + 1])[0]
    frozen_until = _day_or_none(judged.frozen_until[number])
    baseline, baseline_from = _baseline(chosen, team, points, median if frozen_until else None)
    return Series(
        measure=chosen.measure,
        team=team,
        group=chosen.group,
        points=_with_notes(points, chosen.notes, team),
        median=median,
        phase_from=_day_or_none(judged.phase_from[number]),
        frozen_until=frozen_until,
        runs=judged.runs.of(number),
        baseline=baseline,
        baseline_from=baseline_from,
        status=STATUSES[judged.status[number]],
        direction=DIRECTIONS[int(judged.direction[number])],
        stale=bool(judged.stale[number]),
        cycles=tuple(chosen.cycles.get(team, ())),
    )


def _without_data(chosen: Chosen, team: str) -> Series:
    """The series of a team that reported nothing."""
    baseline, baseline_from = _baseline(chosen, team, [], None)
    return Series(
        measure=chosen.measure,
        team=team,
        group=chosen.group,
        points=(),
        median=None,
        phase_from=None,
        frozen_until=None,
        runs=Runs(),
        baseline=baseline,
        baseline_from=baseline_from,
        status=Status.NO_DATA,
        direction=None,
        stale=False,
        cycles=tuple(chosen.cycles.get(team, ())),
    )


def _baseline(
    chosen: Chosen, team: str, points: Sequence[Point], frozen_median: float | None
) -> tuple[float | None, str]:
    """Where a series began, and where that comes from.

    A baseline in the Measures tab is the network's: a team that began elsewhere did not gain or
    lose the difference, so teams and groups begin with their own numbers.
    """
    if team == NETWORK and chosen.group == WHOLE_TEAM and chosen.measure.baseline is not None:
        return chosen.measure.baseline, "typed in the Measures tab"
    if frozen_median is not None:
        return frozen_median, "median of the baseline months"
    values = (point.value for point in points if point.value is not None and not point.excluded)
    first = next(values, None)
    return first, "" if first is None else "first report"


def _with_notes(points: Sequence[Point], notes: Sequence[NoteRow], team: str) -> tuple[Point, ...]:
    """The points with the notes about them: on the period that holds the date, or the next one."""
    noted = list(points)
    for note in notes:
        if note.team not in ("", team) or not points or note.date < points[0].start:
            continue
        at = next((at for at, point in enumerate(points) if point.end >= note.date), None)
        if at is not None:
            text = "; ".join(filter(None, [noted[at].note, note.note]))
            noted[at] = noted[at]._replace(note=text)
    return tuple(noted)


def _or_none(column: Numbers) -> list[float | None]:
    return [None if number != number else number for number in column.tolist()]


def _day_or_none(ordinal: int) -> dt.date | None:
    return None if ordinal == NEVER else dt.date.fromordinal(int(ordinal))
