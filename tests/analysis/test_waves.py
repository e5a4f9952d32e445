import pytest

import kmlib
from kmlib.analysis.priorities import by_stage, priorities
from kmlib.analysis.waves import (
    MOST_LANES,
    NO_PRIORITY,
    Reason,
    biggest_drop,
    counts,
    follows_feeds,
    headline,
    maps,
    off_the_map,
    waves,
    what_to_add,
)
from kmlib.schema.choices import Stage
from sample_sheets import make_sample
from tests.analysis.maps import a_map, chain

WALK = ("Walk | s | | Plan", "Plan | a")  # carries anything from sharing to use
RUNS = ("Dive | g | | Synthesis", "Synthesis | c | | Walk", *WALK)


def ways(network):
    return [[routine.name for routine in wave.way] for wave in waves(network)]


def breaks(network):
    """Where each broken wave breaks, why, at which routine, and what that one feeds instead."""
    return [wave.broken for wave in waves(network) if wave.broken]


@pytest.fixture(scope="module")
def sample():
    return kmlib.publish(kmlib.load(str(make_sample.FOLDER / make_sample.HUB)))


def test_a_wave_runs_from_a_generating_routine_along_feeds_to_application():
    network = a_map(*RUNS)
    assert ways(network) == [["Dive", "Synthesis", "Walk", "Plan"]]
    assert breaks(network) == []
    assert headline(waves(network)) == "The only wave runs all the way to use"


def test_a_network_with_one_routine_has_one_wave_that_breaks_at_once():
    network = a_map("Dive | g")
    assert ways(network) == [["Dive"]]
    assert counts(waves(network)) == (1, 0, 0, 0)
    assert headline(waves(network)) == "The only wave breaks at consolidation"


def test_one_routine_in_every_stage_is_a_whole_wave():
    assert ways(a_map("Meeting | gcsa")) == [["Meeting"] * 4]


def test_a_routine_in_several_stages_carries_its_own_wave_on_and_then_feeds_another():
    network = a_map("Meeting | gc | | Walk", *WALK)
    assert ways(network) == [["Meeting", "Meeting", "Walk", "Plan"]]


def test_without_a_generating_routine_the_page_says_what_to_add():
    network = a_map("Synthesis | c | | Walk", *WALK)
    assert headline(waves(network)) == "No wave starts yet: no routine is for generation"
    assert "generation under Stage in the Routines tab" in what_to_add(network)


def test_a_loop_back_to_generation_harms_nothing():
    network = a_map(*RUNS[:-1], "Plan | a | | Dive")
    assert ways(network) == [["Dive", "Synthesis", "Walk", "Plan"]]


def test_a_routine_that_feeds_itself_feeds_nothing():
    network = a_map("Dive | g | | Dive", "Other | g | | Synthesis", "Synthesis | c")
    assert breaks(network)[1] == (Stage.CONSOLIDATION, Reason.FEEDS_NOTHING, "Dive", "")


def test_names_that_are_no_routine_lead_nowhere():
    network = a_map("Dive | g | | Lunch; Synthesis", "Synthesis | c | | Lunch")
    assert ways(network) == [["Dive", "Synthesis"]]


def test_what_goes_straight_to_a_later_stage_is_said_to_skip_one():
    network = a_map("Dive | g | | Walk", *WALK)
    assert breaks(network) == [(Stage.CONSOLIDATION, Reason.SKIPS, "Dive", "Walk")]


def test_what_goes_round_in_a_circle_is_said_to_get_no_further():
    network = a_map("Dive | g | | Teams", "Teams | g | | Dive", *WALK)
    assert [broken.reason for broken in breaks(network)] == [Reason.CIRCLE] * 2


def test_a_wave_goes_on_through_routines_of_the_stages_it_has_passed():
    network = a_map(
        "Dive | g | | Notes", "Notes | g | | Pages", "Pages | c | | Synthesis", *RUNS[1:]
    )
    assert ways(network)[0] == ["Dive", "Pages", "Walk", "Plan"]


def test_where_a_wave_stays_among_the_stages_passed_it_breaks_at_the_last_of_them():
    network = a_map("Dive | g | | Notes", "Notes | g", *WALK)
    assert {broken.at for broken in breaks(network)} == {"Notes"}


def test_a_routine_carries_only_waves_of_a_priority_that_it_serves():
    network = a_map(
        "Panels | g | Voice | Synthesis",
        "Dive | g | Attendance | Synthesis",
        "Synthesis | c | Attendance; Voice | Walk",
        "Walk | s | attendance | Plan",
        "Plan | a",
    )
    assert ways(network) == [["Dive", "Synthesis", "Walk", "Plan"], ["Panels", "Synthesis"]]
    assert breaks(network) == [(Stage.SHARING, Reason.OTHER_PRIORITY, "Synthesis", "Walk")]


def test_a_generating_routine_without_priority_is_carried_by_all():
    network = a_map("Dive | g | | Synthesis", "Synthesis | c | Attendance | Walk", *WALK)
    assert breaks(network) == []


def test_of_several_ways_a_wave_takes_the_one_that_gets_furthest_and_tells_the_others():
    network = a_map("Dive | g | | Binder; Synthesis", "Binder | c", *RUNS[1:])
    (wave,) = waves(network)
    assert ways(network) == [["Dive", "Synthesis", "Walk", "Plan"]]
    assert wave.others == ((), ("Binder",), (), ())


def test_of_ways_as_far_a_wave_takes_the_one_that_another_wave_takes():
    network = a_map("Dive | g | | First; Second", "Teams | g | | Second", "First | c", "Second | c")
    assert ways(network) == [["Dive", "Second"], ["Teams", "Second"]]


def test_of_ways_all_alike_a_wave_takes_the_first_in_the_sheet():
    network = a_map("Dive | g | | Second; First", "First | c", "Second | c")
    assert ways(network) == [["Dive", "First"]]


def test_where_nobody_feeds_anybody_waves_follow_shared_priorities():
    network = a_map("Dive | g | Attendance", "Math | c | Algebra", "Synthesis | c", "Walk | s | X")
    assert not follows_feeds(network)
    assert ways(network) == [["Dive", "Synthesis"]]
    assert breaks(network) == [(Stage.SHARING, Reason.NO_ROUTINE, "Synthesis", "")]


def test_waves_that_get_furthest_come_first_and_neighbours_share_routines():
    network = a_map(
        "Alone | g",
        "Math | g | | Circle",
        "Dive | g | | Synthesis",
        "Bus | g | | Circle",
        "Teams | g | | Synthesis",
        "Circle | c",
        "Synthesis | c | | Walk",
        *WALK,
    )
    assert [wave.name for wave in waves(network)] == ["Dive", "Teams", "Math", "Bus", "Alone"]


@pytest.mark.parametrize(
    ("reached", "sentence"),
    [
        ("a", "The only wave runs all the way to use"),
        ("s", "The only wave breaks at application"),
        ("aaaaaaaaa", "All 9 waves run all the way to use"),
        ("cccc", "All 4 waves break at sharing"),
        ("aaasccccg", "4 of 9 waves break at sharing; 3 run all the way to use"),
        ("aaaaag", "1 of 6 waves breaks at consolidation; 5 run all the way to use"),
        ("accc", "3 of 4 waves break at sharing; 1 runs all the way to use"),
        ("scc", "2 of 3 waves break at sharing; none runs all the way to use"),
        ("acg", "1 of 3 waves breaks at consolidation; 1 runs all the way to use"),
    ],
)
def test_the_title_says_where_most_waves_break_and_how_many_run_through(reached, sentence):
    lines = [
        line
        for number, last in enumerate(reached)
        for line in chain(number, until="gcsa"[: "gcsa".index(last) + 1])
    ]
    # one more feeds, so that waves of one routine are not followed by priority
    network = a_map(*lines, "x | c | | y", "y | c")
    assert headline(waves(network)) == sentence
    assert headline(waves(network), "Voice") == f"Voice: {sentence}"


def test_the_biggest_drop_is_the_first_of_equals():
    assert biggest_drop([4, 3, 2, 2]) == 1
    assert biggest_drop([0, 0, 0, 0]) is None


def test_a_routine_that_no_wave_reaches_is_off_the_map():
    network = a_map(*RUNS, "Binder | c | | Walk", "Dive 2 | g | | Binder 2", "Binder 2 | c")
    assert off_the_map(network) == ("Binder",)


def test_twelve_waves_stand_on_one_map_and_thirteen_on_one_for_each_priority():
    lines = [line for n in range(12) for line in chain(n, f"P{n % 3}")]
    assert {name: len(some) for name, some in maps(a_map(*lines)).items()} == {
        "": MOST_LANES,
        "P0": 4,
        "P1": 4,
        "P2": 4,
    }
    network = a_map(*lines, *chain(12, "P0; P1"), *chain(13))
    found = {name: len(some) for name, some in maps(network).items()}
    assert found == {"P0": 5, "P1": 5, "P2": 4, NO_PRIORITY: 1}


def test_without_priorities_all_waves_stay_on_one_map_however_many():
    network = a_map(*(line for n in range(13) for line in chain(n)))
    assert [len(some) for some in maps(network).values()] == [13]
    assert priorities(network) == ("",)
    assert len(by_stage(network)["", Stage.SHARING]) == 13


def test_the_sample_network_breaks_where_its_sheet_says(sample):
    assert headline(waves(sample)) == "2 of 6 waves break at sharing; 3 run all the way to use"
    assert counts(waves(sample)) == (6, 5, 3, 3)
    assert [wave.name for wave in waves(sample)] == [
        "Attendance data dive",
        "Attendance teams",
        "Algebra coaching circle",
        "Grade 3 reading meetings",
        "Student voice panels",
        "Advisory pilot teams",
    ]
    assert off_the_map(sample) == ()


def test_a_hundred_and_twenty_waves_are_each_followed_to_their_end():
    reach = ["gcsa"[: 1 + number % 4] for number in range(120)]
    lines = [
        line
        for number, until in enumerate(reach)
        for line in chain(number, f"P{number % 7}", until=until)
    ]
    network = a_map(*lines)
    assert counts(waves(network)) == (120, 90, 60, 30)
    assert sorted(len(some) for some in maps(network).values()) == [17] * 6 + [18]
