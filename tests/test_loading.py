import dataclasses
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context

import openpyxl
import pytest
from conftest import write_workbook

import kmlib
from kmlib.export.template import write_template
from kmlib.findings import (
    COLUMN_MISSING,
    DATE_BEFORE_NETWORK,
    DUPLICATE,
    NAME_CLASH,
    NO_MEASURES_TAB,
    NO_TABLE,
    NO_TEAMS_TAB,
    SOURCE_DAMAGED,
    SOURCE_NOT_FOUND,
    SOURCE_ONLINE,
    SOURCE_OUTSIDE_FOLDER,
    TAB_HIDDEN,
    TAB_OF_HUB,
    TAB_UNKNOWN,
)
from kmlib.reading.cells import SourceError
from kmlib.reading.sources import open_source, read_workbook
from kmlib.schema import CycleRow, MeasureRow, TeamRow

LONG = "Team | Measure | Date | Value"
ALDER = "Alder | Attendance | Oct 2025 | 85%"
BIRCH = "Birch | Attendance | Oct 2025 | 80%"
OWN = ["Month | Attendance", "Oct 2025 | 91%"]


def codes(network):
    return [finding.code for finding in network.findings]


def values(network):
    return [
        f"{row['team']} {row['period_start']:%b %Y} {row['value']:g} {row['source']}"
        for row in network.observations.to_rows()
    ]


def counts(network):
    return {
        source.name: (
            source.rows_read,
            source.rows_accepted,
            source.rows_set_aside,
            source.rows_blank,
            source.rows_outside,
        )
        for source in network.sources
    }


# What stands on a workbook's tabs


def test_a_data_tab_without_a_table_of_numbers_is_said_to_have_none(a_network):
    network = a_network(Data=["Please fill in the columns", "as in the template"])
    assert codes(network) == [NO_TABLE.code]


def test_a_tab_about_something_else_is_named_and_its_rows_counted_as_outside(a_network):
    network = a_network(Lunch=["Soup | Bread", "tomato | rye"])
    assert codes(network) == [TAB_UNKNOWN.code]
    assert network.sources[0].rows_outside == 2 + 3, "two of Lunch, a header each of the others"


def test_a_tab_that_lacks_its_columns_is_not_read_as_something_else(a_network):
    network = a_network(Cycles=["What we did", "phoned homes"])
    assert codes(network) == [COLUMN_MISSING.code]
    assert "Team, Title, Started" in network.findings[0].what
    assert network.rows(CycleRow) == ()


def test_an_empty_tab_is_no_finding(a_network):
    assert a_network(Data=[], Cycles=[], Lunch=[]).findings == ()


def test_an_empty_template_has_no_findings_at_all(tmp_path):
    path = tmp_path / "hub.xlsx"
    write_template(path)
    network = kmlib.load(path)
    assert network.findings == ()
    assert network.sources[0].rows_set_aside == 0


def test_two_data_tabs_are_read_as_one(a_network):
    network = a_network(
        October=["2025-26", "Team | Attendance", "Alder | 85%"],
        November=["2025-26", "Team | Attendance", "Alder | 86%"],
    )
    assert values(network) == ["Alder Oct 2025 85 hub.xlsx", "Alder Nov 2025 86 hub.xlsx"]


def test_a_tab_for_each_team_takes_the_team_from_its_name(a_network):
    network = a_network(Alder=OWN, Birch=OWN)
    assert values(network) == ["Alder Oct 2025 91 hub.xlsx", "Birch Oct 2025 91 hub.xlsx"]


def test_a_hidden_tab_is_not_read_and_its_rows_are_outside(a_hub):
    path = a_hub(Data=[LONG, ALDER])
    book = openpyxl.load_workbook(path)
    book["Data"].sheet_state = "hidden"
    book.save(path)
    network = kmlib.load(path)
    assert codes(network) == [TAB_HIDDEN.code]
    assert len(network.observations) == 0
    assert counts(network) == {"hub.xlsx": (5, 5, 0, 0, 3 + 2)}


def test_a_hidden_row_and_a_hidden_column_are_two_notes_about_the_tab(a_hub):
    path = a_hub(Data=[LONG, ALDER])
    book = openpyxl.load_workbook(path)
    book["Data"].row_dimensions[2].hidden = True
    book["Data"].column_dimensions["B"].hidden = True
    book.save(path)
    network = kmlib.load(path)
    assert [(f.code, f.cell) for f in network.findings] == [
        ("hidden-rows", ""),
        ("hidden-columns", ""),
    ]
    assert values(network) == ["Alder Oct 2025 85 hub.xlsx"]


def test_two_teams_that_go_by_one_name_are_asked_about(a_network):
    network = a_network(Teams=["Team | Also known as", "Alder | ACE", "Birch | ACE"])
    assert [(f.code, f.cell) for f in network.findings] == [(NAME_CLASH.code, "B3")]


def test_a_network_without_teams_and_measures_is_told_both(tmp_path):
    path = write_workbook(tmp_path / "one.xlsx", {"Data": [LONG, "Alder | Calls | Oct 2025 | 8"]})
    network = kmlib.load(path)
    assert codes(network) == [NO_TEAMS_TAB.code, NO_MEASURES_TAB.code]
    assert counts(network) == {"one.xlsx": (1, 0, 1, 0, 1)}


def test_one_cell_has_one_finding_and_it_is_the_most_severe(a_network):
    network = a_network(
        Network=["Setting | Value", "Began | 2025-11-01"],
        Data=["October 2025", "Team | Measure | Value", "Alder | Attendance | 85%"],
    )
    assert [(f.code, f.cell) for f in network.findings] == [(DATE_BEFORE_NETWORK.code, "A1")]


def test_what_one_title_says_of_team_and_month_is_told_together(a_network):
    network = a_network(Sheet1=["Alder, Oct 2025", "Measure | Value", "Attendance | 85%"])
    assert values(network) == ["Alder Oct 2025 85 hub.xlsx"]
    (note,) = network.findings
    assert (note.cell, note.severity) == ("A1", "note")
    assert all(f"{said} was taken from" in note.what for said in ("Alder", "Oct 2025"))


# Several workbooks


def test_the_workbook_with_the_teams_is_the_hub_wherever_it_stands(a_hub, tmp_path):
    data = write_workbook(
        tmp_path / "a.xlsx", {"Data": [LONG, "Alder | Attendance | Oct 2025 | 1%"]}
    )
    network = kmlib.load(data, a_hub())
    assert values(network) == ["Alder Oct 2025 1 a.xlsx"]


def test_a_folder_holds_the_hub_linked_workbooks_and_others(a_hub, tmp_path):
    a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    write_workbook(tmp_path / "alder.xlsx", {"Sheet1": OWN})
    write_workbook(tmp_path / "more.xlsx", {"Sheet1": [LONG, BIRCH]})
    network = kmlib.load(tmp_path)
    assert sorted(values(network)) == [
        "Alder Oct 2025 91 alder.xlsx",
        "Birch Oct 2025 80 more.xlsx",
    ]
    assert {source.name: source.team for source in network.sources} == {
        "hub.xlsx": "",
        "alder.xlsx": "Alder",
        "more.xlsx": "",
    }


def test_a_workbook_that_the_hub_names_is_read_with_it(a_hub, tmp_path):
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    write_workbook(tmp_path / "alder.xlsx", {"Attendance": ["Month | Value", "Oct 2025 | 91%"]})
    assert values(kmlib.load(hub)) == ["Alder Oct 2025 91 alder.xlsx"]


def test_a_workbook_given_twice_is_read_once(a_hub, tmp_path):
    hub = a_hub(
        Teams=["Team | Sheet", "Alder | ./alder.xlsx", "Birch |"],
        Data=[LONG, BIRCH],
    )
    own = write_workbook(tmp_path / "alder.xlsx", {"Sheet1": OWN})
    network = kmlib.load(tmp_path, hub, own)
    assert DUPLICATE.code not in codes(network)
    assert len(network.sources) == 2


def test_a_workbook_that_two_teams_share_is_read_once_and_its_rows_name_the_team(a_hub, tmp_path):
    hub = a_hub(Teams=["Team | Sheet", "Alder | both.xlsx", "Birch | both.xlsx"])
    write_workbook(
        tmp_path / "both.xlsx", {"Sheet1": ["Team | Month | Attendance", "Birch | Oct 2025 | 80%"]}
    )
    network = kmlib.load(hub)
    assert values(network) == ["Birch Oct 2025 80 both.xlsx"]
    assert codes(network) == []


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        pytest.param("gone.xlsx", SOURCE_NOT_FOUND, id="not there"),
        pytest.param("../alder.xlsx", SOURCE_OUTSIDE_FOLDER, id="outside the folder"),
        pytest.param("https://example.org/alder.xlsx", SOURCE_ONLINE, id="a link"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_said_at_the_cell_that_names_it(a_hub, sheet, code):
    network = kmlib.load(a_hub(Teams=["Team | Sheet", f"Alder | {sheet}", "Birch |"]))
    assert [(f.code, f.sheet, f.cell) for f in network.findings] == [(code.code, "Teams", "B2")]
    assert len(network.teams) == 2


def test_one_broken_workbook_among_good_ones_is_one_finding(a_hub, tmp_path):
    a_hub(Data=[LONG, ALDER])
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    network = kmlib.load(tmp_path)
    assert codes(network) == [SOURCE_DAMAGED.code]
    assert values(network) == ["Alder Oct 2025 85 hub.xlsx"]


@pytest.mark.parametrize(
    "executor",
    [
        pytest.param(partial(ProcessPoolExecutor, mp_context=get_context("spawn")), id="processes"),
        pytest.param(ThreadPoolExecutor, id="threads"),
    ],
)
def test_workbooks_opened_by_an_executor_give_what_they_give_one_by_one(a_hub, tmp_path, executor):
    links = [
        "below/a.xlsx",
        "https://docs.google.com/spreadsheets/d/1",
        "gone.xlsx",
        "below/a.xlsx",
    ]
    lines = [f"Team {i} | {link}" for i, link in enumerate(links)]
    a_hub(
        Teams=[
            "Team | Sheet",
            *lines,
            "Alder | https://docs.google.com/spreadsheets/d/2",
            "Birch |",
        ]
    )
    (tmp_path / "below").mkdir()
    for name, typed in (("below/a.xlsx", "85%"), ("b.xlsx", "80%"), ("c.xlsx", "some")):
        write_workbook(
            tmp_path / name, {"Data": [LONG, f"Birch | Attendance | Oct 2025 | {typed}"]}
        )
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (tmp_path / "empty").mkdir()
    sources = [tmp_path, tmp_path / "empty", tmp_path / "away.xlsx", read_workbook(b"1", "up.csv")]
    with executor(2) as several:
        ahead, alone = (kmlib.load(*sources, executor=one) for one in (several, None))
    assert ahead.findings == alone.findings != ()
    assert ahead.observations.to_rows() == alone.observations.to_rows() != []
    assert (ahead.sources, ahead.paths) == (alone.sources, alone.paths)
    assert ahead.tab_counts == alone.tab_counts


def test_no_source_at_all_is_a_slip_of_the_programmer():
    with pytest.raises(ValueError, match="no source"):
        kmlib.load()


def test_nothing_that_opens_is_an_error_with_a_finding(tmp_path):
    with pytest.raises(SourceError) as error:
        kmlib.load(tmp_path / "gone.xlsx")
    assert error.value.finding.code == SOURCE_NOT_FOUND.code


def test_workbooks_of_one_name_in_two_folders_are_told_apart(a_hub, tmp_path):
    hub = a_hub()
    for folder, team in (("north", "Alder"), ("south", "Birch")):
        (tmp_path / folder).mkdir()
        write_workbook(
            tmp_path / folder / "data.xlsx",
            {"Data": [LONG, f"{team} | Attendance | Oct 2025 | 85%", "Nobody | | Oct 2025 | 1"]},
        )
    network = kmlib.load(hub, tmp_path / "north", tmp_path / "south")
    assert values(network) == ["Alder Oct 2025 85 data.xlsx", "Birch Oct 2025 85 south/data.xlsx"]
    assert [(f.source, f.cell) for f in network.findings] == [
        ("data.xlsx", "A3"),
        ("south/data.xlsx", "A3"),
    ]
    assert counts(network)["south/data.xlsx"] == (2, 1, 1, 0, 1)


def test_tabs_of_one_name_in_two_workbooks_do_not_mix(a_hub, tmp_path):
    cycles = "Team | Title | Started | Measure"
    hub = a_hub(Cycles=[cycles, "Alder | Calls home | 2025-10-06 | Attendence"])
    other = write_workbook(
        tmp_path / "b.xlsx",
        {"Cycles": ["Measure | Started | Title | Team", "Attendence | 2025-10-06 | Walks | Birch"]},
    )
    network = kmlib.load(hub, other)
    assert [(f.source, f.cell) for f in network.findings] == [("hub.xlsx", "D2"), ("b.xlsx", "A2")]


def test_a_text_file_for_each_tab_makes_one_network(tmp_path):
    for name, text in {
        "Teams.csv": "Team\nAlder\n",
        "Measures.csv": "Measure,Kind,Unit,Better\nAttendance,outcome,percent,higher\n",
        "Data.csv": "Team,Measure,Date,Value\nAlder,Attendance,2025-10-05,85%\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    network = kmlib.load(tmp_path)
    assert values(network) == ["Alder Oct 2025 85 Data.csv"]
    assert network.findings == ()


def test_the_words_are_the_hubs_and_a_teams_own_copy_of_them_changes_nothing(a_hub, tmp_path):
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    own = {
        "Teams": ["Team", "Alder", "Somewhere Else"],
        "Network": ["Setting | Value", "As of | 2020-01-01"],
        "Sheet1": OWN,
    }
    write_workbook(tmp_path / "alder.xlsx", own)
    network = kmlib.load(hub)
    assert [team.team for team in network.teams] == ["Alder", "Birch"]
    assert network.as_of.year == 2026
    assert codes(network) == [TAB_OF_HUB.code, TAB_OF_HUB.code]


def test_two_teams_of_one_name_in_the_hub_do_not_stop_sources_read_with_it(a_hub, tmp_path):
    hub = a_hub(Teams=["Team | Also known as", "Alder | The Annex", "Birch | The Annex"])
    source = write_workbook(tmp_path / "a.xlsx", {"Values": [LONG, BIRCH]})
    assert len(kmlib.load(source, hub=hub).observations) == 1


def test_with_hub_the_sources_are_read_with_its_words_and_its_rows_are_left_out(a_hub, tmp_path):
    hub = a_hub(Data=[LONG, ALDER])
    source = write_workbook(tmp_path / "a.xlsx", {"Values": [LONG, BIRCH]})
    network = kmlib.load(source, hub=hub)
    assert values(network) == ["Birch Oct 2025 80 a.xlsx"]
    assert list(counts(network)) == ["a.xlsx"]


def test_with_hub_other_tabs_take_their_names_from_it(a_hub, tmp_path):
    hub = a_hub(Teams=["Team | Also known as", "Alder | ACE"])
    lines = ["Team | Title | Started", "ace | Calls | 2025-10-06", "Zephyr | Calls | 2025-10-06"]
    network = kmlib.load(write_workbook(tmp_path / "a.xlsx", {"Cycles": lines}), hub=hub)
    assert [cycle.team for cycle in network.rows(CycleRow)] == ["Alder"]
    assert [finding.cell for finding in network.findings] == ["A3"]


# A team's own workbook


def test_a_teams_own_workbook_wins_over_the_hub(a_hub, tmp_path):
    hub = a_hub(
        Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"],
        Data=[LONG, ALDER],
    )
    write_workbook(tmp_path / "alder.xlsx", {"Sheet1": OWN})
    network = kmlib.load(hub)
    assert values(network) == ["Alder Oct 2025 91 alder.xlsx"]
    (lost,) = network.findings
    assert (lost.code, lost.source, lost.cell, lost.value) == (
        DUPLICATE.code,
        "hub.xlsx",
        "D2",
        "85",
    )
    assert "91 in alder.xlsx, Sheet1, cell B2" in lost.what
    assert counts(network)["hub.xlsx"] == (6, 5, 1, 0, 4)


def test_another_teams_row_in_a_teams_own_workbook_does_not_win_over_the_hub(a_hub, tmp_path):
    hub = a_hub(
        Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"],
    )
    write_workbook(
        tmp_path / "alder.xlsx",
        {"Sheet1": ["Team | Month | Attendance", "Birch | Oct 2025 | 80%", " | Oct 2025 | 91%"]},
    )
    more = write_workbook(
        tmp_path / "b.xlsx", {"Data": [LONG, "Birch | Attendance | Oct 2025 | 70%"]}
    )
    network = kmlib.load(hub, more)
    assert "Birch Oct 2025 80 alder.xlsx" in values(network), "the later one"
    assert "Alder Oct 2025 91 alder.xlsx" in values(network), "an empty cell is its own team"


def test_in_a_teams_own_workbook_its_cycles_need_no_team(a_hub, tmp_path):
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    write_workbook(
        tmp_path / "alder.xlsx", {"Cycles": ["Title | Started", "Calls home | 2025-10-06"]}
    )
    network = kmlib.load(hub)
    assert [cycle.team for cycle in network.rows(CycleRow)] == ["Alder"]
    assert network.findings == ()


def test_the_rows_of_a_network_know_their_cells(a_network):
    network = a_network()
    assert [team.place.address for team in network.rows(TeamRow)] == ["A2", "A3"]
    assert dataclasses.is_dataclass(network)
    assert len(network.rows(MeasureRow)) == 1


def test_what_is_read_with_another_hub_can_be_published_and_taken_away(a_hub, tmp_path):
    hub = a_hub(Data=None)
    own = write_workbook(
        tmp_path / "own.xlsx",
        {"Data": ["Team | Measure | Date | Value", "Alder | Attendance | Oct 2025 | 85%"]},
    )
    network = kmlib.load(own, hub=hub)
    assert [row.team for row in network.teams] == ["Alder", "Birch"]
    assert [source.name for source in network.sources] == ["own.xlsx"]
    assert kmlib.publish(network).observations.to_rows()[0]["value"] == 85.0


def test_a_workbook_that_is_open_already_is_read_as_its_file_is(a_hub):
    path = a_hub(Data=["Team | Measure | Date | Value", "Alder | Attendance | Oct 2025 | 85%"])
    opened = read_workbook(path.read_bytes(), path.name)
    network = kmlib.load(opened)
    assert network.observations.to_rows() == kmlib.load(path).observations.to_rows()
    assert network.sources == kmlib.load(path).sources


def test_a_teams_workbook_that_is_away_may_come_from_what_was_kept_of_it(a_hub, tmp_path):
    own = write_workbook(tmp_path / "alder.xlsx", {"Sheet1": OWN})
    hub = a_hub(Teams=["Team | Sheet", "Alder | alder.xlsx", "Birch |"])
    before, kept = kmlib.load(hub), open_source(own)
    own.unlink()
    again = kmlib.load(hub, opener=lambda place: kept if place == own else open_source(place))
    assert values(again) == values(before) != []
    assert codes(again) == codes(before)


@pytest.mark.parametrize("title", ["Copy of Cycles", "Old cycles", "Cycles 2024"])
def test_a_tab_put_away_under_another_name_is_only_noted(a_network, title):
    network = a_network(**{title: ["Team | Title | Started", "Alder | Calls | 2025-10-06"]})
    assert [(f.code, f.severity) for f in network.findings] == [("tab-unknown", "note")]


def test_rows_that_name_no_team_are_those_of_the_team_whose_own_workbook_is_read(a_hub, tmp_path):
    own = write_workbook(tmp_path / "own.xlsx", {"Data": OWN})
    assert codes(kmlib.load(own, hub=a_hub())) == ["no-team"]
    network = kmlib.load(own, hub=a_hub(), team="Birch")
    assert values(network) == ["Birch Oct 2025 91 own.xlsx"]
    assert network.sources[0].team == "Birch"


def test_each_tab_says_what_it_was_read_as_and_which_rows_were_set_aside(a_network):
    network = a_network(Data=[LONG, ALDER, f"{BIRCH}x"], Lunch=["Soup | Bread"])
    tabs = {
        tab.sheet: (tab.read_as, tab.rows_accepted, tab.set_aside) for tab in network.tab_counts
    }
    assert tabs["Data"] == ("Data", 1, (3,))
    assert tabs["Teams"] == ("Teams", 2, ())
    assert tabs["Lunch"] == ("", 0, ())


def test_rows_with_a_finding_are_known_by_the_team_that_they_name(a_network):
    network = a_network(
        Data=[LONG, ALDER, f"{BIRCH}x", "Brich | Attendance | Nov 2025 | 1%"],
        Cycles=["Team | Title | Started | Measure", "birch | Calls | 2025-09-01 | Reading"],
    )
    assert network.row_teams == {
        ("hub.xlsx", "Data", 3): "Birch",
        ("hub.xlsx", "Cycles", 2): "Birch",
    }


def test_the_first_of_many_findings_that_say_the_same_has_its_little_sheet(a_network):
    many = [f"Alder | Attendance | soon | {number}%" for number in range(80)]
    network = a_network(Data=[LONG, *many, "Alder | Attendance | Nov 2025 | y"])
    assert ("hub.xlsx", "Data", "D82") in network.excerpts
