import datetime as dt
import json
import re
from html import unescape

import altair as alt
import pytest

from kmlib.analysis.series import network_series, one_series, team_series
from kmlib.charts import run_chart_large
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
    drawn = multiples(network, compared=("Birch", "Alder"))
    assert (drawn.count("km-chosen"), drawn.count("km-alike")) == (1, 1)
    assert "km-chosen" not in multiples(network), "nor is any while the whole network is chosen"


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
    ["baseline median 70%", "target 85%", "baseline months", "Calls <home>", "flu week", "83%"],
)
def test_the_opened_chart_and_its_picture_name_what_is_on_it(network, opened, words):
    assert words in opened
    picture = run_chart_large.opened(one_series(network, network.measures[0], "Alder"))
    assert words in unescape(picture)


def test_the_opened_chart_draws_as_many_dots_as_values(network):
    spec = run_chart(one_series(network, network.measures[0], "Alder"), theme="dark")
    dots = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    assert len(dots["data"]["values"]) == 15


@pytest.mark.parametrize("team", ["Alder", "Birch", "Cedar"])
def test_the_opened_chart_is_vega_lite_as_its_schema_wants_it(network, team):
    spec = run_chart(one_series(network, network.measures[0], team), theme="light")
    assert alt.LayerChart.from_dict(spec, validate=True).to_dict(validate=True)["layer"]


STEADY = [70, 74, 69, 75, 71, 76, 70, 73, 69, 74, 71, 75, 70, 74, 71, 76]


def layer(spec, name):
    """The rows of the layers of one name."""
    found = [part["data"] for part in spec["layer"] if part["data"]["name"] == name]
    return found[0]["values"] if found else []


def test_limits_are_a_band_around_a_steady_line_alone(network):
    steady = a_published(Alder=STEADY)
    line = one_series(steady, steady.measures[0], "Alder")
    row = layer(run_chart(line, theme="light"), "limits")[0]
    assert (row["lower"], row["value"]) == (line.limits.lower, line.limits.upper)
    assert "limits</text>" in run_chart_large.opened(line)
    moving = one_series(network, network.measures[0], "Alder")
    assert layer(run_chart(moving, theme="light"), "limits") == []
    assert "limits</text>" not in run_chart_large.opened(moving)


def test_each_phase_has_its_own_median_on_the_chart_and_begins_a_new_line():
    notes = [a_note("new phase", dt.date(2025, 3, 1))]
    network = a_published(Alder=LOW + HIGH, notes=notes)
    spec = run_chart(one_series(network, network.measures[0], "Alder"), theme="light")
    assert [row["label"] for row in layer(spec, "median")] == ["median 70%", "median 82%"]
    assert [row["stroke"] for row in layer(spec, "line")] == [0] * 6 + [1] * 9
    picture = run_chart_large.opened(one_series(network, network.measures[0], "Alder"))
    assert re.findall(r"median \d+", picture) == ["median 70", "median 82"]


def test_a_point_left_out_is_hollow_and_says_so():
    network = a_published(
        Alder=[70, 10, 72], notes=[a_note("exclude point", dt.date(2024, 10, 5), note="flood")]
    )
    spec = run_chart(one_series(network, network.measures[0], "Alder"), theme="light")
    left_out = layer(spec, "dots")[1]
    assert (left_out["inside"], left_out["note"]) == ("#FFFFFF", "flood")
    picture = run_chart_large.opened(one_series(network, network.measures[0], "Alder"))
    assert picture.count('fill="var(--km-bg)"') == 1
    assert "flood</text>" in picture


def test_hovering_over_the_start_of_a_cycle_tells_what_was_tried():
    tried = CYCLE.model_copy(update={"change_idea": "Call before 9"})
    network = a_published(Alder=LOW + HIGH, cycles=[tried])
    spec = run_chart(one_series(network, network.measures[0], "Alder"), theme="light")
    (row,) = layer(spec, "cycles")
    assert (row["label"], row["tried"], row["when"]) == (
        "Calls <home>",
        "Call before 9",
        "3 March 2025",
    )
    assert "Calls &#60;home&#62;&#58; Call before 9" in multiples(network)


@pytest.mark.parametrize(("months", "named"), [(3, 3), (14, 7), (40, 7)])
def test_the_days_named_below_a_chart_are_those_of_points_and_few(months, named):
    network = a_published(Alder=[70 + at % 5 for at in range(months)])
    line = one_series(network, network.measures[0], "Alder")
    days = run_chart(line, theme="light")["encoding"]["x"]["axis"]["values"]
    assert len(days) == named
    assert {day[:10] for day in days} <= {point.start.isoformat() for point in line.points}


def test_a_chart_that_is_opened_again_is_not_drawn_again(network):
    spec, again = (
        run_chart(one_series(network, network.measures[0], "Alder"), theme="light") for _ in "12"
    )
    assert spec is again


def test_the_opened_chart_of_hidden_points_alone_gives_no_number(network):
    spec = run_chart(one_series(network, network.measures[0], "Cedar"), theme="light")
    picture = run_chart_large.opened(one_series(network, network.measures[0], "Cedar"))
    for drawn in (json.dumps(spec), picture):
        assert "hidden (small group)" in drawn


def test_the_rule_family_stands_under_the_chart_with_its_numbers(network):
    line = one_series(network, network.measures[0], "Alder")
    assert rules_line(line) == (
        "Run chart, Anhøj rules: useful points 13 · longest run 9 of at most 7"
        " · crossings 4, at least 3 · median of 6 baseline points"
    )
