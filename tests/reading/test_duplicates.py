import kmlib
from kmlib.findings import DUPLICATE

LONG = "Team | Measure | Date | Value"
GROUPED = f"{LONG} | Group"


def values(network):
    return [row["value"] for row in network.observations.to_rows()]


def test_of_two_equal_rows_the_later_one_counts_and_both_are_shown(a_network):
    network = a_network(
        Data=[LONG, "Alder | Attendance | Oct 2025 | 85%", "Alder | Attendance | 10/15/2025 | 86%"]
    )
    assert values(network) == [86]
    (lost,) = network.findings
    assert (lost.code, lost.cell, lost.value) == (DUPLICATE.code, "D2", "85")
    assert lost.what == (
        "Alder already has Attendance for Oct 2025: 86 in Data, cell D3; here stands 85."
    )
    assert network.sources[0].rows_set_aside == 1


def test_of_two_tabs_the_later_one_counts(a_network):
    network = a_network(
        First=[LONG, "Alder | Attendance | Oct 2025 | 85%"],
        Second=["Team | Oct 2025", "Alder | 86%"],
        Attendance=["Team | Oct 2025", "Alder | 87%"],
    )
    assert values(network) == [87]
    assert [(f.sheet, f.cell) for f in network.findings if f.code == DUPLICATE.code] == [
        ("First", "D2")
    ]


def test_three_of_a_kind_lose_two(a_network):
    row = "Alder | Attendance | Oct 2025"
    network = a_network(Data=[LONG, f"{row} | 85%", f"{row} | 86%", f"{row} | 87%"])
    assert values(network) == [87]
    assert [finding.cell for finding in network.findings] == ["D2", "D3"]
    assert all("87 in Data, cell D4" in finding.what for finding in network.findings)


def test_another_group_period_or_team_is_no_duplicate(a_network):
    network = a_network(
        Data=[
            GROUPED,
            "Alder | Attendance | Oct 2025 | 85% |",
            "Alder | Attendance | Oct 2025 | 80% | Newcomers",
            "Alder | Attendance | Nov 2025 | 85% |",
            "Birch | Attendance | Oct 2025 | 85% |",
        ]
    )
    assert len(values(network)) == 4
    assert network.findings == ()


def test_the_whole_team_is_the_same_in_all_its_spellings(a_network):
    network = a_network(
        Data=[
            GROUPED,
            "Alder | Attendance | Oct 2025 | 85% |",
            "Alder | Attendance | Oct 2025 | 86% | All students",
        ]
    )
    assert values(network) == [86]


def test_a_suppressed_duplicate_is_shown_as_suppressed(a_network):
    row = "Alder | Attendance | Oct 2025"
    network = a_network(Data=[LONG, f"{row} | *", f"{row} | 86%"])
    (lost,) = network.findings
    assert lost.value == "suppressed"


def test_a_row_of_which_something_else_was_used_is_not_set_aside(a_network):
    network = a_network(
        Data=["Team | Oct 2025 | Nov 2025", "Alder | 85% | 86%", "Alder | 87% | "],
        Attendance=None,
        Measures=[
            "Measure | Kind | Unit | Better | Also known as",
            "Attendance | outcome | percent | higher | Data",
        ],
    )
    assert sorted(values(network)) == [86, 87]
    assert network.sources[0].rows_set_aside == 0


def test_a_file_read_beside_its_copy_is_all_duplicates(a_hub, tmp_path):
    hub = a_hub(Data=[LONG, "Alder | Attendance | Oct 2025 | 85%"])
    copy = a_hub(
        name="copy.xlsx", Network=None, Teams=None, Measures=None,
        Data=[LONG, "Alder | Attendance | Oct 2025 | 85%"],
    )  # fmt: skip
    network = kmlib.load(hub, copy)
    assert values(network) == [85]
    assert [(f.source, f.code) for f in network.findings] == [("hub.xlsx", DUPLICATE.code)]
