"""What a person sees in a cell, before it is taken for a number, a date or a name."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from kmlib.findings import CODE_CUT_SHORT, ERROR_VALUE, NAME_TURNED_DATE, NOT_COMPUTED, Rule, shown
from kmlib.schema.columns import EXAMPLE

_IS_ERROR = re.compile(r"#(?:[A-Z][A-Z0-9/_]*[!?]|N/A|GETTING_DATA|SPILL|CALC)")
_SAME = str.maketrans(
    {"−": "-", "‐": "-", "‑": "-", "–": "-", "—": "-", "―": "-", "≤": "<=", "≥": ">=", "٪": "%"}
)
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TURNED = re.compile(
    rf"(?P<date>\d{{4}}-\d\d-\d\d|\d{{1,2}}-{_MONTH}|{_MONTH}-\d\d)"
    r"|(?P<cut>\d(?:[.,]\d+)?[Ee]\+\d+|\d{3,6}0{6,})"
)
_SUM = "(?:totals?|subtotals?|averages?|avg|mean|median|sum|overall|max(?:imum)?|min(?:imum)?)"
_WHOLE = "(?:network|district|state|county|(?:all )?(?:schools|teams|sites|districts))"
_TOTAL = (
    rf"(?:(?:grand|sub|all|overall|{_WHOLE}) )?{_SUM}(?: (?:of|for|across))?(?: all)?(?: the)?"
    rf"(?: {_WHOLE})?|(?:whole )?(?:network|state|county|district)(?: wide|wide)?(?: level)?"
    r"|all (?:schools|teams|sites|districts)"
)
_TOTALS = re.compile(
    r"\W*(?:" + _TOTAL.replace(" ", r"[\W_]+") + r")\W*(?:\(.*\))?\W*", re.IGNORECASE
)
_EXAMPLE = EXAMPLE.strip().casefold()
_VARIANTS = "\ufe0e\ufe0f"  # whether a ✔ is drawn as a letter or as a picture


def broken_formula(cell: object) -> Rule | None:
    """What is wrong where a formula shows an error or was never computed; None otherwise.

    >>> broken_formula("#REF!").code, broken_formula("=B2/C2").code, broken_formula("=>95%")
    ('error-value', 'not-computed', None)
    """
    if not isinstance(cell, str) or cell[:1] not in ("#", "="):
        return None
    if _IS_ERROR.fullmatch(cell.strip()):
        return ERROR_VALUE
    return NOT_COMPUTED if cell[0] == "=" and not cell.startswith("=>") else None


def read_text(cell: object) -> str:
    """What a person sees in a cell: 85.0 is 85, dates are ISO, blanks are single.

    >>> read_text(85.0), read_text(" Alder\u00a0 Creek\u200b "), read_text(True)
    ('85', 'Alder Creek', 'TRUE')
    """
    if not isinstance(cell, str):
        return shown(cell)
    if not cell.isascii():
        cell = "".join(c for c in cell if unicodedata.category(c) != "Cf" and c not in _VARIANTS)
    return " ".join(cell.split())


def turned(name: object) -> Rule | None:
    """What a spreadsheet has made of a name or code that is in no list; None for other texts.

    >>> turned("2026-03-05").code, turned("10-Mar").code, turned("6.40E+11").code
    ('name-turned-date', 'name-turned-date', 'code-cut-short')
    """
    match = _TURNED.fullmatch(name if isinstance(name, str) else read_text(name))
    if match is None:
        return None
    return NAME_TURNED_DATE if match.lastgroup == "date" else CODE_CUT_SHORT


def plain_text(text: str) -> str:
    """A text with the digits, dashes and blanks of the keyboard for their look-alikes.

    Superscripts stay what they are: 14¹ has a footnote, it is not 141.

    >>> plain_text("８５\u2009％ − ≥95")
    '85 % - >=95'
    """
    return text if text.isascii() else "".join(map(_plain_character, text)).translate(_SAME)


SAME_SIGN = ("<wide>", "<small>", "<noBreak>", "<compat> 0020")


@cache
def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    wide = unicodedata.decomposition(character).startswith(SAME_SIGN)
    return unicodedata.normalize("NFKC", character) if wide else character


def some(names: Iterable[str], most: int = 8) -> str:
    """A list in words that stays short."""
    known = list(names)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(known[:most]) + more


def is_total(cell: object) -> bool:
    """Whether a cell says that its row adds up or averages the others.

    >>> is_total("Grand total"), is_total("Averages (n=12)"), is_total("Total Academy")
    (True, True, False)
    """
    return isinstance(cell, str) and _TOTALS.fullmatch(cell) is not None


def is_example(cell: object) -> bool:
    """Whether a row that begins with this cell only shows what to type, as the template's do.

    >>> is_example("Example: Alder Creek"), is_example("Example Elementary")
    (True, False)
    """
    return isinstance(cell, str) and cell.lstrip().casefold().startswith(_EXAMPLE)
