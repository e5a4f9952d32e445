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


Names = str | tuple[str, ...]  # what a cell says: one name, or several


class _Looked(NamedTuple):
    """The names of a cell, looked up."""

    told: tuple[tuple[str, Told], ...]  # each as it is typed, and what it is taken for
    found: Names  # those that are known, as their own tab writes them
    unknown: list[str]


class _List:
    """The names that a tab lists, and which cells of other tabs say what of them."""

    def __init__(self, matcher: Matcher, names: Sequence[str], kind: str) -> None:
        self.matcher, self.names, self.kind = matcher, names, kind
        self._looked: dict[Names, _Looked] = {}
        self._said: dict[tuple[str, Names], list[Any]] = {}  # source, names -> place, column, cells

    def looked_up(self, names: Names) -> _Looked:
        """The names of a cell; the same ones are looked up once."""
        if names not in self._looked:
            texts = filter(None, (names,) if isinstance(names, str) else names)
            told = tuple((text, self._told(text)) for text in texts)
            known = tuple(name for _, (name, _) in told if name)
            found = "".join(known) if isinstance(names, str) else known
            unknown = [text for text, (name, _) in told if not name]
            self._looked[names] = _Looked(told, found, unknown)
        return self._looked[names]

    def _told(self, text: str) -> Told:
        position = self.matcher.find(text)
        if position is None:
            return not_matched(text, self.matcher)
        return self.names[position], self.matcher.how(text)

    def note(self, names: Names, place: Cell, column: int) -> None:
        """Keep in mind that a cell of a row says this."""
        self._said.setdefault((place.source, names), [place, column, 0])[-1] += 1

    def matches(self) -> Iterator[Match]:
        """What each name that was said is taken for."""
        for (_, names), (place, column, cells) in self._said.items():
            for text, told in self.looked_up(names).told:
                cell = place._replace(column=column + 1, value=text)
                yield match(self.kind, cell, told, cells)


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
        specs = [(s, lists[s.column.refers]) for s in fields_of(model) if s.column.refers in lists]
        kept: list[Row] = []
        for row in given:
            of_tab = columns.get((row.place.source, row.place.sheet, model), {})
            changed: dict[str, Names] = {}
            for spec, known in specs:
                names = getattr(row, spec.name)
                looked, column = known.looked_up(names), of_tab.get(spec.name)
                if looked.found != names:
                    changed[spec.name] = looked.found
                if column is not None:
                    known.note(names, row.place, column)
                if unknown := looked.unknown:
                    at = row.place.column if column is None else column + 1
                    cell = row.place._replace(column=at, value="; ".join(unknown))
                    resolved.findings.append(_finding(cell, unknown, known, spec))
            if any(spec.required and not changed.get(spec.name, True) for spec, _ in specs):
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


def _finding(cell: Cell, unknown: list[str], known: _List, spec: FieldSpec) -> Finding:
    """What to say of the names in a cell that their tab does not have."""
    effect = ROW_SET_ASIDE if spec.required else NAME_LEFT_OUT if spec.many else CELL_LEFT_EMPTY
    offer = known.matcher.near(unknown[0]) if len(unknown) == 1 else None
    finding = unknown_name(cell, offer, known.kind, spec.column.refers, effect)
    return finding if spec.required else finding._replace(severity=Severity.WARNING.value)
