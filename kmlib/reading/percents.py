"""The percent a plain number means: is 0.85 all but 15 in a hundred?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kmlib.reading.number_spellings import NO_UNIT
from kmlib.reading.typed import Part
from kmlib.reading.values import Form


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


ENOUGH = 3  # project choice: fewer percents do not tell where a column lies
STRETCH = 2  # project choice: the next value may lie twice as high or half as low
HABIT = 20  # project choice: so many plain percents without one percent sign are one way of typing


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
    """Whether the column's plain numbers are one way of typing, and this is one of them."""
    return (
        scale.plain == scale.certain >= HABIT
        and scale.small * HABIT <= scale.plain
        and decimals_of(plain) <= scale.decimals
    )


def decimals_of(number: float) -> int:
    """How many decimals a number has as a person would type it: 12.0 has none, 4.85 two."""
    return len(f"{number:.10f}".rstrip("0").partition(".")[2])


def percent_scale(part: Part) -> tuple[PercentScale | None, bool]:
    """What the unambiguous cells of one percent measure tell about the others.

    Returns:
        The range of the percents that can only be read one way (None if there are none), and
        whether the column's plain numbers are all fractions of 1.
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
