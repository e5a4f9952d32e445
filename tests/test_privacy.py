"""Nothing about a small group leaves the floor that publish lays."""

import dataclasses

import pytest

import kmlib
from kmlib.export.snapshot import write_snapshot
from kmlib.privacy import HIDDEN

MEASURES = (
    "Measure | Kind | Unit | Better | Counts | Combine",
    "Attendance | outcome | percent | higher | students | weighted",
    "Coaching | process | percent | higher | staff | weighted",
)
GROUPS = ("Group | Dimension", "Asian | race", "Black | race", "White | race", "ELL | language")
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


def test_a_hidden_number_is_absent_with_its_counts_and_marked(published):
    (row,) = published(group_row("Asian", 4, 9)).observations.to_rows()
    assert (row["value"], row["numerator"], row["denominator"]) == (None, None, None)
    assert row["suppressed"] is True


def test_a_group_whose_size_nobody_typed_is_hidden(published):
    assert shown(published("Alder | Attendance | Oct 2025 | 44% | | | Asian")) == {"Asian": None}


def test_a_whole_team_without_counts_is_shown_unless_its_school_is_small(published):
    row = "Alder | Attendance | Oct 2025 | 44% | | |"
    assert shown(published(row)) == {"": 44.0}
    small = ("Team | Students", "Alder | 8")
    assert shown(published(row, teams=small)) == {"": None}


def test_staff_are_not_suppressed(published):
    assert shown(published("Alder | Coaching | Oct 2025 | | 2 | 4 |")) == {"": 50.0}


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


def test_groups_of_another_dimension_stay_shown(published):
    network = published(
        group_row("", 60, 100),
        group_row("Asian", 4, 9),
        group_row("Black", 56, 91),
        group_row("ELL", 20, 40),
    )
    assert shown(network)["ELL"] == 50.0


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


@pytest.mark.parametrize(
    ("settings", "floor"),
    [
        ((), 10),
        (("Smallest group shown | 5",), 10),
        (("Smallest group shown | 5", "Reason for a smaller group | board decision"), 5),
        (("Smallest group shown | 20",), 20),
        (("Smallest group shown | 1", "Reason for a smaller group | already public"), 1),
        (("Smallest group shown | 0", "Reason for a smaller group | already public"), 1),
    ],
    ids=["usual", "smaller without reason", "smaller with reason", "larger", "off", "zero is off"],
)
def test_the_floor_goes_down_only_with_a_reason(published, settings, floor):
    network = published(group_row("Asian", 4, 9), settings=settings)
    assert network.privacy.floor == floor
    assert (shown(network)["Asian"] is None) == (floor > 9)


def test_a_finding_about_a_small_group_does_not_quote_its_numbers(published):
    network = published(group_row("Asian", 8, 7))
    (finding,) = network.findings
    assert finding.code == "numerator-over-denominator"
    assert finding.value == HIDDEN
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
    assert "4x" in texts
    assert "7" not in texts
    assert "3" not in texts


def test_a_duplicate_of_a_small_group_does_not_quote_either_number(published):
    network = published(group_row("Asian", 3, 7), group_row("Asian", 4, 7))
    (finding,) = network.findings
    assert finding.code == "duplicate"
    assert "42.86" not in finding.what + finding.why
    assert HIDDEN in finding.what


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
    assert "fewer than 10" in network.privacy.sentence
    assert dataclasses.is_dataclass(network)
