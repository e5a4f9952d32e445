"""The other views of the learning pages; each fills the place above the switch with its title."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import brokering, participation
from kmlib.charts import taking_part, who_learns
from kmlib.charts.plain_table import of_rows
from kmlib.dashboard import frame, pickers
from kmlib.privacy import Published
from kmlib.schema.core import RoutineRow

A_PAGE = 12  # project choice: rows that can be talked through
IDEAS = "Whose ideas are tried, and become known good"
WHO_LEARNS, TAKES_PART = "who learns from whom", "who takes part"


def who_learns_from_whom(network: Published, top: DeltaGenerator) -> None:
    """Who learns from whom, what stands in the way, and who carries what through which space."""
    brokers, ahead = brokering.brokers(network), brokering.obstacles(network)
    kept = brokering.repositories(network)
    if not (brokering.ties(network) or brokers or ahead or kept):
        shown = "which team learns from which, who brokers it, and what stands in the way"
        lights = "Applications, Repositories, and Idea from in Cycles add to it."
        with top:
            frame.missing_tab(network, "Sharing", would_show=shown, page=WHO_LEARNS, lights=lights)
        return
    title, rows = brokering.headline(network), brokering.ties(network)
    with top:
        lead = brokering.lead(network)
        frame.head(network, title, explain=WHO_LEARNS, lead=lead, table=lambda: rows)
    with st.container(width=pickers.NARROW):
        team = pickers.pick_team(network)
    names = [row.team for row in network.teams]
    page = [] if team else pickers.page_of(names, size=pickers.TEAMS_A_PAGE, key="page")
    some = brokering.of_teams(network, team, page)
    frame.drawing(who_learns.drawn(some, page, of=len(names), says=title))
    frame.wording(of_rows(some if team else [], says=f"What {team} gave, learned"))
    for heading, table in (
        ("What stands in the way", ahead),
        ("Who carries what to whom", brokers),
        ("Where what is kept is brought up", kept),
    ):
        if table:
            frame.section(heading)
            frame.wording(of_rows(pickers.page_of(table, size=A_PAGE, key=heading), says=heading))
    frame.download_table("What stands in the way as CSV", lambda: ahead, name="obstacles.csv")


def who_takes_part(network: Published, top: DeltaGenerator) -> None:
    """Which stakeholder group takes part in which stage, and whose ideas become known good."""
    every, ideas = participation.groups(network), participation.origins(network)
    if not (every and network.rows(RoutineRow)):
        tab = "Routines" if every else "Participation"
        shown = "who takes part in which stage, and whose ideas become known good"
        with top:
            frame.missing_tab(network, tab, would_show=shown, page=TAKES_PART)
        return
    with st.container(width=pickers.NARROW):
        some = participation.groups(network, pickers.pick_priority(network))
    with top:
        title = participation.headline(network, some)
        frame.head(network, title, explain=TAKES_PART, table=lambda: participation.table(some))
    page = pickers.page_of(list(some.items()), size=A_PAGE, key="page")
    frame.wording(taking_part.presence_table(page))
    frame.small_print(taking_part.KEY)
    if ideas:
        frame.section(IDEAS)
        frame.wording(of_rows(ideas, says=IDEAS))
        frame.small_print(participation.as_often(network))
