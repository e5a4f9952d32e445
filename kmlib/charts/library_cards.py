"""The knowledge library: items with claim and evidence side by side, and the story of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import quote

from kmlib.analysis.spread import Check, Item, funnel, items, standards
from kmlib.charts.ledger_cards import card, facts
from kmlib.charts.markup import address, escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count, day
from kmlib.privacy import Published
from kmlib.schema import Row
from kmlib.schema.learning import ApplicationRow, Level, SharingRow

CHANGE = {  # the change-management table: title and field
    "Who": "stakeholder", "Team": "team", "Asked to": "action", "Status": "status",
    "Now": "current_state", "Needed": "needed_state", "In the way": "obstacles",
    "Next step": "next_step", "By": "by",
}  # fmt: skip
CLAIM = (
    "Claim is what the owners typed under Level; evidence is what the sheets show of what the"
    " Standards tab asks for. Only people move an item up."
)
NO_STANDARDS = "Fill a tab named Standards: what each level asks for will stand here."
NOBODY = tag("p", "Nobody is asked to do anything with it yet.", class_="km-small-print")


def lead(network: Published) -> str:
    """How many items were passed on, and how many another team uses."""
    found = items(network)
    told, used = sum(bool(one.told) for one in found), sum(bool(one.used_by) for one in found)
    said: dict[type[Row], str] = {
        SharingRow: f"{told:,} of {len(found):,} were passed on",
        ApplicationRow: f"{used:,} of {len(found):,} are used by another team",
    }
    known = "; ".join(words for tab, words in said.items() if found and network.rows(tab))
    unlit = " and ".join(tab.TAB.title for tab in said if not network.rows(tab))
    parts = [f"{known}."] * bool(known)
    parts += [f"Fill {unlit} to see how far knowledge reaches."] * bool(unlit)
    return " ".join(parts)


def remarks(network: Published) -> list[str]:
    """What the numbers stand for."""
    return [CLAIM if standards(network) else NO_STANDARDS]


def funnel_bars(network: Published) -> str:
    """The four levels with how many items came as far, by claim and by evidence."""
    steps, most = funnel(network), len(items(network)) or 1
    bars = "".join(_bars(*step, most) for step in steps)
    return tag("div", tag("dl", bars, class_="km-levels"))


def item_list(some: Iterable[Item]) -> str:
    """A card an item: its claim, how far it is claimed and shown to be, and how far it reaches."""
    return "".join(map(_card, some))


def about(one: Item) -> str:
    """All that is known of an item, what each level asks for, and which teams to ask."""
    row, link = one.row, address(one.row.link)
    opens = f' <a href="{link}" target="_blank" rel="noopener">open it</a>' if link else ""
    said = {
        "Claim": row.claim,
        "Level": _levels_in_words(one),
        "Ask": ", ".join(one.ask),
        "Evidence": row.evidence,
        "Tested by": ", ".join(one.tested_by),
        "Contexts": ", ".join(one.contexts),
        "Measured change": "; ".join(one.changes),
        **{f"For {level}": text for level, text in _asked(one.checks)},
        "Product": row.product,
        "Audience": ", ".join(row.audience),
        "Next steps": row.next_steps,
        "Resources needed": row.resources_needed,
        "Product lacks": ", ".join(one.product_lacks),
        "Reach": _reach(one),
    }
    markup = {name: escape(text) for name, text in said.items()}
    markup["Product"] += opens
    return facts(markup.items())


def story(one: Item) -> str:
    """From the first cycle to the latest application: what happened when, oldest first."""
    ordered = sorted(_happened(one), key=lambda pair: pair[0] or dt.date.max)
    lines = (
        tag("li", tag("b", day(date) if date else "no date") + " " + escape(text))
        for date, text in ordered
    )
    return tag("ol", "".join(lines), class_="km-story")


def change_table(rows: Sequence[ApplicationRow]) -> str:
    """Who is asked to do what, from which state to which, and what stands in the way."""
    texts = ([escape(_text(getattr(row, name))) for name in CHANGE.values()] for row in rows)
    return plain_table([*CHANGE], texts, says="Who is asked to do what") or NOBODY


def _happened(one: Item) -> Iterator[tuple[dt.date | None, str]]:
    row = one.row
    for cycle in one.cycles:
        taught = ": ".join(filter(None, (cycle.title, cycle.learned)))
        decided = f" ({cycle.decision})" if cycle.decision else ""
        yield cycle.started, f"{cycle.team} began {taught}{decided}"
    yield row.captured_on, f"Captured, from {row.origin}" if row.origin else "Captured"
    if row.vetted_on:
        yield row.vetted_on, "Vetted"
    for told in one.shared:
        yield told.date, f"{told.broker} told {told.to}"
    for use in one.applications:
        who = ", ".join(filter(None, (use.stakeholder, use.team)))
        yield use.applied_on or use.updated, f"{who}: {use.status or 'named'}"


def _text(value: object) -> str:
    return day(value) if isinstance(value, dt.date) else str(value or "")


def _bars(level: Level, claimed: int, evidence: int | None, most: int) -> str:
    said = tag("i", style=f"width:{100 * claimed / most:.0f}%") + f"{claimed:,} claimed"
    if evidence is not None:
        bar = tag("i", class_="km-shown", style=f"width:{100 * evidence / most:.0f}%")
        said += bar + f"{evidence:,} by evidence"
    return tag("dt", escape(level)) + tag("dd", said)


def _card(one: Item) -> str:
    name = tag("a", escape(one.row.item), href="?item=" + quote(one.row.item, safe=""))
    lines = [_levels_in_words(one)]
    lines += [f"its product lacks {', '.join(one.product_lacks)}"] * bool(one.product_lacks)
    small = "".join(tag("p", escape(line), class_="km-sub") for line in lines)
    said = tag("div", tag("p", escape(one.row.claim)) + small)
    return card(name, (one.row.priority, ", ".join(one.ask[:3]), _reach(one)), said)


def _levels_in_words(one: Item) -> str:
    """The claimed level, the one that the evidence meets, and what the next one asks for."""
    parts = [f"claimed: {one.row.level}" if one.row.level else "no level claimed"]
    if one.checks:
        parts.append(f"evidence: {one.evidence or 'no level yet'}")
    if one.next_level:
        parts.append(f"for {one.next_level} it lacks {' and '.join(one.lacks)}")
    return "; ".join(parts)


def _asked(checks: Iterable[Check]) -> Iterator[tuple[Level, str]]:
    """What each level asks for, and whether it is there."""
    for level, some in groupby(checks, key=lambda check: check.level):
        asked = [check for check in some if check.asks]
        lacks = ", ".join(check.lacks for check in asked if check.lacks)
        words = ", ".join(check.asks for check in asked) or "nothing"
        yield level, f"asks for {words}: " + (f"lacks {lacks}" if lacks else "✓ met")


def _reach(one: Item) -> str:
    """How many were told, and how many other teams use it how soon after the first try."""
    teams, days = len(one.used_by), one.days_to_use
    soon = "" if days is None else f", first {count(days, 'day')} after the first try"
    parts = [f"told to {len(one.told):,}"] * bool(one.told)
    parts += [f"used by {count(teams, 'other team')}{soon}"] * bool(teams)
    return ", ".join(parts)
