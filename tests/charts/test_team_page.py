"""One team on a page, and the monthly letter; both also on paper."""

import re

from kmlib.analysis.mending import about_team
from kmlib.charts import team_page, this_month
from kmlib.export.paper import on_paper

DATA = [
    "Team | Measure | Date | Numerator | Denominator",
    "Alder | Attendance | 2026-02-28 | 80 | 100",
]
CYCLES = [
    "Team | Title | Started | Ended | Learned",
    "Alder | Calls | 2026-01-05 | 2026-02-20 | They work",
]


def the_parts(network, team):
    row = next(row for row in network.teams if row.team == team)
    return dict(team_page.parts(network, row, about_team(network, team)))


def test_the_page_of_a_team_holds_its_own_measures_and_cycles_and_nobody_elses(published):
    network = published(Data=[*DATA, "Birch | Attendance | 2026-02-28 | 61 | 100"], Cycles=CYCLES)
    alder, birch = the_parts(network, "Alder"), the_parts(network, "Birch")
    assert "80 of 100" in alder["Measures"]
    assert "61" not in alder["Measures"]
    assert "They work" in alder["Cycles, the last first"]
    assert birch["Cycles, the last first"] == ""


def test_a_team_that_has_sent_nothing_has_a_page_that_says_so(published):
    network = published()
    assert team_page.headline(network, "Alder") == "Alder has reported no measure yet"
    assert set(the_parts(network, "Alder").values()) == {""}


def test_a_hidden_number_is_on_no_page_of_a_team(published):
    network = published(Data=[DATA[0], "Alder | Attendance | 2026-02-28 | 3 | 7"])
    assert "hidden (small group)" in the_parts(network, "Alder")["Measures"]
    assert "3 of 7" not in the_parts(network, "Alder")["Measures"]


def test_what_is_found_in_the_sheet_of_a_team_stands_on_its_page(sample):
    assert "E13" in the_parts(sample, "Cedar Bend")["In its sheet"]
    assert "E13" not in the_parts(sample, "Alder Creek")["In its sheet"]


def test_the_letter_names_nobody_of_the_staff(published):
    network = published(
        Routines=[
            "Routine | Stage | Owner | Facilitator",
            "Data dive | generation | Ada Okoye | Ada Okoye",
        ],
        Calendar=[
            "Date | Focus | Space | Facilitator",
            "2026-03-20 | Calls | Data dive | Ada Okoye",
        ],
        Cycles=CYCLES,
    )
    title, parts = this_month.letter_title(network), this_month.letter_parts(network)
    written = on_paper(network, title, parts).decode()
    assert "Ada" not in written
    assert "They work" in written


def test_links_of_the_dashboard_are_words_on_paper(sample):
    row = sample.teams[2]
    parts = team_page.parts(sample, row, about_team(sample, row.team))
    pages = [
        on_paper(sample, row.team, parts),
        on_paper(sample, "", this_month.letter_parts(sample)),
    ]
    assert not any(re.search(r'href="(?!https://docs.google.com)', page.decode()) for page in pages)
