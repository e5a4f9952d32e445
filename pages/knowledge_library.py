"""Knowledge library: what is known about something, how well, and who could be asked?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import library, spread

network = dashboard.network()
if not spread.items(network):
    dashboard.missing_tab(
        network,
        "Knowledge",
        would_show="what is known, how well it is supported, and who to ask",
        page="knowledge library",
    )
    st.stop()

top = st.container()
query = dashboard.type_words("What is known about …")
with st.container(horizontal=True):
    about = dashboard.pick_about(network)
    found = library.find(network, query, about)
    item = dashboard.pick_item(found)
if item:
    dashboard.whole_item(network, top, item)
else:
    dashboard.shelf(network, top, found, query)
