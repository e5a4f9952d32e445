import pytest

from kmlib.analysis import ledger
from kmlib.charts import ledger_cards
from kmlib.charts.ledger_cards import ASK

NETWORK = [
    *("Setting | Value", "As of | 2026-03-14", "Logged within (days) | 14"),
    "One cycle every (weeks) | 8",
]
CYCLES = (
    "Team | Title | Learning goal | Change idea | Started | Ended | Learned | Decision | Logged"
)


@pytest.fixture
def cycles(published):
    def build(*lines, head=CYCLES):
        return published(Network=NETWORK, Cycles=[head, *lines])

    return build


def card(network):
    return ledger_cards.cycles(network, ledger.ledger(network))


def test_the_headline_counts_what_taught_something_and_what_did_so_by_letting_go(cycles):
    network = cycles(
        "Alder | A | | | 2025-09-01 | 2025-10-01 | Ring twice | adopt | ",
        "Alder | B | | | 2025-09-01 | 2025-10-11 | Letters do nothing | abandon | ",
        "Alder | C | | | 2025-09-01 | 2025-10-01 | | abandon | ",
        "Alder | D | | | 2026-03-01 | | | | ",
    )
    assert ledger_cards.headline(network) == (
        "2 of 3 ended cycles taught something, 1 by letting an idea go"
    )
    assert ledger_cards.lead(network) == (
        "Half of the cycles take 30 days or less. Agreed is one every 8 weeks; at that pace:"
        " 1 of 2 teams."
    )


def test_the_headline_says_when_none_has_ended(cycles):
    network = cycles("Alder | A | | | 2026-03-01 | | | | ")
    assert ledger_cards.headline(network) == "1 cycle under way; none has ended yet"


def test_a_goal_that_is_a_number_is_asked_about_and_no_other(cycles):
    asked = cycles("Alder | A | Increase attendance to 85% | | 2026-03-01 | | | | ")
    assert ASK in card(asked)
    assert ASK not in card(cycles("Alder | A | Does it help? | | 2026-03-01 | | | | "))


def test_a_card_shows_all_that_was_typed_and_nothing_for_an_empty_cell(cycles):
    shown = card(cycles("Alder | A | | Call | 2025-09-01 | 2025-09-11 | Ring | adapt | 2025-10-01"))
    for words in ("1 September 2025 to 11 September 2025, 10 days", "adapt", "Ring", "Call"):
        assert words in shown
    assert "20 days after it ended, later than agreed" in shown
    assert "Prediction" not in shown


def test_a_running_cycle_says_who_tried_the_idea_before_or_that_nobody_did(cycles):
    first = "Birch | First | | Call | 2025-09-01 | 2025-10-01 | | adapt | "
    again = "Alder | Again | | call | 2026-03-01 | | | | "
    assert "Birch&#58; First (adapt)" in card(cycles(first, again))
    assert "by nobody" in card(cycles(again))


def test_what_an_idea_taught_before_stands_first(cycles):
    network = cycles(
        "Birch | First | | Call | 2025-09-01 | 2025-10-01 | Ring twice | adapt | ",
        "Birch | Second | | Call | 2025-11-01 | 2025-12-01 | | abandon | ",
        "Alder | Now | | Call | 2026-03-01 | | | | ",
    )
    shown = card(network)
    assert "Birch&#58; First (adapt)&#58; Ring twice" in shown
    order = [shown.index(f"{said}</li>") for said in ("Ring twice", "Birch&#58; Second (abandon)")]
    assert order == sorted(order)


def test_an_item_that_came_of_a_cycle_is_one_click_away(published):
    network = published(
        Cycles=[CYCLES, "Alder | Calls | | | 2025-09-01 | | | | "],
        Knowledge=["Item | From cycles", "Call <b>early</b> | Calls"],
    )
    assert "knowledge_library&#63;item" not in card(network)
    assert "item=Call%20%3Cb%3Eearly" in card(network)
    assert "<b>early" not in card(network)


def test_an_idea_that_a_hundred_cycles_tried_stays_short_on_the_page(cycles):
    network = cycles(
        *(f"Alder | Try {n} | | Call | 2025-09-{n % 28 + 1:02} | | | | " for n in range(100)),
        "Birch | Now | | Call | 2026-03-01 | | | | ",
    )
    shown = ledger_cards.ramp_list(ledger.ramps(network))
    assert "93 more" in shown
    assert "Birch" in shown
    assert shown.count("<li>") == 9
    assert "and 96 more; of all 100&#58; 100 running" in ledger_cards.cycles(
        network, ledger.ledger(network)[:1]
    )


def test_a_cell_with_markup_in_it_stays_text(cycles):
    shown = card(cycles("Alder | <b>A</b> | <i>85%</i> | *x* | 2025-09-01 | | | | "))
    assert not any(raw in shown for raw in ("<b>A", "<i>85", "*x*"))


def test_the_pace_table_says_n_of_m_and_where_nothing_was_due(cycles):
    network = cycles("Alder | A | | | 2025-09-01 | 2025-10-01 | Ring | | 2025-10-02")
    table = ledger_cards.pace_table(ledger.paces(network))
    assert "1 of 1" in table
    assert "nothing due yet" in table  # Birch ended none
