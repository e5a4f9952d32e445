"""Team: everything about one team, on one page and to print."""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis.mending import about_team
from kmlib.charts import team_page
from kmlib.export.snapshot import to_take

network = dashboard.network()
if not network.teams:
    dashboard.missing_tab(
        network, "Teams", would_show="all about one team, on one page and to print", page="team"
    )

top = st.container()
row = dashboard.pick_one_team(network)
found = tuple(to_take(network, dashboard.kept(about_team, network, row.team)))
parts = dashboard.kept(team_page.parts, network, row, found)
with top:
    dashboard.head(
        network,
        team_page.headline(network, row.team),
        explain="team",
        lead=team_page.lead(row),
    )
dashboard.paper_button(
    "This page to print (.html)", network, row.team, lambda: parts, name=row.team
)
dashboard.on_page(parts[:1])
dashboard.picture(network, team_page.headline(network, row.team), parts[0][1], new=False)
dashboard.on_page(parts[1:])
