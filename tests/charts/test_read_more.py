import html
import re

from kmlib.analysis.cells import Cells
from kmlib.analysis.series import network_series, one_series
from kmlib.charts.read_more import formula, read_more
from kmlib.observations import Place
from kmlib.schema import Unit
from tests.analysis.small import a_measure, a_published

COUNTED = {"Alder": [(8, 10)], "Birch": [(1, 10)]}


def text(markup):
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def test_definition_formula_cells_and_rule_are_one_click_away():
    measure = a_measure(definition="Present nine days in ten")
    network = a_published(measure, **COUNTED)
    cells = [Cells(Place("hub.xlsx", "Data"), 12, 2)]
    said = text(read_more(one_series(network, measure, "Alder"), cells))
    for part in (
        "Present nine days in ten",
        "numerator ÷ denominator × 100",
        "hub.xlsx, tab Data: 12 cells, of which 2 hidden",
        "Run chart, Anhøj rules",
        "Limits: from 13 points on",
    ):
        assert part in said


def test_the_formula_names_the_columns_as_the_sheet_does():
    measure = a_measure(numerator_known_as=("Present",), denominator_known_as=("Enrolled",))
    network = a_published(measure, **COUNTED)
    said = formula(network_series(network, measure))
    assert said.startswith(
        "Present ÷ Enrolled × 100. For the network all counts are added up: 9 of"
    )


def test_a_rate_says_of_how_many_it_is():
    rate = a_measure("Referrals per 100", unit=Unit.RATE)
    network = a_published(rate, Alder=[(3, 120)])
    assert formula(one_series(network, rate, "Alder")) == "numerator ÷ denominator × 100."


def test_a_typed_value_has_no_formula():
    network = a_published(Alder=[80])
    line = one_series(network, network.measures[0], "Alder")
    assert formula(line) == "The value as it was typed."


def test_a_tab_of_a_google_sheet_is_linked_and_many_tabs_are_summed_up():
    network = a_published(Alder=[80])
    line = one_series(network, network.measures[0], "Alder")
    link = "https://docs.google.com/spreadsheets/d/1/edit#gid=0"
    tabs = [Cells(Place(f"{n}.xlsx", "<Data>", link if n == 1 else ""), 9, 0) for n in range(8)]
    markup = read_more(line, tabs)
    assert markup.count("<a href=") == 1
    assert "<Data>" not in markup
    assert "and 27 cells in 3 more tabs" in text(markup)
