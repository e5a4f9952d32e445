"""The views of Peer accountability; each fills the place above the switch with its title."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import accountability, two_sides, visits
from kmlib.charts import peer_table, plain_table, team_message
from kmlib.dashboard import frame, pickers
from kmlib.dashboard.keeping import kept
from kmlib.privacy import Published

PAGE = "peer accountability"
OWN = "each team’s own score beside its facilitator’s, and where the two see different things"
WHO = "who could visit whom, and what they could show one another"
TABLES: dict[str, tuple[Any, Any, str, str]] = {  # module, finder, its tab, what it would show
    "Self-assessment": (two_sides, two_sides.scorings, "Self-assessment", OWN),
    "Peer visits": (visits, visits.visits, "Teams", WHO),
}


def commitments(network: Published, top: DeltaGenerator) -> None:
    """What each team kept of what was due; the chosen team's own first."""
    if not accountability.has_commitments(network):
        shown = "what was due from each team, and who could help"
        tabs = "Data, Cycles, Participation or Tracker items"
        to_add = accountability.what_to_add(network)
        frame.small_print(*to_add, *accountability.asides(network))
        with top:
            frame.missing_tab(network, tabs, would_show=shown, page=PAGE)
    everyone = accountability.peers(network)
    title, lead = accountability.headline(network), peer_table.lead(everyone, network.as_of)
    with top:
        rows = partial(accountability.table, network)
        frame.head(network, title, explain=PAGE, lead=lead, table=rows)
    team = pickers.pick_my_team(network)
    mine = accountability.one_peer(network, team)
    agreed, both_ways = accountability.agreements(network), accountability.exchange_agreed(network)
    heads = peer_table.Heads(agreed, both_ways)
    with st.container(key="peers"):
        with st.container(key="mine"):
            if mine is None:
                frame.small_print(
                    "Choose your team above: what is missing since when, and a message to copy."
                )
            else:
                helped = kept(accountability.help_by_measure, network, team)
                left, right = st.columns([1.1, 1], gap="large")
                with left:
                    frame.section(team)
                    frame.wording(peer_table.opened(mine, heads, helped))
                with right:
                    frame.section("A message, ready to copy")
                    words = team_message.team_message(mine, helped, network.as_of)
                    st.code(words, language=None, wrap_lines=True)
        with st.container(key="everyone"):
            some = pickers.page_of(everyone, size=pickers.TEAMS_A_PAGE, key="page")
            frame.wording(peer_table.peer_table(some, heads, chosen=team))
            frame.small_print(*accountability.asides(network))


def _table(view: str, network: Published, top: DeltaGenerator) -> None:
    """One of the views that are a table, of all teams or of one."""
    about, find, tab, would_show = TABLES[view]
    if not kept(find, network, ""):
        with top:
            frame.missing_tab(network, tab, would_show=would_show, page=view.lower())
    team = pickers.pick_my_team(network)
    found = kept(find, network, team)
    with top:
        rows = partial(about.table, found)
        frame.head(network, kept(_title, network, view, team), explain=view.lower(), table=rows)
    some = pickers.page_of(found, size=pickers.TEAMS_A_PAGE, key="page")
    frame.wording(plain_table.of_rows(about.table(some), says=view))


def _title(network: Published, view: str, team: str) -> str:
    about, find, *_ = TABLES[view]
    return str(about.headline(find(network, team)))


VIEWS: dict[str, Callable[[Published, DeltaGenerator], None]] = {
    "Commitments": commitments,
    **{view: partial(_table, view) for view in TABLES},
}
