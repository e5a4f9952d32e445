"""Start: a first hub workbook out of the files that people already keep, to be looked through.

Names are taken as the files have them. What no file tells, such as which way is good, is a guess:
yellow, with its reason, so that a person decides. A last tab says what was seen where.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

import numpy as np

from kmlib.export.template import Guess, write_hub
from kmlib.findings import Cell
from kmlib.observations import Codes, Mask
from kmlib.reading.cells import Source
from kmlib.reading.headed import MAY_BE_OF, SAYS_SHARE
from kmlib.reading.names import normalise, strict_key
from kmlib.reading.offers import look_alikes
from kmlib.reading.proposals import propose_from
from kmlib.reading.sightings import MOST, Named, Seen
from kmlib.reading.sources import is_link
from kmlib.reading.typed import Part, Typed, joined_parts
from kmlib.reading.unread import PROPOSED
from kmlib.reading.values import Form
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import Cadence, GroupRow, MeasureRow, NetworkSettings, Row, TeamRow, Unit

HEADER = (
    *("", "Where it stands"),
    "What was seen and what was made of it. Yellow cells are guesses, for you to put right. If you "
    "rename something, keep its old name under “Also known as”. You may delete this tab.",
)
OUT_OF = (
    "“{0}” is never above “{1}”: is it counted out of it, as 23 of 48? Then keep the row {0}, unit "
    "percent, type {0} under “Numerator also known as” and {1} under “Denominator also known as”, "
    "and delete the row {1}."
)
LOOK, OUT, SEEN = "Please look", "Left out", "Seen"
IS_A_HUB = (
    "lists teams or measures as a hub does: they are taken over as they are. Its other tabs are "
    "not copied; if it is your hub, go on with it."
)
IS_LESS_BETTER = re.compile(
    r"\b(?:absen|late\b|tard|truan|suspen|expel|expul|referral|drop ?out|fail|incident|disciplin"
    r"|miss(?:ed|ing)|wait|days until|violation|complaint|turnover|vacan|bully|restrain)\w*",
    re.IGNORECASE,
)
SOUNDS_LIKE = {  # a unit by words of a measure's name; percents go to 100 only
    Unit.RATE: r"\bper 1,?0",
    Unit.MINUTES: r"\bmin(?:ute)?s?\b",
    Unit.DAYS: r"\bdays\b",
    Unit.SCORE: r"\b(?:score|rating|scale|survey)",
    Unit.PERCENT: SAYS_SHARE.pattern
    + r"|\b(?:attend|absentee|present|proficien|on track|graduat|master|ready|readiness)",
}
LONGEST_DAYS = {  # project choice: well between the lengths of a week, a month and so on
    Cadence.WEEKLY: 10, Cadence.BIWEEKLY: 20, Cadence.MONTHLY: 60, Cadence.QUARTERLY: 105,
    Cadence.TERM: 240, Cadence.YEARLY: 10_000,
}  # fmt: skip

PART_OF_FIELD = {"numerator_known_as": "numerator", "denominator_known_as": "denominator"}
Tabs = dict[type[Row], list[dict[str, object]]]
Line = tuple[str, str, str]  # whether to look, where it stands, and what was made of it


class Proposal(NamedTuple):
    """What a first hub holds by tab, and everything that is to be said of it."""

    tabs: Tabs
    about: list[Line]
    in_words: list[str]  # for a terminal

    def lines(self, kind: str) -> list[Line]:
        """The lines of one kind: LOOK, OUT or SEEN."""
        return [line for line in self.about if line[0] == kind]


def write_start(sources: Sequence[Source], path: Path) -> Proposal:
    """Propose a hub for some files, and write it unless nothing could be told.

    Teams are linked to their own workbooks where these lie in the hub's folder or below. A source
    that has tabs of a hub gives its teams, measures, groups and settings as they are.

    Raises:
        OSError: nothing can be written there.
        SourceError: no source could be opened.
    """
    words, seen, hub, hub_name, closed = propose_from(sources)
    typed = joined_parts(seen.typed) if seen.typed else None
    tabs: Tabs = {
        NetworkSettings: [_cells(words.settings)],
        TeamRow: [
            _cells(team) | ({} if team in hub.teams else {"sheet": _beside(team.sheet, path)})
            for team in sorted(words.teams, key=lambda team: team.team.casefold())
        ],
        MeasureRow: [
            _cells(row) | ({} if row in hub.measures else _decided(row, number, typed))
            for number, row in enumerate(words.measures)
        ],
        GroupRow: [_cells(group) for group in words.groups],
    }
    about = [
        *_guesses(tabs[MeasureRow]),
        *_may_be_one(words),
        *((LOOK, _where(cell), why) for cell, why in seen.doubts),
        *_seen_where(words, seen),
        *((OUT, _where(cell), why) for cell, why in seen.left_out),
        *((OUT, finding.source, finding.what) for finding in closed),
    ]
    about.sort(key=lambda line: (LOOK, OUT, SEEN).index(line[0]))
    if words.teams or words.measures:
        needed = {model: rows for model, rows in tabs.items() if rows or model is not GroupRow}
        write_hub(path, needed, [(PROPOSED,), HEADER, *about])
    in_words = [f"{finding.what} {finding.why}" for finding in closed]
    if hub.teams or hub.measures:
        in_words.append(f"{hub_name} {IS_A_HUB}")
    return Proposal(tabs, about, [*in_words, *_in_words(tabs, about, seen)])


def _in_words(tabs: Tabs, about: Sequence[Line], seen: Seen) -> Iterator[str]:
    """What is proposed and what is left out, in a few lines."""
    teams, measures, groups = (len(tabs[model]) for model in (TeamRow, MeasureRow, GroupRow))
    spellings = {strict_key(named.name) for named in seen.names[TeamRow]}
    out = [f"{where}: {why}" for kind, where, why in about if kind == OUT]
    if not teams and not measures:
        yield from ("Nothing in these files names a team or a measure: no hub is written.", *out)
        return
    yield (
        f"Teams: {teams:,}, in {len(spellings):,} spellings. Measures: {measures:,}. "
        f"Student groups: {groups:,}."
    )
    yield (
        f"To look at: {sum(line[0] == LOOK for line in about):,}. Left out: {len(out):,}. Each is "
        "named, with its cell, in the last tab."
    )


def _cells(row: Row) -> dict[str, object]:
    """The filled cells of a row, as people type them."""
    told = row.model_dump(exclude_defaults=True).items()
    return {name: "; ".join(value) if isinstance(value, tuple) else value for name, value in told}


def _beside(sheet: str, hub: Path) -> str:
    """A workbook as a cell of the hub names it; empty for a file that lies elsewhere."""
    if is_link(sheet):
        return sheet
    folder, place = Path(os.path.realpath(hub.parent)), Path(os.path.realpath(sheet))
    return place.relative_to(folder).as_posix() if sheet and place.is_relative_to(folder) else ""


def _where(cell: Cell) -> str:
    tab = "" if cell.sheet == PurePath(cell.source).stem else cell.sheet  # a text file has one tab
    return " › ".join(filter(None, (cell.source, tab, cell.address)))


def _decided(measure: MeasureRow, number: int, typed: Typed | None) -> dict[str, object]:
    """What the numbers of a measure tell of it, and a guess where only its name speaks."""
    name = " ".join(measure.names())
    less = IS_LESS_BETTER.search(name)
    direction = f"“{less[0]}” sounds like less is better" if less else "more is better as a rule"
    decided: dict[str, object] = {
        "kind": Guess("outcome", "A guess: most are. Else type process or balancing."),
        "better": Guess("lower" if less else "higher", f"A guess: {direction}."),
        "counts": Guess("students", "To be safe: small groups are hidden of students alone."),
        "unit": Guess("percent", "A guess: none of its numbers could be placed yet."),
    }
    mine = np.flatnonzero(typed.measure == number) if typed else np.zeros(0, np.int64)
    if typed and len(mine):
        decided["unit"] = _unit(name, *(part.take(mine) for part in typed.parts))
        decided |= _cadence(typed.start[mine], typed.end[mine])
    return decided


def _cadence(start: Codes, end: Codes) -> dict[str, object]:
    """How often a measure is reported: as most of its periods are long, else as days lie apart."""
    lengths = (end - start + 1)[end > start]
    days, counts = np.unique(
        lengths if len(lengths) else np.diff(np.unique(start)), return_counts=True
    )
    if not len(days):
        return {}
    word = next(word for word, most in LONGEST_DAYS.items() if days[counts.argmax()] <= most)
    guess = Guess(word, "A guess: its days lie so far apart.")
    return {"cadence": word if len(lengths) else guess}


def _unit(name: str, value: Part, top: Part, bottom: Part) -> Unit | Guess:
    """The unit of a measure; a guess unless its numbers are typed in a way that tells it."""
    plain = value.value[value.form == Form.PLAIN]
    counted = (top.form == Form.PLAIN) & (bottom.form == Form.PLAIN)
    ends_at_100 = not len(plain) or _most(plain <= 100)
    if _most(value.form == Form.YES_NO):
        return Unit.YES_NO
    by_name = (unit for unit, says in SOUNDS_LIKE.items() if re.search(says, name, re.IGNORECASE))
    named = next((unit for unit in by_name if ends_at_100 or unit is not Unit.PERCENT), None)
    if named is not Unit.RATE and (
        (ends_at_100 and bool(np.isin((Form.PERCENT, Form.RATIO), value.form).any()))
        or _most((top.value <= bottom.value)[counted])
    ):
        return Unit.PERCENT
    if named is not None:
        return Guess(named, "A guess: its name sounds like it.")
    if not (plain % 1).any():
        return Guess(Unit.COUNT, "A guess: all its numbers are whole.")
    if ends_at_100 and (_most(plain <= 1) or (plain > 10).any()):
        return Guess(Unit.PERCENT, "A guess: its numbers end at 1 or at 100.")
    return Guess(Unit.SCORE, "A guess: its numbers have decimals, and nothing says of what.")


def _most(claims: Mask) -> bool:
    return len(claims) > 0 and bool(claims.mean() > MOST)


def _guesses(measures: Sequence[dict[str, object]]) -> Iterator[Line]:
    for row, cells in enumerate(measures, start=2):
        guesses = [cell for cell in cells.values() if isinstance(cell, Guess)]
        if guesses:
            text = f"Guesses about “{cells['measure']}”: {', '.join(guesses)}. "
            yield LOOK, f"{MeasureRow.TAB.title}, row {row}", text + "Their comments say why."


def _may_be_one(words: Vocabulary) -> Iterator[Line]:
    """Names that differ by a slip at most; two codes keep teams apart, or may be two teams."""
    for team in words.teams:
        if len({code.lstrip("0") for code in team.codes}) > 1:
            text = f"“{team.team}” has the codes {' and '.join(team.codes)}: is it one team or two?"
            yield LOOK, TeamRow.TAB.title, text
    for rows in (words.teams, words.measures, words.groups):
        names = [getattr(row, row.KEY) for row in rows]
        for i, j in look_alikes(list(map(normalise, names))):
            if not all(getattr(rows[at], "codes", ()) for at in (i, j)):
                yield (
                    *(LOOK, rows[i].TAB.title),
                    f"“{names[i]}” and “{names[j]}” may be one. If they are, delete one of the two "
                    "rows and write its name under the other’s “Also known as”.",
                )


def _seen_where(words: Vocabulary, seen: Seen) -> Iterator[Line]:
    """Every spelling with the first cell it was seen in, and what it is taken for."""
    for model, rows, matcher in (
        (TeamRow, words.teams, words.team_names),
        (MeasureRow, words.measures, words.measure_names),
        (GroupRow, words.groups, words.group_names),
    ):
        spelled: dict[str, list[Named]] = {}
        for named in seen.names[model]:
            spelled.setdefault(strict_key(named.name), []).append(named)
        for first, *more in spelled.values():
            at = matcher.find(first.name)
            row = first.name if at is None else getattr(rows[at], model.KEY)
            code = first.beside.get("codes") if normalise(first.name) != normalise(row) else ""
            by_code = f", since both have the code {code}" if code else ""
            means = "" if first.name == row else f" is taken for “{row}”{by_code}"
            also = f" ({1 + len(more):,} tables)" if more else ""
            yield SEEN, _where(first.cell), f"{model.KEY.capitalize()} “{first.name}”{means}.{also}"
            for named in (first, *more):
                for name, title in named.beside.items():
                    if name == MAY_BE_OF:
                        yield LOOK, _where(named.cell), OUT_OF.format(row, title)
                    if part := PART_OF_FIELD.get(name):
                        text = f"“{title}” is taken for the {part} of “{row}”."
                        yield LOOK, _where(named.cell), text
