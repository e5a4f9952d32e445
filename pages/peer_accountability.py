"""Peer accountability: what was due from each team, and who could help whom?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib import dashboard
from kmlib.analysis import accountability
from kmlib.charts import peer_table, team_message
from kmlib.privacy import Published

PAGE = "peer accountability"
network = dashboard.network()


def kept(network: Published, top: DeltaGenerator) -> None:
    """What each team kept of what was due; the chosen team's own first."""
    everyone = accountability.peers(network)
    title, lead = accountability.headline(network), peer_table.lead(everyone, network.as_of)
    rows = lambda: accountability.table(network)  # noqa: E731
    with top:
        dashboard.head(network, title, explain=PAGE, lead=lead, table=rows)
    team = dashboard.pick_my_team(network)
    mine = accountability.one_peer(network, team)
    agreed, both_ways = accountability.agreements(network), accountability.exchange_agreed(network)
    heads = peer_table.Heads(agreed, both_ways)
    with st.container(key="peers"):
        with st.container(key="mine"):
            if mine is None:
                dashboard.small_print(
                    "Choose your team above: what is missing since when, and a message to copy."
                )
            else:
                helped = dashboard.kept(accountability.help_by_measure, network, team)
                left, right = st.columns([1.1, 1], gap="large")
                with left:
                    dashboard.section(team)
                    dashboard.wording(peer_table.opened(mine, heads, helped))
                with right:
                    dashboard.section("A message, ready to copy")
                    words = team_message.team_message(mine, helped, network.as_of)
                    st.code(words, language=None, wrap_lines=True)
        with st.container(key="everyone"):
            shown = dashboard.page_of(everyone, size=dashboard.TEAMS_A_PAGE, key="page")
            dashboard.wording(peer_table.peer_table(shown, heads, chosen=team))
            dashboard.small_print(*accountability.asides(network))


top = st.container()
view = dashboard.switch(["Commitments", *dashboard.PEER_VIEWS], key="see")
if view in dashboard.PEER_VIEWS:
    dashboard.peer_view(network, top, view)
elif accountability.has_commitments(network):
    kept(network, top)
else:
    shown = "what was due from each team, and who could help"
    tabs = "Data, Cycles, Participation or Tracker items"
    dashboard.small_print(*accountability.what_to_add(network), *accountability.asides(network))
    with top:
        dashboard.missing_tab(network, tabs, would_show=shown, page=PAGE)
