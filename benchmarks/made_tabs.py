"""Small made-up hubs in every layout, as tabs in memory: the same numbers, laid out another way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from random import Random
from typing import NamedTuple

import kmlib
from kmlib.network import Network
from kmlib.reading.cells import Tab, Value, Workbook

HUB = "hub.xlsx"
TEAMS = ("Alder Creek", "Birchwood", "Cedar Bend", "St. Mary's", "P.S. 12", "Harbor Street K-8")
PERCENTS = ("Attendance", "Reading on track", "Say adults listen")
RATE, MINUTES = "Referrals per 100", "Planning time"
MEASURES = (*PERCENTS, RATE, MINUTES)
MONTHS = tuple(
    dt.date(year + (month < 8), month, 1)
    for year, months in ((2024, (5, 6)), (2025, (9, 10, 11, 12, 1, 2, 3, 4, 5, 6)))
    for month in months
)
GROUPS = ("Girls", "Boys", "Multilingual learners")
AS_OF = dt.date(2026, 7, 10)

Rows = list[list[Value]]
Observation = tuple[object, ...]


class Record(NamedTuple):
    """One number: of which team and measure, in which month, and the counts behind it, if any."""

    team: str
    measure: str
    month: dt.date
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


def words_tabs() -> list[Tab]:
    """The Network, Teams and Measures tabs that all made-up hubs share."""
    measures = [
        [name, "outcome", "percent", "higher", "students", f"{name} met", f"{name} of"]
        for name in PERCENTS
    ]
    return [
        tab("Network", [["Setting", "Value"], ["Name", "Made up"], ["As of", AS_OF]]),
        tab("Teams", [["Team", "Code"], *([t, f"06400{n}"] for n, t in enumerate(TEAMS, 10))]),
        tab(
            "Measures",
            [
                ["Measure", "Kind", "Unit", "Better", "Counts", "Numerator also known as",
                 "Denominator also known as"],
                *measures,
                [RATE, "balancing", "rate", "lower", "events", "", ""],
                [MINUTES, "process", "minutes", "lower", "staff", "", ""],
            ],
        ),
        tab("Groups", [["Group"], *([group] for group in GROUPS)]),
    ]  # fmt: skip


def tab(title: str, rows: Iterable[Iterable[Value]], **more: object) -> Tab:
    """A tab of the made-up hub."""
    return Tab(HUB, title, [list(row) for row in rows], **more)  # type: ignore[arg-type]


def load_tabs(tabs: Sequence[Tab]) -> Network:
    """The network that a hub of these tabs is read as, without a file."""
    return kmlib.load(Workbook(HUB, tuple(tabs)))


def observed(network: Network) -> frozenset[Observation]:
    """What was read, whatever it was read from."""
    kept = ("team", "measure", "period_start", "period_end", "group", "value", "numerator",
            "denominator", "suppressed")  # fmt: skip
    return frozenset(
        tuple(round(x, 6) if isinstance(x := row[name], float) else x for name in kept)
        for row in network.observations.to_rows()
    )


def long(records: Iterable[Record]) -> Rows:
    """A row a record."""
    head: list[Value] = ["Team", "Measure", "Date", "Value", "Numerator", "Denominator"]
    return [head, *([*("" if cell is None else cell for cell in record)] for record in records)]


def wide_by_period(records: Sequence[Record]) -> Rows:
    """A row a team and measure, a column a month; counts as 17/20."""
    months = sorted({record.month for record in records})
    cells = {record[:3]: _in_one_cell(record) for record in records}
    keys = dict.fromkeys(record[:2] for record in records)
    return [
        ["Team", "Measure", *(f"{month:%b %Y}" for month in months)],
        *([*key, *(cells.get((*key, month), "") for month in months)] for key in keys),
    ]


def wide_by_measure(records: Sequence[Record]) -> Rows:
    """A row a team and month, a column a measure; counts as 17/20."""
    measures = sorted({record.measure for record in records})
    cells = {record[:3]: _in_one_cell(record) for record in records}
    keys = dict.fromkeys((record.team, record.month) for record in records)
    return [
        ["School", "Month", *measures],
        *([t, f"{m:%B %Y}", *(cells.get((t, name, m), "") for name in measures)] for t, m in keys),
    ]


def teams_over_columns(records: Sequence[Record]) -> Rows:
    """A row a measure and month, a column a team; counts as 17/20."""
    teams = sorted({record.team for record in records})
    cells = {record[:3]: _in_one_cell(record) for record in records}
    keys = dict.fromkeys(record[1:3] for record in records)
    return [
        ["Measure", "Month", *teams],
        *([m, f"{on:%b %Y}", *(cells.get((t, m, on), "") for t in teams)] for m, on in keys),
    ]


def years_over_columns(records: Sequence[Record]) -> Rows:
    """A row a team, measure and month without its year, a column a school year."""
    years = sorted({_school_year(record.month) for record in records})
    cells = {(*r[:2], r.month.month, _school_year(r.month)): _in_one_cell(r) for r in records}
    keys = dict.fromkeys((*record[:2], record.month.replace(year=2024)) for record in records)
    return [
        ["School", "Measure", "Month", *(f"{year}-{year % 100 + 1}" for year in years)],
        *([t, m, f"{on:%B}", *(cells.get((t, m, on.month, y), "") for y in years)]
          for t, m, on in keys),
    ]  # fmt: skip


LAYOUTS = (long, wide_by_period, wide_by_measure, teams_over_columns, years_over_columns)


def _school_year(month: dt.date) -> int:
    return month.year - (month.month < 8)


def _in_one_cell(record: Record) -> Value:
    if record.denominator is None:
        return record.value
    return f"{record.numerator:.0f}/{record.denominator:.0f}"


def made_records(chance: Random) -> list[Record]:
    """Some months of some teams' numbers, none twice."""
    months = chance.sample(MONTHS, chance.randint(2, len(MONTHS)))
    return [
        made_record(team, measure, month, chance)
        for team in chance.sample(TEAMS, chance.randint(2, len(TEAMS)))
        for measure in chance.sample(MEASURES, chance.randint(1, len(MEASURES)))
        for month in months
    ]


def made_record(team: str, measure: str, month: dt.date, chance: Random) -> Record:
    """A number as people type it, nowhere a tenth of the usual: a percent, or the counts of one."""
    if measure not in PERCENTS:
        return Record(team, measure, month, round(chance.uniform(10, 60), 1))
    if chance.random() < 0.5:
        return Record(team, measure, month, float(chance.randint(20, 98)))
    whole = chance.randint(10, 400)
    return Record(
        team, measure, month, None, float(chance.randint(whole // 5, whole)), float(whole)
    )
