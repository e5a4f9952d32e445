"""The dashboard as it is really started: it answers, says whether it is ready, and logs no cell."""

import asyncio
import json
import logging
import math
import threading
import time

import openpyxl
import pytest
from streamlit.logger import get_logger
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from benchmarks.viewers import PAGES, Log, Server, Viewer, answer, free_port
from kmlib.dashboard import freshness, loading, log
from kmlib.dashboard.log import LOG
from kmlib.dashboard.readiness import readiness
from tests import canaries
from tests.test_freshness import ALDER, LOCKED, LONG, kept, visit  # noqa: F401  # fixtures

STARTS = {
    "streamlit run app.py": ("-m", "streamlit", "run", "app.py", "--server.port"),
    "streamlit run asgi.py": ("-m", "streamlit", "run", "asgi.py", "--server.port"),
    "uvicorn asgi:app": ("-m", "uvicorn", "asgi:app", "--no-access-log", "--port"),
}
CELLS = (
    *canaries.STUDENTS, *canaries.GROUPED, *canaries.UNREAD, *canaries.SET_ASIDE,
    *canaries.MORE_TEAMS, canaries.STAFF, "Alder", "Canary Network", "Calls home", "more.xlsx",
)  # fmt: skip


async def looked_at(url):
    """Every page, opened by one viewer; what fails raises."""
    async with Viewer(url, 1, Log()) as viewer:
        for page in PAGES:
            await viewer.open(page)


@pytest.mark.parametrize("command", STARTS.values(), ids=STARTS)
def test_each_way_to_start_it_shows_every_page_and_logs_no_cell(command, tmp_path):
    hub = canaries.the_hub(tmp_path / "sheets")
    server = Server(
        tmp_path, free_port(), command, KM_WORKBOOK=str(hub), KM_SNAPSHOTS=str(tmp_path / "kept")
    )
    try:
        server.wait_until("/_stcore/health")
        if "asgi" in " ".join(command):
            server.wait_until("/ready")
            assert json.loads(answer(f"{server.url}/ready")[1])["state"] == "ready"
        asyncio.run(looked_at(server.url))
        (hub.parent / "more.xlsx").write_bytes(LOCKED)
        hub.write_bytes(hub.read_bytes()[:2000])
        until = time.monotonic() + 30
        while "source-" not in server.log.read_text() and time.monotonic() < until:
            time.sleep(0.5)
        asyncio.run(looked_at(server.url))
    finally:
        server.stop()
    log = server.log.read_text()
    assert "read: 2 workbooks" in log
    assert "kept out: source-stale" in log
    assert [cell for cell in CELLS if cell in log] == []
    assert "Traceback" not in log
    turn = json.loads((tmp_path / "kept" / "readings" / "turn.json").read_text())
    assert turn[0] == "", "whoever starts next need not wait until this one is silent for long"


async def left_open(url, change):
    """What stood on a page, and what does once it looked again after a change; and how often."""
    async with Viewer(url, 1, Log()) as viewer:
        await viewer.open("measures")
        before = viewer.words
        ((looks, seconds),) = viewer.again.items()
        change()
        while viewer.words.startswith(before):  # until the whole page is drawn anew
            await asyncio.sleep(0.5)
            await viewer.run("fragment", looks)
        return before, viewer.words, seconds


def seen(tmp_path, hub, change):
    """What `left_open` sees of a dashboard of this hub."""
    kept_in = str(tmp_path / "kept")
    server = Server(tmp_path, free_port(), KM_WORKBOOK=str(hub), KM_SNAPSHOTS=kept_in)
    try:
        server.wait_until("/_stcore/health")
        return asyncio.run(asyncio.wait_for(left_open(server.url, change), 60))
    finally:
        server.stop()


def test_a_page_that_is_left_open_shows_what_was_typed_since(tmp_path):
    hub, other = canaries.the_hub(tmp_path / "sheets"), canaries.the_hub(tmp_path / "other")
    book = openpyxl.load_workbook(other)
    book["Network"]["B2"] = "Renamed Network"
    book.save(other)
    before, after, seconds = seen(tmp_path, hub, lambda: other.replace(hub))
    assert seconds == freshness.FOLLOW_SECONDS
    assert "Canary Network" in before
    assert "Renamed Network" in after


def test_a_page_that_shows_nothing_yet_shows_what_can_be_read_by_itself(tmp_path):
    hub, place = canaries.the_hub(tmp_path / "sheets"), tmp_path / "hub.xlsx"
    before, after, _ = seen(tmp_path, place, lambda: hub.replace(place))
    assert "The sheets could not be read" in before
    assert "Canary Network" in after


def states(seconds=20):
    """What is answered until there is something to show, or nothing ever will be."""
    found, until = [], time.monotonic() + seconds
    while (not found or found[-1]["state"] == "reading") and time.monotonic() < until:
        status, said = readiness()
        assert status == (200 if said["state"] in ("ready", "stale") else 503)
        found.append(said)
        time.sleep(0.05)
    return found


def test_it_is_ready_as_soon_as_its_sheets_are_read_though_nobody_looks(a_hub, kept, monkeypatch):  # noqa: F811
    monkeypatch.setenv("KM_WORKBOOK", str(a_hub(Data=[LONG, *ALDER])))
    first, *_, last = states()
    assert first == {"state": "reading"}
    assert last["state"] == "ready"
    assert (last["workbooks"], last["kept_out"]) == (1, 0)


def test_it_is_not_ready_while_its_hub_could_never_be_read(kept, monkeypatch, tmp_path):  # noqa: F811
    monkeypatch.setenv("KM_WORKBOOK", str(tmp_path / "gone.xlsx"))
    assert states()[-1] == {"state": "unreadable", "why": "source-not-found"}


def test_it_stays_ready_and_says_stale_while_an_older_reading_is_shown(a_hub, visit, monkeypatch):  # noqa: F811
    hub = a_hub(Data=[LONG, *ALDER])
    visit(hub)
    hub.write_bytes(LOCKED)
    loading.look_again(30)
    status, said = readiness()
    assert status == 200
    assert (said["state"], said["kept_out"]) == ("stale", 1)
    assert "hub" not in str(said), "no sheet is named to whoever asks"


def test_an_error_is_logged_with_its_place_and_without_its_words(caplog):
    cell = "Zorilla Quagga"
    for name in (log.OF_PAGES, LOG.name):
        logger = get_logger(name)
        logger.addHandler(caplog.handler)
        try:
            float(cell)
        except ValueError as error:
            logger.error("Uncaught app execution", exc_info=error)
        logger.removeHandler(caplog.handler)
    assert "Zorilla" not in caplog.text
    assert caplog.text.count("ValueError") == 2
    assert "test_served.py" in caplog.text


def test_a_file_that_cannot_be_made_is_logged_without_its_words(caplog):
    cell = "Zorilla Quagga"

    def make():
        return float(cell)

    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    asked = BackendOperationRequest(request_id="1")
    asked.deferred_file.file_id = files.add_deferred(make, "text/csv", "1.2")
    logger = get_logger(log.OF_FILES)
    logger.addHandler(caplog.handler)
    answer = asyncio.run(DeferredFileHandler(lambda: files).handle(asked, "a session"))
    logger.removeHandler(caplog.handler)
    assert answer.error_msg
    assert "Zorilla" not in caplog.text + answer.error_msg
    assert "ValueError" in caplog.text
    assert "in make" in caplog.text


def test_a_thread_that_breaks_off_is_logged_without_its_words(caplog, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", log._of_a_thread)
    LOG.addHandler(caplog.handler)
    thread = threading.Thread(target=math.log, args=("Zorilla",))
    thread.start()
    thread.join()
    LOG.removeHandler(caplog.handler)
    assert "a thread has ended" in caplog.text
    assert "TypeError" in caplog.text
    assert "Zorilla" not in caplog.text
    assert caplog.records[-1].levelno == logging.ERROR
