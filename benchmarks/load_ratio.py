"""How much CPU reading and judging cost, against a bare read of the same file in the same run.

`python benchmarks/load_ratio.py` prints the table of docs/performance.md; `--quick` leaves out the
state of 1,000 teams and the slower readers, `--write` puts the table into the docs. The file is
the messy made-up network of `python -m kmlib demo`. A run in which rows, findings or observations
do not come out right counts for nothing and ends with 1; so does a number that is not reached.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import NamedTuple
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from python_calamine import CalamineWorkbook  # noqa: E402

import kmlib  # noqa: E402
from benchmarks.results import machine, write_table  # noqa: E402
from kmlib.analysis import (  # noqa: E402
    accountability,
    gap_kinds,
    gaps,
    judging,
    progress,
    series,
    waiting,
)
from kmlib.export import demo_mess  # noqa: E402
from kmlib.export.demo import DemoReport, write_demo  # noqa: E402
from kmlib.export.writing import SheetTab, write_workbook  # noqa: E402
from kmlib.network import Network  # noqa: E402
from kmlib.privacy import Published  # noqa: E402
from kmlib.reading.sources import open_source  # noqa: E402
from kmlib.refreshing import Shelf  # noqa: E402
from kmlib.schema import CycleRow  # noqa: E402
from kmlib.snapshots import Folder, Kept, read_kept, write_kept  # noqa: E402

PAIRS, SLOW_PAIRS = 7, 3
MEASURES, PERIODS = 12, 12
NETWORK_TEAMS, STATE_TEAMS = 120, 1000
FILES = 50  # a hub and a workbook for each of 49 teams
WAVES_BROKEN = 4  # of the eight that the made-up network has
JUDGING = "`kmlib.publish` and every signal, gap and commitment"
BEGIN = "<!-- written by benchmarks/load_ratio.py -->"
MEGABYTE = 1024  # kilobytes, as Linux counts ru_maxrss

Work = Callable[[], object]


class Line(NamedTuple):
    """One line of the table: a number and what it has to reach."""

    what: str
    against: str
    measured: float
    required: float  # infinite where nothing is
    unit: str = "x"
    at_least: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether the number is good enough."""
        enough = self.measured >= self.required if self.at_least else self.measured <= self.required
        return enough

    def __str__(self) -> str:
        if self.required == inf:
            return f"| {self.what} | {self.against} | {self.measured:,.2f}{self.unit} | | |"
        bound = "at least" if self.at_least else "at most"
        space = "" if self.unit == "x" else " "
        number, limit = (f"{n:,.2f}" if n < 20 else f"{n:,.0f}" for n in self[2:4])
        mark = "yes" if self.is_reached else "**no**"
        return (
            f"| {self.what} | {self.against} | {number}{space}{self.unit} "
            f"| {bound} {limit}{space}{self.unit} | {mark} |"
        )


class WrongResultError(Exception):
    """What was timed did not come out right."""


def cpu_seconds(work: Work) -> float:
    """User and system time of one go, without the garbage collector."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def ratio(work: Work, against: Work, pairs: int = PAIRS) -> tuple[float, float, float]:
    """Medians of both in turns, and the median of their ratios."""
    timed = [(cpu_seconds(work), cpu_seconds(against)) for _ in range(pairs)]
    mine, other = (statistics.median(column) for column in zip(*timed, strict=True))
    return statistics.median(a / b for a, b in timed), mine, other


def bare_read(hub: Path) -> list[list[list[object]]]:
    """Every tab as calamine gives it."""
    book = CalamineWorkbook.from_path(hub)
    return [book.get_sheet_by_index(n).to_python() for n in range(len(book.sheet_names))]


def check(report: DemoReport, network: Network) -> None:
    """Hold what was read against what was written.

    Raises:
        WrongResultError: rows, findings or observations are not those of the file.
    """
    data = bare_read(report.hub)[-1]
    not_given = sum("n/a" in row for row in data)
    source = network.sources[0]
    found = {(f.sheet, f.cell, f.code) for f in network.findings if f.severity != "note"}
    words = len(network.teams) + len(network.measures) + len(bare_read(report.hub)[0]) - 1
    for name, is_so in (
        ("rows read", source.rows_read == report.rows + report.blank + words),
        ("rows set aside", source.rows_set_aside == len(report.faults)),
        ("rows blank", source.rows_blank == report.blank),
        ("findings", found == {tuple(fault) for fault in report.faults}),
        ("observations", len(network.observations) == report.rows - len(report.faults) - not_given),
    ):
        if not is_so:
            raise WrongResultError(f"{name} of {report.hub} did not come out right")


def judge(network: Network) -> object:
    """Publish, judge every series, and find every gap and every commitment of every team.

    Raises:
        WrongResultError: a series, a learning or a team was left out.
    """
    published = kmlib.publish(network)
    rows, stages = series.summary(published), progress.stage_progress(published)
    peers, found = accountability.peers(published), gaps.gaps(published)
    waits = waiting.waiting(published)
    came = [one.learnings or 0 for one in stages]
    learned = sum(bool(row.learned) for row in network.rows(CycleRow))
    for name, is_so in (
        ("series", sum(len(row.teams) for row in rows) == len(peers) * len(network.measures)),
        ("learnings", came[0] == learned == len(waits) + came[-1]),
        ("teams", len(peers) == len(network.teams)),
        ("gaps", sum(gap.kind is gap_kinds.BROKEN for gap in found) == WAVES_BROKEN),
    ):
        if not is_so:
            raise WrongResultError(f"the {name} of a made-up network did not come out right")
    return rows


def verdict_on_each_series(network: Published) -> None:
    """Judge all series of teams and of the whole network, as if for the first time.

    Raises:
        WrongResultError: a series was left out.
    """
    known = judging.judged(replace(network))
    if len(known.status) != (STATE_TEAMS + 1) * MEASURES:
        raise WrongResultError("some series were not judged")


def peak_megabytes(hub: Path) -> float:
    """The most memory that `python -m kmlib check` takes, seen from a process that is small."""
    command = [sys.executable, "-m", "kmlib", "check", str(hub)]
    watcher = (
        "import os, resource, sys\n"
        "null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]\n"
        "pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=null)\n"
        "os.waitpid(pid, 0)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    run = [sys.executable, "-S", "-c", watcher, *command]
    told = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(told.stdout) / MEGABYTE


def lines(folder: Path, *, quick: bool) -> Iterator[Line]:
    """Every number, the quick ones first."""
    messy = write_demo(folder / "messy", teams=NETWORK_TEAMS, measures=MEASURES,
                       periods=PERIODS, messy=True)  # fmt: skip
    clean = write_demo(folder / "clean", teams=NETWORK_TEAMS, measures=MEASURES, periods=PERIODS)
    check(messy, kmlib.load(messy.hub))
    bare = "bare calamine read of the same file"
    times, seconds, _ = ratio(lambda: kmlib.load(messy.hub), lambda: bare_read(messy.hub))
    yield Line("`kmlib.load`, 17,280 rows", bare, times, 2.0)
    whole = write_demo(folder / "whole", teams=NETWORK_TEAMS, measures=MEASURES, periods=PERIODS,
                       messy=True, learning=True)  # fmt: skip
    network = kmlib.load(whole.hub)
    judging, *_ = ratio(lambda: judge(network), lambda: bare_read(whole.hub))
    yield Line(f"{JUDGING}, 17,280 rows", bare, judging, 1.0)
    with mock.patch.object(demo_mess, "ONE_FAULT_IN", sys.maxsize):
        unfaulty = write_demo(folder / "unfaulty", teams=NETWORK_TEAMS, measures=MEASURES,
                              periods=PERIODS, messy=True)  # fmt: skip
    check(unfaulty, kmlib.load(unfaulty.hub))
    for other, against, most in (
        (unfaulty, "typed the same ways, none faulty", 1.3),
        (clean, "each kind of value typed one way, none faulty", inf),
    ):
        times, *_ = ratio(lambda: kmlib.load(messy.hub), lambda hub=other.hub: kmlib.load(hub))
        yield Line("`kmlib.load`, 5 % of the rows faulty", against, times, most)
    yield Line("`python -m kmlib check`, peak memory", "17,280 rows", peak_megabytes(messy.hub),
               90, "MB")  # fmt: skip
    yield from _of_kept_readings(folder, messy.hub)
    if not quick:
        yield from _against_others(messy, clean)
        yield from _of_a_state(folder, seconds)


def _of_kept_readings(folder: Path, hub: Path) -> Iterator[Line]:
    """Keeping what was read, reading it again, and looking whether any of 50 files has changed."""
    place, opened = Folder(folder / "kept"), open_source(hub)
    kept = Kept(str(hub), dt.datetime.now(dt.UTC), opened)
    bare = "bare calamine read of the same file"
    times, *_ = ratio(lambda: write_kept(place, kept), lambda: bare_read(hub))
    yield Line("keeping a reading, 17,280 rows", bare, times, 1.0)
    times, *_ = ratio(lambda: read_kept(place, str(hub)), lambda: bare_read(hub))
    if read_kept(place, str(hub)) != kept:
        raise WrongResultError("the kept reading")
    yield Line("reading what was kept, 17,280 rows", bare, times, 0.5)
    team_files(folder / "teams")
    shelf = Shelf(Folder(folder / "kept"))

    def load() -> Network:
        return kmlib.load(folder / "teams", opener=shelf.open)

    first = load()
    if len(first.sources) != FILES or not shelf.settle(dict.fromkeys(first.paths.values(), 1)):
        raise WrongResultError("the folder of team files")
    looking, *_ = ratio(lambda: shelf.refresh(float("inf")), lambda: kmlib.load(folder / "teams"))
    yield Line(f"refresh of {FILES} workbook files, none changed", "loading all", 100 * looking, 1,
               "%")  # fmt: skip


def team_files(folder: Path) -> None:
    """A hub and a workbook for each team, in one folder."""
    folder.mkdir()
    names = [f"Team {number:02}" for number in range(1, FILES)]
    measures = [["Measure", "Kind", "Unit", "Better"]]
    measures += [[f"Measure {n}", "process", "count", "higher"] for n in range(MEASURES)]
    tabs = [SheetTab("Teams", [["Team"], *([name] for name in names)]),
            SheetTab("Measures", measures)]  # fmt: skip
    write_workbook(folder / "hub.xlsx", tabs)
    for name in names:
        rows = [
            [name, f"Measure {measure}", dt.date(2025, month + 1, 1), 20.0 + month]
            for measure in range(MEASURES)
            for month in range(PERIODS)
        ]
        tab = SheetTab("Data", [["Team", "Measure", "Date", "Value"], *rows])
        write_workbook(folder / f"{name}.xlsx", [tab])


def _against_others(messy: DemoReport, clean: DemoReport) -> Iterator[Line]:
    """Other ways to read or check the same file, where they are installed."""
    if find_spec("pandas") and find_spec("openpyxl"):
        import pandas as pd

        def with_pandas() -> object:
            return pd.read_excel(messy.hub, sheet_name=None, engine="openpyxl")

        times, *_ = ratio(with_pandas, lambda: kmlib.load(messy.hub), SLOW_PAIRS)
        yield Line("`pandas.read_excel` with openpyxl, merely reading", "`kmlib.load`", times, 4.5,
                   at_least=True)  # fmt: skip
    if find_spec("frictionless"):
        from frictionless import Resource, Schema, formats

        fields = [
            {"name": "Team", "type": "string", "constraints": {"required": True}},
            {"name": "Measure", "type": "string", "constraints": {"required": True}},
            {"name": "Date", "type": "date", "constraints": {"required": True}},
            {"name": "Value", "type": "number"},
            {"name": "Numerator", "type": "number", "constraints": {"minimum": 0}},
            {"name": "Denominator", "type": "number", "constraints": {"minimum": 0}},
            {"name": "Group", "type": "string"},
            {"name": "Note", "type": "string"},
        ]
        schema = {"fields": fields, "primaryKey": ["Team", "Measure", "Date"]}

        def with_frictionless() -> None:
            resource = Resource(path=clean.hub.name, basepath=str(clean.folder),
                                control=formats.ExcelControl(sheet="Data"),
                                schema=Schema.from_descriptor(schema))  # fmt: skip
            if not resource.validate().valid:
                raise WrongResultError("frictionless does not accept the clean file")

        times, *_ = ratio(with_frictionless, lambda: kmlib.load(clean.hub), SLOW_PAIRS)
        yield Line("`frictionless validate` with a schema, clean file", "`kmlib.load`", times, 7,
                   at_least=True)  # fmt: skip


def _of_a_state(folder: Path, seconds: float) -> Iterator[Line]:
    """A thousand teams: the same ratio, and whether cost grows as the rows do."""
    state = write_demo(folder / "state", teams=STATE_TEAMS, measures=MEASURES,
                       periods=PERIODS, messy=True)  # fmt: skip
    check(state, kmlib.load(state.hub))
    bare = "bare calamine read of the same file"
    times, more, _ = ratio(lambda: kmlib.load(state.hub), lambda: bare_read(state.hub), SLOW_PAIRS)
    yield Line("`kmlib.load`, 144,000 rows", bare, times, 2.0)
    whole = write_demo(folder / "whole state", teams=STATE_TEAMS, measures=MEASURES,
                       periods=PERIODS, messy=True, learning=True)  # fmt: skip
    network = kmlib.load(whole.hub)
    judging, *_ = ratio(lambda: judge(network), lambda: bare_read(whole.hub), SLOW_PAIRS)
    yield Line(f"{JUDGING}, 144,000 rows", bare, judging, 1.0)
    published = kmlib.publish(network)
    verdicts, *_ = ratio(lambda: verdict_on_each_series(published), lambda: bare_read(whole.hub))
    yield Line("every median, run, limit and verdict, 12,000 series", bare, verdicts, 0.1)
    grown = more / seconds / (STATE_TEAMS / NETWORK_TEAMS)
    yield Line("`kmlib.load`, per row, 144,000 rows", "per row, 17,280 rows", grown, 1.15)


def main() -> int:
    """Measure, print, and say whether everything was reached."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="leave out what takes long")
    arguments.add_argument("--write", action="store_true", help="write the table into the docs")
    options = arguments.parse_args()
    table = [f"Measured on {machine()}.", "", "| what | against | measured | required | reached |",
             "|---|---|---|---|---|"]  # fmt: skip
    print("\n".join(table))
    reached = True
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(Path(folder), quick=options.quick):
            print(line, flush=True)
            table.append(str(line))
            reached &= line.is_reached
    if options.write:
        write_table(BEGIN, table)
    return int(not reached)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except WrongResultError as wrong:
        sys.exit(f"This run does not count: {wrong}.")
