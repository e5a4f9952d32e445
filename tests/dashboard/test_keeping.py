"""What pages have worked out is kept until there is a newer reading, and no longer."""

import gc
import weakref

import pytest

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
