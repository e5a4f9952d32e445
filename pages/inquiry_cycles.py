"""Inquiry cycles: what do teams try, what does it teach them, and who tried it before?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import ledger
from kmlib.charts import ledger_cards
from kmlib.schema import CycleRow

network = dashboard.network()
if not network.rows(CycleRow):
    dashboard.missing_tab(
        network,
        "Cycles",
        would_show="what teams try, what it teaches them, and who tried it before",
        page="inquiry cycles",
    )

top = st.container()
with st.container(horizontal=True):
    team = dashboard.pick_my_team(network)
    priority = dashboard.pick_priority(network)
    query = dashboard.type_words("Cycles about …")
entries = dashboard.kept(ledger.find, network, query, team, priority)
with top:
    dashboard.head(
        network,
        dashboard.kept(ledger_cards.headline, network),
        explain="inquiry cycles",
        lead=dashboard.kept(ledger_cards.lead, network),
        table=lambda: ledger.table(network, entries),
    )

view = ledger.VIEWS[dashboard.switch(list(ledger.VIEWS), key="view")]
chosen = tuple(filter(view, entries))
dashboard.small_print(ledger_cards.amount(chosen))
shown = dashboard.page_of(chosen, size=ledger_cards.A_PAGE, key="page")
dashboard.wording(ledger_cards.cycles(network, shown))

if ramps := ledger.ramps_of(network, entries):
    dashboard.section("The same idea, tried again")
    some = dashboard.page_of(ramps, size=ledger_cards.A_PAGE, key="ideas")
    dashboard.wording(ledger_cards.ramp_list(some))

if paces := ledger.paces(network, team):
    dashboard.section("The pace, team by team")
    teams = dashboard.page_of(paces, size=dashboard.TEAMS_A_PAGE, key="teams")
    dashboard.wording(ledger_cards.pace_table(teams))
