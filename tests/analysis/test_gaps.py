"""The smallest sheet that makes each gap, and the smallest that does not."""

import pytest

import kmlib
from kmlib.analysis.gap_kinds import KINDS
from kmlib.analysis.gaps import (
    gaps,
    no_longer_there,
    of_priority,
    table,
    waiting_behind,
    what_would_raise_most,
)
from kmlib.analysis.learnings import still_waiting
from kmlib.analysis.stuck import lanes, stuck, wave_of
from kmlib.analysis.waves import waves
from kmlib.schema.choices import Stage
from kmlib.schema.learning import PriorityRow
from sample_sheets import make_sample

HEAD = "Routine | Stage | Priority | Feeds | Cadence | Last held"
DIVE = "Dive | generation | | Synthesis"
SYNTHESIS = "Synthesis | consolidation | | Walk"
WALK, PLAN = "Walk | sharing | | Plan", "Plan | application"
WHOLE = [HEAD, DIVE, SYNTHESIS, WALK, PLAN]
MEASURES = "Measure | Kind | Unit | Better | Priority | Cadence"
OUTCOME = "Attendance | outcome | percent | higher | Attendance"
BALANCING = "Referrals | balancing | count | lower"
DATA = "Team | Measure | Date | Value"
PEOPLE = "Person | Holds | Backup | Leaving"
APPLICATIONS = "Item | Stakeholder | Status | Next step | Obstacles"
PRODUCTS = "Item | Product | Audience | Next steps | Resources needed"
ITEMS = "Item | Level | Captured on"
TOLD = {"Sharing": ["Item | Broker | To | Date", "Told | coach | Birch | 2026-02-12"]}
USED = {"Applications": [APPLICATIONS, "Told | clerks | asked"]}
PARTNERSHIPS = "Partnership | Start | End | Ready to change | Pulse check on"
SESSIONS = "Partnership | Date | Objective"
WHO = "Routine | Stage | Participants"
FOCUS = "Routine | Stage | Builds capacity | Feeds back data"

CASES = {  # the gap: tabs that make it, and tabs that do not
    "Voice: no routine for sharing": (
        {"Priorities": ["Priority", "Voice"], "Routines": [HEAD, DIVE, SYNTHESIS, PLAN]},
        {"Priorities": ["Priority", "Voice"], "Routines": WHOLE},
    ),
    "Attendance: no routine for application": (
        {"Routines": [*WHOLE[:-1], "Plan | application | Voice", "Club | sharing | Attendance"]},
        {"Routines": [*WHOLE, "Club | sharing | Attendance"]},
    ),
    "Dive: wave broken after consolidation": (
        {"Routines": [HEAD, DIVE, "Synthesis | consolidation", WALK, PLAN]},
        {"Routines": WHOLE},
    ),
    "Walk: overdue": (
        {"Routines": [HEAD, "Walk | sharing | | | monthly | 2026-01-22"]},
        {"Routines": [HEAD, "Walk | sharing | | | monthly | 2026-02-22"]},
    ),
    "Walk: no owner": (
        {"Routines": ["Routine | Stage | Owner", "Walk | sharing"]},
        {"Routines": ["Routine | Stage | Owner", "Walk | sharing | coach"]},
    ),
    "Voice: no measure": (
        {"Priorities": ["Priority", "Voice"]},
        {"Priorities": ["Priority", "Voice"], "Measures": [MEASURES, f"{BALANCING} | voice"]},
    ),
    "Attendance: no data": (
        {"Data": [DATA, "Alder | Attendance | Jan 2026 | n/a"]},
        {"Data": [DATA, "Alder | Attendance | Jan 2026 | 80%"]},
    ),
    "Late: no data": (
        {
            "Measures": [MEASURES, "Late | outcome | count | lower | | monthly"],
            "Data": [DATA, "Alder | Late | Jun 2025 | 30"],
        },
        {
            "Measures": [MEASURES, "Late | outcome | count | lower | | yearly"],
            "Data": [DATA, "Alder | Late | Jun 2025 | 30"],
        },
    ),
    "The network: no balancing measure": (
        {"Measures": [MEASURES, "Late | outcome | count | lower"]},
        {"Measures": [MEASURES, "Late | outcome | count | lower", BALANCING]},
    ),
    "Attendance: no balancing measure": (
        {"Measures": [MEASURES, OUTCOME, f"{BALANCING} | Voice"]},
        {"Measures": [MEASURES, OUTCOME, BALANCING]},
    ),
    "Be there: no balancing measure": (
        {"Drivers": ["Driver | Kind | Priority", "Be there | aim | Attendance"]},
        {
            "Drivers": ["Driver | Kind | Priority", "Be there | aim | Attendance"],
            "Measures": [MEASURES, f"{BALANCING} | attendance"],
        },
    ),
    "Attendance: held by one person": (
        {"People": [PEOPLE, "Ana | attendance; lunch"]},
        {"People": [PEOPLE, "Ana | Attendance", "Ben | Attendance"]},
    ),
    "Dive: held by someone who leaves": (
        {"Routines": [HEAD, DIVE], "People": [PEOPLE, "Ana | Dive | | 2025-06-30"]},
        {"Routines": [HEAD, DIVE], "People": [PEOPLE, "Ana | Dive | Ben | 2025-06-30"]},
    ),
    "Attendance: held by someone who leaves": (
        {"People": [PEOPLE, "Ana | Attendance | | 2026-06-30", "Ben | attendance | | 2026-04-01"]},
        {"People": [PEOPLE, "Ana | Attendance | | 2026-06-30", "Ben | Attendance"]},
    ),
    "Drive: nobody brokers it": (
        {"Repositories": ["Repository | Brokered in", "Drive"]},
        {"Repositories": ["Repository | Brokered in", "Drive | Walk"]},
    ),
    "Calls: application blocked": (
        {"Applications": [APPLICATIONS, "Calls | clerks | blocked | | No adult before 9."]},
        {"Applications": [APPLICATIONS, "Calls | clerks | asked | | No adult before 9."]},
    ),
    "Calls: product incomplete": (
        {"Knowledge": [PRODUCTS, "Calls | guide | clerks | Try it |"]},
        {"Knowledge": [PRODUCTS, "Calls | guide | clerks | Try it | none", "Cart | | | |"]},
    ),
    "Calls: not shared": (
        {"Knowledge": [ITEMS, "Calls | reduction | 2026-02-12", "Told | summary |"], **TOLD},
        {"Knowledge": [ITEMS, "Calls | reduction | 2026-02-13", "Told | summary |"], **TOLD},
    ),
    "Told: not applied": (
        {"Knowledge": [ITEMS, "Told | summary |"], **TOLD, **USED},
        {
            "Knowledge": [ITEMS, "Told | summary |"],
            **TOLD,
            "Applications": [APPLICATIONS, "Told | clerks | under way", "Other | x | asked"],
        },
    ),
    "Visits: not ready": (
        {"Partnerships": [PARTNERSHIPS, "Visits | 2026-03-01 | | no |"]},
        {"Partnerships": [PARTNERSHIPS, "Visits | 2026-03-01 | | yes |"]},
    ),
    "students: absent from a stage": (
        {"Routines": [WHO, "Dive | generation | students", "Walk | sharing | teachers"]},
        {"Routines": [WHO, "Dive | generation | students", "Walk | sharing | Students"]},
    ),
    "Dive: not yet learning-focused": (
        {"Routines": [FOCUS, "Dive | generation | yes | no"]},
        {"Routines": [FOCUS, "Dive | generation | yes |"]},
    ),
}  # fmt: skip


@pytest.fixture
def found(a_network):
    """`found(Routines=[...])`: the gaps of a small hub, by name."""
    return lambda **tabs: {gap.name: gap for gap in gaps(kmlib.publish(a_network(**tabs)))}


@pytest.fixture(scope="module")
def sample():
    return kmlib.publish(kmlib.load(str(make_sample.FOLDER / make_sample.HUB)))


@pytest.mark.parametrize("name", CASES)
def test_a_gap_is_found_in_the_smallest_sheet_that_has_it(found, name):
    assert name in found(**CASES[name][0])


@pytest.mark.parametrize("name", CASES)
def test_no_gap_is_found_where_the_sheet_closes_it(found, name):
    assert name not in found(**CASES[name][1])


def test_a_balancing_measure_is_asked_for_with_the_priority_only_where_there_is_one(found):
    step = "Add a measure of kind balancing"
    for name, with_priority in (("The network", ""), ("Be there", " and Priority Attendance")):
        gap = found(**CASES[f"{name}: no balancing measure"][0])[f"{name}: no balancing measure"]
        assert gap.next_step == step + with_priority


def test_every_kind_of_gap_has_its_smallest_sheet(found):
    made = {found(**has)[name].kind for name, (has, _) in CASES.items()}
    assert made == set(KINDS)


def test_every_gap_says_why_it_matters_what_to_do_and_where_to_type_it(found):
    for name, (has, _) in CASES.items():
        gap = found(**has)[name]
        assert gap.why.endswith(".")
        assert gap.next_step
        assert gap.place.sheet
        assert "{" not in gap.why + gap.next_step


def test_a_tab_that_nobody_has_begun_makes_no_gaps(found):
    """Attendance has no data and no balancing measure; of routines nothing can be said yet."""
    assert set(found()) == {"Attendance: no data", "The network: no balancing measure"}


@pytest.mark.parametrize(
    ("feeds", "said", "step"),
    [
        ("", "Dive feeds no other routine.", "Name Synthesis under Feeds of Dive"),
        ("Walk", "Dive goes straight to Walk; nobody sees to consolidation in between.",
         "Name Synthesis under Feeds of Dive"),
    ],
)  # fmt: skip
def test_a_broken_wave_names_the_routine_that_could_take_it_on(found, feeds, said, step):
    lines = [HEAD, f"Dive | generation | | {feeds}", *WHOLE[2:]]
    gap = found(Routines=lines)["Dive: wave broken after generation"]
    assert (gap.why, gap.next_step, gap.place.row) == (said, step, 2)


def test_a_wave_whose_priority_is_not_served_says_which_routine_might_serve_it(found):
    lines = [HEAD, "Panels | generation | Voice | Synthesis", "Synthesis | consolidation | Math"]
    gap = found(Routines=lines)["Panels: wave broken after generation"]
    assert gap.why == "Synthesis, which Panels feeds, serves other priorities only."
    assert gap.next_step == "If Synthesis can carry it, add Voice to its Priority"
    assert gap.place.row == 3


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Dive | generation | | Dive", "Plan | sharing | | Dive"], "Dive feeds no other routine."),
        (
            [
                "Dive | generation | | Talk",
                "Talk | generation | | Chat",
                "Chat | generation | | Talk",
            ],
            "What Dive feeds goes round in a circle, never on.",
        ),
        (["Dive | generation"], "No routine for consolidation serves it."),
    ],
    ids=["itself", "a circle that it only leads into", "no priority to serve"],
)
def test_why_a_wave_breaks_holds_to_the_letter(found, lines, said):
    assert found(Routines=[HEAD, *lines])["Dive: wave broken after generation"].why == said


def test_a_broken_wave_tells_the_other_ways_that_get_no_further(found):
    lines = [HEAD, "Dive | generation | | Synthesis; Binder", "Synthesis | consolidation",
             "Binder | consolidation"]  # fmt: skip
    gap = found(Routines=lines)["Dive: wave broken after consolidation"]
    assert gap.why == "Synthesis feeds no other routine. Other ways get no further: Binder."


@pytest.mark.parametrize(
    ("leaving", "name", "said"),
    [
        ("", "one person", "While the one who holds it is away, nobody else has it."),
        ("2026-06-30", "someone who leaves", "The last one who holds it leaves on 30 June 2026."),
        ("2026-01-31", "someone who leaves", "The last one who holds it left on 31 January 2026."),
    ],
)
def test_what_one_person_holds_is_told_apart_by_whether_they_leave(found, leaving, name, said):
    gap = found(People=[PEOPLE, f"Ana | Attendance | | {leaving}"])
    assert gap[f"Attendance: held by {name}"].why == said


def test_somebody_who_has_left_is_no_second_holder(found):
    people = [PEOPLE, "Ana | Attendance", "Ben | Attendance | | 2025-06-30"]
    assert "Attendance: held by one person" in found(People=people)


@pytest.mark.parametrize(
    ("due", "as_of", "is_gap"),
    [
        ("", "2025-09-07", False),  # seven days after the end of August, as for data on time
        ("", "2025-09-08", True),
        ("10", "2025-09-08", False),
        ("99999999", "2025-09-08", False),  # a slip of the pen
    ],
)
def test_a_measure_is_not_called_silent_before_its_first_number_is_due(found, due, as_of, is_gap):
    network = ["Setting | Value", f"As of | {as_of}", f"Data due (days) | {due}"]
    data = [DATA, "Alder | Attendance | Jun 2025 | 80%"]
    assert ("Attendance: no data" in found(Network=network, Data=data)) is is_gap


def test_priorities_named_by_signs_alone_are_told_apart(found):
    lines = [HEAD, "Dive | sharing | 🎯", "Plan | application | 🔥"]
    held = {name for name in found(Routines=lines) if name.endswith("no routine for sharing")}
    assert held == {"🔥: no routine for sharing"}


def test_a_measure_not_reported_in_this_school_year_says_when_it_last_was(found):
    gap = found(**CASES["Late: no data"][0])["Late: no data"]
    assert gap.why.endswith("the last report ended on 30 June 2025.")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Visits | 2026-01-01 | 2026-06-30 | no |", "Not yet: ready to change."),
        ("Visits | 2026-01-01 | 2026-03-30 | |", "Half of its time is over without a pulse check."),
        ("Visits | 2026-01-01 | 2026-03-30 | | 2026-03-20", None),
        ("Visits | 2026-01-01 | | |", None),
        ("Visits | 2025-01-01 | 2026-03-13 | no |", None),
    ],
    ids=["a no", "no pulse check", "one is planned", "no end, so no half", "over"],
)
def test_a_partnership_is_asked_only_what_its_time_asks_for(found, row, said):
    held = [SESSIONS, "visits | 2026-01-20 | Look at the script"]
    gap = found(Partnerships=[PARTNERSHIPS, row], **{"Partnership sessions": held})
    assert (gap["Visits: not ready"].why if said else gap.get("Visits: not ready")) == said


def test_a_partnership_without_a_session_is_told_once_any_has_one(found):
    rows = [PARTNERSHIPS, "Visits | 2026-01-01 | | |", "Calls | 2026-01-01 | | |",
            "To come | 2026-04-01 | | |"]  # fmt: skip
    held = {"Partnership sessions": [SESSIONS, "Calls | 2026-01-20 | Look at the script"]}
    names = {name for name in found(Partnerships=rows, **held) if name.endswith("not ready")}
    assert names == {"Visits: not ready"}
    assert "Visits: not ready" not in found(Partnerships=rows)


def test_whether_an_item_is_well_supported_is_said_by_its_evidence_where_a_standard_asks(found):
    knowledge = ["Item | Level | Tested by", "Calls | reduction | Alder", "Carts | | Alder; Birch",
                 "Told | |"]  # fmt: skip
    standards = ["Level | Teams at least", "summary | 1", "reduction | 2"]
    names = found(Knowledge=knowledge, Standards=standards, **TOLD)
    assert "Carts: not shared" in names
    assert "Calls: not shared" not in names


def test_an_item_that_somebody_uses_was_shared_whatever_the_sharing_tab_says(found):
    knowledge = [ITEMS, "Calls | known good |", "Told | |"]
    used = [APPLICATIONS, "Calls | clerks | applied"]
    names = found(Knowledge=knowledge, Applications=used, **TOLD)
    assert "Calls: not shared" not in names


def test_without_a_tab_that_tells_nothing_is_said_to_be_unshared_or_unused(found):
    assert "Calls: not shared" not in found(Knowledge=[ITEMS, "Calls | reduction |"])
    assert "Told: not applied" not in found(**TOLD)


def test_items_are_followed_without_a_knowledge_tab(found):
    gap = found(**TOLD, **USED)["Told: not applied"]
    assert (
        gap.why == "Last told to Birch on 12 February 2026, and no row tells that anybody tries it."
    )
    assert (gap.place.sheet, gap.place.row) == ("Sharing", 2)


def test_two_blocked_applications_are_one_gap_with_both_obstacles(found):
    rows = [
        APPLICATIONS,
        "Calls | clerks | blocked | |",
        "calls | nurses | blocked | Ask | No room",
    ]
    gap = found(Applications=rows)["Calls: application blocked"]
    assert (gap.why, gap.next_step) == ("In the way: clerks: ?; nurses: No room.", "Ask")


def test_learning_waits_behind_its_item_where_the_map_is_open(found):
    cycles = [LEARNED, "Alder | One | | 2025-10-01 | yes | Dive"]
    knowledge = ["Item | From cycles | Level | Product", "Calls | One | reduction | guide",
                 "Told | | |"]  # fmt: skip
    tabs = {"Routines": WHOLE, "Cycles": cycles, "Knowledge": knowledge, **TOLD}
    behind = {name: len(gap.learnings) for name, gap in found(**tabs).items() if gap.learnings}
    assert behind == {"Calls: product incomplete": 1}, "of two gaps the one to mend first"
    tabs["Knowledge"] = ["Item | From cycles | Level", "Calls | One | reduction", "Told | |"]
    assert [one.title for one in found(**tabs)["Calls: not shared"].learnings] == ["One"]


def test_a_group_is_absent_only_from_stages_that_have_a_routine(found):
    routines = [WHO, "Dive | generation | students", "Walk | sharing; application | teachers"]
    came = ["Routine | Date | Stakeholder group | People", "Walk | 2026-02-01 | Students | 0",
            "Nowhere | 2026-02-01 | families | 3"]  # fmt: skip
    gaps = found(Routines=routines, Participation=came)
    assert gaps["students: absent from a stage"].why == (
        "Takes part in generation; not in sharing, application."
    )
    assert "families: absent from a stage" not in gaps, "its routine is not on the map"
    came[1] = "Walk | 2026-02-01 | Students | 4"
    assert "students: absent from a stage" not in found(Routines=routines, Participation=came)


def test_a_check_that_is_a_no_says_what_to_do_next(found):
    gap = found(Routines=[FOCUS, "Dive | generation | no | no"])["Dive: not yet learning-focused"]
    assert gap.why == "Not yet: builds capacity, feeds back data."
    assert gap.next_step == "Practise one thing that those who come can do the next day"


RAISED = [
    HEAD,
    "Dive | generation | Math | Synthesis",
    "Synthesis | consolidation | Math | Walk",
    "Walk | sharing | Math | Plan | monthly | 2026-01-02",
    "Plan | application | Math",
    "Panels | generation | Voice | Binder",
    "Binder | consolidation | Voice",
]


def raised(published, *cycles):
    """What would raise the share applied most, where each cycle is captured and none is applied."""
    titles = "; ".join(line.split(" | ")[1] for line in cycles)
    return what_would_raise_most(
        published(
            Routines=RAISED,
            Cycles=[LEARNED, *cycles],
            Knowledge=["Item | From cycles", f"I | {titles}", "Other |"],
            Sharing=["Item | Broker | To | Date", "Other | x | Birch | 2026-01-01"],
            Applications=[APPLICATIONS, "Other | clerks | applied"],
        )
    )


def test_the_gap_that_alone_holds_most_learning_would_raise_it_most(published):
    """Three wait behind two gaps: the break before sharing, and no routine puts Voice to use."""
    math = [f"Alder | Math {n} | Math | 2025-10-01 | yes | Dive" for n in range(2)]
    voice = [f"Alder | Voice {n} | Voice | 2025-10-01 | yes | Panels" for n in range(3)]
    gap, learnings = raised(published, *math, *voice)
    assert (gap.name, learnings) == ("Walk: overdue", 2)
    assert raised(published, *voice) is None


def test_what_would_raise_it_most_leaves_out_what_people_muted(sample):
    gap, learnings = what_would_raise_most(sample)
    assert (gap.name, learnings) == ("Learning walk: overdue", 3)
    assert not gap.is_muted


LEARNED = "Team | Title | Priority | Started | Learned | Routine"
TABS = {
    "Cycles": [
        LEARNED,
        "Alder | One | | 2025-10-01 | yes | Dive",
        "Alder | Two | | 2025-10-02 | yes | Dive",
        "Alder | Three | | 2025-10-03 | yes | Dive",
    ],
    "Knowledge": ["Item | From cycles", "I | One; Two", "Shared before |"],
    "Sharing": ["Item | Broker | To | Date", "Shared before | x | y | 2026-01-01"],
}


def test_learning_waits_behind_the_break_of_its_wave_if_it_waits_for_a_stage_beyond(found):
    routines = [HEAD, DIVE, "Synthesis | consolidation", WALK, PLAN]
    gap = found(Routines=routines, **TABS)["Dive: wave broken after consolidation"]
    assert [learning.title for learning in gap.learnings] == ["One", "Two"]


def test_learning_waits_behind_an_overdue_routine_if_its_wave_gets_there(found):
    routines = [HEAD, DIVE, SYNTHESIS, f"{WALK} | monthly | 2026-01-22", PLAN]
    gap = found(Routines=routines, **TABS)["Walk: overdue"]
    assert [learning.title for learning in gap.learnings] == ["One", "Two"]


def test_learning_without_a_wave_waits_behind_the_stage_that_no_routine_serves(found):
    tabs = TABS | {
        "Priorities": ["Priority", "Voice", "Math"],
        "Routines": [
            HEAD,
            "Dive | generation | Math | Synthesis",
            SYNTHESIS,
            "Walk | sharing | Math",
        ],
        "Cycles": [LEARNED, "Alder | One | Voice | 2025-10-01 | yes |"],
    }
    held = {name: len(gap.learnings) for name, gap in found(**tabs).items() if gap.learnings}
    assert held == {"Voice: no routine for sharing": 1}


def test_learning_that_nothing_holds_up_is_only_young(a_network):
    network = kmlib.publish(a_network(Routines=WHOLE, **TABS))
    assert waiting_behind(network).waiting == 3
    assert stuck(network) == {}


def test_nothing_waits_for_a_stage_of_which_no_row_tells(a_network):
    tabs = {"Cycles": TABS["Cycles"], "Routines": [HEAD, "Dive | generation"]}
    network = kmlib.publish(a_network(**tabs))
    assert still_waiting(network) == ()
    assert waiting_behind(network) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("routine", "priority", "wave"),
    [
        ("Dive", "Voice", "Dive"),
        ("Walk", "Math", None),
        ("Binder", "", "Panels"),
        ("", "Voice", "Panels"),
        ("", "Math", None),
        ("", "", None),
    ],
)
def test_learning_travels_on_the_wave_of_its_routine_else_of_its_priority(
    a_network, routine, priority, wave
):
    routines = [
        HEAD,
        "Dive | generation | Math | Synthesis",
        "Teams | generation | Math | Synthesis",
        "Panels | generation | Voice | Binder",
        "Binder | consolidation | | Walk",
        SYNTHESIS,
        WALK,
    ]
    cycles = [LEARNED, f"Alder | One | {priority} | 2025-10-01 | yes | {routine}"]
    network = kmlib.publish(a_network(Routines=routines, Cycles=cycles, Knowledge=["Item", "I"]))
    learning = next(one for one in still_waiting(network) if one.title == "One")
    found = wave_of(network, learning)
    assert (found and found.name) == wave


def test_each_learning_of_the_sample_is_counted_once(sample):
    behind = [learning for some in stuck(sample).values() for learning in some]
    assert len({id(learning) for learning in behind}) == len(behind) == 17
    assert [(gap.name, len(gap.learnings)) for gap in gaps(sample) if gap.learnings] == [
        ("Grade 3 reading meetings: wave broken after consolidation", 4),
        ("Student voice panels: wave broken after consolidation", 3),
        ("Learning walk: overdue", 3),
        ("Visit in fall, call in winter: not shared", 2),
        ("Exit tickets sorted by mistake: not applied", 2),
        ("Letters alone change nothing: application blocked", 1),
        ("Advisory pilot teams: wave broken after generation", 2),
    ]
    assert waiting_behind(sample) == (25, 15, 6, 2, 2)


def test_the_gaps_of_a_priority_hold_the_learning_of_it_alone(sample):
    held = [(gap.name, len(gap.learnings)) for gap in of_priority(sample, "Student voice")]
    assert ("Student voice panels: wave broken after consolidation", 3) in held
    assert "Grade 3 reading meetings: wave broken after consolidation" not in dict(held)
    names = [row.priority for row in sample.rows(PriorityRow)]
    each = [waiting_behind(sample, name) for name in names]
    assert each[2] == (each[2].waiting, 3, 1, 2, 1)
    assert sum(one.learnings for one in each) == waiting_behind(sample).learnings
    assert of_priority(sample, "") == gaps(sample)


def test_the_map_shows_the_learning_of_muted_gaps_too(sample):
    held = {lane.wave.name: lane.waiting for lane in lanes(sample, waves(sample)) if lane.waiting}
    assert held == {
        "Grade 3 reading meetings": 4,
        "Student voice panels": 3,
        "Advisory pilot teams": 2,
    }


def test_the_audience_is_named_only_where_all_that_waits_is_for_the_same(a_network):
    def audience(first, second):
        items = [f"I | One | {first}", f"J | Two | {second}", "Shared before | |"]
        knowledge = ["Item | From cycles | Audience", *items]
        routines = [HEAD, DIVE, "Synthesis | consolidation", WALK]
        tabs = {"Routines": routines, **TABS, "Knowledge": knowledge}
        network = kmlib.publish(a_network(**tabs))
        return lanes(network, waves(network))[0].audience

    assert audience("teachers; families", "teachers") == "teachers"
    assert audience("teachers", "families") == ""
    assert audience("teachers", "") == ""
    assert audience("teachers; families", "families; teachers") == ""


MUTE = "Gap | Owner | Note | Muted until"
BROKERED = {"Repositories": ["Repository", "Drive"], "Measures": None}


@pytest.mark.parametrize(
    ("until", "is_muted"), [("2026-03-15", True), ("2026-03-14", False), ("", False)]
)
def test_a_gap_is_muted_until_its_day_and_keeps_what_was_decided(found, until, is_muted):
    gap = found(**BROKERED, Gaps=[MUTE, f"drive - Nobody brokers it | Ana | in summer | {until}"])
    decided = gap["Drive: nobody brokers it"]
    assert decided.is_muted is is_muted
    assert (decided.decision.owner, decided.decision.note) == ("Ana", "in summer")


@pytest.mark.parametrize("stage", ["consolidation", "consolidation & capture", "Capture"])
def test_a_decision_may_call_the_stage_by_any_of_its_words(found, stage):
    routines = [HEAD, DIVE, "Synthesis | consolidation", WALK, PLAN]
    gap = found(Routines=routines, Gaps=[MUTE, f"Dive: wave broken after {stage} | Ana"])
    assert gap["Dive: wave broken after consolidation"].decision


def test_muted_gaps_stand_last_and_are_counted_apart(sample):
    muted = [gap.name for gap in gaps(sample) if gap.is_muted]
    assert muted == [gap.name for gap in gaps(sample)][-2:]
    assert muted == [
        "Advisory pilot teams: wave broken after generation",
        "Shared drive: nobody brokers it",
    ]


def test_a_decision_about_a_gap_that_is_closed_is_told(a_network):
    network = kmlib.publish(a_network(Gaps=[MUTE, "Old drive: nobody brokers it | Ana"]))
    assert no_longer_there(network) == ("Old drive: nobody brokers it",)


def test_gaps_come_by_learning_then_by_kind_then_by_name(found):
    routines = ["Routine | Stage | Owner", "Zoo | sharing", "Ant | sharing", "Bee | sharing"]
    names = list(found(Routines=routines, Repositories=["Repository", "Drive"]))
    assert names[-1] == "Drive: nobody brokers it"
    assert [name for name in names if name.endswith("no owner")] == [
        "Ant: no owner",
        "Bee: no owner",
        "Zoo: no owner",
    ]


def test_the_table_of_gaps_names_no_staff(a_network):
    people = [PEOPLE, "Ana Example | Attendance | | 2026-06-30"]
    gap = [
        MUTE,
        "Attendance: held by someone who leaves | Ben Example | ask Ana Example | 2026-05-01",
    ]
    routines = ["Routine | Stage | Owner", "Dive | generation | Cy Example"]
    network = kmlib.publish(a_network(People=people, Gaps=gap, Routines=routines))
    rows = table(network)
    assert "Example" not in str(rows)
    (held,) = [row for row in rows if row["kind"] == "Knowledge held by someone who leaves"]
    assert (held["tab"], held["row"], str(held["muted_until"])) == ("People", 2, "2026-05-01")


def test_a_gap_of_the_sample_names_stage_and_priority(sample):
    (row,) = [row for row in table(sample) if row["gap"] == "Early reading: no routine for sharing"]
    assert (row["stage"], row["priority"]) == (Stage.SHARING, "Early reading")
    assert (row["tab"], row["row"]) == ("Routines", None), "what is missing has no row yet"
