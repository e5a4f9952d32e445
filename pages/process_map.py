"""Process map: does learning get from where it is made to where it is used?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import gaps, priorities, routines, stuck, waves, what_if
from kmlib.charts import gap_list, stage_matrix, wave_blocks, wave_map
from kmlib.charts.cycle_words import of_priority
from kmlib.schema.core import RoutineRow

network = dashboard.network()
rows, name = network.rows(RoutineRow), "process map"
if not rows:
    dashboard.missing_tab(network, "Routines", would_show="the process map and its gaps", page=name)

top = st.container()
with st.container(key="map"):
    left, right = st.columns([3, 1], gap="large")
with left:
    drawn = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="map-of"):
        maps, offers = waves.maps(network), what_if.offers(network)
        priority = dashboard.pick_map(list(maps))
        words = dashboard.pick("What if", ["", *offers], key="if", nameless="nothing changes")
        asked = offers.get(words)
        lanes = what_if.as_asked(asked, maps[priority])
        shown = dashboard.page_of(lanes, size=waves.MOST_LANES, key="page")
    dashboard.small_print(*wave_map.remarks(network))
with top:
    says = waves.headline(maps[priority], priority)
    raised = "" if priority else dashboard.kept(gap_list.raise_in_words, network)
    lead = waves.what_to_add(network) or raised
    dashboard.head(network, says, explain=name, lead=lead, table=lambda: gaps.table(network))
with drawn:
    says, some = waves.headline(lanes, priority), stuck.lanes(network, shown, asked and asked.held)
    picture = wave_blocks.as_asked(asked, some, waves.counts(lanes), says=says)
    title = f"What if {words}? {says}" if asked else says
    dashboard.picture(network, title, picture, beside=lambda: dashboard.read_more(network, "map"))

found, behind = gaps.of_priority(network, priority), gaps.waiting_behind(network, priority)
with right:
    dashboard.section(of_priority(priority, gap_list.heading(behind)))
    dashboard.small_print(gap_list.order_in_words(found))
    dashboard.wording(gap_list.short(gap_list.top(found)))
    dashboard.small_print(gap_list.muted_in_words(behind))

dashboard.section("Which stage has a routine for which priority")
some = dashboard.page_of(priorities.priorities(network), size=24, key="priorities")
dashboard.wording(stage_matrix.stage_matrix(priorities.by_stage(network), some))

dashboard.section("Who takes part where")
dashboard.small_print(stage_matrix.groups_in_words(network))
who = dashboard.page_of(routines.groups(network), size=24, key="groups")
dashboard.wording(stage_matrix.stage_matrix(routines.taking_part(network), who, of="Who"))

dashboard.section("What each routine does for learning")
dashboard.wording(stage_matrix.check_table(dashboard.page_of(rows, size=24, key="checks")))

dashboard.section("All gaps of the network")
dashboard.small_print(dashboard.kept(gap_list.decisions_in_words, network))
dashboard.wording(dashboard.kept(gap_list.all_of, network))
