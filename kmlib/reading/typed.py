"""Typed: every filled number of a data table as it was typed, and the percent it may mean.

A slot's value, numerator and denominator cells become one entry; wide tables have many entries a
row. All entries of a table stand in one flat set of columns, so that each check is written once.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import compress
from math import isfinite
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from kmlib.findings import RULES, Rule
from kmlib.observations import Codes, Mask, Numbers
from kmlib.reading.keys import Keys
from kmlib.reading.number_spellings import NO_UNIT
from kmlib.reading.tables import UNKNOWN, Slot, Table
from kmlib.reading.values import (
    Form,
    Number,
    decimal_signs,
    read_number,
    read_yes_no,
    with_doubt,
)

NO_COLUMN = -1
ENOUGH = 3  # project choice: fewer percents do not tell where a column lies
STRETCH = 2  # project choice: the next value may lie twice as high or half as low
HABIT = 20  # project choice: so many plain percents without one percent sign are one way of typing
RULE_NUMBER: dict[Rule | None, int] = {None: -1, **{rule: i for i, rule in enumerate(RULES)}}


class Part(NamedTuple):
    """One number column, read: what each row's cell says."""

    column: Codes  # where the cell stands, NO_COLUMN where there is none
    form: NDArray[np.int8]
    value: Numbers
    numerator: Numbers  # of a cell such as 17/20
    denominator: Numbers
    rule: NDArray[np.int8]  # position in RULES of what is to be said about the cell, or -1
    said: NDArray[np.int8]  # what its words count in, as `number_spellings` numbers units

    def take(self, which: NDArray[np.integer[Any]]) -> Self:
        """The cells of these rows."""
        return type(self)(*(column[which] for column in self))


class Typed(NamedTuple):
    """The entries of a table: what was typed, and about what."""

    row: NDArray[np.int32]  # position below the header
    team: Codes
    measure: Codes
    group: Codes
    start: Codes
    end: Codes
    in_header: Codes  # the column whose header gives the period, NO_COLUMN if the row does
    value: Part
    numerator: Part
    denominator: Part

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        """Its three kinds of cell: value, numerator, denominator."""
        return self.value, self.numerator, self.denominator


def joined_parts(several: Sequence[Any]) -> Any:
    """Columns, or tuples of them, one after another."""
    if len(several) == 1:
        return several[0]
    if isinstance(several[0], np.ndarray):
        return np.concatenate(several)
    return type(several[0])(*map(joined_parts, zip(*several, strict=True)))


def read_parts(table: Table) -> dict[int, Part]:
    """Every number column of a table, each distinct cell read once."""
    parts = {column: read_part(table, column) for column in sorted(table.number_columns)}
    if (flag := table.keys.get("suppressed")) is not None:  # a snapshot says so beside the number
        said = table.column(flag).where(lambda cell: read_yes_no(cell) is True)
        for part in parts.values():
            part.form[said] = Form.SUPPRESSED
    return parts


def read_part(table: Table, column: int) -> Part:
    """One column of a table as numbers, each distinct cell read once."""
    codes, cells = table.column(column)
    signs = decimal_signs(cells)
    true = np.array([type(cell) is float and isfinite(cell) for cell in cells], np.bool_)
    others = list(compress(cells, ~true))
    read = [read_number(cell, decimal_comma=signs == {True}) for cell in others]
    if len(signs) != 1:
        read = [with_doubt(n, cell, signs) for n, cell in zip(read, others, strict=True)]
    forms, *numbers, rules, said = zip(*read, strict=True) if read else [()] * len(Number._fields)
    value, numerator, denominator = (_among(true, n, np.nan, np.float64) for n in numbers)
    value[true] = np.array(list(compress(cells, true)), np.float64)
    return Part(
        np.full(len(codes), column, np.int32),
        _among(true, forms, Form.PLAIN, np.int8)[codes],
        value[codes],
        numerator[codes],
        denominator[codes],
        _among(true, [RULE_NUMBER[rule] for rule in rules], RULE_NUMBER[None], np.int8)[codes],
        _among(true, said, NO_UNIT, np.int8)[codes],
    )


def _among(true: Mask, others: Sequence[Any], of_true: float, kind: type) -> NDArray[Any]:
    """What is known of the other cells, and one thing of all true numbers, in their order."""
    column: NDArray[Any] = np.full(len(true), of_true, kind)
    column[~true] = np.array(others, kind)  # None is NaN
    return column


def typed_entries(table: Table, parts: dict[int, Part], keys: Keys) -> Typed:
    """The filled cells of all usable rows, slot by slot."""
    uses = Counter(column for slot in table.slots for column in slot.columns)
    entries: Typed = joined_parts([_slot_entries(slot, parts, keys, uses) for slot in table.slots])
    return entries


def _slot_entries(slot: Slot, parts: dict[int, Part], keys: Keys, uses: Counter[int]) -> Typed:
    own = [parts[column].form for column in slot.columns if uses[column] == 1]
    filled = np.logical_or.reduce([form != Form.EMPTY for form in own])
    if slot in keys.times:
        filled &= keys.times[slot][0] != UNKNOWN
    rows = np.flatnonzero(filled & keys.usable).astype(np.int32)
    ones = np.ones(len(rows), np.int32)
    about, period = slot.about, slot.period
    start, end = keys.times.get(slot, (keys.start, keys.end))
    return Typed(
        row=rows,
        team=keys.team[rows] if about.team is None else ones * about.team,
        measure=keys.measure[rows] if about.measure is None else ones * about.measure,
        group=keys.group[rows] if about.group is None else ones * about.group,
        start=start[rows] if period is None else ones * period.start.toordinal(),
        end=end[rows] if period is None else ones * period.end.toordinal(),
        in_header=ones * (NO_COLUMN if period is None else slot.columns[0]),
        value=_part_at(slot.value, parts, rows),
        numerator=_part_at(slot.numerator, parts, rows),
        denominator=_part_at(slot.denominator, parts, rows),
    )


def _part_at(column: int | None, parts: dict[int, Part], rows: NDArray[np.int32]) -> Part:
    if column is not None:
        return parts[column].take(rows)
    nothing = np.full(len(rows), np.nan)
    empty = np.full(len(rows), Form.EMPTY, np.int8)
    nowhere = np.full(len(rows), NO_COLUMN, np.int32)
    no_rule = nowhere.astype(np.int8)
    return Part(nowhere, empty, nothing, nothing, nothing, no_rule, no_rule)


class PercentScale(NamedTuple):
    """What the cells of a percent column tell that can only be read one way.

    These are percents typed with a sign, ratios, and plain numbers over 1. The last three fields
    describe the plain numbers alone; without them the column has no habit to go by.
    """

    low: float  # 0 to 100
    high: float  # 0 to 100
    certain: int
    plain: int = 0  # how many of them are plain numbers over 1
    small: int = 0  # how many plain numbers stand beside them that are over 0 and at most 1
    decimals: int = 0  # the most decimals among the plain numbers over 1


def percent_of(plain: float, scale: PercentScale | None, fractions: bool) -> float | None:
    """The percent (0 to 100) meant by a plain number in a percent column; None if untold.

    A number over 1 is itself, and so is 0. From there to 1 it has two readings: 0.85 is 0.85% or
    85%. What the column has elsewhere decides, never luck:

    1. The reading that alone fits the certain percents. "85%" fits if it lies between
       half their lowest and twice their highest. "0.85%" fits if it is no further below their
       lowest than that is below their highest, each as many times over; or if they come down
       to 2, for then the column may well go on below 1, where nothing is certain.
    2. If both fit, one habit: at least 20 plain numbers over 1, no percent sign and no ratio among
       them, hardly a number up to 1, and no more decimals here than there. A state's export,
       one decimal throughout from 2.4 to 88.6, means 0.5% by 0.5.
    3. With fewer than three certain percents: `fractions`, a column whose plain numbers are all at
       most 1. There alone exactly 1 becomes 100, since 1% is rare there and 100% is not.

    >>> percent_of(0.85, PercentScale(71, 92, certain=9), fractions=False)
    85.0
    >>> percent_of(0.8, PercentScale(1.2, 3.1, certain=9), fractions=False)
    0.8
    """
    if plain > 1 or plain <= 0:
        return plain
    times_100 = round(100 * plain, 10)
    hundred = times_100 if plain < 1 or fractions else None
    if scale is None or scale.certain < ENOUGH:
        return hundred if fractions else None
    fits = scale.low <= STRETCH or plain * scale.high >= scale.low**2
    fits_100 = scale.low / STRETCH <= times_100 <= scale.high * STRETCH
    if fits != fits_100:
        return plain if fits else hundred
    return plain if fits and _is_habit(plain, scale) else None


def _is_habit(plain: float, scale: PercentScale) -> bool:
    return (
        scale.plain == scale.certain >= HABIT
        and scale.small * HABIT <= scale.plain
        and decimals_of(plain) <= scale.decimals
    )


def decimals_of(number: float) -> int:
    """How many decimals a number has as a person would type it: 12.0 has none, 4.85 two."""
    return len(f"{number:.10f}".rstrip("0").partition(".")[2])


def percent_scale(part: Part) -> tuple[PercentScale | None, bool]:
    """What the unambiguous cells of one percent measure tell about the others, if there are any.

    And whether the column's plain numbers are all fractions of 1.
    """
    ratio = 100 * part.numerator / np.where(part.denominator > 0, part.denominator, np.nan)
    bare = part.said == NO_UNIT
    plain, percent = (part.value[bare & (part.form == f)] for f in (Form.PLAIN, Form.PERCENT))
    sure = np.concatenate([percent, ratio[part.form == Form.RATIO], plain[plain > 1]])
    sure = sure[(sure >= 0) & (sure <= 100)]
    small = plain[(plain > 0) & (plain <= 1)]
    over = plain[(plain > 1) & (plain <= 100)]
    fractions = bool((plain <= 1).all()) and bool((small < 1).any())
    if not len(sure):
        return None, fractions
    decimals = max(map(decimals_of, np.unique(over).tolist()), default=0)
    counts = (len(sure), len(over), len(small), decimals)
    return PercentScale(float(sure.min()), float(sure.max()), *counts), fractions
