import datetime as dt

import pytest
from plain_sheets import found, hub_words, points, read

from kmlib.findings import COUNTS_USED, POINT_LEFT_OUT, VALUE_USED
from kmlib.reading.cells import Tab
from kmlib.reading.data import read_data_tab

LONG = "Team | Measure | Date | Value"
ALDER = "Alder | Attendance | Oct 2025 | 85%"
BIRCH = "Birch | Attendance | Oct 2025 | 80%"
BOTH = ["Alder | Attendance | Oct 2025 | 85", "Birch | Attendance | Oct 2025 | 80"]


def read_rows(*rows, header=LONG):
    """A tab of cells as a workbook gives them: dates as dates, numbers as numbers."""
    return read_data_tab(Tab("hub.xlsx", "Data", [header.split(" | "), *rows]), hub_words())


def account(reading):
    """Rows read, blank and outside, and those that were used without giving a number."""
    rows = [row for row, is_so in enumerate(reading.accepted_without, 1) if is_so]
    return reading.rows_read, reading.rows_blank, reading.rows_outside, rows


# What is no data


@pytest.mark.parametrize(
    "words",
    [
        "Total",
        "TOTAL:",
        "Grand total",
        "Sub-total",
        "Average",
        "Avg.",
        "Average of all schools",
        "Totals (n=2)",
        "Network average",
        "District",
        "Statewide",
        "State level",
        "All schools",
        "Median",
    ],
)
def test_a_row_that_adds_up_the_others_is_outside(words):
    reading = read(LONG, ALDER, f"{words} | | | 82%", BIRCH)
    assert points(reading) == BOTH
    assert found(reading) == ["A3 total-rows"]
    assert account(reading) == (2, 0, 2, [])


def test_the_word_for_a_total_may_stand_in_a_later_column():
    reading = read(LONG, ALDER, BIRCH, " | Average | | 82%", " | | Total | 82%")
    assert points(reading) == BOTH
    assert account(reading) == (2, 0, 3, [])
    assert "row 4, row 5" in reading.findings[0].what


def test_an_average_in_the_column_of_groups_is_no_group():
    reading = read(f"{LONG} | Group", f"{ALDER} | ELL", f"{BIRCH} | Average", " | | | 82% | Mean")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | Multilingual learners | 85"]
    assert found(reading) == ["A3 total-rows"]


def test_total_in_the_column_of_groups_is_everybody():
    reading = read(f"{LONG} | Group", f"{ALDER} | Total")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]


@pytest.mark.parametrize(
    "remark",
    [
        "* preliminary",
        "Source: the district's data office",
        "Note: counted at nine | | | see the manual",
        "Legend: | green is good",
        "Elementary schools",
        "Updated 3/1/2026",
    ],
)
def test_a_remark_below_or_between_the_rows_is_outside(remark):
    for lines in ([LONG, ALDER, BIRCH, "", remark], [LONG, ALDER, remark, BIRCH]):
        reading = read(*lines)
        assert points(reading) == BOTH
        assert found(reading) == []
        assert reading.rows_outside == 2


def test_blank_rows_count_between_the_data_and_not_below_it():
    reading = read(LONG, ALDER, "", BIRCH, "", "", "Note: all are preliminary", "")
    assert account(reading) == (3, 1, 2, [])


def test_rows_filled_in_beforehand_wait_without_a_complaint():
    reading = read(
        LONG,
        "Alder | Attendance | Feb 2026 | ",
        "Alder | Attendance | Apr 2026 | ",
        "Birch | Attendance | | ",
        "Cedar Bend | | | ",
    )
    assert found(reading) == ["D2 value-empty"]
    assert account(reading) == (4, 0, 1, [2, 3, 4, 5])


def test_a_misspelt_team_is_said_even_before_a_number_is_typed():
    reading = read(LONG, "Aldre | Attendance | Feb 2026 | ")
    assert found(reading) == ["A2 name-near-miss"]
    assert account(reading) == (1, 0, 1, [])


def test_not_available_is_accepted_and_suppressed_is_a_point_without_a_value():
    reading = read(
        LONG,
        "Alder | Attendance | Oct 2025 | n/a",
        "Alder | Attendance | Nov 2025 | *",
        "Alder | Attendance | Dec 2025 | <10",
    )
    assert points(reading) == [
        "Alder | Attendance | Dec 2025 | suppressed",
        "Alder | Attendance | Nov 2025 | suppressed",
    ]
    assert found(reading) == []
    assert account(reading) == (3, 0, 1, [2])


def test_a_row_is_accepted_if_any_of_it_was_used():
    reading = read("Team | Month | Attendance | Home calls", "Alder | Oct 2025 | oops | 12")
    assert points(reading) == ["Alder | Home calls | Oct 2025 | 12"]
    assert found(reading) == ["C2 not-a-number"]


def test_a_header_alone_is_a_table_without_rows_and_without_findings():
    for lines in ([LONG], ["Team | Oct 2025"], ["Team | Attendance"]):
        reading = read(*lines, title="Attendance")
        assert account(reading) == (0, 0, 1, [])
        assert found(reading) == []


# Whose number it is


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("12 | ", id="the leading zeros lost, the name empty"),
        pytest.param("12 | Alder K-5 campus", id="the name unknown"),
        pytest.param("999 | Alder", id="the code unknown"),
        pytest.param('="0012" | ', id="wrapped as text"),
    ],
)
def test_a_team_is_known_by_its_name_and_then_by_its_code(row):
    reading = read("School code | School | Month | Attendance", f"{row} | Oct 2025 | 85%")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert found(reading) == []


def test_a_code_nobody_has_is_said_at_the_code_where_there_is_no_name():
    reading = read("Team | Code | Month | Attendance", " | 777 | Oct 2025 | 85%")
    assert found(reading) == ["B2 name-unknown"]


def test_a_column_of_codes_alone_names_the_teams():
    reading = read("State code | Month | Attendance", "0640014 | Oct 2025 | 85%")
    assert points(reading) == ["Cedar Bend | Attendance | Oct 2025 | 85"]


@pytest.mark.parametrize("text", ["", "All students", "ALL", "Whole school", "Everyone"])
def test_a_row_about_everybody_is_about_the_whole_team(text):
    reading = read(f"{LONG} | Student group", f"{ALDER} | {text}")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]


def test_groups_go_by_their_aliases_and_others_are_noted_once():
    reading = read(
        f"{LONG} | Group", f"{ALDER} | ell", f"{ALDER} | Newcomers", f"{BIRCH} | Newcomers"
    )
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | Multilingual learners | 85",
        "Alder | Attendance | Oct 2025 | Newcomers | 85",
        "Birch | Attendance | Oct 2025 | Newcomers | 80",
    ]
    assert found(reading) == ["E3 group-unlisted"]


# What only a title says


@pytest.mark.parametrize(
    ("title", "above", "said_at"),
    [
        pytest.param("Data", "Alder", "A1", id="above the table"),
        pytest.param("Alder", "", "A1", id="by the tab"),
        pytest.param("Data", "Alder Attendance 2025-26", "A1", id="beside measure and year"),
        pytest.param("Data", "Team: Alder", "A1", id="behind a word"),
        pytest.param("alder_2025-26", "", "A1", id="in a file's manner"),
    ],
)
def test_the_team_may_stand_in_a_title(title, above, said_at):
    reading = read(above, "Month | Attendance", "Oct | 85%", title=title, source="SY26.xlsx")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert "team-from-title" in str(found(reading))


@pytest.mark.parametrize(
    "above",
    [
        "Attendance",
        "Attendance 2025-26",
        "Monthly attendance report",
        "Riverbend: Attendance",
        "Attendance, by school",
    ],
)
def test_the_measure_may_stand_in_a_title(above):
    reading = read(above, "", "Team | Oct 2025", "Alder | 85%")
    assert points(reading) == ["Alder | Attendance | Oct 2025 | 85"]
    assert found(reading) == ["A1 measure-from-title"]


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("Attendance and Home calls", id="two measures"),
        pytest.param("Why attendance matters to families in our towns", id="a sentence"),
        pytest.param("How we are doing", id="none"),
    ],
)
def test_a_title_that_does_not_just_name_a_measure_is_not_taken(above):
    reading = read(above, "", "Team | Oct 2025", "Alder | 85%")
    assert points(reading) == []
    assert found(reading) == ["A3 no-measure"]


@pytest.mark.parametrize(
    ("above", "title", "source", "period"),
    [
        pytest.param("October 2025", "Data", "hub.xlsx", "Oct 2025", id="above"),
        pytest.param("", "Oct 2025", "hub.xlsx", "Oct 2025", id="the tab"),
        pytest.param("", "Data", "oct_2025.csv", "Oct 2025", id="the file"),
        pytest.param("2025-26", "October", "hub.xlsx", "Oct 2025", id="the tab's month"),
        pytest.param("October", "2025-26", "hub.xlsx", "Oct 2025", id="the tab's year"),
        pytest.param("", "October", "SY26.xlsx", "Oct 2025", id="the file's year"),
        pytest.param("Exported 3/1/2026", "Oct 2025", "hub.xlsx", "Oct 2025", id="not the export"),
        pytest.param("Oct 2025", "Nov 2025", "hub.xlsx", "Oct 2025", id="the nearest"),
    ],
)
def test_the_period_may_stand_in_a_title(above, title, source, period):
    reading = read(above, "Team | Attendance", "Alder | 85%", title=title, source=source)
    assert points(reading) == [f"Alder | Attendance | {period} | 85"]
    assert [finding.code for finding in reading.findings] == ["period-from-title"]
    assert period in reading.findings[0].what


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        pytest.param("Team | Measure | Value", "Alder | Attendance | 85%", "no-period", id="when"),
        pytest.param("Month | Attendance", "Oct 2025 | 85%", "no-team", id="who"),
        pytest.param("Team | Month | Value", "Alder | Oct 2025 | 85%", "no-measure", id="what"),
    ],
)
def test_a_table_that_nothing_completes_is_said_once_and_its_rows_are_set_aside(header, row, code):
    reading = read(header, row, row.replace("85", "86"))
    assert found(reading) == [f"A1 {code}"]
    assert account(reading) == (2, 0, 1, [])


def test_a_title_of_a_time_to_come_sets_its_rows_aside():
    reading = read("October 2026", "Team | Attendance", "Alder | 85%")
    assert found(reading) == ["A1 date-in-future"]
    assert account(reading) == (1, 0, 2, [])


# When it was measured


def test_a_month_without_a_year_takes_the_school_year_above_it():
    reading = read(
        "2024-25", "", "Team | Month | Attendance", "Alder | Oct | 85%", "Alder | Mar | 86%"
    )
    assert points(reading) == [
        "Alder | Attendance | Mar 2025 | 86",
        "Alder | Attendance | Oct 2024 | 85",
    ]


def test_a_month_without_any_year_is_said_at_its_cell():
    assert found(read("Team | Month | Attendance", "Alder | Oct | 85%")) == ["B2 year-unknown"]


def test_a_day_after_today_is_set_aside_and_a_month_that_has_begun_is_not():
    reading = read(
        LONG,
        "Alder | Attendance | 2026-03-15 | 85%",
        "Alder | Attendance | March 2026 | 86%",
        "Alder | Attendance | Oct 2026 | 87%",
    )
    assert points(reading) == ["Alder | Attendance | Mar 2026 | 86"]
    assert found(reading) == ["C2 date-in-future", "C4 date-in-future"]


def test_a_header_of_a_time_to_come_is_said_once_and_only_if_numbers_stand_below_it():
    reading = read(
        "Team | Measure | Oct 2025 | Apr 2026 | May 2026",
        "Alder | Attendance | 85% | 86% | ",
        "Birch | Attendance | 80% | 81% | n/a",
    )
    assert points(reading) == BOTH
    assert found(reading) == ["D1 date-in-future"]


BEGAN = {"began": dt.date(2025, 11, 15)}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            [LONG, ALDER, BIRCH], ["C2 date-before-network", "C3 date-before-network"], id="cells"
        ),
        pytest.param(
            ["Team | Measure | Oct 2025", "Alder | Attendance | 85%", "Birch | Attendance | 80%"],
            ["C1 date-before-network"],
            id="a header",
        ),
        pytest.param(
            [
                " | | Oct 2025 | ",
                "Team | Measure | Met | Out of",
                "Alder | Attendance | 85 | 100",
                "Birch | Attendance | 80 | 100",
            ],
            ["C1 date-before-network"],
            id="the upper header",
        ),
        pytest.param(
            ["October 2025", "Team | Attendance", "Alder | 85%", "Birch | 80%"],
            ["A1 date-before-network", "A1 period-from-title"],
            id="a title",
        ),
        pytest.param(
            [
                "Team | Measure | Start | End | Value",
                "Alder | Attendance | 2025-10-01 | 2025-10-31 | 85%",
                "Birch | Attendance | 2025-10-01 | 2025-10-31 | 80%",
            ],
            ["C2 date-before-network", "C3 date-before-network"],
            id="from and to",
        ),
    ],
)
def test_what_lies_before_the_network_began_is_used_and_asked_about_once(lines, said):
    reading = read(*lines, words=hub_words(**BEGAN))
    assert len(points(reading)) == 2
    assert found(reading) == said


def test_the_month_in_which_the_network_began_is_not_before_it():
    reading = read(LONG, "Alder | Attendance | Nov 2025 | 85%", words=hub_words(**BEGAN))
    assert found(reading) == []


def test_a_date_that_is_a_bare_number_counts_its_days_as_its_workbook_does():
    lines = [LONG, "Alder | Attendance | 44473 | 85%"]
    assert points(read(*lines, epoch_1904=True)) == ["Alder | Attendance | Oct 2025 | 85"]
    assert points(read(*lines)) == ["Alder | Attendance | Oct 2021 | 85"]


def test_from_and_to_make_a_period_and_one_that_ends_before_it_starts_loses_its_end():
    reading = read(
        "Team | Measure | Start date | End date | Value",
        "Alder | Attendance | 2025-10-06 | 2025-10-19 | 85%",
        "Birch | Attendance | 2025-10-31 | 2025-10-01 | 80%",
        "Cedar Bend | Attendance | 2025-10-06 | | 75%",
    )
    assert points(reading) == [
        "Alder | Attendance | 6 to 19 Oct 2025 | 85",
        "Birch | Attendance | Oct 2025 | 80",
        "Cedar Bend | Attendance | Oct 2025 | 75",
    ]
    assert found(reading) == ["D3 ends-before-it-starts"]


def test_a_column_of_dates_that_could_be_read_two_ways_is_one_question():
    reading = read(
        LONG, "Alder | Attendance | 5/10/2025 | 85%", "Birch | Attendance | 6/10/2025 | 80%"
    )
    assert found(reading) == ["C1 date-order-unknown"]


def test_an_empty_date_beside_a_number_sets_the_row_aside():
    reading = read("Team | Measure | Week of | Value", "Alder | Attendance | | 85%")
    assert found(reading) == ["C2 required-empty"]
    assert "“Week of”" in reading.findings[0].what


def test_dates_that_excel_may_have_swapped_are_one_question():
    rows = [["Alder", "Attendance", dt.date(2025, 5, 10), "85%"]]
    reading = read_rows(*rows, ["Birch", "Attendance", "13/10/2025", "80%"])
    assert [finding.code for finding in reading.findings] == ["date-order-swapped"]
    assert reading.findings[0].cell == "C1"


# Names that Excel has changed


def test_a_name_that_excel_made_a_date_is_said():
    day = dt.date(2026, 3, 5)
    reading = read_rows(
        [day, "Attendance", "Oct 2025", "85%"],
        ["Alder", day, "Oct 2025", "85%"],
        header=LONG,
    )
    assert points(reading) == []
    assert found(reading) == ["A2 name-turned-date", "B3 name-turned-date"]


def test_a_code_that_excel_shortened_is_said_and_a_long_one_is_read():
    reading = read_rows(
        ["6.40E+11", "Oct 2025", "85%"],
        ["'0640014", "Oct 2025", "85%"],
        [640014.0, "Nov 2025", "86%"],
        header="School code | Month | Attendance",
    )
    assert points(reading) == [
        "Cedar Bend | Attendance | Nov 2025 | 86",
        "Cedar Bend | Attendance | Oct 2025 | 85",
    ]
    assert found(reading) == ["A2 code-cut-short"]


def test_an_error_value_is_no_student_group():
    reading = read(f"{LONG} | Group", f"{ALDER} | #REF!", f"{BIRCH} | ELL")
    assert points(reading) == ["Birch | Attendance | Oct 2025 | Multilingual learners | 80"]
    assert found(reading) == ["E2 error-value"]


def test_a_group_of_signs_alone_is_a_group_and_dashes_are_everybody():
    reading = read(f"{LONG} | Group", f"{ALDER} | 🔥", f"{BIRCH} | —")
    assert points(reading) == [
        "Alder | Attendance | Oct 2025 | 🔥 | 85",
        "Birch | Attendance | Oct 2025 | 80",
    ]


# Numbers stored as text


def test_numbers_stored_as_text_among_true_ones_are_read_and_noted_once_a_column():
    rows = [
        ["Alder", f"{month} 2025", value]
        for month, value in zip(("Sep", "Oct", "Nov", "Dec"), (12.0, "13", "14", 15.0), strict=True)
    ]
    reading = read_rows(*rows, header="Team | Month | Home calls")
    assert [line[-2:] for line in points(reading)] == ["15", "14", "13", "12"]
    assert found(reading) == ["C3 number-as-text"]
    assert "2, this the first" in reading.findings[0].what


def test_a_text_that_is_no_number_is_not_noted_as_one():
    rows = [["Alder", "Oct 2025", 12.0], ["Nobody", "Oct 2025", "0.9.1"]]
    reading = read_rows(*rows, header="Team | Month | Home calls")
    assert found(reading) == ["A3 name-unknown"]


@pytest.mark.parametrize("values", [("12", "13"), (12.0, 13.0), (12.0, "n/a"), (12.0, "~13")])
def test_texts_alone_and_true_numbers_alone_are_not_noted(values):
    rows = [["Alder", f"{month} 2025", v] for month, v in zip(("Oct", "Nov"), values, strict=True)]
    assert "number-as-text" not in str(found(read_rows(*rows, header="Team | Month | Home calls")))


def test_a_decimal_sign_that_nothing_tells_is_one_question_and_none_in_a_percent():
    rows = [["Alder", "Oct 2025", "1.234", "85.125"], ["Alder", "Nov 2025", "2.345", "86.125"]]
    reading = read_rows(*rows, header="Team | Month | Home calls | Attendance")
    assert found(reading) == ["C2 decimal-sign-unclear"]
    assert "1.234 or 1234" in reading.findings[0].what


# What a finding says of the point


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("78% | 1O2 | 128", VALUE_USED),
        ("78% | 102 | #REF!", VALUE_USED),
        ("78% | 80% | 128", VALUE_USED),
        ("178% | 1O2 | 128", POINT_LEFT_OUT),
        (" | 1O2 | 128", POINT_LEFT_OUT),
        ("lots | 102 | 128", COUNTS_USED),
        ("yes | 102 | 128", COUNTS_USED),
    ],
    ids=["numerator", "denominator", "percent", "value no better", "no value", "text", "yes"],
)
def test_a_finding_says_what_is_used_in_place_of_an_unreadable_cell(cells, says):
    reading = read(f"{LONG} | Numerator | Denominator", f"Alder | Attendance | Oct 2025 | {cells}")
    assert {finding.why for finding in reading.findings} == {says}
    assert bool(points(reading)) == (says != POINT_LEFT_OUT)
