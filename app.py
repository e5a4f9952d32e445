"""The dashboard: theme and navigation. Start it with `streamlit run app.py`."""

import streamlit as st

PAGES = (  # file, title, address
    ("pages/overview.py", "Overview", ""),
    ("pages/measures.py", "Measures", "measures"),
    ("pages/sheet_check.py", "Sheet check", "sheet-check"),
    ("pages/downloads.py", "Downloads", "downloads"),
)

st.set_page_config(page_title="Knowledge dashboard", page_icon="🌊", layout="wide")
st.navigation(
    [st.Page(file, title=title, url_path=url, default=not url) for file, title, url in PAGES],
    position="top",
).run()
