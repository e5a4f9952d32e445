"""The ledger: every inquiry cycle, how it went, and where its idea was tried before."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any, NamedTuple

from kmlib.analysis.commitments import commitments, logged_mark
from kmlib.analysis.exchange import as_team
from kmlib.analysis.learnings import ended, items_with_cycles, priority_of
from kmlib.analysis.marks import Commitment, Progress
from kmlib.analysis.names import name_key, one_spelling
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import is_of
from kmlib.analysis.word_search import Index, holding_most, index_of
from kmlib.privacy import Published
from kmlib.reading.fields import split_cell
from kmlib.schema import CycleRow, Row, fields_of
from kmlib.schema.learning import Decision


class State(StrEnum):
    """Where a cycle is, as of the day of the network."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, eq=False)
class Entry:
    """One cycle of the ledger."""

    row: CycleRow
    priority: str  # its own, else the only one of its routine
    state: State
    days: int | None  # from its first day to its last, or to now while it runs
    is_fresh: bool | None  # logged in the agreed days; None where nobody can tell
    only_names_a_number: bool  # its learning goal is a target: it asks nothing
    items: tuple[str, ...]  # of knowledge, that name it

    @property
    def taught(self) -> bool:
        """Something stands under Learned."""
        return bool(self.row.learned)

    @property
    def let_go(self) -> bool:
        """An abandoned idea that taught something: that is learning like any other."""
        return self.taught and self.row.decision is Decision.ABANDON


class Ramp(NamedTuple):
    """The cycles of one idea, the first begun first."""

    entries: tuple[Entry, ...]

    @property
    def teams(self) -> tuple[str, ...]:
        """Who tried it, in the order they began."""
        return one_spelling(one.row.team for one in self.entries)

    @property
    def contexts(self) -> tuple[str, ...]:
        """In which contexts, in the order they came."""
        return one_spelling(one.row.context for one in self.entries)


@once_a_network
def ledger(network: Published) -> tuple[Entry, ...]:
    """Every cycle, the one begun last first; after them those that have not begun."""
    newest = sorted(_entries(network), key=lambda one: one.row.started, reverse=True)
    return tuple(sorted(newest, key=lambda one: one.state is State.PLANNED))


@once_a_network
def _entries(network: Published) -> tuple[Entry, ...]:
    """Every cycle, in the order of its tab."""
    held = defaultdict(list)
    for item, named in items_with_cycles(network):
        for number in named:
            held[number].append(item.item)
    rows = enumerate(network.rows(CycleRow))
    return tuple(_entry(network, row, tuple(held[number])) for number, row in rows)


VIEWS: Mapping[str, Callable[[Entry], bool]] = {  # which cycles to look at
    "Being tried now": lambda one: one.state is not State.ENDED,
    "All cycles": lambda one: True,
    "Learned by letting go": lambda one: one.let_go,
    "Goals that are a number": lambda one: one.only_names_a_number,
}


def find(
    network: Published, query: str = "", team: str = "", priority: str = ""
) -> tuple[Entry, ...]:
    """The cycles of a team and a priority that hold most of the words; an empty name is any."""
    every = ledger(network)
    passes = [team in ("", one.row.team) and is_of(one.priority, priority) for one in every]
    return tuple(every[at] for at in holding_most(_index(network), query, passes))


@once_a_network
def _index(network: Published) -> Index:
    """What cycles are searched by: all that was typed in words."""
    rows = (one.row for one in ledger(network))
    return index_of([v for v in vars(row).values() if isinstance(v, str)] for row in rows)


def _entry(network: Published, row: CycleRow, held_by: tuple[str, ...]) -> Entry:
    end = ended(row, network.as_of)
    state = State.ENDED if end else State.RUNNING
    state = state if row.started <= network.as_of else State.PLANNED
    mark = logged_mark(network, row) if end else None
    return Entry(
        row=row,
        priority=priority_of(network, row),
        state=state,
        days=None if state is State.PLANNED else ((end or network.as_of) - row.started).days,
        is_fresh=mark.kept if mark and row.learned else None,
        only_names_a_number=only_names_a_number(row.learning_goal),
        items=held_by,
    )


LONGEST_GOAL = 300  # letters; project choice: what is longer tells more than a number
_ASKS = re.compile(
    r"\?|\b(?:how|why|what|whether|if)\b"
    r"|^\W*(?:do|does|did|is|are|can|could|will|would|should|which|when|where|who)\b"
    r"|^\W*(?:(?:we|to|want|will) )*(?:learn|find out|understand|explore|test|check|discover|see)\b"
)
_SHARE = r"\d+(?:[.,]\d+)? ?(?:%|per ?cent\b|points?\b|(?:in|of|out of|/) ?\d+)"
_MOVES = re.compile(
    r"\b(?:increas|rais|rise|improv|grow|reduc|decreas|cut|lower|lift|reach|achiev|get|mov|hit|bring"
    r"|go from|double|halve|hav)\w*\b.*"
    rf"(?:{_SHARE}|\b(?:to|by|from|at least|above|below|over|under) (?!20\d\d\b)\d)"
)
_BARE = re.compile(rf"\W*(?:by\b[^,]*,)?\W*(?:{_SHARE}.*|.*{_SHARE}\W*|[\d., ]+)")


def only_names_a_number(goal: str) -> bool:
    """Whether a learning goal is a performance target: a number to reach, and nothing asked.

    It asks nothing (no question mark, no how, why, what, whether or if, and it does not begin like
    a question or with a word such as learn, find out or see), and it says to move something to, by
    or beyond a number ("We will increase attendance to 85%"), begins or ends with a share ("85% of
    students are present", "9 in 10"), or is a bare number.

    Source: the distinction of learning and performance goals, Seijts and Latham (2005), Learning
    versus performance goals, doi:10.5465/ame.2005.15841964; the words are a project choice.

    >>> only_names_a_number("Increase attendance to 85%"), only_names_a_number("85 %")
    (True, True)
    >>> only_names_a_number("How do we get 85% back?"), only_names_a_number("Pairs in grade 3")
    (False, False)
    """
    text = " ".join(goal[:LONGEST_GOAL].casefold().split())
    return bool(_MOVES.search(text) or _BARE.fullmatch(text)) and not _ASKS.search(text)


@once_a_network
def ramps(network: Published) -> tuple[Ramp, ...]:
    """The ideas that more than one cycle tried, those that most teams tried first.

    Cycles try one idea where their Change idea reads the same, where their Idea from names the same
    item (the cycles of that item try it, too), or where it names another cycle by its title. A team
    or a group of people under Idea from tells who, not which idea: it joins nothing, nor does what
    stands in no tab. A title that several teams use counts only with one of them beside it.
    """
    entries = _entries(network)
    leads = list(range(len(entries)))
    for alike in _alike(network, entries):
        firsts = {_lead(leads, at) for at in alike}
        for at in firsts:
            leads[at] = min(firsts)
    together = defaultdict(list)
    for number, one in enumerate(entries):
        together[_lead(leads, number)].append(one)
    found = (sorted(some, key=lambda one: one.row.started) for some in together.values())
    wide = (Ramp(tuple(some)) for some in found if len(some) > 1)
    return tuple(sorted(wide, key=lambda ramp: (-len(ramp.teams), -len(ramp.entries))))


def _alike(network: Published, entries: Sequence[Entry]) -> Iterator[Sequence[int]]:
    """Cycles of one idea, by their positions; one cycle may stand in several of these."""
    ideas, sources, titles = defaultdict(list), defaultdict(list), defaultdict(list)
    held = {name_key(item.item): named for item, named in items_with_cycles(network)}
    for number, one in enumerate(entries):
        titles[name_key(one.row.title)].append(number)
        ideas[name_key(one.row.change_idea)].append(number)
    team_of = as_team(network)
    for number, one in enumerate(entries):
        names = list(map(str, split_cell(one.row.idea_from)))
        beside = set(map(team_of, names))
        for key in (name_key(name) for name in names if not team_of(name)):
            bear = [at for at in titles.get(key, ()) if at != number]
            meant = [at for at in bear if entries[at].row.team in beside] or bear
            if len({entries[at].row.team for at in meant}) == 1:
                yield (number, *meant)
            if key in held:
                sources[key].append(number)
    ideas.pop("", None)
    yield from ideas.values()
    yield from ((*some, *held.get(key, ())) for key, some in sources.items())


def _lead(leads: list[int], at: int) -> int:
    """The first of those joined with a cycle."""
    while leads[at] != at:
        at = leads[at]
    return at


def ramps_of(network: Published, entries: Collection[Entry]) -> tuple[Ramp, ...]:
    """The ideas that one of these cycles tried and another did, too."""
    if len(entries) == len(ledger(network)):
        return ramps(network)
    mine = set(entries)
    return tuple(ramp for ramp in ramps(network) if not mine.isdisjoint(ramp.entries))


@once_a_network
def _ramp_of(network: Published) -> dict[Entry, Ramp]:
    return {one: ramp for ramp in ramps(network) for one in ramp.entries}


def tried_before(network: Published, one: Entry) -> tuple[Entry, ...]:
    """The cycles of the same idea that began before this one."""
    ramp = _ramp_of(network).get(one, Ramp(()))
    return tuple(other for other in ramp.entries if other.row.started < one.row.started)


class Pace(NamedTuple):
    """The cycles of a team, with its pace and its logging as Peer accountability judges them."""

    team: str
    entries: tuple[Entry, ...]
    progress: tuple[Progress, ...]  # empty where the team is not active


@once_a_network
def paces(network: Published, team: str = "") -> tuple[Pace, ...]:
    """Each team that is active or has a cycle, in alphabetical order; or this team alone."""
    by_team, kept = defaultdict(list), commitments(network)
    for one in ledger(network):
        by_team[one.row.team].append(one)
    asked = (Commitment.CYCLES, Commitment.LOGGED)
    return tuple(
        Pace(name, tuple(some), tuple(p for p in kept.get(name, ()) if p.commitment in asked))
        for name in (row.team for row in network.teams)
        if team in ("", name) and ((some := by_team[name]) or name in kept)
    )


def median_days(entries: Iterable[Entry]) -> float | None:
    """The usual length of those that ended, in days."""
    days = [one.days for one in entries if one.state is State.ENDED and one.days is not None]
    return median(days) if days else None


def table(network: Published, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The plain rows of these cycles, one each: what was typed, then what follows from it."""
    return [
        cells_to_take(one.row)
        | {
            "priority": one.priority,
            "state": one.state.value,
            "days": one.days,
            "goal_only_names_a_number": one.only_names_a_number,
            "tried_before_by": "; ".join(
                one_spelling(b.row.team for b in tried_before(network, one))
            ),
            "logged_while_fresh": one.is_fresh,
            "captured_as": "; ".join(one.items),
        }
        for one in entries
    ]


def cells_to_take(row: Row) -> dict[str, Any]:
    """What was typed into a row, several values of a cell side by side; no names of staff."""
    names = (spec.name for spec in fields_of(type(row)) if not spec.column.staff)
    typed = ((name, getattr(row, name)) for name in names)
    return {name: "; ".join(it) if isinstance(it, tuple) else it for name, it in typed}
