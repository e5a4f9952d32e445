"""Gaps between student groups and everybody, as lines of text with a chart."""

import re
from dataclasses import replace

import pytest

from kmlib.analysis.equity import gaps
from kmlib.charts.gap_rows import apart, gap_rows, reading
from kmlib.schema import Better, Unit
from tests.analysis.small import ATTENDANCE, HIDDEN, a_measure, a_published

GROUP = "Multilingual"


def found(group, whole, *, better=Better.HIGHER, unit=Unit.PERCENT, **more):
    data = {("Alder", ATTENDANCE, ""): whole, ("Alder", ATTENDANCE, GROUP): group}
    data |= {("Alder", ATTENDANCE, name): cells for name, cells in more.items()}
    network = a_published(a_measure(better=better, unit=unit), data=data)
    return gaps(network, network.measures[0])


@pytest.mark.parametrize(
    ("group", "whole", "more", "says"),
    [
        (71, 80, {}, "9 points behind"),
        (81, 80, {}, "1 point ahead"),
        (80.4, 79.6, {}, "level with everybody"),
        (71, 80, {"better": Better.LOWER}, "9 points ahead"),
        (71, 80, {"better": Better.NEITHER}, "9 points below"),
        (89, 80, {"better": Better.NEITHER}, "9 points above"),
        (0.5, 0.75, {"unit": Unit.YES_NO}, "25 points behind"),
        (1500, 2750, {"unit": Unit.MINUTES}, "1,250 min behind"),
        (2.25, 3.0, {"unit": Unit.SCORE}, "0.8 behind"),
        (-1.0, 1.0, {"unit": Unit.SCORE}, "2 behind"),
    ],
)
def test_how_far_a_group_is_apart_is_what_the_two_shown_numbers_say(group, whole, more, says):
    (gap,) = found([group], [whole], **more).gaps
    assert apart(gap) == says


def test_two_numbers_that_are_shown_alike_are_never_said_to_be_apart():
    (gap,) = found([76.51], [77.49]).gaps
    assert apart(gap) == "level with everybody"


def test_a_hidden_group_is_counted_and_nowhere_named():
    shown = found([71], [80], Asian=[HIDDEN])
    assert "Asian" not in gap_rows(shown)
    assert reading(shown)[1] == "Not in the picture: 1 group hidden (small group)."


def test_a_group_that_nobody_reports_is_counted_in_a_whole_sentence():
    shown = replace(found([71], [80]), absent={"no data": 8})
    assert reading(shown)[1] == "Not in the picture: 8 groups without data."


def test_a_gap_that_closes_as_everybody_falls_has_no_colour_of_improvement():
    whole = [90 - 2 * month for month in range(18)]
    group = [value - (9 if month < 9 else 3) - month % 2 for month, value in enumerate(whole)]
    assert "gap is closing, but the group gets worse too" in gap_rows(found(group, whole))
    assert "blue" not in gap_rows(found(group, whole))
    steady = [80 + month % 3 for month in range(18)]
    group = [value - (9 if month < 9 else 3) - month % 2 for month, value in enumerate(steady)]
    assert "blue" in gap_rows(found(group, steady))


def test_all_gaps_stand_on_one_scale_with_everybody_on_one_line():
    markup = gap_rows(found([71, 70], [80, 80], Black=[79, 79], White=[82, 82]))
    levels = re.findall(r'd="M6 ([\d.]+)H', markup)
    assert len(levels) == 3
    assert len(set(levels)) == 1


def test_where_no_gap_can_be_shown_nothing_is_drawn_and_the_words_say_why():
    nothing = found([HIDDEN], [80])
    assert gap_rows(nothing) == ""
    assert reading(nothing) == ["", "Not in the picture: 1 group hidden (small group)."]
