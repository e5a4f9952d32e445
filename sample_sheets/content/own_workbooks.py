"""Three teams' own workbooks, each in a layout of its own, as schools keep them."""

from __future__ import annotations

import datetime as dt

from kmlib.export.writing import Formatted, SheetTab
from sample_sheets.content.numbers import FAMILIES, MONTHS, PRESENT, READING, Count, counts

SECOND_YEAR = dt.date(2025, 8, 1)
LAST_MONTH_OF_FAMILIES = dt.date(2025, 12, 1)  # Cedar Bend has not sent its later counts yet


def counts_of(team: str) -> dict[tuple[str, dt.date], Count]:
    """One team's numbers by measure and month."""
    return {(count.measure, count.day): count for count in counts() if count.team == team}


def share(count: Count) -> float:
    """Numerator over denominator."""
    return (count.numerator or 0) / (count.denominator or 1)


def kestrel() -> list[SheetTab]:
    """Wide by period: a row a measure, a column a month, a title above and an average below."""
    mine = counts_of("Kestrel")
    shares = {
        typed: [round(share(mine[measure, month]), 2) for month in MONTHS]
        for typed, measure in (
            ("Present 9 in 10", PRESENT),
            ("Families reached", FAMILIES),
            ("Grade 3 reading", READING),
        )
    }
    months = [
        Formatted(month, "mmm-yy") if month > SECOND_YEAR else f"{month:%b-%y}" for month in MONTHS
    ]
    averages = [
        round(sum(column) / len(column), 2) for column in zip(*shares.values(), strict=True)
    ]
    rows = [
        ["Kestrel School: attendance, families and reading"],
        ["Percent of students. Filled in on the first Friday of the month. (made up)"],
        [],
        ["Measure", *months],
        *(
            [typed, *(Formatted(value, "0%") for value in values)]
            for typed, values in shares.items()
        ),
        ["Average", *(Formatted(value, "0%") for value in averages)],
        [],
        ["* December 2025: flu week, 31 students out"],
    ]
    return [SheetTab("Attendance", rows, header_row=3)]


def cedar_bend() -> list[SheetTab]:
    """Wide by measure: a row a month, the measure's name over its two columns."""
    mine = counts_of("Cedar Bend")
    heads = {
        PRESENT: ("Present", "Enrolled"),
        FAMILIES: ("Reached", "Out of"),
        READING: ("On track", "Checked"),
    }
    rows: list[list[object]] = [
        ["Cedar Bend data, all numbers made up"],
        [],
        [None, *(cell for measure in heads for cell in (measure, None))],
        ["Month", *(head for pair in heads.values() for head in pair)],
    ]
    for month in MONTHS:
        cells: list[object] = [Formatted(month, "mmm yyyy")]
        for measure in heads:
            count = mine[measure, month]
            waits = measure == FAMILIES and month > LAST_MONTH_OF_FAMILIES
            cells += [None, None] if waits else [count.numerator, count.denominator]
        rows.append(cells)
    merged = tuple((2, first, 2, first + 1) for first in (1, 3, 5))
    return [SheetTab("Monthly counts", rows, header_row=3, merged=merged)]


def harbor_street() -> list[SheetTab]:
    """A tab a school year, long, months by name alone, counts typed as 17/20."""
    mine = counts_of("Harbor Street")
    tabs = []
    for title, months in (
        ("2024-25", [month for month in MONTHS if month < SECOND_YEAR]),
        ("2025-26", [month for month in MONTHS if month > SECOND_YEAR]),
    ):
        rows: list[list[object]] = [["Month", "Measure", "Value", "Note"]]
        for month in months:
            for measure in (PRESENT, FAMILIES, READING):
                count = mine[measure, month]
                counted = f"{count.numerator}/{count.denominator}"
                typed = f"{100 * share(count):.0f}%" if measure == READING else counted
                rows.append([f"{month:%B}", measure, typed, None])
        tabs.append(SheetTab(title, rows))
    return tabs
