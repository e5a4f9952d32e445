"""Digits with their thousands and decimals: 1,234.5 and 1.234,5 are one number."""

from __future__ import annotations

import math
import re

DIGITS = r"[0-9]+(?:[., '’][0-9]{3})*(?:[.,][0-9]*)?|[.,][0-9]+"


def to_float(amount: str, comma: bool) -> float | None:
    """The number written; None where its signs follow neither custom, as in 8,5,2."""
    points = point_customs(amount)
    custom = comma if len(points) == 2 else True in points
    if not points:
        return None
    number = amount.translate(str.maketrans("", "", " '’"))
    number = number.replace(".", "").replace(",", ".") if custom else number.replace(",", "")
    value = float(number)
    return value if math.isfinite(value) else None


_BY_POINT = re.compile(
    r"(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:[ '’][0-9]{3})+)(?:\.[0-9]*)?"
    r"(?:e[+-]?[0-9]+)?|\.[0-9]+"
)
_OTHER_CUSTOM = str.maketrans(".,", ",.")


def point_customs(amount: str) -> set[bool]:
    """By which customs a number can be read: False decimal point, True decimal comma."""
    written = {False: amount, True: amount.translate(_OTHER_CUSTOM)}
    return {custom for custom, text in written.items() if _BY_POINT.fullmatch(text)}
