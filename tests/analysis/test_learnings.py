import datetime as dt

from kmlib.analysis.learnings import STAGES, learnings
from kmlib.analysis.priorities import is_of
from kmlib.schema.choices import Stage

CYCLES = "Team | Title | Priority | Started | Ended | Learned | Routine"
KNOWLEDGE = "Item | Origin | From cycles | Captured on | Priority"
SHARING = "Item | Broker | To | Date"
APPLICATIONS = "Item | Stakeholder | Status | Applied on"


def reached(network):
    return {one.title: one.reached.value for one in learnings(network)}


def test_a_cycle_with_something_learned_is_a_learning_and_one_without_is_none(published):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | Calls | Attendance | 2025-10-06 | 2025-11-14 | The hour matters | ",
            "Birch | Letters | Attendance | 2025-10-06 | 2025-11-14 | | ",
        ]
    )
    assert reached(network) == {"Calls": "generation"}


def test_a_learning_is_followed_to_the_furthest_stage_of_its_items(published):
    network = published(
        Cycles=[CYCLES, "Alder | Calls | | 2025-10-06 | 2025-11-14 | The hour matters | "],
        Knowledge=[
            KNOWLEDGE,
            "Call early | Alder | calls | 2025-12-01 | ",
            "Ring twice | Alder | Calls | 2025-11-20 | ",
        ],
        Sharing=[SHARING, "Call early | lead | Birch | 2026-01-10"],
        Applications=[APPLICATIONS, "Call early | clerks | under way | "],
    )
    (one,) = learnings(network)
    assert one.items == ("Call early", "Ring twice")
    assert one.reached is Stage.SHARING
    assert [one.day(stage) for stage in STAGES] == [
        dt.date(2025, 11, 14),
        dt.date(2025, 11, 20),  # the first of the two
        dt.date(2026, 1, 10),
        None,
    ]
    assert one.waits_for is Stage.APPLICATION


def test_what_is_used_counts_as_shared_though_no_row_says_when(published):
    network = published(
        Knowledge=[KNOWLEDGE, "Call early | Alder | | 2025-12-01 | "],
        Applications=[APPLICATIONS, "Call early | clerks | applied | 2026-02-02"],
    )
    (one,) = learnings(network)
    assert one.has_reached(Stage.SHARING)
    assert one.day(Stage.SHARING) is None
    assert one.day(Stage.APPLICATION) == dt.date(2026, 2, 2)


def test_an_application_that_is_asked_for_or_blocked_is_not_applied(published):
    rows = [f"Call early | clerks | {status} | " for status in ("asked", "under way", "blocked")]
    network = published(
        Knowledge=[KNOWLEDGE, "Call early | Alder | | 2025-12-01 | "],
        Applications=[APPLICATIONS, *rows],
    )
    assert reached(network) == {"Call early": "consolidation & capture"}


def test_of_two_cycles_of_one_title_the_items_own_team_is_meant(published):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | Calls | | 2025-10-06 | 2025-11-14 | The hour matters | ",
            "Birch | Calls | | 2025-10-06 | 2025-11-14 | Two people | ",
        ],
        Knowledge=[KNOWLEDGE, "Call early | Birch | Calls | 2025-12-01 | "],
    )
    assert [(one.team, one.reached.value) for one in learnings(network)] == [
        ("Alder", "generation"),
        ("Birch", "consolidation & capture"),
    ]


def test_an_item_counts_once_beside_its_cycles_and_alone_without_them(published):
    network = published(
        Cycles=[CYCLES, "Alder | Calls | | 2025-10-06 | 2025-11-14 | The hour matters | "],
        Knowledge=[
            KNOWLEDGE,
            "Call early | Alder | Calls | 2025-12-01 | ",
            "Older wisdom | Birch | | 2025-12-01 | ",
            "Typed wrong | Birch | Cals | 2025-12-01 | ",
        ],
    )
    assert list(reached(network)) == ["Calls", "Older wisdom", "Typed wrong"]
    assert [(finding.value, finding.code) for finding in network.findings] == [
        ("Cals", "name-near-miss")
    ]


def test_without_a_knowledge_tab_shared_items_are_learnings_too(published):
    network = published(Sharing=[SHARING, "Call early | lead | Birch | 2026-01-10"])
    assert reached(network) == {"Call early": "sharing"}


def test_a_learning_takes_the_priority_of_its_item_or_of_its_routine(published):
    network = published(
        Routines=["Routine | Stage | Priority", "Circle | generation | Algebra"],
        Cycles=[
            CYCLES,
            "Alder | Calls | | 2025-10-06 | 2025-11-14 | The hour matters | ",
            "Birch | Tickets | | 2025-10-06 | 2025-11-14 | Sort first | Circle",
        ],
        Knowledge=[KNOWLEDGE, "Call early | Alder | Calls | 2025-12-01 | Attendance"],
    )
    assert [one.priority for one in learnings(network)] == ["Attendance", "Algebra"]


def test_a_cycle_whose_end_is_only_planned_gave_its_learning_nobody_knows_when(published):
    network = published(
        Cycles=[CYCLES, "Alder | Calls | | 2025-10-06 | 2026-06-12 | The hour matters | "]
    )
    (one,) = learnings(network)
    assert one.day(Stage.GENERATION) is None


def test_what_names_no_priority_is_not_of_one_that_is_all_signs():
    assert not is_of("", "🎯")
    assert not is_of("", "!!!")
    assert is_of("math!", "Math")


def test_an_item_holds_only_the_cycle_it_names_though_both_are_named_by_signs(published):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | 🎯 | | 2025-10-06 | 2025-11-14 | The hour matters | ",
            "Alder | 🔥 | | 2025-10-06 | 2025-11-14 | The hour matters | ",
        ],
        Knowledge=[KNOWLEDGE, "Call early | Alder | 🔥 | 2025-12-01 | "],
    )
    assert reached(network) == {"🎯": "generation", "🔥": "consolidation & capture"}


def test_the_sample_has_39_learnings_of_which_34_are_captured_17_shared_14_applied(sample):
    # Cycles: 37 of 39 rows have something under Learned; Knowledge: 2 items name no cycle.
    some = learnings(sample)
    came = [sum(one.has_reached(stage) for one in some) for stage in STAGES]
    assert came == [39, 34, 17, 14]
