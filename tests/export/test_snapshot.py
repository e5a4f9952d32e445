import csv
import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from pyarrow import parquet

import kmlib
from kmlib.analysis.brokering import brokers
from kmlib.analysis.gaps import gaps
from kmlib.export.snapshot import findings_to_take, snapshot_files, snapshot_zip, write_snapshot
from kmlib.reading.cells import SourceError
from kmlib.schema.programme import TrackerItemRow
from tests.conftest import write_workbook

TEAMS = [
    "Team | Code | Lead | Also known as | Active",
    "Alder | 0640012 | Jane Doe | Alder Crk; ACE | yes",
    "Birch | 0640013 | | | no",
]
MEASURES = [
    "Measure | Kind | Unit | Better | Counts | Target | Target by",
    "Attendance | outcome | percent | higher | students | 85 | 2026-06-30",
    "Referrals | balancing | rate | lower | events | |",
]
DATA = [
    "Team | Measure | Date | Value | Numerator | Denominator | Group",
    "Alder | Attendance | Oct 2025 | | 340 | 400 |",
    "Alder | Attendance | Nov 2025 | 91.5% | | |",
    "Alder | Attendance | Oct 2025 | | 3 | 4 | Newcomers",
    "Birch | Attendance | Oct 2025 | <10 | | |",
    "Birch | Referrals | Oct 2025 | 0.4 | | |",
]
COLUMNS = (
    "team,measure,period_start,period_end,value,numerator,denominator,group,suppressed,"
    "source,sheet,cell"
)
GROUPS = ["Group | Dimension", "Newcomers | language"]
PEOPLE = ["Person | Role | Team", "Jane Doe | principal | Alder", "Jane Doe | coach | Birch"]


@pytest.fixture
def published(a_network):
    return kmlib.publish(
        a_network(Teams=TEAMS, Measures=MEASURES, Data=DATA, Groups=GROUPS, People=PEOPLE)
    )


def read_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def cells_of(rows):
    """The rows without where they stood."""
    return [row.model_dump() for row in rows]


def observed(network):
    """Every observation but where it stood."""
    return sorted(
        [[value for name, value in row.items() if name not in ("source", "sheet", "cell")]
         for row in network.observations.to_rows()],
        key=str,
    )  # fmt: skip


def test_the_snapshot_opened_again_gives_the_same_observations(published, tmp_path):
    place = tmp_path / "snapshot.zip"
    write_snapshot(published, place)

    again = kmlib.load(place)

    assert observed(again) == observed(published)
    assert again.as_of == published.as_of
    assert [team.names() for team in again.teams] == [team.names() for team in published.teams]
    assert [team.active for team in again.teams] == [True, False]
    assert [(m.measure, m.kind, m.unit, m.target, m.target_by) for m in again.measures] == [
        (m.measure, m.kind, m.unit, m.target, m.target_by) for m in published.measures
    ]
    assert [group.dimension for group in again.groups] == ["language"]
    assert [finding for finding in again.findings if finding.severity != "note"] == []


EVERY_KIND = {
    "Teams": ["Team | Students | Joined | Active", "Alder, “A” | 420 | 2025-10-05 | yes",
              "+Cedar | | | no"],
    "Measures": [
        "Measure | Kind | Unit | Better | Counts | Target | Decimals | Cadence",
        "Present | outcome | percent | higher | students | 85.5 | 1 | monthly",
        "Referrals | balancing | rate | lower | events | 0.5 | |",
        "Minutes | process | minutes | higher | staff | | |",
        "Score | outcome | score | neither | students | | |",
        "Done | process | yes-no | higher | staff | | |",
        "Term | outcome | percent | higher | students | | | term BOY-MOY-EOY",
    ],
    "Data": [
        "Team | Measure | Date | Value | Numerator | Denominator | Group",
        "Alder, “A” | Present | Oct 2025 | | 340 | 400 |",
        "Alder, “A” | Present | Nov 2025 | 91.53% | | |",
        "Alder, “A” | Present | Dec 2025 | n/a | | |",
        "Alder, “A” | Present | Oct 2025 | | 3 | 4 | Newcomers",
        "+Cedar | Present | Oct 2025 | <10 | | |",
        "+Cedar | Present | Nov 2025 | >=95% | | |",
        "+Cedar | Referrals | Oct 2025 | 2.4 per 100 | | |",
        "Alder, “A” | Minutes | Week of 10/6/2025 | 35.25 | | |",
        "Alder, “A” | Score | Q2 2025-26 | 1,234.5 | | |",
        "Alder, “A” | Done | 2026-02-10 | no | | |",
        "+Cedar | Term | BOY 2025-26 | 44% | | |",
        "+Cedar | Score | Fall 2025 | 0 | | |",
    ],
    "Tracker items": ["Code | Item | Very important | Due", "2.10 | Plan, -1 | yes | 2026-01-31"],
    "Cycles": ["Team | Title | Started | Result", "+Cedar | -Calls | 2026-01-05 | 3/4"],
}  # fmt: skip


@pytest.mark.parametrize("place", ["snapshot", "snapshot.zip"])
def test_every_kind_of_value_comes_back_the_same_and_typed_as_the_description_says(
    a_network, tmp_path, place
):
    first = kmlib.publish(a_network(Groups=GROUPS, **EVERY_KIND))
    write_snapshot(first, tmp_path / place)
    again = kmlib.publish(kmlib.load(tmp_path / place))
    assert len(first.observations) == 11  # n/a is no observation
    assert observed(again) == observed(first)
    for model in (kmlib.schema.MeasureRow, TrackerItemRow, kmlib.schema.CycleRow):
        assert cells_of(again.rows(model)) == cells_of(first.rows(model)) != []
    assert cells_of(again.teams) == cells_of(first.teams)
    assert again.settings == first.settings


def test_a_zip_without_its_description_says_what_it_lacks(published, tmp_path):
    with zipfile.ZipFile(tmp_path / "snapshot.zip", "w") as archive:
        for name, content in list(snapshot_files(published).items())[1:]:
            archive.writestr(name, content)
    with pytest.raises(SourceError) as refused:
        kmlib.load(tmp_path / "snapshot.zip")
    assert refused.value.finding.code == "source-kind-unknown"
    assert "leave its datapackage.json" in refused.value.finding.fix


def test_every_tab_of_the_hub_but_those_about_staff_comes_back_row_by_row(sample, tmp_path):
    write_snapshot(sample, tmp_path / "snapshot.zip")
    again = kmlib.load(tmp_path / "snapshot.zip")
    lost = {m.TAB.title for m, rows in sample.tabs.items() if len(rows) != len(again.rows(m))}
    assert lost == {"People"}
    assert [finding for finding in again.findings if finding.severity != "note"] == []
    assert [row.title for row in again.rows(kmlib.schema.CycleRow)] == [
        row.title for row in sample.rows(kmlib.schema.CycleRow)
    ]


def test_a_name_of_staff_in_a_column_that_a_row_needs_is_left_out_in_words(a_network):
    sharing = ["Item | Broker | To | Date", "Early calls | Jane Doe | Birch | 2026-01-05"]
    network = kmlib.publish(a_network(Knowledge=["Item", "Early calls"], Sharing=sharing))
    (row,) = read_csv(snapshot_files(network)["sharing.csv"])
    assert list(filter(None, row.values())) == ["Early calls", "left out", "Birch", "2026-01-05"]


def test_a_snapshot_opened_again_has_the_gaps_of_the_hub_and_asks_for_no_owner_it_left_out(
    a_network, tmp_path
):
    routines = [
        "Routine | Stage | Priority | Owner",
        "Dive | generation | | Jane Doe",
        "Circle | sharing | |",
    ]
    sharing = [f"Early calls | Jane Doe | Birch | 2026-01-{day:02}" for day in range(5, 12)]
    first = kmlib.publish(
        a_network(
            Network=["Setting | Value", "As of | 2026-02-01"],
            Routines=routines,
            Knowledge=["Item", "Early calls"],
            Sharing=["Item | Broker | To | Date", *sharing],
        )
    )
    write_snapshot(first, tmp_path / "snapshot.zip")
    again = kmlib.publish(kmlib.load(tmp_path / "snapshot.zip"))
    owners = [gap.name for gap in gaps(again) if gap.name.endswith("no owner")]
    assert owners == ["Circle: no owner"], "a real gap stays one"
    assert {gap.name for gap in gaps(again)} == {gap.name for gap in gaps(first)}
    assert [one["company"] for one in brokers(first)] == ["company welcome: 7 of this year’s 7"]
    assert [one["company"] for one in brokers(again)] == [""], "who carried is not told"


def test_the_same_content_bears_the_same_version_and_another_number_another(published, a_network):
    def version(network):
        return json.loads(snapshot_files(network)["datapackage.json"])["version"]

    other = [*DATA[:-1], "Birch | Referrals | Oct 2025 | 0.5 | | |"]
    changed = kmlib.publish(a_network(Teams=TEAMS, Measures=MEASURES, Data=other))
    assert version(published) == version(replace(published, read_at=dt.datetime(2026, 1, 1)))
    assert version(published) != version(changed)


def test_the_snapshot_is_a_valid_data_package(sample, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    write_snapshot(sample, tmp_path / "snapshot")
    report = frictionless.validate(str(tmp_path / "snapshot" / "datapackage.json"))
    assert report.flatten(["code", "note"]) == []


def test_a_folder_holds_the_same_files_as_the_zip(published, tmp_path):
    write_snapshot(published, tmp_path / "snapshot")

    with zipfile.ZipFile(io.BytesIO(snapshot_zip(published))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    assert files == {path.name: path.read_bytes() for path in (tmp_path / "snapshot").iterdir()}
    assert observed(kmlib.load(tmp_path / "snapshot")) == observed(published)


def test_the_same_network_gives_the_same_bytes(published):
    assert snapshot_zip(published) == snapshot_zip(published)


def test_data_has_its_columns_in_order_and_percents_from_0_to_100(published):
    rows = read_csv(snapshot_files(published)["data.csv"])

    assert ",".join(rows[0]) == COLUMNS
    assert rows[0]["period_start"] == "2025-10-01"
    assert rows[0]["period_end"] == "2025-10-31"
    assert (rows[0]["value"], rows[1]["value"]) == ("85", "91.5")


def test_a_suppressed_row_says_so_and_has_no_number(published):
    rows = read_csv(snapshot_files(published)["data.csv"])
    hidden = [row for row in rows if row["suppressed"] == "true"]

    assert {(row["team"], row["group"]) for row in hidden} >= {
        ("Alder", "Newcomers"),
        ("Birch", ""),
    }
    assert {row["value"] + row["numerator"] + row["denominator"] for row in hidden} == {""}


def test_names_of_staff_and_links_to_their_workbooks_are_left_out(a_network):
    tabs = {
        "Network": ["Setting | Value", "Name | Small Network", "Contact | Jane Doe"],
        "Teams": TEAMS,
        "People": PEOPLE,
    }
    network = a_network(**tabs)
    assert any("Jane Doe" in finding.what for finding in network.findings), "she stands twice"

    for name, content in snapshot_files(kmlib.publish(network)).items():
        assert b"Jane" not in content, name
        assert b"Contact" not in content, name
        assert b"Sheet" not in content.splitlines()[0], name


def test_no_link_to_a_workbook_leaves_with_a_finding(a_network, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # away from settings: nothing is asked of Google
    link = "https://docs.google.com/spreadsheets/d/1secret/edit"
    network = a_network(Teams=["Team | Sheet", f"Alder | {link}"], Lunch=["Soup", "rye"])
    findings = [finding._replace(link=link) for finding in network.findings]
    published = kmlib.publish(replace(network, findings=tuple(findings)))
    assert [finding.code for finding in findings_to_take(published)] == ["tab-unknown"]
    assert not any("1secret" in str(finding) for finding in findings_to_take(published))
    assert all(b"1secret" not in content for content in snapshot_files(published).values())


def test_the_description_agrees_with_the_files(published):
    files = snapshot_files(published)
    package = json.loads(files["datapackage.json"])

    assert [resource["path"] for resource in package["resources"]] == [*files][1:]
    for resource in package["resources"]:
        rows = list(csv.reader(io.StringIO(files[resource["path"]].decode(), newline="")))
        assert [field["name"] for field in resource["schema"]["fields"]] == rows[0]
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert resource["rows"] == len(rows) - 1
        assert resource["bytes"] == len(files[resource["path"]])


def test_the_description_says_of_which_day_it_is_and_what_is_hidden(published):
    package = json.loads(snapshot_files(published)["datapackage.json"])

    assert package["name"] == "small-network"
    assert package["as_of"] == "2026-03-14"
    assert package["privacy"]["rule"] == published.privacy.sentence
    assert package["privacy"]["smallest_group_shown"] == 10
    source = package["sources"][0]
    assert source["title"] == "hub.xlsx"
    assert source["rows_read"] == sum(
        source[name] for name in ("rows_accepted", "rows_set_aside", "rows_blank")
    )


def test_a_file_that_is_no_snapshot_is_never_written_over(published, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "data.csv").write_text("my own data")
    (tmp_path / "mine.zip").write_text("my own zip")

    for place in (folder, tmp_path / "mine.zip", tmp_path / "hub.xlsx"):
        with pytest.raises(FileExistsError):
            write_snapshot(published, place)

    assert (folder / "data.csv").read_text() == "my own data"


def test_an_earlier_snapshot_is_written_anew(published, tmp_path):
    for place in (tmp_path / "snapshot", tmp_path / "snapshot.zip"):
        write_snapshot(published, place)
        write_snapshot(published, place)


def test_a_network_without_data_has_a_snapshot_too(a_network):
    files = snapshot_files(kmlib.publish(a_network()))
    assert files["data.csv"].decode().split() == [COLUMNS]


def test_parquet_holds_what_the_csv_holds_typed_and_without_loading_pandas(tmp_path):
    hub = a_nasty_hub(tmp_path)
    code = (
        "import sys, kmlib; from kmlib.export.parquet import *; from kmlib.snapshots import *;"
        "write_published(kmlib.publish(kmlib.load(sys.argv[1])), place_at(sys.argv[2], 'out'));"
        "print('pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(hub), str(tmp_path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"
    teams = parquet.read_table(tmp_path / "out" / "teams.parquet").to_pylist()
    assert [team["Team"] for team in teams] == ["+Alder, “A”", "Birch\u20ac"]
    assert [team["Students"] for team in teams] == [420, None]
    assert [team["Joined"] for team in teams] == [dt.date(2025, 10, 5), None]


def a_nasty_hub(folder):
    teams = ["Team | Students | Joined", "+Alder, “A” | 420 | 2025-10-05", "Birch\u20ac | | "]
    return write_workbook(folder / "hub.xlsx", {"Teams": teams})
