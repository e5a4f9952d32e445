"""A made-up network of any size, clean or as messy as people type, with its faults on record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple

from kmlib.export.demo_learning import AGREED, World, learning_tabs, tables_of_words
from kmlib.export.demo_mess import DATA_FIELDS, Cells, Fault, also_known_as, mess_up
from kmlib.export.writing import Formatted, SheetTab, tab_of, titles, write_workbook
from kmlib.schema import DataRow, MeasureRow, NetworkSettings, TeamRow, Unit

FIRST_MONTH = 2024 * 12 + 8  # September 2024
DAYS_AFTER_LAST_PERIOD = 10  # project choice: long enough for the last numbers to have come in
SHARE_IMPROVING, SHARE_WORSENING = 0.2, 0.1  # project choice: as a network hopes for, roughly

FIRST_WORDS = """
    Alder Amber Aspen Bayou Birch Bluff Canyon Cedar Chestnut Clover Copper Cypress Dogwood Eagle
    Elm Falcon Garnet Granite Hawthorn Hazel Heron Hickory Juniper Laurel Linden Magnolia Maple
    Meadow Mulberry Orchard Osprey Pebble Poplar Quarry Raven Sage Spruce Sycamore Walnut Willow
"""
SECOND_WORDS = """
    Bend Bluffs Bridge Brook Corner Creek Crossing Falls Field Flats Ford Gate Glen Grove Harbor
    Heights Hollow Knoll Landing Mill Park Point Ridge Run View
"""


class MeasureKind(NamedTuple):
    """What one of the measures that the network takes turns in is like."""

    name: str
    kind: str
    unit: str
    better: str
    counts: str
    target: float
    typical: float
    spread: float  # of one team's points, one standard deviation


MEASURES = (
    MeasureKind("Present 9 days in 10", "outcome", "percent", "higher", "students", 85, 76, 3),
    MeasureKind("Reading on track", "outcome", "percent", "higher", "students", 70, 61, 4),
    MeasureKind("Families reached", "process", "percent", "higher", "students", 60, 44, 5),
    MeasureKind("Office referrals per 100", "balancing", "rate", "lower", "events", 3, 4, 0.8),
    MeasureKind("Ready for algebra", "outcome", "percent", "higher", "students", 60, 49, 4),
    MeasureKind("Lessons with exit tickets", "process", "percent", "higher", "events", 80, 66, 6),
    MeasureKind("Say adults listen", "outcome", "percent", "higher", "students", 75, 63, 5),
    MeasureKind("Planning time for data", "balancing", "minutes", "lower", "staff", 45, 40, 6),
    MeasureKind("Homework handed in", "process", "percent", "higher", "students", 85, 74, 5),
    MeasureKind("Days until families hear back", "process", "days", "lower", "events", 3, 5, 1),
    MeasureKind("Credits on schedule", "outcome", "percent", "higher", "students", 90, 81, 3),
    MeasureKind("Belonging survey", "outcome", "score", "higher", "students", 4, 3.4, 0.2),
)
GROUPS = (  # their share of the students, and by how much of 1 they differ from all: early, late
    ("Multilingual learners", 0.22, -0.1, -0.02), ("Not multilingual learners", 0.78, 0, 0),
    ("Students with disabilities", 0.14, -0.05, -0.12), ("Newcomers", 0.02, -0.12, -0.12),
)  # fmt: skip
FOR_WHOM = ("lower grades", "upper grades", "newcomers", "after school", "summer program")


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was written, so that a benchmark can tell whether it was read rightly."""

    folder: Path
    rows: int  # rows of the Data tab that are not blank, faulty ones included
    blank: int  # blank rows between them
    faults: tuple[Fault, ...]

    @property
    def hub(self) -> Path:
        """The hub workbook."""
        return self.folder / "hub.xlsx"


class Plan(NamedTuple):
    """The network to make up."""

    teams: list[str]
    measures: list[MeasureKind]
    months: list[dt.date]  # first days
    as_of: dt.date


def write_demo(
    folder: Path, *, teams: int, measures: int, periods: int,
    messy: bool = False, learning: bool = False, groups: bool = False, seed: int = 1,
) -> DemoReport:  # fmt: skip
    """Write a hub workbook with one Data row for each team, measure and month.

    Periods are months from September 2024 on. Some series have a true shift; values agree with
    numerators and denominators. A messy network is typed as people type, with blank lines, and one
    row in twenty has one fault. With `learning` it has all the other tabs, free of faults: about 17
    cycles and 4 items a team; with `groups` two measures by student group, in a tab of their own.
    Equal arguments, equal bytes; another seed, another network.
    """
    chance = Random(seed)
    plan = _plan(teams, measures, periods)
    rows = list(_data_rows(plan, chance))
    more = [*_more_tabs(plan, rows, Random(seed))] if learning else []
    more += [_groups_tab(plan, rows)] * groups
    faults = mess_up(rows, chance, plan.as_of) if messy else ()
    blank = sum(not cells for cells in rows)
    report = DemoReport(folder, len(rows) - blank, blank, faults)
    data = SheetTab(DataRow.TAB.title, [titles(DataRow, *DATA_FIELDS), *rows])
    folder.mkdir(parents=True, exist_ok=True)
    core = [_network_tab(plan, learning), _teams_tab(plan), _measures_tab(plan, learning), data]
    write_workbook(report.hub, [*core, *more])
    return report


def _more_tabs(plan: Plan, rows: Sequence[Sequence[Any]], chance: Random) -> Iterator[SheetTab]:
    """Everything beside the numbers; some of it goes with how each team's first measure changed."""
    lines = defaultdict(list)
    for team, measure, _, _, met, of, *_ in rows:
        if measure == MEASURES[0].name:
            lines[team].append(met / of)
    gains = {team: median(line[-3:]) - median(line[:3]) for team, line in lines.items()}
    names = [measure.name for measure in plan.measures]
    return learning_tabs(World(plan.teams, plan.as_of, chance, names, gains))


def _groups_tab(plan: Plan, rows: Sequence[Sequence[Any]]) -> SheetTab:
    """The first two measures by student group: two make up the whole, the others are small."""
    made: list[Cells] = []
    for team, measure, day, _, met, of, *_ in rows:
        if measure in [one.name for one in plan.measures[:2]]:
            is_late = 12 * plan.months.index(day) >= 5 * len(plan.months)
            counts = [(round(of * share), less[is_late]) for _, share, *less in GROUPS]
            parts = [(round(n * max(met / of + less, 0)), n) for n, less in counts]
            parts[1] = met - parts[0][0], of - parts[0][1]
            for (name, *_), part in zip(GROUPS, parts, strict=True):
                made.append([team, measure, day, None, *part, name, None])
    return SheetTab("Student group data", [titles(DataRow, *DATA_FIELDS), *made])


def _plan(teams: int, measures: int, periods: int) -> Plan:
    """Names and months for a network of this size."""
    numbers = range(FIRST_MONTH, FIRST_MONTH + periods + 1)
    *months, month_after = (dt.date(number // 12, number % 12 + 1, 1) for number in numbers)
    return Plan(
        teams=[_team_name(n) for n in range(teams)],
        measures=[_measure(n) for n in range(measures)],
        months=months,
        as_of=month_after + dt.timedelta(days=DAYS_AFTER_LAST_PERIOD),
    )


def _team_name(n: int) -> str:
    """The n-th made-up school: two words, and a number once all pairs are used up."""
    firsts, seconds = FIRST_WORDS.split(), SECOND_WORDS.split()
    turn, place = divmod(n, len(firsts))
    name = f"{firsts[place]} {seconds[(turn + place) % len(seconds)]}"
    return name if turn < len(seconds) else f"{name} {turn // len(seconds) + 1}"


def _measure(n: int) -> MeasureKind:
    """The n-th measure; after a dozen the kinds come again for other students."""
    kind, again = MEASURES[n % len(MEASURES)], n // len(MEASURES)
    if not again:
        return kind
    whom = FOR_WHOM[again - 1] if again <= len(FOR_WHOM) else f"form {again}"
    return kind._replace(name=f"{kind.name}, {whom}")


def _network_tab(plan: Plan, learning: bool) -> SheetTab:
    """The Network tab: setting and value; with what was agreed where teams have commitments."""
    values = {
        "name": f"Demo network of {len(plan.teams):,} teams (made up)",
        "aim": "Every student present 9 days in 10 (made up, as is all here)",
        "began": plan.months[0] if plan.months else None,
        "as_of": plan.as_of,
        **(AGREED if learning else {}),
    }
    settings = zip(titles(NetworkSettings, *values), values.values(), strict=True)
    return SheetTab(NetworkSettings.TAB.title, [["Setting", "Value"], *settings])


def _teams_tab(plan: Plan) -> SheetTab:
    """The Teams tab, with an official code, the school and one other name each."""
    rows = (
        {
            "team": team,
            "codes": f"{640_001 + n:07}",
            "school": f"{team} School",
            "district": ("River Valley", "Lakeside", "Uplands", "Plains")[n % 4],
            "cohort": f"Cohort {n % 3 + 1}",
            "model": ("K-5", "K-8", "6-8")[n % 3],
            "students": _students(n),
            "lead": ("assistant principal", "counselor", "coach", "dean of students")[n % 4],
            "also_known_as": also_known_as(team),
            "may_be_furthest_behind": n % 5 == 2,
        }
        for n, team in enumerate(plan.teams)
    )
    return tab_of(TeamRow, rows)


def _students(n: int) -> int:
    """The size of the n-th school: from 90 to 620, spread without a pattern one would notice."""
    return 90 + n * 197 % 531


def _measures_tab(plan: Plan, learning: bool) -> SheetTab:
    """The Measures tab; with stages and priorities where there are any."""
    fields = ("measure", "kind", "unit", "better", "counts", "target")
    agreed = {row["measure"]: row for row in tables_of_words()["Measures, agreed"] * learning}
    rows: list[Mapping[str, object]] = [
        agreed.get(measure.name, {}) | dict(zip(fields, measure, strict=False))
        for measure in plan.measures
    ]
    return tab_of(MeasureRow, [*rows, *(row for row in agreed.values() if row["kind"])])


def _data_rows(plan: Plan, chance: Random) -> Iterator[Cells]:
    """One row a team, measure and month, as a tidy data lead types it."""
    for n, team in enumerate(plan.teams):
        for measure in plan.measures:
            level, change = _level_and_change(measure, chance)
            for month, first_day in enumerate(plan.months):
                middle = level + (change if 2 * month >= len(plan.months) else 0)
                value = chance.gauss(middle, measure.spread)
                numbers: tuple[object, ...] = max(round(value, 1), 0.0), None, None
                if measure.unit == Unit.PERCENT:
                    numbers = _share(value, _students(n) + month % 5, formatted=n % 3 == 0)
                yield [team, measure.name, first_day, *numbers, None, None]


def _level_and_change(measure: MeasureKind, chance: Random) -> tuple[float, float]:
    """Where one series starts, and by how much it truly shifts halfway; most do not."""
    level = chance.gauss(measure.typical, measure.spread)
    good = -1 if measure.better == "lower" else 1
    luck = chance.random()
    if luck < SHARE_IMPROVING:
        return level, good * 2.5 * measure.spread
    return level, -good * 2.5 * measure.spread if luck > 1 - SHARE_WORSENING else 0.0


def _share(percent: float, students: int, *, formatted: bool) -> tuple[object, ...]:
    """A percent, under a percent format or as plain points, with the counts that make it."""
    numerator = round(students * min(max(percent, 2), 98) / 100)
    share = round(numerator / students, 3)
    value = Formatted(share, "0.0%") if formatted else round(100 * share, 1)
    return value, numerator, students
