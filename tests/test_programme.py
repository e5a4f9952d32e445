"""Programme as a page: on the sample, on one tab alone, and at 120 teams."""

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import write_workbook
from tests.test_pages import NASTY, ROOT, text_of

PAGE = ROOT / "pages" / "programme.py"
VIEWS = ("Tracker", "Calendar", "Partnerships")


@pytest.fixture
def open_view(monkeypatch, tmp_path):
    """`open_view("Tracker", Tracker=[...])`: on a small workbook; on the sample without tabs."""

    def run(see, query=None, **tabs):
        monkeypatch.delenv("KM_WORKBOOK", raising=False)
        if tabs:
            tabs = {"Teams": ["Team", "Alder", "Birch"]} | tabs
            monkeypatch.setenv("KM_WORKBOOK", str(write_workbook(tmp_path / "hub.xlsx", tabs)))
        app = AppTest.from_file(str(PAGE), default_timeout=60)
        app.query_params.update({"see": see} | (query or {}))
        app.run()
        assert not app.exception
        return app

    return run


def title(app):
    return html.unescape(app.title[0].value)


def bytes_of(app):
    kinds = ("markdown", "html")
    return sum(element.proto.ByteSize() for kind in kinds for element in app.get(kind))


@pytest.mark.parametrize(
    ("see", "says"),
    [
        ("Tracker", "104 of 128 practices that were due are done, over all teams"),
        ("Calendar", "13 entries in 7 learning spaces; Early reading gets no time in 9 months"),
        ("Partnerships", "2 of 5 partnerships met all conditions; 1 mid-point check is due"),
    ],
)
def test_each_view_says_its_finding_on_the_sample(open_view, see, says):
    assert title(open_view(see)) == says


@pytest.mark.parametrize(
    ("see", "tab", "lines", "says"),
    [
        (
            *("Tracker", "Tracker", ("Team | 1.1 | 1.2", "Alder | done | in process")),
            "1 of 4 practices are done, over all teams",
        ),
        (
            *("Tracker", "Tracker items", ("Code | Item", "1.1 | Team named")),
            "No team has said yet how far it is with 1 tracker item",
        ),
        (
            *("Calendar", "Calendar", ("Month | Space", "March 2026 | Data dive")),
            "1 entry in 1 learning space",
        ),
        (
            *("Partnerships", "Partnerships", ("Partnership | Start", "Calls | 2025-10-01")),
            "0 of 1 partnership met all conditions",
        ),
    ],
)
def test_each_view_works_from_its_own_tab_alone(open_view, see, tab, lines, says):
    assert title(open_view(see, **{tab: lines})) == says


@pytest.mark.parametrize("see", VIEWS)
def test_a_view_without_its_tab_says_what_it_would_show_and_which_tab_lights_it(open_view, see):
    app = open_view(see, Network=["Setting | Value", "Name | Small"])
    assert title(app).startswith(
        "This page will show which" if see != "Calendar" else "This page will"
    )
    assert f"Fill the {see} tab in the hub workbook" in text_of(app)


def test_teams_stand_in_alphabetical_order_and_a_phone_keeps_the_chosen_one(open_view):
    app = open_view("Tracker", {"team": "Kestrel"})
    grid = next(part for part in text_of(app).split("<table") if "km-tracker" in part)
    heads = re.findall(r'<th class="([a-z-]+)">([^<]+)</th>', grid)
    assert [name for _, name in heads] == sorted(name for _, name in heads)
    assert [name for look, name in heads if look == "km-tinted"] == ["Kestrel"]
    assert len(heads) == 12


def test_a_skipped_item_names_who_could_show_how(open_view):
    text = text_of(open_view("Tracker"))
    assert "1 of 12: Willow Park" in html.unescape(text)
    assert "Alder Creek, Birchwood, Eastgate, Fairview and 5 more" in text


def test_the_focus_stands_with_its_tracker_items_and_measures(open_view):
    text = html.unescape(text_of(open_view("Calendar"))).replace("\u2060", "")
    assert "5.2 One learning written for another school: 6 of 12" in text
    assert "Students who say adults listen: 58%" in text


def test_another_theory_of_the_same_team_is_shown_and_asked_about(open_view):
    text = text_of(open_view("Partnerships"))
    assert text.count("Do these pull the same way?") == 2  # at each of the two


def test_at_120_teams_and_50_items_the_tracker_is_leafed_through(open_view):
    teams = [f"Team {n:03}" for n in range(120)]
    codes = [f"{step}.{n:02}" for step in range(1, 6) for n in range(1, 11)]
    items = ["Code | Item | Due", *(f"{code} | Practice {code} | 2025-10-01" for code in codes)]
    rows = [
        " | ".join([team, *(("done", "not started")[n % 2] for n in range(50))]) for team in teams
    ]
    app = open_view(
        "Tracker",
        {"page": "2"},
        Network=["Setting | Value", "As of | 2026-03-14"],
        Teams=["Team", *teams],
        **{"Tracker items": items, "Tracker": [" | ".join(["Team", *codes]), *rows]},
    )
    assert title(app) == "3,000 of 6,000 practices that were due are done, over all teams"
    text = text_of(app)
    assert ">Team 012<" in text
    assert ">Team 024<" not in text
    assert bytes_of(app) < 150_000


def test_words_of_the_cells_act_nowhere(open_view):
    tabs = {
        "Calendar": [
            "Date | Focus | Space | Tracker codes | Priority",
            f"2026-03-02 | {NASTY} | {NASTY} | {NASTY} | {NASTY}",
        ],
        "Tracker items": ["Code | Item | Cycle step | Models", f"1.1 | {NASTY} | plan | {NASTY}"],
        "Tracker": ["Team | Code | Status", "Alder | 1.1 | done"],
        "Partnerships": [
            "Partnership | Team | Start | Theory of action",
            f"{NASTY} | Alder | 2025-10-01 | {NASTY}",
            "B | Alder | 2025-10-01 | C",
        ],
        "Partnership sessions": [
            "Partnership | Date | Objective",
            f"{NASTY} | 2025-10-01 | {NASTY}",
        ],
    }
    for see in VIEWS:
        text = text_of(open_view(see, **tabs))
        assert "<i>x</i>" not in text
        assert ":red[" not in text
