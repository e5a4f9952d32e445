"""The learning tabs of a made-up network: routines, cycles, knowledge and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from kmlib.export.writing import SheetTab, tab_of
from kmlib.schema import CycleRow, Row, core, learning, programme, steering

PRIORITIES = ("Attendance", "Algebra readiness", "Student voice", "Early reading")
STAGES = ("generation", "consolidation & capture", "sharing", "application")
AGREED = {"data_due_days": 7, "cycle_every_weeks": 6, "logged_within_days": 14}
CYCLES_A_TEAM, WEEKS_A_CYCLE, LAST_BEGAN_WEEKS, DIVES = 4, 9, 4, 6
# project choice: the share of learnings that go on at each step, so that the river narrows
GOES_ON = (0.75, 0.5, 0.7)

IDEAS = ("Call before 9", "Ten minutes of writing first", "Groups of four", "Greet by name")
LEVELS = ("summary", "synthesis", "reduction", "known good")
DECISIONS = ("adopt", "adapt", "continue", "abandon")
CONTEXTS = ("town", "city", "rural")

Rows = list[Mapping[str, object]]


class Made(NamedTuple):
    """The rows of the learning tabs as they come about."""

    as_of: dt.date
    cycles: Rows
    knowledge: Rows
    sharing: Rows
    applications: Rows


def learning_tabs(teams: Sequence[str], as_of: dt.date, chance: Random) -> Iterator[SheetTab]:
    """Every tab that the stages, the map and the commitments draw on, for any number of teams."""
    made = _made(teams, as_of, chance)
    rows: dict[type[Row], Rows] = {
        learning.PriorityRow: [{"priority": name} for name in PRIORITIES],
        core.RoutineRow: list(_routines(as_of, chance)),
        CycleRow: made.cycles,
        learning.KnowledgeRow: made.knowledge,
        learning.SharingRow: made.sharing,
        learning.ApplicationRow: made.applications,
        learning.ParticipationRow: list(_dives(teams, as_of, chance)),
        steering.StandardRow: [
            {
                "level": level,
                "teams_at_least": n,
                "contexts_at_least": n,
                "equity_check_needed": "no",
            }
            for n, level in enumerate(LEVELS, 1)
        ],
        programme.TrackerItemRow: [
            {"code": f"1.{n}", "item": f"Practice {n}", "very_important": "yes", "due": as_of}
            for n in range(1, 6)
        ],
        programme.TrackerRow: [
            {
                "team": team,
                "code": f"1.{n}",
                "status": "done" if chance.random() < 0.8 else "in progress",
            }
            for team in teams
            for n in range(1, 6)
        ],
    }
    return (tab_of(model, some) for model, some in rows.items())


def _routines(as_of: dt.date, chance: Random) -> Iterator[Mapping[str, object]]:
    """Two generating routines a priority; every other way on stops somewhere."""
    for n, priority in enumerate(PRIORITIES):
        reach = 1 + (n * 2 + 3) % len(STAGES)
        for lane in range(2):
            names = [f"{priority} {word}" for word in ("circle", "synthesis", "walk", "planning")]
            names[0] = f"{priority} circle {lane + 1}"
            for at, stage in enumerate(STAGES[:reach] if not lane else STAGES[:1]):
                yield {
                    "routine": names[at],
                    "stages": stage,
                    "priorities": priority,
                    "owner": f"lead {n + 1}" if at != 1 else None,
                    "cadence": "monthly",
                    "last_held": as_of - dt.timedelta(days=chance.randint(1, 70)),
                    "feeds": names[at + 1] if at + 1 < reach else None,
                }


def _made(teams: Sequence[str], as_of: dt.date, chance: Random) -> Made:
    """A few cycles a team; each learning goes on or stays, stage by stage."""
    made = Made(as_of, [], [], [], [])
    for n, team in enumerate(teams):
        for number in range(CYCLES_A_TEAM):
            weeks = WEEKS_A_CYCLE * (CYCLES_A_TEAM - 1 - number) + LAST_BEGAN_WEEKS
            start = as_of - dt.timedelta(weeks=weeks, days=n % 9)
            _one_cycle(made, team, number, start, chance, teams[(n + 1) % len(teams)])
    return made


def _one_cycle(
    made: Made, team: str, number: int, start: dt.date, chance: Random, neighbour: str
) -> None:
    """One cycle, and what becomes of its learning until chance or the present day stops it."""
    priority = chance.choice(PRIORITIES)
    title, item = f"Try {number + 1} of {team}", f"Learning {number + 1} of {team}"
    waits = [chance.randint(20, 35), *(chance.randint(1, most) for most in (12, 30, 60, 60))]
    ended, logged, captured, told, used = (
        start + dt.timedelta(days=sum(waits[:n])) for n in range(1, 6)
    )
    on = [chance.random() < share for share in GOES_ON]
    made.cycles.append(
        {"team": team, "title": title, "priority": priority, "started": start,
         "learning_goal": f"Does it help with {priority.lower()}?",
         "change_idea": f"{IDEAS[number % len(IDEAS)]}, {priority.lower()}",
         "context": CONTEXTS[len(made.cycles) % len(CONTEXTS)],
         "routine": f"{priority} circle {1 + chance.randrange(2)}"}
        | ({"ended": ended, "learned": "What we learned", "logged": logged,
            "decision": DECISIONS[number % len(DECISIONS)]}
           if logged <= made.as_of else {})
    )  # fmt: skip
    rows: tuple[tuple[Rows, dt.date, Mapping[str, object]], ...] = (
        (made.knowledge, captured, {"priority": priority, "origin": team, "from_cycles": title,
                                    "level": LEVELS[len(made.knowledge) % len(LEVELS)],
                                    "audience": "teachers", "tested_by": f"{team}; {neighbour}",
                                    "captured_on": captured}),
        (made.sharing, told, {"broker": "lead", "to": neighbour, "date": told}),
        (made.applications, used, {"stakeholder": "teachers", "team": neighbour,
                                   "status": "applied", "applied_on": used}),
    )  # fmt: skip
    for (tab, day, row), goes_on in zip(rows, on, strict=True):
        if not goes_on or day > made.as_of:
            return
        tab.append({"item": item, **row})


def _dives(teams: Sequence[str], as_of: dt.date, chance: Random) -> Iterator[Mapping[str, object]]:
    """A monthly session to which most teams come."""
    for month in range(DIVES):
        day = as_of - dt.timedelta(days=30 * month)
        for team in teams:
            if chance.random() < 0.85:
                yield {
                    "routine": f"{PRIORITIES[0]} circle 1",
                    "date": day,
                    "stakeholder_group": "team leads",
                    "team": team,
                }
