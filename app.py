"""The dashboard: theme, navigation and who is let in. Start it with `streamlit run app.py`."""

import streamlit as st

from kmlib import dashboard

PAGES = {  # menus, the nameless one open; a page's address is its file's name, the first the start
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

st.set_page_config(page_title="Knowledge dashboard", page_icon="🌊", layout="wide")
visitor = dashboard.guest()
page = st.navigation(
    {
        menu: [st.Page(f"pages/{file}.py", title=title) for file, title in pages.items()]
        for menu, pages in PAGES.items()
    },
    position="hidden" if isinstance(visitor, dashboard.Closed) else "top",
)
if isinstance(visitor, dashboard.Closed):
    dashboard.door(visitor)
body = st.container()
dashboard.foot(visitor)  # below the page, which stops early where its tab is missing
with body, st.spinner("Working it out …"):  # seen from half a second on
    page.run()
