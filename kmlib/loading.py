"""Loading: sources in, a Network out, with every row accounted for."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kmlib.findings import (
    COLUMN_MISSING,
    HIDDEN_COLUMNS,
    HIDDEN_ROWS,
    NAME_CLASH,
    NO_MEASURES_TAB,
    NO_TABLE,
    NO_TEAMS_TAB,
    SOURCE_ONLINE,
    TAB_HIDDEN,
    TAB_TWICE,
    TAB_UNKNOWN,
    Cell,
    Finding,
    Rule,
    Severity,
    column_letters,
)
from kmlib.network import Network, SourceCount
from kmlib.observations import Observations, joined, no_observations
from kmlib.reading.cells import SourceError, Tab, Workbook
from kmlib.reading.data import DataReading, read_data_tab
from kmlib.reading.duplicates import find_duplicates
from kmlib.reading.excerpts import Excerpts, cell_position
from kmlib.reading.names import Matcher, title_key
from kmlib.reading.references import TabColumns, resolve_references
from kmlib.reading.rows import RowsReading, fits, read_rows, read_settings, with_year_of
from kmlib.reading.school_calendar import PeriodContext
from kmlib.reading.sources import is_link, open_beside, open_source
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import (
    TABS,
    DataRow,
    GroupRow,
    MeasureRow,
    NetworkSettings,
    Row,
    TeamRow,
    fields_of,
)

Source = str | Path
Progress = Callable[[str], None]

MODEL_OF_TITLE: dict[str, type[Row]] = {
    title_key(title): model for model in reversed(TABS) for title in reversed(model.TAB.titles)
}
SEVERITIES = [severity.value for severity in Severity]  # the most severe first
WORDS = (NetworkSettings, TeamRow, MeasureRow, GroupRow)  # read before everything else


@dataclass
class _Count:
    """The rows of one workbook, as they are told apart."""

    team: str = ""
    read: int = 0
    accepted: int = 0
    blank: int = 0
    outside: int = 0


class _Batch(NamedTuple):
    """The observations of one data tab."""

    account: _Count
    data: DataReading
    is_own: bool  # from the team's own workbook


@dataclass
class _Gathered:
    """What has been read so far."""

    rows: dict[type[Row], list[Row]] = field(default_factory=dict)
    columns: TabColumns = field(default_factory=dict)
    batches: list[_Batch] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, _Count] = field(default_factory=dict)
    tab_order: dict[tuple[str, str], int] = field(default_factory=dict)
    excerpts: Excerpts = field(default_factory=Excerpts)
    words: dict[int, RowsReading[Any]] = field(default_factory=dict)  # word tabs read, by id


def load(
    *sources: Source | Iterable[Source],
    hub: Source | None = None,
    progress: Progress = lambda name: None,
) -> Network:
    """Read everything that the sources hold, as it is; nothing is stored.

    Args:
        sources: workbooks, folders or snapshots; the first workbook with a Teams tab is the hub,
            and the files that its Teams tab names are read with it.
        hub: read the sources with this workbook's teams, measures, groups and settings instead;
            its own rows are then not part of the result.
        progress: called with the name of each workbook before it is read.

    Returns:
        The network: accepted rows, observations, findings, and an account of all rows.

    Raises:
        SourceError: none of the sources could be opened, or the hub could not.
    """
    with _quiet_collector():
        named = [
            source
            for given in sources
            for source in ([given] if isinstance(given, str | Path) else given)
        ]
        gathered = _Gathered()
        workbooks = _opened(named, gathered.findings)
        main = _open_hub(hub) if hub is not None else _hub_among(workbooks)
        words = _vocabulary(main, gathered if hub is None else _Gathered())
        teams = _teams_of(workbooks, words, main) if hub is None else {}
        linked = [] if hub is not None else _linked(main, workbooks, words, gathered)
        for workbook, team in [*((w, teams.get(w.path)) for w in workbooks), *linked]:
            progress(workbook.name)
            _read_workbook(workbook, team, words, gathered, is_main=workbook is main)
        return _assembled(gathered, words)


@contextmanager
def _quiet_collector() -> Iterator[None]:
    """Keep the garbage collector from walking over a million fresh cells."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _opened(sources: list[Source], findings: list[Finding]) -> list[Workbook]:
    """Every workbook of the sources; one that cannot be opened is a finding."""
    workbooks: list[Workbook] = []
    for source in sources:
        try:
            opened = open_source(source)
        except SourceError as error:
            findings.append(error.finding)
        else:
            workbooks += opened.workbooks
            findings += opened.findings
    if not workbooks and findings:
        raise SourceError(findings[0])
    return workbooks


def _open_hub(hub: Source) -> Workbook:
    opened = open_source(hub)
    if not opened.workbooks:
        raise SourceError(opened.findings[0])
    return _hub_among(opened.workbooks)


def _hub_among(workbooks: Iterable[Workbook]) -> Workbook:
    """The first workbook with a Teams tab, else the first one."""
    found = list(workbooks)
    return next((w for w in found if any(map(_is_teams, w.tabs))), found[0])


def _is_teams(tab: Tab) -> bool:
    return not tab.hidden and model_of(tab) is TeamRow


def model_of(tab: Tab) -> type[Row] | None:
    """The row model of a tab by its title and, where that is not enough, by its columns."""
    model = MODEL_OF_TITLE.get(title_key(tab.title))
    if model in (None, DataRow, NetworkSettings):
        return model
    return model if fits(tab, model) or not tab.filled_rows() else None


def _vocabulary(hub: Workbook, gathered: _Gathered) -> Vocabulary:
    """The hub's settings, teams, measures and groups; what lacks is said once."""
    found: dict[type[Row], list[Any]] = {model: [] for model in WORDS}
    context = Vocabulary(NetworkSettings(), (), (), (), dt.date.today()).periods
    titles: set[str] = set()
    for tab in hub.tabs:
        model = None if tab.hidden else model_of(tab)
        if model in WORDS:
            titles.add(model.TAB.title)
            reading = _rows_of(tab, model, with_year_of(tab, context))
            gathered.words[id(tab)] = reading
            found[model] += reading.accepted
            gathered.columns[tab.source, tab.title, model] = reading.columns
    settings = found[NetworkSettings][0] if found[NetworkSettings] else NetworkSettings()
    lacks = {"Teams", "Measures"} - titles
    for title, rule in (("Teams", NO_TEAMS_TAB), ("Measures", NO_MEASURES_TAB)):
        if title in lacks:
            first = hub.tabs[0] if hub.tabs else Tab(hub.name, "", [])
            gathered.findings.append(rule.at(first.cell(0, 0)._replace(value="")))
    return Vocabulary(
        settings=settings,
        teams=tuple(found[TeamRow]),
        measures=tuple(found[MeasureRow]),
        groups=tuple(found[GroupRow]),
        as_of=settings.as_of or dt.date.today(),
        lacks=frozenset(lacks),
    )


def _teams_of(workbooks: list[Workbook], words: Vocabulary, hub: Workbook) -> dict[str, int]:
    """Which of the opened files a Teams tab names as a team's own, by path."""
    folder = Path(hub.path).parent
    named = {
        str((folder / team.sheet).resolve()): position
        for position, team in enumerate(words.teams)
        if team.sheet and not is_link(team.sheet)
    }
    return {w.path: named[p] for w in workbooks if (p := str(Path(w.path).resolve())) in named}


def _linked(
    hub: Workbook, workbooks: list[Workbook], words: Vocabulary, gathered: _Gathered
) -> list[tuple[Workbook, int]]:
    """The workbooks that the Teams tab names and that are not open yet, with their teams."""
    open_already = {str(Path(w.path).resolve()) for w in workbooks}
    linked: list[tuple[Workbook, int]] = []
    for position, team in enumerate(words.teams):
        if not team.sheet:
            continue
        columns = gathered.columns[team.place.source, team.place.sheet, TeamRow]
        cell = team.place._replace(column=columns["sheet"] + 1, value=team.sheet)
        if is_link(team.sheet):
            gathered.findings.append(SOURCE_ONLINE.at(cell))
            continue
        if str((Path(hub.path).parent / team.sheet).resolve()) in open_already:
            continue
        try:
            linked.append((open_beside(hub.path, team.sheet, cell), position))
        except SourceError as error:
            gathered.findings.append(error.finding)
    return linked


def _read_workbook(
    workbook: Workbook,
    team: int | None,
    words: Vocabulary,
    gathered: _Gathered,
    *,
    is_main: bool,
) -> None:
    """Read every tab of one workbook."""
    count = gathered.counts.setdefault(workbook.name, _Count())
    count.team = "" if team is None else words.teams[team].team
    gathered.findings += workbook.findings
    seen: dict[type[Row], Tab] = {}
    for tab in workbook.tabs:
        gathered.tab_order[tab.source, tab.title] = len(gathered.tab_order)
        if tab.hidden:
            found = _not_read(tab, TAB_HIDDEN)
            count.outside += tab.filled_rows()
        else:
            found = list(_hidden_parts(tab))
            model = _read_tab(tab, team, words, gathered, count, found)
            if model in seen and is_main and model is not DataRow:
                where = tab.cell(0, 0)._replace(value=tab.title)
                found.append(TAB_TWICE.at(where, title=model.TAB.title))
            elif model is not None:
                seen[model] = tab
        gathered.findings += found


def _hidden_parts(tab: Tab) -> Iterator[Finding]:
    cell = Cell(tab.source, tab.title, link=tab.link)  # about the tab, not about its first cell
    if tab.hidden_rows:
        yield HIDDEN_ROWS.at(cell, which=_some(str(r + 1) for r in sorted(tab.hidden_rows)))
    if tab.hidden_columns:
        which = _some(column_letters(c + 1) for c in sorted(tab.hidden_columns))
        yield HIDDEN_COLUMNS.at(cell, which=which)


def _some(names: Iterable[str], most: int = 8) -> str:
    """A list in words that stays short."""
    known = list(names)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(known[:most]) + more


def _read_tab(
    tab: Tab,
    team: int | None,
    words: Vocabulary,
    gathered: _Gathered,
    count: _Count,
    found: list[Finding],
) -> type[Row] | None:
    """Read one tab into what was gathered; return whose rows it holds."""
    titled = MODEL_OF_TITLE.get(title_key(tab.title))
    already = gathered.words.get(id(tab))
    model = titled if already is not None else model_of(tab)
    reading: RowsReading[Any] | DataReading
    if model is not None and model is not DataRow:
        context = with_year_of(tab, words.periods)
        reading = already or _rows_of(tab, model, context, count.team)
        gathered.rows.setdefault(model, []).extend(reading.accepted)
        gathered.columns[tab.source, tab.title, model] = reading.columns
        count.accepted += reading.rows_accepted
    else:
        data = read_data_tab(tab, words, team)
        if data is None:
            found += _not_understood(tab, titled)
            count.outside += tab.filled_rows()
            return model
        reading = data
        gathered.batches.append(_Batch(count, data, team is not None))
    count.outside += reading.rows_outside
    count.read += reading.rows_read
    count.blank += reading.rows_blank
    found += reading.findings
    gathered.excerpts.add(reading.excerpts)
    return model


def _rows_of(
    tab: Tab, model: type[Row], context: PeriodContext, team: str = ""
) -> RowsReading[Any]:
    if model is NetworkSettings:
        return read_settings(tab, context)
    return read_rows(tab, model, context, team)


def _not_understood(tab: Tab, titled: type[Row] | None) -> list[Finding]:
    """What to say of a tab without a table that its title promises, or any."""
    if titled is None:
        return _not_read(tab, TAB_UNKNOWN)
    required = [spec.column.title for spec in fields_of(titled) if spec.required]
    return _not_read(tab, COLUMN_MISSING if required else NO_TABLE, ", ".join(required))


def _not_read(tab: Tab, rule: Rule, title: str = "") -> list[Finding]:
    """What to say of a tab that is not read; nothing if it is empty."""
    rows = tab.filled_rows()
    cell = tab.cell(0, 0)._replace(value=tab.title)
    return [rule.at(cell, rows=rows, title=title)] if rows else []


def _assembled(gathered: _Gathered, words: Vocabulary) -> Network:
    """Resolve names between tabs, set duplicates aside, count, and put findings in order."""
    rows, findings, dropped = resolve_references(gathered.rows, gathered.columns)
    for source in dropped:
        gathered.counts[source].accepted -= 1
    observations, duplicates = _one_of_each(gathered, words)
    findings += [*duplicates, *_clashes(words, gathered.columns)]
    return Network(
        settings=words.settings,
        observations=observations,
        tabs=rows,
        findings=_ordered([*gathered.findings, *findings], gathered.tab_order),
        sources=tuple(
            SourceCount(
                name, c.read, c.accepted, c.read - c.accepted - c.blank, c.blank, c.outside, c.team
            )
            for name, c in gathered.counts.items()
        ),
        as_of=words.as_of,
        read_at=dt.datetime.now(dt.UTC),
        excerpts=gathered.excerpts.sheets,
        row_sizes=gathered.excerpts.sizes,
    )


def _one_of_each(gathered: _Gathered, words: Vocabulary) -> tuple[Observations, list[Finding]]:
    """All observations without duplicates; counts the rows that were used."""
    teams = tuple(team.team for team in words.teams)
    measures = tuple(measure.measure for measure in words.measures)
    batches = [batch.data.observations for batch in gathered.batches]
    if not batches:
        return no_observations(teams, measures), []
    lengths = [len(batch) for batch in batches]
    everything = joined(batches)
    own = np.repeat([batch.is_own for batch in gathered.batches], lengths)
    keep, findings = find_duplicates(everything, own, words, gathered.excerpts.sizes)
    kept = np.split(keep, np.cumsum(lengths)[:-1])
    for batch, mine in zip(gathered.batches, kept, strict=True):
        used = set(batch.data.observations.row[mine].tolist())
        batch.account.accepted += len(used | batch.data.accepted_without)
    return (everything if keep.all() else everything.take(keep)), findings


def _clashes(words: Vocabulary, columns: TabColumns) -> Iterator[Finding]:
    """Names that stand for two teams or two measures."""
    for rows, matcher in (
        (words.teams, words.team_names),
        (words.measures, words.measure_names),
        (words.groups, words.group_names),
    ):
        yield from _clashes_of(rows, matcher, columns)


def _clashes_of(rows: tuple[Row, ...], matcher: Matcher, columns: TabColumns) -> Iterator[Finding]:
    for name, first, second in matcher.clashes:
        keys = [getattr(rows[i], rows[i].KEY) for i in (first, second)]
        row = rows[second]
        column = columns[row.place.source, row.place.sheet, type(row)]
        said = (c for field, c in column.items() if name in _names_in(getattr(row, field)))
        cell: Cell = row.place._replace(column=next(said) + 1, value=name)
        yield NAME_CLASH.at(cell, first=keys[0], second=keys[1])


def _names_in(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _ordered(findings: list[Finding], tabs: dict[tuple[str, str], int]) -> tuple[Finding, ...]:
    """Findings in the order of the sheets: source, tab, row, column; the most severe of a cell."""
    of_cell: dict[Finding | tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.source, finding.sheet, finding.cell) if finding.cell else finding
        first = of_cell.setdefault(key, finding)
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(first.severity):
            of_cell[key] = finding

    def place(finding: Finding) -> tuple[int, tuple[int, int]]:
        tab = tabs.get((finding.source, finding.sheet), -1)
        return tab, cell_position(finding.cell)

    return tuple(sorted(of_cell.values(), key=place))
