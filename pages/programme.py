"""Programme: what teams carry out, what the year holds, and how partnerships go."""

import streamlit as st

from kmlib import dashboard

network = dashboard.network()
top = st.container()
view = dashboard.switch(list(dashboard.PROGRAMME_VIEWS), key="see")
dashboard.PROGRAMME_VIEWS[view](network, top)
