"""A page to print: whole in itself, and harmless."""

import re

import pytest
from sample import sample_network

from kmlib.export.paper import on_paper


@pytest.fixture(scope="module")
def page():
    parts = [("What <we> know", "<p>All of it.</p>"), ("Nothing here", "")]
    return on_paper(sample_network(), "A title & more", parts, lead="One sentence.").decode()


def test_a_printed_page_asks_nothing_of_the_network(page):
    assert "default-src 'none'" in page
    assert not re.search(r"""(src|href)=|url\((?!"data:)|@import|<script""", page)


def test_a_printed_page_says_its_date_its_workbooks_and_what_is_hidden(page):
    assert "As of" in page
    assert "workbooks." in page
    assert "Groups of fewer than 10 students" in page


def test_texts_on_a_printed_page_are_only_texts(page):
    assert "<h1>A title &#38; more</h1>" in page
    assert "<h2>What &#60;we&#62; know</h2>" in page


def test_a_part_with_nothing_in_it_is_left_out(page):
    assert "Nothing here" not in page
