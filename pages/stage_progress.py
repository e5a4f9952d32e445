"""Stage progress: how far does learning get, by priority and over time, and what waits?"""

from functools import partial

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import progress, waiting
from kmlib.charts import cycle_words, gap_list, month_bars, stage_cards, waiting_list
from kmlib.schema.choices import Stage

network = dashboard.network()
top = st.container()
if dashboard.switch(["How far it gets", "Who takes part"], key="see") == "Who takes part":
    dashboard.who_takes_part(network, top)
    st.stop()
if not progress.is_anything_known(network):
    shown, page = "how far learning gets through the four stages", "stage progress"
    lights = "Routines, Cycles, Knowledge, Sharing and Applications each add a number."
    with top:
        dashboard.missing_tab(network, "Routines", would_show=shown, page=page, lights=lights)

with st.container(width=416):
    priority = dashboard.pick_priority(network)
stages = progress.stage_progress(network, priority)
waits = dashboard.kept(waiting.waiting, network, priority)
rows = progress.by_priority(network)
headline = cycle_words.stage_headline(stages, waits, progress.held(network, Stage, priority))
with top:
    dashboard.head(
        network,
        cycle_words.of_priority(priority, headline),
        explain="stage progress",
        lead=cycle_words.how_long(stages),
        table=lambda: stage_cards.table(rows),
    )
dashboard.wording(stage_cards.stage_cards(stages))
if not priority:
    dashboard.small_print(*dashboard.kept(cycle_words.caveats, network))
    dashboard.small_print(dashboard.kept(gap_list.raise_in_words, network))
dashboard.read_more(network, "stages")

if waits:
    dashboard.section("What waits, and how long")
    dashboard.small_print(cycle_words.usual_in_words(dashboard.kept(waiting.usuals, network)))
    dashboard.wording(waiting_list.waiting_list(waits))
    dashboard.small_print(waiting_list.more_in_words(waits))
    every = partial(waiting_list.table, waits)
    dashboard.download_table(network, "All that waits as CSV", every, name="waiting.csv")

if offered := dashboard.kept(waiting.can_be_shown, network):
    dashboard.section("Month by month")
    shows = dashboard.pick_months(offered)
    months = dashboard.kept(waiting.month_by_month, network, shows, priority)
    drawn, note = month_bars.month_bars(months, shows), cycle_words.SHOWS_IN_WORDS[shows]
    dashboard.picture(network, f"Month by month: {shows}", drawn, note)
dashboard.table("By school year", progress.by_school_year(network, priority))

if len(rows) > 1:
    dashboard.section("By priority")
    dashboard.wording(stage_cards.by_priority(rows))
