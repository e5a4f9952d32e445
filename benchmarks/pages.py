"""What a page costs the server at each rerun, against an empty page of the same server.

`python benchmarks/pages.py [--teams 120]` opens every page as a browser would, over Streamlit's own
websocket, reruns it warm, and prints the server's CPU as a ratio and the bytes sent. Without
--teams it shows the sample network; with it a made-up one of that size. A page that raises, or
sends nothing, ends it with 1; so does a number that is not reached.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

RERUNS, ROUNDS = 20, 3
START_PAGE_MOST, ANY_PAGE_MOST, BYTES_MOST = 6.0, 15.0, 400_000
EMPTY = "empty"


class Cost(NamedTuple):
    """What one rerun of a page costs."""

    cpu_ms: float
    sent: int  # bytes


def app_with_an_empty_page(folder: Path) -> list[str]:
    """The dashboard beside a page that shows one word; returns the pages' names."""
    for part in ("kmlib", "sample_sheets", ".streamlit"):
        (folder / part).symlink_to(ROOT / part)
    (folder / "pages").mkdir()
    pages = sorted((ROOT / "pages").glob("*.py"))
    for page in pages:
        (folder / "pages" / page.name).symlink_to(page)
    (folder / "pages" / f"{EMPTY}.py").write_text('import streamlit as st\n\nst.write("empty")\n')
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    names = source.replace('"": {', f'"": {{\n        "{EMPTY}": "Empty",', 1)
    (folder / "app.py").write_text(names, encoding="utf-8")
    return [page.stem for page in pages]


def started(folder: Path, workbook: Path | None) -> tuple[subprocess.Popen[bytes], int]:
    """The running server and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "KM_WORKBOOK": str(workbook)} if workbook else {**os.environ}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1", "--server.headless", "true"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
            return server, port
        except OSError:
            time.sleep(0.2)
    server.kill()
    sys.exit("the app did not answer")


async def rerun(viewer: ClientConnection, page: str, known: dict[str, ForwardMsg]) -> int:
    """Run the page once to its end; returns the bytes that came.

    Raises:
        RuntimeError: the page raised, or did not finish.
    """
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.cached_message_hashes.extend(known)
    await viewer.send(asked.SerializeToString())
    came = 0
    while True:
        data = await asyncio.wait_for(viewer.recv(), 60)
        came += len(data)
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            known[message.hash] = message
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(f"{page}: {message.delta.new_element.exception.message}")
        if kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            return came


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measured(port: int, pid: int, pages: list[str]) -> dict[str, Cost]:
    """The cost of a warm rerun of each page, the median of several rounds in turn."""
    found: dict[str, list[Cost]] = {page: [] for page in pages}
    for _ in range(ROUNDS):
        for page in pages:
            address = f"ws://127.0.0.1:{port}/_stcore/stream"
            async with connect(
                address, subprotocols=["streamlit"], max_size=None, compression=None, proxy=None
            ) as viewer:
                known: dict[str, ForwardMsg] = {}
                for _ in range(3):  # warm
                    await rerun(viewer, page, known)
                before, sent = cpu_seconds(pid), 0
                for _ in range(RERUNS):
                    sent += await rerun(viewer, page, known)
                spent = cpu_seconds(pid) - before
            found[page].append(Cost(1000 * spent / RERUNS, sent // RERUNS))
    return {
        page: Cost(
            statistics.median(cost.cpu_ms for cost in costs), max(cost.sent for cost in costs)
        )
        for page, costs in found.items()
    }


def main() -> int:
    """Measure, print, and say whether every page is light enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=0, help="a made-up network of this size")
    teams = parser.parse_args().teams
    with tempfile.TemporaryDirectory() as place:
        app, workbook = Path(place) / "app", None
        app.mkdir()
        if teams:
            from kmlib.export.demo import write_demo

            write_demo(Path(place), teams=teams, measures=12, periods=12, learning=True)
            workbook = Path(place) / "hub.xlsx"
        pages = app_with_an_empty_page(app)
        server, port = started(app, workbook)
        try:
            costs = asyncio.run(measured(port, server.pid, [EMPTY, *pages]))
        finally:
            server.terminate()
            server.wait(timeout=20)
    return told(costs)


def told(costs: dict[str, Cost]) -> int:
    """Print the table; 1 where a number is not reached."""
    empty = costs.pop(EMPTY).cpu_ms
    print(f"empty page: {empty:.1f} ms of server CPU a rerun\n\npage | CPU | bytes | reached")
    failed = False
    for page, cost in costs.items():
        ratio, most = cost.cpu_ms / empty, START_PAGE_MOST if page == "overview" else ANY_PAGE_MOST
        reached = ratio <= most and 0 < cost.sent <= BYTES_MOST
        failed |= not reached
        words = "yes" if reached else "NO"
        print(f"{page} | {ratio:.1f}x (at most {most:g}x) | {cost.sent:,} | {words}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
