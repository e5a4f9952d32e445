"""What pages have worked out is kept until there is a newer reading, and no longer."""

import gc
import threading
import weakref
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import inf
from weakref import WeakSet

import pytest

from kmlib.analysis.library import Filters
from kmlib.dashboard import keeping, loading


class Table:
    """Something large that knows itself, as rows that name one another do."""

    def __init__(self, network, team=""):
        self.itself, self.about = self, (network, team)


@pytest.fixture(autouse=True)
def forgotten():
    keeping.forget()
    yield
    keeping.forget()


def test_the_same_is_worked_out_once_for_all_viewers():
    first = keeping.kept(Table, "a network", team="Alder")
    assert keeping.kept(Table, "a network", team="Alder") is first
    assert keeping.kept(Table, "a network", team="Birch") is not first


def test_many_viewers_who_ask_at_once_have_it_worked_out_once():
    begun, go_on = threading.Event(), threading.Event()

    def slowly(network):
        begun.set()
        go_on.wait(10)
        return Table(network)

    with ThreadPoolExecutor() as viewers:
        first = viewers.submit(keeping.kept, slowly, "a network")
        begun.wait(10)
        others = [viewers.submit(keeping.kept, slowly, "a network") for _ in range(3)]
        go_on.set()
        assert {one.result(10) for one in others} == {first.result(10)}


def test_what_could_not_be_worked_out_is_tried_again():
    def broken(network):
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            keeping.kept(broken, "a network")
    assert not keeping._made


def test_what_is_of_a_network_still_shown_is_not_worked_out_again():
    old, shown = Table("old"), Table("shown")
    of_old, of_shown = keeping.kept(Table, old), keeping.kept(Table, "team", shown)
    keeping.forget(but=[shown])
    assert keeping.kept(Table, "team", shown) is of_shown
    assert keeping.kept(Table, old) is not of_old


def test_only_the_last_two_hundred_are_kept():
    first = keeping.kept(Table, "first")
    for number in range(keeping.MOST_KEPT):
        keeping.kept(Table, number)
    assert keeping.kept(Table, "first") is not first


def test_what_was_worked_out_of_an_older_reading_goes_once_there_are_newer_ones(
    monkeypatch,
):
    monkeypatch.setattr(keeping, "LOOK_THROUGH_EVERY", 0)
    old = weakref.ref(keeping.kept(Table, "a network"))
    keeping.keep_for_good()
    keeping.forget()  # a newer reading has come
    keeping.keep_for_good()
    assert old() is None
    gc.unfreeze()


def test_a_file_can_be_taken_until_newer_readings_have_been_shown_for_minutes(monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr(keeping, "monotonic", lambda: now[0])
    monkeypatch.setattr(keeping, "_later", deque([(-inf, WeakSet())]))
    rows = {"an older reading"}
    file, old = keeping.Later(partial(", ".join, rows)), weakref.ref(rows)
    del rows
    keeping.forget()
    now[0] += keeping.FILES_FOR
    keeping.forget()
    newer = keeping.Later(lambda: "newer")
    assert file() == "an older reading"
    now[0] += 1
    keeping.forget()
    assert old() is None, "what a page left open was made of is given back"
    with pytest.raises(LookupError, match="load it again"):
        file()
    assert newer() == "newer"


def test_a_reading_is_shown_though_the_start_page_cannot_be_made_of_it(
    tmp_path, monkeypatch, a_hub
):
    def broken(network):
        raise ZeroDivisionError

    monkeypatch.setattr(loading, "START_PAGE", (broken,))
    monkeypatch.setattr(loading, "_readings", {})
    source = str(a_hub())
    with pytest.raises(ZeroDivisionError):
        loading._load(source, loading.Shelf(loading.place_at(str(tmp_path), "readings")), None)
    assert loading._readings[source].network is not None


# Made anew of the next reading


class Counted:
    """A function of a network that notes what it was asked, and of which one."""

    def __init__(self):
        self.asked = []

    def __call__(self, network, team="", closed_in=None):
        if network is closed_in:
            raise LookupError(team)
        self.asked.append((network, team))
        return f"of {team}"


def test_what_was_asked_of_the_old_reading_is_there_when_the_new_one_is_shown():
    names = Counted()
    for team in ("Alder", "Birch", "Cedar"):
        keeping.kept(names, "old", team=team)
    keeping.kept(names, "another network")
    names.asked.clear()
    keeping.renew("old", "new", 30)
    latest_first = [("new", "Cedar"), ("new", "Birch"), ("new", "Alder")]
    assert names.asked == latest_first
    assert keeping.kept(names, "new", team="Birch") == "of Birch"
    assert names.asked == latest_first, "it was there already"


def test_a_team_that_is_gone_keeps_nothing_else_away():
    names = Counted()
    keeping.kept(names, "old", "Alder")
    keeping.kept(names, "old", "Birch", closed_in="new")
    names.asked.clear()
    keeping.renew("old", "new", 30)
    assert names.asked == [("new", "Alder")]


def test_work_that_nobody_waits_for_ends_with_its_time():
    names = Counted()
    keeping.kept(names, "old", "Alder")
    names.asked.clear()
    keeping.renew("old", "new", -1)
    assert not names.asked
    assert keeping.kept(names, "new", "Alder") == "of Alder"


def test_what_was_asked_of_a_part_of_the_old_reading_is_not_kept_with_it():
    names, row = Counted(), Table("old")
    keeping.kept(names, "old", row)
    names.asked.clear()
    keeping.renew("old", "new", 30)
    assert not names.asked


def test_what_was_asked_with_filters_is_renewed_too():
    names, filters = Counted(), Filters(level="known good")
    keeping.kept(names, "old", filters)
    names.asked.clear()
    keeping.renew("old", "new", 30)
    assert names.asked == [("new", filters)]
