"""The numbers of the sample network: two school years of made-up counts, the same every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

from kmlib.export.writing import Formatted
from kmlib.schema import TeamRow
from sample_sheets.content import core, rows_of

MONTHS = tuple(
    dt.date(first_year + (month < 8), month, 1)
    for first_year, months in (
        (2024, (9, 10, 11, 12, 1, 2, 3, 4, 5, 6)),
        (2025, (9, 10, 11, 12, 1, 2)),
    )
    for month in months
)
MONTH_OF_CHANGE = dt.date(2025, 4, 1)  # after the first wave of cycles
TERMS = {
    dt.date(2024, 9, 1): "BOY 2024-25",
    dt.date(2025, 1, 1): "MOY 2024-25",
    dt.date(2025, 5, 1): "EOY 2024-25",
    dt.date(2025, 9, 1): "BOY 2025-26",
    dt.date(2026, 1, 1): "MOY 2025-26",
}
SURVEYS = tuple(
    dt.date(*day)
    for day in (
        (2024, 10, 18),
        (2025, 1, 24),
        (2025, 4, 25),
        (2025, 6, 6),
        (2025, 10, 17),
        (2026, 1, 23),
    )
)

PRESENT, FAMILIES, READING = (
    "Present 9 days in 10",
    "Families reached in the month",
    "Reading on track",
)
ALGEBRA, VOICE = "Ready for algebra", "Students who say adults listen"
REFERRALS, MINUTES = "Office referrals per 100", "Planning time used for data"

TEAMS = {str(row["team"]): row for row in rows_of(TeamRow, core.TEAMS)}
OWN_WORKBOOKS = {team for team, row in TEAMS.items() if "sheet" in row}
IN_OWN_WORKBOOKS = (PRESENT, FAMILIES, READING)

# Percent of students present 9 days in 10, a number a month of MONTHS; - was not reported.
PRESENT_PERCENTS = """
Alder Creek    78 80 81 79 78 79 80 81 80 80 83 83 85 85 84 86
Birchwood      87 84 83 82 84 85 83 86 84 85 83 85 82 83 84 84
Cedar Bend     71 73 72 73 77 73 74 71 71 70 70 69 67 68 66 64
Eastgate       83 80 82 80 82 80 81 79 82 80 80 82 79 82 83 80
Fairview       72 74 71 73 72 70 73 71 74 72 73 70 72 73 71 72
Harbor Street  77 75 75 78 76 77 76 80 79 80 81 81 83 82 84 86
Kestrel        68 71 69 70 72 70 69 74 76 75 78 77 80 79 82 83
Lincoln        68 66 69 67 70 66 68 -  -  -  69 66 68 67 66 67
Maple Grove    80 78 81 83 82 83 80 81 79 83 82 80 82 79 83 81
Northfield     79 78 79 77 76 78 78 79 81 80 81 82 81 83 84 84
Riverside      79 77 78 81 80 77 79 80 77 78 78 81 80 76 80 79
Willow Park    70 72 70 74 72 71 73 70 72 69 70 73 71 74 73 71
"""

# Levels before and after MONTH_OF_CHANGE of the measures that are drawn by chance around them.
LEVELS = """
Alder Creek    44 50  57 56  47 49  64 55  4.1 4.0  33 38
Birchwood      42 46  62 64  55 57  57 55  5.2 4.9  36 40
Cedar Bend     38 37  63 64  53 55   -  -  4.4 4.6  40 45
Eastgate       33 36  62 62  43 42  59 57  4.0 5.9  31 35
Fairview       43 43  58 58  44 44  58 56  3.1 3.2  45 49
Harbor Street  41 49  63 64  52 56  62 60  6.0 5.8  38 42
Kestrel        40 48  58 68  51 53  58 57  3.4 3.3  34 38
Lincoln        45 46  60 59  57 59   -  -  4.8 4.9  29 33
Maple Grove    47 50  61 63  40 41  64 63  3.7 3.5  37 41
Northfield     35 42  55 66  52 54   -  -  2.9 2.8  42 46
Riverside      44 45  44 55  37 46  66 64  4.3 4.2  35 40
Willow Park    37 38  55 66  45 46  59 55  5.6 5.5  39 44
"""
LEVELS_ORDER = (FAMILIES, READING, ALGEBRA, VOICE, REFERRALS, MINUTES)
NOISE = {FAMILIES: 2.2, READING: 2.5, ALGEBRA: 2.0, VOICE: 2.0, REFERRALS: 0.5, MINUTES: 4.5}

# Students of each group in a hundred, in the order of the Groups tab.
COMPOSITION = """
Alder Creek    2  9 22 61  6  12 88 14
Birchwood      7 34 31 19  9  31 69 13
Eastgate      11 28 35 17  9  36 64 15
Fairview       1  4 11 80  4   6 94 12
Lincoln        5 31 38 19  7  33 67 16
Maple Grove    3 12 20 58  7  14 86 12
Northfield     2  7 15 71  5   8 92 11
Riverside      4 15 27 46  8  21 79 14
Willow Park    8 29 33 21  9  30 70 15
Harbor Street 12 24 37 18  9  39 61 14
Kestrel        1  3 18 72  6   7 93 13
"""
DIMENSIONS = (
    slice(0, 5),
    slice(5, 7),
    slice(7, 8),
)  # a share of students in each, the last not whole
GROUP_NAMES = (
    "Asian/PI", "Black", "Hispanic", "White", "Two or more races",
    "Multilingual learners", "Not multilingual learners", "Students with disabilities",
)  # fmt: skip
# Points above or below the whole: in the first school year, and in the second.
GROUP_OFFSETS = ((6, 6), (-5, -4), (-3, -1), (2, 1), (-1, 0), (-7, -3), (2, 1), (-9, -9))

NOTES = {
    ("Alder Creek", PRESENT, dt.date(2026, 1, 1)): "flu, 38 out in the second week",
    ("Birchwood", REFERRALS, dt.date(2025, 9, 1)): "new form from this month on",
    ("Maple Grove", PRESENT, dt.date(2025, 2, 1)): "two snow days",
    ("Eastgate", REFERRALS, dt.date(2025, 2, 1)): "some counted twice",
    ("Riverside", READING, dt.date(2024, 9, 1)): "new check, be careful comparing",
}


class Count(NamedTuple):
    """One made-up number: a numerator and denominator, or a plain value."""

    team: str
    measure: str
    day: dt.date
    numerator: int | None
    denominator: int | None
    value: float | None = None


def table(text: str) -> dict[str, list[float | None]]:
    """A table of numbers by team; the team's name is whatever stands before the numbers."""
    rows = {}
    for line in text.strip().split("\n"):
        team = next(name for name in TEAMS if line.startswith(name))
        cells = line.removeprefix(team).split()
        rows[team] = [None if cell == "-" else float(cell) for cell in cells]
    return rows


def students_counted(team: str, measure: str, chance: Random) -> int:
    """How many students a team counts for a measure in one month; a few come and go."""
    students = int(str(TEAMS[team]["students"]))
    grades = 9 if TEAMS[team]["model"] == "K-8" else 7
    share = {FAMILIES: 0.62, READING: 1 / grades, ALGEBRA: 1 / grades, VOICE: 0.45}
    return round(students * share.get(measure, 1)) + chance.choice((-2, -1, 0, 0, 1, 2))


def counts() -> Iterator[Count]:
    """Every number of the network, team by team."""
    for team, percents in table(PRESENT_PERCENTS).items():
        chance = Random(f"{team} {PRESENT}")
        for month, percent in zip(MONTHS, percents, strict=True):
            enrolled = students_counted(team, PRESENT, chance)
            if percent is not None:
                yield Count(team, PRESENT, month, round(enrolled * percent / 100), enrolled)
    for team, levels in table(LEVELS).items():
        for n, measure in enumerate(LEVELS_ORDER):
            before, after = levels[2 * n : 2 * n + 2]
            if before is not None and after is not None:
                yield from _drawn(team, measure, before, after)


def _drawn(team: str, measure: str, before: float, after: float) -> Iterator[Count]:
    """One series drawn by chance around its two levels."""
    chance = Random(f"{team} {measure}")
    for day in {ALGEBRA: tuple(TERMS), VOICE: SURVEYS}.get(measure, MONTHS):
        value = max(chance.gauss(after if day >= MONTH_OF_CHANGE else before, NOISE[measure]), 0)
        denominator = students_counted(team, measure, chance)
        if measure == MINUTES:
            yield Count(team, measure, day, None, None, round(value))
        else:
            yield Count(team, measure, day, round(denominator * value / 100), denominator)


def data_rows() -> list[Mapping[str, object]]:
    """The hub's Data tab: what teams without a workbook of their own report, month by month."""
    wanted = [
        c for c in counts() if not (c.team in OWN_WORKBOOKS and c.measure in IN_OWN_WORKBOOKS)
    ]
    return [_data_row(c) for c in sorted(wanted, key=lambda c: (c.day, c.team))]


def _data_row(count: Count) -> Mapping[str, object]:
    """One row, its value typed the way that team types it."""
    return {
        "team": count.team,
        "measure": count.measure,
        "date": TERMS[count.day] if count.measure == ALGEBRA else count.day,
        "value": count.value if count.denominator is None else _typed_value(count),
        "numerator": count.numerator,
        "denominator": count.denominator,
        "note": NOTES.get((count.team, count.measure, count.day)),
    }


def _typed_value(count: Count) -> object:
    """What stands under Value beside the counts: nothing, points, a percent format or a text."""
    share = (count.numerator or 0) / (count.denominator or 1)
    if count.measure == REFERRALS:
        return round(100 * share, 1)
    habits = (
        None,
        round(100 * share, 1),
        Formatted(round(share, 3), "0.0%"),
        f"{100 * share:.0f}%",
    )
    return habits[list(TEAMS).index(count.team) % len(habits)]


def group_rows() -> list[Mapping[str, object]]:
    """The hub's tab of student groups: the whole of two measures, split by dimension."""
    composition = table(COMPOSITION)
    wholes = [
        c
        for c in counts()
        if c.measure == VOICE or (c.measure == PRESENT and c.team not in OWN_WORKBOOKS)
    ]
    rows = []
    for count in sorted(wholes, key=lambda c: (c.day, c.team, c.measure)):
        shares = [float(share or 0) for share in composition[count.team]]
        rows.extend(_group_row(count, *part) for part in _split(count, shares))
    return rows


def _group_row(count: Count, group: str, numerator: int, denominator: int) -> Mapping[str, object]:
    """One group's row; Fairview hides its small groups itself."""
    row: dict[str, object] = {
        "team": count.team, "measure": count.measure, "date": count.day, "group": group,
    }  # fmt: skip
    if count.team == "Fairview" and denominator < 10:
        return row | {"value": "<10"}
    return row | {"numerator": numerator, "denominator": denominator}


def _split(count: Count, shares: list[float]) -> Iterator[tuple[str, int, int]]:
    """Split one count over the groups; in a whole dimension the parts add up to it."""
    year = 1 if count.day >= dt.date(2025, 8, 1) else 0
    whole = count.denominator or 0
    rate = (count.numerator or 0) / whole
    for dimension in DIMENSIONS:
        is_whole = sum(shares[dimension]) == 100
        total = whole if is_whole else round(whole * sum(shares[dimension]) / 100)
        sizes = _shared_out(total, shares[dimension], [total] * len(shares[dimension]))
        expected = [
            size * min(max(rate + offset[year] / 100, 0.05), 0.98)
            for size, offset in zip(sizes, GROUP_OFFSETS[dimension], strict=True)
        ]
        met = (count.numerator or 0) if is_whole else round(sum(expected))
        numerators = _shared_out(met, expected, sizes)
        yield from (
            part for part in zip(GROUP_NAMES[dimension], numerators, sizes, strict=True) if part[2]
        )


def _shared_out(total: int, weights: list[float], at_most: list[int]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total, none over its limit."""
    exact = [total * weight / (sum(weights) or 1) for weight in weights]
    parts = [min(int(share), limit) for share, limit in zip(exact, at_most, strict=True)]
    while sum(parts) < total:
        behind = [
            e - p if p < limit else -1.0 for e, p, limit in zip(exact, parts, at_most, strict=True)
        ]
        parts[behind.index(max(behind))] += 1
    return parts
