"""What helps most stands first, and each team finds what is its own."""

import pytest

import kmlib
from kmlib.analysis.mending import about_team, arrival, held_back, to_mend, workbooks
from tests.conftest import write_workbook

LONG = "Team | Measure | Date | Value"
TWO = ["Measure | Kind | Unit | Better", *(f"{m} | outcome | percent | higher" for m in "AB")]
GOOD = "Alder | Attendance | Oct 2025 | 85%"


def told(network):
    """Code, cells and rows of each finding to mend, in order."""
    return [(one.first.code, one.cells, one.rows) for one in to_mend(network, network.findings)]


def codes_about(network, team):
    return [finding.code for finding in about_team(network, team)]


def test_a_table_without_a_team_stands_before_single_cells(published):
    network = published(
        Data=[LONG, *(f"Alder | Attendance | {d} 2025 | x" for d in ("Oct", "Nov", "Dec"))],
        More=["Measure | Date | Value", *(f"Attendance | {m} 2025 | 80%" for m in ("Oct", "Nov"))],
    )
    assert told(network) == [("no-team", 1, 2), ("not-a-number", 3, 3)]


def test_the_finding_that_most_rows_wait_for_stands_first(published):
    network = published(Data=[LONG, f"{GOOD}x", *[GOOD.replace("Alder", "Cedar")] * 3])
    assert told(network) == [("name-unknown", 3, 3), ("not-a-number", 1, 1)]


def test_errors_stand_before_what_is_used_and_that_before_notes(published):
    network = published(
        Measures=TWO,
        Data=[
            f"{LONG} | Numerator | Denominator",
            "Alder | A | Oct 2025 | ~85% | |",
            "Alder | A | Nov 2025 | 61% | 91 | 219",
            "Alder | A | Dec 2025 | x | |",
        ],
    )
    assert [code for code, *_ in told(network)] == ["not-a-number", "ratio-mismatch", "estimate"]


def test_a_cell_of_a_row_that_is_used_otherwise_holds_no_row_back(published):
    network = published(Measures=TWO, Data=["Team | Date | A | B", "Alder | Oct 2025 | x | 80%"])
    assert told(network) == [("not-a-number", 1, 0)]


def test_two_bad_cells_of_one_row_hold_one_row_back(published):
    network = published(Measures=TWO, Data=["Team | Date | A | B", "Alder | Oct 2025 | x | x"])
    assert told(network) == [("not-a-number", 2, 1)]


def test_a_month_without_its_year_holds_back_the_rows_that_have_no_other(published):
    network = published(Attendance=["Team | Oct | Nov 2025", "Alder | 85% |", "Birch | 85% | 80%"])
    assert ("year-unknown", 1, 1) in told(network)


def test_rows_below_two_tables_are_held_back_by_their_own(published):
    undated = ["Team | Measure | Value", *["Alder | Attendance | 80%"] * 2]
    nobody = ["Measure | Date | Value", "Attendance | Oct 2025 | 1%"]
    network = published(Data=[*nobody, "", "", *undated])
    assert told(network)[:2] == [("no-period", 1, 2), ("no-team", 1, 1)]


def test_without_a_teams_tab_it_holds_back_all_data_rows(published):
    network = published(Teams=None, Data=[LONG, GOOD, "Birch | Attendance | Oct 2025 | 80%"])
    assert told(network)[0] == ("no-teams-tab", 1, 2)


def test_a_tab_whose_title_has_a_slip_counts_its_unread_rows(published):
    network = published(Routnes=["Routine | Stage", "Dive | generation", "Talk | sharing"])
    assert told(network) == [("tab-near-miss", 1, 3)]


@pytest.fixture
def shared(tmp_path):
    """A hub with rows of two teams, and Birch's own workbook; a third cannot be opened."""
    write_workbook(tmp_path / "birch.xlsx", {"Data": ["Month | Attendance", "Oct 2025 | x"]})
    hub = write_workbook(
        tmp_path / "hub.xlsx",
        {
            "Network": ["Setting | Value", "As of | 2026-03-14"],
            "Teams": ["Team | Sheet", "Alder |", "Birch | birch.xlsx", "Cedar | cedar.xlsx"],
            "Measures": [
                "Measure | Kind | Unit | Better",
                "Attendance | outcome | percent | higher",
            ],
            "Data": [
                LONG,
                "Alder | Attendance | Oct 2025 | 85%",
                "Alder | Attendance | Nov 2025 | y",
                "Birch | Attendance | Nov 2025 | 80%",
                "Aldr | Attendance | Dec 2025 | 80%",
            ],
            "No date": ["Team | Measure | Value", "Alder | Attendance | 80%"],
            "Cycles": [
                "Team | Title | Started | Measure",
                "Alder | Calls | 2025-09-01 | Reading",
                "Birch | Pairs | soon |",
            ],
        },
    )
    return kmlib.publish(kmlib.load(hub))


def test_a_team_finds_its_rows_in_shared_tabs_and_names_that_may_mean_it(shared):
    assert codes_about(shared, "Alder") == [
        "not-a-number",  # its row
        "name-near-miss",  # a row that may be its
        "no-period",  # a table that holds a row of it
        "name-unknown",  # a measure in its cycle
    ]


def test_a_team_finds_its_own_workbook_and_no_other(shared):
    assert codes_about(shared, "Birch") == ["not-a-date", "not-a-number"]


def test_a_team_whose_workbook_cannot_be_opened_finds_that(shared):
    assert codes_about(shared, "Cedar") == ["source-not-found"]


def test_what_arrived_of_a_team_is_counted_wherever_it_stands(shared):
    came = arrival(shared, "Alder")
    assert (came.numbers, f"{came.latest:%b %Y}", came.rows) == (1, "Oct 2025", {"Cycles": 1})
    assert came.rows_set_aside == 2, "a number and the row without a date; Aldr is nobody"
    assert arrival(shared, "Birch").rows_set_aside == 2, "its own workbook's row and its cycle"
    assert arrival(shared, "Cedar")[1:5] == (0, None, {}, 0)


def test_the_workbook_with_most_rows_set_aside_stands_first(tmp_path):
    def one(name, *cells):
        rows = [f"{month} 2025 | {cell}" for month, cell in zip(("Oct", "Nov"), cells, strict=True)]
        write_workbook(tmp_path / name, {"Data": ["Month | Attendance", *rows]})

    one("one.xlsx", "80%", "x")
    one("two.xlsx", "x", "x")
    hub = {
        "Teams": ["Team | Sheet", "Alder | one.xlsx", "Birch | two.xlsx"],
        "Measures": [TWO[0], "Attendance | outcome | percent | higher", "B | | percent |"],
    }
    path = write_workbook(tmp_path / "hub.xlsx", hub)
    assert workbooks(kmlib.publish(kmlib.load(path))) == ["two.xlsx", "hub.xlsx", "one.xlsx"]


def test_a_workbook_with_a_cell_set_aside_stands_before_one_with_more_notes(tmp_path):
    unread = ["Month | Attendance | Who | What | Why", "Oct 2025 | 80 | a | b | c"]
    tabs = {"one.xlsx": unread, "two.xlsx": ["Month | Attendance | Calls", "Oct 2025 | x | 5"]}
    for name, lines in tabs.items():
        write_workbook(tmp_path / name, {"Data": lines})
    hub = {
        "Teams": ["Team | Sheet", "Alder | one.xlsx", "Birch | two.xlsx"],
        "Measures": [
            TWO[0],
            *(f"{name} | outcome | count | higher" for name in ("Attendance", "Calls")),
        ],
    }
    path = write_workbook(tmp_path / "hub.xlsx", hub)
    assert workbooks(kmlib.publish(kmlib.load(path))) == ["two.xlsx", "one.xlsx"]


def test_a_workbook_that_names_one_that_is_closed_stands_before_all(shared):
    assert workbooks(shared) == ["hub.xlsx", "birch.xlsx"]


def test_every_row_that_is_set_aside_is_held_back_by_a_finding(shared):
    held = set().union(*held_back(shared).values())
    aside = {(tab.source, tab.sheet, row) for tab in shared.tab_counts for row in tab.set_aside}
    assert held == aside
    assert len(aside) == sum(source.rows_set_aside for source in shared.sources) == 5
