import pytest

from kmlib.charts.scale import scale_of, shared_span
from kmlib.schema import Unit
from tests.analysis.small import a_measure, a_published


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([64, 86], 60, 90),
        ([98, 100], 96, 100),
        ([0, 1], 0, 4),
        ([70], 68, 72),
        ([], 0, 4),
    ],
    ids=["two", "at the top", "at the bottom", "one", "none"],
)
def test_a_scale_of_percents_is_round_and_within_0_and_100(values, low, high):
    scale = scale_of(values, a_measure())
    assert (scale.low, scale.high) == (low, high)


def test_a_scale_of_other_units_does_not_go_below_zero_without_need():
    assert scale_of([0.2, 3.1], a_measure(unit=Unit.RATE)).low == 0


def test_ticks_run_from_the_bottom_to_the_top():
    assert scale_of([64, 86], a_measure()).ticks == [60, 70, 80, 90]


def test_all_teams_share_one_scale_and_the_same_days():
    network = a_published(Alder=[80, 82], Birch=[None, 61])
    span = shared_span(network, network.measures[0])
    assert (span.scale.low, span.scale.high) == (60, 90)
    assert (span.first.month, span.last.month) == (9, 10)


def test_there_is_no_scale_where_nobody_reported():
    assert shared_span(a_published(), a_measure()) is None
