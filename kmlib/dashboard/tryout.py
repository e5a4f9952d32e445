"""Trying a workbook: it is read for one visitor, kept for that visitor alone, and forgotten."""

import threading
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kmlib.analysis.mending import ToMend, to_mend
from kmlib.charts import little_sheet, row_bar, tried
from kmlib.charts.markup import forget_texts
from kmlib.dashboard.frame import section, small_print, wording
from kmlib.dashboard.loading import SHOWN, last_reading, publish_here
from kmlib.dashboard.sheets import rows_bar, show_cards
from kmlib.findings import NO_TEAMS_TAB, SOURCE_TOO_LARGE
from kmlib.privacy import Published
from kmlib.reading.cells import SourceError
from kmlib.reading.guards import refused
from kmlib.reading.sources import TABLES, open_source, read_workbook

KINDS = sorted(kind.removeprefix(".") for kind in TABLES)
MOST_CELLS_TRIED = 250_000  # project choice: a network of 150 teams, and some 200 MB at worst
KEPT = "tried"  # of the visitor's own session
PROMISE = (
    "It is read in memory for you alone: not stored, not shown to anybody else, and forgotten when"
    " you say so or close this page. Links in it are not followed."
)

_one_at_a_time = threading.Lock()


class _Kept(NamedTuple):
    """What an upload gave, and what it was read as."""

    file: str
    team: str
    tried: tried.Tried


def try_workbook(team: str) -> tried.Tried | None:
    """What a workbook gives that this visitor drops here; None until then, and once forgotten."""
    number = st.session_state.setdefault("uploads", 0)
    most = st.get_option("server.maxUploadSize")
    label = f"A workbook to try, of up to {most} MB and {MOST_CELLS_TRIED:,} cells"
    file = st.file_uploader(label, type=KINDS, key=f"upload-{number}")
    if file is None:
        small_print(tried.WHOSE)
        st.session_state.pop(KEPT, None)
        return None
    kept = st.session_state.get(KEPT)
    if kept is None or kept[:2] != (file.file_id, team):
        with st.spinner("Reading it …"):
            kept = _Kept(file.file_id, team, _read(file.getvalue(), file.name, team))
        st.session_state[KEPT] = kept
    st.button("Forget it now", on_click=_forget, args=(file.file_id,))
    return kept.tried


def _read(data: bytes, name: str, team: str = "") -> tried.Tried:
    """Read an uploaded workbook: as a hub if it is one, else with the network's words.

    Nothing is stored, and no link in it is followed.

    Args:
        data: the file.
        name: what it is called; never a path.
        team: of the network that is shown, whose own workbook it is.
    """
    try:
        with _one_at_a_time:
            workbook = read_workbook(data, name)
            cells = sum(len(row) for tab in workbook.tabs for row in tab.rows)
            if cells > MOST_CELLS_TRIED:
                reason = f"it has {cells:,} cells, and up to {MOST_CELLS_TRIED:,} are tried here"
                raise refused(SOURCE_TOO_LARGE, name, reason=reason)
            alone, _ = publish_here(workbook, open_source, is_mine=True)
            if all(finding.code != NO_TEAMS_TAB.code for finding in alone.findings):
                return tried.Tried(name, alone, is_hub=True)
            opener = last_reading().shelf.open  # gives the hub as it was read last
            hub = st.session_state[SHOWN]
            here, _ = publish_here(workbook, opener, hub=hub, team=team, is_mine=True)
            return tried.Tried(name, here, team=team)
    except SourceError as error:
        return tried.Tried(name, None, error.finding)


def _forget(file: str) -> None:
    """Drop the file and all that was read out of it, at once rather than when the page closes."""
    st.session_state.pop(KEPT, None)
    st.session_state["uploads"] += 1  # the next uploader is an empty one
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file)
    forget_texts()


def show_tried(one: tried.Tried, network: Published) -> None:
    """What the dashboard would make of a workbook: rows, tabs, findings and the first numbers."""
    if one.network is None:
        failed = [ToMend(one.failed)] if one.failed else []
        wording(little_sheet.finding_cards(failed, {}))
        return
    rows_bar(row_bar.together(one.network.sources))
    met = tried.met_in_words(one.network, is_hub=one.is_hub)
    small_print(tried.read_with(one, network), met)
    left, right = st.columns([1, 1.4], gap="large")
    with left:
        section("What each tab is read as")
        wording(tried.tab_table(one.network))
    with right:
        section("The first numbers")
        wording(tried.preview(one.network))
        small_print(tried.preview_in_words(one.network))
    section(little_sheet.heading(one.name, one.network.findings))
    show_cards(to_mend(one.network, one.network.findings), one.network.excerpts)
