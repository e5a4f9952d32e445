import gc
import json
import re
import sys
import time
import weakref
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kmlib.charts import this_month
from kmlib.charts.markup import escape
from kmlib.dashboard import keeping, loading
from kmlib.export import writing as sheets
from kmlib.export.snapshot import snapshot_files
from kmlib.export.template import write_template
from sample_sheets.make_sample import hub_tabs
from tests.conftest import write_workbook
from tests.everything_sent import Visit
from tests.in_a_browser import a_browser, server, settled

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_sheets" / "hub.xlsx"
PAGES = sorted((ROOT / "pages").glob("*.py"))
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
NASTY = "**b** :red[x] $x$ ![i](http://x/y.png) <i>x</i> www.x.org"


VIEWS = {  # beside the one that a page opens with
    "continuity": ("The story so far",),
    "knowledge_library": ("Who learns from whom",),
    "measures": ("Theory of improvement", "Equity", "Practices"),
    "peer_accountability": ("Self-assessment", "Peer visits"),
    "stage_progress": ("Who takes part",),
}


@pytest.fixture
def open_page(monkeypatch):
    """`open_page(page, workbook)`: the page as it runs, alone, on a workbook."""

    def run(page, workbook=None, **query):
        if workbook:
            monkeypatch.setenv("KM_WORKBOOK", str(workbook))
        else:
            monkeypatch.delenv("KM_WORKBOOK", raising=False)
        app = AppTest.from_file(str(page), default_timeout=60)
        app.query_params.update(query)
        return app.run()

    return run


def text_of(app):
    """Everything on the page that is markup or title."""
    return " ".join(
        part.value for kind in ("title", "header", "markdown") for part in app.get(kind)
    ) + (" ".join(part.proto.body for part in app.get("html")))


@EVERY_PAGE
def test_page_opens_on_the_sample_network(page, open_page):
    app = open_page(page)
    assert not app.exception
    assert app.title, "a page says its finding in its title"


@pytest.mark.parametrize(
    ("page", "see"), [(page, see) for page in PAGES for see in ("", *VIEWS.get(page.stem, ()))]
)
def test_nothing_on_a_page_holds_for_long_what_it_showed(page, see, open_page, monkeypatch):
    monkeypatch.setattr(loading, "look_again", lambda seconds: None)
    monkeypatch.setattr(keeping, "FILES_FOR", -1)
    open_page(page, see=see)  # what a process opens first may stay, once
    loading._readings.clear()
    main = sys.modules["__main__"]  # the page takes its place
    gc.disable()
    try:
        assert not open_page(page, see=see).exception
        shown = weakref.ref(loading._readings[str(SAMPLE)].network)
        sys.modules["__main__"] = main
        loading._readings.clear()
        keeping.forget()
        assert shown() is None, "it would stay until all of memory is looked through"
    finally:
        gc.enable()


CHARTS = {  # on the sample network, by page and what is chosen on it
    ("overview", ""): 2,
    ("stage_progress", ""): 1,
    ("process_map", ""): 1,
    ("measures", ""): 2,
    ("measures", "team=Alder Creek"): 2,
    ("measures", "view=In one period"): 2,
    ("measures", "see=Equity"): 1,
    ("measures", "see=Practices"): 2,
    ("knowledge_library", "see=Who learns from whom"): 1,
    ("programme", ""): 1,
    ("team", ""): 1,
}
WITHOUT = [
    *(("stage_progress", "see=Who takes part"), ("measures", "see=Theory of improvement")),
    *(("programme", f"see={see}") for see in ("Calendar", "Partnerships")),
    *(("peer_accountability", f"see={see}") for see in ("Self-assessment", "Peer visits")),
    ("continuity", "see=The story so far"),
]


@pytest.mark.parametrize(
    ("page", "chosen"),
    [*CHARTS, *WITHOUT, *((path.stem, "") for path in PAGES if (path.stem, "") not in CHARTS)],
)
def test_every_chart_has_its_picture_to_take_along(page, chosen, open_page):
    app = open_page(ROOT / f"pages/{page}.py", **dict([chosen.split("=")] if chosen else []))
    drawn = [it.value for it in app.markdown] + [it.proto.body for it in app.get("html")]
    charts = sum("<svg " in it for it in drawn) + len(app.get("vega_lite_chart"))
    pictures = [it for it in app.get("download_button") if it.proto.label == "Picture (.svg)"]
    assert charts == len(pictures) == CHARTS.get((page, chosen), 0)


@EVERY_PAGE
def test_page_opens_on_real_exports_that_report_by_student_group_alone(
    page, open_page, connecticut
):
    app = open_page(page, connecticut)
    assert not app.exception
    assert not app.title[0].value.startswith("No data")


def test_the_overview_says_which_measures_are_reported_by_student_group_only(
    open_page, connecticut
):
    app = open_page(ROOT / "pages/overview.py", connecticut)
    name = "Chronic absenteeism"
    assert app.title[0].value == f"{name} is reported by student group only, for 7 groups"
    assert "by student group only" in text_of(app)


def test_only_groups_that_have_the_measure_are_offered(open_page, connecticut):
    app = open_page(ROOT / "pages/measures.py", connecticut)
    picker = app.selectbox(key="group")
    assert len(picker.options) == 7
    assert "All students" not in picker.options
    assert "for American Indian or Alaska Native" in app.title[0].value


@EVERY_PAGE
def test_page_opens_on_an_empty_template(page, open_page, tmp_path):
    write_template(tmp_path / "hub.xlsx")
    app = open_page(page, tmp_path / "hub.xlsx")
    assert not app.exception
    assert app.title


@EVERY_PAGE
def test_page_opens_on_a_workbook_with_one_tab(page, open_page, tmp_path):
    app = open_page(page, write_workbook(tmp_path / "one.xlsx", {"Teams": ["Team", "Alder"]}))
    assert not app.exception
    assert app.title


@pytest.mark.parametrize("tab", hub_tabs(), ids=lambda tab: tab.title)
def test_every_page_and_view_opens_on_each_tab_of_the_sample_alone(tab, open_page, tmp_path):
    sheets.write_workbook(tmp_path / "one.xlsx", [tab])
    for page in PAGES:
        for chosen in ({}, *({"see": view} for view in VIEWS.get(page.stem, ()))):
            app = open_page(page, tmp_path / "one.xlsx", **chosen)
            assert not app.exception, (page.stem, chosen)
            assert app.title, (page.stem, chosen)


@EVERY_PAGE
def test_page_says_what_to_do_when_the_workbook_cannot_be_opened(page, open_page, tmp_path):
    app = open_page(page, tmp_path / "gone.xlsx")
    assert not app.exception
    assert [title.value for title in app.title] == ["The sheets could not be read"]
    assert "Check the spelling" in text_of(app)


def test_what_takes_long_says_that_it_is_being_worked_out(monkeypatch):
    moved = this_month.matters
    said = "Working it out"

    def slowly(network):
        time.sleep(0.8)
        return moved(network)

    monkeypatch.setattr(this_month, "matters", slowly)
    assert said in Visit(ROOT / "app.py", SAMPLE).sent().text


def test_the_words_to_cite_and_the_licence_are_those_of_the_snapshot(open_page, sample):
    package = json.loads(snapshot_files(sample)["datapackage.json"])
    app = open_page(ROOT / "pages/downloads.py")
    assert f"14 March 2026, version {package['version']}. " in app.code[0].value
    assert escape(package["licenses"][0]["title"]) in text_of(app)


def test_without_measures_the_page_says_which_tab_lights_it(open_page, tmp_path):
    hub = write_workbook(tmp_path / "one.xlsx", {"Teams": ["Team", "Alder"]})
    app = open_page(ROOT / "pages/measures.py", hub)
    assert app.title[0].value == "This page will show run charts of the shared success measures"
    assert "the Measures tab" in text_of(app)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_text_of_a_cell_is_never_markup(page, open_page, tmp_path):
    months = [f"{month} 2025" for month in ("Jan", "Feb", "Mar")]
    hub = write_workbook(
        tmp_path / "hub.xlsx",
        {
            "Network": ["Setting | Value", f"Name | {NASTY}", f"Aim | {NASTY}"],
            "Teams": ["Team", f"Team {NASTY}"],
            "Measures": ["Measure | Kind | Unit | Better", f"M {NASTY} | outcome | count | higher"],
            "Data": [
                "Team | Measure | Date | Value",
                *(f"Team {NASTY} | M {NASTY} | {month} | 30" for month in months),
                f"Nobody {NASTY} | M {NASTY} | Jan 2025 | 30",
            ],
        },
    )
    app = open_page(page, hub)
    assert not app.exception
    text = text_of(app)
    assert NASTY[:8] not in text.replace("&#42;", "")
    assert not any(mark in text for mark in ("<i>x</i>", ":red[x]", "![i]", "$x$", "www.x"))


def test_an_edited_workbook_is_read_again(open_page, tmp_path):
    hub = write_workbook(tmp_path / "hub.xlsx", {"Teams": ["Team", "Alder"]})
    before = text_of(open_page(ROOT / "pages/downloads.py", hub))
    time.sleep(0.02)
    write_workbook(hub, {"Teams": ["Team", "Alder", "Birch"]})
    after = text_of(open_page(ROOT / "pages/downloads.py", hub))
    assert "1 team<" in before
    assert "2 teams<" in after


def test_the_chosen_measure_and_team_stand_in_the_address(open_page):
    app = open_page(ROOT / "pages/measures.py", measure="Reading on track", team="Kestrel")
    assert app.title[0].value.startswith("Reading on track")
    assert any(header.value.startswith("Kestrel") for header in app.header)


def test_many_teams_come_in_pages_of_24(open_page, tmp_path):
    teams = [f"Team {i:03}" for i in range(30)]
    hub = write_workbook(
        tmp_path / "hub.xlsx",
        {
            "Teams": ["Team", *teams],
            "Measures": ["Measure | Kind | Unit | Better", "Visits | process | count | higher"],
            "Data": [
                "Team | Measure | Date | Value",
                *(f"{team} | Visits | Jan 2025 | 30" for team in teams),
            ],
        },
    )
    text = text_of(open_page(ROOT / "pages/measures.py", hub))
    assert text.count('class="km-small"') == 24


MEASURES = ROOT / "pages/measures.py"


def test_kind_and_order_stand_in_the_address(open_page):
    app = open_page(MEASURES, of="Kind: balancing", order="by latest value")
    assert app.title[0].value.startswith("Office referrals per 100")
    assert app.selectbox(key="measure").options == [
        "Office referrals per 100",
        "Planning time used for data",
    ]
    heads = re.findall(r'scope="col"[^>]*>([^<]+)<', text_of(app))
    assert heads[:2] == ["Measure", "Network"]
    assert heads[3] == "Alder Creek", "of all the fewest referrals, and fewer are better"


def test_one_period_is_a_funnel_with_words_for_inside_and_outside(open_page):
    text = text_of(open_page(MEASURES, view="In one period", period="Jan 2026"))
    assert "Jan 2026&#58; none of 11 teams lie outside what chance gives" in text
    assert "Inside the band teams differ no more than teams of their size do by chance" in text


def test_a_measure_that_is_no_share_has_no_funnel(open_page):
    app = open_page(MEASURES, measure="Office referrals per 100", view="In one period")
    assert not app.exception
    assert "by chance" not in text_of(app)


def test_definition_formula_cells_and_rule_are_one_click_from_the_chart(open_page):
    text = text_of(open_page(MEASURES, team="Kestrel"))
    assert "kestrel&#45;attendance.xlsx, tab Attendance: 16 cells" in text
    assert "The value as it was typed." in text


SEE = VIEWS["measures"]
EVERY_VIEW = pytest.mark.parametrize("see", SEE)


@pytest.mark.parametrize(
    ("see", "title", "tells"),
    [
        (SEE[0], "6 of 14 drivers and change ideas tried so far", "7 cycles, 1 running&#58;"),
        (SEE[1], "The gap on Present 9 days in 10 is closing for 2 of 8 groups", "gap is closing"),
        (
            SEE[2],
            "No practice of 3 that can be compared goes with improvement in Present 9 days in 10",
            "no more than chance gives",
        ),
    ],
)
def test_each_view_of_measures_stands_in_the_address_and_says_its_finding(
    open_page, see, title, tells
):
    app = open_page(MEASURES, see=see)
    assert app.title[0].value == title
    assert tells in text_of(app)
    assert app.get("download_button")


@pytest.mark.parametrize(
    ("see", "tab"), list(zip(SEE, ("Drivers", "Groups", "Tracker items and Tracker"), strict=True))
)
def test_a_view_of_measures_without_its_tab_says_which_one_to_add(see, tab, open_page, tmp_path):
    hub = write_workbook(tmp_path / "hub.xlsx", {"Teams": ["Team", "Alder"]})
    app = open_page(MEASURES, hub, see=see)
    assert app.title[0].value.startswith("This page will show")
    assert f"Fill the {tab} tab{'s' * (' and ' in tab)} in the hub" in text_of(app)


@EVERY_VIEW
def test_a_view_of_measures_opens_where_data_comes_by_student_group_alone(
    see, open_page, connecticut
):
    app = open_page(MEASURES, connecticut, see=see)
    assert not app.exception
    assert app.title


def test_gaps_that_cannot_be_compared_are_counted_in_words(open_page, connecticut):
    text = text_of(open_page(MEASURES, connecticut, see="Equity"))
    assert "Not in the picture&#58; 7 groups shown without everybody to compare with" in text


def test_a_team_can_look_at_its_own_student_groups(open_page):
    app = open_page(MEASURES, see="Equity", team="Fairview")
    assert app.title[0].value.startswith("Fairview&#58; No gap on Present 9 days in 10")
    assert "Not in the picture&#58; 6 groups hidden (small group)" in text_of(app)


@EVERY_VIEW
def test_a_view_of_measures_sends_few_bytes_for_120_teams(see, open_page, tmp_path):
    names = [f"Team {number:03}" for number in range(120)]
    codes = [f"1.{number}" for number in range(30)]
    groups = ["", *(f"Group {number}" for number in range(8))]
    hub = write_workbook(
        tmp_path / "hub.xlsx",
        {
            "Network": ["Setting | Value", "As of | 2026-03-14"],
            "Teams": ["Team", *names],
            "Measures": [
                "Measure | Kind | Unit | Better | Counts",
                "Present | outcome | percent | higher | staff",
            ],
            "Data": [
                "Team | Measure | Date | Numerator | Denominator | Group",
                *(
                    f"{name} | Present | {month}/1/2025 | {50 + (at + month) % 9} | 99 | {group}"
                    for at, name in enumerate(names)
                    for month in range(1, 13)
                    for group in groups
                ),
            ],
            "Drivers": [
                "Driver | Kind | Parent | Measure",
                "Be there | aim | | Present",
                *(f"Driver {at} | primary | Be there | Present" for at in range(60)),
            ],
            "Cycles": [
                "Team | Title | Started | Measure",
                *(f"{name} | Try | 2026-02-01 | Present" for name in names),
            ],
            "Tracker items": ["Code | Item", *(f"{code} | Practice {code}" for code in codes)],
            "Tracker": [
                "Team | Code | Status",
                *(
                    f"{name} | {code} | {('done', 'not started')[(at + n) % 7 > 3]}"
                    for at, name in enumerate(names)
                    for n, code in enumerate(codes)
                ),
            ],
        },
    )
    app = open_page(MEASURES, hub, see=see)
    assert not app.exception
    assert len(text_of(app).encode()) < 100_000


LEARNING_VIEWS = pytest.mark.parametrize(
    ("page", "see", "tab"),
    [
        ("knowledge_library", "Who learns from whom", "Sharing"),
        ("stage_progress", "Who takes part", "Participation"),
    ],
)


@LEARNING_VIEWS
def test_a_view_of_learning_stands_in_the_address(page, see, tab, open_page):
    app = open_page(ROOT / f"pages/{page}.py", see=see)
    assert re.match("10 of 12 teams learned|Those closest to students", app.title[0].value)


@LEARNING_VIEWS
def test_a_view_of_learning_without_its_tab_says_which_one_to_add(
    page, see, tab, open_page, tmp_path
):
    hub = write_workbook(tmp_path / "hub.xlsx", {"Teams": ["Team", "Alder"]})
    app = open_page(ROOT / f"pages/{page}.py", hub, see=see)
    assert app.title[0].value.startswith("This page will show")
    assert f"Fill the {tab} tab{'s' * (' and ' in tab)} in the hub" in text_of(app)


@LEARNING_VIEWS
def test_a_view_of_learning_sends_few_bytes_for_120_teams_and_1000_items(
    page, see, tab, open_page, tmp_path
):
    names = [f"Team {number:03}" for number in range(120)]
    items = [f"Item {number}" for number in range(1000)]
    spread = [(item, names[at % 120], names[(7 * at + 1) % 120]) for at, item in enumerate(items)]
    days = [f"2025-{month:02}-01" for month in range(4, 13)]
    hub = write_workbook(
        tmp_path / "hub.xlsx",
        {
            "Network": ["Setting | Value", "As of | 2026-03-14"],
            "Teams": ["Team", *names],
            "Knowledge": ["Item | Origin", *(f"{item} | {giver}" for item, giver, _ in spread)],
            "Sharing": [
                "Item | Broker | To | Date",
                *(f"{item} | coach of {giver} | {to} | 2026-01-10" for item, giver, to in spread),
            ],
            "Applications": [
                "Item | Stakeholder | Team | Obstacles",
                *(f"{item} | teachers | {to} | obstacle {item}" for item, _, to in spread),
            ],
            "Routines": ["Routine | Stage", "Dive | generation; sharing"],
            "Participation": [
                "Routine | Date | Stakeholder group",
                *(f"Dive | {day} | group {n}" for day in days for n in range(100)),
            ],
        },
    )
    app = open_page(ROOT / f"pages/{page}.py", hub, see=see)
    assert not app.exception
    assert len(text_of(app).encode()) < 60_000


def test_whom_a_team_learned_from_stands_in_the_address(open_page):
    app = open_page(ROOT / "pages/knowledge_library.py", see="Who learns from whom", team="Kestrel")
    assert "Ten minutes of decoding first thing" in text_of(app)


PEERS = ROOT / "pages/peer_accountability.py"


def test_my_team_stands_in_the_address_and_opens_with_a_message_to_copy(open_page):
    app = open_page(PEERS, team="Kestrel")
    assert app.title[0].value == "Nine teams are keeping pace; three would welcome company"
    assert app.selectbox(key="team").value == "Kestrel"
    assert "Alder Creek</a> could help" in text_of(app)
    assert app.code[0].value.startswith("To Kestrel, as of 14 March 2026")


LIBRARY, INQUIRY = ROOT / "pages" / "knowledge_library.py", ROOT / "pages" / "inquiry_cycles.py"


def test_an_item_opened_by_its_address_tells_its_whole_story_and_can_be_printed(open_page):
    app = open_page(LIBRARY, item="Number talks three times a week")
    assert not app.exception
    assert app.title[0].value == escape(
        "Number talks three times a week: claimed as known good; the evidence carries synthesis"
    )
    assert [part.value for part in app.header] == [
        *("What to do", "What supports it", "What each level asks for", "Who tested it, where"),
        *("Its story", "Who is asked to do what"),
    ]
    assert "One page to print" in [button.proto.label for button in app.get("download_button")]


def test_an_item_that_is_not_there_any_more_opens_the_whole_list(open_page):
    app = open_page(LIBRARY, item="Gone since spring")
    assert app.title[0].value.startswith("2 of 24 items")


def test_the_words_looked_for_stand_in_the_address_and_are_answered(open_page):
    said = text_of(open_page(LIBRARY, words="clals"))
    assert "Called known good about “clals”&#58; “Call before 9, not after”" in said
    assert "Ask Alder Creek, Kestrel" in said
    found = text_of(open_page(INQUIRY, words="brekfast", view="All cycles"))
    assert "2 cycles of 2 teams" in found
    assert "Breakfast cart" in found
    assert "Wake up calls" not in found


def test_without_a_chosen_team_the_page_says_how_to_open_one(open_page):
    app = open_page(PEERS)
    assert app.selectbox(key="team").options[0] == "all"
    assert "Choose your team above" in text_of(app)
    assert not app.code


def test_without_commitments_the_page_says_what_lights_each_column(open_page, tmp_path):
    hub = write_workbook(tmp_path / "one.xlsx", {"Teams": ["Team", "Alder"]})
    app = open_page(PEERS, hub)
    assert (
        app.title[0].value == "This page will show what was due from each team, and who could help"
    )
    assert "Tracker items done&#58; add a tab named Tracker items." in text_of(app)


def test_a_network_of_120_teams_sends_one_page_of_24_and_few_bytes(open_page, tmp_path):
    names = [f"Team {number:03}" for number in range(120)]
    items = [f"{code}a" for code in range(1, 11)]
    days = [f"2025-{month:02}-01" for month in (9, 10, 11, 12)]
    hub = write_workbook(
        tmp_path / "hub.xlsx",
        {
            "Network": ["Setting | Value", "As of | 2026-03-14", "One cycle every (weeks) | 6"],
            "Teams": ["Team | Model | District", *(f"{name} | K-6 | North" for name in names)],
            "Cycles": [
                "Team | Title | Started",
                *(f"{name} | Cycle | {day}" for name in names[::2] for day in days),
            ],
            "Participation": [
                "Routine | Date | Stakeholder group | Team",
                *(f"Circle | {day} | leads | {name}" for name in names[::3] for day in days),
            ],
            "Tracker items": [
                "Code | Item | Very important | Due",
                *(
                    f"{code} | A practice that every team carries out | yes | {days[0]}"
                    for code in items
                ),
            ],
            "Tracker": [
                "Team | Code | Status",
                *(f"{name} | {code} | done" for name in names[::2] for code in items),
            ],
        },
    )
    app = open_page(PEERS, hub, team="Team 119")
    assert not app.exception
    bodies = [part.proto.body for part in app.get("html")]
    assert sum(body.count("<tr") for body in bodies) == 25, "the head and 24 teams"
    assert sum(len(body.encode()) for body in bodies) < 150_000


def test_the_chosen_priority_stands_in_the_address_and_in_the_titles(open_page):
    stages = open_page(ROOT / "pages/stage_progress.py", priority="Algebra readiness")
    assert stages.title[0].value.startswith("Algebra readiness – most is lost before sharing")
    waves = open_page(ROOT / "pages/process_map.py", priority="Algebra readiness")
    assert waves.title[0].value.startswith("Algebra readiness")


def parts(text, pattern):
    """The pieces of markup between these tags, in their order."""
    return re.findall(pattern, text, re.DOTALL)


def test_every_figure_of_the_overview_is_that_of_the_page_it_comes_from(open_page):
    overview, stages, process_map, measures = (
        text_of(open_page(ROOT / f"pages/{name}.py"))
        for name in ("overview", "stage_progress", "process_map", "measures")
    )
    card = r'<section class="km-card">.*?</section>'
    assert len(parts(overview, card)) == 4
    assert parts(overview, card) == parts(stages, card)
    gap = r'<li><b class="km-held[^<]*</b><span.*?</li>'
    assert len(parts(overview, gap)) == 3
    assert parts(overview, gap) == parts(process_map, gap)[:3]
    river = parts(
        overview, r'km-m(?:ost|uch)">([\d,]+)</tspan> (?:learned|captured|shared|applied)'
    )
    captured = parts(overview, r"(\d+)</b> of (\d+)</span><span>(?:captured|shared|applied)")
    assert river[1:] == [came for came, _ in captured]
    assert river[:-1] == [of for _, of in captured]
    value = parts(overview, r'class="km-value">(\d+)%')[0]  # of the first measure that moved
    assert f'km-network">{value}' in measures or f"<b>{value}</b>" in measures


CONTINUITY = ROOT / "pages/continuity.py"
STORY = "The story so far"


def test_continuity_says_what_hangs_on_one_person_and_offers_it_as_csv(open_page):
    app = open_page(CONTINUITY)
    said = "14 things hang on one person alone, 4 of them on somebody who leaves"
    assert app.title[0].value == said
    assert [button.proto.label for button in app.get("download_button")] == ["Table as CSV"]


def test_without_people_the_page_names_that_tab_and_still_tells_the_story(open_page, tmp_path):
    cycles = ["Team | Title | Started | Learned", "Alder | Calls home | 2025-09-01 | it helps"]
    tabs = {"Teams": ["Team", "Alder"], "Cycles": cycles}
    app = open_page(CONTINUITY, write_workbook(tmp_path / "hub.xlsx", tabs))
    assert app.title[0].value == "This page will show what hangs on one person"
    assert "the People tab" in text_of(app)
    assert "Calls home" in text_of(app)


def test_the_story_of_one_priority_stands_in_the_address_and_can_be_printed(open_page):
    app = open_page(CONTINUITY, see=STORY, priority="Attendance")
    assert (
        app.title[0].value == "Attendance – the story so far&#58; 18 of 18 cycles taught something"
    )
    assert "Algebra readiness, 2025-26" not in text_of(app)
    labels = [button.proto.label for button in app.get("download_button")]
    assert "The hand-over brief, to print (.html)" in labels


@pytest.mark.parametrize(
    ("see", "title"),
    [
        ("Self-assessment", "In 2 of 12 self-assessments the two sides see different things"),
        ("Peer visits", "24 visits proposed in 4 rounds"),
    ],
)
def test_each_view_of_peer_accountability_says_its_finding(open_page, see, title):
    assert open_page(PEERS, see=see).title[0].value == escape(title)
    kestrel = text_of(open_page(PEERS, see=see, team="Kestrel"))
    assert "Kestrel" in kestrel
    assert "Maple Grove and" not in kestrel


def test_without_its_tab_self_assessment_says_which_one_to_add(open_page, tmp_path):
    hub = write_workbook(tmp_path / "hub.xlsx", {"Teams": ["Team", "Alder"]})
    app = open_page(PEERS, hub, see="Self-assessment")
    assert "the Self&#45;assessment tab" in text_of(app)


def test_the_chosen_team_stands_before_everybody(open_page):
    text = text_of(open_page(PEERS, team="Kestrel"))
    assert text.index("km-line") < text.index("km-peers")


@pytest.mark.browser
def test_in_a_browser_every_page_opens_and_a_csv_arrives():
    with a_browser() as browser, server() as address:
        page = browser.new_page(viewport={"width": 1700, "height": 1000})
        # The first address that anybody opens after a start is a page's own.
        page.goto(f"{address}/sheet_check?workbook=cedar-bend.xlsx", wait_until="domcontentloaded")
        page.get_by_role("heading", name="cedar-bend.xlsx").wait_for(timeout=30_000)
        assert page.get_by_role("dialog").count() == 0
        menus = page.get_by_test_id("stTopNavSection").all_inner_texts()
        opened = page.get_by_test_id("stTopNavLink").all_inner_texts()
        menu_of = {}
        ways = [(page.get_by_test_id("stTopNavLink"), name) for name in opened]
        for menu in menus:
            page.get_by_test_id("stTopNavSection").filter(has_text=menu).click()
            inside = page.get_by_test_id("stTopNavDropdownLink")
            inside.first.wait_for()
            ways += [(inside, name) for name in inside.all_inner_texts()]
            menu_of |= dict.fromkeys(inside.all_inner_texts(), menu)
            page.keyboard.press("Escape")
        assert len(ways) == len(PAGES)
        for links, name in ways:
            if "/dive" in page.url:  # its slides cover the navigation
                page.locator(".km-now-shown").wait_for(timeout=30_000)
                page.keyboard.press("p")
            if name not in opened:
                page.get_by_test_id("stTopNavSection").filter(has_text=menu_of[name]).click()
            links.filter(has_text=name).click()
            if name != "Data dive":
                page.locator(".km-deck").wait_for(state="detached", timeout=30_000)
            page.locator('[data-test-script-state="notRunning"] h1').first.wait_for(timeout=30_000)
            assert page.get_by_test_id("stException").count() == 0
        settled(page, f"{address}/overview")  # as others link to it
        assert page.get_by_role("dialog").count() == 0
        lit = page.locator('[data-testid="stTopNavLink"][aria-current]')
        assert lit.all_inner_texts() == ["Overview"]
        for name in ("Measures", "Overview"):
            page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
            lit.filter(has_text=name).wait_for(timeout=30_000)
            page.locator('[data-test-script-state="notRunning"] h1').first.wait_for()
            assert lit.all_inner_texts() == [name]
        page.goto(f"{address}/downloads", wait_until="domcontentloaded")
        with page.expect_download() as download:
            page.get_by_role("button", name="teams.csv").click()
        lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert lines[0].startswith("Team,")
        assert len(lines) == 13
