"""The process map as a page: at one routine, at the sample's dozen schools and at 120 routines."""

import html

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import write_workbook
from tests.test_pages import NASTY, ROOT, text_of

PAGE = ROOT / "pages" / "process_map.py"
HEAD = "Routine | Stage | Priority | Feeds"


@pytest.fixture
def open_map(monkeypatch, tmp_path):
    """`open_map(Routines=[...])`: the page on a small workbook; on the sample without tabs."""

    def run(query=None, **tabs):
        monkeypatch.delenv("KM_WORKBOOK", raising=False)
        if tabs:
            hub = write_workbook(tmp_path / "hub.xlsx", {"Teams": ["Team", "Alder"], **tabs})
            monkeypatch.setenv("KM_WORKBOOK", str(hub))
        app = AppTest.from_file(str(PAGE), default_timeout=60)
        app.query_params.update(query or {})
        return app.run()

    return run


def title(app):
    assert not app.exception
    return html.unescape(app.title[0].value)


def bytes_of(app):
    return sum(
        element.proto.ByteSize() for kind in ("markdown", "html") for element in app.get(kind)
    )


def many(amount=120):
    """So many generating routines over six priorities, one in four without a way on."""
    feeds = ["", "Synthesis", "Synthesis", "Synthesis"]
    starts = [f"Meeting {n} | generation | P{n % 6} | {feeds[n % 4]}" for n in range(amount)]
    return [HEAD, *starts, "Synthesis | capture | | Walk", "Walk | share | | Plan", "Plan | use"]


def test_the_page_opens_on_the_sample_and_its_title_is_the_finding(open_map):
    app = open_map()
    assert title(app) == "2 of 6 waves break at sharing; 3 run all the way to use"
    assert "15 learnings wait behind 6 gaps" in [header.value for header in app.header]
    assert "25 learnings wait in all" in text_of(app)


def test_one_routine_is_a_map(open_map):
    assert title(open_map(Routines=[HEAD, "Dive | generation"])) == (
        "The only wave breaks at consolidation"
    )


def test_without_routines_the_page_says_which_tab_lights_it(open_map):
    app = open_map(Network=["Setting | Value", "Name | Small"])
    assert title(app) == "This page will show the process map and its gaps"
    assert "the Routines tab" in text_of(app)


def test_without_a_generating_routine_the_page_says_what_to_add(open_map):
    app = open_map(Routines=[HEAD, "Walk | sharing"])
    assert title(app).startswith("No wave starts yet")
    assert "generation under Stage" in text_of(app)


def test_a_hundred_and_twenty_waves_come_as_a_map_for_each_priority_in_pages(open_map):
    app = open_map(Routines=many())
    picker = app.selectbox(key="priority")
    assert picker.options == [f"P{n}" for n in range(6)]
    assert title(app).startswith("P0: ")
    assert text_of(app).count("<article>") == 12
    assert bytes_of(app) < 150_000


def test_the_chosen_priority_stands_in_the_address(open_map):
    assert title(open_map({"priority": "P3"}, Routines=many())).startswith("P3: ")


def test_up_to_twelve_waves_are_offered_on_one_map(open_map):
    app = open_map(Routines=many(12))
    assert app.selectbox(key="priority").options[0] == "All priorities"
    assert title(app) == "3 of 12 waves break at consolidation; 9 run all the way to use"


def test_what_if_stands_in_the_address_and_is_plainly_marked(open_map):
    asked = "a routine for sharing to application served Early reading"
    app = open_map({"if": asked})
    assert title(app) == "2 of 6 waves break at sharing; 3 run all the way to use", "as it is"
    text = html.unescape(text_of(app))
    assert f"What if {asked}?" in text
    assert (
        "The title would be: 1 of 6 waves breaks at consolidation; 4 run all the way to use."
        in text
    )
    assert "Nothing is changed in the sheet." in text
    assert "Stage sharing; application, Priority Early reading" in text


def test_a_what_if_that_is_not_offered_any_more_shows_the_map_as_it_is(open_map):
    app = open_map({"if": "a routine that closed served the gap"})
    assert title(app) == "2 of 6 waves break at sharing; 3 run all the way to use"
    assert "Nothing is changed" not in text_of(app)


def test_what_if_is_asked_of_one_map_of_many_too(open_map):
    asked = {"priority": "P0", "if": "Meeting 0 fed Synthesis"}
    text = html.unescape(text_of(open_map(asked, Routines=many())))
    assert "Meeting 0 would run all the way." in text


def test_text_of_a_cell_is_never_markup_on_the_map(open_map):
    app = open_map(
        Routines=[HEAD, f"R {NASTY} | generation | P {NASTY} | S {NASTY}", f"S {NASTY} | capture"],
        Repositories=["Repository", f"D {NASTY}"],
        Gaps=["Gap | Owner", f"D {NASTY}: nobody brokers it | {NASTY}", f"Gone {NASTY} |"],
    )
    text = text_of(app)
    assert not app.exception
    assert NASTY[:8] not in text.replace("&#42;", "")
    assert not any(mark in text for mark in ("<i>x</i>", ":red[x]", "![i]", "$x$", "www.x"))
