"""What hangs on one person: a card a person, the next to leave first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from kmlib.analysis.continuity import HOLDS, Person, Thing, people
from kmlib.analysis.due import how_long
from kmlib.charts.ledger_cards import card, facts
from kmlib.charts.markup import escape
from kmlib.charts.words import day
from kmlib.privacy import Published

A_PAGE = 12  # project choice: people that can be talked through in one sitting
MOST_NAMED = 6  # project choice: of one kind; the rest is counted, and stands in the CSV
ALONGSIDE = "Who could learn it alongside? Name a Backup, or a second person with it under Holds"
ASK_AROUND = "Ask around who does this now, and type their name with it under Holds"


def lead(network: Published) -> str:
    """Who leaves next, and when."""
    ahead = [one for one in people(network) if one.row.leaving and not one.has_left]
    more = f"; {len(ahead) - 1:,} more after that" if ahead[1:] else ""
    said = (f"Next: {one.row.person} {last_day(one, network.as_of)}{more}." for one in ahead)
    return next(said, "No last day to come is typed under Leaving.")


def person_cards(some: Iterable[Person], as_of: dt.date) -> str:
    """A card a person: when they leave, who steps in, and all that hangs on them."""
    return "".join(_card(one, as_of) for one in some)


def named(things: Iterable[Thing]) -> str:
    """The first of these by name, each once, and how many more there are."""
    names = list(dict.fromkeys(thing.name for thing in things))
    more = [f"and {len(names) - MOST_NAMED:,} more"] * (len(names) > MOST_NAMED)
    return "; ".join(names[:MOST_NAMED] + more)


def last_day(one: Person, as_of: dt.date) -> str:
    """When somebody leaves or left, and how far that is from now; empty where no day is typed."""
    last = one.row.leaving
    far = how_long(abs((last - as_of).days)) if last else ""
    said = f"left on {{}}, {far} ago" if one.has_left else f"leaves on {{}}, in {far}"
    return said.format(day(last)) if last else ""


def _card(one: Person, as_of: dt.date) -> str:
    row, of, until = one.row, defaultdict(list), one.backup_leaves
    for thing in one.things:
        held = "Holds, as others do" if thing.tab else "Holds, as typed"
        head = held if thing.column == HOLDS else f"{thing.column}, {thing.tab}"
        of["Nobody else has" if thing.is_alone else head].append(thing)
    goes = f", who {'left' if until < as_of else 'leaves, too,'} on {day(until)}" if until else ""
    nobody = "nobody named yet" if one.alone or row.leaving else ""
    said = {
        "Last day": last_day(one, as_of),
        "Steps in": f"{row.backup}{goes}" if row.backup else nobody,
        **{head: named(things) for head, things in of.items()},
        "Next": (ASK_AROUND if one.has_left else ALONGSIDE) * bool(one.alone),
    }
    small = dict.fromkeys((row.role, row.team, f"since {day(row.since)}" if row.since else ""))
    lines = ((head, escape(text)) for head, text in said.items())
    return card(escape(row.person), small, facts(lines))
