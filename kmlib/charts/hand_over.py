"""What a new leader takes over: what hangs on whom, and the story so far in the sheets' words."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from textwrap import shorten

from kmlib.analysis import accountability
from kmlib.analysis.continuity import Person
from kmlib.analysis.due import how_long
from kmlib.analysis.headlines import headline
from kmlib.analysis.ledger import Entry, cells_to_take
from kmlib.analysis.priorities import is_of
from kmlib.analysis.story import OPEN, chapters, told
from kmlib.charts.ledger_cards import amount, card, facts, tally
from kmlib.charts.markup import address, escape, opens, tag
from kmlib.charts.this_month import moved
from kmlib.charts.words import count, day
from kmlib.findings import cell_link
from kmlib.privacy import Published
from kmlib.schema import CycleRow, PersonRow, Row, fields_of
from kmlib.schema.learning import ApplicationRow, KnowledgeRow, PriorityRow
from kmlib.schema.programme import PartnershipRow
from kmlib.schema.steering import GapDecisionRow

A_PAGE = 12  # project choice: people that can be talked through in one sitting
MOST = 8  # project choice: of one kind, what a newcomer can take in; the rest is counted
LONGEST = 200  # project choice: letters of one cell or list; all of it stands in sheet and CSV
ALONGSIDE = "Who could learn it alongside? Name a Backup, or a second person with it under Holds"
ASK_AROUND = "Ask around who does this now, and type their name with it under Holds"
NO_NAMES = (
    "Made to be passed on, so it says roles and teams; the names and addresses of staff are left"
    " out. They stand in the sheets, in the tabs and cells named here."
)
UNTOLD = "Nothing yet. The tabs Priorities, Cycles, Knowledge and Applications tell the story."
TOLD: dict[type[Row], str] = {  # what a row is called, then what of it is told, in this order
    PriorityRow: "priority question who_experiences who_must_act equity_principle status",
    CycleRow: "title change_idea learned decision result team started",
    KnowledgeRow: "item claim level evidence origin tested_by",
    ApplicationRow: "item stakeholder team status obstacles next_step by",
    GapDecisionRow: "gap note muted_until",
    PartnershipRow: "partnership objective pulse_result end",
    PersonRow: "role team leaving holds",
}


def headline_of(entries: Sequence[Entry]) -> str:
    """How many of these cycles taught something."""
    taught = sum(one.taught for one in entries)
    said = f"{taught:,} of {count(len(entries), 'cycle')} taught something"
    return said if entries else "no cycle is written down yet"


def person_cards(some: Iterable[Person], as_of: dt.date) -> str:
    """A card a person: when they leave, who steps in, and all that hangs on them."""
    return "".join(_card(one, as_of) for one in some)


def parts(network: Published, priority: str = "") -> list[tuple[str, str]]:
    """The story by headings; what the sheets tell nothing of is left out, and so are staff's names.

    The same stands on the page and in the brief that is taken away.
    """
    rows = told(network, priority)
    mine = [one for one in network.measures if is_of(one.priority, priority)]
    goes = [f"{headline(network, one)}." for one in mine] if priority else [moved(network)]
    goes *= bool(mine)
    known = Counter(row.level or "no level" for row in rows[KnowledgeRow])
    levels = ", ".join(f"{many:,} {level}" for level, many in known.items())
    tried = (
        tag("h3", escape(f"{one.priority or 'Without a priority'}, {one.year}"))
        + _small(f"{amount(one.entries)}: {tally(one.entries)}.")
        + _rows(network, [entry.row for entry in one.told])
        for one in chapters(network, priority)
    )
    still_open = (
        tag("h3", f"{model.TAB.title}: {len(rows[model]):,} open") + _rows(network, rows[model])
        for model in OPEN
        if rows[model]
    )
    kept = "" if priority else f"{accountability.headline(network)}: see Peer accountability."
    return [
        ("What we work on", _rows(network, rows[PriorityRow]) + _small(" ".join(goes))),
        ("What was tried, and what it taught", "".join(tried) or _small(UNTOLD)),
        ("What is known", _small(levels) + _rows(network, rows[KnowledgeRow])),
        ("What is promised and open", "".join(still_open) + _small(kept)),
        ("Who to ask", _small(NO_NAMES) + _rows(network, rows[PersonRow])),
    ]


def _rows(network: Published, some: Sequence[Row]) -> str:
    """The first rows in the words of their tab, and how many more there are.

    A name opens its cell; where no link leads there, the address stands in words. A team's own
    workbook shows what is hidden elsewhere: as in the snapshot, no link leads there.
    """
    own, lines = {source.name for source in network.sources if source.team}, []
    for row in some[:MOST]:
        place, (title, *names) = row.place, TOLD[type(row)].split()
        heads, cells = {f.name: f.column.title for f in fields_of(type(row))}, cells_to_take(row)
        texts = ((heads[name], _text(cells[name])) for name in names)
        said = [f"{tag('span', head, class_='km-ink3')} {escape(it)}" for head, it in texts if it]
        link = cell_link(place.link, place.address) if place.source not in own else ""
        where = "" if address(link) else f"{place.source}, {place.sheet} {place.address}"
        name = opens(link, escape(cells[title] or f"No {title} typed"))
        name = tag("p", f"{name} {tag('small', escape(where), class_='km-sub')}", class_="km-name")
        lines.append(tag("div", name + tag("p", " · ".join(said)), class_="km-lesson"))
    more = f"and {len(some) - MOST:,} more, in the sheets." if len(some) > MOST else ""
    return "".join(lines) + _small(more)


def _text(cell: object) -> str:
    said = day(cell) if isinstance(cell, dt.date) else str(cell or "")
    return shorten(said, LONGEST, placeholder=" …")


def _small(text: str) -> str:
    return tag("p", escape(text), class_="km-small-print") if text else ""


def _card(one: Person, as_of: dt.date) -> str:
    row, of, until = one.row, defaultdict[str, list[str]](list), one.backup_leaves
    for thing in one.things:
        of[thing.under] += [thing.name]
    goes = f", who {'left' if until < as_of else 'leaves, too,'} on {day(until)}" if until else ""
    nobody = "nobody named yet" if one.alone or row.leaving else ""
    said = {
        "Last day": _last_day(one, as_of),
        "Steps in": f"{row.backup}{goes}" if row.backup else nobody,
        **{head: _text("; ".join(dict.fromkeys(names))) for head, names in of.items()},
        "Next": (ASK_AROUND if one.has_left else ALONGSIDE) * bool(one.alone),
    }
    small = dict.fromkeys((row.role, row.team, f"since {day(row.since)}" if row.since else ""))
    lines = ((head, escape(text)) for head, text in said.items())
    return card(escape(row.person), small, facts(lines))


def _last_day(one: Person, as_of: dt.date) -> str:
    """When somebody leaves or left, and how far that is from now; empty where no day is typed."""
    if not (last := one.row.leaving):
        return ""
    far = how_long(abs((last - as_of).days))
    return f"left on {day(last)}, {far} ago" if one.has_left else f"leaves on {day(last)}, in {far}"
