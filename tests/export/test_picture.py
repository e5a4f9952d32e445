"""A picture to take along: it says what it is, and asks for nothing."""

import re
from xml.etree import ElementTree

import pytest
from sample import sample_network

from kmlib.analysis import stuck, waves
from kmlib.analysis.series import network_series, team_series
from kmlib.charts import run_chart_large, run_chart_svg, wave_blocks, who_learns
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.scale import shared_span
from kmlib.export.picture import picture


def texts(drawn):
    """The words in a picture, line by line."""
    words = ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")
    return ["".join(one.itertext()) for one in words]


def small_multiples(network):
    measure = network.measures[0]
    whole, lines = network_series(network, measure), team_series(network, measure)
    drawn = run_chart_svg.small_multiples(lines, span=shared_span(network, measure), network=whole)
    return drawn + run_chart_svg.legend(whole)


def the_map(network):
    lanes = tuple(stuck.lanes(network, waves.maps(network)[""]))
    return wave_blocks.drawn(lanes, waves.counts([lane.wave for lane in lanes]), says="Waves")


def run_chart(network):
    return run_chart_large.opened(network_series(network, network.measures[0]))


def who_learned(network):
    tie = {"from": "Alder", "to": "Birch", "used_or_tried": "Calls", "told_only": ""}
    return who_learns.drawn([tie], ["Alder", "Birch"], says="One gave")


@pytest.mark.parametrize("drawn", [small_multiples, the_map, run_chart, who_learned])
def test_a_picture_stands_alone_in_any_program(drawn):
    network = sample_network()
    made = picture(network, "How it goes", drawn(network)).decode()
    assert not re.search(r"<script|href=|url\((?!#)|@import|foreignObject|var\(|@media", made)
    root = ElementTree.fromstring(made)
    assert float(root.get("height")) > 100
    assert root.get("aria-label") == "How it goes"


def test_a_picture_bears_its_title_its_date_its_source_and_what_is_hidden():
    network = sample_network()
    first, *_, note, made_from, goes_on = texts(
        picture(network, "It goes well", run_chart(network), ["Runs only."])
    )
    assert first == "It goes well"
    assert note == "Runs only."
    assert made_from.startswith("Riverbend Learning Network (made up). As of 14 March 2026, from 4")
    assert "are hidden" in f"{made_from} {goes_on}"


def test_every_small_chart_keeps_its_team_and_verdict_and_the_legend_stands_below():
    network = sample_network()
    said = texts(picture(network, "Teams", small_multiples(network)))
    for row in network.teams:
        assert any(text.startswith(f"{row.team}: ") for text in said)
    assert any("network median" in text for text in said)


def test_of_a_map_only_the_large_one_is_taken_not_the_blocks_of_a_phone():
    drawn = the_map(sample_network())
    assert drawn.count("<svg ") > 5
    made = picture(sample_network(), "Waves", drawn).decode()
    assert made.count("<svg ") == 1
    assert texts(made).count("Generation") == 1


def test_who_gave_stands_at_the_left_of_the_lines_and_who_learned_at_the_right():
    said = texts(picture(sample_network(), "Ties", who_learned(None)))
    assert said[1:5] == ["Alder 1", "Birch", "Alder", "Birch 1"]


def test_what_teams_type_stays_words_in_a_picture():
    typed = '</text><script>alert(1)</script> & "x"'
    words = tag("text", escape(typed), x=1, y=1)
    some = tag("div", tag("p", escape(typed)) + svg(words, width=10, height=9, says=typed))
    made = picture(sample_network(), typed, some * 2, [typed])
    said = [text.replace("\u2060", "") for text in texts(made)]
    assert said.count(typed) == 6  # the title, twice a line and a drawing, and the note
    assert b"<script" not in made
