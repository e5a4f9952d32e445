"""How fresh what is shown is: the strip, what keeps sheets out, and reading them again by hand."""

import datetime as dt
from collections import deque
from functools import partial
from time import monotonic
from zoneinfo import ZoneInfo

import streamlit as st

from kmlib.charts.markup import escape, tag
from kmlib.charts.words import count, day
from kmlib.dashboard.loading import (
    SHOWN_AT,
    Reading,
    accept,
    ask_for_all,
    is_looking,
    last_reading,
    seconds_until_asked,
)
from kmlib.findings import SOURCE_SHRUNK, SOURCE_STALE
from kmlib.privacy import Published

TROUBLES_NAMED = 2  # project choice: more would push the page away; Sheet check has them all
OLDER = {SOURCE_STALE.code, SOURCE_SHRUNK.code}
LOOK_SECONDS = 3.0  # while sources are read, for what has come
FOLLOW_SECONDS = 30.0  # project choice: else; a page left open shows what was typed since
PAGES_A_SECOND = 5  # project choice: of a full room that are drawn anew together, beside all else
_came: deque[float] = deque(maxlen=1_000)  # when a page was drawn while sources were read


def strip() -> None:
    """Which network, of which day, read when; a page that is open follows what is read."""
    is_busy = _is_busy()
    pause = _pause() if is_busy else FOLLOW_SECONDS
    st.fragment(_strip_again, run_every=pause)(st.session_state[SHOWN_AT], is_busy)


def _is_busy() -> bool:
    """Whether sources are looked at, or read, of which something may come."""
    return is_looking() or last_reading().shelf.progress is not None


def _pause() -> float:
    """How long a page waits until it looks for a newer reading: in a full room not all at once."""
    now = monotonic()
    _came.append(now)
    while _came[0] < now - LOOK_SECONDS:
        _came.popleft()
    return max(LOOK_SECONDS, len(_came) / PAGES_A_SECOND)


def _strip_again(shown_at: float, was_busy: bool) -> None:
    """The strip; the whole page where there is a newer reading, or no more of it to come.

    It is kept as long as its session, and minutes longer; so it must not hold what was read.
    """
    reading = last_reading()
    if reading.at != shown_at or (was_busy and not _is_busy()):
        st.rerun()
    if reading.network is not None:
        st.html(_strip(reading.network, reading), width="stretch")


def troubles() -> str:
    """Which sheets are kept out, how to mend that and since when, in orange words."""
    reading = last_reading()
    unkept = reading.shelf.unkept
    found = dict(reading.troubles) | ({unkept: None} if unkept else {})
    said = [
        (f"Since {_when(since)}: " if since else "") + f"{finding.what} {finding.fix}"
        for finding, since in list(found.items())[:TROUBLES_NAMED]
    ]
    if more := len(found) - len(said):
        said.append(f"Sheet check names {more:,} more.")
    return "".join(tag("p", escape(text), class_="km-trouble") for text in said)


def read_again() -> None:
    """Buttons: open every source again, and take those as they are that were held back."""
    reading = last_reading()
    wait = seconds_until_asked()
    then = _local(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=max(wait, 0)))
    with st.container(horizontal=True, vertical_alignment="center", key="again"):
        st.button("Read the sheets again", on_click=ask_for_all, disabled=wait > 0)
        for number, (source, name) in enumerate(reading.shelf.held_back.items()):
            label = f"Use the new reading of {escape(name)}"
            st.button(label, on_click=partial(accept, source), key=f"accept {number}")
        if wait > 0:
            st.html(tag("p", f"Again from {then:%H:%M:%S} on.", class_="km-small-print"))


def _strip(network: Published, reading: Reading) -> str:
    """After a dot if all was read today, a ring if an older reading is in use."""
    name = network.settings.name
    read_at = _local(reading.shelf.seen or network.read_at)
    is_older = (
        reading.failed is not None
        or not OLDER.isdisjoint(finding.code for finding in reading.troubles)
        or not _is_today(read_at)
    )
    parts = [
        tag("b", escape(name)) if name else "",
        escape(count(len(network.teams), "team")),
        "as of " + tag("b", escape(day(network.as_of))),
        tag("i", class_="km-dot km-ring" if is_older else "km-dot")
        + escape(_read(network, read_at)),
    ]
    if reading.shelf.progress:
        done, of = reading.shelf.progress
        parts.append(tag("b", f"reading {min(done + 1, of):,} of {of:,} …"))
    return tag("p", "".join(tag("span", part) for part in parts if part), class_="km-strip")


def _read(network: Published, moment: dt.datetime) -> str:
    workbooks = count(len(network.sources), "workbook")
    oldest = "" if _is_today(moment) or len(network.sources) == 1 else ", the oldest"
    return f"{workbooks}{oldest} read {_when(moment, 'on ')}"


def _when(moment: dt.datetime, on: str = "") -> str:
    """A moment on the viewer's clock."""
    here = _local(moment)
    return f"{'today' if _is_today(here) else on + day(here.date())}, {here:%H:%M}"


def _is_today(moment: dt.datetime) -> bool:
    return _local(moment).date() == _local(dt.datetime.now(dt.UTC)).date()


def _local(moment: dt.datetime) -> dt.datetime:
    """A moment on the viewer's clock; a naive one is the server's own time."""
    zone = st.context.timezone
    return moment.astimezone(ZoneInfo(zone) if zone else None)
