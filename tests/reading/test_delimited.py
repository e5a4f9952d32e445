"""Text exports: whatever wrote them, the cells come out as typed."""

import os
from pathlib import Path

import pytest

from kmlib.export.guard import guarded
from kmlib.reading.cells import SourceError
from kmlib.reading.delimited import read_delimited

TABLE = [["Team", "Oct"], ["Peña", "85%"]]


def rows_of(content, **more):
    data = content if isinstance(content, bytes) else content.encode()
    return read_delimited(data, "Data.csv", **more).tabs[0].rows


def code_of(content):
    with pytest.raises(SourceError) as refusal:
        rows_of(content)
    return refusal.value.finding.code


def test_the_tab_is_titled_after_the_file():
    tab = read_delimited(b"Team\n", "Chronic absenteeism 2011-12.csv").tabs[0]
    assert (tab.source, tab.title) == (
        "Chronic absenteeism 2011-12.csv",
        "Chronic absenteeism 2011-12",
    )


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"],
)
def test_letters_with_accents_arrive_in_every_usual_encoding(encoding):
    assert rows_of("Team,Oct\r\nPeña,85%\r\n".encode(encoding)) == TABLE


def test_utf_16_with_the_high_byte_first_and_a_mark_is_read():
    assert rows_of(b"\xfe\xff" + "Team,Oct\r\nPeña,85%\r\n".encode("utf-16-be")) == TABLE


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator):
    assert rows_of(f"Team{separator}Oct\nPeña{separator}85%\n") == TABLE


@pytest.mark.parametrize(
    ("text", "second_row"),
    [
        pytest.param("Team;Oct;Nov\nAlder;1,5;2,5\n", ["Alder", "1,5", "2,5"], id="decimal comma"),
        pytest.param("Alder;1,5\nBirch;2,5\n", ["Birch", "2,5"], id="decimal comma, no header"),
        pytest.param(
            'Team,Note\n"Alder; Birch",late; twice\n',
            ["Alder; Birch", "late; twice"],
            id="semicolons in the texts",
        ),
        pytest.param('"A, B, C"\nTeam,Oct\n', ["Team", "Oct"], id="commas in a title"),
        pytest.param("Attendance, all schools\nTeam;Oct\nAlder;3\n", ["Team", "Oct"], id="title"),
        pytest.param("Team\nAlder\n", ["Alder"], id="one column"),
    ],
)
def test_a_separator_inside_texts_and_numbers_is_no_separator(text, second_row):
    assert rows_of(text)[1] == second_row


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_names_the_separator_is_obeyed_and_keeps_the_row_numbers(line):
    assert rows_of(f"{line}\r\nTeam;Oct, Nov\r\nAlder;3\r\n") == [
        [],
        ["Team", "Oct, Nov"],
        ["Alder", "3"],
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param('="007"', "007", id="bare"),
        pytest.param('"=""2850013"""', "2850013", id="quoted"),
        pytest.param('"=""say """"hi"""""""', 'say "hi"', id="with quotes inside"),
        pytest.param("=B2/C2", "=B2/C2", id="a formula"),
        pytest.param("=1", "=1", id="no quotes"),
    ],
)
def test_a_code_wrapped_to_keep_its_zeros_is_unwrapped(cell, value):
    assert rows_of(f"Code,Oct\n{cell},3\n")[1] == [value, "3"]


def test_a_line_break_inside_quotes_does_not_move_the_row_numbers():
    text = 'Team,Note\n"Alder","first\r\nsecond"\nBirch,\n'
    assert rows_of(text) == [["Team", "Note"], ["Alder", "first\r\nsecond"], ["Birch", ""]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_known(end):
    assert rows_of(f"Team,Oct{end}Peña,85%{end}") == TABLE


def test_blank_lines_keep_their_row_number_and_the_last_ones_are_cut_off():
    assert rows_of("Title\n\nTeam,Oct\n,\n \n\n") == [["Title"], [], ["Team", "Oct"]]


def test_zero_bytes_are_left_out():
    assert rows_of(b"Te\0am,Oct\nPe\xc3\xb1a,85%\0\n") == TABLE


def test_a_quote_within_a_text_is_a_letter():
    assert rows_of('Team,Note\nAlder,5" pipe\n')[1] == ["Alder", '5" pipe']


def test_a_very_long_note_is_cut_and_costs_no_other_cell():
    text = f"Team,Note\nAlder,{'x' * 200_000}\nBirch,\n"
    workbook = read_delimited(text.encode(), "Data.csv")
    assert workbook.tabs[0].rows[1:] == [["Alder", "x" * 32_767], ["Birch", ""]]
    assert [(f.code, f.cell) for f in workbook.findings] == [("text-too-long", "B2")]


@pytest.mark.parametrize(
    ("data", "cell"),
    [
        pytest.param("Team,Note\nPeÃ±a,\nAlder,Ã©cole\n".encode(), "A2", id="saved twice"),
        pytest.param("Team,Note\nAlder,It’s\n".encode().replace(b"\xe2\x80\x99", "â€™".encode()),
                     "B2", id="a curly apostrophe saved twice"),
        pytest.param("Team,Note\nAlder,\nPe\ufffda,\n".encode(), "A3", id="replaced"),
        pytest.param(b"Team,Note\nPe\x81a,\n", "A2", id="no letter of Windows"),
    ],
)  # fmt: skip
def test_letters_that_were_lost_on_the_way_are_said_once_with_the_first_cell(data, cell):
    (finding,) = read_delimited(data, "Data.csv").findings
    assert (finding.code, finding.severity, finding.cell) == ("letters-lost", "warning", cell)
    assert "CSV UTF-8" in finding.fix


@pytest.mark.parametrize("text", ["Peña", "São Tomé", "MAÇÃ, verde", "“AMANHÔ", "à la carte", "…"])
def test_letters_with_accents_are_not_taken_for_lost_ones(text):
    assert read_delimited(f"Team;Note\nAlder;{text}\n".encode(), "Data.csv").findings == ()


def test_a_quotation_mark_that_is_never_closed_is_said_and_swallows_nothing_in_silence():
    with pytest.raises(SourceError) as refusal:
        rows_of('Team,Oct\nAlder,1\n"Birch,2\nCedar,3\n')
    finding = refusal.value.finding
    assert finding.code == "source-damaged"
    assert "row 3" in finding.what


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<html><table><tr><td>Team</td></tr></table>", id="web page"),
        pytest.param(b"\xef\xbb\xbf\n <?xml version='1.0'?>", id="XML"),
        pytest.param(b"%PDF-1.7\n", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, id="picture"),
        pytest.param(bytes(4096), id="nothing but zero bytes"),
    ],
)
def test_what_is_no_text_table_is_refused(content):
    assert code_of(content) == "source-kind-unknown"


def test_a_table_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr("kmlib.reading.delimited.MOST_CELLS", 100)
    assert code_of(b"," * 200) == "source-too-large"


def test_a_table_wider_than_any_sheet_is_refused():
    assert code_of(b"," * 16_384) == "source-too-large"


def test_an_empty_file_is_a_tab_without_rows():
    assert rows_of(b"") == []


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49 30", "-5 more", "@team", "'=1", " =1", "\ttabbed", '="007"', "K-5", "'tis", "—"],
)
def test_a_text_comes_back_from_a_snapshot_as_it_went_in(text):
    quoted = guarded(text).replace('"', '""')
    assert rows_of(f'team,note\nAlder,"{quoted}"\n', is_snapshot=True)[1] == ["Alder", text]


def test_an_apostrophe_in_a_file_that_is_no_snapshot_stays():
    assert rows_of("Team,Note\nAlder,'=1\n")[1] == ["Alder", "'=1"]


@pytest.mark.skipif("KM_REFERENCE" not in os.environ, reason="KM_REFERENCE names no real exports")
def test_the_nine_real_exports_of_connecticut_open():
    files = sorted(Path(os.environ["KM_REFERENCE"], "real", "connecticut").glob("*.csv"))
    assert len(files) == 9
    for file in files:
        rows = read_delimited(file.read_bytes(), file.name).tabs[0].rows
        header = next(place for place, row in enumerate(rows) if row[:1] == ["District"])
        assert 2 <= header <= 4
        assert all(len(row) == len(rows[header]) for row in rows[header:])
        assert {len(row[1]) for row in rows[header + 2 :]} == {7}, "codes keep their zeros"
        assert len(rows) > 1_000
