"""One cell's meaning: "17/20", "85%", "<10", "n/a", "~14"; nothing here knows its column."""

import math
import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from itertools import islice
from typing import NamedTuple, TypeVar, cast

from kmlib import findings as rules
from kmlib.findings import Rule
from kmlib.reading import number_spellings as typed_as
from kmlib.reading.names import title_key
from kmlib.reading.number_spellings import DIGITS, readings, word_key
from kmlib.reading.words import broken_formula, plain_text, read_text
from kmlib.schema import Choice


class Form(IntEnum):
    """How a number was typed."""

    EMPTY = 0
    ABSENT = 1  # n/a, —, TBD: accepted, and there is no number
    SUPPRESSED = 2  # *, <10, >=95%: a number exists but is not shown
    PLAIN = 3  # 85, 0.85, "1,234", "(3)", "2.4 per 100", "2 hours"
    PERCENT = 4  # "85%", "85 percent"
    RATIO = 5  # "17/20", "17 of 20"
    YES_NO = 6  # yes, x, ✓, FALSE
    UNREADABLE = 7


class Number(NamedTuple):
    """What a cell says where a number is meant."""

    form: Form
    value: float | None = None
    """PERCENT: 0 to 100, as typed before the sign; YES_NO: 1 or 0; RATIO: the percent typed beside
    it, "17/20 (85%)" or "85% (n=20)", and None without one."""
    numerator: float | None = None
    denominator: float | None = None
    rule: Rule | None = None
    """UNREADABLE: what is wrong; other forms: a caution such as ESTIMATE."""
    said: int = typed_as.NO_UNIT
    """PLAIN: what its words count in, as `number_spellings` numbers units."""

    @property
    def is_absent(self) -> bool:
        """Whether the cell is blank or says that there is nothing: n/a, —, TBD."""
        return self.form in (Form.EMPTY, Form.ABSENT)


PLAIN, PERCENT, RATIO = Form.PLAIN, Form.PERCENT, Form.RATIO  # a member is looked up slowly
UNREADABLE = Number(Form.UNREADABLE, rule=rules.NOT_A_NUMBER)
LONGEST_NUMBER = 60  # project choice: what is longer is a sentence
SHOWN_NUMBERS = (PLAIN, PERCENT, RATIO)
_WORDS = {
    word_key(word): number
    for words, number in (
        (typed_as.ABSENT, Number(Form.ABSENT)),
        (typed_as.SUPPRESSED, Number(Form.SUPPRESSED)),
        (typed_as.YES, Number(Form.YES_NO, 1.0)),
        (typed_as.NO, Number(Form.YES_NO, 0.0)),
    )
    for word in words.split("|")
}


def read_number(cell: object, *, decimal_comma: bool = False) -> Number:
    """The number a cell holds, with how it was typed; never guessed.

    `decimal_comma` decides what has two readings, "1,234" and "1.234"; all others, such as "85,5"
    and "1,234.5", are read the one way they can be.

    >>> read_number("17 of 20").numerator, read_number("85 %").value, read_number("<10").form.name
    (17.0, 85.0, 'SUPPRESSED')
    """
    if isinstance(cell, bool):
        return Number(Form.YES_NO, float(cell))
    if isinstance(cell, int | float):
        return Number(Form.PLAIN, float(cell)) if math.isfinite(cell) else UNREADABLE
    if cell is not None and not isinstance(cell, str):
        return UNREADABLE  # Excel made 3-4 or 17/20 a date
    if cell and (match := typed_as.QUICK.fullmatch(cell)):
        about, number, percent, top, bottom = match.groups()
        if bottom:
            return Number(RATIO, None, float(top), float(bottom))
        form = PERCENT if percent else PLAIN
        return Number(form, float(number), None, None, rules.ESTIMATE if about else None)
    if broken := broken_formula(cell):
        return Number(Form.UNREADABLE, rule=broken)
    return _read_text_number(read_text(cell).lstrip("'"), decimal_comma)


def _read_text_number(typed: str, comma: bool) -> Number:
    """The forms a text may have, one after the other."""
    if not typed:
        return Number(Form.EMPTY)
    text = plain_text(typed).casefold()
    if word := _WORDS.get(word_key(text)):
        return word
    if len(text) > LONGEST_NUMBER:
        return UNREADABLE
    if typed_as.IS_SUPPRESSED.fullmatch(text):
        return Number(Form.SUPPRESSED)
    if set(text) <= set("-_.…?/~() "):
        return Number(Form.ABSENT)
    text = typed_as.IS_MIXED.sub(_mixed, text.rstrip(".;"))
    for mark, rule in (
        (typed_as.IS_ESTIMATE, rules.ESTIMATE),
        (typed_as.IS_MARKED, rules.FOOTNOTE_MARK),
    ):
        if match := mark.fullmatch(text):
            number = _read_text_number(next(filter(None, match.groups())).strip(), comma)
            return number._replace(rule=rule) if number.form in SHOWN_NUMBERS else UNREADABLE
    return _read_ratio(text, comma) or _read_amount(text, comma)


def _mixed(match: re.Match[str]) -> str:
    """A mixed number in decimals, so many that none reads as thousands: 3 1/2 is 3.5000."""
    sign, top, bottom = match["sign"], match["top"], match["bottom"]
    part = unicodedata.numeric(sign) if sign else int(top) / int(bottom)
    return f"{int(match['whole'] or 0) + part:.4f}"


def _read_ratio(text: str, comma: bool) -> Number | None:
    """17/20 and its like; None where the text is no ratio."""
    match = next(filter(None, (pattern.fullmatch(text) for pattern in typed_as.RATIOS)), None)
    if match is None:
        return None
    parts = {name: amount for name, amount in match.groupdict().items() if amount is not None}
    numbers = {name: _to_float(amount, comma) for name, amount in parts.items()}
    if None in numbers.values():
        return UNREADABLE
    percent, top, bottom = map(numbers.get, ("percent", "top", "bottom"))
    return Number(Form.RATIO, percent, top, bottom)


def _read_amount(text: str, comma: bool) -> Number:
    """A number alone, with its sign, percent sign, currency or unit; or a length of time."""
    if match := typed_as.IS_DURATION.fullmatch(text):
        hours, minutes = (_to_float(amount or "0", comma) for amount in match.groups())
        if hours is None or minutes is None:
            return UNREADABLE
        return Number(Form.PLAIN, hours + minutes / 60, said=typed_as.HOURS)
    match = typed_as.IS_NUMBER.fullmatch(text)
    value = _to_float(match["amount"], comma) if match else None
    if not match or value is None or (match["minus"] == "(") != bool(match["close"]):
        return UNREADABLE
    is_negative = (match["minus"] or "+")[0] in "-("
    return Number(
        Form.PERCENT if match["percent"] else Form.PLAIN,
        0.0 - value if is_negative else value,
        said=_unit_of(match),
    )


def _unit_of(match: re.Match[str]) -> int:
    if match["zeros"]:
        return typed_as.PER + match["zeros"].count("0")
    word = "students" if match["count"] else (match["unit"] or "").rstrip(".")
    return typed_as.UNITS.get(word, typed_as.NO_UNIT)


def _to_float(amount: str, comma: bool) -> float | None:
    """The number written; None where its signs follow neither custom, as in 8,5,2."""
    found = readings(amount)
    return found.get(comma, found.get(not comma))


def decimal_signs(cells: Iterable[object]) -> set[bool]:
    """Which decimal signs a column's texts must have, from its distinct values: True is a comma.

    "85,5" and "1.234,5" can only have a comma, "85.5" and "1,234.5" only a point; "1,234" and
    "1.234" leave it open, and real numbers tell nothing.

    >>> decimal_signs(["85,5", "1,234"]), decimal_signs(["85,5", "71.2"]), decimal_signs(["1.234"])
    ({True}, {False, True}, set())
    """
    texts = [cell for cell in cells if isinstance(cell, str) and ("," in cell or "." in cell)]
    numbers = (text for text in texts if read_number(text).form in SHOWN_NUMBERS)
    amounts = (amount for text in numbers for amount in re.findall(DIGITS, plain_text(text)))
    told = (sign for signs in map(readings, amounts) if len(signs) == 1 for sign in signs)
    if any("," in text or text.count(".") > 1 for text in texts):
        return set(told)
    return {False} if not texts else set(islice(told, 1))  # points alone: one is enough


def with_doubt(number: Number, cell: object, signs: set[bool]) -> Number:
    """The number with a caution where nothing in its column tells its decimal sign.

    A lone comma before three digits marks thousands, as everywhere in a sheet in English.
    """
    if len(signs) == 1 or not isinstance(cell, str) or number.form not in SHOWN_NUMBERS:
        return number
    amounts = re.findall(DIGITS, plain_text(cell))
    open_ = any(len(readings(amount)) > 1 and (signs or "." in amount) for amount in amounts)
    return number._replace(rule=rules.DECIMAL_SIGN_UNCLEAR) if open_ else number


def read_whole(cell: object) -> int | Rule | None:
    """A whole number; None where there is none; a Rule where it cannot be read.

    >>> read_whole("1,204 students"), read_whole("n/a"), read_whole(2.5).code
    (1204, None, 'not-a-whole-number')
    """
    number = read_number(cell)
    is_plain = number.form is Form.PLAIN and number.said != typed_as.HOURS
    if is_plain and number.value is not None and number.value.is_integer():
        return int(number.value)
    return None if number.is_absent else broken_formula(cell) or rules.NOT_A_WHOLE_NUMBER


def read_yes_no(cell: object) -> bool | Rule | None:
    """Yes or no; None where nothing is said; rules.NOT_A_CHOICE for any other word.

    >>> read_yes_no("✓"), read_yes_no(0.0), read_yes_no("TBD"), read_yes_no("maybe").code
    (True, False, None, 'not-a-choice')
    """
    number = read_number(cell)
    if number.form in (Form.YES_NO, Form.PLAIN) and number.value in (0, 1):
        return bool(number.value)
    return None if number.is_absent else broken_formula(cell) or rules.NOT_A_CHOICE


ChoiceT = TypeVar("ChoiceT", bound=Choice)


def read_choice(cell: object, kind: type[ChoiceT]) -> ChoiceT | Rule | None:
    """One of a column's words, by any of its synonyms; a ticked box means yes.

    >>> from kmlib.schema import Unit
    >>> read_choice("Yes / No", Unit), read_choice("%", Unit), read_choice("parsecs", Unit).code
    (<Unit.YES_NO: 'yes-no'>, <Unit.PERCENT: 'percent'>, 'not-a-choice')
    """
    if broken := broken_formula(cell):
        return broken  # "#N/A" is no "n/a"
    known, text, number = _choices(kind), read_text(cell), read_number(cell)
    ticked = ("no", "yes")[bool(number.value)] if number.form is Form.YES_NO else ""
    found = known.get(title_key(text) or text) or known.get(ticked)
    if found or number.is_absent:
        return cast("ChoiceT | None", found)
    return rules.NOT_A_CHOICE


@cache
def _choices(kind: type[Choice]) -> dict[str, Choice]:
    """The choices by every way to write them; a choice's own word beats another's synonym."""
    synonyms = {title_key(word) or word: choice for choice in kind for word in choice.also}
    return synonyms | {title_key(choice.value): choice for choice in kind}
