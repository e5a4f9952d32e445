"""Measures: is a shared success measure moving, and in which teams?"""

import streamlit as st

from kmlib import dashboard

network = dashboard.network()
top = st.container()
view = dashboard.switch(list(dashboard.MEASURE_VIEWS), key="see")
dashboard.MEASURE_VIEWS[view](network, top)
