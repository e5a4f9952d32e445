from itertools import combinations

import numpy as np
import pytest

from kmlib.analysis import two_sides, visits
from tests.sample import sample_network

SCORES = "Team | Scale | Date | Own score | Facilitator's score"


def pairs_of(found):
    return [frozenset(pair) for one in found for pair in combinations(one.teams, 2)]


def in_round(found, number):
    return [one.teams for one in found if one.number == number]


# Peer visits


@pytest.mark.parametrize("amount", [2, 3, 4, 5, 6, 7, 12, 13, 40])
def test_every_team_meets_somebody_in_each_round_and_nobody_twice(published, amount):
    names = [f"Team {number:02}" for number in range(amount)]
    found = visits.visits(published(Teams=["Team", *names]))
    for number in {one.number for one in found}:
        groups = in_round(found, number)
        assert sorted(name for group in groups for name in group) == names
        assert sorted(map(len, groups)) == [2] * ((amount - 3 * (amount % 2)) // 2) + [3] * (
            amount % 2
        )
    assert len(pairs_of(found)) == len(set(pairs_of(found)))
    assert {one.number for one in found} >= ({1, 2, 3, 4} if amount > 9 else {1})


def test_one_team_alone_is_proposed_no_visit(published):
    assert visits.visits(published(Teams=["Team", "Alder"])) == []


def test_pairs_are_those_that_can_show_each_other_most():
    fit = np.array([[0, 1, 5, 0], [1, 0, 0, 0], [5, 0, 0, 1], [0, 0, 1, 0]])
    assert visits._round(fit, np.eye(4, dtype=bool)) == [(0, 2), (1, 3)]


def test_the_last_two_change_partners_where_they_have_met_already():
    met = np.eye(4, dtype=bool)
    met[2, 3] = met[3, 2] = True
    assert sorted(visits._round(np.zeros((4, 4), dtype=int), met)) in (
        [(0, 2), (1, 3)],
        [(0, 3), (1, 2)],
    )


def test_each_shows_what_it_keeps_wholly_and_the_other_does_not(published):
    network = published(
        Network=["Setting | Value", "As of | 2026-03-14"],
        Participation=[
            "Routine | Date | Stakeholder group | Team | People",
            "Dive | 2026-01-08 | teachers | Alder | 2",
            "Dive | 2026-01-08 | teachers | Birch | 2",
            "Circle | 2026-02-08 | teachers | Alder | 2",
            "Circle | 2026-02-08 | teachers | Birch | 2",
            "Dive | 2026-02-08 | teachers | Alder | 2",
            "Dive | 2026-02-08 | teachers | Cedar | 2",
        ],
        Teams=["Team", "Alder", "Birch", "Cedar", "Dogwood"],
        Routines=["Routine | Stage", "Dive | generation", "Circle | sharing"],
    )
    shown = {
        one.could_show for one in visits.visits(network) if set(one.teams) == {"Alder", "Birch"}
    }
    assert shown == {"Alder: sessions attended"}


def test_the_sample_gets_the_same_proposal_every_time():
    first = visits.proposed(sample_network())
    assert first[0].teams == ("Alder Creek", "Eastgate")
    assert visits.visits(sample_network(), "Kestrel") == [o for o in first if "Kestrel" in o.teams]


# Self-assessment


@pytest.fixture
def scored(published):
    """`scored("Alder | Scale (1 to 5) | 2026-01-01 | 3 | 2")`: these scores, in order."""

    def build(*lines):
        return two_sides.scorings(published(**{"Self-assessment": [SCORES, *lines]}))

    return build


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("Scale (1 to 5) | 2026-01-01 | 3 | 2", "the team sees more"),
        ("Scale (1 to 5) | 2026-01-01 | 2 | 3", "the team sees less"),
        ("Scale (1 to 5) | 2026-01-01 | 3 | 2.5", "much the same"),
        ("Scale (0 to 100) | 2026-01-01 | 60 | 40", "much the same"),
        ("Scale (0 to 100) | 2026-01-01 | 65 | 40", "the team sees more"),
        ("Rubric | 2026-01-01 | 3 | 2", "the team sees more"),
        ("Rubric | 2026-01-01 | | 2", "one side only"),
    ],
)
def test_two_sides_differ_from_a_quarter_of_the_scale_on(scored, line, seen):
    (row,) = scored(f"Alder | {line}")
    assert two_sides.they_see(row) == seen


def test_the_last_time_that_both_scored_decides(scored):
    rows = scored(
        "Birch | Scale | 2026-01-01 | 3 | 3",
        "Alder | Scale | 2026-02-01 | | 3",
        "Alder | Scale | 2025-09-01 | 3 | 3",
        "Alder | Scale | 2026-01-01 | 4 | 1",
    )
    assert [(row.team, row.date.month) for row in rows] == [
        *(("Alder", 9), ("Alder", 1), ("Alder", 2)),
        ("Birch", 1),
    ]
    said = "In 1 of 2 self-assessments the two sides see different things"
    assert two_sides.headline(rows) == said
    assert two_sides.headline(rows[2:3]) == "Nothing is scored from both sides yet"
