import datetime as dt

import pytest

from kmlib.reading.hub import read_settings
from kmlib.reading.rows import read_rows
from kmlib.reading.school_calendar import PeriodContext
from kmlib.schema import (
    TABS,
    Better,
    DataRow,
    MeasureRow,
    NetworkSettings,
    TeamRow,
    Unit,
    fields_of,
)  # fmt: skip
from kmlib.schema.choices import Stage
from kmlib.schema.core import RoutineRow
from kmlib.schema.learning import CycleRow, PriorityRow
from kmlib.schema.steering import AccessRow

CONTEXT = PeriodContext(as_of=dt.date(2026, 3, 14))
KINDS = "Measure | Kind | Unit | Better"
CYCLES = "Team | Title | Started | Ended"


@pytest.fixture
def read(a_tab):
    """`read(TeamRow, "Team", "Alder")`: a tab read as rows; every filled row is accounted for."""

    def build(model, *lines, team="", **more):
        tab = a_tab(*lines, **more)
        reading = read_rows(tab, model, CONTEXT, team)
        inside = reading.rows_read - reading.rows_blank
        assert inside + reading.rows_outside == tab.filled_rows()
        return reading

    return build


@pytest.fixture
def settings(a_tab):
    """`settings("As of | 2026-03-14")`: a Network tab read."""

    def build(*lines):
        tab = a_tab(*lines)
        reading = read_settings(tab, CONTEXT)
        assert reading.rows_read + reading.rows_outside == tab.filled_rows()
        return reading

    return build


def found(reading):
    return [f"{f.cell} {f.code} {f.severity}" for f in reading.findings]


def account(reading):
    return reading.rows_read, reading.rows_accepted, reading.rows_blank, reading.rows_outside


# Columns


def test_columns_go_by_their_synonyms_in_any_order_and_case(read):
    reading = read(TeamRow, "DISTRICT | school_name | State Code", "Riverbend | Alder | 0012")
    assert [(r.team, r.district, r.codes) for r in reading.accepted] == [
        ("Alder", "Riverbend", ("12",))
    ]
    assert found(reading) == []


def test_school_beside_team_is_the_teams_school(read):
    (row,) = read(TeamRow, "School | Team", "Alder Creek Elementary | Alder").accepted
    assert (row.team, row.school) == ("Alder", "Alder Creek Elementary")


def test_the_header_may_stand_below_a_title(read):
    reading = read(TeamRow, "Our schools", "as of March", "", "Team | Lead", "Alder | the coach")
    assert [row.place.address for row in reading.accepted] == ["A5"]
    assert account(reading) == (1, 1, 0, 3)


def test_all_missing_columns_are_named_in_one_finding_and_the_rows_set_aside(read):
    reading = read(MeasureRow, "Measure | Kind", "Attendance | outcome", "Late | outcome")
    assert found(reading) == ["A1 column-missing error"]
    assert "Unit, Better" in reading.findings[0].what
    assert account(reading) == (2, 0, 0, 1)


def test_columns_that_are_not_read_are_named_once(read):
    reading = read(
        TeamRow,
        "Team | Mascot | Date of birth | Team | ",
        "Alder | owl | 2012-01-01 | Alder | 7",
        "Birch | fox | 2012-01-01 | Birch | ",
    )
    assert found(reading) == [
        "B1 column-unknown note",
        "C1 column-roster warning",
        "D1 column-twice warning",
        "E1 column-unheaded note",
    ]
    assert len(reading.accepted) == 2


# Rows


def test_a_bad_required_cell_sets_its_row_aside(read):
    reading = read(MeasureRow, KINDS, "Late | outcome | apples | lower", "Calls | | count | higher")
    assert found(reading) == ["C2 not-a-choice error", "B3 required-empty error"]
    assert account(reading) == (2, 0, 0, 1)


def test_a_bad_optional_cell_is_left_empty_and_warned_of(read):
    reading = read(MeasureRow, f"{KINDS} | Target", "Late | outcome | count | lower | soon")
    assert found(reading) == ["E2 not-a-number warning"]
    assert reading.accepted[0].target is None
    assert account(reading) == (1, 1, 0, 1)


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("%", Unit.PERCENT), ("Percentage", Unit.PERCENT), ("Y/N", Unit.YES_NO), ("#", Unit.COUNT)],
)
def test_a_choice_goes_by_its_synonyms(read, cell, unit):
    (row,) = read(MeasureRow, KINDS, f"Late | outcome | {cell} | down").accepted
    assert (row.unit, row.better) == (unit, Better.LOWER)


@pytest.mark.parametrize("cell", ["generation; sharing", "Generate\nShare", "Generation;Sharing;"])
def test_several_values_stand_in_a_cell_by_semicolon_or_line_break(read, cell):
    (row,) = read(RoutineRow, "Routine | Stage", f"Data dive | {cell}").accepted
    assert row.stages == (Stage.GENERATION, Stage.SHARING)


def test_a_name_that_stands_twice_counts_once(read):
    reading = read(TeamRow, "Team", "Alder Elementary", "Birch", "ALDER  Elem.")
    assert found(reading) == ["A4 name-twice error"]
    assert "row 2" in reading.findings[0].what
    assert account(reading) == (3, 2, 0, 1)


def test_a_row_that_says_the_same_twice_counts_once(read):
    line = "Alder | Calls home | 2025-10-06 | "
    reading = read(CycleRow, CYCLES, line, line)
    assert found(reading) == ["A3 row-twice error"]


def test_a_date_to_reach_no_target_by_is_asked_about(read):
    reading = read(
        MeasureRow, f"{KINDS} | Target by", "Late | outcome | count | lower | 2026-06-30"
    )
    assert found(reading) == ["E2 target-by-without-target warning"]
    assert reading.accepted[0].target_by is None


def test_an_end_before_the_start_is_left_empty(read):
    reading = read(CycleRow, CYCLES, "Alder | Calls | 2025-10-06 | 2025-09-06")
    assert found(reading) == ["D2 ends-before-it-starts warning"]
    assert reading.accepted[0].ended is None


def test_two_checks_of_one_row_are_both_said(read):
    reading = read(
        CycleRow,
        f"{CYCLES} | Decision | Logged",
        "Alder | Calls | 2025-10-06 | 2025-09-06 | perhaps | never",
    )
    assert found(reading) == [
        "E2 not-a-choice warning",
        "F2 not-a-date warning",
        "D2 ends-before-it-starts warning",
    ]
    assert len(reading.accepted) == 1


def test_blank_rows_remarks_totals_and_repeated_headers_are_no_records(read):
    reading = read(
        TeamRow,
        "Team | Students",
        "Alder | 400",
        "",
        "Team | Students",
        "Birch | 300",
        "Total | ",
        "* as of October",
        "",
    )
    assert [row.team for row in reading.accepted] == ["Alder", "Birch"]
    assert account(reading) == (3, 2, 1, 4)
    assert found(reading) == []


def test_a_remark_beside_the_table_is_no_record(read):
    reading = read(TeamRow, "Team | Students | ", "Alder | 400 | ", " | | please check by Friday")
    assert account(reading) == (1, 1, 0, 2)
    assert found(reading) == ["C1 column-unheaded note"]


def test_a_cell_merged_over_several_rows_stands_for_each_that_holds_more(read):
    reading = read(
        CycleRow,
        CYCLES,
        "Alder | Calls home | 2025-10-06 | ",
        " | Walks to school | 2025-11-03 | ",
        " | | | ",
        merged=((1, 0, 3, 0),),
    )
    assert [(row.team, row.title) for row in reading.accepted] == [
        ("Alder", "Calls home"),
        ("Alder", "Walks to school"),
    ]
    assert found(reading) == []
    assert account(reading) == (2, 2, 0, 1)


def test_in_a_teams_own_workbook_an_empty_team_is_that_team_and_a_named_one_is_named(read):
    reading = read(
        CycleRow,
        CYCLES,
        " | Calls | 2025-10-06 | ",
        "Birch | Walks | 2025-10-06 | ",
        team="Alder",
    )
    assert [row.team for row in reading.accepted] == ["Alder", "Birch"]


def test_a_tab_that_needs_no_team_is_not_given_one(read):
    (row,) = read(AccessRow, "Address | Role", "a@example.org | viewer", team="Alder").accepted
    assert row.place.address == "A2"


def test_a_teams_tab_in_a_teams_own_workbook_still_needs_names(read):
    reading = read(TeamRow, "Team | District", " | Riverbend", team="Alder")
    assert found(reading) == ["A2 required-empty error"]


def test_an_error_value_is_never_a_name(read):
    reading = read(PriorityRow, "Priority | Question", "#REF! | Why?")
    assert found(reading) == ["A2 error-value error"]


# The Network tab


def test_settings_go_by_their_synonyms_below_a_title_and_a_header(settings):
    reading = settings(
        "Everything here is made up | ",
        "Sample network | keep this row",
        "Setting | Value",
        "Network name | Riverbend",
        "n size | 5",
        "Reason | already public",
        "Year starts in | July",
        "Breaks | 2025-12-22 to 2026-01-02; 2026-04-06 to 2026-04-10",
        "Aim | ",
    )
    (row,) = reading.accepted
    assert (row.name, row.floor, row.floor_reason) == ("Riverbend", 5, "already public")
    assert (row.school_year_starts, len(row.breaks)) == ("July", 2)
    assert found(reading) == []
    assert account(reading) == (6, 6, 0, 3)


def test_settings_may_begin_in_another_column(settings):
    reading = settings(" | Setting | Value", " | Began | 2024-08-15")
    assert reading.accepted[0].began == dt.date(2024, 8, 15)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("Colour | blue", "A1 setting-unknown error", id="unknown"),
        pytest.param("As of | soon", "B1 not-a-date error", id="no date"),
        pytest.param("Data due | a week", "B1 not-a-whole-number error", id="no number"),
    ],
)
def test_a_setting_that_cannot_be_used_is_set_aside_with_a_reason(settings, line, said):
    reading = settings(line)
    assert found(reading) == [said]
    assert account(reading) == (1, 0, 0, 0)


def test_a_smaller_group_needs_a_reason(settings):
    assert found(settings("Smallest group shown | 3")) == ["B1 floor-without-reason warning"]
    assert found(settings("Smallest group shown | 0")) == ["B1 floor-without-reason warning"]
    assert found(settings("Smallest group shown | 12")) == []


def test_a_setting_that_stands_twice_counts_once_and_breaks_add_up(settings):
    reading = settings(
        "Name | Riverbend",
        "Name | Lakeside",
        "Breaks | 2025-12-22 to 2026-01-02",
        "Breaks | 2026-04-06 to 2026-04-10",
    )
    assert found(reading) == ["A2 name-twice error"]
    assert reading.accepted[0].name == "Riverbend"
    assert len(reading.accepted[0].breaks) == 2


def test_what_stands_beside_a_setting_is_noted_and_never_quoted(a_network):
    network = a_network(
        Network=["Setting | Value", "Name | Small | Jane Doe", "Colour | blue | Jane Doe"]
    )
    assert [(f.cell, f.code) for f in network.findings] == [
        ("C2", "beside-settings"),
        ("A3", "setting-unknown"),
    ]
    assert "Jane" not in str(network.findings) + str(network.excerpts)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        pytest.param(model, spec.name, id=f"{model.TAB.title}, {spec.column.title}")
        for model in TABS
        for spec in fields_of(model)
        if spec.kind is dt.date and model not in (NetworkSettings, DataRow)
    ],
)
def test_words_that_are_no_day_are_found_at_their_cell(a_tab, model, name):
    """The sheet: Partnership | Start, A walk together | sometime in fall."""
    specs = [spec for spec in fields_of(model) if spec.required or spec.name == name]
    cells = ["sometime in fall" if s.name == name else s.column.example or "Alder" for s in specs]
    heads = " | ".join(spec.column.title for spec in specs)
    tab = a_tab(heads, " | ".join(map(str, cells)), title=model.TAB.title)
    (cell,) = [f.cell for f in read_rows(tab, model, CONTEXT).findings if f.code == "not-a-date"]
    assert cell == f"{'ABCDEFG'[[spec.name for spec in specs].index(name)]}2"
