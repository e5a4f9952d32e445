"""What every page shares: the strip above, the title, the pop-over, and the table to take away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from kmlib.analysis.series import Series
from kmlib.charts.markup import escape, tag
from kmlib.charts.run_chart import rules_line, run_chart
from kmlib.charts.run_chart_svg import in_a_sentence
from kmlib.charts.words import count, day, rule_in_words
from kmlib.dashboard.explain import HOW_TO_READ
from kmlib.dashboard.loading import theme
from kmlib.export.guard import table_csv
from kmlib.privacy import Published

Rows = Callable[[], Sequence[dict[str, Any]]]


def head(
    network: Published, title_text: str, *, explain: str, lead: str = "", table: Rows | None = None
) -> None:
    """The top of a page: strip, pop-over and CSV at the right, the finding as title, one sentence.

    Args:
        network: what the page is about.
        title_text: the finding, with its number.
        explain: the page's name in HOW_TO_READ, and the name of its CSV.
        lead: a sentence that goes on from the title.
        table: makes the rows of the CSV when somebody asks for them.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        st.html(_strip(network), width="stretch")
        link_to("pages/sheet_check.py", count(len(network.findings), "finding"))
        how_to_read(explain)
        if table is not None:
            download("Table as CSV", table, name=f"{explain}.csv")
    title(title_text)
    if lead:
        st.html(tag("p", escape(lead), class_="km-lead"))


def title(text: str) -> None:
    """The page's finding as its heading; text of cells in it stays text."""
    st.title(escape(text), anchor=False)


def section(text: str) -> None:
    """A heading with the ruled line under it."""
    st.header(escape(text), anchor=False)


def small_print(*sentences: str) -> None:
    """Sentences in small print, each on its own line."""
    wording("".join(tag("p", escape(text), class_="km-small-print") for text in sentences if text))


def drawing(markup: str) -> None:
    """Markup with pictures in it; all of one place in one piece."""
    st.markdown(markup, unsafe_allow_html=True)


def wording(markup: str) -> None:
    """Markup of words and tables; nothing where it is empty."""
    if markup:
        st.html(markup)


def opened(line: Series, note: str) -> None:
    """One series opened: its run chart, why its verdict is what it is, and a last sentence."""
    if line.latest is None:
        small_print(f"There is nothing to draw: {line.shown}.", note)
        return
    alt = in_a_sentence(line)
    st.vega_lite_chart(spec=run_chart(line, theme=theme()), theme=None, alt=alt)
    small_print(rules_line(line), rule_in_words(line), note)


def how_to_read(page: str) -> None:
    """The pop-over that explains a page."""
    with st.popover("How to read this"):
        st.markdown(HOW_TO_READ[page])


def download(label: str, table: Rows, *, name: str, key: str | None = None) -> None:
    """A button for a table as CSV, made when it is pressed; formulas in texts are made harmless."""
    st.download_button(
        label,
        lambda: table_csv(table()),
        file_name=name.replace(" ", "-"),
        mime="text/csv",
        key=key,
        on_click="ignore",
    )


def link_to(page: str, label: str) -> None:
    """A link to another page; plain words where a page runs by itself."""
    try:
        st.page_link(page, label=label)
    except StreamlitPageNotFoundError:
        st.markdown(label)


def missing_tab(network: Published, tab: str, *, would_show: str, page: str) -> None:
    """A page whose tab nobody has yet: what it would show, and which tab lights it."""
    head(
        network,
        f"Here will stand {would_show}",
        explain=page,
        lead=f"Fill a tab named {tab} in the hub workbook; it lights up at the next reading.",
    )


def _strip(network: Published) -> str:
    name = network.settings.name
    parts = [
        tag("b", escape(name)) if name else "",
        escape(count(len(network.teams), "team")),
        "as of " + tag("b", escape(day(network.as_of))),
        tag("i", class_="km-dot") + escape(_freshness(network)),
    ]
    return tag("p", "".join(tag("span", part) for part in parts if part), class_="km-strip")


def _freshness(network: Published) -> str:
    workbooks = count(len(network.sources), "workbook")
    read_at, today = _local(network.read_at), _local(dt.datetime.now(dt.UTC)).date()
    when = "today" if read_at.date() == today else f"on {day(read_at.date())}"
    return f"{workbooks} read {when}, {read_at:%H:%M}"


def _local(moment: dt.datetime) -> dt.datetime:
    """A moment on the viewer's clock; a naive one is the server's own time."""
    zone = st.context.timezone
    return moment.astimezone(ZoneInfo(zone) if zone else None)
