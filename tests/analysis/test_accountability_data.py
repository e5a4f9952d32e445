import datetime as dt

import pytest

import kmlib
from kmlib.analysis.accountability import Commitment, agreements, one_peer
from tests.analysis.small import NOTHING, a_published

HEAD = "Team | Measure | Date | Value"
TEAMS = ("Team", "Alder", "Birch")
ATTENDANCE = "Attendance | outcome | percent | higher"


@pytest.fixture
def a_year(a_network):
    """`a_year(*rows)`: a published network as of 14 March 2026, with these rows of data."""

    def build(*rows, as_of="2026-03-14", settings=(), measures=(ATTENDANCE,), teams=TEAMS):
        return kmlib.publish(
            a_network(
                Network=("Setting | Value", f"As of | {as_of}", *settings),
                Measures=("Measure | Kind | Unit | Better | Cadence", *measures),
                Teams=teams,
                Data=(HEAD, *rows),
            )
        )

    return build


def reported(team, *months, measure="Attendance"):
    return [f"{team} | {measure} | {month} | 81%" for month in months]


def progress(network, team="Alder"):
    return one_peer(network, team).progress[0]


def marks(network, team="Alder"):
    """The due days of a team, each with whether it was kept."""
    return {mark.day.isoformat(): mark.kept for mark in progress(network, team).due}


def test_the_numbers_of_a_month_are_due_a_week_after_its_end(a_year):
    network = a_year(*reported("Alder", "Sep 2025", "Oct 2025", "Dec 2025", "Jan 2026", "Feb 2026"))
    assert marks(network) == {
        "2025-10-07": True,
        "2025-11-07": True,
        "2025-12-07": False,  # nothing for November
        "2026-01-07": True,
        "2026-02-07": True,
        "2026-03-07": True,
    }
    assert agreements(network)[Commitment.DATA] == "7 days after each period"


def test_the_network_tab_may_give_more_days(a_year):
    network = a_year(*reported("Alder", "Feb 2026"), settings=["Data due (days) | 10"])
    assert marks(network) == {"2026-03-10": True}
    assert agreements(network)[Commitment.DATA] == "10 days after each period"


@pytest.mark.parametrize("days", ["-4", "99999999"])
def test_a_slip_in_the_days_does_no_harm(a_year, days):
    network = a_year(*reported("Alder", "Sep 2025"), settings=[f"Data due (days) | {days}"])
    assert progress(network).commitment is Commitment.DATA


def test_a_missing_number_is_named_with_its_period_and_the_tab_it_goes_to(a_year):
    network = a_year(*reported("Alder", "Jan 2026"), *reported("Birch", "Jan 2026", "Feb 2026"))
    (missed,) = progress(network).missed
    assert missed.day == dt.date(2026, 3, 7)
    assert missed.about == "Attendance (Feb 2026)"
    assert missed.where == "Data in hub.xlsx"


def test_measures_due_on_one_day_are_one_mark_and_only_what_is_missing_is_named(a_year):
    network = a_year(
        *reported("Alder", "Jan 2026", "Feb 2026"),
        *reported("Alder", "Jan 2026", measure="Reading"),
        measures=[ATTENDANCE, "Reading | outcome | percent | higher"],
    )
    assert marks(network) == {"2026-02-07": True, "2026-03-07": False}
    assert progress(network).due[0].about == "2 measures"
    assert progress(network).due[1].about == "Reading (Feb 2026)"


@pytest.mark.parametrize(
    ("cadence", "typed", "due"),
    [
        ("weekly", "2026-02-23", ["2026-03-08"]),  # the next week is due on the 15th
        ("biweekly", "2026-02-16", ["2026-03-08"]),
        ("monthly", "2026-02-23", ["2026-03-07"]),
        ("quarterly", "2025-11-10", ["2026-02-07"]),  # November to January
        ("term", "2025-10-06", ["2025-12-07"]),  # August to November
        ("yearly", "2025-10-06", []),
    ],
)
def test_a_measure_is_due_by_its_own_cadence(a_year, cadence, typed, due):
    network = a_year(f"Alder | Attendance | {typed} | 81%", measures=[f"{ATTENDANCE} | {cadence}"])
    assert list(marks(network)) == due


def test_what_is_coming_is_not_counted(a_year):
    network = a_year(*reported("Alder", "Feb 2026"))
    (coming,) = progress(network).coming
    assert (coming.day, coming.about) == (dt.date(2026, 4, 7), "Attendance (Mar 2026)")


def test_a_due_day_in_a_break_moves_to_the_first_school_day_after_it(a_year):
    network = a_year(*reported("Alder", "Dec 2025"), settings=["Breaks | 2025-12-22 to 2026-01-09"])
    assert "2026-01-12" in marks(network), "7 January lies in the break, 10 January is a Saturday"


def test_a_week_without_a_school_day_is_no_period(a_year):
    weeks = ["2025-12-15", "2026-01-05"]
    network = a_year(
        *(f"Alder | Attendance | Week of {week} | 81%" for week in weeks),
        as_of="2026-01-19",
        settings=["Breaks | 2025-12-22 to 2026-01-02"],
        measures=[f"{ATTENDANCE} | weekly"],
    )
    assert marks(network) == {"2026-01-05": True, "2026-01-18": True}, (
        "the week of 15 December is due on the 28th, which moves; two weeks have no school"
    )


def test_a_report_from_a_break_makes_nothing_due_before_it(a_year):
    network = a_year(
        "Alder | Attendance | Week of 2025-12-22 | 81%",
        as_of="2026-01-19",
        settings=["Breaks | 2025-12-22 to 2026-01-02"],
        measures=[f"{ATTENDANCE} | weekly"],
    )
    assert marks(network, "Birch") == {"2026-01-18": False}, "the first week with school after it"


def test_nothing_is_due_from_anybody_before_the_first_period_somebody_reported(a_year):
    network = a_year(*reported("Birch", "Sep 2025"), *reported("Alder", "May 2025", "Oct 2025"))
    assert next(iter(marks(network))) == "2025-10-07", "August is not due where nobody has numbers"
    assert marks(network)["2025-10-07"] is False


def test_a_measure_is_due_from_a_team_only_from_its_first_report_on(a_year):
    network = a_year(
        *reported("Birch", "Sep 2025", "Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026"),
        *reported("Alder", "Jan 2026", "Feb 2026"),
    )
    assert marks(network) == {"2026-02-07": True, "2026-03-07": True}


def test_a_measure_that_a_team_never_reported_is_said_and_not_counted(a_year):
    network = a_year(
        *reported("Alder", "Feb 2026"),
        *reported("Birch", "Feb 2026", measure="Reading"),
        measures=[ATTENDANCE, "Reading | outcome | percent | higher"],
    )
    assert marks(network) == {"2026-03-07": True}
    assert progress(network).notes == ("never reported: Reading",)


def test_from_a_team_that_never_reported_anything_all_is_due_that_others_report(a_year):
    network = a_year(*reported("Birch", "Jan 2026", "Feb 2026"))
    assert marks(network) == {"2026-02-07": False, "2026-03-07": False}
    assert progress(network).missed[0].where == "Data"
    assert progress(network).notes == ()


@pytest.mark.parametrize("cell", ["<10", "*"])
def test_a_number_that_the_sheet_itself_hides_has_arrived(a_year, cell):
    network = a_year(
        *reported("Alder", "Jan 2026"),
        *reported("Birch", "Jan 2026", "Feb 2026"),
        f"Alder | Attendance | Feb 2026 | {cell}",
    )
    assert marks(network)["2026-03-07"] is True


def test_an_answer_without_a_number_has_arrived():
    months = [None] * 15 + [80, 80, NOTHING]  # from September 2024 on: Alder has none for February
    network = a_published(Alder=months, as_of=dt.date(2026, 3, 14))
    assert marks(network) == {"2026-01-07": True, "2026-02-07": True, "2026-03-07": True}


def test_a_student_group_counts_as_arrived(a_network):
    network = kmlib.publish(
        a_network(
            Data=(
                "Team | Measure | Date | Group | Numerator | Denominator",
                "Alder | Attendance | Jan 2026 | | 40 | 50",
                "Alder | Attendance | Feb 2026 | Grade 9 | 30 | 40",
            )
        )
    )
    assert marks(network) == {"2026-02-07": True, "2026-03-07": True}


def test_one_report_of_a_longer_time_covers_all_its_months(a_year):
    network = a_year("Alder | Attendance | Nov 2025 to Jan 2026 | 81%")
    assert list(marks(network).values()) == [True, True, True, False]


def test_last_years_numbers_do_not_count_for_this_year(a_year):
    network = a_year(*reported("Alder", "Feb 2025"))
    assert marks(network) == {}
    assert agreements(network)[Commitment.DATA] == "no data yet this school year"


def test_nothing_is_due_for_a_month_of_which_a_team_saw_less_than_half(a_year):
    rows = reported("Birch", "Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026")
    teams = ["Team | Joined", "Alder | 2025-12-20", "Birch | 2025-08-15", "Cedar | 2026-01-10"]
    network = a_year(*rows, teams=teams)
    assert list(marks(network)) == ["2026-02-07", "2026-03-07"]
    assert list(marks(network, "Cedar")) == ["2026-02-07", "2026-03-07"]
    assert len(marks(network, "Birch")) == 4


def test_nothing_is_due_from_a_team_that_is_not_active(a_year):
    teams = ["Team | Active", "Alder | no", "Birch | yes"]
    network = a_year(*reported("Birch", "Feb 2026"), teams=teams)
    assert one_peer(network, "Alder") is None
    assert marks(network, "Birch") == {"2026-03-07": True}


def test_without_data_or_measures_the_column_says_which_tab_to_add(a_network):
    no_data = kmlib.publish(a_network())
    assert agreements(no_data)[Commitment.DATA] == "add a tab named Data"
    no_measures = kmlib.publish(a_network(Measures=None))
    assert agreements(no_measures)[Commitment.DATA] == "add a tab named Measures"
