"""The tracker: counted by hand on small networks."""

import datetime as dt

import pytest

from kmlib.analysis.tracker import NOT_ASKED, by_step, headline, in_common, lines, over_time, table

ITEM = "Code | Item | Cycle step | Very important | Models | Due"
TRACKED = "Team | Code | Status | Date"
YEAR = ("Setting | Value", "As of | 2026-03-14", "School year starts in | August")


@pytest.fixture
def tracked(published):
    """`tracked(items, rows, teams)`: a network that has only its tracker."""

    def build(items, rows, teams=("Team | Model | Joined", "Alder | K-5 |", "Birch | K-8 |")):
        tabs = {"Tracker items": (ITEM, *items) if items else None, "Tracker": (TRACKED, *rows)}
        return published(Network=YEAR, Teams=teams, Measures=None, **tabs)

    return build


def test_an_item_for_another_model_is_not_asked_and_not_missing(tracked):
    (line,) = lines(
        tracked(["1.1 | Talks | act | yes | K-8 | 2025-10-01"], ["Birch | 1.1 | done |"])
    )
    assert line.states == {"Alder": NOT_ASKED, "Birch": "done"}
    assert (line.wanted, line.done, line.skipped) == (("Birch",), ("Birch",), ())


@pytest.mark.parametrize(
    ("due", "status", "skips"),
    [
        ("2025-10-01", "not started", True),
        ("2025-10-01", "", True),
        ("2025-10-01", "in progress", False),
        ("2025-10-01", "not applicable", False),
        ("2026-06-01", "not started", False),
    ],
    ids=["not begun", "nothing typed", "begun", "not applicable", "not due yet"],
)
def test_an_item_is_skipped_when_its_day_has_passed_and_it_is_not_begun(
    tracked, due, status, skips
):
    items = [f"1.1 | Talks | act | | | {due}", "1.2 | Walks | act | | | 2026-06-01"]
    line, _ = lines(tracked(items, [f"Alder | 1.1 | {status} |", "Alder | 1.2 | done |"]))
    assert line.skipped == (("Alder",) if skips else ())


def test_a_team_that_has_typed_nothing_skips_nothing(tracked):
    (line,) = lines(tracked(["1.1 | Talks | act | | | 2025-10-01"], ["Alder | 1.1 | done |"]))
    assert (line.wanted, line.done, line.skipped) == (("Alder", "Birch"), ("Alder",), ())


def test_an_item_due_before_a_team_joined_does_not_count_for_it(tracked):
    teams = ("Team | Model | Joined", "Alder | K-5 | 2026-01-10", "Birch | K-8 |")
    (line,) = lines(
        tracked(["1.1 | Talks | act | | | 2025-10-01"], ["Birch | 1.1 | done |"], teams)
    )
    assert line.wanted == ("Birch",)


def test_without_a_day_an_item_is_skipped_once_most_teams_have_done_it(tracked):
    teams = ("Team", "Alder", "Birch", "Cedar")
    rows = ["Alder | 1.1 | done |", "Birch | 1.1 | done |", "Cedar | 1.1 | not started |"]
    (line,) = lines(tracked(None, rows, teams))
    assert (line.item.code, line.skipped) == ("1.1", ("Cedar",))
    (line,) = lines(tracked(None, rows[1:], teams))
    assert line.skipped == ()


def test_the_title_counts_what_was_due_and_is_done(tracked):
    items = ["1.1 | Talks | act | | | 2025-10-01", "1.2 | Walks | act | | | 2026-06-01"]
    network = tracked(items, ["Alder | 1.1 | done |", "Birch | 1.2 | done |"])
    assert headline(network) == "1 of 2 practices that were due are done, over all teams"
    assert headline(tracked(None, ["Alder | 1.1 | done |"])) == (
        "1 of 2 practices are done, over all teams"
    )
    assert headline(tracked(items, [])) == "No team has said yet how far it is with 2 tracker items"


def test_items_stand_under_the_steps_of_the_cycle_in_their_order(tracked):
    items = ["3 | C | close | | | 2026-05-01", "2 | B | plan | | | 2025-12-01", "1 | A | | | |"]
    found = by_step(lines(tracked([*items, "4 | D | plan | | | 2025-11-01"], [])))
    assert {step: [line.item.code for line in some] for step, some in found.items()} == {
        "plan": ["4", "2"],
        "close and renew": ["3"],
        "no step": ["1"],
    }


def test_completion_counts_what_is_done_of_what_was_due_by_each_month(tracked):
    items = ["1.1 | A | plan | | | 2025-10-15", "1.2 | B | plan | | | 2026-01-15"]
    rows = [
        "Alder | 1.1 | done | 2025-11-03",
        "Birch | 1.1 | done |",
        "Alder | 1.2 | done | 2025-09-01",
    ]
    (plan,) = over_time(tracked(items, rows))
    assert [(m.month.month, m.amount, m.of) for m in plan.months] == [
        *((8, 0, 0), (9, 0, 0), (10, 0, 2), (11, 1, 2), (12, 1, 2)),
        *((1, 2, 4), (2, 2, 4), (3, 2, 4)),
    ]
    assert plan.undated == 1


TEAMS = (
    "Team | Model",
    *(f"Big {n:02} | K-8" for n in range(6)),
    *(f"Sm {n:02} | K-5" for n in range(14)),
)


def skipping(names):
    """Of twenty teams, six of which are K-8, these have not begun the item; all have a row."""
    teams = [line.split(" | ")[0] for line in TEAMS[1:]]
    return [f"{team} | 1.1 | {'not started' if team in names else 'done'} |" for team in teams]


def test_what_those_that_skip_have_in_common_is_said_beyond_chance(tracked):
    # four of four out of the six K-8 teams among twenty: C(6,4) / C(20,4) = 15 / 4845
    item = ["1.1 | Talks | act | | | 2025-10-01"]
    skip = [f"Big {n:02}" for n in range(4)]
    assert in_common(tracked(item, skipping(skip), TEAMS)) == {
        "1.1": ["4 of these 4 have the model K-8; of all 20 it is 6"]
    }
    mixed = ["Big 00", "Big 01", "Sm 00", "Sm 01"]
    assert in_common(tracked(item, skipping(mixed), TEAMS))["1.1"] == []


def test_of_two_teams_that_skip_nothing_in_common_is_said(tracked):
    item = ["1.1 | Talks | act | | | 2025-10-01"]
    assert in_common(tracked(item, skipping(["Big 00", "Big 01"]), TEAMS)) == {}


def test_the_table_has_a_row_an_item_and_team(tracked):
    rows = table(
        lines(
            tracked(
                ["1.1 | Talks | act | yes | K-8 | 2025-10-01"], ["Birch | 1.1 | done | 2025-09-30"]
            )
        )
    )
    assert [(row["team"], row["status"], row["on"], row["counts"]) for row in rows] == [
        ("Alder", "not asked of its model", None, False),
        ("Birch", "done", dt.date(2025, 9, 30), True),
    ]
