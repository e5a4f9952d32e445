from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import kmlib
from kmlib.export.demo import write_demo
from kmlib.findings import column_letters
from kmlib.schema import CycleRow
from kmlib.schema.core import RoutineRow


def data_cells(hub: Path) -> dict[str, object]:
    rows = CalamineWorkbook.from_path(hub).get_sheet_by_name("Data").to_python()
    return {
        column_letters(column) + str(row): value
        for row, cells in enumerate(rows, 1)
        for column, value in enumerate(cells, 1)
    }


def test_equal_arguments_give_the_same_workbook_byte_for_byte(tmp_path):
    size = {"teams": 7, "measures": 5, "periods": 6, "messy": True, "seed": 3}
    first = write_demo(tmp_path / "first", **size)
    again = write_demo(tmp_path / "again", **size)
    assert first.hub.read_bytes() == again.hub.read_bytes()
    assert first.faults == again.faults


def test_another_seed_gives_another_network(tmp_path):
    first = write_demo(tmp_path / "first", teams=3, measures=2, periods=4, seed=1)
    other = write_demo(tmp_path / "other", teams=3, measures=2, periods=4, seed=2)
    assert first.hub.read_bytes() != other.hub.read_bytes()


@pytest.mark.parametrize("messy", [False, True], ids=["clean", "messy"])
def test_every_team_has_a_row_for_every_measure_and_month(tmp_path, messy):
    report = write_demo(tmp_path, teams=6, measures=5, periods=12, messy=messy)
    rows = CalamineWorkbook.from_path(report.hub).get_sheet_by_name("Data").to_python()
    assert report.rows == 6 * 5 * 12
    assert len(rows) == 1 + report.rows + report.blank
    assert sum(not any(cells) for cells in rows) == report.blank


def test_a_clean_network_has_no_fault(tmp_path):
    assert write_demo(tmp_path, teams=4, measures=12, periods=10).faults == ()


def test_one_row_in_twenty_of_a_messy_network_has_a_fault_of_each_known_kind(tmp_path):
    report = write_demo(tmp_path, teams=20, measures=12, periods=12, messy=True)
    assert len(report.faults) == report.rows // 20
    assert len({fault.cell for fault in report.faults}) == len(report.faults)
    assert set(Counter(fault.code for fault in report.faults)) == {
        "name-unknown",
        "name-near-miss",
        "not-a-date",
        "date-in-future",
        "not-a-number",
        "error-value",
        "outside-unit",
        "numerator-over-denominator",
        "duplicate",
    }


@pytest.mark.parametrize(
    ("code", "stands_there"),
    [
        pytest.param("name-unknown", "Zephyr Exchange", id="a school nobody knows"),
        pytest.param("not-a-date", "2/31/2025", id="a day that does not exist"),
        pytest.param("not-a-number", "abc", id="a word where a number goes"),
        pytest.param("outside-unit", 240, id="240 per cent"),
        pytest.param("numerator-over-denominator", 57, id="57 of 40"),
    ],
)
def test_a_fault_stands_in_the_cell_that_the_report_names(tmp_path, code, stands_there):
    report = write_demo(tmp_path, teams=20, measures=12, periods=12, messy=True)
    cells = data_cells(report.hub)
    named = {cells[fault.cell] for fault in report.faults if fault.code == code}
    assert named == {stands_there}


def test_a_thousand_teams_and_sixty_measures_have_different_names(tmp_path):
    hub = write_demo(tmp_path, teams=1200, measures=80, periods=0).hub
    workbook = CalamineWorkbook.from_path(hub)
    for tab in ("Teams", "Measures"):
        names = [cells[0] for cells in workbook.get_sheet_by_name(tab).to_python()]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("messy", [False, True], ids=["clean", "messy"])
def test_exactly_the_planted_faults_are_found_and_set_aside(tmp_path, messy):
    report = write_demo(tmp_path, teams=12, measures=12, periods=12, messy=messy)
    network = kmlib.load(str(report.hub))
    found = [
        (finding.sheet, finding.cell, finding.code)
        for finding in network.findings
        if finding.severity != "note"
    ]
    assert sorted(found) == sorted(report.faults)
    (hub,) = network.sources
    assert hub.rows_set_aside == len(report.faults)
    assert hub.rows_blank == report.blank


def test_a_clean_demo_arrives_with_every_number(tmp_path):
    report = write_demo(tmp_path, teams=5, measures=12, periods=12)
    observations = kmlib.load(str(report.hub)).observations
    assert len(observations) == report.rows
    assert not observations.suppressed.any()


def test_the_learning_tabs_of_a_demo_arrive_whole_and_the_same_each_time(tmp_path):
    size = {"teams": 12, "measures": 4, "periods": 2, "learning": True}
    first = write_demo(tmp_path / "a", **size)
    assert first.hub.read_bytes() == write_demo(tmp_path / "b", **size).hub.read_bytes()
    network = kmlib.load(str(first.hub))
    assert network.findings == ()
    assert len(network.rows(CycleRow)) == 48
    assert network.rows(RoutineRow)[0].feeds == ("Attendance synthesis",)
