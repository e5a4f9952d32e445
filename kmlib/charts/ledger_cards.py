"""The ledger in words: each cycle with all that was typed, ideas tried again, and the pace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kmlib.analysis.ledger import Entry, Ramp, State, ledger, median_days, tried_before
from kmlib.analysis.marks import Progress
from kmlib.charts.markup import escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count, day
from kmlib.privacy import Published
from kmlib.schema import CycleRow, fields_of

FEW = 4  # project choice: the first of many, and the last
A_PAGE = 10  # project choice: what can be read in one sitting
IN_HEAD = {"team", "title", "started", "ended", "logged", "priority", "routine"}
ASK = "This names a number to reach. What would you like to find out on the way there?"
NOBODY = "by nobody, as far as these sheets say"
FRESH = {True: ", while fresh", False: ", later than agreed", None: ""}
NONE_HERE = tag("p", "No cycle of this kind is here yet.", class_="km-small-print")


def headline(network: Published) -> str:
    """How many of the cycles that ended taught something, and how many by letting an idea go."""
    every = ledger(network)
    over = [one for one in every if one.state is State.ENDED]
    if not over:
        running = sum(one.state is State.RUNNING for one in every)
        return f"{count(running, 'cycle')} under way; none has ended yet"
    taught, let_go = sum(one.taught for one in over), sum(one.let_go for one in over)
    said = f"{taught:,} of {count(len(over), 'ended cycle')} taught something"
    return f"{said}, {let_go:,} by letting an idea go" if let_go else said


def lead(network: Published) -> str:
    """How long a cycle takes, beside what was agreed."""
    usual, weeks = median_days(ledger(network)), network.settings.cycle_every_weeks
    takes = "" if usual is None else f"Half of the cycles take {usual:g} days or less. "
    return takes + (f"Agreed is one every {count(weeks, 'week')}." if weeks else "")


def cycles(network: Published, some: Iterable[Entry]) -> str:
    """A card a cycle: what was typed, and who tried the same idea before; that there is none."""
    return "".join(_card(network, one) for one in some) or NONE_HERE


def ramp_list(some: Iterable[Ramp]) -> str:
    """Each idea with who tried it, oldest first, and in how many contexts."""
    return "".join(map(_ramp, some))


def pace_table(some: Iterable[tuple[str, Sequence[Entry], Sequence[Progress]]]) -> str:
    """A team a row, in alphabetical order: cycles, usual length, and what was kept of the pace."""
    heads = ("Team", "Cycles", "Running", "Half take, days", "At the agreed pace", "Logged in time")
    return plain_table(heads, (map(escape, _pace(*one)) for one in some), says="Pace, team by team")


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names with what is said of each, in markup; those of which nothing is said are left out."""
    lines = (tag("dt", escape(name)) + tag("dd", said) for name, said in pairs if said)
    return tag("div", tag("dl", "".join(lines), class_="km-facts"))


def card(name: str, small: Iterable[str], said: str) -> str:
    """A name in markup, what stands small below it, and beside it what is said in markup."""
    sub = tag("p", escape(" · ".join(filter(None, small))), class_="km-sub")
    head = tag("div", tag("p", name, class_="km-name") + sub)
    return tag("article", head + said, class_="km-cycle")


def _card(network: Published, one: Entry) -> str:
    row = one.row
    said = {
        spec.column.title: escape(getattr(row, spec.name) or "")
        for spec in fields_of(CycleRow)
        if spec.name not in IN_HEAD
    }
    if one.only_names_a_number:
        said["Learning goal"] += tag("small", ASK)
    others = tried_before(network, one)
    before = [
        f"{other.row.team}: {other.row.title} ({other.row.decision or other.state})"
        for other in others[:FEW]
    ] + [f"and {len(others) - FEW:,} more"] * (len(others) > FEW)
    nobody = NOBODY * (one.state is not State.ENDED)
    said |= {"Tried before": escape("; ".join(before) or nobody), "Logged": escape(_logged(one))}
    small = (row.team, _when(one), one.priority, row.routine)
    return card(escape(row.title), small, facts(said.items()))


def _when(one: Entry) -> str:
    """From when to when, and how long."""
    began, days = day(one.row.started), count(one.days or 0, "day")
    if one.state is State.ENDED and one.row.ended:
        return f"{began} to {day(one.row.ended)}, {days}"
    return f"begins {began}" if one.state is State.PLANNED else f"since {began}, {days} so far"


def _logged(one: Entry) -> str:
    """How long after its end a learning was logged; whether that is fresh, teams agreed."""
    row = one.row
    if not (one.taught and row.ended and one.state is State.ENDED):
        return ""
    if row.logged is None:
        return "no date under Logged"
    late = (row.logged - row.ended).days
    return (f"{count(late, 'day')} after it ended" if late > 0 else "at once") + FRESH[one.is_fresh]


def _ramp(ramp: Ramp) -> str:
    wide = [count(len(ramp.entries), "cycle") + " of " + count(len(ramp.teams), "team")]
    wide += [" → ".join(ramp.contexts[:FEW])]
    more = len(ramp.entries) - 2 * FEW
    steps = [tag("li", escape(_step(one.row, one.state))) for one in ramp.entries]
    if more > 0:
        steps[FEW:-FEW] = [tag("li", f"{more:,} more, in the table as CSV")]
    return card(escape(ramp.entries[0].row.title), wide, tag("ul", "".join(steps)))


def _step(row: CycleRow, state: State) -> str:
    place = ", ".join(filter(None, (row.context, row.scale)))
    how = f"{row.started:%b %Y}, {row.team}, {row.title}: {row.decision or state}"
    return f"{how} ({place})" if place else how


def _pace(team: str, entries: Sequence[Entry], progress: Sequence[Progress]) -> Iterable[str]:
    usual, running = median_days(entries), sum(one.state is State.RUNNING for one in entries)
    kept = [f"{p.kept} of {len(p.due)}" if p.due else "nothing due yet" for p in progress]
    days = "none ended" if usual is None else f"{usual:g}"
    return (team, f"{len(entries):,}", f"{running:,}", days, *(kept or ["not active"] * 2))
