"""Which workbook is shown, read once and again as soon as it changes."""

from __future__ import annotations

import datetime as dt
import gc
import os
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.pages_manager import PagesManager

import kmlib
from kmlib.charts.look import style, wave
from kmlib.charts.markup import escape
from kmlib.privacy import Published
from kmlib.reading.cells import SourceError
from kmlib.reading.sources import fingerprint

SAMPLE = Path(__file__).parents[2] / "sample_sheets" / "hub.xlsx"


def setting(name: str, default: str = "") -> str:
    """A setting of the dashboard: the environment first, then the secrets, then the default."""
    if name in os.environ:
        return os.environ[name]
    try:
        return str(st.secrets.get(name, default))
    except StreamlitSecretNotFoundError:
        return default


def network() -> Published:
    """The network to show, as published; an edited workbook is read again at the next rerun.

    Where it cannot be opened, the page says what, why and how to mend it, and ends there.
    """
    _run_app_first()
    st.html(style(theme()))
    st.logo(wave(theme()), size="small")
    source = setting("KM_WORKBOOK", str(SAMPLE))
    try:
        return _read(source, _changes(source))
    except SourceError as error:
        _failed(error)
        st.stop()


def _run_app_first() -> None:
    """Run app.py, which makes the menu, where a page's own address is the first one opened.

    Until app.py has called st.navigation once, Streamlit takes a folder named pages for its own
    older kind of menu and runs the page without app.py.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


def theme() -> str:
    """The theme this viewer sees: light or dark."""
    return st.context.theme.type or "light"


@st.cache_resource(max_entries=2, show_spinner="Reading the sheets …")
def _read(source: str, changes: tuple[object, ...]) -> Published:
    """Load and publish; `changes` makes an edited source another one."""
    published = kmlib.publish(kmlib.load(source))
    keep_for_good()
    return published


def keep_for_good() -> None:
    """What is in memory now is not looked through again after every rerun: that costs ten times."""
    gc.collect()
    gc.freeze()


def _changes(source: str) -> tuple[object, ...]:
    """What changes with the source, with the files beside a hub, and from one day to the next."""
    path = Path(source)
    beside = fingerprint(path.parent) if path.is_file() else ()
    return (fingerprint(source), beside, dt.date.today())


def _failed(error: SourceError) -> None:
    finding = error.finding
    st.title("The sheets could not be read", anchor=False)
    st.html(
        f'<p class="km-lead"><b class="km-orange">{escape(finding.what)}</b></p>'
        f"<p>{escape(finding.why)}</p><p>{escape(finding.fix)}</p>"
        '<p class="km-small-print">Which workbook is read is set by KM_WORKBOOK, in the environment'
        " or in .streamlit/secrets.toml.</p>"
    )
