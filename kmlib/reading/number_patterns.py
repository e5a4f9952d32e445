"""How numbers are typed, as data: the words that stand for one, and the patterns of all others."""

from __future__ import annotations

import re

from kmlib.reading.digits import DIGITS

ABSENT = """
    na|none|null|nan|tbd|tba|tbc|to be determined|to come|pending|absent|missing
    |unknown|not available|not applicable|not reported|not yet|not yet available|not collected
    |not entered|not measured|not tested|not due|not known|not given|no data|no value|no report
    |no entry|no school|no count|no meeting|did not meet|didn't meet|did not report|not recorded
    |nr|n.d.|closed|snow day|holiday|no response|data not available|no data available|blank|empty
"""
SUPPRESSED = """
    s|ps|supp|suppressed|suppressed at source|redacted|masked|withheld|hidden|confidential|tsns|ds
    |too few|too few students|too few to show|too small|small n|small number|n too small|n size
    |data suppressed|not shown|not displayed|privacy|ferpa|below n|below minimum n
"""
YES = "yes|y|x|true|✓|✔|☑|✅|🗸"
NO = "no|n|false|✗|✘|☐|❌"
AMOUNT = rf"(?:{DIGITS})(?:e[+-]?[0-9]{{1,3}})?"
UNIT = (  # words that may follow a number and change nothing
    r"(?:students?|pupils?|children|people|teachers?|staff|families|events?|referrals?|times"
    r"|min|mins|minutes?|days?|pts?|points?|cycles?|schools?|teams?)\.?"
)
PERCENT = r"(?:%|percent|per cent|pct\.?|percentage)"
OF = r"(?:/|⁄|of|out of)"
ESTIMATE = r"(?:est|approx|prelim)\.?|estimated?|approximate(?:ly)?|preliminary|provisional"

IS_SUPPRESSED = re.compile(
    rf"(?:\*+|‡|n?\s*<|(?:n\s*)?(?:<=?|>=?|=<|=>)\s*{AMOUNT}\s*{PERCENT}?"
    rf"|(?:fewer|less|under|more|over)(?: than)? {AMOUNT}\s*{PERCENT}?"
    rf"|{AMOUNT} or (?:fewer|less|more)|(?:lt|le|gt|ge)\s?[0-9]{{1,3}}%?"
    rf"|{AMOUNT}\s*%?\s*(?:-|to)\s*{AMOUNT}\s*%)"
    rf"(?:\s*{UNIT})?\*?(?:\s*{OF}\s*{AMOUNT})?"
)
IS_ESTIMATE = re.compile(
    rf"(?:(?:~|≈|about|around|roughly|circa|ca\.?|{ESTIMATE}):?\s*)(?P<after>.+)"
    rf"|(?P<before>.+?)(?:\s*\(\s*(?:{ESTIMATE}|e)\s*\)|\s+(?:{ESTIMATE})|\s*\?)"
)
IS_MARKED = re.compile(r"(?P<number>.*[0-9%)])\s*[*†‡]+")
IS_RATIO = re.compile(
    rf"(?P<top>{AMOUNT})\s*{OF}\s*(?P<bottom>{AMOUNT})(?:\s*{UNIT})?"
    rf"(?:\s*(?:\(|=)\s*(?P<percent>{AMOUNT})\s*%\s*\)?)?"
    rf"|(?P<percent2>{AMOUNT})\s*%\s*\((?P<top2>{AMOUNT})\s*{OF}\s*(?P<bottom2>{AMOUNT})\)"
)
QUICK = re.compile(  # nine texts in ten, in a tenth of the time; 1.234 has two readings
    r"(?P<about>~ ?)?(?P<number>[0-9]{1,6}(?:\.[0-9]{1,2})?)(?P<percent> ?%)?"
    r"|(?P<top>[0-9]{1,6}) ?(?:/|of|out of) ?(?P<bottom>[0-9]{1,6})"
)
IS_NUMBER = re.compile(
    rf"(?P<minus>[-+]\s*|\()?[$€£]?\s?(?P<amount>{AMOUNT})"
    rf"(?:(?P<percent>\s*{PERCENT})|\s*{UNIT}|\s*per\s+1[0,]+(?:\s*{UNIT})?)?(?P<close>\))?"
)


def word_key(text: str) -> str:
    """A word for nothing, hidden, yes or no: n/a, N.A. and (na) are one; "n<" is not "n"."""
    return re.sub(r"[\s.()\[\]/'’!_-]+", "", text)
