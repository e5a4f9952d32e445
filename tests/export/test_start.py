import datetime as dt
import shutil
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from conftest import write_workbook

import kmlib
from benchmarks.made_tabs import LAYOUTS, Record, teams_over_columns
from kmlib.export.demo import write_demo
from kmlib.export.start import LOOK, OUT, SEEN, Proposal, write_start
from kmlib.export.writing import SheetTab
from kmlib.export.writing import write_workbook as write_tabs
from kmlib.network import Network
from kmlib.reading.cells import Tab, Workbook
from kmlib.schema import MeasureRow, TeamRow

SAMPLES = Path(__file__).parents[2] / "sample_sheets"


class Started(NamedTuple):
    """A first hub: what was proposed, the workbook itself, and how the files are read with it."""

    proposal: Proposal
    hub: Path
    network: Network

    def rows(self, tab):
        """The filled cells of each row of a tab, by column title."""
        head, *rows = openpyxl.load_workbook(self.hub)[tab].values
        titles = [title.rstrip("*") for title in head]
        return [{t: v for t, v in zip(titles, row, strict=True) if v is not None} for row in rows]

    def names(self, tab):
        return {next(iter(row.values())): row.get("Also known as") for row in self.rows(tab)}

    def said(self, kind):
        return [f"{where}: {text}" for _, where, text in self.proposal.lines(kind)]

    def set_aside(self):
        return [finding.what for finding in self.network.findings if finding.severity == "error"]


@pytest.fixture
def started(tmp_path):
    """`started(fall=["School | Oct 2025", "Alder | 85%"])`: a hub out of files of one tab each.

    A dict of lines has several tabs; a text is a .csv.
    """

    def written(name, tabs):
        if isinstance(tabs, str):
            (tmp_path / f"{name}.csv").write_text(tabs, encoding="utf-8")
            return tmp_path / f"{name}.csv"
        tabs = tabs if isinstance(tabs, dict) else {"Sheet1": tabs}
        return write_workbook(tmp_path / f"{name}.xlsx", tabs)

    def build(**files):
        paths = [written(name, tabs) for name, tabs in files.items()]
        hub = tmp_path / "hub.xlsx"
        proposal = write_start(paths, hub)
        return Started(proposal, hub, kmlib.load(*paths, hub=hub) if hub.exists() else None)

    return build


LONG = (
    "School | Measure | Date | Value",
    "Alder | Attendance | Oct 2025 | 85%",
    "Birch | Attendance | Oct 2025 | 70%",
)


def test_every_row_is_read_with_the_proposed_hub_as_it_stands(started):
    hub = started(long=LONG)
    assert list(hub.names("Teams")) == ["Alder", "Birch"]
    assert list(hub.names("Measures")) == ["Attendance"]
    assert [row["value"] for row in hub.network.observations.to_rows()] == [85, 70]
    assert hub.network.findings == ()


# Teams


def test_spellings_that_share_an_official_code_are_one_team_named_as_most_rows_name_it(started):
    hub = started(
        fall=["School | Code | Attendance", "Lincoln Elementary | ID0012 | 85%"],
        winter=["School | Code | Attendance", "Lincoln Campus | ID0012 | 85%"],
        spring=["School | Code | Attendance", "Lincoln Campus | ID0012 | 85%"],
    )
    assert hub.names("Teams") == {"Lincoln Campus": "Lincoln Elementary"}
    assert any("since both have the code ID0012" in line for line in hub.said(SEEN))


def test_a_code_typed_instead_of_the_name_is_the_team_that_has_it(started):
    hub = started(
        fall="School,Code,Month,Attendance\nLincoln,0640012,Oct 2025,85%\n",
        winter="School,Month,Attendance\n640012,Nov 2025,85%\n640012,Dec 2025,80%\n",
    )
    assert hub.names("Teams") == {"Lincoln": "640012"}
    assert len(hub.network.observations) == 3


def test_a_name_with_two_codes_in_two_files_is_asked_about(started):
    hub = started(
        one="School,Code,Attendance\nWashington,0640012,85%\n",
        two="School,Code,Attendance\nWashington,0640099,80%\n",
    )
    assert "Teams: “Washington” has the codes 0640012 and 0640099: is it one team or two?" in (
        hub.said(LOOK)
    )


def test_of_two_spellings_as_frequent_the_later_file_has_the_newer(started):
    hub = started(
        a2024=["School | Code | Attendance", "Education Connection | 0012 | 85%"],
        a2025=["School | Code | Attendance", "EdAdvance | 0012 | 85%"],
    )
    assert hub.names("Teams") == {"EdAdvance": "Education Connection"}


def test_a_school_named_with_and_without_its_kind_is_asked_about_and_two_kinds_are_not(started):
    names = ("Alder Creek", "Alder Creek Elementary", "Lincoln Middle", "Lincoln Elementary")
    names += ("Otter Bay", "Otter Bay K-8", "Harbor St. School", "Harbor Street")
    hub = started(x=["School | Oct | Nov", *(f"{name} | 85% | 80%" for name in names)])
    asked = {line.split(" may be")[0] for line in hub.said(LOOK) if "may be one" in line}
    assert asked == {
        "Teams: “Alder Creek” and “Alder Creek Elementary”",
        "Teams: “Harbor St. School” and “Harbor Street”",
        "Teams: “Otter Bay” and “Otter Bay K-8”",
    }


COUNTED = ["Alder | Oct 2025 | 23 | 48", "Birch | Oct 2025 | 30 | 41", "Alder | Nov 2025 | 25 | 47"]


def test_a_count_beside_those_assessed_is_one_measure_with_both_its_parts(started):
    hub = started(x=["School | Month | On track | Assessed", *COUNTED])
    (row,) = hub.rows("Measures")
    told = (row["Numerator also known as"], row["Denominator also known as"])
    assert told == ("On track", "Assessed")
    first, *_ = hub.network.observations.to_rows()
    assert (first["numerator"], first["denominator"], round(first["value"])) == (23, 48, 48)


def test_a_second_table_further_down_a_tab_has_its_measure_proposed_too(started):
    lines = ["Otter Bay reading checks", "", "Month | On track | Assessed", "Sep 2025 | 23 | 48"]
    lines += ["Oct 2025 | 25 | 47", "Nov 2025 | 27 | 48", "", "Office referrals"]
    lines += ["Month | Referrals", "Sep 2025 | 12", "Oct 2025 | 9", "Nov 2025 | 11"]
    hub = started(**{"Otter Bay": {"Checks": lines}})
    assert list(hub.names("Measures")) == ["On track (percent)", "Referrals"]
    assert hub.set_aside() == []
    assert len(hub.network.observations) == 6


@pytest.mark.parametrize(
    "kept", ["School year 2025-26 (kept by the district office)", "updated by Pat"]
)
def test_a_remark_about_who_keeps_a_sheet_is_no_measure_where_its_tab_names_one(started, kept):
    lines = ["Three Rivers schools", kept, ""]
    lines += ["School | Aug | Sep", "Alder | 91% | 90%", "Birch | 88% | 87%"]
    hub = started(x={"Attendance 2025-26": lines})
    assert list(hub.names("Measures")) == ["Attendance"]


def test_two_counts_of_which_one_is_never_above_the_other_are_asked_about(started):
    hub = started(x=["School | Month | Fluent | Looked at", *COUNTED])
    assert list(hub.names("Measures")) == ["Fluent", "Looked at"]
    (asked,) = [line for line in hub.said(LOOK) if "never above" in line]
    assert asked.startswith(
        "x.xlsx › Sheet1 › C1: “Fluent” is never above “Looked at”: is it counted"
    )
    other = ["Birch | Nov 2025 | 42 | 41"]
    hub = started(x=["School | Month | Fluent | Looked at", *COUNTED, *other])
    assert not any("never above" in line for line in hub.said(LOOK))


def test_spellings_that_normalise_alike_are_one_team_and_a_near_miss_is_only_told(started):
    hub = started(
        oct2025=["School | Attendance", "Lincoln Elementary | 85%", "Cedar Bend | 80%"],
        nov2025=["School | Attendance", "LINCOLN ELEM. | 85%", "Cedar Bnd | 80%"],
    )
    assert hub.names("Teams") == {
        "Cedar Bend": None,
        "Cedar Bnd": None,
        "LINCOLN ELEM.": "Lincoln Elementary",
    }
    assert [line for line in hub.said(LOOK) if "may be one" in line] == [
        "Teams: “Cedar Bend” and “Cedar Bnd” may be one. If they are, delete one of the two rows "
        "and write its name under the other’s “Also known as”."
    ]


def test_a_code_of_all_zeros_and_a_total_are_no_teams_and_told(started):
    hub = started(
        state="District,District code,% absent in 2024-25\n"
        "Andover,0010011,4.8\nNOTSET,0000000,9.1\nState level,0000000,7.7\n"
    )
    assert hub.rows("Teams") == [{"Team": "Andover", "Code": "0010011"}]
    assert hub.said(OUT) == [
        "state.csv › A3: “NOTSET” seems to stand for no team of its own.",
        "state.csv › A4: Rows of totals or remarks: 1, this one first.",
    ]


def test_codes_of_districts_beside_schools_join_no_schools(started):
    hub = started(
        attendance=[
            "District | District code | School | Attendance",
            "Town | 0010 | Alder | 85%",
            "Town | 0010 | Birch | 80%",
            "Vale | 0020 | Cedar | 80%",
            "Vale | 0020 | Dogwood | 80%",
        ]
    )
    assert hub.rows("Teams") == [
        {"Team": "Alder", "District": "Town"},
        {"Team": "Birch", "District": "Town"},
        {"Team": "Cedar", "District": "Vale"},
        {"Team": "Dogwood", "District": "Vale"},
    ]
    assert any("taken for no team’s own" in line for line in hub.said(LOOK))


def test_two_schools_of_one_name_are_kept_apart_by_their_codes(started):
    hub = started(
        codes=[
            "School | School code | Month | Attendance",
            "Washington | K10011 | Oct 2025 | 85%",
            "Washington | K20012 | Oct 2025 | 80%",
        ]
    )
    assert list(hub.names("Teams")) == ["Washington (K10011)", "Washington (K20012)"]
    read = {row["team"]: row["value"] for row in hub.network.observations.to_rows()}
    assert read == {"Washington (K10011)": 85, "Washington (K20012)": 80}


# Workbooks that are one team's own


def test_teams_own_workbooks_beside_the_hub_are_linked_so_that_the_hub_alone_is_enough(tmp_path):
    names = ["cedar-bend.xlsx", "harbor-street.xlsx", "kestrel-attendance.xlsx"]
    files = [Path(shutil.copy(SAMPLES / name, tmp_path)) for name in names]
    hub = Started(write_start(files, tmp_path / "hub.xlsx"), tmp_path / "hub.xlsx", None)

    assert [(row["Team"], row["Sheet"]) for row in hub.rows("Teams")] == [
        ("Cedar Bend", "cedar-bend.xlsx"),
        ("Harbor Street", "harbor-street.xlsx"),
        ("Kestrel", "kestrel-attendance.xlsx"),
    ]
    alone, together = kmlib.load(hub.hub), kmlib.load(*files, hub=hub.hub)
    assert len(alone.observations) == len(together.observations) == 140


def test_a_log_by_week_that_its_file_says_is_one_teams_is_read_week_by_week(started):
    weeks = [f"2025-10-{day:02} | {calls} | 8" for day, calls in ((6, 12), (13, 15), (20, 9))]
    log = ["Our log", "Week of | Calls made | Families reached", *weeks]
    school = ["School | Month | Attendance", "Birch Hill | Oct 2025 | 85%"]
    hub = started(**{"Birch Hill calls": log, "network": school})
    assert measures_of(hub, "Measure", "Unit", "Cadence")[:2] == [
        ("Calls made", "count", "weekly"),
        ("Families reached", "count", "weekly"),
    ]
    assert not any("Nothing says which team" in line for line in hub.said(LOOK))
    assert len(kmlib.load(hub.hub).observations) == 6


def test_a_workbook_that_lies_elsewhere_than_the_hub_is_not_linked(tmp_path):
    hub = tmp_path / "elsewhere" / "hub.xlsx"
    hub.parent.mkdir()
    write_start([shutil.copy(SAMPLES / "cedar-bend.xlsx", tmp_path)], hub)
    assert Started(None, hub, None).rows("Teams") == [{"Team": "Cedar Bend"}]


def test_a_google_sheet_that_is_one_teams_own_is_linked_from_anywhere(tmp_path):
    link = "https://docs.google.com/spreadsheets/d/alder"
    rows = [["Month", "Attendance"], ["Oct 2025", "85%"]]
    opened = Workbook("Alder Creek", (Tab("Alder Creek", "2025-26", rows),), path=link)
    proposal = write_start([opened], tmp_path / "hub.xlsx")
    assert [(row["team"], row["sheet"]) for row in proposal.tabs[TeamRow]] == [
        ("Alder Creek", link)
    ]


def test_a_tab_for_each_team_gives_the_teams(started):
    tab = ["Month | Attendance", "Oct 2025 | 85%"]
    hub = started(network={"Alder": tab, "Birch": tab})
    assert list(hub.names("Teams")) == ["Alder", "Birch"]
    assert hub.set_aside() == []


def test_a_workbook_named_after_a_team_of_another_file_is_that_teams_own(started):
    hub = started(
        network=["School | Month | Attendance", "Alder Creek | Oct 2025 | 85%"],
        alder_creek_data={"2025-26": ["Month | Attendance", "Nov | 80%"]},
    )
    assert hub.rows("Teams") == [{"Team": "Alder Creek", "Sheet": "alder_creek_data.xlsx"}]


def test_rows_that_nothing_tells_apart_make_no_team_of_their_file(started):
    hub = started(attendance=["Name | Oct 2025 | Nov 2025", "Ana | 85% | 90%", "Ben | 60% | 70%"])
    assert hub.proposal.tabs[TeamRow] == []
    assert any("Nothing says which team" in line for line in hub.said(LOOK))


# Measures


def measures_of(hub, *titles):
    return [tuple(row.get(title) for title in titles) for row in hub.rows("Measures")]


@pytest.mark.parametrize(
    ("header", "row", "measure", "unit"),
    [
        pytest.param("Attendance", "85%", "Attendance", "percent", id="a percent sign"),
        pytest.param("Attendance", "17/20", "Attendance", "percent", id="so many of so many"),
        pytest.param("% absent", "4.8", "% absent", "percent", id="a sign in the heading"),
        pytest.param("Home calls", "12", "Home calls", "count", id="whole numbers"),
        pytest.param("Team met", "yes", "Team met", "yes-no", id="yes or no"),
        pytest.param("Belonging", "3.4", "Belonging", "score", id="decimals of nothing"),
        pytest.param("Referrals per 100", "3.4", "Referrals per 100", "rate", id="per 100"),
        pytest.param("Minutes of planning", "45", "Minutes of planning", "minutes", id="minutes"),
        pytest.param("Absence Oct 2025", "4%", "Absence", "percent", id="a month beside it"),
    ],
)
def test_a_column_of_numbers_is_a_measure_in_the_unit_it_is_typed_in(
    started, header, row, measure, unit
):
    hub = started(wide=[f"School | Month | {header}", f"Alder | Oct 2025 | {row}"])
    assert measures_of(hub, "Measure", "Unit") == [(measure, unit)]
    assert hub.set_aside() == []


def test_what_no_file_tells_is_yellow_with_its_reason_and_listed_to_look_at(started):
    hub = started(wide=["School | Month | Days absent", "Alder | Oct 2025 | 12"])
    head, row = openpyxl.load_workbook(hub.hub)["Measures"].iter_rows()
    guessed = {
        title.value.rstrip("*"): (cell.value, cell.comment.text)
        for title, cell in zip(head, row, strict=True)
        if cell.fill.fgColor.rgb == "FFFFF2CC"
    }
    assert {title: value for title, (value, _) in guessed.items()} == {
        "Kind": "outcome", "Unit": "days", "Better": "lower", "Counts": "students",
    }  # fmt: skip
    assert guessed["Better"][1] == "A guess: “absent” sounds like less is better."
    assert hub.said(LOOK) == [
        "Measures, row 2: Guesses about “Days absent”: outcome, days, lower, students. Their "
        "comments say why."
    ]


@pytest.mark.parametrize(
    ("lines", "measure", "numerator", "denominator"),
    [
        pytest.param(
            ["School | Month | Present | Enrolled", "Alder | Oct 2025 | 17 | 20"],
            *("Present (percent)", "Present", "Enrolled"),
            id="counts side by side",
        ),
        pytest.param(
            ["School | Month | Attendance | Attendance (n)", "Alder | Oct 2025 | 85% | 20"],
            *("Attendance", None, "Attendance (n)"),
            id="(n)",
        ),
        pytest.param(
            [
                " | | Reading | ",
                "School | Month | On track | Checked",
                "Alder | Oct 2025 | 17 | 20",
            ],
            *("Reading", "On track", "Checked"),
            id="the measure above its two counts",
        ),
        pytest.param(
            [" | | Reading | ", "School | Month | Met | Out of", "Alder | Oct 2025 | 17 | 20"],
            *("Reading", None, None),
            id="words that are understood by themselves",
        ),
    ],
)
def test_the_columns_of_counts_are_named_for_their_measure(
    started, lines, measure, numerator, denominator
):
    hub = started(wide=lines)
    titles = ("Measure", "Numerator also known as", "Denominator also known as")
    assert measures_of(hub, *titles) == [(measure, numerator, denominator)]
    (row,) = hub.network.observations.to_rows()
    assert (row["value"], row["denominator"]) == (85, 20)


def test_a_count_beside_a_percent_is_what_arithmetic_lets_it_be(started):
    head = [" | | Absent | ", "School | Month | Students | %"]
    of = started(all=[*head, "Alder | Oct 2025 | 40 | 12.5", *ROWS_OF_ALL])
    assert measures_of(of, "Denominator also known as") == [("Students",)]
    part = started(some=[*head, "Alder | Oct 2025 | 27 | 4.8", "Birch | Oct 2025 | 10 | 37.0"])
    assert measures_of(part, "Numerator also known as") == [("Students",)]


ROWS_OF_ALL = ("Birch | Oct 2025 | 20 | 15.0", "Cedar | Oct 2025 | 8 | 25.0")


@pytest.mark.parametrize(
    "tabs",
    [
        pytest.param(
            {"x": ["Attendance in 2025-26", "", *("School | Oct", "Alder | 85%")]}, id="title"
        ),
        pytest.param({"Attendance": ["School | Oct 2025", "Alder | 85%"]}, id="tab"),
        pytest.param({"Attendance": ["School | Oct", "Alder | 85%"]}, id="no year"),
    ],
)
def test_a_measure_that_no_column_names_is_named_by_the_nearest_title(started, tabs):
    assert list(started(wide=tabs).names("Measures")) == ["Attendance"]


def test_what_a_table_lacks_altogether_is_told_and_not_made_up(started):
    hub = started(x=["School | Oct", "Alder | 85"])
    assert hub.proposal.tabs[MeasureRow] == []
    assert any("“Oct” does not say in which year." in line for line in hub.said(LOOK))


@pytest.mark.parametrize("dates", [("10/6", "10/13"), ("Week of 10/6", "Week of 10/13")])
def test_dates_without_a_year_are_asked_about_once_a_table(started, dates):
    rows = [f"{school} | {date} | 85%" for school in ("Alder", "Birch") for date in dates]
    hub = started(x=["School | Date | Attendance", *rows])
    asked = [line for line in hub.said(LOOK) if "does not say in which year" in line]
    assert len(asked) == 1
    assert asked[0].startswith(f"x.xlsx › Sheet1 › B2: “{dates[0]}”")


def test_an_order_of_day_and_month_that_nothing_tells_is_asked_about(started):
    hub = started(x=["School | Date | Attendance", "Alder | 10/6/2025 | 85%"])
    assert any("could be month/day or day/month" in line for line in hub.said(LOOK))


def test_months_over_measures_and_measures_over_months_are_both_understood(started):
    hub = started(
        one=[
            " | Oct 2025 | | Nov 2025 | ",
            "School | Attendance | Reading | Attendance | Reading",
            "Alder | 85% | 40% | 80% | 44%",
        ],
        other=[
            " | Attendance | | Home calls | ",
            "School | Dec 2025 | Jan 2026 | Dec 2025 | Jan 2026",
            "Alder | 85% | 40% | 8 | 9",
        ],
    )
    assert list(hub.names("Measures")) == ["Attendance", "Reading", "Home calls"]
    assert len(hub.network.observations) == 8
    assert hub.set_aside() == []


@pytest.mark.parametrize(
    ("dates", "cadence"),
    [
        (("Oct 2025", "Nov 2025"), "monthly"),
        (("2023-24", "2024-25"), "yearly"),
        (("Week of 10/6/25", "Week of 10/13/25"), "weekly"),
        (("Q1 2024-25", "Q2 2024-25"), "quarterly"),
        (("2025-09-01", "2025-10-01", "2025-11-01"), "monthly"),
    ],
)
def test_the_periods_tell_how_often_a_measure_is_reported(started, dates, cadence):
    rows = [f"Alder | {date} | 85%" for date in dates]
    hub = started(wide=["School | Period | Attendance", *rows])
    assert measures_of(hub, "Cadence") == [(cadence,)]


ALREADY_KNOWN = {teams_over_columns}  # nothing tells a team's name from a measure's over a column


@pytest.mark.parametrize(
    "layout", [one for one in LAYOUTS if one not in ALREADY_KNOWN], ids=lambda one: one.__name__
)
def test_every_layout_gives_the_same_words_and_the_same_numbers(tmp_path, layout):
    months = [dt.date(2025, month, 1) for month in (9, 10, 11)]
    records = [
        Record(team, measure, month, None, met, 20.0)
        for team, met in (("Alder", 17.0), ("Birch", 12.0))
        for measure in ("Attendance", "Reading on track")
        for month in months
    ]
    file, hub = tmp_path / "file.xlsx", tmp_path / "hub.xlsx"
    write_tabs(file, [SheetTab("Sheet1", layout(records))])
    proposal = write_start([file], hub)
    assert [row["team"] for row in proposal.tabs[TeamRow]] == ["Alder", "Birch"]
    assert {row["measure"] for row in proposal.tabs[MeasureRow]} == {
        "Attendance",
        "Reading on track",
    }
    network = kmlib.load(file, hub=hub)
    assert network.findings == ()
    assert sorted(row["value"] for row in network.observations.to_rows()) == [60] * 6 + [85] * 6


def test_the_data_of_a_made_up_network_is_read_as_with_its_own_hub(tmp_path):
    own = write_demo(tmp_path, teams=12, measures=12, periods=6).hub
    data = openpyxl.load_workbook(own)
    for title in ("Network", "Teams", "Measures"):
        del data[title]
    data.save(tmp_path / "data.xlsx")
    write_start([tmp_path / "data.xlsx"], tmp_path / "first.xlsx")
    network = kmlib.load(tmp_path / "data.xlsx", hub=tmp_path / "first.xlsx")
    assert network.findings == ()
    assert len(network.observations) == 12 * 12 * 6


# Groups, and what is never taken


def test_student_groups_are_listed_with_what_their_column_says_and_everybody_is_none(started):
    hub = started(
        groups=[
            "School | Year | Race/Ethnicity | Attendance",
            "Alder | 2024-25 | All students | 85%",
            "Alder | 2024-25 | White | 80%",
            "Alder | 2024-25 | Asian | *",
        ]
    )
    assert hub.rows("Groups") == [
        {"Group": "White", "Dimension": "race or ethnicity"},
        {"Group": "Asian", "Dimension": "race or ethnicity"},
    ]


def everything_in(hub):
    book = openpyxl.load_workbook(hub.hub) if hub.hub.exists() else []
    cells = [cell for tab in book for row in tab.iter_rows() for cell in row]
    return " ".join(f"{cell.value} {cell.comment and cell.comment.text}" for cell in cells)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [
                "School | Student name | Absences",
                *(f"Alder | {name} | 3" for name in ("Ana", "Ben")),
            ],
            id="a list of students",
        ),
        pytest.param(
            ["School | Month | Parent | Attendance", "Alder | Oct 2025 | Ana | 85%"],
            id="a column beside good numbers",
        ),
        pytest.param(
            ["School | Month | Name | Attendance", "Alder | Oct 2025 | Ana | 85%"],
            id="a column that nobody knows",
        ),
    ],
)
def test_no_cell_of_a_roster_comes_into_the_hub_and_the_column_is_told(started, lines):
    other = ["School | Measure | Date | Value", "Birch | Home calls | Oct 2025 | 3"]
    hub = started(roster=lines, other=other)
    assert "Ana" not in everything_in(hub)
    assert any("roster.xlsx" in line for line in hub.said(OUT))


def test_numbers_of_a_list_of_single_students_are_no_measure(started):
    hub = started(roster=["School | Student | Absences", "Alder | Ana | 3", "Alder | Ben | 4"])
    assert hub.proposal.tabs[MeasureRow] == []
    assert not hub.hub.exists()


# What was given instead of data


def test_a_hub_given_by_mistake_keeps_its_teams_and_only_what_is_new_is_added(started):
    hub = started(
        mine={
            "Teams": ["Team | Code | Also known as | Sheet", "Alder | A12345 | Alder Crk | a.xlsx"],
            "Measures": [
                "Measure | Kind | Unit | Better",
                "Attendance | process | percent | higher",
            ],
            "Routines": ["Routine | Stage", "Dive | generation"],
            "Data": ["Team | Measure | Date | Value", "Alder | Attendance | Oct 2025 | 85%"],
        },
        new=[
            "School | Code | Month | Attendance",
            "Alder Crk | | Nov 2025 | 85%",
            "The Alders | A12345 | Dec 2025 | 85%",
            "Cedar | | Nov 2025 | 80%",
        ],
    )
    assert hub.names("Teams") == {"Alder": "Alder Crk", "Cedar": None}
    assert hub.rows("Teams")[0]["Sheet"] == "a.xlsx"
    assert hub.set_aside() == []
    assert measures_of(hub, "Measure", "Kind") == [("Attendance", "process")]
    assert hub.said(OUT) == [
        "mine.xlsx › Teams: Its rows are taken over as the tab Teams of a hub.",
        "mine.xlsx › Measures: Its rows are taken over as the tab Measures of a hub.",
        "mine.xlsx › Routines: It is not copied: it is read as the tab Routines of a hub.",
    ]
    assert "mine.xlsx lists teams or measures as a hub does" in hub.proposal.in_words[0]


def test_a_file_that_cannot_be_opened_is_told_and_the_others_go_on(started, tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    good = write_workbook(tmp_path / "good.xlsx", {"Data": LONG})
    proposal = write_start([tmp_path / "broken.xlsx", good], tmp_path / "hub.xlsx")
    assert len(proposal.tabs[TeamRow]) == 2
    assert "broken.xlsx" in proposal.in_words[0]
    assert "broken.xlsx" in " ".join(map(str, proposal.lines(OUT)))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="nothing in it"),
        pytest.param(["Minutes of the meeting", "We talked about buses"], id="prose"),
        pytest.param(["Alder | 3", "Birch | 4"], id="no headings"),
    ],
)
def test_files_that_tell_nothing_make_no_hub(started, lines):
    hub = started(notes=lines)
    assert not hub.hub.exists()
    assert len(hub.said(OUT)) == bool(lines)


def test_the_leftover_of_a_formula_names_nothing(started):
    hub = started(
        x=["School | Code | Month | #REF! | Attendance", "#N/A | #REF! | Oct 2025 | 3 | 85%",
           "Alder | #REF! | Oct 2025 | 3 | 85%"],
    )  # fmt: skip
    assert hub.rows("Teams") == [{"Team": "Alder"}]
    assert list(hub.names("Measures")) == ["Attendance"]


def test_a_hub_without_a_measure_has_the_tab_with_its_example(started):
    hub = started(x=["School | Oct", "Alder | 85"])
    assert hub.rows("Measures")[0]["Measure"].startswith("Example")


def test_the_tab_about_the_proposal_is_never_read_as_data_and_needs_no_note(started):
    hub = started(attendance={"2025-26": ["School | Oct | Nov", "Alder | 85% | 80%"]})
    network = kmlib.load(hub.hub)
    assert network.findings == ()
    assert network.sources[0].rows_outside > 3, "its rows are counted"


def test_the_same_files_make_the_same_hub(tmp_path):
    file = write_workbook(tmp_path / "file.xlsx", {"Data": LONG})
    for name in ("one.xlsx", "two.xlsx"):
        write_start([file], tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
