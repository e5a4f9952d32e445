"""The promise: every filled row is accepted, set aside or outside, and every loss is said."""

import csv
import datetime as dt

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kmlib
from kmlib.analysis.mending import held_back
from kmlib.export.demo import write_demo
from kmlib.export.template import write_template
from kmlib.reading.cells import Tab, Workbook
from sample_sheets import make_sample
from tests.cell_accounts import cells_of, listening, unaccounted

BLANKS = " \t\r\n\xa0\u200b"


def is_filled(row):
    return any(cell is not None and str(cell).strip(BLANKS) for cell in row)


def filled_rows(path):
    """How many rows of a file hold anything, counted without this project's reader."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return sum(map(is_filled, csv.reader(lines)))
    book = openpyxl.load_workbook(path)
    return sum(is_filled(row) for sheet in book for row in sheet.iter_rows(values_only=True))


def assert_accounted(network, filled):
    """Check the account of each source against its filled rows, and that every loss is said."""
    for source in network.sources:
        told = source.rows_accepted + source.rows_set_aside
        assert source.rows_read == told + source.rows_blank
        assert told + source.rows_outside == filled[source.name]
        assert min(source[1:6]) >= 0
        assert source.rows_set_aside <= rows_with_errors(network, source.name, filled[source.name])
    held = frozenset().union(*held_back(kmlib.publish(network)).values())
    for tab in network.tab_counts:
        assert len(tab.set_aside) == tab.rows_set_aside, "each row that is set aside is known"
        assert held.issuperset((tab.source, tab.sheet, row) for row in tab.set_aside), "and why"
    cells = [(f.source, f.sheet, f.cell) for f in network.findings if f.cell]
    assert len(cells) == len(set(cells)), "one finding a cell"


def rows_with_errors(network, source, every):
    """In how many rows an error stands; all of them if one is about a whole table or workbook."""
    if {f.code for f in network.findings} & {"no-teams-tab", "no-measures-tab"}:
        return every
    errors = [f for f in network.findings if f.severity == "error" and f.source == source]
    if {f.code for f in errors} & OF_A_TABLE:
        return every
    return len({(f.sheet, f.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for f in errors})


OF_A_TABLE = {
    "no-team",
    "no-measure",
    "no-period",
    "column-missing",
    "year-unknown",
    "part-unknown",
    "date-in-future",  # at a header or a title
}


@pytest.mark.parametrize(
    "name",
    [make_sample.HUB, make_sample.KESTREL, make_sample.CEDAR_BEND, make_sample.HARBOR_STREET],
)
def test_every_row_of_a_sample_workbook_is_accounted_for_by_itself(name):
    path = make_sample.FOLDER / name
    network = kmlib.load(path, hub=make_sample.FOLDER / make_sample.HUB)
    assert_accounted(network, {name: filled_rows(path)})


def test_every_row_of_the_sample_network_is_accounted_for():
    folder = make_sample.FOLDER
    network = kmlib.load(folder / make_sample.HUB)
    assert_accounted(network, {path.name: filled_rows(path) for path in folder.glob("*.xlsx")})


def test_every_row_of_the_template_is_accounted_for(tmp_path):
    path = tmp_path / "hub.xlsx"
    write_template(path)
    assert_accounted(kmlib.load(path), {path.name: filled_rows(path)})


@pytest.mark.parametrize("messy", [False, True], ids=["clean", "messy"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_row_of_a_made_up_network_is_accounted_for(tmp_path, messy, seed):
    report = write_demo(tmp_path, teams=8, measures=6, periods=9, messy=messy, seed=seed)
    assert_accounted(kmlib.load(report.hub), {report.hub.name: filled_rows(report.hub)})


@pytest.mark.parametrize("with_hub", [True, False], ids=["with a hub", "without one"])
def test_every_row_of_a_states_exports_is_accounted_for(reference, with_hub, tmp_path):
    files = sorted((reference / "real" / "connecticut").glob("*.csv"))
    hub = write_demo(tmp_path, teams=4, measures=2, periods=0).hub if with_hub else None
    network = kmlib.load(*files, hub=hub)
    assert_accounted(network, {path.name: filled_rows(path) for path in files})


# Tabs that nobody would think of

NAMES = (
    "Alder",
    "Birch",
    "Aldre",
    "Attendance",
    "Home calls",
    "Attendence",
    "Newcomers",
    "Riverbend",
    "Girls",
)
TITLES = (
    "Team", "School", "District", "Code", "Measure", "Month", "Date", "Value", "Numerator",
    "Out of", "Group", "Note", "Start date", "End date", "Met", "Mascot", "Student name", "%",
    "Attendance", "Home calls", "Oct 2025", "Nov-25", "October", "2025-26", "Q2", "Total",
    "Attendance Oct 2025", "Alder", "Birch", "Girls", "Boys", "All", "2024-25", "Year",
)  # fmt: skip
NUMBERS = ("85%", "17/20", "n/a", "*", "<10", "oops", "#REF!", "1,234", "-3", "240%", "~14", "yes")
WORDS = ("Total", "Average", "Note: counted at nine", "* preliminary", "Exported 3/1/2026", "State")
DATES = ("Oct 2025", "5/10/2025", "October", "2/31/2025", "Oct 2030", "2025-26", "BOY")
CELL = st.one_of(
    st.just(""),
    st.sampled_from(NAMES),
    st.sampled_from(TITLES),
    st.sampled_from(NUMBERS),
    st.sampled_from(WORDS),
    st.sampled_from(DATES),
    st.sampled_from((0.85, 1.0, 12.0, 45931.0, 2025.0, True)),
    st.just(dt.date(2025, 10, 5)),
)
WIDTH = 6
ANY_ROW = st.lists(CELL, max_size=WIDTH)
HEADER = st.lists(st.sampled_from((*TITLES, "")), min_size=2, max_size=WIDTH)
RECORD = st.tuples(
    st.sampled_from(("Alder", "Birch", "Aldre", "")),
    st.sampled_from(("Attendance", "Home calls", "85%", "")),
    st.sampled_from((*DATES, "85%", "")),
    st.sampled_from((*NUMBERS, 12.0, "")),
).map(list)
ROWS = st.one_of(
    st.lists(ANY_ROW, max_size=12),
    st.builds(
        lambda above, header, rows: [*above, header, *rows],
        st.lists(ANY_ROW, max_size=2),
        st.one_of(HEADER, st.just(["Team", "Measure", "Date", "Value"])),
        st.lists(st.one_of(RECORD, RECORD, HEADER, ANY_ROW), max_size=12),
    ),
)
MERGED = st.lists(
    st.tuples(*(st.integers(0, 6) for _ in range(4))).filter(
        lambda m: m[0] <= m[2] and m[1] <= m[3]
    ),
    max_size=2,
)
HUB = (
    Tab("hub.xlsx", "Network", [["As of", "2026-03-14"], ["Began", "2025-11-01"]]),
    Tab("hub.xlsx", "Teams", [["Team", "Code"], ["Alder", "0012"], ["Birch", "0013"]]),
    Tab(
        "hub.xlsx",
        "Measures",
        [
            ["Measure", "Kind", "Unit", "Better"],
            ["Attendance", "outcome", "percent", "higher"],
            ["Home calls", "process", "count", "higher"],
        ],
    ),
    Tab("hub.xlsx", "Groups", [["Group", "Dimension"], ["Girls", "sex"], ["Boys", "sex"]]),
)


def loaded(tab):
    with listening() as account:
        network = kmlib.load(Workbook("hub.xlsx", (*HUB, tab)))
    cells = {(one.source, one.title): cells_of(one) for one in (*HUB, tab)}
    assert unaccounted(network, account, cells) == []
    return network


def count(*tabs):
    return {"hub.xlsx": sum(is_filled(row) for tab in (*HUB, *tabs) for row in tab.rows)}


def test_a_cell_far_below_in_a_column_that_only_it_reaches_is_noted(a_hub, tmp_path):
    months = [f"{year}-{month:02}-03" for year in range(2015, 2025) for month in range(1, 13)]
    lines = ["Team,Measure,Date,Value", *(f"Alder,Attendance,{month},85%" for month in months)]
    lines[99] += ",see the binder"
    (tmp_path / "data.csv").write_text("\n".join(lines), encoding="utf-8")
    network = kmlib.load(tmp_path / "data.csv", hub=a_hub())
    assert [f.cell for f in network.findings if f.code == "column-unheaded"] == ["E1"]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(ROWS, MERGED, st.sampled_from(("Data", "Alder", "Attendance", "October 2025", "Sheet1")))
def test_every_row_of_any_data_tab_is_accounted_for(rows, merged, title):
    tab = Tab("hub.xlsx", title, rows, merged=tuple(merged))
    assert_accounted(loaded(tab), count(tab))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(ROWS, MERGED, st.sampled_from(("Cycles", "Knowledge", "Routines", "Tracker", "Notes")))
def test_every_row_of_any_other_tab_is_accounted_for(rows, merged, title):
    header = ["Team", "Title", "Started", "Item", "Routine", "Stage", "Code", "Date", "Note"]
    for lines in (rows, [header, *rows]):
        tab = Tab("hub.xlsx", title, lines, merged=tuple(merged))
        assert_accounted(loaded(tab), count(tab))
