import datetime as dt
import re

from kmlib.analysis.learnings import STAGES
from kmlib.analysis.waiting import MonthCount, StageMonths
from kmlib.charts import month_bars, who_learns
from kmlib.charts.plain_table import of_rows


def a_line(giver, learner, *, used="", told=""):
    return {"from": giver, "to": learner, "used_or_tried": used, "told_only": told, "last": None}


def names(shown):
    """The names at the left and at the right."""
    return [
        re.findall("<span[^>]*>(.*?)</span>", part) for part in re.findall("<ol>.*?</ol>", shown)
    ]


def test_each_team_stands_on_both_sides_with_of_how_many_it_is():
    lines = [a_line("Alder", "Birch", used="Calls"), a_line("Alder", "Cedar", told="Calls")]
    teams = ["Alder", "Birch", "Cedar"]
    shown = who_learns.drawn(lines, teams, says="1 gave")
    assert names(shown) == [teams, teams]
    assert "1 of 3 gave" in shown
    assert "2 of 3 learned<" in shown
    assert re.findall(r"<li[^>]*><span[^>]*>Alder</span><b>(.*?)</b>", shown) == ["2", ""]
    assert 'aria-label="1 gave"' in shown


def test_what_is_used_is_a_thick_line_and_what_was_told_only_a_dashed_one():
    lines = [a_line("Alder", "Birch", used="Calls"), a_line("Alder", "Cedar", told="Calls")]
    shown = who_learns.drawn(lines, [], says="")
    assert re.findall('<path d="[^"]*" class="(.*?)"', shown) == ["km-taken", "km-told"]
    assert "Alder to Birch&#58; Calls" in shown


def test_of_one_team_or_of_districts_only_those_with_a_line_stand_there():
    shown = who_learns.drawn([a_line("Alder", "Zed", used="Calls")], [], says="")
    assert names(shown) == [["Alder"], ["Zed"]]


def test_a_line_between_districts_is_as_wide_as_it_stands_for_many():
    lines = [a_line("East", to, used="some") | {"lines": n} for to, n in (("West", 8), ("East", 4))]
    shown = who_learns.drawn(lines, [], says="")
    assert "1 gave, by district" in shown
    assert "2 learned, by district" in shown
    assert re.findall('style="stroke-width:(.*?)px"', shown) == ["14.0", "7.0"]
    assert "<b>12</b>" in shown


def test_without_a_line_nothing_is_drawn():
    assert who_learns.drawn([], ["Alder"], says="") == ""
    assert who_learns.drawn([], [], says="") == ""


def test_plain_rows_become_a_table_without_empty_columns_and_with_long_cells_cut():
    rows = [
        {"in_the_way": "<b>no time</b>", "past_it": "", "items": 0, "last": dt.date(2026, 3, 4)},
        {"in_the_way": "word " * 90, "past_it": None, "items": 3831, "last": None},
    ]
    shown = of_rows(rows, says="In the way")
    assert re.findall("<th scope[^>]*>(.*?)</th>", shown) == ["In the way", "Items", "Last"]
    assert "&#60;b&#62;no time" in shown
    assert "4 March 2026" in shown
    assert ">0</td>" in shown
    assert ">3,831</td>" in shown
    assert "None" not in shown
    assert "word …" in shown
    assert of_rows([], says="") == ""


def test_who_takes_part_has_a_mark_for_each_month():
    months = [
        MonthCount(dt.date(2026, m, 1), *n) for m, n in ((1, (0, 0)), (2, (0, 1)), (3, (2, 2)))
    ]
    here, none = StageMonths(STAGES[0], tuple(months)), StageMonths(STAGES[1], ())
    shown = month_bars.presence_table([("families", (here, none))])
    assert re.findall("<([biu]) title", shown) == ["u", "i", "b"]
    assert "<b>2</b> of 3" in shown
    assert "–</span>" in shown
