import pytest

from kmlib.analysis import continuity, story
from kmlib.analysis.continuity import ALONE, HOLDS, TYPED
from kmlib.schema import PersonRow
from kmlib.schema.learning import ApplicationRow, KnowledgeRow
from kmlib.schema.programme import PartnershipRow
from kmlib.schema.steering import GapDecisionRow

PEOPLE = "Person | Role | Team | Leaving | Backup | Holds"
ROUTINES = [
    "Routine | Stage | Priority | Owner | Facilitator",
    "Dive | generation | Read | Ada | Bo",
]


@pytest.fixture
def hub(published):
    """`hub("Ada | coach | Alder | | | Dive")`: a network with these people and one routine."""

    def build(*lines, **tabs):
        return published(**{"Routines": ROUTINES, "People": [PEOPLE, *lines]} | tabs)

    return build


def under(person):
    return {thing.under: thing.name for thing in person.things}


# What hangs on whom


def test_what_one_person_holds_is_told_from_what_others_hold_too(hub):
    ada, bo = continuity.people(hub("Ada | coach | | | | Dive; Attendance", "Bo | | | | | Dive"))
    assert under(ada) == {HOLDS: "Dive", ALONE: "Attendance", "Owner, Routines": "Dive"}
    assert under(bo) == {HOLDS: "Dive", "Facilitator, Routines": "Dive"}


def test_with_a_backup_nothing_hangs_on_one_person_alone(hub):
    network = hub("Ada | coach | | | Bo | Dive")
    assert continuity.people(network)[0].alone == 0
    assert continuity.headline(network) == "Nothing hangs on one person alone"


def test_what_is_held_and_stands_in_no_tab_is_told_as_it_was_typed(hub):
    (ada,) = continuity.people(hub("Ada | coach | | | | the key to the shed"))
    assert under(ada)[TYPED] == "the key to the shed"


def test_who_leaves_first_stands_first_and_then_who_holds_most(hub):
    network = hub(
        "Nobody | coach | | | |",
        "Stays | coach | | | | Dive",
        "Later | coach | | 2026-12-01 | | Attendance",
        "Soon | coach | | 2026-04-01 | |",
        "Gone empty | coach | | 2026-01-01 | |",
        "Gone | coach | | 2026-02-01 | | the list",
        "Gone alone | coach | | 2026-03-01 | | Shelf",
        Repositories=["Repository", "Shelf"],
    )
    names = [one.row.person for one in continuity.people(network)]
    assert names == ["Gone alone", "Soon", "Later", "Stays", "Nobody", "Gone empty", "Gone"]
    said = "3 things hang on one person alone, 2 of them on somebody who leaves"
    assert continuity.headline(network) == said


def test_people_alone_in_the_workbook_are_enough(published):
    network = published(Teams=None, Measures=None, People=[PEOPLE, "Ada | coach | | | | Dive"])
    assert [under(one) for one in continuity.people(network)] == [{TYPED: "Dive"}]


def test_a_backup_who_leaves_as_well_is_known(hub):
    ada, _ = continuity.people(hub("Ada | | | 2026-04-01 | Bo | Dive", "Bo | | | 2026-05-01 | |"))
    assert ada.backup_leaves.isoformat() == "2026-05-01"


def test_a_last_day_without_a_year_is_left_empty_and_is_a_finding(hub):
    network = hub("Ada | coach | | June 30 | | Dive")
    assert continuity.people(network)[0].row.leaving is None
    assert [f.cell for f in network.findings if f.sheet == "People"] == ["D2"]


def test_the_table_to_take_away_has_roles_and_no_names(hub):
    network = hub("Ada | coach | Alder | 2026-04-01 | Bo | Dive")
    rows = continuity.table(network)
    assert {row["role"] for row in rows} == {"coach"}
    assert "Ada" not in str(rows)
    assert "Bo" not in str(rows)


# The story so far

CYCLES = "Team | Title | Priority | Started | Ended | Change idea | Learned | Decision"


def titles(chapter):
    return [one.row.title for one in chapter.told]


def test_cycles_are_told_by_priority_and_school_year_oldest_first(published):
    network = published(
        Priorities=["Priority", "Read", "Attend"],
        Cycles=[
            CYCLES,
            "Alder | New | Attend | 2025-09-01 | 2025-10-01 | a | it helps | adopt",
            "Alder | Old | Attend | 2025-07-31 | 2025-08-10 | b | it helps | adopt",
            "Birch | Free | | 2025-09-01 | | c | |",
            "Birch | Book | Read | 2025-09-01 | | d | |",
        ],
    )
    told = [(one.priority, one.year, titles(one)) for one in story.chapters(network)]
    assert told == [
        ("Read", "2025-26", []),
        ("Attend", "2024-25", ["Old"]),
        ("Attend", "2025-26", ["New"]),
        ("", "2025-26", []),
    ]
    assert [one.year for one in story.chapters(network, "attend")] == ["2024-25", "2025-26"]


def test_most_telling_is_what_knowledge_of_a_high_level_holds_then_what_was_decided(published):
    network = published(
        Cycles=[
            CYCLES,
            "Alder | Late | | 2025-12-01 | 2025-12-09 | a | it helps |",
            "Alder | Later | | 2025-12-02 | 2025-12-09 | b | it helps |",
            "Alder | Decided | | 2025-09-03 | 2025-10-01 | c | it helps | abandon",
            "Birch | Known | | 2025-09-02 | 2025-10-01 | d | it helps |",
            "Birch | Nothing learned | | 2026-01-02 | 2026-02-01 | e | | adopt",
            "Birch | Twin | | 2025-09-09 | 2025-10-01 | C! | it helps | adopt",
        ],
        Knowledge=["Item | Level | From cycles", "Call early | known good | Known"],
    )
    (chapter,) = story.chapters(network)
    assert titles(chapter) == ["Known", "Twin", "Later"]
    assert len(chapter.entries) == 6


def test_open_is_what_is_not_applied_not_over_and_still_a_gap(published):
    network = published(
        Routines=ROUTINES,
        People=[PEOPLE, "Ada | coach | | | | Dive"],
        Knowledge=["Item | Priority", "Call early | Read", "Pair up | Attend"],
        Applications=[
            "Item | Stakeholder | Status | Applied on | By",
            "Call early | teachers | asked | | ",
            "Call early | parents | blocked | | 2026-04-01",
            "Call early | office | applied | |",
            "Pair up | coaches | | 2026-01-01 |",
            "Pair up | principals | | |",
        ],
        Gaps=["Gap | Owner", "Dive: held by one person | Ada", "Dive: overdue | Bo"],
        Partnerships=[
            "Partnership | Start | End",
            "Goes on | 2025-09-01 |",
            "Ends | 2025-09-01 | 2026-05-01",
            "Over | 2025-09-01 | 2026-03-01",
        ],
    )
    told = story.told(network)
    assert [row.stakeholder for row in told[ApplicationRow]] == [
        "parents",
        "teachers",
        "principals",
    ]
    assert [row.gap for row in told[GapDecisionRow]] == ["Dive: held by one person"]
    assert [row.partnership for row in told[PartnershipRow]] == ["Ends", "Goes on"]
    read = story.told(network, "Read")
    assert [row.stakeholder for row in read[ApplicationRow]] == ["parents", "teachers"]
    assert [row.item for row in read[KnowledgeRow]] == ["Call early"]
    assert [row.person for row in read[PersonRow]] == ["Ada"]
    assert (read[PartnershipRow], story.told(network, "Attend")[PersonRow]) == ([], [])
