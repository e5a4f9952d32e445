"""What pages have worked out of a reading: kept, made anew of the next one, and forgotten."""

import pytest

from kmlib.dashboard.keeping import forget, kept, renew


class Network:
    """Stands for a published network: every one is another key."""


def names(network, team=""):
    if team == "gone":
        raise LookupError(team)
    made.append((network, team))
    return f"of {team}"


def closed_since(network, last):
    return names(network, "gone" if network is last else "still there")


made = []


@pytest.fixture(autouse=True)
def nothing_kept():
    forget()
    made.clear()
    yield
    forget()


def test_what_was_asked_of_the_old_reading_is_there_when_the_new_one_is_shown():
    old, new = Network(), Network()
    for team in ("Alder", "Birch", "Cedar"):
        kept(names, old, team=team)
    kept(names, old)
    made.clear()
    renew(old, new, 30)
    assert made == [(new, ""), (new, "Cedar"), (new, "Birch"), (new, "Alder")]  # the latest first
    assert kept(names, new, team="Birch") == "of Birch"
    assert len(made) == 4


def test_what_cannot_be_had_of_the_new_reading_keeps_nothing_else_away():
    old, new = Network(), Network()
    kept(names, old, "Alder")
    kept(closed_since, old, new)
    made.clear()
    renew(old, new, 30)
    assert made == [(new, "Alder")]


def test_work_for_nobody_yet_ends_with_its_time():
    old, new = Network(), Network()
    kept(names, old, "Alder")
    made.clear()
    renew(old, new, -1)
    assert not made
    assert kept(names, new, "Alder") == "of Alder"
