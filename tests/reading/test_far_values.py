import pytest

LONG = "Team | Measure | Date | Value"
KINDS = "Measure | Kind | Unit | Better | Counts"
MINUTES = (KINDS, "Planning time | process | minutes | higher | staff")
MONTHS = "Sep 2024|Oct 2024|Nov 2024|Dec 2024|Jan 2025|Feb 2025|Mar 2025|Apr 2025|May 2025|Jun 2025"


def planning(values):
    return [LONG] + [
        f"Alder | Planning time | {month} | {value}"
        for month, value in zip(MONTHS.split("|"), values, strict=False)
    ]


def asked(network):
    return [f.cell for f in network.findings if f.code == "far-from-the-others"]


@pytest.mark.parametrize("slip", [850, 8.5, 8400, 0.9])
def test_a_number_a_power_of_ten_from_the_others_is_used_and_asked_about(a_network, slip):
    values = [84, 91, 85, 88, slip, 90, 86, 87, 89]
    network = a_network(Measures=MINUTES, Data=planning(values))
    assert asked(network) == ["D6"]
    assert len(network.observations) == 9
    (finding,) = [f for f in network.findings if f.severity != "note"]
    assert ("more than 8 times" if slip > 85 else "less than 1/8") in finding.what


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([84, 91, 85, 88, 850, 90, 86, 87], id="seven others"),
        pytest.param([84, 91, 85, 88, 650, 90, 86, 87, 89], id="less than eight times"),
        pytest.param([4, 3, 5, 4, 45, 4, 3, 4, 4], id="small numbers"),
        pytest.param([20, 160, 35, 12, 300, 28, 90, 15, 44], id="numbers that vary"),
        pytest.param([84, 91, 85, 88, 850, 90, 860, 870, 89, 84], id="three like it"),
        pytest.param([84, 91, 85, 88, 850, 90, 86, 0, 89, 90], id="a zero among them"),
        pytest.param([84, 91, 85, 88, "n/a", 90, "*", 87, 89], id="numbers not there"),
        pytest.param([20, 23, 27, 32, 38, 45, 54, 64, 77], id="growth"),
    ],
)
def test_where_it_is_not_clear_nothing_is_asked(a_network, values):
    assert asked(a_network(Measures=MINUTES, Data=planning(values))) == []


def test_a_team_is_held_against_itself_and_a_group_against_the_same_group(a_network):
    teams = [line.replace("Alder", "Birch") for line in planning([9] * 9)[1:]]
    girls = [f"{line} | Girls" for line in planning([9] * 9)[1:]]
    whole = planning([90] * 9)
    for data in ([*whole, *teams], [f"{whole[0]} | Group", *whole[1:], *girls]):
        assert asked(a_network(Measures=MINUTES, Data=data)) == []


def test_a_small_groups_number_is_not_quoted_when_it_is_asked_about(published):
    measure = (KINDS, "Referrals | balancing | count | lower | students")
    values = [12, 11, 12, 13, 120, 12, 11, 12, 13]
    lines = [line.replace("Planning time", "Referrals") for line in planning(values)]
    data = [f"{lines[0]} | Denominator | Group"] + [f"{line} | 9 | Girls" for line in lines[1:]]
    (finding,) = [f for f in published(Measures=measure, Data=data).findings if f.cell == "D6"]
    assert "120" not in str(finding)
