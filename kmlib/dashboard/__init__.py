"""What the pages share; with the pages the only part that knows Streamlit."""

from kmlib.access import Closed
from kmlib.dashboard.frame import (
    download,
    download_table,
    drawing,
    funnel_plot,
    head,
    link_to,
    missing_tab,
    opened,
    section,
    small_print,
    wording,
)
from kmlib.dashboard.freshness import read_again
from kmlib.dashboard.library_views import shelf, whole_item
from kmlib.dashboard.measure_views import VIEWS as MEASURE_VIEWS
from kmlib.dashboard.peer_views import VIEWS as PEER_VIEWS
from kmlib.dashboard.peer_views import peer_view
from kmlib.dashboard.pickers import (
    TEAMS_A_PAGE,
    page_of,
    pick,
    pick_about,
    pick_group,
    pick_item,
    pick_map,
    pick_matches,
    pick_measure,
    pick_measures,
    pick_months,
    pick_my_team,
    pick_order,
    pick_period,
    pick_priority,
    pick_severity,
    pick_team,
    switch,
    type_words,
)
from kmlib.dashboard.projector import KEYS, agenda, deck_button, own_questions, pick_dive, project
from kmlib.dashboard.sheets import cards, message, pick_sheet, rows_bar
from kmlib.dashboard.sign_in import door, foot, guest, in_full, network
from kmlib.dashboard.takeaway import CARE, citation, downloads_headline, file_buttons
from kmlib.dashboard.tryout import PROMISE, show_tried, try_workbook

__all__ = [
    "CARE", "KEYS", "MEASURE_VIEWS", "PEER_VIEWS", "PROMISE", "TEAMS_A_PAGE", "Closed", "agenda",
    "cards", "citation", "deck_button", "door", "download", "download_table", "downloads_headline",
    "drawing", "file_buttons", "foot", "funnel_plot", "guest", "head", "in_full", "link_to",
    "message", "missing_tab", "network", "opened", "own_questions", "page_of", "peer_view", "pick",
    "pick_about", "pick_dive", "pick_group", "pick_item", "pick_map", "pick_matches",
    "pick_measure", "pick_measures", "pick_months", "pick_my_team", "pick_order", "pick_period",
    "pick_priority", "pick_severity", "pick_sheet", "pick_team", "project", "read_again",
    "rows_bar", "section", "shelf", "show_tried", "small_print", "switch", "try_workbook",
    "type_words", "whole_item", "wording",
]  # fmt: skip
