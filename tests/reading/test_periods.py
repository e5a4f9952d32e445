import datetime as dt

import pytest

from kmlib.findings import (
    ERROR_VALUE,
    NOT_A_DATE,
    NOT_COMPUTED,
    NOT_IN_ITS_YEAR,
    YEAR_UNKNOWN,
)
from kmlib.reading.periods import (
    day_first_evidence,
    find_period,
    find_school_year,
    has_ambiguous_dates,
    in_year_of,
    may_be_swapped,
    period_within,
    read_date,
    read_period,
)
from kmlib.reading.school_calendar import Period, PeriodContext, cadence_period, period_label
from kmlib.schema import Cadence

ANYWHERE = PeriodContext()
IN_2025_26 = PeriodContext(school_year=2025)
DAY_FIRST = PeriodContext(day_first=True)


def days(start, end=None):
    return Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end or start))


OCTOBER = days("2025-10-01", "2025-10-31")
SCHOOL_YEAR = days("2025-08-01", "2026-07-31")
WEEK = days("2025-10-06", "2025-10-12")


@pytest.mark.parametrize(
    "typed",
    [
        dt.date(2025, 10, 5),
        dt.datetime(2025, 10, 5, 9, 30),
        45935,
        45935.75,
        "45935",
        20251005,
        "10/5/25",
        "10/5/2025",
        "10/05/2025",
        "10-5-25",
        "10/5/2025 2:30 PM",
        "2025-10-05",
        "2025/10/5",
        "2025-10-05T00:00:00Z",
        "5 Oct 2025",
        "5 October 2025",
        "05-Oct-25",
        "5th of October 2025",
        "Oct 5, 2025",
        "Oct. 5 2025",
        "October 5th, 2025",
        "Sunday, October 5, 2025",
        "2025-Oct-05",
        " 10/5/25\u200b ",
        "10／5／25",
        "As of 10/5/25",
        "10/5/25 (prelim)",
        "10/5/25*;",
    ],
    ids=repr,
)
def test_a_day_is_read_in_every_usual_spelling(typed):
    assert read_period(typed, ANYWHERE) == days("2025-10-05")


@pytest.mark.parametrize("typed", ["5/10/25", "5.10.2025", "5-10-2025", "05/10/2025"])
def test_a_numeric_day_follows_its_columns_order(typed):
    assert read_period(typed, DAY_FIRST) == days("2025-10-05")
    assert read_period(typed, ANYWHERE) == days("2025-05-10")


@pytest.mark.parametrize("context", [ANYWHERE, DAY_FIRST], ids=["month first", "day first"])
def test_a_day_with_one_reading_is_read_that_way_in_any_column(context):
    assert read_period("13/5/25", context) == days("2025-05-13")
    assert read_period("5/13/25", context) == days("2025-05-13")


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("1/1/1950", dt.date(1950, 1, 1)),
        ("12/31/2100", dt.date(2100, 12, 31)),
        (2000, dt.date(2000, 1, 1)),
        (2100, dt.date(2100, 1, 1)),
        (20_000, dt.date(1954, 10, 3)),
    ],
    ids=str,
)
def test_the_first_and_the_last_year_that_a_school_may_mean_are_read(typed, start):
    assert read_period(typed, ANYWHERE).start == start


def test_a_serial_number_counts_from_1904_where_the_workbook_does():
    assert read_period(44473, PeriodContext(epoch_1904=True)) == days("2025-10-05")


@pytest.mark.parametrize(
    ("typed", "year"),
    [("1/1/79", 2079), ("1/1/80", 1980), ("1/1/99", 1999), ("1/1/00", 2000)],
)
def test_a_year_of_two_digits_lies_between_1980_and_2079(typed, year):
    assert read_period(typed, ANYWHERE).start.year == year


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("Oct-25", OCTOBER),
        ("Oct 2025", OCTOBER),
        ("Oct25", OCTOBER),
        ("Oct '25", OCTOBER),
        ("October 2025", OCTOBER),
        ("OCT. 2025", OCTOBER),
        ("2025-10", OCTOBER),
        ("10/2025", OCTOBER),
        ("2025 Oct", OCTOBER),
        ("October 2025-26", OCTOBER),
        ("SY26 October", OCTOBER),
        ("Oct 2025 (prelim)", OCTOBER),
        ("Sept 2025", days("2025-09-01", "2025-09-30")),
        ("2025-26", SCHOOL_YEAR),
        ("2025–26", SCHOOL_YEAR),
        ("2025-2026", SCHOOL_YEAR),
        ("2025/26", SCHOOL_YEAR),
        ("25-26", SCHOOL_YEAR),
        ("13-14", days("2013-08-01", "2014-07-31")),
        ("SY26", SCHOOL_YEAR),
        ("SY 2026", SCHOOL_YEAR),
        ("SY 2025-26", SCHOOL_YEAR),
        ("SY25-26", SCHOOL_YEAR),
        ("SY2526", SCHOOL_YEAR),
        ("SY2026", SCHOOL_YEAR),
        ("2025 to 2026", SCHOOL_YEAR),
        ("FY26", SCHOOL_YEAR),
        ("School year 2025-26", SCHOOL_YEAR),
        ("2025-26 school year", SCHOOL_YEAR),
        ("2011-12", days("2011-08-01", "2012-07-31")),
        ("2011-11", days("2011-11-01", "2011-11-30")),
        ("2025", days("2025-01-01", "2025-12-31")),
        (2025.0, days("2025-01-01", "2025-12-31")),
        ("Q1 2025-26", days("2025-08-01", "2025-10-31")),
        ("Q2 2025-26", days("2025-11-01", "2026-01-31")),
        ("2025-26 Q2", days("2025-11-01", "2026-01-31")),
        ("Quarter 2, SY26", days("2025-11-01", "2026-01-31")),
        ("2nd quarter 2025-26", days("2025-11-01", "2026-01-31")),
        ("Q2 2025", days("2025-11-01", "2026-01-31")),
        ("Q4 2026", days("2026-05-01", "2026-07-31")),
        ("Fall 2025", days("2025-09-01", "2025-11-30")),
        ("Fall 2025-26", days("2025-09-01", "2025-11-30")),
        ("Spring 2026", days("2026-03-01", "2026-05-31")),
        ("Spring 2025-26", days("2026-03-01", "2026-05-31")),
        ("Winter 2025-26", days("2025-12-01", "2026-02-28")),
        ("Winter 2026", days("2025-12-01", "2026-02-28")),
        ("BOY 2025-26", days("2025-08-01", "2025-11-30")),
        ("MOY SY26", days("2025-12-01", "2026-03-31")),
        ("EOY 2025-26", days("2026-04-01", "2026-07-31")),
        ("2025-26 BOY", days("2025-08-01", "2025-11-30")),
        ("Trimester 3 2025-26", days("2026-04-01", "2026-07-31")),
        ("S1 2025-26", days("2025-08-01", "2026-01-31")),
        ("2nd semester 2025-26", days("2026-02-01", "2026-07-31")),
        ("Week of Oct 6, 2025", WEEK),
        ("Week of 10/8/25", WEEK),
        ("wk 10/6/25", WEEK),
        ("w/o 6 Oct 2025", WEEK),
        ("Week ending 10/10/25", WEEK),
        ("2025-W41", WEEK),
        ("Week of Oct 6 - 10, 2025", WEEK),
        ("Week of 10/5/25-10/11/25", WEEK),
        ("6-10 Oct 2025", days("2025-10-06", "2025-10-10")),
        ("Aug to Oct 2025", days("2025-08-01", "2025-10-31")),
        ("Sep-Oct 2025", days("2025-09-01", "2025-10-31")),
        ("Nov to Jan 2026", days("2025-11-01", "2026-01-31")),
        ("Oct 2025 to Jan", days("2025-10-01", "2026-01-31")),
        ("10/6/25 to 10/10", days("2025-10-06", "2025-10-10")),
        ("Oct 6-10, 2025", days("2025-10-06", "2025-10-10")),
        ("10/6/25 - 10/10/25", days("2025-10-06", "2025-10-10")),
        ("2025-12-22 to 2026-01-02", days("2025-12-22", "2026-01-02")),
    ],
)
def test_a_period_that_says_its_year_is_read_anywhere(typed, period):
    assert read_period(typed, ANYWHERE) == period


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("October", OCTOBER),
        ("Oct", OCTOBER),
        ("Oct.", OCTOBER),
        ("Sept", days("2025-09-01", "2025-09-30")),
        ("March", days("2026-03-01", "2026-03-31")),
        ("10/5", days("2025-10-05")),
        ("3-4", days("2026-03-04")),
        ("25-Oct", days("2025-10-25")),
        ("October 5th", days("2025-10-05")),
        ("Oct 25", OCTOBER),
        ("Oct 31", days("2025-10-31")),
        ("Q2", days("2025-11-01", "2026-01-31")),
        ("Fall", days("2025-09-01", "2025-11-30")),
        ("BOY", days("2025-08-01", "2025-11-30")),
        ("Middle of year", days("2025-12-01", "2026-03-31")),
        ("EOY", days("2026-04-01", "2026-07-31")),
        ("Trimester 1", days("2025-08-01", "2025-11-30")),
        ("T2", days("2025-12-01", "2026-03-31")),
        ("Semester 1", days("2025-08-01", "2026-01-31")),
        ("Week of 10/6", WEEK),
        ("10/6-10/10", days("2025-10-06", "2025-10-10")),
        ("Oct 6-10", days("2025-10-06", "2025-10-10")),
    ],
)
def test_a_period_without_a_year_takes_it_from_its_title_or_asks(typed, period):
    assert read_period(typed, IN_2025_26) == period
    assert read_period(typed, ANYWHERE) is YEAR_UNKNOWN


def test_a_winter_named_by_one_year_lies_in_the_school_year_of_its_tab():
    assert read_period("Winter 2025", IN_2025_26) == days("2025-12-01", "2026-02-28")
    assert read_period("Winter 2025", ANYWHERE) == days("2024-12-01", "2025-02-28")


def test_a_week_that_is_named_by_its_sunday_begins_on_the_monday_after():
    assert read_period("Week of 10/5/25", ANYWHERE) == WEEK
    assert read_period("Week ending 10/12/25", ANYWHERE) == WEEK


def test_a_school_year_begins_in_the_month_the_hub_says():
    july = PeriodContext(year_starts=7, school_year=2025)
    assert read_period("SY26", july) == days("2025-07-01", "2026-06-30")
    assert read_period("Q1", july) == days("2025-07-01", "2025-09-30")
    assert read_period("July", july) == days("2025-07-01", "2025-07-31")
    assert read_period("T2 2026", july) == days("2025-11-01", "2026-02-28")


@pytest.mark.parametrize(
    "typed",
    [
        *["2/31/26", "31/2/26", "2/31", "13/13/25", "17/20/25", "2025-13", "2025-02-30", "Feb 30"],
        *[
            "abc",
            "Attendance",
            "",
            "n/a",
            "85",
            "85%",
            "week 5",
            "Q5",
            "T4",
            "2025-27",
            "2023-2025",
            "SY2527",
            "2526",
            "YTD",
            "Week 12",
            "MP3",
            "Week of 10/6/25-10/20/25",
        ],
        *["1/1/1900", "10.6", "12:30", "Oct 10-6, 2025", "Room 12", "Oct to Aug"],
        *[85.0, 0, -45935, 1999.5, float("nan"), float("inf"), True, None, dt.time(9, 0)],
        *["12/31/1949", "1/1/2101", 1999, 2101],
        dt.date(1900, 1, 1),
    ],
    ids=repr,
)
def test_what_is_no_date_is_never_made_one(typed):
    assert read_period(typed, ANYWHERE) in (NOT_A_DATE, YEAR_UNKNOWN)
    if typed != "Oct to Aug":
        assert read_period(typed, IN_2025_26) is NOT_A_DATE


def test_twelve_and_thirteen_may_be_a_day_and_thirteen_and_fourteen_are_school_years():
    assert read_period("12-13", IN_2025_26) == days("2025-12-13")
    assert read_period("13-14", IN_2025_26) == days("2013-08-01", "2014-07-31")


def test_a_quarter_over_new_year_lies_in_the_school_year_of_its_tab():
    winter = days("2025-11-01", "2026-01-31")
    assert read_period("Q2 2026", IN_2025_26) == read_period("Q2 2025", IN_2025_26) == winter
    from_november = PeriodContext(school_year=2025, year_starts=11)
    assert read_period("Q1 2026", from_november) == winter


@pytest.mark.parametrize(
    ("typed", "day"),
    [("5 Oct '25", "2025-10-05"), ("10/5/25 to 10/5/25", "2025-10-05")],
    ids=["an apostrophe for the century", "from a day to itself"],
)
def test_one_day_is_read_in_less_usual_spellings_too(typed, day):
    assert read_period(typed, ANYWHERE) == days(day)


def test_a_number_between_two_years_is_no_year():
    assert read_period(2025.5, ANYWHERE) is NOT_A_DATE


def test_a_tab_is_of_the_first_school_year_that_its_titles_give():
    titles = ["Attendance", "Read 2024-25", "SY26"]
    assert in_year_of(titles, DAY_FIRST) == PeriodContext(school_year=2024, day_first=True)
    assert in_year_of(titles[:1], IN_2025_26) == IN_2025_26


@pytest.mark.parametrize("day", ["2025-08-01", "2026-07-31"], ids=["first", "last"])
def test_the_first_and_the_last_day_of_a_school_year_lie_in_it(day):
    assert period_within(day, SCHOOL_YEAR, ANYWHERE) == days(day)


@pytest.mark.parametrize(("day", "suspicious"), [(12, True), (13, False)])
def test_a_real_date_after_the_twelfth_shows_that_days_and_months_were_not_swapped(day, suspicious):
    assert may_be_swapped([dt.date(2025, 10, day), "10/25/2025"]) is suspicious


def test_two_school_years_typed_in_one_may_turn_the_century():
    assert read_period("SY9900", ANYWHERE) == days("1999-08-01", "2000-07-31")


def test_the_29th_of_february_needs_a_leap_year():
    assert read_period("2/29/24", ANYWHERE) == days("2024-02-29")
    assert read_period("2/29", IN_2025_26) is NOT_A_DATE
    assert read_period("2/29", PeriodContext(school_year=2023)) == days("2024-02-29")


@pytest.mark.parametrize(("typed", "rule"), [("#REF!", ERROR_VALUE), ("=A1+7", NOT_COMPUTED)])
def test_a_broken_formula_in_a_date_column_is_named_as_such(typed, rule):
    assert read_period(typed, ANYWHERE) is rule
    assert read_date(typed, ANYWHERE) is rule


@pytest.mark.parametrize(
    ("typed", "day"),
    [("Oct 2025", dt.date(2025, 10, 1)), ("10/5/25", dt.date(2025, 10, 5)), ("TBD", None)],
)
def test_a_date_column_takes_the_first_day_of_a_period_and_accepts_not_yet(typed, day):
    assert read_date(typed, ANYWHERE) == day


@pytest.mark.parametrize(
    ("cells", "day_first"),
    [
        (["10/5/25", "13/5/25"], True),
        (["10/5/25", "5/13/25"], False),
        (["13.5.2025"], True),
        (["13/5"], True),
        (["2/29"], False),
        (["week of 13/5/25"], True),
        (["10/5/25"], None),
        (["13/5/25", "5/13/25"], None),
        (["13/5/25", "14/5/25", "5/13/25"], True),
        (["5 Oct 2025", dt.date(2025, 10, 13), 45935, "2025-10-13"], None),
        (["13/13/25", "n/a", ""], None),
        ([], None),
    ],
    ids=str,
)
def test_a_columns_order_of_day_and_month_is_told_by_dates_with_one_reading(cells, day_first):
    assert day_first_evidence(cells) is day_first


@pytest.mark.parametrize(
    ("cells", "ambiguous"),
    [
        (["10/5/25"], True),
        (["10/5"], True),
        (["5.10.2025"], True),
        (["5/13/25", "13/5/25"], False),
        (["10/10/25", "13/5/25", "Oct 5, 2025", dt.date(2025, 10, 5), "2025-10-05"], False),
    ],
    ids=str,
)
def test_a_column_whose_dates_could_be_either_way_is_known(cells, ambiguous):
    assert has_ambiguous_dates(cells) is ambiguous


@pytest.mark.parametrize(
    ("title", "period", "words"),
    [
        ("Chronic Absenteeism, 2018-19", days("2018-08-01", "2019-07-31"), "2018-19"),
        ("Chronic Absenteeism 2011-12", days("2011-08-01", "2012-07-31"), "2011-12"),
        ("Voice Feb 2026", days("2026-02-01", "2026-02-28"), "Feb 2026"),
        ("attendance_2025-26.xlsx", SCHOOL_YEAR, "2025-26"),
        ("Kestrel_Oct2025.csv", OCTOBER, "Oct2025"),
        ("Voice_Oct_2025.csv", OCTOBER, "Oct_2025"),
        ("data-2025-10.csv", OCTOBER, "2025-10"),
        ("Attendance_SY_26.csv", SCHOOL_YEAR, "SY_26"),
        ("Grades 3-5 2025-26", SCHOOL_YEAR, "2025-26"),
        ("2025-26 (exported 10/5/2026)", SCHOOL_YEAR, "2025-26"),
        ("Attendance 2025-26, October", OCTOBER, "2025-26, October"),
        ("Oct", OCTOBER, "Oct"),
        ("S1", days("2025-08-01", "2026-01-31"), "S1"),
        ("Attendance Oct", OCTOBER, "Oct"),
        ("Referrals, May", days("2026-05-01", "2026-05-31"), "May"),
        ("Q2 attendance", days("2025-11-01", "2026-01-31"), "Q2"),
        ("Week of 10/6 check-in", WEEK, "Week of 10/6"),
        ("Fall 2025 Reading", days("2025-09-01", "2025-11-30"), "Fall 2025"),
    ],
)
def test_a_period_is_found_in_a_title_with_the_words_that_say_it(title, period, words):
    assert find_period(title, IN_2025_26) == (period, words)


@pytest.mark.parametrize(
    "title",
    [
        *[
            "Room 45000",
            "Class of 2027",
            "May be shown",
            "June Carter Elementary",
            "K-5 S1",
            "Data",
        ],
        *["Updated 10/5/2025", "hub.xlsx", "Grades 3-5", "Cohort 2024", "", "Vision 2030"],
        "Room 2025.31",
        *["attendance_exported_2025-10-05.csv", "Read_exported_on_2025-10-05", "Class_of_2027"],
        *["Read_exported_on_Oct_2025", "Attendance, printed 3 Oct 2025", "updated Oct 3, 2025"],
    ],
)
def test_no_period_is_made_out_of_other_words_and_numbers(title):
    assert find_period(title, IN_2025_26) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Chronic Absenteeism, 2018-19", 2018),
        ("attendance_SY26.xlsx", 2025),
        ("2025-2026 data", 2025),
        ("25-26", 2025),
        ("Harbor Street 2024-25 v2", 2024),
        ("2025-10-05", None),
        ("Oct 2025", None),
        ("Grades 3-4", None),
        ("2025-27", None),
    ],
)
def test_a_school_year_is_found_in_a_title_tab_or_file_name(text, year):
    assert find_school_year(text) == year


@pytest.mark.parametrize(
    ("cadence", "period", "label"),
    [
        (Cadence.WEEKLY, days("2026-01-19", "2026-01-25"), "week of 19 Jan 2026"),
        (Cadence.BIWEEKLY, days("2026-01-19", "2026-02-01"), "19 Jan to 1 Feb 2026"),
        (Cadence.MONTHLY, days("2026-01-01", "2026-01-31"), "Jan 2026"),
        (Cadence.QUARTERLY, days("2025-11-01", "2026-01-31"), "Nov 2025 to Jan 2026"),
        (Cadence.TERM, days("2025-12-01", "2026-03-31"), "Dec 2025 to Mar 2026"),
        (Cadence.YEARLY, SCHOOL_YEAR, "2025-26"),
    ],
)
def test_a_day_belongs_to_one_period_of_each_cadence_and_each_has_a_short_name(
    cadence, period, label
):
    assert cadence_period(dt.date(2026, 1, 20), cadence, year_starts=8) == period
    assert period_label(*period) == label


@pytest.mark.parametrize("cadence", Cadence)
@pytest.mark.parametrize("year_starts", [1, 7, 8, 9])
def test_periods_follow_each_other_without_a_gap_and_their_names_are_read_back(
    cadence, year_starts
):
    day = dt.date(2024, 1, 1)
    while day < dt.date(2026, 1, 1):
        period = cadence_period(day, cadence, year_starts)
        assert period == cadence_period(period.end, cadence, year_starts)
        label = period_label(*period, year_starts)
        assert read_period(label, PeriodContext(year_starts=year_starts)) == period
        day = period.end + dt.timedelta(days=1)
        assert cadence_period(day, cadence, year_starts).start == day


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (days("2025-10-05"), "5 Oct 2025"),
        (days("2025-08-01", "2025-10-31"), "Aug to Oct 2025"),
        (days("2025-10-07", "2025-10-19"), "7 to 19 Oct 2025"),
        (days("2025-12-22", "2026-01-02"), "22 Dec 2025 to 2 Jan 2026"),
        (days("2025-01-01", "2025-12-31"), "2025"),
    ],
)
def test_any_stretch_of_days_has_a_name_that_is_read_back(period, label):
    assert period_label(*period) == label
    assert read_period(label, ANYWHERE) == period


YEAR = days("2024-08-01", "2025-07-31")


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("Oct", dt.date(2024, 10, 1)),
        ("January", dt.date(2025, 1, 1)),
        ("Q3", dt.date(2025, 2, 1)),
        ("EOY", dt.date(2025, 4, 1)),
        ("10/5", dt.date(2024, 10, 5)),
        ("Oct 2024", dt.date(2024, 10, 1)),
        ("2024-25", dt.date(2024, 8, 1)),
    ],
)
def test_a_part_of_a_year_lies_in_the_year_that_stands_elsewhere(typed, start):
    assert period_within(typed, YEAR, IN_2025_26).start == start


@pytest.mark.parametrize(("typed", "start"), [("Oct", 10), ("Jan", 1), ("Spring", 3)])
def test_a_part_of_a_calendar_year_lies_in_that_year(typed, start):
    year = days("2025-01-01", "2025-12-31")
    assert period_within(typed, year, ANYWHERE).start == dt.date(2025, start, 1)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("Oct 2025", NOT_IN_ITS_YEAR), ("SY26", NOT_IN_ITS_YEAR), ("Octember", NOT_A_DATE)],
)
def test_a_part_that_lies_in_no_or_in_another_year_is_said(typed, rule):
    assert period_within(typed, YEAR, ANYWHERE) is rule


@pytest.mark.parametrize(
    ("cells", "swapped"),
    [
        ([dt.date(2025, 5, 10), dt.date(2025, 6, 10), "13/10/2025"], True),
        ([dt.date(2025, 5, 10), "10/13/2025"], True),
        ([dt.date(2025, 5, 10), dt.date(2025, 5, 14), "13/10/2025"], False),
        ([dt.date(2025, 5, 10), "13/10/2025", "5/10/2025"], False),
        ([dt.date(2025, 9, 1), dt.date(2025, 10, 1), "13/10/2025"], False),
        ([dt.date(2025, 5, 10), "Oct 2025"], False),
        (["13/10/2025"], False),
        ([], False),
    ],
    ids=str,
)
def test_dates_that_excel_made_of_half_a_column_are_suspected(cells, swapped):
    assert may_be_swapped(cells) is swapped


def test_the_fifty_third_week_is_read_in_a_year_that_has_one_and_refused_in_others():
    assert read_period("2020-W53", ANYWHERE) == days("2020-12-28", "2021-01-03")
    assert read_period("2021-W53", ANYWHERE) is NOT_A_DATE


def test_a_stretch_whose_beginning_alone_names_its_year_ends_in_the_same_school_year():
    assert read_period("Nov 2025 to Feb", ANYWHERE) == days("2025-11-01", "2026-02-28")
