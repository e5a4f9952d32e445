"""What if: the map as it would be with one change of the Routines tab; nothing is written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from kmlib.analysis.learnings import STAGES
from kmlib.analysis.once import once_a_network
from kmlib.analysis.priorities import keys, of_one, priorities, serves, serving
from kmlib.analysis.stuck import Held, by_obstacle, on_the_map, stuck
from kmlib.analysis.waves import Wave, follows_feeds, stage_word, waves
from kmlib.privacy import Published
from kmlib.schema import RoutineRow, Stage
from kmlib.schema.learning import PriorityRow

MOST_OFFERED = 12  # project choice: more nobody reads, and each is thought through
NEW = "A new routine"

# One change: its words after "What if", what to type for it, and the rows as they would be.
Change = tuple[str, str, tuple[RoutineRow, ...]]


class Outcome(NamedTuple):
    """The map as it would be after a change."""

    words: str
    to_type: str
    waves: tuple[Wave, ...]
    on: tuple[Wave, ...]  # those of them that get further than now
    held: Held  # the learning that would be stuck behind them
    freed: int  # learnings stuck behind a routine, or the lack of one, that would not be


@once_a_network
def offers(network: Published) -> dict[str, Outcome]:
    """Changes that take a wave on, by their words; those that close most waves first.

    Thought through are those that could mend most breaks: the routine at the break feeds one of
    the next stage, the one that it feeds serves the wave's priority, or a new one is added: for
    the next stage, and where a later one has none for all that follow.
    """
    cures = [change for wave in waves(network) for change in _cures(network, wave)]
    often, changes = Counter(words for words, *_ in cures), {change[0]: change for change in cures}
    some = [_outcome(network, changes[words]) for words, _ in often.most_common(MOST_OFFERED)]
    some.sort(key=lambda one: (-sum(not w.broken for w in one.on), -one.freed, -len(one.on)))
    return {one.words: one for one in some if one.on}


def as_asked(asked: Outcome | None, some: Sequence[Wave]) -> Sequence[Wave]:
    """These waves as they are, or as they would be."""
    names = {wave.name for wave in some}
    return [wave for wave in asked.waves if wave.name in names] if asked else some


def _outcome(network: Published, change: Change) -> Outcome:
    """What a change would do to the waves, and to the learnings that are stuck behind them."""
    words, to_type, changed = change
    rows = {row.routine: row for row in (*network.rows(RoutineRow), *changed)}
    named = tuple(PriorityRow(priority=name) for name in priorities(network) if name)
    tabs = dict(network.tabs) | {RoutineRow: tuple(rows.values()), PriorityRow: named}
    then = replace(network, tabs=tabs)
    ends = {wave.name: len(wave.way) for wave in waves(network)}
    some = [one for at, some in stuck(network).items() if at and not at.held for one in some]
    held = by_obstacle(some, partial(on_the_map, then))
    on = tuple(wave for wave in waves(then) if len(wave.way) > ends.get(wave.name, 0))
    return Outcome(words, to_type, waves(then), on, held, len(held.get(None, ())))


def _cures(network: Published, wave: Wave) -> Iterator[Change]:
    """What could take a broken wave on into the next stage."""
    if wave.broken is None:
        return
    rows, before = {row.routine: row for row in network.rows(RoutineRow)}, wave.broken.before
    at, named = rows[wave.broken.at], rows.get(wave.broken.named)
    for name in serving(network, before, keys(wave.priorities)) if follows_feeds(network) else ():
        step = f"row {at.place.row}: add {name} under Feeds of {at.routine}"
        yield f"{at.routine} fed {name}", step, (_with(at, feeds=name),)
    for name in wave.priorities or ("",):
        if named and before in named.stages:
            step = f"row {named.place.row}: add {name} under Priority of {named.routine}"
            yield f"{named.routine} served {name}", step, (_with(named, priorities=name),)
        stages = STAGES[STAGES.index(before) :]
        yield _a_new_one(network, stages[:1], name)
        if not all(serving(network, stage, of_one(name)) for stage in stages[1:]):
            yield _a_new_one(network, stages, name)


@once_a_network
def _a_new_one(network: Published, stages: tuple[Stage, ...], priority: str) -> Change:
    """A new routine, fed where waves of its priority break, that feeds those of the stage after."""
    wanted, linked = of_one(priority), follows_feeds(network)
    after = STAGES[STAGES.index(stages[-1]) + 1 :][:linked]
    new = RoutineRow(
        routine=NEW,
        stages=tuple(stages),
        priorities=tuple(filter(None, [priority])),
        feeds=tuple(name for stage in after for name in serving(network, stage, wanted)),
    )
    breaks = [wave for wave in waves(network) if linked and serves(wave.way[0].row, wanted)]
    at = {wave.broken.at for wave in breaks if wave.broken and wave.broken.before in stages}
    fed = [_with(row, feeds=NEW) for row in network.rows(RoutineRow) if row.routine in at]
    columns = {"Stage": new.stages, "Priority": new.priorities, "Feeds": new.feeds}
    step = ", ".join(f"{title} {'; '.join(names)}" for title, names in columns.items() if names)
    step += f"; and name it under Feeds of {', '.join(row.routine for row in fed)}" if fed else ""
    who = f"a routine for {' to '.join(dict.fromkeys(map(stage_word, (stages[0], stages[-1]))))}"
    return f"{who} served {priority or 'all work'}", f"a new row: {step}", (*fed, new)


def _with(row: RoutineRow, **more: str) -> RoutineRow:
    return row.model_copy(update={name: (*getattr(row, name), text) for name, text in more.items()})
