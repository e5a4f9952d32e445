"""The other views of Measures; each fills the place above the switch with its title."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import drivers, equity, practices
from kmlib.charts import driver_tree, gap_rows, practice_rows
from kmlib.dashboard import frame, pickers
from kmlib.privacy import Published
from kmlib.schema.learning import DriverRow
from kmlib.schema.programme import TrackerItemRow, TrackerRow


def theory(network: Published, top: DeltaGenerator) -> None:
    """The driver tree, with what is measured and tried at each place."""
    if not network.rows(DriverRow):
        shown = "the theory of improvement as a tree, with what is measured and tried in it"
        with top:
            frame.missing_tab(network, "Drivers", would_show=shown, page=THEORY)
        return
    found = drivers.theory(network)
    title = drivers.headline(found)
    with top:
        frame.head(network, title, explain=THEORY, table=lambda: drivers.table(found))
    frame.wording(driver_tree.driver_tree(found))
    frame.small_print(*driver_tree.remarks(found))


def gaps(network: Published, top: DeltaGenerator) -> None:
    """Every student group beside everybody, on one measure."""
    measures = equity.by_group(network)
    if not measures:
        shown = "how far each student group is from everybody, and whether that gap closes"
        lights = "It draws on measures by student group: a Group column in the Data tab."
        tab = "Data" if network.groups else "Groups"
        with top:
            frame.missing_tab(network, tab, would_show=shown, page=EQUITY, lights=lights)
        return
    with st.container(horizontal=True):
        measure, team = pickers.pick_measure(measures), pickers.pick_team(network)
    found = equity.gaps(network, measure, team)
    title = equity.headline(found)
    with top:
        frame.head(network, title, explain=EQUITY, table=lambda: equity.table(found))
    frame.drawing(gap_rows.gap_rows(found))
    frame.small_print(*gap_rows.reading(found), network.privacy.sentence)


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
        return
    with st.container(horizontal=True):
        measure = pickers.pick_measure(measures)
        found = practices.practices(network, measure)
        compared = {practice_rows.named(one): one for one in found if one.interval}
        chosen = compared.get(pickers.pick("Practice", list(compared), key="practice"))
    title = practices.headline(network, measure)
    with top:
        frame.head(network, title, explain=PRACTICES, table=lambda: practices.table(found))
    if chosen:
        frame.section(practice_rows.named(chosen))
        frame.drawing(practice_rows.dots(chosen))
        frame.small_print(*practice_rows.questions(chosen))
        frame.section("Every practice")
        rows = pickers.page_of(list(compared.values()), size=pickers.TEAMS_A_PAGE, key="page")
        frame.drawing(practice_rows.practice_rows(rows))
    frame.small_print(*practice_rows.not_compared(found))


THEORY, EQUITY, PRACTICES = "theory of improvement", "equity", "practices"
VIEWS: dict[str, Callable[[Published, DeltaGenerator], None]] = {
    "Theory of improvement": theory,
    "Equity": gaps,
    "Practices": practices_compared,
}
