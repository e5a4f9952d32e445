"""The knowledge library's list, and the page of one item; each fills the place with its title."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import spread
from kmlib.analysis.library import Search
from kmlib.analysis.spread import Item
from kmlib.charts import library_cards
from kmlib.charts.markup import escape, tag
from kmlib.dashboard import frame, pickers
from kmlib.dashboard.keeping import kept
from kmlib.export.item_page import item_page
from kmlib.privacy import Published

PAGE = "knowledge library"
A_PAGE = 12  # project choice: items that can be looked through in one sitting


def shelf(network: Published, top: DeltaGenerator, found: Search) -> None:
    """The items found, what is known good of them and who to ask, and how far all have come."""
    title, lead = kept(spread.headline, network), kept(library_cards.lead, network)
    with top:
        frame.head(
            network,
            title,
            explain=PAGE,
            lead=lead,
            table=lambda: spread.table(found.items),
        )
    left, right = st.columns([2.6, 1], gap="large")
    with right:
        frame.section("How far it is consolidated")
        frame.wording(kept(library_cards.funnel_bars, network))
    with left:
        frame.wording(tag("p", escape(found.answer), class_="km-lead"))
        some = pickers.page_of(found.items, size=A_PAGE, key="page")
        frame.wording(library_cards.item_list(some))


def whole_item(network: Published, top: DeltaGenerator, one: Item) -> None:
    """All that is known of one item, from its first cycle to its latest use."""
    title, claim = library_cards.title(one), one.row.claim
    with top:
        frame.head(network, title, explain=PAGE, lead=claim, table=lambda: spread.table([one]))
    with st.container(horizontal=True, vertical_alignment="center"):
        page = partial(item_page, network, one)
        frame.download(network, "One page to print", page, name=f"{one.row.item}.html")
        frame.wording(tag("p", tag("a", "The whole list", href="?"), class_="km-back"))
    left, right = st.columns(2, gap="large")
    with left:
        frame.section("What to do")
        frame.wording(library_cards.to_use(one))
    with right:
        frame.section("What supports it")
        frame.wording(library_cards.support(network, one))
    frame.section("What each level asks for")
    frame.wording(library_cards.levels(one))
    frame.section("Who tested it, where")
    frame.wording(library_cards.who_tested(one))
    frame.section("Its story")
    frame.wording(library_cards.story(one))
    frame.section("Who is asked to do what")
    frame.wording(library_cards.change_table(one.applications))
    if one.applications:
        rows = partial(spread.applications, one)
        frame.download_table(network, "This table as CSV", rows, name="applications.csv")
    frame.small_print(f"From {library_cards.sources(one)}.")
