import datetime as dt

import pytest

from kmlib.analysis.series import network_series, one_series
from kmlib.charts import words
from kmlib.schema import Better, CycleRow, Unit
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


STEADY = [70, 74, 69, 75, 71, 76, 70, 73, 69, 74, 71, 75, 70, 74, 71, 76]


def test_the_limits_stand_under_the_chart_with_their_rule_and_numbers():
    assert words.limits_line(a_line(STEADY)) == (
        "XmR limits: 61% to 84% · mean 72% of 16 points · no moving range left out"
    )
    counted = words.limits_line(a_line([(value, 100) for value in STEADY]))
    assert counted.startswith("p′ (Laney) limits: 61% to 84%")
    assert "wider where fewer are counted" in counted


def test_ranges_left_out_of_the_limits_are_named():
    line = a_line([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], unit=Unit.COUNT)
    assert words.limits_line(line).endswith("2 of 17 moving ranges left out as too wide")


def test_without_limits_it_says_why():
    assert words.limits_line(a_line(STEADY[:6])) == "Limits: from 13 points on, of 6 so far"
    assert words.limits_line(frozen(Better.HIGHER)).startswith("Limits: none while the runs show")


def test_a_short_frozen_baseline_never_gets_limits_and_says_of_which_points():
    network = a_published(Alder=STEADY, notes=[a_note("end of baseline", dt.date(2025, 2, 15))])
    line = one_series(network, network.measures[0], "Alder")
    assert words.limits_line(line) == "Limits: from 13 baseline points on; here are 6"


def test_rare_events_say_why_runs_are_silent():
    rare = [0, 0, 2, 0, 1, 0, 0, 1, 0, 3, 0, 0]
    line = a_line(rare, unit=Unit.COUNT, better=Better.LOWER)
    why = "half of the points or more are the lowest or the highest: runs say nothing"
    assert words.verdict(line) == "too few points to judge"
    assert words.rule_in_words(line) == why
    assert words.rules_line(line).endswith(why)


@pytest.mark.parametrize(
    ("cells", "more", "said"),
    [
        (STEADY, {"target": 90}, "from its target."),
        ([*[70, 74] * 6, 86], {}, "is 16 points above the baseline, 70% (median of its first 3"),
        ([*[80, 80.2, 80.1] * 4, 80.2], {}, "The latest value is at the baseline, 80%"),
        (HIGH[:5], {}, ""),
        ([HIDDEN] * 12, {}, ""),
    ],
    ids=["target", "above", "as it is shown", "too few points", "hidden"],
)
def test_the_latest_value_stands_beside_baseline_and_target_where_it_can_be_judged(
    cells, more, said
):
    told = words.since_baseline(a_line(cells, **more))
    assert said in told
    assert bool(told) is bool(said)


def test_a_short_baseline_comes_with_a_caution():
    assert words.baseline_in_words(frozen(Better.HIGHER)).startswith("A baseline of 6 points is")
    assert words.baseline_in_words(a_line(STEADY)) == ""


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([*STEADY, 40], "the latest value lies below the limits; chance rarely takes one there"),
        ([*STEADY, 99], "the latest value lies above the limits; chance rarely takes one there"),
        (STEADY, "no signal: ups and downs as chance gives them"),
        ([100] * 12, "every point is the same"),
        (
            [60, 61, 59] * 3 + [70, 71, 72, 60, 73, 74, 75, 76, 77, 78, 79],
            "9 in a row on one side, and now above; chance rarely gives more than 7",
        ),
    ],
    ids=["below", "above", "chance", "constant", "left the run"],
)
def test_every_verdict_has_its_reason_in_words(cells, reason):
    assert words.rule_in_words(a_line(cells)) == reason


def test_an_old_report_is_the_reason_to_say_nothing():
    network = a_published(Alder=STEADY, as_of=dt.date(2027, 1, 1))
    line = one_series(network, network.measures[0], "Alder")
    assert words.verdict(line) == "no recent report"
    said = "last reported on 31 December 2025: too long ago to say how it is going"
    assert words.rule_in_words(line) == said


def test_the_target_is_held_against_the_limits_in_words():
    said = "Target 90%: as things are, it will not meet its target"
    assert words.target_in_words(a_line(STEADY, target=90)) == said
    assert words.target_in_words(a_line(STEADY)) == ""


def with_a_cycle(cells, started):
    cycle = CycleRow(team="Alder", title="Calls home", started=started, measure="Attendance")
    network = a_published(Alder=cells, cycles=[cycle])
    return words.before_and_after_in_words(one_series(network, network.measures[0], "Alder"))


def test_before_and_after_is_read_with_points_enough_on_each_side_and_names_no_cause():
    read, caution = with_a_cycle([70, 71] * 5 + [80, 81] * 5, dt.date(2025, 7, 1))
    assert read == (
        "Calls home, from 1 July 2025: median 70% of 10 points before, 80% of 10 points since;"
        " chance rarely makes both"
    )
    assert caution == "This is an order of events; what caused it is for you to judge."


def test_before_and_after_that_chance_makes_says_so():
    read, _ = with_a_cycle(STEADY[:10] + STEADY[:10], dt.date(2025, 7, 1))
    assert read.endswith("chance may well make both")


def test_the_month_in_which_a_cycle_began_is_neither_before_nor_after():
    (said,) = with_a_cycle([70, 71] * 10, dt.date(2025, 7, 15))
    assert said.endswith("from 10 points on each side; so far 10 and 9.")


def test_without_cycles_nothing_is_said_of_before_and_after():
    assert words.before_and_after_in_words(a_line(STEADY)) == []
