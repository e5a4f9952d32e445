import html
import re
from dataclasses import replace

import numpy as np
import pytest

from kmlib.analysis.series import network_series, one_series
from kmlib.charts.read_more import CHARTS, RUNS, formula, read_more
from kmlib.observations import Place
from kmlib.reading.school_calendar import Period
from kmlib.schema import CycleRow, Unit
from kmlib.schema.columns import fields_of
from tests.analysis.small import HIDDEN, a_measure, a_published, month

COUNTED = {"Alder": [(8, 10)], "Birch": [(1, 10)]}


def text(markup):
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def test_definition_formula_cells_and_rule_are_one_click_away():
    measure = a_measure(definition="Present nine days in ten")
    network = a_published(measure, Alder=[(8, 10), HIDDEN], Birch=[(1, 10)])
    said = text(read_more(network, "run chart", one_series(network, measure, "Alder")))
    for part in (
        "Present nine days in ten",
        "numerator ÷ denominator × 100",
        "2 cells, of which 1 hidden",
        "Run chart, Anhøj rules",
        "Limits: from 13 points on",
    ):
        assert part in said
    whole = text(read_more(network, "run chart", network_series(network, measure)))
    assert "3 cells, of which 1 hidden" in whole, "the small charts are of every team"


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_tells_what_how_and_where_also_where_a_tab_is_missing(chart):
    network = a_published(**COUNTED)
    for line in (None, network_series(network, network.measures[0])):
        parts = re.findall("<dd>(.*?)</dd>", read_more(network, chart, line))
        what, made, judged, where = parts
        assert judged
        assert where
        assert (what and made) or chart == "run chart", "that one is always of a line"


def test_every_column_that_is_named_stands_in_its_tab():
    for about in CHARTS.values():
        for model, columns in about.tabs.items():
            titles = {spec.column.title for spec in fields_of(model)}
            assert set(columns.split("; ")) <= titles, model


def test_the_rule_of_a_run_chart_is_told_of_no_other_chart():
    network = a_published(**COUNTED)
    line = network_series(network, network.measures[0])
    told = {chart: text(read_more(network, chart, line)) for chart in CHARTS}
    assert {chart for chart in CHARTS if RUNS in told[chart]} == {"run chart", "measures", "gaps"}
    own = {chart for chart in CHARTS if "no useful points" in told[chart]}
    assert own == {"run chart"}, "a gap, say, has runs of its own"


def test_a_funnel_names_the_cells_of_its_period_alone():
    network = a_published(Alder=[(8, 10), (9, 10)], Birch=[(1, 10)])
    line = network_series(network, network.measures[0])
    said = text(read_more(network, "funnel", line, period=Period(*month(1))))
    assert ": 1 cell:" in said


def test_gaps_name_the_cells_of_every_student_group():
    data = {("Alder", "Attendance", group): [(8, 10)] for group in ("", "Grade 8", "Grade 9")}
    network = a_published(data=data)
    line = network_series(network, network.measures[0])
    assert ": 3 cells:" in text(read_more(network, "gaps", line))
    assert ": 1 cell:" in text(read_more(network, "run chart", line))
    assert ": 1 cell:" in text(read_more(network, "measures", group="Grade 9"))


def test_the_rows_of_a_learning_tab_are_counted_and_linked_where_they_can_be(published):
    cycles = ["Team | Title | Started | Learned", "Alder | Calls | 2025-09-01 | Call early"]
    network = published(Cycles=cycles)
    said = text(read_more(network, "stages"))
    assert "hub.xlsx, tab Cycles (Ended; Learned; Priority): 1 row: A2" in said
    assert "There is no Sharing tab." in said
    (row,) = network.rows(CycleRow)
    assert row.place.address == "A2"


def test_the_formula_names_the_columns_as_the_sheet_does():
    measure = a_measure(numerator_known_as=("Present",), denominator_known_as=("Enrolled",))
    network = a_published(measure, **COUNTED)
    line = network_series(network, measure)
    assert formula(line) == "Present ÷ Enrolled × 100."
    assert "For the network all counts are added up: 9 of" in text(
        read_more(network, "run chart", line)
    )


def test_a_rate_says_of_how_many_it_is():
    rate = a_measure("Referrals per 100", unit=Unit.RATE)
    network = a_published(rate, Alder=[(3, 120)])
    assert formula(one_series(network, rate, "Alder")) == "numerator ÷ denominator × 100."


def test_a_typed_value_has_no_formula():
    network = a_published(Alder=[80])
    line = one_series(network, network.measures[0], "Alder")
    assert formula(line) == "The value as it was typed."


def test_a_cell_of_a_google_sheet_is_linked_and_many_tabs_are_summed_up():
    link = "https://docs.google.com/spreadsheets/d/1/edit#gid=0"
    network = a_published(Alder=[80])
    seen = network.observations
    places = [Place(f"{n}.xlsx", "<Data>", link if n == 0 else "") for n in range(8)]
    many = replace(
        seen.take(np.arange(16) % len(seen)),
        places=tuple(places),
        place=np.arange(16, dtype=np.int32) // 2,
    )
    network = replace(network, observations=many)
    markup = read_more(network, "measures")
    assert markup.count("<a href=") == 2, "one link a cell"
    assert "&#38;range=" in markup
    assert "<Data>" not in markup
    assert "and 6 cells in 3 more tabs" in text(markup)
