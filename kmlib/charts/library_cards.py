"""The knowledge library: items with claim and evidence side by side, and the whole story of one."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import median
from textwrap import shorten

from kmlib.analysis.names import one_spelling
from kmlib.analysis.series import one_series
from kmlib.analysis.spread import LEVELS, Check, Item, funnel, height, items, standards
from kmlib.charts.ledger_cards import card, facts
from kmlib.charts.markup import address, choosing, escape, opens, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count, day, latest, number
from kmlib.privacy import Published
from kmlib.schema import CycleRow, Row
from kmlib.schema.learning import ApplicationRow, ApplicationStatus, Level, SharingRow

CHANGE = {  # the change-management table: title, and the fields of its cells
    "Now": "current_state", "Needed": "needed_state", "Motivation": "motivation",
    "Resources": "resources", "In the way": "obstacles", "Conditions": "conditions",
    "Next step": "next_step",
}  # fmt: skip
CLAIM = (
    "Claimed is what the owners typed under Level; evidence is what the sheets show of what the"
    " Standards tab asks for, claimed or not. Both count the levels above, too. Only people move an"
    " item up."
)
NO_STANDARDS = "Fill the Standards tab: what each level asks for will stand here."
NOBODY = tag("p", "Nobody is asked to do anything with it yet.", class_="km-small-print")
NO_CYCLE = "under Tested by; no cycle is written down"
IN_SHORT, WHOLE = 45, 10_000  # project choice: letters of a cell on one printed page, and elsewhere
UNTRIED = "No cycle of it is written down, and no team stands under Tested by."


def lead(network: Published) -> str:
    """How many items were passed on, and how many another team uses."""
    found = items(network)
    told, used = sum(bool(one.told) for one in found), sum(bool(one.used_by) for one in found)
    days = [one.days_to_use for one in found if one.days_to_use is not None]
    soon = f", half of the {len(days):,} with dates within {median(days):,.0f} days" if days else ""
    said: dict[type[Row], str] = {
        SharingRow: f"{told:,} of {len(found):,} were passed on",
        ApplicationRow: f"{used:,} of {len(found):,} are used by another team{soon}",
    }
    known = "; ".join(words for tab, words in said.items() if found and network.rows(tab))
    unlit = " and ".join(tab.TAB.title for tab in said if not network.rows(tab))
    parts = [f"{known}."] * bool(known)
    parts += [f"Fill {unlit} to see how far knowledge reaches."] * bool(unlit)
    return " ".join(parts)


def funnel_bars(network: Published) -> str:
    """The four levels: what each asks for, and how many items came as far by claim and evidence."""
    found = items(network)
    asked = {level: asks for one in found[:1] for level, asks, _ in _asked(one.checks)}
    bars = (_bars(*step, len(found) or 1, asked.get(step[0], "")) for step in funnel(network))
    said = tag("p", CLAIM if standards(network) else NO_STANDARDS, class_="km-small-print")
    return tag("div", tag("dl", "".join(bars), class_="km-levels") + said)


def item_list(some: Iterable[Item]) -> str:
    """A card an item: its claim, how far it is claimed and shown to be, and how far it reaches."""
    return "".join(map(_card, some))


def title(one: Item) -> str:
    """An item with the level that its owners claim beside the one that its evidence meets."""
    claimed = f"claimed as {one.row.level}" if one.row.level else "no level claimed"
    met = "it" if one.evidence and one.evidence is one.row.level else one.evidence or "no level yet"
    return f"{one.row.item}: {claimed}" + f"; the evidence carries {met}" * bool(one.checks)


def levels(one: Item) -> str:
    """What each level asks for, which the owners claim, and which the evidence meets."""
    rows = []
    for level, asks, lacks in _asked(one.checks):
        claimed = "claimed" * (height(level) <= height(one.row.level))
        met = f"lacks {lacks}" if lacks else "✓ met"
        rows.append([tag("b", escape(level)), claimed, escape(asks), escape(met)])
    heads = ("Level", "Claim", "It asks for", "Evidence")
    said = plain_table(heads, rows, says="What each level asks for")
    return said or tag("p", NO_STANDARDS, class_="km-small-print")


def support(network: Published, one: Item) -> str:
    """What is said to support an item, and what the measures of its cycles did."""
    checked = {True: "yes", False: "no", None: "nobody said"}[one.row.equity_checked]
    said = {
        "Evidence": one.row.evidence,
        "Measured change": "; ".join(_in_numbers(network, *change) for change in one.changes),
        "Contexts": ", ".join(one.contexts),
        "Equity checked": checked,
        "Reach": _reach(one),
    }
    return facts((name, escape(text)) for name, text in said.items())


def to_use(one: Item, *, links: bool = True) -> str:
    """What somebody needs who would put it to use, and which teams to ask."""
    row = one.row
    open_ = (use for use in one.applications if use.status is not ApplicationStatus.APPLIED)
    said = {
        "Next steps": row.next_steps,
        "Resources needed": row.resources_needed,
        "For": ", ".join(row.audience),
        "In the way": "; ".join(one_spelling(use.obstacles for use in open_)),
        "Ask": ", ".join(one.ask),
        "Product": row.product,
        "Product lacks": ", ".join(one.product_lacks),
        "Kept in": row.repository,
    }
    markup = {name: escape(text) for name, text in said.items()}
    markup["Product"] += opens(row.link, " open it") * bool(links and address(row.link))
    return facts(markup.items())


def who_tested(one: Item, most: int | None = None) -> str:
    """Who tested it, where: its cycles, then teams named without one; some in short, or all."""
    wrote = {cycle.team for cycle in one.cycles}
    rows = [[cycle.team, *_try(cycle)] for cycle in one.cycles]
    rows += [[team, NO_CYCLE, "", "", ""] for team in one.tested_by if team not in wrote]
    if most and len(rows) > most:
        rows[most:] = [["", f"and {len(rows) - most:,} more", "", "", ""]]
    longest = IN_SHORT if most else WHOLE
    cells = ([escape(shorten(text, longest, placeholder=" …")) for text in row] for row in rows)
    heads = ("Team", "Cycle", "Context and scale", "Result", "Decision")
    table = plain_table(heads, cells, says="Who tested it, where")
    return table or tag("p", UNTRIED, class_="km-small-print")


def story(one: Item, most: int | None = None, *, staff: bool = True) -> str:
    """From the first cycle to the latest application: what happened when, or the most of it.

    Brokers may be people: without `staff`, in all that is taken away, they are not named.
    """
    ordered = sorted(_happened(one, staff=staff), key=lambda pair: pair[0] or dt.date.max)
    dated = ((day(date) if date else "no date", text) for date, text in ordered)
    lines = [tag("li", tag("b", on) + " " + escape(text)) for on, text in dated]
    if most and len(lines) > most + 2:
        lines[1:-most] = [tag("li", f"and {len(lines) - most - 1:,} more, then")]
    return tag("ol", "".join(lines), class_="km-story")


def change_table(rows: Sequence[ApplicationRow]) -> str:
    """Who is asked to do what, from which state to which, and what stands in the way."""
    heads = ("Who", *CHANGE, "By")
    table = plain_table(heads, map(_asks, rows), says="Who is asked to do what")
    return tag("div", table, class_="km-change") if rows else NOBODY


def sources(one: Item) -> str:
    """The workbooks, tabs and cells that all this stands in."""
    cells = [row.place for row in (one.row, *one.cycles, *one.shared, *one.applications)]
    return "; ".join(
        f"{book}, {tab} {', '.join(cell.address for cell in some)}"
        for (book, tab), some in groupby(cells, key=lambda cell: cell[:2])
    )


def _asks(row: ApplicationRow) -> list[str]:
    who = ", ".join(filter(None, (row.stakeholder, row.team)))
    asked = " · ".join(filter(None, (row.action, row.status)))
    named = tag("b", escape(who)) + tag("small", escape(asked))
    said = [getattr(row, name) for name in CHANGE.values()]
    return [named, *map(escape, said), day(row.by) if row.by else ""]


def _happened(one: Item, *, staff: bool) -> Iterator[tuple[dt.date | None, str]]:
    row = one.row
    for cycle in one.cycles:
        taught = ": ".join(filter(None, (cycle.title, cycle.learned)))
        decided = f" ({cycle.decision})" if cycle.decision else ""
        yield cycle.started, f"{cycle.team} began {taught}{decided}"
    yield row.captured_on, f"Captured, from {row.origin}" if row.origin else "Captured"
    if row.vetted_on:
        yield row.vetted_on, "Vetted"
    for told in one.shared:
        way = ", ".join(filter(None, (told.routine, told.channel)))
        who = f"{told.broker} told {told.to}" if staff else f"Told to {told.to}"
        yield told.date, f"{who} ({way})" if way else who
    for use in one.applications:
        who = ", ".join(filter(None, (use.stakeholder, use.team)))
        stuck = use.obstacles if use.status is ApplicationStatus.BLOCKED else ""
        how = ": ".join(filter(None, (use.status or "named", stuck)))
        yield use.applied_on or use.updated, f"{who}: {how}"


def _try(cycle: CycleRow) -> tuple[str, ...]:
    """A cycle, when, where, how it went and what was decided."""
    until = f" to {cycle.ended:%b %Y}" if cycle.ended else ""
    place = ", ".join(filter(None, (cycle.context, cycle.scale)))
    named = f"{cycle.title}, {cycle.started:%b %Y}{until}"
    return named, place, cycle.result, str(cycle.decision or "none yet")


def _in_numbers(network: Published, team: str, name: str) -> str:
    """A measured change from where the team began to its latest value."""
    measure = next(row for row in network.measures if row.measure == name)
    line = one_series(network, measure, team)
    first, _ = line.baseline
    began = "" if first is None else f" {number(first, measure)} to"
    return f"{team}, {name}:{began} {latest(line)}"


def _asked(checks: Iterable[Check]) -> Iterator[tuple[Level, str, str]]:
    """What each level asks for, and what of that is not there."""
    for level, some in groupby(checks, key=lambda check: check.level):
        asked = [check for check in some if check.asks]
        words = ", ".join(check.asks for check in asked) or "nothing"
        yield level, words, ", ".join(check.lacks for check in asked if check.lacks)


def _bars(level: Level, claimed: int, evidence: int | None, most: int, asks: str) -> str:
    said = tag("i", style=f"width:{100 * claimed / most:.0f}%") + f"{claimed:,} claimed"
    if evidence is not None:
        bar = tag("i", class_="km-shown", style=f"width:{100 * evidence / most:.0f}%")
        said += bar + f"{evidence:,} by evidence"
    small = tag("small", escape(f"asks for {asks}")) if asks else ""
    return tag("dt", escape(level) + small) + tag("dd", said)


def _card(one: Item) -> str:
    said = {"Claimed": _pips(one.row.level) + escape(one.row.level or "no level")}
    if one.checks:
        said["Evidence"] = _pips(one.evidence) + escape(one.evidence or "no level yet")
    if one.next_level:
        said["Evidence"] += escape(f"; for {one.next_level} it lacks {' and '.join(one.lacks)}")
    said["Product lacks"] = escape(", ".join(one.product_lacks))
    claim = tag("p", escape(one.row.claim)) if one.row.claim else ""
    small = (one.row.priority, ", ".join(one.ask[:3]), _reach(one))
    name = choosing("item", one.row.item)
    return card(name, small, tag("div", claim + facts(said.items())))


def _pips(level: Level | None) -> str:
    """How high a level is, to be seen at a glance; the word stands beside it."""
    pips = "■" * (height(level) + 1) + "□" * (len(LEVELS) - height(level) - 1)
    return tag("span", pips, class_="km-pips", aria_hidden="true")


def _reach(one: Item) -> str:
    """How many were told, and how many other teams use it how soon after the first try."""
    teams, days = len(one.used_by), one.days_to_use
    soon = "" if days is None else f", first {count(days, 'day')} after the first try"
    parts = [f"told to {len(one.told):,}"] * bool(one.told)
    parts += [f"used by {count(teams, 'other team')}{soon}"] * bool(teams)
    return ", ".join(parts)
