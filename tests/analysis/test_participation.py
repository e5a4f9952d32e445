import pytest

from kmlib.analysis import participation
from kmlib.schema.choices import Closest

ROUTINES = [
    "Routine | Stage | Priority",
    "Dive | generation | Reading",
    "Tell | sharing; application | ",
]
PARTICIPATION = "Routine | Date | Stakeholder group | Team | People"
CYCLES = "Team | Title | Started | Idea from | Change idea"


def counts(network, group, priority=""):
    """Sessions with the group of all sessions, stage by stage."""
    stages = participation.groups(network, priority)[group]
    return [(sum(m.amount for m in one.months), sum(m.of for m in one.months)) for one in stages]


@pytest.fixture
def network(published):
    """`network("Dive | 2026-02-26 | students | Alder | 5")`: these rows of Participation."""

    def build(*lines, **tabs):
        return published(**{"Routines": ROUTINES, "Participation": [PARTICIPATION, *lines]} | tabs)

    return build


def test_a_session_is_a_day_of_a_routine_and_counts_in_each_of_its_stages(network):
    found = network(
        "Dive | 2026-02-26 | students | Alder | 5",
        "Dive | 2026-02-26 | Students | Birch | ",
        "Dive | 2026-01-29 | leads | Birch | 2",
        "Tell | 2026-01-29 | leads | | ",
    )
    assert list(participation.groups(found)) == ["leads", "students"]
    assert counts(found, "students") == [(1, 2), (0, 0), (0, 1), (0, 1)]
    months = participation.groups(found)["students"][0].months
    assert [(m.amount, m.of) for m in months][-3:] == [(0, 1), (1, 1), (0, 0)]


def test_a_row_that_says_0_people_is_a_session_without_them(network):
    assert counts(network("Dive | 2026-02-26 | families | | 0"), "families")[0] == (0, 1)


def test_only_the_last_twelve_months_and_the_routines_of_a_priority_count(network):
    found = network(
        "Dive | 2025-03-31 | students | | ",
        "Dive | 2025-04-01 | students | | ",
        "Tell | 2026-01-29 | students | | ",
    )
    assert counts(found, "students")[0] == (1, 1)
    assert counts(found, "students", "Algebra") == [(0, 0), (0, 0), (1, 1), (1, 1)]


def test_how_many_people_came_stands_nowhere(network):
    some = participation.groups(network("Dive | 2026-02-26 | students | Alder | 4711"))
    assert "4711" not in str(some) + str(participation.table(some))


def test_the_title_says_which_stages_went_without_those_closest_to_students(network):
    found = network("Dive | 2026-02-26 | grade 3 students | | ", "Tell | 2026-02-26 | leads | | ")
    assert participation.headline(found, participation.groups(found)) == (
        "Those closest to students took part in 1 of 4 stages in the last twelve months;"
        " consolidation & capture, sharing, application went without them"
    )


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("students of grade 4", Closest.STUDENTS),
        ("Math teachers", Closest.TEACHERS),
        ("parents", Closest.FAMILIES),
        ("dean of students", None),
        ("principals", None),
        ("bus drivers", Closest.STUDENTS),
        ("", None),
    ],
)
def test_who_is_closest_is_told_by_a_word_or_by_who_experiences_a_priority(network, name, whose):
    found = network(
        Priorities=["Priority | Who experiences it", "Late buses | Bus drivers; riders"]
    )
    assert participation.closest(found, name) is whose


def test_an_idea_is_of_those_whom_idea_from_names_and_of_the_team_where_it_names_nobody(network):
    found = network(
        Cycles=[
            CYCLES,
            "Alder | Panels led by students | 2026-01-05 | students; families | ",
            "Birch | Again | 2026-01-05 | Panels led by students | ",
            "Birch | Pairs | 2026-01-05 | Alder | ",
            "Birch | Ring | 2026-01-05 | the board | ",
            "Birch | Own | 2026-01-05 | | ",
        ],
        Knowledge=[
            "Item | Level | From cycles",
            "Panels | known good | Panels led by students; Own",
            "Ring | known good | Ring",
            "Alone | known good | ",
        ],
    )
    rows = {row.pop("whose_idea"): tuple(row.values()) for row in participation.origins(found)}
    assert rows == {
        "students": (1, 1, 1),
        "families": (1, 1, 1),
        "one of these three": (1, 1, 1),
        "another team or an item": (2, 0, 0),
        "other people": (1, 1, 1),
        "the team’s own": (1, 1, 1),
        "none of these three": (4, 1, 1),
    }


@pytest.mark.parametrize(("many", "said"), [(9, "From 10 items"), (10, "Known good: 1 of 10")])
def test_below_ten_items_on_either_side_nothing_is_compared(network, many, said):
    cycles = [f"Alder | S{n} | 2026-01-05 | students | " for n in range(many)]
    cycles += [f"Alder | O{n} | 2026-01-05 | | " for n in range(12)]
    items = [f"S{n} | {'known good' * (not n)} | S{n}" for n in range(many)]
    items += [f"O{n} | summary | O{n}" for n in range(12)]
    found = network(Cycles=[CYCLES, *cycles], Knowledge=["Item | Level | From cycles", *items])
    assert participation.as_often(found).startswith(said)
    assert many < 10 or participation.as_often(found).endswith("0 of 12 others.")
