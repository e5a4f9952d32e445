"""What every page shares: the strip above, the title, the pop-over, and the table to take away."""

import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cache, partial
from mimetypes import guess_type
from textwrap import shorten
from types import SimpleNamespace
from typing import Any, NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitPageNotFoundError

from kmlib.analysis.funnel import Funnel
from kmlib.analysis.series import Series
from kmlib.charts import funnel_words, run_chart_large, slide_charts, words
from kmlib.charts.markup import escape, tag
from kmlib.charts.read_more import read_more as in_full
from kmlib.charts.words import count
from kmlib.dashboard import freshness
from kmlib.dashboard.explain import how_to_read
from kmlib.dashboard.keeping import Later, keep_for_good, kept
from kmlib.dashboard.loading import theme
from kmlib.export.guard import for_excel, table_csv
from kmlib.export.paper import on_paper
from kmlib.export.picture import picture as picture_file
from kmlib.privacy import Published
from kmlib.reading.school_calendar import Period

LONGEST_IN_NAME = 60  # project choice: letters; file names are cut off in lists soon after
SHEET_CHECK = "sheet check"  # its name in HOW_TO_READ
Rows = Callable[[], Sequence[dict[str, Any]]]


def head(
    network: Published, title: str, *, explain: str, lead: str = "", table: Rows | None = None
) -> None:
    """The top of a page: strip, pop-over and CSV at the right, the finding as title, one sentence.

    Args:
        network: what the page is about.
        title: the finding, with its number.
        explain: the page's name in HOW_TO_READ, and the name of its CSV.
        lead: a sentence that goes on from the title.
        table: makes the rows of the CSV when somebody asks for them.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        freshness.strip()
        link_to("pages/sheet_check.py", count(len(network.findings), "finding"))
        with st.popover("How to read this"):
            st.markdown(how_to_read(network, explain))
        if table is not None:
            download_table(network, "Table as CSV", table, name=f"{explain}.csv")
    if troubles := freshness.troubles():
        with st.container(horizontal=True, vertical_alignment="center", key="troubles"):
            st.html(troubles, width="stretch")
            if explain != SHEET_CHECK:
                link_to("pages/sheet_check.py", "Look into it on Sheet check")
    st.title(escape(title), anchor=False)
    if lead:
        st.html(tag("p", escape(lead), class_="km-lead"))


def section(text: str) -> None:
    """A heading with the ruled line under it."""
    st.header(escape(text), anchor=False)


def small_print(*sentences: str) -> None:
    """Sentences in small print, each on its own line."""
    wording("".join(tag("p", escape(text), class_="km-small-print") for text in sentences if text))


def drawing(markup: str) -> None:
    """Markup with pictures in it, all of one place in one piece; nothing where it is empty."""
    if markup:
        unseen = "visibility:var(--km-styled,hidden)"  # until the style is there: it flashes black
        st.markdown(tag("div", markup, style=unseen), unsafe_allow_html=True)


def picture(
    network: Published,
    title: str,
    markup: str,
    *notes: str,
    new: bool = True,
    beside: Callable[[], None] | None = None,
) -> None:
    """A drawing, unless something else draws it, its notes, and a button for both as one file.

    What leads on from it stands `beside` the button, in one line.
    """
    if new:
        drawing(markup)
        small_print(*notes)
    with in_one_line() if beside else nullcontext():
        if beside:
            beside()
        if "<svg " in markup:
            make = lambda: picture_file(network, title, markup, notes)  # noqa: E731
            look = {"type": "tertiary", "key": f"picture of {title}"}  # long names end alike
            download(network, "Picture (.svg)", make, name=f"{title}.svg", **look)


def in_one_line() -> DeltaGenerator:
    """A place where links and small buttons stand side by side."""
    return st.container(horizontal=True, vertical_alignment="center", gap="medium")


def wording(markup: str) -> None:
    """Markup of words and tables; nothing where it is empty."""
    if markup:
        st.html(markup)


def opened(network: Published, line: Series) -> None:
    """One series opened: its run chart, why its verdict is what it is, and where to read more."""
    note = network.privacy.sentence
    if line.latest is None:
        small_print(f"There is nothing to draw: {line.shown}.", note)
    else:
        spec = _altair().run_chart(line, theme=theme())
        st.vega_lite_chart(spec=spec, theme=None, alt=words.in_a_sentence(line))
        now = (words.rule_in_words, words.target_in_words, words.since_baseline)
        rules = (words.rules_line, words.limits_line, words.baseline_in_words)
        said = [say(line) for say in (*now, *rules)]
        small_print(*said, *words.before_and_after_in_words(line), note)
        about = filter(None, (line.measure.measure, line.group, words.in_a_sentence(line)))
        more = partial(read_more, network, "run chart", line)
        drawn = run_chart_large.opened(line)
        picture(network, ", ".join(about), drawn, *said, new=False, beside=more)


def read_more(network: Published, chart: str, line: Series | None = None, **about: Any) -> None:
    """The pop-over of a chart: what it shows, how it is made and judged, and of which cells."""
    with st.popover("Read more", type="tertiary"):
        wording(kept(in_full, network, chart, line, **about))


def funnel_plot(
    network: Published, found: Funnel, whole: Series, compared: tuple[str, ...], period: Period
) -> None:
    """The teams of one period in their funnel, with what inside and outside mean."""
    measure, more = whole.measure, partial(read_more, network, "funnel", whole, period=period)
    spec = _altair().funnel_chart(found, measure, compared=compared, theme=theme())
    st.vega_lite_chart(spec=spec, theme=None, alt=funnel_words.in_a_sentence(found))
    notes = funnel_words.reading(found)
    small_print(*notes)
    title = f"{measure.measure}, {funnel_words.in_a_sentence(found)}"
    drawn = kept(slide_charts.funnel, found, measure)
    picture(network, title, drawn, *notes, new=False, beside=more)


@cache
def _altair() -> Any:
    """What draws with Altair, which is loaded while nobody waits or with the first chart opened."""
    from kmlib.charts.funnel_chart import funnel_chart
    from kmlib.charts.run_chart import run_chart

    keep_for_good()
    return SimpleNamespace(run_chart=run_chart, funnel_chart=funnel_chart)


def download(
    network: Published, label: str, make: Callable[[], bytes], *, name: str, **look: Any
) -> None:
    """A button for a file, which is made when it is pressed; `name` is what it is, and its kind."""
    file, mime = file_name(network, name), guess_type(name)[0]
    st.download_button(label, Later(make), file_name=file, mime=mime, on_click="ignore", **look)


def file_name(network: Published, name: str) -> str:
    """What every file to take away is called: what it is, of which network, as of which day."""
    what, _, kind = name.rpartition(".")
    named = (shorten(one, LONGEST_IN_NAME, placeholder="") or one[:LONGEST_IN_NAME]
             for one in (what, network.settings.name or "network"))  # fmt: skip
    words = (re.sub(r"\W+", "-", one).strip("-").casefold() for one in named)
    return f"{'-'.join(filter(None, words))}-{network.as_of.isoformat()}.{kind}"


def paper_button(
    label: str,
    network: Published,
    title: str,
    parts: Callable[[], Sequence[tuple[str, str]]],
    *,
    name: str,
) -> None:
    """A button for these parts as one page to print."""
    download(network, label, lambda: on_paper(network, title, parts()), name=f"{name}.html")


def on_page(parts: Sequence[tuple[str, str]]) -> None:
    """These parts one below the other: a heading and its markup each; empty ones are left out."""
    for heading, markup in parts:
        if markup:
            section(heading)
            drawing(markup)


def download_table(network: Published, label: str, table: Rows, *, name: str) -> None:
    """A button for a table as CSV, guarded against formulas."""
    download(network, label, lambda: for_excel(table_csv(table())), name=name)


def link_to(page: str, label: str, **choices: str) -> None:
    """A link to another page with these choices made; plain words where a page runs by itself."""
    try:
        st.page_link(page, label=label, query_params=choices)
    except StreamlitPageNotFoundError:
        st.markdown(label)


def missing_tab(
    network: Published, tab: str, *, would_show: str, page: str, lights: str = ""
) -> NoReturn:
    """A page whose tab nobody has yet ends here: what it would show, and which tab lights it."""
    tabs = f"{tab} tab{'s' * (' and ' in tab)}"
    fill = f"Fill the {tabs} in the hub workbook; this page lights up at the next reading."
    title = f"This page will show {would_show}"
    head(network, title, explain=page, lead=f"{fill} {lights}".strip())
    st.stop()
