"""The implementation tracker: who carries out what, which items are skipped, and by whom."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import comb
from statistics import median
from typing import Any, NamedTuple

from kmlib.analysis.due import school_days
from kmlib.analysis.judging import months_before
from kmlib.analysis.marks import begins
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.waiting import MonthCount, StageMonths
from kmlib.analysis.wording import count
from kmlib.privacy import Published
from kmlib.schema.programme import CycleStep, TrackerItemRow, TrackerRow, TrackerStatus

SKIPPING_NEEDED = 3  # project choice: one or two teams have something in common by chance
NOTHING, NOT_ASKED = "nothing typed", "not asked of its model"  # beside the words for a status
FALSE_SHARE = 0.1  # project choice: of all that is named, at most about one in ten by chance


class Line(NamedTuple):
    """A tracker item over all active teams, in alphabetical order."""

    item: TrackerItemRow
    states: Mapping[str, str]  # how far each team is with it, or why there is nothing to say
    on: Mapping[str, dt.date | None]  # the date of each team's latest row
    wanted: tuple[str, ...]  # the teams that it counts for
    done: tuple[str, ...]  # of these
    skipped: tuple[str, ...]  # of these
    is_due: bool  # its day has come
    far: str  # how many have done it, in words


class Latest(NamedTuple):
    """What the latest row with a status says of an item, by team."""

    states: dict[str, str]
    on: dict[str, dt.date | None]


@once_a_network
def latest(network: Published) -> Mapping[str, Latest]:
    """How far each active team is with each tracker item, by the item's code."""
    found = defaultdict[str, Latest](lambda: Latest({}, {}))
    since = begins(network)
    for row in network.rows(TrackerRow):
        if row.status is None or row.team not in since:
            continue
        (states, on), day = found[row.code], row.date
        before = on.get(row.team)
        if before is None or (day and before <= day):
            states[row.team], on[row.team] = str(row.status), day
    return dict(found)


@once_a_network
def lines(network: Published) -> tuple[Line, ...]:
    """Every item in the sheet's order; without Tracker items the codes that the Tracker names.

    An item is asked of teams whose model it names, and of all where it names none. It counts for a
    team of which it is asked, unless the team says not applicable or its day was before the team
    began. A team skips it that has not begun it, or says nothing of it, once its day has passed;
    without a day, once more than half of the teams have done it. A team that has typed nothing at
    all skips nothing: that is no data.
    """
    codes = sorted({row.code for row in network.rows(TrackerRow)})
    named = tuple(TrackerItemRow(code=code, item="") for code in codes)
    return tuple(_line(network, item) for item in network.rows(TrackerItemRow) or named)


def _line(network: Published, item: TrackerItemRow) -> Line:
    said, on = latest(network).get(item.code, ({}, {}))
    due, since = item.due, begins(network)
    unsaid = _unsaid(network, frozenset(map(name_key, item.models)))
    states = unsaid | said
    asked = (team for team, why in unsaid.items() if why == NOTHING)
    late = {team for team, begin in since.items() if due < begin} if due else ()
    wanted = [t for t in asked if states[t] != TrackerStatus.NOT_APPLICABLE and t not in late]
    done = tuple(team for team in wanted if states[team] == TrackerStatus.DONE)
    is_time = due <= network.as_of if due else 2 * len(done) > len(wanted)
    may_skip = _heard_of(network) if is_time else ()
    idle = (t for t in wanted if states[t] in (NOTHING, TrackerStatus.NOT_STARTED))
    skipped = tuple(team for team in idle if team in may_skip)
    far = f"{len(done):,} of {len(wanted):,}" if wanted else "not this year"
    return Line(item, states, on, tuple(wanted), done, skipped, bool(due and is_time), far)


@once_a_network
def _unsaid(network: Published, models: frozenset[str]) -> dict[str, str]:
    """What to say of each active team, where it says nothing of an item for these models."""
    teams = (row for row in network.teams if row.active)
    asked = {row.team: not models or name_key(row.model) in models for row in teams}
    return {team: NOTHING if is_asked else NOT_ASKED for team, is_asked in asked.items()}


@once_a_network
def _heard_of(network: Published) -> set[str]:
    """The teams that have typed anything."""
    return {team for one in latest(network).values() for team in one.states}


def by_step(some: Iterable[Line]) -> dict[str, list[Line]]:
    """The items by step of the cycle, in each by the day on which they are due."""
    steps, found = [*CycleStep, None], defaultdict(list)
    in_order = sorted(some, key=lambda line: line.item.due or dt.date.max)
    for line in sorted(in_order, key=lambda line: steps.index(line.item.cycle_step)):
        found[line.item.cycle_step or "no step"].append(line)
    return found


@once_a_network
def in_common(network: Published) -> dict[str, list[str]]:
    """By item, in words what the teams that skip it have in common, beyond what chance gives.

    For each item that at least three teams skip: how often chance alone would draw as many teams of
    one model, cohort, district or size among them, out of all that it counts for. Over all items
    and traits together, those are named that keep the share of false ones below 1 in 10.

    Source: Fisher (1935), The logic of inductive inference, doi:10.2307/2342435, one-sided;
    Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    traits, chances, found = _traits(network), {}, defaultdict[str, list[str]](list)
    for line in (line for line in lines(network) if len(line.skipped) >= SKIPPING_NEEDED):
        drawn, of = len(line.skipped), len(line.wanted)
        of_all = Counter(trait for team in line.wanted for trait in traits[team])
        of_some = Counter(trait for team in line.skipped for trait in traits[team])
        for trait, some in of_some.items():
            alike, most = of_all[trait], min(drawn, of_all[trait])
            said = f"{some} of these {drawn} {trait}; of all {of} it is {alike}"
            ways = (comb(alike, k) * comb(of - alike, drawn - k) for k in range(some, most + 1))
            chances[line.item.code, said] = sum(ways) / comb(of, drawn)
    limit = largest_allowed(list(chances.values()), FALSE_SHARE)
    for (code, said), p in chances.items():
        found[code] += [said] * (p <= limit)
    return found


def _traits(network: Published) -> dict[str, list[str]]:
    """What each team may have in common with others, as it goes on from "3 of these 4"."""
    half = median([row.students for row in network.teams if row.students] or [0])
    found = {}
    for row in network.teams:
        said = {"have the model": row.model, "are of cohort": row.cohort, "lie in": row.district}
        size = "fewer" if (row.students or 0) < half else "no fewer"
        said["have, beside half of the teams,"] = f"{size} students" * bool(row.students)
        found[row.team] = [f"{kind} {value}" for kind, value in said.items() if value]
    return found


def largest_allowed(chances: Sequence[float], share: float) -> float:
    """The largest p that counts when so large a share may be false; -1 where none counts."""
    ranked = enumerate(sorted(chances), 1)
    return max((p for rank, p in ranked if p <= share * rank / len(chances)), default=-1.0)


@once_a_network
def over_time(network: Published) -> tuple[StageMonths, ...]:
    """By step of the cycle, in each month of this school year: due so far, and done of that.

    Done counts from the date of the team's latest row; where that has none it counts in no month.
    """
    first, this, found = school_days(network).year_began, network.as_of, []
    months = [months_before(first, -n) for n in range(12) if months_before(first, -n) <= this]
    for step, some in by_step(one for one in lines(network) if one.is_due).items():
        due = [one.item.due or this for one in some for _ in one.wanted]
        done = [(one.item.due or this, one.on[team]) for one in some for team in one.done]
        ends = [months_before(month, -1) for month in months]
        so_far = [sum(max(day, on) < end for day, on in done if on) for end in ends]
        of = [sum(day < end for day in due) for end in ends]
        counts = tuple(map(MonthCount, months, so_far, of))
        found.append(StageMonths(step, counts, sum(on is None for _, on in done)))
    return tuple(found)


def headline(network: Published) -> str:
    """How much of what was due is done: "112 of 131 practices that were due are done"."""
    every = lines(network)
    some = [line for line in every if line.is_due] or [line for line in every if not line.item.due]
    done, of = sum(len(line.done) for line in some), sum(len(line.wanted) for line in some)
    if not of or not any(row.status for row in network.rows(TrackerRow)):
        said = "No team has said yet how far it is with" if of else "Nothing is due yet of"
        return f"{said} {count(len(every), 'tracker item')}"
    due = "that were due " * some[0].is_due
    return f"{done:,} of {of:,} practices {due}are done, over all teams"


def table(some: Iterable[Line]) -> list[dict[str, Any]]:
    """The plain rows, one an item and team."""
    return [
        line.item.model_dump(exclude={"models"})
        | {"team": team, "status": state, "on": line.on.get(team)}
        | {"counts": team in wanted, "skipped": team in skipped}
        for line in some
        for wanted, skipped in [(set(line.wanted), set(line.skipped))]
        for team, state in line.states.items()
    ]
