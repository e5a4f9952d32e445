"""Knowledge library: what is known about something, how well, and who could be asked?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import library, spread
from kmlib.charts import library_cards

network = dashboard.network()
top = st.container()
if dashboard.switch(["Items", "Who learns from whom"], key="see") != "Items":
    dashboard.who_learns_from_whom(network, top)
    st.stop()
if not spread.items(network):
    shown = "what is known, how well it is supported, and who to ask"
    with top:
        dashboard.missing_tab(network, "Knowledge", would_show=shown, page="knowledge library")
    st.stop()

left, right = st.columns([2.6, 1], gap="large")
with left:
    query = dashboard.type_words("What is known about …")
    with st.container(horizontal=True):
        about = dashboard.pick_about(network)
    found = library.find(network, query, about)
    item = dashboard.pick_item(found)
with top:
    dashboard.head(
        network,
        spread.headline(network),
        explain="knowledge library",
        lead=library_cards.lead(network),
        table=lambda: spread.table(found),
    )
with right:
    dashboard.section("How far it is consolidated")
    dashboard.wording(library_cards.funnel_bars(network))
    dashboard.small_print(*library_cards.remarks(network))

with left:
    if item is None:
        dashboard.small_print(library.answer(found, query))
        some = dashboard.page_of(found, size=12, key="page")
        dashboard.wording(library_cards.item_list(some))
    else:
        dashboard.section(item.row.item)
        dashboard.wording(library_cards.about(item))
        dashboard.section("Its story")
        dashboard.wording(library_cards.story(item))
        dashboard.section("Who is asked to do what")
        dashboard.wording(library_cards.change_table(item.applications))
        dashboard.download_table(
            "This table as CSV", lambda: spread.applications(item), name="applications.csv"
        )
