"""The other views of Peer accountability; each fills the place above the switch with its title."""

from functools import partial
from typing import Any

from streamlit.delta_generator import DeltaGenerator

from kmlib.analysis import two_sides, visits
from kmlib.charts import plain_table
from kmlib.dashboard import frame, pickers
from kmlib.dashboard.keeping import kept
from kmlib.privacy import Published

OWN = "each team’s own score beside its facilitator’s, and where the two see different things"
WHO = "who could visit whom, and what they could show one another"
VIEWS: dict[str, tuple[Any, Any, str, str]] = {  # module, finder, its tab, what it would show
    "Self-assessment": (two_sides, two_sides.scorings, "Self-assessment", OWN),
    "Peer visits": (visits, visits.visits, "Teams", WHO),
}


def peer_view(network: Published, top: DeltaGenerator, view: str) -> None:
    """One of these views, of all teams or of one."""
    about, find, tab, would_show = VIEWS[view]
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
    about, find, *_ = VIEWS[view]
    return str(about.headline(find(network, team)))
