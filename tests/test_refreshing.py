"""Which reading is in use when a sheet is away, shrinks or changes, and what is opened again."""

import datetime as dt
import itertools
from pathlib import Path

import pytest

import kmlib
from kmlib import refreshing
from kmlib.findings import (
    SOURCE_DAMAGED,
    SOURCE_LOCKED,
    SOURCE_NOT_FOUND,
    SOURCE_NOT_KEPT,
    SOURCE_SHRUNK,
    SOURCE_STALE,
    SOURCE_WAITS,
    Cell,
)
from kmlib.reading.cells import SourceError, Tab, Workbook
from kmlib.reading.sources import Opened
from kmlib.refreshing import Shelf
from kmlib.snapshots import Folder, read_kept, write_kept
from tests.conftest import write_workbook

LONG = "Team | Measure | Date | Value"
OWN = "Month | Attendance"
ALDER = ["Alder | Attendance | Oct 2025 | 85%", "Alder | Attendance | Nov 2025 | 86%"]
MONTHS = [f"{month} 2025 | 90%" for month in ("Feb", "Mar", "Apr", "May", "Sep", "Oct", "Nov")]
TEN_TEAMS = ["Team", *(f"Team {number}" for number in range(10))]
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
READ_AT = dt.datetime(2026, 3, 12, 14, 5, tzinfo=dt.UTC)
EVER = float("inf")


@pytest.fixture
def place(tmp_path):
    return Folder(tmp_path / "kept" / "readings")


@pytest.fixture
def opened(monkeypatch):
    """The names of the files that are really opened."""
    names, open_source = [], refreshing.open_source
    monkeypatch.setattr(
        refreshing, "open_source", lambda key: names.append(Path(key).name) or open_source(key)
    )
    return names


def network_of(shelf, source):
    """What is shown of a source, once all of it stands."""
    for _ in range(3):
        network = kmlib.load(source, opener=shelf.open)
        if shelf.settle({network.paths[one.name]: one.rows_read for one in network.sources}):
            return network
    raise AssertionError("it never stands")


def refreshed(shelf, source):
    shelf.refresh(EVER)
    return network_of(shelf, source)


def codes(network):
    return [finding.code for finding in network.findings]


def rows_of(network):
    return {count.name: count.rows_read for count in network.sources}


# A sheet is away


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(None, SOURCE_NOT_FOUND, id="gone"),
        pytest.param(LOCKED, SOURCE_LOCKED, id="locked"),
        pytest.param(b"PK\3\4 half", SOURCE_DAMAGED, id="half saved"),
    ],
)
@pytest.mark.parametrize("is_new", [False, True], ids=["running", "started again"])
def test_of_a_sheet_that_is_away_the_last_good_reading_is_in_use(
    a_hub, place, content, rule, is_new
):
    hub = a_hub(Data=[LONG, *ALDER])
    shelf = Shelf(place)
    before = network_of(shelf, hub)
    hub.unlink()
    if content is not None:
        hub.write_bytes(content)
    shelf = Shelf(place) if is_new else shelf
    network_of(shelf, hub)

    after = refreshed(shelf, hub)

    assert after.observations.to_rows() == before.observations.to_rows()
    assert after.read_at == before.read_at
    (stale,) = after.findings
    assert stale.code == SOURCE_STALE.code
    assert stale.fix == rule.fix
    assert "“hub.xlsx”" in stale.what
    read = before.read_at.astimezone()
    assert f"of {read.day} {read:%B %Y, %H:%M}, stays in use" in stale.why
    assert str(hub.parent) not in "".join(stale), "no folder of the server is told"


def test_a_sheet_that_is_back_is_read_and_nothing_more_is_said(a_hub, place):
    hub = a_hub(Data=[LONG, *ALDER])
    shelf, good = Shelf(place), hub.read_bytes()
    network_of(shelf, hub)
    hub.write_bytes(LOCKED)
    assert codes(refreshed(shelf, hub)) == [SOURCE_STALE.code]
    hub.write_bytes(good)
    assert shelf.refresh(EVER)
    assert codes(network_of(shelf, hub)) == []


def test_a_teams_own_workbook_that_is_away_still_counts_for_its_team(a_hub, place, tmp_path):
    own = write_workbook(tmp_path / "alder.xlsx", {"Sheet1": [OWN, *MONTHS]})
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    before = network_of(Shelf(place), hub)
    own.unlink()

    shelf = Shelf(place)
    network_of(shelf, hub)
    after = refreshed(shelf, hub)

    assert after.observations.to_rows() == before.observations.to_rows()
    assert [(f.code, f.source) for f in after.findings] == [("source-stale", "alder.xlsx")]


def test_what_was_never_read_and_cannot_be_opened_is_refused_as_ever(place, tmp_path):
    with pytest.raises(SourceError) as error:
        network_of(Shelf(place), tmp_path / "gone.xlsx")
    assert error.value.finding.code == SOURCE_NOT_FOUND.code


def test_a_sheet_that_was_never_read_is_tried_again_after_a_while_and_not_at_once(
    a_hub, place, opened, monkeypatch, tmp_path
):
    now = [0.0]
    monkeypatch.setattr(refreshing, "monotonic", lambda: now[0])
    (tmp_path / "alder.xlsx").write_bytes(LOCKED)
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    shelf = Shelf(place)
    assert codes(network_of(shelf, hub)) == codes(refreshed(shelf, hub)) == ["source-locked"]
    assert opened == ["hub.xlsx", "alder.xlsx"]
    now[0] += refreshing.RETRY_SECONDS + 1
    assert not shelf.refresh(EVER), "it is as locked as before"
    assert opened == ["hub.xlsx", "alder.xlsx", "alder.xlsx"]


def test_a_folder_that_is_away_is_shown_as_its_files_were_read_last(a_hub, place, tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    a_hub(Data=[LONG, *ALDER]).rename(folder / "hub.xlsx")
    (folder / "notes.csv").write_text("Soup,Bread\ntomato,rye\n")
    before = network_of(Shelf(place), folder)
    folder.rename(tmp_path / "elsewhere")

    shelf = Shelf(place)
    network_of(shelf, folder)
    after = refreshed(shelf, folder)

    assert rows_of(after) == rows_of(before)
    assert codes(after).count(SOURCE_STALE.code) == 3, "of the folder and of its two files"
    (tmp_path / "elsewhere").rename(folder)
    for file in folder.iterdir():
        file.touch()
    assert codes(refreshed(shelf, folder)) == codes(before)


def test_a_file_put_into_a_folder_is_read_and_one_taken_out_is_gone(a_hub, place, tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    a_hub(Data=[LONG, *ALDER]).rename(folder / "hub.xlsx")
    (folder / "extra.csv").write_text("Team,Measure,Date,Value\nBirch,Attendance,Oct 2025,80%\n")
    shelf = Shelf(place)
    assert list(rows_of(network_of(shelf, folder))) == ["extra.csv", "hub.xlsx"]
    (folder / "more.csv").write_text("Team,Measure,Date,Value\nBirch,Attendance,Nov 2025,81%\n")
    assert list(rows_of(refreshed(shelf, folder))) == ["extra.csv", "hub.xlsx", "more.csv"]
    (folder / "extra.csv").unlink()
    assert list(rows_of(refreshed(shelf, folder))) == ["hub.xlsx", "more.csv"]


@pytest.fixture
def google(monkeypatch, tmp_path):
    """A stand-in for Google, which answers without pauses."""
    from kmlib.reading import google_requests
    from tests.google_server import GoogleServer

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(google_requests, "PACE", google_requests.Pace())
    monkeypatch.setattr(google_requests, "sleep", lambda seconds: None)
    with GoogleServer() as server:
        monkeypatch.setenv("KM_GOOGLE_API", server.url)
        yield server


def test_google_sheets_that_cannot_be_reached_are_shown_as_read_last(
    google, a_hub, place, tmp_path
):
    own = write_workbook(tmp_path / "alder.xlsx", {"Sheet1": [OWN, *MONTHS]})
    hub = google.share(a_hub(Teams=["Team | Sheet", f"Alder | {google.share(own)}", "Birch |"]))
    before = network_of(Shelf(place), hub)
    google.fail(503, times=99)

    shelf = Shelf(place)
    assert network_of(shelf, hub).observations.to_rows() == before.observations.to_rows()
    after = refreshed(shelf, hub)

    assert after.observations.to_rows() == before.observations.to_rows()
    assert codes(after) == [SOURCE_STALE.code] * 2
    assert rows_of(after) == rows_of(before)


def test_a_team_sheet_at_google_that_was_never_read_is_told_at_the_cell_that_names_it(
    google, a_hub, place, tmp_path
):
    own = google.share(write_workbook(tmp_path / "alder.xlsx", {"Sheet1": [OWN, *MONTHS]}))
    hub = a_hub(Teams=["Team | Sheet", f"Alder | {own}", "Birch |"])
    google.fail(404, times=99)
    shelf = Shelf(place)
    for network in (network_of(shelf, hub), network_of(shelf, hub)):
        assert [(f.source, f.sheet, f.cell) for f in network.findings] == [
            ("hub.xlsx", "Teams", "B2")
        ]


# A sheet shrinks


def resaved(a_hub, **tabs):
    return a_hub(**({"Teams": TEN_TEAMS} | tabs))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["Team"], id="no row is left"),
        pytest.param([], id="the tab is empty"),
        pytest.param(TEN_TEAMS[:4], id="less than half is left"),
        pytest.param([f"{name} | x | y" for name in TEN_TEAMS[1:]], id="the header is gone"),
    ],
)
def test_a_sheet_that_comes_back_with_less_than_half_is_held_back(a_hub, place, lines):
    hub = resaved(a_hub, Network=None, Measures=None)
    shelf = Shelf(place)
    before = network_of(shelf, hub)
    resaved(a_hub, Network=None, Measures=None, Teams=lines)

    after = refreshed(shelf, hub)

    assert [team.team for team in after.teams] == [team.team for team in before.teams]
    (held,) = [finding for finding in after.findings if finding.code == SOURCE_SHRUNK.code]
    assert held.what.startswith("“hub.xlsx” came back with ")
    assert held.what.endswith("; before, it had 10 rows.")
    assert list(shelf.held_back.values()) == ["hub.xlsx"]
    assert read_kept(place, str(hub)).rows == 10, "the older reading is still the one that is kept"


def test_a_sheet_with_half_its_rows_is_taken(a_hub, place):
    hub = resaved(a_hub, Network=None, Measures=None)
    shelf = Shelf(place)
    network_of(shelf, hub)
    resaved(a_hub, Network=None, Measures=None, Teams=TEN_TEAMS[:6])
    assert len(refreshed(shelf, hub).teams) == 5
    assert shelf.held_back == {}


def test_what_was_held_back_is_taken_when_somebody_wants_it(a_hub, place):
    hub = resaved(a_hub, Network=None, Measures=None)
    shelf = Shelf(place)
    network_of(shelf, hub)
    resaved(a_hub, Network=None, Measures=None, Teams=TEN_TEAMS[:2])
    assert len(refreshed(shelf, hub).teams) == 10
    assert len(refreshed(shelf, hub).teams) == 10

    shelf.accept(*shelf.held_back)
    after = refreshed(shelf, hub)

    assert len(after.teams) == 1
    assert SOURCE_SHRUNK.code not in codes(after)
    assert shelf.held_back == {}
    resaved(a_hub, Network=None, Measures=None, Teams=["Team"])
    assert len(refreshed(shelf, hub).teams) == 1, "the next time it is asked about again"


def test_what_was_held_back_is_forgotten_when_the_rows_are_back(a_hub, place):
    hub = resaved(a_hub)
    shelf, good = Shelf(place), hub.read_bytes()
    network_of(shelf, hub)
    resaved(a_hub, Teams=["Team"])
    assert SOURCE_SHRUNK.code in codes(refreshed(shelf, hub))
    hub.write_bytes(good)
    assert SOURCE_SHRUNK.code not in codes(refreshed(shelf, hub))
    assert shelf.held_back == {}


def test_a_sheet_that_shrank_while_the_dashboard_was_off_is_held_back_too(a_hub, place):
    hub = resaved(a_hub)
    network_of(Shelf(place), hub)
    resaved(a_hub, Teams=["Team"])
    shelf = Shelf(place)
    assert len(network_of(shelf, hub).teams) == 10
    assert SOURCE_SHRUNK.code in codes(refreshed(shelf, hub))


def test_a_hub_that_shrank_takes_no_other_sheet_with_it(a_hub, place, tmp_path):
    own = write_workbook(tmp_path / "alder.xlsx", {"Sheet1": [OWN, *MONTHS]})
    teams = ["Team | Sheet", "Alder | alder.xlsx", *(f"Team {n} |" for n in range(20))]
    hub = a_hub(Teams=teams)
    shelf = Shelf(place)
    network_of(shelf, hub)
    write_workbook(own, {"Sheet1": [OWN, *MONTHS, "Dec 2025 | 91%"]})
    a_hub(Teams=[*teams[:2]], Measures=None)

    after = refreshed(shelf, hub)

    assert list(shelf.held_back.values()) == ["hub.xlsx"]
    assert rows_of(after)["alder.xlsx"] == 8, "its newer reading is in use"


# What is opened again


def test_files_that_look_the_same_are_not_opened_again(a_hub, place, opened, tmp_path):
    write_workbook(tmp_path / "alder.xlsx", {"Sheet1": [OWN, *MONTHS]})
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    shelf = Shelf(place)
    network_of(shelf, hub)
    opened.clear()
    assert not shelf.refresh(EVER)
    assert opened == []
    write_workbook(tmp_path / "alder.xlsx", {"Sheet1": [OWN, *MONTHS, "Dec 2025 | 91%"]})
    assert rows_of(refreshed(shelf, hub))["alder.xlsx"] == 8
    assert opened == ["alder.xlsx"]


def test_after_a_start_what_was_kept_is_shown_at_once_and_every_file_is_opened_behind(
    a_hub, place, opened
):
    hub = a_hub(Data=[LONG, *ALDER])
    network_of(Shelf(place), hub)
    opened.clear()
    shelf = Shelf(place)
    assert len(network_of(shelf, hub).observations) == 2
    assert opened == []
    assert shelf.progress == (0, 1)
    assert not shelf.refresh(EVER), "nothing has changed"
    assert opened == ["hub.xlsx"]
    assert shelf.progress is None


def test_a_file_that_looks_the_same_is_known_to_be_the_same_until_now(a_hub, place):
    hub = a_hub()
    shelf = Shelf(place)
    network_of(shelf, hub)
    first = shelf.seen
    shelf.refresh(EVER)
    assert shelf.seen > first
    hub.write_bytes(LOCKED)
    last = shelf.seen
    shelf.refresh(EVER)
    assert shelf.seen == last, "since then nobody knows"


def test_the_age_of_what_is_shown_is_that_of_the_oldest_reading(a_hub, place, tmp_path):
    write_workbook(tmp_path / "alder.xlsx", {"Sheet1": [OWN, *MONTHS]})
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    network_of(Shelf(place), hub)
    own = str(tmp_path / "alder.xlsx")
    write_kept(place, read_kept(place, own)._replace(read_at=READ_AT))
    shelf = Shelf(place)
    assert network_of(shelf, hub).read_at == shelf.seen == READ_AT


def test_everything_is_opened_again_when_somebody_asks(a_hub, place, opened):
    hub = a_hub()
    shelf = Shelf(place)
    network_of(shelf, hub)
    opened.clear()
    shelf.ask_again()
    assert shelf.progress == (0, 1)
    shelf.refresh(EVER)
    assert opened == ["hub.xlsx"]


def test_a_workbook_that_the_hub_names_no_more_is_not_looked_at_any_more(
    a_hub, place, opened, tmp_path
):
    write_workbook(tmp_path / "alder.xlsx", {"Sheet1": [OWN, *MONTHS]})
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    shelf = Shelf(place)
    network_of(shelf, hub)
    a_hub(Teams=["Team", "Alder", "Birch"])
    refreshed(shelf, hub)
    opened.clear()
    (tmp_path / "alder.xlsx").touch()
    assert not shelf.refresh(EVER)
    assert opened == []


# A thousand sheets elsewhere


@pytest.fixture
def a_thousand_sheets(monkeypatch):
    """A hub with the links of a thousand team sheets, each of which takes two seconds to open.

    Returns the links opened, each with the second at which it was; `clock` moves the time.
    """

    class Web(dict):
        now, said, away = 0.0, 85, False

    web = Web()
    links = [f"https://docs.google.com/spreadsheets/d/Sheet-{n}/edit" for n in range(1000)]

    def open_link(link):
        web.now += 2.0
        web.setdefault(link, []).append(web.now)
        if web.away:
            raise SourceError(SOURCE_LOCKED.at(Cell(link, value=link)))
        tab = Tab(link, "Sheet1", [["Month", "Attendance"], ["Oct 2025", f"{web.said}%"]])
        return Opened((Workbook(f"Team {link.split('-')[1]}", (tab,), path=link),))

    monkeypatch.setattr("os.fsync", lambda handle: None)  # a thousand times, it takes a while
    monkeypatch.setattr(refreshing, "open_source", open_link)
    monkeypatch.setattr(refreshing, "monotonic", lambda: web.now)
    web.links = links
    return web


def load_links(shelf, web, until=EVER):
    opened = [book for link in web.links for book in opened_or_not(shelf, link, until)]
    shelf.settle({book.path: 1 for book in opened})
    return opened


def opened_or_not(shelf, link, until):
    try:
        return shelf.open(link, until).workbooks
    except SourceError as error:
        return () if error.finding.code == SOURCE_WAITS.code else [error.finding]


def test_a_thousand_sheets_never_read_do_not_keep_the_first_page_waiting(a_thousand_sheets, place):
    web, shelf = a_thousand_sheets, Shelf(place)
    assert len(load_links(shelf, web, until=10.0)) == 6
    assert web.now == 12.0, "the last one was begun in time"
    assert shelf.progress == (6, 1000)
    shelf.refresh(web.now + 29)
    assert len(load_links(shelf, web, until=0)) == 21, "15 more, one each two seconds"
    assert shelf.progress == (21, 1000)


def test_a_thousand_sheets_are_refreshed_in_turn_the_oldest_first(a_thousand_sheets, place):
    web, shelf = a_thousand_sheets, Shelf(place)
    load_links(shelf, web)
    assert web.now == 2000.0
    while any(len(times) < 2 for times in web.values()) and web.now < 9000:
        shelf.refresh(web.now + 30)
        assert shelf.progress is None, "nobody waits for a sheet that only has its turn"
        web.now += 1
    again = [times[1] for times in web.values()]
    assert again == sorted(again), "in the order in which they were opened"
    assert again[-1] - again[0] < 2100, "a round takes little over half an hour"
    third = [times[2] for times in web.values() if len(times) > 2]
    assert all(time > again[-1] for time in third), "none comes twice before another"


def test_a_sheet_elsewhere_is_not_asked_for_more_often_than_its_turn_comes(
    a_thousand_sheets, place
):
    web, shelf = a_thousand_sheets, Shelf(place)
    web.links = web.links[:3]
    load_links(shelf, web)
    for _ in range(250):
        web.now += 1
        shelf.refresh(web.now + 30)
    assert [len(times) for times in web.values()] == [1, 1, 1]


def test_sheets_elsewhere_that_are_all_away_are_in_use_as_read_last(a_thousand_sheets, place):
    web, shelf = a_thousand_sheets, Shelf(place)
    web.links = web.links[:20]
    before = load_links(shelf, web)
    web.away, web.now = True, web.now + refreshing.LINK_SECONDS + 1
    assert shelf.refresh(EVER)
    after = load_links(shelf, web)
    assert [book.tabs for book in after] == [book.tabs for book in before]
    assert {f.code for book in after for f in book.findings} == {SOURCE_STALE.code}


# Readings cannot be kept, or not be used again


def test_without_a_place_to_write_to_the_last_reading_is_in_memory(a_hub, tmp_path):
    (tmp_path / "file").write_text("")
    shelf = Shelf(Folder(tmp_path / "file" / "readings"))
    hub = a_hub(Data=[LONG, *ALDER])
    before = network_of(shelf, hub)
    assert shelf.unkept.code == SOURCE_NOT_KEPT.code
    assert shelf.unkept.what == "The last good reading of “hub.xlsx” is not kept: not a directory."
    hub.write_bytes(LOCKED)
    after = refreshed(shelf, hub)
    assert after.observations.to_rows() == before.observations.to_rows()
    assert codes(after) == [SOURCE_STALE.code]


def test_a_newer_reading_that_cannot_be_kept_is_in_use_and_not_the_older_one(
    a_hub, place, monkeypatch
):
    hub = a_hub(Data=[LONG, ALDER[0]])
    shelf = Shelf(place)
    network_of(shelf, hub)
    a_hub(Data=[LONG, *ALDER])
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fails)
        assert len(refreshed(shelf, hub).observations) == 2
        assert len(network_of(shelf, hub).observations) == 2
        assert shelf.unkept.what.endswith("is not kept: no space left on device.")
    shelf.ask_again()
    shelf.refresh(EVER)
    assert shelf.unkept is None, "there is room again"
    assert len(network_of(Shelf(place), hub).observations) == 2


def fails(*_):
    raise OSError(28, "No space left on device")


def test_a_reading_that_cannot_be_used_is_read_anew_from_its_sheet(a_hub, place):
    hub = a_hub(Data=[LONG, *ALDER])
    network_of(Shelf(place), hub)
    (kept,) = place.path.glob("*.gz")
    kept.write_bytes(kept.read_bytes()[:100])
    shelf = Shelf(place)
    assert len(network_of(shelf, hub).observations) == 2
    assert shelf.unkept is None
    assert read_kept(place, str(hub)).rows > 0


def test_a_reading_that_cannot_be_used_of_a_sheet_that_is_away_is_said(a_hub, place):
    hub = a_hub(Data=[LONG, *ALDER])
    network_of(Shelf(place), hub)
    (kept,) = place.path.glob("*.gz")
    kept.write_bytes(kept.read_bytes()[:100])
    hub.unlink()
    shelf = Shelf(place)
    with pytest.raises(SourceError) as error:
        network_of(shelf, hub)
    assert error.value.finding.code == SOURCE_NOT_FOUND.code
    assert shelf.unkept.what.endswith("“hub.xlsx” is not kept: its file is damaged.")


def test_a_shrunken_sheet_without_a_place_to_write_to_is_held_back_all_the_same(a_hub, tmp_path):
    (tmp_path / "file").write_text("")
    shelf = Shelf(Folder(tmp_path / "file" / "readings"))
    hub = resaved(a_hub)
    network_of(shelf, hub)
    resaved(a_hub, Teams=["Team"])
    for _, network in zip(range(2), iter(lambda: refreshed(shelf, hub), None), strict=False):
        assert len(network.teams) == 10


def test_readings_of_two_places_of_one_name_do_not_mix(a_hub, place, tmp_path):
    shelf = Shelf(place)
    found = []
    for folder, rows in zip(("north", "south"), itertools.count(1), strict=False):
        (tmp_path / folder).mkdir()
        a_hub(Data=[LONG, *ALDER[:rows]]).rename(tmp_path / folder / "hub.xlsx")
        found.append(shelf.open(tmp_path / folder / "hub.xlsx").workbooks[0].tabs[-1].rows)
    assert [len(rows) for rows in found] == [2, 3]
