"""The other views of the learning pages; each fills the place above the switch with its title."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import brokering, participation
from kmlib.charts import month_bars, who_learns
from kmlib.charts.plain_table import of_rows
from kmlib.dashboard import frame, pickers
from kmlib.dashboard.keeping import kept
from kmlib.privacy import Published
from kmlib.schema.core import RoutineRow

A_PAGE = 12  # project choice: rows that can be talked through
WHO_LEARNS, TAKES_PART = "who learns from whom", "who takes part"


def who_learns_from_whom(network: Published, top: DeltaGenerator) -> None:
    """Who learns from whom, what stands in the way, and who carries what through which space."""
    rows, ahead = brokering.ties(network), brokering.obstacles(network)
    brokers, places = brokering.brokers(network), brokering.repositories(network)
    if not (rows or brokers or ahead or places):
        shown = "which team learns from which, who brokers it, and what stands in the way"
        lights = "Applications, Repositories, and Idea from in Cycles add to it."
        with top:
            frame.missing_tab(network, "Sharing", would_show=shown, page=WHO_LEARNS, lights=lights)
    title, lead = kept(brokering.headline, network), kept(brokering.lead, network)
    with top:
        frame.head(network, title, explain=WHO_LEARNS, lead=lead, table=lambda: rows)
    with st.container(width=pickers.NARROW):
        team = pickers.pick_team(network)
    some, names = kept(brokering.lines, network, team), [row.team for row in network.teams]
    is_whole = not team and len(names) <= brokering.MOST_DRAWN
    drawn = who_learns.drawn(some, names if is_whole else [], says=title)
    by_district = "Of so many teams, lines go by district: choose a team for its own."
    frame.picture(network, title, drawn, who_learns.KEY, by_district * (not team and not is_whole))
    if team:
        frame.wording(of_rows(some, says=f"What {team} gave and learned"))
    table("What stands in the way", ahead)
    if ahead:
        label = "What stands in the way as CSV"
        frame.download_table(network, label, lambda: ahead, name="obstacles.csv")
    table("Who carries what to whom", brokers)
    table("Where what is kept is brought up", places)


def table(heading: str, rows: Sequence[dict[str, Any]]) -> None:
    """Plain rows under their heading, a page of them at a time; nothing where there are none."""
    if rows:
        frame.section(heading)
        frame.wording(of_rows(pickers.page_of(rows, size=A_PAGE, key=heading), says=heading))


def who_takes_part(network: Published, top: DeltaGenerator) -> None:
    """Which stakeholder group takes part in which stage, and whose ideas become known good."""
    every, ideas = participation.groups(network), participation.origins(network)
    if not (every and network.rows(RoutineRow)):
        tab = "Routines" if every else "Participation"
        shown = "who takes part in which stage, and whose ideas become known good"
        with top:
            frame.missing_tab(network, tab, would_show=shown, page=TAKES_PART)
    with st.container(width=pickers.NARROW):
        some = participation.groups(network, pickers.pick_priority(network))
    with top:
        title = participation.headline(network, some)
        frame.head(network, title, explain=TAKES_PART, table=lambda: participation.table(some))
    page = pickers.page_of(list(some.items()), size=A_PAGE, key="page")
    frame.wording(month_bars.presence_table(page))
    frame.small_print(month_bars.MARKS)
    if ideas:
        table("Whose ideas are tried, and become known good", ideas)
        frame.small_print(participation.OVERLAP, participation.as_often(network))
