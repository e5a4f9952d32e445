"""The programme in tables: tracker, calendar and partnerships."""

from collections.abc import Iterable, Sequence
from statistics import mean

from kmlib.analysis.calendar_year import Entry, Strip, months_of, over_full, without_time
from kmlib.analysis.focus import dives_ahead, is_whole_month
from kmlib.analysis.partnerships import CHECK_DUE, Partnership, clashes, conditions, middle
from kmlib.analysis.priorities import keys
from kmlib.analysis.routines import routines
from kmlib.analysis.series import network_series
from kmlib.analysis.standings import Standing, SummaryRow
from kmlib.analysis.tracker import NOT_ASKED, NOTHING, Line, by_step, in_common, lines
from kmlib.analysis.wording import few
from kmlib.charts.ledger_cards import card, facts
from kmlib.charts.markup import escape, tag
from kmlib.charts.matrix import Cell, standing_cell, written
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import day, latest
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema.programme import CalendarRow, PartnershipSessionRow

FEW = 4  # project choice: teams named; the CSV has all
STATES = "done", "in progress", "not started", NOTHING, "not applicable", NOT_ASKED
MARKS = dict(zip(STATES, "✓½○?–·", strict=True))
MET = {"yes": "✓ met", "partly": "½ partly met", "no": "○ not met"}
TICKS = {"yes": "✓", "not yet": "○", "not said": "?"}
OUTCOMES = "Outcomes of the same teams, latest value"


def tracker_grid(
    every: Iterable[Line], outcomes: Sequence[SummaryRow], teams: Sequence[str], mine: str = ""
) -> str:
    """A mark an item and team, shaded where it is skipped; a phone keeps the chosen team alone."""
    looks = ["", "", *("km-tinted" if team == mine else "km-other" for team in teams)]
    rows = []
    for title, of_step in (by_step(every) | ({OUTCOMES: []} if outcomes else {})).items():
        title = tag("th", escape(title[:1].upper() + title[1:]), colspan=3 + len(teams))
        rows += [tag("tr", title), *(_row(_of_item(line, teams), looks) for line in of_step)]
    for row in outcomes:
        found = {one.team: one for one in row.teams}
        standings = [row.network, *(found.get(team, Standing(team)) for team in teams)]
        cells = [standing_cell(one, row.measure) for one in standings]
        rows.append(_row([Cell(escape(row.measure.measure)), Cell("network"), *cells], looks))
    heads = [Cell(escape(text)) for text in ("Item", "Due", "Done", *teams)]
    table = tag("thead", _row(heads, looks, "th")) + tag("tbody", "".join(rows))
    table = tag("table", table, class_="km-matrix km-tracker")
    marks = "".join(tag("span", f"{mark} {state}") for state, mark in MARKS.items())
    marks += tag("span", "skipped", class_="km-skipped")
    return tag("div", table, class_="km-scroll", tabindex="0") + tag("p", marks, class_="km-legend")


def skipped(network: Published, some: Iterable[Line]) -> str:
    """The items that teams skip: by whom, who could show how, and what is in common."""
    rows = []
    for line in some:
        many = f"{len(line.skipped):,} of {len(line.wanted):,}: {few(line.skipped, FEW)}"
        common = "; ".join(in_common(network).get(line.item.code, ())) or "nothing beyond chance"
        name, shows = f"{line.item.code} {line.item.item}", few(line.done, FEW) or "nobody yet"
        rows.append([*map(escape, (name, many, shows, common))])
    heads = ("Item", "Skipped by", "Could show how", "What those that skip it have in common")
    return plain_table(heads, rows, says="Items that teams skip")


def _of_item(line: Line, teams: Iterable[str]) -> list[Cell]:
    item, due = line.item, line.item.due
    small = filter(None, ("very important" * item.very_important, ", ".join(item.models)))
    name = tag("b", escape(item.code)) + " " + escape(item.item)
    name += tag("small", escape(" · ".join(small)))
    cells = [Cell(name), Cell(f"{due.day} {due:%b}" if due else ""), Cell(line.far)]
    for team in teams:
        state, on = line.states[team], line.on.get(team)
        said = f"{state}, {on.day} {on:%b %Y}" if on else state
        cells.append(Cell(MARKS[state], "km-skipped" * (team in line.skipped), said))
    return cells


def _row(cells: Sequence[Cell], looks: Iterable[str], name: str = "td") -> str:
    return tag("tr", tag("th", cells[0].inside) + written(cells[1:], looks, name))


def lead(network: Published, some: Sequence[Entry]) -> str:
    """When the next data dive is, what feeds it, and which months are over-full."""
    said, full = [], ", ".join(f"{month:%B}" for month in over_full(some)) or "no month"
    for dive in dives_ahead(network)[:1]:
        feeding = [one for one in routines(network).values() if dive.space in one.row.feeds]
        fed = [f"{one.name} ({day(one.last) if one.last else one.timing})" for one in feeding]
        said = [f"The next data dive is {dive.space}, {_when(dive)}; what feeds it:"]
        said += [f"{', '.join(fed) or 'no routine names it under Feeds'}."]
    return " ".join([*said, f"Over-full: {full}."])


def year_strip(network: Published, some: Sequence[Entry], strip: Strip, corner: str) -> str:
    """A row a name, a column a month: on which days, ● all month; where a priority has no time."""
    months, missing, rows = months_of(network, some), without_time(network, some), []
    for name, held in strip.items():
        none = missing.get(name, ()) if corner == "Priority" else ()
        days = dict.fromkeys(none, "no time") | {m: _days(held[m]) for m in held}
        rows.append([tag("b", escape(name)), *(days.get(month, "") for month in months)])
    heads = (corner, *(f"{month:%b}" for month in months))
    return plain_table(heads, rows, says=f"The year by {corner.lower()}")


def entry_rows(network: Published, some: Iterable[Entry]) -> str:
    """An entry a row: when, where, about what, with its tracker items, measures and feedback."""
    items = {one.item.code: f"{one.item.item}: {one.far}" for one in lines(network)}
    rows = []
    for row, serves, scores, _ in some:
        named = [one for one in network.measures if keys([one.priority]) & keys(serves)]
        stand = [f"{one.measure}: {latest(network_series(network, one))}" for one in named]
        focus = ": ".join(filter(None, (row.focus, row.topic)))
        codes = "; ".join(f"{code} {items.get(code, '')}".strip() for code in row.tracker_codes)
        feedback = f"{mean(scores):.1f} of 5 ({len(scores)})" if scores else ""
        texts = (_when(row), row.space, focus, codes, "; ".join(stand), feedback)
        rows.append([*map(escape, texts)])
    heads = ("When", "Space", "Focus", "Tracker items done", "Measures", "Feedback (scores)")
    return plain_table(heads, rows, says="The year, entry by entry")


def _when(row: CalendarRow) -> str:
    return f"{row.date:%b %Y}" if is_whole_month(row) else f"{row.date.day} {row.date:%b %Y}"


def _days(some: Iterable[Entry]) -> str:
    return ", ".join("●" if is_whole_month(one.row) else f"{one.row.date.day}" for one in some)


def partnership_card(network: Published, one: Partnership) -> str:
    """Readiness, sessions, the check at the middle, and other theories of the team beside it."""
    row, half = one.row, middle(one.row)
    ready = (f"{TICKS[said]} {title}: {said}" for title, said in conditions(row).items())
    beside = clashes(network).get(row.partnership, ())
    others = (f"{other.theory_of_action} ({other.partnership})" for other in beside)
    check = ": ".join(filter(None, (one.check, row.pulse_result)))
    check += f" · the middle is {day(half)}" if half else ""
    tone = "km-orange" if one.check == CHECK_DUE else None
    said = {
        "Learning need": escape(row.learning_need),
        "Objective": escape(row.objective),
        "Theory of action": escape(row.theory_of_action),
        "Do these pull the same way?": _bullets(others),
        "Ready to begin": _bullets(ready),
        "Sessions": _bullets(_session(*held) for held in one.sessions) or "none yet",
        "Pulse check": tag("span", escape(check), class_=tone),
    }
    dates = f"{day(row.start)} to {day(row.end) if row.end else 'an open end'}"
    return card(escape(row.partnership), (row.team, row.partner, dates), facts(said.items()))


def _session(row: PartnershipSessionRow, items: Sequence[str]) -> str:
    several = " · several objectives: which is the one?" * (len(split_cell(row.objective)) > 1)
    carried = f" → {row.carried_out}" if row.carried_out else ""
    known = f" (in the library: {', '.join(items)})" if items else ""
    met = MET.get(str(row.met), "? nobody said if met")
    return f"{day(row.date)}: {row.objective} ({met}){several}{carried}{known}"


def _bullets(texts: Iterable[str]) -> str:
    lines = "".join(tag("li", escape(text)) for text in texts)
    return tag("ul", lines) if lines else ""
