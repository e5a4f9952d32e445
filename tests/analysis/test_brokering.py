import pytest

from kmlib.analysis import brokering

TEAMS = ["Team", "Alder", "Birch", "Cedar"]
KNOWLEDGE = "Item | Origin | Repository"
SHARING = "Item | Broker | To | Routine | Channel | Date"
APPLICATIONS = "Item | Stakeholder | Team | Action | Obstacles | Status | Applied on | Next step"
CYCLES = "Team | Title | Started | Idea from"
ROUTINES = ["Routine | Stage", "Dive | generation", "Breakfast | sharing"]


@pytest.fixture
def network(published):
    """`network(Sharing=[...])`: three teams and two items, Call early of Alder and Pair up."""

    def build(**tabs):
        usual = {"Teams": TEAMS, "Knowledge": [KNOWLEDGE, "Call early | Alder | ", "Pair up | | "]}
        return published(**usual | {"Routines": ROUTINES} | tabs)

    return build


def pairs(network, kind):
    return {(one["from"], one["to"]): one[kind] for one in brokering.ties(network) if one[kind]}


# Who learns from whom


def test_being_told_using_and_trying_an_idea_are_lines_from_where_it_comes_from(network):
    found = network(
        Sharing=[SHARING, "Call early | coach, Cedar | Birch; principals | | | 2026-01-10"],
        Applications=[APPLICATIONS, "Call early | clerks | Cedar | | | applied | 2026-02-01 | "],
        Cycles=[CYCLES, "Alder | Pairs | 2026-01-05 | Birch", "Cedar | Ring | 2026-01-05 | "],
    )
    assert pairs(found, "told_only") == {("Alder", "Birch"): "Call early"}
    assert pairs(found, "used_or_tried") == {
        ("Alder", "Cedar"): "Call early",
        ("Birch", "Alder"): "Pairs",
    }
    assert brokering.headline(found) == "3 of 3 teams learned from another; 2 gave"


def test_what_is_told_and_used_is_used_and_said_once(network):
    found = network(
        Sharing=[
            SHARING,
            "Call early | coach | Birch | | | 2026-01-10",
            "Call early | coach | birch | | | 2026-01-17",
        ],
        Applications=[APPLICATIONS, "Call early | clerks | Birch | | | applied | | "],
    )
    (one,) = brokering.ties(found)
    assert (one["used_or_tried"], one["told_only"], str(one["last"])) == (
        "Call early",
        "",
        "2026-01-17",
    )


def test_what_is_only_asked_for_planned_or_the_teams_own_is_no_line(network):
    found = network(
        Sharing=[SHARING, "Call early | coach | Alder; principals | | | 2026-01-10"],
        Applications=[APPLICATIONS, "Call early | clerks | Birch | | | asked | | "],
        Cycles=[CYCLES, "Birch | Ring | 2026-06-01 | Alder"],
    )
    assert brokering.ties(found) == []
    assert brokering.headline(found).startswith("No team has learned from another yet")


def test_without_knowledge_an_item_comes_from_the_team_that_its_broker_names(network):
    found = network(
        Knowledge=None,
        Sharing=[
            SHARING,
            "Call early | assistant principal, Cedar | Birch | | | 2026-01-10",
            "Call early | coach | Alder | | | 2026-01-10",
        ],
    )
    assert pairs(found, "told_only") == {("Cedar", "Birch"): "Call early"}


def test_teams_that_learn_from_one_another_in_a_ring_are_each_one_line(network):
    found = network(
        Cycles=[
            CYCLES,
            "Alder | A | 2026-01-05 | Cedar",
            "Birch | B | 2026-01-05 | Alder",
            "Cedar | C | 2026-01-05 | Birch; Cedar; nobody knows",
        ],
    )
    assert list(pairs(found, "used_or_tried")) == [
        ("Alder", "Birch"),
        ("Birch", "Cedar"),
        ("Cedar", "Alder"),
    ]


def test_one_team_shows_what_it_gave_and_learned(network):
    found = network(
        Cycles=[
            CYCLES,
            "Alder | A | 2026-01-05 | Cedar",
            "Birch | B | 2026-01-05 | Alder",
            "Birch | C | 2026-01-05 | Cedar",
        ],
    )
    assert len(brokering.lines(found)) == 3
    assert [one["to"] for one in brokering.lines(found, "Alder")] == ["Birch", "Alder"]


def test_more_than_24_teams_are_drawn_by_district(network):
    names = [f"Team {n:02}" for n in range(25)]
    districts = ("East", "West", "")
    teams = [f"{name} | {districts[n % 3]}" for n, name in enumerate(names)]
    cycles = [f"{names[n]} | C{n} | 2026-01-05 | Team 00" for n in range(1, 8)]
    cycles += ["Team 00 | D | 2026-01-05 | Team 03"]
    found = network(Teams=["Team | District", *teams], Knowledge=None, Cycles=[CYCLES, *cycles])
    drawn = [(one["from"], one["to"], one["lines"]) for one in brokering.lines(found)]
    assert drawn == [("East", "East", 3), ("East", "West", 3)]
    assert len(brokering.lines(found, "Team 00")) == 8


# Brokers, repositories and obstacles


def shared(broker, times, *, day="2026-01-{:02}"):
    return [f"Call early | {broker} | Birch | | | {day.format(n)}" for n in range(1, times + 1)]


@pytest.mark.parametrize(
    ("mine", "others", "welcome"),
    [
        pytest.param(6, 11, "company welcome: 6 of this year’s 17", id="more than a third"),
        pytest.param(6, 12, "", id="just a third"),
        pytest.param(5, 1, "", id="five are too few to tell"),
    ],
)
def test_company_is_welcome_where_more_than_a_third_hangs_on_one(network, mine, others, welcome):
    rest = [line for n in range(others) for line in shared(f"broker {n}", 1)]
    found = network(Sharing=[SHARING, *shared("coach", mine), *rest])
    by_name = {row["broker"]: row["company"] for row in brokering.brokers(found)}
    assert by_name.pop("coach") == welcome
    assert set(by_name.values()) <= {""}


def test_company_is_welcome_where_one_carries_more_than_one_item_a_week(network):
    # From 1 August to 12 September 2025 it is six weeks.
    rest = [line for n in range(20) for line in shared(f"b {n}", 1, day="2025-08-{:02}")]
    some = [SHARING, *shared("coach", 7, day="2025-08-{:02}"), *rest]
    found = network(Network=["Setting | Value", "As of | 2025-09-12"], Sharing=some)
    assert brokering.brokers(found)[0]["company"] == "company welcome: 7 of this year’s 27"


def test_what_was_carried_last_school_year_weighs_on_nobody(network):
    found = network(Sharing=[SHARING, *shared("coach", 9, day="2025-05-{:02}")])
    assert [(row["carried"], row["company"]) for row in brokering.brokers(found)] == [(9, "")]


def test_a_broker_typed_in_two_ways_is_one_with_the_routine_else_the_channel(network):
    found = network(
        Sharing=[
            SHARING,
            "Call early | Coach | Birch | Breakfast | standing | 2026-01-10",
            "Pair up | coach | principals | | phone | 2026-02-10",
        ]
    )
    (one,) = brokering.brokers(found)
    assert (one["items"], one["to"]) == ("Pair up; Call early", "principals; Birch")
    assert one["through"] == "phone; Breakfast"


def test_repositories_nobody_brokers_stand_first_with_how_much_of_them_was_passed_on(network):
    found = network(
        Knowledge=[KNOWLEDGE, "Call early | Alder | Drive", "Pair up | | drive", "Greet | | Book"],
        Repositories=["Repository | Brokered in", "Book | Breakfast", "Drive | "],
        Sharing=[SHARING, "Pair up | coach | Birch | | | 2026-01-10"],
    )
    assert [tuple(row.values()) for row in brokering.repositories(found)] == [
        ("Drive", "nobody brings it up yet", 2, 1),
        ("Book", "Breakfast", 1, 0),
    ]


def test_an_obstacle_stands_once_over_all_items_with_who_could_remove_it_and_who_got_past(network):
    found = network(
        Applications=[
            APPLICATIONS,
            "Call early | clerks | Birch | act on it | No time; no list | blocked | | Ask",
            "Pair up | teachers | Cedar | act on it | no TIME! | asked | | ",
            "Pair up | principals | Alder | provide resources | | asked | | ",
            "Call early | clerks | Cedar | act on it | no phone | applied | 2026-01-10 | ",
        ]
    )
    first, second = brokering.obstacles(found)
    assert tuple(first.values()) == (
        "No time",
        "Call early; Pair up",
        "clerks, Birch; teachers, Cedar",
        "principals, Alder",
        "Cedar",
        "Ask",
    )
    assert (second["in_the_way"], second["could_remove_it"]) == ("no list", "nobody is asked yet")


def test_nothing_is_said_where_no_tab_tells_and_one_team_learns_from_nobody(network):
    found = network(Teams=["Team", "Alder"], Knowledge=None)
    assert brokering.ties(found) == []
    assert brokering.brokers(found) == []
    assert brokering.obstacles(found) == []
    assert brokering.lead(found) == ""


def test_the_samples_lines_are_those_counted_in_its_sheets(sample):
    assert brokering.headline(sample) == "10 of 12 teams learned from another; 7 gave"
    maple = [one["from"] for one in brokering.lines(sample, "Maple Grove")]
    assert maple == ["Alder Creek", "Birchwood", "Eastgate", "Riverside"]
