import html
import re
from dataclasses import replace

from kmlib.analysis import continuity
from kmlib.charts import hand_over
from kmlib.export.paper import on_paper
from kmlib.schema import CycleRow
from tests.sample import sample_network

PEOPLE = "Person | Role | Team | Leaving | Backup | Holds"
CYCLES = "Team | Title | Started | Ended | Learned"


def words_of(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def cards_of(network):
    return words_of(hand_over.person_cards(continuity.people(network), network.as_of))


def story_of(network, priority=""):
    return dict(hand_over.parts(network, priority))


def test_a_card_says_when_somebody_leaves_who_steps_in_and_what_to_do(published):
    said = cards_of(
        published(
            People=[
                PEOPLE,
                "Ada | coach | Alder | 2026-04-01 | | Attendance",
                "Bo | clerk | Birch | 2026-02-01 | | the key",
                "Cy | clerk | Birch | | Bo | the list",
            ]
        )
    )
    assert "Ada coach · Alder Last day leaves on 1 April 2026, in 3 weeks" in said
    assert "Steps in nobody named yet Nobody else has Attendance Next Who could learn it" in said
    assert "Bo clerk · Birch Last day left on 1 February 2026, 6 weeks ago" in said
    assert "Steps in Bo, who left on 1 February 2026 Holds, in no other tab the list" in said


def test_the_story_has_its_parts_in_the_order_in_which_a_newcomer_asks():
    assert list(story_of(sample_network())) == [
        *("What we work on", "What was tried, and what it taught", "What is known"),
        *("What is promised and open", "Who to ask"),
    ]


def test_the_story_is_told_in_the_words_of_the_sheets_with_their_cells():
    said = words_of(story_of(sample_network())["What was tried, and what it taught"])
    assert (
        "Attendance, 2024-25 6 cycles of 6 teams: 3 adopt, 1 continue, 1 adapt, 1 abandon." in said
    )
    assert "Morning calls home hub.xlsx, Cycles A2 Change idea Office calls before 9" in said


def test_a_name_links_to_its_cell_where_the_sheet_is_google_s_and_no_team_s_own(published):
    network = published(Cycles=[CYCLES, "Alder | Calls | 2025-09-01 | 2025-10-01 | it helps"])
    sheet = "https://docs.google.com/spreadsheets/d/1/edit#gid=0"
    (row,) = network.rows(CycleRow)
    linked = row.model_copy(update={"place": row.place._replace(link=sheet)})
    network = replace(network, tabs={**network.tabs, CycleRow: (linked,)})
    told = story_of(network)["What was tried, and what it taught"]
    assert 'range=A2" target="_blank" rel="noopener noreferrer">Calls</a>' in told
    assert "hub.xlsx" not in words_of(told)
    own = replace(network, sources=tuple(one._replace(team="Alder") for one in network.sources))
    told = story_of(own)["What was tried, and what it taught"]
    assert "docs.google" not in told
    assert "hub.xlsx, Cycles A2" in words_of(told)


def test_the_brief_names_roles_and_nobody_of_the_staff(published):
    network = published(
        Routines=["Routine | Stage | Owner", "Dive | generation | Ada Canary"],
        Knowledge=["Item | Vetted by", "Call early | Ada Canary"],
        Sharing=["Item | Broker | To | Date", "Call early | Bo Canary | Birch | 2026-01-01"],
        Gaps=["Gap | Owner | Note", "Dive: held by one person | Ada Canary | in spring"],
        People=[
            PEOPLE,
            "Ada Canary | coach | Alder | | Bo Canary | Dive",
            "Bo Canary | | | | | Dive",
        ],
    )
    parts = hand_over.parts(network)
    brief = on_paper(network, "The story so far", parts).decode()
    assert "Canary" not in brief
    assert "names and addresses of staff are left out" in brief
    said = words_of(dict(parts)["Who to ask"])
    assert said.startswith(
        f"{hand_over.NO_NAMES} coach hub.xlsx, People A2 Team Alder · Holds Dive No role typed hub"
    )


def test_with_2000_cycles_the_brief_stays_short_and_counts_the_rest(published):
    network = published(
        Cycles=[
            CYCLES,
            *(f"Alder | Try {n} | 2025-09-01 | 2025-10-01 | it helps {n}" for n in range(2000)),
        ]
    )
    told = story_of(network)["What was tried, and what it taught"]
    assert told.count("km-lesson") == 3
    assert "2,000 cycles of 1 team" in words_of(told)


def test_where_nothing_is_told_yet_it_says_which_tabs_tell_it(published):
    told = story_of(published(Measures=None))
    said = words_of(told["What was tried, and what it taught"])
    assert said == hand_over.UNTOLD
    assert not told["What is known"]
