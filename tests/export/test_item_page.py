"""A change idea on one page: all that somebody needs, and nobody of the staff."""

import dataclasses
import html
import re

import pytest
from sample import sample_network

from kmlib.analysis import spread
from kmlib.export.item_page import item_page
from kmlib.schema.learning import SharingRow
from tests.in_a_browser import a_browser

LONG = "What a teacher writes who has much to tell of what happened in that week of school. " * 6


@pytest.fixture(scope="module")
def best():
    """The item of the sample that is furthest."""
    return spread.items(sample_network())[0]


def seen(page):
    """What a reader sees of a page."""
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(shown).split())


@pytest.mark.parametrize(
    "words",
    [
        "A call before 9 on the first day out brings about two in three children",  # the claim
        "known good claimed 4 teams, 3 contexts, a measured change, an equity check ✓ met",
        "Alder Creek, Families reached in the month: 45% to 50%",
        "Kestrel Morning calls home, Mar 2025 to May 2025 K-8, rural, 2 grades, 46 students",
        "Next steps Put the hour into the office schedule",
        "Resources needed 2 people for 40 minutes each morning",
        "For attendance clerks, principals",
        "In the way No second adult before 9",
        "Ask Alder Creek, Kestrel, Harbor Street, Northfield",
        "26 February 2026 principals, Willow Park: blocked",
        "hub.xlsx, Knowledge A2; hub.xlsx, Cycles A3, A2, A4",
        "As of 14 March 2026",
    ],
)
def test_the_page_of_an_item_says(best, words):
    assert words in seen(item_page(sample_network(), best))


def test_no_item_of_the_sample_names_its_brokers_or_who_vetted_it(best):
    network = sample_network()
    brokers = {row.broker for row in network.rows(SharingRow)} - {"data lead"}
    pages = [seen(item_page(network, one)) for one in spread.items(network)]
    assert brokers
    assert not [name for name in brokers if any(name in page for page in pages)]
    assert best.row.vetted_by not in pages[0]
    assert "Told to attendance clerks (Attendance data dive, ten minutes" in pages[0]


def test_what_people_typed_never_acts_on_the_page(best):
    nasty = "<script>alert(1)</script><b>zq</b>"
    row = best.row.model_copy(update={"item": nasty, "claim": nasty, "next_steps": nasty})
    page = item_page(sample_network(), dataclasses.replace(best, row=row)).decode()
    assert not re.search(r"<script|<b>zq|href=|src=", page)


def test_an_item_without_cycles_or_anything_else_has_its_page(published):
    network = published(Knowledge=["Item", "Call early"])
    (one,) = spread.items(network)
    page = seen(item_page(network, one))
    assert "Call early" in page
    assert "No cycle of it is written down" in page


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_however_much_was_typed_an_item_prints_on_one_page(best, paper):
    names = ("item", "claim", "evidence", "next_steps", "resources_needed", "product", "repository")
    tried = dict.fromkeys(("title", "context", "scale", "result", "learned"), LONG)
    full = dataclasses.replace(
        best,
        row=best.row.model_copy(update=dict.fromkeys(names, LONG) | {"audience": (LONG,)}),
        cycles=tuple(cycle.model_copy(update=tried) for cycle in best.cycles * 6),
        shared=tuple(told.model_copy(update={"channel": LONG}) for told in best.shared * 6),
        applications=tuple(
            use.model_copy(update={"obstacles": LONG}) for use in best.applications * 6
        ),
        checks=tuple(
            check._replace(needed=9 * check.needed) for check in best.checks if check.needed
        ),
    )
    with a_browser() as browser:
        page = browser.new_page()
        for one in (best, full):
            page.set_content(item_page(sample_network(), one).decode())
            assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1
