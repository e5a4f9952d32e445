"""One cell's meaning: "17/20", "85%", "<10", "n/a", "~14"; nothing here knows its column."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from typing import NamedTuple, TypeVar, cast

from kmlib.findings import (
    ERROR_VALUE,
    ESTIMATE,
    FOOTNOTE_MARK,
    NOT_A_CHOICE,
    NOT_A_NUMBER,
    NOT_A_WHOLE_NUMBER,
    NOT_COMPUTED,
    Rule,
)
from kmlib.reading.digits import DIGITS, point_customs, to_float
from kmlib.reading.names import title_key
from kmlib.reading.percents import PercentScale, percent_of
from kmlib.reading.words import broken_formula, plain_text, read_text, read_texts
from kmlib.schema import Choice

__all__ = [
    "Form",
    "Number",
    "PercentScale",
    "is_absent",
    "percent_of",
    "read_choice",
    "read_number",
    "read_text",
    "read_texts",
    "read_whole",
    "read_yes_no",
    "uses_decimal_comma",
]


class Form(IntEnum):
    """How a number was typed."""

    EMPTY = 0
    ABSENT = 1  # n/a, —, TBD: accepted, and there is no number
    SUPPRESSED = 2  # *, <10, >=95%: a number exists but is not shown
    PLAIN = 3  # 85, 0.85, "1,234", "(3)", "2.4 per 100"
    PERCENT = 4  # "85%", "85 percent"
    RATIO = 5  # "17/20", "17 of 20"
    YES_NO = 6  # yes, x, ✓, FALSE
    UNREADABLE = 7


class Number(NamedTuple):
    """What a cell says where a number is meant."""

    form: Form
    value: float | None = None
    """PERCENT: 0 to 100, as typed before the sign; YES_NO: 1 or 0; RATIO: the percent typed beside
    it, "17/20 (85%)", and None without one."""
    numerator: float | None = None
    denominator: float | None = None
    rule: Rule | None = None
    """UNREADABLE: what is wrong; other forms: a caution such as ESTIMATE."""


UNREADABLE = Number(Form.UNREADABLE, rule=NOT_A_NUMBER)
LONGEST_NUMBER = 60  # project choice: what is longer is a sentence


_ABSENT = """
    na|none|null|nan|tbd|tba|tbc|to be determined|to come|pending|absent|missing
    |unknown|not available|not applicable|not reported|not yet|not yet available|not collected
    |not entered|not measured|not tested|not due|not known|not given|no data|no value|no report
    |no entry|no school|no count|no meeting|did not meet|didn't meet|did not report|not recorded
    |nr|n.d.|closed|snow day|holiday|no response|data not available|no data available|blank|empty
"""
_SUPPRESSED = """
    s|ps|supp|suppressed|suppressed at source|redacted|masked|withheld|hidden|confidential|tsns|ds
    |too few|too few students|too few to show|too small|small n|small number|n too small|n size
    |data suppressed|not shown|not displayed|privacy|ferpa|below n|below minimum n
"""
_YES = "yes|y|x|true|✓|✔|☑|✅|🗸"
_NO = "no|n|false|✗|✘|☐|❌"


def _word_key(text: str) -> str:
    """A word for nothing, hidden, yes or no: n/a, N.A. and (na) are one; "n<" is not "n"."""
    return re.sub(r"[\s.()\[\]/'’!_-]+", "", text)


def _words(text: str) -> list[str]:
    return [_word_key(word) for word in text.split("|")]


_WORD_FORMS: dict[str, Number] = {
    **dict.fromkeys(_words(_ABSENT), Number(Form.ABSENT)),
    **dict.fromkeys(_words(_SUPPRESSED), Number(Form.SUPPRESSED)),
    **dict.fromkeys(_words(_YES), Number(Form.YES_NO, 1.0)),
    **dict.fromkeys(_words(_NO), Number(Form.YES_NO, 0.0)),
}

_AMOUNT = rf"(?:{DIGITS})(?:e[+-]?[0-9]{{1,3}})?"
_UNIT = (  # words that may follow a number and change nothing
    r"(?:students?|pupils?|children|people|teachers?|staff|families|events?|referrals?|times"
    r"|min|mins|minutes?|days?|pts?|points?|cycles?|schools?|teams?)\.?"
)
_PERCENT = r"(?:%|percent|per cent|pct\.?|percentage)"
_OF = r"(?:/|⁄|of|out of)"
_ESTIMATE = r"(?:est|approx|prelim)\.?|estimated?|approximate(?:ly)?|preliminary|provisional"

_IS_SUPPRESSED = re.compile(
    rf"(?:\*+|‡|n?\s*<|(?:n\s*)?(?:<=?|>=?|=<|=>)\s*{_AMOUNT}\s*{_PERCENT}?"
    rf"|(?:fewer|less|under|more|over)(?: than)? {_AMOUNT}\s*{_PERCENT}?"
    rf"|{_AMOUNT} or (?:fewer|less|more)|(?:lt|le|gt|ge)\s?[0-9]{{1,3}}%?"
    rf"|{_AMOUNT}\s*%?\s*(?:-|to)\s*{_AMOUNT}\s*%)"
    rf"(?:\s*{_UNIT})?\*?(?:\s*{_OF}\s*{_AMOUNT})?"
)
_IS_ESTIMATE = re.compile(
    rf"(?:(?:~|≈|about|around|roughly|circa|ca\.?|{_ESTIMATE}):?\s*)(?P<after>.+)"
    rf"|(?P<before>.+?)(?:\s*\(\s*(?:{_ESTIMATE}|e)\s*\)|\s+(?:{_ESTIMATE})|\s*\?)"
)
_IS_MARKED = re.compile(r"(?P<number>.*[0-9%)])\s*[*†‡]+")
_IS_RATIO = re.compile(
    rf"(?P<top>{_AMOUNT})\s*{_OF}\s*(?P<bottom>{_AMOUNT})(?:\s*{_UNIT})?"
    rf"(?:\s*(?:\(|=)\s*(?P<percent>{_AMOUNT})\s*%\s*\)?)?"
    rf"|(?P<percent2>{_AMOUNT})\s*%\s*\((?P<top2>{_AMOUNT})\s*{_OF}\s*(?P<bottom2>{_AMOUNT})\)"
)
_IS_NUMBER = re.compile(
    rf"(?P<minus>[-+]\s*|\()?[$€£]?\s?(?P<amount>{_AMOUNT})"
    rf"(?:(?P<percent>\s*{_PERCENT})|\s*{_UNIT}|\s*per\s+1[0,]+(?:\s*{_UNIT})?)?(?P<close>\))?"
)


def read_number(cell: object, *, decimal_comma: bool = False) -> Number:
    """The number a cell holds, with how it was typed; never guessed.

    Args:
        cell: a cell's value, as `kmlib.reading.cells` says.
        decimal_comma: how to read what has two readings, "1,234" and "1.234"; all others, such as
            "85,5" and "1,234.5", are read the one way they can be.

    >>> read_number("17 of 20").numerator, read_number("85 %").value, read_number("<10").form.name
    (17.0, 85.0, 'SUPPRESSED')
    """
    if isinstance(cell, bool):
        return Number(Form.YES_NO, float(cell))
    if isinstance(cell, int | float):
        return _plain(float(cell))
    if cell is None or isinstance(cell, str):
        broken = broken_formula(cell)
        if broken:
            return Number(Form.UNREADABLE, rule=broken)
        return _read_text_number(read_text(cell).lstrip("'"), decimal_comma)
    return UNREADABLE  # Excel made 3-4 or 17/20 a date


def _plain(value: float) -> Number:
    if math.isfinite(value):
        return Number(Form.PLAIN, value)
    return UNREADABLE


def _read_text_number(typed: str, comma: bool) -> Number:
    """The forms a text may have, one after the other."""
    if not typed:
        return Number(Form.EMPTY)
    text = plain_text(typed).casefold()
    word = _WORD_FORMS.get(_word_key(text))
    if word:
        return word
    if len(text) > LONGEST_NUMBER:
        return UNREADABLE
    if _IS_SUPPRESSED.fullmatch(text):
        return Number(Form.SUPPRESSED)
    if set(text) <= set("-_.…?/~() "):
        return Number(Form.ABSENT)
    for mark, rule in ((_IS_ESTIMATE, ESTIMATE), (_IS_MARKED, FOOTNOTE_MARK)):
        if match := mark.fullmatch(text):
            number = _read_text_number(next(filter(None, match.groups())).strip(), comma)
            readable = number.form in (Form.PLAIN, Form.PERCENT, Form.RATIO)
            return number._replace(rule=rule) if readable else UNREADABLE
    return _read_ratio(text, comma) or _read_amount(text, comma)


def _read_ratio(text: str, comma: bool) -> Number | None:
    """17/20 and its like; None where the text is no ratio."""
    match = _IS_RATIO.fullmatch(text)
    if not match:
        return None
    top, bottom, percent = (
        to_float(part, comma) if part else None
        for part in (match[name] or match[f"{name}2"] for name in ("top", "bottom", "percent"))
    )
    if top is None or bottom is None:
        return UNREADABLE
    return Number(Form.RATIO, percent, top, bottom)


def _read_amount(text: str, comma: bool) -> Number:
    """A number alone, with its sign, percent sign, currency or unit."""
    match = _IS_NUMBER.fullmatch(text)
    if not match or (match["minus"] == "(") != bool(match["close"]):
        return UNREADABLE
    value = to_float(match["amount"], comma)
    if value is None:
        return UNREADABLE
    if match["minus"] and match["minus"][0] != "+":
        value = -value
    return Number(Form.PERCENT if match["percent"] else Form.PLAIN, value)


def uses_decimal_comma(cells: Iterable[object]) -> bool:
    """Whether a column writes 85,5 for eighty-five and a half, from its distinct values.

    True only if some text can be nothing else ("85,5", "1.234,5") and none can only have a decimal
    point ("85.5", "1,234.5"); real numbers tell nothing.

    >>> uses_decimal_comma(["85,5", "1,234"]), uses_decimal_comma(["85,5", "71.2"])
    (True, False)
    """
    told = set()
    for cell in cells:
        if isinstance(cell, str) and ("," in cell or "." in cell):
            readable = read_number(cell).form in (Form.PLAIN, Form.PERCENT, Form.RATIO)
            for amount in re.findall(DIGITS, plain_text(cell)) if readable else ():
                customs = point_customs(amount)
                told |= customs if len(customs) == 1 else set()
    return told == {True}


def read_whole(cell: object) -> int | Rule | None:
    """A whole number; None where there is none; a Rule where it cannot be read.

    >>> read_whole("1,204 students"), read_whole("n/a"), read_whole(2.5).code
    (1204, None, 'not-a-whole-number')
    """
    number = read_number(cell)
    if number.form in (Form.EMPTY, Form.ABSENT):
        return None
    if number.form is Form.PLAIN and number.value is not None and number.value.is_integer():
        return int(number.value)
    return _formula_rule(number) or NOT_A_WHOLE_NUMBER


def read_yes_no(cell: object) -> bool | Rule | None:
    """Yes or no; None where nothing is said; NOT_A_CHOICE for any other word.

    >>> read_yes_no("✓"), read_yes_no(0.0), read_yes_no("TBD"), read_yes_no("maybe").code
    (True, False, None, 'not-a-choice')
    """
    number = read_number(cell)
    if number.form in (Form.EMPTY, Form.ABSENT):
        return None
    if number.form is Form.YES_NO or (number.form is Form.PLAIN and number.value in (0, 1)):
        return bool(number.value)
    return _formula_rule(number) or NOT_A_CHOICE


def read_choice(cell: object, kind: type[ChoiceT]) -> ChoiceT | Rule | None:
    """One of a column's words, by any of its synonyms; a ticked box means yes.

    >>> from kmlib.schema import Unit
    >>> read_choice("Yes / No", Unit), read_choice("%", Unit), read_choice("parsecs", Unit).code
    (<Unit.YES_NO: 'yes-no'>, <Unit.PERCENT: 'percent'>, 'not-a-choice')
    """
    known = _choices(kind)
    text = read_text(cell)
    number = read_number(cell)
    ticked = ("no", "yes")[bool(number.value)] if number.form is Form.YES_NO else ""
    found = known.get(title_key(text) or text) or known.get(ticked)
    if found or number.form in (Form.EMPTY, Form.ABSENT):
        return cast("ChoiceT | None", found)
    return _formula_rule(number) or NOT_A_CHOICE


ChoiceT = TypeVar("ChoiceT", bound=Choice)


@cache
def _choices(kind: type[Choice]) -> dict[str, Choice]:
    """The choices by every way to write them; a choice's own word beats another's synonym."""
    synonyms = {title_key(word) or word: choice for choice in kind for word in choice.also}
    return synonyms | {title_key(choice.value): choice for choice in kind}


def _formula_rule(number: Number) -> Rule | None:
    return number.rule if number.rule in (ERROR_VALUE, NOT_COMPUTED) else None


def is_absent(cell: object) -> bool:
    """Whether a cell is blank or says that there is nothing: n/a, —, TBD."""
    return read_number(cell).form in (Form.EMPTY, Form.ABSENT)
