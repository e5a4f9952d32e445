import pytest
from plain_sheets import found, points, read

OCTOBER = ["Alder | Attendance | Oct 2025 | 85", "Birch | Attendance | Oct 2025 | 80"]
TWO_MONTHS = [
    "Alder | Attendance | Nov 2025 | 86",
    "Alder | Attendance | Oct 2025 | 85",
]
BOTH_MEASURES = ["Alder | Attendance | Oct 2025 | 85", "Alder | Home calls | Oct 2025 | 12"]

LAYOUTS = {
    "long": (
        OCTOBER,
        [
            "Team | Measure | Date | Value",
            "Alder | Attendance | Oct 2025 | 85%",
            "Birch | Attendance | Oct 2025 | 80%",
        ],
    ),
    "long, in other words and order": (
        OCTOBER,
        [
            "PCT | school_name | Indicator | reporting period",
            "85% | ALDER | attendance | 2025-10-05",
            "80% | the birches | Attendance | Oct-25",
        ],
    ),
    "wide by period, team and measure": (
        TWO_MONTHS,
        ["School | Indicator | Oct-25 | Nov-25", "Alder | Attendance | 85% | 86%"],
    ),
    "wide by measure": (
        BOTH_MEASURES,
        ["Team | Month | Attendance | Home calls", "Alder | Oct 2025 | 85% | 12"],
    ),
    "wide by measure and period in one header": (
        TWO_MONTHS,
        ["Team | Attendance Oct 2025 | Nov 2025 Attendance", "Alder | 85% | 86%"],
    ),
    "measures over months": (
        [
            "Alder | Attendance | Nov 2025 | 86",
            "Alder | Attendance | Oct 2025 | 85",
            "Alder | Home calls | Nov 2025 | 13",
            "Alder | Home calls | Oct 2025 | 12",
        ],
        [
            " | Attendance | | Home calls | ",
            "Team | Oct 2025 | Nov 2025 | Oct 2025 | Nov 2025",
            "Alder | 85% | 86% | 12 | 13",
        ],
    ),
    "months over measures, with a title in the corner": (
        [
            "Alder | Attendance | Nov 2025 | 86",
            "Alder | Attendance | Oct 2025 | 85",
            "Alder | Home calls | Nov 2025 | 13",
            "Alder | Home calls | Oct 2025 | 12",
        ],
        [
            "Riverbend | Oct 2025 | | Nov 2025 | ",
            "Team | Attendance | Home calls | Attendance | Home calls",
            "Alder | 85% | 12 | 86% | 13",
        ],
    ),
    "Team and months over the measures alone": (
        BOTH_MEASURES,
        ["Team | Oct 2025 | ", " | Attendance | Home calls", "Alder | 85% | 12"],
    ),
    "school years over terms": (
        ["Alder | Attendance | Sep to Nov 2024 | 85", "Alder | Attendance | Sep to Nov 2025 | 86"],
        ["Attendance", "", " | 2024-25 | 2025-26", "Team | Fall | Fall", "Alder | 85% | 86%"],
    ),
    "terms": (
        ["Alder | Attendance | Aug to Nov 2025 | 85"],
        ["SY26", "", "Team | Measure | BOY", "Alder | Attendance | 85%"],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_told_apart_without_being_told(layout):
    expected, lines = LAYOUTS[layout]
    reading = read(*lines)
    assert points(reading) == expected
    assert [f.code for f in reading.findings if f.code != "measure-from-title"] == []


COUNTED = [
    "Alder | Attendance | Oct 2025 | 85 of 20",
    "Alder | Reading on track | Oct 2025 | 50 of 10",
]
COUNTS = {
    "Met and Out of under each measure": [
        "Team | Month | Attendance | | Reading on track | ",
        " | | Met | Out of | Met | Out of",
        "Alder | Oct 2025 | 17 | 20 | 5 | 10",
    ],
    "Team and Month said again below": [
        "Team | Month | Attendance | | Reading on track | ",
        "Team | Month | Met | Out of | Met | Out of",
        "Alder | Oct 2025 | 17 | 20 | 5 | 10",
    ],
    "the part behind the measure's name": [
        "Team | Month | Attendance met | Attendance out of | Reading on track: % "
        "| Reading on track (n)",
        "Alder | Oct 2025 | 17 | 20 | 50% | 10",
    ],
    "the part before it": [
        "Team | Month | Met, Attendance | Out of - Attendance | % Reading on track "
        "| n Reading on track",
        "Alder | Oct 2025 | 17 | 20 | 50% | 10",
    ],
    "one period, measure and part a column": [
        "Team | Oct 2025 Attendance met | Oct 2025 Attendance out of | Reading on track Oct 2025 "
        "| Reading on track Oct 2025 n",
        "Alder | 17 | 20 | 50% | 10",
    ],
}


@pytest.mark.parametrize("way", COUNTS)
def test_counts_belong_to_the_measure_they_are_headed_by(way):
    assert points(read(*COUNTS[way])) == COUNTED


def test_met_and_out_of_under_months_belong_to_their_month():
    reading = read(
        " | | Oct 2025 | | Nov 2025 | ",
        "Team | Measure | Met | Out of | Met | Out of",
        "Alder | Attendance | 17 | 20 | 18 | 20",
    )
    assert points(reading) == [
        "Alder | Attendance | Nov 2025 | 90 of 20",
        "Alder | Attendance | Oct 2025 | 85 of 20",
    ]


def test_months_and_parts_may_share_one_header_row():
    reading = read(
        "Team | Measure | Oct 2025 Met | Oct 2025 Out of", "Alder | Attendance | 17 | 20"
    )
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85 of 20"]


def test_the_row_says_whose_numerator_it_is_when_there_is_a_column_of_measures():
    reading = read(
        "Team | Measure | Date | Days present | Enrolled",
        "Alder | Reading on track | Oct 2025 | 17 | 20",
    )
    assert points(reading) == ["Alder | Reading on track | Oct 2025 | 85 of 20"]


def test_one_denominator_serves_the_measures_that_are_known_to_use_it():
    reading = read(
        "Team | Month | Attendance | Reading on track | Home calls | Enrolled",
        "Alder | Oct 2025 | 85% | 50% | 12 | 20",
    )
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85 of 20",
        "Alder | Home calls | Oct 2025 | 12",
        "Alder | Reading on track | Oct 2025 | 50 of 20",
    ]
    assert found(reading) == []


def test_a_total_of_something_that_is_no_share_is_its_value():
    reading = read("Team | Month | Home calls total", "Alder | Oct 2025 | 12")
    assert points(reading) == ["Alder | Home calls | Oct 2025 | 12"]


def test_a_denominator_whose_measure_nothing_tells_does_not_set_the_rows_aside():
    reading = read(
        "Team | Month | Attendance | Home calls | Number of students",
        "Alder | Oct 2025 | 85% | 12 | 20",
    )
    assert points(reading) == BOTH_MEASURES
    assert found(reading) == ["E1 column-unknown"]


def test_a_header_merged_over_two_columns_stands_for_these_two_only():
    reading = read(
        " | | Attendance | | ",
        "Team | Month | Met | Out of | Value",
        "Alder | Oct 2025 | 17 | 20 | 3",
        merged=((0, 2, 0, 3),),
    )
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85 of 20"]
    assert found(reading) == ["E2 column-unknown"]


def test_a_team_cell_merged_downwards_stands_for_all_its_rows():
    reading = read(
        "Team | Measure | Oct 2025",
        "Alder | Attendance | 85%",
        " | Home calls | 12",
        " | | ",
        "Birch | Attendance | 80%",
        merged=((1, 0, 3, 0),),
    )
    assert points(reading) == [*BOTH_MEASURES, "Birch | Attendance | Oct 2025 | 80"]
    assert found(reading) == []
    assert reading.rows_blank == 1


def test_a_misspelt_merged_team_is_said_for_each_of_its_rows():
    reading = read(
        "Team | Measure | Oct 2025",
        "Aldre | Attendance | 85%",
        " | Home calls | 12",
        merged=((1, 0, 2, 0),),
    )
    assert found(reading) == ["A2 name-near-miss", "A3 name-near-miss"]


def test_an_empty_team_cell_that_is_not_merged_is_not_filled_from_above():
    reading = read("Team | Measure | Oct 2025", "Alder | Attendance | 85%", " | Home calls | 12")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert found(reading) == ["A3 required-empty"]


def test_teams_are_recognised_under_a_blank_heading():
    reading = read(" | Measure | Oct 2025", "Alder | Attendance | 85%", "Birch | Attendance | 80%")
    assert points(reading) == OCTOBER


def test_in_a_teams_own_workbook_other_teams_names_make_no_team_column():
    reading = read("Month | Attendance | Visited", "Oct 2025 | 85% | Birch", team=0)
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert found(reading) == ["C1 column-unknown"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param("District | School", "Riverbend | Alder", id="the school is the team"),
        pytest.param("School | District", "Main Street | Alder", id="the district is the team"),
        pytest.param("Campus | Site", "East | Alder", id="the one with known names"),
    ],
)
def test_of_two_columns_the_one_that_holds_the_hubs_teams_names_the_team(header, row):
    reading = read(f"{header} | Month | Attendance", f"{row} | Oct 2025 | 85%")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert [finding.code for finding in reading.findings] == ["column-not-needed"]


def test_columns_nobody_knows_are_named_once_and_their_cells_nowhere():
    reading = read(
        "Team | Mascot | Month | Attendance | Student name | Attendance | Note",
        "Alder | owl | Oct 2025 | 85% | Ana Lopez | 86% | hello",
        "Birch | fox | Oct 2025 | 80% | Ben Okoye | 81% | hello",
    )
    assert points(reading) == OCTOBER
    assert found(reading) == ["B1 column-unknown", "E1 column-roster", "F1 column-twice"]
    said = str(reading.findings) + str(reading.excerpts)
    assert not any(word in said for word in ("owl", "Ana", "Ben", "86%"))


def test_a_column_of_cells_without_a_heading_is_named():
    reading = read("Team | Month | Attendance | ", "Alder | Oct 2025 | 85% | 77")
    (finding,) = reading.findings
    assert (finding.code, finding.cell) == ("column-unheaded", "D1")


@pytest.mark.parametrize(
    "above",
    [
        pytest.param(["Riverbend", "Attendance by school", ""], id="title and blank row"),
        pytest.param(["2025-26"], id="a title right above"),
        pytest.param(
            ["School year | 2025-26", "Contact | the data lead"], id="a block of settings"
        ),
        pytest.param(["Attendance | | 2025-26", ""], id="a title in two cells"),
        pytest.param([""] * 20, id="blank rows"),
    ],
)
def test_what_stands_above_the_header_is_no_data(above):
    reading = read(*above, "Team | Measure | Month | Value", "Alder | Attendance | Oct 2025 | 85%")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert found(reading) == []


def test_a_fuller_table_below_does_not_swallow_the_first():
    reading = read(
        "Team | Month | Attendance",
        "Alder | Oct 2025 | 85%",
        "",
        "Team | Month | Reading on track | Home calls",
        "Alder | Oct 2025 | 50% | 12",
    )
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85",
        "Alder | Home calls | Oct 2025 | 12",
        "Alder | Reading on track | Oct 2025 | 50",
    ]
    assert found(reading) == ["A4 second-table"]


def test_a_second_table_with_the_same_header_takes_its_measure_from_its_own_title():
    reading = read(
        "2025-26",
        "",
        "Attendance",
        "Team | Oct | Nov",
        "Alder | 85% | 86%",
        "",
        "Home calls",
        "Team | Oct | Nov",
        "Alder | 12 | 13",
    )
    assert points(reading) == [
        "Alder | Attendance | Nov 2025 | 86",
        "Alder | Attendance | Oct 2025 | 85",
        "Alder | Home calls | Nov 2025 | 13",
        "Alder | Home calls | Oct 2025 | 12",
    ]
    assert found(reading) == ["A3 measure-from-title", "A7 measure-from-title", "A8 second-table"]


def test_a_second_table_may_have_two_header_rows():
    reading = read(
        "Team | Month | Attendance",
        "Alder | Oct 2025 | 85%",
        "",
        " | | Reading on track | ",
        "Team | Month | Met | Out of",
        "Alder | Oct 2025 | 5 | 10",
    )
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85",
        "Alder | Reading on track | Oct 2025 | 50 of 10",
    ]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(["Team | Measure | Date | Value"], id="one row"),
        pytest.param([" | | Oct 2025", "Team | Measure | Value"], id="two rows"),
    ],
)
def test_a_header_repeated_between_the_rows_is_no_data(header):
    date = "Oct 2025 | " if len(header) == 1 else ""
    reading = read(
        *header, f"Alder | Attendance | {date}85%", *header, f"Birch | Attendance | {date}80%"
    )
    assert points(reading) == OCTOBER
    assert found(reading) == []
    assert reading.rows_read == 2


def test_a_measure_called_like_a_column_is_no_header_row():
    reading = read(
        "Team | Measure | Date | Value",
        "Alder | Attendance | Oct 2025 | 85%",
        "Alder | Rate | Oct 2025 | n/a",
        "Birch | Attendance | Oct 2025 | 80%",
    )
    assert "Birch | Attendance | Oct 2025 | 80" in points(reading)


def test_months_without_a_year_are_said_at_their_headers():
    reading = read("Team | Measure | Oct | Nov 2025", "Alder | Attendance | 85% | 86%")
    assert points(reading) == ["Alder | Attendance | Nov 2025 | 86"]
    assert found(reading) == ["C1 year-unknown"]


def test_a_table_of_months_that_no_year_is_told_for_is_set_aside():
    reading = read("Team | Measure | Oct | Nov", "Alder | Attendance | 85% | 86%")
    assert points(reading) == []
    assert found(reading) == ["C1 year-unknown", "D1 year-unknown"]
    assert (reading.rows_read, len(reading.accepted_without)) == (1, 0)


def test_years_typed_as_numbers_head_columns():
    reading = read("Team | Measure | 2024 | 2025", "Alder | Attendance | 85% | 86%")
    assert points(reading) == ["Alder | Attendance | 2024 | 85", "Alder | Attendance | 2025 | 86"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Soup | Bread", "tomato | rye"], id="words"),
        pytest.param(["Alder", "Birch"], id="names alone"),
        pytest.param(["1 | 2", "3 | 4"], id="numbers alone"),
        pytest.param([], id="nothing"),
        pytest.param(["School | Total", "Alder | 400"], id="numbers of something else"),
    ],
)
def test_a_tab_without_a_table_of_measured_values_is_no_data_tab(lines):
    assert read(*lines, title="Lunch") is None


def test_a_column_that_the_headers_make_idle_is_noted():
    reading = read("Team | Month | Attendance Oct 2025", "Alder | whenever | 85%")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert found(reading) == ["B1 column-not-needed"]
