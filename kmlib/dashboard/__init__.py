"""What the pages share; with the pages the only part that knows Streamlit."""

from kmlib.access import Closed
from kmlib.dashboard.frame import (
    download_table,
    drawing,
    head,
    in_one_line,
    link_to,
    missing_tab,
    on_page,
    paper_button,
    picture,
    read_more,
    section,
    small_print,
    wording,
)
from kmlib.dashboard.freshness import read_again
from kmlib.dashboard.keeping import kept
from kmlib.dashboard.learning_views import table, who_learns_from_whom, who_takes_part
from kmlib.dashboard.library_views import shelf, whole_item
from kmlib.dashboard.measure_views import VIEWS as MEASURE_VIEWS
from kmlib.dashboard.peer_views import VIEWS as PEER_VIEWS
from kmlib.dashboard.pickers import (
    TEAMS_A_PAGE,
    page_of,
    pick,
    pick_about,
    pick_item,
    pick_map,
    pick_matches,
    pick_months,
    pick_my_team,
    pick_one_team,
    pick_priority,
    pick_severity,
    switch,
    type_words,
)
from kmlib.dashboard.programme_views import VIEWS as PROGRAMME_VIEWS
from kmlib.dashboard.projector import KEYS, agenda, deck_button, own_questions, pick_dive, project
from kmlib.dashboard.sheets import cards, message, pick_sheet, rows_bar
from kmlib.dashboard.sign_in import door, foot, guest, network
from kmlib.dashboard.takeaway import CARE, citation, downloads_headline, file_buttons, licence
from kmlib.dashboard.tryout import PROMISE, show_tried, try_workbook

__all__ = [
    "CARE", "KEYS", "MEASURE_VIEWS", "PEER_VIEWS", "PROGRAMME_VIEWS", "PROMISE", "TEAMS_A_PAGE",
    "Closed", "agenda", "cards", "citation", "deck_button", "door", "download_table",
    "downloads_headline", "drawing", "file_buttons", "foot", "guest", "head", "in_one_line", "kept",
    "licence", "link_to", "message", "missing_tab", "network", "on_page", "own_questions",
    "page_of", "paper_button", "pick", "pick_about", "pick_dive", "pick_item",
    "pick_map", "pick_matches", "pick_months", "pick_my_team", "pick_one_team", "pick_priority",
    "pick_severity", "pick_sheet", "picture", "project", "read_again", "read_more", "rows_bar",
    "section", "shelf", "show_tried", "small_print", "switch", "table", "try_workbook",
    "type_words", "who_learns_from_whom", "who_takes_part", "whole_item", "wording",
]  # fmt: skip
