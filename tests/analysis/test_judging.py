import datetime as dt

import numpy as np
import pytest
from small import HIDDEN, a_measure, a_note, a_published, month

from kmlib.analysis.limits import Chart
from kmlib.analysis.series import Assurance, Status, headline, one_series
from kmlib.analysis.standings import standings
from kmlib.schema import Better, Unit

RISEN = [70, 71, 69, 72, 70, 71, 69, 70, 81, 84, 82, 83, 80, 85, 84, 82]
STEADY = [70, 74, 69, 75, 71, 76, 70, 73, 69, 74, 71, 75, 70, 74, 71, 76]
FLAT = [72, 73, 72, 71, 72, 73, 71, 72, 72, 71, 73, 72, 71]


def alder(*measures, **more):
    """The series of a network's one team, Alder, for its first measure."""
    network = a_published(*measures, **more)
    return one_series(network, network.measures[0], "Alder")


# First the runs, then the limits


def test_limits_come_with_the_thirteenth_point():
    assert alder(Alder=STEADY[:12]).limits is None
    assert alder(Alder=STEADY[:13]).limits.chart is Chart.XMR


def test_a_line_whose_runs_show_a_change_has_no_limits():
    line = alder(Alder=RISEN)
    assert line.runs.signals
    assert line.limits is None
    assert {point.lower for point in line.points} == {None}


def test_a_latest_point_outside_the_limits_is_a_signal():
    line = alder(Alder=[*STEADY, 40])
    assert not line.runs.signals
    assert (line.status, line.limits.side) == (Status.WORSENING, -1)


def test_an_earlier_point_outside_the_limits_is_in_colour_and_no_verdict_of_today():
    line = alder(Alder=[*STEADY[:8], 40, *STEADY[8:]])
    assert line.status is Status.STEADY
    assert [point.verdict for point in line.points].index(Status.WORSENING) == 8


@pytest.mark.parametrize(
    ("better", "last", "status"),
    [
        (Better.HIGHER, 95, Status.IMPROVING),
        (Better.LOWER, 95, Status.WORSENING),
        (Better.LOWER, 45, Status.IMPROVING),
        (Better.NEITHER, 45, Status.CHANGED),
    ],
)
def test_which_way_is_better_decides_what_a_point_outside_is(better, last, status):
    line = alder(a_measure(better=better), Alder=[*STEADY, last])
    assert (line.status, line.points[-1].verdict) == (status, status)


def test_a_point_on_the_limit_does_not_signal():
    line = alder(a_measure(unit=Unit.SCORE), Alder=[0.1 + 0.2] * 12 + [0.3])
    assert line.limits.lower == pytest.approx(line.limits.upper)
    assert line.status is Status.STEADY


def test_months_that_are_always_at_the_ceiling_are_steady():
    line = alder(a_measure(target=100), Alder=[100] * 14)
    assert (line.status, line.assurance) == (Status.AT_TARGET, Assurance.MEETS)
    assert alder(Alder=[100] * 14).status is Status.STEADY


def test_one_drop_after_many_months_at_the_ceiling_is_a_signal():
    assert alder(Alder=[100] * 14 + [97]).status is Status.WORSENING


def test_few_points_off_the_median_are_judged_by_limits_once_there_are_some():
    mostly = [98, 98, 97, 98, 98, 98, 99, 98, 98, 98, 98, 97, 98]
    assert alder(Alder=mostly[:12]).status is Status.TOO_FEW
    line = alder(Alder=mostly)
    assert line.runs.useful < 10
    assert line.status is Status.STEADY


def test_gaps_that_leave_too_few_neighbours_leave_no_limits():
    gaps = [value for pair in zip(STEADY, [None] * 16, strict=True) for value in pair]
    others = [50 + at % 3 for at in range(32)]
    assert alder(Alder=gaps, Birch=others).limits is None
    assert alder(Alder=gaps).limits is not None, "nobody reported in those months"


def test_suppressed_points_are_missing_for_the_limits_too():
    shown = alder(Alder=STEADY)
    hidden = alder(Alder=[*STEADY[:8], HIDDEN, *STEADY[8:]])
    assert (hidden.made_of, hidden.limits.ranges) == (16, shown.limits.ranges - 1)
    assert hidden.limits.mean == shown.limits.mean


# Which limits


def test_a_percent_of_counts_has_p_prime_limits_that_step():
    cells = [(7 * size // 10 + at % 3, size) for at, size in enumerate([100, 100, 50, 100] * 4)]
    line = alder(Alder=cells)
    assert line.limits.chart is Chart.P_PRIME
    widths = [point.upper - point.lower for point in line.points]
    assert widths[2] > widths[1] == pytest.approx(widths[0])


def test_a_rate_is_no_share_of_its_denominator():
    rate = a_measure("Referrals per 100", unit=Unit.RATE)
    assert alder(rate, Alder=[(4 + at % 3, 100) for at in range(14)]).limits.chart is Chart.XMR


def test_one_percent_typed_without_counts_makes_it_an_xmr_chart():
    cells = [(70 + at % 4, 100) for at in range(14)]
    assert alder(Alder=[*cells, 72]).limits.chart is Chart.XMR


def test_limits_stay_inside_what_can_be_measured():
    line = alder(Alder=[97, 100, 95, 100, 98, 100, 96, 99, 97, 100, 98, 100, 96, 100])
    assert line.limits.upper == 100
    minutes = a_measure(unit=Unit.MINUTES)
    assert alder(minutes, Alder=[1, 9, 2, 8, 1, 9, 0, 8, 2, 9, 1, 9, 0]).limits.lower == 0


# Phases, baselines, points left out


def test_limits_are_those_of_the_baseline():
    notes = [a_note("end of baseline", month(12)[0])]
    line = alder(Alder=[*FLAT, 72, 74, 71], notes=notes)
    assert (line.made_of, line.limits.mean) == (13, sum(FLAT) / 13)


def test_a_baseline_of_few_points_gives_no_limits():
    line = alder(Alder=STEADY, notes=[a_note("end of baseline", month(6)[0])])
    assert (line.made_of, line.limits) == (7, None)


def test_a_point_left_out_is_out_of_the_limits_and_no_signal():
    cells = [*STEADY[:8], 10, *STEADY[8:]]
    line = alder(Alder=cells, notes=[a_note("exclude point", month(8)[0])])
    assert line.limits.mean == sum(STEADY) / 16
    assert line.points[8].verdict is None


def test_each_phase_has_its_own_limits():
    line = alder(Alder=FLAT + STEADY[:13], notes=[a_note("new phase", month(13)[0])])
    assert line.points[0].upper < line.points[13].upper
    assert line.limits.upper == line.points[-1].upper


def test_a_baseline_freezes_the_phase_that_its_end_lies_in():
    notes = [a_note("new phase", month(8)[0]), a_note("end of baseline", month(10)[0])]
    line = alder(Alder=RISEN, notes=notes)
    assert [point.in_baseline for point in line.points] == [False] * 8 + [True] * 3 + [False] * 5
    assert (line.points[0].median, line.median) == (70, 82)


# Stale and too few come first


def test_an_old_report_is_said_to_be_old_and_nothing_else():
    line = alder(a_measure(target=85), Alder=[*STEADY, 40], as_of=dt.date(2027, 1, 1))
    assert (line.status, line.direction, line.assurance) == (Status.STALE, None, None)
    assert {point.verdict for point in line.points} == {None}


def test_an_old_report_at_its_target_is_not_said_to_be_at_target():
    line = alder(a_measure(target=50), Alder=STEADY, as_of=dt.date(2027, 1, 1))
    assert line.status is Status.STALE


# Assurance


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        (Better.HIGHER, 50, Assurance.MEETS),
        (Better.HIGHER, 74, Assurance.AT_TIMES),
        (Better.HIGHER, 95, Assurance.FALLS_SHORT),
        (Better.LOWER, 95, Assurance.MEETS),
        (Better.LOWER, 72, Assurance.AT_TIMES),
        (Better.LOWER, 50, Assurance.FALLS_SHORT),
        (Better.HIGHER, None, None),
        (Better.NEITHER, 72, None),
    ],
)
def test_whether_a_target_will_be_met_is_where_it_lies_to_the_limits(better, target, assurance):
    assert alder(a_measure(better=better, target=target), Alder=STEADY).assurance is assurance


def test_a_line_that_moves_promises_nothing():
    assert alder(a_measure(target=50), Alder=RISEN).assurance is None


def test_a_line_that_has_just_left_its_limits_promises_nothing():
    line = alder(a_measure(target=90), Alder=[*STEADY, 95])
    assert (line.status, line.direction) == (Status.AT_TARGET, Status.IMPROVING)
    assert line.assurance is None


# How often it is wrong


def share_said_to_move(shift):
    """Of 400 lines of 20 points with a shift halfway, in standard deviations."""
    chance = np.random.default_rng(7).normal(70, 3, (400, 20))
    chance[:, 10:] += 3 * shift
    network = a_published(**{f"T{number:03}": row.tolist() for number, row in enumerate(chance)})
    moved = (Status.IMPROVING, Status.WORSENING)
    return sum(one.status in moved for one in standings(network, network.measures[0])) / 400


def test_a_line_that_does_not_change_is_seldom_said_to_change():
    assert share_said_to_move(0) < 0.05


def test_a_line_that_clearly_changes_is_mostly_said_to_change():
    assert share_said_to_move(2) > 0.5


# One verdict everywhere


@pytest.mark.parametrize("cells", [RISEN, [*STEADY, 40], STEADY, [100] * 14, STEADY[:5]])
def test_series_headline_and_latest_point_never_disagree(cells):
    network = a_published(Alder=cells)
    line = one_series(network, network.measures[0], "Alder")
    sentence = headline(network, network.measures[0])
    said = "Too few" if line.status is Status.TOO_FEW else f"is {line.status} in 1 of 1 team"
    assert said in sentence
    assert line.points[-1].verdict is line.direction
