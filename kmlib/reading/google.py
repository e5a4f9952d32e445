"""Google Sheets -> tabs of cells, read-only, in two requests however many tabs there are.

The first asks which tabs there are and how their cells look (a tab cannot be asked for by a name
that nobody knows yet), the second for the values of all of them. Where the look of all cells is too
much for one answer, that of the first rows is asked for instead.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kmlib.findings import LOOK_OF_FIRST_ROWS, SOURCE_GARBLED, SOURCE_TOO_LARGE, Cell
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
    "merges,data(rowMetadata(hiddenByUser,hiddenByFilter),"
    "columnMetadata(hiddenByUser,hiddenByFilter){}))"
)
LOOK = "rowData.values(effectiveFormat.numberFormat,hyperlink,chipRuns.chip.richLinkProperties.uri)"
BRIEF: dict[str, Any] = {"prettyPrint": "false"}
TABS_ALONE = BRIEF | {"fields": TABS.format("")}
TABS_AND_LOOK = BRIEF | {"fields": TABS.format(f",{LOOK}")}
LOOK_OF_SOME = BRIEF | {"fields": f"sheets(properties.sheetId,data.{LOOK})"}
PLAIN = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}

# project choice: the look of about 50,000 cells that have one of their own; Google advises 2 MB
MOST_LOOK = 4_000_000  # bytes
ROWS_LOOKED_AT = 200  # project choice: they show how a column is meant
DAY_ZERO = dt.datetime(1899, 12, 30)
UNEXPECTED = (LookupError, TypeError, AttributeError, ValueError, OverflowError)

Json = Mapping[str, Any]
Place = tuple[int, int]  # row and column, from 0
Look = tuple[str, str]  # its kind, such as PERCENT or DATE; its pattern, such as 0.0% or mmm-yy


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
    """The workbook that the sheet of this id is, and a mark that changes when the sheet does."""
    from gspread import Client  # who reads no Google Sheet does without
    from gspread.utils import absolute_range_name

    from kmlib.reading.google_requests import session

    try:
        with session(access) as (http, door):
            ask = Client(None, session=http).http_client  # type: ignore[arg-type]  # the door signs
            door.most, most = MOST_LOOK, door.most
            try:
                about = looks = ask.fetch_sheet_metadata(key, dict(TABS_AND_LOOK))
                door.most = most
            except Refusal as refusal:
                if refusal.rule not in (SOURCE_TOO_LARGE, SOURCE_GARBLED):
                    raise
                door.most = most
                about = ask.fetch_sheet_metadata(key, dict(TABS_ALONE))
                some = [absolute_range_name(_title(tab), _first_rows(tab)) for tab in _grids(about)]
                looks = ask.fetch_sheet_metadata(key, LOOK_OF_SOME | {"ranges": some})
            tabs = [absolute_range_name(_title(tab)) for tab in _grids(about)]
            values = ask.values_batch_get(key, tabs, BRIEF | PLAIN) if tabs else {}
        return _workbook(key, about, looks, values), door.answers.hexdigest()
    except UNEXPECTED as error:
        raise Refusal(SOURCE_GARBLED, reason="its parts do not fit together") from error


def download(key: str, access: Access) -> tuple[bytes, str]:
    """A sheet that anyone with its link may open: its bytes as .xlsx, and its name."""
    from email.message import Message

    from kmlib.reading.google_requests import EXPORT, session

    with session(access) as (http, _):
        answer = http.get(f"{EXPORT}spreadsheets/d/{key}/export", params={"format": "xlsx"})
        about = Message()
        about["Content-Disposition"] = answer.headers.get("Content-Disposition", "")
        return answer.content, about.get_filename() or f"{key}.xlsx"


def _grids(about: Json) -> list[Json]:
    """The tabs that have cells, in their order; a chart may fill one without."""
    tabs = about["sheets"]  # there is always one
    return [tab for tab in tabs if tab["properties"].get("sheetType", "GRID") == "GRID"]


def _title(tab: Json) -> str:
    return str(tab["properties"]["title"])


def _first_rows(tab: Json) -> str:
    return f"1:{min(ROWS_LOOKED_AT, tab['properties']['gridProperties']['rowCount'])}"


def _workbook(key: str, about: Json, looks: Json, values: Json) -> Workbook:
    """The workbook out of what Google says; looks that stand apart are those of the first rows."""
    name = about.get("properties", {}).get("title") or key
    seen = {tab["properties"]["sheetId"]: tab for tab in looks.get("sheets", ())}
    tabs, findings = [], []
    for tab, given in zip(_grids(about), values.get("valueRanges", ()), strict=True):
        number, rows = tab["properties"]["sheetId"], given.get("values", [])
        place = Cell(name, _title(tab), link=f"{link_to(key)}#gid={number}")
        shown, links = _looks_and_links(seen.get(number, {}))
        if looks is not about and len(rows) > ROWS_LOOKED_AT:
            findings.append(LOOK_OF_FIRST_ROWS.at(place, rows=ROWS_LOOKED_AT))
            shown |= dict(_looks_below(rows, shown))
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if not isinstance(value, str):
                    cells[column] = _shown(value, shown.get((row, column)))
        is_hidden = tab["properties"].get("hidden", False)
        made = Tab(name, place.sheet, rows, is_hidden, link=place.link, links=links)
        tabs.append(finish(made, _facts(tab)))
    return Workbook(name, tuple(tabs), tuple(findings), link_to(key))


def _looks_and_links(tab: Json) -> tuple[dict[Place, Look | None], dict[Place, str]]:
    """How cells show their numbers, and the Google Sheets behind texts or in chips."""
    looks: dict[Place, Look | None] = {}
    links: dict[Place, str] = {}
    for data in tab.get("data", ()):
        for row, cells in enumerate(data.get("rowData", ())):
            for column, cell in enumerate(cells.get("values", ())):
                if look := cell.get("effectiveFormat", {}).get("numberFormat"):
                    looks[row, column] = look.get("type", ""), look.get("pattern", "")
                chips = (run.get("chip", {}) for run in cell.get("chipRuns", ()))
                of_chips = (chip.get("richLinkProperties", {}).get("uri", "") for chip in chips)
                for link in filter(sheet_id, (cell.get("hyperlink", ""), *of_chips)):
                    links[row, column] = link
    return looks, links


def _looks_below(
    rows: list[list[Any]], looks: Mapping[Place, Look | None]
) -> Iterator[tuple[Place, Look | None]]:
    """The look of the numbers below the first rows, where those above in a column have but one."""
    seen: dict[int, set[Look | None]] = {}
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, str | bool):
                continue
            if row < ROWS_LOOKED_AT:
                seen.setdefault(column, set()).add(looks.get((row, column)))
            elif len(seen.get(column, ())) == 1:
                (look,) = seen[column]
                yield (row, column), look


def _facts(tab: Json) -> SheetFacts:
    facts = SheetFacts()
    for cells in tab.get("merges", ()):
        first = cells["startRowIndex"], cells["startColumnIndex"]
        facts.merged.append((*first, cells["endRowIndex"] - 1, cells["endColumnIndex"] - 1))
    for data in tab.get("data", ()):
        facts.hidden_rows += _hidden(data.get("rowMetadata", ()))
        facts.hidden_columns += _hidden(data.get("columnMetadata", ()))
    return facts


def _hidden(lines: Iterable[Json]) -> Iterator[range]:
    return (range(i, i + 1) for i, line in enumerate(lines) if any(line.values()))


def _shown(value: Any, look: Look | None) -> Value:
    """A value as its cell shows it; days are counted, in the sheet's own time zone."""
    if value is None or isinstance(value, bool):
        return "" if value is None else value
    number = float(value)
    kind, pattern = look or ("", "")
    code = NOT_A_CODE.sub("", pattern)
    if kind == "PERCENT" or "%" in code:
        return percent_text(str(number).encode())
    if kind not in ("DATE", "TIME", "DATE_TIME"):
        return number
    try:
        if "[" in code:
            return duration_text(dt.timedelta(days=number))
        moment = DAY_ZERO + dt.timedelta(seconds=round(number * 86_400))
    except OverflowError:  # no day
        return number
    if kind == "TIME" and 0 <= number < 1:
        return moment.time()
    return moment if moment.time() != dt.time() else moment.date()
