"""A tracker as most teams keep it: a row a team, a column a code."""

import datetime as dt

import pytest

from kmlib.schema.programme import TrackerRow, TrackerStatus

ITEMS = ("Code | Item | Due", "1.1.1 | Team named | 2025-10-01", "1.1.2 | Goal set | 2025-10-15")


def typed(network):
    return {(row.team, row.code): str(row.status) for row in network.rows(TrackerRow)}


def test_a_column_a_code_is_read_as_a_row_a_team_and_code(a_network):
    wide = ("Team | 1.1.1 | 1.1.2 Goal set", "Alder | done | in process", "Birch | ✓ |")
    network = a_network(**{"Tracker items": ITEMS, "Tracker": wide})
    assert typed(network) == {
        ("Alder", "1.1.1"): "done",
        ("Alder", "1.1.2"): "in progress",
        ("Birch", "1.1.1"): "done",
    }
    assert network.findings == ()
    (count,) = (one for one in network.tab_counts if one.sheet == "Tracker")
    assert (count.rows_read, count.rows_accepted, count.rows_outside) == (2, 2, 1)


def test_the_date_and_note_of_a_wide_row_count_for_all_its_codes(a_network):
    wide = ("School | Updated | 1.1.1 | 1.1.2 | Notes", "Alder | 2026-01-15 | x | n/a | half")
    network = a_network(**{"Tracker items": ITEMS, "Tracker": wide})
    rows = network.rows(TrackerRow)
    assert [(row.code, row.date, row.note) for row in rows] == [
        ("1.1.1", dt.date(2026, 1, 15), "half"),
        ("1.1.2", dt.date(2026, 1, 15), "half"),
    ]


def test_a_tracker_may_be_wider_than_200_columns(a_network):
    codes = [f"{step}.{item}" for step in range(1, 6) for item in range(101, 150)]
    wide = (" | ".join(["Team", *codes]), " | ".join(["Birch", *["complete"] * len(codes)]))
    network = a_network(Tracker=wide)
    assert len(typed(network)) == 245
    assert set(typed(network).values()) == {"done"}


def test_a_code_that_no_item_has_leaves_its_cells_out_and_says_so(a_network):
    wide = ("Team | 1.1.1 | 9.9.9", "Alder | done | done", "Birch | | done")
    network = a_network(**{"Tracker items": ITEMS, "Tracker": wide})
    assert typed(network) == {("Alder", "1.1.1"): "done"}
    found = [finding for finding in network.findings if finding.sheet == "Tracker"]
    assert [(f.cell, f.code, f.value) for f in found] == [
        ("C2", "name-unknown", "9.9.9"),
        ("C3", "name-unknown", "9.9.9"),
    ]
    assert found[0].why == "This cell is not used; the rest of the row is."
    (count,) = (one for one in network.tab_counts if one.sheet == "Tracker")
    assert (count.rows_accepted, count.rows_set_aside) == (1, 1)  # nothing of Birch's was used


def test_a_status_in_other_words_and_a_team_nobody_knows_are_said_at_their_cells(a_network):
    wide = ("Team | 1.1.1 | 1.1.2", "Alder | soon, we hope | done", "Elm | done | done")
    network = a_network(**{"Tracker items": ITEMS, "Tracker": wide})
    found = [(f.cell, f.code) for f in network.findings if f.sheet == "Tracker"]
    assert found == [("B2", "not-a-choice"), ("A3", "name-unknown")]
    (count,) = (one for one in network.tab_counts if one.sheet == "Tracker")
    assert (count.rows_accepted, count.rows_set_aside) == (1, 1)


def test_a_code_that_stands_over_two_columns_is_read_once_and_said(a_network):
    wide = ("Team | 1.1.1 | 1.1.1", "Alder | done | not started")
    network = a_network(**{"Tracker items": ITEMS, "Tracker": wide})
    assert typed(network) == {("Alder", "1.1.1"): "done"}
    assert [f.code for f in network.findings] == ["column-twice"]


def test_a_column_beside_the_codes_that_nobody_knows_is_named_once(a_network):
    wide = ("Team | 1.1.1 | % complete", "Alder | done | 50%")
    network = a_network(**{"Tracker items": ITEMS, "Tracker": wide})
    assert [(f.code, f.value) for f in network.findings] == [("column-unknown", "% complete")]


@pytest.mark.parametrize("words", ["10/5", "Oct 5"])
def test_a_date_without_a_year_is_asked_about_and_the_status_counts(a_network, words):
    long = ("Team | Code | Status | Date", f"Alder | 1.1.1 | done | {words}")
    network = a_network(**{"Tracker items": ITEMS, "Tracker": long})
    assert typed(network) == {("Alder", "1.1.1"): "done"}
    assert [f.code for f in network.findings] == ["year-unknown"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("in process", TrackerStatus.IN_PROGRESS),
        ("Under way", TrackerStatus.IN_PROGRESS),
        ("Complete", TrackerStatus.DONE),
        ("✓", TrackerStatus.DONE),
        ("Finished", TrackerStatus.DONE),
        ("n/a", TrackerStatus.NOT_APPLICABLE),
        ("not begun", TrackerStatus.NOT_STARTED),
    ],
)
def test_statuses_are_read_in_the_words_teams_use(a_network, words, status):
    network = a_network(Tracker=("Team | Code | Status", f"Alder | 1.1 | {words}"))
    assert [row.status for row in network.rows(TrackerRow)] == [status]


def test_a_team_that_has_typed_no_status_yet_is_no_loss(a_network):
    wide = ("Team | 1.1.1 | 1.1.2", "Alder | done |", "Birch | |")
    network = a_network(**{"Tracker items": ITEMS, "Tracker": wide})
    (count,) = (one for one in network.tab_counts if one.sheet == "Tracker")
    assert (count.rows_accepted, count.rows_set_aside) == (2, 0)
    assert network.findings == ()
