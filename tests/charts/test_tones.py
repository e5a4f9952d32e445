import datetime as dt

import pytest

from kmlib.analysis.series import one_series
from kmlib.charts.run_chart_parts import strokes, tone, unbroken
from kmlib.schema import Better
from tests.analysis.small import HIDDEN, a_measure, a_note, a_published

LOW, HIGH = [70, 71, 69, 70, 72, 68], [80, 81, 82, 80, 83, 81, 84, 82, 83]


def lit(line):
    """The points in colour, with their tone."""
    tones = {point: tone(point) for point in line.points}
    return {point: name for point, name in tones.items() if name != "grey"}


def frozen(cells, better=Better.HIGHER):
    """A line whose median is that of its first six months."""
    notes = [a_note("end of baseline", dt.date(2025, 2, 15))]
    network = a_published(a_measure(better=better), Alder=cells, notes=notes)
    return one_series(network, network.measures[0], "Alder")


@pytest.mark.parametrize(
    ("better", "tone"),
    [(Better.HIGHER, "blue"), (Better.LOWER, "orange"), (Better.NEITHER, "ink2")],
    ids=["higher is better", "lower is better", "neither"],
)
def test_the_colour_of_a_run_says_good_or_bad_and_not_up_or_down(better, tone):
    assert set(lit(frozen(LOW + HIGH, better)).values()) == {tone}


def test_the_unusually_long_run_is_in_colour():
    line = frozen(LOW + HIGH)
    assert list(lit(line)) == list(line.points[6:])
    assert len([stroke for stroke in strokes(line) if stroke.is_signal]) == 8


def test_a_point_on_the_median_does_not_break_the_colour_of_its_run():
    line = frozen([*LOW, *HIGH[:4], 70, *HIGH[4:]])
    assert len(lit(line)) == 10
    assert len([stroke for stroke in strokes(line) if stroke.is_signal]) == 9


def test_with_few_crossings_alone_the_run_it_is_in_now_is_in_colour():
    network = a_published(Alder=[60, 61, 62, 60, 61, 62, 80, 81, 82, 80, 81, 82])
    line = one_series(network, network.measures[0], "Alder")
    assert list(lit(line)) == list(line.points[6:])


def test_without_a_signal_nothing_is_in_colour():
    network = a_published(Alder=[60, 61, 62])
    line = one_series(network, network.measures[0], "Alder")
    assert [stroke.tone for stroke in strokes(line)] == ["grey"]


def test_a_line_breaks_where_others_reported_and_this_team_did_not():
    network = a_published(Alder=[80, None, 82, 83], Birch=[1, 2, 3, 4])
    stretches = unbroken(one_series(network, network.measures[0], "Alder").points)
    assert [[point.value for point in stretch] for stretch in stretches] == [[80], [82, 83]]


def test_a_line_breaks_at_a_hidden_point():
    network = a_published(Alder=[80, HIDDEN, 82])
    assert len(list(unbroken(one_series(network, network.measures[0], "Alder").points))) == 2


def test_a_month_in_which_nobody_reports_breaks_no_line():
    network = a_published(Alder=[80, None, 82], Birch=[1, None, 3])
    assert len(list(unbroken(one_series(network, network.measures[0], "Alder").points))) == 1
