"""The hub: which workbook names everything, and the words that all others are read with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kmlib.findings import (
    NAME_CLASH,
    NEVER_MATCHED,
    NO_MEASURES_TAB,
    NO_TEAMS_TAB,
    Cell,
    Finding,
    Severity,
)
from kmlib.reading.cells import Tab, Workbook
from kmlib.reading.names import title_key
from kmlib.reading.references import TabColumns
from kmlib.reading.rows import RowsReading, fits, read_rows, with_year_of
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.settings import read_settings
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import turned
from kmlib.schema import TABS, DataRow, GroupRow, MeasureRow, NetworkSettings, Row, TeamRow
from kmlib.schema.steering import AccessRow

MODEL_OF_TITLE: dict[str, type[Row]] = {
    title_key(title): model for model in reversed(TABS) for title in reversed(model.TAB.titles)
}
WORDS = (NetworkSettings, TeamRow, MeasureRow, GroupRow, AccessRow)  # first, and of the hub alone


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

    Args:
        main: the hub.
        workbooks: others given with it; one of them may hold a tab that the hub does not have, as
            in a folder with a text file for each tab.
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
    return hub._replace(findings=_lacking(main, hub.words.lacks))


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


def _lacking(main: Workbook, lacks: frozenset[str]) -> list[Finding]:
    """What to say of a hub without a Teams or a Measures tab."""
    rules = {"Teams": NO_TEAMS_TAB, "Measures": NO_MEASURES_TAB}
    return [rule.at(Cell(main.name)) for title, rule in rules.items() if title in lacks]


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
            yield NAME_CLASH.at(cell, first=keys[0], second=keys[1])
        for row in rows:
            for name in row.names():
                if rule := turned(name):
                    about = {"kind": row.KEY, "effect": NEVER_MATCHED}
                    yield rule.at(_cell_of(name, row, columns), Severity.WARNING, **about)


def _cell_of(name: str, row: Row, columns: TabColumns) -> Cell:
    """The cell of a row that gives a name."""
    of_tab = columns[row.place.source, row.place.sheet, type(row)]
    said = (column for field, column in of_tab.items() if name in _names_in(getattr(row, field)))
    return row.place._replace(column=next(said) + 1, value=name)


def _names_in(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
