"""What the sheets of today say of a month ago."""

import datetime as dt
import re

import pytest

from kmlib.analysis.decisions import decisions
from kmlib.analysis.earlier import a_month_ago
from kmlib.analysis.judging import months_before
from kmlib.analysis.series import network_series
from kmlib.charts import this_month
from kmlib.schema import CycleRow
from kmlib.schema.core import RoutineRow
from kmlib.schema.learning import ApplicationRow, KnowledgeRow, SharingRow
from tests.sample import sample_network

CYCLES = "Team | Title | Started | Ended | Learned | Decision | Logged"  # as of 14 March 2026


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-03-14", "2026-02-14"), ("2026-03-31", "2026-02-28"), ("2026-01-15", "2025-12-15")],
)
def test_a_month_before_is_the_same_day_or_the_last_of_a_shorter_month(day, before):
    assert months_before(dt.date.fromisoformat(day), 1).isoformat() == before


def test_a_cycle_that_began_since_was_not_there_and_one_that_ended_since_had_taught_nothing(
    published,
):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | New | 2026-03-01 | | | |",
            "Alder | Ended since | 2026-01-05 | 2026-02-20 | Calls work | adopt | 2026-02-21",
            "Alder | Ended before | 2026-01-05 | 2026-02-01 | Texts work | adapt | 2026-02-02",
        ]
    )
    then = {row.title: row for row in a_month_ago(network).rows(CycleRow)}
    assert list(then) == ["Ended since", "Ended before"]
    assert (then["Ended since"].learned, then["Ended since"].decision) == ("", None)
    assert then["Ended since"].ended is None
    assert then["Ended before"].learned == "Texts work"


def test_what_was_captured_passed_on_applied_or_held_since_is_left_out(published):
    network = published(
        Routines=["Routine | Stage | Last held", "Data dive | generation | 2026-03-01"],
        Knowledge=["Item | Captured on", "Early calls | 2026-03-02", "No day |"],
        Sharing=["Item | Broker | To | Date", "No day | Office | Birch | 2026-03-03"],
        Applications=[
            "Item | Stakeholder | Status | Applied on | Updated",
            "No day | Office | applied | 2026-03-04 |",
            "No day | Teachers | blocked | | 2026-01-04",
        ],
    )
    then = a_month_ago(network)
    assert [row.item for row in then.rows(KnowledgeRow)] == ["No day"]
    assert then.rows(SharingRow) == ()
    assert [str(row.status) for row in then.rows(ApplicationRow)] == ["None", "blocked"]
    assert [row.last_held for row in then.rows(RoutineRow)] == [None]


def test_a_number_counts_by_the_end_of_its_period(published):
    network = published(
        Data=[
            "Team | Measure | Date | Numerator | Denominator",
            "Alder | Attendance | 2026-01-31 | 80 | 100",
            "Alder | Attendance | 2026-02-28 | 90 | 100",
        ]
    )
    (measure,) = network.measures
    assert network_series(network, measure).value == 90
    assert network_series(a_month_ago(network), measure).value == 80


def test_what_was_hidden_is_hidden_then_too(published):
    network = published(
        Data=[
            "Team | Measure | Date | Numerator | Denominator",
            "Alder | Attendance | 2026-01-31 | 3 | 4",
        ]
    )
    assert a_month_ago(network).observations.suppressed.all()


def test_the_same_network_is_worked_out_once(published):
    network = published()
    assert a_month_ago(network) is a_month_ago(network)


def test_a_sentence_says_what_it_would_have_said_a_month_ago(published):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | Ended since | 2026-01-05 | 2026-02-20 | Calls work | adopt | 2026-02-21",
        ]
    )
    assert this_month.learned(network) == "1 cycle taught something since 14 February 2026."
    before = this_month.a_month_before(this_month.learned, network)
    assert before == "A month ago: No cycle taught anything since 14 January 2026."
    assert "Calls work" in this_month.lessons(network)


def test_a_network_of_which_nothing_is_known_is_not_held_beside_a_month_ago(published):
    network = published()
    assert this_month.a_month_before(this_month.stuck, network) == ""
    said = this_month.then_and_now(this_month.stuck, network)
    assert said == '<p class="km-now">No learning waits behind a gap.</p>'


def test_a_sentence_that_has_not_changed_says_so(published):
    network = published(Cycles=[CYCLES, "Alder | Old | 2025-09-01 | 2025-10-20 | Calls | adopt |"])
    said = this_month.a_month_before(this_month.waiting_for_a_decision, network)
    assert said == "A month ago: the same."


def test_without_data_the_overview_says_how_far_learning_got(published):
    ended = "Alder | Calls | 2026-01-05 | 2026-02-20 | Calls work | adopt | 2026-02-21"
    network = published(Cycles=[CYCLES, ended])
    assert this_month.headline(network) == "1 learning so far; not every stage is recorded yet"
    assert this_month.headline(published()) == "No data on Attendance yet"


# What needs a decision


def test_the_kinds_of_decision_listed_add_up_to_how_many_wait():
    listed = this_month.to_decide(sample_network())
    amounts = [int(amount) for amount in re.findall(r'class="km-held">(\d+)<', listed)]
    said = this_month.waiting_for_a_decision(sample_network())
    assert len(amounts) == 4
    assert said == f"{sum(amounts)} things wait for a decision."


def waiting(network):
    return {one.kind.tab.TAB.title: one.names for one in decisions(network)}


def test_an_ended_cycle_without_a_decision_waits_for_one_and_a_running_one_does_not(published):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | Undecided | 2026-01-05 | 2026-02-20 | Calls work | | ",
            "Alder | Running | 2026-01-05 | | | | ",
            "Birch | Decided | 2026-01-05 | 2026-02-20 | | adopt | ",
        ]
    )
    assert waiting(network) == {"Cycles": ("Alder: Undecided",)}


def test_an_item_waits_where_its_evidence_is_above_its_level_and_not_where_it_is_below(published):
    network = published(
        Teams=["Team", "Alder", "Birch"],
        Standards=["Level | Teams at least", "summary | 1", "synthesis | 2"],
        Knowledge=[
            "Item | Level | Tested by",
            "Above | summary | Alder; Birch",
            "As claimed | summary | Alder",
            "Below | known good | Alder",
        ],
    )
    assert waiting(network) == {"Knowledge": ("Above: synthesis",)}


def test_a_blocked_application_waits_and_names_what_stands_in_the_way(published):
    network = published(
        Knowledge=["Item", "Early calls"],
        Applications=[
            "Item | Stakeholder | Status | Obstacles",
            "Early calls | Office | blocked | No phone",
            "Early calls | Teachers | asked | ",
        ],
    )
    assert waiting(network) == {"Applications": ("Early calls: No phone",)}


def test_a_gap_that_holds_up_learning_waits_until_the_gaps_tab_names_it(published):
    tabs = {
        "Routines": ["Routine | Stage | Owner", "Team meeting | generation | Lead"],
        "Cycles": [
            CYCLES + " | Routine",
            "Alder | One | 2026-01-05 | 2026-02-01 | Calls work | adopt | | Team meeting",
        ],
        "Knowledge": ["Item | Captured on", "Another | 2026-01-01"],
    }
    (name,) = waiting(published(**tabs))["Gaps"]
    assert "Gaps" not in waiting(published(**tabs, Gaps=["Gap | Owner", f"{name} | Lead"]))
