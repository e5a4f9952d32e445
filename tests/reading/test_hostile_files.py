"""No file, however hostile or damaged, does more than fail to be read, and it says so."""

import datetime as dt
import io
import random
import struct
import zipfile
from xml.sax.saxutils import quoteattr

import pytest

from kmlib.findings import RULE_BY_CODE
from kmlib.reading import excel, guards
from kmlib.reading.cells import SourceError, Workbook
from kmlib.reading.sources import read_workbook
from tests.reading.hostile_files import (
    A_CELL,
    A_ROW,
    BOOK,
    HOSTILE,
    LINKS,
    ONE,
    SHARED,
    SHEET,
    STYLES,
    TEXTS,
    a_sheet,
    a_zip,
    in_rows,
    links,
    listing,
    ods,
    ods_cell,
    record,
    texts,
    xls,
    xls_number,
    xls_text,
    xlsx,
)

pytestmark = pytest.mark.usefixtures("nothing_apart")


def codes_of(data, name="book.xlsx"):
    """The codes of what is said when this is read."""
    try:
        return {finding.code for finding in read_workbook(data, name).findings}
    except SourceError as error:
        return {error.finding.code}


def rows_of(data):
    return read_workbook(data, "book.xlsx").tabs[0].rows


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_do_harm_is_refused_or_read_and_says_so(name):
    codes, make = HOSTILE[name]
    assert codes_of(make()) == codes


@pytest.mark.parametrize("name", [name for name in HOSTILE if "of this computer" in name])
def test_no_file_of_this_computer_shows_in_a_workbook(name):
    with pytest.raises(SourceError) as refusal:
        read_workbook(HOSTILE[name][1](), "book.xlsx")
    assert "root:" not in str(refusal.value.finding)


def changed_in(zipped, at, to):
    """A zip whose parts all say something else of themselves, `at` bytes into what is said."""
    data = bytearray(zipped)
    for begins, more in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = data.find(begins)
        while place >= 0:
            data[place + at + more] = to
            place = data.find(begins, place + 4)
    return bytes(data)


def test_a_workbook_whose_parts_need_a_password_is_said_to_be_locked():
    assert codes_of(changed_in(xlsx(ONE), 6, 1)) == {"source-locked"}


def test_a_workbook_folded_in_a_way_that_no_program_uses_is_refused():
    assert codes_of(changed_in(xlsx(ONE), 8, 97)) == {"source-damaged"}


# Limits that say that they cut


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        pytest.param("guards.LARGEST_PART", 1_000, id="what one tab unfolds to"),
        pytest.param("guards.MOST_CELLS", 900, id="its cells"),
        pytest.param("excel.MOST_CHARACTERS", 4_000, id="the letters of its texts"),
        pytest.param("excel.MOST_ANSWERED", 4_000, id="what another process hands back"),
    ],
)
def test_a_tab_beyond_a_limit_is_set_aside_and_the_other_tabs_are_read(monkeypatch, limit, most):
    large = in_rows(1_000, "<v>0</v>", ' t="s"')
    data = xlsx(ONE, large, ONE, parts={STYLES: "<styleSheet/>"})
    monkeypatch.setattr(excel, "MOST_XML_HERE", 0)
    monkeypatch.setattr(f"kmlib.reading.{limit}", most)
    workbook = read_workbook(data, "book.xlsx")
    assert [tab.title for tab in workbook.tabs] == ["Data", "Third"]
    (finding,) = workbook.findings
    assert (finding.code, finding.sheet) == ("tab-too-large", "More")
    assert f"{most:,}" in finding.what or "up to 0 are" in finding.what


@pytest.mark.parametrize(
    "limit", ["MOST_XML_HERE", "MOST_TEXTS_HERE", "MOST_CELLS_HERE", "MOST_CHARACTERS_HERE"]
)
def test_a_workbook_beyond_what_is_read_here_is_read_apart_and_comes_out_the_same(
    monkeypatch, limit
):
    data = xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="AB1" s="1"><v>0.5</v></c></row>')
    here = read_workbook(data, "book.xlsx")
    apart = []
    monkeypatch.setattr(excel, limit, 1)
    monkeypatch.setattr(excel, "read_apart", lambda *_: apart.append(1) or here)
    assert read_workbook(data, "book.xlsx") == here
    assert apart


def test_a_workbook_that_takes_too_long_hands_back_the_tabs_that_were_read(monkeypatch):
    clock = iter(range(0, 1_000, 30))
    monkeypatch.setattr(excel, "MOST_XML_HERE", 0)
    monkeypatch.setattr("kmlib.reading.excel.time.monotonic", lambda: next(clock))
    workbook = read_workbook(xlsx(ONE, ONE, ONE), "book.xlsx")
    assert [tab.title for tab in workbook.tabs] == ["Data"]
    assert [(f.code, f.sheet) for f in workbook.findings] == [
        ("tab-too-large", "More"),
        ("tab-too-large", "Third"),
    ]
    assert "took 60 seconds" in workbook.findings[0].what


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_text_longer_than_a_cell_holds_is_cut_and_the_cell_is_named(kind):
    text = "x" * (guards.LONGEST_TEXT + 1)
    inline = f'<row r="2"><c r="B2" t="inlineStr"><is><t>{text}</t></is></c></row>'
    cell = (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )
    row, empty = f"<{A_ROW}>{{}}</{A_ROW}>", f"<{A_CELL}/>"
    data = {
        "xlsx": xlsx(inline),
        "ods": ods(row.format(empty) + row.format(empty + cell)),
        "csv": f"Team,Note\nAlder,{text}\n".encode(),
    }[kind]
    workbook = read_workbook(data, f"book.{kind}")
    assert workbook.tabs[0].rows[1][1] == text[:-1]
    (finding,) = workbook.findings
    assert (finding.code, finding.cell) == ("text-too-long", "B2")
    assert "32,768" in finding.what


def test_a_long_text_that_cells_share_is_cut_too():
    text = "x" * 100_000
    workbook = read_workbook(xlsx(SHARED, parts={TEXTS: texts(text)}), "book.xlsx")
    assert workbook.tabs[0].rows == [[text[: guards.LONGEST_TEXT]]]
    assert [finding.cell for finding in workbook.findings] == ["A1"]


# Tabs that are damaged

BROKEN_TABS = {
    "cut off": {SHEET: a_sheet(ONE)[:-30]},
    "no XML": {SHEET: "Dear all"},
    "its part is gone": {
        LINKS: links(("worksheet", "gone.xml"), ("worksheet", "worksheets/sheet2.xml"))
    },
    "no link": {BOOK: listing('<sheet name="Data"/><sheet name="More" r:id="rId2"/>')},
    "a cell in no place": {SHEET: a_sheet(ONE.replace("A1", "A-1"))},
    "a cell in no column": {SHEET: a_sheet(ONE.replace("A1", "ZZZZ1"))},
    "a cell in no row": {SHEET: a_sheet(ONE.replace("A1", "A999999999"))},
}


@pytest.mark.parametrize("parts", BROKEN_TABS.values(), ids=BROKEN_TABS)
def test_a_damaged_tab_is_set_aside_and_the_other_tabs_are_read(parts):
    workbook = read_workbook(xlsx(ONE, ONE, parts=parts), "book.xlsx")
    assert [(tab.title, tab.rows) for tab in workbook.tabs] == [("More", [[1.0]])]
    (finding,) = workbook.findings
    assert (finding.code, finding.sheet, finding.cell) == ("tab-damaged", "Data", "")
    assert "its rows cannot be counted" in finding.why


def test_a_tab_whose_bytes_changed_on_the_way_is_set_aside():
    data = bytearray(xlsx(ONE, ONE))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        place = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 10
    data[place] ^= 0xFF
    workbook = read_workbook(bytes(data), "book.xlsx")
    assert [tab.title for tab in workbook.tabs] == ["More"]
    assert [(f.code, f.sheet) for f in workbook.findings] == [("tab-damaged", "Data")]


@pytest.mark.parametrize(
    "target",
    ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/sheet.xml"],
)
def test_a_tab_that_lies_outside_of_its_workbook_is_not_looked_for(target):
    parts = {LINKS: links(("worksheet", target)), "../../../../etc/passwd": "root:x:0:0"}
    assert codes_of(xlsx(ONE, parts=parts)) == {"source-damaged"}


# Tab names


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("../../x", id="a parent folder"),
        pytest.param("C:\\x", id="a drive"),
        pytest.param("/etc/passwd", id="a file"),
        pytest.param("a\tb\nc", id="control characters"),
        pytest.param("=1+1", id="a formula"),
        pytest.param("<script>", id="markup"),
        pytest.param("", id="none"),
        pytest.param("x" * 200, id="long"),
    ],
)
def test_the_name_of_a_tab_is_a_name_and_nothing_else(title):
    listed = quoteattr(title, {"\n": "&#10;", "\t": "&#9;"})
    parts = {BOOK: listing(f'<sheet name={listed} r:id="rId1"/>')}
    assert [tab.title for tab in read_workbook(xlsx(ONE, parts=parts), "b.xlsx").tabs] == [title]


def test_an_endless_name_of_a_tab_is_cut():
    (tab,) = read_workbook(xlsx(ONE, titles=["x" * 100_000]), "book.xlsx").tabs
    assert tab.title == "x" * guards.LONGEST_TITLE


def test_tabs_of_an_ods_that_share_a_name_are_not_taken_for_each_other():
    one, two = (f"<{A_ROW}>{ods_cell(number)}</{A_ROW}>" for number in (1, 2))
    assert codes_of(ods(one, two, titles=["Data", "Data"])) == {"source-damaged"}
    assert not codes_of(ods(one, two))


# One bad cell


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        pytest.param(' t="e"><v>#BUSY!</v>', "#BUSY!", id="unknown error"),
        pytest.param(' t="n"><v>abc</v>', "abc", id="letters where a number is said to be"),
        pytest.param("><v>1e400</v>", float("inf"), id="beyond all numbers"),
        pytest.param(' t="s"><v>99</v>', "#REF!", id="a text that is not there"),
        pytest.param(' t="b"><v>2</v>', "2", id="neither yes nor no"),
        pytest.param(' t="zzz"><v>7</v>', 7, id="unknown kind"),
        pytest.param(' s="999"><v>7</v>', 7, id="unknown style"),
        pytest.param("><v>7</v><x/>", 7, id="more inside"),
        pytest.param(' s="3"><v>1e20</v>', 1e20, id="endless length of time"),
        pytest.param(' s="2"><v>3000000</v>', 3_000_000, id="date beyond the year 9999"),
        pytest.param(' t="d"><v>nonsense</v>', "nonsense", id="no date"),
        pytest.param(' t="str"><v>a_x000D_b</v>', "a\rb", id="escaped control character"),
        pytest.param(' t="inlineStr"><is><t>a\x07b</t></is>', "a\x07b", id="control character"),
    ],
)
def test_a_cell_that_cannot_be_costs_that_cell_alone(cell, shown):
    good = '<c r="C1" s="1"><v>0.85</v></c><c r="D1" s="2"><v>45931</v></c>'
    rows = rows_of(xlsx(f'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"{cell}</c>{good}</row>'))
    assert rows == [["Alder", shown, "85%", dt.date(2025, 10, 1)]]


def test_a_bad_cell_takes_no_formula_and_no_place_from_the_cells_around_it():
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#BUSY!</v></c><c r="B1"><f>A1</f></c></row>'
        '<row r="3"><c r="B3" t="inlineStr"><is><r><t>Al</t></r><r><t>der</t></r></is></c></row>'
    )
    assert rows_of(xlsx(rows)) == [["#BUSY!", "=A1"], ["", ""], ["", "Alder"]]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param("59", dt.date(1900, 2, 28), id="the 59th day"),
        pytest.param("60", dt.date(1900, 2, 28), id="a day that never was"),
        pytest.param("61", dt.date(1900, 3, 1), id="the day after it"),
        pytest.param("-1", dt.time(), id="before all days"),
        pytest.param("2958465", dt.date(9999, 12, 31), id="the last day"),
    ],
)
def test_a_date_at_the_edge_of_the_calendar_is_a_date_or_none(number, shown):
    assert rows_of(xlsx(f'<row r="1"><c r="A1" s="2"><v>{number}</v></c></row>')) == [[shown]]


@pytest.mark.parametrize("said", ["A1", "A1:A2", "A1:XFD1048576", "nonsense"])
def test_what_a_tab_says_of_its_size_is_not_believed(said):
    sheet = a_sheet(in_rows(4), before=f'<dimension ref="{said}"/>')
    assert rows_of(xlsx(ONE, parts={SHEET: sheet})) == [[1.0]] * 4


# Files that are something else, or not whole


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"<html><body><table>", "source-kind-unknown", id="a web page"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "source-kind-unknown", id="a PDF"),
        pytest.param(b'{"teams": ["Alder"]}', "source-kind-unknown", id="JSON"),
        pytest.param(b'[{"team": "Alder"}]', "source-kind-unknown", id="a JSON list"),
        pytest.param(b"", "source-damaged", id="nothing"),
        pytest.param(a_zip({"photo.jpg": b"..."}), "source-kind-unknown", id="photos"),
        pytest.param(excel.OLD_OFFICE + excel.ENCRYPTED, "source-locked", id="a password"),
        pytest.param(
            a_zip(
                {
                    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                    "META-INF/manifest.xml": "<manifest:manifest><manifest:file-entry>"
                    "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
                    "content.xml": "<x/>",
                }
            ),
            "source-locked",
            id="a password in an .ods",
        ),
    ],
)
def test_what_is_called_a_workbook_and_is_none_is_refused_in_words(content, code):
    assert codes_of(content) == {code}


def test_an_xls_says_once_that_its_errors_cannot_be_seen():
    error = record(0x0205, struct.pack("<HHHBB", 1, 1, 0, 0x17, 1))
    workbook = read_workbook(xls(xls_text(0, 0, "Team"), xls_number(1, 0, 85), error), "old.xls")
    assert workbook.tabs[0].rows == [["Team"], [85.0]]
    (finding,) = workbook.findings
    assert (finding.code, finding.severity, finding.cell) == ("errors-unseen", "note", "")


WHOLE = {
    "xlsx": xlsx(in_rows(9, "<v>0</v>", ' t="s"'), ONE),
    "ods": ods(f"<{A_ROW}>{ods_cell(85) * 3}</{A_ROW}>"),
    "xls": xls(xls_text(0, 0, "Team"), *(xls_number(n, 0, n) for n in range(1, 9))),
    "csv": "Team,Oct\nPeña,85%\n".encode() * 20,
}


def is_read_or_refused(data, name):
    """Whether a file ends in tabs, or in one finding with all its words."""
    try:
        return isinstance(read_workbook(data, name), Workbook)
    except SourceError as error:
        return error.finding.code in RULE_BY_CODE and "{" not in error.finding.what


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_that_is_cut_off_anywhere_is_read_or_refused(kind):
    whole = WHOLE[kind]
    for end in range(0, len(whole), max(len(whole) // 60, 1)):
        assert is_read_or_refused(whole[:end], f"book.{kind}"), end


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_with_one_wrong_bit_is_read_or_refused(kind):
    chance = random.Random(kind)
    for _ in range(200):
        data = bytearray(WHOLE[kind])
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        assert is_read_or_refused(bytes(data), f"book.{kind}"), place
