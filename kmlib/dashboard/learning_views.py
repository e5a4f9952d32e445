"""The other views of the learning pages; each fills the place above the switch with its title."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import brokering
from kmlib.charts import who_learns
from kmlib.dashboard import frame, pickers
from kmlib.privacy import Published

A_PAGE = 12
WHO_LEARNS = "who learns from whom"


def learning_between_teams(network: Published, top: DeltaGenerator) -> None:
    """Who learns from whom, who carries it through which space, and what stands in the way."""
    brokers, in_the_way = brokering.brokers(network), brokering.hindrances(network)
    if not (brokering.ties(network) or brokers or in_the_way or brokering.shelves(network)):
        shown = "which team learns from which, who brokers it, and what stands in the way"
        lights = "Applications, Repositories, and Idea from in Cycles add to it."
        with top:
            frame.missing_tab(network, "Sharing", would_show=shown, page=WHO_LEARNS, lights=lights)
        return
    title, lead = brokering.headline(network), brokering.lead(network)
    with top:
        frame.head(
            network,
            title,
            explain=WHO_LEARNS,
            lead=lead,
            table=lambda: brokering.table(brokering.ties(network)),
        )
    with st.container(width=pickers.NARROW):
        team = pickers.pick_team(network)
    names = [row.team for row in network.teams]
    page = pickers.page_of(names, size=pickers.TEAMS_A_PAGE, key="page")
    picture = brokering.picture(network, team, page)
    frame.drawing(who_learns.drawn(picture, says=title))
    frame.small_print(*who_learns.ties_in_words(picture) * bool(team))
    if in_the_way:
        frame.section("What stands in the way")
        some_of = pickers.page_of(in_the_way, size=A_PAGE, key="obstacles")
        frame.wording(who_learns.hindrance_table(some_of))
        frame.download_table(
            "What stands in the way as CSV",
            lambda: brokering.obstacles_table(network),
            name="obstacles.csv",
        )
    if brokers:
        frame.section("Who carries what to whom")
        shown_brokers = pickers.page_of(brokers, size=A_PAGE, key="brokers")
        frame.wording(who_learns.broker_table(network, shown_brokers))
        frame.section("Through which space")
        spaces = pickers.page_of(brokering.spaces(network), size=A_PAGE, key="spaces")
        frame.wording(who_learns.space_table(spaces))
    if kept := brokering.shelves(network):
        frame.section("Where what is kept is brought up")
        frame.wording(who_learns.shelf_table(kept))
