"""References: names that one tab takes from another, made the same everywhere."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from kmlib import findings as rules
from kmlib.findings import CELL_LEFT_EMPTY, NAME_LEFT_OUT, ROW_SET_ASIDE, Cell, Finding, Severity
from kmlib.reading.fields import split_cell
from kmlib.reading.keys import unknown_name
from kmlib.reading.matches import Match, Told, match
from kmlib.reading.vocabulary import Names, Vocabulary, listed
from kmlib.schema import TABS, FieldSpec, Row, fields_of

TabColumns = dict[tuple[str, str, type[Row]], dict[str, int]]  # source, sheet, model -> columns


Texts = str | tuple[str, ...]  # what a cell says: one name, or several


class _Looked(NamedTuple):
    told: tuple[tuple[str, str, Told], ...]  # kind, as it is typed, what it is taken for
    found: Texts  # what the cell says, in the names that their own tabs write
    unknown: list[str]


class _List:
    """The names that a tab lists, and which cells of other tabs say what of them."""

    def __init__(self, names: Names, kind: str) -> None:
        self.names, self.kind = names, kind
        self.looked_up = cache(self._look)  # the same names are looked up once
        self._said: dict[tuple[str, Texts], list[Any]] = {}  # source, names -> place, column, cells

    def told(self, text: str) -> Told:
        """What a text is taken for, and how."""
        return self.names.told(text, self.names.matcher.find(text))

    def note(self, names: Texts, place: Cell, column: int) -> None:
        """Keep in mind that a cell of a row says this."""
        self._said.setdefault((place.source, names), [place, column, 0])[-1] += 1

    def matches(self) -> Iterator[Match]:
        """What each name that was said is taken for."""
        for (_, names), (place, column, cells) in self._said.items():
            for kind, text, told in self.looked_up(names).told:
                yield match(kind, place._replace(column=column + 1, value=text), told, cells)

    def _look(self, names: Texts) -> _Looked:
        texts = filter(None, (names,) if isinstance(names, str) else names)
        told = tuple((self.kind, text, self.told(text)) for text in texts)
        known = tuple(name for _, _, (name, _) in told if name)
        found = "".join(known) if isinstance(names, str) else known
        return _Looked(told, found, [text for _, text, (name, _) in told if not name])


class _FreeText(_List):
    """What people type freely: names of some lists among it are written as those write them."""

    def __init__(self, lists: Sequence[_List]) -> None:
        super().__init__(listed(()), "")
        self.lists = lists

    def _look(self, names: Texts) -> _Looked:
        texts = list(map(str, split_cell(names))) if isinstance(names, str) else list(names)
        told = []
        for i, text in enumerate(texts):
            for known in self.lists:
                if (name := known.told(text))[0]:
                    told.append((known.kind, text, name))
                    texts[i] = name[0]
                    break
        found = names if not told else "; ".join(texts) if isinstance(names, str) else tuple(texts)
        return _Looked(tuple(told), found, [])


class Resolved(NamedTuple):
    """All rows with their names as other tabs write them, and what was found on the way."""

    rows: dict[type[Row], tuple[Row, ...]]
    findings: list[Finding]
    matches: list[Match]
    dropped: list[Cell]  # the place of each row that had to be set aside


def resolve_references(
    rows: Mapping[type[Row], Sequence[Row]], columns: TabColumns, words: Vocabulary
) -> Resolved:
    """Write each name as its own tab writes it; say which names stand nowhere.

    Names that refer to a tab nobody has are left as they are.
    """
    lists = _lists(rows, words)
    resolved = Resolved({}, [], [], [])
    for model, given in rows.items():
        specs = [
            (spec, lists[tab]) for spec in fields_of(model) if (tab := _tabs_of(spec)) in lists
        ]
        kept: list[Row] = []
        for row in given:
            of_tab = columns.get((row.place.source, row.place.sheet, model), {})
            changed: dict[str, Texts] = {}
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
                    found = _finding(cell, unknown, known, spec)
                    if spec.required and column is None:  # its heading names it
                        found = found._replace(why=rules.CELL_UNUSED)
                    resolved.findings.append(found)
            if changed and any(s.required and not changed.get(s.name, True) for s, _ in specs):
                resolved.dropped.append(row.place)
            else:
                kept.append(row.model_copy(update=changed) if changed else row)
        resolved.rows[model] = tuple(kept)
    resolved.matches.extend(one for known in lists.values() for one in known.matches())
    return resolved


def _tabs_of(spec: FieldSpec) -> str | tuple[str, ...]:
    """The title of the tab that lists a column's names; of all that may, for a free text."""
    column = spec.column
    return tuple(column.may_name.split("; ")) if column.may_name else column.refers


def _lists(
    rows: Mapping[type[Row], Sequence[Row]], words: Vocabulary
) -> dict[str | tuple[str, ...], _List]:
    """The lists that rows refer to, by the title of their tab; the hub's come with its words."""
    columns = {_tabs_of(spec) for model in rows for spec in fields_of(model)}
    free = [titles for titles in columns if isinstance(titles, tuple)]
    wanted = columns.union(*free)
    lists: dict[str | tuple[str, ...], _List] = {}
    for model in (model for model in TABS if model.TAB.title in wanted):
        names = words.names.get(model.KEY) or listed(rows.get(model, ()))
        if names.rows:
            lists[model.TAB.title] = _List(names, model.TAB.refers_as or model.KEY)
    for titles in free:
        lists[titles] = _FreeText([lists[title] for title in titles if title in lists])
    return lists


def _finding(cell: Cell, unknown: list[str], known: _List, spec: FieldSpec) -> Finding:
    effect = ROW_SET_ASIDE if spec.required else NAME_LEFT_OUT if spec.many else CELL_LEFT_EMPTY
    offer = known.names.matcher.near(unknown[0]) if len(unknown) == 1 else None
    finding = unknown_name(cell, offer, known.kind, spec.column.refers, effect)
    return finding if spec.required else finding._replace(severity=Severity.WARNING.value)
