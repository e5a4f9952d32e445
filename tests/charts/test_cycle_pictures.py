"""The river, the stage cards, what waits, the months and the focus."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest

from kmlib.analysis.focus import focus
from kmlib.analysis.progress import AtTarget, Held, StageProgress, WentOn, stage_progress
from kmlib.analysis.waiting import Shows, month_by_month, waiting
from kmlib.charts import cycle_words, focus_card, month_bars, river, stage_cards, waiting_list
from kmlib.schema.choices import Stage

SVG = "{http://www.w3.org/2000/svg}"
LOST = ("not captured yet", "never passed on", "not used yet")
NASTY = "<i>x</i> **b** :red[x]"


def stages(*came, held=(2, 3, 0)):
    """Four stages with so many learnings each; None is a stage of which no row is kept."""
    before = (came[0], *came[:-1])
    return tuple(
        StageProgress(
            stage,
            Held(*held),
            WentOn(now, earlier, None if now is None else 12, 9),
            AtTarget(1, 2, 1),
            now,
        )
        for stage, now, earlier in zip(Stage, came, before, strict=True)
    )


def pictures(markup):
    return [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", markup, re.DOTALL)]


def texts(picture):
    return ["".join(one.itertext()) for one in picture.iter(f"{SVG}text")]


def test_the_river_says_how_many_came_and_how_many_did_not():
    (picture,) = pictures(river.river(stages(71, 52, 23, 17)))
    said = texts(picture)
    for words in ("71 learned", "52 captured", "19 not captured yet", "29 never passed on"):
        assert words in said
    assert picture.get("role") == "img"
    assert "29 never passed on" in picture.get("aria-label")


def test_the_river_is_as_deep_as_what_comes_and_only_the_largest_leak_is_orange():
    markup = river.river(stages(71, 52, 23, 17))
    heights = re.findall(r'y="44" width="196" height="([\d.]+)', markup)
    assert list(map(float, heights)) == pytest.approx([122, 89.4, 39.5, 29.2], abs=0.1)
    orange = re.findall(r"<linearGradient.*?</linearGradient>", markup)
    assert [("orange" in one) for one in orange] == [False, True, False]


def test_a_stage_nobody_records_says_which_tab_to_add():
    (picture,) = pictures(river.river(stages(71, 52, None, None)))
    assert "add a tab Sharing" in texts(picture)
    assert "never passed on" not in "".join(texts(picture))


def test_a_river_of_one_and_of_nothing_can_be_drawn():
    assert "1 applied" in "".join(texts(pictures(river.river(stages(1, 1, 1, 1)))[0]))
    assert "0 captured" in "".join(texts(pictures(river.river(stages(3, 0, 0, 0)))[0]))


@pytest.mark.parametrize("came", [(20, 7, 3, 1), (20, 19, 1, 0), (9, 1, 1, 0), (1000, 999, 1, 0)])
def test_what_is_lost_is_not_written_over_what_came(came):
    (picture,) = pictures(river.river(stages(*came)))
    lines = {"".join(one.itertext()): float(one.get("y")) for one in picture.iter(f"{SVG}text")}
    pairs = zip(("captured", "shared", "applied"), LOST, strict=True)
    for here, lost in ((one, two) for one, two in pairs if any(two in text for text in lines)):
        ((came_at,), (lost_at,)) = (
            [y for text, y in lines.items() if text.endswith(words)] for words in (here, lost)
        )
        assert lost_at - came_at >= 24, "a line of the largest letters"


def test_a_phone_has_the_river_as_four_lines():
    lines = river.river(stages(71, 52, 23, 17)).split('class="km-river-lines"')[1]
    assert lines.count("<p>") == 4
    assert '<span class="km-orange">29 never passed on</span>' in lines


@pytest.mark.parametrize(
    ("came", "title"),
    [
        ((71, 52, 23, 17), "29 of 52 captured learnings were never passed on"),
        ((9, 3, 2, 2), "6 of 9 learnings are not captured yet"),
        ((9, 9, 9, 8), "1 of 9 shared learnings is not used yet"),
        ((1, 1, 0, 0), "1 of 1 captured learning was never passed on"),
        ((9, 9, 9, 9), ""),
        ((9, None, None, None), ""),
    ],
    ids=["sharing", "capture", "one", "one of one", "no leak", "nothing told"],
)
def test_the_headline_names_the_largest_leak(came, title):
    assert cycle_words.leak_headline(stages(*came)) == title


def test_the_stage_headline_falls_back_on_what_is_known():
    def said(*came, planned=3):
        return cycle_words.stage_headline(stages(*came), (), Held(2, planned, 0))

    assert said(71, 52, 23, 17) == "Most is lost before sharing: 23 of 52 shared"
    assert said(9, 9, 9, 9) == "9 learnings applied, and none waits"
    nobody = (None, None, None, None)
    assert said(*nobody) == "2 of 3 routines held on time; no learning is recorded yet"
    assert said(*nobody, planned=0) == "No learning and no routine is recorded yet"


def test_none_is_said_to_wait_only_where_every_stage_is_recorded(published):
    network = published(
        Sharing=["Item | Broker | To | Date", "Calls | lead | Birch | 2026-01-10"],
        Applications=[
            "Item | Stakeholder | Status",
            "Calls | clerks | applied",
            "Letters | clerks | asked",  # waits to be shared
        ],
    )
    assert len(waiting(network)) == 1
    headline = cycle_words.stage_headline(stage_progress(network), waiting(network), Held(0, 0, 0))
    assert headline == "1 learning applied; not every stage is recorded yet"


def test_an_item_called_like_its_cycle_is_not_said_to_have_none(published):
    network = published(
        Cycles=[
            "Team | Title | Started | Learned",
            "Alder | Calls | 2025-10-06 | The hour matters",
        ],
        Knowledge=["Item | From cycles", "Calls | Calls", "Alone |"],
    )
    assert cycle_words.caveats(network) == ["1 item names no cycle; each counts as a learning."]


def test_a_card_holds_three_plain_numbers_and_never_nought_of_nought():
    words = re.sub("<[^>]+>", " ", stage_cards.stage_cards(stages(71, 52, 23, 17)))
    assert "52 of 71 captured, median 12 days" in " ".join(words.split())
    bare = StageProgress(
        Stage.SHARING, Held(0, 0, 0), WentOn(None, None, None, 0), AtTarget(0, 0, 0), None
    )
    words = re.sub("<[^>]+>", " ", stage_cards.stage_cards([bare]))
    for said in ("no routine for this stage", "add a tab Sharing", "no measure of this stage"):
        assert said in words
    assert "0 of 0" not in words
    words = stage_cards.stage_cards(stages(0, 0, 0, 0)) + stage_cards.by_priority(
        [("", stages(0, 0, 0, 0))]
    )
    assert "0</b> of 0" not in words
    assert "no cycle has ended yet" in words


def test_one_cycle_is_said_in_the_singular():
    assert "cycle taught, in 12 days" in stage_cards.stage_cards(stages(1, 1, 1, 1))


def test_what_cannot_be_told_of_routines_is_said_on_the_card():
    assert "1 not known" in stage_cards.stage_cards(stages(1, 1, 1, 1, held=(1, 3, 1)))


@pytest.fixture
def network(published):
    return published(
        Cycles=[
            "Team | Title | Started | Ended | Learned",
            f"Alder | {NASTY} | 2025-10-06 | 2025-11-14 | Something",
            "Birch | Calls | 2025-10-06 | 2025-11-14 | Something",
        ],
        Knowledge=["Item | From cycles | Captured on", "Calls | Calls | 2025-12-01"],
        Calendar=[
            "Date | Focus | Space | Topic | Priority",
            f"2026-03-01 | {NASTY} | Dive | Why? |",
        ],
    )


def test_text_of_a_cell_is_never_markup_in_these_pictures(network):
    waits = waiting(network)
    shown = waiting_list.waiting_list(waits) + focus_card.focus_card(focus(network))
    assert NASTY[:6] not in shown
    assert "**b**" not in shown


def test_the_list_of_what_waits_says_since_when_and_its_csv_where_it_stands(network):
    (one,) = waiting_list.table(waiting(network))
    assert (one["since"], one["days"]) == (dt.date(2025, 11, 14), 120)
    assert (one["sheet"], one["cell"]) == ("Cycles", "A2")


def test_a_stage_to_which_nothing_came_says_so(network):
    markup = month_bars.month_bars(month_by_month(network, Shows.LEARNINGS), Shows.LEARNINGS)
    said = ["nothing in these months" in texts(picture) for picture in pictures(markup)]
    assert said == [False, False, True, True]


def test_a_month_in_which_nobody_reported_is_not_0_of_0(network):
    markup = month_bars.month_bars(month_by_month(network, Shows.TEAMS), Shows.TEAMS)
    assert " of 0" not in markup


def test_the_months_share_one_scale_and_say_their_numbers(network):
    markup = month_bars.month_bars(month_by_month(network, Shows.LEARNINGS), Shows.LEARNINGS)
    first, second, *_ = pictures(markup)
    assert "2" in texts(first)  # November
    assert "1" in texts(second)
    height = re.compile(r'height="([\d.]+)" fill="var')
    assert height.findall(markup) == ["86", "43"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["2026-03-01 | Listen | Panel | Who tells?"], "March&#58; Panel"),
        (["2026-03-10 | Past | A |", "2026-03-26 | Listen | Panel | Who?"], "26 March 2026"),
        (["2026-03-10 | Listen | Panel |"], "10 March 2026"),
        (["2026-04-01 | Listen | Panel |"], "Next, in April 2026"),
        (["2025-04-01 | Listen | Panel |"], "Nothing is planned"),
    ],
    ids=["a month", "the next of the month", "the last of the month", "later", "over"],
)
def test_the_focus_is_what_comes_next_this_month(published, rows, said):
    network = published(Calendar=["Date | Focus | Space | Topic", *rows])
    assert said in focus_card.focus_card(focus(network))


def test_the_sample_river_agrees_with_its_cards(sample):
    some = stage_progress(sample)
    (picture,) = pictures(river.river(some))
    cards = stage_cards.stage_cards(some)
    assert "17 shared" in texts(picture)
    assert '<b class="km-orange">17</b> of 34' in cards
