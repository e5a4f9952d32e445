"""How people really type: rows of a made-up network retyped in many ways, with faults on record."""

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from kmlib import findings as rules
from kmlib.export.writing import Broken, Formatted
from kmlib.findings import column_letters
from kmlib.schema import DataRow

ONE_FAULT_IN = 20  # 5 % of the rows, the share that the design's numbers are about
ONE_BLANK_AFTER = 97  # project choice: people leave a line blank now and then

DATA_FIELDS = ("team", "measure", "date", "value", "numerator", "denominator", "group", "note")
TEAM, MEASURE, DATE, VALUE, NUMERATOR, DENOMINATOR, GROUP, NOTE = range(len(DATA_FIELDS))

Cells = list[object]  # one row of the Data tab, in the order of DATA_FIELDS
Planted = tuple[Cells, int, rules.Rule]  # a row, the column of its fault, and the rule it breaks


class Fault(NamedTuple):
    """A fault that was planted: where it is, and the code of the finding it must give."""

    sheet: str
    cell: str
    code: str


def also_known_as(team: str) -> str:
    """The other name that the Teams tab lists for a team.

    >>> also_known_as("Hawthorn Ridge")
    'Hawt Ridge'
    """
    first, rest = team.split(" ", 1)
    return f"{first[:4]} {rest}"


def mess_up(rows: list[Cells], chance: Random, as_of: dt.date) -> tuple[Fault, ...]:
    """Retype the rows as people do, blank rows between them, and plant one fault in twenty rows.

    Rows with a fault are otherwise typed plainly, so that each gives one finding and no other.
    """
    planted: list[Planted] = []
    for first in range(0, len(rows), ONE_FAULT_IN):
        block = rows[first : first + ONE_FAULT_IN]
        faulty = chance.randrange(1, ONE_FAULT_IN)
        if faulty < len(block):
            planted.append(_plant(block[faulty], block[faulty - 1], chance, as_of))
            del block[faulty - 1 : faulty + 1]
        for cells in block:
            _retype(cells, chance)
    for end in reversed(range(ONE_BLANK_AFTER, len(rows) + 1, ONE_BLANK_AFTER)):
        rows.insert(end, [])
    numbers = {id(cells): number for number, cells in enumerate(rows, 2)}
    return tuple(
        Fault(DataRow.TAB.title, f"{column_letters(column + 1)}{numbers[id(cells)]}", rule.code)
        for cells, column, rule in planted
    )


def _plant(cells: Cells, before: Cells, chance: Random, as_of: dt.date) -> Planted:
    """Put one fault into a row; `before` is the row above it, which a duplicate repeats."""
    kinds = FAULTS if cells[DENOMINATOR] is None else (*FAULTS, *FAULTS_OF_SHARES)
    choice = chance.randrange(len(kinds) + 1)
    if choice == len(kinds):
        return _repeat(cells, before)
    fault = kinds[choice]
    if fault.column >= VALUE:
        cells[VALUE] = cells[NUMERATOR] = cells[DENOMINATOR] = None
    if fault.rule is rules.NUMERATOR_OVER_DENOMINATOR:
        cells[DENOMINATOR] = 40
    cells[fault.column] = fault.type(cells[fault.column], as_of)
    return cells, fault.column, fault.rule


def _repeat(cells: Cells, before: Cells) -> Planted:
    """Make a row repeat the one above; the later of two counts, so the fault is the one above."""
    before[VALUE] = _points(before[VALUE])
    before[NUMERATOR] = before[DENOMINATOR] = None
    cells[:] = before
    return before, VALUE, rules.DUPLICATE


def _points(value: object) -> object:
    """A share under a percent format as the points it shows."""
    return round(100 * float(str(value.value)), 1) if isinstance(value, Formatted) else value


def misspelt(name: str) -> str:
    """A name with two letters of its longest word swapped.

    >>> misspelt("Reading on track")
    'Reaidng on track'
    """
    word = max(name.split(), key=len)
    middle = next(n for n in range(len(word) // 2, len(word) - 1) if word[n] != word[n + 1])
    swapped = word[:middle] + word[middle + 1] + word[middle] + word[middle + 2 :]
    return name.replace(word, swapped)


class FaultKind(NamedTuple):
    """A fault people make: where, against which rule, and what they type instead of the cell."""

    column: int
    rule: rules.Rule
    type: Callable[[object, dt.date], object]


FAULTS_OF_SHARES = (
    FaultKind(VALUE, rules.OUTSIDE_UNIT, lambda _cell, _as_of: 240),
    FaultKind(NUMERATOR, rules.NUMERATOR_OVER_DENOMINATOR, lambda _cell, _as_of: 57),
)
FAULTS = (
    FaultKind(TEAM, rules.NAME_UNKNOWN, lambda _cell, _as_of: "Zephyr Exchange"),
    FaultKind(MEASURE, rules.NAME_NEAR_MISS, lambda cell, _as_of: misspelt(str(cell))),
    FaultKind(DATE, rules.NOT_A_DATE, lambda _cell, _as_of: "2/31/2025"),
    FaultKind(DATE, rules.DATE_IN_FUTURE, lambda _cell, as_of: as_of + dt.timedelta(days=200)),
    FaultKind(VALUE, rules.NOT_A_NUMBER, lambda _cell, _as_of: "abc"),
    FaultKind(VALUE, rules.ERROR_VALUE, lambda _cell, _as_of: Broken("#REF!")),
)


def _retype(cells: Cells, chance: Random) -> None:
    """Type one row in one of the many ways that mean the same."""
    cells[TEAM] = chance.choice(WAYS_TO_NAME_A_TEAM)(str(cells[TEAM]))
    cells[MEASURE] = chance.choice(WAYS_TO_NAME)(str(cells[MEASURE]))
    if isinstance(day := cells[DATE], dt.date):
        cells[DATE] = chance.choice(WAYS_TO_DATE)(day)
    cells[GROUP] = chance.choice((None, None, None, "All students"))
    cells[NOTE] = chance.choice(NOTES)
    ways = WAYS_TO_TYPE_A_SHARE if cells[DENOMINATOR] is not None else WAYS_TO_TYPE_A_NUMBER
    way = chance.choices(ways, [way.weight for way in ways])[0]
    cells[VALUE] = way.type(cells)
    if way.alone:
        cells[NUMERATOR] = cells[DENOMINATOR] = None


def _day_in(days: int) -> Callable[[dt.date], object]:
    return lambda first_day: first_day + dt.timedelta(days=days)


WAYS_TO_NAME: tuple[Callable[[str], str], ...] = (
    *(str, str, str.upper, str.lower),
    lambda name: f" {name.replace(' ', '  ', 1)} ",
)
WAYS_TO_NAME_A_TEAM = (*WAYS_TO_NAME, also_known_as, "{} School".format)
WAYS_TO_DATE: tuple[Callable[[dt.date], object], ...] = (
    _day_in(0),
    _day_in(14),
    lambda day: f"{day:%b-%y}",
    lambda day: f"{day:%B %Y}",
    lambda day: f"{day.month}/5/{day.year}",
    lambda day: f"{day.month}/25/{day.year}",
    lambda day: f"{day:%Y-%m-%d}",
)
NOTES = (*[None] * 20, "flu week", "half day on the 12th", "counted twice to be sure")


class Way(NamedTuple):
    """One way to type a number: how often of all, whether it stands alone, and the cell."""

    weight: int
    alone: bool  # the counts beside it are left empty
    type: Callable[[Cells], object]


WAYS_TO_TYPE_A_NUMBER = (
    Way(68, False, lambda cells: cells[VALUE]),
    Way(25, False, lambda cells: str(cells[VALUE])),
    Way(2, False, lambda cells: f"~{cells[VALUE]}"),
    Way(5, False, lambda _cells: "n/a"),
)
WAYS_TO_TYPE_A_SHARE = (
    Way(38, False, lambda cells: cells[VALUE]),
    Way(15, False, lambda cells: f"{_points(cells[VALUE])}%"),
    Way(10, True, lambda cells: Formatted(float(str(_points(cells[VALUE]))) / 100, "0%")),
    Way(10, False, lambda cells: str(_points(cells[VALUE]))),
    Way(10, True, lambda cells: f"{cells[NUMERATOR]}/{cells[DENOMINATOR]}"),
    Way(5, True, lambda cells: f"{cells[NUMERATOR]} of {cells[DENOMINATOR]}"),
    Way(2, True, lambda cells: f"~{round(float(str(_points(cells[VALUE]))))}"),
    Way(5, True, lambda _cells: "n/a"),
    Way(5, True, lambda _cells: "<10"),
)
