"""Sub-headings below months and measures: which number is how many, and which out of how many."""

import pytest
from plain_sheets import found, points, read

MONTHS = "Team | Oct | | Nov | "
MERGED = ((0, 1, 0, 2), (0, 3, 0, 4))
COUNTED = ["Alder | Attendance | Nov 2025 | 50 of 64", "Alder | Attendance | Oct 2025 | 50 of 60"]


def below_months(*words, numbers="30 | 60 | 32 | 64", merged=MERGED):
    lower = " | ".join(["", *words, *words])
    return read(MONTHS, lower, f"Alder | {numbers}", title="Attendance 2025-26", merged=merged)


@pytest.mark.parametrize("merged", [MERGED, ()])
@pytest.mark.parametrize(
    "words",
    [
        ("Passed", "Took it"),
        ("met", "of"),
        ("Students", "Total"),
        ("n", "Out of"),
        ("# passing", "# students"),
        ("Students who passed", "Number of students tested"),
        ("Met the goal", "Enrollment"),
    ],
)
def test_plain_words_below_months_say_how_many_and_out_of_how_many(words, merged):
    reading = below_months(*words, merged=merged)
    assert points(reading) == COUNTED
    assert [finding.severity for finding in reading.findings] == ["note"]


def test_the_larger_count_may_stand_first():
    reading = below_months("Took it", "Passed", numbers="60 | 30 | 64 | 32")
    assert points(reading) == COUNTED


@pytest.mark.parametrize(
    "words", [("Present", "Enrolled"), ("Absent", "Enrolled"), ("Boys", "Girls"), ("n", "Tested")]
)
def test_words_that_do_not_tell_which_number_is_which_are_asked_about(words):
    reading = below_months(*words)
    assert points(reading) == []
    assert found(reading) == [f"{column}2 part-unknown" for column in "BCDE"]


def test_of_passed_beside_a_count_that_nobody_knows_nothing_is_used():
    reading = read(
        "Team | Oct | | ",
        " | Passed | Failed | Took it",
        "Alder | 31 | 29 | 60",
        title="Attendance 2025-26",
        merged=((0, 1, 0, 3),),
    )
    assert points(reading) == []
    assert [finding.cell for finding in reading.findings] == ["B2", "C2", "D2"]
    assert {finding.code for finding in reading.findings} == {"part-unknown"}


def test_a_month_merged_over_two_columns_of_numbers_does_not_say_which_is_which():
    lines = "Team | Oct | | Nov", "Alder | 31 | 60 | 40%"
    reading = read(*lines, title="Attendance 2025-26", merged=((0, 1, 0, 2),))
    assert points(reading) == ["Alder | Attendance | Nov 2025 | 40"]
    assert found(reading) == [" measure-from-title", "B1 part-unknown", "C1 column-unheaded"]


def test_remarks_below_a_month_take_nothing_from_the_counts_beside_them():
    reading = read(
        "Team | Oct | | ",
        " | Passed | Took it | Taught by",
        "Alder | 30 | 60 | Ms. Rivera",
        title="Attendance 2025-26",
        merged=((0, 1, 0, 3),),
    )
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 50 of 60"]
    assert found(reading)[1:] == ["D2 column-unknown"]


def test_a_row_of_remarks_below_a_header_is_no_part_of_it():
    reading = read("Team | Oct 2025", " | see below", "Alder | 85%", title="Attendance")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]


def test_a_percent_of_those_who_met_is_no_count_of_them():
    reading = read(
        "Team | Measure | Date | % met | # tested", "Alder | Attendance | Oct 2025 | 31 | 60"
    )
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 31 of 60"]
    reading = read("Team | Date | Attendance % met | Attendance n", "Alder | Oct 2025 | 31 | 60")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 31 of 60"]


def test_the_number_of_students_beside_months_counts_for_each_of_them():
    reading = read(
        "Team | # of students | Sep | Oct", "Alder | 60 | 31% | ", title="Attendance 2025-26"
    )
    assert points(reading) == ["Alder | Attendance | Sep 2025 | 31 of 60"]
    assert [finding.code for finding in reading.findings] == ["measure-from-title"]
