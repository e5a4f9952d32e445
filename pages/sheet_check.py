"""Sheet check: did my sheet arrive, and what in it could not be used?"""

import streamlit as st

from kmlib import dashboard
from kmlib.charts import little_sheet, row_bar
from kmlib.export.snapshot import findings_to_take

network = dashboard.network()
rows = row_bar.together(network.sources)
dashboard.head(
    network,
    row_bar.headline(rows, row_bar.not_opened(network.findings)),
    explain="sheet check",
    lead=little_sheet.in_words(network.findings, len(network.sources)),
    table=lambda: [finding._asdict() for finding in findings_to_take(network)],
)
dashboard.read_again()
dashboard.wording(row_bar.row_bar(rows))
dashboard.small_print(row_bar.outside_in_words(rows))

left, right = st.columns([1, 2.6], gap="large")
with left:
    dashboard.section("Workbooks, findings in each")
    workbook = dashboard.pick_workbook(network)
with right:
    findings = [finding for finding in network.findings if finding.source == workbook]
    dashboard.section(little_sheet.heading(workbook, findings))
    shown, excerpts = dashboard.in_full(network, dashboard.pick_severity(findings))
    groups = little_sheet.grouped(shown)
    some = dashboard.page_of(groups, size=20, key="page")
    dashboard.wording(little_sheet.finding_cards(some, excerpts))
