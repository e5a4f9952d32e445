"""Small tabs and networks for tests, their cells in plain view; and a real one."""

import csv
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from streamlit.components.v2 import manifest_scanner

import kmlib
from kmlib.reading import excel
from kmlib.reading.cells import Tab

NETWORK = ("Setting | Value", "Name | Small Network", "As of | 2026-03-14")
TEAMS = ("Team", "Alder", "Birch")
MEASURES = (
    "Measure | Kind | Unit | Better | Counts",
    "Attendance | outcome | percent | higher | students",
)


CONNECTICUT_RENAMED = {  # how the analyst's list calls districts that the exports call otherwise
    "Eastern Connecticut Regional Educational Services": (
        "Eastern Connecticut Regional Educational Service Center (EASTCONN)",
    ),
    "Great Oaks Charter School Bridgeport": ("Great Oaks Charter School District",),
    "Interdistrict School for Arts and Communication District": (
        "Interdistrict School for Arts and Comm District",
    ),
    "Western Connecticut Regional Educational Services": ("Education Connection", "EdAdvance"),
}


def cells_of(line):
    """The cells of one row: parted by |, numbers as numbers."""
    return [number_or_text(cell.strip()) for cell in line.split("|")]


def number_or_text(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def write_workbook(path, tabs):
    """Write a workbook from lines of cells by tab; `85%` is a number under a percent format."""
    with xlsxwriter.Workbook(str(path)) as book:
        percent = book.add_format({"num_format": "0%"})
        for title, lines in tabs.items():
            sheet = book.add_worksheet(title)
            for row, line in enumerate(lines):
                for column, cell in enumerate(cells_of(line)):
                    if isinstance(cell, str) and cell[:-1].isdecimal() and cell.endswith("%"):
                        sheet.write_number(row, column, int(cell[:-1]) / 100, percent)
                    elif isinstance(cell, float):
                        sheet.write_number(row, column, cell)
                    elif cell:
                        sheet.write_string(row, column, cell)
    return path


@pytest.fixture(scope="session", autouse=True)
def _readings_kept_aside(tmp_path_factory):
    """What tests read is kept in a folder of their own, and a page waits for what was edited."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KM_SNAPSHOTS", str(tmp_path_factory.mktemp("kept")))
        patch.setattr("kmlib.dashboard.loading.MOMENT", 30.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def _packages_looked_through_once():
    """Each page under test would look through all installed packages again: most of its time."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture
def a_tab():
    """`a_tab("Team | Oct | Nov", "Alder | 85% | 0.9")`: a tab as a reader delivers it."""

    def build(*lines, title="Data", source="hub.xlsx", **more):
        return Tab(source=source, title=title, rows=[cells_of(line) for line in lines], **more)

    return build


@pytest.fixture
def a_hub(tmp_path):
    """`a_hub(Data=["Team | Measure | Date | Value", ...])`: the path of a small hub workbook.

    Network, Teams (Alder, Birch) and Measures (Attendance) are there unless given; None leaves out.
    """

    def build(name="hub.xlsx", **tabs):
        tabs = {"Network": NETWORK, "Teams": TEAMS, "Measures": MEASURES} | tabs
        return write_workbook(
            tmp_path / name, {title: lines for title, lines in tabs.items() if lines is not None}
        )

    return build


@pytest.fixture
def a_network(a_hub):
    """`a_network(Data=[...])`: the same hub, loaded."""

    def build(**tabs):
        return kmlib.load(a_hub(**tabs))

    return build


@pytest.fixture
def published(a_network):
    """`published(Cycles=[...])`: the same hub, as published."""

    def build(**tabs):
        return kmlib.publish(a_network(**tabs))

    return build


@pytest.fixture
def resaved(tmp_path, tmp_path_factory):
    """`resaved(path, "ods")`: the same workbook as LibreOffice saves it in another kind.

    More workbooks are saved beside it.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")

    def build(path, kind, *more):
        folder = tmp_path / f"as-{kind}"
        mine = tmp_path_factory.getbasetemp() / "libreoffice"  # of this process: none waits
        profile = f"-env:UserInstallation={mine.as_uri()}"
        command = [program, profile, "--headless", "--convert-to", kind, "--outdir", folder]
        subprocess.run([*command, path, *more], check=True, capture_output=True, timeout=120)
        return folder / f"{path.stem}.{kind}"

    return build


@pytest.fixture
def nothing_apart(monkeypatch):
    """Read in this process what is otherwise read in one of its own: it takes no time to begin."""
    monkeypatch.setattr(excel, "read_apart", excel.read_doubtful)


@pytest.fixture(scope="session")
def sample():
    """The sample network, as published."""
    return kmlib.publish(kmlib.load(Path(__file__).parents[1] / "sample_sheets" / "hub.xlsx"))


@pytest.fixture(scope="session")
def reference():
    """The folder of reference data that KM_REFERENCE names."""
    place = os.environ.get("KM_REFERENCE")
    if not place:
        pytest.skip("KM_REFERENCE names no folder of reference data")
    return Path(place)


@pytest.fixture(scope="session")
def connecticut(reference, tmp_path_factory):
    """A folder with nine real exports of a state and a small hub: one measure, nothing hidden."""
    folder = tmp_path_factory.mktemp("connecticut")
    codes, exports = {}, reference / "real" / "connecticut"
    for export in sorted(exports.glob("*.csv")):
        shutil.copy(export, folder)
        with export.open(encoding="utf-8") as lines:
            rows = [row for row in csv.reader(lines) if len(row) > 3]
        codes |= {row[0]: row[1][2:-1] for row in rows if row[1].startswith('="')}
    with (exports / "expected" / "normalised_by_an_analyst.csv").open(encoding="utf-8") as file:
        names = sorted({row["District"] for row in csv.DictReader(file)} - {"Connecticut"})
    measure = {
        "Measure": "Chronic absenteeism",
        "Kind": "outcome",
        "Unit": "percent",
        "Better": "lower",
        "Cadence": "yearly",
        "Also known as": "% Chronically Absent; Chronically Absent",
        "Numerator also known as": "Student Count",
    }
    tabs = {
        "Network": [
            ("Name", "Chronic absenteeism in Connecticut"),
            ("Smallest group shown", 1),
            ("Reason for a smaller group", "already public"),
        ],
        "Teams": [("Team", "Code", "Also known as")]
        + [
            (name, codes.get(name, ""), "; ".join(CONNECTICUT_RENAMED.get(name, ())))
            for name in names
        ],
        "Measures": [tuple(measure), tuple(measure.values())],
    }
    with xlsxwriter.Workbook(str(folder / "hub.xlsx")) as book:
        for title, rows in tabs.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return folder
