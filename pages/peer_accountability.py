"""Peer accountability: what was due from each team, and who could help whom?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import accountability
from kmlib.charts import peer_table, team_message

network = dashboard.network()
if not accountability.has_commitments(network):
    dashboard.missing_tab(
        network,
        "Data, Cycles, Participation or Tracker items",
        would_show="what was due from each team, and who could help",
        page="peer accountability",
    )
    dashboard.small_print(*accountability.what_to_add(network), *accountability.asides(network))
    st.stop()

everyone = accountability.peers(network)
dashboard.head(
    network,
    accountability.headline(network),
    explain="peer accountability",
    lead=peer_table.lead(everyone, network.as_of),
    table=lambda: accountability.table(network),
)
team = dashboard.pick_my_team(network)
mine = accountability.one_peer(network, team)
heads = peer_table.Heads(
    accountability.agreements(network), accountability.exchange_agreed(network)
)

with st.container(key="peers"):
    with st.container(key="everyone"):
        shown = dashboard.page_of(everyone, size=dashboard.TEAMS_A_PAGE, key="page")
        dashboard.wording(peer_table.peer_table(shown, heads, chosen=team))
        dashboard.small_print(*accountability.asides(network))
    with st.container(key="mine"):
        if mine is None:
            dashboard.small_print(
                "Choose your team above: what is missing since when, and a message to copy."
            )
        else:
            helped = accountability.help_by_measure(network, team)
            left, right = st.columns([1.1, 1], gap="large")
            with left:
                dashboard.section(team)
                dashboard.wording(peer_table.opened(mine, heads, helped))
            with right:
                dashboard.section("A message, ready to copy")
                words = team_message.team_message(mine, helped, network.as_of)
                st.code(words, language=None, wrap_lines=True)
