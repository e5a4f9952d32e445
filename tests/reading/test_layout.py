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
    "teams over their numbers, months in the rows": (
        [*TWO_MONTHS, "Birch | Attendance | Nov 2025 | 81", "Birch | Attendance | Oct 2025 | 80"],
        ["Attendance", "Month | Alder | Birch", "Oct 2025 | 85% | 80%", "Nov 2025 | 86% | 81%"],
    ),
    "teams over their numbers, nothing over the months": (
        [*TWO_MONTHS, "Birch | Attendance | Nov 2025 | 81", "Birch | Attendance | Oct 2025 | 80"],
        ["2025-26", "Attendance", " | Alder | The Birches", "Oct | 85% | 80%", "Nov | 86% | 81%"],
    ),
    "teams over their numbers, measures in the rows": (
        [*BOTH_MEASURES, "Birch | Attendance | Oct 2025 | 80", "Birch | Home calls | Oct 2025 | 9"],
        [
            "Measure | Month | Alder | Birch",
            "Attendance | Oct 2025 | 85% | 80%",
            "Home calls | Oct 2025 | 12 | 9",
        ],
    ),
    "teams over measures": (
        [*BOTH_MEASURES, "Birch | Attendance | Oct 2025 | 80", "Birch | Home calls | Oct 2025 | 9"],
        [
            " | Alder | | Birch | ",
            "Month | Attendance | Home calls | Attendance | Home calls",
            "Oct 2025 | 85% | 12 | 80% | 9",
        ],
    ),
    "measures over teams": (
        [*BOTH_MEASURES, "Birch | Attendance | Oct 2025 | 80", "Birch | Home calls | Oct 2025 | 9"],
        [
            " | Attendance | | Home calls | ",
            "Month | Alder | Birch | Alder | Birch",
            "Oct 2025 | 85% | 80% | 12 | 9",
        ],
    ),
    "teams over met and out of": (
        ["Alder | Attendance | Oct 2025 | 85 of 20", "Birch | Attendance | Oct 2025 | 80 of 20"],
        [
            "Attendance",
            " | Alder | | Birch | ",
            "Month | Met | Out of | Met | Out of",
            "Oct 2025 | 17 | 20 | 16 | 20",
        ],
    ),
    "the measure in the corner": (
        OCTOBER,
        ["Attendance | Alder | Birch", "Oct 2025 | 85% | 80%"],
    ),
    "the school year in the corner": (
        TWO_MONTHS,
        ["Attendance", "", "2025-26 | Oct | Nov", "Alder | 85% | 86%"],
    ),
    "groups over their numbers": (
        [
            "Alder | Attendance | Oct 2025 | 85",
            "Alder | Attendance | Oct 2025 | Black | 80",
            "Alder | Attendance | Oct 2025 | Multilingual learners | 82",
        ],
        ["Attendance", "School | Month | All | Black | ELL", "Alder | Oct 2025 | 85% | 80% | 82%"],
    ),
    "a measure over groups": (
        [
            "Alder | Attendance | Oct 2025 | Black | 80",
            "Alder | Attendance | Oct 2025 | Multilingual learners | 82",
        ],
        [
            " | | Attendance | ",
            "School | Month | Black | ELL",
            "Alder | Oct 2025 | 80% | 82%",
        ],
    ),
    "groups beside their counts": (
        [
            "Alder | Attendance | Oct 2025 | Black | 80 of 20",
            "Alder | Attendance | Oct 2025 | Multilingual learners | 82 of 50",
        ],
        [
            "School | Measure | Month | Black | Black (n) | ELL | ELL (n)",
            "Alder | Attendance | Oct 2025 | 80% | 20 | 82% | 50",
        ],
    ),
    "a measure and its groups in one header": (
        [
            "Alder | Attendance | Oct 2025 | 85",
            "Alder | Attendance | Oct 2025 | Black | 80",
            "Alder | Attendance | Oct 2025 | Multilingual learners | 82",
        ],
        [
            "School | Month | Attendance | Attendance - Black | Attendance (ELL)",
            "Alder | Oct 2025 | 85% | 80% | 82%",
        ],
    ),
    "groups over months": (
        [
            "Alder | Attendance | Nov 2025 | Black | 81",
            "Alder | Attendance | Nov 2025 | Multilingual learners | 83",
            "Alder | Attendance | Oct 2025 | Black | 80",
            "Alder | Attendance | Oct 2025 | Multilingual learners | 82",
        ],
        [
            "Attendance 2025-26",
            " | Black | | ELL | ",
            "School | Oct | Nov | Oct | Nov",
            "Alder | 80% | 81% | 82% | 83%",
        ],
    ),
    "groups in rows without a heading": (
        ["Alder | Attendance | Oct 2025 | 85", "Alder | Attendance | Oct 2025 | Black | 80"],
        ["Attendance", "Alder | Oct 2025 | Nov 2025", "All students | 85% | ", "Black | 80% | "],
    ),
    "months in the rows, school years over the columns": (
        [
            "Alder | Attendance | Jan 2025 | 84",
            "Alder | Attendance | Jan 2026 | 86",
            "Alder | Attendance | Oct 2024 | 83",
            "Alder | Attendance | Oct 2025 | 85",
        ],
        [
            "Attendance",
            "School | Month | 2024-25 | SY26",
            "Alder | October | 83% | 85%",
            "Alder | January | 84% | 86%",
        ],
    ),
    "months in the rows, calendar years over the columns": (
        ["Alder | Attendance | Jan 2025 | 84", "Alder | Attendance | Oct 2025 | 83"],
        ["Attendance", "School | Month | 2025", "Alder | Oct | 83%", "Alder | Jan | 84%"],
    ),
    "school years in the rows, months over the columns": (
        [
            "Alder | Attendance | Jan 2025 | 84",
            "Alder | Attendance | Jan 2026 | 86",
            "Alder | Attendance | Oct 2024 | 83",
            "Alder | Attendance | Oct 2025 | 85",
        ],
        [
            "Attendance",
            "School | School year | Oct | Jan",
            "Alder | 2024-25 | 83% | 84%",
            "Alder | 2025-26 | 85% | 86%",
        ],
    ),
    "a column of years beside one of months": (
        ["Alder | Attendance | Oct 2024 | 83", "Alder | Attendance | Oct 2025 | 85"],
        [
            "School year | Month | School | Attendance",
            "2024-25 | Oct | Alder | 83%",
            "2025-26 | Oct | Alder | 85%",
        ],
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
    assert {finding.code for finding in reading.findings} <= {
        "measure-from-title",
        "team-from-title",
    }


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
    assert (reading.rows_read, sum(reading.accepted_without)) == (1, 0)


@pytest.mark.parametrize("title", ["Attendance, Fall 2025", "Attendance Spring 2026"])
def test_a_season_above_months_gives_their_school_year(title):
    reading = read(title, "Team | September | January", "Alder | 85% | 90%")
    dates = ["Jan 2026 | 90", "Sep 2025 | 85"]
    assert points(reading) == [f"Alder | Attendance | {date}" for date in dates]


@pytest.mark.parametrize("line", ["Compared with Fall 2023", "Cohort of Fall 2023"])
def test_a_season_that_is_told_of_something_else_gives_no_year(line):
    reading = read(line, "Attendance", "Team | September", "Alder | 85%")
    assert found(reading) == ["B3 year-unknown"]
    reading = read("Attendance 2025-26", line, "Team | September", "Alder | 85%")
    assert points(reading) == ["Alder | Attendance | Sep 2025 | 85"]


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


@pytest.mark.parametrize("tab", ["2025-26", "Data"])
def test_the_year_of_the_row_counts_and_not_the_one_of_the_tab(tab):
    reading = read(
        "School | School year | Oct | Jan",
        "Alder | 2024-25 | 83% | 84%",
        title=f"Attendance {tab}",
    )
    assert points(reading) == [
        "Alder | Attendance | Jan 2025 | 84",
        "Alder | Attendance | Oct 2024 | 83",
    ]


def test_a_month_that_contradicts_the_year_beside_it_or_above_it_is_said():
    beside = read(
        "School | Year | Month | Attendance",
        "Alder | 2025-26 | Oct 2024 | 86%",
        "Alder | 2025-26 | Oct | 85%",
    )
    assert points(beside) == ["Alder | Attendance | Oct 2025 | 85"]
    assert found(beside) == ["C2 not-in-its-year"]
    above = read(
        "Attendance",
        "School | Month | 2023-24 | 2024-25",
        "Alder | Oct 2024 | 80% | 81%",
    )
    assert points(above) == ["Alder | Attendance | Oct 2024 | 81"]
    assert found(above) == ["A1 measure-from-title", "C3 not-in-its-year"]


def test_a_number_left_out_for_its_year_is_said_whichever_of_its_counts_is_typed():
    reading = read(
        "Attendance",
        " | | 2023-24 | | 2024-25 | ",
        "School | Month | Met | Out of | Met | Out of",
        "Alder | Oct 2024 | | 20 | 17 | 20",
        "Alder | Nov 2024 | n/a | n/a | n/a | n/a",
    )
    assert points(reading) == ["Alder | Attendance | Oct 2024 | 85 of 20"]
    assert found(reading) == ["A1 measure-from-title", "C4 not-in-its-year"]
    assert reading.accepted_without[4]


def test_a_month_to_come_of_a_year_above_it_is_set_aside_and_said_at_its_number():
    reading = read(
        "Attendance",
        "School | Month | 2024-25 | 2025-26",
        "Alder | Feb | 80% | 81%",
        "Alder | Apr | 82% | n/a",
        "Alder | May | 83% | ",
        "Alder | Jun | 84% | 85%",
    )
    assert len(points(reading)) == 5
    assert found(reading) == ["A1 measure-from-title", "D6 date-in-future"]
    assert "Jun 2026" in str(reading.findings)


def test_a_quarter_beside_no_readable_year_is_said_at_its_cell():
    reading = read(
        "School | Year | Quarter | Attendance",
        "Alder | 20x5 | Q1 | 85%",
        "Alder | | Q1 | 86%",
        "Alder | 2024-25 | Q1 | 87%",
        "Alder | 2025-26 | Q1 | 88%",
        "Alder | 2025-26 | Q5 | 89%",
    )
    assert len(points(reading)) == 2
    assert found(reading) == ["C2 year-unknown", "C3 year-unknown", "C6 not-a-date"]


def test_columns_of_totals_and_of_unknown_names_beside_teams_are_named():
    reading = read(
        "Attendance",
        "Month | Alder | Bus 12 | Network average | Total | District",
        "Oct 2025 | 85% | 7 | 80% | 2 | 81%",
    )
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert found(reading) == [
        "A1 measure-from-title",
        "C2 column-unknown",
        "D2 column-unknown",
        "E2 column-unknown",
        "F2 column-not-needed",
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param(
            "School | Measure | Month | Value | Black | ELL",
            "Alder | Attendance | Oct 2025 | 85% | 120 | 60",
            id="beside a value",
        ),
        pytest.param(
            "School | Month | Attendance | % Black | ELL",
            "Alder | Oct 2025 | 85% | 12% | 5%",
            id="beside a measure",
        ),
    ],
)
def test_who_goes_to_a_school_is_not_taken_for_a_measure_of_these_groups(header, row):
    reading = read(header, row)
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert [finding.code for finding in reading.findings] == ["column-unknown"] * 2


def test_the_enrollment_of_a_school_is_not_that_of_its_groups():
    reading = read(
        "Attendance", "School | Month | Black | Enrolled", "Alder | Oct 2025 | 80% | 400"
    )
    assert points(reading) == ["Alder | Attendance | Oct 2025 | Black | 80"]
    assert found(reading) == ["A1 measure-from-title", "D2 column-unknown"]


def test_groups_are_not_read_from_headers_where_each_row_is_about_a_group():
    reading = read(
        "School | Month | Group | Attendance | Attendance (Black)",
        "Alder | Oct 2025 | ELL | 85% | 80%",
    )
    assert points(reading) == ["Alder | Attendance | Oct 2025 | Multilingual learners | 85"]
    assert found(reading) == ["E1 column-unknown"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Month | Alder | Birch", "Oct 2025 | Maria | Jo"], id="who visits whom"),
        pytest.param([" | Alder | Birch", "Principal | Ms. X | Mr. Y"], id="who leads"),
        pytest.param(["Alder | Birch", "Cedar Bend | Alder"], id="pairs of schools"),
        pytest.param(["School | Black | ELL", "Alder | 120 | 60"], id="who goes to a school"),
        pytest.param(["Month | Alder | Birch", "Oct 2025 | 200 | 300"], id="what a school spent"),
    ],
)
def test_a_grid_of_something_else_under_names_is_no_data_tab(lines):
    assert read(*lines, title="Visits") is None


def test_a_group_named_by_a_title_or_a_tab_is_the_one_counted_and_said():
    lines = ["School | Oct 2025", "Alder | 85%"]
    for title, above in (("ELL", "Attendance"), ("Data", "Attendance, Black students")):
        reading = read(above, "", *lines, title=title)
        group = "Black" if title == "Data" else "Multilingual learners"
        assert points(reading) == [f"Alder | Attendance | Oct 2025 | {group} | 85"]
        assert "group-from-title" in str(found(reading))


@pytest.mark.parametrize(
    ("lines", "offer"),
    [
        pytest.param(
            ["Attendance", "Month | Alder | Cedar Bned", "Oct 2025 | 85% | 80%"],
            "Cedar Bend",
            id="team",
        ),
        pytest.param(
            ["", "Team | Month | Attendance | Reding on track", "Alder | Oct 2025 | 85% | 50%"],
            "Reading on track",
            id="measure",
        ),
        pytest.param(
            ["Attendance, Oct 2025", "Team | Black | Multilingual learnes", "Alder | 85% | 80%"],
            "Multilingual learners",
            id="group",
        ),
    ],
)
def test_a_slip_in_a_heading_is_offered_and_its_numbers_are_set_aside(lines, offer):
    reading = read(*lines)
    assert len(points(reading)) == 1
    (finding,) = [f for f in reading.findings if f.severity == "error"]
    assert (finding.code, offer in finding.what) == ("name-near-miss", True)


def test_a_heading_like_a_measure_over_texts_is_only_noted():
    reading = read("Team | Month | Attendance | Attendanse", "Alder | Oct 2025 | 85% | see above")
    assert found(reading) == ["D1 column-unknown"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [
                "Team | Measure | Month | Target | Actual",
                "Alder | Attendance | Oct 2025 | 90% | 85%",
            ],
            id="long",
        ),
        pytest.param(
            [
                " | | Oct 2025 | ",
                "Team | Measure | Target | Actual",
                "Alder | Attendance | 90% | 85%",
            ],
            id="under the months",
        ),
        pytest.param(
            ["Team | Measure | Goal Oct 2025 | Actual Oct 2025", "Alder | Attendance | 90% | 85%"],
            id="beside the months",
        ),
    ],
)
def test_what_was_reached_is_read_and_what_was_aimed_at_is_not(lines):
    reading = read(*lines)
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert [finding.code for finding in reading.findings] == ["column-unknown"]
