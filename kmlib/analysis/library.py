"""The knowledge library: items found by words, typos forgiven, and by what they are about."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kmlib.analysis.names import name_key, one_spelling
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import is_of
from kmlib.analysis.spread import Item, items
from kmlib.analysis.word_search import Index, asked_for, holding_most, index_of
from kmlib.privacy import Published
from kmlib.schema.learning import Level

MOST_NAMED = 4  # project choice: whom one can ask
MOST_KNOWN = 3  # project choice: what one can keep in mind


class Filters(NamedTuple):
    """What an item must be about; an empty name is any."""

    priority: str = ""
    level: str = ""  # as its owners claim
    audience: str = ""
    context: str = ""

    def let_through(self, one: Item) -> bool:
        """Whether an item is of all these."""
        row = one.row
        return (
            is_of(row.priority, self.priority)
            and self.level in ("", str(row.level or ""))
            and (not self.audience or name_key(self.audience) in map(name_key, row.audience))
            and (not self.context or name_key(self.context) in map(name_key, one.contexts))
        )


class Search(NamedTuple):
    """What somebody looked for: the items that were found, and what to say of them."""

    items: tuple[Item, ...]  # the best first
    by_name: dict[str, Item]
    answer: str


def search(network: Published, query: str, filters: Filters) -> Search:
    """What a page shows of some words and filters."""
    found = find(network, query, filters)
    return Search(found, {one.row.item: one for one in found}, answer(found, query))


def find(network: Published, query: str = "", filters: Filters | None = None) -> tuple[Item, ...]:
    """The items that hold most of the words, and pass the filters; in name or claim first."""
    let, found = filters or Filters(), items(network)
    passes = [let.let_through(one) for one in found]
    named, anywhere = (holding_most(index, query, passes) for index in _indexes(network))
    held = set(anywhere)
    return tuple(found[at] for at in dict.fromkeys([*filter(held.__contains__, named), *anywhere]))


@once_a_network
def _indexes(network: Published) -> tuple[Index, Index]:
    """Of the items' names and claims, and of all that they are searched by."""
    found = items(network)
    return index_of((o.row.item, o.row.claim) for o in found), index_of(map(_texts, found))


def _texts(one: Item) -> Iterable[str]:
    """What an item is searched by: itself, whom it is for and from, and its cycles."""
    row = one.row
    yield from (row.item, row.claim, row.evidence, row.priority, row.product, row.next_steps)
    yield from (row.resources_needed, *row.audience, *one.contexts, *one.ask)
    for cycle in one.cycles:
        yield from (cycle.title, cycle.change_idea, cycle.learning_goal, cycle.learned)


@once_a_network
def choices(network: Published) -> dict[str, list[str]]:
    """The audiences and contexts in use, each spelled once, in the alphabet."""
    found = items(network)
    return {
        "Audience": sorted(one_spelling(name for one in found for name in one.row.audience)),
        "Context": sorted(one_spelling(name for one in found for name in one.contexts)),
    }


def answer(found: Sequence[Item], query: str) -> str:
    """What is known good about something, and who to ask, in a few words; teams, never people."""
    asked = " ".join(asked_for(query))
    about = f" about “{asked}”" if asked else ""
    if not found:
        return f"Nothing{about} that fits what is chosen is written yet."
    best = [one for one in found if one.row.level is Level.KNOWN_GOOD]
    if best:
        named = "; ".join(_carried(one) for one in best[:MOST_KNOWN])
        more = f"; and {len(best) - MOST_KNOWN:,} more" * (len(best) > MOST_KNOWN)
        known = f"Called known good{about}: {named}{more}."
    else:
        best = list(found[:1])
        known = f"Nothing{about} is called known good yet. Closest: {_carried(best[0])}."
    teams = one_spelling(team for one in best for team in one.ask)
    others = f" or {len(teams) - MOST_NAMED} more teams" * (len(teams) > MOST_NAMED)
    ask = f"Ask {', '.join(teams[:MOST_NAMED])}{others}." if teams else "No team is named to ask."
    return f"{known} {ask}"


def _carried(one: Item) -> str:
    """An item by its name, with the level its owners claim beside the one its evidence meets."""
    said = [] if one.row.level is Level.KNOWN_GOOD else [f"claimed {one.row.level or 'no level'}"]
    if one.checks:
        said.append(f"its evidence meets {one.evidence or 'no level yet'}")
    return f"“{one.row.item}” ({', '.join(said)})" if said else f"“{one.row.item}”"
