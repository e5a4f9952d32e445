import datetime as dt

import pytest

from kmlib.analysis.due import SchoolDays, school_days
from kmlib.reading.school_calendar import Period
from kmlib.schema import Cadence

WINTER = Period(dt.date(2025, 12, 22), dt.date(2026, 1, 2))
NO_BREAKS = SchoolDays(year_starts=8, breaks=(), as_of=dt.date(2026, 3, 14))
WITH_WINTER = SchoolDays(year_starts=8, breaks=(WINTER,), as_of=dt.date(2026, 3, 14))


@pytest.mark.parametrize(
    ("cadence", "held", "due"),
    [
        (Cadence.WEEKLY, (2026, 3, 4), (2026, 3, 15)),  # Wednesday: by Sunday of the next week
        (Cadence.MONTHLY, (2026, 1, 22), (2026, 2, 28)),
        (Cadence.MONTHLY, (2026, 1, 1), (2026, 2, 28)),
        (Cadence.QUARTERLY, (2026, 1, 16), (2026, 4, 30)),  # Nov to Jan, then Feb to Apr
        (Cadence.YEARLY, (2025, 9, 1), (2027, 7, 31)),
    ],
    ids=["weekly", "monthly", "monthly, whichever day", "quarterly", "yearly"],
)
def test_a_routine_is_due_again_by_the_end_of_the_next_period(cadence, held, due):
    assert NO_BREAKS.next_due(dt.date(*held), cadence) == dt.date(*due)


def test_a_week_wholly_in_a_break_is_passed_over():
    assert WITH_WINTER.next_due(dt.date(2025, 12, 18), Cadence.WEEKLY) == dt.date(2026, 1, 11)


def test_a_due_day_in_a_break_moves_to_the_first_school_day_after_it():
    assert WITH_WINTER.next_due(dt.date(2025, 11, 20), Cadence.MONTHLY) == dt.date(2026, 1, 5)
    assert WITH_WINTER.moved(dt.date(2025, 12, 24)) == dt.date(2026, 1, 5)  # a Monday
    assert WITH_WINTER.moved(dt.date(2026, 1, 3)) == dt.date(2026, 1, 3)


def test_school_days_leave_out_weekends_and_breaks():
    days = list(WITH_WINTER.days(dt.date(2025, 12, 18), dt.date(2026, 1, 6)))
    assert [day.day for day in days] == [18, 19, 5, 6]


def test_a_break_without_end_makes_nothing_due():
    forever = Period(dt.date(2025, 12, 22), dt.date(2060, 1, 1))
    school = SchoolDays(8, (forever,), dt.date(2026, 3, 14))
    assert school.next_due(dt.date(2025, 12, 18), Cadence.WEEKLY) == dt.date.max


def test_the_school_year_and_its_breaks_come_from_the_network_tab(published):
    network = published(
        Network=(
            "Setting | Value",
            "School year starts in | September",
            "Breaks | 2025-12-22 to 2026-01-02; 2026-02-16",
            "As of | 2026-08-15",
        )
    )
    school = school_days(network)
    assert school.year_began == dt.date(2025, 9, 1)
    assert school.breaks == (WINTER, Period(dt.date(2026, 2, 16), dt.date(2026, 2, 16)))


ROUTINES = "Routine | Stage | Cadence | Last held"


@pytest.mark.parametrize(
    ("row", "timing", "overdue"),
    [
        ("Dive | generation | monthly | 2026-02-05", "on time", 0),
        ("Dive | generation | monthly | 2026-01-22", "overdue", 14),
        ("Dive | generation | monthly |", "no date of the last time", 0),
        ("Dive | generation | | 2026-01-22", "no cadence", 0),
    ],
    ids=["on time", "overdue", "never held", "without cadence"],
)
def test_a_routine_is_on_time_overdue_or_cannot_be_told(published, row, timing, overdue):
    from kmlib.analysis.routines import routines

    (dive,) = routines(published(Routines=[ROUTINES, row])).values()
    assert (dive.timing, dive.overdue_days) == (timing, overdue)


def test_a_session_in_participation_counts_as_the_last_time(published):
    from kmlib.analysis.routines import routines

    network = published(
        Routines=[ROUTINES, "Dive | generation | monthly | 2025-11-20"],
        Participation=["Routine | Date | Stakeholder group", "Dive | 2026-02-26 | team leads"],
    )
    assert routines(network)["Dive"].last == dt.date(2026, 2, 26)
    assert routines(network)["Dive"].timing == "on time"
