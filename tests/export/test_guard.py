import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmlib.export.guard import for_excel, guarded, table_csv


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1 more", "@team", "\t1", "\r1", "\n1", "\0=1"),
        *("＝1", "＋1", "－1", "＠a", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", " \t1", "'=1"),
    ],
    ids=ascii,
)
def test_a_text_that_looks_like_a_formula_goes_out_behind_an_apostrophe(text):
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", " ", "Alder Creek", "K-5", "85%", "a=b", "— none", "'tis so"], ids=ascii
)
def test_an_ordinary_text_goes_out_as_it_is(text):
    assert guarded(text) == text


@given(st.text())
def test_the_guard_adds_one_apostrophe_or_nothing(text):
    assert guarded(text) in (text, "'" + text)


def test_numbers_stay_numbers():
    row = {"a": -5, "b": -5.25, "c": 85.0, "d": 0.1, "e": 0}
    assert table_csv([row]) == b"a,b,c,d,e\r\n-5,-5.25,85,0.1,0\r\n"


def test_absent_cells_dates_and_yes_and_no_have_one_spelling():
    row = {"absent": None, "day": dt.date(2025, 10, 5), "yes": True, "no": False}
    assert table_csv([row]) == b"absent,day,yes,no\r\n,2025-10-05,true,false\r\n"


def test_titles_are_guarded_too():
    assert table_csv([{"=HYPERLINK(1)": "x"}]) == b"'=HYPERLINK(1)\r\nx\r\n"


def test_a_table_without_rows_still_has_its_titles():
    assert table_csv([], ["team", "value"]) == b"team,value\r\n"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"))))
def test_commas_quotes_and_line_breaks_come_back_as_they_were(texts):
    titles = [f"column {n}" for n in range(len(texts))]
    written = table_csv([dict(zip(titles, texts, strict=True))], titles).decode()
    if len(texts) > 1:
        assert list(csv.reader(io.StringIO(written, newline="")))[1] == [*map(guarded, texts)]


def test_a_csv_to_open_by_hand_bears_the_mark_by_which_excel_knows_its_letters():
    content = for_excel(table_csv([{"Team": "Niño Perdido"}]))
    assert content.decode("utf-8-sig") == "Team\r\nNiño Perdido\r\n"
    assert content.startswith(b"\xef\xbb\xbf")
