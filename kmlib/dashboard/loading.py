"""Which workbook is shown: what was read of it last, while its sources are looked at behind.

One thread looks at the sources again and again, one at a time; a page takes what is there.
"""

import datetime as dt
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, NoReturn

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

import kmlib
from kmlib.analysis.progress import by_priority, stage_progress
from kmlib.charts.look import style, wave
from kmlib.charts.markup import escape
from kmlib.charts.this_month import matters
from kmlib.dashboard.keeping import forget, keep_for_good, kept, renew
from kmlib.dashboard.log import log_reading
from kmlib.export.parquet import write_published
from kmlib.findings import (
    NO_MEASURES_TAB,
    NO_TEAMS_TAB,
    SOURCE_WAITS,
    TAB_NEAR_MISS,
    Finding,
    Severity,
)
from kmlib.privacy import Own, Published, publish_with_own
from kmlib.reading.cells import Source, SourceError
from kmlib.reading.sources import Opener
from kmlib.refreshing import Shelf
from kmlib.snapshots import NotKeptError, place_at
from kmlib.turns import keep_the_turn

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_sheets" / "hub.xlsx"
READINGS_KEPT = 2  # project choice: one is shown; more only where the setting changes
SHOWN = "km-workbook"  # the source that a viewer sees, by its name in the session
SHOWN_AT = "km-made-at"  # when the reading was made that is on the page
START_PAGE = (stage_progress, by_priority, matters)  # all else there is made of these
DRAWN_WITH = "altair"  # a quarter of a second, which the start page does without
LACKING = (TAB_NEAR_MISS.code, NO_TEAMS_TAB.code, NO_MEASURES_TAB.code)

# project choices, in seconds
LOOK_EVERY = 2.0  # at the files; who edits one and opens a page sees what was typed
MOMENT = 0.25  # that a new viewer waits for it: a small workbook is read by then
PATIENCE = 10.0  # that the first viewer of all waits; what is not read by then comes later
LONGEST_ROUND = 30.0  # of many sheets; what has changed by then is shown
WAITING = 3.0  # whoever sees nothing yet
PUT_OUT_EVERY = 600.0  # what others may take
ASK_EVERY = 30.0  # for a new reading: everybody who looks shares one button


class Reading(NamedTuple):
    """What a source gave when it was read last."""

    shelf: Shelf  # where its readings are
    day: dt.date  # for the network is as of today
    network: Published | None  # the last that could be read
    failed: Finding | None = None  # why it cannot be read now: then the network is an older one
    troubles: Mapping[Finding, dt.datetime | None] = {}  # what keeps whole sheets out, since when
    own: Mapping[str, Own] = {}  # what each team alone may see
    at: float = -inf  # when it was made, on the monotonic clock


@dataclass
class _Rounds:
    """How often the thread was asked to look at the sources, and did; and when, since the start."""

    asked: int = 0
    done: int = 0
    by_hand: float = -inf  # when somebody pressed the button last, on the monotonic clock
    put_out: float = -inf  # when what others may take was written last


_readings: dict[str, Reading] = {}  # by source
_one_at_a_time = threading.Lock()
_no_secrets: list[Any] = [None, -inf]  # in which object, until when
_rounds, _news = _Rounds(), threading.Condition()
_thread = threading.Thread()


def setting(name: str, default: str = "") -> str:
    """A setting of the dashboard: the environment first, then the secrets, then the default."""
    if name in os.environ:
        return os.environ[name]
    try:
        return str(secret(name, default))
    except StreamlitSecretNotFoundError:
        return default


def secret(name: str, default: Any) -> Any:
    """One of the secrets; the default where there are none.

    Without a file of secrets Streamlit would look for one at every question, and a full room would
    wait for one another there: it is looked for every few seconds.

    Raises:
        StreamlitSecretNotFoundError: there is such a file, and it cannot be read.
    """
    if _no_secrets[0] is st.secrets and monotonic() < _no_secrets[1]:
        return default
    try:
        return st.secrets.get(name, default)
    except StreamlitSecretNotFoundError:
        if any(Path(place).exists() for place in st.get_option("secrets.files")):
            raise
        _no_secrets[:] = [st.secrets, monotonic() + LOOK_EVERY]
        return default


def network() -> Published:
    """The network to show, as published: what was read last.

    Where nothing could be opened, the page says what, why and how to mend it, and ends there.
    """
    st.html(style(theme()))
    st.logo(wave(theme()), size="small")
    known = reading()
    st.session_state[SHOWN_AT] = known.at
    if known.network is not None:
        return known.network
    _failed(known)


def reading() -> Reading:
    """What the source holds as it is now."""
    return _latest(setting("KM_WORKBOOK", str(SAMPLE)))


def known_reading(source: str) -> Reading | None:
    """How a source was read last; None if it has not been read yet."""
    return _readings.get(source)


def last_reading() -> Reading:
    """How the network that is shown was read."""
    return _readings[st.session_state[SHOWN]]


def theme() -> str:
    """The theme this viewer sees: light or dark."""
    return st.context.theme.type or "light"


def _latest(source: str) -> Reading:
    """The reading of a source; one viewer reads what nobody has read yet, the others wait."""
    is_new = source not in _readings
    if is_new:
        with st.spinner(f"Reading {escape(Path(source).name)} …"):
            read_first(source)
    if st.session_state.get(SHOWN) != source:
        st.session_state[SHOWN] = source
        if _readings[source].network is None and not is_new:
            ask_for_all()
        look_again(MOMENT)
    return _readings[source]


def read_first(source: str) -> None:
    """Read what nobody has read yet; who comes meanwhile waits."""
    with _one_at_a_time:
        if source not in _readings:
            place = place_at(_place(), "readings")
            keep_the_turn(place)
            _load(source, Shelf(place), None)


def _place() -> str:
    return setting("KM_SNAPSHOTS") or str(ROOT / ".km")


def look_again(seconds: float) -> None:
    """Have the thread look at the sources now, and wait for it no longer than some seconds."""
    global _thread
    with _news:
        if not _thread.is_alive():
            _thread = threading.Thread(target=_look_on, name="km-reading", daemon=True)
            _thread.start()
        _rounds.asked += 1
        mine = _rounds.asked
        _news.notify_all()
        _news.wait_for(lambda: _rounds.done >= mine, seconds)


def is_looking() -> bool:
    """Whether the thread still looks at the sources for somebody who asked."""
    return _rounds.done < _rounds.asked


def seconds_until_asked() -> float:
    """How long until everything may be read again by hand; below 0 if it may now."""
    return _rounds.by_hand + ASK_EVERY - monotonic()


def ask_for_all() -> None:
    """Have every source opened again, unless somebody just asked for it."""
    if seconds_until_asked() <= 0:
        _rounds.by_hand = monotonic()
        last_reading().shelf.ask_again()
        look_again(MOMENT)


def accept(source: str) -> None:
    """Show a source as it is now, though it came back with less than half its rows."""
    last_reading().shelf.accept(source)
    look_again(MOMENT)


def _look_on() -> None:
    """The thread: look at the sources whenever it is asked to, and every few seconds."""
    while True:
        with _news:
            is_asked = _news.wait_for(lambda: _rounds.asked > _rounds.done, LOOK_EVERY)
            asked = _rounds.asked
        try:
            for source, before in list(_readings.items()):
                with _one_at_a_time:
                    changed = before.shelf.refresh(monotonic() + LONGEST_ROUND)
                    if changed or before.day != dt.date.today():
                        _load(source, before.shelf, before)
        finally:  # whatever happens, nobody waits for ever
            with _news:
                _rounds.done = asked
                _news.notify_all()
        if not is_asked:  # who asked has a page to wait for
            import_module(DRAWN_WITH)
            _put_out()


def _put_out() -> None:
    """Write what others may take, where it has changed."""
    reading = next(reversed(list(_readings.values())), None)
    is_due = monotonic() > _rounds.put_out + PUT_OUT_EVERY
    if not (reading and reading.network and reading.at > _rounds.put_out and is_due):
        return
    if reading.shelf.turn.is_mine():
        _rounds.put_out = monotonic()
        with suppress(NotKeptError):  # of the readings, in the same place, the pages tell
            write_published(reading.network, place_at(_place(), "published", 0o755))


def _load(source: str, shelf: Shelf, before: Reading | None) -> None:
    """Load and publish; what cannot be opened leaves the last good reading in its place."""
    known, began = before or Reading(shelf, dt.date.today(), None), monotonic()
    network, own, failed = known.network, known.own, None
    try:
        network, own = _settled(source, shelf, known.network)
        found = [finding for finding in network.findings if finding.severity != Severity.NOTE]
    except SourceError as error:
        failed = error.finding
        found = [failed]
    now = dt.datetime.now(dt.UTC)
    closed = (finding for finding in found if finding.code.startswith("source-"))
    lacking = (finding for code in LACKING for finding in found if finding.code == code)
    troubles = {finding: known.troubles.get(finding) or now for finding in closed}
    everything = troubles | dict.fromkeys(lacking)
    log_reading(None if failed else network, everything, monotonic() - began)
    about = (network, failed, everything, own, monotonic())
    try:
        if network and network is not known.network:
            _prepare(network, known.network)
    finally:  # nobody waits for a page that cannot be made
        _readings[source] = Reading(shelf, dt.date.today(), *about)
        for old in list(_readings)[:-READINGS_KEPT]:
            del _readings[old]
        forget(but=[reading.network for reading in list(_readings.values())])


def publish_here(
    source: Source, opener: Opener, *, hub: str | None = None, team: str = "", is_mine: bool = False
) -> tuple[Published, dict[str, Own]]:
    """Load and publish, see `kmlib.load`: nothing that is as read goes beyond this line."""
    return publish_with_own(kmlib.load(source, hub=hub, team=team, opener=opener), is_mine=is_mine)


def _prepare(network: Published, before: Published | None) -> None:
    """Work out what is looked at, before anybody waits for it."""
    keep_for_good()  # working it out makes Python look through memory again and again
    for make in START_PAGE:
        kept(make, network)
    renew(before, network, LONGEST_ROUND)
    keep_for_good()


def _settled(
    source: str, shelf: Shelf, before: Published | None
) -> tuple[Published, dict[str, Own]]:
    """The network, published, and what each team alone may see, once all of its readings stand."""
    while True:
        opener = partial(shelf.open, until=monotonic() + PATIENCE)
        network, own = publish_here(source, opener)
        rows = {network.paths[one.name]: one.rows_read for one in network.sources}
        lost = set(_lacks(network)) - set(_lacks(before or network))
        if shelf.settle(rows | dict.fromkeys((network.paths[name] for _, name in lost), -1)):
            return network, own


def _lacks(network: Published) -> list[tuple[str, str]]:
    """The tabs without which nothing can be understood, and the hubs that have none."""
    return [(f.code, f.source) for f in network.findings if f.code in LACKING[1:]]


def _failed(reading: Reading) -> NoReturn:
    waits = reading.failed is not None and reading.failed.code == SOURCE_WAITS.code
    st.title(
        f"The sheets {'have not been read yet' if waits else 'could not be read'}", anchor=False
    )
    said = "".join(
        f'<p class="km-lead"><b class="km-orange">{escape(finding.what)}</b></p>'
        f"<p>{escape(finding.why)}</p><p>{escape(finding.fix)}</p>"
        for finding in (reading.failed, reading.shelf.unkept)
        if finding
    )
    st.html(
        f'{said}<p class="km-small-print">Which workbook is read is set by KM_WORKBOOK, in the'
        " environment or in .streamlit/secrets.toml. As soon as it can be read, this page shows"
        " it; reload the page to have it opened at once.</p>"
    )
    st.fragment(_until_newer, run_every=WAITING)(reading.at)
    st.stop()


def _until_newer(shown_at: float) -> None:
    if last_reading().at != shown_at:
        st.rerun()
