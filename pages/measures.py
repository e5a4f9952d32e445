"""Measures: is a shared success measure moving, and in which teams?"""

import streamlit as st

from kmlib import dashboard
from kmlib.analysis import series
from kmlib.charts import matrix, run_chart_svg, scale, words

network = dashboard.network()
if not network.measures:
    dashboard.missing_tab(
        network,
        "Measures",
        would_show="run charts of the shared success measures",
        page="measures",
    )
    st.stop()

top = st.container()
with st.container(horizontal=True):
    measure = dashboard.pick_measure(network)
    team = dashboard.pick_team(network)
    group = dashboard.pick_group(network, measure)

whole = series.network_series(network, measure, group)
with top:
    dashboard.head(
        network,
        series.headline(network, measure, group),
        explain="measures",
        lead=words.about(whole),
        table=lambda: series.table([whole, *series.team_series(network, measure, group)]),
    )

names = [row.team for row in network.teams]
shown = dashboard.page_of(names, size=dashboard.TEAMS_A_PAGE, key="page")
rows = series.summary(network, group)
tall = shown != names
dashboard.wording(matrix.matrix(rows, teams=shown, measure=measure.measure, team=team, tall=tall))

with st.container(key="opened"):
    left, right = st.columns([1.1, 1], gap="large")
with left:
    lines = [series.one_series(network, measure, name, group) for name in shown]
    span = scale.shared_span(network, measure, group)
    dashboard.section(f"{measure.measure}, by team")
    dashboard.small_print(run_chart_svg.scale_in_words(span, measure))
    drawn = run_chart_svg.small_multiples(lines, span=span, network=whole, chosen=team)
    dashboard.drawing(drawn + run_chart_svg.legend(whole))
with right:
    one = series.one_series(network, measure, team, group)
    dashboard.section(f"{team or 'The whole network'}: {words.verdict(one)}")
    dashboard.opened(one, network.privacy.sentence)
