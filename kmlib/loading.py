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
    MOST_SEVERE_FIRST,
    TAB_HIDDEN,
    TAB_OF_HUB,
    TAB_TWICE,
    Finding,
)
from kmlib.network import Network, SourceCount
from kmlib.observations import Observations, joined, no_observations
from kmlib.reading.cells import Tab, Workbook
from kmlib.reading.data import DataReading, read_data_tab
from kmlib.reading.duplicates import find_duplicates
from kmlib.reading.excerpts import Excerpts, cell_position
from kmlib.reading.hub import (
    WORDS,
    hub_among,
    model_of,
    name_clashes,
    read_hub,
    rows_of,
    titled_model,
)
from kmlib.reading.references import TabColumns, resolve_references
from kmlib.reading.rows import RowsReading, with_year_of
from kmlib.reading.unread import hidden_parts, not_read, not_understood
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.workbooks import TeamWorkbook, open_all, with_links
from kmlib.schema import DataRow, Row

Source = str | Path
Progress = Callable[[str], None]


@dataclass
class _Count:
    """The rows of one workbook, as they are told apart."""

    team: int | None = None  # whose own workbook it is
    read: int = 0
    accepted: int = 0
    blank: int = 0
    outside: int = 0


class _Batch(NamedTuple):
    """The observations of one data tab."""

    account: _Count
    data: DataReading


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
    named = [
        source
        for given in sources
        for source in ([given] if isinstance(given, str | Path) else given)
    ]
    with _quiet_collector():  # all cells are gone again before it goes on
        return _read(named, hub, progress)


def _read(sources: list[Source], hub: Source | None, progress: Progress) -> Network:
    """Open and read the sources."""
    gathered = _Gathered()
    workbooks, gathered.findings = open_all(sources)
    if hub is not None:
        others, _ = open_all([hub])
        words = read_hub(hub_among(others), others).words
        given = [TeamWorkbook(workbook) for workbook in workbooks]
    else:
        words, given = _with_hub(workbooks, gathered)
    for workbook, team in given:
        progress(workbook.name)
        _read_workbook(workbook, team, words, gathered)
    return _assembled(gathered, words)


def _with_hub(
    workbooks: list[Workbook], gathered: _Gathered
) -> tuple[Vocabulary, list[TeamWorkbook]]:
    """The words of the hub among the workbooks, and all workbooks with those that it links to."""
    main = hub_among(workbooks)
    hub = read_hub(main, workbooks)
    linked, findings = with_links(main, workbooks, hub)
    gathered.findings += [*hub.findings, *findings]
    gathered.words, gathered.columns = hub.readings, {**hub.columns}
    return hub.words, linked


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


def _read_workbook(
    workbook: Workbook, team: int | None, words: Vocabulary, gathered: _Gathered
) -> None:
    """Read every tab of one workbook."""
    count = gathered.counts.setdefault(workbook.name, _Count(team))
    gathered.findings += workbook.findings
    seen: set[type[Row]] = set()
    for tab in workbook.tabs:
        gathered.tab_order[tab.source, tab.title] = len(gathered.tab_order)
        if tab.hidden:
            gathered.findings += not_read(tab, TAB_HIDDEN)
            count.outside += tab.filled_rows()
            continue
        gathered.findings += hidden_parts(tab)
        model = _read_tab(tab, words, gathered, count)
        if model in seen and model is not DataRow:
            where = tab.cell(0, 0)._replace(value=tab.title)
            gathered.findings.append(TAB_TWICE.at(where, title=model.TAB.title))
        elif model is not None:
            seen.add(model)


def _read_tab(tab: Tab, words: Vocabulary, gathered: _Gathered, count: _Count) -> type[Row] | None:
    """Read one tab into what was gathered; return whose rows it holds."""
    already = gathered.words.get(id(tab))
    titled = titled_model(tab)
    model = titled if already is not None else model_of(tab)
    reading: RowsReading[Any] | DataReading | None
    if model in WORDS and already is None:
        reading = None
        gathered.findings += not_read(tab, TAB_OF_HUB)
    elif model is not None and model is not DataRow:
        team = "" if count.team is None else words.teams[count.team].team
        reading = already or rows_of(tab, model, with_year_of(tab, words.periods), team)
        gathered.rows.setdefault(model, []).extend(reading.accepted)
        gathered.columns[tab.source, tab.title, model] = reading.columns
        count.accepted += reading.rows_accepted
    elif (reading := read_data_tab(tab, words, count.team)) is not None:
        gathered.batches.append(_Batch(count, reading))
    else:
        gathered.findings += not_understood(tab, titled)
    if reading is None:
        count.outside += tab.filled_rows()
        return None
    count.outside += reading.rows_outside
    count.read += reading.rows_read
    count.blank += reading.rows_blank
    gathered.findings += reading.findings
    gathered.excerpts.add(reading.excerpts)
    return model


def _assembled(gathered: _Gathered, words: Vocabulary) -> Network:
    """Resolve names between tabs, set duplicates aside, count, and put findings in order."""
    rows, findings, dropped = resolve_references(gathered.rows, gathered.columns, words)
    for source in dropped:
        gathered.counts[source].accepted -= 1
    observations, duplicates = _one_of_each(gathered, words)
    findings += [*duplicates, *name_clashes(words, gathered.columns)]
    return Network(
        settings=words.settings,
        observations=observations,
        tabs=rows,
        findings=_ordered([*gathered.findings, *findings], gathered.tab_order),
        sources=tuple(
            SourceCount(
                name=name,
                rows_read=count.read,
                rows_accepted=count.accepted,
                rows_set_aside=count.read - count.accepted - count.blank,
                rows_blank=count.blank,
                rows_outside=count.outside,
                team="" if count.team is None else words.teams[count.team].team,
            )
            for name, count in gathered.counts.items()
        ),
        as_of=words.as_of,
        read_at=dt.datetime.now(dt.UTC),
        excerpts=gathered.excerpts.sheets,
        row_sizes=gathered.excerpts.sizes,
    )


def _one_of_each(gathered: _Gathered, words: Vocabulary) -> tuple[Observations, list[Finding]]:
    """All observations without duplicates; counts the rows that were used."""
    batches = [batch.data.observations for batch in gathered.batches]
    if not batches:
        return no_observations(*words.observed), []
    lengths = [len(batch) for batch in batches]
    everything = joined(batches)
    teams_of = [-1 if b.account.team is None else b.account.team for b in gathered.batches]
    own = everything.team == np.repeat(teams_of, lengths)
    keep, findings = find_duplicates(everything, own, words, gathered.excerpts.sizes)
    kept = np.split(keep, np.cumsum(lengths)[:-1])
    for batch, mine in zip(gathered.batches, kept, strict=True):
        used = set(batch.data.observations.row[mine].tolist())
        batch.account.accepted += len(used | batch.data.accepted_without)
    return (everything if keep.all() else everything.take(keep)), findings


def _ordered(findings: list[Finding], tabs: dict[tuple[str, str], int]) -> tuple[Finding, ...]:
    """Findings in the order of the sheets: source, tab, row, column; one a cell.

    Of several about one cell the most severe is kept; what is equally severe is told together.
    """
    of_cell: dict[Finding | tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.source, finding.sheet, finding.cell) if finding.cell else finding
        first = of_cell.setdefault(key, finding)
        rank, first_rank = (MOST_SEVERE_FIRST.index(f.severity) for f in (finding, first))
        if rank < first_rank:
            of_cell[key] = finding
        elif rank == first_rank and finding.what not in first.what:
            of_cell[key] = first._replace(
                what=f"{first.what} {finding.what}",
                why=f"{first.why} {finding.why}",
                fix=f"{first.fix} {finding.fix}",
            )

    def place(finding: Finding) -> tuple[int, tuple[int, int]]:
        tab = tabs.get((finding.source, finding.sheet), -1)
        return tab, cell_position(finding.cell)

    return tuple(sorted(of_cell.values(), key=place))
