"""Loading: sources in, a Network out, with every row accounted for."""

import datetime as dt
import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from typing import Any

import numpy as np

from kmlib.findings import MOST_SEVERE_FIRST, TAB_HIDDEN, TAB_OF_HUB, TAB_TWICE, Finding, together
from kmlib.network import Network, SourceCount
from kmlib.observations import Observations, joined, no_observations
from kmlib.reading import hub as hubs
from kmlib.reading.accounts import ReadTab, TabCount, count_tabs, row_teams
from kmlib.reading.cells import Source, Tab, Workbook
from kmlib.reading.compared import far_from_the_others, find_duplicates
from kmlib.reading.data import DataReading, read_data_tab
from kmlib.reading.excerpts import cell_position
from kmlib.reading.matches import one_of_each
from kmlib.reading.references import TabColumns, resolve_references
from kmlib.reading.rows import Reading, RowsReading, with_year_of
from kmlib.reading.sources import Opener, open_source
from kmlib.reading.unread import hidden_parts, not_read, not_understood
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.workbooks import TeamWorkbook, open_all, with_links
from kmlib.schema import DataRow, GroupRow, MeasureRow, Row, TeamRow

Progress = Callable[[str], None]


def load(
    *sources: Source | Iterable[Source],
    hub: Source | None = None,
    team: str = "",
    progress: Progress = lambda name: None,
    opener: Opener = open_source,
    executor: Executor | None = None,
) -> Network:
    """Read everything that the sources hold, as it is; nothing is stored.

    Args:
        sources: workbooks, folders, snapshots, links to Google Sheets or workbooks that are open
            already; the first one with a Teams tab is the hub, and the workbooks that its Teams tab
            names are read with it.
        hub: read the sources with this workbook's teams, measures, groups and settings instead;
            its own rows are then neither counted nor looked at further.
        team: with `hub`, the team of it whose own workbooks the sources are.
        progress: called with the name of each workbook before it is read.
        opener: what opens each source, and each file that the hub names, in place of `open_source`.
        executor: opens several workbooks at a time, in threads, processes or on a cluster whose
            machines reach them all, as Dask's `client.get_executor()`; nothing else changes.

    Raises:
        SourceError: none of the sources could be opened, or the hub could not.
    """
    named = [
        source for given in sources for source in ([given] if isinstance(given, Source) else given)
    ]
    was_on = gc.isenabled()
    gc.disable()  # it would walk over a million fresh cells, which are gone before it goes on
    try:
        return _read(named, hub, team, progress, opener, executor)
    finally:
        if was_on:
            gc.enable()


def _read(
    sources: list[Source],
    hub: Source | None,
    team: str,
    progress: Progress,
    opener: Opener,
    executor: Executor | None,
) -> Network:
    workbooks, findings = open_all(sources, opener, executor)
    if hub is not None:
        others, _ = open_all([hub], opener)
        words, already = hubs.read_hub(hubs.hub_among(others), others).words, {}
        given = [TeamWorkbook(workbook, words.team_names.find(team)) for workbook in workbooks]
    else:
        main = hubs.hub_among(workbooks)
        found = hubs.read_hub(main, workbooks)
        words, already = found.words, found.readings
        given, of_links = with_links(main, workbooks, found, opener, executor)
        findings += [*found.findings, *of_links, *hubs.odd_names(words, found.columns)]
    tabs: list[ReadTab] = []
    for source in given:
        progress(source.workbook.name)
        findings += source.workbook.findings
        tabs += _read_tabs(source, words, already)
    return _assembled(given, tabs, words, findings)


def _read_tabs(
    source: TeamWorkbook, words: Vocabulary, already: dict[int, RowsReading[Any]]
) -> Iterator[ReadTab]:
    """Read every tab of a workbook; those that gave the hub's words are read already."""
    seen: set[type[Row]] = set()
    for tab in source.workbook.tabs:
        if tab.hidden:
            yield ReadTab(tab, None, None, _unread(tab, not_read(tab, TAB_HIDDEN)))
            continue
        model, reading = _read_tab(tab, source.team, words, already.get(id(tab)))
        reading.findings[:0] = hidden_parts(tab)
        if model in seen:
            where = tab.cell(0, 0)._replace(value=tab.title)
            reading.findings.append(TAB_TWICE.at(where, title=model.TAB.title))
        if model not in (None, DataRow):
            seen.add(model)
        yield ReadTab(tab, source.team, model, reading)


def _read_tab(
    tab: Tab, team: int | None, words: Vocabulary, already: RowsReading[Any] | None
) -> tuple[type[Row] | None, Reading]:
    """Whose rows a tab holds, and what reading it gives."""
    titled = hubs.titled_model(tab)
    if already is not None:
        return titled, already
    model = hubs.model_of(tab)
    if model in hubs.WORDS:
        return None, _unread(tab, not_read(tab, TAB_OF_HUB))
    if model not in (None, DataRow):
        name = "" if team is None else words.teams[team].team
        return model, hubs.rows_of(tab, model, with_year_of(tab, words.periods), name)
    data = read_data_tab(tab, words, team)
    return model, data or _unread(tab, not_understood(tab, titled))


def _unread(tab: Tab, findings: list[Finding]) -> Reading:
    return Reading(findings, rows_outside=tab.filled_rows())


def _assembled(
    given: list[TeamWorkbook], tabs: list[ReadTab], words: Vocabulary, findings: list[Finding]
) -> Network:
    """Resolve names between tabs, set duplicates aside, count, and put findings in order."""
    whole = Reading(findings)
    rows: dict[type[Row], list[Row]] = {}
    columns: TabColumns = {}
    for tab, _, model, reading in tabs:
        whole.add(reading)
        if model is not None and isinstance(reading, RowsReading):
            rows.setdefault(model, []).extend(reading.accepted)
            columns[tab.source, tab.title, model] = reading.columns
    resolved = resolve_references(rows, columns, words)
    observations, duplicates = _one_of_each(tabs, words)
    counts = count_tabs(tabs, resolved.dropped)
    of_source: defaultdict[str, list[TabCount]] = defaultdict(list)
    for count in counts:
        of_source[count.source].append(count)
    hub_models: tuple[type[Row], ...] = (TeamRow, MeasureRow, GroupRow)
    of_hub = {model: words.names[model.KEY].rows for model in hub_models}
    now = dt.datetime.now(dt.UTC)
    places = {(tab.source, tab.title): number for number, (tab, *_) in enumerate(tabs)}
    ordered = _ordered([*whole.findings, *resolved.findings, *duplicates], places)
    return Network(
        settings=words.settings,
        observations=observations,
        tabs=of_hub | resolved.rows,
        findings=ordered,
        sources=tuple(_counted(*s, of_source[s.workbook.name], words) for s in given),
        as_of=words.as_of,
        read_at=min(source.workbook.read_at or now for source in given),
        excerpts=whole.excerpts,
        tab_counts=counts,
        row_teams=row_teams(tabs, counts, ordered, words),
        matches=one_of_each([*whole.matches, *resolved.matches]),
        paths={source.workbook.name: source.workbook.path for source in given},
    )


def _one_of_each(tabs: list[ReadTab], words: Vocabulary) -> tuple[Observations, list[Finding]]:
    """All observations without duplicates, and which values to look at again.

    It counts the rows that gave one or need not.
    """
    data = {i: tab.reading for i, tab in enumerate(tabs) if isinstance(tab.reading, DataReading)}
    if not data:
        return no_observations(*words.observed), []
    teams = [-1 if (team := tabs[i].team) is None else team for i in data]
    lengths = [len(reading.observations) for reading in data.values()]
    everything = joined([reading.observations for reading in data.values()])
    own = everything.team == np.repeat(teams, lengths)
    keep, findings = find_duplicates(everything, own, words)
    kept = np.split(keep, np.cumsum(lengths)[:-1])
    for reading, mine in zip(data.values(), kept, strict=True):
        reading.settle(set(reading.observations.row[mine].tolist()))
    observations = everything if keep.all() else everything.take(keep)
    return observations, [*findings, *far_from_the_others(observations)]


def _counted(
    workbook: Workbook, team: int | None, tabs: Iterable[TabCount], words: Vocabulary
) -> SourceCount:
    rows = (count.rows for count in tabs)
    read, accepted, aside, blank, outside = map(sum, zip((0,) * 5, *rows, strict=True))
    owner = "" if team is None else words.teams[team].team
    return SourceCount(workbook.name, read, accepted, aside, blank, outside, owner)


def _ordered(findings: list[Finding], tabs: dict[tuple[str, str], int]) -> tuple[Finding, ...]:
    """Findings in the order of the sheets: source, tab, row, column; one a cell.

    Of several about one cell the most severe is kept; what is equally severe is told together.
    """
    of_cell: dict[Finding | tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.source, finding.sheet, finding.cell) if finding.cell else finding
        first = of_cell.setdefault(key, finding)
        if first is finding:
            continue
        rank, first_rank = (MOST_SEVERE_FIRST.index(f.severity) for f in (finding, first))
        if rank < first_rank:
            of_cell[key] = finding
        elif rank == first_rank and finding.what not in first.what:
            of_cell[key] = together(first, finding)

    def place(finding: Finding) -> tuple[int, tuple[int, int]]:
        tab = tabs.get((finding.source, finding.sheet), -1)
        return tab, cell_position(finding.cell)

    return tuple(sorted(of_cell.values(), key=place))
