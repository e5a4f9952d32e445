import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmlib.analysis.limits import Charted, beyond, counting_error, find_all_limits, reach
from kmlib.analysis.run_chart import find_all_runs

# NHSRplotthedots, vignette "deviations": limits with and without screening, as its captions give
# them to two decimals
ONE_JUMP = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


def limits_of(values, *, counts=None, base=None, follows=None, screened=True):
    """The limits of one series of values, or of percents of (numerator, denominator) counts."""
    size = len(values)
    numerator, denominator = np.array(counts, float).T if counts else np.full((2, size), np.nan)
    charted = Charted(
        np.zeros(size, int),
        np.array(values, float),
        numerator,
        denominator,
        ~np.isnan(np.array(values, float)) if base is None else np.arange(size) < base,
        np.ones(size, bool) if follows is None else np.array(follows, bool),
    )
    return find_all_limits(charted, 1, screened=screened)


def of_counts(counts, **more):
    return limits_of([100 * met / size for met, size in counts], counts=counts, **more)


@pytest.mark.parametrize(
    ("screened", "lower", "upper"), [(True, -0.72, 4.60), (False, -3.06, 6.95)]
)
def test_xmr_limits_are_the_published_ones(screened, lower, upper):
    limits = limits_of(ONE_JUMP, screened=screened)
    assert limits.mean[0] == pytest.approx(1.94, abs=0.005)
    assert (limits.lower[0], limits.upper[0]) == pytest.approx((lower, upper), abs=0.005)


def test_a_point_on_its_limit_is_inside():
    lower, upper = np.full(5, 1.0), np.full(5, 3.0)
    assert beyond(np.array([0.9, 1, 2, 3, 3.1]), lower, upper).tolist() == [-1, 0, 0, 0, 1]


def test_half_of_a_hundred_strays_by_five_in_a_hundred():
    assert counting_error(np.array([0.5, 1.0]), np.array([100.0, 100.0])).tolist() == [0.05, 0]


def test_limits_are_those_of_shares_only_where_something_was_counted():
    assert of_counts([(1, 1), (0, 1)] * 7).is_share[0]
    empty = limits_of([np.nan] * 3)
    assert not empty.is_share[0]
    assert np.isnan(empty.mean[0])


def test_one_point_of_counts_has_its_share_for_a_mean_and_one_of_nobody_is_no_share():
    assert (of_counts([(3, 4)]).is_share[0], of_counts([(3, 4)]).mean[0]) == (True, 75)
    assert not limits_of([50, 60], counts=[(5, 10), (0, 0)]).is_share[0]


def test_limits_shrink_with_the_unit_of_what_is_measured():
    whole, thousandth = limits_of(ONE_JUMP), limits_of([value / 1000 for value in ONE_JUMP])
    assert thousandth.upper[0] == pytest.approx(whole.upper[0] / 1000)
    assert thousandth.left_out[0] == 2


def test_two_points_have_the_limits_of_their_one_range():
    assert limits_of([1, 2]).upper[0] == pytest.approx(1.5 + 3 / 1.128)


def test_one_percent_of_which_nobody_typed_how_many_met_it_makes_a_line_of_values():
    counts = [(10, 20), (np.nan, 20), *[(12, 20)] * 11]
    assert not limits_of([50, 55, *[60] * 11], counts=counts).is_share[0]


def test_screening_leaves_out_the_two_ranges_beside_one_jump_and_says_so():
    limits = limits_of(ONE_JUMP)
    assert (limits.ranges[0], limits.left_out[0]) == (17, 2)


def test_a_flat_line_with_one_jump_keeps_the_only_variation_it_has():
    limits = limits_of([100] * 15 + [98])
    assert limits.left_out[0] == 0
    assert limits.lower[0] < 100 < limits.upper[0]
    assert limits.lower[0] > 98


def test_a_line_that_never_varies_has_limits_of_no_width():
    limits = limits_of([100] * 13)
    assert (limits.lower[0], limits.upper[0]) == (100, 100)


def test_missing_points_are_not_bridged():
    steady, jump = [5, 6, 5, 6], [5, 6, np.nan, 50, 51, 50]
    assert limits_of(jump).ranges[0] == 3
    assert limits_of(jump).upper[0] - limits_of(jump).mean[0] == pytest.approx(
        limits_of(steady).upper[0] - limits_of(steady).mean[0]
    )


def test_a_period_that_others_reported_is_a_missing_point():
    assert limits_of([5, 6, 50, 51], follows=[0, 1, 0, 1]).ranges[0] == 2


def test_one_point_has_a_mean_and_no_limits():
    limits = limits_of([5])
    assert limits.mean[0] == 5
    assert np.isnan(limits.lower[0])


def test_percents_of_counts_have_wider_limits_where_fewer_were_counted():
    limits = of_counts([(70, 100), (75, 100), (36, 50), (148, 200), (73, 100)])
    width = (limits.upper - limits.lower).tolist()
    assert limits.is_share[0]
    assert width[2] > width[0] == width[1] > width[3]
    assert limits.mean[0] == pytest.approx(100 * 402 / 550)


def test_one_value_without_counts_makes_it_an_xmr_chart():
    assert not limits_of([70, 75], counts=[(70, 100), (np.nan, np.nan)]).is_share[0]


def test_with_equal_denominators_p_prime_limits_are_xmr_limits():
    percents = [70, 74, 71, 77, 69, 72, 75]
    shares, plain = of_counts([(p, 100) for p in percents]), limits_of(percents)
    assert shares.lower == pytest.approx(plain.lower)
    assert shares.upper == pytest.approx(plain.upper)


@pytest.mark.parametrize("met", [0, 50], ids=["none", "all"])
def test_percents_of_none_or_all_have_limits_of_no_width(met):
    limits = of_counts([(met, 50)] * 13)
    assert (limits.lower[0], limits.upper[0]) == (2 * met, 2 * met)


LINES = st.lists(st.integers(-50, 50), min_size=3, max_size=40)
SETTINGS = settings(max_examples=60, deadline=None)


@SETTINGS
@given(LINES, st.integers(-100, 100), st.sampled_from([0.5, 2.0, 10.0]), st.booleans())
def test_limits_move_and_grow_with_the_line(line, shift, scale, screened):
    limits = limits_of(line, screened=screened)
    moved = limits_of([scale * value + shift for value in line], screened=screened)
    assert moved.lower == pytest.approx(scale * limits.lower + shift, abs=1e-6)
    assert moved.upper == pytest.approx(scale * limits.upper + shift, abs=1e-6)
    assert moved.left_out == limits.left_out


@SETTINGS
@given(LINES)
def test_a_line_upside_down_or_backwards_has_the_same_limits(line):
    limits, mirrored, backwards = (
        limits_of(some) for some in (line, [-value for value in line], line[::-1])
    )
    assert mirrored.lower == pytest.approx(-limits.upper)
    assert backwards.upper == pytest.approx(limits.upper)


@SETTINGS
@given(LINES, st.floats(-40, 40))
def test_a_line_upside_down_or_backwards_has_the_same_runs(line, center):
    def runs_of(values, middle):
        series = np.zeros(len(values), int)
        return find_all_runs(series, np.array(values, float), np.array([middle])).of(0)

    runs = runs_of(line, center)
    assert runs_of([-value for value in line], -center) == runs
    assert runs_of(line[::-1], center) == runs
    assert runs_of([2 * value + 7 for value in line], 2 * center + 7) == runs


@SETTINGS
@given(st.lists(LINES, min_size=1, max_size=5))
def test_the_limits_of_many_series_are_those_of_each(lines):
    series = np.array([number for number, line in enumerate(lines) for _ in line])
    values = np.array([value for line in lines for value in line], float)
    none, every = np.full(len(values), np.nan), np.ones(len(values), bool)
    found = find_all_limits(Charted(series, values, none, none, every, every), len(lines))
    each = [limits_of(line) for line in lines]
    assert found.lower == pytest.approx(np.concatenate([one.lower for one in each]), nan_ok=True)
    assert found.mean == pytest.approx(np.concatenate([one.mean for one in each]))


# The same numbers as the R packages


@pytest.fixture(scope="module")
def cases(reference):
    found = json.loads((reference / "reference" / "spc_cases.json").read_text(encoding="utf-8"))
    return {case["id"]: case for case in found["cases"]}


def outside(values, lower, upper):
    """The points outside, counted from 1."""
    return (np.flatnonzero((values < lower) | (values > upper)) + 1).tolist()


def test_individual_limits_frozen_at_a_baseline_are_those_of_r(cases):
    case = cases["i_montgomery_6_5_freeze20"]
    values, expected = case["input"]["y"], case["expected"]
    limits = limits_of(values, base=case["args"]["freeze"][0])
    assert limits.mean[0] == expected["phases"][0]["centre_line"]
    assert limits.lower == pytest.approx(expected["lcl"], abs=1e-6)
    assert limits.upper == pytest.approx(expected["ucl"], abs=1e-6)
    found = outside(np.array(values), limits.lower, limits.upper)
    assert found == expected["outside_limits_index_1based"]


def test_p_limits_are_those_of_r(cases):
    case = cases["p_montgomery_7_4_variable_n"]
    met, size = (np.array(case["input"][name], float) for name in "yn")
    mean, expected = met.sum() / size.sum(), case["expected"]
    room = reach(counting_error(np.full(len(met), mean), size), 1)
    assert mean == pytest.approx(expected["phases"][0]["centre_line"], abs=1e-6)
    assert np.clip(mean - room, 0, 1) == pytest.approx(expected["lcl"], abs=1e-6)
    assert np.clip(mean + room, 0, 1) == pytest.approx(expected["ucl"], abs=1e-6)
    found = outside(met / size, mean - room, mean + room)
    assert found == expected["outside_limits_index_1based"]


@pytest.mark.parametrize("name", ["xmr_mdc_screened", "xmr_mdc_unscreened_excel_parity"])
def test_xmr_limits_are_those_of_the_other_package_within_its_rounding(cases, name):
    case = cases[name]
    values, (group,) = np.array(case["input"]["y"], float), case["expected"]["groups"]
    limits = limits_of(values, screened=case["args"]["screen_outliers"])
    half = (group["upl"] - group["lpl"]) / 2
    assert limits.mean[0] == pytest.approx(group["mean"], abs=1e-6)
    for mine, other in ((limits.lower[0], group["lpl"]), (limits.upper[0], group["upl"])):
        assert abs(mine - other) < 0.0002 * half  # it multiplies by 2.66 where 3 / 1.128 is meant
    signals = [kind != "Common Cause" for kind in case["expected"]["special_cause_type"]]
    assert outside(values, limits.lower, limits.upper) == (np.flatnonzero(signals) + 1).tolist()


def test_a_run_with_points_on_the_median_is_that_of_r(cases):
    case = cases["ihi_shift_points_on_median"]
    values, center = np.array(case["input"]["y"], float), case["args"]["centre_line"]
    found = find_all_runs(np.zeros(len(values), int), values, np.array([float(center)]))
    assert found.longest[0] == case["args"]["trigger"]
    assert (np.flatnonzero(found.in_current) + 1).tolist() == case["expected"]["shift_index_1based"]
