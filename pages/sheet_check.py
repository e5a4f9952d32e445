"""Sheet check: did my sheet arrive, and what in it could not be used?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import mending
from kmlib.charts import little_sheet, matched_names
from kmlib.export.snapshot import findings_to_take, matches_to_take

FINDINGS, NAMES = "Findings", "Names"
network = dashboard.network()
top = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="views"):
    view = dashboard.switch([FINDINGS, NAMES], key="view")
    team = dashboard.pick_my_team(network) if view == FINDINGS else ""

if view == FINDINGS:
    left, right = st.columns([1, 2.6], gap="large")
    with left:
        one = dashboard.pick_sheet(network, team)
    with right:
        dashboard.section(little_sheet.heading(one.whose, one.findings))
        dashboard.small_print(one.arrived)
        with st.container(horizontal=True, vertical_alignment="center"):
            shown = dashboard.pick_severity(one.findings)
            dashboard.message(network, one)
        dashboard.cards(network, mending.to_mend(network, shown), of_several=bool(team))
    with top:
        dashboard.head(
            network,
            one.headline,
            explain="sheet check",
            lead=one.lead,
            table=lambda: [finding._asdict() for finding in findings_to_take(network, shown)],
        )
        dashboard.rows_bar(one.rows)

else:
    with st.container(horizontal=True):
        matches = dashboard.pick_matches(network)
    some = dashboard.page_of(matches, size=matched_names.ROWS_A_PAGE, key="page")
    dashboard.small_print(matched_names.shown_in_words(matches))
    dashboard.wording(matched_names.name_table(some))
    with top:
        dashboard.head(
            network,
            matched_names.headline(network.matches),
            explain="names",
            lead=matched_names.in_words(network.matches),
            table=lambda: [match._asdict() for match in matches_to_take(network, matches)],
        )
