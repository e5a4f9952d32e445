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

import kmlib
from kmlib.charts.look import style, wave
from kmlib.charts.markup import escape
from kmlib.findings import NO_MEASURES_TAB, NO_TEAMS_TAB, TAB_NEAR_MISS, Finding
from kmlib.privacy import Own, Published, publish_with_own
from kmlib.reading.cells import SourceError
from kmlib.reading.sources import fingerprint

SAMPLE = Path(__file__).parents[2] / "sample_sheets" / "hub.xlsx"
RETRY_SECONDS = 10  # project choice: who saves a workbook is done by then
READINGS_KEPT = 2  # project choice: one is shown; more only where the setting changes
LACKING = (TAB_NEAR_MISS.code, NO_TEAMS_TAB.code, NO_MEASURES_TAB.code)


class Reading(NamedTuple):
    """What a source gave when it was read last."""

    changes: tuple[object, ...]  # how its files looked
    network: Published | None  # the last that could be read
    failed: Finding | None = None  # why it cannot be read now: then the network is an older one
    troubles: Mapping[Finding, dt.datetime | None] = {}  # what keeps whole sheets out, since when
    own: Mapping[str, Own] = {}  # what each team alone may see


_readings: dict[str, Reading] = {}  # by source
_one_at_a_time = threading.Lock()


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
    st.html(style(theme()))
    st.logo(wave(theme()), size="small")
    known = reading()
    if known.network is not None:
        return known.network
    if known.failed is not None:
        _failed(known.failed)
    st.stop()


def reading() -> Reading:
    """What the source holds as it is now."""
    return _latest(_source())


def last_reading() -> Reading:
    """How the network that is shown was read."""
    return _readings[_source()]


def _source() -> str:
    return setting("KM_WORKBOOK", str(SAMPLE))


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
        network, own = publish_with_own(kmlib.load(source))
    except SourceError as error:
        since = {error.finding: known.troubles.get(error.finding) or now}
        return known._replace(changes=changes, failed=error.finding, troubles=since)
    keep_for_good()
    closed = [finding for finding in network.findings if finding.code.startswith("source-")]
    lacking = [f for code in LACKING for f in network.findings if f.code == code]
    troubles = {finding: known.troubles.get(finding) or now for finding in closed}
    return Reading(changes, network, None, troubles | dict.fromkeys(lacking), own)


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
