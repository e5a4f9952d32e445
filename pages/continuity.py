"""Continuity: what hangs on one person, and the story so far for whoever comes next."""

from functools import partial

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import continuity, ledger
from kmlib.charts import hand_over
from kmlib.charts.cycle_words import of_priority
from kmlib.schema import PersonRow

network = dashboard.network()
PEOPLE, STORY, PAGE = "What hangs on one person", "The story so far", "continuity"
top = st.container()
view = dashboard.switch([PEOPLE, STORY], key="see")
if view == PEOPLE and network.rows(PersonRow):
    title, rows = continuity.headline(network), partial(continuity.table, network)
    with top:
        dashboard.head(network, title, explain=PAGE, table=rows)
    some = dashboard.page_of(continuity.people(network), size=hand_over.A_PAGE, key="page")
    dashboard.wording(hand_over.person_cards(some, network.as_of))
else:
    with st.container(horizontal=True, width=360):
        priority = dashboard.pick_priority(network)
    entries = dashboard.kept(ledger.find, network, priority=priority)
    title = of_priority(priority, f"{STORY}: {hand_over.headline_of(entries)}")
    told = dashboard.kept(hand_over.parts, network, priority)
    label, name = "The hand-over brief, to print (.html)", of_priority(priority, STORY)
    dashboard.paper_button(label, network, title, lambda: told, name=name)
    dashboard.on_page(told)
    with top:
        if view == PEOPLE:
            would, lights = "what hangs on one person", "The story so far needs no such tab."
            dashboard.missing_tab(network, "People", would_show=would, page=PAGE, lights=lights)
        else:
            lead, rows = network.settings.aim, partial(ledger.table, network, entries)
            dashboard.head(network, title, explain=PAGE, lead=lead, table=rows)
