"""What each view of each page costs the server, against an empty page of the same server.

    python benchmarks/pages.py                        the sample network
    python benchmarks/pages.py --teams 120 1000       made-up ones with every tab of the cycle
    python benchmarks/pages.py --teams 120 1000 --write    puts the table into the docs
    python benchmarks/pages.py --only measures        some views, to look at

It opens every view as a browser would, over Streamlit's own websocket, and counts the server's CPU:
of a rerun where nothing has changed, of one where another team or measure is chosen, and of a start
up to the first page. A view that raises, or has nothing to show, ends it with 1; so does a number
that is not reached.
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.results import machine, write_table  # noqa: E402
from benchmarks.viewers import DEPLOYED  # noqa: E402
from kmlib.dashboard.loading import LOOK_EVERY  # noqa: E402
from kmlib.export.demo import write_demo  # noqa: E402

RERUNS, ROUNDS, CHOICES, STARTS = 10, 3, 3, 5
QUIET = 60  # milliseconds of CPU in as long as sources are looked at: nothing goes on
SETTLED = 0.05  # seconds: what is tidied up after a rerun belongs to it
START_PAGE_MOST, ANY_PAGE_MOST, BYTES_MOST = 6.0, 15.0, 400_000
GROWS_MOST, STARTS_MOST = 1.5, 3.5
CHOICE_MOST = 300  # project choice, milliseconds of CPU: what still feels like one go
EMPTY = "empty"
BEGIN = "<!-- written by benchmarks/pages.py -->"


class View(NamedTuple):
    """One view of a page: its address, and the pickers in which something else is chosen."""

    page: str
    change: str = ""
    query: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return ", ".join([self.page or "overview", *(value for _, value in self.query)])


def views() -> list[View]:
    """Every view of every page."""
    found = [View("")]
    for line in VIEWS.strip().splitlines():
        page, query, change = (part.strip() for part in line.split("|"))
        asked = tuple(tuple(part.split("=", 1)) for part in query.split("&") if part)
        found.append(View(page, change, asked))
    return found


VIEWS = """
stage_progress | see=How far it gets | priority months
stage_progress | see=Who takes part | priority
process_map | | priority if
measures | see=Run charts | measure team group
measures | see=Run charts&view=In one period | measure period
measures | see=Theory of improvement |
measures | see=Equity | measure team
measures | see=Practices | measure practice
dive | |
dive | prepare=1 |
peer_accountability | see=Commitments | team
peer_accountability | see=Self-assessment | team
peer_accountability | see=Peer visits | team
team | | team
inquiry_cycles | | team priority view
knowledge_library | see=Items | priority item
knowledge_library | see=Who learns from whom | team
programme | see=Tracker | team
programme | see=Calendar | year
programme | see=Partnerships |
continuity | see=What hangs on one person |
continuity | see=The story so far | priority
sheet_check | view=Findings | team workbook
sheet_check | view=Names | names-of
sheet_check | view=Try a workbook | team
downloads | |
"""


class Cost(NamedTuple):
    """What a view costs."""

    rerun: float = 0  # milliseconds of CPU where nothing has changed; the most, whatever is chosen
    choice: float = 0  # the same where something else is chosen, in the slowest picker
    waited: float = 0  # seconds, at the slowest choice
    sent: int = 0  # bytes, at most


class Server(NamedTuple):
    """A running dashboard."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu(self) -> float:
        """Milliseconds of user and system time so far, threads that have ended too."""
        return time.clock_gettime(~self.process.pid << 3 | 2) * 1000  # as clock_getcpuclockid(3)


def app_with_an_empty_page(folder: Path) -> None:
    """The dashboard, and in its menu a page that shows one word."""
    (folder / "pages").mkdir(parents=True)
    for part in ("kmlib", "sample_sheets", ".streamlit"):
        (folder / part).symlink_to(ROOT / part)
    for page in (ROOT / "pages").glob("*.py"):
        (folder / "pages" / page.name).symlink_to(page)
    (folder / "pages" / f"{EMPTY}.py").write_text('import streamlit as st\n\nst.write("empty")\n')
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    before, after = source.split("\nst.set_page_config", 1)
    more = f'PAGES[""]["{EMPTY}"] = "Empty"\nst.set_page_config'
    (folder / "app.py").write_text(f"{before}\n{more}{after}", encoding="utf-8")


@contextmanager
def started(folder: Path, workbook: Path | None = None) -> Iterator[Server]:
    """The app of a folder, served as long as this lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, **DEPLOYED} | ({"KM_WORKBOOK": str(workbook)} if workbook else {})
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1", "--server.headless", "true"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.2)
        yield Server(server, port)
    finally:
        server.terminate()
        server.wait(timeout=20)


class Viewer:
    """A browser with one page open, without the browser."""

    def __init__(self, wire: ClientConnection, view: View) -> None:
        self.wire, self.view, self.query = wire, view, dict(view.query)
        self.known: dict[str, ForwardMsg] = {}
        self.widgets: dict[str, Any] = {}  # by key: what the page offers there
        self.chosen: dict[str, tuple[str, str]] = {}  # by key: the widget and what is chosen in it
        self.sent = 0  # the most that one rerun was sent, in bytes

    def choose(self, key: str, turn: int) -> bool:
        """Choose something else in a picker; whether there is anything else."""
        if (widget := self.widgets.get(key)) is None:
            return False
        options = [getattr(option, "content", option) for option in widget.options]
        if turn + 1 >= len(options):
            return False
        # from the middle of a long list on: nobody has looked at those yet
        value = options[turn + 1 if len(options) < 40 else len(options) // 2 + turn]
        self.chosen[key], self.query[key] = (widget.id, value), value
        return True

    def asked(self) -> BackMsg:
        """The request for a rerun."""
        asked = BackMsg()
        asked.rerun_script.page_name = self.view.page
        asked.rerun_script.query_string = urlencode(self.query)
        asked.rerun_script.cached_message_hashes.extend(self.known)
        for key, (name, value) in self.chosen.items():
            state = asked.rerun_script.widget_states.widgets.add(id=name)
            if self.widgets[key].DESCRIPTOR.name == "ButtonGroup":
                state.string_array_value.data.append(value)
            else:
                state.string_value = value
        return asked

    async def rerun(self) -> None:
        """Run the page once to its end.

        Raises:
            RuntimeError: the page raised, is none of the menu, or has nothing to show.
        """
        await self.wire.send(self.asked().SerializeToString())
        came, elements = 0, 0
        while True:
            data = await asyncio.wait_for(self.wire.recv(), 900)
            came += len(data)
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if message.metadata.cacheable and message.hash:
                self.known[message.hash] = message
            if kind == "page_not_found":
                raise RuntimeError(f"{self.view}: there is no such page")
            if kind == "delta":
                elements += 1
                self.look_at(message.delta.new_element)
            if kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if not elements:
                    raise RuntimeError(f"{self.view} sent nothing")
                self.sent = max(self.sent, came)
                return

    def look_at(self, element: Any) -> None:
        """Keep the pickers; a view that raises or is empty is not worth timing."""
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"{self.view}: {element.exception.message}")
        if kind == "heading" and "This page will show" in element.heading.body:
            raise RuntimeError(f"{self.view} has nothing to show")
        one = getattr(element, kind) if kind else None
        for key in self.view.change.split():
            if getattr(one, "id", "").endswith(f"-{key}"):
                self.widgets[key] = one


async def costs(server: Server, view: View, *, reruns: int = RERUNS, chooses: bool = False) -> Cost:
    """What a view costs one viewer who opens it, stays there, and may choose other things."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    async with connect(
        address, subprotocols=["streamlit"], max_size=None, compression=None, proxy=None
    ) as wire:
        viewer = Viewer(wire, view)

        async def spent(reruns: int = 1) -> float:
            before = server.cpu()
            for _ in range(reruns):
                await viewer.rerun()
            await asyncio.sleep(SETTLED)
            return (server.cpu() - before) / reruns

        await spent()
        if not reruns:
            return Cost()
        await spent(2)
        rerun, choice, waited = await spent(reruns), 0.0, 0.0
        for key in view.change.split() if chooses else ():
            times = []
            for turn in range(CHOICES):
                if viewer.choose(key, turn):
                    start = time.perf_counter()
                    times.append(await spent())
                    waited = max(waited, time.perf_counter() - start - SETTLED)
            if times:
                choice = max(choice, statistics.median(times))
                await spent(2)
                rerun = max(rerun, await spent(reruns))  # of one team there may be more to see
        return Cost(rerun, choice, waited, viewer.sent)


async def measured(server: Server, some: Sequence[View]) -> dict[View, Cost]:
    """What each view costs; a rerun of it as it opens is the median of several rounds in turn."""
    await costs(server, View(""), reruns=0)
    before = -inf
    while (now := server.cpu()) > before + QUIET:  # what is read behind is no cost of a page
        before = now
        await asyncio.sleep(LOOK_EVERY + 1)
    found: dict[View, list[float]] = {view: [] for view in some}
    for _ in range(ROUNDS):
        for view in some:
            found[view].append((await costs(server, view)).rerun)
    chosen = {view: await costs(server, view, chooses=True) for view in some}
    usual = {view: statistics.median(times) for view, times in found.items()}
    return {
        view: one._replace(rerun=max(usual[view], one.rerun * bool(view.change)))
        for view, one in chosen.items()
    }


def first_page(folder: Path, workbook: Path | None) -> tuple[float, float]:
    """The CPU from a start to the first page: nothing read before, and with what was kept.

    Both as a multiple of an app that shows one word; the median of several starts in turn. Python
    has compiled the code before, as the Containerfile does and any first start.
    """
    compileall.compile_dir(ROOT / "kmlib", quiet=1)
    empty = folder / "empty"
    empty.mkdir()
    (empty / ".streamlit").symlink_to(ROOT / ".streamlit")
    (empty / "app.py").write_text('import streamlit as st\n\nst.write("empty")\n')
    times = []
    for number in range(STARTS):
        app, taken = folder / f"start-{number}", []
        app_with_an_empty_page(app)
        for place, book in ((empty, None), (app, workbook), (app, workbook)):
            with started(place, book) as server:
                asyncio.run(costs(server, View(""), reruns=0))
                taken.append(server.cpu())
        times.append((taken[1] / taken[0], taken[2] / taken[0]))
    new, kept = zip(*times, strict=True)
    return statistics.median(new), statistics.median(kept)


class Measured(NamedTuple):
    """What was measured with a network of one size."""

    size: str
    costs: dict[View, Cost]  # in empty pages, CPU of reruns; the other numbers as they are
    start: tuple[float, float]


def of_size(teams: int, some: Sequence[View]) -> Measured:
    """What every view costs with a network of so many teams; 0 is the sample network."""
    with tempfile.TemporaryDirectory() as place:
        app, workbook = Path(place) / "app", None
        app_with_an_empty_page(app)
        if teams:
            workbook = Path(place) / "hub.xlsx"
            write_demo(workbook.parent, teams=teams, measures=12, periods=12, learning=True,
                       groups=True)  # fmt: skip
        with started(app, workbook) as server:
            found = asyncio.run(measured(server, [View(EMPTY), *some]))
        empty = found.pop(View(EMPTY)).rerun
        size = f"{teams:,} teams" if teams else "the sample"
        print(f"{size}: the empty page takes {empty:.1f} ms of CPU a rerun", flush=True)
        ratios = {view: cost._replace(rerun=cost.rerun / empty) for view, cost in found.items()}
        return Measured(size, ratios, first_page(Path(place), workbook))


def lines(found: Sequence[Measured]) -> Iterator[tuple[str, bool]]:
    """The table, a view a line, and whether it reaches what it has to."""
    sizes = [one.size for one in found]
    heads = ["view", *(f"rerun, {size}" for size in sizes), *["grows"] * (len(found) > 1),
             f"new choice, {sizes[-1]}", "at most sent", "reached"]  # fmt: skip
    yield _line(heads), True
    yield "|---" * len(heads) + "|", True
    for view in found[-1].costs:
        each = [one.costs[view] for one in found]
        most = ANY_PAGE_MOST if view.page else START_PAGE_MOST
        grows, sent = each[-1].rerun / each[0].rerun, max(one.sent for one in each)
        choice = f"{each[-1].choice:,.0f} ms CPU, {each[-1].waited:.1f} s" if view.change else ""
        reached = max(one.rerun for one in each) <= most and sent <= BYTES_MOST
        reached &= grows <= GROWS_MOST and each[-1].choice <= CHOICE_MOST
        ratios = [f"{one.rerun:.1f}x" for one in each]
        cells = [str(view), *ratios, *[f"{grows:.2f}x"] * (len(found) > 1), choice]
        yield _line([*cells, f"{sent / 1000:,.0f} KB", "yes" if reached else "**no**"]), reached
    blank = [""] * (len(heads) - len(found) - 2)
    for number, what in enumerate(("nothing read before", "with kept readings")):
        ratios = [one.start[number] for one in found]
        reached = [ratio <= STARTS_MOST for ratio in ratios]
        cells = [f"start to first page, {what}", *(f"{ratio:.2f}x" for ratio in ratios), *blank]
        said = " / ".join("yes" if is_so else "**no**" for is_so in reached)
        yield _line([*cells, said]), all(reached)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure, print, and say whether every view is light enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, nargs="+", default=[0], help="made-up networks")
    parser.add_argument("--only", default="", help="the views with this in their name")
    parser.add_argument("--write", action="store_true", help="write the table into the docs")
    options = parser.parse_args()
    some = [view for view in views() if options.only in str(view)]
    found = list(lines([of_size(number, some) for number in options.teams]))
    table = [f"Measured on {machine()}.", "", *(line for line, _ in found)]
    print("\n".join(table))
    if options.write:
        write_table(BEGIN, table)
    return int(not all(reached for _, reached in found))


if __name__ == "__main__":
    sys.exit(main())
