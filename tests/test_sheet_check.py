"""Sheet check as its visitors use it: one team, one workbook, names, and a workbook to try."""

import csv
import html
import io
from pathlib import Path
from unittest import mock

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from kmlib.export.template import write_template
from tests.conftest import write_workbook
from tests.everything_sent import Visit
from tests.test_bad_input import LOCKED, PDF

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
OF = "small-network-2026-03-14"  # what every file's name ends in
NAMES, TRY = {"view": "Names"}, {"view": "Try a workbook"}


OWN = ["Month | Attendance", "Oct 2025 | 90%"]


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A hub with a slip of Alder and a note of Birch, and Birch's own workbook."""
    write_workbook(tmp_path / "birch.xlsx", {"Data": ["Month | Attendance", "Oct 2025 | y"]})
    path = write_workbook(tmp_path / "hub.xlsx", TABS)
    monkeypatch.setenv("KM_WORKBOOK", str(path))
    return path


@pytest.fixture
def given(tmp_path):
    """`given(Data=[...])`: the bytes of a workbook that somebody has."""
    (tmp_path / "given").mkdir()

    def build(**tabs):
        return write_workbook(tmp_path / "given" / "my.xlsx", tabs).read_bytes()

    return build


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
    rows = rows_of(files[f"sheet-check-{OF}.csv"])
    return [(row["code"], row["source"], row["cell"]) for row in rows]


# One team, one workbook


def test_a_team_in_the_address_finds_what_arrived_and_what_did_not(hub):
    app, files = opened(hub, team="Birch")
    assert title(app) == "Birch: 1 number arrived; 1 row was set aside"
    assert "Birch: 2 findings" in text_of(app)
    assert found(files) == [("estimate", "hub.xlsx", "D4"), ("not-a-number", "birch.xlsx", "B2")]


def test_a_cell_set_aside_in_a_row_that_is_used_stands_in_every_title(hub, given, tmp_path):
    wide = {"Data": ["Measure | Oct 2025 | Nov 2025 | Dec 2025", "Attendance | 90% | soon | x"]}
    write_workbook(tmp_path / "birch.xlsx", wide)
    write_workbook(hub, TABS | {"Data": TABS["Data"][:2]})
    app, _ = opened(hub, team="Birch")
    assert title(app) == "Birch: 1 number arrived; 2 cells were set aside"
    app, _ = opened(hub)
    assert title(app) == "2 cells were set aside; every row arrived"
    app = tried(hub, "my.xlsx", given(**wide), team="Birch")
    assert title(app) == "my.xlsx: every row would be used, 2 cells set aside"


def test_a_new_template_is_told_where_to_begin(tmp_path):
    write_template(tmp_path / "hub.xlsx")
    app, _ = opened(tmp_path / "hub.xlsx")
    assert title(app) == "Nothing is typed yet: begin with the tabs Teams and Measures"


def test_the_message_of_a_team_is_ready_to_copy(hub):
    app, _ = opened(hub, team="Birch")
    assert app.code[0].value.startswith("To Birch, as of 14 March 2026")
    assert "B2: What is typed here is not a number" in app.code[0].value


def test_the_csv_holds_the_findings_that_are_shown(hub):
    app, files = opened(hub, workbook="hub.xlsx", show="note")
    assert found(files) == [("estimate", "hub.xlsx", "D4")]
    assert "D3: What is typed here is not a number" in app.code[0].value, (
        "the message leaves nothing out"
    )


def test_a_workbook_without_a_finding_can_be_looked_at(hub, tmp_path):
    write_workbook(tmp_path / "birch.xlsx", {"Data": OWN})
    app, _ = opened(hub, workbook="birch.xlsx")
    assert "birch.xlsx: no finding" in text_of(app)
    assert "its one row arrived" in app.code[0].value


def test_names_can_be_looked_for_in_the_address(hub):
    app, files = opened(hub, **NAMES, name="ald")
    assert title(app) == "Every name is typed as its own tab has it"
    assert [(row["text"], row["cells"]) for row in rows_of(files[f"names-{OF}.csv"])] == [
        ("Alder", "2")
    ]


# A workbook that somebody tries


def tried(hub, name, content, **address):
    """The page after a visitor has dropped a file on it."""
    app, _ = opened(hub, **TRY, **address)
    app.file_uploader[0].set_value((name, content, ""))
    app.run()
    assert not app.exception
    return app


def test_the_limit_and_the_kinds_of_a_file_to_try_are_shown(hub):
    uploader = opened(hub, **TRY)[0].file_uploader[0]
    assert uploader.proto.max_upload_size_mb == 10
    assert {".xlsx", ".xls", ".ods", ".csv"} <= set(uploader.allowed_type)


def test_a_teams_workbook_is_read_with_the_networks_teams_and_measures(hub, given):
    app = tried(hub, "my.xlsx", given(Data=OWN), team="Alder")
    assert title(app) == "my.xlsx: every row would be used"
    assert "as Alder’s own" in text_of(app)
    assert '<td data-head="Value">90%</td>' in text_of(app)


def test_the_same_workbook_is_read_again_when_another_team_is_chosen(hub, given):
    app = tried(hub, "my.xlsx", given(Data=OWN), team="Alder")
    app.selectbox(key="team").set_value("")
    app.run()
    assert title(app) == "my.xlsx: 0 of 1 row would be used, 1 row set aside"
    assert "Nothing says which team these numbers belong to." in text_of(app)


def test_a_workbook_with_a_teams_tab_is_a_hub_of_its_own_whose_links_are_not_followed(hub, given):
    tabs = TABS | {"Teams": ["Team | Sheet", "Dale | birch.xlsx", "Elm | /etc/passwd"]}
    app = tried(hub, "my.xlsx", given(**tabs))
    assert "it is read as a hub" in text_of(app)
    assert text_of(app).count("brings in no other") == 2
    assert "1 workbook" not in text_of(app)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (LOCKED, "protected by a password"),
        (PDF, "Save it as .xlsx"),
        (b"", "the file is empty"),
        (b"PK\x03\x04", "save it again as .xlsx"),
    ],
    ids=["locked", "a PDF", "empty", "cut off"],
)
def test_what_cannot_be_opened_says_why_and_how_to_mend_it(hub, content, says):
    app = tried(hub, "my.xlsx", content)
    assert title(app) == "my.xlsx could not be read"
    assert says in text_of(app)


def test_the_name_of_an_upload_is_text_and_never_a_path(hub, given, tmp_path):
    content, files = given(Data=OWN), sorted(tmp_path.glob("**/*"))
    app = tried(hub, "../../<b>etc</b>/hub.xlsx", content)
    assert "&#60;b&#62;etc" in " ".join(part.value for part in app.title)
    assert sorted(tmp_path.glob("**/*")) == files


def test_an_upload_is_read_with_the_last_good_reading_of_a_hub_that_is_away(hub, given):
    content = given(Data=OWN)
    opened(hub)
    hub.unlink()
    app = tried(hub, "my.xlsx", content, team="Alder")
    assert title(app) == "my.xlsx: every row would be used"


def test_forgetting_drops_the_file_and_all_that_was_read_of_it(hub, given):
    app = tried(hub, "my.xlsx", given(Data=OWN))
    assert "tried" in app.session_state
    app.button[0].click()
    with mock.patch.object(MemoryUploadedFileManager, "remove_file") as remove_file:
        app.run()
    remove_file.assert_called_once()
    assert title(app) == "See what the dashboard would make of your workbook"
    assert app.file_uploader[0].value is None
    assert "tried" not in app.session_state


def test_nobody_else_sees_what_one_visitor_tries_and_nothing_is_written(hub, given, tmp_path):
    content, files = (
        given(Data=[f"{OWN[0]} | Zebra", f"{OWN[1]} | q"]),
        sorted(tmp_path.glob("**/*")),
    )
    assert "Zebra" in text_of(tried(hub, "zebra.xlsx", content, team="Alder"))
    for address in ({}, NAMES, TRY):
        app, offered = opened(hub, **address)
        assert "ebra" not in text_of(app) + "".join(map(str, offered.values()))
    assert sorted(tmp_path.glob("**/*")) == files
