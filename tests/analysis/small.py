"""Small published networks for tests of analysis, their numbers in plain view."""

import datetime as dt

import numpy as np

from kmlib.observations import WHOLE_TEAM, Observations, Place
from kmlib.privacy import PrivacyRule, Published
from kmlib.schema import (
    Better,
    CycleRow,
    Kind,
    MeasureRow,
    NetworkSettings,
    NoteKind,
    NoteRow,
    TeamRow,
    Unit,
)

HIDDEN = "hidden"  # a value that exists but is suppressed
NOTHING = "n/a"  # a row that says there is no number
FIRST_MONTH = 2024 * 12 + 8  # September 2024
ATTENDANCE = "Attendance"


def a_measure(measure=ATTENDANCE, *, unit=Unit.PERCENT, better=Better.HIGHER, **more):
    """A measure in percent, higher is better, unless told otherwise."""
    return MeasureRow(measure=measure, kind=Kind.OUTCOME, unit=unit, better=better, **more)


def month(number):
    """The first and last day of a month, counted from September 2024 as 0."""
    first, after = (
        dt.date(at // 12, at % 12 + 1, 1) for at in (FIRST_MONTH + number, FIRST_MONTH + number + 1)
    )
    return first, after - dt.timedelta(days=1)


def a_published(*measures, as_of=None, teams=None, notes=(), cycles=(), **data):
    """A published network of monthly values from September 2024 on.

    `Alder=[80, None, HIDDEN, NOTHING, (17, 20)]` is a value, a month not reported, a suppressed
    one, one without a number, and a percent of counts. `{("Alder", "Reading", "Grade 9"): [...]}`
    under `data` names measure and group too.
    """
    measures = measures or (a_measure(),)
    series = data.pop("data", {}) | {(team, measures[0].measure, ""): data[team] for team in data}
    reports = [
        (*named, month(at), cell)
        for named, cells in series.items()
        for at, cell in enumerate(cells)
        if cell is not None
    ]
    names = teams or sorted({team for team, _, _ in series})
    longest = max((len(cells) for cells in series.values()), default=1)
    return Published(
        settings=NetworkSettings(),
        observations=observations(reports, [row.measure for row in measures]),
        tabs={
            TeamRow: tuple(t if isinstance(t, TeamRow) else TeamRow(team=t) for t in names),
            MeasureRow: tuple(measures),
            NoteRow: tuple(notes),
            CycleRow: tuple(cycles),
        },
        findings=(),
        sources=(),
        as_of=as_of or month(longest - 1)[1] + dt.timedelta(days=7),
        read_at=dt.datetime(2026, 3, 14, 7, 40),
        privacy=PrivacyRule(10),
    )


def observations(reports, measures):
    """Columns out of reports: team, measure, group, (start, end), cell."""
    teams = sorted({team for team, *_ in reports})
    groups = [WHOLE_TEAM, *sorted({group for _, _, group, *_ in reports} - {WHOLE_TEAM})]
    numbers = [numbers_of(cell) for *_, cell in reports]
    whole = np.zeros(len(reports), dtype=np.int32)

    def column(values, kind=np.int32):
        return np.array(list(values), dtype=kind)

    return Observations(
        teams=tuple(teams),
        measures=tuple(measures),
        groups=tuple(groups),
        places=(Place("hub.xlsx", "Data"),),
        team=column(teams.index(team) for team, *_ in reports),
        measure=column(measures.index(measure) for _, measure, *_ in reports),
        group=column(groups.index(group) for _, _, group, *_ in reports),
        start=column(period[0].toordinal() for *_, period, _ in reports),
        end=column(period[1].toordinal() for *_, period, _ in reports),
        value=column((value for value, _, _ in numbers), float),
        numerator=column((numerator for _, numerator, _ in numbers), float),
        denominator=column((denominator for _, _, denominator in numbers), float),
        suppressed=column((cell == HIDDEN for *_, cell in reports), bool),
        place=whole.copy(),
        row=whole + 2,
        column=whole + 4,
    )


def numbers_of(cell):
    """Value, numerator and denominator of one cell."""
    if isinstance(cell, str):
        return (np.nan, np.nan, np.nan)
    if isinstance(cell, tuple):
        return (100 * cell[0] / cell[1], *cell)
    return (cell, np.nan, np.nan)


def a_note(kind, day, *, team="", measure="", note="as agreed"):
    """A row of the Notes tab."""
    return NoteRow(kind=NoteKind(kind), date=day, team=team, measure=measure, note=note)
