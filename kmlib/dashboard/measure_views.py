"""The views of Measures; each fills the place above the switch with its title."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import drivers, equity, funnel, practices, series
from kmlib.analysis.peers import MOST_ALIKE, alike
from kmlib.analysis.series import Series
from kmlib.analysis.standings import Order
from kmlib.charts import (
    driver_tree,
    funnel_words,
    gap_rows,
    matrix,
    practice_rows,
    run_chart_svg,
    scale,
    words,
)
from kmlib.dashboard import frame, pickers
from kmlib.dashboard.keeping import kept
from kmlib.privacy import Published
from kmlib.reading.school_calendar import period_label
from kmlib.schema import MeasureRow
from kmlib.schema.learning import DriverRow
from kmlib.schema.programme import TrackerItemRow, TrackerRow


def run_charts(network: Published, top: DeltaGenerator) -> None:
    """Each measure in the network and in every team."""
    if not network.measures:
        shown = "run charts of the shared success measures"
        with top:
            frame.missing_tab(network, "Measures", would_show=shown, page=MEASURES)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover("Filter and order"):
            of = pickers.pick_measures(network)
            order = Order(pickers.pick("Teams", list(map(str, Order)), key="order"))
        measure, team = pickers.pick_measure(of), pickers.pick_team(network)
        group = pickers.pick_group(network, measure)
    whole = series.network_series(network, measure, group)
    title = kept(series.headline, network, measure, group)
    with top:
        frame.head(
            network,
            title,
            explain=MEASURES,
            lead=words.about(whole),
            table=lambda: series.table([whole, *series.team_series(network, measure, group)]),
        )
    rows = series.summary(network, group, of)
    names = kept(series.in_order, network, measure, order, group)
    some = pickers.page_of(names, size=pickers.TEAMS_A_PAGE, key="page")
    tall = len(some) < len(names)
    frame.wording(matrix.matrix(rows, teams=some, measure=measure.measure, team=team, tall=tall))
    frame.wording(kept(_signs, network, group, tuple(of)))
    frame.read_more(network, "measures", group=group)
    with st.container(key="opened"):
        left, right = st.columns([1.1, 1], gap="large")
    peers = list(islice(alike(network, measure, team), MOST_ALIKE))
    with left:
        frame.section(f"{measure.measure}, by team")
        _teams(network, whole, some, (team, *(one.peer for one in peers)))
    with right:
        one = series.one_series(network, measure, team, group)
        frame.section(f"{team or 'The whole network'}: {words.verdict(one)}")
        frame.small_print(funnel_words.alike_in_words(team, peers))
        frame.opened(network, one)


def _signs(network: Published, group: str, of: Sequence[MeasureRow]) -> str:
    """What the signs beside these measures mean."""
    return matrix.legend(series.summary(network, group, of))


def _teams(
    network: Published, whole: Series, shown: Sequence[str], compared: tuple[str, ...]
) -> None:
    """Every team on one measure, over time or in one period; those to compare with outlined."""
    measure, group = whole.measure, whole.group
    periods = {period_label(*one): one for one in funnel.periods(network, measure, group)}
    if periods and pickers.switch(["Over time", "In one period"], key="view") != "Over time":
        period = periods[pickers.pick("Period", list(periods), key="period")]
        found = funnel.funnel(network, measure, period, group)
        frame.small_print(funnel_words.in_a_sentence(found))
        frame.funnel_plot(network, found, whole, compared, period)
        return
    lines = kept(series.team_series, network, measure, group, tuple(shown))
    span = kept(scale.shared_span, network, measure, group)
    frame.small_print(run_chart_svg.scale_in_words(span, measure))
    drawn = run_chart_svg.small_multiples(lines, span=span, network=whole, compared=compared)
    says = kept(series.headline, network, measure, group)
    more = partial(frame.read_more, network, "run chart", whole)
    frame.picture(network, says, drawn + run_chart_svg.legend(whole), beside=more)


def theory(network: Published, top: DeltaGenerator) -> None:
    """The driver tree, with what is measured and tried at each place."""
    if not network.rows(DriverRow):
        shown = "the theory of improvement as a tree, with what is measured and tried in it"
        with top:
            frame.missing_tab(network, "Drivers", would_show=shown, page=THEORY)
    found = drivers.theory(network)
    title = drivers.headline(found)
    with top:
        frame.head(network, title, explain=THEORY, table=lambda: drivers.table(found))
    frame.wording(driver_tree.driver_tree(found))
    frame.small_print(*driver_tree.remarks(found))
    frame.read_more(network, "driver tree")


def gaps(network: Published, top: DeltaGenerator) -> None:
    """Every student group beside everybody, on one measure."""
    measures = equity.by_group(network)
    if not measures:
        shown = "how far each student group is from everybody, and whether that gap closes"
        lights = "It draws on measures by student group: a Group column in the Data tab."
        tab = "Data" if network.groups else "Groups"
        with top:
            frame.missing_tab(network, tab, would_show=shown, page=EQUITY, lights=lights)
    with st.container(horizontal=True):
        measure, team = pickers.pick_measure(measures), pickers.pick_team(network)
    found = equity.gaps(network, measure, team)
    title = equity.headline(found)
    with top:
        frame.head(network, title, explain=EQUITY, table=lambda: equity.table(found))
    line, notes = series.one_series(network, measure, team), gap_rows.reading(found)
    more = partial(frame.read_more, network, "gaps", line)
    notes = [*notes, network.privacy.sentence]
    frame.picture(network, title, gap_rows.gap_rows(found), *notes, beside=more)


def practices_compared(network: Published, top: DeltaGenerator) -> None:
    """Every tracker item beside change in one outcome measure."""
    measures = practices.outcomes(network)
    lacking = [tab for tab in (TrackerItemRow, TrackerRow) if not network.rows(tab)]
    if lacking or not measures:
        shown = "which practices go with improvement, and which do not"
        tabs = " and ".join(tab.TAB.title for tab in lacking) or "Measures"
        lights = "It compares tracker items with outcome measures, over at least"
        lights += f" {practices.TEAMS_NEEDED} teams."
        with top:
            frame.missing_tab(network, tabs, would_show=shown, page=PRACTICES, lights=lights)
    with st.container(horizontal=True):
        measure = pickers.pick_measure(measures)
        found = practices.practices(network, measure)
        compared = {practice_rows.named(one): one for one in found if one.interval}
        chosen = compared.get(pickers.pick("Practice", list(compared), key="practice"))
    title, whole = practices.headline(network, measure), series.network_series(network, measure)
    with top:
        frame.head(network, title, explain=PRACTICES, table=lambda: practices.table(found))
    if chosen:
        frame.section(practice_rows.named(chosen))
        left, right = st.columns(2, gap="large", vertical_alignment="center")
        with left:
            says = f"{practice_rows.named(chosen)}, and change in {measure.measure}"
            frame.picture(network, says, kept(practice_rows.dots, chosen))
        with right:
            frame.small_print(*practice_rows.questions(chosen))
        frame.section("Every practice")
    rows = pickers.page_of(list(compared.values()), size=pickers.TEAMS_A_PAGE, key="page")
    more = partial(frame.read_more, network, "practices", whole)
    drawn, notes = practice_rows.practice_rows(rows), practice_rows.not_compared(found)
    frame.picture(network, title, drawn, *notes, beside=more)


MEASURES, THEORY = "measures", "theory of improvement"
EQUITY, PRACTICES = "equity", "practices"
VIEWS: dict[str, Callable[[Published, DeltaGenerator], None]] = {
    "Run charts": run_charts,
    "Theory of improvement": theory,
    "Equity": gaps,
    "Practices": practices_compared,
}
