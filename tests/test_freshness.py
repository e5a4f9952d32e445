"""What a page shows while a sheet is away, shrinks, or is read behind; and what it then says."""

import collections
import datetime as dt
import math
import threading
import time
import weakref
from pathlib import Path

import pyarrow.parquet
import pytest
from streamlit.testing.v1 import AppTest

from kmlib import refreshing
from kmlib.dashboard import freshness, keeping, loading
from kmlib.findings import SOURCE_LOCKED, Cell
from kmlib.reading.cells import SourceError
from kmlib.snapshots import place_at, read_kept, write_kept
from tests.conftest import write_workbook

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "pages").glob("*.py"))
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
LONG = "Team | Measure | Date | Value"
ALDER = [f"Alder | Attendance | {month} 2025 | 85%" for month in ("Feb", "Mar", "Oct", "Nov")]
LAST_WEEK = dt.datetime.now(dt.UTC) - dt.timedelta(days=7)


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Where this dashboard keeps its readings."""
    monkeypatch.setenv("KM_SNAPSHOTS", str(tmp_path / "kept"))
    start_again()
    return place_at(str(tmp_path / "kept"), "readings")


@pytest.fixture
def visit(monkeypatch, kept):
    """`visit(hub)`: a page as somebody who comes now sees it."""

    def visit_page(hub, page="downloads"):
        monkeypatch.setenv("KM_WORKBOOK", str(hub))
        app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60).run()
        assert not app.exception
        return app

    return visit_page


@pytest.fixture
def slow(monkeypatch):
    """Opening a source takes until `slow` is set; nobody waits for it."""
    free, open_source = threading.Event(), refreshing.open_source

    def open_slowly(key):
        assert free.wait(30), "nobody let it go on"
        return open_source(key)

    monkeypatch.setattr(refreshing, "open_source", open_slowly)
    monkeypatch.setattr(loading, "MOMENT", 0.1)
    yield free
    free.set()
    loading.look_again(30)


def start_again():
    """The dashboard is stopped and started."""
    with loading._one_at_a_time:
        loading._readings.clear()
        loading._rounds.by_hand = loading._rounds.put_out = -math.inf


def said_by(app):
    return " ".join(part.proto.body for part in app.get("html"))


def strip_of(app):
    return said_by(app).partition('<p class="km-strip">')[2].split("</p>")[0]


def trouble_of(app):
    return said_by(app).partition('<p class="km-trouble">')[2].split("</p>")[0]


def read_last_week(kept, hub):
    reading = read_kept(kept, str(hub))
    write_kept(kept, reading._replace(read_at=LAST_WEEK))


# What has been shown is given back


def test_what_ended_since_the_last_reading_is_given_back_with_the_next_one(monkeypatch):
    monkeypatch.setattr(keeping, "LOOK_THROUGH_EVERY", 0)

    class Session:
        """It holds itself, as sessions do."""

    ended = Session()
    ended.itself, gone = ended, weakref.ref(ended)
    keeping.keep_for_good()
    del ended
    keeping.keep_for_good()
    assert gone() is None


def test_a_page_that_is_open_does_not_hold_the_reading_it_shows(a_hub, visit, slow, monkeypatch):
    held = []
    monkeypatch.setattr(freshness, "_strip_again", lambda *given: held.append(given))
    slow.set()
    hub = a_hub(Data=[LONG, *ALDER])
    visit(hub)
    slow.clear()
    loading._readings[str(hub)].shelf.ask_again()
    visit(hub)
    made_at = loading._readings[str(hub)].at
    assert held == [(made_at, False), (made_at, True)], "a moment, and not what was read"


# Away at the start


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_dashboard_started_while_its_hub_is_away_shows_the_last_good_reading(
    page, a_hub, visit, kept
):
    hub = a_hub(Data=[LONG, *ALDER])
    before = visit(hub, page.stem).title[0].value
    read_last_week(kept, hub)
    hub.unlink()
    start_again()

    began = time.monotonic()
    app = visit(hub, page.stem)
    assert time.monotonic() - began < 10, "it waits for nothing"

    assert app.title[0].value == before
    day = f"{LAST_WEEK.day} {LAST_WEEK:%B %Y}"
    assert '<i class="km-dot km-ring"></i>1 workbook read on ' + day in strip_of(app)
    assert "“hub.xlsx”" in trouble_of(app)


def test_a_dashboard_whose_sheets_answer_slowly_shows_the_last_good_reading_at_once(
    a_hub, visit, kept, slow
):
    slow.set()
    hub = a_hub(Data=[LONG, *ALDER])
    visit(hub)
    slow.clear()
    start_again()

    began = time.monotonic()
    app = visit(hub)
    assert time.monotonic() - began < 10
    assert app.title[0].value == "4 observations of 2 teams, ready to take away"
    assert "<b>reading 1 of 1 …</b>" in strip_of(app)

    a_hub(Data=[LONG, *ALDER[:3]])
    slow.set()
    loading.look_again(30)
    app.run()
    assert app.title[0].value == "3 observations of 2 teams, ready to take away"
    assert "reading" not in strip_of(app)
    assert '<i class="km-dot"></i>1 workbook read today' in strip_of(app)


def test_while_one_viewer_reads_behind_nobody_waits_and_nothing_is_read_twice(
    a_hub, visit, kept, slow, monkeypatch
):
    opened, open_slowly = [], refreshing.open_source
    monkeypatch.setattr(
        refreshing, "open_source", lambda key: opened.append(key) or open_slowly(key)
    )
    slow.set()
    hub = a_hub(Data=[LONG, *ALDER])
    visit(hub)
    opened.clear()
    slow.clear()
    loading._readings[str(hub)].shelf.ask_again()
    began = time.monotonic()
    for _ in range(5):
        assert visit(hub).title[0].value == "4 observations of 2 teams, ready to take away"
    assert time.monotonic() - began < 20
    assert len(opened) == 1
    slow.set()


def test_whoever_reloads_the_page_of_a_hub_that_was_never_read_has_it_tried_again(
    a_hub, visit, monkeypatch
):
    hub, open_source, away = a_hub(Data=[LONG, *ALDER]), refreshing.open_source, [True]

    def open_or_not(key):
        if away:
            raise SourceError(SOURCE_LOCKED.at(Cell("hub.xlsx", value="hub.xlsx")))
        return open_source(key)

    monkeypatch.setattr(refreshing, "open_source", open_or_not)
    app = visit(hub)
    assert app.title[0].value == "The sheets could not be read"
    assert "reload the page to have it opened at once" in said_by(app)
    away.clear()
    assert visit(hub).title[0].value == "4 observations of 2 teams, ready to take away"


def test_a_hub_whose_turn_has_not_come_is_not_said_to_be_unreadable(a_hub, visit, monkeypatch):
    monkeypatch.setattr(loading, "PATIENCE", -1.0)
    monkeypatch.setattr(refreshing.Shelf, "refresh", lambda shelf, until: False)
    app = visit(a_hub(Data=[LONG, *ALDER]))
    assert app.title[0].value == "The sheets have not been read yet"
    assert "Nothing to do" in said_by(app)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_where_reading_behind_breaks_off_nobody_waits_and_it_begins_again(
    a_hub, visit, monkeypatch
):
    hub = a_hub(Data=[LONG, *ALDER])
    visit(hub)
    with monkeypatch.context() as patch:
        patch.setattr(refreshing.Shelf, "refresh", lambda shelf, until: 1 / 0)
        began = time.monotonic()
        assert visit(hub).title[0].value == "4 observations of 2 teams, ready to take away"
        assert time.monotonic() - began < loading.MOMENT / 2
    a_hub(Data=[LONG, *ALDER[:3]])
    assert visit(hub).title[0].value == "3 observations of 2 teams, ready to take away"


# States that look different


def test_empty_unreachable_and_stale_look_different(a_hub, visit, tmp_path):
    empty = visit(a_hub("empty.xlsx", Measures=None, Teams=["Team"]), "measures")
    assert empty.title[0].value.startswith("This page will show")
    assert "km-ring" not in strip_of(empty)
    assert trouble_of(empty).startswith("There is no Measures tab.")

    unreachable = visit(tmp_path / "gone.xlsx", "measures")
    assert unreachable.title[0].value == "The sheets could not be read"
    assert strip_of(unreachable) == ""

    hub = a_hub(Data=[LONG, *ALDER])
    visit(hub, "measures")
    hub.write_bytes(LOCKED)
    stale = visit(hub, "measures")
    assert stale.title[0].value not in (empty.title[0].value, unreachable.title[0].value)
    assert "km-ring" in strip_of(stale)
    assert trouble_of(stale).startswith("Since today, ")
    assert "protected by a password" in trouble_of(stale)


def test_a_trouble_leads_to_sheet_check_from_every_other_page(a_hub, visit):
    hub = a_hub(Teams=["Team | Sheet", "Alder | gone.xlsx"])
    links = [part.value for part in visit(hub).markdown]
    assert "Look into it on Sheet check" in links
    assert "Look into it on Sheet check" not in [
        part.value for part in visit(hub, "sheet_check").markdown
    ]


def test_readings_that_cannot_be_kept_are_a_trouble_and_the_page_opens(
    a_hub, visit, kept, tmp_path
):
    (tmp_path / "kept").write_text("a file stands where the folder should")
    app = visit(a_hub(Data=[LONG, *ALDER]))
    assert app.title[0].value == "4 observations of 2 teams, ready to take away"
    assert "“hub.xlsx” is not kept&#58; not a directory." in trouble_of(app)
    assert "KM&#95;SNAPSHOTS" in trouble_of(app)


# By hand


def button(app, label):
    (found,) = [button for button in app.button if button.label == label]
    return found


def test_a_sheet_that_shrank_is_held_back_until_somebody_takes_it_with_one_click(a_hub, visit):
    hub = a_hub(Data=[LONG, *ALDER])
    visit(hub)
    a_hub(Data=None, Measures=None, Network=None, Teams=["Team", "Alder"])
    app = visit(hub, "sheet_check")
    assert "“hub.xlsx” came back with no Teams or no Measures tab; before, it had " in trouble_of(
        app
    )
    assert "km-ring" in strip_of(app)
    assert "2 teams" in strip_of(app)

    button(app, "Use the new reading of hub.xlsx").click()
    app.run()

    assert not app.exception
    assert "1 team<" in strip_of(app)
    assert "came back" not in said_by(app)
    assert [button.label for button in app.button] == ["Read the sheets again"]


def test_two_sheets_of_one_name_that_shrank_have_a_button_each(a_hub, visit, tmp_path):
    hub = a_hub(Teams=["Team | Sheet", "Alder | north/data.xlsx", "Birch | south/data.xlsx"])
    for rows in (8, 1):
        for folder in ("north", "south"):
            (tmp_path / folder).mkdir(exist_ok=True)
            months = [f"{day} Oct 2025 | 85%" for day in range(1, rows + 1)]
            write_workbook(
                tmp_path / folder / "data.xlsx", {"Data": ["Date | Attendance", *months]}
            )
        app = visit(hub, "sheet_check")
    labels = [button.label for button in app.button]
    assert labels == ["Read the sheets again", *["Use the new reading of data.xlsx"] * 2]


@pytest.mark.parametrize("tab", ["Teams", "Measures"])
def test_a_hub_that_comes_back_without_a_heading_that_all_hangs_on_is_held_back(a_hub, visit, tab):
    months = [f"Alder | Attendance | {month} {year} | 85%" for month in ("Jan", "Feb", "Mar")
              for year in range(2016, 2026)]  # fmt: skip
    hub = a_hub(Data=[LONG, *months])
    before = visit(hub).title[0].value
    a_hub(Data=[LONG, *months], **{tab: ["Alder", "Birch"]})
    after = visit(hub)
    assert after.title[0].value == before
    assert "came back with no Teams or no Measures tab" in trouble_of(after)


def test_a_hub_that_never_had_a_measures_tab_is_read_on_as_it_is(a_hub, visit):
    hub = a_hub(Measures=None)
    visit(hub)
    a_hub(Measures=None, Teams=["Team", "Alder", "Birch", "Cedar"])
    assert "3 teams" in strip_of(visit(hub))


def test_the_sheets_are_read_again_by_hand_and_not_again_at_once(a_hub, visit, kept):
    hub = a_hub(Data=[LONG, *ALDER])
    visit(hub)
    read_last_week(kept, hub)

    app = visit(hub, "sheet_check")
    button(app, "Read the sheets again").click()
    app.run()
    assert read_kept(kept, str(hub)).read_at > LAST_WEEK

    assert button(app, "Read the sheets again").disabled
    assert "Again from " in said_by(app)
    read_last_week(kept, hub)
    loading.ask_for_all()
    assert read_kept(kept, str(hub)).read_at == LAST_WEEK, "whoever asks, it is too soon"


# What others may take


def test_what_others_may_take_is_put_out_as_csv_and_parquet_without_small_groups(
    a_hub, visit, tmp_path, monkeypatch
):
    monkeypatch.setattr(loading, "LOOK_EVERY", 0.01)
    counts = [
        "Alder | Attendance | Oct 2025 | | 17 | 20",
        "Birch | Attendance | Oct 2025 | | 3 | 4",
    ]
    hub = a_hub(Data=[f"{LONG} | Numerator | Denominator", *counts])
    visit(hub)
    loading.look_again(30)
    published = tmp_path / "kept" / "published"
    for _ in range(200):  # for it is put out while nobody waits
        if (published / "datapackage.json").exists():
            break
        time.sleep(0.05)
    table = pyarrow.parquet.read_table(published / "data.parquet").to_pylist()
    assert [(row["team"], row["value"], row["suppressed"]) for row in table] == [
        ("Alder", 85.0, False),
        ("Birch", None, True),
    ]
    assert table[0]["period_start"] == dt.date(2025, 10, 1)
    tables = {path.stem for path in published.glob("*.parquet")}
    assert tables == {path.stem for path in published.glob("*.csv")}, "empty ones, too"
    assert (published / "datapackage.json").exists()
    assert (published / "data.csv").read_text().count("Birch") == 1
    assert (published / "data.csv").stat().st_mode & 0o077 == 0o044, "others may read it"


def test_who_waits_for_a_page_does_not_wait_for_what_others_may_take(a_hub, visit, monkeypatch):
    put_out = []
    monkeypatch.setattr(loading, "_put_out", lambda: put_out.append(loading.is_looking()))
    monkeypatch.setattr(loading, "LOOK_EVERY", 60)
    visit(a_hub(Data=[LONG, *ALDER]))
    for _ in range(2):  # the thread may have been waiting since before
        loading.look_again(30)
    put_out.clear()
    for _ in range(3):
        loading.look_again(30)
    assert not put_out, "somebody asked each time"


def test_one_thread_reads_for_everybody(a_hub, visit):
    for _ in range(3):
        visit(a_hub(Data=[LONG, *ALDER]))
    assert [thread.name for thread in threading.enumerate()].count("km-reading") == 1


def test_a_full_room_does_not_look_for_a_newer_reading_all_at_once(monkeypatch):
    long_ago = [time.monotonic() - 10 * freshness.LOOK_SECONDS] * 99
    monkeypatch.setattr(freshness, "_came", collections.deque(long_ago))
    assert freshness._pause() == freshness.LOOK_SECONDS
    assert [freshness._pause() for _ in range(49)][-1] == 50 / freshness.PAGES_A_SECOND
