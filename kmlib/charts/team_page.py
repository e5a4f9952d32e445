"""All of one team on a page: its measures, its cycles, its promises, its sheet, and whom to ask."""

from collections.abc import Sequence

from kmlib.analysis import accountability, ledger
from kmlib.analysis.mending import to_mend
from kmlib.analysis.series import Series, one_series
from kmlib.analysis.spread import items
from kmlib.charts import ledger_cards, little_sheet, measure_list, peer_table
from kmlib.charts.markup import escape, tag
from kmlib.charts.words import count
from kmlib.findings import Finding
from kmlib.privacy import Published
from kmlib.schema import TeamRow

MOST_CYCLES = 5  # project choice: what a team remembers
MOST_FINDINGS = 5  # project choice: what is mended in one sitting


def headline(network: Published, team: str) -> str:
    """How many measures of a team improve or worsen, of those that it reports."""
    lines = _lines(network, team)
    if not lines:
        return f"{team} has reported no measure yet"
    improving, worsening = map(len, measure_list.going(lines))
    are = "is" if 1 in (improving, len(lines)) else "are"
    more = f", {worsening} worsening" if worsening else ""
    return f"{team}: {improving} of {count(len(lines), 'measure')} {are} improving{more}"


def lead(row: TeamRow) -> str:
    """What kind of team it is."""
    students = f"{row.students:,} students" if row.students else ""
    return " · ".join(filter(None, (row.school, row.model, row.cohort, row.district, students)))


def parts(network: Published, row: TeamRow, findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """The parts of the page: a heading and its markup each, empty where there is nothing yet.

    `findings` are those about the team that may be taken away.
    """
    team = row.team
    cycles = [one for one in ledger.ledger(network) if one.row.team == team][:MOST_CYCLES]
    found = to_mend(network, findings)[:MOST_FINDINGS]
    return [
        ("Measures", measure_list.with_charts(_lines(network, team))),
        ("What was due", _due(network, team)),
        ("Cycles, the last first", ledger_cards.cycles(network, cycles)),
        ("What it could show others", _known(network, team)),
        ("In its sheet", little_sheet.finding_cards(found, {}, of_several=True)),
    ]


def _lines(network: Published, team: str) -> list[Series]:
    """The measures that a team reports, in the sheet's order."""
    every = (one_series(network, measure, team) for measure in network.measures)
    return [line for line in every if line.reported]


def _due(network: Published, team: str) -> str:
    peer = accountability.one_peer(network, team)
    if peer is None or not accountability.has_commitments(network):
        return ""
    agreed = accountability.agreements(network)
    heads = peer_table.Heads(agreed, accountability.exchange_agreed(network))
    return peer_table.opened(peer, heads, accountability.help_by_measure(network, team))


def _known(network: Published, team: str) -> str:
    """The knowledge items that come from a team or that it tested."""
    own = [one for one in items(network) if team in one.ask]
    said = (tag("b", escape(one.row.item)) + " " + escape(one.row.claim) for one in own)
    return tag("ul", "".join(tag("li", it) for it in said), class_="km-tabs") if own else ""
