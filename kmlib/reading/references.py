"""References: names that one tab takes from another, made the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kmlib.findings import CELL_LEFT_EMPTY, NAME_LEFT_OUT, ROW_SET_ASIDE, Cell, Finding, Severity
from kmlib.reading.keys import unknown_name
from kmlib.reading.matches import Match, Told, match, not_matched
from kmlib.reading.names import Matcher
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import TABS, FieldSpec, GroupRow, MeasureRow, Row, TeamRow, fields_of

TabColumns = dict[tuple[str, str, type[Row]], dict[str, int]]  # source, sheet, model -> columns


class _List:
    """The names that a tab lists, and where other tabs say which of them."""

    def __init__(self, matcher: Matcher, names: Sequence[str], kind: str) -> None:
        self.matcher, self.names, self.kind = matcher, names, kind
        self._told: dict[str, Told] = {}
        self._said: dict[tuple[str, str], tuple[Cell, int]] = {}  # source, text -> first, how many

    def told(self, text: str) -> Told:
        """The name that a text is taken for, and how; each text is looked up once."""
        if text not in self._told:
            at = self.matcher.find(text)
            known = at is not None and (self.names[at], self.matcher.how(text))
            self._told[text] = known or not_matched(text, self.matcher)
        return self._told[text]

    def note(self, text: str, cell: Cell) -> None:
        """Keep in mind that a cell says this."""
        first, cells = self._said.get((cell.source, text), (cell, 0))
        self._said[cell.source, text] = first, cells + 1

    def matches(self) -> Iterator[Match]:
        """What each text that was said is taken for."""
        for (_, text), (cell, cells) in self._said.items():
            yield match(self.kind, cell._replace(value=text), self.told(text), cells)


class Resolved(NamedTuple):
    """All rows with their names as other tabs write them, and what was found on the way."""

    rows: dict[type[Row], tuple[Row, ...]]
    findings: list[Finding]
    matches: list[Match]
    dropped: list[str]  # the source of each row that had to be set aside


def resolve_references(
    rows: Mapping[type[Row], Sequence[Row]], columns: TabColumns, words: Vocabulary
) -> Resolved:
    """Write each name as its own tab writes it; say which names stand nowhere.

    Names that refer to a tab nobody has are left as they are.
    """
    lists = _lists(rows, words)
    resolved = Resolved({}, [], [], [])
    for model, given in rows.items():
        specs = [spec for spec in fields_of(model) if spec.column.refers in lists]
        kept: list[Row] = []
        for row in given:
            of_tab = columns.get((row.place.source, row.place.sheet, model), {})
            changed: dict[str, Any] = {}
            for spec in specs:
                texts, known = _texts(getattr(row, spec.name)), lists[spec.column.refers]
                found = tuple(name for name, _ in map(known.told, texts) if name)
                changed[spec.name] = found if spec.many else "".join(found)
                column = of_tab.get(spec.name)
                cell = row.place if column is None else row.place._replace(column=column + 1)
                for text in texts if column is not None else ():
                    known.note(text, cell)
                if len(found) < len(texts):
                    resolved.findings.append(_finding(cell, texts, known, spec))
            if any(spec.required and not changed[spec.name] for spec in specs):
                resolved.dropped.append(row.place.source)
            else:
                kept.append(row.model_copy(update=changed) if changed else row)
        resolved.rows[model] = tuple(kept)
    resolved.matches.extend(one for known in lists.values() for one in known.matches())
    return resolved


def _lists(rows: Mapping[type[Row], Sequence[Row]], words: Vocabulary) -> dict[str, _List]:
    """The lists that rows refer to, by the title of their tab; the hub's come with its words."""
    wanted = {spec.column.refers for model in rows for spec in fields_of(model)}
    of_hub = {
        TeamRow: (words.teams, words.team_names),
        MeasureRow: (words.measures, words.measure_names),
        GroupRow: (words.groups, words.group_names),
    }
    lists = {}
    for model in TABS:
        listed, matcher = of_hub.get(model, (rows.get(model, ()), None))
        if model.KEY and listed and model.TAB.title in wanted:
            lists[model.TAB.title] = _List(
                matcher or Matcher([row.names() for row in listed]),
                [str(getattr(row, model.KEY)) for row in listed],
                model.TAB.refers_as or model.KEY,
            )
    return lists


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """The names in a cell, as they are typed."""
    return tuple(filter(None, (value,) if isinstance(value, str) else value))


def _finding(cell: Cell, texts: tuple[str, ...], known: _List, spec: FieldSpec) -> Finding:
    """What to say of the names in a cell that their tab does not have."""
    unknown = [text for text in texts if not known.told(text)[0]]
    effect = ROW_SET_ASIDE if spec.required else NAME_LEFT_OUT if spec.many else CELL_LEFT_EMPTY
    offer = known.matcher.near(unknown[0]) if len(unknown) == 1 else None
    cell = cell._replace(value="; ".join(unknown))
    finding = unknown_name(cell, offer, known.kind, spec.column.refers, effect)
    return finding if spec.required else finding._replace(severity=Severity.WARNING.value)
