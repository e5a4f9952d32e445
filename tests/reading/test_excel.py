"""Excel and OpenDocument workbooks: what a person sees in the sheet is what is read."""

import datetime as dt
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from kmlib.reading import excel
from kmlib.reading.cells import SourceError
from kmlib.reading.excel import read_excel
from kmlib.reading.spelling import OddSpellingError, count_cells

SHEET = "xl/worksheets/sheet1.xml"

pytestmark = pytest.mark.usefixtures("nothing_apart")


@pytest.fixture
def a_book(tmp_path):
    """`a_book(write)`: a workbook with one tab, Data, that `write(book, sheet)` fills."""

    def build(write=lambda book, sheet: sheet.write(0, 0, "Team"), **options):
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(str(path), options) as book:
            write(book, book.add_worksheet("Data"))
        return path

    return build


@pytest.fixture
def a_sheet(a_book):
    """`a_sheet('<row r="1">...</row>')`: a workbook whose tab holds just this; style 1 is 0%."""

    def build(rows, change=lambda text: text):
        def write(book, sheet):
            sheet.write(0, 0, 0.5, book.add_format({"num_format": "0%"}))

        inside = re.compile("<sheetData>.*</sheetData>")
        path = a_book(write)
        replaced = f"<sheetData>{rows}</sheetData>"
        return edited(path, SHEET, lambda text: change(inside.sub(lambda _: replaced, text)))

    return build


def edited(path, part, change):
    """The same workbook with one part of it changed by hand."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def tabs_of(path):
    return read_excel(path.read_bytes(), path.name).tabs


def rows_of(path):
    return tabs_of(path)[0].rows


def without_blanks(row):
    """The row up to its last filled cell: how long the rest is says nothing."""
    return row[: max((place for place, cell in enumerate(row, start=1) if cell != ""), default=0)]


def code_of(source):
    data = source if isinstance(source, bytes) else source.read_bytes()
    with pytest.raises(SourceError) as refusal:
        read_excel(data, "book.xlsx")
    return refusal.value.finding.code


def test_the_first_cell_is_a1_even_when_the_table_begins_further_down(a_book):
    path = a_book(lambda book, sheet: sheet.write("C2", "Team"))
    assert rows_of(path) == [["", "", ""], ["", "", "Team"]]


def test_each_cell_keeps_its_own_type(a_book):
    def write(book, sheet):
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Alder", "007", 85, True, ""])
        sheet.write_datetime(0, 5, dt.datetime(2025, 10, 5), dates)

    assert rows_of(a_book(write)) == [["Alder", "007", 85.0, True, "", dt.date(2025, 10, 5)]]


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        pytest.param(0.85, "0%", "85%", id="whole"),
        pytest.param(0.853, "0.0%", "85.3%", id="tenths"),
        pytest.param(0.8531, "0%", "85.31%", id="more digits than shown"),
        pytest.param(0.07, "0%", "7%", id="no binary dust"),
        pytest.param(1, "0.00%", "100%", id="all of them"),
        pytest.param(0, "0%", "0%", id="none of them"),
        pytest.param(-0.05, "0%;[Red]-0%", "-5%", id="negative"),
        pytest.param(0.0000012, "0%", "0.00012%", id="tiny"),
        pytest.param(0.85, '0" % of all"', 0.85, id="a percent sign that is only a word"),
        pytest.param(0.85, "0\\%", 0.85, id="a percent sign that is escaped"),
        pytest.param(0.85, "0.00", 0.85, id="a plain number"),
    ],
)
def test_a_number_under_a_percent_format_is_the_text_a_person_would_type(
    a_book, number, number_format, shown
):
    def write(book, sheet):
        sheet.write(0, 0, number, book.add_format({"num_format": number_format}))

    assert rows_of(a_book(write)) == [[shown]]


def test_a_computed_percent_is_a_percent_too(a_book):
    def write(book, sheet):
        sheet.write_formula(0, 0, "=B1/C1", book.add_format({"num_format": "0%"}), 0.425)

    assert rows_of(a_book(write)) == [["42.5%"]]


def test_a_text_in_a_cell_with_a_percent_format_stays_as_typed(a_book):
    def write(book, sheet):
        percent = book.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, ["n/a", "0.85"], percent)
        sheet.write_formula(0, 2, '=IF(1,"<10")', percent, "<10")

    assert rows_of(a_book(write)) == [["n/a", "0.85", "<10"]]


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!"])
def test_an_error_value_is_its_own_text_and_not_empty(a_book, error):
    path = a_book(lambda book, sheet: sheet.write_formula("B2", "=1/0", None, error))
    assert rows_of(path) == [["", ""], ["", error]]


def test_an_error_typed_without_a_formula_is_seen(a_sheet):
    assert rows_of(a_sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')) == [["#N/A"]]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        pytest.param('<c r="A1"><f>B2/C2</f></c>', "=B2/C2", id="no result"),
        pytest.param('<c r="A1"><f>B2/C2</f><v></v></c>', "=B2/C2", id="empty result"),
        pytest.param('<c r="A1"><f>B2/C2</f><v /></c>', "=B2/C2", id="as openpyxl writes"),
        pytest.param('<c r="A1"><f>IF(B2&lt;1,&quot;x&quot;)</f></c>', '=IF(B2<1,"x")', id="<"),
        pytest.param('<c r="A1" s="1"><f t="shared" si="0"/></c>', "=", id="shared formula"),
        pytest.param('<c r="A1"><f>B2</f><v>0.5</v></c>', 0.5, id="with a result"),
        pytest.param('<c r="A1" t="str"><f>B2</f><v>x</v></c>', "x", id="with a text as result"),
    ],
)
def test_a_formula_without_a_stored_result_is_its_own_text(a_sheet, cell, shown):
    assert rows_of(a_sheet(f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>')) == [[shown, 1.0]]


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(a_sheet):
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(A1,"")</f><v></v></c></row>'
    assert rows_of(a_sheet(row)) == [[1.0]]


def test_a_formula_below_the_last_value_is_not_lost(a_sheet):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><f>A1</f></c></row>'
    assert rows_of(a_sheet(rows))[2] == ["", "=A1"]


def test_cells_that_are_only_formatted_are_cut_off(a_book):
    def write(book, sheet):
        sheet.write(0, 0, "Team")
        sheet.write_blank(40, 9, None, book.add_format({"bold": True}))
        sheet.write_string(5, 3, "  ")

    assert rows_of(a_book(write)) == [["Team"]]


def test_hidden_rows_and_columns_are_read_and_named(a_book):
    def write(book, sheet):
        for row in range(4):
            sheet.write_row(row, 0, [row, row, row])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, 0)
        sheet.set_column(2, 16383, None, None, {"hidden": True})

    tab = tabs_of(a_book(write))[0]
    assert len(tab.rows) == 4
    assert tab.hidden_rows == {2}
    assert tab.hidden_columns == {1, 2}


def test_rows_hidden_by_a_filter_are_named(a_book):
    def write(book, sheet):
        sheet.write_column(0, 0, ["Team", "Alder", "Birch"])
        sheet.autofilter("A1:A3")
        sheet.filter_column("A", "x == Birch")
        sheet.set_row(1, options={"hidden": True})

    assert tabs_of(a_book(write))[0].hidden_rows == {1}


def test_merged_cells_are_named(a_book):
    path = a_book(lambda book, sheet: sheet.merge_range("B2:D3", "Fall"))
    tab = tabs_of(path)[0]
    assert tab.merged == ((1, 1, 2, 3),)
    assert tab.rows[1][1] == "Fall"


@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_hidden_tabs_are_marked(a_book, hide):
    def write(book, sheet):
        sheet.write(0, 0, "Team")
        getattr(book.add_worksheet("Old"), hide)()

    assert [tab.hidden for tab in tabs_of(a_book(write))] == [False, True]


def test_a_chart_sheet_between_two_tabs_moves_nothing(a_book):
    def write(book, sheet):
        sheet.write(0, 0, 0.5, book.add_format({"num_format": "0%"}))
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)
        book.add_worksheet("Later").write_formula(0, 0, "=1/0", None, "#DIV/0!")

    tabs = tabs_of(a_book(write))
    assert [(tab.title, tab.rows) for tab in tabs] == [
        ("Data", [["50%"]]),
        ("Later", [["#DIV/0!"]]),
    ]


def test_two_tabs_of_one_name_stay_two(a_book):
    def write(book, sheet):
        sheet.write(0, 0, "first")
        book.add_worksheet("Data2").write(0, 0, "second")

    path = edited(a_book(write), "xl/workbook.xml", lambda text: text.replace("Data2", "Data"))
    tabs = tabs_of(path)
    assert [(tab.title, tab.rows) for tab in tabs] == [
        ("Data", [["first"]]),
        ("Data", [["second"]]),
    ]


def test_the_sheets_are_found_through_the_workbooks_own_links(a_book):
    def write(book, sheet):
        sheet.write_formula(0, 0, "=1/0", None, "#DIV/0!")
        book.add_worksheet("Second").write_formula(0, 0, "=A9", None, "#REF!")

    def swapped(text):
        one, two = "worksheets/sheet1.xml", "worksheets/sheet2.xml"
        return text.replace(one, "*").replace(two, f"/xl/{one}").replace("*", f"/xl/{two}")

    path = edited(a_book(write), "xl/_rels/workbook.xml.rels", swapped)
    assert [tab.rows for tab in tabs_of(path)] == [[["#REF!"]], [["#DIV/0!"]]]


def test_a_workbook_counting_days_from_1904_gives_the_same_dates(a_book):
    def write(book, sheet):
        sheet.write_datetime(
            0, 0, dt.datetime(2025, 10, 5), book.add_format({"num_format": "m/d/yy"})
        )

    assert rows_of(a_book(write, date_1904=True)) == [[dt.date(2025, 10, 5)]]


@pytest.mark.parametrize("since_1904", [True, False])
def test_a_workbook_says_from_when_its_bare_numbers_count_days(a_book, since_1904):
    (tab,) = tabs_of(a_book(lambda book, sheet: sheet.write(0, 0, 44473), date_1904=since_1904))
    assert tab.epoch_1904 is since_1904


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        pytest.param(dt.timedelta(hours=30, minutes=5), "30:05", id="over a day"),
        pytest.param(dt.timedelta(minutes=7, seconds=30), "0:07:30", id="with seconds"),
    ],
)
def test_a_length_of_time_is_read_as_shown(a_book, length, shown):
    def write(book, sheet):
        sheet.write_datetime(0, 0, length, book.add_format({"num_format": "[h]:mm"}))

    assert rows_of(a_book(write)) == [[shown]]


STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def test_a_strict_open_xml_workbook_reads_like_any_other(a_book):
    def write(book, sheet):
        sheet.write_row(0, 0, ["Alder", 0.5], book.add_format({"num_format": "0%"}))
        sheet.write_formula(0, 2, "=1/0", None, "#DIV/0!")

    def strict(text):
        for usual, other in STRICT.items():
            text = text.replace(usual, other)
        return text

    path = a_book(write)
    with zipfile.ZipFile(path) as book:
        parts = book.namelist()
    for part in parts:
        edited(path, part, strict)
    assert rows_of(path) == [["Alder", "50%", "#DIV/0!"]]


@pytest.mark.parametrize(
    "spelled",
    [
        pytest.param(lambda text: text.replace('r="A1" s="1"', 's="1" r="A1"'), id="style first"),
        pytest.param(lambda text: text.replace('"A1" s="1"', '"A1" t="n" s="1"'), id="type first"),
        pytest.param(lambda text: re.sub(r' r="[A-Z]?\d"', "", text), id="no addresses"),
        pytest.param(lambda text: re.sub(r'row r="\d"', "row", text), id="no row numbers"),
        pytest.param(lambda text: text.replace('r="A1"', "r='A1'"), id="single quotes"),
        pytest.param(lambda text: text.replace("><", ">\n  <"), id="line breaks between"),
        pytest.param(
            lambda text: re.sub(r"<(/?)(?=\w)", r"<\1x:", text).replace("xmlns=", "xmlns:x="),
            id="prefixed tags",
        ),
    ],
)
def test_it_does_not_matter_which_program_spelled_the_cells(a_sheet, spelled):
    rows = (
        '<row r="1" hidden="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1"><f>A1&lt;1</f></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><v>7</v></c></row>'
    )
    tab = tabs_of(a_sheet(rows, spelled))[0]
    assert tab.rows == [["50%", "=A1<1"], ["#REF!", 7.0]]
    assert tab.hidden_rows == {0}


def test_a_workbook_that_declares_too_small_a_table_is_read_whole(a_sheet):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 5))
    path = a_sheet(rows, lambda text: re.sub('<dimension ref="[^"]*"/>', DIMENSION, text))
    assert rows_of(path) == [[1.0], [2.0], [3.0], [4.0]]


DIMENSION = '<dimension ref="A1:A2"/>'


def test_an_error_that_calamine_does_not_know_costs_no_other_cell(a_sheet):
    rows = (
        '<row r="2" hidden="1"><c r="B2" t="e"><v>#BUSY!</v></c><c r="C2" s="1"><v>0.85</v></c>'
        '<c r="D2" t="b"><v>1</v></c><c r="E2"><f>B2/C2</f></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>Alder</t></is></c></row>'
    )
    path = a_sheet(rows, lambda text: re.sub('<dimension ref="[^"]*"/>', DIMENSION, text))
    tab = tabs_of(path)[0]
    assert [without_blanks(row) for row in tab.rows] == [
        [],
        ["", "#BUSY!", "85%", True, "=B2/C2"],
        ["Alder"],
    ]
    assert tab.hidden_rows == {1}


def test_a_length_of_time_beyond_all_reason_costs_no_other_cell(a_book):
    def write(book, sheet):
        sheet.write_row(0, 0, ["Alder", 85])
        sheet.write(1, 0, 1e20, book.add_format({"num_format": "[h]:mm"}))

    assert rows_of(a_book(write))[0] == ["Alder", 85]


def test_a_sheet_that_is_spelled_anew_gives_the_same_cells(a_book, monkeypatch):
    def write(book, sheet):
        sheet.write_row(1, 1, ["Alder", 85, 0.5, True, "", 12.25, " two  blanks "])
        sheet.write(3, 0, 0.4, book.add_format({"num_format": "0%"}))
        sheet.write(3, 1, 1.25, book.add_format({"num_format": "[h]:mm"}))
        for column, code in enumerate(("yyyy-mm-dd", "d.m.yy h:mm", "h:mm"), start=2):
            moment = dt.datetime(2025, 10, 5, 0 if column == 2 else 9, 0)
            sheet.write_datetime(3, column, moment, book.add_format({"num_format": code}))
        sheet.write_formula(4, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 1, "=A1&B1", None, "")
        sheet.merge_range("B6:C7", "Fall <2025> & later")
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column(2, 3, None, None, {"hidden": True})

    def known(xml, most):
        if not xml.startswith(b"<worksheet><"):
            raise OddSpellingError
        return count_cells(xml, most)

    path = a_book(write)
    as_it_stands = tabs_of(path)
    monkeypatch.setattr(excel, "count_cells", known)
    assert tabs_of(path) == as_it_stands


@pytest.mark.parametrize(
    "typed", ['Year="All", say', "Year ='AB1'", "grade:c, room:c2", ':c r="A1"', 'r="A9999999"']
)
def test_a_text_or_formula_that_looks_like_a_cells_address_costs_no_cell(typed, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Team"])
    book.active.append([typed])
    book.active.append([f"=IF({typed.replace(' ', '')},1,2)"])
    book.save(tmp_path / "own.xlsx")  # texts stand in their cells, not in a list of their own
    tab = read_excel((tmp_path / "own.xlsx").read_bytes(), "own.xlsx").tabs[0]
    assert tab.rows[:2] == [["Team"], [typed]]
    assert tab.rows[2][0].startswith("=IF(")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', id="one far corner"),
        pytest.param(
            '<row r="1"><c r="XFD1"><v>1</v></c></row>'
            '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            id="two far edges",
        ),
        pytest.param('<row r="1"><c s="1" r="XFD1048576"><v>1</v></c></row>', id="odd spelling"),
        pytest.param('<row r="1048576"><c r="Z1048576"><v>1</v></c></row>', id="far down"),
        pytest.param(
            '<row r="1"><c r="A1"><v>1</v></c></row>' * 3_000
            + '<row r="2"><c r="xfd1048576"><v>1</v></c></row>',
            id="small letters, late",
        ),
        pytest.param(
            '<row r="1"><c r="A1"><v>1</v></c></row>' * 3_000
            + '<row r="2"><c r = "XFD1048576"><v>1</v></c></row>',
            id="blanks in between, late",
        ),
    ],
)
def test_a_cell_in_a_far_corner_is_refused_before_memory_is_taken_for_it(a_sheet, rows):
    assert code_of(a_sheet(rows)) == "source-too-large"


def test_far_cells_that_are_only_formatted_do_no_harm(a_sheet):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert rows_of(a_sheet(rows)) == [[1.0]]


def test_a_workbook_of_too_many_parts_is_refused(a_book, monkeypatch):
    monkeypatch.setattr("kmlib.reading.guards.MOST_PARTS", 3)
    assert code_of(a_book()) == "source-too-large"


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml"])
def test_a_part_that_lies_about_its_size_is_refused(a_book, part):
    path = a_book(lambda book, sheet: sheet.write_column(0, 0, [f"Team {n}" for n in range(500)]))
    with zipfile.ZipFile(path) as book:
        entry = book.getinfo(part)
    data = bytearray(path.read_bytes())
    directory = data.rfind(b"PK\x01\x02", 0, data.rfind(part.encode()))
    assert int.from_bytes(data[directory + 24 : directory + 28], "little") == entry.file_size
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    assert code_of(path) == "source-damaged"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"PK\x03\x04 cut off", "source-damaged", id="cut off"),
        pytest.param(excel.OLD_OFFICE + bytes(600), "source-damaged", id="a broken .xls"),
        pytest.param(
            excel.OLD_OFFICE + bytes(600) + excel.ENCRYPTED, "source-locked", id="a password"
        ),
        pytest.param(b"Team,Oct\n", "source-kind-unknown", id="no workbook at all"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_finding(content, code):
    assert code_of(content) == code


def test_another_kind_of_zip_is_no_workbook(tmp_path):
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"...")
    assert code_of(path) == "source-kind-unknown"


def test_a_workbook_with_a_broken_sheet_is_damaged_and_nothing_worse(a_sheet):
    assert code_of(a_sheet("<row", lambda text: text[:-60])) == "source-damaged"


def test_a_workbook_whose_link_to_a_tab_is_broken_is_not_read_as_empty(a_book):
    path = edited(
        a_book(), "xl/_rels/workbook.xml.rels", lambda text: text.replace("sheet1", "sheet9")
    )
    assert code_of(path) == "source-damaged"


def test_an_openpyxl_workbook_of_inline_texts_is_read(tmp_path):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(["Alder", 0.5, "=1/0"])
    book.save(path)
    assert rows_of(path) == [["Alder", 0.5, "=1/0"]]


OPEN_DOCUMENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"""


@pytest.fixture
def an_open_document(tmp_path):
    """`an_open_document(rows)`: an .ods workbook with one tab, Data, of these rows."""

    def build(rows):
        path = tmp_path / "book.ods"
        tables = f'<table:table table:name="Data">{rows}</table:table>'
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            book.writestr("META-INF/manifest.xml", "<manifest/>")
            book.writestr("content.xml", OPEN_DOCUMENT.format(tables=tables))
        return path

    return build


def test_an_open_document_is_read(an_open_document):
    path = an_open_document(
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Alder</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="3"/>'
        "</table:table-row>"
    )
    assert rows_of(path) == [["Alder", 3.0]]


def test_an_open_document_shows_percents_errors_and_lengths_of_time_as_its_sheet_does(
    an_open_document,
):
    path = an_open_document(
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">'
        '<table:table-cell table:number-columns-repeated="2"'
        ' office:value-type="percentage" office:value="0.85"><text:p>85%</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
        '<table:table-cell office:value-type="time" office:time-value="PT30H05M00S"/>'
        "</table:table-row>"
    )
    tab = tabs_of(path)[0]
    assert tab.rows[2] == tab.rows[3] == ["85%", "85%", "#REF!", "30:05"]
    assert len(tab.rows) == 4
    assert tab.hidden_rows == {2, 3}
    assert tab.hidden_columns == {1}
