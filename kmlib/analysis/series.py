"""Series: a success measure over time, of one team or of the whole network.

    network_series(published, measure).status    # Status.IMPROVING
    team_series(published, measure)              # one a team, in alphabetical order

What pages, charts and exports use of series is named here, wherever it is made.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from numpy.typing import NDArray

from kmlib.analysis.headlines import headline, overview_headline
from kmlib.analysis.judging import FIRST, MOVES, Assurance, Judged, Status, judged
from kmlib.analysis.lines import NETWORK, combined_by
from kmlib.analysis.once import once_a_network
from kmlib.analysis.phases import day_or_none
from kmlib.analysis.run_chart import USEFUL_POINTS_NEEDED, find_runs
from kmlib.analysis.standings import Shown, Standing, groups_of, in_order, standing, summary
from kmlib.analysis.wording import count
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.schema import Combine, CycleRow, MeasureRow, NoteRow

__all__ = [
    "NETWORK", "Assurance", "Point", "Series", "Shown", "Standing", "Status", "before_and_after",
    "groups_of", "headline", "in_order", "network_series", "one_series", "overview_headline",
    "summary", "table", "team_series",
]  # fmt: skip


class Point(NamedTuple):
    """One period of a series; both its days are part of it."""

    start: dt.date
    end: dt.date
    value: float | None  # in the measure's unit
    suppressed: bool = False
    numerator: float | None = None
    denominator: float | None = None
    teams: int = 1  # of how many teams the value was made
    teams_due: int = 1  # of how many it could have been made
    phase: int = 0  # the first is 1; 0 where only others reported
    median: float | None = None  # of its phase
    lower: float | None = None  # the limits, where there are some
    upper: float | None = None
    side: int = 0  # -1 below, 0 on, 1 above the median; 0 too where the point is not judged
    judged: bool = False  # it has a value, and no note leaves it out
    excluded: bool = False  # a note leaves it out
    in_baseline: bool = False  # part of the baseline at which the median is frozen
    verdict: Status | None = None  # improving, worsening, changed: it is part of such a signal
    note: str = ""

    @property
    def shown(self) -> Shown:
        """Whether there is a number, and if not, why not."""
        return Shown.of(self.value, suppressed=self.suppressed)

    @property
    def made_of(self) -> str:
        """Of how many teams the value was made.

        >>> Point(dt.date(2026, 2, 1), dt.date(2026, 2, 28), 78.0, teams=11, teams_due=12).made_of
        '11 of 12 teams'
        """
        return f"{self.teams:,} of {count(self.teams_due, 'team')}"


@dataclass(frozen=True, kw_only=True)
class Series(Standing):
    """One measure over time, of one team (or the network) and group, judged by its run chart."""

    measure: MeasureRow
    group: str  # WHOLE_TEAM is everybody
    points: tuple[Point, ...] = ()  # oldest first; a period that only others reported has no data
    median: float | None = None
    frozen_until: dt.date | None = None  # the median is that of the points up to here
    cycles: tuple[CycleRow, ...] = ()  # the team's on this measure, oldest first

    @property
    def latest(self) -> Point | None:
        """The last point with a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def baseline(self) -> tuple[float | None, str]:
        """Where the series began, in the measure's unit, and where that comes from.

        One in the Measures tab is the network's: a team that began elsewhere did not gain or lose
        the difference, so teams and groups begin with their own numbers.
        """
        is_whole = self.team == NETWORK and self.group == WHOLE_TEAM
        if is_whole and self.measure.baseline is not None:
            return self.measure.baseline, "typed in the Measures tab"
        of = "the baseline months" if self.frozen_until else f"its first {FIRST} points"
        return self.began, f"median of {of}"

    @property
    def change(self) -> float | None:
        """The latest value less the baseline, in the measure's unit."""
        return _less(self.value, self.baseline[0])

    @property
    def to_target(self) -> float | None:
        """What the latest value has still to change by to be the target; below 0 is a fall."""
        return _less(self.measure.target, self.value)

    @property
    def combined_by(self) -> Combine | None:
        """How the network's values were really made; None for a team's."""
        if self.team != NETWORK:
            return None
        counted = any(point.numerator is not None for point in self.points)
        return combined_by(self.measure, counted=counted)


def team_series(
    network: Published, measure: MeasureRow, group: str = WHOLE_TEAM,
    teams: Collection[str] | None = None,
) -> tuple[Series, ...]:  # fmt: skip
    """The series of these teams, or all, in alphabetical order; without points where no data is."""
    names = [row.team for row in network.teams if teams is None or row.team in teams]
    return tuple(one_series(network, measure, name, group) for name in names)


@once_a_network
def network_series(network: Published, measure: MeasureRow, group: str = WHOLE_TEAM) -> Series:
    """The network's series, combined as the measure says; a point says of how many teams."""
    return one_series(network, measure, NETWORK, group)


def one_series(
    network: Published, measure: MeasureRow, team: str, group: str = WHOLE_TEAM
) -> Series:
    """The series of one team; `NETWORK` as the team gives the network's."""
    known = judged(network)
    about = dict(vars(standing(network, measure, team, group)))
    about |= {"measure": measure, "group": group}
    about["cycles"] = tuple(_cycles(network).get((measure.measure, team), ()))
    number = known.numbers.get((measure.measure, group, team))
    if number is None:
        return Series(**about)
    points, now = _points(known, number), known.phases.now.item(number)
    if team != NETWORK:
        points = _with_gaps(points, network_series(network, measure, group).points)
    notes = [row for row in network.rows(NoteRow) if row.measure in ("", measure.measure)]
    return Series(
        **about,
        points=_with_notes(points, [row for row in notes if row.team in ("", team)]),
        median=_plain(known.signs.median[[now]])[0],
        frozen_until=day_or_none(known.phases.frozen_until.item(now)),
    )


class BeforeAfter(NamedTuple):
    """The values before a cycle began and since, in the phase it began in."""

    cycle: CycleRow
    before: tuple[float, ...]
    since: tuple[float, ...]

    @property
    def is_enough(self) -> bool:
        """Both sides have as many points as the run rules need to say anything."""
        return min(len(self.before), len(self.since)) >= USEFUL_POINTS_NEEDED

    @property
    def differs(self) -> bool:
        """About the median of both together the runs are such as chance seldom makes."""
        both = [*self.before, *self.since]
        return self.is_enough and find_runs(both, median(both)).signals


def before_and_after(line: Series) -> list[BeforeAfter]:
    """What counts before each cycle and since; the period that it began in is on neither side."""
    last = max((point.phase for point in line.points), default=0)
    points = [point for point in line.points if point.judged and point.phase == last]
    return [
        BeforeAfter(
            cycle,
            tuple(p.value for p in points if p.value is not None and p.end < cycle.started),
            tuple(p.value for p in points if p.value is not None and p.start >= cycle.started),
        )
        for cycle in line.cycles
    ]


def table(lines: Series | Iterable[Series]) -> list[dict[str, Any]]:
    """The plain rows behind a chart, one a point; an absent value is None and `state` says why."""
    return [
        {
            "measure": line.measure.measure, "unit": line.measure.unit.value,
            "team": line.team or "whole network", "group": line.group, "period_start": point.start,
            "period_end": point.end, "value": point.value, "numerator": point.numerator,
            "denominator": point.denominator, "state": point.shown.value, "teams": point.teams,
            "teams_due": point.teams_due, "phase": point.phase or None, "median": point.median,
            "lower_limit": point.lower, "upper_limit": point.upper, "judged": point.judged,
            "signal": point.verdict and point.verdict.value, "rules": line.rules,
            "status": line.status.value, "assurance": line.assurance and line.assurance.value,
            "note": point.note,
        }
        for line in ([lines] if isinstance(lines, Series) else lines)
        for point in line.points
    ]  # fmt: skip


def _points(known: Judged, number: int) -> list[Point]:
    points, phases, signs = known.lines.points, known.phases, known.signs
    own = slice(known.lines.first[number], known.lines.first[number + 1])
    columns = (
        *(points.start, points.end, points.value, points.suppressed),
        *(points.numerator, points.denominator, points.teams, points.teams_due),
        *(phases.phase, signs.center, signs.limits.lower, signs.limits.upper),
        *(signs.runs.side, phases.counted, phases.excluded, phases.in_baseline),
    )
    verdicts = (MOVES[verdict] for verdict in known.verdict[own].tolist())
    rows = zip(*(_plain(column[own]) for column in columns), verdicts, strict=True)
    day = dt.date.fromordinal
    return [Point(day(start), day(end), *rest) for start, end, *rest in rows]


def _with_gaps(points: list[Point], others: Sequence[Point]) -> list[Point]:
    """The points, and the periods since the first of them that only others reported."""
    reported = {point[:2] for point in points}
    gaps = [
        Point(other.start, other.end, None, teams=0)
        for other in others
        if other.start > points[0].start
        and other[:2] not in reported
        and not any(own.start <= other.end and own.end >= other.start for own in points)
    ]
    return sorted(points + gaps, key=lambda point: (point.end, point.start)) if gaps else points


def _with_notes(points: Sequence[Point], notes: Iterable[NoteRow]) -> tuple[Point, ...]:
    """The points with the notes about them: on the period that holds the date, or the next one."""
    noted = list(points)
    for note in sorted(notes, key=lambda row: row.date):
        at = next((at for at, point in enumerate(points) if point.end >= note.date), None)
        if at is not None and note.date >= points[0].start:
            text = "; ".join(filter(None, [noted[at].note, note.note]))
            noted[at] = noted[at]._replace(note=text)
    return tuple(noted)


@once_a_network
def _cycles(network: Published) -> dict[tuple[str, str], list[CycleRow]]:
    """The cycles on each measure and team, oldest first."""
    cycles = defaultdict(list)
    for row in sorted(network.rows(CycleRow), key=lambda row: row.started):
        cycles[row.measure, row.team].append(row)
    return cycles


def _plain(column: NDArray[Any]) -> list[Any]:
    """Python values; None for NaN."""
    values: list[Any] = column.tolist()
    return [None if it != it else it for it in values] if column.dtype.kind == "f" else values


def _less(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other
