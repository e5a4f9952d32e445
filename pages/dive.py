"""Data dive: what a room looks at together, one idea a screen."""

import streamlit as st

from kmlib import dashboard
from kmlib.charts.slides import headline, left_out, slides

network = dashboard.network()
if not any(dashboard.kept(slides, network, of) for of in ((), tuple(network.measures))):
    dashboard.missing_tab(
        network,
        "Measures",
        would_show="this month’s data dive: where we are, what moved, and what to try next",
        page="data dive",
    )

top = st.container()
measures, minutes = dashboard.pick_dive(network)
shown = dashboard.kept(slides, network, tuple(measures))
with top:
    dashboard.head(network, headline(shown, minutes), explain="data dive", lead=dashboard.KEYS)
    dashboard.project(network, shown, minutes)
dashboard.deck_button(network, shown, minutes)
dashboard.section("What will be shown, and asked")
dashboard.small_print(dashboard.own_questions())
dashboard.agenda(network, shown)
dashboard.small_print(left_out(shown))
