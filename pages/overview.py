"""Overview: how far learning gets, what moved, what is stuck, and what to look at this month."""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import focus, progress, series
from kmlib.charts import (
    cycle_words,
    focus_card,
    gap_list,
    letter,
    measure_list,
    river,
    stage_cards,
    this_month,
    unlit_tabs,
)

network = dashboard.network()
stages = progress.stage_progress(network)
now = focus.focus(network)
lines = [series.network_series(network, measure) for measure in network.measures]
dashboard.head(
    network,
    this_month.headline(network),
    explain="overview",
    lead=cycle_words.lead(network, stages),
    table=lambda: stage_cards.table(progress.by_priority(network)),
)
dashboard.small_print(this_month.a_month_before(this_month.headline, network))
if progress.is_anything_known(network):
    flows = progress.is_any_learning_known(stages)
    drawn = river.river(stages) if flows else ""
    dashboard.drawing(drawn)
    dashboard.wording(stage_cards.stage_cards(stages, under_river=flows))
    dashboard.picture(network, "How far learning gets", drawn, new=False)
    dashboard.link_to("pages/stage_progress.py", "By priority, over time, and what waits")
    dashboard.read_more(network, "stages")

left, stuck, decide = st.columns([864, 416, 416], gap="medium")
with left:
    dashboard.section("What moved")
    dashboard.wording(this_month.then_and_now(this_month.moved, network))
    moved = measure_list.with_charts(measure_list.moved(lines))
    dashboard.picture(network, measure_list.moved_in_words(lines), moved)
    dashboard.link_to("pages/measures.py", "Every measure, team by team")
    dashboard.read_more(network, "measures")
    dashboard.section("What we learned this month")
    dashboard.wording(this_month.then_and_now(this_month.learned, network))
    dashboard.wording(this_month.lessons(network))
    dashboard.link_to("pages/inquiry_cycles.py", "Every cycle, and who tried it before")
with stuck:
    dashboard.section("What is stuck")
    dashboard.wording(this_month.then_and_now(this_month.stuck, network))
    dashboard.wording(gap_list.stuck(network))
    dashboard.link_to("pages/process_map.py", "The map, with every gap")
    dashboard.section("This month’s focus")
    dashboard.wording(focus_card.focus_card(now))
    if now and now.row.priority:
        with st.container(key="focus"):
            dashboard.link_to("pages/process_map.py", "See its waves", priority=now.row.priority)
with decide:
    dashboard.section("What needs a decision")
    dashboard.wording(this_month.then_and_now(this_month.waiting_for_a_decision, network))
    dashboard.wording(this_month.to_decide(network))

dashboard.paper_button(
    "The monthly letter (.html)", network, letter.title(network), lambda: letter.parts(network)
)

if waits := unlit_tabs.waiting_tabs(network):
    dashboard.section("Waiting to be lit")
    dashboard.small_print(
        "Network, Teams, Measures and Data are enough to begin; each further tab adds a view."
    )
    dashboard.wording(unlit_tabs.waiting_list(waits))
