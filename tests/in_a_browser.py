"""The running dashboard and the browser that looks at it, for tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(page.stem for page in (ROOT / "pages").glob("*.py"))
BROWSER_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium():
    """The browser, or a plain word why there is none."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("Chromium is not installed")
    return path


@contextmanager
def a_browser():
    """The browser, open; it is skipped with a plain word where there is none."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield opened
        opened.close()


@contextmanager
def server(workbook=None):
    """The running dashboard on the sample network, with its security headers, at its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "asgi.py", "--server.port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "KM_WORKBOOK"}
    environment |= {"KM_WORKBOOK": str(workbook)} if workbook else {}
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_healthy(address, seconds=40):
    end = time.time() + seconds
    while time.time() < end:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not answer within {seconds} seconds")


def settled(page, address):
    """Open the address, and wait until the page has run to its end."""
    page.goto(address, wait_until="domcontentloaded")
    page.locator('[data-test-script-state="notRunning"] h1').first.wait_for(timeout=30_000)
    page.wait_for_timeout(400)  # charts draw


def views(page, address):
    """Open each view that stands side by side with others at this address, one after the other."""
    settled(page, address)
    names = page.locator(".st-key-see button").all_inner_texts()
    yield ""
    for name in names[1:]:
        settled(page, f"{address}?see={quote(name)}")
        yield name
