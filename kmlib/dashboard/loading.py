"""Which workbook is shown, read once and again as soon as it changes.

Where it cannot be opened any more, the last good reading is shown, with what is wrong.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.pages_manager import PagesManager

import kmlib
from kmlib.charts.look import style, wave
from kmlib.charts.markup import escape
from kmlib.charts.tried import Tried
from kmlib.findings import (
    NO_MEASURES_TAB,
    NO_TEAMS_TAB,
    SOURCE_TOO_LARGE,
    TAB_NEAR_MISS,
    Finding,
)
from kmlib.privacy import Published
from kmlib.reading.cells import SourceError, Workbook
from kmlib.reading.guards import refused
from kmlib.reading.sources import fingerprint, read_workbook

SAMPLE = Path(__file__).parents[2] / "sample_sheets" / "hub.xlsx"
RETRY_SECONDS = 10  # project choice: who saves a workbook is done by then
READINGS_KEPT = 2  # project choice: one is shown; more only where the setting changes
MOST_CELLS_TRIED = 250_000  # project choice: a network of 150 teams, and some 200 MB at worst
LACKING = (TAB_NEAR_MISS.code, NO_TEAMS_TAB.code, NO_MEASURES_TAB.code)


class Reading(NamedTuple):
    """What a source gave when it was read last."""

    changes: tuple[object, ...]  # how its files looked
    network: Published | None  # the last that could be read
    failed: Finding | None = None  # why it cannot be read now: then the network is an older one
    troubles: Mapping[Finding, dt.datetime | None] = {}  # what keeps whole sheets out, since when


_readings: dict[str, Reading] = {}  # by source
_one_at_a_time = threading.Lock()
_one_upload_at_a_time = threading.Lock()  # a slow one keeps nobody from the network itself


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
    reading = _latest(_source())
    if reading.network is not None:
        return reading.network
    if reading.failed is not None:
        _failed(reading.failed)
    st.stop()


def last_reading() -> Reading:
    """How the network that is shown was read."""
    return _readings[_source()]


def _source() -> str:
    return setting("KM_WORKBOOK", str(SAMPLE))


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


def _latest(source: str) -> Reading:
    """The reading of a source as its files are now; one viewer reads, the others wait for it."""
    known = _readings.get(source)
    changes = _changes(source, known)
    if known is not None and known.changes == changes:
        return known
    with st.spinner(f"Reading {escape(Path(source).name)} …"), _one_at_a_time:
        known = _readings.get(source)
        if known is None or known.changes != changes:
            known = _readings[source] = _read(source, changes, known)
            for old in list(_readings)[:-READINGS_KEPT]:
                del _readings[old]
    return known


def _read(source: str, changes: tuple[object, ...], before: Reading | None) -> Reading:
    """Load and publish; what cannot be opened leaves the last good reading in its place."""
    known = before or Reading(changes, None)
    now = dt.datetime.now(dt.UTC)
    try:
        network = _published(source)
    except SourceError as error:
        since = known.troubles.get(error.finding) or now
        return Reading(changes, known.network, error.finding, {error.finding: since})
    keep_for_good()
    closed = [finding for finding in network.findings if finding.code.startswith("source-")]
    lacking = [f for code in LACKING for f in network.findings if f.code == code]
    troubles = {finding: known.troubles.get(finding) or now for finding in closed}
    return Reading(changes, network, None, troubles | dict.fromkeys(lacking))


def _published(*sources: str | Workbook, hub: str | None = None, team: str = "") -> Published:
    return kmlib.publish(kmlib.load(*sources, hub=hub, team=team))


def read_upload(data: bytes, name: str, team: str = "") -> Tried:
    """Read an uploaded workbook: as a hub if it is one, else with the network's words.

    Nothing is stored, and no link in it is followed.

    Args:
        data: the file.
        name: what it is called; never a path.
        team: of the network that is shown, whose own workbook it is.
    """
    alone = None
    try:
        with _one_upload_at_a_time:
            workbook = read_workbook(data, name)
            cells = sum(len(row) for tab in workbook.tabs for row in tab.rows)
            if cells > MOST_CELLS_TRIED:
                reason = f"it has {cells:,} cells, and up to {MOST_CELLS_TRIED:,} are tried here"
                raise refused(SOURCE_TOO_LARGE, name, reason=reason)
            alone = _published(workbook)
            if all(finding.code != NO_TEAMS_TAB.code for finding in alone.findings):
                return Tried(name, alone, is_hub=True)
            return Tried(name, _published(workbook, hub=_source(), team=team), team=team)
    except SourceError as error:
        return Tried(name, alone, error.finding)


def keep_for_good() -> None:
    """What is in memory now is not looked through again after every rerun: that costs ten times."""
    gc.collect()
    gc.freeze()


def _changes(source: str, known: Reading | None) -> tuple[object, ...]:
    """What changes with the source, with the files beside a hub, and from one day to the next.

    While it cannot be read it changes with the clock, too: not every mending shows in a file.
    """
    path = Path(source)
    beside = fingerprint(path.parent) if path.is_file() else ()
    tick = time.monotonic() // RETRY_SECONDS if known and known.failed else 0
    return (fingerprint(source), beside, dt.date.today(), tick)


def _failed(finding: Finding) -> None:
    st.title("The sheets could not be read", anchor=False)
    st.html(
        f'<p class="km-lead"><b class="km-orange">{escape(finding.what)}</b></p>'
        f"<p>{escape(finding.why)}</p><p>{escape(finding.fix)}</p>"
        '<p class="km-small-print">Which workbook is read is set by KM_WORKBOOK, in the environment'
        " or in .streamlit/secrets.toml.</p>"
    )
