import json

import altair as alt
import pytest

from kmlib.analysis.funnel import funnel
from kmlib.analysis.peers import Help
from kmlib.charts import slide_charts
from kmlib.charts.funnel_chart import funnel_chart
from kmlib.charts.funnel_words import alike_in_words, in_a_sentence, reading
from kmlib.reading.school_calendar import Period
from tests.analysis.small import HIDDEN, a_measure, a_published, month

NAMES = [f"Team {letter}" for letter in "ABCDEFGHIJKL"]
ALIKE = [(70 + at % 5, 100) for at in range(11)]


def a_funnel(cells):
    data = {(team, "Attendance", ""): [cell] for team, cell in zip(NAMES, cells, strict=False)}
    network = a_published(a_measure(), data=data, teams=NAMES)
    return funnel(network, network.measures[0], Period(*month(0)))


def drawn(found, *compared):
    return funnel_chart(found, a_measure(), compared=compared or ("",), theme="light")


def labels(spec):
    named = (layer for layer in spec["layer"] if layer["data"]["name"] == "named")
    return {row["label"] for row in next(named, {"data": {"values": []}})["data"]["values"]}


def test_a_team_outside_is_named_and_so_is_the_chosen_one():
    found = a_funnel([*ALIKE, (95, 100)])
    assert labels(drawn(found)) == {"Team L"}
    assert labels(drawn(found, "Team B")) == {"Team B", "Team L"}


def test_the_picture_to_take_away_names_who_is_outside_on_the_good_side_and_nobody_behind():
    picture = slide_charts.funnel(a_funnel([*ALIKE[:-1], (95, 100), (30, 100)]), a_measure())
    assert [name for name in NAMES if name in picture] == ["Team K"]
    assert picture.count("<circle") == 12
    assert "100 counted" in picture


@pytest.mark.parametrize("cells", [[(70, 100)], [(70, 100), (80, 100)]], ids=["one", "two"])
def test_a_picture_of_too_few_teams_has_no_band(cells):
    assert "<polygon" not in slide_charts.funnel(a_funnel(cells), a_measure())


def test_teams_to_compare_with_stand_in_a_ring_and_are_not_named_in_the_picture():
    spec = drawn(a_funnel(ALIKE), "Team B", "Team C", "Team D")
    (ring,) = [layer for layer in spec["layer"] if layer["data"]["name"] == "alike"]
    assert [row["team"] for row in ring["data"]["values"]] == ["Team C", "Team D"]
    assert labels(spec) == {"Team B"}


def test_in_what_teams_are_alike_is_said_with_the_numbers_of_the_rule():
    said = alike_in_words("Alder", [Help("Attendance", "Birch", "same cohort, similar size")])
    assert "Birch (same cohort, similar size)" in said
    assert "a size within 25% and a baseline within 10%" in said
    assert alike_in_words("", []) == "", "the whole network is compared with nobody"
    assert alike_in_words("Alder", []).startswith("No team with data shares model")


def test_hovering_tells_team_value_and_counts():
    text = json.dumps(drawn(a_funnel(ALIKE)), ensure_ascii=False)
    assert '"team": "Team A"' in text
    assert '"of": "70 of 100"' in text


@pytest.mark.parametrize("cells", [ALIKE, ALIKE[:3], [(7, 10)] * 12, [(10, 10)] * 12])
def test_the_funnel_is_vega_lite_as_its_schema_wants_it(cells):
    assert alt.LayerChart.from_dict(drawn(a_funnel(cells)), validate=True)


def test_the_title_says_how_many_lie_outside():
    assert in_a_sentence(a_funnel([*ALIKE, (95, 100)])) == (
        "Sep 2024: 1 of 12 teams lies outside what chance gives"
    )
    said = "Sep 2024: none of 11 teams lie outside what chance gives"
    assert in_a_sentence(a_funnel(ALIKE)) == said


def test_few_teams_say_how_many_a_funnel_needs():
    found = a_funnel(ALIKE[:3])
    assert in_a_sentence(found) == "Sep 2024: 3 teams with counts, of 10 that a funnel needs"
    assert reading(found)[:2] == ["", ""]


def test_inside_outside_and_the_absent_are_put_into_words():
    inside, rule, absent = reading(a_funnel([*ALIKE[:10], HIDDEN]))
    assert "to rank them would be to rank luck" in inside
    assert rule == "Funnel, p limits · mean 72.0%"
    assert absent == ("Not in the picture: 1 team hidden (small group), 1 team without a report.")


def test_widened_limits_say_by_how_much():
    rule = reading(a_funnel([(at, 1000) for at in range(400, 1000, 50)]))[1]
    assert rule.startswith("Funnel, p′ limits, 10.")
    assert "times as wide as counting alone explains" in rule
