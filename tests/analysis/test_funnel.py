import pytest
from small import HIDDEN, a_measure, a_published, month

from kmlib.analysis.funnel import TEAMS_NEEDED, funnel, periods
from kmlib.reading.school_calendar import Period
from kmlib.schema import Better, TeamRow, Unit

TEAMS = [f"Team {letter}" for letter in "ABCDEFGHIJKL"]
ALIKE = [(70 + at % 5, 100) for at in range(12)]
MONTH = Period(*month(0))


def a_network(cells, measure=None, **more):
    data = {(team, "Attendance", ""): [cell] for team, cell in zip(TEAMS, cells, strict=False)}
    return a_published(measure or a_measure(), data=data, **{"teams": TEAMS} | more)


def a_funnel(cells, measure=None, **more):
    network = a_network(cells, measure, **more)
    return funnel(network, network.measures[0], MONTH)


def outside(found):
    return {place.team: place.side for place in found.places if place.side}


def test_teams_that_differ_as_chance_gives_lie_inside():
    found = a_funnel(ALIKE)
    assert outside(found) == {}
    assert (found.spread, found.mean) == (1, pytest.approx(71.75, abs=0.2))


def test_limits_are_three_times_the_error_of_counting():
    found = a_funnel([(50, 100)] * 12)
    (low,), (high,) = found.limits([100])
    assert (low, high) == (pytest.approx(35), pytest.approx(65))


def test_a_team_outside_is_told_from_one_of_few_students_that_looks_as_far_away():
    found = a_funnel([*ALIKE[:10], (9, 10), (180, 200)])
    assert outside(found) == {"Team L": 1}


def test_teams_that_all_differ_more_than_counting_explains_get_wider_limits():
    found = a_funnel([(at, 1000) for at in range(400, 1000, 50)])
    # 40 to 95 percent of 1,000, the first drawn in to 45 and the last to 90: mean square 256.25
    assert found.spread == pytest.approx(256.25**0.5 / (100 * (0.675 * 0.325 / 1000) ** 0.5))
    assert len(outside(found)) < 3


def test_one_far_team_does_not_hide_itself_by_widening_the_limits():
    found = a_funnel([*((700 + at, 1000) for at in range(11)), (300, 1000)])
    assert outside(found) == {"Team L": -1}


def test_few_teams_are_shown_without_limits():
    found = a_funnel([(20, 100), *ALIKE[:7]])
    assert len(found.places) < TEAMS_NEEDED
    assert not found.has_limits
    assert outside(found) == {}
    assert found.spread == 1


def test_ten_teams_are_enough_for_limits():
    found = a_funnel([(20, 100), *ALIKE[:9]])
    assert len(found.places) == TEAMS_NEEDED == 10
    assert found.has_limits
    assert outside(found) == {"Team A": -1}
    assert a_funnel([(at, 1000) for at in range(400, 900, 50)]).spread > 1


def test_what_teams_count_on_another_measure_or_for_a_group_has_no_place_in_it():
    measures = a_measure(), a_measure(measure="Reading")
    data = {
        (team, *of): [cell]
        for of, cell in (
            (("Attendance", ""), (70, 100)),
            (("Attendance", "Asian"), (20, 50)),
            (("Reading", ""), (10, 90)),
        )
        for team in TEAMS
    }
    data["Team A", "Reading", ""] = [HIDDEN, (10, 90)]
    network = a_published(*measures, data=data, teams=TEAMS)
    found = funnel(network, network.measures[0], MONTH)
    assert (len(found.places), found.mean, found.hidden) == (12, 70, 0)
    assert periods(network, network.measures[0]) == [MONTH]
    assert funnel(network, network.measures[0], MONTH, "Asian").mean == 40


def test_limits_stay_between_none_and_all():
    (low,), (high,) = a_funnel([(1, 10)] * 12).limits([10])
    assert (low, high) == (0, pytest.approx(38.46, abs=0.01))
    assert outside(a_funnel([(10, 10)] * 12)) == {}
    assert a_funnel([(9, 10)] * 12).limits([10])[1] == [100]
    assert a_funnel([(0, 10)] * 12).limits([10])[1] == [0]


def test_hidden_teams_are_absent_and_counted():
    found = a_funnel([*ALIKE[:7], (1, 1), HIDDEN, 72, 73, None])
    assert [place.team for place in found.places] == TEAMS[:8]
    assert (found.hidden, found.without_counts, found.missing) == (1, 2, 1)


def test_a_team_that_is_not_active_is_not_missing():
    teams = [TeamRow(team=team, active=team != "Team L") for team in TEAMS]
    assert a_funnel(ALIKE[:11], teams=teams).missing == 0


def test_only_percents_have_a_funnel():
    network = a_network(ALIKE, a_measure(unit=Unit.RATE))
    assert periods(network, network.measures[0]) == []


def test_the_periods_with_counts_come_newest_first():
    network = a_published(Alder=[(7, 10), 70, (8, 10)], Birch=[(7, 10), None, None])
    assert periods(network, network.measures[0]) == [Period(*month(2)), Period(*month(0))]


@pytest.mark.parametrize(
    ("better", "named"),
    [(Better.HIGHER, ["Team L"]), (Better.LOWER, []), (Better.NEITHER, ["Team L"])],
)
def test_a_team_on_the_wrong_side_is_named_only_with_its_consent(better, named):
    cells = [*ALIKE[:11], (95, 100)]
    found = a_funnel(cells, a_measure(better=better))
    assert [place.team for place in found.places if place.named] == named
    teams = [TeamRow(team=team, may_be_furthest_behind=True) for team in TEAMS]
    agreed = a_funnel(cells, a_measure(better=better), teams=teams)
    assert [place.team for place in agreed.places if place.named] == ["Team L"]
