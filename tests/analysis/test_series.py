import datetime as dt
import gc
import weakref

import pytest
from small import HIDDEN, NOTHING, a_measure, a_note, a_published, month

from kmlib.analysis.run_chart import Runs, find_runs
from kmlib.analysis.series import (
    NETWORK,
    Shown,
    Status,
    groups_of,
    headline,
    network_series,
    one_series,
    overview_headline,
    summary,
    table,
    team_series,
)
from kmlib.analysis.standings import standings
from kmlib.schema import Better, Cadence, Combine, CycleRow, TeamRow, Unit

RISEN = [70, 71, 69, 72, 70, 71, 69, 70, 81, 84, 82, 83, 80, 85, 84, 82]
FALLEN = [90 - value + 60 for value in RISEN]
STEADY = [70, 74, 69, 75, 71, 76, 70, 73, 69, 74, 71, 75, 70, 74, 71, 76]
SHORT = [70, 75, 72]


def alder(*measures, **more):
    """The series of a network's one team, Alder, for its first measure."""
    network = a_published(*measures, **more)
    return one_series(network, network.measures[0], "Alder")


def values(line):
    return [point.value for point in line.points]


# Status and direction


@pytest.mark.parametrize(
    ("better", "cells", "status"),
    [
        (Better.HIGHER, RISEN, Status.IMPROVING),
        (Better.LOWER, RISEN, Status.WORSENING),
        (Better.HIGHER, FALLEN, Status.WORSENING),
        (Better.LOWER, FALLEN, Status.IMPROVING),
        (Better.HIGHER, STEADY, Status.STEADY),
        (Better.HIGHER, SHORT, Status.TOO_FEW),
        (Better.HIGHER, [80], Status.TOO_FEW),
        (Better.HIGHER, [80] * 16, Status.STEADY),
        (Better.HIGHER, [80] * 9, Status.TOO_FEW),
        (Better.HIGHER, [HIDDEN] * 16, Status.NO_DATA),
        (Better.HIGHER, [NOTHING], Status.NO_DATA),
    ],
    ids=[
        "risen, higher is better",
        "risen, lower is better",
        "fallen, higher is better",
        "fallen, lower is better",
        "steady",
        "three points",
        "one point",
        "all equal",
        "all equal, but too few",
        "all suppressed",
        "n/a",
    ],
)
def test_a_series_is_judged_by_its_signal_and_which_way_is_better(better, cells, status):
    assert alder(a_measure(better=better), Alder=cells).status is status


def test_a_signal_of_a_measure_without_a_better_way_is_a_change_and_neither_good_nor_bad():
    line = alder(a_measure(better=Better.NEITHER), Alder=RISEN)
    assert line.runs.signals
    assert (line.status, line.direction) == (Status.CHANGED, Status.CHANGED)


def test_a_point_back_across_the_median_does_not_turn_improving_into_worsening():
    assert alder(Alder=[*RISEN, 70]).status is Status.IMPROVING


def test_nine_points_never_have_a_direction():
    line = alder(Alder=[70, 70, 70, 70, 76, 84, 84, 84, 84])
    assert line.runs.useful < 10
    assert (line.status, line.direction) == (Status.TOO_FEW, None)
    assert not any(point.verdict for point in line.points)


@pytest.mark.parametrize(
    ("better", "target", "status"),
    [
        (Better.HIGHER, 82, Status.AT_TARGET),
        (Better.HIGHER, 82.5, Status.IMPROVING),
        (Better.LOWER, 82, Status.AT_TARGET),
        (Better.LOWER, 80, Status.WORSENING),
        (Better.NEITHER, 82, Status.CHANGED),
    ],
)
def test_a_series_is_at_target_when_its_latest_value_meets_it(better, target, status):
    assert alder(a_measure(better=better, target=target), Alder=RISEN).status is status


def test_a_series_at_target_still_says_where_it_moves():
    line = alder(a_measure(target=80), Alder=RISEN)
    assert (line.status, line.direction) == (Status.AT_TARGET, Status.IMPROVING)


def test_a_series_of_three_points_can_be_at_target():
    assert alder(a_measure(target=70), Alder=SHORT).status is Status.AT_TARGET


# Points


def test_points_stand_oldest_first_with_their_periods():
    line = alder(Alder=[70, 71])
    assert [(point.start, point.end) for point in line.points] == [month(0), month(1)]


def test_hidden_not_reported_and_without_a_number_stay_apart():
    network = a_published(Alder=[80, HIDDEN, NOTHING, None, 82], Birch=[80, 80, 80, 80, 80])
    line = one_series(network, network.measures[0], "Alder")
    assert values(line) == [80, None, None, None, 82]
    assert [point.shown for point in line.points] == [
        Shown.VALUE,
        Shown.HIDDEN,
        Shown.NO_DATA,
        Shown.NO_DATA,
        Shown.VALUE,
    ]


def test_a_month_that_nobody_reported_is_no_gap():
    network = a_published(Alder=[80, None, 82], Birch=[70, None, 72])
    assert values(one_series(network, network.measures[0], "Alder")) == [80, 82]


def test_a_team_has_no_gaps_before_its_first_report():
    network = a_published(Alder=[None, 80, None, 82], Birch=[70, 71, 72, 73])
    assert values(one_series(network, network.measures[0], "Alder")) == [80, None, 82]


def test_suppressed_points_are_missing_for_median_and_runs():
    line = alder(Alder=[70, HIDDEN, 80, HIDDEN])
    assert line.median == 75
    assert line.runs.useful == 2


def test_the_run_that_signals_is_marked_point_by_point():
    line = alder(Alder=RISEN)
    assert [point.side for point in line.points] == [-1] * 8 + [1] * 8
    assert [point.verdict for point in line.points] == [None] * 8 + [Status.IMPROVING] * 8


def test_the_runs_of_a_series_are_those_of_its_values():
    line = alder(Alder=STEADY)
    assert line.runs == find_runs(STEADY, line.median)


# Notes: phases, baselines, points left out


def test_the_median_is_frozen_at_the_end_of_the_baseline():
    line = alder(Alder=RISEN, notes=[a_note("end of baseline", month(7)[0])])
    assert line.median == 70
    assert line.frozen_until == month(7)[0]
    assert [point.in_baseline for point in line.points] == [True] * 8 + [False] * 8
    assert line.baseline == (70, "median of the baseline months")


def test_the_end_of_baseline_that_names_the_team_wins():
    notes = [
        a_note("end of baseline", month(3)[0], team="Alder"),
        a_note("end of baseline", month(7)[0]),
        a_note("end of baseline", month(5)[0], measure="Reading"),
        a_note("end of baseline", month(6)[0], team="Birch"),
    ]
    assert (
        alder(a_measure(), a_measure("Reading"), Alder=RISEN, notes=notes).frozen_until
        == (month(3)[0])
    )


def test_an_end_of_baseline_before_all_points_freezes_nothing():
    line = alder(Alder=RISEN, notes=[a_note("end of baseline", dt.date(2020, 1, 1))])
    assert line.frozen_until is None
    assert not any(point.in_baseline for point in line.points)


def test_a_point_left_out_by_a_note_stays_on_the_chart_but_out_of_median_and_runs():
    line = alder(Alder=[70, 10, 72, 74], notes=[a_note("exclude point", month(1)[0])])
    assert values(line) == [70, 10, 72, 74]
    assert line.median == 72
    assert line.runs.useful == 2
    assert [point.excluded for point in line.points] == [False, True, False, False]


def test_a_series_is_judged_by_its_last_phase_alone():
    notes = [a_note("new phase", month(4)[0]), a_note("new phase", month(8)[0])]
    line = alder(Alder=RISEN, notes=notes)
    assert [point.phase for point in line.points] == [1] * 4 + [2] * 4 + [3] * 8
    assert line.runs == find_runs(RISEN[8:], line.median)
    assert line.status is Status.TOO_FEW


def test_every_phase_has_a_median_of_its_own():
    line = alder(Alder=RISEN, notes=[a_note("new phase", month(8)[0])])
    assert [point.median for point in line.points] == [70] * 8 + [82.5] * 8
    assert line.median == 82.5


def test_a_phase_without_a_point_yet_is_not_judged_by_the_one_before():
    notes = [a_note("new phase", dt.date(2026, 1, 5))]
    line = alder(Alder=RISEN, notes=notes)
    assert (line.status, line.median, line.runs) == (Status.TOO_FEW, None, Runs())


def test_a_new_phase_that_is_yet_to_come_changes_nothing():
    line = alder(Alder=RISEN, notes=[a_note("new phase", dt.date(2030, 1, 1))])
    assert line.status is Status.IMPROVING


def test_a_baseline_of_an_earlier_phase_no_longer_freezes_the_median():
    notes = [a_note("end of baseline", month(2)[0]), a_note("new phase", month(4)[0])]
    assert alder(Alder=STEADY, notes=notes).frozen_until is None


def test_notes_stand_on_the_period_that_holds_their_date():
    notes = [
        a_note("note", dt.date(2024, 10, 15), note="flu week"),
        a_note("note", dt.date(2024, 10, 20), note="new bus line", team="Alder"),
        a_note("note", dt.date(2024, 9, 20), note="elsewhere", team="Birch"),
        a_note("note", dt.date(2023, 9, 20), note="long before"),
    ]
    line = alder(Alder=[70, 71, 72], notes=notes)
    assert [point.note for point in line.points] == ["", "flu week; new bus line", ""]


def test_a_series_carries_its_teams_cycles_on_this_measure():
    cycles = [
        CycleRow(team="Alder", title="Breakfast club", started="2025-01-06", measure="Attendance"),
        CycleRow(team="Alder", title="Calls home", started="2024-10-06", measure="Attendance"),
        CycleRow(team="Alder", title="Book boxes", started="2024-10-06", measure="Reading"),
        CycleRow(team="Birch", title="Walking bus", started="2024-10-06", measure="Attendance"),
    ]
    line = alder(Alder=SHORT, cycles=cycles)
    assert [cycle.title for cycle in line.cycles] == ["Calls home", "Breakfast club"]


# Baseline, target and age


def test_change_and_distance_are_in_the_measures_unit():
    line = alder(a_measure(target=85), Alder=[70, 60, 71, 75, 78])
    assert (line.change, line.to_target) == (8, 7), "one odd first month is no baseline"
    assert line.baseline == (70, "median of its first 3 points")


def test_a_new_phase_begins_elsewhere_and_what_is_left_out_began_nothing():
    notes = [a_note("new phase", month(3)[0]), a_note("exclude point", month(4)[0])]
    line = alder(Alder=[10, 10, 10, 70, 99, None, HIDDEN, 72, 74, 80], notes=notes)
    assert line.baseline[0] == 72, "the median of 70, 72 and 74"


def test_a_typed_baseline_is_the_networks_and_not_every_teams():
    network = a_published(a_measure(baseline=71), Alder=[84, 86])
    measure = network.measures[0]
    assert network_series(network, measure).baseline[1] == "typed in the Measures tab"
    assert network_series(network, measure).change == 15
    assert one_series(network, measure, "Alder").change == 1


def test_a_series_without_values_has_neither_change_nor_distance():
    line = alder(a_measure(target=85), Alder=[HIDDEN])
    absent = (line.latest, line.change, line.to_target, line.baseline[0])
    assert absent == (None, None, None, None)
    assert line.shown is Shown.HIDDEN


@pytest.mark.parametrize(
    ("cadence", "as_of", "stale"),
    [
        (Cadence.MONTHLY, "2024-12-31", False),
        (Cadence.MONTHLY, "2025-01-01", True),
        (Cadence.YEARLY, "2025-09-30", False),
        (Cadence.YEARLY, "2026-01-01", True),
    ],
)
def test_a_series_is_stale_three_months_after_its_last_report(cadence, as_of, stale):
    line = alder(a_measure(cadence=cadence), Alder=[80], as_of=dt.date.fromisoformat(as_of))
    assert line.stale is stale


def test_a_hidden_report_is_a_report():
    assert not alder(Alder=[80, 80, 80, 80, 80, HIDDEN]).stale


# Teams and the network


def test_every_team_has_a_series_in_alphabetical_order_also_without_data():
    network = a_published(teams=["cedar", "Birch", "Alder"], Birch=[80])
    lines = team_series(network, network.measures[0])
    assert [(line.team, line.status) for line in lines] == [
        ("Alder", Status.NO_DATA),
        ("Birch", Status.TOO_FEW),
        ("cedar", Status.NO_DATA),
    ]
    assert lines[0].runs == Runs()
    assert lines[0].points == ()


def test_weighted_is_the_sum_of_numerators_over_the_sum_of_denominators():
    network = a_published(Alder=[(10, 10)], Birch=[(45, 90)])
    line = network_series(network, network.measures[0])
    assert values(line) == [55]
    assert (line.points[0].numerator, line.points[0].denominator) == (55, 100)


def test_a_weighted_value_says_of_how_many_teams_it_was_made():
    network = a_published(Alder=[(10, 10)], Birch=[(45, 90)], Cedar=[80], teams=list("ABCD"))
    point = network_series(network, network.measures[0]).points[0]
    assert point.value == 55
    assert (point.teams, point.teams_due) == (2, 7)


@pytest.mark.parametrize(
    ("combine", "value"),
    [(Combine.MEAN, 50), (Combine.MEDIAN, 40), (Combine.SUM, 150)],
)
def test_the_network_is_combined_as_the_measure_says(combine, value):
    network = a_published(a_measure(combine=combine), Alder=[30], Birch=[40], Cedar=[80])
    assert values(network_series(network, network.measures[0])) == [value]


def test_percents_typed_without_counts_are_averaged_unless_the_sheet_asks_for_weights():
    usual = a_published(Alder=[70], Birch=[80])
    asked = a_published(a_measure(combine=Combine.WEIGHTED), Alder=[70], Birch=[80])
    averaged = network_series(usual, usual.measures[0])
    weighted = network_series(asked, asked.measures[0])
    assert (values(averaged), averaged.combined_by) == ([75], Combine.MEAN)
    assert (values(weighted), weighted.combined_by) == ([None], Combine.WEIGHTED)
    assert weighted.points[0].made_of == "0 of 2 teams"


def test_hidden_values_are_never_part_of_the_networks():
    network = a_published(Alder=[70, HIDDEN], Birch=[HIDDEN, HIDDEN])
    line = network_series(network, network.measures[0])
    assert [point.shown for point in line.points] == [Shown.VALUE, Shown.HIDDEN]
    assert line.points[0].teams == 1


def test_a_team_is_due_from_when_it_joined_and_while_it_is_active():
    teams = [
        TeamRow(team="Alder"),
        TeamRow(team="Birch", joined="2024-10-01"),
        TeamRow(team="Cedar", active=False),
        TeamRow(team="Dune", active=False),
    ]
    network = a_published(teams=teams, Alder=[70, 71], Dune=[60])
    line = network_series(network, network.measures[0])
    assert [point.made_of for point in line.points] == ["2 of 2 teams", "1 of 2 teams"]


def test_the_network_is_judged_like_a_team():
    network = a_published(Alder=RISEN, Birch=RISEN)
    assert network_series(network, network.measures[0]).status is Status.IMPROVING


def test_a_teams_own_notes_do_not_touch_the_network():
    notes = [a_note("exclude point", month(0)[0], team="Alder")]
    network = a_published(Alder=[70, 71], notes=notes)
    assert not network_series(network, network.measures[0]).points[0].excluded
    assert one_series(network, network.measures[0], "Alder").points[0].excluded


def test_a_student_group_has_series_of_its_own():
    data = {("Alder", "Attendance", "Grade 9"): [60, 61]}
    network = a_published(Alder=[80, 81], data=data)
    measure = network.measures[0]
    assert values(one_series(network, measure, "Alder", "Grade 9")) == [60, 61]
    assert values(network_series(network, measure, "Grade 9")) == [60, 61]
    assert values(one_series(network, measure, "Alder")) == [80, 81]
    assert one_series(network, measure, "Alder", "Grade 10").points == ()


def test_one_series_without_a_team_is_the_networks():
    network = a_published(Alder=[70], Birch=[80])
    assert values(one_series(network, network.measures[0], NETWORK)) == [75]


@pytest.mark.parametrize("measures", [(), (a_measure("Reading"),)], ids=["no data", "other data"])
def test_a_network_without_data_has_empty_series(measures):
    network = a_published(a_measure(), *measures, teams=["Alder"])
    line = network_series(network, network.measures[0])
    assert (line.points, line.status, line.stale) == ((), Status.NO_DATA, False)
    assert [line.points for line in team_series(network, network.measures[0])] == [()]


def test_an_edited_network_is_judged_anew():
    assert alder(Alder=[70]).latest.value == 70
    assert alder(Alder=[71]).latest.value == 71


# Summary, headlines and table


def test_the_summary_has_every_measure_and_every_team():
    reading = a_measure("Reading", unit=Unit.SCORE)
    network = a_published(
        a_measure(), reading, Alder=RISEN, data={("Birch", "Reading", ""): [HIDDEN]}
    )
    attendance, read = summary(network)
    assert [one.team for one in attendance.teams] == ["Alder", "Birch"]
    assert (attendance.network.value, attendance.teams[0].status) == (82, Status.IMPROVING)
    assert attendance.teams[0].age_days == 7
    assert [one.shown for one in read.teams] == [Shown.NO_DATA, Shown.HIDDEN]


def test_a_standing_says_the_same_as_the_series():
    network = a_published(
        a_measure(target=82), Alder=RISEN, Birch=[80, HIDDEN], Cedar=[HIDDEN], Dune=STEADY
    )
    measure = network.measures[0]
    for line, now in zip(team_series(network, measure), standings(network, measure), strict=True):
        reports = [point.end for point in line.points if point.shown is not Shown.NO_DATA]
        hidden = any(point.suppressed for point in line.points)
        assert now.value == (line.latest.value if line.latest else None)
        assert now.shown is Shown.of(now.value, suppressed=hidden)
        assert now.reported == max(reports)
        assert now.age_days == (network.as_of - max(reports)).days
        assert (now.status, now.direction, now.runs) == (line.status, line.direction, line.runs)


ATTENDANCE_IS = [
    ({"Alder": RISEN, "Birch": STEADY}, "improving in 1 of 2 teams"),
    ({"Alder": RISEN, "Birch": FALLEN}, "improving in 1 of 2 teams and worsening in one"),
    (
        {"Alder": RISEN, "Birch": FALLEN, "Cedar": FALLEN, "Dune": []},
        "improving in 1 of 4 teams and worsening in 2",
    ),
    ({"Alder": FALLEN}, "worsening in 1 of 1 team"),
    ({"Alder": STEADY, "Birch": SHORT}, "steady in 1 of 2 teams"),
]


@pytest.mark.parametrize(
    ("data", "words"), ATTENDANCE_IS, ids=[words for _, words in ATTENDANCE_IS]
)
def test_a_headline_states_how_many_teams_move(data, words):
    network = a_published(**data)
    assert headline(network, network.measures[0]) == f"Attendance is {words}"


@pytest.mark.parametrize(
    ("measure", "data", "sentence"),
    [
        (a_measure(), {}, "No data on Attendance yet"),
        (a_measure(), {"Alder": SHORT}, "Too few points to judge Attendance yet: 2 of at least 10"),
        (
            a_measure(target=70),
            {"Alder": SHORT, "Birch": SHORT[:1]},
            "Attendance is at target in 2 of 2 teams",
        ),
        (
            a_measure(target=76),
            {"Alder": STEADY, "Birch": RISEN[:4]},
            "Attendance is steady in 1 of 2 teams and at target in one",
        ),
        (
            a_measure(better=Better.NEITHER),
            {"Alder": RISEN, "Birch": STEADY},
            "Attendance has changed in 1 of 2 teams",
        ),
        (
            a_measure(),
            {"Alder": [HIDDEN], "Birch": [HIDDEN]},
            "Attendance is hidden in 2 of 2 teams: the groups are small",
        ),
        (
            a_measure(),
            {"Alder": RISEN, "as_of": dt.date(2027, 1, 1)},
            "Attendance was last reported on 31 December 2025: too long ago to say how it is going",
        ),
    ],
    ids=["no data", "few", "at target", "steady", "neither", "hidden", "stale"],
)
def test_a_headline_claims_nothing_that_the_points_do_not_carry(measure, data, sentence):
    network = a_published(measure, **data)
    assert headline(network, measure) == sentence


def test_a_team_that_reports_no_longer_is_not_said_to_improve():
    network = a_published(Alder=RISEN, Birch=[*([None] * 4), *STEADY])
    assert headline(network, network.measures[0]) == "Attendance is steady in 1 of 2 teams"


def test_a_headline_says_when_no_team_is_active():
    network = a_published(teams=[TeamRow(team="Alder", active=False)], Alder=[80] * 12)
    assert headline(network, network.measures[0]) == "No team is active"
    assert overview_headline(network) == "No team is active"


def test_a_headline_leaves_out_teams_that_are_not_active():
    teams = [TeamRow(team="Alder"), TeamRow(team="Birch", active=False)]
    network = a_published(teams=teams, Alder=STEADY, Birch=RISEN)
    assert headline(network, network.measures[0]) == "Attendance is steady in 1 of 1 team"


def on_two_measures(attendance, reading, **more):
    """Two measures; Alder, Birch ... report the lists of each in turn."""
    names = ["Alder", "Birch", "Cedar"]
    data = {
        (team, measure, ""): cells
        for measure, lists in (("Attendance", attendance), ("Reading", reading))
        for team, cells in zip(names, lists, strict=False)
    }
    return a_published(a_measure(), a_measure("Reading"), data=data, **more)


@pytest.mark.parametrize(
    ("attendance", "reading", "sentence"),
    [
        ([], [], "No data yet on any of 2 measures"),
        ([SHORT], [SHORT], "Too few points to judge any measure yet: 2 of at least 10"),
        (
            [RISEN, STEADY],
            [RISEN, RISEN],
            "2 of 2 teams are improving on at least one measure",
        ),
        (
            [RISEN, STEADY],
            [FALLEN, STEADY],
            "1 of 2 teams is improving on at least one measure"
            " and one is worsening on at least one",
        ),
        ([STEADY, SHORT], [], "1 of 2 teams is steady on every measure that can be judged"),
    ],
    ids=["no data", "few", "improving", "both", "steady"],
)
def test_the_overview_headline_counts_teams_over_all_measures(attendance, reading, sentence):
    assert overview_headline(on_two_measures(attendance, reading)) == sentence


def test_the_overview_of_old_reports_says_when_the_last_one_was():
    network = on_two_measures([RISEN], [RISEN[:3]], as_of=dt.date(2027, 1, 1))
    assert overview_headline(network) == (
        "The last report was on 31 December 2025: too long ago to say how it is going"
    )


def by_group(*groups):
    data = {("Alder", "Attendance", group): [80, 81] for group in groups}
    return a_published(a_measure(), a_measure("Reading"), data=data, teams=["Alder"])


@pytest.mark.parametrize(
    ("groups", "found"),
    [((), ("",)), (("", "Grade 9"), ("", "Grade 9")), (("Grade 9",), ("Grade 9",))],
    ids=["no data", "all students too", "by group only"],
)
def test_a_measure_names_the_groups_that_it_is_reported_for(groups, found):
    network = by_group(*groups)
    assert groups_of(network, network.measures[0]) == found


def test_a_measure_reported_by_student_group_only_is_not_said_to_have_no_data():
    network = by_group("Grade 8", "Grade 9")
    attendance = network.measures[0]
    assert network_series(network, attendance).shown == "by student group only"
    sentence = "Attendance is reported by student group only, for 2 groups"
    assert headline(network, attendance) == sentence
    assert overview_headline(network) == "Data on 1 of 2 measures, by student group only"


def test_the_summary_of_a_group_has_the_measures_that_are_reported_for_it():
    network = by_group("Grade 9")
    assert [row.measure.measure for row in summary(network, "Grade 9")] == ["Attendance"]
    assert [row.measure.measure for row in summary(network)] == ["Reading"]


def test_the_table_says_why_a_value_is_absent():
    network = a_published(Alder=[80, HIDDEN, None], Birch=[70, 71, 72])
    rows = table(one_series(network, network.measures[0], "Alder"))
    assert [(row["value"], row["state"]) for row in rows] == [
        (80, "shown"),
        (None, "hidden (small group)"),
        (None, "no data"),
    ]
    assert len(table(team_series(network, network.measures[0]))) == 6


def test_the_networks_line_is_made_once_and_forgotten_with_the_network():
    network = a_published(Alder=[80])
    line = network_series(network, network.measures[0])
    assert network_series(network, network.measures[0]) is line
    forgotten = weakref.ref(network)
    del network
    gc.collect()
    assert forgotten() is None


def test_of_how_many_teams_a_value_is_made_has_its_commas():
    point = alder(Alder=SHORT).points[-1]._replace(teams=1000, teams_due=1200)
    assert point.made_of == "1,000 of 1,200 teams"
