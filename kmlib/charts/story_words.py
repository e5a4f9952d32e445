"""The story so far in the words of the sheets, each with the cell that says so; no names of staff.

The same markup stands on the page and in the brief that is taken away.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import shorten
from typing import NamedTuple

from kmlib.analysis import accountability, story
from kmlib.analysis.continuity import people
from kmlib.analysis.gaps import gaps
from kmlib.analysis.headlines import headline
from kmlib.analysis.ledger import Entry, State
from kmlib.analysis.priorities import is_of
from kmlib.charts.markup import address, escape, opens, tag
from kmlib.charts.people_cards import last_day, named
from kmlib.charts.words import count, day
from kmlib.findings import Cell
from kmlib.privacy import Published
from kmlib.schema.learning import PriorityRow
from kmlib.schema.programme import PartnershipRow

MOST = 8  # project choice: of a kind, what a newcomer can take in; the rest is counted
LONGEST = 160  # project choice: letters of one cell; the cell itself is named beside it
NO_NAMES = (
    "Made to be passed on, so it says roles and teams; the names and addresses of staff are left"
    " out. They stand in the sheets, in the tabs and cells named here."
)


class Told(NamedTuple):
    """Something of the story: what it is called, the cell, what is said, and small by whom."""

    name: str
    place: Cell
    said: Iterable[str]
    small: Iterable[str]
    by: dt.date | None = None  # when it is due


def parts(network: Published, priority: str = "") -> list[tuple[str, str]]:
    """The story by headings; a part of which the sheets tell nothing is left out."""
    made = {
        "What we work on": _list(network, _priorities(network, priority), "Priorities"),
        "What was tried, and what it taught": "".join(_tried(network, priority)),
        "What is known": _known(network, priority),
        "What is promised and open": _promised(network, priority),
        "Who to ask": _list(network, _people(network, priority), "People"),
    }
    return [(heading, markup) for heading, markup in made.items() if markup]


def on_screen(some: Iterable[tuple[str, str]]) -> str:
    """The parts one below the other."""
    return "".join(tag("h2", escape(heading)) + markup for heading, markup in some)


def _priorities(network: Published, priority: str) -> Iterator[Told]:
    for row in network.rows(PriorityRow):
        if is_of(row.priority, priority):
            mine = [one for one in network.measures if is_of(one.priority, row.priority)]
            goes = [f"{headline(network, one)}." for one in mine]
            who = " · to act: ".join(filter(None, (row.who_experiences, row.who_must_act)))
            small = (who, row.equity_principle, row.status)
            yield Told(row.priority, row.place, [row.question, *goes], small)


def _tried(network: Published, priority: str) -> Iterator[str]:
    """Each priority and school year: how many cycles, how they ended, and the most telling."""
    for one in story.chapters(network, priority):
        decided = Counter(entry.row.decision for entry in one.entries if entry.row.decision)
        running = sum(entry.state is State.RUNNING for entry in one.entries)
        teams = count(len({entry.row.team for entry in one.entries}), "team")
        taught = sum(entry.taught for entry in one.entries)
        said = [f"{count(len(one.entries), 'cycle')} of {teams}, {taught:,} taught something"]
        said += [f"{amount:,} {decision}" for decision, amount in decided.most_common()]
        said += [f"{running:,} still running"] * bool(running)
        yield tag("h3", escape(f"{one.priority or 'Without a priority'}, {one.year}"))
        yield _small("; ".join(said) + ".")
        yield _list(network, [_entry(network, entry) for entry in one.told], "Cycles")


def _entry(network: Published, one: Entry) -> Told:
    row, item = one.row, story.holding(network, one)
    said = {
        "Tried": row.change_idea or row.learning_goal,
        "Learned": row.learned,
        "Decided": ": ".join(filter(None, (row.decision or "nothing yet", row.result))),
    }
    lines = [f"{head}: {_short(text)}." for head, text in said.items() if text]
    held = f"written down as {item.row.item}, {item.row.level or 'no level'}" if item else ""
    return Told(row.title, row.place, lines, (row.team, f"{row.started:%B %Y}", held))


def _known(network: Published, priority: str) -> str:
    found = story.known(network, priority)
    levels = Counter(str(one.row.level or "no level") for one in found)
    told = [
        Told(
            one.row.item,
            one.row.place,
            [_short(one.row.claim)],
            [str(one.row.level or ""), _short(one.row.evidence), f"ask {', '.join(one.ask)}"],
        )
        for one in found
    ]
    amounts = ", ".join(f"{amount:,} {level}" for level, amount in levels.items())
    return _small(amounts) + _list(network, told, "Knowledge")


def _promised(network: Published, priority: str) -> str:
    """By its tab, what is open: next by day, what names no day last.

    Partnerships and commitments name no priority, so they stand in the whole story alone.
    """
    uses = [
        Told(
            " – ".join(filter(None, (use.item, use.stakeholder, use.team))),
            use.place,
            [_short(use.next_step)],
            [": ".join(filter(None, (use.status or "named", use.obstacles)))],
            use.by,
        )
        for use in story.open_uses(network, priority)
    ]
    taken_on = [
        Told(gap.name, row.place, [gap.next_step], [row.note], row.muted_until)
        for gap in gaps(network)
        if (row := gap.decision) and any(is_of(one, priority) for one in gap.priority.split("; "))
    ]
    partners = [
        Told(row.partnership, row.place, [row.objective], [row.pulse_result], row.end)
        for row in network.rows(PartnershipRow)
        if not priority and (row.end is None or row.end >= network.as_of)
    ]
    found = {"Applications": uses, "Gaps": taken_on, "Partnerships": partners}
    text = "".join(
        tag("h3", f"{tab}: {len(told):,} open")
        + _list(network, sorted(told, key=lambda one: one.by or dt.date.max), tab)
        for tab, told in found.items()
        if told
    )
    has_more = not priority and accountability.has_commitments(network)
    return text + _small(f"{accountability.headline(network)}: see Peer accountability." * has_more)


def _people(network: Published, priority: str) -> Iterator[Told]:
    """Roles, never names, with what hangs on them."""
    for one in people(network):
        of = [it for it in one.things if any(is_of(n, priority) for n in it.priorities or [""])]
        who = ", ".join(filter(None, (one.row.role or "somebody", one.row.team)))
        if of:
            yield Told(who, one.row.place, [named(of)], [last_day(one, network.as_of)])


def _list(network: Published, told: Iterable[Told], tab: str) -> str:
    """The first of these, and how many more there are.

    A name opens its cell; where no link leads there, the address stands in words. A team's own
    workbook shows what is hidden elsewhere: as in the snapshot, no link leads there.
    """
    own, every, lines = {one.name for one in network.sources if one.team}, list(told), []
    for name, place, said, small, by in every[:MOST]:
        link = "" if place.source in own else place.opens
        where = "" if address(link) else f"{place.source}, {place.sheet} {place.address}"
        due = f"by {day(by)}" + ", which is over" * (by < network.as_of) if by else ""
        texts = tag("p", escape(" ".join(filter(None, said)).replace("..", ".")))
        sub = tag("p", escape(" · ".join(filter(None, (*small, due, where)))), class_="km-sub")
        head = tag("p", opens(link, escape(name)), class_="km-name")
        lines.append(tag("div", head + texts + sub, class_="km-lesson"))
    more = len(every) - MOST
    return "".join(lines) + _small(f"and {more:,} more, in the tab {tab}." * (more > 0))


def _short(text: str) -> str:
    return shorten(text, LONGEST, placeholder=" …")


def _small(text: str) -> str:
    return tag("p", escape(text), class_="km-small-print") if text else ""
