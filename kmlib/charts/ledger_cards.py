"""The ledger in words: each cycle with all that was typed, ideas tried again, and the pace."""

from collections import Counter
from collections.abc import Collection, Iterable
from textwrap import shorten

from kmlib.analysis.ledger import Entry, Pace, Ramp, State, ledger, median_days, paces, tried_before
from kmlib.charts.markup import choosing, escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count, day
from kmlib.privacy import Published
from kmlib.schema import CycleRow, fields_of

FEW = 4  # project choice: the first of many, and the last
A_PAGE = 6  # project choice: what can be read in one sitting
TAUGHT = 160  # project choice: letters of what an earlier cycle taught, as a reminder
IN_HEAD = {"team", "title", "started", "ended", "logged", "priority", "routine"}
ASK = "This names a number to reach. What would you like to find out on the way there?"
NOBODY = "by nobody, as far as these sheets say"
FRESH = {True: ", while fresh", False: ", later than agreed", None: ""}
NONE = "No cycle fits all that is chosen. All cycles shows every kind."


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
    """How long a cycle takes, how many teams keep the agreed pace, and what was logged fresh."""
    usual, weeks = median_days(ledger(network)), network.settings.cycle_every_weeks
    logged = [one.is_fresh for one in ledger(network) if one.is_fresh is not None]
    due = [one.progress[0] for one in paces(network) if one.progress and one.progress[0].due]
    pace = f"; at that pace: {sum(p.is_whole for p in due):,} of {count(len(due), 'team')}"
    said = {
        f"Half of the cycles take {usual or 0:g} days or less.": usual is not None,
        f"Agreed is one every {count(weeks or 0, 'week')}{pace * bool(due)}.": weeks,
        f"{sum(logged):,} of {count(len(logged), 'learning')} were logged while fresh.": logged,
    }
    return " ".join(words for words, is_known in said.items() if is_known)


def amount(some: Collection[Entry]) -> str:
    """How many cycles these are, and of how many teams."""
    teams = len({one.row.team for one in some})
    return f"{count(len(some), 'cycle')} of {count(teams, 'team')}" if some else NONE


def cycles(network: Published, some: Iterable[Entry]) -> str:
    """A card a cycle: what was typed, and who tried the same idea before."""
    return "".join(_card(network, one) for one in some)


def ramp_list(some: Iterable[Ramp]) -> str:
    """Each idea with who tried it, oldest first, and in how many contexts."""
    return "".join(map(_ramp, some))


def pace_table(some: Iterable[Pace]) -> str:
    """A team a row, in alphabetical order: cycles, usual length, and what was kept of the pace."""
    heads = ("Team", "Cycles#", "Running#", "Half take#", "Pace this year#", "Fresh this year#")
    return plain_table(heads, map(_pace, some), says="The pace of each team")


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
    typed = (spec for spec in fields_of(CycleRow) if spec.name not in IN_HEAD)
    said = {spec.column.title: escape(getattr(row, spec.name) or "") for spec in typed}
    if one.only_names_a_number:
        said["Learning goal"] += tag("small", ASK)
    captured = (choosing("item", name, "knowledge_library") for name in one.items)
    said["Captured as"] = ", ".join(captured)
    said |= {"Tried before": _before(network, one), "Logged": escape(_logged(one))}
    small = (row.team, _when(one), one.priority, row.routine)
    return card(escape(row.title), small, facts(said.items()))


def _before(network: Published, one: Entry) -> str:
    """Who tried the idea before and what it taught them; those it taught first, then the latest."""
    others = sorted(
        tried_before(network, one), key=lambda o: (o.taught, o.row.started), reverse=True
    )
    lines = [
        f"{other.row.team}: {other.row.title} ({other.row.decision or other.state})"
        + f": {shorten(other.row.learned, TAUGHT, placeholder=' …')}" * other.taught
        for other in others[:FEW]
    ]
    if len(others) > FEW:
        lines.append(f"and {len(others) - FEW:,} more; of all {len(others):,}: {tally(others)}")
    nobody = escape(NOBODY * (one.state is not State.ENDED))
    return tag("ul", "".join(tag("li", escape(it)) for it in lines)) if lines else nobody


def tally(some: Iterable[Entry]) -> str:
    """What was decided how often, the most frequent first."""
    found = Counter(str(one.row.decision or one.state) for one in some)
    return ", ".join(f"{amount:,} {word}" for word, amount in found.most_common())


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
    wide = [amount(ramp.entries), tally(ramp.entries), " → ".join(ramp.contexts[:FEW])]
    more = len(ramp.entries) - 2 * FEW
    steps = [tag("li", escape(_step(one.row, one.state))) for one in ramp.entries]
    if more > 0:
        steps[FEW:-FEW] = [tag("li", f"{more:,} more, in the table as CSV")]
    return card(escape(ramp.entries[0].row.title), wide, tag("ul", "".join(steps)))


def _step(row: CycleRow, state: State) -> str:
    place = ", ".join(filter(None, (row.context, row.scale)))
    how = f"{row.started:%b %Y}, {row.team}, {row.title}: {row.decision or state}"
    return f"{how} ({place})" if place else how


def _pace(one: Pace) -> list[str]:
    usual, running = median_days(one.entries), sum(e.state is State.RUNNING for e in one.entries)
    kept = [f"{p.kept} of {len(p.due)}" if p.due else "nothing due yet" for p in one.progress]
    days = "none ended" if usual is None else f"{usual:g} days"
    name = tag("b", escape(one.team))
    return [name, f"{len(one.entries):,}", f"{running:,}", days, *(kept or ["not active"] * 2)]
