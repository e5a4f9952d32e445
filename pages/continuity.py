"""Continuity: what hangs on one person, and the story so far for whoever comes next."""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import continuity, ledger, story
from kmlib.charts import people_cards, story_words
from kmlib.charts.cycle_words import of_priority
from kmlib.export.paper import on_paper
from kmlib.schema import PersonRow

network = dashboard.network()
PEOPLE, STORY = "What hangs on one person", "The story so far"
top = st.container()
view = dashboard.switch([PEOPLE, STORY], key="see")

if view == PEOPLE and network.rows(PersonRow):
    with top:
        dashboard.head(
            network,
            continuity.headline(network),
            explain="continuity",
            lead=people_cards.lead(network),
            table=lambda: continuity.table(network),
        )
    shown = dashboard.page_of(continuity.people(network), size=people_cards.A_PAGE, key="page")
    dashboard.wording(people_cards.person_cards(shown, network.as_of))
    st.stop()

priority = dashboard.pick_priority(network)
title = of_priority(priority, story.headline(network, priority))
with top:
    if view == PEOPLE:
        dashboard.missing_tab(
            network,
            "People",
            would_show="what hangs on one person, and who leaves when",
            page="continuity",
            lights="The story so far needs no such tab.",
        )
    else:
        dashboard.head(
            network,
            title,
            explain="continuity",
            lead=network.settings.aim,
            table=lambda: ledger.table(
                network, ledger.of(ledger.ledger(network), priority=priority)
            ),
        )
parts = story_words.parts(network, priority)
dashboard.download(
    "The hand-over brief, to print (.html)",
    lambda: on_paper(network, f"{STORY}: {title}", parts, lead=story_words.NO_NAMES),
    name="hand-over.html",
)
dashboard.wording(story_words.on_screen(parts))
