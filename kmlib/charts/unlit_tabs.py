"""The tabs that a hub does not have yet, each with the view that it would light."""

from kmlib.charts.markup import escape, tag
from kmlib.privacy import Published
from kmlib.schema import TABS, AccessRow, DataRow, NetworkSettings, Row

# Filled in another way than by rows of their own, or about nothing that is shown.
_NEVER_WAIT = (NetworkSettings, DataRow, AccessRow)


def waiting_tabs(network: Published) -> tuple[type[Row], ...]:
    """The tabs without a row, in the workbook's order."""
    without_rows = tuple(tab for tab in TABS if tab not in _NEVER_WAIT and not network.rows(tab))
    return without_rows if len(network.observations) else (DataRow, *without_rows)


def waiting_list(tabs: tuple[type[Row], ...]) -> str:
    """Each tab and what it would show."""
    said = (tag("b", escape(tab.TAB.title)) + " " + escape(tab.TAB.lights) for tab in tabs)
    return tag("ul", "".join(tag("li", it) for it in said), class_="km-tabs")
