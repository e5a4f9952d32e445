"""People who look: viewers of a running dashboard, over Streamlit's own websocket as a browser is.

What `room.py`, `replicas.py` and `soak.py` share: viewers, servers, and Google's stand-in in a
process of its own. All of it stays on this very computer.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import math
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self

import openpyxl
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.results import write_table  # noqa: E402

START = "overview"  # whose address is the dashboard's own
PAGES = [path.stem for path in sorted((ROOT / "pages").glob("*.py"))]
OWN_SHEETS = 8  # teams that keep a sheet of their own
START_IT = ("-m", "streamlit", "run", "asgi.py", "--server.port")
DEPLOYED = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}  # as docs/deploying.md has it
ENVIRONMENT = {  # of a server
    **DEPLOYED,
    "PYTHONUNBUFFERED": "1",
    "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_SERVER_HEADLESS": "true",
}
LONGEST_RUN = 60.0  # seconds


class FailedError(Exception):
    """What a viewer would call an error: an exception, a page that is not there, no answer."""


class CutOffError(FailedError):
    """The connection is gone; a browser makes a new one by itself."""


@dataclass
class Log:
    """What happened to all viewers."""

    runs: list[tuple[float, float, str]] = field(default_factory=list)  # when, how long, what kind
    errors: list[str] = field(default_factory=list)

    def share(self, share: float, kind: str = "") -> float:
        """The latency, in ms, that such a share of the runs does not exceed."""
        took = sorted(took for _, took, what in self.runs if kind in ("", what))
        return 1000 * took[max(math.ceil(share * len(took)) - 1, 0)] if took else math.nan


class Viewer:
    """One person at one browser: opens a page, chooses, goes on to the next."""

    def __init__(self, url: str, seed: int, log: Log, cookie: str = "") -> None:
        self.address = url.replace("http", "ws", 1) + "/_stcore/stream"
        self.chance = random.Random(seed)
        self.log = log
        self.cookie = cookie
        self.page = ""
        self.words = ""  # what stands on the page, as far as it is words
        self._script = ""  # what Streamlit calls the page that is open
        self._socket: ClientConnection
        self._known: dict[str, ForwardMsg] = {}
        self._state: dict[str, WidgetState] = {}
        self._offered: dict[str, tuple[str, list[str]]] = {}  # id -> kind and options
        self._buttons: dict[str, str] = {}  # label -> id
        self.again: dict[str, float] = {}  # parts that run by themselves, and every how many s

    async def __aenter__(self) -> Self:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self._socket = await connect(
            self.address, subprotocols=["streamlit"], max_size=None, compression=None, proxy=None,
            ping_interval=None, open_timeout=LONGEST_RUN, additional_headers=headers,
        )  # fmt: skip
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def open(self, page: str) -> None:
        """Go to a page."""
        self.page, self._script = page, ""
        self._state.clear()
        await self.run("open")

    async def choose(self) -> None:
        """Choose something else in one of the page's pickers; the page has one run."""
        if self._offered:
            key = self.chance.choice(sorted(self._offered))
            kind, options = self._offered[key]
            state = WidgetState(id=key)
            if kind == "selectbox":
                state.string_value = self.chance.choice(options)
            elif kind == "button_group":
                state.string_array_value.data.append(self.chance.choice(options))
            else:
                state.string_value = self.chance.choice(("", "reading", "family", "attend"))
            self._state[key] = state
        await self.run("rerun")

    async def press(self, label: str) -> bool:
        """Press a button by its label; whether it is there."""
        key = self._buttons.get(label)
        if key:
            self._state[key] = WidgetState(id=key, trigger_value=True)
            await self.run("rerun")
            del self._state[key]
        return key is not None

    async def stay(self, seconds: float) -> None:
        """Look at the page; what runs by itself meanwhile does."""
        until = time.monotonic() + seconds
        while self.again and (pause := min(self.again.values())) < until - time.monotonic():
            await asyncio.sleep(pause)
            for fragment in list(self.again):
                await self.run("fragment", fragment)
        await asyncio.sleep(max(until - time.monotonic(), 0))

    async def run(self, kind: str, fragment: str = "") -> None:
        """Have the page, or a part of it, run once to its end; what fails is written down."""
        began, self._is_fragment = time.monotonic(), bool(fragment)
        try:
            await self._socket.send(self._asked(fragment))
            await asyncio.wait_for(self._until_finished(), LONGEST_RUN)
            self.log.runs.append((began, time.monotonic() - began, kind))
        except TimeoutError as error:
            raise FailedError(f"{self.page}: no answer") from error
        except (OSError, WebSocketException) as error:
            raise CutOffError(f"{self.page}: cut off, {error}") from error

    def _asked(self, fragment: str) -> bytes:
        asked = BackMsg()
        run = asked.rerun_script
        run.page_name, run.page_script_hash = self.page.replace(START, ""), self._script
        run.cached_message_hashes.extend(self._known)
        run.widget_states.widgets.extend(self._state.values())
        run.context_info.timezone, run.context_info.locale = "UTC", "en-US"
        run.fragment_id, run.is_auto_rerun = fragment, bool(fragment)
        return asked.SerializeToString()

    async def _until_finished(self) -> None:
        has_begun = False
        while True:
            message = self._whole(await self._socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                has_begun = True
                if not self._is_fragment:
                    self._cleared()
            elif kind == "navigation":
                self._script = message.navigation.page_script_hash
            elif kind == "auto_rerun":
                self.again[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            elif kind == "page_not_found":
                raise FailedError(f"{self.page}: page not found")
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._note(message.delta.new_element)
            elif kind == "script_finished" and has_begun:
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return
                self._is_fragment = False  # what follows is the whole page

    def _whole(self, data: bytes) -> ForwardMsg:
        """A message, taken from those sent before where the server says so."""
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            return self._known[message.ref_hash]
        if message.metadata.cacheable and message.hash:
            self._known[message.hash] = message
        return message

    def _cleared(self) -> None:
        self._offered, self._buttons, self.again, self.words = {}, {}, {}, ""

    def _note(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        one = getattr(element, kind) if kind else None
        if kind == "exception":
            raise FailedError(f"{self.page}: {one.type} {one.message}")
        if kind == "selectbox" and one.options and not one.disabled:
            self._offered[one.id] = (kind, list(one.options))
        elif kind == "button_group" and not one.disabled:
            self._offered[one.id] = (kind, [option.content for option in one.options])
        elif kind == "text_input":
            self._offered[one.id] = (kind, [])
        elif kind == "button" and not one.disabled:
            self._buttons[one.label] = one.id
        elif kind in ("heading", "html", "markdown"):
            self.words += one.body


class Server:
    """A running dashboard, or any other Streamlit app, in a process of its own."""

    def __init__(
        self, folder: Path, port: int, command: Sequence[str] = START_IT, **settings: str
    ) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / f"log-{port}.txt"
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command, str(port)],
                cwd=ROOT,
                env={**os.environ, **ENVIRONMENT, **settings},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until(self, path: str = "/_stcore/health", seconds: float = 60) -> float:
        """Until the server answers there; returns after how many seconds it did."""
        began = time.monotonic()
        while answer(self.url + path)[0] != 200:
            if time.monotonic() - began > seconds or self.process.poll() is not None:
                raise FailedError(f"{path} does not answer: {self.log.read_text()[-2000:]}")
            time.sleep(0.1)
        return time.monotonic() - began

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End it; SIGKILL gives it no time to do anything."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def cpu_seconds(self) -> float:
        """User and system time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, which: str = "VmHWM") -> float:
        """Its memory in MiB: VmHWM the most there ever was, VmRSS what there is now."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(which)) / 1024


def answer(url: str) -> tuple[int, str]:
    """Status and words of what an address answers; 0 where nothing does."""
    try:
        with urllib.request.urlopen(url, timeout=5) as said:
            return said.status, said.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


class Google(NamedTuple):
    """Google's stand-in in a process of its own."""

    url: str
    end: Any

    def asked(self) -> int:
        """How many requests came since the last time this was asked."""
        return self._do("asked")

    def share(self, path: Path, key: str = "") -> str:
        """Serve a workbook file as a Google Sheet, in place of what was there; returns its link."""
        return self._do("share", path, key or None)

    def fault(self, fault: object) -> None:
        """Answer everything with a fault, see `tests/google_server.py`; None ends it."""
        self._do("fault", fault)

    def _do(self, *what: object) -> Any:
        self.end.send(what)
        return self.end.recv()


@contextmanager
def google() -> Iterator[Google]:
    """Google's stand-in, while it is needed."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_be_google, args=(there,), daemon=True)
    process.start()
    try:
        yield Google(here.recv(), here)
    finally:
        process.terminate()
        process.join()


def _be_google(end: Any) -> None:
    from tests.google_server import GoogleServer

    with GoogleServer() as server:
        end.send(server.url)
        while True:
            what, *about = end.recv()
            if what == "asked":
                end.send(len(server.asked))
                server.asked.clear()
                server.headers.clear()
                server.bodies.clear()
            elif what == "share":
                end.send(server.share(*about))
            else:
                (server.always,) = about
                end.send(None)


@dataclass
class Sheets:
    """A made-up network kept as Google Sheets: a hub, and a sheet of its own for some teams.

    With `files` the hub and that many of the teams' own are files instead.
    """

    folder: Path
    google: Google
    teams: int
    files: int = 0
    link: str = ""  # of the hub
    links: list[str] = field(default_factory=list)  # of all
    paths: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        from kmlib.export.demo import write_demo

        write_demo(self.folder, teams=self.teams, measures=12, periods=12, learning=True)
        path = self.folder / "hub.xlsx"
        hub = openpyxl.load_workbook(path)
        titles, *rows = hub["Data"].values
        column = hub["Teams"].max_column + 1
        hub["Teams"].cell(1, column).value = "Sheet"
        apart = [hub["Teams"].cell(number + 2, 1).value for number in range(OWN_SHEETS)]
        for number, team in enumerate(apart):
            own = self.folder / f"own-{number}.xlsx"
            _write_data(openpyxl.Workbook(), own, [titles, *(r for r in rows if r[0] == team)])
            link = own.name if number < self.files else self.google.share(own)
            hub["Teams"].cell(number + 2, column).value = link
            self.paths.append(own)
            self.links.append(str(own) if number < self.files else link)
        del hub["Data"]
        _write_data(hub, path, [titles, *(row for row in rows if row[0] not in apart)])
        self.link = str(path) if self.files else self.google.share(path)
        self.links.append(self.link)

    def requests_of_one_load(self) -> int:
        """How many requests it takes to read everything once."""
        import kmlib

        self.google.asked()
        kmlib.load(self.link)
        return self.google.asked()

    def change(self, number: int) -> None:
        """Somebody types another value into a team's own sheet."""
        path = self.paths[number % OWN_SHEETS]
        book = openpyxl.load_workbook(path)
        book["Data"].cell(2, 8).value = f"seen again at {time.time()}"
        with io.BytesIO() as made:
            book.save(made)
            unfinished = path.with_suffix(".tmp")
            unfinished.write_bytes(made.getvalue())
            unfinished.replace(path)
        if str(path) not in self.links:
            self.google.share(path)


def _write_data(book: openpyxl.Workbook, path: Path, rows: list[Sequence[Any]]) -> None:
    """Save a workbook with these rows in a Data tab, its last one."""
    sheet = book.create_sheet("Data")
    for row in rows:
        sheet.append(row)
    book.save(path)


@dataclass
class Watch:
    """Reads everything that is kept, again and again: each time it must be whole."""

    folder: Path
    sources: list[str]
    reads: int = 0
    broken: list[str] = field(default_factory=list)

    async def go_on(self) -> None:
        """Until it is cancelled."""
        from kmlib.snapshots import NotKeptError, place_at, read_kept

        place = place_at(str(self.folder), "readings")
        while True:
            for source in self.sources:
                try:
                    self.reads += await asyncio.to_thread(read_kept, place, source) is not None
                except NotKeptError as error:
                    self.broken.append(f"{source}: {error}")
            await asyncio.sleep(0.2)


def empty_app(folder: Path) -> list[str]:
    """A Streamlit app of one word, with the dashboard's own settings; returns how to start it."""
    path = folder / "empty.py"
    path.write_text('import streamlit as st\n\nst.write("empty")\n')
    return ["-m", "streamlit", "run", str(path), "--server.port"]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def told(rows: list[tuple[str, str, str, bool | None]], name: str, write: bool) -> int:
    """Print what was measured, and put it into docs/performance.md; 1 where one is not reached.

    Args:
        rows: what, measured, required, and whether it is reached; None where nothing is required.
        name: of the benchmark.
        write: whether docs/performance.md is written.
    """
    words = {True: "yes", False: "**no**", None: ""}
    lines = [f"| {a} | {b} | {c} | {words[reached]} |" for a, b, c, reached in rows]
    table = ["| what | measured | required | reached |", "|---|---|---|---|", *lines]
    print("\n".join(table))
    if write:
        write_table(f"<!-- written by benchmarks/{name} -->", table)
    return int(any(reached is False for *_, reached in rows))
