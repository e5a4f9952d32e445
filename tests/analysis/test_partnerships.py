"""Partnerships: ready, under way, and what came of them."""

import datetime as dt

import pytest

from kmlib.analysis.partnerships import (
    CHECK_DUE,
    clashes,
    conditions,
    headline,
    lacking,
    middle,
    partnerships,
    pulse_check,
    table,
)
from kmlib.schema.programme import PartnershipRow

READY = (
    "Initiative under way | Aligned with partner's experience | Commits to share"
    " | Leaders bought in | Staff bought in | Ready to change | Mutual benefit"
)
HEAD = "Partnership | Team | Start | End | Theory of action | Facilitator"
SESSIONS = "Partnership | Date | Objective | Met | Carried out of it"


@pytest.fixture
def together(published):
    """`together(rows, sessions=(), **tabs)`: a network that has only its partnerships."""

    def build(*rows, head=HEAD, sessions=(), **tabs):
        if sessions:
            tabs["Partnership sessions"] = (SESSIONS, *sessions)
        return published(Measures=None, Partnerships=(head, *rows), **tabs)

    return build


def test_each_of_seven_conditions_is_met_not_yet_met_or_not_said(together):
    network = together(
        "Calls | 2025-10-01 | yes | no | | yes | yes | yes | yes",
        head=f"Partnership | Start | {READY}",
    )
    (one,) = partnerships(network)
    assert len(conditions(one.row)) == 7
    assert lacking(one.row) == {
        "Aligned with partner's experience": "not yet",
        "Commits to share": "not said",
    }
    assert headline(network) == "0 of 1 partnership met all conditions"


def a_partnership(**more):
    return PartnershipRow(partnership="Calls", start="2025-10-01", **more)


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ({"end": "2025-11-30"}, "not taken"),
        ({"end": "2026-03-31"}, CHECK_DUE),
        ({"end": "2026-12-31"}, "not due yet"),
        ({}, "no end date, so no middle"),
        ({"end": "2026-03-31", "pulse_check_on": "2026-01-10"}, "taken"),
        ({"end": "2026-03-31", "pulse_check_on": "2026-03-20"}, "planned"),
        ({"end": "2026-03-31", "pulse_result": "going well"}, "taken"),
    ],
    ids=["over", "due", "ahead", "no end", "taken", "planned", "a result"],
)
def test_the_pulse_check_is_due_from_half_way_until_it_is_taken(said, how):
    assert pulse_check(a_partnership(**said), dt.date(2026, 3, 14)) == how


def test_the_middle_lies_half_way_between_start_and_end():
    assert middle(a_partnership(end="2025-10-31")) == dt.date(2025, 10, 16)


def test_what_was_carried_out_is_found_in_the_library_however_it_is_spelled(together):
    network = together(
        "Calls | Alder | 2025-10-01 |  | |",
        sessions=(
            "Calls | 2025-11-05 | Write it | yes | We took CALL BEFORE 9 home",
            "calls | 2025-10-20 | Listen | no | a first script",
        ),
        Knowledge=("Item", "Call before 9", "Script"),
    )
    (one,) = partnerships(network)
    assert [(row.objective, items) for row, items in one.sessions] == [
        ("Listen", ["Script"]),
        ("Write it", ["Call before 9"]),
    ]


CLASH = "A | Alder | 2025-10-01 | 2026-01-31 | If we call, they come |"


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        ("B | Alder | 2026-01-15 | | If we visit, they come |", True),
        ("B | Alder | 2026-02-01 | | If we visit, they come |", False),
        ("B | Birch | 2026-01-15 | | If we visit, they come |", False),
        ("B | Alder | 2026-01-15 | | IF WE CALL they come |", False),
        ("B | Alder | 2026-01-15 | | |", False),
    ],
    ids=["another theory", "one after the other", "another team", "the same theory", "not said"],
)
def test_two_theories_at_one_team_at_the_same_time_are_shown_side_by_side(together, other, asked):
    found = clashes(together(CLASH, other))
    assert {name: [row.partnership for row in rows] for name, rows in found.items()} == (
        {"A": ["B"], "B": ["A"]} if asked else {}
    )


def test_the_table_has_a_row_a_session_and_names_no_facilitator(together):
    network = together(
        "Calls | Alder | 2025-10-01 | | | Ada Canary",
        "Walks | Birch | 2025-10-01 | | | Ada Canary",
        sessions=("Calls | 2025-11-05 | Write it | yes |", "Calls | 2025-12-05 | Try it | |"),
    )
    rows = table(partnerships(network))
    assert [(row["partnership"], row["session_objective"]) for row in rows] == [
        ("Calls", "Write it"),
        ("Calls", "Try it"),
        ("Walks", None),
    ]
    assert "Canary" not in str(rows)
