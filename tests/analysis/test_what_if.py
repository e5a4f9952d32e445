"""What one change of the Routines tab would do, on the smallest maps; it changes nothing."""

import pytest

from kmlib.analysis.priorities import by_stage, priorities
from kmlib.analysis.stuck import lanes
from kmlib.analysis.waves import waves
from kmlib.analysis.what_if import MOST_OFFERED, as_asked, offers
from kmlib.schema.core import RoutineRow
from tests.analysis.maps import a_map, chain

BROKEN = (
    "Dive | g | Math | Synthesis",
    "Synthesis | c | Math",
    "Walk | s | Math | Plan",
    "Plan | a",
)


def worth(network):
    """Each offer with the waves that it closes, and those that it only takes further."""
    return {
        words: ([w.name for w in one.on if not w.broken], [w.name for w in one.on if w.broken])
        for words, one in offers(network).items()
    }


def test_the_link_that_is_missing_is_offered_and_what_to_type_for_it():
    one = offers(a_map(*BROKEN))["Synthesis fed Walk"]
    assert [wave.name for wave in one.on if not wave.broken] == ["Dive"]
    assert one.to_type == "row 3: add Walk under Feeds of Synthesis"
    assert [routine.name for routine in one.waves[0].way] == ["Dive", "Synthesis", "Walk", "Plan"]


def test_a_new_routine_is_fed_where_waves_break_and_feeds_the_stage_after():
    one = offers(a_map(*BROKEN))["a routine for sharing served Math"]
    assert one.to_type == (
        "a new row: Stage sharing, Priority Math, Feeds Plan; and name it under Feeds of Synthesis"
    )
    assert [routine.name for routine in one.waves[0].way][2:] == ["A new routine", "Plan"]


def test_a_priority_more_is_offered_where_the_routine_that_is_fed_serves_others_only():
    network = a_map(*BROKEN[:1], "Synthesis | c | Voice | Walk", *BROKEN[2:])
    assert worth(network)["Synthesis served Math"] == (["Dive"], [])


def test_changes_that_close_most_waves_come_first_and_useless_ones_not_at_all():
    network = a_map("A | g | | Both", "B | g | | Both", "Both | c", "C | g | | Alone", "Alone | c",
                    "Walk | s | | Plan", "Plan | a", "Nowhere | s")  # fmt: skip
    found = worth(network)
    assert next(iter(found)) == "a routine for sharing served all work"
    assert "a routine for sharing to application served all work" not in found
    assert found["Both fed Walk"] == (["A", "B"], [])
    assert list(found).index("Both fed Walk") < list(found).index("Alone fed Walk")
    assert found["Both fed Nowhere"] == ([], ["A", "B"])


def test_a_wave_that_lacks_two_stages_gets_further_or_by_one_routine_for_both_all_the_way():
    found = worth(a_map("Dive | g | | Synthesis", "Synthesis | c"))
    assert found == {
        "a routine for sharing to application served all work": (["Dive"], []),
        "a routine for sharing served all work": ([], ["Dive"]),
    }


def test_where_nobody_fills_feeds_only_a_routine_for_the_stage_is_offered():
    one = offers(a_map("Dive | g | Math", "Synthesis | c | Math"))[
        "a routine for sharing served Math"
    ]
    assert one.to_type == "a new row: Stage sharing, Priority Math"
    assert [wave.name for wave in one.on] == ["Dive"]


def test_thinking_it_through_changes_nothing():
    network = a_map(*BROKEN)
    before = network.rows(RoutineRow), waves(network), by_stage(network), priorities(network)
    assert offers(network)
    assert (network.rows(RoutineRow), waves(network), by_stage(network)) == before[:3]
    assert waves(network) is before[1]
    assert as_asked(None, waves(network)) is waves(network)


def test_the_waves_of_one_priority_are_shown_as_they_would_be():
    network = a_map(*BROKEN, *chain(1, "Voice"))
    (dive,) = [wave for wave in waves(network) if wave.name == "Dive"]
    asked = offers(network)["Synthesis fed Walk"]
    (then,) = as_asked(asked, [dive])
    assert (dive.broken is None, then.broken is None, then.name) == (False, True, "Dive")


@pytest.mark.parametrize("lines", [
    [], ["Walk | s"], [line for n in range(3) for line in chain(n)],
    ["Dive | g | | Dive", "Walk | s | | Dive"], ["Dive | g | | Gone"],
    ["Dive | g | | Talk", "Talk | gc | | Dive; Gone"],
], ids=["none", "no wave", "all whole", "itself", "dangling", "a circle"])  # fmt: skip
def test_odd_maps_are_thought_through_too(lines):
    for one in offers(a_map(*lines)).values():
        assert one.on
        assert one.words
        assert one.to_type


def test_of_many_breaks_those_cures_are_thought_through_that_mend_most():
    starts = [f"M{n} | g | P{n % 40} | S{n % 60}" for n in range(120)]
    network = a_map(*starts, *(f"S{n} | c" for n in range(60)), "Walk | s | | Plan", "Plan | a")
    assert len(offers(network)) <= MOST_OFFERED


LEARNED = "Team | Title | Priority | Started | Learned | Routine"


def test_learning_that_waits_moves_on_unless_a_routine_of_its_way_is_overdue(published):
    def offered(last_held):
        walk = f"Walk | sharing | Math | Plan | monthly | {last_held}"
        network = published(
            Routines=["Routine | Stage | Priority | Feeds | Cadence | Last held",
                      "Dive | generation | Math | Synthesis", "Synthesis | consolidation | Math",
                      walk, "Plan | application"],
            Cycles=[LEARNED, *(f"Alder | C{n} | | 2025-10-01 | yes | Dive" for n in range(3))],
            Knowledge=["Item | From cycles", "I | C0; C1; C2", "Other |"],
            Sharing=["Item | Broker | To | Date", "Other | x | Birch | 2026-01-01"],
        )  # fmt: skip
        assert lanes(network, waves(network))[0].waiting == 3
        asked = offers(network)["Synthesis fed Walk"]
        return asked.freed, lanes(network, asked.waves, asked.held)[0].waiting

    assert offered("2026-03-02") == (3, 0)
    assert offered("2025-12-02") == (0, 0), "they would wait behind the walk, not behind the break"
