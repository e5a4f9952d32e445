"""Rows that begin with "Example:" show what to type; none of them is read or counted."""

import pytest

from kmlib.findings import EXAMPLE_ROW

LONG = "Team | Measure | Date | Value"


def account(network):
    (source,) = network.sources
    return source.rows_read, source.rows_accepted, source.rows_outside


@pytest.mark.parametrize(
    ("title", "header", "example", "row"),
    [
        ("Data", LONG, "Example: Alder Creek | Present 9 days in 10 | Oct 2025 | 85%",
         "Alder | Attendance | Oct 2025 | 85%"),
        ("Groups", "Group | Dimension", "Example: language | language", "EL | home"),
        ("Dive prompts", "Slide | Question", "Example: What moved", "1 | Why?"),
    ],
    ids=["of measured values", "of records", "of a few words"],
)  # fmt: skip
def test_the_templates_own_example_is_left_alone(a_network, title, header, example, row):
    without, beside = (a_network(**{title: [header, *lines]}) for lines in ([row], [example, row]))
    assert [f for f in beside.findings if f.severity != "note"] == []
    assert account(beside)[:2] == account(without)[:2]
    assert account(beside)[2] == account(without)[2] + 1


def test_an_example_that_somebody_typed_over_is_noted(a_network):
    network = a_network(Data=[LONG, "Example: Alder | Attendance | Oct 2025 | 71%"])
    (finding,) = [f for f in network.findings if f.code == EXAMPLE_ROW.code]
    assert (finding.sheet, finding.cell) == ("Data", "A2")
    assert len(network.observations) == 0


def test_an_example_of_a_team_is_no_team(a_network):
    network = a_network(Teams=["Team | Cohort", "example: Elm | Cohort 1", "Alder | Cohort 1"])
    assert [team.team for team in network.teams] == ["Alder"]
    assert [f.code for f in network.findings] == [EXAMPLE_ROW.code]


def test_a_school_whose_name_begins_like_an_example_is_a_school(a_network):
    network = a_network(Teams=["Team", "Example Elementary", "Alder"])
    assert [team.team for team in network.teams] == ["Alder", "Example Elementary"]
