"""The dashboard: theme, navigation and who is let in. Start it with `streamlit run app.py`."""

import streamlit as st

from kmlib import dashboard
from kmlib.charts.look import wave

PAGES = {  # menus, the nameless one open; a page's address is its file's name
    "": {
        "overview": "Overview",
        "stage_progress": "Stage progress",
        "process_map": "Process map",
        "measures": "Measures",
        "dive": "Data dive",
    },
    "Teams": {
        "peer_accountability": "Peer accountability",
        "team": "One team",
    },
    "Learning": {
        "inquiry_cycles": "Inquiry cycles",
        "knowledge_library": "Knowledge library",
    },
    "Programme": {
        "programme": "Programme",
        "continuity": "Continuity",
    },
    "Sheets": {
        "sheet_check": "Sheet check",
        "downloads": "Downloads",
    },
}

START = "overview"  # opens at the app's own address and, unlisted, at its name as all others do


def as_page(file: str, title: str) -> st.Page:
    """A page in its menu."""
    path = "start" if file == START else None
    return st.Page(f"pages/{file}.py", title=title, url_path=path, default=file == START)


st.set_page_config(page_title="Knowledge dashboard", page_icon=wave("light"), layout="wide")
visitor = dashboard.guest()
shown = {menu: [as_page(*one) for one in pages.items()] for menu, pages in PAGES.items()}
shown[""].append(st.Page(f"pages/{START}.py", url_path=START, visibility="hidden"))
page = st.navigation(
    shown,
    position="hidden" if isinstance(visitor, dashboard.Closed) else "top",
)
if isinstance(visitor, dashboard.Closed):
    dashboard.door(visitor)
body = st.container()
dashboard.foot(visitor)  # below the page, which stops early where its tab is missing
with body, st.spinner("Working it out …"):  # seen from half a second on
    page.run()
