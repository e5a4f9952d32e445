import datetime as dt

import pytest

from kmlib.analysis.series import network_series, one_series
from kmlib.charts import words
from kmlib.schema import Better, Unit
from tests.analysis.small import HIDDEN, a_measure, a_note, a_published

LOW, HIGH = [70, 71, 69, 70, 72, 68], [80, 81, 82, 80, 83, 81, 84, 82, 83]


def a_line(cells, **more):
    network = a_published(a_measure(**more), Alder=cells, notes=more.pop("notes", ()))
    return one_series(network, network.measures[0], "Alder")


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (Unit.PERCENT, 78.26, "78%"),
        (Unit.MINUTES, 40, "40 min"),
        (Unit.RATE, 4.66, "4.7"),
        (Unit.COUNT, 1200, "1,200"),
        (Unit.COUNT, -3, "−3"),
        (Unit.YES_NO, 0.75, "75% yes"),
    ],
    ids=["percent", "minutes", "rate", "count", "below zero", "yes or no"],
)
def test_a_number_is_written_in_its_unit(unit, value, text):
    assert words.number(value, a_measure(unit=unit)) == text


def test_decimals_are_those_of_the_measures_tab():
    assert words.number(78.26, a_measure(decimals=1)) == "78.3%"


def test_a_hidden_series_and_one_without_data_are_told_apart():
    assert words.verdict(a_line([HIDDEN, HIDDEN])) == "hidden (small group)"
    assert (
        words.verdict(one_series(a_published(teams=["Alder"]), a_measure(), "Alder")) == "no data"
    )


def test_too_few_points_claim_nothing():
    assert words.verdict(a_line([70, 90])) == "too few points to judge"
    assert words.rule_in_words(a_line([70, 90])) == "2 of the 10 useful points that a verdict needs"


def frozen(better):
    notes = [a_note("end of baseline", dt.date(2025, 2, 15))]
    network = a_published(a_measure(better=better), Alder=LOW + HIGH, notes=notes)
    return one_series(network, network.measures[0], "Alder")


@pytest.mark.parametrize(
    ("better", "verdict"),
    [(Better.HIGHER, "improving"), (Better.LOWER, "worsening")],
    ids=["higher is better", "lower is better"],
)
def test_the_verdict_says_good_or_bad_and_not_up_or_down(better, verdict):
    assert words.verdict(frozen(better)) == verdict


def test_a_long_run_is_the_reason_of_a_verdict():
    line = frozen(Better.HIGHER)
    assert words.rule_in_words(line) == "9 in a row above; chance rarely gives more than 7"


def test_few_crossings_alone_are_a_reason_too():
    line = a_line([60, 61, 62, 60, 61, 62, 80, 81, 82, 80, 81, 82])
    assert words.rule_in_words(line).startswith("crosses the median only once; chance rarely")


def test_the_network_says_of_how_many_teams_it_was_made():
    network = a_published(Alder=[(8, 10)], Birch=[(1, 10)], teams=["Alder", "Birch", "Cedar"])
    line = network_series(network, network.measures[0])
    text = "For the network all counts are added up: 9 of 20, from 2 of 3 teams."
    assert words.about(line) == text
