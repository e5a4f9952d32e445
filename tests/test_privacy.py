"""Nothing about a small group leaves the floor that publish lays."""

import dataclasses
import datetime as dt
from random import Random

import numpy as np
import pytest

import kmlib
from kmlib.analysis.series import network_series
from kmlib.export.snapshot import snapshot_files, write_snapshot
from kmlib.network import Network
from kmlib.observations import Observations, Place
from kmlib.privacy import NOT_SHOWN, publish_with_own
from kmlib.schema import Better, GroupRow, Kind, MeasureRow, NetworkSettings, TeamRow, Unit
from tests.conftest import write_workbook

MEASURES = (
    "Measure | Kind | Unit | Better | Counts | Combine",
    "Attendance | outcome | percent | higher | students | weighted",
    "Coaching | process | percent | higher | staff | weighted",
    "Referred | balancing | count | lower | students | sum",
)
GROUPS = (
    "Group | Dimension",
    *("Asian | race", "Black | race", "White | race"),
    *("ELL | language", "Not ELL | language", "Girls | sex", "Boys | sex"),
)
HEADER = "Team | Measure | Date | Value | Numerator | Denominator | Group"


@pytest.fixture
def published(a_network):
    """`published("Alder | ...", ...)`: the rows of a Data tab, published."""

    def build(*rows, settings=(), teams=("Team", "Alder", "Birch")):
        network = ("Setting | Value", "As of | 2026-03-14", *settings)
        tabs = {"Network": network, "Teams": teams, "Measures": MEASURES, "Groups": GROUPS}
        return kmlib.publish(a_network(**tabs, Data=(HEADER, *rows)))

    return build


def shown(published):
    """What is shown of each group: its value, or None where it is hidden."""
    return {row["group"]: row["value"] for row in published.observations.to_rows()}


def group_row(group, numerator, denominator, date="Oct 2025"):
    return f"Alder | Attendance | {date} | | {numerator} | {denominator} | {group}"


def test_a_group_of_nine_is_hidden_and_a_group_of_ten_is_shown(published):
    network = published(group_row("Asian", 4, 9), group_row("Black", 5, 10))
    assert shown(network) == {"Asian": None, "Black": 50.0}


def test_a_student_typed_as_a_group_is_not_named_and_its_row_is_not_lost(published):
    network = published(group_row("Bilby Bandicoot", 4, 7), group_row("Quoll Wombat", 3, 7))
    assert shown(network) == {"unlisted group 1": None, "unlisted group 2": None}
    assert network.observations.suppressed.sum() == network.privacy.hidden == 2
    assert "Bilby" not in str(network.findings) + str(network.excerpts) + str(network.matches)


def test_a_group_that_nobody_listed_is_named_where_a_number_of_it_is_shown(published):
    rows = [group_row("Grade 6", *of) for of in ((4, 7), (40, 80))]
    assert shown(published(rows[0], group_row("Grade 7", 40, 80))).keys() == {
        "unlisted group 1",
        "Grade 7",
    }
    assert "Grade 6" in shown(published(rows[1]))
    assert "Asian" in shown(published(group_row("Asian", 4, 7)))


def test_a_hidden_number_is_absent_with_its_counts_and_marked(published):
    (row,) = published(group_row("Asian", 4, 9)).observations.to_rows()
    assert (row["value"], row["numerator"], row["denominator"]) == (None, None, None)
    assert row["suppressed"] is True


@pytest.mark.parametrize("met", [0, 15], ids=["none", "all"])
def test_a_group_of_which_all_or_none_met_the_measure_is_hidden(published, met):
    """Its share tells the same of each student in it."""
    assert shown(published(group_row("Asian", met, 15))) == {"Asian": None}


def test_a_whole_team_of_which_all_met_the_measure_is_shown(published):
    assert shown(published(group_row("", 60, 60))) == {"": 100.0}
    rows = [group_row("", 60, 60), group_row("Asian", 20, 20), group_row("Black", 40, 40)]
    assert shown(published(*rows)) == {"": 100.0, "Asian": None, "Black": None}


def test_hidden_groups_of_which_all_must_have_met_the_measure_take_one_more(published):
    rows = [group_row("", 90, 100), group_row("Asian", 7, 7), group_row("Black", 8, 8)]
    network = published(*rows, group_row("White", 75, 85))
    assert shown(network) == {"": 90.0, "Asian": None, "Black": None, "White": None}


@pytest.mark.parametrize(("met", "is_shown"), [(58, True), (59, False)], ids=["two", "one"])
def test_of_one_who_met_the_measure_in_hidden_groups_too_much_is_told_and_of_two_not(
    published, met, is_shown
):
    """Two of twenty may be none, one or two of either group."""
    rows = [group_row("", 60, 100), group_row("Asian", 1, 9), group_row("Black", 59 - met, 11)]
    network = published(*rows, group_row("White", met, 80))
    assert (shown(network)["White"] is not None) == is_shown


def test_the_same_is_hidden_where_percents_are_typed_beside_the_counts(published):
    rows = [("", 90, 100), ("Asian", 100, 7), ("Black", 100, 8), ("White", 88.2353, 85)]
    network = published(
        *(f"Alder | Attendance | Oct 2025 | {value}% | | {n} | {name}" for name, value, n in rows)
    )
    assert shown(network) == {"": 90.0, "Asian": None, "Black": None, "White": None}


def test_of_hidden_months_that_a_month_of_none_tells_apart_the_quarter_is_hidden_too(published):
    def referred(date, number, group):
        return f"Alder | Referred | {date} | {number} | | | {group}"

    sizes = {"Aug 2025": (20, 14, 6), "Sep 2025": (0, 0, 0), "Q1 2025-26": (20, 14, 6)}
    rows = [
        referred(date, number, group)
        for date, numbers in sizes.items()
        for group, number in zip(("", "Asian", "Black"), numbers, strict=True)
    ]
    assert {row["value"] for row in published(*rows).observations.to_rows() if row["group"]} == {
        None
    }


def test_a_group_whose_size_nobody_typed_is_hidden(published):
    assert shown(published("Alder | Attendance | Oct 2025 | 44% | | | Asian")) == {"Asian": None}


def test_a_whole_team_without_counts_is_shown_unless_its_school_is_small(published):
    row = "Alder | Attendance | Oct 2025 | 44% | | |"
    assert shown(published(row)) == {"": 44.0}
    small = ("Team | Students", "Alder | 8")
    assert shown(published(row, teams=small)) == {"": None}


def test_staff_are_not_suppressed(published):
    assert shown(published("Alder | Coaching | Oct 2025 | | 2 | 4 |")) == {"": 50.0}


def test_students_are_suppressed_beside_staff_who_are_not(published):
    coaching = "Alder | Coaching | Oct 2025 | | 2 | 4 |"
    network = published(coaching, group_row("Asian", 4, 9), coaching.replace("Oct", "Nov"))
    assert [row["value"] for row in network.observations.to_rows()].count(50.0) == 2
    assert shown(network)["Asian"] is None


def test_a_network_without_any_number_yet_is_published(published):
    assert len(published().observations) == 0


def test_one_hidden_group_beside_its_whole_takes_the_next_smallest_with_it(published):
    network = published(
        group_row("", 60, 100),
        group_row("Asian", 4, 9),
        group_row("Black", 15, 31),
        group_row("White", 41, 60),
    )
    assert shown(network) == {
        "": 60.0,
        "Asian": None,
        "Black": None,
        "White": pytest.approx(68.3, 0.01),
    }


def test_hidden_groups_that_hold_too_few_together_take_one_more(published):
    network = published(
        group_row("", 60, 100),
        group_row("Asian", 2, 4),
        group_row("Black", 2, 5),
        group_row("White", 56, 91),
    )
    assert shown(network) == {"": 60.0, "Asian": None, "Black": None, "White": None}


@pytest.mark.parametrize(("large", "is_shown"), [(50, True), (51, False)], ids=["ten", "nine"])
def test_two_groups_hidden_at_the_source_are_enough_if_they_hold_ten(published, large, is_shown):
    hidden = [f"Alder | Attendance | Oct 2025 | * | | | {name}" for name in ("Grade 5", "Grade 6")]
    rows = [group_row("", 60, 100), group_row("Grade 7", 25, 40), group_row("Grade 8", 30, large)]
    assert ("Grade 7" in shown(published(*rows, *hidden))) == is_shown


def test_hidden_months_of_a_small_team_that_hold_too_few_together_take_one_more(published):
    months = {"Aug 2025": (2, 4), "Sep 2025": (2, 5), "Oct 2025": (30, 60), "Q1 2025-26": (34, 69)}
    network = published(*(group_row("", *counts, month) for month, counts in months.items()))
    assert network.observations.suppressed.tolist() == [True, True, True, False]


def test_of_several_groups_that_are_shown_the_smallest_is_hidden_with_two_that_hold_nine(published):
    sizes = {"Grade 5": 4, "Grade 6": 5, "Grade 7": 40, "Grade 8": 51}
    rows = [group_row(name, size // 2, size) for name, size in sizes.items()]
    groups = shown(published(group_row("", 48, 100), *rows))
    assert {name for name, value in groups.items() if value is not None} == {"", "Grade 8"}


def test_one_group_alone_is_not_taken_for_the_whole_team(published):
    counts = {"Girls": (60, 100), "Asian": (4, 9), "Black": (15, 31), "White": (41, 60)}
    network = published(*(group_row(name, *count) for name, count in counts.items()))
    assert {name for name, value in shown(network).items() if value is None} == {"Asian"}


def test_groups_of_another_dimension_stay_shown(published):
    network = published(
        group_row("", 60, 100),
        group_row("Asian", 4, 9),
        group_row("Black", 56, 91),
        group_row("ELL", 20, 40),
    )
    assert shown(network)["ELL"] == 50.0


@pytest.mark.parametrize("month", ["Aug 2025", "Oct 2025"], ids=["its first", "its last"])
def test_a_group_in_a_month_is_not_taken_for_a_part_of_the_team_in_its_quarter(published, month):
    network = published(group_row("", 60, 100, "Q1 2025-26"), group_row("Asian", 50, 95, month))
    assert not network.observations.suppressed.any()


def test_what_is_hidden_on_one_measure_hides_nothing_on_another_nor_of_another_team(published):
    counts = {"": (60, 100), "Asian": (4, 9), "Black": (15, 31), "White": (41, 60)}
    referred = {"Asian": 40, "Black": 30, "White": 50}
    network = published(
        *(group_row(name, *count) for name, count in counts.items()),
        *(f"Alder | Referred | Oct 2025 | {n} | | | {name}" for name, n in referred.items()),
        *(f"Birch | Attendance | Oct 2025 | | 9 | {n} | {name}" for name, n in referred.items()),
    )
    rows = [row for row in network.observations.to_rows() if row["suppressed"]]
    assert [(row["team"], row["measure"], row["group"]) for row in rows] == [
        ("Alder", "Attendance", "Asian"),
        ("Alder", "Attendance", "Black"),
    ]


def test_without_the_whole_nothing_more_needs_hiding(published):
    network = published(group_row("Asian", 4, 9), group_row("Black", 15, 31))
    assert shown(network) == {"Asian": None, "Black": pytest.approx(48.4, 0.01)}


def test_a_group_hidden_by_the_source_is_protected_like_one_hidden_here(published):
    network = published(
        group_row("", 60, 100),
        "Alder | Attendance | Oct 2025 | * | | | Asian",
        group_row("Black", 15, 31),
        group_row("White", 41, 60),
    )
    assert shown(network)["Black"] is None


def test_the_few_that_no_group_reports_are_protected_like_a_hidden_group(published):
    network = published(
        group_row("", 60, 100), group_row("Black", 18, 36), group_row("White", 40, 60)
    )
    assert shown(network) == {"": 60.0, "Black": None, "White": pytest.approx(66.7, 0.01)}


@pytest.mark.parametrize("size", [91, 95, 99])
def test_a_group_that_is_the_whole_team_but_for_a_few_is_hidden(published, size):
    network = published(group_row("", 60, 100), group_row("Not ELL", 58, size))
    assert shown(network) == {"": 60.0, "Not ELL": None}


@pytest.mark.parametrize("size", [90, 100], ids=["but for ten", "whole"])
def test_a_group_that_leaves_out_nobody_or_ten_of_its_team_is_shown(published, size):
    network = published(group_row("", 60, 100), group_row("Not ELL", 45, size))
    assert not network.observations.suppressed.any()


def test_groups_that_nobody_listed_do_not_give_each_other_away(published):
    names = ("ELL ", "everyone but ELL", "grade 6", "grade 7")
    counts = ((2, 5), (58, 95), (30, 50), (30, 50))
    rows = [group_row(name, *count) for name, count in zip(names, counts, strict=True)]
    network = published(group_row("", 60, 100), *rows)
    assert "everyone but ELL" not in shown(network)
    assert shown(network)["unlisted group 2"] is None


def test_without_the_whole_another_dimension_that_adds_up_to_it_counts_as_the_whole(published):
    network = published(
        group_row("Girls", 30, 50),
        group_row("Boys", 30, 50),
        group_row("Asian", 4, 9),
        group_row("Black", 15, 31),
        group_row("White", 41, 60),
    )
    assert {name for name, value in shown(network).items() if value is None} == {"Asian", "Black"}


@pytest.mark.parametrize("spelled", ["Race", "race ", "RACE"])
def test_a_dimension_is_one_however_it_is_spelled(a_network, spelled):
    groups = ("Group | Dimension", f"Asian | {spelled}", "Black | race", "White | race")
    counts = {"": (60, 100), "Asian": (4, 9), "Black": (15, 31), "White": (41, 60)}
    rows = [group_row(name, *count) for name, count in counts.items()]
    network = a_network(Measures=MEASURES, Groups=groups, Data=(HEADER, *rows))
    assert shown(kmlib.publish(network))["Black"] is None


def test_counts_of_groups_that_add_up_to_the_count_of_all_are_protected_too(published):
    counts = {"": 100, "Asian": 4, "Black": 31, "White": 65}
    network = published(
        *(f"Alder | Referred | Oct 2025 | {n} | | | {g}" for g, n in counts.items())
    )
    assert shown(network) == {"": 100, "Asian": None, "Black": None, "White": 65}


def test_a_group_larger_than_its_small_school_is_as_hidden_as_the_school(published):
    rows = (group_row("", 20, 40), group_row("Girls", 10, 20), group_row("Boys", 10, 20))
    network = published(*rows, teams=("Team | Students", "Alder | 8"))
    assert shown(network) == {"": None, "Girls": None, "Boys": None}


def test_a_hidden_month_cannot_be_taken_out_of_its_quarter(published):
    months = {"Aug 2025": (6, 12), "Sep 2025": (5, 10), "Oct 2025": (4, 9)}
    network = published(
        *(group_row("Asian", *counts, month) for month, counts in months.items()),
        group_row("Asian", 15, 31, "Q1 2025-26"),
    )
    rows = network.observations.to_rows()
    hidden = [f"{row['period_end']:%b}" for row in rows if row["suppressed"]]
    assert hidden == ["Aug", "Sep", "Oct"]


def test_a_quarter_of_which_only_the_hidden_month_is_reported_is_shown(published):
    network = published(
        group_row("Asian", 4, 9, "Sep 2025"), group_row("Asian", 9, 20, "Q1 2025-26")
    )
    assert network.observations.suppressed.tolist() == [True, False]


def test_a_quarter_in_which_one_met_the_measure_tells_too_much_of_its_hidden_month(published):
    """Of those who met it in that month there are none or one."""
    row = "Alder | Attendance | Oct 2025 | * | | | Asian"
    network = published(row, group_row("Asian", 1, 20, "Q1 2025-26"))
    assert network.observations.suppressed.all()


def test_a_group_that_is_too_small_in_one_month_is_hidden_in_all_months_of_that_school_year(
    published,
):
    """From a group of nine that becomes one of ten the one who joined could be worked out."""
    sizes = {"May 2025": 12, "Sep 2025": 9, "Oct 2025": 10, "Nov 2025": 24}
    network = published(*(group_row("Asian", 5, size, month) for month, size in sizes.items()))
    assert network.observations.suppressed.tolist() == [False, True, True, True]


def test_the_same_group_is_hidden_beside_a_small_one_in_every_month_of_the_year(published):
    sizes = {"Sep 2025": (9, 20, 24), "Oct 2025": (9, 23, 21), "Nov 2025": (9, 22, 23)}
    rows = [
        group_row(group, 5, size, month)
        for month, of in sizes.items()
        for group, size in zip(("Asian", "Black", "White", ""), (*of, sum(of)), strict=True)
    ]
    hidden = {row["group"] for row in published(*rows).observations.to_rows() if row["suppressed"]}
    assert hidden == {"Asian", "Black"}


def test_what_is_hidden_of_a_count_in_one_month_is_hidden_all_year_for_it_may_run_on(published):
    """A running total that stood at 9 in one month and at 10 in the next tells of one."""
    counts = {"Sep 2025": (8, 11, 12), "Oct 2025": (10, 11, 12)}
    rows = [
        f"Alder | Referred | {month} | {number} | | | {group}"
        for month, of in counts.items()
        for group, number in zip(("Asian", "Black", "White", ""), (*of, sum(of)), strict=True)
    ]
    seen = published(*rows).observations.to_rows()
    assert {row["group"] for row in seen if row["suppressed"]} == {"Asian", "Black"}
    assert sum(row["suppressed"] for row in seen) == 4


def test_what_is_hidden_for_the_sake_of_a_quarter_is_not_given_away_by_the_whole_team(published):
    months = {"Sep 2025": (5, 10), "Oct 2025": (4, 9)}
    september = {"": (60, 100), "Black": (15, 31), "White": (40, 59)}
    network = published(
        *(group_row("Asian", *counts, month) for month, counts in months.items()),
        *(group_row(group, *counts, "Sep 2025") for group, counts in september.items()),
        group_row("Asian", 9, 19, "Q1 2025-26"),
    )
    rows = [row for row in network.observations.to_rows() if f"{row['period_end']:%b}" == "Sep"]
    assert {row["group"] for row in rows if row["suppressed"]} == {"Asian", "Black"}


def test_of_a_team_that_types_no_counts_two_hidden_months_of_a_year_are_enough(published):
    months = {"Aug 2025": "81%", "Sep 2025": "82%", "Oct 2025": "*", "2025-26": "83%"}
    rows = (f"Alder | Attendance | {month} | {value} | | |" for month, value in months.items())
    assert published(*rows).observations.suppressed.tolist() == [True, False, True, False]


def test_a_month_of_a_large_team_is_not_hidden_for_a_year_that_counts_a_few_more(published):
    network = published(group_row("", 300, 405), group_row("", 310, 412, "2025-26"))
    assert not network.observations.suppressed.any()


def test_the_networks_figure_is_made_of_what_is_shown_and_of_nothing_else(published):
    birch = "Birch | Attendance | Oct 2025 | | 2 | 9 | Asian"
    network = published(group_row("Asian", 8, 10), birch)
    (point,) = network_series(network, network.measures[0], "Asian").points
    assert (point.value, point.numerator, point.denominator) == (80.0, 8, 10)
    assert point.made_of == "1 of 2 teams"


@pytest.mark.parametrize("met", [0, 3, 9])
def test_whatever_a_hidden_number_is_all_that_is_published_stays_the_same(published, met):
    def files(asian):
        counts = {"": (60, 100), "Asian": (asian, 9), "Black": (15, 31), "White": (41, 60)}
        rows = [group_row(name, *count) for name, count in counts.items()]
        return snapshot_files(published(*rows))["data.csv"]

    assert files(asian=met) == files(asian=4)


SIZES = (12, 25, 40, 60, 100, 300)
OF_DIMENSION = {"race": "ABCD", "sex": "FM", "language": "ENO"}
PEOPLE_OF = ("", *"".join(OF_DIMENSION.values()))


def a_school(chance):
    """How many students there are in each group, and whether its number is reported."""
    students = chance.choice(SIZES)
    size = dict.fromkeys(PEOPLE_OF, 0) | {"": students}
    for groups in OF_DIMENSION.values():
        weights = [0.001 + chance.random() ** chance.choice((1, 3, 6)) for _ in groups]
        for group in chance.choices(groups, weights, k=students):
            size[group] += 1
    often = chance.choice((0.75, 1))
    return size, [group for group in PEOPLE_OF if size[group] and chance.random() < often]


def as_published(size, reported, chance):
    """The groups whose numbers are published, of a school that reports some of them."""
    n = len(reported)
    zeros = np.zeros(n, np.int32)
    at_source = np.array([chance.random() < 0.05 for _ in reported])
    denominator = np.where(at_source, np.nan, [size[group] for group in reported])
    measure = MeasureRow(
        measure="Attendance", kind=Kind.OUTCOME, unit=Unit.PERCENT, better=Better.HIGHER
    )
    observations = Observations(
        *(("Alder",), ("Attendance",), PEOPLE_OF, (Place("hub.xlsx", "Data"),)),
        *(zeros.copy(), zeros.copy(), np.array([PEOPLE_OF.index(g) for g in reported], np.int32)),
        *(zeros + 739000, zeros + 739030, denominator / denominator, denominator, denominator),
        *(at_source, zeros.copy(), zeros + 2, zeros + 4),
    )
    groups = (
        GroupRow(group=group, dimension=name) for name, of in OF_DIMENSION.items() for group in of
    )
    network = Network(
        settings=NetworkSettings(),
        observations=observations,
        tabs={TeamRow: (TeamRow(team="Alder"),), MeasureRow: (measure,), GroupRow: tuple(groups)},
        findings=(),
        sources=(),
        as_of=dt.date(2026, 3, 14),
        read_at=dt.datetime(2026, 3, 14),
    )
    suppressed = kmlib.publish(network).observations.suppressed
    return {group for group, hidden in zip(reported, suppressed, strict=True) if not hidden}


def can_be_worked_out(wanted, known):
    """Whether the sum of these groups' numbers follows from those known, by any arithmetic."""
    rows = [[group == one for group in PEOPLE_OF] for one in known]
    for groups in OF_DIMENSION.values():  # each dimension adds up to the whole
        rows.append([-1 if not group else group in groups for group in PEOPLE_OF])
    equations = np.array(rows, float)
    asked = np.array([[group in wanted for group in PEOPLE_OF]], float)
    rank = np.linalg.matrix_rank
    return bool(rank(np.vstack([equations, asked])) == rank(equations))


def test_no_arithmetic_on_one_period_gives_the_number_of_fewer_than_ten_students():
    chance, hidden = Random(20260314), 0
    for _ in range(400):
        size, reported = a_school(chance)
        known = as_published(size, reported, chance)
        hidden += len(reported) - len(known)
        rests = [set(groups) - known for groups in OF_DIMENSION.values()]
        for some in (*({group} for group in PEOPLE_OF), *rests):
            few = 0 < sum(size[group] for group in some) < 10
            assert not (few and can_be_worked_out(some, known)), (size, reported, known, some)
    assert hidden > 500, "schools in which much has to be hidden"


def test_the_arithmetic_would_find_a_group_that_its_whole_gives_away():
    assert can_be_worked_out({"A"}, known={"", "B", "C", "D"})
    assert can_be_worked_out({"A"}, known={"F", "M", "B", "C", "D"})
    assert not can_be_worked_out({"A"}, known={"", "C", "D"})


@pytest.mark.parametrize(
    ("settings", "floor"),
    [
        ((), 10),
        (("Smallest group shown | 5",), 10),
        (("Smallest group shown | 5", "Reason for a smaller group | board decision"), 5),
        (("Smallest group shown | 2", "Reason for a smaller group | board decision"), 2),
        (("Smallest group shown | 10", "Reason for a smaller group | board decision"), 10),
        (("Smallest group shown | 20",), 20),
        (("Smallest group shown | 1", "Reason for a smaller group | already public"), 1),
        (("Smallest group shown | 0", "Reason for a smaller group | already public"), 1),
    ],
    ids=[
        *("usual", "smaller without reason", "smaller with reason", "two", "ten", "larger"),
        *("off", "zero is off"),
    ],
)
def test_the_floor_goes_down_only_with_a_reason(published, settings, floor):
    network = published(group_row("Asian", 4, 9), settings=settings)
    assert network.privacy.floor == floor
    assert (shown(network)["Asian"] is None) == (floor > 9)
    says = f"fewer than {floor} students" if floor > 1 else "Reason given: already public."
    assert says in network.privacy.sentence
    assert bool(network.privacy.reason) == (floor < 10)


def test_a_floor_of_two_hides_a_single_student(published):
    settings = ("Smallest group shown | 2", "Reason for a smaller group | board decision")
    network = published(group_row("Asian", 1, 2), group_row("Black", 1, 1), settings=settings)
    assert shown(network) == {"Asian": 50.0, "Black": None}


def test_a_finding_about_a_small_group_does_not_quote_its_numbers(published):
    network = published(group_row("Asian", 8, 7))
    (finding,) = network.findings
    assert finding.code == "numerator-over-denominator"
    assert finding.value == NOT_SHOWN
    assert finding.what == "This part is larger than its whole, which cannot be."
    assert not any(number in " ".join(finding[5:9]) for number in ("8", "7"))


def test_a_note_about_a_small_group_does_not_quote_its_number_either(published):
    network = published("Alder | Attendance | Oct 2025 | 14* | | | Asian")
    (finding,) = network.findings
    assert finding.code == "footnote-mark"
    assert "14" not in "".join(finding)


def test_a_slip_in_a_small_group_s_name_is_still_told(published):
    network = published("Aldr | Attendance | Oct 2025 | | 4 | 9 | Asian")
    assert [finding.value for finding in network.findings] == ["Aldr"]


def test_the_little_sheet_about_a_finding_hides_the_numbers_of_small_groups(published):
    network = published(group_row("Asian", "4x", 47), group_row("Black", 3, 7))
    (excerpt,) = network.excerpts.values()
    texts = [text for _, row in excerpt.rows for text in row]
    assert not {"4x", "47", "7", "3"} & set(texts)


def test_a_hidden_number_is_not_shown_because_some_team_bears_it_for_a_name(published):
    network = published(group_row("Asian", "4x", 47), teams=("Team", "Alder", "47"))
    (excerpt,) = network.excerpts.values()
    assert "47" not in {text for _, row in excerpt.rows for text in row}


def test_a_duplicate_of_a_small_group_does_not_quote_either_number(published):
    network = published(group_row("Asian", 3, 7), group_row("Asian", 4, 7))
    (finding,) = network.findings
    assert finding.code == "duplicate"
    assert "42.86" not in finding.what + finding.why
    assert "That in Data, cell E3 is used" in finding.why


def test_a_duplicate_does_not_quote_the_number_that_is_hidden_for_the_sake_of_another(published):
    counts = [
        ("", 60, 100),
        ("Asian", 4, 9),
        ("Black", 14, 31),
        ("Black", 15, 31),
        ("White", 41, 60),
    ]
    network = published(*(group_row(*row) for row in counts))
    assert shown(network)["Black"] is None
    (finding,) = network.findings
    assert finding.what == "A number of this team, measure and period already stands elsewhere."


def test_a_duplicate_of_a_large_row_does_not_quote_the_small_one_that_counts(published):
    network = published(group_row("", 5, 12), group_row("", 3, 8))
    assert "37.5" not in " ".join(network.findings[0])


@pytest.mark.parametrize("team", ["Alder", "Aldr"], ids=["its name", "a slip in its name"])
def test_a_number_of_a_small_school_that_was_set_aside_is_not_quoted(published, team):
    row = f"{team} | Attendance | Oct 2025 | 44x | 4 | |"
    network = published(row, teams=("Team | Students", "Alder | 8", "Birch | 400"))
    said = [*network.findings, *network.excerpts.values()]
    assert said
    assert "44" not in str(said)


def test_a_number_of_a_small_group_in_a_wrong_column_is_not_quoted(published):
    network = published("Alder | Attendance | 37.037 | Oct 2025 | 4 | 9 | Asian")
    said = [*network.findings, *network.excerpts.values()]
    assert said
    assert "37.037" not in str(said)


# What a finding quotes


STUDENT = "Okapi out sick"
FREE_TEXT = (
    f"Alder | Attendance | Oct 2025 | {STUDENT} | | |",
    f"Alder | Attendance | {STUDENT} | 81% | | |",
    f"{STUDENT} | Attendance | Oct 2025 | 82% | | |",
    f"Alder | {STUDENT} | Oct 2025 | 83% | | |",
    f"Alder | Attendance | Nov 2025 | 84% | | | {STUDENT}",
)


@pytest.mark.parametrize("row", FREE_TEXT, ids=["value", "date", "team", "measure", "group"])
def test_a_text_that_was_not_understood_is_quoted_nowhere_and_its_address_suffices(published, row):
    network = published(row, "Alder | Attendance | Dec 2025 | 85% | | |")
    (finding,) = network.findings
    assert (finding.source, finding.sheet) == ("hub.xlsx", "Data")
    assert finding.cell in ("D2", "C2", "A2", "B2", "G2")
    assert finding.value == NOT_SHOWN
    assert finding.what.startswith("What is typed here is not a ")
    said = [*network.findings, *network.excerpts.items(), *network.matches]
    files = {name: data.decode() for name, data in snapshot_files(network).items()}
    del files["data.csv"]  # a group that the Groups tab does not list is one of its own
    assert "Okapi" not in f"{said} {files}"


def test_a_column_that_nobody_knows_is_named_by_its_address(a_network):
    rows = [f"{HEADER} | Okapi Dikdik", "Alder | Attendance | Oct 2025 | 85% | | | | 7"]
    (finding,) = kmlib.publish(a_network(Measures=MEASURES, Data=rows)).findings
    assert finding.cell == "H1"
    assert finding.what == "What is typed here is not a column this dashboard knows."


@pytest.mark.parametrize(
    ("row", "quote"),
    [
        ("Aldr | Attendance | Oct 2025 | 81% | | |", "Aldr"),
        ("Alder | Attendence | Oct 2025 | 81% | | |", "Attendence"),
        ("Alder | Attendance | Oct 2027 | 81% | | |", "Oct 2027"),
        ("Alder | Attendance | 2027-10-05 | 81% | | |", "2027-10-05"),
        ("Alder | Attendance | #REF! | 81% | | |", "#REF!"),
    ],
    ids=["near a team", "near a measure", "a month", "a day", "an error value"],
)
def test_what_was_understood_is_quoted(published, row, quote):
    (finding,) = published(row).findings
    assert finding.value == quote
    assert quote in finding.what


@pytest.mark.parametrize("number", ["50000", "2029"], ids=["a serial number", "a year"])
def test_a_bare_number_is_not_quoted_though_it_was_read_as_a_day(published, number):
    (finding,) = published(f"Alder | Attendance | {number} | 81% | | |").findings
    assert finding.value == NOT_SHOWN
    assert (
        finding.what == "What is typed here lies after 2026-03-14, the day this dashboard is about."
    )


def test_of_the_rows_around_a_finding_names_and_published_numbers_are_shown_and_nothing_else(
    published,
):
    network = published(
        group_row("", 60, 100, "Sep 2025"),
        f"Alder | Attendance | Oct 2025 | {STUDENT} | | |",
        group_row("Asian", 4, 9, "Nov 2025"),
    )
    (excerpt,) = network.excerpts.values()
    assert excerpt.rows == (
        (1, ("Measure", "Date", "Value", "Numerator")),
        (2, ("Attendance", "Sep 2025", "", "60")),
        (3, ("Attendance", NOT_SHOWN, NOT_SHOWN, "")),
        (4, ("Attendance", NOT_SHOWN, "", NOT_SHOWN)),
    )


def test_around_a_slip_in_a_setting_the_settings_are_named(published):
    network = published(settings=("Data due | in a while", "Aim | Okapi"))
    (excerpt,) = network.excerpts.values()
    texts = {text for _, row in excerpt.rows for text in row}
    assert {"As of", "Data due", "Aim"} <= texts
    assert not {"in a while", "Okapi"} & texts


def test_a_workbook_that_is_not_there_is_named_and_no_other_text_in_its_place(published):
    sheets = ("alder.xlsx", "Okapi Dikdik")
    teams = [f"Team {number} | {sheet}" for number, sheet in enumerate(sheets)]
    network = published(teams=("Team | Sheet", *teams))
    assert [finding.value for finding in network.findings] == ["alder.xlsx", NOT_SHOWN]


def test_whoever_tries_a_workbook_reads_what_it_says_but_of_small_groups(a_network):
    rows = [FREE_TEXT[0], group_row("Asian", "83.71x", 7)]
    network = a_network(Measures=MEASURES, Groups=GROUPS, Data=(HEADER, *rows))
    published, own = publish_with_own(network, is_mine=True)
    said = f"{published.findings} {published.excerpts}"
    assert f"“{STUDENT}” is not a number." in said
    assert "83.71" not in said
    assert own == {}


def test_whoever_tries_a_workbook_reads_the_names_nobody_knows_but_no_number_beside_groups(
    a_network,
):
    rows = [FREE_TEXT[2], FREE_TEXT[2].replace(STUDENT, "Okapi 8371"), group_row("Asian", 4, 9)]
    network = a_network(Measures=MEASURES, Groups=GROUPS, Data=(HEADER, *rows))
    published, _ = publish_with_own(network, is_mine=True)
    said = f"{published.findings} {published.excerpts} {published.matches}"
    assert {STUDENT, NOT_SHOWN} <= {match.text for match in published.matches}
    assert "8371" not in said


def test_whoever_tries_a_workbook_reads_no_number_beside_that_of_a_small_team(a_network):
    rows = [group_row("", 3, 7), "Alder | Attendance | Nov 2025 | 83.71x | | |"]
    published, _ = publish_with_own(
        a_network(Measures=MEASURES, Data=(HEADER, *rows)), is_mine=True
    )
    assert published.findings[0].value == NOT_SHOWN
    assert "83.71" not in f"{published.findings} {published.excerpts}"


def test_whoever_tries_a_workbook_without_groups_or_small_numbers_reads_all_of_it(a_network):
    rows = [FREE_TEXT[2].replace(STUDENT, "Okapi 8371"), group_row("", 60, 100)]
    published, _ = publish_with_own(
        a_network(Measures=MEASURES, Data=(HEADER, *rows)), is_mine=True
    )
    assert "Okapi 8371" in {match.text for match in published.matches}
    assert "Okapi 8371" in published.findings[0].what


def test_an_empty_cell_is_said_to_be_empty_and_the_list_of_names_shows_those_near_one(published):
    network = published(
        "| Attendance | Oct 2025 | 81% | | |", "Aldr | Attendance | Oct 2025 | 8 | | |"
    )
    assert [finding.value for finding in network.findings if finding.cell == "A2"] == [""]
    assert "Aldr" in {match.text for match in network.matches}


def test_where_nothing_is_hidden_every_quote_stands(published):
    settings = ("Smallest group shown | 1", "Reason for a smaller group | already public")
    (finding,) = published(FREE_TEXT[0], settings=settings).findings
    assert finding.value == STUDENT


def test_publishing_a_snapshot_again_hides_nothing_more(a_network, tmp_path):
    rows = (
        group_row("", 60, 100),
        group_row("Asian", 4, 9),
        group_row("Black", 15, 31),
        group_row("White", 41, 60),
    )
    first = kmlib.publish(a_network(Measures=MEASURES, Groups=GROUPS, Data=(HEADER, *rows)))
    write_snapshot(first, tmp_path / "snapshot.zip")
    again = kmlib.publish(kmlib.load(tmp_path / "snapshot.zip"))
    assert shown(again) == shown(first)
    assert again.privacy.hidden == 0


def test_nothing_is_changed_in_the_network_as_read(a_network):
    network = a_network(Measures=MEASURES, Groups=GROUPS, Data=(HEADER, group_row("Asian", 4, 9)))
    kmlib.publish(network)
    assert network.observations.to_rows()[0]["value"] == pytest.approx(44.4, 0.01)


def test_publishing_says_how_many_it_hid(published):
    network = published(group_row("Asian", 4, 9), group_row("Black", 50, 90))
    assert network.privacy.hidden == 1
    assert network.privacy.sentence == (
        "Groups of fewer than 10 students in any period of a school year, or of unknown size, and"
        " groups of which all or none met a measure, are hidden, with the next smallest where it"
        " would tell of them."
    )
    assert dataclasses.is_dataclass(network)


# What a team may see of its own workbook


OWN_TEAMS = ("Team | Students | Sheet", "Alder | 400 | alder.xlsx", "Birch | 400 | birch.xlsx")


@pytest.fixture
def own(tmp_path):
    """`own(alder=["Alder | ..."])`: what each team may see of its own workbook, of these rows."""

    def build(*hub, alder=(), birch=(), teams=OWN_TEAMS, settings=(), header=HEADER, **how):
        network = ("Setting | Value", "As of | 2026-03-14", *settings)
        tabs = {"Network": network, "Teams": teams, "Measures": MEASURES, "Groups": GROUPS}
        for name, rows in {"alder": alder, "birch": birch}.items():
            write_workbook(tmp_path / f"{name}.xlsx", {"Data": (header, *rows)})
        path = write_workbook(tmp_path / "hub.xlsx", tabs | {"Data": (HEADER, *hub)})
        _, found = publish_with_own(kmlib.load(path), **how)
        return {team: f"{one.findings} {one.excerpts}" for team, one in found.items()}

    return build


def slip(team, numerator):
    return f"{team} | Attendance | Oct 2025 | | {numerator} | 7 | Asian"


def test_a_team_sees_what_is_hidden_of_its_own_workbook_and_of_no_other(own):
    seen = own(slip("Alder", 8371), alder=[slip("", 8372)], birch=[slip("Birch", 8373)])
    assert "8372" in seen["Alder"]
    assert "8373" in seen["Birch"]
    assert not any(number in seen["Alder"] for number in ("8371", "8373"))
    assert not any(number in seen["Birch"] for number in ("8371", "8372"))


def test_a_team_reads_what_its_own_workbook_says_also_where_it_names_no_team(own):
    cells = [
        f"Alder | Attendance | Oct 2025 | {STUDENT} | | |",
        "| Attendance | Nov 2025 | 8o% | | |",
    ]
    seen = own(alder=cells, birch=["Birch | Attendance | Oct 2025 | Quokka | | |"])
    assert STUDENT in seen["Alder"]
    assert "“8o%” is not a number." in seen["Alder"]
    assert "Quokka" in seen["Birch"]
    assert "Quokka" not in seen["Alder"]


def test_a_team_reads_the_cells_beside_a_finding_in_its_own_workbook(own):
    seen = own(alder=[f"Alder | Attendance | Oct 2025 | {STUDENT} | 8371 | 9000 |"])
    assert "8371" in seen["Alder"]
    assert seen["Alder"].count("('alder.xlsx', 'Data', 'D2'): ") == 2, "the finding, its sheet"


def test_a_team_reads_a_heading_of_its_own_workbook_that_nobody_knows(own):
    row = "Alder | Attendance | Oct 2025 | 81% | | | | 7"
    seen = own(alder=[row], header=f"{HEADER} | Okapi Dikdik")
    assert "Okapi Dikdik" in seen["Alder"]


def test_what_the_hub_says_of_no_team_is_nobodys_own(own):
    seen = own(alder=[slip("Alder", 8371)], settings=("Okapi Dikdik | 7",))
    assert "8371" in seen["Alder"]
    assert "Okapi" not in f"{seen}"


def test_a_row_about_another_team_or_about_nobody_stays_hidden_in_a_teams_own_workbook(own):
    rows = [slip("Alder", 8371), slip("Birch", 8372), slip("Brich", 8373), slip("Alder", 8374)]
    seen = own(alder=rows, birch=["Brich | Attendance | Oct 2025 | 83.75% | | 7 | Asian"])
    assert "8371" in seen["Alder"]
    assert "8374" in seen["Alder"]
    assert not any(number in seen["Alder"] for number in ("8372", "8373"))
    assert "83.75" not in seen["Birch"]


def test_what_another_teams_own_workbook_says_instead_stays_hidden(own):
    mine = "Birch | Attendance | Oct 2025 | 43.1% | | 7 | Asian"
    seen = own(alder=[mine], birch=[mine.replace("43.1", "43.9")])
    assert "43." not in seen["Alder"]
    assert seen["Birch"] == "{} {}"


def test_a_workbook_that_two_teams_share_is_nobodys_own(own):
    teams = ("Team | Students | Sheet", "Alder | 400 | alder.xlsx", "Birch | 400 | alder.xlsx")
    assert own(alder=[slip("Alder", 8371)], teams=teams) == {}


def test_what_needs_no_hiding_is_shown_to_everybody_alike(own):
    settings = ("Smallest group shown | 1", "Reason for a smaller group | already public")
    assert own(alder=[slip("Alder", 8371)], settings=settings) == {}
    assert own(alder=["Alder | Attendance | Oct 2025 | 81% | | |"])["Alder"] == "{} {}"
    assert own(alder=[slip("Alder", 8371)], is_mine=True) == {}


def test_no_number_is_quoted_from_a_row_with_groups_of_unknown_size_over_its_columns(a_network):
    lines = ["School | Month | All | Girls | Boys", "Alder | Oct 2025 | 85% | 8O.5 | 81%"]
    read = a_network(Groups=("Group", "Girls", "Boys"), Data=["Attendance", *lines])
    network = kmlib.publish(read)
    (finding,) = [f for f in network.findings if f.code == "not-a-number"]
    said = f"{finding} {network.excerpts}"
    assert not any(number in said for number in ("8O.5", "81%"))
