"""A small hub, tabs read with its words, and what was read as lines of plain text."""

import datetime as dt

import numpy as np
from conftest import cells_of

from kmlib.reading.cells import Tab
from kmlib.reading.data import read_data_tab
from kmlib.reading.school_calendar import period_label
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import GroupRow, MeasureRow, NetworkSettings, TeamRow

AS_OF = dt.date(2026, 3, 14)
TEAMS = (
    TeamRow(team="Alder", school="Alder Creek Elementary", codes=("0012",)),
    TeamRow(team="Birch", codes=("0013",), also_known_as=("The Birches",)),
    TeamRow(team="Cedar Bend", codes=("0640014",)),
)
MEASURES = (
    MeasureRow(
        measure="Attendance",
        kind="outcome",
        unit="percent",
        better="higher",
        numerator_known_as=("Days present",),
        denominator_known_as=("Enrolled",),
    ),
    MeasureRow(
        measure="Reading on track",
        kind="outcome",
        unit="percent",
        better="higher",
        denominator_known_as=("Enrolled",),
    ),
    MeasureRow(measure="Home calls", kind="process", unit="count", better="higher"),
)
GROUPS = (
    GroupRow(group="Multilingual learners", dimension="language", also_known_as=("ELL",)),
    GroupRow(group="Black", dimension="race or ethnicity"),
)


def hub_words(**settings):
    """The words of a small hub: three teams, three measures, two groups."""
    settings = NetworkSettings(as_of=AS_OF, **settings)
    return Vocabulary(settings, TEAMS, MEASURES, GROUPS, AS_OF)


def read(*lines, words=None, team=None, title="Data", source="hub.xlsx", **more):
    """A tab read as measured values; every filled row is inside a table or outside."""
    tab = Tab(source=source, title=title, rows=[cells_of(line) for line in lines], **more)
    reading = read_data_tab(tab, words or hub_words(), team)
    if reading is not None:
        inside = reading.rows_read - reading.rows_blank
        assert inside + reading.rows_outside == tab.filled_rows()
    return reading


def points(reading):
    """What was read, a line an observation, by team: "Alder | Attendance | Oct 2025 | 85"."""
    seen = reading.observations
    lines = []
    for i in range(len(seen)):
        days = (dt.date.fromordinal(int(day)) for day in (seen.start[i], seen.end[i]))
        value = "suppressed" if seen.suppressed[i] else f"{seen.value[i]:g}"
        counts = seen.numerator[i], seen.denominator[i]
        parts = [seen.teams[seen.team[i]], seen.measures[seen.measure[i]], period_label(*days, 8)]
        parts += [seen.groups[seen.group[i]]] if seen.group[i] else []
        known = not np.isnan(counts).all()
        lines.append(" | ".join([*parts, f"{value} of {counts[1]:g}" if known else value]))
    return sorted(lines)


def found(reading):
    """The findings as "cell code", in the order of the cells."""
    return sorted(f"{finding.cell} {finding.code}" for finding in reading.findings)
