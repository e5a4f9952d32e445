"""Which of several copies of the dashboard opens the sheets, and what the others show."""

import threading
import time

import pytest

from kmlib import refreshing, turns
from kmlib.findings import SOURCE_SHRUNK, SOURCE_STALE, SOURCE_WAITS
from kmlib.reading.cells import SourceError
from kmlib.refreshing import Shelf
from kmlib.snapshots import Folder, Remote
from kmlib.turns import Turn
from tests.test_refreshing import (  # noqa: F401  # a fixture
    ALDER,
    EVER,
    LOCKED,
    LONG,
    TEN_TEAMS,
    codes,
    network_of,
    opened,
    refreshed,
)


@pytest.fixture
def place(tmp_path):
    return Folder(tmp_path / "kept" / "readings")


@pytest.fixture
def copies(place):
    """Two copies of the dashboard that share a place; the first one comes first."""
    return a_copy(place, "first"), a_copy(place, "second")


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass only where a test says so, for whose turn it is."""
    now = [0.0]
    monkeypatch.setattr(turns, "monotonic", lambda: now[0])
    return now


def a_copy(place, name):
    shelf = Shelf(place)
    shelf.turn = Turn(place, name)
    return shelf


def rows_of(network):
    return network.observations.to_rows()


def test_one_copy_opens_the_sheets_and_the_other_shows_what_it_keeps(a_hub, copies, opened):  # noqa: F811
    first, second = copies
    hub = a_hub(Data=[LONG, *ALDER])
    assert rows_of(network_of(first, hub)) == rows_of(network_of(second, hub))
    assert opened == ["hub.xlsx"]
    assert not second.refresh(EVER), "there is nothing new"

    a_hub(Data=[LONG, *ALDER[:1]])
    assert not second.refresh(EVER), "it opens nothing"
    network = refreshed(first, hub)
    assert second.refresh(EVER)
    assert rows_of(network_of(second, hub)) == rows_of(network)
    assert opened == ["hub.xlsx", "hub.xlsx"]
    assert second.seen == first.seen
    assert not second.refresh(EVER)
    assert second.progress is None, "nothing is waited for"


def test_what_was_read_again_unchanged_is_only_seen_later_by_the_other_copy(a_hub, copies):
    first, second = copies
    hub = a_hub(Data=[LONG, *ALDER])
    network_of(first, hub)
    network_of(second, hub)
    first.ask_again()
    assert not first.refresh(EVER)
    first.say()
    assert not second.refresh(EVER), "the network need not be made again"
    assert second.seen == first.seen


def test_what_keeps_a_sheet_away_is_told_by_both_copies(a_hub, copies):
    first, second = copies
    hub = a_hub(Data=[LONG, *ALDER])
    network_of(first, hub)
    network_of(second, hub)
    hub.write_bytes(LOCKED)
    assert codes(refreshed(first, hub)) == [SOURCE_STALE.code]
    assert second.refresh(EVER)
    assert codes(network_of(second, hub)) == [SOURCE_STALE.code]


def test_a_sheet_that_shrank_is_taken_at_whichever_copy_somebody_says_so(a_hub, copies):
    first, second = copies
    hub = a_hub(Teams=TEN_TEAMS)
    network_of(first, hub)
    network_of(second, hub)
    a_hub(Teams=TEN_TEAMS[:3])
    assert SOURCE_SHRUNK.code in codes(refreshed(first, hub))
    second.refresh(EVER)
    (key,) = second.held_back
    second.accept(key)
    assert len(refreshed(second, hub).teams) == 2
    assert first.refresh(EVER)
    assert len(network_of(first, hub).teams) == 2


def test_the_copy_at_which_somebody_asks_opens_the_sheets_from_then_on(a_hub, copies, opened):  # noqa: F811
    first, second = copies
    hub = a_hub(Data=[LONG, *ALDER])
    network_of(first, hub)
    network_of(second, hub)
    second.ask_again()
    second.refresh(EVER)
    assert opened == ["hub.xlsx", "hub.xlsx"]
    a_hub(Data=[LONG, *ALDER[:1]])
    assert not first.refresh(EVER)
    assert len(opened) == 2, "the first one leaves it to the second"


def test_a_copy_that_is_silent_for_half_a_minute_is_gone_and_the_next_takes_the_turn(place, clock):
    first, second = Turn(place, "first"), Turn(place, "second")
    assert first.is_mine()
    assert not second.is_mine()
    clock[0] = 29
    assert not second.is_mine()
    first.go_on()
    clock[0] = 58
    assert not second.is_mine(), "it said something since"
    second.go_on()
    clock[0] = 89
    assert second.is_mine()
    assert not first.is_mine(), "it was only slow, and leaves the turn to the other"


def test_a_copy_that_stops_leaves_the_turn_at_once_and_takes_it_no_more(place):
    first, second = Turn(place, "first"), Turn(place, "second")
    assert first.is_mine()
    first.leave()
    assert not first.is_mine()
    assert second.is_mine()


def test_a_copy_that_is_slow_to_say_what_it_knows_does_not_take_the_turn_back(place):
    first, second = Turn(place, "first"), Turn(place, "second")
    assert first.is_mine()
    second.take()
    first.say({})
    first.go_on()
    first.leave()
    assert second.is_mine()
    assert not first.is_mine()


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"by": 3}', b"\xff"], ids=repr)
def test_a_note_that_cannot_be_read_is_nobodys(place, content):
    with place.new(turns.NOTE) as file:
        file.write(content)
    assert Turn(place, "first").is_mine()
    assert not Turn(place, "second").is_mine()


def test_where_nothing_can_be_kept_each_copy_opens_the_sheets_for_itself(a_hub, tmp_path, opened):  # noqa: F811
    (tmp_path / "file").write_text("")
    place = Folder(tmp_path / "file" / "readings")
    hub = a_hub(Data=[LONG, *ALDER])
    for name in ("first", "second"):
        assert rows_of(network_of(a_copy(place, name), hub))
    assert opened == ["hub.xlsx", "hub.xlsx"]


def test_readings_kept_elsewhere_than_in_a_folder_are_shared_alike():
    pytest.importorskip("fsspec")
    place = Remote("memory://turns/readings")
    first, second = Turn(place, "first"), Turn(place, "second")
    assert first.is_mine()
    assert not second.is_mine()
    second.take()
    assert not first.is_mine()


def test_of_two_copies_that_start_at_once_one_reads_and_the_other_waits_for_it(
    a_hub, copies, opened, monkeypatch  # noqa: F811
):  # fmt: skip
    first, second = copies
    hub, may_go_on = a_hub(Data=[LONG, *ALDER]), threading.Event()
    open_source = refreshing.open_source
    monkeypatch.setattr(
        refreshing, "open_source", lambda key: may_go_on.wait(20) and open_source(key)
    )
    assert first.turn.is_mine()
    reads = threading.Thread(target=network_of, args=(first, hub))
    reads.start()
    with pytest.raises(SourceError) as error:
        second.open(hub, time.monotonic() + 0.5)
    assert error.value.finding.code == SOURCE_WAITS.code
    threading.Timer(0.3, may_go_on.set).start()
    assert rows_of(network_of(second, hub))
    reads.join()
    assert opened == ["hub.xlsx"]


def test_a_sheet_that_one_copy_could_never_read_is_told_by_the_other_without_trying(
    a_hub, copies, opened, tmp_path  # noqa: F811
):  # fmt: skip
    first, second = copies
    (tmp_path / "alder.xlsx").write_bytes(LOCKED)
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    said = codes(network_of(first, hub))
    assert said == ["source-locked"]
    assert codes(network_of(second, hub)) == said
    assert opened == ["hub.xlsx", "alder.xlsx"]
