"""Measures: is a shared success measure moving, and in which teams?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib import dashboard
from kmlib.analysis import funnel, series
from kmlib.charts import funnel_words, matrix, run_chart_svg, scale, words
from kmlib.privacy import Published

network = dashboard.network()


def run_charts(network: Published, top: DeltaGenerator) -> None:
    """Each measure in the network and in every team."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover("Filter and order"):
            some, order = dashboard.pick_measures(network), dashboard.pick_order()
        measure = dashboard.pick_measure(some)
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
    rows = series.summary(network, group, some)
    names = series.in_order(network, measure, order, group)
    shown = dashboard.page_of(names, size=dashboard.TEAMS_A_PAGE, key="page")
    tall = len(shown) < len(names)
    dashboard.wording(
        matrix.matrix(rows, teams=shown, measure=measure.measure, team=team, tall=tall)
    )
    dashboard.wording(matrix.legend(rows))
    with st.container(key="opened"):
        left, right = st.columns([1.1, 1], gap="large")
    with left:
        dashboard.section(f"{measure.measure}, by team")
        periods = funnel.periods(network, measure, group)
        if periods and dashboard.switch(["Over time", "In one period"], key="view") != "Over time":
            found = funnel.funnel(network, measure, dashboard.pick_period(periods), group)
            dashboard.small_print(funnel_words.in_a_sentence(found))
            dashboard.funnel_plot(found, measure, team=team)
        else:
            lines = series.team_series(network, measure, group, shown)
            span = scale.shared_span(network, measure, group)
            dashboard.small_print(run_chart_svg.scale_in_words(span, measure))
            drawn = run_chart_svg.small_multiples(lines, span=span, network=whole, chosen=team)
            dashboard.drawing(drawn + run_chart_svg.legend(whole))
    with right:
        one = series.one_series(network, measure, team, group)
        dashboard.section(f"{team or 'The whole network'}: {words.verdict(one)}")
        dashboard.opened(network, one)


top = st.container()
view = dashboard.switch(["Run charts", *dashboard.MEASURE_VIEWS], key="see")
if view in dashboard.MEASURE_VIEWS:
    dashboard.MEASURE_VIEWS[view](network, top)
elif network.measures:
    run_charts(network, top)
else:
    shown = "run charts of the shared success measures"
    with top:
        dashboard.missing_tab(network, "Measures", would_show=shown, page="measures")
