"""A sheet is vouched for only if every one of its cells was seen, wherever it stands."""

import pytest

from kmlib.reading import spelling
from kmlib.reading.guards import TooLargeError
from kmlib.reading.spelling import OddSpellingError, count_cells

ORDINARY = '<row r="1"><c r="A1"/><c r="B1" s="2"><v>1</v></c></row>'
EVERYWHERE = range(80)  # how far a cell is moved: past a whole piece and its edges


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(spelling, "PIECE", 64)
    monkeypatch.setattr(spelling, "SAMPLE", 8)


def sheet(rows, moved=0):
    return f"<sheetData>{' ' * moved}{ORDINARY}{rows}{ORDINARY}</sheetData><color/>".encode()


def test_each_cell_is_counted_once():
    assert {count_cells(sheet("", moved), most=2) for moved in EVERYWHERE} == {4}


@pytest.mark.parametrize(
    "cell",
    [
        "<c>",
        "<c/>",
        "<c\t>",
        "<c s='1'>",
        "<c  r='A1'>",
        "<c r='A1'>",
        '<c r="a1">',
        '<c r="&#65;1">',
        "<x:c>",
        "<x:c r='A1'>",
        "<c s='1' r='A1'>",
        "<c r = 'A1'>",
        "<c\nr='A1'/>",
    ],
)
def test_a_cell_that_is_spelled_in_another_way_is_seen_wherever_it_stands(cell):
    for moved in EVERYWHERE:
        with pytest.raises(OddSpellingError):
            count_cells(sheet(cell, moved), most=10_000_000)


@pytest.mark.parametrize("place", ["AA1", "XFD1", "A150000", "A999999", "B1048576", "A0200000"])
def test_a_cell_far_away_is_seen_wherever_it_stands(place):
    for moved in EVERYWHERE:
        with pytest.raises(TooLargeError):
            count_cells(sheet(f'<c r="{place}"><v>1</v></c>', moved), most=20)


@pytest.mark.parametrize("place", ["Z1", "Z149999", "A99999", "B007"])
def test_cells_within_26_columns_and_150_000_rows_are_never_far(place):
    assert count_cells(sheet(f'<c r="{place}"><v>1</v></c>'), most=4_000_000) == 5


@pytest.mark.parametrize("cell", ['<c r="ZZZZ1">', '<c r="A12345678">', '<c r="AA1" r="XFD9">'])
def test_a_place_that_is_none_or_one_of_two_is_not_vouched_for(cell):
    with pytest.raises(OddSpellingError):
        count_cells(sheet(cell), most=10_000_000)


def test_a_far_cell_that_is_only_formatted_takes_no_room():
    for blank in ('<c r="XFD9" s="1"/>', '<c r="XFD9"></c>', '<c r="XFD9" t="n" />'):
        assert count_cells(sheet(blank), most=2) == 5


def test_a_part_without_cells_is_no_sheet():
    with pytest.raises(OddSpellingError):
        count_cells(b"<worksheet/>", most=1)
