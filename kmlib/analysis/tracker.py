"""The implementation tracker: who carries out what, which items are skipped, and by whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import comb
from statistics import median
from typing import Any, NamedTuple

from kmlib.analysis.cells import cells_to_take
from kmlib.analysis.due import school_days
from kmlib.analysis.judging import months_before
from kmlib.analysis.marks import begins
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.waiting import MonthCount, StageMonths
from kmlib.privacy import Published
from kmlib.schema import TeamRow
from kmlib.schema.programme import CycleStep, TrackerItemRow, TrackerRow, TrackerStatus

SKIPPING_NEEDED = 3  # project choice: one or two teams have something in common by chance
FALSE_SHARE = 0.1  # project choice: of all that is named, at most about one in ten by chance
STEPS, MONTHS = UNDER = ("Cycle steps", "Months")  # what items can stand under


class State(StrEnum):
    """How far a team is with an item, or why there is nothing to say."""

    DONE = TrackerStatus.DONE
    IN_PROGRESS = TrackerStatus.IN_PROGRESS
    NOT_STARTED = TrackerStatus.NOT_STARTED
    NOTHING_TYPED = "nothing typed"
    NOT_APPLICABLE = TrackerStatus.NOT_APPLICABLE
    NOT_ASKED = "not asked of its model"


class Line(NamedTuple):
    """A tracker item over all active teams, in alphabetical order."""

    item: TrackerItemRow
    states: Mapping[str, State]
    on: Mapping[str, dt.date | None]  # the date of each team's latest row
    wanted: tuple[str, ...]  # the teams that it counts for
    done: tuple[str, ...]  # of these
    skipped: tuple[str, ...]  # of these
    is_due: bool  # its day has come


@once_a_network
def latest(network: Published) -> dict[tuple[str, str], TrackerRow]:
    """How far each team is with each tracker item: its latest row that has a status."""
    rows = sorted(network.rows(TrackerRow), key=lambda row: row.date or dt.date.min)
    return {(row.team, row.code): row for row in rows if row.status is not None}


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
    known, since, models = latest(network), begins(network), set(map(name_key, item.models))
    teams = [row for row in network.teams if row.active]
    asked = {row.team for row in teams if not models or name_key(row.model) in models}
    rows = {team: row for team in since if (row := known.get((team, item.code)))}
    states = {t: State.NOTHING_TYPED if t in asked else State.NOT_ASKED for t in since}
    states |= {team: State(str(row.status)) for team, row in rows.items()}
    wanted = tuple(
        team
        for team, begin in since.items()
        if team in asked and states[team] is not State.NOT_APPLICABLE
        if item.due is None or item.due >= begin
    )
    done = tuple(team for team in wanted if states[team] is State.DONE)
    is_due = item.due is not None and item.due <= network.as_of
    reporting = {team for team, _ in known} if is_due or 2 * len(done) > len(wanted) else set()
    not_begun = (State.NOT_STARTED, State.NOTHING_TYPED)
    skipped = tuple(t for t in wanted if t in reporting and states[t] in not_begun)
    on = {team: row.date for team, row in rows.items()}
    return Line(item, states, on, wanted, done, skipped if is_due or not item.due else (), is_due)


def under(some: Iterable[Line], what: str) -> dict[str, list[Line]]:
    """The items by step of the cycle, or by the month in which they are due; in their order."""
    found = defaultdict(list)
    steps = [*CycleStep, None]
    for line in sorted(some, key=lambda line: steps.index(line.item.cycle_step)):
        found[line.item.cycle_step or "no step"].append(line)
    if what == STEPS:
        return found
    by_month = defaultdict(list)
    for line in sorted(some, key=lambda line: line.item.due or dt.date.max):
        by_month[f"{line.item.due:%B %Y}" if line.item.due else "no date"].append(line)
    return by_month


@once_a_network
def in_common(network: Published) -> dict[str, list[str]]:
    """By item, in words what the teams that skip it have in common, beyond what chance gives.

    For each item that at least three teams skip: how often chance alone would draw as many teams of
    one model, cohort, district or size among those that skip it, out of all that it counts for.
    Over all items and traits together, those are named that keep the share of false ones below 1 in
    10. It never says why.

    Source: Fisher (1935), The logic of inductive inference, doi:10.2307/2342435, one-sided;
    Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    sizes = [row.students for row in network.teams if row.active and row.students]
    traits = {row.team: _traits(row, median(sizes or [0])) for row in network.teams}
    chances = {}
    for line in lines(network):
        drawn, of = len(line.skipped), len(line.wanted)
        of_all = Counter(trait for team in line.wanted for trait in traits[team])
        of_some = Counter(trait for team in line.skipped for trait in traits[team])
        for trait, some in of_some.items() if drawn >= SKIPPING_NEEDED else ():
            said = f"{some} of these {drawn} {trait}; of all {of} it is {of_all[trait]}"
            chances[line.item.code, said] = chance_of(some, drawn, of_all[trait], of)
    found: defaultdict[str, list[str]] = defaultdict(list)
    limit = largest_allowed(list(chances.values()), FALSE_SHARE)
    for (code, said), p in chances.items():
        found[code] += [said] * (p <= limit)
    return found


def _traits(row: TeamRow, half: float) -> list[str]:
    """What a team may have in common with others, as it goes on from "3 of these 4"."""
    kinds = {"have the model": row.model, "are of cohort": row.cohort, "lie in": row.district}
    size = "fewer" if (row.students or 0) < half else "no fewer"
    about = [f"{kind} {value}" for kind, value in kinds.items() if value]
    return about + [f"have {size} students than half of the teams"] * bool(row.students)


def chance_of(some: int, drawn: int, alike: int, of: int) -> float:
    """How often at least so many of those alike are among so many drawn of all.

    >>> chance_of(3, 3, 3, 6)  # 1 of the 20 ways to draw three of six
    0.05
    """
    most = min(drawn, alike)
    ways = sum(comb(alike, k) * comb(of - alike, drawn - k) for k in range(some, most + 1))
    return ways / comb(of, drawn)


def largest_allowed(chances: Sequence[float], share: float) -> float:
    """The largest p that counts when so large a share may be false; -1 where none counts."""
    ranked = enumerate(sorted(chances), 1)
    return max((p for rank, p in ranked if p <= share * rank / len(chances)), default=-1.0)


@once_a_network
def over_time(network: Published) -> tuple[StageMonths, ...]:
    """By step of the cycle, in each month of this school year: due so far, and done of that.

    Done counts from the date of the team's latest row; where that has none it counts in no month.
    """
    this, months = network.as_of.replace(day=1), [school_days(network).year_began]
    while months[-1] < this:
        months.append(months_before(months[-1], -1))
    found = []
    for step, some in under((one for one in lines(network) if one.is_due), STEPS).items():
        due = [one.item.due or this for one in some for _ in one.wanted]
        done = [(one.item.due or this, one.on[team]) for one in some for team in one.done]
        counts = []
        for month in months:
            end = months_before(month, -1)
            so_far = sum(max(day, on) < end for day, on in done if on)
            counts.append(MonthCount(month, so_far, sum(day < end for day in due)))
        found.append(StageMonths(step, tuple(counts), sum(on is None for _, on in done)))
    return tuple(found)


def headline(network: Published) -> str:
    """How much of what was due is done: "112 of 131 practices that were due are done"."""
    every = lines(network)
    some = [line for line in every if line.is_due] or [line for line in every if not line.item.due]
    done, of = sum(len(line.done) for line in some), sum(len(line.wanted) for line in some)
    if not latest(network) or not of:
        why = "no team has said how far it is" if of else "none is due yet"
        return f"{len(every):,} tracker item{'s' * (len(every) != 1)}; {why}"
    due = "that were due " * some[0].is_due
    return f"{done:,} of {of:,} practices {due}are done, over all teams"


def table(some: Iterable[Line]) -> list[dict[str, Any]]:
    """The plain rows, one an item and team."""
    return [
        {"team": team}
        | cells_to_take(line.item)
        | {"status": state.value, "on": line.on.get(team)}
        | {"counts": team in line.wanted, "skipped": team in line.skipped}
        for line in some
        for team, state in line.states.items()
    ]
