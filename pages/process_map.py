"""Process map: does learning get from where it is made to where it is used?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import gaps, priorities, stuck, waves
from kmlib.charts import gap_list, stage_matrix, wave_blocks, wave_map
from kmlib.schema.core import RoutineRow

network = dashboard.network()
if not network.rows(RoutineRow):
    dashboard.missing_tab(
        network, "Routines", would_show="the process map and its gaps", page="process map"
    )
    st.stop()

top = st.container()
with st.container(key="map"):
    left, right = st.columns([3, 1], gap="large")
with left:
    drawn = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="map-of"):
        maps = waves.maps(network)
        priority = dashboard.pick_map(list(maps))
        shown = dashboard.page_of(maps[priority], size=waves.MOST_LANES, key="page")
    dashboard.small_print(*wave_map.remarks(network))
    dashboard.read_more(network, "map")

headline = waves.headline(maps[priority], priority)
arrive = waves.counts(maps[priority])
with top:
    dashboard.head(
        network,
        headline,
        explain="process map",
        lead=waves.what_to_add(network),
        table=lambda: gaps.table(network),
    )
with drawn:
    dashboard.drawing(wave_blocks.drawn(stuck.lanes(network, shown), arrive, says=headline))

found, behind = gaps.gaps(network), gaps.waiting_behind(network)
with right:
    dashboard.section(gap_list.heading(behind))
    dashboard.small_print(gap_list.order_in_words(found))
    dashboard.wording(gap_list.short(gap_list.top(found)))
    dashboard.small_print(gap_list.muted_in_words(behind))

dashboard.section("Which stage has a routine for which priority")
some = dashboard.page_of(priorities.priorities(network), size=24, key="priorities")
dashboard.wording(stage_matrix.stage_matrix(priorities.by_stage(network), some))

dashboard.section("All gaps")
dashboard.small_print(gap_list.decisions_in_words(network))
listed = dashboard.page_of(gap_list.by_kind(found), size=24, key="gaps")
dashboard.wording(gap_list.every(listed, found))
