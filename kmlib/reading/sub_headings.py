"""Sub-headings: which number of a measure the words mean that stand below one heading."""

import re
from collections import defaultdict
from collections.abc import Sequence

from kmlib.reading.cells import Value, is_blank, is_filled
from kmlib.reading.headings import NOTHING, NUMBER_ROLES, Heading, part_of_word, read_whole_heading
from kmlib.reading.names import normalise, title_key
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.values import Form, read_number
from kmlib.reading.vocabulary import Vocabulary

COUNTED = frozenset(
    re.findall("[a-z]+", "number no count of n students student pupils learners children kids")
)
SAYS_NOTHING = COUNTED | frozenset(
    re.findall("[a-z]+", "who that have were are it the test goal target standard")
)
SHARE = frozenset(("percent", "percentage", "pct", "rate"))
PART_OF_PHRASE = {
    phrase: role
    for role, phrases in (
        (
            "numerator",
            "pass; passed; passing; met; meeting; proficient; on track; on grade level; mastered; "
            "correct; achieved; reached; successful; yes",
        ),
        (
            "denominator",
            "took; taken; taking; tested; assessed; enrolled; enrollment; attempted; tried; "
            "eligible; possible; surveyed; asked; observed; everybody; everyone",
        ),
    )
    for phrase in phrases.split("; ")
}
EVERYBODY = Heading(group=0)
TOTALS = frozenset(("outof", "of", "total", "denominator", "denom", "possible"))


def parts_below(
    rows: Sequence[list[Value]], over: list[Heading], words: Vocabulary, context: PeriodContext
) -> tuple[dict[int, str | None], list[int]]:
    """The number that each sub-heading of a measure or period means; None where nothing tells.

    And the columns of those headings under which nothing tells of any. The rows are the upper and
    the lower one of a header, and some of those below.
    """
    upper, lower, *below = rows
    spans: defaultdict[int, dict[int, Heading]] = defaultdict(dict)
    first = 0
    for column, (high, low) in enumerate(zip(upper, lower, strict=True)):
        first = first if is_blank(high) else column
        heading = read_whole_heading(low, words, context)
        may_count = is_filled(low) and heading.role in (None, *NUMBER_ROLES)
        forms = {read_number(row[column]).form for row in below if is_filled(row[column])}
        if may_count and over[column].about != NOTHING and forms != {Form.UNREADABLE}:
            spans[first][column] = heading
    parts: dict[int, str | None] = {}
    unsaid: list[int] = []
    for span in spans.values():
        texts, said = [str(lower[column]) for column in span], list(span.values())
        if len(span) > 1:  # beside another, "Total" is no group
            said = [NOTHING if h == EVERYBODY and part_of_word(t) else h
                    for t, h in zip(texts, said, strict=True)]  # fmt: skip
        if all(heading.about == NOTHING for heading in said):
            told = told_together(texts, [heading.role for heading in said])
            parts |= zip(span, told, strict=True)
            unsaid += () if any(told) else span
    return parts, unsaid


def told_together(texts: Sequence[str], said: Sequence[str | None]) -> list[str | None]:
    """The number that each sub-heading of one heading means; None where nothing tells.

    `said` is what each says by itself, as in the hub's own words. "Students" counts what the others
    leave open: the whole of those who met something, or some of a total. Where one says nothing it
    may be what the measure counts: then "Passed", no plain word such as "Met", tells nothing too.

    >>> told_together(["Passed", "Took it"], [None] * 2)
    ['numerator', 'denominator']
    >>> told_together(["Students", "Total"], [None] * 2)
    ['numerator', 'denominator']
    >>> told_together(["Passed", "Absent", "Took it"], [None] * 3)
    [None, None, None]
    """
    plain = [own or part_of_word(text) for own, text in zip(said, texts, strict=True)]
    roles = [role or part_of_phrase(text) for role, text in zip(plain, texts, strict=True)]
    keys = list(map(title_key, texts))
    for at, text in enumerate(texts):
        others = {*roles[:at], *roles[at + 1 :]} & {"numerator", "denominator"}
        if not _words(text, COUNTED) and len(others) == 1:
            if "numerator" in others:
                roles[at] = "denominator"
            elif not TOTALS.isdisjoint(keys):
                roles[at] = "numerator"
    titled = {role: {k for k, r in zip(keys, roles, strict=True) if r == role} for role in roles}
    roles = [role if len(titled[role]) == 1 else None for role in roles]
    if None not in roles:
        return roles
    roles = [p if role == "numerator" else role for p, role in zip(plain, roles, strict=True)]
    told = {"numerator", "value"}.intersection(filter(None, roles))
    return roles if told else [None] * len(roles)


def part_of_phrase(text: str) -> str | None:
    """The number that a phrase means: "# passing", "Students who took the test", "Pass rate"."""
    words = _words(text)
    bare = [word for word in words if word not in SHARE]
    role = PART_OF_PHRASE.get(" ".join(bare))
    if "%" in text or len(bare) < len(words):
        return "value" if role == "numerator" else None  # of "% tested" nobody says what is tested
    return role


def _words(text: str, but: frozenset[str] = SAYS_NOTHING) -> list[str]:
    """The words of a sub-heading, apart from those that say nothing of it."""
    return [word for word in normalise(text).split() if word not in but]
