"""The kinds of slip that people make in a cell, and how each must be found.

A kind names the roles of the cells it befalls: `refers` is a name that another tab lists, `counted`
a cell such as 17/20, `happened` a day on record. Where two codes say it rightly, both count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from kmlib.export.demo_mess import misspelt
from kmlib.reading.cells import Tab, Value
from sample_sheets import make_sample

Place = tuple[int, int]  # row and column, from 0


class Fault(NamedTuple):
    """One slip: what is typed where, and how it must be found."""

    kind: str
    source: str
    sheet: str
    edits: Mapping[Place, Value]
    at: tuple[Place, ...]  # found at any of these cells
    codes: tuple[str, ...]  # under any of these
    alone: bool = False  # others would not be seen beside it

    @property
    def typed(self) -> Value:
        """What was typed."""
        return next(iter(self.edits.values()))


class Spot(NamedTuple):
    """A cell that can be mistyped: its roles, and the column of each role in its row."""

    tab: Tab
    row: int
    column: int
    roles: frozenset[str]
    beside: Mapping[str, int]
    chance: Random

    @property
    def cell(self) -> Value:
        """What stands there."""
        return cell_at(self.tab, self.row, self.column)

    def number(self, role: str = "") -> float:
        """The number here, or in the row's column of a role; 0 where there is none."""
        column = self.beside.get(role, -1) if role else self.column
        cell = cell_at(self.tab, self.row, column) if column >= 0 else ""
        return float(cell) if isinstance(cell, float | int) else 0.0


def cell_at(tab: Tab, row: int, column: int) -> Value:
    """What stands in a cell; `""` beyond the end of its row."""
    cells = tab.rows[row] if row < len(tab.rows) else []
    return cells[column] if column < len(cells) else ""


class Kind(NamedTuple):
    """One kind of slip: whom it befalls, what is typed, and the codes that say it."""

    name: str
    roles: str  # any of these, separated by blanks
    type: Callable[[Spot], Value | None]  # None: not in this cell
    codes: str
    clear: str = ""  # the roles in its row that are left empty with it


def slipped(spot: Spot) -> str:
    """A name as people mistype it: letters swapped, left out, doubled or wrong."""
    parts = str(spot.cell).split("; ")
    name = max(parts, key=len)
    inside = [n for n in range(1, len(name) - 1) if name[n - 1 : n + 2].isalpha()]
    if not inside:
        return f"{spot.cell}9"
    n = spot.chance.choice(inside)
    ways = [
        misspelt(name),
        name[:n] + name[n + 1 :],
        name[:n] + name[n] + name[n:],
        name[:n] + ("k" if name[n] != "k" else "j") + name[n + 1 :],
    ]
    wrong = spot.chance.choice([way for way in ways if way != name])
    return "; ".join(wrong if part == name else part for part in parts)


def letter_for_digit(spot: Spot) -> str | None:
    """102 as 1O2, 71 as 7l."""
    digits = f"{spot.cell:g}" if isinstance(spot.cell, float | int) else str(spot.cell)
    wrong = digits.replace("0", "O", 1) if "0" in digits else digits.replace("1", "l", 1)
    return wrong if wrong != digits else None


def one_of(*values: Value) -> Callable[[Spot], Value]:
    """Any of a few things to type."""
    return lambda spot: spot.chance.choice(values)


def minus(spot: Spot) -> float | None:
    """The number with a sign before it."""
    return -spot.number() or None


def swapped_ratio(spot: Spot) -> str | None:
    """552/641 as 641/552."""
    top, slash, bottom = str(spot.cell).partition("/")
    return f"{bottom}/{top}" if slash and top != bottom else None


def far_from(spot: Spot) -> float | None:
    """A percent that its counts do not make."""
    top, bottom = spot.number("numerator"), spot.number("denominator")
    return (round(100 * top / bottom) + 37) % 90 + 5 if bottom else None


def more_than_all(spot: Spot) -> float | None:
    """A part larger than its whole."""
    whole = spot.number("denominator")
    return whole + spot.chance.randint(1, 9) if whole else None


def half_more(spot: Spot) -> float | None:
    """Half a person more."""
    return spot.number() + 0.5 if spot.number() else None


ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?")
REMARKS = ("see binder", "ask the office", "about forty", "not sure, will ask next week")
SENTENCES = ("85 I think", "was 71, now 74", "61 and two who were ill", "up 3 from last time")
NEVER = (dt.date(1925, 10, 1), dt.date(2205, 10, 1), "10/5/2205")
NAMES = "name-near-miss name-unknown"
NOT_NUMBERS = "not-a-number not-a-whole-number"
COUNTS = "numerator denominator"
ALONE = f"{COUNTS} rate-top rate-bottom"
NUMBERS = f"number whole value percent counted {COUNTS}"
DAYS = "date happened month"
LONG_AGO, TO_COME, MISTYPED = dt.date(2012, 10, 1), dt.date(2026, 9, 8), dt.date(2062, 1, 5)

HUB, KESTREL, CEDAR_BEND = make_sample.HUB, make_sample.KESTREL, make_sample.CEDAR_BEND
ALIAS, AIM = "Also known as", dt.date(2026, 6, 30)

KINDS = (
    Kind("typo in a name", "refers", slipped, NAMES),
    Kind("a name nobody knows", "refers", one_of("Zephyr Exchange"), NAMES),
    Kind("error value in a name", "refers", one_of(*ERRORS), f"error-value {NAMES}"),
    Kind("error value in a text", "text", one_of(*ERRORS), "error-value"),
    Kind("error value in a number", NUMBERS, one_of(*ERRORS), "error-value"),
    Kind("error value in a date", DAYS, one_of(*ERRORS), "error-value"),
    Kind("error value in a choice", "choice yes-no", one_of(*ERRORS), "error-value"),
    Kind("a required cell cleared", "required", one_of(""), "required-empty"),
    Kind("a remark in a number cell", NUMBERS, one_of(*REMARKS), NOT_NUMBERS),
    Kind("a number in a sentence", NUMBERS, one_of(*SENTENCES), NOT_NUMBERS),
    Kind("a letter for a digit", NUMBERS, letter_for_digit, NOT_NUMBERS),
    Kind("two numbers in one cell", NUMBERS, one_of("12 13", "4, 5 and 9", "3+4"), NOT_NUMBERS),
    Kind("a date in a number cell", NUMBERS, one_of(dt.date(2026, 3, 4)), NOT_NUMBERS),
    Kind("a negative count", f"{COUNTS} whole", minus, "outside-unit"),
    Kind("half a person", "whole", half_more, "not-a-whole-number"),
    Kind("a day that does not exist", DAYS, one_of("2/31/2026", "31.11.2025"), "not-a-date"),
    Kind("a remark in a date cell", DAYS, one_of("after break", "sometime soon"), "not-a-date"),
    Kind("a month misspelt", DAYS, one_of("Ocotber 2025", "Janury 2026"), "not-a-date"),
    Kind("a year nobody lives in", DAYS, one_of(*NEVER), "not-a-date"),
    Kind("a month without year", "date happened", one_of("October", "5 Oct", "Q2"), "year-unknown"),
    Kind("a year mistyped", "happened month", one_of(MISTYPED), "date-in-future"),
    Kind("a date in the future", "happened month", one_of(TO_COME, "Sep 2026"), "date-in-future"),
    Kind("a word that is no choice", "choice", one_of("hmm", "parsecs", "later"), "not-a-choice"),
    Kind("maybe for yes or no", "yes-no", one_of("maybe", "sometimes", "7"), "not-a-choice"),
    Kind("percent over 100", "percent", one_of(104, "117%", 850, "101%"), "outside-unit"),
    Kind("percent over 100, alone", "percent", one_of(140, "240%"), "outside-unit", ALONE),
    Kind("1 among points", "percent", one_of(1), "percent-unclear", ALONE),
    Kind("a negative percent", "percent", one_of(-4, "-12%"), "outside-unit", ALONE),
    Kind("value and counts disagree", "percent", far_from, "ratio-mismatch"),
    Kind("a part larger than the whole", "numerator", more_than_all, "numerator-over-denominator"),
    Kind("part and whole swapped", "counted", swapped_ratio, "numerator-over-denominator"),
    Kind("nothing in the whole", "denominator", one_of(0), "denominator-zero"),
    Kind("percent sign in a count", COUNTS, one_of("85%", "61 %"), "not-a-number"),
    Kind("a ratio in a count", COUNTS, one_of("17/20", "3 of 4"), "not-a-number"),
    Kind("no number at all", "number", one_of("17/20", "yes", "<10"), "not-a-number"),
    Kind("percent sign in a rate", "value", one_of("85%", "4%"), "outside-unit"),
    Kind("a negative rate", "value", one_of(-3, "-4.1", "(3)"), "outside-unit", ALONE),
    Kind("yes for a number", "percent value", one_of("yes", True, "x"), "not-a-number", ALONE),
    Kind("the whole left out", "denominator", one_of(""), "required-empty", "value percent"),
    Kind("the part left out", "numerator", one_of(""), "value-empty", "value percent"),
    Kind("not typed yet", "long", one_of(""), "value-empty", ALONE),
    Kind("a date before the network", "on-chart", one_of(LONG_AGO), "date-before-network"),
    Kind("a group nobody listed", "group", slipped, "group-near-miss group-unlisted"),
)  # fmt: skip

AHEAD = dt.date(2023, 1, 9)  # before whatever it should follow
NAMED: tuple[tuple[str, str, str, Mapping[tuple[int, int | str], Value], str], ...] = (
    ("a name twice", HUB, "Teams", {(5, "Team"): "Birchwood"}, "name-twice"),
    ("a name twice", HUB, "Measures", {(3, "Measure"): "Ready for algebra"}, "name-twice"),
    ("a name twice", HUB, "Routines", {(4, "Routine"): "Attendance teams"}, "name-twice"),
    ("a name twice", HUB, "Knowledge", {(6, "Item"): "Call before 9, not after"}, "name-twice"),
    ("a name twice", HUB, "Groups", {(4, "Group"): "Hispanic or Latino"}, "name-twice"),
    ("a name twice", HUB, "Priorities", {(2, "Priority"): "Attendance"}, "name-twice"),
    ("a name twice", HUB, "People", {(3, "Person"): "data lead"}, "name-twice"),
    ("a name twice", HUB, "Tracker items", {(4, "Code"): "1.2"}, "name-twice"),
    ("another's alias", HUB, "Teams", {(7, ALIAS): "Birchwd; Kestrel K-8"}, "name-clash"),
    ("another's alias", HUB, "Teams", {(9, ALIAS): "Lincoln"}, "name-clash"),
    ("another's alias", HUB, "Teams", {(8, "Code"): "0640077"}, "name-clash"),
    ("another's alias", HUB, "Teams", {(10, "School"): "Kestrel School"}, "name-clash"),
    ("another's alias", HUB, "Measures", {(4, ALIAS): "Regular attendance"}, "name-clash"),
    ("another's alias", HUB, "Groups", {(3, ALIAS): "Black"}, "name-clash"),
    ("a file not there", HUB, "Teams", {(3, "Sheet"): "ceder-bend.xlsx"}, "source-not-found"),
    ("a file elsewhere", HUB, "Teams", {(3, "Sheet"): "../other.xlsx"}, "source-outside-folder"),
    ("a link", HUB, "Teams", {(1, "Sheet"): "https://example.org/sheet"}, "source-online"),
    ("a kind of file", HUB, "Teams", {(3, "Sheet"): "make_sample.py"}, "source-kind-unknown"),
    ("target over 100", HUB, "Measures", {(1, "Target"): 850}, "target-outside-unit"),
    ("target over 100", HUB, "Measures", {(4, "Target"): "117%"}, "target-outside-unit"),
    ("baseline over 100", HUB, "Measures", {(2, "Baseline"): 440}, "target-outside-unit"),
    ("negative target", HUB, "Measures", {(6, "Target"): -4}, "target-outside-unit"),
    ("day without a target", HUB, "Measures", {(2, "Target by"): AIM, (2, "Target"): ""},
     "target-by-without-target"),
    ("end before start", HUB, "Cycles", {(3, "Ended"): AHEAD}, "ends-before-it-starts"),
    ("end before start", HUB, "Cycles", {(9, "Ended"): AHEAD}, "ends-before-it-starts"),
    ("end before start", HUB, "Partnerships", {(2, "End"): AHEAD}, "ends-before-it-starts"),
    ("end before start", HUB, "People", {(2, "Leaving"): dt.date(2010, 6, 30)},
     "ends-before-it-starts"),
    ("a setting misspelt", HUB, "Network", {(5, 0): "School yaer starts in"}, "setting-unknown"),
    ("a setting misspelt", HUB, "Network", {(11, 0): "As off date"}, "setting-unknown"),
    ("a setting nobody knows", HUB, "Network", {(10, 0): "Colour"}, "setting-unknown"),
    ("no month", HUB, "Network", {(5, 1): "Augsut"}, "not-a-date not-a-choice"),
    ("no date in a setting", HUB, "Network", {(6, 1): "2/31/2024"}, "not-a-date"),
    ("no date in a setting", HUB, "Network", {(11, 1): "soon"}, "not-a-date"),
    ("no number in a setting", HUB, "Network", {(8, 1): "a week"}, NOT_NUMBERS),
    ("no number in a setting", HUB, "Network", {(9, 1): "6.5"}, NOT_NUMBERS),
    ("no date in the breaks", HUB, "Network", {(7, 1): "2025-11-26 to 2025-11-31"}, "not-a-date"),
    ("small groups, no reason", HUB, "Network", {(12, 1): 5, (12, 0): "Smallest group shown"},
     "floor-without-reason"),
    ("a month misspelt above", KESTREL, "Attendance", {(3, 3): "Novv-24"}, "column-unknown"),
    ("a month misspelt above", KESTREL, "Attendance", {(3, 9): "Mai-25x"}, "column-unknown"),
    ("a month to come above", KESTREL, "Attendance", {(3, 16): dt.date(2062, 2, 1)},
     "date-in-future"),
    ("a month twice above", KESTREL, "Attendance", {(3, 8): "Mar-25"}, "column-twice duplicate"),
    ("a count's title misspelt", CEDAR_BEND, "Monthly counts", {(3, 2): "Enrolld"},
     "column-near-miss column-unknown"),
    ("roster in the sheet", HUB, "Data", {(0, 8): "Student name", (1, 8): "A. B."},
     "column-roster"),
    ("roster in the sheet", HUB, "Cycles", {(0, 18): "Date of birth", (1, 18): "3/4/2014"},
     "column-roster"),
    ("a column twice", HUB, "Data", {(0, 8): "Value", (1, 8): 12}, "column-twice"),
    ("a column twice", HUB, "Cycles", {(0, 18): "Learned", (1, 18): "again"}, "column-twice"),
    ("a score off the scale", HUB, "Participation", {(3, "Value"): 41}, "score-off-scale"),
    ("a score off the scale", HUB, "Self-assessment", {(3, "Own score"): 35}, "score-off-scale"),
)  # fmt: skip
