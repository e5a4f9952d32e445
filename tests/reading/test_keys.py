"""Which team, measure and group a row of a data table is about, and what is said where none is."""

import datetime as dt

import pytest

import kmlib
from kmlib.reading.cells import Workbook
from kmlib.reading.sources import open_source
from kmlib.reading.vocabulary import Vocabulary
from kmlib.schema import NetworkSettings, TeamRow
from tests.conftest import MEASURES, NETWORK, TEAMS, write_workbook

LONG = "Team | Measure | Date | Value"
WITH_CODE = "Code | Team | Measure | Date | Value"
CODES = ["Team | Code | District", "Alder | A12 | Riverbend", "Birch | B12 | Riverbend"]


def found(network):
    return [f"{f.sheet} {f.cell} {f.code} {f.severity}" for f in network.findings]


def rows(network):
    return [(row["team"], row["group"]) for row in network.observations.to_rows()]


def test_a_row_whose_code_is_another_teams_than_its_name_is_set_aside(a_network):
    network = a_network(
        Teams=CODES,
        Data=[
            WITH_CODE,
            "B12 | Alder | Attendance | Oct 2025 | 85%",
            "A12 | Alder | Attendance | Nov 2025 | 85%",
            "Z99 | Alder | Attendance | Dec 2025 | 85%",
        ],
    )
    assert found(network) == ["Data A2 code-contradicts-name error"]
    assert (
        "B12” is the code of Birch, but the name in this row is Alder" in network.findings[0].what
    )
    assert rows(network) == [("Alder", ""), ("Alder", "")]
    assert network.sources[0].rows_set_aside == 1


def test_a_team_is_told_by_its_code_where_its_name_is_an_old_one(a_network):
    network = a_network(
        Teams=CODES, Data=[WITH_CODE, "B12 | Birch Hill | Attendance | Oct 2025 | 85%"]
    )
    assert found(network) == []
    assert rows(network) == [("Birch", "")]


def test_a_district_beside_a_teams_name_is_no_slip(a_network):
    network = a_network(Teams=CODES, Data=[LONG, "Alder (Riverbend) | Attendance | Oct 2025 | 85%"])
    assert found(network) == []
    assert rows(network) == [("Alder", "")]


@pytest.mark.parametrize("typed", [dt.date(2026, 3, 5), "10-Mar", "Mar-10"], ids=str)
@pytest.mark.parametrize("column", [0, 1], ids=["team", "measure"])
def test_a_name_that_a_spreadsheet_turned_into_a_date_is_told_as_one(a_tab, column, typed, load):
    tab = a_tab(LONG, "Alder | Attendance | Oct 2025 | 85%")
    tab.rows[1][column] = typed
    (finding,) = load(tab).findings
    assert finding.code == "name-turned-date"
    assert "plain text" in finding.fix


@pytest.mark.parametrize("typed", [6.4001234567890123e17, "6.40E+11", 640000000000.0], ids=str)
def test_a_code_that_a_spreadsheet_cut_short_is_told_as_one(a_tab, typed, load):
    tab = a_tab(LONG, "Alder | Attendance | Oct 2025 | 85%")
    tab.rows[1][0] = typed
    (finding,) = load(tab).findings
    assert (finding.code, finding.severity) == ("code-cut-short", "error")


def test_a_grade_band_that_became_a_date_is_a_warning_at_its_first_cell(a_tab, load):
    line = "Alder | Attendance | Oct 2025 | 85% |"
    tab = a_tab(f"{LONG} | Group", line, line.replace("Oct", "Nov"))
    for row in tab.rows[1:]:
        row[-1] = dt.date(2026, 3, 5)
    network = load(tab)
    assert found(network) == ["Data E2 name-turned-date warning"]
    assert rows(network) == [("Alder", "2026-03-05")] * 2


def test_a_listed_name_that_became_a_date_is_told_where_it_is_listed(a_hub):
    path = a_hub(Groups=["Group | Also known as", "Grades 3 to 5 | 5-Mar"])
    (finding,) = kmlib.load(path).findings
    assert (finding.sheet, finding.cell) == ("Groups", "B2")
    assert (finding.code, finding.severity) == ("name-turned-date", "warning")


def test_an_unlisted_group_is_one_group_however_it_is_written(a_network):
    network = a_network(
        Data=[
            f"{LONG} | Group",
            "Alder | Attendance | Oct 2025 | 85% | Newcomers",
            "Alder | Attendance | Nov 2025 | 85% | NEWCOMERS*",
        ],
        More=[f"{LONG} | Group", "Alder | Attendance | Nov 2025 | 80% | newcomers"],
    )
    assert found(network) == ["Data D3 duplicate error"]
    assert rows(network) == [("Alder", "Newcomers")] * 2


def test_a_sign_that_is_not_the_measures_own_makes_it_another_measure(a_network):
    kinds = "Measure | Kind | Unit | Better | Numerator also known as"
    line = "Suspended | balancing | percent | lower | # suspended"
    network = a_network(
        Measures=[kinds, line],
        Data=["Team | Month | # SUSPENDED | Enrolled", "Alder | Oct 2025 | 3 | 20"],
    )
    assert network.observations.value.tolist() == [15.0]
    alone = a_network(
        Measures=[kinds.rpartition(" |")[0], line.rpartition(" |")[0]],
        Data=[LONG, "Alder | # suspended | Oct 2025 | 3"],
    )
    assert found(alone) == ["Data B2 name-unknown error"]


def test_two_measures_may_differ_in_their_sign_alone(a_network):
    network = a_network(
        Measures=[
            "Measure | Kind | Unit | Better",
            "% suspended | balancing | percent | lower",
            "# suspended | balancing | count | lower",
        ],
        Data=["Team | Month | % suspended | # suspended", "Alder | Oct 2025 | 3% | 4"],
    )
    assert found(network) == []
    assert network.observations.value.tolist() == [3.0, 4.0]


def test_a_slip_in_a_groups_name_is_asked_about(a_network):
    network = a_network(
        Groups=["Group", "English learners"],
        Data=[f"{LONG} | Group", "Alder | Attendance | Oct 2025 | 85% | Enlish learners"],
    )
    assert found(network) == ["Data E2 group-near-miss warning"]
    assert "did you mean English learners?" in network.findings[0].what
    assert rows(network) == [("Alder", "Enlish learners")]


@pytest.mark.parametrize("column", ["A", "B", "E"])
def test_an_error_value_for_a_name_sets_its_row_aside(a_network, column):
    cells = {"A": "Alder", "B": "Attendance", "C": "Oct 2025", "D": "85%", "E": ""}
    line = " | ".join((cells | {column: "#REF!"}).values())
    network = a_network(Data=[f"{LONG} | Group", line])
    assert found(network) == [f"Data {column}2 error-value error"]
    assert rows(network) == []


def test_in_a_column_of_codes_a_teams_own_name_of_digits_wins_over_another_teams_code():
    teams = (TeamRow(team="007"), TeamRow(team="Washington", codes=("7",)))
    words = Vocabulary(NetworkSettings(), teams, (), (), as_of=dt.date(2026, 3, 14))
    assert (words.team_of_code("007"), words.team_of_code(7.0), words.team_of_code("07")) == (
        0,
        1,
        1,
    )


@pytest.fixture
def load(tmp_path):
    """Load a hub that has this data tab as it is."""
    path = write_workbook(
        tmp_path / "hub.xlsx", {"Network": NETWORK, "Teams": TEAMS, "Measures": MEASURES}
    )
    words = open_source(path).workbooks[0].tabs

    def build(tab):
        return kmlib.load(Workbook("hub.xlsx", (*words, tab)))

    return build
