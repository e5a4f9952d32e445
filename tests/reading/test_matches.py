"""What every text that stands for a name was taken for, and how."""

import csv
import io

import pytest

import kmlib
from kmlib.export.snapshot import snapshot_files

LONG = "Team | Measure | Date | Value"
TEAMS = ["Team | Code | Also known as", "Lincoln Elementary | 0640012 | LIN", "Birch | B12 |"]


def told(network, kind="team"):
    return [(m.text, m.name, m.how, m.cells) for m in network.matches if m.kind == kind]


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("Lincoln Elementary", "Lincoln Elementary", "its name"),
        ("LINCOLN ES", "Lincoln Elementary", "spelling"),
        ("lincoln elementary", "Lincoln Elementary", "spelling"),
        ("Lincоln Elementary", "Lincoln Elementary", "spelling"),  # with a Cyrillic о
        ("lin", "Lincoln Elementary", "also known as"),
        ("640012", "Lincoln Elementary", "code"),
        ("b12", "Birch", "code"),
        ("Linclon Elementary", "", "not matched; did you mean Lincoln Elementary?"),
        ("Zephyr", "", "not matched"),
    ],
)
def test_a_teams_cell_is_told_with_the_way_it_was_matched(a_network, text, name, how):
    network = a_network(Teams=TEAMS, Data=[LONG, f"{text} | Attendance | Oct 2025 | 85%"])
    assert told(network) == [(text, name, how, 1)]


def test_a_text_is_told_once_for_a_workbook_with_its_first_cell_and_how_many_say_so(a_network):
    network = a_network(
        Data=[LONG, *(f"alder | Attendance | {month} 2025 | 85%" for month in ("Oct", "Nov"))],
        Cycles=["Team | Title | Started", "alder | Calls | 2025-10-06"],
    )
    (match,) = [m for m in network.matches if m.kind == "team"]
    assert (match.source, match.sheet, match.cell) == ("hub.xlsx", "Data", "A2")
    assert (match.text, match.name, match.how, match.cells) == ("alder", "Alder", "spelling", 3)


def test_a_measure_in_a_heading_is_told_at_the_heading(a_network):
    network = a_network(
        Measures=[
            "Measure | Kind | Unit | Better | Also known as | Denominator also known as",
            "Attendance | outcome | percent | higher | Present | Enrolled",
        ],
        Data=["Team | Month | PRESENT | Enrolled", "Alder | Oct 2025 | 17 | 20"],
    )
    assert [(m.text, m.name, m.how, m.cell) for m in network.matches if m.kind == "measure"] == [
        ("PRESENT", "Attendance", "also known as", "C1"),
        ("Enrolled", "Attendance", "also known as", "D1"),
    ]


def test_a_measure_among_other_words_of_a_heading_is_part_of_the_text(a_network):
    network = a_network(Data=["Team | Attendance Oct 2025", "Alder | 85%"])
    assert told(network, "measure") == [
        ("Attendance Oct 2025", "Attendance", "part of the text", 1)
    ]


def test_a_measure_over_two_columns_is_told_once(a_network):
    network = a_network(
        Data=[" | | Attendance |", "Team | Month | Met | Out of", "Alder | Oct 2025 | 17 | 20"]
    )
    assert told(network, "measure") == [("Attendance", "Attendance", "its name", 1)]


def test_a_team_told_by_a_title_is_told_too(a_network):
    network = a_network(
        Data=["Alder, 2025-26", "", "Date | Measure | Value", "Oct | Attendance | 85%"]
    )
    (match,) = [m for m in network.matches if m.kind == "team"]
    assert (match.text, match.name, match.how) == ("Alder, 2025-26", "Alder", "part of the text")


def test_groups_are_told_and_the_whole_team_among_them(a_network):
    network = a_network(
        Groups=["Group | Also known as", "English learners | EL"],
        Data=[
            f"{LONG} | Group",
            "Alder | Attendance | Oct 2025 | 85% | EL",
            "Alder | Attendance | Oct 2025 | 90% | All students",
            "Alder | Attendance | Nov 2025 | 90% |",
        ],
    )
    assert told(network, "group") == [
        ("EL", "English learners", "also known as", 1),
        ("All students", "the whole team", "also known as", 1),
    ]


def test_a_name_that_another_column_makes_up_for_is_not_needed(a_network):
    network = a_network(
        Teams=TEAMS,
        Data=[
            "Team | Code | Measure | Date | Value",
            "Old name | 0640012 | Attendance | Oct 2025 | 9%",
        ],
    )
    assert told(network) == [
        ("Old name", "", "not matched, not needed: another column tells", 1),
        ("640012", "Lincoln Elementary", "code", 1),
    ]


def test_names_in_a_total_row_are_not_told(a_network):
    network = a_network(
        Data=[LONG, "Alder | Attendance | Oct 2025 | 85%", "Total | | | 85%"],
    )
    assert told(network) == [("Alder", "Alder", "its name", 1)]


def test_each_name_in_a_cell_of_several_is_told(a_network):
    network = a_network(
        Knowledge=["Item | Tested by", "Call before nine | birch; Somewhere; Alder"]
    )
    assert told(network) == [
        ("birch", "Birch", "spelling", 1),
        ("Somewhere", "", "not matched", 1),
        ("Alder", "Alder", "its name", 1),
    ]


def test_a_hub_without_teams_tells_no_team_as_unmatched(a_network):
    assert told(a_network(Teams=None, Data=[LONG, "Alder | Attendance | Oct 2025 | 85%"])) == []


def test_the_snapshot_takes_the_names_along(published):
    network = published(Data=[LONG, "alder | Attendance | Oct 2025 | 85%"])
    rows = list(csv.DictReader(io.StringIO(snapshot_files(network)["names.csv"].decode())))
    assert rows[0] == {
        "kind": "team",
        "text": "alder",
        "name": "Alder",
        "how": "spelling",
        "source": "hub.xlsx",
        "sheet": "Data",
        "cell": "A2",
        "cells": "1",
    }


def test_names_on_tabs_of_staff_are_not_taken_along(a_network):
    network = a_network(People=["Person | Team", "Jane Doe | Jane Doe"])
    assert "Jane Doe" in {match.text for match in network.matches}
    assert b"Jane" not in snapshot_files(kmlib.publish(network))["names.csv"]


def test_what_was_taken_for_no_name_is_told_nowhere(a_network):
    network = a_network(
        Data=[
            "Team | Measure | Date | Numerator | Denominator | Group",
            "17 | Attendance | Oct 2025 | 2 | 3 | Newcomers",
            "Zephyr | Attendance | Oct 2025 | 2 | 3 | Newcomers",
        ]
    )
    assert told(network) == [("17", "", "not matched", 1), ("Zephyr", "", "not matched", 1)]
    assert told(kmlib.publish(network)) == [("not shown", "", "not matched", 1)] * 2


def test_teams_and_groups_over_the_columns_are_told_where_the_header_names_them(a_network):
    network = a_network(
        Groups=["Group | Dimension", "Girls | sex"],
        Data=["Attendance", "Month | ALDER | Birch", "Oct 2025 | 85% | 90%"],
        Later=["Attendance", "School | Month | Girls", "Alder | Nov 2025 | 85%"],
    )
    over = {(one.kind, one.text, one.name, one.cell) for one in network.matches}
    assert {("team", "ALDER", "Alder", "B2"), ("group", "Girls", "Girls", "C2")} <= over
