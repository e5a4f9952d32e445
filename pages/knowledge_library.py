"""Knowledge library: what is known about something, how well, and who could be asked?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import library, spread

network = dashboard.network()
top = st.container()
if dashboard.switch(["Items", "Who learns from whom"], key="see") != "Items":
    dashboard.who_learns_from_whom(network, top)
    st.stop()
if not spread.items(network):
    shown = "what is known, how well it is supported, and who to ask"
    with top:
        dashboard.missing_tab(network, "Knowledge", would_show=shown, page="knowledge library")

query = dashboard.type_words("What is known about …")
with st.container(horizontal=True):
    about = dashboard.pick_about(network)
    found = dashboard.kept(library.search, network, query, about)
    item = dashboard.pick_item(found.by_name)
if item:
    dashboard.whole_item(network, top, item)
else:
    dashboard.shelf(network, top, found)
