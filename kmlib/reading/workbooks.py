"""Workbooks: everything that the sources and the hub's links open, each once and with its team."""

from collections.abc import Iterable
from dataclasses import replace
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
    place_of,
    refused_at,
)
from kmlib.schema import TeamRow

AWAY = (SOURCE_BUSY, SOURCE_UNREACHABLE)  # every other Google Sheet would fare alike


class TeamWorkbook(NamedTuple):
    """A workbook, and the team whose own it is."""

    workbook: Workbook
    team: int | None = None


def open_all(
    sources: Iterable[Source], opener: Opener = open_source
) -> tuple[list[Workbook], list[Finding]]:
    """Every workbook of the sources, each file once; one that cannot be opened is a finding.

    One that is open already, such as an upload, is taken as it is.

    Raises:
        SourceError: none of them could be opened.
        ValueError: none is given.
    """
    workbooks: list[Workbook] = []
    findings: list[Finding] = []
    for source in sources:
        try:
            opened = Opened((source,)) if isinstance(source, Workbook) else opener(source)
        except SourceError as error:
            findings.append(error.finding)
            continue
        findings += opened.findings
        for workbook in opened.workbooks:
            if _place(workbook) not in map(_place, workbooks):
                workbooks.append(_named_apart(workbook, workbooks))
    if findings and not workbooks:
        raise SourceError(findings[0])
    if not workbooks:
        raise ValueError("no source is given")
    return workbooks, findings


def with_links(
    main: Workbook, workbooks: list[Workbook], hub: Hub, opener: Opener = open_source
) -> tuple[list[TeamWorkbook], list[Finding]]:
    """The workbooks, and those that the hub's Teams tab names, with the teams that own them.

    A workbook that several teams name is nobody's own: its rows say whose they are.
    """
    findings: list[Finding] = []
    opened = {_place(workbook): workbook for workbook in workbooks}
    owners: dict[str, list[int]] = {}
    away: Refusal | None = None  # Google is not waited for once more for each of many teams
    for position, team in enumerate(hub.words.teams):
        cell = _sheet_cell(main, hub, team)
        sheet = str(cell.value)
        if not sheet:
            continue
        try:
            if away and sheet_id(sheet):
                raise refused_at(away, cell)
            known = opened.get(place_of(sheet, main.path)) if main.path else None
            workbook = known or open_beside(main.path, sheet, cell, opener)
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
