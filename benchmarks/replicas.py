"""Two copies behind a proxy: one opens the sheets, is killed at it, and the other takes over.

`python benchmarks/replicas.py [--write]` starts two dashboards that share one KM_SNAPSHOTS place, a
small reverse proxy with session affinity before them, and 20 people who go on clicking. One of the
copies opens the sheets; in the middle of that it is killed (SIGKILL). Nobody may see an error, all
that is kept must be whole at any time, and the other copy must take the turn. All of it stays on
this very computer and takes some two minutes; it ends with 1 where a number is not reached.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.viewers import (
    PAGES,
    CutOffError,
    FailedError,
    Log,
    Server,
    Sheets,
    Viewer,
    Watch,
    answer,
    free_port,
    google,
    told,
)

VIEWERS, EVERY, TEAMS = 20, 2.0, 40
WHO = re.compile(rb"(?i)\r\ncookie:[^\r]*viewer=(\d+)")
TAKEN_WITHIN = 40.0  # seconds; silence counts for gone after 30


class Proxy:
    """Passes each viewer on to the same copy, or to another one while that is not ready."""

    def __init__(self, copies: list[Server]) -> None:
        self.copies = copies
        self.ready: list[Server] = []

    async def serve(self, port: int) -> None:
        """Until it is cancelled."""
        async with await asyncio.start_server(self._passed_on, "127.0.0.1", port):
            while True:
                said = [await asyncio.to_thread(answer, f"{s.url}/ready") for s in self.copies]
                pairs = zip(self.copies, said, strict=True)
                self.ready = [copy for copy, (status, _) in pairs if status == 200]
                await asyncio.sleep(0.5)

    async def _passed_on(self, ours: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            head = await ours.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return back.close()
        who = WHO.search(head)
        number = int(who[1]) if who else 0
        wanted = self.copies[number % len(self.copies)]
        for copy in sorted(self.copies, key=lambda copy: (copy not in self.ready, copy != wanted)):
            with contextlib.suppress(OSError):
                theirs, on = await asyncio.open_connection("127.0.0.1", copy.port)
                on.write(head)
                await asyncio.gather(_pipe(ours, on), _pipe(theirs, back))
                return
        back.close()


async def _pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.CancelledError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
    target.close()


async def go_on_clicking(url: str, number: int, log: Log, cuts: list[int]) -> None:
    """One viewer, until cancelled; a connection that is gone is made anew, as browsers do."""
    page = PAGES[number % len(PAGES)]
    while True:
        try:
            async with Viewer(url, number, log, f"viewer={number}") as viewer:
                await viewer.open(page)
                while True:
                    await viewer.stay(EVERY * viewer.chance.uniform(0.5, 1.5))
                    await viewer.choose()
        except CutOffError:
            cuts.append(number)
            await asyncio.sleep(0.5)
        except FailedError as error:
            log.errors.append(str(error))
            return


def whose_turn(kept: Path, copies: list[Server]) -> Server | None:
    """The copy that opens the sheets, as the note in the place says."""
    by = json.loads((kept / "readings" / "turn.json").read_text())[0]
    return next((copy for copy in copies if f"-{copy.process.pid}-" in by), None)


async def until(is_so: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait until something is so; returns after how many seconds it was."""
    began = time.monotonic()
    while not await asyncio.to_thread(is_so):
        if time.monotonic() > began + seconds:
            raise FailedError(f"not within {seconds:.0f} s: {what}")
        await asyncio.sleep(0.05)
    return time.monotonic() - began


async def read_again(copy: Server, log: Log) -> None:
    """Somebody at this copy presses the button."""
    async with Viewer(copy.url, 999, log) as viewer:
        await viewer.open("sheet_check")
        if not await viewer.press("Read the sheets again"):
            raise FailedError("the button is not there")


def read_at(copy: Server) -> str:
    """Up to when all that a copy shows is known to be what the sheets hold."""
    return str(json.loads(answer(f"{copy.url}/ready")[1] or "{}").get("read", ""))


class Story:
    """What happens, in order, and what is measured."""

    def __init__(self, kept: Path, sheets: Sheets, start: Callable[[], Server]) -> None:
        self.kept, self.sheets, self.start = kept, sheets, start
        self.one = sheets.requests_of_one_load()
        self.copies = [start(), start()]
        self.log, self.cuts = Log(), list[int]()
        self.watch = Watch(kept, sheets.links)

    async def told(self) -> list[tuple[str, str, str, bool | None]]:
        """All of it."""
        port = free_port()
        proxy = asyncio.create_task(Proxy(self.copies).serve(port))
        for copy in self.copies:
            await asyncio.to_thread(copy.wait_until, "/ready", 90)
        at_start = self.sheets.google.asked()
        url = f"http://127.0.0.1:{port}"
        people = [go_on_clicking(url, n, self.log, self.cuts) for n in range(VIEWERS)]
        tasks = [asyncio.create_task(work) for work in (*people, self.watch.go_on())]
        await asyncio.sleep(5)
        first, second, killed_after = await self._killed_while_reading()
        taken = await until(
            lambda: whose_turn(self.kept, self.copies) is second, TAKEN_WITHIN, "taken over"
        )
        again = await self._read_by(second, first)
        await asyncio.sleep(5)
        for task in (proxy, *tasks):
            task.cancel()
        await asyncio.gather(proxy, *tasks, return_exceptions=True)
        errors, broken = self.log.errors, self.watch.broken
        return [
            ("two copies start: requests to Google", f"{at_start}", f"one load: {self.one}",
             at_start == self.one),
            ("killed while it reads, after so many requests", f"{killed_after}",
             f"between 1 and {self.one}", 0 < killed_after < self.one),
            ("until the other copy takes the turn", f"{taken:.0f} s",
             f"at most {TAKEN_WITHIN:.0f} s", True),
            ("the copy that comes back follows: requests for one reading", f"{again}",
             f"one load: {self.one}", again == self.one),
            (f"errors that {VIEWERS} viewers see ({len(set(self.cuts))} were reconnected)",
             f"{len(errors)} in {len(self.log.runs):,} runs", "0", not errors),
            (f"what is kept, read {self.watch.reads:,} times", f"{len(broken)} broken", "0 broken",
             not broken and self.watch.reads > 0),
        ]  # fmt: skip

    async def _killed_while_reading(self) -> tuple[Server, Server, int]:
        first = whose_turn(self.kept, self.copies)
        assert first is not None, "one of them has the turn"
        (second,) = (copy for copy in self.copies if copy is not first)
        for number in range(3):
            await asyncio.to_thread(self.sheets.change, number)
        self.sheets.google.asked()
        asked = [0]
        pressed = asyncio.create_task(read_again(first, Log()))

        def is_reading() -> bool:
            asked[0] += self.sheets.google.asked()
            return asked[0] >= 3

        await until(is_reading, 30, "the sheets are being read")
        first.stop(signal.SIGKILL)
        await asyncio.gather(pressed, return_exceptions=True)
        return first, second, asked[0] + self.sheets.google.asked()

    async def _read_by(self, second: Server, first: Server) -> int:
        """The killed copy is started again; the other one reads, and both show it."""
        third = self.start()
        self.copies[self.copies.index(first)] = third
        await asyncio.to_thread(third.wait_until, "/ready", 60)
        before = read_at(second)
        self.sheets.google.asked()
        await read_again(second, self.log)
        await until(lambda: read_at(second) > before, 60, "read again")
        await until(lambda: read_at(third) >= read_at(second) > before, 60, "followed")
        if whose_turn(self.kept, self.copies) is not second:
            raise FailedError("the copy that came back has taken the turn")
        return self.sheets.google.asked()


def main() -> int:
    """Tell the story, and say whether every number is reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put it into docs/performance.md")
    write = parser.parse_args().write
    with tempfile.TemporaryDirectory() as place, google() as api:
        folder, started = Path(place), list[Server]()
        os.environ["KM_GOOGLE_API"] = api.url
        sheets = Sheets(folder / "sheets", api, TEAMS)

        def start() -> Server:
            kept = str(folder / "kept")
            server = Server(folder, free_port(), KM_WORKBOOK=sheets.link, KM_SNAPSHOTS=kept)
            started.append(server)
            return server

        try:
            story = Story(folder / "kept", sheets, start)
            rows = asyncio.run(asyncio.wait_for(story.told(), 240))
            for error in sorted(set(story.log.errors + story.watch.broken)):
                print("!", error)
            return told(rows, "replicas.py", write)
        except FailedError as error:
            print("!", error)
            return 1
        finally:
            for server in started:
                server.stop()
                print(server.log.read_text())


if __name__ == "__main__":
    raise SystemExit(main())
