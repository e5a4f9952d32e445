from kmlib.analysis.cells import cells_behind

DATA = [
    "Team | Measure | Date | Value | Numerator | Denominator",
    "Alder | Attendance | 2025-09-30 | | 70 | 100",
    "Alder | Attendance | 2025-10-31 | | 3 | 4",
    "Birch | Attendance | 2025-09-30 | | 60 | 100",
]


def test_the_cells_behind_a_series_are_counted_by_workbook_and_tab(published):
    network = published(Data=DATA)
    (alder,) = cells_behind(network, network.measures[0], "Alder")
    assert (alder.place.source, alder.place.sheet, alder.cells) == ("hub.xlsx", "Data", 2)
    (everybody,) = cells_behind(network, network.measures[0])
    assert everybody.cells == 3


def test_hidden_cells_are_counted_apart(published):
    network = published(Data=DATA)
    assert cells_behind(network, network.measures[0], "Alder")[0].hidden == 1


def test_nothing_stands_behind_a_series_without_data(published):
    network = published(Data=DATA)
    assert cells_behind(network, network.measures[0], "Alder", "Grade 9") == []
    assert cells_behind(network, network.measures[0], "Cedar") == []
