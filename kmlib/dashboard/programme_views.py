"""The views of Programme; each fills the place above the switch with its title."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import calendar_year, partnerships, practices, tracker
from kmlib.analysis.focus import focus
from kmlib.analysis.marks import begins
from kmlib.analysis.standings import summary
from kmlib.charts import focus_card, month_bars, programme_tables
from kmlib.dashboard import frame, pickers
from kmlib.export.ics import calendar_file
from kmlib.privacy import Published

A_PAGE, ENTRIES = 12, 40  # project choice: columns that a laptop shows; rows of most years


def tracked(network: Published, top: DeltaGenerator) -> None:
    """Every team and tracker item, what is skipped, and completion over time."""
    every = tracker.lines(network)
    with top:
        if not every:
            shown = "which practices each team carries out, and which are skipped"
            frame.missing_tab(network, "Tracker", would_show=shown, page="tracker")
        table = partial(tracker.table, every)
        frame.head(network, tracker.headline(network), explain="tracker", table=table)
    mine = pickers.pick_my_team(network)
    teams = pickers.page_of(list(begins(network)), size=A_PAGE, key="page")
    teams = [mine, *teams] if mine and mine not in teams else teams
    outcomes = summary(network, measures=practices.outcomes(network))
    frame.wording(programme_tables.tracker_grid(every, outcomes, teams, mine))
    frame.link_to("pages/measures.py", "Which practices go with improvement?", see="Practices")
    if skipped := [line for line in every if line.skipped]:
        frame.section("What teams skip")
        some = pickers.page_of(skipped, size=A_PAGE, key="skipped")
        frame.wording(programme_tables.skipped(network, some))
    if months := tracker.over_time(network):
        frame.section(said := "Done of what was due so far")
        frame.picture(network, said, month_bars.month_bars(months, said.lower()))


def year(network: Published, top: DeltaGenerator) -> None:
    """The year by month and learning space, and what the next data dive is made of."""
    years = calendar_year.years(network)
    with top:
        if not years:
            shown = "the year by month and learning space, and which priority gets no time"
            frame.missing_tab(network, "Calendar", would_show=shown, page="calendar")
    with st.container(horizontal=True, vertical_alignment="bottom", width=pickers.NARROW * 2):
        some = years[pickers.pick("School year", list(years), key="year")]
        file = partial(calendar_file, network, some)
        frame.download(network, "The year for your own calendar (.ics)", file, name="calendar.ics")
    with top:
        lead, table = programme_tables.lead(network, some), partial(calendar_year.table, some)
        title = calendar_year.headline(network, some)
        frame.head(network, title, explain="calendar", lead=lead, table=table)
    frame.section("This month’s focus")
    frame.wording(focus_card.focus_card(focus(network)))
    now = [entry for entry in some if entry.month == network.as_of.replace(day=1)]
    frame.wording(programme_tables.entry_rows(network, now))
    for corner, strip in calendar_year.strips(network, some).items():
        frame.section(f"The year by {corner.lower()}")
        frame.wording(programme_tables.year_strip(network, some, strip, corner))
    frame.section("Entry by entry")
    rows = pickers.page_of(some, size=ENTRIES, key="page")
    frame.wording(programme_tables.entry_rows(network, rows))


def partnered(network: Published, top: DeltaGenerator) -> None:
    """Every partnership with its readiness, sessions and pulse check."""
    every = partnerships.partnerships(network)
    with top:
        if not every:
            shown = "which partnerships were ready to begin, and what was carried out of them"
            frame.missing_tab(network, "Partnerships", would_show=shown, page="partnerships")
        table = partial(partnerships.table, every)
        frame.head(network, partnerships.headline(network), explain="partnerships", table=table)
    for one in pickers.page_of(every, size=A_PAGE, key="page"):
        frame.wording(programme_tables.partnership_card(network, one))


VIEWS: dict[str, Callable[[Published, DeltaGenerator], None]] = {
    "Tracker": tracked,
    "Calendar": year,
    "Partnerships": partnered,
}
