"""The dashboard: theme and navigation. Start it with `streamlit run app.py`."""

import streamlit as st

PAGES = {  # a page's address is its file's name; the first page is the start
    "overview": "Overview",
    "stage_progress": "Stage progress",
    "process_map": "Process map",
    "measures": "Measures",
    "peer_accountability": "Peer accountability",
    "sheet_check": "Sheet check",
    "downloads": "Downloads",
}

st.set_page_config(page_title="Knowledge dashboard", page_icon="🌊", layout="wide")
st.navigation(
    [st.Page(f"pages/{file}.py", title=title) for file, title in PAGES.items()], position="top"
).run()
