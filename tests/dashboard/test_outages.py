"""Twelve ways in which Google can be away: each leaves the pages as they were read last.

A stopped and started dashboard shows its first page at once, with the age of what it shows, and as
soon as it has asked Google it says in plain words what is wrong.
"""

from time import monotonic

import pytest
from streamlit.testing.v1 import AppTest

from kmlib.dashboard import loading
from kmlib.reading import google_requests
from tests.conftest import MEASURES, NETWORK, TEAMS, write_workbook
from tests.google_server import GoogleServer, error_body, error_info
from tests.test_freshness import ROOT, said_by, start_again, strip_of

PAGE, HTML = b"<!DOCTYPE html><title>Sign in</title>", {"Content-Type": "text/html"}
POLICY = error_body(403, errors=[{"domain": "global", "reason": "domainPolicy"}])
OFF = error_body(403, details=error_info("SERVICE_DISABLED"))
EXCEL = error_body(400, "not supported for this document")
EXCEL["error"]["status"] = "FAILED_PRECONDITION"
AT_ONCE = 2.0  # seconds

OUTAGES = {
    "not shared any more": ((403, error_body(403), {}), "is not shared with this dashboard"),
    "deleted": ((404, error_body(404), {}), "There is no Google Sheet behind"),
    "outsiders barred": ((403, POLICY, {}), "outside"),
    "API switched off": ((403, OFF, {}), "Sheets API"),
    "key revoked": ((401, error_body(401), {}), "key"),
    "an Excel file in Drive": ((400, EXCEL, {}), "Excel"),
    "quota used up": ((429, error_body(429), {"Retry-After": "40"}), "asked too often"),
    "error of Google's": ((503, error_body(503), {}), "503"),
    "a sign-in page instead": ((200, PAGE, HTML), "web page"),
    "half an answer": ("half", "it broke off"),
    "hanging up": ("hang up", "no connection"),
    "silence": ("silence", "did not come in time"),
}


@pytest.fixture
def google(monkeypatch, tmp_path):
    """Google Sheets on this very computer; nobody waits between two tries."""
    monkeypatch.setenv("KM_SNAPSHOTS", str(tmp_path / "kept"))
    monkeypatch.setattr(google_requests, "PACE", google_requests.Pace())
    monkeypatch.setattr(google_requests, "sleep", lambda seconds: None)
    monkeypatch.setattr(google_requests, "READ", 0.2)
    start_again()
    with GoogleServer() as server:
        monkeypatch.setenv("KM_GOOGLE_API", server.url)
        yield server
    start_again()


def visit(page="downloads"):
    app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60).run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("fault", "cause"), OUTAGES.values(), ids=OUTAGES)
def test_while_google_is_away_the_first_page_stands_at_once_and_says_why(
    google, monkeypatch, tmp_path, fault, cause
):
    rows = ["Team | Measure | Date | Value", "Alder | Attendance | Oct 2025 | 85%"]
    tabs = {"Network": NETWORK, "Teams": TEAMS, "Measures": MEASURES, "Data": rows}
    hub = google.share(write_workbook(tmp_path / "hub.xlsx", tabs))
    monkeypatch.setenv("KM_WORKBOOK", hub)
    assert "km-ring" not in strip_of(visit())
    google.always = fault
    start_again()
    monkeypatch.setattr(loading, "MOMENT", 0.25)

    before = monotonic()
    app = visit()
    assert monotonic() - before < AT_ONCE
    assert app.title[0].value == "1 observation of 2 teams, ready to take away"

    loading.look_again(60)
    app.run()
    assert app.title[0].value == "1 observation of 2 teams, ready to take away"
    assert "km-ring" in strip_of(app), "an older reading, with its age"
    trouble = said_by(app).partition('<p class="km-trouble">')[2].split("</p>")[0]
    assert cause in trouble


def test_fifty_viewers_ask_google_no_more_than_one_does(google, a_hub, monkeypatch):
    monkeypatch.setenv("KM_WORKBOOK", google.share(a_hub()))
    monkeypatch.setattr(loading, "MOMENT", 0.05)
    for _ in range(50):
        visit()
    assert len(google.asked) == 2, "one request for the tabs and one for their values"
