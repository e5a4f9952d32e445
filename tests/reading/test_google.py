"""Google Sheets, read with the real client from a loopback stand-in that answers as Google does."""

import base64
import datetime as dt
import inspect
import json
import re
import threading
import tomllib
from collections import deque
from contextlib import suppress
from email.utils import format_datetime
from pathlib import Path

import gspread
import openpyxl
import pytest
from conftest import write_workbook
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google_server import LINK, GoogleServer, error_body, error_info

import kmlib
from kmlib.__main__ import main
from kmlib.findings import RULE_BY_CODE, Cell
from kmlib.reading import google as sheets
from kmlib.reading import google_requests
from kmlib.reading.cells import SourceError
from kmlib.reading.google_account import KEY_PARTS, Access
from kmlib.reading.google_requests import Door, Pace, session
from kmlib.reading.sources import open_beside, open_source
from kmlib.reading.workbooks import open_all
from sample_sheets import make_sample

ROOT = Path(__file__).parents[2]
LONG = "Team | Measure | Date | Value"
OCTOBER = "Alder | Attendance | Oct 2025 | 85%"
ACCOUNT = "dashboard@network.iam.gserviceaccount.com"
PAGE = b"<!doctype html><title>Sign in</title>"


class Clock:
    """A clock that moves only when somebody sleeps, unless it is told to."""

    def __init__(self):
        self.now = 1_000.0
        self.slept = []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(google_requests, "monotonic", made.monotonic)
    monkeypatch.setattr(google_requests, "sleep", made.sleep)
    monkeypatch.setattr(google_requests, "PACE", Pace())
    return made


@pytest.fixture
def nothing_set(tmp_path, monkeypatch, clock):
    """A folder without settings."""
    for name in ("KM_GOOGLE_API", "KM_GOOGLE_KEY", "KM_GOOGLE_PUBLIC"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def google(nothing_set, monkeypatch):
    with GoogleServer() as server:
        monkeypatch.setenv("KM_GOOGLE_API", server.url)
        yield server


@pytest.fixture
def a_sheet(google, tmp_path):
    """`a_sheet({"Data": [["Team", (0.85, "0%")]]})`: the link of a sheet with these cells."""

    def build(tabs, name="sheet.xlsx", change=lambda book: None):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in tabs.items():
            tab = book.create_sheet(title)
            for row, cells in enumerate(rows, 1):
                for column, cell in enumerate(cells, 1):
                    value, look = cell if isinstance(cell, tuple) else (cell, None)
                    made = tab.cell(row, column, value)
                    made.number_format = look or made.number_format
        change(book)
        book.save(tmp_path / name)
        return google.share(tmp_path / name)

    return build


@pytest.fixture(scope="module")
def key():
    """The key file of a service account, as Google hands it out."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "type": "service_account",
        "project_id": "network",
        "client_email": ACCOUNT,
        "private_key": pem.decode(),
        "token_uri": "https://oauth2.googleapis.com/token",
    }


def set_key(tmp_path, **key):
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir(exist_ok=True)
    lines = (f"{name} = {json.dumps(value)}" for name, value in key.items())
    secrets.write_text("\n".join(["[gcp_service_account]", *lines]))


def rows_of(link):
    return open_source(link).workbooks[0].tabs[0].rows


def refused(link):
    with pytest.raises(SourceError) as refusal:
        open_source(link)
    return refusal.value.finding


def told(network):
    """All findings, but for the links that only Google Sheets have."""
    return [finding._replace(link="") for finding in network.findings]


# The same sheets as files and in Google Sheets


def test_the_sample_network_gives_the_same_from_google_sheets_as_from_files(google, tmp_path):
    make_sample.write_sample(tmp_path)
    names = {book: google.share(tmp_path / book) for book in make_sample.workbooks()}
    hub = openpyxl.load_workbook(tmp_path / make_sample.HUB)
    for row in hub["Teams"].iter_rows():
        for cell in row:
            cell.value = names.get(cell.value, cell.value)
    hub.save(tmp_path / "linked.xlsx")
    link = google.share(tmp_path / "linked.xlsx", title=make_sample.HUB)

    files, sheets = kmlib.load(tmp_path / make_sample.HUB), kmlib.load(link)

    assert len(files.observations) > 2_000
    assert sheets.observations.to_rows() == files.observations.to_rows()
    assert told(sheets) == told(files)
    assert sheets.sources == files.sources
    assert len(google.asked) == 2 * len(names)


@pytest.mark.parametrize(
    "tabs",
    [
        pytest.param({"Data": [LONG, OCTOBER, "Birch | Attendance | Oct 2025 | 8O"]}, id="a slip"),
        pytest.param({"2025-26": ["Team | Measure | Oct | Nov", "Alder | Attendance | 85% | 90%"]},
                     id="a column a month"),
        pytest.param({"Data": [LONG], "Lunch": ["Soup", "rye"], "Empty": []}, id="other tabs"),
    ],
)  # fmt: skip
def test_a_small_hub_gives_the_same_from_a_google_sheet_as_from_a_file(google, a_hub, tabs):
    path = a_hub(**tabs)
    sheet, file = kmlib.load(google.share(path)), kmlib.load(path)
    assert sheet.observations.to_rows() == file.observations.to_rows()
    assert told(sheet) == told(file)


def test_a_finding_opens_the_very_cell(google, a_hub):
    network = kmlib.load(google.share(a_hub(Data=[LONG, "Aldr | Attendance | Oct 2025 | 85%"])))
    (finding,) = network.findings
    assert finding.link.endswith("/d/hub/edit#gid=1686449307&range=A2")


def test_two_requests_read_any_number_of_tabs_whatever_they_are_called(google, tmp_path):
    titles = ["Q1", "Sch'ool B", "R1C1", "Ünïcode", "A1:B2", *(f"Week {n}" for n in range(40))]
    path = write_workbook(tmp_path / "weeks.xlsx", {title: [title] for title in titles[:4]})
    book = openpyxl.load_workbook(path)
    for title in titles[5:]:
        book.create_sheet(title).append([title])
    book.save(path)
    tabs = open_source(google.share(path)).workbooks[0].tabs
    assert [tab.rows for tab in tabs] == [[[tab.title]] for tab in tabs]
    assert len(tabs) == 44
    assert len(google.asked) == 2


# Cells


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        pytest.param((0.85, "0%"), "85%", id="percent"),
        pytest.param((1, "0.0%"), "100%", id="one as a percent"),
        pytest.param(0.85, 0.85, id="share"),
        pytest.param((85, '0"%"'), 85.0, id="a sign that is only drawn"),
        pytest.param(7, 7.0, id="whole number"),
        pytest.param("007", "007", id="leading zeros"),
        pytest.param("17/20", "17/20", id="text"),
        pytest.param("85,5 %", "85,5 %", id="decimal comma typed as text"),
        pytest.param(True, True, id="tick box"),
        pytest.param(dt.date(2025, 10, 5), dt.date(2025, 10, 5), id="day"),
        pytest.param((dt.date(2025, 10, 1), "mmm-yy"), dt.date(2025, 10, 1), id="month"),
        pytest.param(
            dt.datetime(2025, 10, 5, 8, 30), dt.datetime(2025, 10, 5, 8, 30), id="day and time"
        ),
        pytest.param(dt.time(8, 30), dt.time(8, 30), id="time"),
        pytest.param((dt.timedelta(hours=30, minutes=5), "[h]:mm"), "30:05", id="length of time"),
        pytest.param("#REF!", "#REF!", id="broken formula"),
    ],
)
def test_a_cell_is_read_as_the_sheet_shows_it(a_sheet, cell, shown):
    ((value,),) = rows_of(a_sheet({"Data": [[cell]]}))
    assert value == shown
    assert type(value) is type(shown)


def test_a_number_that_is_no_day_stays_a_number(google, a_sheet):
    link = a_sheet({"Data": [[dt.date(2025, 10, 5)]]})
    google.books["sheet"]["sheets"][0]["values"] = [[-1e12]]
    assert rows_of(link) == [[-1e12]]


@pytest.mark.parametrize("place", [{"locale": "de_DE", "timeZone": "Pacific/Auckland"}, {}])
def test_a_date_is_the_one_in_the_sheet_wherever_the_sheet_and_this_computer_are(
    google, a_sheet, place
):
    link = a_sheet({"Data": [[dt.date(2025, 10, 5), (0.855, "0,0%")]]})
    google.books["sheet"]["properties"] |= place
    assert rows_of(link) == [[dt.date(2025, 10, 5), "85.5%"]]


@pytest.mark.parametrize("value", ["#N/A", "#ERROR!", "#DIV/0!", "#NAME?"])
def test_a_broken_formula_is_a_finding_at_its_cell(google, a_hub, value):
    network = kmlib.load(
        google.share(a_hub(Data=[LONG, f"Alder | Attendance | Oct 2025 | {value}"]))
    )
    assert [(f.code, f.cell, f.value) for f in network.findings] == [("error-value", "D2", value)]


def test_hidden_and_merged_parts_are_told_as_of_a_file(google, a_sheet):
    def change(book):
        tab = book["Data"]
        tab.row_dimensions[2].hidden = True
        tab.column_dimensions["B"].hidden = True
        tab.merge_cells("A1:A2")
        book["Old"].sheet_state = "hidden"

    link = a_sheet({"Data": [["a", "b"], [None, "c"], ["d"]], "Old": [["x"]]}, change=change)
    google.books["sheet"]["sheets"][0]["data"][0]["rowMetadata"][2]["hiddenByFilter"] = True
    data, old = open_source(link).workbooks[0].tabs
    assert (data.hidden_rows, data.hidden_columns) == ({1, 2}, {1})
    assert data.merged == ((0, 0, 1, 0),)
    assert (data.hidden, old.hidden) == (False, True)


def test_ragged_and_empty_tabs_keep_every_cell_in_its_place(google, a_sheet):
    ragged = [["a"], [], [None, "b", None, "c"]]
    link = a_sheet({"Ragged": ragged, "Empty": [], "Blank": [[" "]]})
    tabs = open_source(link).workbooks[0].tabs
    assert [tab.rows for tab in tabs] == [[["a"], [], ["", "b", "", "c"]], [], []]


def test_a_chart_that_fills_a_tab_is_no_tab_of_cells(google, a_sheet):
    link = a_sheet({"Data": [["a"]]})
    chart = {"properties": {"sheetId": 5, "title": "Chart 1", "sheetType": "OBJECT"}}
    google.books["sheet"]["sheets"].insert(0, chart)
    assert [tab.title for tab in open_source(link).workbooks[0].tabs] == ["Data"]
    google.books["sheet"]["sheets"] = [chart]
    assert open_source(link).workbooks[0].tabs == ()


def test_of_a_very_large_sheet_the_first_rows_tell_how_a_column_is_meant(
    google, a_sheet, monkeypatch
):
    monkeypatch.setattr(sheets, "MOST_LOOK", 2_000)
    monkeypatch.setattr(sheets, "ROWS_LOOKED_AT", 3)
    rows = [[(0.5, "0%"), (0.5, "0%" if row else "0.0"), 0.5] for row in range(50)]
    workbook = open_source(a_sheet({"Data": rows, "Small": rows[:3]})).workbooks[0]
    data, small = workbook.tabs
    assert data.rows[0] == small.rows[0] == ["50%", 0.5, 0.5]
    assert data.rows[2] == ["50%", "50%", 0.5], "the first rows are read as they look"
    assert data.rows[3] == ["50%", 0.5, 0.5], "a column of two looks tells nothing of those below"
    assert [(f.code, f.sheet) for f in workbook.findings] == [("look-of-first-rows", "Data")]


def test_the_revision_changes_with_the_sheet_and_only_then(google, a_sheet, tmp_path):
    link = a_sheet({"Data": [[0.85]]})
    first, again = open_source(link).revision, open_source(link).revision
    assert first == again != ""
    a_sheet({"Data": [[(0.85, "0%")]]})
    assert open_source(link).revision != first


# Links


@pytest.mark.parametrize(
    "link",
    [
        "https://docs.google.com/spreadsheets/d/{}/edit#gid=0",
        "https://docs.google.com/spreadsheets/d/{}/edit?gid=7#gid=7",
        "https://docs.google.com/spreadsheets/d/{}/edit?usp=sharing",
        "https://docs.google.com/spreadsheets/u/0/d/{}/edit",
        "https://docs.google.com/a/school.org/spreadsheets/d/{}/view",
        "https://docs.google.com/spreadsheets/d/{}",
        " docs.google.com/spreadsheets/d/{}/edit ",
        "https://drive.google.com/file/d/{}/view?usp=drive_link",
        "https://drive.google.com/open?id={}&usp=drive_fs",
        "{}",
    ],
)
def test_every_kind_of_link_opens_the_sheet(google, tmp_path, link):
    key = "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms"
    google.share(write_workbook(tmp_path / "hub.xlsx", {"Teams": ["Team"]}), key)
    (workbook,) = open_source(link.format(key)).workbooks
    assert (workbook.name, workbook.path) == ("hub.xlsx", LINK.format(key))


@pytest.mark.parametrize(
    "link",
    [
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml",
        "https://docs.google.com/document/d/1BxiMVs/edit",
        "https://example.org/?https://docs.google.com/spreadsheets/d/1BxiMVs/edit",
        "https://docs.google.com.example.org/spreadsheets/d/1BxiMVs/edit",
    ],
)
def test_no_other_link_is_followed(google, link):
    assert refused(link).code == "source-online"
    assert google.asked == []


def test_a_file_whose_name_looks_like_a_bare_id_is_that_file(google, tmp_path):
    name = "1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms"
    (tmp_path / name).write_text("Team\n")
    assert refused(name).code == "source-kind-unknown"
    assert google.asked == []


def team_hub(a_hub, *sheets):
    teams = ("Alder", "Birch", "Cedar", "Dogwood", "Elm")
    return a_hub(
        Teams=["Team | Sheet", *(f"{t} | {s}" for t, s in zip(teams, sheets, strict=False))]
    )


OWN = {"Sheet1": ["Month | Attendance", "Oct 2025 | 85%"]}


def test_a_team_links_its_own_google_sheet(google, a_hub, tmp_path):
    link = google.share(write_workbook(tmp_path / "own.xlsx", OWN))
    for hub in (team_hub(a_hub, link), google.share(team_hub(a_hub, link))):
        network = kmlib.load(hub)
        assert [row["team"] for row in network.observations.to_rows()] == ["Alder"]
        assert network.sources[1][0] == "own.xlsx"
        assert network.sources[1].team == "Alder"


@pytest.mark.parametrize("behind", ["the text", "a chip"])
def test_a_link_may_stand_behind_the_title_of_the_sheet(google, a_hub, tmp_path, behind):
    link = google.share(write_workbook(tmp_path / "own.xlsx", OWN))
    hub = google.share(team_hub(a_hub, "Our attendance"))
    teams = google.books["hub"]["sheets"][1]["data"][0]["rowData"]
    chip = {"chipRuns": [{}, {"chip": {"richLinkProperties": {"uri": link}}}]}
    teams[1]["values"][1] = {"hyperlink": link} if behind == "the text" else chip
    network = kmlib.load(hub)
    assert [row["team"] for row in network.observations.to_rows()] == ["Alder"]
    assert network.teams[0].sheet == "Our attendance"


def test_one_sheet_linked_in_two_ways_is_read_once_and_is_nobodys_own(google, a_hub, tmp_path):
    own = {"Sheet1": ["Team | Month | Attendance", "Birch | Oct 2025 | 85%"]}
    link = google.share(write_workbook(tmp_path / "own.xlsx", own))
    network = kmlib.load(team_hub(a_hub, f"{link}#gid=0", f"{link}?usp=sharing#gid=5"))
    assert [row["team"] for row in network.observations.to_rows()] == ["Birch"]
    assert len(google.asked) == 2


def test_two_sheets_of_one_title_are_told_apart(google, tmp_path):
    links = [
        google.share(write_workbook(tmp_path / f"{name}.xlsx", OWN), title="Attendance log")
        for name in ("alder", "birch")
    ]
    workbooks, _ = open_all(links)
    assert [workbook.name for workbook in workbooks] == ["Attendance log", "birch/Attendance log"]
    assert workbooks[1].tabs[0].source == "birch/Attendance log"


def test_an_uploaded_hub_opens_no_google_sheet(google, a_sheet):
    with pytest.raises(SourceError) as refusal:
        open_beside("", a_sheet({"Data": [["a"]]}), Cell("hub.xlsx", "Teams", 2, 2))
    assert refusal.value.finding.code == "link-not-followed"
    assert google.asked == []


def test_a_google_sheet_that_names_a_file_is_told_so_at_the_cell(google, a_hub):
    network = kmlib.load(google.share(team_hub(a_hub, "../secret.xlsx")))
    (finding,) = network.findings
    assert (finding.code, finding.cell) == ("source-not-found", "B2")
    assert "links to Google Sheets" in finding.fix


# What goes wrong, in words


DENIED = error_body(403, "The caller does not have permission")
RATE = error_body(403, errors=[{"domain": "usageLimits", "reason": "userRateLimitExceeded"}])
POLICY = error_body(403, errors=[{"domain": "global", "reason": "domainPolicy"}])
OFF = error_body(403, details=error_info("SERVICE_DISABLED"))
EXCEL = error_body(400, "not supported for this document")
EXCEL["error"]["status"] = "FAILED_PRECONDITION"
HTML = {"Content-Type": "text/html"}

REFUSALS = [
    pytest.param((403, DENIED, {}), "source-not-shared", ACCOUNT, id="not shared"),
    pytest.param((404, error_body(404), {}), "source-link-broken", "whole address", id="deleted"),
    pytest.param((403, POLICY, {}), "source-outsiders-barred", "administrator", id="barred"),
    pytest.param((403, OFF, {}), "source-api-off", "step 1", id="API off"),
    pytest.param((401, error_body(401), {}), "source-key-refused", "step 2", id="key revoked"),
    pytest.param((400, EXCEL, {}), "source-excel-on-drive", "Save as Google Sheets", id="Excel"),
    pytest.param((200, PAGE, HTML), "source-web-page", "network", id="sign-in page"),
    pytest.param((403, PAGE, HTML), "source-web-page", "network", id="web filter"),
    pytest.param((400, error_body(400), {}), "source-garbled", "again", id="tab renamed meanwhile"),
    pytest.param((200, b'{"a": }', {}), "source-garbled", "again", id="garbled"),
    pytest.param((200, b"{}", {}), "source-garbled", "again", id="empty answer"),
    pytest.param((200, b'{"sheets": {"a": 3}}', {}), "source-garbled", "again", id="another form"),
    pytest.param((418, b"short and stout", {}), "source-garbled", "again", id="unheard of"),
]


@pytest.mark.parametrize(("fault", "code", "words"), REFUSALS)
def test_what_keeps_a_sheet_closed_is_told_at_once_and_with_its_cure(
    google, tmp_path, clock, fault, code, words
):
    set_key(tmp_path, client_email=ACCOUNT)
    google.always = fault
    finding = refused(LINK.format("1" * 44))
    assert (finding.code, finding.link) == (code, LINK.format("1" * 44))
    assert finding.value == "docs.google.com/spreadsheets/d/" + "1" * 44, "whole, to be copied"
    assert words in finding.fix
    assert "{" not in finding.what + finding.why + finding.fix
    assert len(google.asked) <= 2
    assert clock.slept == []


@pytest.mark.parametrize("fault", [(200, b'{"valueRanges": []}', {}), (400, error_body(400), {})])
def test_a_tab_that_went_away_between_the_two_requests_is_told(google, a_sheet, fault):
    link = a_sheet({"Data": [["a"]]})
    google.faults = [None, fault]
    assert refused(link).code == "source-garbled"


def test_nobody_at_the_other_end_is_told_within_bounds(google, clock):
    google.server.server_close()
    google.server.shutdown()
    finding = refused(LINK.format("hub"))
    assert finding.code == "source-unreachable"
    assert "there is no connection" in finding.what
    assert len(clock.slept) == 3


def test_one_closed_sheet_leaves_the_others_open(google, a_hub, tmp_path):
    link = google.share(write_workbook(tmp_path / "own.xlsx", OWN))
    network = kmlib.load(team_hub(a_hub, LINK.format("gone"), link))
    (finding,) = network.findings
    assert (finding.code, finding.sheet, finding.cell) == ("source-link-broken", "Teams", "B2")
    assert [row["team"] for row in network.observations.to_rows()] == ["Birch"]


def test_a_google_that_is_away_is_not_waited_for_once_a_team(google, a_hub, clock):
    google.always = 429, error_body(429), {}
    network = kmlib.load(team_hub(a_hub, *(LINK.format(n) for n in range(5))))
    assert [(f.code, f.cell) for f in network.findings] == [
        ("source-busy", f"B{row}") for row in range(2, 7)
    ]
    assert len(google.asked) <= 4
    assert sum(clock.slept) < 20


def test_a_sheet_that_answers_without_end_is_refused_in_time(google, a_sheet, monkeypatch):
    link = a_sheet({"Data": [["a" * 500]]})
    monkeypatch.setattr(google_requests, "LARGEST_FILE", 1_000)
    google.books["sheet"]["sheets"][0]["values"] *= 10
    assert refused(link).code == "source-too-large"


# Trying again


@pytest.mark.parametrize(
    "fault",
    [
        *((status, error_body(status), {}) for status in (408, 429, 500, 502, 503, 504)),
        (403, RATE, {}),
        (403, error_body(403, details=error_info("RATE_LIMIT_EXCEEDED")), {}),
        (503, PAGE, HTML),
        "hang up",
        "half",
        "half a piece",
    ],
    ids=str,
)
def test_what_passes_by_is_tried_again(google, a_sheet, clock, fault):
    link = a_sheet({"Data": [[(0.85, "0%")]]})
    google.faults = [fault]
    assert rows_of(link) == [["85%"]]
    google.faults = [None, fault]
    assert rows_of(link) == [["85%"]]
    assert len(clock.slept) in (1, 2), "where less can be asked for, that is done at once"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ((429, error_body(429), {}), "source-busy"),
        ((403, RATE, {}), "source-busy"),
        ((503, error_body(503), {}), "source-garbled"),
        ((500, PAGE, HTML), "source-garbled"),
        ("hang up", "source-unreachable"),
        ("half", "source-garbled"),
        ("half a piece", "source-garbled"),
    ],
    ids=str,
)
def test_what_stays_is_given_up_within_twenty_seconds(google, a_sheet, clock, fault, code):
    link = a_sheet({"Data": [["a"]]})
    for _ in range(20):
        clock.now += 60  # what was asked before makes no request wait for its turn
        google.asked.clear()
        clock.slept.clear()
        google.always = fault
        assert refused(link).code == code
        assert len(google.asked) <= 5
        assert sum(clock.slept) < 20


@pytest.mark.parametrize(
    ("after", "least"),
    [
        pytest.param(lambda: "7", 7, id="seconds"),
        pytest.param(lambda: "later", 0, id="nothing that can be understood"),
        pytest.param(
            lambda: format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=9), usegmt=True),
            7, id="a moment",
        ),
    ],
)  # fmt: skip
def test_the_pause_that_google_asks_for_is_kept(google, a_sheet, clock, after, least):
    link = a_sheet({"Data": [["a"]]})
    google.fail(429, Retry_After=after())
    assert rows_of(link) == [["a"]]
    assert clock.slept[0] >= least


def test_nobody_waits_for_a_pause_that_is_too_long(google, a_sheet, clock):
    link = a_sheet({"Data": [["a"]]})
    google.fail(429, Retry_After="60")
    assert refused(link).code == "source-busy"
    assert clock.slept == []


def test_pauses_differ_so_that_many_dashboards_do_not_come_back_together(google, clock):
    google.always = 429, error_body(429), {}
    for _ in range(3):
        refused(LINK.format("hub"))
    assert len(set(clock.slept)) == len(clock.slept)


def test_a_silent_google_is_given_up(google, clock, monkeypatch):
    monkeypatch.setattr(google_requests, "READ", 0.05)
    google.always = "silence"
    finding = refused(LINK.format("hub"))
    assert finding.code == "source-garbled"
    assert "it did not come in time" in finding.what


def test_an_answer_that_trickles_is_given_up(google, a_sheet, clock, monkeypatch):
    link = a_sheet({"Data": [["a"]]})
    monkeypatch.setattr(google_requests, "monotonic", iter(range(0, 10_000, 12)).__next__)
    finding = refused(link)
    assert finding.code == "source-garbled"
    assert "it did not come in time" in finding.what


def test_fewer_than_sixty_requests_leave_in_any_minute_however_many_people_look(clock):
    starts = []

    class Watched(deque):
        def append(self, start):
            starts.append(start)
            super().append(start)

    pace = google_requests.PACE
    pace._starts = Watched(maxlen=google_requests.MOST_A_MINUTE)

    def look():
        for _ in range(50):
            pace.wait()

    people = [threading.Thread(target=look) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join(10)
    assert len(starts) == 200
    assert all(later - first >= 60 for first, later in zip(starts, starts[59:], strict=False))


# Only reading


WRITES = {
    "type into a cell": lambda tab: tab.update_acell("B1", "42"),
    "type into cells": lambda tab: tab.update([[1, 2]], "A1:B1"),
    "type into many cells": lambda tab: tab.batch_update([{"range": "A1", "values": [[1]]}]),
    "type by place": lambda tab: tab.update_cell(1, 1, "42"),
    "add a row": lambda tab: tab.append_row(["Alder"]),
    "put in a row": lambda tab: tab.insert_row(["Alder"]),
    "delete rows": lambda tab: tab.delete_rows(1),
    "clear": lambda tab: tab.clear(),
    "clear cells": lambda tab: tab.batch_clear(["A1:B1"]),
    "sort": lambda tab: tab.sort((1, "asc"), range="A1:B2"),
    "format": lambda tab: tab.format("A1:B2", {"textFormat": {"bold": True}}),
    "merge": lambda tab: tab.merge_cells("A1:B2"),
    "resize": lambda tab: tab.resize(rows=1),
    "hide": lambda tab: tab.hide(),
    "rename": lambda tab: tab.update_title("Old"),
    "note": lambda tab: tab.update_note("A1", "Hello"),
    "add a tab": lambda tab: tab.spreadsheet.add_worksheet("New", 1, 1),
    "delete a tab": lambda tab: tab.spreadsheet.del_worksheet(tab),
    "copy a tab": lambda tab: tab.copy_to("another"),
    "share": lambda tab: tab.spreadsheet.share("a@example.org", "user", "writer"),
    "any change": lambda tab: tab.spreadsheet.batch_update({"requests": []}),
    "import": lambda tab: tab.client.import_csv("sheet", "a,b"),
}


@pytest.fixture
def a_tab_of_gspread(google, a_sheet):
    """A tab as gspread gives it, through the door that reading goes through."""
    a_sheet({"Data": [["a"]]})
    with session(Access({}, google.url, is_public=False)) as (http, _):
        yield gspread.Client(auth=None, session=http).open_by_key("sheet").sheet1


@pytest.mark.parametrize("write", WRITES)
def test_no_sheet_can_be_changed(google, a_tab_of_gspread, write):
    with pytest.raises(ValueError, match="only reading is allowed"):
        WRITES[write](a_tab_of_gspread)
    assert {line.split()[0] for line in google.asked} == {"GET"}


def test_whatever_else_the_client_offers_sends_nothing_but_get(google, a_tab_of_gspread):
    book = a_tab_of_gspread.spreadsheet
    for thing in (a_tab_of_gspread, book, book.client, gspread.Client(None, book.client.session)):
        for name, function in inspect.getmembers(type(thing), inspect.isfunction):
            given = list(inspect.signature(function).parameters.values())[1:]
            needed = [
                1 for p in given if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
            ]
            if not name.startswith("_"):
                with suppress(Exception):  # most are called with nonsense
                    getattr(thing, name)(*needed)
    assert {line.split()[0] for line in google.asked} == {"GET"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_no_method_but_get_leaves_this_computer(google, a_tab_of_gspread, method):
    google.asked.clear()
    with pytest.raises(ValueError, match="only reading is allowed"):
        getattr(a_tab_of_gspread.client.session, method)(f"{google_requests.API}v4/spreadsheets/x")
    assert google.asked == []


# Settings


def test_without_an_account_the_first_step_is_told_and_nothing_is_asked(nothing_set, capsys):
    assert main(["check", LINK.format("hub")]) == 2
    said = capsys.readouterr().err
    assert "has no Google account" in said
    assert "gcp_service_account" in said
    assert "docs/google-sheets.md" in said


@pytest.mark.parametrize("address", ["http://example.org:80", "https://10.0.0.1", "http://[:", "x"])
def test_a_stand_in_elsewhere_than_on_this_computer_is_not_taken(nothing_set, monkeypatch, address):
    monkeypatch.setenv("KM_GOOGLE_API", address)
    assert refused(LINK.format("hub")).code == "source-no-account"


KEYS = [
    pytest.param({"client_email": ACCOUNT}, "lacks private_key, token_uri", id="parts"),
    pytest.param(
        {"client_email": ACCOUNT, "private_key": "-----BEGIN", "token_uri": "https://x.y"},
        "private_key is not whole", id="private key",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("key", "words"), KEYS)
def test_what_is_missing_from_the_key_is_named(nothing_set, tmp_path, key, words):
    set_key(tmp_path, **key)
    finding = refused(LINK.format("hub"))
    assert finding.code == "source-key-broken"
    assert words in finding.what


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param("gone.json", "names no file that can be read", id="no file"),
        pytest.param("s3cret" * 500, "names no file that can be read", id="a key in another form"),
        pytest.param("notes.txt", "it is no key file", id="another file"),
        pytest.param('{"client_email": ', "it is no key file", id="half of it"),
        pytest.param("list.json", "it is no key file", id="a list"),
    ],
)
def test_a_key_file_that_is_none_is_told(nothing_set, tmp_path, monkeypatch, given, words):
    (tmp_path / "notes.txt").write_text("Dear all,")
    (tmp_path / "list.json").write_text("[1]")
    monkeypatch.setenv("KM_GOOGLE_KEY", given)
    finding = refused(LINK.format("hub"))
    assert finding.code == "source-key-broken"
    assert words in finding.what
    assert "s3cret" not in str(finding)


def test_a_slip_in_the_settings_is_told_with_its_line_and_without_the_key(nothing_set, tmp_path):
    set_key(tmp_path, client_email=ACCOUNT)
    path = tmp_path / ".streamlit" / "secrets.toml"
    path.write_text(path.read_text() + '\nprivate_key = "s3cret\n')
    finding = refused(LINK.format("hub"))
    assert finding.code == "source-key-broken"
    assert "line 3" in finding.what
    assert "s3cret" not in finding.what


def test_the_environment_goes_before_the_settings_file(google, tmp_path, monkeypatch, key):
    set_key(tmp_path, client_email="old@example.org")
    (tmp_path / "key.json").write_text(json.dumps(key))
    google.always = 403, DENIED, {}
    for given in ("key.json", json.dumps(key)):
        monkeypatch.setenv("KM_GOOGLE_KEY", given)
        assert ACCOUNT in refused(LINK.format("hub")).fix


def test_a_stand_in_never_gets_to_see_the_account(google, a_sheet, tmp_path, key):
    set_key(tmp_path, **key)
    rows_of(a_sheet({"Data": [["a"]]}))
    assert all("Authorization" not in headers for headers in google.headers)


def test_a_key_that_google_does_not_take_any_more_is_told(google, tmp_path, monkeypatch, key):
    monkeypatch.delenv("KM_GOOGLE_API")
    set_key(tmp_path, **key | {"token_uri": f"{google.url}/token"})
    google.always = 400, {"error": "invalid_grant", "error_description": "Invalid JWT"}, {}
    finding = refused(LINK.format("hub"))
    assert (finding.code, len(google.asked)) == ("source-key-refused", 1)
    assert ACCOUNT in finding.what


def test_a_sign_in_that_is_away_is_told(google, tmp_path, monkeypatch, key):
    monkeypatch.delenv("KM_GOOGLE_API")
    google.server.server_close()
    google.server.shutdown()
    set_key(tmp_path, **key | {"token_uri": f"{google.url}/token"})
    assert refused(LINK.format("hub")).code == "source-unreachable"


def test_the_account_asks_to_read_alone_and_its_token_goes_to_google_alone(google, a_sheet, key):
    a_sheet({"Data": [["a"]]})
    token = {"access_token": "t0ken", "expires_in": 3600, "token_type": "Bearer"}
    google.faults = [(200, token, {})]
    key |= {"token_uri": f"{google.url}/token"}
    credentials = google_requests._credentials(json.dumps(key))
    door = Door(Access(key, google.url, is_public=False), credentials)
    with google_requests.requests.Session() as http:
        http.mount("https://", door)
        http.get("https://sheets.googleapis.com/v4/spreadsheets/sheet", params={"fields": "sheets"})
        door._access = door._access._replace(is_public=True)
        http.get("https://docs.google.com/spreadsheets/d/sheet/export")
    assert [headers.get("Authorization") for headers in google.headers] == [
        None,
        "Bearer t0ken",
        None,
    ]
    claims = google.bodies[0].split(b"assertion=")[1].split(b".")[1] + b"=="
    assert json.loads(base64.urlsafe_b64decode(claims))["scope"] == (
        "https://www.googleapis.com/auth/spreadsheets.readonly"
    )


def test_the_guide_names_findings_and_settings_that_are_there():
    guide = (ROOT / "docs" / "google-sheets.md").read_text(encoding="utf-8")
    codes = re.findall(r"`((?:source|sheet|look)-[a-z-]+)`", guide)
    assert len(codes) >= 13
    assert set(codes) <= set(RULE_BY_CODE)
    code = (ROOT / "kmlib" / "reading" / "google_account.py").read_text(encoding="utf-8")
    assert all(name in code for name in re.findall(r"`(KM_GOOGLE_\w+)`", guide))


def test_the_example_of_the_settings_has_every_part_of_a_key():
    example = (ROOT / ".streamlit" / "secrets.toml.example").read_text(encoding="utf-8")
    assert set(KEY_PARTS) <= set(tomllib.loads(example)["gcp_service_account"])


# Without an account


@pytest.fixture
def public(google, monkeypatch):
    monkeypatch.setenv("KM_GOOGLE_PUBLIC", "yes")
    return google


def test_a_sheet_that_anyone_may_open_is_read_with_a_warning(public, a_hub):
    path = a_hub(Data=[LONG, OCTOBER])
    link = public.share(path)
    public.faults = [(302, b"", {"Location": f"{public.url}/spreadsheets/d/hub/export?second=1"})]
    network = kmlib.load(link)
    assert network.observations.to_rows() == kmlib.load(path).observations.to_rows()
    assert [(f.code, f.severity) for f in network.findings] == [("sheet-is-public", "warning")]
    assert public.asked[0] == "GET /spreadsheets/d/hub/export?format=xlsx"


@pytest.mark.parametrize("fault", [(200, PAGE, HTML), (401, PAGE, HTML), (404, PAGE, HTML)])
def test_a_sheet_that_not_everyone_may_open_is_told(public, fault):
    public.always = fault
    assert refused(LINK.format("hub")).code == "source-not-public"


def test_a_public_sheet_passes_the_same_guards_as_a_file(public, a_sheet, monkeypatch):
    link = a_sheet({"Data": [["a"]]})
    public.always = 200, b"PK\x03\x04 not a workbook", {"Content-Type": "application/zip"}
    assert refused(link).code == "source-damaged"
    public.always = None
    monkeypatch.setattr(google_requests, "LARGEST_FILE", 1_000)
    assert refused(link).code == "source-too-large"


def test_an_account_goes_before_public_links(public, a_sheet, tmp_path, key):
    set_key(tmp_path, **key)
    rows_of(a_sheet({"Data": [["a"]]}))
    assert all("/v4/" in line for line in public.asked)
