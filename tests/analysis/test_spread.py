import pytest

from kmlib.analysis import spread
from kmlib.schema.learning import Level

STANDARDS = [
    "Level | Teams at least | Contexts at least | Measured change needed | Equity check needed",
    "summary | 1 | 1 | no | no",
    "synthesis | 2 | 2 | no | no",
    "reduction | 3 | 2 | yes | no",
    "known good | 4 | 3 | yes | yes",
]
KNOWLEDGE = "Item | Level | Origin | Tested by | Contexts | From cycles | Equity checked"
CYCLES = "Team | Title | Started | Ended | Decision | Context | Idea from | Measure"
APPLICATIONS = "Item | Stakeholder | Team | Status | Applied on"
MONTHS = [f"{2024 + (m + 7) // 12}-{(m + 7) % 12 + 1:02}-28" for m in range(18)]  # from August 2024


@pytest.fixture
def library(published):
    """`library("Call early | ...", Cycles=[...])`: a network with these items and the standards."""

    def build(*lines, head=KNOWLEDGE, **tabs):
        usual = {"Teams": ["Team", "Alder", "Birch", "Cedar", "Dogwood"], "Standards": STANDARDS}
        return published(**usual | {"Knowledge": [head, *lines]} | tabs)

    return build


def the_item(network):
    (one,) = spread.items(network)
    return one


def rising(team, at):
    """A measure that moves up for good in its n-th month."""
    return [
        f"{team} | Attendance | {day} | {(80 if n < at else 90) + n % 3}%"
        for n, day in enumerate(MONTHS)
    ]


# What supports an item


def test_teams_that_tested_it_are_typed_or_have_an_ended_cycle_of_it_each_once(library):
    network = library(
        "Call early | | Alder | Alder; Birch | | Calls | ",
        Cycles=[
            CYCLES,
            "Birch | Calls | 2025-09-01 | 2025-10-01 | adopt | | | ",
            "Cedar | Try it | 2025-11-01 | 2025-12-01 | adapt | | call early | ",
            "Dogwood | Still at it | 2026-03-01 | | | | Call early | ",
        ],
    )
    assert the_item(network).tested_by == ("Alder", "Birch", "Cedar")


def test_where_it_comes_from_alone_is_no_test(library):
    one = the_item(library("Call early | summary | Alder | | grade 3 | | "))
    assert (one.tested_by, one.ask, one.evidence) == ((), ("Alder",), None)
    assert one.lacks == ("1 team",)


def test_a_team_that_tried_it_and_let_it_go_does_not_support_it(library):
    network = library(
        "Call early | | Alder | Alder | | | ",
        Cycles=[CYCLES, "Birch | Try it | 2025-11-01 | 2025-12-01 | abandon | | Call early | "],
    )
    assert the_item(network).tested_by == ("Alder",)
    assert len(the_item(network).cycles) == 1, "its story still tells of it"


def test_an_abandoned_cycle_that_the_item_itself_names_supports_it(library):
    network = library(
        "Letters change nothing | | | | | Letters | ",
        Cycles=[CYCLES, "Birch | Letters | 2025-11-01 | 2025-12-01 | abandon | town | | "],
    )
    assert the_item(network).tested_by == ("Birch",)


def test_an_abandoned_cycle_supports_an_item_that_names_it_and_that_it_names(library):
    network = library(
        "Letters change nothing | | | | | Letters | ",
        Cycles=[
            CYCLES,
            "Birch | Letters | 2025-11-01 | 2025-12-01 | abandon | | Letters change nothing | ",
        ],
    )
    assert the_item(network).tested_by == ("Birch",)


def test_contexts_are_those_typed_else_those_of_its_cycles(library):
    rows = [
        CYCLES,
        "Alder | Calls | 2025-11-01 | 2025-12-01 | | K-8, rural | | ",
        "Birch | Calls | 2025-11-01 | 2025-12-01 | | k-8 rural | | ",
    ]
    typed = library("Call early | | | | rural; city; RURAL | Calls | ", Cycles=rows)
    assert the_item(typed).contexts == ("rural", "city")
    assert the_item(library("Call early | | | | | Calls | ", Cycles=rows)).contexts == (
        "K-8, rural",
    )


def test_a_measured_change_is_a_signal_since_the_cycle_began(library):
    data = ["Team | Measure | Date | Value", *rising("Alder", at=9), *rising("Birch", at=9)]
    network = library(
        "Call early | | | | | Calls; Pairs | ",
        Cycles=[
            CYCLES,
            "Alder | Calls | 2025-04-01 | 2025-06-01 | | | | Attendance",
            "Birch | Pairs | 2026-03-01 | 2026-03-10 | | | | Attendance",  # nothing reported since
        ],
        Data=data,
    )
    assert the_item(network).changes == (("Alder", "Attendance"),)


def test_a_steady_line_is_no_measured_change(library):
    flat = [f"Alder | Attendance | {day} | {80 + n % 3}%" for n, day in enumerate(MONTHS)]
    network = library(
        "Call early | | | | | Calls | ",
        Cycles=[CYCLES, "Alder | Calls | 2025-04-01 | 2025-06-01 | | | | Attendance"],
        Data=["Team | Measure | Date | Value", *flat],
    )
    assert the_item(network).changes == ()


def test_an_improving_line_of_another_team_is_no_change_of_this_one(library):
    network = library(
        "Call early | | | | | Calls | ",
        Cycles=[CYCLES, "Birch | Calls | 2025-04-01 | 2025-06-01 | | | | Attendance"],
        Data=["Team | Measure | Date | Value", *rising("Alder", at=9)],
    )
    assert the_item(network).changes == ()


# Claim and evidence


@pytest.mark.parametrize(
    ("tested", "contexts", "evidence", "lacks"),
    [
        ("", "", None, ("1 team", "1 context")),
        ("Alder", "rural", "summary", ("1 more team", "1 more context")),
        ("Alder; Birch", "rural", "summary", ("1 more context",)),
        ("Alder; Birch", "rural; city", "synthesis", ("1 more team", "a measured change")),
        ("Alder; Birch; Cedar; Dogwood", "a; b; c", "synthesis", ("a measured change",)),
    ],
)
def test_the_evidence_meets_a_level_when_it_meets_it_and_all_below(
    library, tested, contexts, evidence, lacks
):
    one = the_item(library(f"Call early | known good | | {tested} | {contexts} | | yes"))
    assert (one.evidence, one.lacks) == (evidence, lacks)
    assert one.row.level is Level.KNOWN_GOOD, "the claim stays what its owners typed"


def test_all_four_levels_can_be_met(library):
    network = library(
        "Call early | | | Birch; Cedar; Dogwood | a; b; c | Calls | yes",
        Cycles=[CYCLES, "Alder | Calls | 2025-04-01 | 2025-06-01 | | | | Attendance"],
        Data=["Team | Measure | Date | Value", *rising("Alder", at=9)],
    )
    one = the_item(network)
    assert (one.evidence, one.next_level, one.lacks) == (Level.KNOWN_GOOD, None, ())


def test_nobody_is_promoted_by_the_evidence(library):
    one = the_item(library("Call early | summary | | Alder; Birch | a; b | | "))
    assert (one.row.level, one.evidence) == (Level.SUMMARY, Level.SYNTHESIS)


def test_without_standards_there_is_a_claim_and_nothing_to_hold_it_against(library):
    network = library("Call early | known good | | Alder | a | | ", Standards=None)
    one = the_item(network)
    assert (one.checks, one.evidence, one.next_level) == ((), None, None)
    assert spread.headline(network) == "1 of 1 item of knowledge is called known good"


def test_a_level_without_a_standard_is_passed_over(library):
    network = library(
        "Call early | reduction | | Alder; Birch | a | | ",
        Standards=["Level | Teams at least", "reduction | 2", "known good | 3"],
    )
    one = the_item(network)
    assert (one.evidence, one.lacks) == (Level.REDUCTION, ("1 more team",))
    assert [evidence for _, _, evidence in spread.funnel(network)] == [None, None, 1, 0]


def test_a_standard_that_asks_for_less_than_the_one_below_does_not_skip_it(library):
    network = library(
        "Call early | | | Alder | a | | ",
        Standards=["Level | Teams at least", "synthesis | 3", "reduction | 1"],
    )
    assert the_item(network).evidence is None


def test_the_funnel_counts_what_came_as_far_as_each_level_or_further(library):
    network = library(
        "A | known good | | Alder; Birch | a; b | | ",
        "B | synthesis | | Alder | a | | ",
        "C | | | | | | ",
    )
    assert [tuple(step) for step in spread.funnel(network)] == [
        ("summary", 2, 2),
        ("synthesis", 2, 1),
        ("reduction", 1, 0),
        ("known good", 1, 0),
    ]
    assert spread.headline(network) == (
        "1 of 3 items of knowledge is called known good; the evidence carries 0 of these"
    )


# Products, reach and use


def test_a_product_says_what_it_lacks_to_be_put_to_use(library):
    head = "Item | Product | Audience | Next steps | Resources needed"
    network = library("A | Guide | | Try it | ", "B | | | | ", "C | Kit | all | x | y", head=head)
    assert {one.row.item: one.product_lacks for one in spread.items(network)} == {
        "A": ("audience", "resources needed"),
        "B": (),
        "C": (),
    }


def test_use_counts_in_another_team_with_days_from_the_first_try(library):
    network = library(
        "Call early | | Alder | | | Calls | ",
        Cycles=[
            CYCLES,
            "Alder | Calls | 2025-09-01 | 2025-10-01 | | | | ",
            "Birch | Calls | 2025-09-11 | 2025-10-01 | | | | ",
        ],
        Applications=[
            APPLICATIONS,
            "call early | teachers | Alder | applied | 2025-10-02",  # its own
            "Call early | teachers | Birch | applied | 2025-12-10",
            "Call early | clerks | Birch | applied | 2025-11-10",
            "Call early | teachers | Cedar | applied | 2025-08-01",  # before the first try
            "Call early | teachers | Dogwood | under way | ",
            "Call early | families | | applied | 2025-12-01",
        ],
    )
    one = the_item(network)
    assert one.used_by == {"Birch": 70, "Cedar": None}
    assert one.days_to_use == 70
    assert len(one.applications) == 6


def test_a_teams_own_cycle_is_no_first_try_elsewhere(library):
    network = library(
        "Carts in the hall | | Birch | | | Carts; Club | ",
        Cycles=[
            CYCLES,
            "Alder | Carts | 2025-09-08 | 2025-10-17 | | | | ",
            "Birch | Club | 2025-09-22 | 2025-11-07 | | | | ",
        ],
        Applications=[
            APPLICATIONS,
            "Carts in the hall | kitchen | Alder | applied | 2025-09-08",
            "Carts in the hall | kitchen | Cedar | applied | 2025-09-18",
            "Carts in the hall | kitchen | Dogwood | applied | 2025-08-18",
        ],
    )
    assert the_item(network).used_by == {"Alder": None, "Cedar": 10, "Dogwood": None}


def test_without_a_cycle_no_days_are_counted(library):
    network = library(
        "Call early | | Alder | | | gone | ",
        Applications=[APPLICATIONS, "Call early | teachers | Birch | applied | 2025-12-10"],
    )
    assert (the_item(network).used_by, the_item(network).cycles) == ({"Birch": None}, ())


def test_everybody_who_was_told_counts_once(library):
    network = library(
        "Call early | | | | | | ",
        Sharing=[
            "Item | Broker | To | Date",
            "Call early | coach | Birch; principals | 2026-01-05",
            "Call Early! | coach | PRINCIPALS | 2026-01-09",
        ],
    )
    assert the_item(network).told == ("Birch", "principals")


def test_shared_items_are_no_library_without_a_knowledge_tab(library):
    network = library(
        Knowledge=None, Sharing=["Item | Broker | To | Date", "Call early | x | Birch | 2026-01-05"]
    )
    assert spread.items(network) == ()


def test_the_tables_name_nobody_of_the_staff(library):
    head = "Item | Vetted by | Audience"
    (row,) = spread.table(spread.items(library("Call early | Ada | clerks; coaches", head=head)))
    assert "vetted_by" not in row
    assert row["audience"] == "clerks; coaches"
