import datetime as dt
import json

import altair as alt
import pytest

from kmlib.analysis.series import network_series, one_series, team_series
from kmlib.charts.run_chart import run_chart
from kmlib.charts.run_chart_svg import legend, small_multiples, tiny
from kmlib.charts.scale import shared_span
from kmlib.charts.words import in_a_sentence, rules_line
from kmlib.schema import CycleRow
from tests.analysis.small import ATTENDANCE, HIDDEN, a_measure, a_note, a_published

LOW, HIGH = [70, 71, 69, 70, 72, 68], [80, 81, 82, 80, 83, 81, 84, 82, 83]
CYCLE = CycleRow(
    team="Alder", title="Calls <home>", started=dt.date(2025, 3, 3), measure=ATTENDANCE
)
NOTES = [
    a_note("end of baseline", dt.date(2025, 2, 15), note="calls begin"),
    a_note("note", dt.date(2025, 7, 10), team="Alder", note="flu week"),
]


@pytest.fixture(scope="module")
def network():
    return a_published(
        a_measure(target=85),
        Alder=LOW + HIGH,
        Birch=[60, None, 61],
        Cedar=[HIDDEN, HIDDEN],
        teams=["Alder", "Birch", "Cedar", "Dale"],
        cycles=[CYCLE],
        notes=NOTES,
    )


def multiples(network, **more):
    measure = network.measures[0]
    return small_multiples(
        team_series(network, measure),
        span=shared_span(network, measure),
        network=network_series(network, measure),
        **more,
    )


def test_every_drawing_says_in_a_sentence_what_it_shows(network):
    drawn = multiples(network)
    assert drawn.count("<svg") == drawn.count('role="img" aria-label="') == 4


def test_the_sentence_names_value_verdict_and_span(network):
    line = one_series(network, network.measures[0], "Alder")
    assert in_a_sentence(line) == "Alder: 83%, improving; 15 points from Sep 2024 to Nov 2025."


def test_a_gap_stays_a_gap_and_absent_teams_say_why(network):
    drawn = multiples(network)
    assert (
        drawn.count('class="km-line"') == 1 + 8
    )  # Alder's line and eight strokes of its run; no other
    assert "hidden (small group)" in drawn
    assert ">no data</text>" in drawn


def test_hidden_points_are_open_dashes(network):
    assert multiples(network).count("<rect") == 2


def test_a_cycle_is_a_triangle_with_its_title_made_safe(network):
    drawn = multiples(network)
    assert drawn.count("<polygon") == 1
    assert "Calls &#60;home&#62;" in drawn


def test_the_chosen_team_alone_is_outlined(network):
    assert multiples(network, chosen="Birch").count("km-chosen") == 1


def test_the_legend_states_the_networks_median(network):
    line = network_series(network, network.measures[0])
    assert f"network median {line.median:.0f}%" in legend(line)


def test_a_tiny_chart_of_nothing_is_an_empty_drawing_with_words(network):
    drawn = tiny(one_series(network, network.measures[0], "Dale"))
    assert 'aria-label="Dale&#58; no data."' in drawn
    assert "<path" not in drawn


@pytest.fixture(scope="module")
def opened(network):
    spec = run_chart(one_series(network, network.measures[0], "Alder"), theme="light")
    return json.dumps(spec, ensure_ascii=False)


@pytest.mark.parametrize(
    "words",
    ["baseline median 70%", "target 85%", "baseline months", "Calls <home>", "flu week", '"83%"'],
)
def test_the_opened_chart_names_what_is_on_it(opened, words):
    assert words in opened


def test_the_opened_chart_draws_as_many_dots_as_values(network):
    spec = run_chart(one_series(network, network.measures[0], "Alder"), theme="dark")
    dots = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    assert len(dots["data"]["values"]) == 15


@pytest.mark.parametrize("team", ["Alder", "Birch", "Cedar"])
def test_the_opened_chart_is_vega_lite_as_its_schema_wants_it(network, team):
    spec = run_chart(one_series(network, network.measures[0], team), theme="light")
    assert alt.LayerChart.from_dict(spec, validate=True).to_dict(validate=True)["layer"]


def test_a_chart_that_is_opened_again_is_not_drawn_again(network):
    spec, again = (
        run_chart(one_series(network, network.measures[0], "Alder"), theme="light") for _ in "12"
    )
    assert spec is again


def test_the_opened_chart_of_hidden_points_alone_gives_no_number(network):
    spec = run_chart(one_series(network, network.measures[0], "Cedar"), theme="light")
    assert "hidden (small group)" in json.dumps(spec)


def test_the_rule_family_stands_under_the_chart_with_its_numbers(network):
    line = one_series(network, network.measures[0], "Alder")
    assert rules_line(line) == (
        "Run chart, Anhøj rules: useful points 13 · longest run 9 of at most 7"
        " · crossings 4, at least 3 · median of 6 baseline points"
    )
