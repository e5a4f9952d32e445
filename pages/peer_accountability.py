"""Peer accountability: what was due from each team, and who could help whom?"""

import streamlit as st

from kmlib import dashboard

network = dashboard.network()
top = st.container()
view = dashboard.switch(list(dashboard.PEER_VIEWS), key="see")
dashboard.PEER_VIEWS[view](network, top)
