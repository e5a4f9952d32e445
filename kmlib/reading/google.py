"""Google Sheets -> tabs of cells, read-only, in two requests however many tabs there are.

The first asks which tabs there are and how their cells look (a tab cannot be asked for by a name
that nobody knows yet), the second for the values of all of them. Where the look of all cells is too
much for one answer, that of the first rows is asked for instead.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kmlib.findings import LOOK_OF_FIRST_ROWS, SOURCE_GARBLED, Cell
from kmlib.reading.cells import Tab, Value, Workbook
from kmlib.reading.google_account import Access, Refusal
from kmlib.reading.grids import SheetFacts, duration_text, finish
from kmlib.reading.xlsx_xml import NOT_A_CODE, percent_text

LINK = re.compile(
    r"\s*(?:https?://)?(?:docs\.google\.com/(?:a/[^/\s]+/)?spreadsheets/(?:u/\d+/)?d/(?!e/)"
    r"|drive\.google\.com/(?:file/(?:u/\d+/)?d/|open\?id=))([\w-]+)(?:[/?#&]\S*)?\s*"
    r"|\s*(1[\w-]{43})\s*",  # or the bare id
    re.ASCII,
)
TABS = (
    "properties.title,sheets(properties(title,sheetId,hidden,sheetType,gridProperties.rowCount),"
    "merges,data(startRow,startColumn,rowMetadata(hiddenByUser,hiddenByFilter),"
    "columnMetadata(hiddenByUser,hiddenByFilter)"
)
LOOK = "rowData.values(effectiveFormat.numberFormat,hyperlink,chipRuns.chip.richLinkProperties.uri)"
TABS_AND_LOOK, TABS_ALONE = f"{TABS},{LOOK}))", f"{TABS}))"
LOOK_OF_SOME = f"sheets(properties.sheetId,data(startRow,startColumn,{LOOK}))"
BRIEF: dict[str, Any] = {"prettyPrint": "false"}
PLAIN = BRIEF | {
    "valueRenderOption": "UNFORMATTED_VALUE",
    "dateTimeRenderOption": "SERIAL_NUMBER",
}

# project choice: the look of about 50,000 cells that have one of their own; Google advises 2 MB
MOST_LOOK = 4_000_000  # bytes
ROWS_LOOKED_AT = 200  # project choice: they show how a column is meant
DAY_ZERO = dt.datetime(1899, 12, 30)
UNEXPECTED = (LookupError, TypeError, AttributeError, ValueError)

Json = Mapping[str, Any]
Place = tuple[int, int]  # row and column, from 0


class Look(NamedTuple):
    """How a cell shows its number."""

    kind: str  # PERCENT, DATE, DATE_TIME, TIME, NUMBER ...
    pattern: str  # such as 0.0% or mmm-yy; may be empty


class Answers(NamedTuple):
    """What Google says about one sheet."""

    tabs: Json
    looks: Json  # the same as tabs, or only of the first rows
    values: Json
    revision: str  # changes when one of them does


def sheet_id(link: str) -> str:
    """The id in any kind of link to a Google Sheet, or the bare id; empty for all else.

    >>> sheet_id("https://docs.google.com/spreadsheets/u/0/d/1aB_c-9/edit?usp=sharing#gid=7")
    '1aB_c-9'
    >>> sheet_id("hub.xlsx"), sheet_id("https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml")
    ('', '')
    """
    found = LINK.fullmatch(link)
    return (found[1] or found[2]) if found else ""


def link_to(key: str) -> str:
    """The address that opens the sheet of this id."""
    return f"https://docs.google.com/spreadsheets/d/{key}/edit"


def read_google(key: str, access: Access) -> tuple[Workbook, str]:
    """The workbook that the sheet of this id is, and a mark that changes when the sheet does.

    Raises:
        Refusal: it cannot be read.
    """
    try:
        answers = _ask(key, access)
        return _workbook(key, answers), answers.revision
    except UNEXPECTED as error:
        raise Refusal(SOURCE_GARBLED, reason="its parts do not fit together") from error


def _ask(key: str, access: Access) -> Answers:
    from gspread import Client  # who reads no Google Sheet does without
    from gspread.utils import absolute_range_name

    from kmlib.reading.google_requests import TooMuch, session

    with session(access) as (http, door):
        client = Client(None, session=http).http_client  # type: ignore[arg-type]  # the door signs
        try:
            with door.at_most(MOST_LOOK):
                looks = tabs = client.fetch_sheet_metadata(key, BRIEF | {"fields": TABS_AND_LOOK})
        except TooMuch:
            tabs = client.fetch_sheet_metadata(key, BRIEF | {"fields": TABS_ALONE})
            some = [
                absolute_range_name(tab["title"], f"1:{min(rows, ROWS_LOOKED_AT)}")
                for tab in _grids(tabs)
                if (rows := tab["gridProperties"]["rowCount"])
            ]
            asked = BRIEF | {"fields": LOOK_OF_SOME, "ranges": some}
            looks = client.fetch_sheet_metadata(key, asked)
        ranges = [absolute_range_name(tab["title"]) for tab in _grids(tabs)]
        values = client.values_batch_get(key, ranges, dict(PLAIN)) if ranges else {}
        return Answers(tabs, looks, values, door.answers.hexdigest())


def download(key: str, access: Access) -> tuple[bytes, str]:
    """A sheet that anyone with its link may open: its bytes as .xlsx, and its name.

    Raises:
        Refusal: it cannot be had.
    """
    from email.message import Message

    from kmlib.reading.google_requests import EXPORT, session

    with session(access) as (http, _):
        answer = http.get(f"{EXPORT}spreadsheets/d/{key}/export", params={"format": "xlsx"})
        about = Message()
        about["Content-Disposition"] = answer.headers.get("Content-Disposition", "")
        return answer.content, about.get_filename() or f"{key}.xlsx"


def _grids(tabs: Json) -> list[Json]:
    """What is said of each tab that has cells, in their order; a chart may fill a tab without."""
    found = (tab["properties"] for tab in tabs.get("sheets", ()))
    return [about for about in found if about.get("sheetType", "GRID") == "GRID"]


def _workbook(key: str, answers: Answers) -> Workbook:
    name = answers.tabs["properties"]["title"]
    whole = {tab["properties"]["sheetId"]: tab for tab in answers.tabs.get("sheets", ())}
    looks = {tab["properties"]["sheetId"]: tab for tab in answers.looks.get("sheets", ())}
    tabs, findings = [], []
    values = answers.values.get("valueRanges", [])
    for about, given in zip(_grids(answers.tabs), values, strict=True):
        number = about["sheetId"]
        tab = Tab(
            source=name,
            title=about["title"],
            rows=given.get("values", []),
            hidden=about.get("hidden", False),
            link=f"{link_to(key)}#gid={number}",
            links=dict(_links(looks.get(number, {}))),
        )
        is_sampled = answers.looks is not answers.tabs and len(tab.rows) > ROWS_LOOKED_AT
        if is_sampled:
            where = Cell(name, tab.title, link=tab.link)
            findings.append(LOOK_OF_FIRST_ROWS.at(where, rows=ROWS_LOOKED_AT))
        _show(tab.rows, dict(_looks(looks.get(number, {}))), is_sampled)
        tabs.append(finish(tab, _facts(whole[number])))
    return Workbook(name, tuple(tabs), tuple(findings), link_to(key))


def _cells(tab: Json) -> Iterator[tuple[Place, Json]]:
    """Each cell of which something is said, with its place."""
    for part in tab.get("data", ()):
        for row, cells in enumerate(part.get("rowData", ()), part.get("startRow", 0)):
            for column, cell in enumerate(cells.get("values", ()), part.get("startColumn", 0)):
                if cell:
                    yield (row, column), cell


def _looks(tab: Json) -> Iterator[tuple[Place, Look]]:
    for place, cell in _cells(tab):
        if look := cell.get("effectiveFormat", {}).get("numberFormat"):
            yield place, Look(look.get("type", ""), look.get("pattern", ""))


def _links(tab: Json) -> Iterator[tuple[Place, str]]:
    """Links to Google Sheets behind the text of a cell, or in a chip that shows their title."""
    for place, cell in _cells(tab):
        chips = (run.get("chip", {}) for run in cell.get("chipRuns", ()))
        of_chips = (chip.get("richLinkProperties", {}).get("uri", "") for chip in chips)
        for link in (cell.get("hyperlink", ""), *of_chips):
            if sheet_id(link):
                yield place, link


def _facts(tab: Json) -> SheetFacts:
    facts = SheetFacts(
        merged=[
            (
                m["startRowIndex"],
                m["startColumnIndex"],
                m["endRowIndex"] - 1,
                m["endColumnIndex"] - 1,
            )
            for m in tab.get("merges", ())
        ]
    )
    for part in tab.get("data", ()):
        for hidden, start, lines in (
            (facts.hidden_rows, part.get("startRow", 0), part.get("rowMetadata", ())),
            (facts.hidden_columns, part.get("startColumn", 0), part.get("columnMetadata", ())),
        ):
            places = (i for i, line in enumerate(lines, start) if any(line.values()))
            hidden += (range(place, place + 1) for place in places)
    return facts


def _show(rows: list[list[Any]], looks: Mapping[Place, Look], is_sampled: bool) -> None:
    """Put in place of each value what its cell shows."""
    below = _looks_of_columns(rows[:ROWS_LOOKED_AT], looks) if is_sampled else {}
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if not isinstance(value, str | bool):
                look = looks.get((row, column)) or (row >= ROWS_LOOKED_AT and below.get(column))
                cells[column] = _shown(value, look or None)


def _looks_of_columns(rows: list[list[Any]], looks: Mapping[Place, Look]) -> dict[int, Look | None]:
    """The look of each column whose numbers all have the same."""
    seen: dict[int, set[Look | None]] = {}
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, int | float):
                seen.setdefault(column, set()).add(looks.get((row, column)))
    return {column: found.pop() for column, found in seen.items() if len(found) == 1}


def _shown(value: object, look: Look | None) -> Value:
    """A number as its cell shows it; dates are counted in days, in the sheet's own time zone."""
    if not isinstance(value, int | float):
        return ""
    kind, code = (look.kind, NOT_A_CODE.sub("", look.pattern)) if look else ("", "")
    if kind == "PERCENT" or "%" in code:
        return percent_text(str(value).encode())
    if kind not in ("DATE", "TIME", "DATE_TIME"):
        return float(value)
    try:
        if "[" in code:
            return duration_text(dt.timedelta(days=value))
        moment = DAY_ZERO + dt.timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return float(value)
    if kind == "TIME" and 0 <= value < 1:
        return moment.time()
    return moment if moment.time() != dt.time() else moment.date()
