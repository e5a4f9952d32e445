"""Small process maps for tests: one routine a line, its stages by their first letters."""

from dataclasses import replace

from kmlib.findings import Cell
from kmlib.schema.choices import Stage
from kmlib.schema.core import RoutineRow
from tests.analysis.small import a_published

STAGES = {stage[0]: stage for stage in Stage}  # g, c, s and a


def a_map(*lines, **tabs):
    """`a_map("Dive | g | Attendance | Synthesis", ...)`: name, stages, priorities, feeds."""
    rows = [routine(line, number) for number, line in enumerate(lines, start=2)]
    given = {type(some[0]): tuple(some) for some in tabs.values()}
    network = a_published(teams=["Alder"])
    return replace(network, tabs={**network.tabs, RoutineRow: tuple(rows), **given})


def routine(line, row):
    name, stages, priorities, feeds = [
        *map(str.strip, line.split("|")),
        *[""] * (3 - line.count("|")),
    ]
    return RoutineRow(
        routine=name,
        stages=tuple(STAGES[letter] for letter in stages),
        priorities=tuple(filter(None, priorities.split("; "))),
        feeds=tuple(filter(None, feeds.split("; "))),
        place=Cell("hub.xlsx", "Routines", row=row, column=1),
    )


def chain(number, priority="", *, until="gcsa"):
    """One wave of routines of its own that gets as far as the last letter."""
    names = [f"{letter}{number:03}" for letter in until]
    return [
        f"{name} | {name[0]} | {priority} | {feeds}"
        for name, feeds in zip(names, [*names[1:], ""], strict=True)
    ]
