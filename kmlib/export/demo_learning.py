"""The tabs of a made-up network beside its numbers: what was asked, tried, learned, told and used.

Their words stand in the file beside, a table a tab: days count from today, a slash parts what a
cell may say, and names in braces are filled in.
"""

import datetime as dt
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count, pairwise, product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from kmlib.export.writing import SheetTab, tab_of
from kmlib.schema import TABS, CycleRow, FieldSpec, MeasureRow, RoutineRow, fields_of, programme
from kmlib.schema import learning as tabs

AGREED = {"school_year_starts": "July", "data_due_days": 7, "cycle_every_weeks": 3,
          "logged_within_days": 14, "contact": "data lead, data@example.org",
          "breaks": "2024-12-22 to 2025-01-02; 2025-12-22 to 2026-01-02"}  # fmt: skip
DAY, DAYS_OF_CYCLES = dt.timedelta(days=1), 350
DAYS_APART = (17, 18, 19, 20, 29)  # of a team's cycles: one team in five is behind the pace
RAMP_SIZES = (1, 1, 2, 2, 3, 4, 5, 6, 7)  # cycles that try one idea
# Days, the least and the most.
LOGGED_AFTER = ((0, 9), (0, 9), (2, 12), (2, 12), (5, 14), (5, 14), (15, 40))
LEVELS, TEAMS_AT_LEAST = ("summary", "synthesis", "reduction", "known good"), (2, 3, 5)
MOST_SHARED = (1, 3, 5, 8)  # times, by level
FORGOTTEN = 7  # one item in so many is told to nobody
EVERY = {"Self-assessment": 1, "People": 3, "Partnerships": 6, "Partnership sessions": 6}  # team
HELPFUL = "3"  # the practice of each step of the tracker that goes with improvement
SESSIONS, DAYS_BETWEEN_SESSIONS = 12, 30

A_SLASH = re.compile(r"(?<!\S)/(?!\S)")
Cells = dict[str, Any]


class World(NamedTuple):
    """What the tabs are made from."""

    teams: list[str]
    as_of: dt.date
    chance: Random
    measures: list[str]
    gains: Mapping[str, float]  # by how much each team's first measure rose

    def later(self, day: dt.date, least: int, most: int) -> dt.date:
        """A day so many days after another."""
        return day + self.chance.randint(least, most) * DAY


class Ramp(NamedTuple):
    """One idea on its way over teams."""

    idea: Mapping[str, str]
    name: str
    size: int
    cycles: list[Cells]


def learning_tabs(world: World) -> Iterator[SheetTab]:
    """Every tab that is no core one, and the core ones of groups and routines."""
    some = {"team": world.teams[0], "other": world.teams[-1], "measure": world.measures[-1]}
    rows = {MODELS[n]: _rows(n, world, **some) for n in tables_of_words() if n in MODELS}
    ramps = _ramps(world)
    items = list(_items(ramps, world))
    told = list(_told(items, world))
    rows |= {
        CycleRow: [cycle for ramp in ramps for cycle in ramp.cycles],
        tabs.KnowledgeRow: items,
        tabs.SharingRow: [share for share, _ in told],
        tabs.ApplicationRow: [use for share in told for use in _uses(*share, world)],
        tabs.ParticipationRow: list(_sessions(rows[RoutineRow], world)),
        programme.TrackerRow: list(_tracker(rows[programme.TrackerItemRow], world)),
    }
    held = {item["origin"]: item["item"] for item in items}
    beside = [(*two, held.get(two[0], "")) for two in pairwise([*world.teams, world.teams[0]])]
    for tab, step in EVERY.items():
        made = rows.setdefault(MODELS[tab], [])
        for team, other, item in beside[::step]:
            made += _rows(f"{tab}, of a team", world, team=team, other=other, item=item)
    return (tab_of(model, made) for model, made in rows.items())


MODELS = {model.TAB.title: model for model in TABS}


@cache
def tables_of_words() -> dict[str, list[dict[str, str]]]:
    """The tables of words, by name."""
    found = {}
    for table in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split("\n\n"):
        name, *lines = table.strip().split("\n")
        head, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
        found[name] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


@cache
def _form(name: str) -> list[list[tuple[FieldSpec, list[str]]]]:
    """A table of words by rows: each field, and what may stand there."""
    specs = {spec.name: spec for spec in fields_of(MODELS[name.split(",")[0]])}
    return [
        [(specs[to], [one.strip() for one in A_SLASH.split(cell)]) for to, cell in row.items()]
        for row in tables_of_words()[name]
    ]


def _typed(spec: FieldSpec, cell: str, world: World) -> Any:
    """A cell as people type it; nothing where it names a measure that the network has not."""
    if spec.kind is dt.date:
        return world.as_of + int(cell) * DAY
    if spec.column.refers == MeasureRow.TAB.title and cell not in world.measures:
        return None
    return spec.kind(cell) if spec.kind in (int, float) else cell


def _rows(name: str, world: World, **named: str) -> list[Cells]:
    """The rows of a table of words, filled in."""
    return [
        {
            spec.name: _typed(spec, cell, world)
            for spec, cells in line
            if (cell := cells[int(world.chance.random() * len(cells))].format_map(named))
        }
        for line in _form(name)
    ]


def _one_of(name: str, world: World, **named: str) -> Cells:
    return world.chance.choice(_rows(name, world, **named))


def _ideas() -> Iterator[tuple[Mapping[str, str], str]]:
    """Ideas without end, no two called the same."""
    places = ["", *(f", {row['place']}" for row in tables_of_words()["Places"])]
    for turn in count():
        again, at = divmod(turn, len(places))
        more = places[at] + f" ({again + 1})" * bool(again)
        yield from ((idea, idea["change_idea"] + more) for idea in tables_of_words()["Ideas"])


def _ramps(world: World) -> list[Ramp]:
    """Each team tries one thing after another, most of it tried elsewhere before."""
    ideas, ramps, going_on = _ideas(), list[Ramp](), list[Ramp]()
    starts = [
        (world.later(world.as_of - nth * DAYS_APART[n % 5] * DAY, -9, 9), team)
        for n, team in enumerate(world.teams)
        for nth in range(DAYS_OF_CYCLES // DAYS_APART[n % 5])
    ]
    for start, team in sorted(starts):
        if not going_on or world.chance.random() < 1 / 4:
            ramps.append(Ramp(*next(ideas), world.chance.choice(RAMP_SIZES), []))
            going_on.append(ramps[-1])
        ramp = world.chance.choice(going_on)
        ramp.cycles.append(_cycle(ramp, team, start, world))
        if len(ramp.cycles) == ramp.size:
            going_on.remove(ramp)
    return [ramp for ramp in ramps if ramp.cycles]


def _cycle(ramp: Ramp, team: str, start: dt.date, world: World) -> Cells:
    """One cycle: planned, going on, over or logged, as its days say."""
    idea, chance = ramp.idea, world.chance
    agreed = [r["measure"] for r in tables_of_words()["Measures, agreed"]
              if r["priority"] == idea["priority"] and r["measure"] in world.measures]  # fmt: skip
    cycle = _one_of("Cycles, begun", world, **idea) | {
        "team": team, "title": f"{ramp.name}: try {len(ramp.cycles) + 1}", "started": start,
        "priority": idea["priority"], "change_idea": ramp.name,
        "measure": chance.choice(agreed or [None]),
    }  # fmt: skip
    if ramp.cycles and ramp.cycles[-1]["team"] != team:
        cycle["idea_from"] = ramp.cycles[-1]["team"]
    ended = world.later(start, 12, 30)
    logged = world.later(ended, *chance.choice(LOGGED_AFTER))
    if ended <= world.as_of:
        cycle["ended"] = ended
    if logged <= world.as_of and world.chance.random() < 0.95:
        cycle |= _one_of("Cycles, over", world, **idea) | {"logged": logged}
    return cycle


def _items(ramps: Iterable[Ramp], world: World) -> Iterator[Cells]:
    """What the first cycles of most ramps taught, written down; those after it build on it."""
    for ramp in ramps:
        learned = sorted((c for c in ramp.cycles if "learned" in c), key=lambda c: c["logged"])
        first = learned[: 1 + 2 * len(learned) // 3]
        day = world.later(first[-1]["logged"] if first else world.as_of, 1, 25)
        if day > world.as_of or world.chance.random() < 0.05:
            continue
        teams = list(dict.fromkeys(c["team"] for c in first))
        height = bisect(TEAMS_AT_LEAST, len(teams)) + world.chance.choice((-1, 0, 0, 0, 1))
        yield _one_of("Knowledge, captured", world, **ramp.idea) | {
            "item": ramp.name, "priority": ramp.idea["priority"], "claim": ramp.idea["learned"],
            "level": LEVELS[min(max(height, 0), 3)], "origin": teams[0], "tested_by": teams,
            "evidence": f"{len(first)} cycles at {len(teams)} teams", "captured_on": day,
            "contexts": list(dict.fromkeys(c["context"] for c in first)),
            "from_cycles": [c["title"] for c in first],
        }  # fmt: skip
        for cycle in ramp.cycles:
            if cycle["started"] > day:
                cycle["idea_from"] = ramp.name


def _told(items: Sequence[Cells], world: World) -> Iterator[tuple[Cells, str]]:
    """Who told whom, the more often the higher the level; and a team that heard of it."""
    for number, item in enumerate(items):
        most = MOST_SHARED[LEVELS.index(item["level"])] if number % FORGOTTEN else 0
        times = world.chance.randint(0, most)
        for day in sorted({world.later(item["captured_on"], 2, 90) for _ in range(times)}):
            team = world.chance.choice(world.teams)
            share = _one_of("Sharing, told", world, team=team, origin=item["origin"])
            if day <= world.as_of:
                yield share | {"item": item["item"], "date": day}, team


def _uses(share: Cells, team: str, world: World) -> Iterator[Cells]:
    """What became of something told: mostly something, and not always what was hoped for."""
    day = world.later(share["date"], 5, 50)
    use = _one_of("Applications, asked", world)
    if world.chance.random() < 2 / 3 and (day <= world.as_of or use["status"] != "applied"):
        applied = {"applied_on": day} if use["status"] == "applied" else {}
        use |= {"item": share["item"], "team": team, "updated": min(day, world.as_of)}
        yield use | applied


def _sessions(routines: Sequence[Cells], world: World) -> Iterator[Cells]:
    """Who came to what: team leads by team, others together."""
    for routine, n in product(routines, range(SESSIONS)):
        day = routine["last_held"] - n * DAYS_BETWEEN_SESSIONS * DAY
        came = {"routine": routine["routine"], "date": day}
        for group in routine["participants"].split("; "):
            for team in world.teams if group == "team leads" else [None]:
                if world.chance.random() < 0.9:
                    people = 1 if team else world.chance.randint(3, 16)
                    value = round(world.chance.uniform(3, 5), 1)
                    yield came | {"stakeholder_group": group, "team": team, "people": people,
                                  "value": value}  # fmt: skip


def _tracker(items: Sequence[Cells], world: World) -> Iterator[Cells]:
    """How far each team is: the later in a step the less, and here and there by what it gained."""
    by_gain = sorted(world.teams, key=lambda team: world.gains.get(team, 0.0))
    for rank, team in enumerate(by_gain):
        for item in items:
            number = item["code"][-1]
            far, by_rank = world.chance.random(), rank / len(by_gain)
            far = by_rank * 0.8 + far * 0.2 if number == HELPFUL else far + 0.65 - int(number) / 10
            status = ("not started", "in progress", "done")[bisect((1 / 3, 2 / 3), far)]
            day = world.later(world.as_of, -300, 0)
            yield {"team": team, "code": item["code"], "status": status, "date": day}
