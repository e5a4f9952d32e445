import html
import re

import pytest

from kmlib.analysis import spread
from kmlib.charts import library_cards
from kmlib.schema.learning import ApplicationRow

HEAD = "Item | Level | Origin | Tested by | Contexts | From cycles | Captured on | Link | Product"
STANDARDS = [
    "Level | Teams at least | Equity check needed",
    "summary | 1 | no",
    "synthesis | 3 | yes",
]


@pytest.fixture
def library(published):
    def build(*lines, **tabs):
        usual = {"Teams": ["Team", "Alder", "Birch"], "Standards": STANDARDS}
        return published(**usual | {"Knowledge": [HEAD, *lines]} | tabs)

    return build


def the_item(network):
    (one,) = spread.items(network)
    return one


def words(markup):
    """What a reader sees of some markup."""
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def test_a_card_sets_claim_and_evidence_side_by_side_with_what_is_lacking(library):
    one = the_item(library("Call early | synthesis | Alder | Alder | | | | | Guide"))
    shown = " ".join(words(library_cards.item_list([one])).split())
    assert "Claimed ■■□□ synthesis Evidence ■□□□ summary; for synthesis it lacks" in shown
    assert "it lacks 2 more teams and an equity check" in shown
    assert "Product lacks audience, next steps, resources needed" in shown


def test_an_opened_item_says_what_each_level_asks_for_and_whether_it_is_there(library):
    shown = words(
        library_cards.levels(the_item(library("Call early | summary | | Alder | | | | | ")))
    )
    lines = [" ".join(line.split()) for line in shown.split("synthesis")]
    assert lines[0].endswith("summary claimed 1 team ✓ met")
    assert lines[1] == "3 teams, an equity check lacks 2 more teams, an equity check"


def test_the_title_of_an_item_holds_claim_and_evidence_apart(library):
    higher = the_item(library("Call early | known good | | Alder | | | | | "))
    assert library_cards.title(higher) == (
        "Call early: claimed as known good; the evidence carries summary"
    )
    none = the_item(library("Call early | | | | | | | | "))
    assert library_cards.title(none) == (
        "Call early: no level claimed; the evidence carries no level yet"
    )


def test_without_standards_an_item_stands_with_its_claim_alone(library):
    one = the_item(library("Call early | known good | | Alder | | | | | ", Standards=None))
    assert library_cards.title(one) == "Call early: claimed as known good"
    assert "the Standards tab" in library_cards.levels(one)


def test_the_page_states_what_each_level_asks_for(library):
    shown = words(library_cards.funnel_bars(library("Call early | | | | | | | | ")))
    assert "asks for 3 teams, an equity check" in shown


def test_whoever_tested_it_stands_with_where_and_how_it_went_or_without_a_cycle(library):
    network = library(
        "Call early | | | Alder; Birch | | Calls | | | ",
        Cycles=[
            "Team | Title | Started | Ended | Context | Scale | Result | Decision",
            "Alder | Calls | 2025-09-01 | 2025-10-03 | rural | 46 students | 41 came | adopt",
        ],
    )
    shown = " ".join(words(library_cards.who_tested(the_item(network))).split())
    assert "Calls, Sep 2025 to Oct 2025 rural, 46 students 41 came adopt" in shown
    assert "Birch under Tested by; no cycle is written down" in shown


def test_an_item_that_nobody_tested_says_so(library):
    shown = library_cards.who_tested(the_item(library("Call early | | | | | gone | | | ")))
    assert "No cycle of it is written down" in shown


def test_an_equity_check_that_nobody_typed_is_no_no(library):
    network = library("Call early | | | | | | | | ")
    assert "nobody said" in library_cards.support(network, the_item(network))


def test_an_item_names_the_cells_it_stands_in(library):
    network = library(
        "Call early | | | | | Calls | | | ",
        Cycles=["Team | Title | Started", "Alder | Calls | 2025-09-01"],
    )
    assert library_cards.sources(the_item(network)) == (
        "hub.xlsx, Knowledge A2; hub.xlsx, Cycles A2"
    )


def test_a_story_goes_from_the_first_cycle_to_the_latest_use_undated_last(library):
    network = library(
        "Call early | | Alder | | | Calls | 2025-11-01 | | ",
        Cycles=["Team | Title | Started | Learned", "Alder | Calls | 2025-09-01 | Ring twice"],
        Sharing=["Item | Broker | To | Date", "Call early | coach | Birch | 2025-12-01"],
        Applications=[
            "Item | Stakeholder | Team | Status | Applied on",
            "Call early | clerks | Birch | asked | ",
            "Call early | teachers | Birch | applied | 2026-01-12",
        ],
    )
    shown = library_cards.story(the_item(network))
    order = [
        shown.index(words)
        for words in ("Alder began Calls", "Captured", "coach told Birch", "teachers", "clerks")
    ]
    assert order == sorted(order)
    assert "no date" in shown


def test_who_is_asked_to_do_what_stands_in_a_table_with_obstacle_and_next_step(library):
    network = library(
        "Call early | | | | | | | | ",
        Applications=[
            "Item | Stakeholder | Action | Now | Needed | Motivation | Resources | Obstacles |"
            " Conditions | Next step | By",
            "Call early | clerks | act on it | noon | before 9 | tired | a phone | no list |"
            " in spring | make it | 2026-04-01",
        ],
    )
    shown = library_cards.change_table(the_item(network).applications)
    for said in (
        *("clerks", "act on it", "noon", "before 9", "tired", "a phone", "no list", "in spring"),
        *("make it", "1 April 2026"),
    ):
        assert said in shown
    assert "Nobody is asked" in library_cards.change_table([])


def test_no_column_of_the_change_table_is_made_up():
    assert set(library_cards.CHANGE.values()) < set(ApplicationRow.model_fields)


def test_only_links_to_google_are_links(library):
    bad = the_item(library("A | | | | | | | javascript:alert(1) | Guide"))
    assert "<a " not in library_cards.to_use(bad)
    good = the_item(library("A | | | | | | | https://docs.google.com/document/d/1 | Guide"))
    assert 'href="https://docs.google.com/document/d/1"' in library_cards.to_use(good)
    assert "<a " not in library_cards.to_use(good, links=False)


def test_nothing_is_said_of_reach_where_no_tab_tells_of_it(library):
    network = library("Call early | | | | | | | | ")
    assert library_cards.lead(network) == (
        "Fill Sharing and Applications to see how far knowledge reaches."
    )
    assert "passed" not in library_cards.item_list(spread.items(network))


def test_the_lead_says_how_many_items_were_passed_on_and_are_used(library):
    network = library(
        *("A | | Alder | | | | | | ", "B | | Alder | | | | | | "),
        Sharing=["Item | Broker | To | Date", "A | coach | Birch | 2025-12-01"],
        Applications=["Item | Stakeholder | Team | Status", "A | clerks | Birch | applied"],
    )
    said = "1 of 2 were passed on; 1 of 2 are used by another team."
    assert library_cards.lead(network) == said


def test_without_standards_the_page_says_which_tab_to_fill(library):
    network = library("Call early | known good | | | | | | | ", Standards=None)
    assert "the Standards tab" in library_cards.funnel_bars(network)
    assert "by evidence" not in library_cards.funnel_bars(network)


def test_the_name_of_an_item_opens_it(library):
    one = the_item(library("Six, twice & more | | | | | | | | "))
    assert 'href="?item=Six%2C%20twice%20%26%20more"' in library_cards.item_list([one])
