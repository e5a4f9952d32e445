"""The data dive on the dashboard: its slides cover the page, and are moved in the browser alone."""

from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import streamlit as st

from kmlib.analysis import dive
from kmlib.charts.deck import MINUTES, SCRIPT, deck
from kmlib.charts.markup import escape, tag
from kmlib.charts.slides import KINDS, Slide, questions
from kmlib.dashboard.frame import download, wording
from kmlib.dashboard.keeping import kept
from kmlib.dashboard.loading import theme
from kmlib.export.deck_file import deck_file
from kmlib.privacy import Published
from kmlib.schema import MeasureRow

MOST_MEASURES = 3  # project choice: more do not fit into one session
KEYS = (
    "Space or a clicker goes on, the left arrow back, a number and Enter to a screen; b turns the"
    " screen dark, t starts the time, n shows the notes, f fills the screen, p comes back here."
)
MOUNT = """
export default function ({ parentElement, data }) {
  const has = (name) => new URL(location.href).searchParams.has(name);
  let root = parentElement.querySelector(".km-deck");
  const button = parentElement.querySelector(".km-present");
  if (!root) {
    root = document.createElement("div");
    root.className = "km-deck";
    parentElement.appendChild(root);
  }
  root.innerHTML = data.slides;
  const show = (is_shown) => {
    root.hidden = !is_shown;
    const url = new URL(location.href);
    if (is_shown) url.searchParams.delete("prepare"); else url.searchParams.set("prepare", "1");
    history.replaceState(history.state, "", url);
  };
  root.hidden = has("prepare");
  button.onclick = () => show(true);
  return kmDeck(root, data.minutes, () => { show(false); button.focus(); });
}
"""


def pick_dive(network: Published) -> tuple[list[MeasureRow], int]:
    """The measures to look at, those of this month's focus first, and the minutes there are."""
    by_name = {row.measure: row for row in network.measures}
    usual = [row.measure for row in dive.measures_in_focus(network)[:1]]
    chosen = st.multiselect(
        "Measures to look at", list(by_name), default=usual, max_selections=MOST_MEASURES,
        key="measures", bind="query-params",
    )  # fmt: skip
    minutes = st.number_input(
        "Minutes in all", min_value=10, max_value=240, value=MINUTES, step=5,
        key="minutes", bind="query-params", width=160,
    )  # fmt: skip
    return [by_name[name] for name in chosen or usual], int(minutes)


def project(network: Published, some: Sequence[Slide], minutes: int) -> None:
    """The slides, if any, over the whole window, and the button that brings them back."""
    if some:
        slides = kept(deck, network, tuple(some))
        _component()(data={"slides": slides, "minutes": minutes}, key="deck")


@cache
def _component() -> Any:
    return st.components.v2.component(
        "km_deck",
        html='<button class="km-present">Show the slides</button>',
        js=SCRIPT + MOUNT,
        isolate_styles=False,
    )


def agenda(network: Published, some: Sequence[Slide]) -> None:
    """The slides in their order with what is asked at each."""
    rows = ""
    for number, slide in enumerate(some, start=1):
        asked = " ".join(questions(network, slide.kind))
        said = tag("p", slide.title, class_="km-name") + tag("p", escape(asked), class_="km-sub")
        rows += tag("li", tag("b", f"{number}", class_="km-held km-none") + tag("div", said))
    wording(tag("ol", rows, class_="km-gaps"))


def deck_button(network: Published, some: Sequence[Slide], minutes: int) -> None:
    """The slides as one file to take home."""
    make = partial(deck_file, network, some, minutes, theme=theme())
    download(network, "The slides as one file (.html)", make, name="data dive.html")


def own_questions() -> str:
    """How to put other questions on the slides."""
    names = ", ".join(KINDS)
    return f"Your own questions: a tab named Dive prompts, with Slide ({names}) and Question."
