"""Overview: how far learning gets, what moved, what is stuck, and what to look at this month."""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import focus, progress, series
from kmlib.charts import (
    cycle_words,
    focus_card,
    gap_list,
    measure_list,
    river,
    stage_cards,
    unlit_tabs,
)

network = dashboard.network()
stages = progress.stage_progress(network)
now = focus.focus(network)
lines = [series.network_series(network, measure) for measure in network.measures]
dashboard.head(
    network,
    cycle_words.leak_headline(stages) or series.overview_headline(network),
    explain="overview",
    lead=cycle_words.lead(network, stages),
    table=lambda: stage_cards.table(progress.by_priority(network)),
)
if progress.is_anything_known(network):
    flows = progress.is_any_learning_known(stages)
    dashboard.drawing(river.river(stages) if flows else "")
    dashboard.wording(stage_cards.stage_cards(stages, under_river=flows))
    with st.container(horizontal=True, vertical_alignment="center"):
        dashboard.link_to("pages/stage_progress.py", "By priority, over time, and what waits")
        dashboard.read_more(network, "stages")

moved, stuck, month = st.columns([864, 416, 416], gap="medium")
with moved:
    dashboard.section("What moved")
    dashboard.small_print(measure_list.moved_in_words(lines))
    dashboard.drawing(measure_list.with_charts(measure_list.moved(lines)))
    with st.container(horizontal=True, vertical_alignment="center"):
        dashboard.link_to("pages/measures.py", "Every measure, team by team")
        dashboard.read_more(network, "measures")
with stuck:
    dashboard.section("What is stuck")
    dashboard.wording(gap_list.stuck(network))
    dashboard.link_to("pages/process_map.py", "The map, with every gap")
with month:
    dashboard.section("This month’s focus")
    dashboard.wording(focus_card.focus_card(now))
    if now and now.row.priority:
        with st.container(key="focus"):
            dashboard.link_to("pages/process_map.py", "See its waves", priority=now.row.priority)

if waits := unlit_tabs.waiting_tabs(network):
    dashboard.section("Waiting to be lit")
    dashboard.small_print(
        "Network, Teams, Measures and Data are enough to begin; each further tab adds a view."
    )
    dashboard.wording(unlit_tabs.waiting_list(waits))
