"""The peer table: teams in alphabetical order, n of m with a mark for each; no ranking."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from textwrap import shorten
from typing import NamedTuple

from kmlib.analysis.accountability import Commitment, Due, Exchange, Help, Peer, Progress
from kmlib.charts import words
from kmlib.charts.markup import choosing, escape, tag

MOST_MARKS = 12  # project choice: more would break into a second line; then a bar tells the share
MOST_MISSED = 6  # project choice: what is missing is a list to act on; all of it stands in the CSV
ROWS_KEPT = 2_000  # project choice: the teams of a large network, some 4 MB
TOOLTIP = 120  # project choice: letters of what a mark is about that still can be read in passing
COMPANY = tag("span", "company welcome", class_="km-company")
NOTHING = tag("span", "nothing due yet", class_="km-nothing")


class Heads(NamedTuple):
    """What stands small under the heads: what was agreed, or which tab to add."""

    commitments: dict[Commitment, str]
    exchange: str


def lead(everyone: Sequence[Peer], as_of: dt.date) -> str:
    """The sentence under the title."""
    due = f"What was due up to {words.day(as_of)}, as each team’s own sheet says it."
    beside = " Beside every team that fell behind stands a peer who has been there."
    helped = [bool(peer.help.peer) for peer in everyone if peer.help]
    return due + beside * (any(helped) and all(helped))


def peer_table(some: Sequence[Peer], heads: Heads, *, chosen: str = "") -> str:
    """A row a team; on a phone a line a team, with its name and how it goes."""
    titles = [
        ("Team", ""),
        *((one.value, about) for one, about in heads.commitments.items()),
        ("Learning given, taken up", heads.exchange),
        ("Who could help", "or what this team could show others"),
    ]
    head = "".join(
        tag("th", title + tag("small", escape(about)), scope="col") for title, about in titles
    )
    body = "".join(_row(peer, is_chosen=peer.team == chosen) for peer in some)
    caption = tag("caption", "Everyone, A to Z")
    table = caption + tag("thead", tag("tr", head)) + tag("tbody", body)
    return tag("div", tag("table", table, class_="km-peers"), class_="km-scroll") + _legend()


def opened(peer: Peer, heads: Heads, by_measure: Sequence[Help]) -> str:
    """One team: its commitments as lines, with what is missing and since when; who could help."""
    lines = "".join(_line(peer, one, heads.commitments[one.commitment]) for one in peer.progress)
    counts = tag("span", _exchange(peer.exchange), class_="km-count km-passed")
    lines += tag("div", tag("span", "Learning") + counts, class_="km-line")
    helped = "".join(tag("li", escape(h.about) + ": " + _could_help(h)) for h in by_measure)
    helped = tag("h3", "By measure") + tag("ul", helped, class_="km-missed") if helped else ""
    return tag("p", escape(_kind(peer)), class_="km-small-print") + lines + helped


@lru_cache(maxsize=ROWS_KEPT)
def _row(peer: Peer, *, is_chosen: bool) -> str:
    pace = NOTHING if peer.is_idle else COMPANY if peer.is_behind else "keeping pace"
    name = choosing("team", peer.team) + tag("small", escape(_kind(peer)))
    name += tag("span", pace, class_="km-pace")
    cells = "".join(_cell(one) for one in peer.progress)
    cells += tag("td", _exchange(peer.exchange), class_="km-passed")
    row = tag("th", name, scope="row") + cells + tag("td", _beside(peer))
    return tag("tr", row, class_="km-chosen" if is_chosen else None)


def _cell(one: Progress) -> str:
    if not one.due:
        return tag("td", NOTHING)
    if one.is_behind:
        return tag("td", _count(one) + COMPANY + _marks(one), class_="km-behind")
    return tag("td", _count(one) + _marks(one))


def _count(one: Progress) -> str:
    return tag("span", tag("b", f"{one.kept:,}") + f" of {len(one.due):,}", class_="km-count")


def _marks(one: Progress) -> str:
    """A disc for each that was due, filled where kept; of many a bar with what is missing."""
    says = f"{one.kept:,} of {len(one.due):,}"
    if len(one.due) <= MOST_MARKS:
        discs = (
            tag("b" if mark.kept else "i", title=f"{'✓ ' * mark.kept}{_said(mark)}")
            for mark in one.due
        )
        return tag("span", "".join(discs), class_="km-marks", role="img", aria_label=says)
    missed = "; ".join(map(_said, one.missed[:MOST_MISSED]))
    share = tag("i", style=f"width:{100 * one.kept // len(one.due)}%")
    look = {"class_": "km-marks km-many", "role": "img", "aria_label": says}
    return tag("span", share, **look, title=missed or None)


def _said(mark: Due) -> str:
    """A mark in passing: the day, and what it is about."""
    day = f"{mark.day.day} {mark.day:%b %Y}"
    return f"{day}: {shorten(mark.about, TOOLTIP, placeholder=' …')}"


def _exchange(one: Exchange) -> str:
    given = tag("span", tag("b", str(one.given)) + " given")
    return given + " " + tag("span", tag("b", str(one.taken_up)) + " taken up")


def _beside(peer: Peer) -> str:
    """Who could help, or what the team could show others."""
    if peer.help:
        name = choosing("team", peer.help.peer) if peer.help.peer else ""
        return name + tag("small", escape(peer.help.words))
    return tag("small", escape(f"could show others: {peer.shows}")) if peer.shows else ""


def _line(peer: Peer, one: Progress, agreed: str) -> str:
    """One commitment of the opened team, with its help where it is the one to begin with."""
    title = tag("span", one.commitment.value)
    if not one.due:
        nothing = f"{NOTHING}: {escape(agreed)}"
        return tag("div", title + tag("span", nothing, class_="km-count"), class_="km-line")
    line = title + _marks(one) + _count(one)
    if one.is_behind:
        line += tag("p", COMPANY)
    if peer.help and peer.help.about == one.commitment:
        line += tag("p", _could_help(peer.help))
    missed = [tag("li", _missed(mark)) for mark in one.missed[-MOST_MISSED:]]
    if more := len(one.missed) - len(missed):
        missed.append(tag("li", f"and {more} before, in the table as CSV"))
    line += tag("ul", "".join(missed), class_="km-missed") if missed else ""
    return tag("div", line, class_="km-line km-behind" if one.is_behind else "km-line")


def _missed(mark: Due) -> str:
    where = " · " + tag("small", escape(f"tab {mark.where}")) if mark.where else ""
    return escape(f"{words.day(mark.day)}: {mark.about}") + where


def _could_help(one: Help) -> str:
    if not one.peer:
        return escape(one.words)
    return f"{choosing('team', one.peer)} could help: {escape(one.words)}"


def _kind(peer: Peer) -> str:
    return " · ".join(filter(None, (peer.row.model, peer.row.district)))


def _legend() -> str:
    discs = tag("span", "<b></b><b></b><b></b><i></i><i></i>", class_="km-marks")
    texts = (
        discs + " 3 of the 5 that were due so far",
        COMPANY + " less than two thirds of what was due; the last column says who has been there",
        "Alphabetical, never ranked",
    )
    said = "".join(tag("span", text) for text in texts)
    return tag("p", said, class_="km-legend km-peer-legend")
