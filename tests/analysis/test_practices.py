"""Practices beside improvement: which teams are compared, and what may be said."""

from dataclasses import replace
from math import comb
from random import Random

import numpy as np
import pytest

from kmlib.analysis.practices import (
    ALL_ITEMS,
    RESAMPLES,
    SEED,
    Dot,
    _levels,
    _shuffled,
    headline,
    outcomes,
    practices,
    rank_correlations,
    table,
)
from kmlib.analysis.tracker import largest_allowed
from kmlib.charts import practice_rows
from kmlib.schema import Better, Kind, MeasureRow, NoteRow, TeamRow, Unit
from kmlib.schema.programme import TrackerItemRow, TrackerRow
from tests.analysis.small import HIDDEN, a_measure, a_note, a_published, month

TEAMS = [f"Team {number:02}" for number in range(12)]


def a_tracked(statuses, changes, *, measure=None, items=("1.1",), names=TEAMS):
    """A network whose teams changed so much, and are so far with each item."""
    data = {
        name: [60, HIDDEN] if change is None else [60, 60 + change]
        for name, change in zip(names, changes, strict=False)
    }
    network = a_published(measure or a_measure(), teams=list(names), **data)
    rows = [
        TrackerRow(team=str(getattr(name, "team", name)), code=code, status=status)
        for code, some in zip(items, statuses, strict=True)
        for name, status in zip(names, some, strict=False)
        if status
    ]
    items = tuple(TrackerItemRow(code=code, item=f"Item {code}") for code in items)
    tabs = {**network.tabs, TrackerItemRow: items, TrackerRow: tuple(rows)}
    return replace(network, tabs=tabs)


def the_item(network):
    """All items together are first; here is the one after."""
    return practices(network, network.measures[0])[1]


HALF = ["done"] * 6 + ["not started"] * 6
APART = [9, 8, 10, 7, 9, 11, 0, 1, -1, 2, 0, -2]  # what the first six and the other six changed by


def test_a_practice_whose_teams_improved_more_goes_with_improvement():
    one = the_item(a_tracked([HALF], APART))
    assert one.goes_with
    assert one.interval[0] > 0
    assert practice_rows.verdict(one)[1] == "goes with improvement"


def test_where_lower_is_better_a_fall_is_the_improvement():
    falls = a_tracked([HALF], [-x for x in APART], measure=a_measure(better=Better.LOWER))
    assert the_item(falls).rank_correlation == the_item(a_tracked([HALF], APART)).rank_correlation


def test_a_practice_whose_teams_improved_less_is_named_without_blame():
    one = the_item(a_tracked([HALF[::-1]], APART))
    assert one.is_found
    assert not one.goes_with
    assert practice_rows.verdict(one)[1] == "goes with less improvement"


@pytest.mark.parametrize(
    ("statuses", "changes", "teams"),
    [
        (HALF[3:10], APART[3:10], 7),
        (["done"] * 10 + ["in progress"] * 2, APART, 12),
        (["not applicable"] * 5 + HALF[5:], APART, 7),
        (["done"] * 6 + [None] * 6, APART, 6),
        ([None] * 12, APART, 0),
        (HALF, [None] * 5 + APART[5:], 7),
        (HALF, [3] * 12, 12),
    ],
    ids=[
        *("seven teams", "two teams differ", "not applicable", "no status", "none at all"),
        *("hidden numbers", "all changed alike"),
    ],
)
def test_too_few_teams_or_teams_too_much_alike_are_not_compared(statuses, changes, teams):
    network = a_tracked([statuses], changes)
    one = the_item(network)
    assert (one.rank_correlation, one.interval, one.goes_with) == (None, None, False)
    assert len(one.dots) == teams
    (said,) = practice_rows.not_compared(practices(network, network.measures[0]))
    assert said.endswith(": 1.1.")


def test_eight_teams_of_which_three_differ_are_enough_to_compare():
    one = the_item(a_tracked([HALF[3:6] + HALF[6:11]], APART[3:11]))
    assert len(one.dots) == 8
    assert one.rank_correlation is not None
    assert one.p == pytest.approx(2 / comb(8, 3), abs=0.01), "two orders of 56 lie as far apart"
    as_much = one.p * (1 + RESAMPLES)  # the teams as they are count as one order more
    assert as_much == pytest.approx(round(as_much), abs=1e-6)


def test_teams_that_stand_in_between_lie_in_between():
    statuses = ["done"] * 4 + ["in progress"] * 4 + ["not started"] * 4
    assert [dot.done for dot in the_item(a_tracked([statuses], APART)).dots] == [
        *([1.0] * 4 + [0.5] * 4 + [0.0] * 4)
    ]


def test_a_team_that_changed_only_before_its_new_phase_did_not_change():
    network = a_published(a_measure(), **{name: [60, 60, 80, 80] for name in TEAMS})
    tracked = a_tracked([HALF], APART)
    note = a_note("new phase", month(2)[0])
    network = replace(network, tabs={**tracked.tabs, NoteRow: (note,)})
    assert {dot.better for dot in the_item(network).dots} == {0}


def test_a_team_out_of_three_points_is_compared_by_one_at_either_end():
    network = a_published(a_measure(), **{name: [60, 99, 65] for name in TEAMS})
    network = replace(network, tabs={**a_tracked([HALF], APART).tabs})
    assert {dot.better for dot in the_item(network).dots} == {5}


def test_a_team_that_is_not_active_is_no_dot():
    teams = [TeamRow(team=name, active=name != "Team 00") for name in TEAMS]
    network = a_tracked([HALF], APART)
    network = replace(network, tabs={**network.tabs, TeamRow: tuple(teams)})
    assert "Team 00" not in {dot.team for dot in the_item(network).dots}


def test_all_items_together_are_the_share_of_those_asked_of_a_team_that_it_has_done():
    statuses = [HALF, ["done"] * 12, ["not applicable"] * 6 + ["in progress"] * 6]
    network = a_tracked(statuses, APART, items=("1.1", "1.2", "1.3"))
    every = practices(network, network.measures[0])[0]
    assert every.code == ALL_ITEMS
    assert [round(dot.done, 2) for dot in every.dots] == [1.0] * 6 + [0.33] * 6


def test_change_is_between_the_medians_of_the_first_and_the_last_three_points():
    network = a_tracked([HALF], APART)
    data = {name: [60, 99, 60, 70, 65, 64, 65] for name in TEAMS}
    again = a_published(a_measure(), **data)
    again = replace(again, tabs={**network.tabs})
    assert the_item(again).dots[0] == Dot("Team 00", 1.0, 5.0)


def test_chance_gives_the_same_changes_to_the_teams_in_another_order():
    orders = {tuple(row) for row in _shuffled(np.array([0, 1, 1, 2, 3])).tolist()}
    assert {tuple(sorted(order)) for order in orders} == {(-2, -0.5, -0.5, 1, 2)}
    assert len(orders) == 60, "five changes of which two are alike"


def test_chance_alone_seldom_makes_a_practice_that_goes_with_improvement():
    chance = Random(4)
    items = [f"{number}" for number in range(40)]
    statuses = [
        [chance.choice(["done", "in progress", "not started"]) for _ in TEAMS] for _ in items
    ]
    network = a_tracked(statuses, [chance.gauss(0, 3) for _ in TEAMS], items=items)
    assert not any(one.is_found for one in practices(network, network.measures[0]))
    assert headline(network, network.measures[0]).startswith("No practice of 40")


def test_the_same_sheets_give_the_same_interval():
    one, other = (the_item(a_tracked([HALF], APART)) for _ in range(2))
    assert one.interval == other.interval


def test_the_same_changes_are_shuffled_into_the_same_orders_again():
    once, _, again = (_shuffled(np.arange(teams)) for teams in (4, 2, 4))
    assert once.tolist() == again.tolist()


def test_the_interval_is_that_of_the_teams_drawn_again_and_again_ties_and_all():
    chance, items = Random(7), ("1.1", "1.2", "1.3")
    statuses = [
        [chance.choice(["done", "in progress", "not started"]) for _ in TEAMS] for _ in items
    ]
    statuses[1][:2] = ["not applicable"] * 2  # other teams than beside the items around it
    network = a_tracked(statuses, [chance.choice([-3, 0, 2, 5]) for _ in TEAMS], items=items)
    compared = [one for one in practices(network, network.measures[0]) if one.interval]
    assert compared
    for one in compared:
        done, better = _levels(one.dots)
        some = np.random.default_rng(SEED).integers(0, len(done), (RESAMPLES, len(done)))
        each = rank_correlations(done[some], better[some])
        assert one.interval == tuple(np.nanpercentile(each, (2.5, 97.5)).tolist())


def test_the_rank_correlation_is_that_of_the_textbook():
    """IQ and hours of television of ten people: −29/165; and the value R gives with ties."""
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert rank_correlations(np.array([iq]), np.array([hours])).item() == pytest.approx(-29 / 165)
    tied = rank_correlations(np.array([[1, 2, 2, 3]]), np.array([[1, 3, 2, 4]]))
    assert tied.item() == pytest.approx(0.9486833)


def test_of_fifteen_comparisons_those_are_named_that_benjamini_and_hochberg_name():
    chances = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
        *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
    ]
    assert largest_allowed(chances, 0.05) == 0.0095
    assert largest_allowed([], 0.05) == -1
    assert largest_allowed([0.9], 0.05) == -1


def test_only_outcomes_of_which_one_way_is_better_are_compared():
    def row(name, kind, better):
        return MeasureRow(measure=name, kind=kind, unit=Unit.PERCENT, better=better)

    rows = (
        row("Present", Kind.OUTCOME, Better.HIGHER),
        row("Called", Kind.PROCESS, Better.HIGHER),
        row("Moved", Kind.OUTCOME, Better.NEITHER),
    )
    assert [one.measure for one in outcomes(a_published(*rows, Alder=[1]))] == ["Present"]


@pytest.mark.parametrize(
    ("statuses", "changes", "says"),
    [
        (
            [HALF],
            APART,
            "1 practice goes with improvement in Attendance, of 1 that can be compared",
        ),
        (
            [HALF, HALF],
            APART,
            "2 practices go with improvement in Attendance, of 2 that can be compared",
        ),
        (
            [HALF],
            [0, 1] * 6,
            "No practice of 1 that can be compared goes with improvement in Attendance",
        ),
        (
            [HALF[3:11]],
            APART[3:11],
            "1 practice goes with improvement in Attendance, of 1 that can be compared",
        ),
        (
            [HALF[:5]],
            APART[:5],
            "Too few teams to compare practices on Attendance: 5 of at least 8",
        ),
        (
            [["done"] * 12],
            APART,
            "Teams are too much alike in every practice to compare them on Attendance",
        ),
    ],
)
def test_the_title_says_goes_with_and_never_causes(statuses, changes, says):
    network = a_tracked(statuses, changes, items=("1.1", "1.2")[: len(statuses)])
    assert headline(network, network.measures[0]) == says


def test_the_table_holds_every_team_with_its_change_and_no_hidden_number():
    network = a_tracked([HALF], [*APART[:11], None])
    rows = [row for row in table(practices(network, network.measures[0])) if row["code"] == "1.1"]
    assert len(rows) == 11
    one = the_item(network)
    assert rows[0] == {
        "measure": "Attendance",
        "code": "1.1",
        "practice": "Item 1.1",
        "team": "Team 00",
        "done": 1.0,
        "change_for_the_better": 9,
        "teams": 11,
        "rank_correlation": one.rank_correlation,
        "interval_low": one.interval[0],
        "interval_high": one.interval[1],
        "p": one.p,
        "goes_with_improvement": True,
    }


def test_the_table_names_all_items_together_and_gives_no_number_where_none_was_compared():
    network = a_tracked([["done"] * 12], APART)
    first = table(practices(network, network.measures[0]))[0]
    assert (first["code"], first["practice"]) == ("all", "All items together")
    numbers = [first[name] for name in ("rank_correlation", "interval_low", "interval_high", "p")]
    assert numbers == [None] * 4
    assert first["goes_with_improvement"] is False


def test_the_picture_names_teams_on_hovering_alone_and_ranks_nobody():
    picture = practice_rows.dots(the_item(a_tracked([HALF], APART)))
    assert picture.count("<circle") == picture.count("<title>Team") == 12
    words = " ".join(practice_rows.questions(the_item(a_tracked([HALF], APART))))
    assert "of those that have done it 6 of 6, of the others 2 of 6" in words
    assert "Team" not in words
