import json
import os
from fractions import Fraction
from math import comb
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmlib.analysis.run_chart import (
    TIE,
    Runs,
    crossings_limit,
    find_all_runs,
    find_runs,
    longest_limit,
    medians_by_series,
    sides,
)

# Anhøj and Olesen (2014), doi:10.1371/journal.pone.0113825: useful points, longest run that does
# not signal, fewest crossings that do not signal
PUBLISHED_LIMITS = [
    (10, 6, 2),
    (12, 7, 3),
    (15, 7, 4),
    (16, 7, 4),
    (18, 7, 5),
    (20, 7, 6),
    (24, 8, 8),
    (30, 8, 10),
    (36, 8, 13),
    (40, 8, 14),
]


def reference_cases():
    """Run-chart cases computed in R, where the file of them is at hand."""
    folder = os.environ.get("KM_REFERENCE", "")
    path = Path(folder) / "reference" / "spc_cases.json"
    if not folder or not path.exists():
        reason = "KM_REFERENCE is not set: the cases computed in R are not at hand"
        return [pytest.param(None, marks=pytest.mark.skip(reason), id="none at hand")]
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["id"]) for case in cases if "phases" in case["expected"]]


def numbers_of_each_series(series, values, medians):
    found = find_all_runs(np.array(series, dtype=np.int64), np.array(values, float), medians)
    return [found.of(number) for number in range(len(medians))]


@pytest.mark.parametrize(("useful", "longest", "crossings"), PUBLISHED_LIMITS)
def test_the_limits_are_the_published_ones(useful, longest, crossings):
    assert (longest_limit(useful), crossings_limit(useful)) == (longest, crossings)


def test_the_crossings_limit_is_the_five_percent_point_of_a_fair_coin():
    def chance_of_at_most(crossings, tosses):
        return Fraction(sum(comb(tosses, k) for k in range(crossings + 1)), 2**tosses)

    for useful in range(1, 101):
        limit = crossings_limit(useful)
        assert chance_of_at_most(limit, useful - 1) >= Fraction(5, 100)
        assert chance_of_at_most(limit - 1, useful - 1) < Fraction(5, 100)


def test_a_point_on_the_median_neither_lengthens_nor_breaks_a_run():
    assert find_runs([7, 7, 5, 7, 2], median=5).longest == 3


def test_a_value_that_a_sheet_shows_as_the_median_lies_on_it():
    assert find_runs([0.1 + 0.2, 0.5, 0.1], median=0.3).useful == 2


def test_a_value_lies_on_the_median_up_to_the_tolerance_and_not_beyond_it():
    assert sides(np.array([TIE, 2 * TIE, -2 * TIE]), np.zeros(3)).tolist() == [0, 1, -1]


def test_runs_are_counted_in_whole_numbers():
    assert str(find_runs([7, 7, 7, 7, 5, 7, 7, 7, 2, 2, 2], median=5)[:5]) == "(10, 7, 6, 1, 2)"


def test_one_month_below_its_most_frequent_value_is_enough_for_a_median_between_two_sides():
    assert find_runs([2] * 11 + [3] * 9, median=2).lopsided
    assert not find_runs([1] + [2] * 10 + [3] * 9, median=2).lopsided


def test_a_change_of_level_halfway_signals_by_run_and_crossings():
    runs = find_runs([70, 71, 69, 72, 70, 71, 69, 70, 81, 84, 82, 83, 80, 85, 84, 82], median=76)
    assert (runs.longest, runs.longest_limit, runs.crossings, runs.crossings_limit) == (8, 7, 1, 4)
    assert runs.unusually_long
    assert runs.unusually_few_crossings
    assert runs.signals


def test_a_line_that_keeps_crossing_does_not_signal():
    assert not find_runs([1, 3] * 10, median=2).signals


def test_rare_events_are_no_run_above_the_months_that_have_none():
    months = [
        0,
        0,
        2,
        0,
        1,
        0,
        0,
        1,
        0,
        3,
        0,
        0,
        1,
        0,
        0,
        1,
        0,
        0,
        2,
        0,
        1,
        0,
        0,
        1,
        0,
        0,
        1,
        0,
        1,
        0,
    ]
    runs = find_runs(months, median=0)
    assert (runs.useful, runs.longest, runs.crossings) == (11, 11, 0)
    assert runs.lopsided
    assert not runs.signals
    assert find_runs([-month for month in months], median=0).lopsided, "nor is 100 % in most months"


def test_a_rise_above_a_frozen_baseline_is_a_run_and_one_above_a_lopsided_baseline_is_none():
    series, median = np.zeros(24, dtype=np.int64), np.array([70.0])
    base = np.arange(24) < 12
    even = np.array([69, 71] * 6 + [75] * 12, dtype=np.float64)
    assert find_all_runs(series, even, median, base).signals.all()
    flat = np.array([70] * 12 + [75] * 12, dtype=np.float64)
    assert find_all_runs(series, flat, median, base).signals.all(), "all of it is the median"
    lopsided = np.array([70] * 8 + [75] * 16, dtype=np.float64)
    assert not find_all_runs(series, lopsided, median, base).signals.any()


def test_nine_points_in_a_row_say_nothing_yet():
    runs = find_runs([3] * 9, median=2)
    assert runs.unusually_long
    assert runs.useful == 9
    assert not runs.signals


@pytest.mark.parametrize(
    ("values", "useful"),
    [([], 0), ([5], 0), ([5] * 20, 0), ([6], 1)],
    ids=["no point", "one point on the median", "all equal", "one point above"],
)
def test_a_line_without_useful_points_signals_nothing(values, useful):
    runs = find_runs(values, median=5)
    assert runs.useful == useful
    assert not runs.signals


def test_no_series_at_all_is_no_mistake():
    assert numbers_of_each_series([], [], np.array([])) == []


def test_a_series_without_points_stays_empty_between_others():
    found = numbers_of_each_series([0, 0, 2], [1, 3, 9], np.array([2.0, np.nan, 2.0]))
    assert found == [find_runs([1, 3], 2), Runs(), find_runs([9], 2)]


def test_the_run_a_line_is_in_now_holds_the_points_on_the_median_between_its_own():
    values = [1.0, 1, 1, 3, 3, 2, np.nan, 3, 2, 1]
    found = find_all_runs(np.zeros(10, int), np.array(values), np.array([2.0]))
    assert found.in_current.tolist() == [False] * 3 + [True] * 3 + [False, True, False, False]


@pytest.mark.parametrize(
    ("values", "side"),
    [([1, 1, 1, 3, 3, 3], 1), ([3, 3, 3, 1, 1, 1], -1), ([1, 1, 1, 3, 3, 3, 1], 1), ([1, 3], 0)],
    ids=["risen", "fallen", "one point back below is no turn", "no run of three"],
)
def test_the_current_side_is_that_of_the_last_run_of_three_points(values, side):
    found = find_all_runs(np.zeros(len(values), int), np.array(values, float), np.array([2.0]))
    assert found.current_side.tolist() == [side]
    assert found.side.tolist() == [value - 2 for value in values]
    assert found.in_current.any() == bool(side)


SOME_SERIES = st.lists(
    st.lists(st.sampled_from([0.0, 0.1 + 0.2, 0.3, 1.0, 5.0, 85.0, 1e9]), max_size=40), max_size=6
)


@settings(max_examples=200, deadline=None)
@given(SOME_SERIES)
def test_many_series_at_once_give_the_same_as_one_by_one(lines):
    medians = [median(line) if line else np.nan for line in lines]
    series = [number for number, line in enumerate(lines) for _ in line]
    values = [value for line in lines for value in line]
    each = [find_runs(line, center) for line, center in zip(lines, medians, strict=True)]
    assert numbers_of_each_series(series, values, np.array(medians)) == each


@pytest.mark.parametrize(
    ("line", "signals"),
    [
        ([3] * 6 + [1] + [3] * 3, False),
        ([3] * 7 + [1] + [3] * 2, True),
        ([1] * 5 + [3] * 5, True),
    ],
    ids=["six in a row and two crossings", "seven in a row", "one crossing"],
)
def test_ten_points_signal_by_one_rule_alone_and_not_at_its_limit(line, signals):
    many = find_all_runs(np.zeros(10, int), np.array(line, float), np.array([2.0]))
    assert many.signals.tolist() == [find_runs(line, median=2).signals] == [signals]


def test_some_of_many_series_keep_their_own_runs():
    """The first line is flat but for its end, the second crosses its median all the time."""
    lines = np.array([[1.0] * 8 + [3.0] * 2, [1.0, 3.0] * 5])
    every = find_all_runs(np.repeat([0, 1], 10), lines.ravel(), np.array([2.0, 2.0]))
    some = every.take(np.array([1]))
    assert some.of(0) == every.of(1) == find_runs(lines[1].tolist(), median=2)
    assert some.signals.tolist() == [False]
    assert some.side is every.side
    assert every.signals.tolist() == [True, False]


@settings(max_examples=100, deadline=None)
@given(SOME_SERIES)
def test_the_medians_of_many_series_are_those_of_each(lines):
    series = np.array([number for number, line in enumerate(lines) for _ in line], dtype=int)
    values = np.array([value for line in lines for value in line], dtype=float)
    each = [median(line) if line else np.nan for line in lines]
    assert medians_by_series(series, values, len(lines)).tolist() == pytest.approx(
        each, nan_ok=True
    )


@pytest.mark.parametrize("case", reference_cases())
def test_runs_are_those_that_r_finds(case):
    line = [value for value in case["input"]["y"] if value is not None]
    if "n" in case["input"]:
        line = [value / size for value, size in zip(line, case["input"]["n"], strict=True)]
    for phase in case["expected"]["phases"]:
        runs = find_runs(line, phase["centre_line"])
        assert runs == Runs(
            phase["n_useful"],
            phase["longest_run"],
            phase["longest_run_max"],
            phase["crossings"],
            phase["crossings_min"],
        )
        assert runs.signals == phase["runs_signal"]
