import pytest
from plain_sheets import found, points, read


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


def test_a_table_below_is_told_by_the_measure_in_its_corner():
    reading = read(
        "2025-26",
        "Attendance | Alder | Birch",
        "Oct | 85% | 80%",
        "Average | 85% | 80%",
        "",
        "Home calls | Birch | Cedar Bend",
        "Oct | 12 | 13",
    )
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85",
        "Birch | Attendance | Oct 2025 | 80",
        "Birch | Home calls | Oct 2025 | 12",
        "Cedar Bend | Home calls | Oct 2025 | 13",
    ]


BESIDE = {
    "each with its title": [
        "Attendance | | | Home calls",
        "Team | Oct 2025 | | Team | Oct 2025",
        "Alder | 85% | | Birch | 12",
    ],
    "one title over both, and other measures in their rows": [
        "October 2025 | | | ",
        "Team | Attendance | | Team | Home calls",
        "Alder | 85% | | Birch | 12",
    ],
    "long": [
        "Team | Measure | Date | Value | | Team | Measure | Date | Value",
        "Alder | Attendance | Oct 2025 | 85% | | Birch | Home calls | Oct 2025 | 12",
    ],
    "without a blank column": [
        "Team | Month | Attendance | Team | Month | Home calls",
        "Alder | Oct 2025 | 85% | Birch | Oct 2025 | 12",
    ],
    "a team each": [
        "Alder | | | Birch",
        "Month | Attendance | | Month | Home calls",
        "Oct 2025 | 85% | | Oct 2025 | 12",
    ],
    "teams over their numbers": [
        "Attendance | Alder | Birch | | Home calls | Alder | Birch",
        "Oct 2025 | 85% | | | Oct 2025 | | 12",
    ],
    "above a wider one": [
        "Team | Month | Attendance | | Team | Month | Home calls",
        "Alder | Oct 2025 | 85% | | Birch | Oct 2025 | 12",
        "",
        "Team | Month | Attendance | Reading on track | Home calls",
        "Cedar Bend | Oct 2025 | | n/a | ",
    ],
}


@pytest.mark.parametrize("way", BESIDE)
def test_tables_side_by_side_are_read_each_for_itself(way):
    reading = read(*BESIDE[way])
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85",
        "Birch | Home calls | Oct 2025 | 12",
    ]
    said = {finding.code for finding in reading.findings}
    assert said <= {"second-table", "measure-from-title", "team-from-title", "period-from-title"}


def test_a_row_that_two_tables_share_is_counted_once():
    reading = read(
        "Team | Month | Attendance | | Team | Month | Home calls",
        "Alder | Oct 2025 | 85% | | Birch | Oct 2025 | 12",
        "Birch | Oct 2025 | 80% | | | | ",
        " | | | | Total | | 12",
    )
    assert (reading.rows_read, reading.rows_blank, reading.rows_outside) == (2, 0, 2)
    assert found(reading) == ["E1 second-table", "E4 total-rows"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param(
            "Team | Month | | Attendance | Home calls | | Note",
            "Alder | Oct 2025 | | 85% | 12 | | bus 12 was late",
            id="between the numbers",
        ),
        pytest.param(
            "School | Month | Attendance | Home calls | | District | Mascot",
            "Alder | Oct 2025 | 85% | 12 | | Riverbend | owl",
            id="before what is not needed",
        ),
    ],
)
def test_a_blank_column_inside_a_table_parts_nothing(header, row):
    reading = read(header, row)
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85",
        "Alder | Home calls | Oct 2025 | 12",
    ]
    assert "second-table" not in str(found(reading))


def test_two_columns_of_dates_do_not_part_a_table_from_its_teams():
    reading = read(
        "Team | Date | Attendance | Date | Home calls", "Alder | Oct 2025 | 85% | Nov 2025 | 12"
    )
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85",
        "Alder | Home calls | Oct 2025 | 12",
    ]
    assert found(reading) == ["D1 column-twice"]


def test_a_lone_measure_between_the_rows_is_the_title_of_those_below_it():
    reading = read(
        "Team | Oct 2025 | Nov 2025",
        "Attendance | | ",
        "Alder | 85% | 86%",
        "Birch | 80% | ",
        "Home calls | | ",
        "Alder | 12 | 13",
        "Birch | | ",
    )
    assert points(reading) == [
        "Alder | Attendance | Nov 2025 | 86",
        "Alder | Attendance | Oct 2025 | 85",
        "Alder | Home calls | Nov 2025 | 13",
        "Alder | Home calls | Oct 2025 | 12",
        "Birch | Attendance | Oct 2025 | 80",
    ]
    assert found(reading) == ["A2 measure-from-title", "A5 measure-from-title"]
    assert (reading.rows_read, reading.rows_outside) == (4, 3)


def test_a_team_and_then_a_measure_may_stand_between_the_rows():
    reading = read(
        "Month | Value",
        "Alder | ",
        "Attendance | ",
        "Oct 2025 | 85%",
        "Home calls | ",
        "Oct 2025 | 12",
        "Birch | ",
        "Attendance | ",
        "Oct 2025 | 80%",
    )
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85",
        "Alder | Home calls | Oct 2025 | 12",
        "Birch | Attendance | Oct 2025 | 80",
    ]


def test_a_team_that_has_typed_nothing_yet_is_no_title():
    reading = read("Team | Month | Attendance", "Alder | | ", "Birch | Oct 2025 | 80%")
    assert points(reading) == ["Birch | Attendance | Oct 2025 | 80"]
    assert reading.rows_read == 2


def test_all_students_after_a_group_are_all_students_again():
    reading = read(
        "Attendance",
        "School | Oct 2025 | Nov 2025",
        "Black | | ",
        "Alder | 80% | 81%",
        "All students | | ",
        "Alder | 85% | 86%",
    )
    assert points(reading) == [
        "Alder | Attendance | Nov 2025 | 86",
        "Alder | Attendance | Nov 2025 | Black | 81",
        "Alder | Attendance | Oct 2025 | 85",
        "Alder | Attendance | Oct 2025 | Black | 80",
    ]
    assert {*found(reading)} == {"A1 measure-from-title", "A3 group-from-title"}


def test_measures_may_stand_between_months_under_teams():
    reading = read("Month | Alder | Birch", "Attendance | | ", "Oct 2025 | 85% | 80%")
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 85",
        "Birch | Attendance | Oct 2025 | 80",
    ]
