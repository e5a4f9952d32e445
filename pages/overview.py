"""Overview: where the network is, what moved, and what arrived."""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import series
from kmlib.charts import measure_list, row_bar, waiting

network = dashboard.network()
waits = waiting.waiting_tabs(network)
if not network.measures:
    dashboard.missing_tab(
        network, "Measures", would_show="how far the network’s measures move", page="overview"
    )
else:
    lines = [series.network_series(network, measure) for measure in network.measures]
    dashboard.head(
        network,
        series.overview_headline(network),
        explain="overview",
        lead=network.settings.aim and f"The aim: {network.settings.aim}",
        table=lambda: series.table(lines),
    )
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        dashboard.section("What moved")
        dashboard.small_print(measure_list.moved_in_words(lines))
        dashboard.drawing(measure_list.with_charts(measure_list.moved(lines)))
    with right:
        dashboard.section("All measures")
        dashboard.wording(measure_list.by_kind(lines))
        dashboard.link_to("pages/measures.py", "Every measure, team by team")

rows = row_bar.together(network.sources)
dashboard.section("What arrived")
dashboard.wording(row_bar.row_bar(rows))
dashboard.link_to("pages/sheet_check.py", row_bar.headline(rows))

if waits:
    dashboard.section("Waiting to be lit")
    dashboard.small_print(
        "Network, Teams, Measures and Data are enough to begin; each further tab adds a view."
    )
    dashboard.wording(waiting.waiting_list(waits))
