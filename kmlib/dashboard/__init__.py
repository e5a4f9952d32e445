"""What the pages share; with the pages the only part that knows Streamlit."""

from __future__ import annotations

from kmlib.dashboard.frame import (
    download,
    drawing,
    head,
    link_to,
    missing_tab,
    opened,
    section,
    small_print,
    wording,
)
from kmlib.dashboard.loading import network
from kmlib.dashboard.pickers import TEAMS_A_PAGE, page_of, pick_group, pick_measure, pick_team
from kmlib.dashboard.takeaway import (
    CARE,
    citation,
    downloads_headline,
    file_buttons,
    snapshot_button,
)
from kmlib.dashboard.workbooks import pick_severity, pick_workbook

__all__ = [
    "CARE",
    "TEAMS_A_PAGE",
    "citation",
    "download",
    "downloads_headline",
    "drawing",
    "file_buttons",
    "head",
    "link_to",
    "missing_tab",
    "network",
    "opened",
    "page_of",
    "pick_group",
    "pick_measure",
    "pick_severity",
    "pick_team",
    "pick_workbook",
    "section",
    "small_print",
    "snapshot_button",
    "wording",
]
