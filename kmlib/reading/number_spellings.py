"""How numbers are typed, as data: the words that stand for one, and the patterns of all others."""

import re

from kmlib.schema import Unit

ABSENT = """
    na|none|null|nan|tbd|tba|tbc|to be determined|to come|pending|absent|missing
    |unknown|not available|not applicable|not reported|not yet|not yet available|not collected
    |not entered|not measured|not tested|not due|not known|not given|no data|no value|no report
    |no entry|no school|no count|no meeting|did not meet|didn't meet|did not report|not recorded
    |nr|n.d.|closed|snow day|holiday|no response|data not available|no data available|blank|empty
    |unavailable|data pending|no class|no classes|dnr
"""
SUPPRESSED = """
    s|ps|supp|suppressed|suppressed at source|redacted|masked|withheld|hidden|confidential|tsns|ds
    |too few|too few students|too few to show|too small|small n|small number|n too small|n size
    |data suppressed|not shown|not displayed|privacy|ferpa|below n|below minimum n
"""
YES = "yes|y|x|true|✓|✔|☑|✅|🗸"
NO = "no|n|false|✗|✘|☐|❌"
DIGITS = r"[0-9]+(?:[., '’][0-9]{3})*(?:[.,][0-9]*)?|[.,][0-9]+"
_AMOUNT = rf"(?:{DIGITS})(?:e[+-]?[0-9]{{1,2}})?"
NO_UNIT, HOURS, PER = -1, 8, 10  # what a number's words count in: none; hours; per 1, with zeros
UNITS: dict[str, int] = {  # by the words that may follow it: the unit's position among all units
    word: list(Unit).index(unit)
    for unit, words in (
        (Unit.MINUTES, "min|mins|minute|minutes"),
        (Unit.DAYS, "day|days"),
        (Unit.SCORE, "pt|pts|point|points"),
        (
            Unit.COUNT,
            "student|students|pupil|pupils|child|children|kid|kids|people|person|persons|teacher"
            "|teachers|staff|adults|parents|families|family|event|events|referral|referrals|time"
            "|times|cycle|cycles|school|schools|team|teams|call|calls|visit|visits|meeting"
            "|meetings|session|sessions",
        ),
    )
    for word in words.split("|")
}
_UNIT = rf"(?:{'|'.join(UNITS)})\.?"
_HOURS = r"(?:h|hr|hrs|hour|hours)\.?"
_PERCENT = r"(?:%|percent|per cent|pct\.?|percentage)"
_OF = r"(?:/|⁄|of|out of)"
_ESTIMATE = r"(?:estimated?|approximate(?:ly)?|preliminary|provisional|est|approx|appx|prelim)\.?"

QUICK = re.compile(  # nine texts in ten, in a tenth of the time; 1.234 has two readings
    r"(?P<about>~ ?)?(?P<number>[0-9]{1,6}(?:\.[0-9]{1,2})?)(?P<percent> ?%)?"
    r"|(?P<top>[0-9]{1,6}) ?(?:/|of|out of) ?(?P<bottom>[0-9]{1,6})"
)
IS_NUMBER = re.compile(
    rf"(?P<minus>[-+]\s*|\()?(?P<count>n\s*=|[$€£])?\s*(?P<amount>{_AMOUNT})"
    rf"(?:(?P<percent>\s*{_PERCENT})|\s*(?P<unit>{_UNIT})"
    rf"|\s*per\s+1(?P<zeros>[0,]+)(?:\s*{_UNIT})?)?(?P<close>\))?"
)
IS_DURATION = re.compile(
    rf"(?P<hours>{_AMOUNT})\s*{_HOURS}"
    rf"(?:\s*(?:and\s*)?(?P<minutes>{_AMOUNT})\s*m(?:in|ins|inutes?)?\.?)?"
)
IS_MIXED = re.compile(  # 3 1/2, 3½, ½
    r"(?P<whole>[0-9]{1,4} ?)??"
    r"(?:(?P<sign>[¼½¾⅓⅔⅛⅜⅝⅞])|(?<=[0-9] )(?P<top>[1-7])/(?P<bottom>[2348]))(?![0-9/])"
)
IS_SUPPRESSED = re.compile(
    rf"(?:\*+(?:\s*\(n?\s*<\s*[0-9]+\))?|‡|n?\s*<|<\s*n|(?:n\s*)?(?:<=?|>=?|=<|=>)\s*{_AMOUNT}\s*{_PERCENT}?"
    rf"|(?:fewer|less|under|below|more|over)(?: than)? {_AMOUNT}\s*{_PERCENT}?"
    rf"|{_AMOUNT} or (?:fewer|less|more)|(?:lt|le|gt|ge)\s?[0-9]{{1,3}}%?"
    rf"|{_AMOUNT}\s*%?\s*(?:-|to)\s*{_AMOUNT}\s*%)"
    rf"(?:\s*{_UNIT})?\*?(?:\s*{_OF}\s*{_AMOUNT})?"
)
IS_ESTIMATE = re.compile(
    rf"(?:(?:~|≈|about|around|roughly|circa|ca\.?|{_ESTIMATE}):?\s*)(?P<after>.+)"
    rf"|(?P<before>.+?)(?:\s*\(\s*(?:{_ESTIMATE}|e)\s*\)|\s+(?:{_ESTIMATE})|\s*\?)"
)
IS_MARKED = re.compile(r"(?P<number>.*[0-9%)])\s*[*†‡]+")
_TOP_OF_BOTTOM = rf"(?P<top>{_AMOUNT})\s*{_OF}\s*(?P<bottom>{_AMOUNT})(?:\s*{_UNIT})?"
RATIOS = (  # 17/20 (85%); 85% (17/20); 85% (n=20)
    re.compile(rf"{_TOP_OF_BOTTOM}(?:\s*[(=,:-]\s*(?P<percent>{_AMOUNT})\s*%\s*\)?)?"),
    re.compile(rf"(?P<percent>{_AMOUNT})\s*%\s*[(=,:-]?\s*{_TOP_OF_BOTTOM}\)?"),
    re.compile(rf"(?P<percent>{_AMOUNT})\s*%\s*\(\s*n\s*=\s*(?P<bottom>{_AMOUNT})\s*\)"),
)


def word_key(text: str) -> str:
    """A word for nothing, hidden, yes or no: n/a, N.A. and (na) are one; "n<" is not "n"."""
    return re.sub(r"[\s.()\[\]/'’!_-]+", "", text)


_BY_POINT = re.compile(
    r"(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:[ '’][0-9]{3})+)(?:\.[0-9]*)?"
    r"(?:e[+-]?[0-9]+)?|\.[0-9]+"
)
_OTHER_CUSTOM = str.maketrans(".,", ",.")
_THOUSANDS = str.maketrans("", "", ", '’")


def readings(amount: str) -> dict[bool, float]:
    """What digits can mean: False with a decimal point, True with a decimal comma.

    >>> readings("1,234"), readings("85,5"), readings("8,5,2")
    ({False: 1234.0, True: 1.234}, {True: 85.5}, {})
    """
    ways = {False: amount, True: amount.translate(_OTHER_CUSTOM)}
    fits = {comma: way for comma, way in ways.items() if _BY_POINT.fullmatch(way)}
    return {comma: float(way.translate(_THOUSANDS)) for comma, way in fits.items()}
