"""The dashboard: theme, navigation and who is let in. Start it with `streamlit run app.py`."""

import streamlit as st

from kmlib import dashboard

PAGES = {  # a page's address is its file's name; the first page is the start
    "overview": "Overview",
    "stage_progress": "Stage progress",
    "process_map": "Process map",
    "measures": "Measures",
    "peer_accountability": "Peer accountability",
    "inquiry_cycles": "Inquiry cycles",
    "knowledge_library": "Knowledge library",
    "programme": "Programme",
    "dive": "Data dive",
    "sheet_check": "Sheet check",
    "downloads": "Downloads",
}

st.set_page_config(page_title="Knowledge dashboard", page_icon="🌊", layout="wide")
visitor = dashboard.guest()
page = st.navigation(
    [st.Page(f"pages/{file}.py", title=title) for file, title in PAGES.items()],
    position="hidden" if isinstance(visitor, dashboard.Closed) else "top",
)
if isinstance(visitor, dashboard.Closed):
    dashboard.door(visitor)
body = st.container()
dashboard.foot(visitor)  # below the page, which stops early where its tab is missing
with body:
    page.run()
