"""The other views of Peer accountability; each fills the place above the switch with its title."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import two_sides, visits
from kmlib.charts import peer_learning
from kmlib.dashboard import frame, pickers
from kmlib.privacy import Published
from kmlib.schema.learning import SelfAssessmentRow

SIDES, VISITS = "self-assessment", "peer visits"


def sides(network: Published, top: DeltaGenerator) -> None:
    """Each team's own scores beside its facilitator's."""
    if not network.rows(SelfAssessmentRow):
        shown = "each team’s own score beside its facilitator’s, and where the two differ"
        with top:
            frame.missing_tab(network, "Self-assessment", would_show=shown, page=SIDES)
        return
    rows = lambda: two_sides.table(network)  # noqa: E731
    with top:
        frame.head(network, two_sides.headline(network), explain=SIDES, table=rows)
    team = pickers.pick_my_team(network)
    found = [one for one in two_sides.two_sides(network) if team in ("", one.rows[0].team)]
    shown_rows = pickers.page_of(found, size=pickers.TEAMS_A_PAGE, key="page")
    frame.wording(peer_learning.sides_table(shown_rows))


def rounds(network: Published, top: DeltaGenerator) -> None:
    """Who could visit whom in each round, and what they could show one another."""
    team = pickers.pick_my_team(network)
    found = [one for one in visits.visits(network) if team in ("", *one.teams)]
    with top:
        title = peer_learning.visits_headline(found, team)
        frame.head(network, title, explain=VISITS, table=lambda: visits.table(network))
    frame.wording(
        peer_learning.visit_table(pickers.page_of(found, size=pickers.TEAMS_A_PAGE, key="page"))
    )


VIEWS: dict[str, Callable[[Published, DeltaGenerator], None]] = {
    "Self-assessment": sides,
    "Peer visits": rounds,
}
