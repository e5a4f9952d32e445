import datetime as dt

import pytest

from kmlib.analysis import ledger
from kmlib.analysis.ledger import only_names_a_number

NETWORK = [
    *("Setting | Value", "As of | 2026-03-14", "Logged within (days) | 14"),
    "One cycle every (weeks) | 8",
]
CYCLES = "Team | Title | Change idea | Idea from | Started | Ended | Learned | Decision | Logged"
TEAMS = ["Team | Active", "Alder | yes", "Birch | yes", "Cedar | no"]


@pytest.fixture
def cycles(published):
    """`cycles("Alder | Calls | ...", Knowledge=[...])`: a network with these cycles."""

    def build(*lines, head=CYCLES, **tabs):
        return published(**{"Network": NETWORK, "Teams": TEAMS, "Cycles": [head, *lines]} | tabs)

    return build


def ideas(network):
    return [[one.row.title for one in ramp.entries] for ramp in ledger.ramps(network)]


def by_title(network):
    return {one.row.title: one for one in ledger.ledger(network)}


# What happened in a cycle


def test_a_cycle_lasts_from_its_start_to_its_end_or_until_now(cycles):
    found = by_title(
        cycles(
            "Alder | Over | | | 2026-01-05 | 2026-02-16 | | | ",
            "Alder | Runs | | | 2026-03-01 | | | | ",
            "Alder | Runs to a day ahead | | | 2026-03-01 | 2026-04-30 | | | ",
            "Alder | Comes | | | 2026-04-01 | | | | ",
            "Alder | In one day | | | 2026-02-02 | 2026-02-02 | | | ",
        )
    )
    assert {title: (one.state.value, one.days) for title, one in found.items()} == {
        "Over": ("ended", 42),
        "Runs": ("running", 13),
        "Runs to a day ahead": ("running", 13),
        "Comes": ("planned", None),
        "In one day": ("ended", 0),
    }


def test_the_cycle_begun_last_stands_first(cycles):
    network = cycles("Alder | Old | | | 2025-09-01", "Alder | New | | | 2026-02-01")
    assert [one.row.title for one in ledger.ledger(network)] == ["New", "Old"]


def test_an_end_before_the_start_is_set_aside_and_the_cycle_runs_on(cycles):
    (one,) = ledger.ledger(cycles("Alder | Calls | | | 2026-01-05 | 2025-12-01 | | | "))
    assert (one.state, one.days) == (ledger.State.RUNNING, 68)


def test_an_abandoned_idea_that_taught_something_is_learning(cycles):
    found = by_title(
        cycles(
            "Alder | Letters | | | 2026-01-05 | 2026-02-01 | They change nothing | abandon | ",
            "Alder | Badges | | | 2026-01-05 | 2026-02-01 | | abandon | ",
            "Alder | Calls | | | 2026-01-05 | 2026-02-01 | They work | adopt | ",
        )
    )
    assert [title for title, one in found.items() if one.let_go] == ["Letters"]
    assert [title for title, one in found.items() if one.taught] == ["Letters", "Calls"]


@pytest.mark.parametrize(
    ("logged", "is_fresh"),
    [
        ("2026-02-15", True),  # the 14th day
        ("2026-02-16", False),
        ("2026-01-30", True),  # before it ended
        ("", None),
    ],
)
def test_logged_while_fresh_is_what_the_teams_agreed(cycles, logged, is_fresh):
    (one,) = ledger.ledger(
        cycles(f"Alder | Calls | | | 2026-01-05 | 2026-02-01 | They work | | {logged}")
    )
    assert one.is_fresh is is_fresh


def test_where_nothing_was_learned_nothing_is_called_late(cycles):
    (one,) = ledger.ledger(cycles("Alder | Calls | | | 2026-01-05 | 2026-02-01 | | | "))
    assert one.is_fresh is None


def test_where_nothing_is_agreed_nothing_is_called_fresh_or_late(cycles):
    network = cycles(
        "Alder | Calls | | | 2026-01-05 | 2026-02-01 | They work | | 2026-02-02",
        Network=["Setting | Value", "As of | 2026-03-14"],
    )
    assert ledger.ledger(network)[0].is_fresh is None


# Learning goals told from targets


@pytest.mark.parametrize(
    "goal",
    [
        "85%",
        "9 in 10 present",
        "Increase attendance to 85%",
        "We will increase attendance to 85 percent",
        "85% of students are present",
        "By June 2026, 80% of students read on grade level",
        "Raise ELA from 40 to 60",
        "Reduce referrals by 10",
        "Attendance at 85 %",
        "60 % of students who are absent come back",
        "INCREASE\nreading to 70%",
        "42",
    ],
)
def test_a_goal_that_only_names_a_number_is_told_from_one_that_asks(goal):
    assert only_names_a_number(goal)


@pytest.mark.parametrize(
    "goal",
    [
        "",
        "Does a call before 9 bring 85% back?",
        "how do we get from 60% to 85%",
        "Find out whether 3 calls a week are enough",
        "We want to learn what 85% looks like",
        "Understand the 15% who stay away",
        "Number talks in grade 3",
        "Increase attendance",
        "Get it running by 2026",
        "Is twice a week enough",
        "Reading with older students",
    ],
)
def test_a_goal_that_asks_or_names_no_number_to_reach_is_left_alone(goal):
    assert not only_names_a_number(goal)


def test_a_cell_of_thirty_thousand_letters_is_judged_at_once():
    for text in ("9" * 30_000, "increase to " * 3_000, "raise " + " " * 30_000 + "1"):
        assert only_names_a_number(text) in (True, False)


# The same idea, tried again


def test_cycles_with_the_same_change_idea_are_one_idea_whatever_their_spelling(cycles):
    network = cycles(
        "Birch | Again | CALL BEFORE 9! | | 2026-01-05",
        "Alder | First | Call before 9 | | 2025-09-01",
        "Alder | Other | Letters | | 2025-09-01",
        "Birch | Nothing typed | | | 2025-09-01",
        "Alder | Nothing typed either | | | 2025-09-01",
    )
    assert ideas(network) == [["First", "Again"]]


def test_a_cycle_named_under_idea_from_tries_the_same_idea(cycles):
    network = cycles("Alder | Calls | | | 2025-09-01", "Birch | Early calls | | calls | 2026-01-05")
    assert ideas(network) == [["Calls", "Early calls"]]


def test_an_item_named_under_idea_from_brings_the_cycles_it_comes_from(cycles):
    network = cycles(
        "Alder | Calls | | | 2025-09-01",
        "Birch | Early calls | | Call early | 2026-01-05",
        Knowledge=["Item | From cycles", "Call early | Calls"],
    )
    assert ideas(network) == [["Calls", "Early calls"]]


def test_ideas_that_come_from_the_same_people_are_not_one_idea(cycles):
    network = cycles(
        "Alder | Greet | | coaches | 2025-09-01",
        "Birch | Letters | | coaches | 2026-01-05",
    )
    assert ideas(network) == []


def test_cycles_that_name_the_same_item_are_one_idea_also_where_it_names_none_of_them(cycles):
    network = cycles(
        "Alder | Greet | | By name | 2025-09-01",
        "Birch | Hello | | by name | 2026-01-05",
        Knowledge=["Item", "By name"],
    )
    assert ideas(network) == [["Greet", "Hello"]]


def test_a_team_under_idea_from_does_not_say_which_idea(cycles):
    network = cycles(
        "Alder | Calls | | | 2025-09-01",
        "Birch | Greet | | Alder | 2026-01-05",
        "Cedar | Letters | | Alder | 2026-01-05",
    )
    assert ideas(network) == []


def test_a_title_that_two_teams_use_is_taken_only_with_the_team_beside_it(cycles):
    both = ["Alder | Cycle 1 | | | 2025-09-01", "Birch | Cycle 1 | | | 2025-09-01"]
    unclear = cycles(*both, "Cedar | Ours | | Cycle 1 | 2026-01-05")
    assert ideas(unclear) == []
    clear = cycles(*both, "Cedar | Ours | | Birch; Cycle 1 | 2026-01-05")
    (ramp,) = ledger.ramps(clear)
    assert ramp.teams == ("Birch", "Cedar")


def test_ideas_that_name_one_another_in_a_circle_are_one(cycles):
    network = cycles(
        "Alder | A | | C | 2025-09-01",
        "Birch | B | | A | 2025-09-01",
        "Cedar | C | | B; C | 2025-09-01",
    )
    assert ideas(network) == [["A", "B", "C"]]


def test_the_contexts_of_an_idea_count_once_in_the_order_they_came(cycles):
    network = cycles(
        "Birch | B | Call | grade 6 | 2026-01-05",
        "Alder | A | Call | Grade 3 | 2025-09-01",
        "Cedar | C | Call | GRADE 3 | 2025-10-01",
        head="Team | Title | Change idea | Context | Started",
    )
    (ramp,) = ledger.ramps(network)
    assert ramp.contexts == ("Grade 3", "grade 6")


def test_who_tried_it_before_is_who_began_earlier(cycles):
    network = cycles(
        "Alder | First | Call | | 2025-09-01",
        "Birch | Second | Call | | 2025-10-01",
        "Cedar | Same day | Call | | 2025-10-01",
    )
    before = [one.row.title for one in ledger.tried_before(network, by_title(network)["Second"])]
    assert before == ["First"]


# Pace


def test_pace_and_logging_are_those_of_peer_accountability(cycles):
    network = cycles(
        "Alder | Calls | | | 2025-09-01 | 2025-10-01 | Ring twice | | 2025-10-05",
        "Alder | Pairs | | | 2025-11-01 | 2025-12-13 | Mix them | | 2026-02-01",
        "Cedar | Old | | | 2025-09-01 | 2025-09-11 | | | ",
    )
    found = {team: (len(some), progress) for team, some, progress in ledger.paces(network)}
    amount, (pace, logged) = found["Alder"]
    assert (amount, logged.kept, len(logged.due)) == (2, 1, 2)
    assert len(pace.due) >= pace.kept == 2
    assert found["Birch"][0] == 0
    assert found["Cedar"] == (1, ())  # not active: nothing is due from it


def test_the_usual_length_is_the_median_of_the_cycles_that_ended(cycles):
    network = cycles(
        "Alder | A | | | 2026-01-01 | 2026-01-11 | | | ",
        "Alder | B | | | 2026-01-01 | 2026-01-21 | | | ",
        "Alder | C | | | 2026-01-01 | | | | ",
    )
    assert ledger.median_days(ledger.ledger(network)) == 15
    assert ledger.median_days([]) is None


def test_cycles_can_be_those_of_a_team_and_a_priority(cycles):
    network = cycles(
        "Alder | Calls | Attendance | 2025-09-01",
        "Alder | Pairs | Reading | 2025-09-01",
        "Birch | Greet | ATTENDANCE | 2025-09-01",
        head="Team | Title | Priority | Started",
        Priorities=["Priority", "Attendance", "Reading"],
    )
    mine = ledger.find(network, team="Alder", priority="Attendance")
    assert [one.row.title for one in mine] == ["Calls"]
    assert len(ledger.find(network, priority="Attendance")) == 2
    assert len(ledger.find(network)) == 3
    assert [team for team, *_ in ledger.paces(network, "Birch")] == ["Birch"]


def test_what_is_tried_now_stands_before_what_is_planned(cycles):
    network = cycles(
        "Alder | Next | | | 2026-04-01",
        "Alder | Old | | | 2025-09-01",
        "Birch | Now | | | 2026-03-01",
    )
    assert [one.row.title for one in ledger.ledger(network)] == ["Now", "Old", "Next"]


def test_cycles_are_found_by_words_with_a_slip_the_latest_first(cycles):
    network = cycles(
        "Alder | Calls | Ringing before nine | | 2025-09-01",
        "Birch | Groups | Ringing in pairs | | 2025-10-01",
        "Cedar | Letters | Post | | 2025-11-01",
    )
    titles = [one.row.title for one in ledger.find(network, "who is rinigng")]
    assert titles == ["Groups", "Calls"]
    assert ledger.find(network, "xylophone") == ()
    assert [one.row.title for one in ledger.find(network, "ring", team="Alder")] == ["Calls"]


def test_a_cycle_says_which_items_came_of_it(cycles):
    network = cycles(
        "Alder | Calls | | | 2025-09-01",
        "Alder | Pairs | | | 2025-09-01",
        Knowledge=["Item | From cycles", "Call early | Calls", "Call twice | calls"],
    )
    items = {title: one.items for title, one in by_title(network).items()}
    assert items == {"Calls": ("Call early", "Call twice"), "Pairs": ()}


def test_the_table_has_all_that_was_typed_and_what_follows(cycles):
    network = cycles("Alder | Calls | Ring | Birch | 2026-01-05 | 2026-02-01 | Twice | adopt | ")
    (row,) = ledger.table(network, ledger.ledger(network))
    assert row["started"] == dt.date(2026, 1, 5)
    assert (row["decision"], row["days"], row["state"]) == ("adopt", 27, "ended")
