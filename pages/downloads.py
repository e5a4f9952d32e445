"""Downloads: what the network shows, to keep, to cite and to work on."""

import streamlit as st

from kmlib import dashboard

network = dashboard.network()
dashboard.head(
    network,
    dashboard.downloads_headline(network),
    explain="downloads",
    lead=network.privacy.sentence,
)
left, right = st.columns([1.6, 1], gap="large")
with left:
    dashboard.section("The snapshot")
    dashboard.file_buttons(network)
with right:
    dashboard.section("How to cite it")
    st.code(dashboard.citation(network), language=None, wrap_lines=True)
    dashboard.small_print(dashboard.licence(network), dashboard.CARE)
