"""Whose sheet is looked at: one workbook or one team, and whether it arrived."""

from collections.abc import Sequence
from typing import NamedTuple

from kmlib.analysis.mending import Arrival, about_team, arrival, parts_set_aside
from kmlib.charts import little_sheet, row_bar
from kmlib.charts.markup import escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count
from kmlib.findings import Finding
from kmlib.network import NOTHING_TYPED, SourceCount
from kmlib.privacy import Published

NOTHING = "no number has arrived yet"
ABOUT_A_TEAM = (
    "Beside it stands what was found in the team’s own workbook, in rows elsewhere that name the"
    " team, and at names that nobody has but that are near to its own. What is said of a whole"
    " column or tab of a shared workbook stands under that workbook."
)


class Looked(NamedTuple):
    """What is looked at, and what there is to say of it."""

    whose: str  # the workbook or the team
    to: str  # to whom a message goes
    headline: str
    lead: str
    arrived: str  # in a sentence
    rows: SourceCount | None  # all that the title tells of; None where it tells of a team
    findings: Sequence[Finding]


def of_workbook(network: Published, workbook: str) -> Looked:
    """One workbook, among all that the title tells of."""
    whole = row_bar.together(network.sources)
    closed, parts = row_bar.not_opened(network.findings), parts_set_aside(network, network.findings)
    title = row_bar.headline(whole, closed, parts)
    rows = next((source for source in network.sources if source.name == workbook), None)
    return Looked(
        whose=workbook,
        to=rows.team if rows and rows.team else f"whoever keeps {workbook}",
        headline=NOTHING_TYPED if network.says_nothing_yet else title,
        lead=little_sheet.in_words(network.findings, len(network.sources) + closed),
        arrived=f"{workbook}: {row_bar.arrived_in_words(rows)}",
        rows=whole,
        findings=[finding for finding in network.findings if finding.source == workbook],
    )


def of_team(network: Published, team: str) -> Looked:
    """One team: its own workbook, and what concerns it elsewhere."""
    came = arrival(network, team)
    own = [source for source in network.sources if source.team == team]
    arrived = [f"{source.name}: {row_bar.arrived_in_words(source)}" for source in own]
    return Looked(
        whose=team,
        to=team,
        headline=headline(came),
        lead=in_words(came),
        arrived=" ".join([f"{_numbers(came).capitalize()}.", *arrived]),
        rows=None,
        findings=about_team(network, team),
    )


def came_table(network: Published, team: str) -> str:
    """How much came of a team, by the tab it is read as."""
    came = arrival(network, team)
    rows = [(tab, f"{count(amount, 'row')}") for tab, amount in came.rows.items()]
    cells = [("Data", count(came.numbers, "number")), *rows]
    lines = ([tag("b", escape(tab)), escape(amount)] for tab, amount in cells)
    return plain_table(("Tab", "Arrived#"), lines, says=f"What arrived of {came.team}")


def headline(came: Arrival) -> str:
    """Whether the sheet of a team arrived.

    >>> headline(Arrival("Kestrel", 243, None, {}, 1))
    'Kestrel: 243 numbers arrived; 1 row was set aside'
    >>> headline(Arrival("Kestrel", 11, None, {}, 0, (0, 3)))
    'Kestrel: 11 numbers arrived; 3 cells were set aside'
    >>> headline(Arrival("Kestrel", 0, None, {}, 0))
    'Kestrel: no number has arrived yet'
    """
    aside = row_bar.set_aside(came.rows_set_aside, *came.parts_set_aside)
    return "; ".join(filter(None, (f"{came.team}: {_numbers(came)}", aside)))


def _numbers(came: Arrival) -> str:
    return f"{count(came.numbers, 'number')} arrived" if came.numbers else NOTHING


def in_words(came: Arrival) -> str:
    """Up to when the numbers of a team reach, and where it mends what is amiss.

    >>> from datetime import date
    >>> in_words(Arrival("Kestrel", 9, date(2026, 2, 28), {}, 0))[:35]
    'The numbers reach to February 2026.'
    """
    reach = f"The numbers reach to {came.latest:%B %Y}. " if came.latest else ""
    return reach + little_sheet.HOW_TO_MEND
