"""Opening sources: files, folders and snapshots, and nothing outside of them."""

import json
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from kmlib.findings import Cell
from kmlib.reading.cells import SourceError
from kmlib.reading.sources import fingerprint, open_beside, open_source, read_workbook

SHEET_CELL = Cell("hub.xlsx", "Teams", row=2, column=3, value="alder.csv")
PACKAGE = {"name": "small", "resources": [{"path": "data.csv"}, {"path": "teams.csv"}]}
TABLES = {"data.csv": "team,value\nAlder,85\n", "teams.csv": "team\n'=Alder\n"}


@pytest.fixture
def folder(tmp_path):
    """A folder with a hub and one team's own file."""
    with xlsxwriter.Workbook(str(tmp_path / "hub.xlsx")) as book:
        book.add_worksheet("Teams").write(0, 0, "Team")
    (tmp_path / "alder.csv").write_text("Team,Oct\nAlder,85%\n")
    return tmp_path


@pytest.fixture
def snapshot(tmp_path):
    """A folder that holds a snapshot."""
    place = tmp_path / "snapshot"
    place.mkdir()
    (place / "datapackage.json").write_text(json.dumps(PACKAGE))
    for name, text in TABLES.items():
        (place / name).write_text(text)
    return place


def zipped(place, inside=""):
    """The files of a folder as a zip beside it."""
    path = place.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(place.iterdir()):
            archive.write(file, inside + file.name)
    return path


def finding_of(open_it, *arguments):
    with pytest.raises(SourceError) as refusal:
        open_it(*arguments)
    return refusal.value.finding


def test_a_file_is_one_workbook_under_its_own_name(folder):
    (workbook,) = open_source(folder / "hub.xlsx").workbooks
    assert workbook.name == "hub.xlsx"
    assert workbook.path == str(folder / "hub.xlsx")
    assert [tab.title for tab in workbook.tabs] == ["Teams"]


def test_a_folder_gives_its_workbooks_by_name_and_nothing_else(folder):
    for other in ("~$hub.xlsx", ".hidden.csv", "photo.jpg", "notes.docx", "README.txt"):
        (folder / other).write_bytes(b"...")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "birch.csv").write_text("Team\n")
    assert [w.name for w in open_source(str(folder)).workbooks] == ["alder.csv", "hub.xlsx"]


def test_one_damaged_file_of_a_folder_does_not_keep_the_others_closed(folder):
    (folder / "birch.xlsx").write_bytes(b"PK\x03\x04")
    opened = open_source(folder)
    assert [w.name for w in opened.workbooks] == ["alder.csv", "hub.xlsx"]
    assert [(f.code, f.source) for f in opened.findings] == [("source-damaged", "birch.xlsx")]


def test_what_is_no_ordinary_file_is_not_opened(folder):
    os.mkfifo(folder / "waits.csv")
    (folder / "hub.csv").mkdir()
    (folder / "leads nowhere.csv").symlink_to(folder / "gone.csv")
    (folder / "leads round.csv").symlink_to(folder / "leads round.csv")
    assert [w.name for w in open_source(folder).workbooks] == ["alder.csv", "hub.xlsx"]
    for name in ("waits.csv", "leads nowhere.csv", "leads round.csv"):
        assert finding_of(open_source, folder / name).code == "source-not-found"
        beside = finding_of(open_beside, str(folder / "hub.xlsx"), name, SHEET_CELL)
        assert beside.code == "source-not-found"


def test_a_file_that_grows_while_it_is_read_is_read_up_to_the_limit(folder, monkeypatch):
    monkeypatch.setattr("kmlib.reading.guards.LARGEST_FILE", 20)
    monkeypatch.setattr("kmlib.reading.guards.check_size", lambda size, name: sizes.append(size))
    sizes = []
    (folder / "alder.csv").write_text("Team\n" * 100)
    open_source(folder / "alder.csv")
    assert sizes == [500, 21], "what the folder says, and what is taken in"


def test_a_folder_of_too_many_files_is_refused(folder, monkeypatch):
    monkeypatch.setattr("kmlib.reading.guards.MOST_PARTS", 1)
    assert finding_of(open_source, folder).code == "source-too-large"


def test_a_folder_that_may_not_be_looked_into_is_a_finding(folder, monkeypatch):
    def refuse(path):
        raise PermissionError(path)

    monkeypatch.setattr(os, "scandir", refuse)
    finding = finding_of(open_source, folder)
    assert finding.code == "source-damaged"
    assert "does not let it be read" in finding.what
    assert fingerprint(folder) == ()


def test_a_folder_without_workbooks_is_said_to_be_empty(tmp_path):
    assert finding_of(open_source, tmp_path).code == "source-folder-empty"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("no such file.xlsx", "source-not-found", id="misspelled"),
        pytest.param("with a\0zero byte.csv", "source-not-found", id="zero byte"),
        pytest.param("x" * 5_000, "source-not-found", id="too long a name"),
        pytest.param("https://example.org/hub.xlsx", "source-online", id="a link"),
        pytest.param("/dev/null", "source-not-found", id="no ordinary file"),
    ],
)
def test_what_cannot_be_found_is_one_finding_about_the_source(source, code):
    finding = finding_of(open_source, source)
    assert finding.code == code
    assert (finding.source, finding.sheet, finding.cell) == (source, "", "")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("photo.jpg", b"...", "source-kind-unknown", id="another ending"),
        pytest.param("hub.xls", b"<html><table>", "source-kind-unknown", id="web page as .xls"),
        pytest.param("hub.xlsx", b"", "source-damaged", id="empty .xlsx"),
        pytest.param("hub.zip", b"PK\x05\x06" + bytes(18), "source-kind-unknown", id="empty zip"),
        pytest.param("hub.xlsx", b"PK\x03\x04", "source-damaged", id="cut off"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(name, content, code):
    assert finding_of(read_workbook, content, name).code == code


def test_the_content_decides_and_not_the_ending(folder):
    hub = (folder / "hub.xlsx").read_bytes()
    assert read_workbook(hub, "hub.csv").tabs[0].title == "Teams"
    assert read_workbook(b"Team\tOct\nAlder\t3\n", "hub.xls").tabs[0].rows[1] == ["Alder", "3"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(folder, monkeypatch):
    monkeypatch.setattr("kmlib.reading.guards.LARGEST_FILE", 10)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was read"))
    assert finding_of(open_source, folder / "hub.xlsx").code == "source-too-large"


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may read every file")
def test_a_file_that_may_not_be_read_is_a_finding(folder):
    (folder / "alder.csv").chmod(0)
    assert finding_of(open_source, folder / "alder.csv").code == "source-damaged"


@pytest.mark.parametrize(
    "as_given",
    [
        pytest.param(lambda place: place, id="folder"),
        pytest.param(zipped, id="zip"),
        pytest.param(lambda place: zipped(place, "snapshot/"), id="zip of the folder"),
    ],
)
def test_a_snapshot_is_one_workbook_with_a_tab_for_each_table(snapshot, as_given):
    (workbook,) = open_source(as_given(snapshot)).workbooks
    assert workbook.name.startswith("snapshot")
    assert [(tab.title, tab.source) for tab in workbook.tabs] == [
        ("data", workbook.name),
        ("teams", workbook.name),
    ]
    assert workbook.tabs[1].rows == [["team"], ["=Alder"]]


def test_only_the_tables_that_a_snapshot_names_are_read(snapshot):
    (snapshot / "stray.csv").write_text("team\n")
    (workbook,) = open_source(zipped(snapshot)).workbooks
    assert [tab.title for tab in workbook.tabs] == ["data", "teams"]


def test_a_damaged_table_of_a_snapshot_costs_that_table(snapshot):
    (snapshot / "data.csv").write_text('team,value\n"Alder,85\n')
    for source in (snapshot, zipped(snapshot)):
        (workbook,) = open_source(source).workbooks
        assert [tab.title for tab in workbook.tabs] == ["teams"]
        assert [(f.code, f.source) for f in workbook.findings] == [
            ("source-damaged", workbook.name)
        ]


def test_a_table_that_a_snapshot_names_again_and_again_is_read_once(snapshot):
    named = {"resources": [{"path": "data.csv"}] * 5_000}
    (snapshot / "datapackage.json").write_text(json.dumps(named))
    (workbook,) = open_source(snapshot).workbooks
    assert [tab.title for tab in workbook.tabs] == ["data"]


def test_the_tables_of_a_snapshot_have_one_limit_together(snapshot, monkeypatch):
    monkeypatch.setattr("kmlib.reading.sources.MOST_CELLS", 5)
    (workbook,) = open_source(snapshot).workbooks
    assert [tab.title for tab in workbook.tabs] == ["data"]
    assert [f.code for f in workbook.findings] == ["source-too-large"]


def test_a_table_of_a_zipped_snapshot_that_unfolds_too_far_is_not_unfolded(snapshot):
    (snapshot / "data.csv").write_text("team,value\n" + " " * 12_000_000)
    (workbook,) = open_source(zipped(snapshot)).workbooks
    assert [tab.title for tab in workbook.tabs] == ["teams"]
    assert [f.code for f in workbook.findings] == ["source-too-large"]


@pytest.mark.parametrize("path", ["gone.csv", "../alder.csv", "/etc/passwd.csv"])
def test_a_table_that_is_not_in_the_snapshot_is_a_finding(snapshot, path):
    (snapshot.parent / "alder.csv").write_text("team\n")
    named = {"resources": [*PACKAGE["resources"], {"path": path}]}
    (snapshot / "datapackage.json").write_text(json.dumps(named))
    for source in (snapshot, zipped(snapshot)):
        (workbook,) = open_source(source).workbooks
        assert len(workbook.tabs) == 2
        assert [(f.code, f.value) for f in workbook.findings] == [("source-not-found", path)]


@pytest.mark.parametrize(
    "description", ["{", "[]", '{"resources": 5}', '{"resources": [{}]}', "[" * 100_000]
)
def test_a_snapshot_whose_description_is_broken_is_damaged(snapshot, description):
    (snapshot / "datapackage.json").write_text(description)
    assert finding_of(open_source, snapshot).code == "source-damaged"


def test_a_snapshot_whose_description_is_endless_is_refused(snapshot):
    (snapshot / "datapackage.json").write_text("[" * 2_000_000)
    assert finding_of(open_source, snapshot).code == "source-too-large"


@pytest.mark.parametrize(
    "name", ["alder.csv", " alder.csv ", "teams/birch.csv", "teams\\birch.csv"]
)
def test_a_file_named_in_a_hub_is_looked_for_beside_it(folder, name):
    (folder / "teams").mkdir()
    (folder / "teams" / "birch.csv").write_text("Team\n")
    workbook = open_beside(str(folder / "hub.xlsx"), name, SHEET_CELL)
    assert workbook.name in ("alder.csv", "birch.csv")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("../other.csv", "source-outside-folder", id="parent folder"),
        pytest.param("x/../../other.csv", "source-outside-folder", id="parent in between"),
        pytest.param("..\\other.csv", "source-outside-folder", id="parent as in Windows"),
        pytest.param("/etc/passwd", "source-outside-folder", id="whole address"),
        pytest.param("C:\\other.csv", "source-outside-folder", id="another drive"),
        pytest.param("C:other.csv", "source-outside-folder", id="another drive's folder"),
        pytest.param("\\\\server\\other.csv", "source-outside-folder", id="another computer"),
        pytest.param("leads out.csv", "source-outside-folder", id="a link that leads out"),
        pytest.param("gone.csv", "source-not-found", id="not there"),
        pytest.param("", "source-not-found", id="nothing typed"),
        pytest.param("zero\0byte.csv", "source-not-found", id="zero byte"),
        pytest.param("photo.jpg", "source-kind-unknown", id="no workbook"),
        pytest.param("https://example.org/x.csv", "source-online", id="a link"),
    ],
)
def test_a_file_elsewhere_is_not_opened_and_the_finding_names_the_cell(folder, name, code):
    hub = folder / "network"
    hub.mkdir()
    (folder / "other.csv").write_text("Team\n")
    (hub / "photo.jpg").write_bytes(b"...")
    (hub / "leads out.csv").symlink_to(folder / "other.csv")
    finding = finding_of(open_beside, str(hub / "hub.xlsx"), name, SHEET_CELL)
    assert finding.code == code
    assert (finding.source, finding.sheet, finding.cell) == ("hub.xlsx", "Teams", "C2")


@pytest.mark.parametrize("named", ["alder.csv", "https://docs.google.com/spreadsheets/d/1"])
def test_an_uploaded_hub_opens_neither_files_nor_links(named):
    finding = finding_of(open_beside, "", named, SHEET_CELL)
    assert (finding.code, finding.severity) == ("link-not-followed", "note")


def test_the_fingerprint_changes_with_any_file_of_a_folder(folder):
    before = fingerprint(folder)
    assert fingerprint(folder) == before
    (folder / "photo.jpg").write_bytes(b"...")
    assert fingerprint(folder) == before, "only workbooks count"
    os.utime(folder / "alder.csv", ns=(1, 1))
    changed = fingerprint(folder)
    assert changed != before
    (folder / "birch.csv").write_text("Team\n")
    assert fingerprint(folder) != changed


def test_a_text_file_is_a_table_where_it_is_named(folder):
    (folder / "birch.txt").write_text("Team\tOct\nBirch\t3\n")
    (workbook,) = open_source(folder / "birch.txt").workbooks
    beside = open_beside(str(folder / "hub.xlsx"), "birch.txt", SHEET_CELL)
    assert workbook.tabs[0].rows == beside.tabs[0].rows == [["Team", "Oct"], ["Birch", "3"]]
    assert any("birch.txt" in name for name, *_ in fingerprint(folder)), "a hub may name it"


@pytest.mark.parametrize("source", ["gone.xlsx", "https://docs.google.com/spreadsheets/d/1"])
def test_what_is_not_there_has_no_fingerprint(source):
    assert fingerprint(source) == ()
