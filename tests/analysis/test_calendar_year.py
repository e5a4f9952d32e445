"""The calendar: what a year holds and what it lacks, on calendars of a few lines."""

import datetime as dt

import pytest

from kmlib.analysis.calendar_year import (
    headline,
    over_full,
    strips,
    table,
    without_time,
    years,
)
from kmlib.analysis.focus import dives_ahead
from kmlib.charts.programme_tables import lead

HEAD = "Date | Focus | Space | Topic | Facilitator | Tracker codes | Priority"
YEAR = ("Setting | Value", "As of | 2026-03-14", "Breaks | 2025-12-01 to 2025-12-31")


@pytest.fixture
def planned(published):
    """`planned(rows, **tabs)`: a network that has only its calendar, unless told otherwise."""

    def build(*rows, **tabs):
        return published(Network=YEAR, Measures=None, Calendar=(HEAD, *rows), **tabs)

    return build


def this_year(network):
    return next(iter(years(network).values()))


def test_the_school_year_that_is_now_comes_first(planned):
    network = planned("2024-10-01 | | Dive", "2025-10-01 | | Dive", "2026-09-01 | | Dive")
    assert list(years(network)) == ["2025-26", "2026-27", "2024-25"]


def test_a_priority_without_an_entry_gets_no_time_in_the_months_with_school(planned):
    network = planned(
        "2025-11-01 | | Dive | | | | Attend",
        "2026-01-12 | | Talk | | | | Read",
        "2026-02-01 | | Dive | | | | Attend",
        Priorities=("Priority", "Attend", "Read", "Belong"),
    )
    months = {
        name: [month.month for month in found]
        for name, found in without_time(network, this_year(network)).items()
    }
    assert months == {"Attend": [1], "Read": [11, 2], "Belong": [11, 1, 2]}
    assert headline(network, this_year(network)) == (
        "3 entries in 2 learning spaces; Belong gets no time in 3 months"
    )


def test_an_entry_that_names_no_priority_serves_those_of_its_routine(planned):
    network = planned(
        "2025-11-01 | | Dive",
        Routines=("Routine | Stage | Priority", "Dive | generation | Attend; Read"),
    )
    assert [entry.serves for entry in this_year(network)] == [("Attend", "Read")]
    assert without_time(network, this_year(network)) == {"Attend": [], "Read": []}


def test_nothing_lacks_time_where_no_entry_names_a_priority(planned):
    network = planned("2025-11-01 | | Dive", Priorities=("Priority", "Attend"))
    assert headline(network, this_year(network)) == "1 entry in 1 learning space"


def test_a_month_is_over_full_from_four_entries_and_over_twice_what_is_usual(planned):
    days = [f"2026-03-{day:02} | | Talk {day}" for day in range(2, 7)]
    network = planned("2025-10-01 | | Dive", "2026-01-12 | | Dive", "2026-01-13 | | Dive", *days)
    assert over_full(this_year(network)) == [dt.date(2026, 3, 1)]  # 5 of 1, 2, 5: half have 2
    network = planned("2025-10-01 | | Dive", "2026-01-12 | | Dive", *days[:3])
    assert over_full(this_year(network)) == []


def test_a_strip_holds_the_days_of_each_space_and_priority(planned):
    network = planned("2026-03-01 | | Dive | | | | Attend", "2026-03-19 | | dive")
    spaces, served = strips(network, this_year(network)).values()
    march = dt.date(2026, 3, 1)
    assert [(name, len(held[march])) for name, held in spaces.items()] == [("Dive", 1), ("dive", 1)]
    assert list(served) == ["Attend"]


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        (["2026-02-19 | | Data dive", "2026-03-19 | | Data dive"], dt.date(2026, 3, 19)),
        (["March 2026 | | Attendance data-dive", "2026-04-16 | | Data dive"], dt.date(2026, 3, 1)),
        (["2026-03-13 | | Data dive", "2026-04-16 | | Walk"], None),
        (["2026-03-20 | | Convening", "2026-04-16 | | Walk"], dt.date(2026, 3, 20)),
    ],
    ids=["the next day", "a whole month goes on to its end", "none ahead", "no space of that name"],
)
def test_the_next_data_dive_is_the_first_that_is_not_over(planned, rows, day):
    assert next((row.date for row in dives_ahead(planned(*rows))), None) == day


def test_what_feeds_the_next_data_dive_names_it_under_feeds(planned):
    routines = ("Routine | Stage | Feeds", "Data dive | generation |", "Walk | sharing | Data dive")
    network = planned("2026-04-16 | | Data dive", Routines=routines)
    said = lead(network, this_year(network))
    assert said.startswith("The next data dive is Data dive, 16 Apr 2026; what feeds it: Walk (")


def test_feedback_is_that_of_the_day_and_of_a_whole_month_that_of_any_day(planned):
    came = (
        "Routine | Date | Stakeholder group | Value",
        "Dive | 2026-02-10 | teachers | 4",
        "Dive | 2026-02-10 | families | 5",
        "Dive | 2026-02-24 | teachers | 2",
    )
    network = planned(
        "2026-02-01 | | Dive", "2026-02-10 | | Dive", "2026-02-11 | | Dive", Participation=came
    )
    rows = table(this_year(network))
    assert [(row["feedback"], row["scores"]) for row in rows] == [(11 / 3, 3), (4.5, 2), (None, 0)]


def test_no_facilitator_is_named_in_the_table(planned):
    network = planned("2026-02-10 | | Dive | Calls | Ada Canary | 1.1; 1.2 |")
    (row,) = table(this_year(network))
    assert "Canary" not in str(row)
    assert row["tracker_codes"] == "1.1; 1.2"
