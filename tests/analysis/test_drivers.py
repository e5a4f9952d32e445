"""The theory of improvement: what people type in the Drivers tab, as a tree and in words."""

import xml.etree.ElementTree as ET

import pytest

from kmlib.analysis.drivers import headline, table, theory
from kmlib.analysis.gap_kinds import NO_BALANCING
from kmlib.analysis.gaps import gaps
from kmlib.analysis.series import network_series
from kmlib.charts import driver_tree
from kmlib.findings import NAME_UNKNOWN

HEAD = "Driver | Kind | Parent | Priority | Measure"
AIM = "Be there | aim | | Attendance | Attendance"
CALLS = "Calls home | primary | Be there"
EARLY = "Call before 9 | change idea | Calls home"
BALANCED = [
    "Measure | Kind | Unit | Better | Priority",
    "Attendance | outcome | percent | higher | Attendance",
    "Referrals | balancing | count | lower | Attendance",
]
CYCLES = "Team | Title | Started | Ended | Measure | Change idea"


@pytest.fixture
def tree(published):
    """`tree("Call | primary | Be there")`: the theory of these rows of the Drivers tab."""

    def build(*rows, **tabs):
        return theory(published(Drivers=[HEAD, *rows], **tabs))

    return build


def shape(found):
    return [f"{'.' * node.depth}{node.row.driver}" for node in found.nodes]


def test_each_driver_stands_under_its_parent_in_the_order_of_the_sheet(tree):
    found = tree(EARLY, "Visits | primary | be there", AIM, CALLS, "Ask | secondary | Calls home")
    assert shape(found) == [
        *("Be there", ".Visits", ".Calls home", "..Call before 9", "..Ask"),
    ]


def test_several_aims_make_several_trees_and_come_before_what_has_no_aim(tree):
    found = tree("Loose | primary |", AIM, CALLS, "Read | aim |")
    assert shape(found) == ["Be there", ".Calls home", "Read", "Loose"]
    said = " ".join(driver_tree.remarks(found))
    assert "Under no aim: Loose. Name a Parent for each in the Drivers tab" in said


def test_without_an_aim_the_title_says_what_waits_for_one(tree):
    found = tree("Calls home | primary |", EARLY)
    assert headline(found) == "No aim yet: 2 drivers and change ideas without one"
    assert shape(found) == ["Calls home", ".Call before 9"]


def test_a_parent_that_nobody_lists_is_a_finding_and_the_driver_stays_in_sight(published):
    network = published(Drivers=[HEAD, AIM, "Calls home | primary | Be their selves"])
    assert NAME_UNKNOWN.code in {finding.code for finding in network.findings}
    assert shape(theory(network)) == ["Be there", "Calls home"]


@pytest.mark.parametrize(
    ("rows", "ring", "seen"),
    [
        (["A | primary | A"], "A is under A: a ring", ["A"]),
        (
            ["A | primary | C", "B | primary | A", "C | primary | B", "D | change idea | B"],
            "A is under C is under B is under A: a ring",
            ["A", ".B", "..C", "..D"],
        ),
        (
            [AIM, CALLS, "X | primary | Y", "Y | primary | X"],
            "X is under Y is under X: a ring",
            ["Be there", ".Calls home", "X", ".Y"],
        ),
    ],
    ids=["under itself", "three and one below", "beside a tree"],
)
def test_drivers_under_one_another_in_a_ring_are_told_and_drawn_once(tree, rows, ring, seen):
    found = tree(*rows)
    assert shape(found) == seen
    assert driver_tree.remarks(found)[0].startswith(ring)


def test_a_chain_of_any_length_is_drawn(tree):
    rows = [f"D{number} | secondary | D{number - 1}" for number in range(1, 1500)]
    found = tree("D0 | aim |", *rows)
    assert found.nodes[-1].depth == 1499
    assert driver_tree.driver_tree(found).count("<ul>") == 1500


def test_an_aim_without_a_balancing_measure_is_flagged_as_on_the_process_map(published):
    network = published(Drivers=[HEAD, AIM, CALLS])
    found = theory(network)
    assert found.unbalanced == ["Be there"]
    assert "the aim has no balancing measure" in headline(found)
    assert 'km-orange km-verdict">no balancing measure' in driver_tree.driver_tree(found)
    assert [gap.where for gap in gaps(network) if gap.kind is NO_BALANCING] == found.unbalanced


def test_a_balancing_measure_of_its_priority_or_of_none_watches_an_aim(published):
    for priority, watched in (("attendance", True), ("", True), ("Reading", False)):
        measures = [*BALANCED[:2], f"Referrals | balancing | count | lower | {priority}"]
        network = published(Drivers=[HEAD, AIM], Measures=measures)
        assert (theory(network).unbalanced == []) is watched
        assert any(gap.kind is NO_BALANCING for gap in gaps(network)) is not watched


def test_one_of_several_aims_without_a_balancing_measure_is_counted(tree):
    found = tree(AIM, CALLS, "Read | aim | | Reading", Measures=BALANCED)
    says = "1 driver in the tree; 1 of 2 aims has no balancing measure"
    assert headline(found) == says


def test_without_a_cycles_tab_nothing_is_said_of_what_was_tried(tree):
    found = tree(AIM, CALLS, Measures=BALANCED)
    assert "tried" not in headline(found) + driver_tree.driver_tree(found)
    assert "Fill the Cycles tab" in driver_tree.remarks(found)[-1]


def test_a_driver_has_the_verdict_of_its_measure_and_no_other(sample):
    nodes = [node for node in theory(sample).nodes if node.measure]
    assert len(nodes) == 7
    for node in nodes:
        line = network_series(sample, node.measure)
        assert (node.standing.status, node.standing.value) == (line.status, line.value)


def test_a_cycle_counts_at_the_driver_it_names_and_at_all_above_it_once(tree):
    found = tree(
        *(AIM, CALLS, EARLY),
        Cycles=[
            CYCLES,
            "Alder | CALL BEFORE 9! | 2026-03-01 | | |",
            "Birch | Spring | 2026-01-05 | 2026-02-01 | Attendance | call before 9",
            "Birch | Other | 2026-01-05 | | |",
            "Birch | Call before 9 | 2026-04-01 | | |",  # has not begun
        ],
    )
    assert [len(node.cycles) for node in found.nodes] == [2, 2, 2]
    assert [[cycle.team for cycle in node.running] for node in found.nodes] == [["Alder"]] * 3
    assert headline(found).startswith("2 of 2 drivers and change ideas tried so far")
    assert "2 cycles, 1 running&#58; Alder" in driver_tree.driver_tree(found)


def test_the_table_is_flat_and_tells_what_the_tree_tells(sample):
    rows = table(theory(sample))
    assert len(rows) == 18
    aim = rows[0]
    assert (aim["kind"], aim["status"], aim["cycles"]) == ("aim", "improving", 18)
    assert aim["balancing_measures"] == "Planning time used for data"
    assert not any(isinstance(cell, (list, tuple)) for row in rows for cell in row.values())


def test_what_is_typed_never_acts_in_the_tree(tree):
    nasty = "<i>x</i> **b** :red[x]"
    found = tree(f"{nasty} | aim | | {nasty}", f"B {nasty} | primary | {nasty}")
    markup = driver_tree.driver_tree(found)
    assert shape(found)[1].startswith(".B")
    assert "<i>" not in markup
    ET.fromstring(markup)


def test_the_tree_is_made_of_lists_in_lists(sample):
    root = ET.fromstring(driver_tree.driver_tree(theory(sample)))
    assert len(root.findall("ul/li")) == 4
    assert len(root.findall("ul/li/ul/li/ul/li/ul/li")) == 1
    assert len(root.findall(".//li")) == 18
