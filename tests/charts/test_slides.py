"""The data dive: what its screens say, ask and leave unsaid."""

import re
from html import unescape

import pytest

from kmlib.analysis import dive
from kmlib.charts.deck import deck
from kmlib.charts.slides import KINDS, headline, left_out, questions, slides
from kmlib.export.deck_file import deck_file

MONTHS = [f"{2024 + n // 12}-{n % 12 + 1:02}-28" for n in range(8, 26)]  # to February 2026
MEASURES = [
    "Measure | Kind | Unit | Better | Counts | Priority",
    "Attendance | outcome | percent | higher | students | Belonging",
    "Minutes | process | minutes | higher | staff | Reading",
]
DATA = "Team | Measure | Date | Numerator | Denominator | Value"
TEAMS = ["Team | May be shown as furthest behind | Active"]
CYCLES = "Team | Title | Started | Ended | Change idea | Learned | Measure"


def shares(team, *, of=100, start=60, rise=0):
    """A share a month; it rises by so many points in the middle of the year."""
    return [
        f"{team} | Attendance | {day} | {start + n % 4 + (rise if n >= 9 else 0)} | {of} |"
        for n, day in enumerate(MONTHS)
    ]


@pytest.fixture
def room(published):
    """`room(Data=[...])`: a network of eight teams, the last two of which may be shown."""

    def build(**tabs):
        teams = TEAMS + [f"T{n} | {'yes' if n > 6 else 'no'} | yes" for n in range(1, 9)]
        return published(**{"Teams": teams, "Measures": MEASURES} | tabs)

    return build


def by_kind(network):
    return {slide.kind: slide for slide in slides(network, dive.measures_in_focus(network)[:1])}


def text_of(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_the_sample_network_gives_a_screen_of_every_kind_in_their_order(sample):
    shown = slides(sample, dive.measures_in_focus(sample)[:1])
    assert [slide.kind for slide in shown] == list(KINDS)


def test_a_network_with_nothing_to_look_at_has_no_screen(published):
    assert slides(published(Measures=None, Teams=["Team"]), ()) == ()


def test_the_focus_of_the_month_chooses_the_measures(room):
    calendar = [
        "Date | Focus | Space | Priority",
        "2026-03-20 | Feeling at home | Data dive | Belonging",
    ]
    both = {"Data": [DATA, *shares("T1"), "T1 | Minutes | 2025-12-31 | | | 30"]}
    of_focus = dive.measures_in_focus(room(Calendar=calendar, **both))
    assert [row.measure for row in of_focus] == ["Attendance"]
    assert len(dive.measures_in_focus(room(**both))) == 2


def test_only_a_real_signal_is_said_to_have_moved(room):
    moved = by_kind(room(Data=[DATA, *shares("T1", rise=20)]))["What moved"]
    assert text_of(moved.title) == "Attendance is improving"
    still = by_kind(room(Data=[DATA, *shares("T1")]))["What moved"]
    assert text_of(still.title) == "Attendance: steady"


def test_where_the_measure_in_focus_did_not_move_one_that_did_is_shown_and_both_are_named(room):
    minutes = [
        f"T1 | Minutes | {day} | | | {20 + n % 4 + 30 * (n >= 9)}" for n, day in enumerate(MONTHS)
    ]
    network = room(Data=[DATA, *shares("T1"), *minutes])
    (moved,) = [s for s in slides(network, network.measures[:1]) if s.kind == "What moved"]
    assert text_of(moved.title) == "Minutes is improving"
    assert "Attendance: steady" in text_of(moved.small)


def test_a_percent_is_also_said_as_people_say_it(room):
    network = room(Data=[DATA, *shares("T1", start=75)])
    assert "That is just over 3 in 4" in by_kind(network)["What moved"].small


def eight(values):
    return [
        f"T{n} | Attendance | 2026-02-28 | {value} | 100 |" for n, value in enumerate(values, 1)
    ]


def test_a_team_is_shown_as_furthest_behind_only_if_it_chose_to_be(room):
    values = (90, 91, 92, 70, 71, 50, 51, 52)  # T6 did not choose to, T7 and T8 did
    shown = by_kind(room(Data=[DATA, *eight(values)]))
    said = shown["Who is furthest"]
    assert "T7 and T8 would welcome company" in said.small
    everything = text_of(said.title + said.picture + said.small + shown["Variation"].picture)
    assert "T6" not in everything
    assert "T1, T2 and T3 are furthest" in text_of(said.title)


@pytest.mark.parametrize("values", [[80] * 8, [80], [80, 90, 70]], ids=["alike", "one", "three"])
def test_where_no_team_stands_out_none_is_called_furthest(room, values):
    assert "Who is furthest" not in by_kind(room(Data=[DATA, *eight(values)]))


def test_few_screens_are_not_said_to_fill_a_session_and_what_lights_others_is_named(
    published, room
):
    (only,) = some = slides(published(), ())
    assert text_of(only.title) == "No team has a cycle under way"
    assert headline(some, 90) == "1 screen so far"
    assert "What moved (a measure with data of the whole network); " in left_out(some)
    assert only.kind not in left_out(some)
    more = tuple(by_kind(room(Data=[DATA, *eight((90, 80, 70, 60, 50, 40, 30, 20))])).values())
    assert headline(more, 90) == "4 screens for 90 minutes"


def test_what_waits_in_no_single_place_waits_in_the_network(published):
    network = published(
        Routines=["Routine | Stage", "Team meeting | generation"],
        Cycles=[CYCLES, "Alder | Calls | 2026-01-05 | 2026-02-05 | | Early works | Attendance"],
        Knowledge=["Item | Level | Origin", "Early calls | known good | Alder"],
    )
    title = text_of(by_kind(network)["Map gap of the month"].title)
    assert title == "1 learning waits in the network"


def test_a_measure_that_has_data_comes_before_one_without(room):
    minutes = ["T1 | Minutes | 2025-12-31 | | | 30"]
    first, _ = dive.measures_in_focus(room(Data=[DATA, *minutes]))
    assert first.measure == "Minutes"


def test_a_team_that_is_furthest_says_what_it_tried_and_learned(room):
    network = room(
        Data=[DATA, *eight((90, 80, 70, 60, 50, 40, 30, 20))],
        Cycles=[
            CYCLES,
            "T1 | Calls | 2025-10-06 | 2025-11-01 | Call early | Calls work | Attendance",
        ],
    )
    assert "Calls: Call early. Calls work" in text_of(by_kind(network)["Who is furthest"].picture)


def test_a_small_group_is_on_no_screen(room):
    values = [f"T1 | Attendance | {day} | 3 | 7 | " for day in MONTHS]
    network = room(Data=[DATA, *values, *shares("T2")])
    assert not re.search(
        r"\b43%|\b3 of 7\b", text_of(deck(network, slides(network, network.measures)))
    )


def test_a_neutral_measure_has_nobody_who_is_furthest(room):
    measures = [MEASURES[0], "Attendance | balancing | percent | neither | students |"]
    network = room(Measures=measures, Data=[DATA, *eight((90, 80, 70, 60, 50, 40, 30, 20))])
    assert "Who is furthest" not in by_kind(network)


def test_own_questions_stand_in_place_of_the_usual_ones_whatever_the_slide_is_called(room):
    prompts = ["Slide | Question", "equity | Who is missing?", "WHAT MOVED | What changed?"]
    network = room(**{"Dive prompts": prompts})
    assert questions(network, "Student groups") == ("Who is missing?",)
    assert questions(network, "What moved") == ("What changed?",)
    assert len(questions(network, "Variation")) == 3


@pytest.mark.parametrize(
    ("calendar", "asked"),
    [
        (["2026-03-20 | Data dive", "2026-04-17 | Data dive"], "before 17 April"),
        (["2026-03-20 | Walk", "2026-04-17 | Walk", "2026-04-24 | Data dive"], "before 24 April"),
        (["2026-03-01 | Convening", "2026-04-01 | Convening"], "before April"),
        (["2026-03-20 | Data dive"], ""),
    ],
    ids=["this month's is now held", "another space in focus", "another name", "the last"],
)
def test_the_last_question_names_the_dive_after_this_one(room, calendar, asked):
    network = room(Calendar=["Date | Space", *calendar])
    said = questions(network, "What will each team try next")[0]
    assert said == f"What will you try {asked}".rstrip() + "?"


def test_a_network_of_many_teams_names_those_with_a_cycle_under_way_and_counts_the_rest(published):
    names = [f"Team {n:03}" for n in range(120)]
    network = published(
        Teams=["Team", *names],
        Cycles=[CYCLES, *(f"{name} | Calls | 2026-03-01 | | | |" for name in names[:40])],
    )
    shown = by_kind(network)["What will each team try next"]
    assert text_of(shown.title) == "40 of 120 teams have a cycle under way"
    assert shown.picture.count("<dt>") == 24
    assert shown.small == "and 16 more"


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "**bold** $x$", "<img src=x>"])
def test_texts_from_cells_are_only_texts_on_a_screen_and_in_the_file(room, nasty):
    network = room(
        Data=[DATA, *eight((90, 80, 70, 60, 50, 40, 30, 20))],
        Cycles=[CYCLES, f"T1 | {nasty} | 2026-03-01 | | {nasty} | {nasty} | Attendance"],
        Knowledge=["Item | Level | Claim", f"{nasty} | known good | {nasty}"],
        **{"Dive prompts": ["Slide | Question", f"What moved | {nasty}"]},
    )
    assert nasty not in deck(network, slides(network, network.measures))


def test_the_file_may_run_its_one_script_and_load_nothing(sample):
    some = slides(sample, sample.measures[:3])
    page = deck_file(sample, some, 90).decode()
    assert "default-src 'none'" in page
    assert "script-src 'sha256-" in page
    alone = re.sub(r"<script>.*</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""\b(src|href)=|@import|url\((?!"data:|#)""", alone)
    assert len(page.encode()) < 3_000_000
