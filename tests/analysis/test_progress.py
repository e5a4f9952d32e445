import datetime as dt

import pytest

from kmlib.analysis.progress import (
    by_priority,
    by_school_year,
    held,
    is_anything_known,
    largest_leak,
    priorities,
    stage_progress,
)
from kmlib.analysis.waiting import Shows, month_by_month, usual, usuals, waiting
from kmlib.schema.choices import Stage
from tests.analysis.test_learnings import CYCLES, KNOWLEDGE, SHARING

ROUTINES = "Routine | Stage | Priority | Cadence | Last held"


def stage_of(network, stage, priority=""):
    return next(one for one in stage_progress(network, priority) if one.stage is stage)


def test_routines_of_a_stage_are_counted_by_what_can_be_told_of_them(published):
    network = published(
        Routines=[
            ROUTINES,
            "Dive | generation | | monthly | 2026-03-02",
            "Circle | generation; sharing | | weekly | 2026-01-05",
            "Panel | generation | | | 2026-03-02",
        ]
    )
    held = stage_of(network, Stage.GENERATION).held
    assert (held.on_time, held.planned, held.untold) == (1, 3, 1)
    assert stage_of(network, Stage.SHARING).held.planned == 1
    assert stage_of(network, Stage.APPLICATION).held.planned == 0


def test_a_routine_without_a_priority_serves_every_one(published):
    network = published(
        Routines=[
            ROUTINES,
            "Dive | generation | Attendance | monthly | 2026-03-02",
            "Agenda | generation | | monthly | 2026-03-02",
        ]
    )
    assert stage_of(network, Stage.GENERATION, "Reading").held.planned == 1
    assert stage_of(network, Stage.GENERATION, "Attendance").held.planned == 2


THREE_CYCLES = [
    CYCLES,
    "Alder | Calls | Attendance | 2025-10-06 | 2025-11-14 | The hour matters | ",
    "Birch | Letters | Attendance | 2025-10-06 | 2025-11-14 | | ",
    "Birch | Cards | Reading | 2025-10-06 | 2025-11-24 | Short is good | ",
    "Birch | Still running | Reading | 2026-02-06 | | | ",
]


def test_each_stage_says_how_many_came_of_those_before_and_how_long_it_took(published):
    network = published(
        Cycles=THREE_CYCLES,
        Knowledge=[
            KNOWLEDGE,
            "Call early | Alder | Calls | 2025-11-24 | ",  # 10 days after its end
            "Cards | Birch | Cards | 2025-12-14 | ",  # 20 days
        ],
        Sharing=[SHARING, "Cards | lead | Alder | 2025-12-04"],  # told before it was written
    )
    numbers = [tuple(one.went_on)[:3] for one in stage_progress(network)]
    assert numbers == [(2, 3, None), (2, 2, 15), (1, 2, 0), (None, 1, None)]
    assert largest_leak(stage_progress(network)).stage is Stage.SHARING


def test_a_stage_whose_tab_is_missing_loses_nothing(published):
    stages = stage_progress(published(Cycles=THREE_CYCLES))
    assert [one.learnings for one in stages] == [2, None, None, None]
    assert largest_leak(stages) is None


def test_a_knowledge_tab_alone_says_how_many_are_captured_of_nobody_knows_how_many(published):
    network = published(Knowledge=[KNOWLEDGE, "Call early | Alder | | 2025-12-01 | "])
    assert tuple(stage_of(network, Stage.CONSOLIDATION).went_on)[:2] == (1, None)


def test_progress_by_priority_follows_that_priority_alone(published):
    network = published(
        Cycles=THREE_CYCLES, Knowledge=[KNOWLEDGE, "Call early | Alder | Calls | 2025-11-24 | "]
    )
    names = [name for name, _ in by_priority(network)]
    assert names == ["", "Attendance", "Reading"]
    assert tuple(stage_of(network, Stage.GENERATION, "Attendance").went_on)[:2] == (1, 2)
    assert tuple(stage_of(network, Stage.CONSOLIDATION, "Reading").went_on)[:2] == (0, 1)


def test_a_cycle_that_is_not_over_is_not_counted_among_those_that_taught_nothing(published):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | Calls | | 2025-10-06 | 2025-11-14 | The hour matters | ",
            "Birch | Letters | | 2026-03-02 | 2026-04-17 | | ",  # its end is planned
        ]
    )
    assert tuple(stage_of(network, Stage.GENERATION).went_on)[:2] == (1, 1)


def test_cycles_that_taught_nothing_have_the_priority_of_their_routine_too(published):
    network = published(
        Routines=["Routine | Stage | Priority", "Circle | generation | Algebra"],
        Cycles=[
            CYCLES,
            "Alder | Calls | | 2025-10-06 | 2025-11-14 | The hour matters | Circle",
            "Birch | Letters | | 2025-10-06 | 2025-11-14 | | Circle",
        ],
    )
    assert tuple(stage_of(network, Stage.GENERATION, "Algebra").went_on)[:2] == (1, 2)


def test_a_routine_of_all_four_stages_is_one_routine_in_all(published):
    network = published(Routines=[ROUTINES, f"Dive | {'; '.join(Stage)} | | monthly | 2026-03-02"])
    assert held(network, Stage) == (1, 1, 0)


def test_the_priorities_tab_says_which_priorities_there_are(published):
    network = published(Priorities=["Priority", "Reading"], Cycles=THREE_CYCLES[:1])
    assert priorities(network) == ("Reading",)


MEASURES = (
    "Measure | Kind | Unit | Better | Stage | Target | Counts",
    "Present | outcome | percent | higher | application | 80 | staff",
    "Read | outcome | percent | higher | application | 50 | staff",
    "Late | process | count | lower | sharing | 5 | staff",
)
DATA = "Team | Measure | Date | Value"


def test_a_team_is_at_target_when_every_measure_of_the_stage_that_it_reports_is(published):
    network = published(
        Teams=("Team | Active", "Alder | yes", "Birch | yes", "Cedar | yes", "Dale | no"),
        Measures=MEASURES,
        Data=[
            DATA,
            "Alder | Present | Feb 2026 | 85%",
            "Alder | Read | Feb 2026 | 40%",  # not at target
            "Birch | Present | Feb 2026 | 80%",  # at target, and reports no other
            "Cedar | Present | Sep 2025 | 90%",  # too long ago
            "Dale | Present | Feb 2026 | 90%",  # not active
            "Alder | Late | Feb 2026 | 3",
        ],
    )
    assert tuple(stage_of(network, Stage.APPLICATION).at_target) == (1, 2, 2)
    assert tuple(stage_of(network, Stage.SHARING).at_target) == (1, 1, 1)
    assert tuple(stage_of(network, Stage.GENERATION).at_target) == (0, 0, 0)


def test_core_tabs_alone_give_routines_and_targets(published):
    network = published(
        Measures=MEASURES,
        Data=[DATA, "Alder | Present | Feb 2026 | 85%"],
        Routines=[ROUTINES, "Dive | generation | | monthly | 2026-03-02"],
    )
    assert is_anything_known(network)
    assert not is_anything_known(published())


def learned(number, ended, captured=""):
    cycle = f"Alder | Cycle {number} | | 2025-09-01 | {ended} | Something | "
    return cycle, captured and f"Item {number} | Alder | Cycle {number} | {captured} | "


def test_what_waits_longer_than_85_in_100_of_those_that_went_on_comes_first(published):
    # Five went on within 5, 10, 15, 20 and 30 days: at least 85 % of five is all five, so 30 days.
    done = [learned(n, "2025-12-01", f"2025-12-{1 + days:02}") for n, days in
            enumerate((5, 10, 15, 20, 30))]  # fmt: skip
    open_ = [learned(8, "2026-03-01"), learned(9, "2026-01-15")]
    network = published(
        Cycles=[CYCLES, *(cycle for cycle, _ in done + open_)],
        Knowledge=[KNOWLEDGE, *(item for _, item in done)],
    )
    assert usuals(network)[0].most_days == 30
    assert [(one.learning.title, one.age_days, one.is_long) for one in waiting(network)] == [
        ("Cycle 9", 58, True),
        ("Cycle 8", 13, False),
    ]


def test_with_fewer_than_five_that_went_on_nothing_is_called_long(published):
    cycle, item = learned(1, "2025-12-01", "2025-12-03")
    other, _ = learned(2, "2025-09-20")
    network = published(Cycles=[CYCLES, cycle, other], Knowledge=[KNOWLEDGE, item])
    assert [one.is_long for one in waiting(network)] == [False]
    assert usual((), Stage.SHARING).most_days is None


def test_nothing_waits_for_a_stage_of_which_no_row_is_kept(published):
    assert waiting(published(Cycles=THREE_CYCLES)) == ()


def test_a_learning_without_a_date_waits_nobody_knows_how_long(published):
    network = published(
        Knowledge=[
            KNOWLEDGE,
            "Old | Alder | | | ",
            "Today | Alder | | 2026-03-14 | ",
            "New | Alder | | 2026-03-01 | ",
            "Told | | | |",
        ],
        Sharing=[SHARING, "Told | lead | Birch | 2026-01-10"],
    )
    assert [(one.learning.title, one.age_days) for one in waiting(network)] == [
        ("New", 13),
        ("Today", 0),
        ("Old", None),
    ]


def test_each_school_year_says_how_far_what_was_learned_in_it_has_come(published):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | Calls | | 2025-05-06 | 2025-06-14 | The hour matters | ",
            "Birch | Cards | | 2025-10-06 | 2025-11-24 | Short is good | ",
            "Birch | Notes | | 2025-10-06 | 2025-12-24 | Long is not | ",
        ],
        Knowledge=[KNOWLEDGE, "Call early | Alder | Calls | 2025-09-01 | ", "Old | Birch | | | "],
    )
    assert [tuple(row.values()) for row in by_school_year(network)] == [
        ("2024-25", "1", "1 of 1"),
        ("2025-26", "2", "0 of 2"),
        ("no date typed", "1", "1 of 1"),
    ]


def test_month_by_month_each_learning_stands_in_the_month_it_came(published):
    network = published(
        Cycles=THREE_CYCLES,
        Knowledge=[KNOWLEDGE, "Call early | Alder | Calls | 2025-12-01 | ", "Alone | Birch | | | "],
    )
    first, second, *_ = month_by_month(network, Shows.LEARNINGS)
    came = {month.month: month.amount for month in first.months if month.amount}
    assert came == {dt.date(2025, 11, 1): 2}
    assert first.undated == 1  # the item that names no cycle
    assert len(first.months) == 12
    assert first.months[-1].month == dt.date(2026, 3, 1)
    assert sum(month.amount for month in second.months) == 1


def test_month_by_month_sessions_of_a_day_count_once(published):
    network = published(
        Routines=[ROUTINES, "Dive | generation | | monthly | 2026-02-26"],
        Participation=[
            "Routine | Date | Stakeholder group | Team",
            "Dive | 2026-02-26 | leads | Alder",
            "Dive | 2026-02-26 | leads | Birch",
            "Dive | 2026-01-29 | leads | Birch",
        ],
    )
    months = month_by_month(network, Shows.SESSIONS)[0].months
    assert [month.amount for month in months[-3:]] == [1, 1, 0]


def test_month_by_month_teams_at_target_are_those_of_that_month(published):
    network = published(
        Measures=MEASURES,
        Data=[
            DATA,
            "Alder | Present | Jan 2026 | 70%",
            "Alder | Present | Feb 2026 | 85%",
            "Birch | Present | Feb 2026 | 60%",
        ],
    )
    months = month_by_month(network, Shows.TEAMS)[3].months
    assert [(month.amount, month.of) for month in months[-3:]] == [(0, 1), (1, 2), (0, 0)]


@pytest.mark.parametrize("teams", [1, 120], ids=["one team", "120 teams"])
def test_the_stages_hold_at_any_size(published, teams):
    names = [f"Team {n:03}" for n in range(teams)]
    cycles = [f"{name} | Try | A | 2025-10-06 | 2025-11-14 | Learned it | " for name in names]
    network = published(Teams=["Team", *names], Cycles=[CYCLES, *cycles])
    assert stage_of(network, Stage.GENERATION).learnings == teams


def test_the_samples_three_numbers_a_stage_are_those_counted_in_its_sheets(sample):
    # Routines: the Learning walk alone is overdue. Cycles: 37 ended, 37 with something learned.
    numbers = [
        (one.held.on_time, one.held.planned, *one.went_on[:2]) for one in stage_progress(sample)
    ]
    assert numbers == [(6, 6, 37, 37), (2, 2, 34, 39), (1, 2, 17, 34), (2, 2, 14, 17)]
