import datetime as dt
import html
import re
from dataclasses import replace

import pytest

from kmlib.analysis.mending import ToMend
from kmlib.analysis.series import network_series, summary
from kmlib.charts import little_sheet, matrix, measure_list, row_bar, unlit_tabs
from kmlib.findings import (
    COLUMN_LEFT_OUT,
    HIDDEN_ROWS,
    NO_TEAM,
    NOT_A_NUMBER,
    SOURCE_LOCKED,
    SOURCE_NOT_FOUND,
    Cell,
)
from kmlib.network import SourceCount
from kmlib.reading.excerpts import Excerpt
from kmlib.schema import TABS, Better, GroupRow
from tests.analysis.small import HIDDEN, a_measure, a_note, a_published

LOW, HIGH = [70, 71, 69, 70, 72, 68], [80, 81, 82, 80, 83, 81, 84, 82, 83]
FROZEN = [a_note("end of baseline", dt.date(2025, 2, 15))]


def cells(markup):
    """The texts of a table, row by row, signs kept apart by a blank."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", markup)
    return [
        [
            html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        for row in rows
    ]


def words(markup):
    return [[" ".join(cell) for cell in row] for row in cells(markup)]


@pytest.fixture(scope="module")
def network():
    return a_published(
        a_measure(target=85),
        Alder=LOW + HIGH,
        Birch=[None] * 13 + [60, 61],
        Cedar=[HIDDEN] * 15,
        teams=["Alder", "Birch", "Cedar", "Dale"],
        notes=FROZEN,
    )


def test_the_matrix_gives_number_and_sign_or_says_which_absence_it_is(network):
    teams = [row.team for row in network.teams]
    head, line = words(matrix.matrix(summary(network), teams=teams))
    assert head == ["Measure", "Network", "Target", "Alder", "Birch", "Cedar", "Dale"]
    assert line[0] == "Attendance, %"
    assert line[2:] == ["85", "83 ▲", "61", "hidden (small group)", "no data"]


def test_only_a_signal_is_bold(network):
    drawn = matrix.matrix(summary(network), teams=["Alder", "Birch"])
    assert re.findall(r"<b>(\d+)</b>", drawn.rpartition("km-target")[2]) == ["83"]


def test_the_matrix_of_many_teams_has_them_in_rows(network):
    rows = words(matrix.matrix(summary(network), teams=["Alder", "Dale"], tall=True))
    assert [row[0] for row in rows] == ["Team", "Network", "Target", "Alder", "Dale"]


def test_a_phone_keeps_the_network_and_the_chosen_team(network):
    drawn = matrix.matrix(summary(network), teams=["Alder", "Birch"], team="Birch")
    assert drawn.count("km-other") == 4  # head and cell of the target and of Alder
    assert re.findall(r'km-other">(\w+)</th>', drawn) == ["Target", "Alder"]


def test_of_many_teams_a_phone_keeps_the_chosen_measure():
    measures = [a_measure("Attendance", target=85), a_measure("Reading")]
    first, other = summary(a_published(*measures, Alder=[80, 81]))
    rows = [first, other._replace(network=first.network)]
    drawn = matrix.matrix(rows, teams=["Alder"], measure="Attendance", tall=True)
    assert drawn.count("km-other") == 4  # Reading: head, network, target and Alder
    assert re.findall(r'km-other">(\w+)', drawn)[0] == "Reading"


@pytest.mark.parametrize("tall", [False, True])
def test_a_measure_that_nobody_reports_takes_no_place_unless_it_is_chosen(tall):
    rows = summary(a_published(a_measure("Attendance"), a_measure("Reading"), Alder=[80, 81]))
    assert "Reading" not in matrix.matrix(rows, teams=["Alder"], tall=tall)
    assert "Reading" in matrix.matrix(rows, teams=["Alder"], measure="Reading", tall=tall)
    assert "no data from anybody: Reading<" in matrix.legend(rows)
    assert "no data from anybody" not in matrix.legend(rows[:1])


def test_a_table_of_few_columns_keeps_its_numbers_near_their_names(network):
    teams = [row.team for row in network.teams]
    assert "km-narrow" in matrix.matrix(summary(network), teams=teams, tall=True)
    assert "km-narrow" not in matrix.matrix(summary(network), teams=teams * 2)


def test_targets_are_left_out_where_no_measure_has_one():
    network = a_published(Alder=[80, 81])
    head, _ = words(matrix.matrix(summary(network), teams=["Alder"]))
    assert head == ["Measure", "Network", "Alder"]


STEADY = [70, 74, 69, 75, 71, 76, 70, 73, 69, 74, 71, 75, 70, 74, 71, 76]


@pytest.mark.parametrize(
    ("target", "cell", "said"),
    [
        (60, "76 ○ ✓ ●", "at target; will keep meeting its target; reported to 31 December 2025"),
        (74, "76 ○ ✓ ◐", "at target; will meet its target at times; reported to 31 December 2025"),
        (90, "76 ○ ⊘", "steady; will not meet its target; reported to 31 December 2025"),
        (None, "76 ○", "steady; reported to 31 December 2025"),
    ],
)
def test_a_cell_shows_variation_target_and_assurance_and_says_them_with_its_age(target, cell, said):
    network = a_published(a_measure(target=target), Alder=STEADY)
    drawn = matrix.matrix(summary(network), teams=["Alder"])
    assert words(drawn)[1][-1] == cell
    assert f'aria-label="{said}, 7 days ago"' in html.unescape(drawn)


def test_the_signs_in_the_table_are_explained_below_it_and_no_others():
    network = a_published(a_measure(target=74), Alder=STEADY, Birch=[70])
    legend = html.unescape(re.sub(r"<[^>]+>", "", matrix.legend(summary(network))))
    assert legend == "✓ at target○ steady◐ will meet its target at times"


def test_a_change_of_a_measure_without_a_better_way_has_a_sign_of_its_own():
    network = a_published(a_measure(better=Better.NEITHER), Alder=LOW + HIGH, notes=FROZEN)
    assert words(matrix.matrix(summary(network), teams=["Alder"]))[1][-1] == "83 ◆"


def test_the_chosen_team_is_in_the_table_also_when_it_is_on_another_page(network):
    rows = words(matrix.matrix(summary(network), teams=["Alder"], team="Dale", tall=True))
    assert [row[0] for row in rows] == ["Team", "Network", "Target", "Dale", "Alder"]


def test_an_old_value_says_when_and_claims_nothing():
    network = a_published(Alder=LOW + HIGH, as_of=dt.date(2026, 9, 1), notes=FROZEN)
    line = words(matrix.matrix(summary(network), teams=["Alder"]))[1]
    assert line[-1] == "83 Nov 2025"


def test_measures_that_moved_come_with_one_that_worsens():
    names = [f"M{i}" for i in range(4)]
    data = {("Alder", name, ""): LOW + HIGH for name in names[:3]}
    data["Alder", "M3", ""] = [*HIGH[:6], 70, 71, 69, 70, 72, 68, 69, 70, 71]
    network = a_published(*map(a_measure, names), data=data, teams=["Alder"], notes=FROZEN)
    lines = [network_series(network, measure) for measure in network.measures]
    assert [line.measure.measure for line in measure_list.moved(lines)] == ["M0", "M1", "M3"]
    assert "3 are improving and 1 worsening" in measure_list.moved_in_words(lines)


def test_a_measure_reported_by_student_group_only_says_so():
    data = {("Alder", "Attendance", "Grade 9"): [80, 81]}
    network = a_published(a_measure("Attendance"), a_measure("Reading"), data=data)
    lines = [network_series(network, measure) for measure in network.measures]
    assert [line.shown for line in lines] == ["by student group only", "no data"]
    assert "1 measure reported by student group only" in measure_list.moved_in_words(lines)


LINK = "https://docs.google.com/spreadsheets/d/1/edit#gid=0"


def a_finding(rule=NOT_A_NUMBER, row=14, value="1O2", link="", **more):
    cell = Cell("hub.xlsx", "Data", row, 5, value, link)
    return rule.at(cell, effect="It is left out.", **more)


def test_a_card_says_what_why_how_to_mend_it_and_how_much_it_holds_back():
    card = little_sheet.finding_cards([ToMend(a_finding(), rows=1)], {})
    for part in (
        ">E14<",
        "“1O2” is not a number.",
        "It is left out.",
        "Type a number",
        "1 row set aside",
    ):
        assert part in card


def test_a_card_names_the_other_cells_that_say_the_same():
    card = little_sheet.finding_cards([ToMend(a_finding(), (a_finding(row=20),))], {})
    assert "and 1 more cell like it&#58; E20" in card


@pytest.mark.parametrize(
    ("group", "says"),
    [
        (ToMend(a_finding(NO_TEAM), rows=400), "400 rows set aside"),
        (ToMend(a_finding(), rows=0), "1 cell set aside"),
        (ToMend(a_finding(), (a_finding(),), rows=2), "2 rows set aside"),
        (ToMend(a_finding(), (a_finding(),), rows=1), "2 cells set aside, 1 whole row with it"),
        (ToMend(a_finding()._replace(why=COLUMN_LEFT_OUT)), "a column set aside"),
        (ToMend(a_finding(SOURCE_LOCKED)), "set aside"),
        (ToMend(a_finding(HIDDEN_ROWS, which="4")), "note"),
    ],
    ids=["table", "cell", "rows", "both", "column", "workbook", "note"],
)
def test_what_a_finding_holds_back_is_said_as_far_as_it_is_known(group, says):
    assert little_sheet.held_in_words(group) == says


def test_a_link_opens_the_very_cell_of_a_google_sheet_apart_from_the_dashboard():
    card = little_sheet.finding_cards([ToMend(a_finding(link=LINK))], {})
    href = LINK.replace("&", "&#38;") + "&#38;range=E14"
    assert f'<a href="{href}" target="_blank" rel="noopener noreferrer">Open cell E14' in card


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://docs.google.com.evil.org/", "data:text/html,x", ""]
)
def test_nothing_but_a_google_sheet_is_linked_to(link):
    assert "href" not in little_sheet.finding_cards([ToMend(a_finding(link=link))], {})


def test_a_link_cannot_leave_its_attribute():
    link = LINK + '"onmouseover="x'
    card = little_sheet.finding_cards([ToMend(a_finding(link=link))], {})
    assert 'onmouseover="x' not in card


def test_the_little_sheet_outlines_the_cell_and_makes_its_text_safe():
    excerpt = Excerpt(("D", "E"), ((1, ("Date", "Value")), (14, ("Oct", "<b>"))))
    drawn = little_sheet.little_sheet(excerpt, "E14", aside=True)
    assert '<td class="km-cell">&#60;b&#62;</td>' in drawn
    assert drawn.count("km-cell") == 1


def a_network_of(*sources, found=()):
    """A published network of these workbooks, in some of which something was found."""
    rules = [SOURCE_LOCKED if name == "gone.xlsx" else NOT_A_NUMBER for name in found]
    findings = tuple(
        a_finding(rule, row)._replace(source=name)
        for row, (name, rule) in enumerate(zip(found, rules, strict=True), 2)
    )
    return replace(a_published(Alder=[80]), sources=sources, findings=findings)


def test_workbooks_stand_by_rows_set_aside_and_those_without_a_finding_in_one_line():
    names = {"a.xlsx": 1, "b.xlsx": 2, "c.xlsx": 7, "d.xlsx": 0}
    sources = [SourceCount(name, 10, 10 - aside, aside, 0, 0) for name, aside in names.items()]
    found = ["a.xlsx", "a.xlsx", "c.xlsx", "gone.xlsx"]
    drawn = little_sheet.workbook_list(a_network_of(*sources, found=found), "c.xlsx")
    assert re.findall(r">([a-z]+\.xlsx)</a>", drawn) == ["gone.xlsx", "c.xlsx", "a.xlsx"]
    assert "2 workbooks without a finding" in drawn
    assert "20 rows&#58; 18 used, 2 set aside, 0 blank" in drawn
    assert drawn.count("km-tinted") == 1
    assert "could not be opened" in drawn


def test_a_workbook_says_whose_own_it_is():
    source = SourceCount("a.xlsx", 3, 2, 1, 0, 0, "Alder")
    drawn = little_sheet.workbook_list(a_network_of(source, found=["a.xlsx"]))
    assert "Alder’s own; 3 rows" in drawn


def test_of_very_many_workbooks_the_first_and_the_chosen_one_are_listed():
    names = [f"w{number:03}.xlsx" for number in range(200)]
    sources = [SourceCount(name, 10, 9, 1, 0, 0) for name in names]
    drawn = little_sheet.workbook_list(a_network_of(*sources, found=names), "w150.xlsx")
    assert "w150.xlsx" in drawn
    assert "175 more workbooks with findings" in drawn
    assert drawn.count("<p") == 26


def test_the_bar_of_rows_leaves_out_what_is_none():
    drawn = row_bar.row_bar(SourceCount("all", 10, 9, 0, 1, 0))
    assert [part in drawn for part in ("km-used", "km-set-aside", "km-blank")] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (SourceCount("all", 10, 10, 0, 0, 0), "Every row arrived"),
        (SourceCount("all", 10, 9, 1, 0, 0), "1 row was set aside; every other row arrived"),
        (SourceCount("all", 10, 8, 2, 0, 0), "2 rows were set aside; every other row arrived"),
    ],
    ids=["all", "one", "two"],
)
def test_the_title_says_whether_every_row_arrived(rows, title):
    assert row_bar.headline(rows) == title


def test_tabs_nobody_has_are_waiting_with_what_they_would_show(network):
    tabs = unlit_tabs.waiting_tabs(network)
    assert GroupRow in tabs
    assert len(tabs) < len(TABS)
    assert "the equity view of Measures" in unlit_tabs.waiting_list(tabs)


def test_each_workbook_that_did_not_open_counts_once_whoever_names_it():
    named = ("alder.xlsx", "both.xlsx", "both.xlsx", "damaged.xlsx")
    closed = [
        SOURCE_NOT_FOUND.at(Cell("hub.xlsx", "Teams", row, 2, name))
        for row, name in enumerate(named, 2)
    ]
    assert row_bar.not_opened([*closed, HIDDEN_ROWS.at(Cell("hub.xlsx"), which="2")]) == 3
