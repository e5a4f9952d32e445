"""Sheet check: did my sheet arrive, what in it could not be used, what would another one give?"""

import streamlit as st

from kmlib import dashboard
from kmlib.charts import little_sheet, matched_names, tried
from kmlib.export.snapshot import findings_to_take, to_take

FINDINGS, NAMES, TRY = "Findings", "Names", "Try a workbook"
network = dashboard.network()
top = st.container()
views = st.container(horizontal=True, vertical_alignment="bottom", key="views")
with views:
    view = dashboard.switch([FINDINGS, NAMES, TRY], key="view")
    team = dashboard.pick_my_team(network) if view != NAMES else ""

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
        dashboard.cards(network, shown, of_several=bool(team))
    with top:
        dashboard.head(
            network,
            one.headline,
            explain="sheet check",
            lead=one.lead,
            table=lambda: [finding._asdict() for finding in findings_to_take(network, shown)],
        )
        dashboard.rows_bar(one.rows)
    with views:
        dashboard.read_again()

elif view == NAMES:
    with st.container(horizontal=True):
        matches = dashboard.pick_matches(network)
    some = dashboard.page_of(matches, size=matched_names.ROWS_A_PAGE, key="page")
    dashboard.small_print(matched_names.shown_in_words(matches))
    dashboard.wording(matched_names.name_table(some))
    with top:
        dashboard.head(
            network,
            dashboard.kept(matched_names.headline, network),
            explain="names",
            lead=matched_names.in_words(network),
            table=lambda: [match._asdict() for match in to_take(network, matches)],
        )

else:
    tried_one = dashboard.try_workbook(team)
    with top:
        dashboard.head(network, tried.headline(tried_one), explain="try", lead=dashboard.PROMISE)
    if tried_one is not None:
        dashboard.show_tried(tried_one, network)
