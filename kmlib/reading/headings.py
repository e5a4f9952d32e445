"""Headings: what one header cell of a data tab says, in the hub's words."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any, NamedTuple, Self

from kmlib import findings as rules
from kmlib.reading.cells import Value, is_blank
from kmlib.reading.names import title_key
from kmlib.reading.periods import read_period
from kmlib.reading.school_calendar import Period, PeriodContext
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import DataRow, Unit, fields_of

NUMBER_ROLES = ("value", "numerator", "denominator")
KEY_ROLES = ("team", "code", "measure", "date", "period_start", "period_end", "group", "suppressed")
MOST_WORDS = 12  # project choice: a longer heading is a sentence

TITLES_OF_ROLE = {
    spec.name: list(map(title_key, spec.column.titles)) for spec in fields_of(DataRow)
}
ROLE_OF_TITLE = {  # where two roles have a title, the first one's counts
    title: role for role, titles in reversed(TITLES_OF_ROLE.items()) for title in titles
}
PART_OF_WORD: dict[str, str] = {
    title_key(word): role
    for role, words in (
        ("denominator", ("denominator", "denom", "out of", "of", "total", "n")),
        ("numerator", ("numerator", "num", "met", "count met", "n met", "count")),
        ("value", ("value", "percent", "%", "pct", "rate", "result", "score")),
    )
    for word in words
} | {title: role for title, role in ROLE_OF_TITLE.items() if role in NUMBER_ROLES}
ROSTER_TITLES = {
    title_key(title)
    for title in (
        "Student name", "Student", "Name of student", "First name", "Last name", "Surname",
        "Student ID", "Student number", "SASID", "SSN", "Date of birth", "Birth date", "Birthday",
        "DOB", "Parent", "Guardian", "Home address", "Home phone",
    )
}  # fmt: skip


class Heading(NamedTuple):
    """What the header of one column says; a part that it does not say is None."""

    role: str | None = None  # a field of DataRow
    measure: int | None = None  # position in the Measures tab
    period: Period | None = None
    part: str | None = None  # a month or a term whose year it does not say itself
    team: int | None = None  # position in the Teams tab
    group: int | None = None  # position in the Groups tab, from 1; 0 is everybody

    @property
    def is_key(self) -> bool:
        """Whether the column says what its rows are about."""
        return self.role in KEY_ROLES

    @property
    def is_undated(self) -> bool:
        """Whether it names a month or a term of a year that nothing tells."""
        return self.part is not None and self.period is None

    @property
    def is_name(self) -> bool:
        """Whether it names a team or a student group and nothing else."""
        return self[:4] == NOTHING[:4] and self != NOTHING

    @property
    def about(self) -> Self:
        """What its numbers are about, whichever of them they are."""
        return self._replace(role=None)


NOTHING = Heading()


def read_heading(cell: Value, words: Vocabulary, context: PeriodContext) -> Heading:
    """What a header cell says as a whole: a role, a measure (with its part), a time or a name."""
    if is_blank(cell) or isinstance(cell, bool):
        return NOTHING
    if not isinstance(cell, str):
        is_year = isinstance(cell, int | float) and 2000 <= cell < 2100
        return _period(cell, context) if is_year or isinstance(cell, dt.date) else NOTHING
    role, named = _with_sign(ROLE_OF_TITLE.get(title_key(cell)), cell), _named(cell, words)
    if role in NUMBER_ROLES and named is not None:  # the hub calls a number of its own "Enrolled"
        return Heading(named.role or role, named.measure)
    return Heading(role) if role is not None else named or _time_or_name(cell, words, context)


def read_whole_heading(cell: Value, words: Vocabulary, context: PeriodContext) -> Heading:
    """The same, for a cell that may say several things: "Oct 2025 Reading on track (n)"."""
    heading = read_heading(cell, words, context)
    if heading != NOTHING or not isinstance(cell, str):
        return heading
    parts = [part for part in re.finditer(r"[^\s()|:;,]+", cell) if title_key(part[0])]

    def united(first: int) -> Heading | None:
        if first == len(parts):
            return NOTHING
        for last in range(len(parts), first, -1):
            text = cell[parts[first].start() : parts[last - 1].end()]
            role = part_of_word(text)
            named = Heading(role) if role else _named(text, words)
            piece = named or _time_or_name(text, words, context)
            rest = united(last) if piece != NOTHING else None
            if rest is not None and not _clash(piece, rest):
                return completed(piece, by=rest)
        return None

    found = united(0) if 2 <= len(parts) <= MOST_WORDS else None
    if found is None:
        return NOTHING
    return suited(found._replace(role=_with_sign(found.role, cell)), words)


def measures_with(role: str, text: str, words: Vocabulary) -> list[int]:
    """The measures whose numerator or denominator goes by a name."""
    names = (map(title_key, measure.part_known_as(role)) for measure in words.measures)
    return [i for i, known in enumerate(names) if title_key(text) in known]


def part_of(measure: int, text: str, word: str | None, words: Vocabulary) -> Heading | None:
    """What a text under a measure's own header means: a number by the hub's name for it, or `word`.

    None where it means neither.
    """
    for role in ("numerator", "denominator"):
        if measure in measures_with(role, text, words):
            return Heading(role, measure)
    return suited(Heading(word, measure), words) if word is not None else None


def part_of_word(text: str) -> str | None:
    """Which number of a measure a plain word means.

    >>> part_of_word("# met"), part_of_word("% met"), part_of_word("Out of"), part_of_word("Passed")
    ('numerator', 'value', 'denominator', None)
    """
    return _with_sign(PART_OF_WORD.get(title_key(text)), text)


def _with_sign(role: str | None, text: str) -> str | None:
    """The role of a title; "% met" is no count, and of "% tested" nobody says what is tested."""
    if "%" not in text or role not in ("numerator", "denominator"):
        return role
    return "value" if role == "numerator" else None


def suited(heading: Heading, words: Vocabulary) -> Heading:
    """A measure that is no share of anything has values only: "Home calls, total" is one."""
    role, measure = heading[:2]
    if measure is None or words.measures[measure].unit in (Unit.PERCENT, Unit.RATE):
        return heading
    return heading._replace(role="value") if role in NUMBER_ROLES else heading


def _clash(one: Heading, other: Heading) -> bool:
    """Whether two pieces of a heading say the same kind of thing, and not the same."""
    return any(None not in pair and pair[0] != pair[1] for pair in zip(one, other, strict=True))


def completed(heading: Heading, *, by: Heading) -> Heading:
    """A heading with what another says of the kinds that it does not say."""
    said: list[Any] = [
        theirs if own is None else own for own, theirs in zip(heading, by, strict=True)
    ]
    return Heading(*said)


def _named(text: str, words: Vocabulary) -> Heading | None:
    """The measure, or the numerator or denominator of one or of several, that a text names."""
    if (measure := words.measure_names.find(text)) is not None:
        return Heading(measure=measure)
    for role, matcher in words.part_names.items():
        if (measure := matcher.find(text)) is not None:
            owners = measures_with(role, text, words)
            return Heading(role, measure if len(owners) < 2 else None)
    return None


def _time_or_name(cell: Value, words: Vocabulary, context: PeriodContext) -> Heading:
    """The period that a cell names, else the team or the student group."""
    when = _period(cell, context)
    if when != NOTHING:
        return when
    if not isinstance(cell, str) or not title_key(cell):
        return NOTHING
    team, group = words.team_names.find(cell), words.group(cell)
    return Heading(team=team, group=group) if None in (team, group) else NOTHING


def _period(cell: Value, context: PeriodContext) -> Heading:
    period = read_period(cell, context)
    part = read_period(cell, replace(context, school_year=None)) is rules.YEAR_UNKNOWN
    return Heading(
        period=period if isinstance(period, Period) else None, part=str(cell) if part else None
    )
