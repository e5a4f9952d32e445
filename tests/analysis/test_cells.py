import datetime as dt

from kmlib.analysis.cells import cells_behind, rows_behind
from kmlib.reading.school_calendar import Period
from kmlib.schema import CycleRow

DATA = [
    "Team | Measure | Date | Value | Numerator | Denominator",
    "Alder | Attendance | 2025-09-30 | | 70 | 100",
    "Alder | Attendance | 2025-10-31 | | 3 | 4",
    "Birch | Attendance | 2025-09-30 | | 60 | 100",
]


def test_the_cells_behind_a_series_are_counted_by_workbook_and_tab(published):
    network = published(Data=DATA)
    (alder,) = cells_behind(network, measure="Attendance", team="Alder")
    assert (alder.place.source, alder.place.sheet, alder.cells) == ("hub.xlsx", "Data", 2)
    (everybody,) = cells_behind(network, measure="Attendance")
    assert everybody.cells == 3
    assert everybody.first == ("E2", "E3", "E4")


def test_hidden_cells_are_counted_apart(published):
    network = published(Data=DATA)
    assert cells_behind(network, measure="Attendance", team="Alder")[0].hidden == 1


def test_nothing_stands_behind_a_series_without_data(published):
    network = published(Data=DATA)
    assert cells_behind(network, measure="Attendance", team="Alder", group="Grade 9") == []
    assert cells_behind(network, measure="Attendance", team="Cedar") == []


def test_the_cells_of_one_period_are_those_of_no_other(published):
    network = published(Data=DATA)
    september = Period(dt.date(2025, 9, 1), dt.date(2025, 9, 30))
    (tab,) = cells_behind(network, september, measure="Attendance")
    assert tab.first == ("E2", "E4")


def test_only_the_first_cells_of_a_long_tab_are_named(published):
    rows = [f"Alder | Attendance | 2025-{month:02}-28 | | 70 | 100" for month in range(1, 10)]
    (tab,) = cells_behind(published(Data=[DATA[0], *rows]), measure="Attendance")
    assert (tab.cells, tab.first) == (9, ("E2", "E3", "E4", "E5"))


def test_the_rows_of_a_tab_are_named_as_its_cells_are(published):
    cycles = ["Team | Title | Started", "Alder | Calls | 2025-09-01", "Birch | Pairs | 2025-09-01"]
    network = published(Data=DATA, Cycles=cycles)
    (tab,) = rows_behind(network, CycleRow)
    assert (tab.place.sheet, tab.cells, tab.first) == ("Cycles", 2, ("A2", "A3"))
