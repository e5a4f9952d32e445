"""A large sheet is folded before it is read: nothing of what it says may change by that."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
import xlsxwriter

import kmlib
from kmlib.export.demo import write_demo
from kmlib.reading import excel, folded
from kmlib.reading.excel import read_excel
from kmlib.reading.folded import AlikeRows, fold
from kmlib.reading.sources import Opened
from kmlib.snapshots import Folder, Kept, read_kept, write_kept

CELLS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="2"><v>1.5</v></c></row>'


@pytest.fixture(autouse=True)
def small_sheets_too(monkeypatch):
    monkeypatch.setattr(folded, "FEW", 1)
    monkeypatch.setattr(folded, "PIECE", 64)


def sheet(rows):
    return f"<worksheet><sheetData>{CELLS}{rows}</sheetData><x/></worksheet>".encode()


@pytest.fixture
def a_book(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        page = book.add_worksheet("Data")
        formats = [book.add_format({"num_format": f}) for f in ("0%", "[h]:mm", "yyyy-mm-dd")]
        for row in range(0, 40, 2):
            page.write_row(row, 0, ["Alder", "<5 & more", 17, True, "", 17])
            page.write(row, 6, 0.85, formats[0])
            page.write(row, 7, 1.25, formats[1])
            page.write_datetime(row, 8, dt.datetime(2025, 10, 5 + row % 3), formats[2])
            page.write_formula(row, 9, "=A1&B1", None, "")
            page.write_blank(row, 10, None, formats[0])
        page.merge_range("B42:C43", "Fall 2025")
        page.write_formula(50, 1, "=1/0", None, "#DIV/0!")
        page.write_formula(50, 2, "=B1", None, "#N/A")
        page.set_row(3, None, None, {"hidden": True})
    return (tmp_path / "book.xlsx").read_bytes()


def test_a_folded_sheet_is_read_as_any_other(a_book, monkeypatch):
    [tab] = read_excel(a_book, "book.xlsx").tabs
    assert isinstance(tab.rows, AlikeRows)
    assert tab.rows[50][1:3] == ["#DIV/0!", "#N/A"]
    monkeypatch.setattr(excel, "fold", lambda xml: None)
    [plain] = read_excel(a_book, "book.xlsx").tabs
    assert not isinstance(plain.rows, AlikeRows)
    full = [row + [""] * (len(tab.rows[0]) - len(row)) for row in plain.rows]
    assert tab == replace(plain, rows=full)


def test_which_cells_are_the_same_is_told_of_each(a_book):
    [tab] = read_excel(a_book, "book.xlsx").tabs
    for row, cells in enumerate(tab.rows):
        assert cells == [tab.rows.cells[code] for code in tab.rows.codes[row, : len(cells)]]


def test_which_cells_are_the_same_is_kept_with_them(a_book, tmp_path):
    book = read_excel(a_book, "book.xlsx")
    kept = Kept("book.xlsx", dt.datetime(2026, 3, 12, tzinfo=dt.UTC), Opened((book,)))
    write_kept(Folder(tmp_path / "kept"), kept)
    again = read_kept(Folder(tmp_path / "kept"), "book.xlsx")
    assert again == kept
    [before], [after] = book.tabs, again.opened.workbooks[0].tabs
    assert isinstance(after.rows, AlikeRows)
    assert [list(map(repr, row)) for row in after.rows] == [
        list(map(repr, row)) for row in before.rows
    ]
    for row, cells in enumerate(after.rows):
        assert cells == [after.rows.cells[code] for code in after.rows.codes[row]]


def test_a_messy_network_is_the_same_either_way(tmp_path, monkeypatch):
    hub = write_demo(tmp_path / "made", teams=6, measures=4, periods=6, messy=True).hub
    quick = kmlib.load(hub)
    monkeypatch.setattr(excel, "fold", lambda xml: None)
    slow = kmlib.load(hub)
    assert quick.findings == slow.findings
    assert quick.matches == slow.matches
    assert quick.observations.to_pandas().equals(slow.observations.to_pandas())


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param('<!-- <c r="A2"><v>1</v></c> -->', id="a cell in a comment"),
        pytest.param('<?x <c r="A2"/> ?>', id="an instruction"),
        pytest.param('<row r="1"><c r="B1"><v>1</v></c></row>', id="a cell before its place"),
        pytest.param('<row r="2"><c r="A2" r="B2"><v>1</v></c></row>', id="two places"),
        pytest.param('<row r="2"><c r="2"><v>1</v></c></row>', id="no column"),
        pytest.param('<row r="2"><c r="B"><v>1</v></c></row>', id="no row"),
        pytest.param('<row r="2"><c r="B2"><v>1</v><row r="3"></c></row>', id="a row in a cell"),
        pytest.param('<row r="2"><c r="B2" x="a>b"><v>1</v></c></row>', id="another word"),
        pytest.param('<row r="2"><c r="B2"><v>1</v></row>', id="a cell without its end"),
        pytest.param("</sheetData><sheetData>", id="twice"),
        pytest.param(
            '<row r="2"><c r="B2" t="inlineStr"><is><r><t>x</t></r></is></c></row>', id="rich"
        ),
    ],
)
def test_a_sheet_that_is_spelled_unusually_is_not_folded(rows):
    assert fold(sheet("")).rows == 2
    assert fold(sheet(rows)) is None


def test_cells_that_only_seem_the_same_are_never_taken_for_each_other(monkeypatch):
    monkeypatch.setattr(folded, "MIXER", np.uint64(0))
    assert fold(sheet("")) is None
    monkeypatch.setattr(folded, "FIRST_BYTES", np.zeros(9, np.uint64))
    assert fold(sheet('<row r="2"><c r="A2" t="s"><v>10</v></c></row>')) is None
