import datetime as dt
import html
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from kmlib.analysis import routines
from kmlib.analysis.gaps import WaitingBehind, gaps
from kmlib.analysis.learnings import Learning, Step
from kmlib.analysis.priorities import by_stage, priorities
from kmlib.analysis.stuck import Lane, lanes
from kmlib.analysis.waves import MOST_LANES, counts, headline, waves
from kmlib.analysis.what_if import offers
from kmlib.charts import gap_list, stage_matrix, wave_blocks, wave_line, wave_map
from kmlib.charts.wave_map import COLUMN, ROOMY, TIGHT, WIDTH, fitted, missing, wait_here
from kmlib.findings import Cell
from kmlib.schema import Cadence
from kmlib.schema.choices import Stage
from kmlib.schema.core import RoutineRow
from kmlib.schema.programme import RepositoryRow
from kmlib.schema.steering import GapDecisionRow
from tests.analysis.maps import a_map, chain

NASTY = "**b** :red[x] $x$ ![i](http://x/y.png) <i>x</i> www.x.org"
LETTER = 9.5  # how wide a letter of usual width is in a routine's name, in a browser, at most
LEARNING = Learning("One", "Alder", "", "", (), (Step(Stage.GENERATION, None),), Cell(""))
SHARED = (  # the second wave shares synthesis with the first, and breaks there
    "Dive | g | Attendance | Synthesis",
    "Panels | g | Voice | Synthesis",
    "Synthesis | c | | Walk",
    "Walk | s | Attendance | Plan",
    "Plan | a",
)


def drawn(network):
    some = waves(network)
    return wave_map.wave_map(lanes(network, some), counts(some), says=headline(some))


def blocks(network):
    return wave_blocks.wave_blocks(lanes(network, waves(network)))


def texts(picture, tag="text"):
    """The texts of a picture as its readers see them."""
    found = ElementTree.fromstring(picture).iter(f"{{http://www.w3.org/2000/svg}}{tag}")
    return ["".join(one.itertext()).replace("\u2060", "") for one in found]


def held(network, name, amount):
    """The lane of a wave with so many learnings behind its break."""
    (wave,) = [wave for wave in waves(network) if wave.name == name]
    return Lane(wave, (LEARNING,) * amount)


@pytest.mark.parametrize("amount", [1, 9, 10, 12])
def test_the_picture_is_well_formed_and_says_in_words_what_it_shows(amount):
    lines = [line for n in range(amount) for line in chain(n, until="gcsa"[: 1 + n % 4])]
    picture = ElementTree.fromstring(drawn(a_map(*lines, "x | c | | y", "y | c")))
    assert picture.get("role") == "img"
    assert picture.get("aria-label").startswith(
        headline(waves(a_map(*lines, "x | c | | y", "y | c")))
    )
    assert picture.get("viewBox").startswith("0 0 1296 ")


def test_each_lane_is_told_to_those_who_cannot_see_it():
    label = ElementTree.fromstring(drawn(a_map(*SHARED))).get("aria-label")
    assert "Dive runs through to Plan." in label
    assert "Panels breaks at sharing: No one carries it on." in label


def test_the_columns_count_the_waves_that_arrive_and_the_biggest_drop_says_so():
    heads = texts(drawn(a_map(*SHARED)))[:8]
    assert heads[1::2] == [
        "2waves start",
        "2of 2 reach it",
        "1reaches it, the biggest drop",
        "1of 2 reaches it",
    ]
    assert "km-worst" in drawn(a_map(*SHARED))
    assert "km-worst" not in drawn(a_map("Meeting | gcsa"))


def test_a_routine_that_serves_neighbouring_lanes_is_named_once_and_joined():
    picture = drawn(a_map(*SHARED))
    assert texts(picture).count("Synthesis") == 1
    assert picture.count("km-joined") == 1


def test_a_routine_of_lanes_that_are_no_neighbours_is_named_again():
    network = a_map(
        "Dive | g | | Synthesis", "Teams | g | | Circle", "Math | g | | Circle; Other",
        "Panels | g | Voice | Synthesis", "Synthesis | c | | Walk", "Circle | c | | Walk",
        "Other | c", "Walk | s | Attendance | Plan", "Plan | a",
    )  # fmt: skip
    assert [wave.name for wave in waves(network)] == ["Dive", "Teams", "Math", "Panels"]
    assert texts(drawn(network)).count("Synthesis") == 2


def test_beyond_a_break_stands_what_is_missing_and_how_much_learning_waits():
    network = a_map("Dive | g | | Nobody", "Panels | g | | Synthesis", "Synthesis | c")
    assert missing(held(network, "Dive", 1)) == "No routine pulls it together"
    assert missing(held(network, "Panels", 1)) == "No one carries it on"
    assert wait_here(held(network, "Dive", 1)) == "1 learning waits here"
    assert wait_here(held(network, "Dive", 9)) == "9 learnings wait here"
    assert wait_here(held(network, "Dive", 0)) == ""
    one = held(network, "Panels", 2)
    assert missing(one._replace(audience="teachers")) == "No one carries it to teachers"


def test_up_to_nine_lanes_say_cadence_and_timing_and_more_leave_it_to_the_tooltip():
    rows = [line for n in range(10) for line in chain(n)]
    assert "no cadence" in texts(drawn(a_map(*rows[:36])))
    tight = drawn(a_map(*rows))
    assert "no cadence" not in texts(tight)
    assert "g003: no cadence; serves every priority" in texts(tight, "title")


def test_an_overdue_routine_is_marked_by_a_clock_and_says_how_long():
    row = RoutineRow(
        routine="Walk",
        stages=tuple(Stage),
        cadence=Cadence.MONTHLY,
        last_held=dt.date(2024, 6, 3),
    )
    network = replace(a_map(), tabs={RoutineRow: (row,)}, as_of=dt.date(2024, 9, 10))
    assert texts(drawn(network)).count("6 weeks overdue") == 4
    assert "km-clock" in drawn(network)
    assert "Walk, 6 weeks overdue" in blocks(network)
    assert "km-clock" not in drawn(a_map("Meeting | gcsa"))


def test_the_tooltip_tells_who_else_could_stand_there():
    network = a_map("Dive | g | | First; Second", "First | c", "Second | c")
    assert "First: no cadence; serves every priority. Also possible here: Second" in texts(
        drawn(network), "title"
    )


def test_a_long_name_is_cut_and_stands_whole_in_its_tooltip():
    name = "Grade 6 and 7 mathematics meetings"
    picture = drawn(a_map(f"{name} | g"))
    assert "Grade 6 and 7 mathematic…" in texts(picture)
    assert any(title.startswith(name) for title in texts(picture, "title"))


@pytest.mark.parametrize("pitch", [ROOMY, TIGHT], ids=["roomy", "tight"])
def test_no_name_touches_its_line_or_the_lane_above(pitch):
    half = pitch.letters * LETTER / 2
    line_top = wave_line.rise(COLUMN / 2 - half, COLUMN, pitch.crest)[0] + 4.5
    assert line_top < pitch.name_at - 4, "the lower corners of the name are above the line"
    assert pitch.name_at + 14 < pitch.lanes - 12, "its upper edge is below the marks above"


def test_the_longest_words_beyond_a_break_end_inside_the_picture():
    widest = wave_map.width("No one carries it to ") + ROOMY.letters
    assert 2 * COLUMN + 26 + widest * LETTER * 20 / 18 < WIDTH
    application = wave_map.width(wave_map.MISSING[Stage.APPLICATION])
    assert 3 * COLUMN + 26 + application * LETTER * 20 / 18 < WIDTH


@pytest.mark.parametrize("text", ["W" * 40, "a" * 40, "会" * 40, "i" * 80, "ABC DEF " * 9])
@pytest.mark.parametrize("pitch", [ROOMY, TIGHT], ids=["roomy", "tight"])
def test_any_name_is_cut_to_the_room_there_is(text, pitch):
    assert wave_map.width(fitted(text, pitch)) <= pitch.letters + 1


def test_a_wave_is_smooth_and_its_troughs_lie_in_the_middle_of_a_stage():
    heights = [wave_line.rise(x, COLUMN, 46)[0] for x in range(0, 325, 27)]
    assert heights[6] == pytest.approx(0)
    assert heights[0] == heights[12] == 46
    assert heights[:7] == sorted(heights[:7], reverse=True)


def test_text_of_a_cell_is_never_markup():
    network = a_map(f"{NASTY} | g | {NASTY} |", f"Synthesis {NASTY} | c")
    some = lanes(network, waves(network))
    markup = (
        wave_blocks.drawn(some, (1, 0, 0, 0), says=NASTY)
        + gap_list.short(gaps(network))
        + gap_list.all_of(network)
        + stage_matrix.stage_matrix(by_stage(network), priorities(network))
    )
    assert NASTY[:8] not in markup
    assert not any(mark in markup for mark in ("<i>x</i>", ":red[x]", "![i]", "$x$", "www.x"))
    assert NASTY in texts(drawn(network), "title")[0]


def test_on_a_phone_breaks_come_first_and_the_one_with_most_learning_on_top():
    network = a_map(*SHARED, "Notes | g", "Bus | g")
    by_name = {wave.name: wave for wave in waves(network)}
    some = [Lane(by_name[name]) for name in ("Dive", "Panels", "Notes", "Bus")]
    some[3] = some[3]._replace(learnings=(LEARNING,))
    shown = wave_blocks.wave_blocks(some)
    assert re.findall(r'km-name">([^<]+)', shown) == ["Bus", "Panels", "Notes", "Dive"]
    assert "Runs through to <b>Plan</b>" in shown
    assert "1 learning waits here" in shown


def test_every_strip_is_well_formed_and_has_a_label():
    strips = re.findall(r"<svg [^>]*role.*?</svg>", blocks(a_map(*SHARED)))
    assert [ElementTree.fromstring(strip).get("aria-label") for strip in strips] == [
        "Reaches 2 of 4 stages",
        "Reaches 4 of 4 stages",
    ]


def test_the_legend_explains_only_marks_that_are_there():
    def words(network):
        marks = wave_blocks.legend(lanes(network, waves(network)))
        return re.findall(r"</svg>([^<]+)", marks)

    assert "complete wave" not in words(a_map("Dive | g"))
    assert "complete wave" in words(a_map("Meeting | gcsa"))
    assert "overdue" not in words(a_map("Meeting | gcsa"))
    assert words(a_map("Meeting | gcsa")) == ["complete wave", "no date or cadence"]
    assert "one routine serving several waves" in words(a_map(*SHARED))


def test_the_largest_map_stays_small():
    lines = [line for n in range(MOST_LANES) for line in chain(n)]
    network = a_map(*lines)
    some = wave_blocks.drawn(lanes(network, waves(network)), counts(waves(network)), says="x")
    assert len(some) < 60_000


def test_without_a_wave_nothing_is_drawn():
    assert wave_blocks.drawn((), (0, 0, 0, 0), says="") == ""


def test_small_print_says_when_waves_follow_priorities_and_who_is_on_no_wave():
    guessed, off = wave_map.remarks(a_map("Dive | g | X", "Walk | s | Y", "Synthesis | c"))
    assert guessed.startswith("No routine names another under Feeds")
    assert off == "On no wave: Walk."
    assert wave_map.remarks(a_map(*SHARED)) == ("", "")


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (WaitingBehind(54, 34, 6, 0, 0), "34 learnings wait behind 6 gaps"),
        (WaitingBehind(3, 1, 1, 0, 0), "1 learning waits behind 1 gap"),
        (WaitingBehind(3, 0, 0, 0, 1), "No learning waits behind a gap"),
        (WaitingBehind(3, 0, 0, 2, 1), "No learning waits behind an open gap"),
    ],
)
def test_the_heading_says_how_much_waits_behind_how_many_gaps(behind, said):
    assert gap_list.heading(behind) == said


def test_the_pop_over_tells_the_learning_behind_gaps_from_what_is_only_young():
    assert gap_list.waiting_in_words(WaitingBehind(54, 34, 6, 0, 0)) == (
        "54 learnings wait in all: 34 of them behind a gap, 20 behind none."
    )
    assert gap_list.waiting_in_words(WaitingBehind(25, 10, 3, 2, 2)) == (
        "25 learnings wait in all: 10 of them behind a gap, 2 behind gaps that are muted,"
        " 13 behind none."
    )


def test_the_short_list_leaves_out_muted_gaps_and_the_long_one_has_them_last():
    network = a_map("Meeting | gcsa", repositories=[RepositoryRow(repository="Drive")],
                    gaps=[GapDecisionRow(gap="Drive: nobody brokers it", owner="Ana",
                                         muted_until=dt.date(2030, 1, 1))])  # fmt: skip
    found = gaps(network)
    assert "Drive" not in gap_list.short(found)
    listed = gap_list.every(found)
    titles = [html.unescape(title) for title in re.findall("<h3>(.*?)</h3>", listed)]
    assert titles[-1] == "Repository nobody brokers: 1, muted"
    assert "Decided: Ana; muted until 1 January 2030" in html.unescape(listed)


def test_of_many_gaps_of_one_kind_the_first_are_listed_and_the_others_counted():
    found = [gap for gap in gaps(a_map(*(f"Meeting {at} | gcsa" for at in range(8))))
             if gap.kind.title == "Routine without an owner"]  # fmt: skip
    listed = gap_list.every(found)
    assert "Routine without an owner: 8</h3>" in html.unescape(listed)
    assert listed.count(": no owner") + listed.count("&#58; no owner") == 6
    assert "2 more in the table as CSV" in listed
    assert "more in the table" not in gap_list.every(found[:6])


def test_where_no_gap_is_found_both_lists_say_so():
    assert gap_list.order_in_words(()) == "No gap is open."
    assert "No gap is found." in gap_list.every(())


def test_the_next_step_is_a_link_only_into_a_google_sheet():
    (gap,) = [gap for gap in gaps(a_map("Meeting | gcsa")) if gap.name == "Meeting: no owner"]
    assert "Routines tab, row 2" in gap_list.short([gap])
    sheet = "https://docs.google.com/spreadsheets/d/1/edit#gid=0"
    linked = gap_list.short([replace(gap, place=gap.place._replace(link=sheet))])
    assert 'href="https://docs.google.com/spreadsheets/d/1/edit#gid=0&#38;range=A2"' in linked
    elsewhere = gap_list.short([replace(gap, place=gap.place._replace(link="http://x.org"))])
    assert "href" not in elsewhere


def test_the_matrix_names_the_routines_of_a_stage_or_says_none():
    network = a_map(*SHARED)
    table = stage_matrix.stage_matrix(by_stage(network), priorities(network))
    voice = re.findall(r"<tr>(.*?)</tr>", table)[2]
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", voice)]
    assert cells == ["Voice", "Panels", "Synthesis", "none", "Plan"]


def test_a_cell_of_the_matrix_names_three_and_counts_the_others():
    network = a_map(*(f"R{n} | g" for n in range(5)))
    table = stage_matrix.stage_matrix(by_stage(network), priorities(network))
    assert "R0; R1; R2 and 2 more" in table


def cells_of(table, row):
    """The texts of one row of a table, headings being the first."""
    line = re.findall(r"<tr>(.*?)</tr>", table)[row]
    found = re.findall(r"<t[hd].*?</t[hd]>", line)
    return [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in found]


def taking_part(*rows):
    """A network whose routines name these participants."""
    routines = [
        RoutineRow(routine=name, stages=stages, participants=who) for name, stages, who in rows
    ]
    return replace(a_map(), tabs={RoutineRow: tuple(routines)})


def test_the_matrix_of_groups_names_where_each_takes_part_and_who_is_heard_only_at_the_start():
    network = taking_part(
        ("Dive", (Stage.GENERATION,), ("students", "Teachers")),
        ("Walk", (Stage.SHARING, Stage.APPLICATION), ("teachers",)),
    )
    part = stage_matrix.stage_matrix(
        routines.taking_part(network), routines.groups(network), of="Who"
    )
    assert cells_of(part, 0)[0] == "Who"
    assert cells_of(part, 1) == ["students", "Dive", "none", "none", "none"]
    assert cells_of(part, 2) == ["Teachers", "Dive", "none", "Walk", "Walk"]
    assert stage_matrix.groups_in_words(network) == (
        "Heard only at the start, and nowhere later: students."
    )


def test_where_nobody_says_who_takes_part_the_map_says_what_to_fill():
    network = taking_part(("Dive", (Stage.GENERATION,), ()))
    assert stage_matrix.groups_in_words(network).startswith("Fill Participants")
    everywhere = taking_part(("Meeting", tuple(Stage), ("teachers",)))
    assert stage_matrix.groups_in_words(everywhere) == ""


def test_a_check_that_is_a_yes_a_no_or_not_answered_looks_different_and_says_what_is_next():
    dive = RoutineRow(
        routine="Dive", stages=(Stage.GENERATION,), builds_capacity=False, feeds_back_data=True
    )
    whole = dict.fromkeys(check.replace(" ", "_") for check in routines.CHECKS)
    full = RoutineRow(routine="Walk", stages=(Stage.SHARING,), **dict.fromkeys(whole, True))
    table = stage_matrix.check_table([dive, full, dive.model_copy(update=whole)])
    assert cells_of(table, 1) == [
        "Dive", "not said", "○ not yet", "not said", "● yes", "not said",
        "Practise one thing that those who come can do the next day",
    ]  # fmt: skip
    assert cells_of(table, 2) == ["Walk", *["● yes"] * 5, ""]
    assert (
        cells_of(table, 3)[-1] == "Ask whether it builds shared understanding, and type yes or no"
    )


def test_a_map_as_it_would_be_says_so_and_that_nothing_is_changed():
    asked = offers(a_map(*SHARED))["Walk served Voice"]
    strip = wave_blocks.as_asked(asked, (), (), says="The only wave runs")
    said = [html.unescape(text) for text in re.findall("<p>(.*?)</p>", strip)]
    assert said == [
        "What if Walk served Voice?",
        "Panels would run all the way. The title would be: The only wave runs.",
        "Nothing is changed in the sheet.",
        "To make it so: Routines tab, row 5: add Voice under Priority of Walk.",
    ]
    assert wave_blocks.as_asked(None, (), (), says="") == ""


def test_what_would_raise_the_share_applied_most_is_said_in_a_sentence(sample):
    assert gap_list.raise_in_words(sample) == (
        "Of 39 learnings 14 came to use; closing “Learning walk: overdue” could make it 17,"
        " more than any other gap."
    )
    assert gap_list.raise_in_words(a_map(*SHARED)) == ""
