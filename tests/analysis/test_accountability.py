import datetime as dt
from dataclasses import replace

import pytest

import kmlib
from kmlib.analysis import accountability
from kmlib.analysis.accountability import Commitment, Due, Progress, agreements, one_peer, peers
from kmlib.export.guard import table_csv
from kmlib.observations import no_observations
from kmlib.schema import TABS, MeasureRow, PersonRow, TeamRow
from tests.sample import sample_network

DATA, CYCLES, LOGGED, SESSIONS, TRACKER = range(5)


@pytest.fixture
def a_year(a_network):
    """`a_year(Cycles=[...])`: a published network as of 14 March 2026, with these tabs."""

    def build(*settings, as_of="2026-03-14", **tabs):
        network = ("Setting | Value", f"As of | {as_of}", *settings)
        return kmlib.publish(a_network(Network=network, **tabs))

    return build


@pytest.fixture(scope="module")
def sample():
    return sample_network()


def progress(network, column, team="Alder"):
    return one_peer(network, team).progress[column]


def marks(network, column, team="Alder"):
    """The due days of one commitment, each with whether it was kept."""
    return {mark.day.isoformat(): mark.kept for mark in progress(network, column, team).due}


def counts(peer):
    return [f"{one.kept} of {len(one.due)}" for one in peer.progress]


EVERY_2_WEEKS = ("One cycle every (weeks) | 2", "School year starts in | August")


def started(*days, team="Alder"):
    lines = (f"{team} | Cycle of {day} | {day}" for day in days)
    return ["Team | Title | Started", *lines]


def test_a_cycle_is_due_on_the_last_day_of_each_stretch_of_school_weeks(a_year):
    # 1 August 2025 is a Friday: ten school days are 1, 4 to 8 and 11 to 14 August
    network = a_year(*EVERY_2_WEEKS, as_of="2025-09-01", Cycles=started("2025-08-12"))
    assert marks(network, CYCLES) == {"2025-08-14": True, "2025-08-28": False}
    assert agreements(network)[Commitment.CYCLES] == "one every 2 weeks"


def test_breaks_make_a_stretch_longer(a_year):
    network = a_year(
        *EVERY_2_WEEKS,
        "Breaks | 2025-08-01 to 2025-08-15",
        as_of="2025-09-01",
        Cycles=started("2025-08-29"),
    )
    assert marks(network, CYCLES) == {"2025-08-29": True}, "18 to 29 August are ten school days"


def test_who_runs_ahead_keeps_the_later_stretches_too(a_year):
    early = started("2025-08-04", "2025-08-05", "2025-08-06")
    network = a_year(*EVERY_2_WEEKS, as_of="2025-10-01", Cycles=early)
    assert list(marks(network, CYCLES).values()) == [True, True, True, False]


def test_a_cycle_started_too_late_is_not_asked_for_again(a_year):
    network = a_year(*EVERY_2_WEEKS, as_of="2025-09-01", Cycles=started("2025-08-12", "2025-09-01"))
    (missed,) = progress(network, CYCLES).missed
    assert missed.where == "", "the second cycle has begun: nothing is left to type"


def test_cycles_of_last_year_and_cycles_still_planned_do_not_count(a_year):
    planned = started("2025-05-05", "2025-12-01")
    network = a_year(*EVERY_2_WEEKS, as_of="2025-09-01", Cycles=planned)
    assert list(marks(network, CYCLES).values()) == [False, False]


def test_the_stretches_of_a_team_that_joined_begin_when_it_joined(a_year):
    network = a_year(
        *EVERY_2_WEEKS,
        as_of="2025-09-20",
        Teams=["Team | Joined", "Alder | 2025-09-01", "Birch | 2024-08-15"],
        Cycles=started("2025-08-12"),
    )
    assert marks(network, CYCLES) == {"2025-09-12": False}
    assert len(marks(network, CYCLES, "Birch")) == 3


def test_the_stretches_begin_no_earlier_than_the_network(a_year):
    network = a_year(
        *EVERY_2_WEEKS, "Began | 2025-09-01", as_of="2025-09-20", Cycles=started("2025-09-03")
    )
    assert marks(network, CYCLES) == {"2025-09-12": True}


@pytest.mark.parametrize("setting", ["One cycle every (weeks) | 0", "Name | Small Network"])
def test_without_an_agreed_pace_no_cycle_is_due_and_the_setting_is_named(a_year, setting):
    network = a_year(setting, Cycles=started("2025-09-03"))
    assert marks(network, CYCLES) == {}
    about = agreements(network)[Commitment.CYCLES]
    assert about == "add “One cycle every (weeks)” to the Network tab"


def test_without_cycles_both_columns_say_which_tab_to_add(a_year):
    network = a_year("One cycle every (weeks) | 6", "Logged within (days) | 14")
    assert agreements(network)[Commitment.CYCLES] == "add a tab named Cycles"
    assert agreements(network)[Commitment.LOGGED] == "add a tab named Cycles"


CYCLE_HEAD = "Team | Title | Started | Ended | Learned | Logged"


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("2025-09-01 | 2025-10-17 | Go early | 2025-10-31", {"2025-10-31": True}),
        ("2025-09-01 | 2025-10-17 | Go early | 2025-11-01", {"2025-10-31": False}),
        ("2025-09-01 | 2025-10-17 | | 2025-10-20", {"2025-10-31": False}),
        ("2025-09-01 | 2025-10-17 | |", {"2025-10-31": False}),
        ("2025-09-01 | 2025-10-17 | Go early |", {}),
        ("2025-09-01 | 2026-03-06 | | 2026-03-09", {}),
        ("2025-09-01 | 2025-12-10 | Go early | 2026-01-05", {"2026-01-05": True}),
        ("2025-04-01 | 2025-07-31 | Go early | 2025-12-01", {}),
        ("2025-09-01 | | |", {}),
    ],
    ids=[
        "in time, on the last day",
        "a day too late",
        "logged without what was learned",
        "nothing at all",
        "learned without a date cannot be told",
        "not yet due",
        "the due day lies in the winter break and moves",
        "ended last school year",
        "still running",
    ],
)
def test_what_an_ended_cycle_taught_is_logged_within_the_agreed_days(a_year, row, kept):
    network = a_year(
        "Logged within (days) | 14",
        "Breaks | 2025-12-22 to 2026-01-02",
        Cycles=[CYCLE_HEAD, f"Alder | Early calls | {row}"],
    )
    assert marks(network, LOGGED) == kept
    assert agreements(network)[Commitment.LOGGED] == "within 2 weeks"


def test_a_learning_without_a_date_under_logged_is_said(a_year):
    row = "Alder | Early calls | 2025-09-01 | 2025-10-17 | Go early |"
    network = a_year("Logged within (days) | 14", Cycles=[CYCLE_HEAD, row])
    assert progress(network, LOGGED).notes == ("no date under Logged: Early calls",)


def test_without_agreed_days_no_log_is_due(a_year):
    network = a_year(Cycles=[CYCLE_HEAD, "Alder | Early calls | 2025-09-01 | 2025-10-17 | |"])
    about = agreements(network)[Commitment.LOGGED]
    assert about == "add “Logged within (days)” to the Network tab"


TEAMS = ["Team", "Alder", "Birch", "Cedar", "Dale"]


def came(*lines):
    return [
        "Routine | Date | Stakeholder group | Team | People",
        *(f"{routine} | {day} | leads | {team} | {people}" for routine, day, team, people in lines),
    ]


def test_a_session_is_due_from_teams_that_come_to_that_routine(a_year):
    network = a_year(
        Teams=TEAMS,
        Participation=came(
            ("Circle", "2025-04-10", "Cedar", 2),  # last school year
            ("Circle", "2025-10-10", "Alder", 2),
            ("Circle", "2025-10-10", "Birch", ""),
            ("Circle", "2025-11-10", "Alder", 1),
            ("Circle", "2025-11-10", "Cedar", 1),
        ),
    )
    assert marks(network, SESSIONS) == {"2025-10-10": True, "2025-11-10": True}
    assert marks(network, SESSIONS, "Birch") == {"2025-10-10": True, "2025-11-10": False}
    assert marks(network, SESSIONS, "Cedar") == {"2025-10-10": False, "2025-11-10": True}


def test_a_session_is_due_from_all_where_more_than_half_of_the_teams_come(a_year):
    days = ("Circle", "2025-10-10"), ("Circle", "2025-11-10")
    three = [(*days[0], team, 1) for team in ("Alder", "Birch", "Cedar")]
    network = a_year(Teams=TEAMS, Participation=came(*three))
    assert marks(network, SESSIONS, "Dale") == {"2025-10-10": False}, "three of four are most"
    network = a_year(Teams=TEAMS, Participation=came(*three[:2]))
    assert marks(network, SESSIONS, "Dale") == {}, "two of four are not"


def test_a_team_that_met_alone_held_no_session_of_the_network(a_year):
    network = a_year(
        Participation=came(
            ("Panel", "2025-10-10", "Alder", 12),
            ("Panel", "2025-10-10", "Alder", 3),
            ("Panel", "2025-11-10", "Alder", 3),
            ("Panel", "2025-11-10", "Birch", 0),
        )
    )
    assert marks(network, SESSIONS) == {}
    assert agreements(network)[Commitment.SESSIONS] == (
        "no session of several teams this school year"
    )


def test_no_session_is_due_before_a_team_joined(a_year):
    network = a_year(
        Teams=["Team | Joined", "Alder | 2025-11-01", "Birch |", "Cedar |"],
        Participation=came(
            *(
                ("Circle", day, team, 1)
                for day in ("2025-10-10", "2025-11-10")
                for team in TEAMS[2:4]
            ),
        ),
    )
    assert marks(network, SESSIONS) == {"2025-11-10": False}


ITEMS = "Code | Item | Very important | Models | Due"
TRACKED = "Team | Code | Status | Date"


@pytest.mark.parametrize(
    ("item", "rows", "kept"),
    [
        ("yes | | 2025-10-31", ["done | 2026-01-10"], [True]),
        ("yes | | 2025-10-31", ["in progress | 2026-01-10"], [False]),
        ("yes | | 2025-10-31", ["done | 2026-01-10", "in progress | 2025-10-01"], [True]),
        ("yes | | 2025-10-31", ["done | 2025-10-01", "not started | 2026-01-10"], [False]),
        ("yes | | 2025-10-31", ["in progress |", "done |"], [True]),
        ("yes | | 2025-10-31", ["done | 2025-10-01", "| 2026-01-10"], [True]),
        ("yes | | 2025-10-31", ["not applicable | 2026-01-10"], []),
        ("yes | K-8; k-6 | 2025-10-31", ["done | 2026-01-10"], [True]),
        ("yes | K-8 | 2025-10-31", ["done | 2026-01-10"], []),
        ("no | | 2025-10-31", ["done | 2026-01-10"], []),
        ("yes | | 2026-04-30", ["in progress | 2026-01-10"], []),
        ("yes | | 2025-05-31", ["in progress | 2026-01-10"], []),
    ],
    ids=[
        "done", "not done", "the latest date counts", "taken back", "the later row where no dates",
        "a row without a status says nothing", "not applicable", "of its model", "of other models",
        "not very important", "not yet due", "of last school year",
    ],
)  # fmt: skip
def test_a_very_important_item_is_kept_when_the_tracker_says_done(a_year, item, rows, kept):
    network = a_year(
        **{
            "Teams": ["Team | Model", "Alder | K-6"],
            "Tracker items": [ITEMS, f"1.1a | Team named | {item}"],
            "Tracker": [TRACKED, *(f"Alder | 1.1a | {row}" for row in rows)],
        }
    )
    assert [mark.kept for mark in progress(network, TRACKER).due] == kept


def test_an_item_without_a_due_date_is_not_due(a_year):
    network = a_year(
        **{
            "Tracker items": [ITEMS, "1.1a | Team named | yes | |"],
            "Tracker": [TRACKED, "Alder | 1.1a | done |"],
        }
    )
    assert agreements(network)[Commitment.TRACKER] == "no due dates in Tracker items"


@pytest.mark.parametrize(
    ("tabs", "says"),
    [
        ({}, "add a tab named Tracker items"),
        (
            {"Tracker items": [ITEMS, "1.1a | Team named | yes | | 2025-10-31"]},
            "add a tab named Tracker",
        ),
        (
            {
                "Tracker items": [ITEMS, "1.1a | Team named | no | | 2025-10-31"],
                "Tracker": [TRACKED, "Alder | 1.1a | done |"],
            },
            "none is very important in Tracker items",
        ),
    ],
)
def test_the_tracker_column_says_what_is_wanting(a_year, tabs, says):
    assert agreements(a_year(**tabs))[Commitment.TRACKER] == says


KNOWLEDGE = ["Item | Origin", "Call early | Alder", "Groups of six | Birch"]


def exchange(network, team="Alder"):
    return tuple(one_peer(network, team).exchange)


def test_an_item_counts_once_for_everybody_who_was_told_it_or_applied_it(a_year):
    network = a_year(
        Knowledge=KNOWLEDGE,
        Sharing=[
            "Item | Broker | To | Date",
            "Call early | coach | BIRCH | 2025-10-10",
            "Call early | coach | Birch; principals | 2025-11-10",
            "Call early | coach | Alder | 2025-11-10",
            "Call early | coach | families | 2025-06-10",
        ],
        Applications=[
            "Item | Stakeholder | Team | Status | Applied on",
            "Call early | clerks | Birch | applied | 2025-12-01",
            "Groups of six | teachers | Birch | applied | 2025-12-01",
            "Groups of six | teachers | Alder | asked |",
        ],
    )
    assert exchange(network) == (2, 0), "to Birch and to the principals, this school year"
    assert exchange(network, "Birch") == (0, 1), "its own item is not taken up"


def test_an_idea_for_a_cycle_counts_for_both_teams(a_year):
    network = a_year(
        Knowledge=KNOWLEDGE,
        Cycles=[
            "Team | Title | Started | Idea from",
            "Birch | Calls | 2025-09-08 | alder",
            "Birch | Calls again | 2025-11-10 | Alder",
            "Birch | Earlier | 2026-01-12 | call early!",
            "Birch | Own | 2026-01-12 | Birch",
            "Birch | Read of | 2026-01-12 | a book",
            "Birch | Long ago | 2025-03-10 | Alder",
            "Birch | Only planned | 2026-04-10 | Alder",
        ],
    )
    assert exchange(network) == (3, 0)
    assert exchange(network, "Birch") == (0, 3)


@pytest.mark.parametrize(
    ("tabs", "says"),
    [
        ({}, "add a tab named Knowledge"),
        ({"Knowledge": KNOWLEDGE}, "add a tab named Sharing"),
        ({"Sharing": ["Item | Broker | To | Date"]}, "add a tab named Knowledge"),
    ],
)
def test_the_learning_column_says_which_tab_to_add(a_year, tabs, says):
    assert accountability.exchange_agreed(a_year(**tabs)) == says


@pytest.mark.parametrize(
    ("kept", "of", "behind"),
    [(0, 1, True), (1, 2, True), (2, 3, False), (3, 5, True), (4, 6, False)],
)
def test_company_is_welcome_below_two_thirds(kept, of, behind):
    due = [
        accountability.Due(dt.date(2026, 1, day), "", kept=day <= kept) for day in range(1, of + 1)
    ]
    assert accountability.Progress(Commitment.DATA, tuple(due)).is_behind is behind


def tracked(*dones, item="yes | | 2025-10-31"):
    """Teams of which one item is due, and whether each has done it; None is not applicable."""
    words = {True: "done", False: "in progress", None: "not applicable"}
    names = [f"Team {number + 1}" for number in range(len(dones))]
    rows = [f"{name} | 1.1a | {words[done]} |" for name, done in zip(names, dones, strict=True)]
    return {
        "Teams": ["Team", *names],
        "Tracker items": [ITEMS, f"1.1a | Team named | {item}"],
        "Tracker": [TRACKED, *rows],
    }


@pytest.mark.parametrize(
    ("dones", "says"),
    [
        ([True] * 9 + [False] * 3, "Nine teams are keeping pace; three would welcome company"),
        ([True, False, False], "One team is keeping pace; two would welcome company"),
        ([True] * 12, "All 12 teams are keeping pace"),
        ([True], "One team is keeping pace"),
        ([True, True, None], "Two teams are keeping pace"),
        ([False], "One team would welcome company"),
        ([False, False, None], "Two teams would welcome company"),
        ([True] * 13 + [False], "13 teams are keeping pace; one would welcome company"),
        ([None, None], "Nothing is due from any team yet"),
    ],
)
def test_the_title_says_how_many_keep_pace(a_year, dones, says):
    assert accountability.headline(a_year(**tracked(*dones))) == says


@pytest.mark.parametrize(
    ("kept", "said"),
    [([True], "1 of 1 session attended"), ([True, False], "1 of 2 sessions attended"),
     ([True, True], "all 2 of 2 sessions attended")],
)  # fmt: skip
def test_one_of_one_is_said_in_the_singular(kept, said):
    due = tuple(Due(dt.date(2026, 1, 10), "Circle", each) for each in kept)
    assert Progress(Commitment.SESSIONS, due).in_words == said


def test_teams_of_which_the_table_says_nothing_are_named(a_year):
    tabs = tracked(True, None, True)
    tabs["Teams"] = ["Team | Active", "Team 1 | yes", "Team 2 | yes", "Team 3 | no"]
    network = a_year(**tabs)
    assert [peer.team for peer in peers(network)] == ["Team 1", "Team 2"]
    assert accountability.asides(network) == (
        "Nothing was due yet from: Team 2.",
        "Not active, so nothing is due from: Team 3.",
    )


def test_a_team_that_joins_in_the_future_owes_nothing_yet(a_year):
    tabs = tracked(True, False)
    tabs["Teams"] = ["Team | Joined", "Team 1 |", "Team 2 | 2026-04-01"]
    network = a_year(
        "One cycle every (weeks) | 2", **tabs, Cycles=started("2025-09-01", team="Team 1")
    )
    assert all(not one.due for one in one_peer(network, "Team 2").progress)


def test_the_counts_of_the_sample_are_those_of_its_sheets(sample):
    counted = {peer.team: counts(peer) for peer in peers(sample)}
    # Data of seven months falls due on the 7th of six. Cedar Bend: nothing under Families reached
    # for October ("see binder"), January and February.
    # Cycles: stretches of 40 school days end on 13 October, 11 December and 19 February. Cedar Bend
    # began two, on 22 September and 1 December.
    # Logs: of its two ended cycles one was logged after 7 days, the other after 19.
    # Data dives: six, all but that of 26 February. Tracker: d at 1.1, 2.1, 2.2, 3.1 and 4.1; not at
    # 3.2, 5.1 and 5.2; 4.3 is for K-8.
    assert counted["Cedar Bend"] == ["3 of 6", "2 of 3", "1 of 2", "5 of 6", "5 of 8"]
    # Kestrel logged after 34, 42 and 26 days; it missed the data dive of January, and 5.2.
    assert counted["Kestrel"] == ["6 of 6", "3 of 3", "0 of 3", "5 of 6", "8 of 9"]
    # Lincoln: reading of January is over its denominator; one cycle, on 6 October, logged after 10
    # days; at four of six data dives; d at 2.1, 2.2 and 3.1 of the eight that a K-6 school has.
    assert counted["Lincoln"] == ["5 of 6", "1 of 3", "1 of 1", "4 of 6", "3 of 8"]
    assert counted["Harbor Street"] == ["6 of 6", "3 of 3", "3 of 3", "6 of 6", "9 of 9"]
    assert accountability.headline(sample) == (
        "Nine teams are keeping pace; three would welcome company"
    )


def test_the_learning_of_the_sample_goes_both_ways(sample):
    # Harbor Street gave: A named adult to principals and Birchwood, Text in their own language to
    # Eastgate; and ideas to Birchwood (Attendance partners) and Eastgate (Texts before calls).
    # It took up one: Re-teach groups of six, an idea from Birchwood.
    assert exchange(sample, "Harbor Street") == (5, 1)
    # Birchwood applied Call before 9, A named adult and Number talks; ideas from Harbor Street and
    # Riverside. It gave Exit tickets to Lincoln, and ideas to Harbor Street, Lincoln, Maple Grove.
    assert exchange(sample, "Birchwood") == (4, 5)


def test_the_table_to_take_away_has_a_row_for_every_mark_and_no_staff(sample):
    rows = accountability.table(sample)
    assert list(rows[0]) == ["team", "commitment", "due_on", "about", "kept", "amount", "of"]
    assert rows[0]["due_on"] == dt.date(2025, 10, 7)
    marks_due = sum(len(one.due) for peer in peers(sample) for one in peer.progress)
    assert len(rows) == marks_due + 2 * len(peers(sample))
    text = table_csv(rows).decode()
    staff = [row.person for row in sample.rows(PersonRow)] + [row.lead for row in sample.teams]
    assert not [name for name in staff if name in text]


def test_the_table_says_why_nothing_was_due(a_year):
    rows = accountability.table(a_year())
    assert rows[0] == {
        "team": "Alder",
        "commitment": "Data on time",
        "due_on": None,
        "about": "nothing due yet: add a tab named Data",
        "kept": None,
        "amount": None,
        "of": None,
    }


@pytest.mark.parametrize("model", TABS, ids=lambda model: model.__name__)
def test_any_tab_may_stand_alone_beside_the_teams(sample, model):
    alone = {TeamRow: sample.tabs[TeamRow], model: sample.rows(model)}
    seen = sample.observations if model is MeasureRow else no_observations()
    network = replace(sample, tabs=alone, observations=seen)
    assert accountability.headline(network)
    assert len(accountability.table(network)) >= 12 * 7
    assert len(accountability.what_to_add(network)) == 5
