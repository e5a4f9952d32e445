"""Gaps between student groups and everybody: what is compared, and when a gap closes."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from kmlib.analysis.equity import Move, by_group, gaps, headline, table
from kmlib.analysis.standings import standing
from kmlib.charts.run_chart_parts import unbroken
from kmlib.schema import Better, GroupRow, Unit
from kmlib.schema.choices import Combine
from tests.analysis.small import ATTENDANCE, HIDDEN, a_measure, a_note, a_published, month

GROUP = "Multilingual"
UPS = [0, 1, -1, 2, 0, -2, 1, 0, -1, 1, 0, 2, -1, 0, 1, -2, 0, 1]  # ups and downs that both share
WHOLE = [80 + up for up in UPS]
FAR, NEAR = [-9, -8, -10, -9, -8, -9, -10, -8, -9], [-3, -2, -4, -3, -2, -3, -4, -2, -3]


def away(*gap, whole=WHOLE):
    """The group's values, so far from everybody's."""
    return [value + less for value, less in zip(whole, gap, strict=False)]


def one_gap(group, whole=WHOLE, *, better=Better.HIGHER, **more):
    """The only gap of a network with one team."""
    data = {("Alder", ATTENDANCE, ""): whole[: len(group)], ("Alder", ATTENDANCE, GROUP): group}
    network = a_published(a_measure(better=better), data=data, **more)
    (gap,) = gaps(network, network.measures[0], "Alder").gaps
    return gap


@pytest.mark.parametrize(
    ("gap", "better", "move"),
    [
        ([*FAR, *NEAR], Better.HIGHER, Move.CLOSING),
        ([*NEAR, *FAR], Better.HIGHER, Move.WIDENING),
        ([-x for x in [*FAR, *NEAR]], Better.LOWER, Move.CLOSING),
        ([-x for x in [*NEAR, *FAR]], Better.LOWER, Move.WIDENING),
        ([-x for x in [*FAR, *NEAR]], Better.HIGHER, Move.CHANGED),
        ([*FAR, *NEAR], Better.NEITHER, Move.CHANGED),
        ([-x / 20 for x in [*FAR, *NEAR]], Better.HIGHER, Move.CHANGED),
        (
            [-1, -2, -1, -3, -1, -2, -1, -2, -1, 1, 2, 1, 3, 1, 2, 1, 2, 1],
            Better.HIGHER,
            Move.CHANGED,
        ),
        ([-8.1, -9, -7, -8.4, -10, -6, -8.3, -9, -7, -10, -8, -6], Better.HIGHER, Move.STEADY),
        ([-8] * 12, Better.HIGHER, Move.STEADY),
        ([*FAR[:5], *NEAR[:4]], Better.HIGHER, Move.TOO_FEW),
    ],
    ids=[
        *("closes", "widens", "closes where lower is better", "widens where lower is better"),
        *("a lead shrinks", "neither way is better", "a small lead shrinks", "behind, then ahead"),
        *("chance", "never changes", "nine points"),
    ],
)
def test_a_gap_closes_or_widens_only_where_a_group_behind_moves_beyond_chance(gap, better, move):
    assert one_gap(away(*gap), better=better).move is move


def test_the_gap_of_a_team_is_its_own_and_a_group_that_nobody_listed_has_no_dimension():
    data = {
        ("Alder", ATTENDANCE, ""): [80],
        ("Alder", ATTENDANCE, GROUP): [72],
        ("Birch", ATTENDANCE, ""): [60],
        ("Birch", ATTENDANCE, GROUP): [66],
    }
    network = a_published(a_measure(), data=data)
    for team, values in (("Alder", (72, 80)), ("Birch", (66, 60)), ("", (69, 70))):
        (gap,) = gaps(network, network.measures[0], team).gaps
        assert gap.values == values
        assert (gap.dimension, len(gap.shown)) == ("", 1)


def test_a_group_where_everybody_is_stands_in_the_table_with_that_value():
    data = {("Alder", ATTENDANCE, ""): [80], ("Alder", ATTENDANCE, GROUP): [80]}
    network = a_published(a_measure(), data=data)
    (row,) = table(gaps(network, network.measures[0], "Alder"))
    assert (row["group_value"], row["everybody"], row["gap"]) == (80, 80, 0)


def test_a_group_that_rises_with_everybody_does_not_close_its_gap():
    rising = [60 + 2 * month for month in range(18)]
    gap = one_gap(away(*[-8, -9, -7, -8, -10, -6] * 3, whole=rising), rising)
    assert gap.standing.direction == "improving"
    assert gap.move is Move.STEADY


def test_a_gap_that_closes_only_since_everybody_falls_faster_is_no_good_news():
    falling = [90 - 2 * month for month in range(18)]
    gap = one_gap(away(*FAR, *NEAR, whole=falling), falling)
    assert gap.standing.direction == "worsening"
    assert gap.move is Move.LEVELLING


def test_the_group_itself_is_judged_where_every_page_takes_it_from():
    gap = one_gap(away(*FAR, *NEAR))
    data = {("Alder", ATTENDANCE, GROUP): away(*FAR, *NEAR)}
    network = a_published(data=data)
    assert gap.standing == standing(network, network.measures[0], "Alder", GROUP)


def test_a_gap_whose_last_report_is_old_is_not_judged():
    assert one_gap(away(*FAR, *NEAR), as_of=dt.date(2026, 12, 1)).move is Move.STALE


def test_only_the_present_phase_of_a_measure_is_judged():
    note = a_note("new phase", dt.date(2025, 6, 3), team="Alder")
    gap = one_gap(away(*FAR, *NEAR), notes=[note])
    assert gap.move is Move.TOO_FEW
    assert len(gap.line.points) == 18


def test_a_month_that_hides_the_group_or_lacks_everybody_is_no_point():
    group = away(*FAR)
    group[2] = HIDDEN
    whole = [*WHOLE[:9]]
    whole[4] = None
    gap = one_gap(group, whole)
    assert len(gap.shown) == len(gap.whole) == 7
    assert [at for at, point in enumerate(gap.line.points) if point.value is None] == [2, 4]
    assert [len(stretch) for stretch in unbroken(gap.line.points)] == [2, 1, 4], "none is bridged"


def network_of(*measures, groups=(), **data):
    """A network of teams, their numbers by team and group."""
    series = {
        (team, ATTENDANCE, group): cells
        for team, by_group_ in data.items()
        for group, cells in by_group_.items()
    }
    network = a_published(*measures, data=series)
    return replace(network, tabs={**network.tabs, GroupRow: tuple(groups)})


def test_the_network_compares_a_group_with_everybody_in_the_same_teams_alone():
    network = network_of(
        Alder={"": [(80, 100)], GROUP: [(14, 20)]},
        Birch={"": [(300, 300)]},
        Cedar={"": [(100, 100)], GROUP: [HIDDEN]},
    )
    (gap,) = gaps(network, network.measures[0]).gaps
    assert (gap.values, gap.teams) == ((70, 80), (1,))


def test_counts_are_added_up_over_the_teams_that_count_both():
    network = network_of(
        Alder={"": [(80, 100)], GROUP: [(14, 20)]},
        Birch={"": [(90, 100)], GROUP: [(36, 40)]},
        Cedar={"": [20], GROUP: [(1, 20)]},  # a percent typed without its counts
    )
    (gap,) = gaps(network, network.measures[0]).gaps
    assert gap.values == (pytest.approx(100 * 50 / 60), pytest.approx(85))
    assert gap.teams == (2,)


@pytest.mark.parametrize(("column", "number"), [("numerator", np.nan), ("denominator", 0)])
def test_a_team_whose_percent_lacks_its_part_or_its_whole_is_not_added_up(column, number):
    network = network_of(
        Alder={"": [(80, 100)], GROUP: [(14, 20)]}, Birch={"": [(90, 100)], GROUP: [(36, 40)]}
    )
    seen = network.observations
    for group in (0, 1):
        lacks = (seen.team == 0) & (seen.group == group)
        numbers = {column: np.where(lacks, number, getattr(seen, column))}
        lacking = replace(network, observations=replace(seen, **numbers))
        (gap,) = gaps(lacking, network.measures[0]).gaps
        assert (gap.values, gap.teams) == ((90, 90), (1,))


def test_where_no_team_counts_both_their_percents_are_averaged():
    network = network_of(Alder={"": [80], GROUP: [(14, 20)]}, Birch={"": [90], GROUP: [80]})
    (gap,) = gaps(network, network.measures[0]).gaps
    assert gap.values == (75, 85)


def test_groups_that_are_not_shown_are_counted_by_the_reason_and_nothing_of_them_is_kept():
    listed = [GroupRow(group=name) for name in (GROUP, "Asian", "Black", "White")]
    network = network_of(
        groups=listed,
        Alder={"": [80], GROUP: [75], "Asian": [HIDDEN]},
        Birch={"White": [70]},
    )
    found = gaps(network, network.measures[0])
    assert [gap.group for gap in found.gaps] == [GROUP]
    assert dict(found.absent) == {
        "hidden (small group)": 1,
        "no data": 1,
        "shown without everybody to compare with": 1,
    }
    assert {row["group"] for row in table(found)} == {GROUP}


def test_groups_stand_by_dimension_in_the_order_of_the_groups_tab():
    listed = [
        GroupRow(group="White", dimension="race"),
        GroupRow(group=GROUP, dimension="language"),
        GroupRow(group="Black", dimension="race"),
    ]
    numbers = {"": [80], "Black": [70], GROUP: [71], "White": [82], "Grade 9": [78]}
    found = gaps(network := network_of(groups=listed, Alder=numbers), network.measures[0])
    assert [gap.group for gap in found.gaps] == ["White", "Black", GROUP, "Grade 9"]


def test_counts_and_sums_have_no_gap_since_a_part_is_always_less_than_the_whole():
    data = {("Alder", name, GROUP): [5] for name in ("Visits", "Hours", "Present")}
    measures = (
        a_measure("Visits", unit=Unit.COUNT),
        a_measure("Hours", unit=Unit.MINUTES, combine=Combine.SUM),
        a_measure("Present"),
    )
    found = by_group(a_published(*measures, data=data))
    assert [row.measure for row in found] == ["Present"]


@pytest.mark.parametrize(
    ("groups", "says"),
    [
        ({GROUP: [*FAR, *NEAR]}, "The gap on Attendance is closing for Multilingual"),
        (
            {GROUP: [*FAR, *NEAR], "Black": [*NEAR, *FAR], "White": [1] * 18},
            "The gap on Attendance is closing for 1 and widening for 1 of 3 groups",
        ),
        (
            {GROUP: [*NEAR, *FAR], "Black": [*NEAR, *FAR], "White": [1] * 18},
            "The gap on Attendance is widening for 2 of 3 groups",
        ),
        ({GROUP: [-8] * 18}, "No gap on Attendance is closing or widening, of 1 group shown"),
        ({GROUP: FAR}, "Too few points to judge the gaps on Attendance yet: 5 of at least 10"),
    ],
)
def test_the_title_says_which_gaps_close_and_which_widen(groups, says):
    months = len(next(iter(groups.values())))
    numbers = {"": WHOLE[:months]} | {name: away(*gap) for name, gap in groups.items()}
    network = network_of(Alder=numbers)
    assert headline(gaps(network, network.measures[0])) == says
    assert headline(gaps(network, network.measures[0], "Alder")) == f"Alder: {says}"


def test_a_title_about_old_reports_says_so():
    numbers = {"": WHOLE, GROUP: away(*FAR, *NEAR)}
    network = replace(network_of(Alder=numbers), as_of=dt.date(2027, 1, 1))
    says = "No recent report on Attendance for any student group"
    assert headline(gaps(network, network.measures[0])) == says


def test_a_title_counts_the_points_of_a_gap_that_has_too_few_and_not_of_an_old_one():
    late = [None] * 13 + away(*NEAR[:5], whole=WHOLE[13:])
    numbers = {"": WHOLE, GROUP: away(*FAR, *NEAR)[:12], "Black": late}
    network = network_of(Alder=numbers)
    found = gaps(network, network.measures[0])
    assert {gap.group: gap.move for gap in found.gaps} == {GROUP: Move.STALE, "Black": Move.TOO_FEW}
    assert headline(found).endswith("yet: 3 of at least 10")


def test_a_title_without_any_shown_group_claims_nothing():
    network = network_of(Alder={"": [80], GROUP: [HIDDEN]})
    says = "No student group’s gap on Attendance can be shown"
    assert headline(gaps(network, network.measures[0])) == says


def test_the_table_says_of_each_period_what_is_compared_and_what_lies_between():
    network = network_of(
        groups=[GroupRow(group=GROUP, dimension="language")],
        Alder={"": [(80, 100)], GROUP: [(14, 20)]},
    )
    start, end = month(0)
    row = {
        "measure": "Attendance",
        "unit": "percent",
        "team": "whole network",
        "dimension": "language",
        "group": GROUP,
        "period_start": start,
        "period_end": end,
        "group_value": 70,
        "everybody": 80,
        "gap": -10,
        "teams": 1,
        "judged": True,
        "gap_is": "too few points to judge",
        "group_is": "too few points to judge",
    }
    assert table(gaps(network, network.measures[0])) == [row]
    assert table(gaps(network, network.measures[0], "Alder")) == [row | {"team": "Alder"}]


def test_a_small_group_is_in_no_gap_and_in_no_row_of_the_table(published):
    network = published(
        Groups=["Group | Dimension", "Asian | race", "Black | race", "White | race"],
        Data=[
            "Team | Measure | Date | Numerator | Denominator | Group",
            "Alder | Attendance | Jan 2026 | 60 | 100 |",
            "Alder | Attendance | Jan 2026 | 4 | 7 | Asian",
            "Alder | Attendance | Jan 2026 | 9 | 13 | Black",
            "Alder | Attendance | Jan 2026 | 40 | 80 | White",
        ],
    )
    for team in ("", "Alder"):
        found = gaps(network, network.measures[0], team)
        assert [gap.group for gap in found.gaps] == ["White"]
        assert dict(found.absent) == {"hidden (small group)": 2}
        (row,) = table(found)
        assert (row["group_value"], row["everybody"], row["gap"]) == (50, 60, -10)
