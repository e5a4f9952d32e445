"""Who learns from whom: teams that gave at the left, those that learned at the right, lines across.

The lines stretch with the place they have and the words do not, so that names stay readable on a
phone and on a projector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kmlib.analysis.brokering import Carried, Hindrance, Picture, Shelf, Tie, company_welcome
from kmlib.analysis.ledger import one_spelling
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.peer_table import COMPANY
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count, day
from kmlib.privacy import Published

ROW = 34  # pixels a team; project choice: 24 of them fit a projector's screen
FEW = 4  # project choice: what one cell names before it counts
KINDS = ("km-taken", "km-told")  # thick where something is used or tried, dashed where only told
LEGEND = "".join(
    tag("span", tag("i", class_=kind) + words)
    for kind, words in zip(KINDS, ("used or tried", "told only"), strict=True)
)


def drawn(found: Picture, says: str) -> str:
    """A line from each team that gave to each that learned from it, names at both ends."""
    some, givers, learners = found
    if not givers and not learners:
        return tag("p", "No line leads to or from here yet.", class_="km-small-print")
    high = ROW * max(len(givers), len(learners))
    left, right = _heights(givers, high), _heights(learners, high)
    inside = ""
    for giver in givers:
        mine = [one for one in some if one.giver == giver]
        title = tag("title", escape("; ".join(map(in_words, mine))))
        lines = "".join(
            tag(
                "path", d="".join(_line(left[giver], right[one.learner]) for one in of), class_=kind
            )
            for kind, of in zip(KINDS, _by_kind(mine), strict=True)
            if of
        )
        inside += tag("g", title + lines) if mine else ""
    lines = svg(inside, width=100, height=high, says=says, preserveAspectRatio="none")
    gave, learned = Counter(o.giver for o in some), Counter(o.learner for o in some)
    heads = tag("b", f"{len(gave):,} gave") + tag("span") + tag("b", f"{len(learned):,} learned")
    body = _names(givers, gave) + lines + _names(learners, learned)
    return tag("div", heads + body, class_="km-ties") + tag("p", LEGEND, class_="km-legend")


def ties_in_words(found: Picture) -> list[str]:
    """What each line stands for."""
    return [f"{in_words(one)}." for one in found.ties]


def in_words(one: Tie) -> str:
    """What one team learned from another.

    >>> in_words(Tie("Alder", "Birch", ("Calls",), (), None))
    'Birch was told Calls by Alder'
    """
    if not one.taken_up:
        return f"{one.learner} was told {_some(one.told)} by {one.giver}"
    return f"{one.learner} uses {_some(one.taken_up)} of {one.giver}"


def broker_table(network: Published, some: Iterable[Carried]) -> str:
    """Who carried what to whom, through which space."""
    heads = ("Broker", "Carried#", "Items", "To", "Through", "Last")
    rows = ((_broker(network, one), *_carried(one), _through(one), _last(one)) for one in some)
    return plain_table(heads, rows, says="Who carries what to whom")


def space_table(some: Iterable[Carried]) -> str:
    """What went through each routine or channel."""
    heads = ("Through", "Carried#", "Items", "To", "Last")
    rows = (
        (escape(one.name or "no routine or channel typed"), *_carried(one), _last(one))
        for one in some
    )
    return plain_table(heads, rows, says="Through which routine or channel items are carried")


def shelf_table(some: Iterable[Shelf]) -> str:
    """Where what is kept is brought up, and how much of it somebody was told."""
    nobody = tag("b", "nobody brings it up yet", class_="km-orange")
    rows = (
        (
            escape(one.row.repository),
            escape(one.row.brokered_in) or nobody,
            f"{one.told:,} of {count(one.items, 'item')}",
        )
        for one in some
    )
    heads = ("Repository", "Brokered in", "Passed on#")
    return plain_table(heads, rows, says="In which space each repository is brokered")


def hindrance_table(some: Iterable[Hindrance]) -> str:
    """Each obstacle with what it holds up, who could remove it, and who got past it."""
    rows = (
        (
            escape(one.words),
            escape(_some(one.items)),
            escape(_some([f"{u.stakeholder}, {u.team}".strip(", ") for u in one.uses])),
            escape(_some(one.helpers) or "nobody is asked yet"),
            escape(_some(one.past_it) or "no team yet"),
            escape(_some([use.next_step for use in one.uses])),
        )
        for one in some
    )
    heads = ("In the way", "Of", "For", "Who could remove it", "Uses it all the same", "Next step")
    return plain_table(heads, rows, says="What stands in the way, and who could remove it")


def _heights(names: Sequence[str], high: float) -> dict[str, float]:
    return {name: high * (at + 0.5) / len(names) for at, name in enumerate(names)}


def _by_kind(some: Iterable[Tie]) -> tuple[list[Tie], list[Tie]]:
    return [one for one in some if one.taken_up], [one for one in some if not one.taken_up]


def _line(start: float, end: float) -> str:
    return f"M0 {start:g}C50 {start:g} 50 {end:g} 100 {end:g}"


def _names(names: Sequence[str], numbers: Counter[str]) -> str:
    return tag(
        "ol",
        "".join(
            tag("li", tag("span", escape(name), title=name) + tag("b", f"{numbers[name] or ''}"),
                class_=None if numbers[name] else "km-ink3")
            for name in names
        ),
    )  # fmt: skip


def _broker(network: Published, one: Carried) -> str:
    much = company_welcome(network, one)
    return escape(one.name) + (" " + COMPANY + " " + tag("small", escape(much)) if much else "")


def _carried(one: Carried) -> tuple[str, str, str]:
    items, to = (_some([getattr(row, name) for row in one.rows]) for name in ("item", "to"))
    return f"{len(one.rows):,}", escape(items), escape(to)


def _through(one: Carried) -> str:
    return escape(_some([row.routine or row.channel for row in one.rows]))


def _last(one: Carried) -> str:
    return tag("span", escape(day(one.rows[0].date)), class_="km-number")


def _some(names: Iterable[str]) -> str:
    """The first few names, each once, and how many more."""
    each = one_spelling(names)
    return "; ".join(each[:FEW]) + f" and {len(each) - FEW:,} more" * (len(each) > FEW)
