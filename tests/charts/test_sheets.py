"""What Sheet check says: the message to a team, how names were matched, what a trial gives."""

import datetime as dt
import html
import re

import pytest

import kmlib
from kmlib.analysis.mending import to_mend
from kmlib.charts import matched_names, tried, whose_sheet
from kmlib.charts.sheet_message import sheet_message
from kmlib.charts.tried import Tried
from tests.conftest import write_workbook

LONG = "Team | Measure | Date | Value"
GOOD = "Alder | Attendance | Oct 2025 | 85%"


def rows_of(markup):
    """The texts of a table's body, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", markup)[1:]
    return [
        [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<td.*?</td>", row)]
        for row in rows
    ]


def message(network, team="", workbook="hub.xlsx"):
    one = whose_sheet.of_team(network, team) if team else whose_sheet.of_workbook(network, workbook)
    return sheet_message(one, to_mend(network, one.findings), network.as_of)


def test_workbooks_that_could_not_be_opened_are_among_those_the_findings_stand_in(published):
    teams = ["Team | Sheet", "Alder | gone.xlsx", "Birch | away.xlsx"]
    one = whose_sheet.of_workbook(published(Teams=teams, Data=[LONG, GOOD]), "hub.xlsx")
    assert one.headline.startswith("2 workbooks could not be opened")
    assert one.lead.startswith("2 findings in 1 of 3 workbooks. ")


# The message


def test_the_message_thanks_says_what_arrived_and_what_to_mend_first(published):
    bad = [f"Alder | Attendance | {month} 2025 | x" for month in ("Nov", "Dec")]
    network = published(Data=[LONG, GOOD, *bad, "Aldr | Attendance | Sep 2025 | 80%"])
    assert message(network) == (
        "To whoever keeps hub.xlsx, as of 14 March 2026\n\n"
        "Thank you for your sheet. hub.xlsx: 6 of 9 rows arrived and are used, 3 set aside.\n\n"
        "This could not be used yet; what helps most stands first:\n"
        "- tab Data, D3, D4 (2 rows set aside): What is typed here is not a number. Type a"
        " number such as 85%, 0.85 or 17/20, or leave the cell empty.\n"
        "- tab Data, A5: “Aldr” is not a team in the hub: did you mean Alder? Correct the name, or"
        " add it under “Also known as” of Alder. It is never assumed.\n\n"
        "You mend it in your own sheet, and it counts at the next reading; nothing is ever changed"
        " from here. If anything is unclear, say so: we will look at it together."
    )


def test_four_hundred_findings_make_a_short_message(published):
    days = (dt.date(2027, 1, 1) + dt.timedelta(days=number) for number in range(400))
    bad = [f"Alder | Attendance | {day} | 80%" for day in days]
    said = message(published(Data=[LONG, *bad]))
    assert "- and 390 more" in said
    assert said.count("\n- ") == 11
    assert len(said) < 4_000


def test_equal_findings_name_a_few_cells_and_how_many_more(published):
    bad = [f"Alder | Attendance | {day} Nov 2025 | x" for day in range(1, 10)]
    assert "tab Data, D2, D3, D4, D5, D6 and 4 more (9 rows" in message(
        published(Data=[LONG, *bad])
    )


def test_a_sheet_that_arrived_whole_is_told_so(published):
    said = message(published(Data=[LONG, GOOD]))
    assert "hub.xlsx: all 6 rows arrived." in said
    assert "Nothing needs to be mended." in said


def test_what_is_used_is_told_apart_and_notes_are_left_out(published):
    counts = f"{LONG} | Numerator | Denominator"
    rows = ["Alder | Attendance | Oct 2025 | 61% | 91 | 219", f"{GOOD.replace('85', '~85')} | |"]
    said = message(published(Data=[counts, rows[0], rows[1].replace("Oct", "Nov")]))
    assert "This is used, but please have a look:\n- tab Data, D2: What is typed here is" in said
    assert "estimate" not in said


def test_a_cell_cannot_forge_a_line_of_the_message(published):
    said = message(published(Data=[LONG, f"Alder\u202e\nTo Birch: pay us | {GOOD[8:]}"]))
    assert "\u202e" not in said
    assert "\nTo Birch" not in said


@pytest.fixture
def two_workbooks(tmp_path):
    """A hub in which a row of Birch is amiss, and Birch's own workbook with another."""
    write_workbook(
        tmp_path / "birch.xlsx", {"Data": ["Month | Attendance", "Oct 2025 | x", "Nov 2025 | 80%"]}
    )
    hub = {
        "Network": ["Setting | Value", "As of | 2026-03-14"],
        "Teams": ["Team | Sheet", "Alder |", "Birch | birch.xlsx"],
        "Measures": ["Measure | Kind | Unit | Better", "Attendance | outcome | percent | higher"],
        "Data": [LONG, GOOD, "Birch | Attendance | soon | 80%"],
    }
    return kmlib.publish(kmlib.load(write_workbook(tmp_path / "hub.xlsx", hub)))


def test_a_message_to_a_team_names_the_workbook_where_there_are_several(two_workbooks):
    said = message(two_workbooks, team="Birch")
    assert said.startswith("To Birch, as of 14 March 2026")
    assert "1 number arrived. birch.xlsx: 1 of 2 rows arrived and are used, 1 set aside." in said
    assert "- tab Data of hub.xlsx, C3: What is typed here is not a date" in said
    assert "- tab Data of birch.xlsx, B2: What is typed here is not a number" in said


def test_the_message_about_a_teams_own_workbook_goes_to_the_team(two_workbooks):
    assert message(two_workbooks, workbook="birch.xlsx").startswith("To Birch,")


def test_the_title_of_a_team_says_whether_its_sheet_arrived(two_workbooks):
    one = whose_sheet.of_team(two_workbooks, "Birch")
    assert one.headline == "Birch: 1 number arrived; 2 rows were set aside"
    assert one.lead.startswith("The numbers reach to November 2025.")


def test_a_team_whose_sheet_does_not_open_is_told_what_to_do_without_its_link(tmp_path):
    link = "https://docs.google.com/spreadsheets/d/1SecretKeySecretKeySecretKeySecretKeySecretKey"
    hub = {"Teams": ["Team | Sheet", f"Alder | {link}"], "Measures": ["Measure", "B"]}
    network = kmlib.publish(kmlib.load(write_workbook(tmp_path / "hub.xlsx", hub)))
    said = message(network, team="Alder")
    assert "- tab Teams, B2: A workbook could not be opened. " in said
    assert "Secret" not in said


# How names were matched


def test_names_not_matched_stand_first_then_those_typed_otherwise(published):
    network = published(
        Teams=["Team | Also known as", "Alder | The Alders", "Birch |"],
        Data=[
            LONG,
            GOOD,
            "THE ALDERS | Attendance | Nov 2025 | 1%",
            "Aldr | Attendance | Nov 2025 | 2%",
        ],
    )
    matches = matched_names.in_order(network)
    assert matched_names.headline(network) == (
        "1 name could not be matched; 1 typed in another way was understood"
    )
    table = rows_of(matched_names.name_table(matches))
    assert [row[:4] for row in table] == [
        ["Aldr", "nothing", "not matched; did you mean Alder?", "team"],
        ["THE ALDERS", "Alder", "also known as", "team"],
        ["Attendance", "Attendance", "its name", "measure"],
        ["Alder", "Alder", "its name", "team"],
    ]
    assert table[2][4:] == ["hub.xlsx, Data, B2", "3"]


def test_names_are_found_by_what_was_typed_and_by_what_it_was_taken_for(published):
    network = published(
        Teams=["Team | Also known as", "Alder | Oak", "Birch |"],
        Data=[LONG, GOOD.replace("Alder", "Oak"), GOOD.replace("Alder", "Birch")],
    )
    typed = [one.text for one in matched_names.found(network.matches, "", "ALD")]
    assert typed == ["Oak"]
    assert len(matched_names.found(network.matches, "", "")) == 3
    assert matched_names.found(network.matches, "other.xlsx", "") == []


def test_a_text_that_was_not_needed_is_no_name_that_could_not_be_matched(published):
    network = published(
        Teams=["Team | Code", "Alder | 0012", "Birch | 0013"],
        Data=[f"Code | {LONG}", "0012 | Some district | Attendance | Oct 2025 | 85%"],
    )
    assert "not needed" in " ".join(one.how for one in network.matches)
    assert matched_names.headline(network).startswith("Every name was matched; 1 typed")


def test_without_a_name_to_match_the_title_says_so(published):
    assert (
        matched_names.headline(published(Priorities=["Priority"]))
        == "No name has been looked up yet"
    )
    assert matched_names.name_table([]) == ""


# A workbook that somebody tries


def test_a_tried_workbook_says_what_each_tab_is_read_as(published):
    network = published(Data=[LONG, GOOD, f"{GOOD}x"], Lunch=["Soup | Bread"])
    title = tried.headline(Tried("my.xlsx", network))
    assert title == "my.xlsx: 6 of 7 rows would be used, 1 row set aside"
    assert rows_of(tried.tab_table(network))[-2:] == [
        ["Data", "Data", "1", "1", "0", "1"],
        ["Lunch", "not read", "0", "0", "0", "1"],
    ]


def test_the_preview_shows_numbers_as_kept_and_hides_small_groups(published):
    network = published(
        Teams=["Team | Students", "Alder | 300"],
        Data=[f"{LONG} | Group", f"{GOOD} |", f"{GOOD} | Newcomers"],
    )
    assert rows_of(tried.preview(network)) == [
        ["Alder", "Attendance", "Oct 2025", "everybody", "85%", "Data, D2"],
        ["Alder", "Attendance", "Oct 2025", "unlisted group 1", "hidden (small group)", "Data, D3"],
    ]
    met = "2 numbers of 1 of 1 team (Alder) and 1 of 1 measure (Attendance)."
    assert tried.met_in_words(network, is_hub=True) == met


def test_a_workbook_that_knows_no_name_of_the_network_is_pointed_to_start(a_hub, tmp_path):
    own = write_workbook(tmp_path / "own.xlsx", {"Data": ["Site | Calls", "Dale | 3"]})
    network = kmlib.publish(kmlib.load(own, hub=a_hub()))
    assert "python -m kmlib start" in tried.met_in_words(network, is_hub=False)
    assert tried.met_in_words(network, is_hub=True) == "", "it has names of its own"
    assert tried.preview_in_words(network) == "No number in it would be used yet."


def test_a_workbook_without_a_team_is_asked_whose_it_is(published):
    network = published()
    assert "choose My team" in tried.read_with(Tried("my.xlsx", network), network)
    assert tried.read_with(Tried("my.xlsx", network, team="Alder"), network) == (
        "It has no Teams tab, so it is read with the teams and measures of Small Network,"
        " as Alder’s own."
    )
