from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

import kmlib
from kmlib.analysis import equity, gaps, practices, spread
from kmlib.analysis.gap_kinds import KINDS
from kmlib.analysis.judging import STATUSES, Status, judged
from kmlib.analysis.waves import Reason, waves
from kmlib.export.demo import write_demo
from kmlib.findings import column_letters
from kmlib.schema import TABS, CycleRow, DataRow, fields_of
from kmlib.schema.learning import ApplicationRow, ApplicationStatus, KnowledgeRow, Level


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


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A made-up network of twelve teams with every tab, as read."""
    place = tmp_path_factory.mktemp("demo")
    report = write_demo(
        place, teams=12, measures=12, periods=12, learning=True, groups=True, seed=1
    )
    return kmlib.load(str(report.hub))


@pytest.mark.parametrize("size", [(1, 1, 1), (2, 12, 3), (3, 2, 0), (40, 5, 18)], ids=str)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_clean_demo_of_any_size_has_no_finding_in_any_tab(tmp_path, size, seed):
    sizes = dict(zip(("teams", "measures", "periods"), size, strict=True))
    made = write_demo(tmp_path, learning=True, groups=True, seed=seed, **sizes)
    assert kmlib.load(str(made.hub)).findings == ()


def test_the_learning_tabs_of_a_demo_are_the_same_each_time(tmp_path):
    size = {"teams": 12, "measures": 4, "periods": 2, "learning": True, "groups": True}
    first = write_demo(tmp_path / "a", **size)
    assert first.hub.read_bytes() == write_demo(tmp_path / "b", **size).hub.read_bytes()


def test_a_demo_with_learning_fills_every_tab_of_the_design(whole):
    assert whole.findings == ()
    assert {model for model in TABS if not whole.rows(model)} == {DataRow}
    assert "Student group data" in {place.sheet for place in whole.observations.places}


def test_a_demo_fills_every_column_of_the_learning_and_programme_tabs(whole):
    models = [model for model in TABS if model.__module__ != "kmlib.schema.core"]
    empty = {
        f"{model.TAB.title}: {spec.column.title}"
        for model in models
        for spec in fields_of(model)
        if not any(getattr(row, spec.name) for row in whole.rows(model))
    }
    assert empty == {"Tracker: Note"}


def test_a_demo_shows_every_kind_of_gap_and_what_people_decided_about_some(whole):
    published = kmlib.publish(whole)
    found = gaps.gaps(published)
    assert {gap.kind for gap in found} == set(KINDS)
    assert {gap.decision.muted_until is None for gap in found if gap.decision} == {True, False}
    assert len(gaps.no_longer_there(published)) == 1
    broken = {wave.broken.reason for wave in waves(published) if wave.broken}
    assert broken == set(Reason) - {Reason.NO_ROUTINE}


def test_a_demo_has_signals_both_ways_and_some_measured_change_behind_what_is_known_good(whole):
    published = kmlib.publish(whole)
    seen = {Status(word) for word in np.array(STATUSES)[judged(published).status]}
    assert {Status.IMPROVING, Status.WORSENING, Status.STEADY, Status.AT_TARGET} <= seen
    levels = [(one.row.level, one.evidence) for one in spread.items(published)]
    assert {claimed for claimed, _ in levels} == set(Level)
    assert Level.KNOWN_GOOD in {met for _, met in levels}
    assert any(claimed != met for claimed, met in levels), "some claim more than they show"
    moves = {gap.move for row in published.measures for gap in equity.gaps(published, row).gaps}
    assert {equity.Move.CLOSING, equity.Move.WIDENING} <= moves
    assert any(one.goes_with for one in practices.practices(published, published.measures[0]))


def test_a_small_student_group_of_a_demo_is_hidden_and_the_whole_team_is_shown(whole):
    seen = kmlib.publish(whole).observations
    newcomers = seen.group == seen.groups.index("Newcomers")
    assert seen.suppressed[newcomers].any()
    assert not seen.suppressed[newcomers].all()
    assert not seen.suppressed[seen.group == 0].any()


def test_a_demo_of_120_teams_has_about_2000_cycles_and_500_items(tmp_path):
    report = write_demo(tmp_path, teams=120, measures=1, periods=6, learning=True)
    network = kmlib.load(str(report.hub))
    assert 1_900 <= len(network.rows(CycleRow)) <= 2_200
    assert 440 <= len(network.rows(KnowledgeRow)) <= 560
    uses = Counter(row.status for row in network.rows(ApplicationRow))
    assert set(uses) == set(ApplicationStatus)
    assert {"families", "students", "partners"} <= {c.idea_from for c in network.rows(CycleRow)}


def test_the_numbers_of_a_demo_are_the_same_with_and_without_its_other_tabs(tmp_path):
    size = {"teams": 5, "measures": 12, "periods": 12, "messy": True}
    bare = write_demo(tmp_path / "bare", **size)
    whole = write_demo(tmp_path / "whole", learning=True, groups=True, **size)
    assert data_cells(bare.hub) == data_cells(whole.hub)
    assert (bare.rows, bare.faults) == (whole.rows, whole.faults)
