"""The dashboard: theme, navigation and who is let in. Start it with `streamlit run app.py`."""

from collections.abc import Iterator

import streamlit as st
from streamlit.navigation.page import Page

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

LIT = (  # the menu that holds the page, as Streamlit lights a page that stands in none
    "<style>.rc-overflow-item:nth-child({} of :has([data-testid=stTopNavSection])) button"
    "{{background:var(--km-tint)}}</style>"
)
START = "overview"  # opens at the app's own address, and at its name as all others do


def at_its_address(file: str, title: str, lit: str) -> Iterator[Page]:
    """A page of the menu; the start page at both its addresses, listed at the one that is lit."""
    for address in ("", START) if file == START else (file,):
        yield st.Page(
            f"pages/{file}.py",
            title=title,
            url_path=address,
            default=not address,
            visibility="visible" if file != START or address == lit else "hidden",
        )


def menu(lit: str) -> Page:
    """The page asked for, with all pages in their menus; none to see while the door is closed."""
    return st.navigation(
        {
            section: [page for one in pages.items() for page in at_its_address(*one, lit)]
            for section, pages in PAGES.items()
        },
        position="hidden" if isinstance(visitor, dashboard.Closed) else "top",
    )


st.set_page_config(page_title="Knowledge dashboard", page_icon=wave("light"), layout="wide")
visitor = dashboard.guest()
page = menu("")
if page.url_path == START:
    page = menu(START)
if isinstance(visitor, dashboard.Closed):
    dashboard.door(visitor)
holds = [page.url_path in pages for pages in PAGES.values()]
if any(holds[1:]):
    st.html(LIT.format(holds.index(True)))
body = st.container()
dashboard.foot(visitor)  # below the page, which stops early where its tab is missing
with body, st.spinner("Working it out …"):  # seen from half a second on
    page.run()
