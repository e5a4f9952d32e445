"""Sheet check as its visitors use it: one team, one workbook, and names."""

import csv
import html
import io
from pathlib import Path

import pytest

from tests.conftest import write_workbook
from tests.everything_sent import Visit

PAGE = Path(__file__).parents[1] / "pages" / "sheet_check.py"
LONG = "Team | Measure | Date | Value"
TABS = {
    "Network": ["Setting | Value", "Name | Small Network", "As of | 2026-03-14"],
    "Teams": ["Team | Sheet", "Alder |", "Birch | birch.xlsx"],
    "Measures": ["Measure | Kind | Unit | Better", "Attendance | outcome | percent | higher"],
    "Data": [
        LONG,
        "Alder | Attendance | Oct 2025 | 85%",
        "Alder | Attendance | Nov 2025 | x",
        "Birch | Attendance | Nov 2025 | ~80%",
    ],
}
NAMES = {"view": "Names"}


OWN = ["Month | Attendance", "Oct 2025 | 90%"]


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A hub with a slip of Alder and a note of Birch, and Birch's own workbook."""
    write_workbook(tmp_path / "birch.xlsx", {"Data": ["Month | Attendance", "Oct 2025 | y"]})
    path = write_workbook(tmp_path / "hub.xlsx", TABS)
    monkeypatch.setenv("KM_WORKBOOK", str(path))
    return path


def opened(hub, **address):
    """The page as a visitor opens it, and the files that it offers."""
    visit = Visit(PAGE, hub, address)
    return visit.app, visit.sent().files


def text_of(app):
    """Titles and markup as they are read."""
    titles = [part.value for kind in ("title", "header") for part in app.get(kind)]
    return html.unescape(" ".join(titles + [part.proto.body for part in app.get("html")]))


def title(app):
    return html.unescape(app.title[0].value)


def rows_of(file):
    return list(csv.DictReader(io.StringIO(file.decode())))


def found(files):
    """The findings of the CSV: code, workbook and cell."""
    rows = rows_of(files["sheet-check.csv"])
    return [(row["code"], row["source"], row["cell"]) for row in rows]


# One team, one workbook


def test_a_team_in_the_address_finds_what_arrived_and_what_did_not(hub):
    app, files = opened(hub, team="Birch")
    assert title(app) == "Birch: 1 number arrived; 1 row was set aside"
    assert "Birch: 2 findings" in text_of(app)
    assert found(files) == [("estimate", "hub.xlsx", "D4"), ("not-a-number", "birch.xlsx", "B2")]


def test_the_message_of_a_team_is_ready_to_copy(hub):
    app, _ = opened(hub, team="Birch")
    assert app.code[0].value.startswith("To Birch, as of 14 March 2026")
    assert "B2: “y” is not a number" in app.code[0].value


def test_the_csv_holds_the_findings_that_are_shown(hub):
    app, files = opened(hub, workbook="hub.xlsx", show="note")
    assert found(files) == [("estimate", "hub.xlsx", "D4")]
    assert "D3: “x”" in app.code[0].value, "the message leaves nothing out"


def test_a_workbook_without_a_finding_can_be_looked_at(hub, tmp_path):
    write_workbook(tmp_path / "birch.xlsx", {"Data": OWN})
    app, _ = opened(hub, workbook="birch.xlsx")
    assert "birch.xlsx: no finding" in text_of(app)
    assert "its one row arrived" in app.code[0].value


def test_names_can_be_looked_for_in_the_address(hub):
    app, files = opened(hub, **NAMES, name="ald")
    assert title(app) == "Every name is typed as its own tab has it"
    assert [(row["text"], row["cells"]) for row in rows_of(files["names.csv"])] == [("Alder", "2")]
