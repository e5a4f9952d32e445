"""The hub: which workbook names everything, and the words that all others are read with."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kmlib import findings as rules
from kmlib.findings import Cell, Finding, Rule, Severity, column_letters
from kmlib.reading.cells import Tab, Workbook, is_blank
from kmlib.reading.excerpts import cell_position, excerpts_of
from kmlib.reading.fields import read_field, words_about
from kmlib.reading.names import title_key
from kmlib.reading.references import TabColumns
from kmlib.reading.rows import RowsReading, fits, read_rows, with_year_of
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import read_text, turned
from kmlib.schema import (
    SMALLEST_GROUP_SHOWN,
    TABS,
    DataRow,
    FieldSpec,
    GroupRow,
    MeasureRow,
    NetworkSettings,
    Row,
    TeamRow,
    fields_of,
)
from kmlib.schema.steering import AccessRow

MODEL_OF_TITLE: dict[str, type[Row]] = {
    title_key(title): model for model in reversed(TABS) for title in reversed(model.TAB.titles)
}
WORDS = (NetworkSettings, TeamRow, MeasureRow, GroupRow, AccessRow)  # first, and of the hub alone
SETTINGS: dict[str, FieldSpec] = {
    title_key(title): spec
    for depth in (None, 1)  # a title wins over a synonym
    for spec in fields_of(NetworkSettings)
    for title in spec.column.titles[:depth]
}
KNOWN_SETTINGS = ", ".join(dict.fromkeys(spec.column.title for spec in SETTINGS.values()))


class Hub(NamedTuple):
    """The words of a network, and the tabs that gave them."""

    words: Vocabulary
    readings: dict[int, RowsReading[Any]]  # by the id of the tab
    columns: TabColumns
    findings: list[Finding]


def hub_among(workbooks: Iterable[Workbook]) -> Workbook:
    """The first workbook with a Teams tab, else the first one."""
    found = list(workbooks)
    return next((w for w in found if any(_is(TeamRow, tab) for tab in w.tabs)), found[0])


def _is(model: type[Row], tab: Tab) -> bool:
    """Whether a tab is read as this model; only one of its title is looked through."""
    return not tab.hidden and titled_model(tab) is model and model_of(tab) is model


def titled_model(tab: Tab) -> type[Row] | None:
    """The row model of a tab by its title alone."""
    return MODEL_OF_TITLE.get(title_key(tab.title))


def model_of(tab: Tab) -> type[Row] | None:
    """The row model of a tab by its title and, where that is not enough, by its columns."""
    model = titled_model(tab)
    if model in (None, DataRow, NetworkSettings):
        return model
    return model if fits(tab, model) or not tab.filled_rows() else None


def read_hub(main: Workbook, workbooks: Sequence[Workbook]) -> Hub:
    """The settings, teams, measures and groups of a network; what lacks is said once.

    A tab that the hub does not have may stand in another workbook given with it, as in a folder
    with a text file for each tab.
    """
    tabs: dict[type[Row], list[Tab]] = {}
    for workbook in (main, *workbooks):
        for model in WORDS:
            mine = [tab for tab in workbook.tabs if _is(model, tab)] if model not in tabs else []
            if mine:
                tabs[model] = mine
    hub = Hub(_words({}, frozenset()), {}, {}, [])
    found: dict[type[Row], list[Any]] = {}
    for model in WORDS:  # the settings first: they say how years run
        for tab in tabs.get(model, ()):
            reading = rows_of(tab, model, with_year_of(tab, hub.words.periods))
            found.setdefault(model, []).extend(reading.accepted)
            hub.readings[id(tab)] = reading
            hub.columns[tab.source, tab.title, model] = reading.columns
        lacks = frozenset({"Teams", "Measures"} - {model.TAB.title for model in tabs})
        hub = hub._replace(words=_words(found, lacks))
    needed = {"Teams": rules.NO_TEAMS_TAB, "Measures": rules.NO_MEASURES_TAB}
    lacking = (rule for title, rule in needed.items() if title in hub.words.lacks)
    return hub._replace(findings=[rule.at(Cell(main.name)) for rule in lacking])


def _words(found: Mapping[type[Row], Sequence[Any]], lacks: frozenset[str]) -> Vocabulary:
    settings = next(iter(found.get(NetworkSettings, ())), NetworkSettings())
    return Vocabulary(
        settings=settings,
        teams=tuple(found.get(TeamRow, ())),
        measures=tuple(found.get(MeasureRow, ())),
        groups=tuple(found.get(GroupRow, ())),
        as_of=settings.as_of or dt.date.today(),
        lacks=lacks,
    )


def rows_of(tab: Tab, model: type[Row], context: PeriodContext, team: str = "") -> RowsReading[Any]:
    """A tab read as rows of its model."""
    if model is NetworkSettings:
        return read_settings(tab, context)
    return read_rows(tab, model, context, team)


def odd_names(words: Vocabulary, columns: TabColumns) -> Iterator[Finding]:
    """Names that stand for two teams or two measures, or that a spreadsheet has changed."""
    for rows, _, matcher in words.names.values():
        for name, first, second in matcher.clashes:
            keys = [getattr(rows[i], rows[i].KEY) for i in (first, second)]
            cell = _cell_of(name, rows[second], columns)
            yield rules.NAME_CLASH.at(cell, first=keys[0], second=keys[1])
        for row in rows:
            for name in row.names():
                if rule := turned(name):
                    about = {"kind": row.KEY, "effect": rules.NEVER_MATCHED}
                    yield rule.at(_cell_of(name, row, columns), Severity.WARNING, **about)


def _cell_of(name: str, row: Row, columns: TabColumns) -> Cell:
    of_tab = columns[row.place.source, row.place.sheet, type(row)]
    named = (getattr(row, field) for field in of_tab)
    said = (name in (names if isinstance(names, tuple) else (names,)) for names in named)
    column = next(column for column, is_said in zip(of_tab.values(), said, strict=True) if is_said)
    return row.place._replace(column=column + 1, value=name)


def read_settings(tab: Tab, context: PeriodContext) -> RowsReading[NetworkSettings]:
    """Read the Network tab: a setting and its value a row."""
    reading: RowsReading[NetworkSettings] = RowsReading()
    values: dict[str, Any] = {}
    rows: dict[str, Cell] = {}
    pairs = _settings(tab)
    for title, value in pairs:
        reading.rows_read += 1
        reading.set_aside.add(title.row)
        spec = SETTINGS.get(title_key(read_text(title.value)))
        if spec is None:
            reading.findings.append(rules.SETTING_UNKNOWN.at(title, known=KNOWN_SETTINGS))
            continue
        read = read_field(value.value, spec, context)
        if isinstance(read, Rule):
            about = words_about(spec, rules.ROW_SET_ASIDE, context)
            reading.findings.append(read.at(value, None, **about))
        elif read is not None and spec.name in values and not spec.many:
            reading.findings.append(rules.NAME_TWICE.at(title, first_row=rows[spec.name].row))
        else:
            reading.rows_accepted += 1
            reading.set_aside.remove(title.row)
            if read is not None:
                values[spec.name] = values.get(spec.name, ()) + read if spec.many else read
                rows[spec.name] = value
    beside = list(_beside(tab, pairs))
    reading.findings += beside
    settings = NetworkSettings(**values)
    floor = SMALLEST_GROUP_SHOWN if settings.floor is None else settings.floor
    if floor < SMALLEST_GROUP_SHOWN and not settings.floor_reason:
        reading.findings.append(
            rules.FLOOR_WITHOUT_REASON.at(rows["floor"], floor=SMALLEST_GROUP_SHOWN)
        )
    reading.accepted = [settings]
    reading.rows_outside = tab.filled_rows() - reading.rows_read
    noted = {cell_position(finding.cell)[1] for finding in beside}
    columns = {cell.column - 1 for pair in pairs for cell in pair} - noted
    reading.excerpts = excerpts_of(tab, 0, sorted(columns), reading.findings)
    return reading


def _settings(tab: Tab) -> list[tuple[Cell, Cell]]:
    """The cells of each setting and its value: the first two that are filled, side by side."""
    pairs: list[tuple[Cell, Cell]] = []
    for row, cells in enumerate(tab.rows):
        column = next((c for c, cell in enumerate(cells) if not is_blank(cell)), None)
        if column is None:
            continue
        title, value = tab.cell(row, column), tab.cell(row, column + 1)
        if title_key(read_text(value.value)) in ("value", "values"):
            pairs.clear()  # what stands above the header is a title
        elif not is_blank(value.value) or title_key(read_text(title.value)) in SETTINGS:
            pairs.append((title, value))
    return pairs


def _beside(tab: Tab, pairs: list[tuple[Cell, Cell]]) -> Iterator[Finding]:
    """A note for each column that holds something beside the settings; its cells are not quoted."""
    said: set[int] = set()
    for title, value in pairs:
        for column, cell in enumerate(tab.rows[title.row - 1], start=1):
            if column not in (title.column, value.column, *said) and not is_blank(cell):
                said.add(column)
                at = title._replace(column=column, value="")
                yield rules.BESIDE_SETTINGS.at(at, column=column_letters(column))
