"""Slips typed into the sample network: each is found, at its cell, and nothing is lost unsaid."""

from collections import Counter
from random import Random

import pytest

from benchmarks.false_findings import (
    AT_MOST,
    demo_networks,
    made_tabs,
    sample_without_mistakes,
)
from benchmarks.fault_spots import faults_of
from benchmarks.faults import address, sample_books, try_faults

ON_THE_SLIPS = pytest.mark.xdist_group("slips")  # which are tried once, in one process
LONG = "Team | Measure | Date | Value | Numerator | Denominator"


@pytest.fixture(scope="module")
def results():
    books = sample_books()
    return try_faults(books, faults_of(books.values(), Random(20260314)))


@ON_THE_SLIPS
def test_ninety_eight_in_a_hundred_slips_are_found_at_their_cell(results):
    missed = [
        (result.fault.kind, result.fault.sheet, address(result.fault.at[0]), result.instead)
        for result in results
        if not result.found
    ]
    assert len(results) >= 500
    assert len(missed) <= 0.02 * len(results), missed


@ON_THE_SLIPS
def test_slips_of_every_kind_are_found(results):
    total = Counter(result.fault.kind for result in results)
    found = Counter(result.fault.kind for result in results if result.found)
    assert len(total) >= 40
    assert {kind for kind in total if not found[kind]} == set()


@ON_THE_SLIPS
def test_slips_stand_in_all_four_workbooks_and_every_filled_tab(results):
    books = sample_books()
    tabs = {(tab.source, tab.title) for book in books.values() for tab in book.tabs}
    assert {(result.fault.source, result.fault.sheet) for result in results} == tabs


def test_a_numerator_without_its_denominator_is_named_and_set_aside(a_network):
    network = a_network(Data=[LONG, "Alder | Attendance | Oct 2025 | | 17 |"])
    assert [(f.code, f.cell) for f in network.findings] == [("required-empty", "F2")]
    assert network.sources[0].rows_set_aside == 1


def test_a_denominator_that_waits_for_its_numerator_is_only_noted(a_network):
    network = a_network(Data=[LONG, "Alder | Attendance | Oct 2025 | | | 20"])
    assert [(f.severity, f.code, f.cell) for f in network.findings] == [
        ("note", "value-empty", "E2")
    ]
    assert network.sources[0].rows_set_aside == 0


@pytest.mark.parametrize("typed", ["#VALUE!", "#N/A", "#NAME?", "#REF!"])
def test_an_error_value_in_a_name_does_not_end_the_table(a_network, typed):
    rows = [f"{typed} | Attendance | Oct 2025 | 85%", "Birch | Attendance | Oct 2025 | 81%"]
    network = a_network(Data=["Team | Measure | Date | Value", *rows])
    assert [f.cell for f in network.findings] == ["A2"]
    assert len(network.observations) == 1


def test_rows_prepared_for_months_to_come_are_left_in_peace(a_network):
    rows = ["Alder | Attendance | May 2026 |", "Birch | Attendance | May 2026 | n/a"]
    network = a_network(Data=["Team | Measure | Date | Value", *rows])
    assert network.findings == ()
    assert network.sources[0].rows_set_aside == 0


def test_columns_prepared_for_months_to_come_are_left_in_peace(a_network):
    tab = ["Team | Measure | Feb 2026 | May 2026", "Alder | Attendance | 85% | —"]
    assert a_network(Data=[*tab, "Birch | Attendance | 81% |"]).findings == ()


def test_a_number_under_a_month_to_come_is_named_once_at_the_month(a_network):
    tab = ["Team | Measure | Feb 2026 | May 2026", "Alder | Attendance | 85% | 81%"]
    network = a_network(Data=[*tab, "Birch | Attendance | 85% | 80%"])
    found = [(f.code, f.cell, f.value) for f in network.findings]
    assert found == [("date-in-future", "D1", "May 2026")]


def test_clean_sheets_of_every_layout_are_left_in_peace():
    clean = [
        sample_without_mistakes(),
        demo_networks(messy=False, seeds=[1]),
        demo_networks(messy=True, seeds=[1]),
        *made_tabs(each=20),
    ]
    assert {kind.sheets: kind.findings for kind in clean if kind.in_a_thousand > AT_MOST} == {}
