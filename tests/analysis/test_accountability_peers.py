import pytest

import kmlib
from kmlib.analysis.accountability import help_by_measure, one_peer, peers
from kmlib.analysis.peers import alike
from kmlib.analysis.series import Status
from kmlib.analysis.standings import standings
from kmlib.schema import TeamRow
from tests.analysis.small import HIDDEN, a_measure, a_published
from tests.sample import sample_network

HEAD = "Team | Model | District | Cohort | Students"
UP, DOWN, LEVEL = [60, 61] * 6 + [70] * 9, [70, 71] * 6 + [60] * 9, [65, 66, 64] * 7


@pytest.fixture
def a_year(a_network):
    """`a_year(teams, done)`: teams, and of how many of three tracker items each has done."""

    def build(teams, done):
        rows = [
            f"{name} | {code} | {'done' if code <= amount else 'in progress'} |"
            for name, amount in done.items()
            for code in (1, 2, 3)
        ]
        items = [f"{code} | Item {code} | yes | 2025-10-31" for code in (1, 2, 3)]
        tabs = {
            "Teams": [HEAD, *teams],
            "Tracker items": ["Code | Item | Very important | Due", *items],
            "Tracker": ["Team | Code | Status | Date", *rows],
        }
        return kmlib.publish(a_network(**tabs))

    return build


def helper(network, team="Alder"):
    return one_peer(network, team).help


def test_the_peer_with_more_in_common_is_asked_first(a_year):
    network = a_year(
        [
            "Alder | K-6 | North | One | 400",
            "Birch | K-8 | North | Two | 900",
            "Cedar | K-6 | North | Two | 410",
            "Dale | K-8 | South | Two | 400",
        ],
        {"Alder": 1, "Birch": 3, "Cedar": 3, "Dale": 3},
    )
    assert helper(network).peer == "Cedar"
    assert helper(network).about == "Tracker items done"
    assert helper(network).words == (
        "same K-6 model, same district, similar size; all 3 of 3 tracker items done"
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("K-8 | South | Two | 500", "similar size; "),  # a quarter more than 400
        ("K-8 | South | Two | 501", "not alike, but "),
        ("K-8 | South | Two | 300", "similar size; "),
        ("K-8 | South | Two | 299", "not alike, but "),
        ("k-6 | South | Two | 900", "same K-6 model; "),
        ("K-8 | South | ONE | 900", "same cohort; "),
        ("K-6 | north | One | 900", "same K-6 model, same district, same cohort; "),
    ],
)
def test_the_words_say_in_what_the_peer_is_alike(a_year, row, words):
    teams = ["Alder | K-6 | North | One | 400", f"Birch | {row}"]
    network = a_year(teams, {"Alder": 1, "Birch": 3})
    assert helper(network).words == f"{words}all 3 of 3 tracker items done"


def test_what_is_empty_is_no_likeness_and_without_any_nothing_is_claimed(a_year):
    network = a_year(["Alder | | | |", "Birch | | | |"], {"Alder": 1, "Birch": 3})
    assert helper(network).words == "all 3 of 3 tracker items done"


def test_a_peer_that_keeps_it_wholly_goes_before_one_with_more_in_common(a_year):
    network = a_year(
        [
            "Alder | K-6 | North | One |",
            "Birch | K-6 | North | One |",
            "Cedar | K-8 | South | One |",
        ],
        {"Alder": 1, "Birch": 2, "Cedar": 3},
    )
    assert helper(network).peer == "Cedar"


def test_a_peer_alike_that_keeps_two_thirds_goes_before_one_not_alike(a_year):
    network = a_year(
        [
            "Alder | K-6 | North | One |",
            "Birch | K-8 | South | Two |",
            "Cedar | K-6 | East | Two |",
        ],
        {"Alder": 1, "Birch": 3, "Cedar": 2},
    )
    assert helper(network).peer == "Cedar"
    assert helper(network).words == "same K-6 model; 2 of 3 tracker items done"


def test_of_equals_the_one_not_asked_yet_then_the_alphabet(a_year):
    teams = [f"{name} | K-6 | | |" for name in ("Alder", "Birch", "Cedar", "Dale", "Elm")]
    network = a_year(teams, {"Alder": 1, "Birch": 3, "Cedar": 1, "Dale": 3, "Elm": 1})
    asked = [helper(network, name).peer for name in ("Alder", "Cedar", "Elm")]
    assert asked == ["Birch", "Dale", "Birch"]


def test_where_nobody_alike_keeps_it_the_first_in_the_alphabet_does(a_year):
    teams = ["Alder | K-6 | | |", "Birch | K-8 | | |", "Cedar | K-8 | | |", "Dale | K-9 | | |"]
    network = a_year(teams, {"Alder": 1, "Birch": 1, "Cedar": 3, "Dale": 3})
    assert helper(network).peer == "Cedar"


def test_where_nobody_keeps_it_that_is_said(a_year):
    alone = a_year(["Alder | K-6 | North | One | 400"], {"Alder": 0})
    assert helper(alone).peer == ""
    assert helper(alone).words == "no team keeps this yet; it can be worked out together"


def test_help_is_for_the_weakest_commitment(a_network):
    network = kmlib.publish(
        a_network(
            Network=["Setting | Value", "As of | 2026-03-14", "Logged within | 14"],
            **{
                "Tracker items": [
                    "Code | Item | Very important | Due",
                    "1 | Item | yes | 2025-10-31",
                    "2 | Item | yes | 2025-10-31",
                ],
                "Tracker": ["Team | Code | Status", "Alder | 1 | done"],
                "Cycles": [
                    "Team | Title | Started | Ended",
                    "Alder | Calls | 2025-09-01 | 2025-10-10",
                ],
            },
        )
    )
    behind = [str(one.commitment) for one in one_peer(network, "Alder").progress if one.is_behind]
    assert behind == ["Learnings logged", "Tracker items done"]
    assert helper(network).about == "Learnings logged", "0 of 1 is less than 1 of 2"


def test_a_team_shows_what_fewest_others_keep_wholly():
    sample = {peer.team: peer for peer in peers(sample_network())}
    # kept wholly: data by 7 teams, cycles by 8, logs by 10, sessions by 4, tracker items by 5
    assert sample["Harbor Street"].shows == "sessions attended"
    assert sample["Alder Creek"].shows == "tracker items done"
    assert sample["Riverside"].shows == "data on time"
    assert sample["Cedar Bend"].shows == "", "it has company for itself first"


def test_a_team_that_keeps_nothing_wholly_shows_a_measure_on_which_it_improves():
    network = a_published(Alder=UP, Birch=LEVEL, Cedar=DOWN)
    shown = {peer.team: peer.shows for peer in peers(network) if not peer.is_behind}
    assert standings(network, network.measures[0])[0].direction is Status.IMPROVING
    idle = a_published(
        teams=[TeamRow(team="Alder"), TeamRow(team="Birch")],
        Alder=UP,
        Birch=LEVEL,
        as_of=network.as_of.replace(month=8),
    )
    assert shown["Alder"] == "data on time"
    assert {peer.team: peer.shows for peer in peers(idle)} == {"Alder": "Attendance", "Birch": ""}


def teams(**districts):
    return [TeamRow(team=name, district=district) for name, district in districts.items()]


def test_on_a_measure_that_worsens_a_peer_alike_that_improves_could_help():
    network = a_published(
        teams=teams(Alder="North", Birch="South", Cedar="North", Dale="North"),
        Alder=DOWN,
        Birch=UP,
        Cedar=UP,
        Dale=UP,
    )
    (help_,) = help_by_measure(network, "Alder")
    assert help_ == ("Attendance", "Cedar", "same district; improving")
    assert help_by_measure(network, "Birch") == [], "it improves, and there is no target"


@pytest.mark.parametrize(
    ("target", "values", "helped"),
    [(90, LEVEL, True), (60, LEVEL, False), (None, LEVEL, False), (90, [None], False)],
    ids=["misses its target", "at target", "no target", "no data"],
)
def test_help_on_a_measure_is_for_teams_that_miss_its_target(target, values, helped):
    network = a_published(
        a_measure(target=target),
        teams=teams(Alder="North", Birch="North"),
        Alder=values,
        Birch=UP,
    )
    assert bool(help_by_measure(network, "Alder")) is helped


def test_nobody_is_sent_to_itself_to_a_stranger_or_to_an_old_report():
    high = [value + 20 for value in UP]
    network = a_published(
        a_measure(target=95), teams=teams(Alder="North", Birch="South"), Alder=UP, Birch=high
    )
    assert help_by_measure(network, "Alder") == []
    old = a_published(
        a_measure(target=90),
        teams=teams(Alder="North", Birch="North"),
        Alder=LEVEL,
        Birch=UP[:-7],
    )
    assert help_by_measure(old, "Alder") == []


# To compare with


def told(network, team="Alder", measure=0):
    return {one.peer: one.words for one in alike(network, network.measures[measure], team)}


def test_teams_are_compared_by_what_they_share_and_the_most_alike_come_first():
    rows = [
        TeamRow(team="Alder", model="K-6", cohort="One", students=400),
        TeamRow(team="Birch", model="K-8", cohort="One", students=900),
        TeamRow(team="Cedar", model="K-6", cohort="One", students=410),
        TeamRow(team="Dale", model="K-6", cohort="One", students=500, active=False),
        TeamRow(team="Elm", model="K-8", cohort="Two", students=900),
    ]
    network = a_published(teams=rows, Alder=[50], Birch=[99], Cedar=[70], Elm=[90])
    found = told(network)
    assert found == {"Cedar": "same K-6 model, same cohort, similar size", "Birch": "same cohort"}
    assert list(found) == ["Cedar", "Birch"], "one that is not active, or shares nothing, is none"


@pytest.mark.parametrize(("began", "is_alike"), [(66, True), (67, False), (54, True), (53, False)])
def test_a_baseline_within_a_tenth_is_alike(began, is_alike):
    network = a_published(Alder=[60, 10, 99], Birch=[began, 0, 100])
    assert told(network) == ({"Birch": "similar baseline"} if is_alike else {})


def test_baselines_are_those_of_the_measure_asked_about():
    data = {
        ("Alder", "Attendance", ""): [60],
        ("Birch", "Attendance", ""): [60],
        ("Alder", "Reading", ""): [60],
        ("Birch", "Reading", ""): [20],
    }
    network = a_published(a_measure(), a_measure("Reading"), data=data)
    assert told(network) == {"Birch": "similar baseline"}
    assert told(network, measure=1) == {}


def test_a_team_that_never_reported_the_measure_is_nobody_to_compare_with():
    rows = [TeamRow(team=name, model="K-6") for name in ("Alder", "Birch", "Cedar")]
    network = a_published(teams=rows, Alder=[60], Birch=[HIDDEN])
    assert told(network) == {}
    assert told(network, "Birch") == {"Alder": "same K-6 model"}


def test_a_team_alone_without_data_or_not_there_is_compared_with_nobody():
    network = a_published(Alder=[None], Birch=[60])
    assert told(network) == told(network, "Nobody") == told(network, "") == {}
    assert told(a_published(Alder=[60])) == {}


def test_who_began_alike_and_improves_could_help_too():
    network = a_published(a_measure(target=90), Alder=LEVEL, Birch=UP)
    assert help_by_measure(network, "Alder") == [
        ("Attendance", "Birch", "similar baseline; improving")
    ]
