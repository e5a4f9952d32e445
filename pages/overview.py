"""Overview: how far learning gets, what moved, what is stuck, and what to look at this month."""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import focus, progress
from kmlib.charts import cycle_words, focus_card, river, stage_cards, this_month, unlit_tabs

network = dashboard.network()
stages = progress.stage_progress(network)
now = focus.focus(network)
dashboard.head(
    network,
    this_month.headline(network),
    explain="overview",
    lead=cycle_words.lead(network, stages),
    table=lambda: stage_cards.table(progress.by_priority(network)),
)
dashboard.small_print(dashboard.kept(this_month.a_month_before, this_month.headline, network))
if progress.is_anything_known(network):
    flows = progress.is_any_learning_known(stages)
    drawn = river.river(stages) if flows else ""
    dashboard.drawing(drawn)
    dashboard.wording(stage_cards.stage_cards(stages, under_river=flows))
    with dashboard.in_one_line():
        dashboard.link_to("pages/stage_progress.py", "By priority, over time, and what waits")
        dashboard.read_more(network, "stages")
        dashboard.picture(network, "How far learning gets", drawn, new=False)

moved, learned, stuck, decide = dashboard.kept(this_month.matters, network)
left, middle, right = st.columns([864, 416, 416], gap="medium")
with left:
    dashboard.on_page([moved])
    with dashboard.in_one_line():
        dashboard.link_to("pages/measures.py", "Every measure, team by team")
        dashboard.read_more(network, "measures")
        dashboard.picture(network, *moved, new=False)
    dashboard.on_page([learned])
    dashboard.link_to("pages/inquiry_cycles.py", "Every cycle, and who tried it before")
with middle:
    dashboard.on_page([stuck])
    dashboard.link_to("pages/process_map.py", "The map, with every gap")
    dashboard.section("This month’s focus")
    dashboard.wording(focus_card.focus_card(now))
    if now and now.row.priority:
        with st.container(key="focus"):
            dashboard.link_to("pages/process_map.py", "See its waves", priority=now.row.priority)
with right:
    dashboard.on_page([decide])

dashboard.paper_button(
    "The monthly letter (.html)", network, this_month.letter_title(network),
    lambda: this_month.letter_parts(network), name="monthly letter",
)  # fmt: skip

if waits := unlit_tabs.waiting_tabs(network):
    dashboard.section("Waiting to be lit")
    dashboard.small_print(
        "Network, Teams, Measures and Data are enough to begin; each further tab adds a view."
    )
    dashboard.wording(unlit_tabs.waiting_list(waits))
