"""Workbooks: everything that the sources and the hub's links open, each once and with its team."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kmlib.findings import SOURCE_BUSY, SOURCE_UNREACHABLE, Cell, Finding
from kmlib.reading.cells import Source, SourceError, Workbook
from kmlib.reading.google import sheet_id
from kmlib.reading.google_account import Refusal
from kmlib.reading.hub import Hub
from kmlib.reading.sources import (
    Opened,
    Opener,
    open_beside,
    open_source,
    parts_of,
    path_beside,
    place_of,
    refused_at,
)
from kmlib.schema import TeamRow

AWAY = (SOURCE_BUSY, SOURCE_UNREACHABLE)  # every other Google Sheet would fare alike


class TeamWorkbook(NamedTuple):
    """A workbook, and the team whose own it is."""

    workbook: Workbook
    team: int | None = None


@contextmanager
def opening_ahead(
    sources: Iterable[str | Path], opener: Opener, executor: Executor | None
) -> Iterator[Opener]:
    """The opener, where an executor opens these sources already; nothing else changes."""
    begun: dict[str | Path, Future[Opened | tuple[Finding, Refusal | None]]] = {}
    if executor is not None:
        begun = {one: executor.submit(_tried, opener, one) for one in dict.fromkeys(sources)}

    def opened(source: str | Path) -> Opened:
        if source not in begun:
            return opener(source)
        found = begun[source].result()
        if isinstance(found, Opened):
            return found
        finding, refusal = found
        raise SourceError(finding) from refusal

    try:
        yield opened
    finally:
        for future in begun.values():
            future.cancel()


def _tried(opener: Opener, source: str | Path) -> Opened | tuple[Finding, Refusal | None]:
    """What a source gives, or what keeps it closed: all of it can be sent between processes."""
    try:
        return opener(source)
    except SourceError as error:
        cause = error.__cause__
        return error.finding, cause if isinstance(cause, Refusal) else None


def open_all(
    sources: Iterable[Source], opener: Opener = open_source, executor: Executor | None = None
) -> tuple[list[Workbook], list[Finding]]:
    """Every workbook of the sources, each file once; one that cannot be opened is a finding.

    One that is open already, such as an upload, is taken as it is. An executor opens the
    files of a folder side by side.

    Raises:
        SourceError: none of them could be opened.
        ValueError: none is given.
    """
    workbooks: dict[str, Workbook] = {}
    findings: list[Finding] = []
    given = list(sources if executor is None else chain.from_iterable(map(_parts, sources)))
    closed = [source for source in given if not isinstance(source, Workbook)]
    with opening_ahead(closed, opener, executor) as open_one:
        for source in given:
            try:
                opened = Opened((source,)) if isinstance(source, Workbook) else open_one(source)
            except SourceError as error:
                findings.append(error.finding)
                continue
            findings += opened.findings
            for workbook in opened.workbooks:
                if (place := _place(workbook)) not in workbooks:
                    workbooks[place] = _named_apart(workbook, workbooks.values())
    if findings and not workbooks:
        raise SourceError(findings[0])
    if not workbooks:
        raise ValueError("no source is given")
    return list(workbooks.values()), findings


def _parts(source: Source) -> Sequence[Source]:
    """The files of a folder; anything else, and a folder that cannot be opened, as it is."""
    with suppress(SourceError):
        return [source] if isinstance(source, Workbook) else parts_of(source) or [source]
    return [source]


def with_links(
    main: Workbook, workbooks: list[Workbook], hub: Hub, opener: Opener, executor: Executor | None
) -> tuple[list[TeamWorkbook], list[Finding]]:
    """The workbooks, and those that the hub's Teams tab names, with the teams that own them.

    A workbook that several teams name is nobody's own: its rows say whose they are.
    """
    findings: list[Finding] = []
    opened = {_place(workbook): workbook for workbook in workbooks}
    owners: dict[str, list[int]] = {}
    away: Refusal | None = None  # Google is not waited for once more for each of many teams
    cells = [_sheet_cell(main, hub, team) for team in hub.words.teams]

    def known(sheet: str) -> Workbook | None:
        return opened.get(place_of(sheet, main.path)) if main.path else None

    def unopened() -> Iterator[str | Path]:
        for cell in cells:
            with suppress(SourceError):
                if cell.value and not known(str(cell.value)):
                    yield path_beside(main.path, str(cell.value), cell)

    with opening_ahead(unopened(), opener, executor) as open_one:
        for position, cell in enumerate(cells):
            sheet = str(cell.value)
            if not sheet:
                continue
            try:
                if away and sheet_id(sheet):
                    raise refused_at(away, cell)
                workbook = known(sheet) or open_beside(main.path, sheet, cell, open_one)
            except SourceError as error:
                findings.append(error.finding)
                cause = error.__cause__
                away = cause if isinstance(cause, Refusal) and cause.rule in AWAY else away
                continue
            opened.setdefault(_place(workbook), _named_apart(workbook, opened.values()))
            owners.setdefault(_place(workbook), []).append(position)
    found = []
    for place, workbook in opened.items():
        teams = owners.get(place, [])
        found.append(TeamWorkbook(workbook, teams[0] if len(teams) == 1 else None))
    return found, findings


def _sheet_cell(main: Workbook, hub: Hub, team: TeamRow) -> Cell:
    """The cell that names a team's own workbook; the link behind its text counts for the text."""
    place = team.place
    column = hub.columns[place.source, place.sheet, TeamRow].get("sheet", -1)
    tabs = (tab for tab in main.tabs if tab.title == place.sheet and tab.source == place.source)
    behind = (link for tab in tabs if (link := tab.links.get((place.row - 1, column))))
    return place._replace(column=column + 1, value=next(behind, team.sheet))


def _place(workbook: Workbook) -> str:
    """Where a workbook lies; one that lies nowhere, such as an upload, is only itself."""
    return place_of(workbook.path) if workbook.path else str(id(workbook))


def _named_apart(workbook: Workbook, others: Iterable[Workbook]) -> Workbook:
    """The workbook under a name that no other one has: that of its folder goes before."""
    names = {other.name for other in others}
    name = workbook.name
    parents = [parent.name for parent in Path(_place(workbook)).parents]
    for parent in parents:
        if name not in names:
            break
        name = f"{parent}/{name}"
    if name == workbook.name:
        return workbook
    return replace(
        workbook,
        name=name,
        tabs=tuple(replace(tab, source=name) for tab in workbook.tabs),
        findings=tuple(finding._replace(source=name) for finding in workbook.findings),
    )
