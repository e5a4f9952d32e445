import pytest

from kmlib.schema import MeasureRow
from kmlib.schema.core import RoutineRow
from kmlib.schema.learning import CycleRow, KnowledgeRow, SharingRow
from kmlib.schema.programme import PersonRow

CYCLES = "Team | Title | Started | Priority | Measure"
PRIORITIES = ["Priority", "Attendance"]
TEAMS = ["Team | Also known as | Code", "Alder | The Alders | 0640012", "Birch | |"]


def found(network):
    return [f"{f.sheet} {f.cell} {f.code} {f.severity}" for f in network.findings]


@pytest.mark.parametrize("name", ["Alder", "ALDER school", "the alders", "640012"])
def test_a_name_is_written_as_its_own_tab_writes_it(a_network, name):
    network = a_network(Teams=TEAMS, Cycles=[CYCLES, f"{name} | Calls | 2025-10-06 | |"])
    assert [cycle.team for cycle in network.rows(CycleRow)] == ["Alder"]
    assert network.findings == ()


def test_a_cycle_of_a_team_nobody_knows_is_set_aside_and_a_near_name_offered(a_network):
    network = a_network(
        Cycles=[CYCLES, "Aldre | Calls | 2025-10-06 | |", "Zephyr | Walks | 2025-10-06 | |"]
    )
    assert network.rows(CycleRow) == ()
    assert found(network) == [
        "Cycles A2 name-near-miss error",
        "Cycles A3 name-unknown error",
    ]
    assert "did you mean Alder?" in network.findings[0].what
    (source,) = network.sources
    assert source.rows_set_aside == 2


def test_a_priority_nobody_knows_is_left_empty_in_measures(a_network):
    network = a_network(
        Priorities=PRIORITIES,
        Measures=[
            "Measure | Kind | Unit | Better | Priority",
            "Late | outcome | count | lower | Attendence",
            "Calls | process | count | higher | Art",
        ],
    )
    assert [row.priority for row in network.rows(MeasureRow)] == ["", ""]
    assert found(network) == [
        "Measures E2 name-near-miss warning",
        "Measures E3 name-unknown warning",
    ]
    assert network.sources[0].rows_set_aside == 0


def test_of_several_names_the_known_ones_are_kept(a_network):
    network = a_network(
        Knowledge=["Item | Tested by", "Call before nine | birch; Somewhere; ALDER; Nowhere"],
    )
    assert [row.tested_by for row in network.rows(KnowledgeRow)] == [("Birch", "Alder")]
    assert found(network) == ["Knowledge B2 name-unknown warning"]
    assert network.findings[0].value == "Somewhere; Nowhere"


def test_names_of_a_tab_that_nobody_has_are_left_as_they_are(a_network):
    network = a_network(Cycles=[CYCLES, "Alder | Calls | 2025-10-06 | Attendance | "])
    assert [cycle.priority for cycle in network.rows(CycleRow)] == ["Attendance"]
    assert network.findings == ()


def test_routines_may_feed_each_other(a_network):
    network = a_network(
        Routines=[
            "Routine | Stage | Feeds",
            "Data dive | generation | CIRCLE",
            "Circle | sharing |",
        ]
    )
    assert [row.feeds for row in network.rows(RoutineRow)] == [("Circle",), ()]


def test_a_row_whose_item_is_in_no_list_is_set_aside(a_network):
    network = a_network(
        Knowledge=["Item", "Call before nine"],
        Sharing=["Item | Broker | To | Date", "Call after ten | the coach | Birch | 2026-01-12"],
    )
    assert network.rows(SharingRow) == ()
    assert [finding.cell for finding in network.findings] == ["A2"]


def test_a_row_with_two_unknown_names_says_both_and_counts_once(a_network):
    network = a_network(Cycles=[CYCLES, "Zephyr | Calls | 2025-10-06 | | Noise"])
    assert found(network) == [
        "Cycles A2 name-unknown error",
        "Cycles E2 name-unknown warning",
    ]
    assert network.sources[0].rows_set_aside == 1


def test_a_cycle_that_an_item_came_of_is_looked_up_and_a_near_one_offered(a_network):
    network = a_network(
        Cycles=[CYCLES, "Alder | Morning calls | 2025-10-06 | |"],
        Knowledge=["Item | From cycles", "Call early | MORNING CALLS; Mourning calls"],
    )
    assert [row.from_cycles for row in network.rows(KnowledgeRow)] == [("Morning calls",)]
    assert found(network) == ["Knowledge B2 name-near-miss warning"]


def test_two_cycles_of_one_title_are_no_finding(a_network):
    network = a_network(
        Cycles=[CYCLES, "Alder | Calls | 2025-10-06 | |", "Birch | Calls | 2025-10-06 | |"],
        Knowledge=["Item | From cycles", "Call early | calls"],
    )
    assert [row.from_cycles for row in network.rows(KnowledgeRow)] == [("Calls",)]
    assert network.findings == ()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ALDER school", "Alder"),
        ("the alders; BIRCH", "Alder; Birch"),
        ("principals", "principals"),
        ("principals; birch", "principals; Birch"),
        ("Aldre", "Aldre"),
    ],
)
def test_a_team_that_an_item_is_shared_with_is_written_as_its_tab_writes_it(
    a_network, typed, written
):
    network = a_network(
        Teams=TEAMS,
        Sharing=["Item | Broker | To | Date", f"Call early | the coach | {typed} | 2026-01-12"],
    )
    assert [row.to for row in network.rows(SharingRow)] == [written]
    assert network.findings == ()


def test_an_idea_may_come_from_an_item_or_a_team_and_a_person_may_hold_many_things(a_network):
    network = a_network(
        Knowledge=["Item", "Call early"],
        Routines=["Routine | Stage", "Data dive | generation"],
        Cycles=[f"{CYCLES} | Idea from", "Alder | Calls | 2025-10-06 | | | CALL EARLY"],
        People=["Person | Holds", "data lead | data dive; attendance; the keys"],
    )
    assert [row.idea_from for row in network.rows(CycleRow)] == ["Call early"]
    assert [row.holds for row in network.rows(PersonRow)] == [
        ("Data dive", "Attendance", "the keys")
    ]
    told = [(m.kind, m.text, m.name, m.how) for m in network.matches if m.sheet == "People"]
    assert told == [
        ("routine", "data dive", "Data dive", "spelling"),
        ("measure", "attendance", "Attendance", "spelling"),
    ]
    assert network.findings == ()
