"""Workbooks that are missing, locked, broken, half empty or misspelt: what is said, and what stays.

Every page opens, says what to do, and shows what can be shown; `check` says the same.
"""

import pytest

from kmlib.__main__ import main
from kmlib.charts.markup import escape
from kmlib.reading.excel import ENCRYPTED, OLD_OFFICE
from tests.canaries import the_hub
from tests.conftest import write_workbook
from tests.everything_sent import Visit
from tests.test_nothing_leaks import EVERY_PAGE, ROOT

HUB = {
    "Network": ["Setting | Value", "Name | Small Network", "As of | 2026-03-14"],
    "Teams": ["Team | Sheet", "Alder | alder.xlsx", "Birch |"],
    "Measures": ["Measure | Kind | Unit | Better", "Attendance | outcome | percent | higher"],
    "Data": ["Team | Measure | Date | Value", "Birch | Attendance | Feb 2026 | 80%"],
}
OLD_MEASURES = ["Measure | Kind | Unit | Better", "Calls home | process | count | higher"]
ALDER = {"Attendance": ["Month | Value", "Feb 2026 | 91%"]}
LOCKED = OLD_OFFICE + bytes(600) + ENCRYPTED + bytes(600)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>"


def said_by(visit):
    """All that stands on a page as it opens: titles, and markup."""
    visit.sent()
    titles = [title.value for title in visit.app.title]
    return titles, "".join(part.proto.body for part in visit.app.get("html"))


def checked(hub, capsys):
    """What `check` says, in one line, and its exit code."""
    code = main(["check", str(hub)])
    said = capsys.readouterr()
    return " ".join((said.out + said.err).split()), code


@pytest.fixture
def network(tmp_path):
    """`network(Data=[...])`: a hub with one team's own workbook; None leaves a tab out."""

    def build(**tabs):
        write_workbook(tmp_path / "alder.xlsx", ALDER)
        tabs = {title: lines for title, lines in (HUB | tabs).items() if lines is not None}
        return write_workbook(tmp_path / "hub.xlsx", tabs)

    return build


# Nothing can be opened

UNREADABLE = {  # what stands in hub.xlsx, and what to do
    "missing": (None, "Check the spelling"),
    "locked": (LOCKED, "Save a copy without a password"),
    "locked, as the first bytes tell": (OLD_OFFICE + bytes(600), "save it again as .xlsx"),
    "a PDF": (PDF, "Save it as .xlsx"),
    "cut off": (b"PK\x03\x04 and no more", "save it again as .xlsx"),
    "empty": (b"", "save it again as .xlsx"),
}
EVERY_UNREADABLE = pytest.mark.parametrize(("content", "cure"), UNREADABLE.values(), ids=UNREADABLE)


def put(path, content):
    """Make a file hold these bytes; None takes it away."""
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)


@pytest.mark.usefixtures("nothing_apart")
@EVERY_PAGE
@EVERY_UNREADABLE
def test_where_nothing_can_be_opened_a_page_says_what_to_do(page, content, cure, tmp_path):
    put(tmp_path / "hub.xlsx", content)
    titles, said = said_by(Visit(page, tmp_path / "hub.xlsx"))
    assert titles == ["The sheets could not be read"]
    assert cure in said


@EVERY_UNREADABLE
def test_where_nothing_can_be_opened_check_says_the_same_and_leaves_with_2(
    content, cure, tmp_path, capsys
):
    put(tmp_path / "hub.xlsx", content)
    said, code = checked(tmp_path / "hub.xlsx", capsys)
    assert cure in said
    assert code == 2


# It opens, but lacks what everything rests on

BARE = {
    "nothing typed": {"Sheet1": []},
    "a Cycles tab": {"Cycles": ["Team | Title | Started", "Alder | Calls | 2025-10-06"]},
    "a Data tab": {"Data": HUB["Data"]},
    "a roster": {"Sheet1": ["Student name | Grade", "Ann Lee | 4", "Bo Ray | 5"]},
}


@EVERY_PAGE
@pytest.mark.parametrize("tabs", BARE.values(), ids=BARE)
def test_without_teams_and_measures_a_page_says_which_tabs_to_add(page, tabs, tmp_path):
    titles, said = said_by(Visit(page, write_workbook(tmp_path / "hub.xlsx", tabs)))
    assert titles
    assert "Add a tab named Teams" in said
    assert "Add a tab named Measures" in said
    assert "Ann Lee" not in said


@pytest.mark.parametrize("tabs", BARE.values(), ids=BARE)
def test_without_teams_and_measures_check_says_so_and_leaves_with_1(tabs, tmp_path, capsys):
    said, code = checked(write_workbook(tmp_path / "hub.xlsx", tabs), capsys)
    assert "Add a tab named Teams" in said
    assert code == 1


@EVERY_PAGE
def test_a_text_that_is_called_a_workbook_is_said_to_have_no_tabs(page, tmp_path):
    (tmp_path / "hub.xlsx").write_text("Dear all,\nplease find the numbers below.\n")
    _, said = said_by(Visit(page, tmp_path / "hub.xlsx"))
    assert "Add a tab named Teams" in said


# The title of a tab has a slip

MISSPELT = {
    "Routnes": ("Routines", ["Routine | Stage", "Data dive | generation"]),
    "Mesures": ("Measures", HUB["Measures"]),
    "Teems": ("Teams", HUB["Teams"]),
    "Netwrok": ("Network", HUB["Network"]),
    "Knowlege": ("Knowledge", ["Item | Level", "Call early | summary"]),
    "Self-asessment": ("Self-assessment", ["Team | Scale | Date", "Birch | Rubric | 2026-02-02"]),
}
EVERY_SLIP = pytest.mark.parametrize(
    ("title", "meant", "lines"), [(slip, *of) for slip, of in MISSPELT.items()], ids=MISSPELT
)


@EVERY_PAGE
@pytest.mark.parametrize("title", ["Routnes", "Mesures", "Knowlege"])
def test_a_slip_in_the_title_of_a_tab_is_asked_about_above_every_page(page, title, network):
    meant, lines = MISSPELT[title]
    titles, said = said_by(Visit(page, network(**{meant: None, title: lines})))
    assert titles
    assert (
        escape(f"“{title}” is none of the tabs this dashboard knows: did you mean {meant}?") in said
    )


@EVERY_SLIP
def test_a_slip_in_the_title_of_a_tab_is_an_error_for_check(title, meant, lines, network, capsys):
    said, code = checked(network(**{meant: None, title: lines}), capsys)
    assert f"did you mean {meant}? Nothing on it is shown ({len(lines)} filled rows)." in said
    assert code == 1


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        pytest.param("Measures 2024", OLD_MEASURES, id="an old copy"),
        pytest.param("Notes for Ann", ["Date | Note", "2026-02-02 | call"], id="more words"),
        pytest.param("Note", ["Please fill this in by Friday"], id="other columns"),
        pytest.param("Networking", ["Name | Phone", "Ann | 555"], id="another word"),
        pytest.param("Lunch", ["Soup | Bread", "tomato | rye"], id="nothing like it"),
    ],
)
def test_a_tab_with_a_title_of_its_own_is_no_slip(title, lines, network, capsys):
    said, code = checked(network(**{title: lines}), capsys)
    assert "did you mean" not in said
    assert f"The tab “{title}” is none of the tabs this dashboard knows" in said
    assert code == 0


# One of several workbooks cannot be opened

TEAM_FILES = {"missing": None, "locked": LOCKED, "a PDF": PDF, "empty": b""}


@EVERY_PAGE
@pytest.mark.parametrize("content", [None, LOCKED], ids=["missing", "locked"])
def test_a_teams_workbook_that_cannot_be_opened_is_named_above_what_the_others_show(
    page, content, network, tmp_path
):
    hub = network()
    put(tmp_path / "alder.xlsx", content)
    titles, said = said_by(Visit(page, hub))
    trouble = said.split('<p class="km-trouble">')[1].split("</p>")[0]
    assert trouble.startswith("Since today, ")
    assert "“alder.xlsx”" in trouble
    assert titles != ["The sheets could not be read"]
    assert "1 workbook read today" in said


@pytest.mark.parametrize("content", TEAM_FILES.values(), ids=TEAM_FILES)
def test_a_teams_workbook_that_cannot_be_opened_is_an_error_for_check(
    content, network, tmp_path, capsys
):
    hub = network()
    put(tmp_path / "alder.xlsx", content)
    said, code = checked(hub, capsys)
    assert "“alder.xlsx”" in said
    assert code == 1


@EVERY_PAGE
def test_of_many_workbooks_that_cannot_be_opened_two_are_named_and_the_others_counted(
    page, network
):
    teams = ["Team | Sheet", *(f"Team {n} | {n}.xlsx" for n in range(12))]
    _, said = said_by(Visit(page, network(Teams=teams)))
    assert said.count("km-trouble") == 1 + 2 + 1, "in the style sheet, two named, one of the rest"
    assert "Sheet check names 10 more." in said


# The Teams tab says one thing twice

TWICE = {
    "a team twice": ["Team", "Alder", "Birch", "Alder"],
    "a code twice": ["Team | Code", "Alder | 0640012", "Birch | 0640012"],
    "an alias that is another's name": ["Team | Also known as", "Alder |", "Birch | Alder"],
    "an alias twice": ["Team | Also known as", "Alder | ACE", "Birch | ACE"],
}


@EVERY_PAGE
def test_teams_that_stand_twice_keep_no_page_from_opening(page, network):
    lines = ["Team | Code | Also known as", "Alder | 12345 | ACE", "Birch | 12345 | Alder; ACE"]
    titles, said = said_by(Visit(page, network(Teams=[*lines, "Alder | 12345 |"])))
    assert titles != ["The sheets could not be read"]
    assert "2 teams" in said


@pytest.mark.parametrize("lines", TWICE.values(), ids=TWICE)
def test_teams_that_stand_twice_are_asked_about_by_check(lines, network, capsys):
    said, code = checked(network(Teams=lines), capsys)
    assert "already stands in row 2" in said or "stands for both Alder and Birch" in said
    assert code == int("already stands" in said), "a clash is used, so it is only a warning"


# It could be read before, and cannot be now


@EVERY_UNREADABLE
def test_a_hub_that_cannot_be_opened_any_more_leaves_its_last_reading_on_the_page(
    content, cure, network
):
    page, hub = ROOT / "pages" / "downloads.py", network()
    before, said = said_by(Visit(page, hub))
    assert "km-ring" not in strip_of(said)
    good = hub.read_bytes()
    put(hub, content)

    titles, said = said_by(Visit(page, hub))
    assert titles == before
    assert '<i class="km-dot km-ring"></i>2 workbooks read today' in strip_of(said)
    trouble = said.split('<p class="km-trouble">')[1].split("</p>")[0]
    assert trouble.startswith("Since today, ")
    assert "hub.xlsx”" in trouble or content is None, "a long path is cut"
    assert cure in trouble

    put(hub, good)
    titles, said = said_by(Visit(page, hub))
    assert titles == before
    assert "km-ring" not in strip_of(said)
    assert '<p class="km-trouble">' not in said


@EVERY_PAGE
def test_every_page_shows_the_last_reading_of_a_hub_that_is_locked_now(page, network):
    hub = network()
    before, _ = said_by(Visit(page, hub))
    hub.write_bytes(LOCKED)
    titles, said = said_by(Visit(page, hub))
    assert titles == before
    assert "km-ring" in strip_of(said)
    assert "“hub.xlsx” is protected by a password. Save a copy without a password" in said


def strip_of(said):
    return said.split('<p class="km-strip">')[1].split("</p>")[0]


# The address of a page says something that is not there


@EVERY_PAGE
def test_an_unknown_value_in_the_address_opens_the_page_as_without_it(page, tmp_path):
    hub = the_hub(tmp_path / "hub")
    Visit(page, hub).sent()  # the sheets are read
    visit = Visit(page, hub)
    default = visit.sent()
    chosen = [choice for choice in visit.choices() if choice.kind != "text_input"]
    pickers = {choice.picker for choice in chosen}  # any word may be looked for
    nobody = dict.fromkeys([*pickers, "team", "measure", "page", "who"], "Nobody")
    for address in [nobody, *({picker: ""} for picker in pickers)]:
        lines = Visit(page, hub, address).sent().lines
        assert {line for line in lines ^ default.lines if "=Nobody" not in line} == set()
