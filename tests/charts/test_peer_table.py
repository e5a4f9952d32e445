import datetime as dt
import html
import re
from dataclasses import replace

import pytest

from kmlib.analysis import accountability
from kmlib.analysis.accountability import Commitment, Due, Exchange, Help, Peer, Progress
from kmlib.charts import peer_table
from kmlib.charts.team_message import team_message
from kmlib.schema import TeamRow
from tests.sample import sample_network

NASTY = "**b** :red[x] $x$ ![i](http://x/y.png) <i>x</i> www.x.org"
AS_OF = dt.date(2026, 3, 14)
HEADS = peer_table.Heads(dict.fromkeys(Commitment, "as agreed"), "both directions")


def dues(*kept, about="something", where="Data"):
    return tuple(Due(dt.date(2026, 1, 1 + at), about, one, where) for at, one in enumerate(kept))


def a_peer(*kept, team="Alder", row=None, **more):
    """A team with marks for its data, and nothing due of the other commitments."""
    empty = [Progress(one, ()) for one in list(Commitment)[1:]]
    progress = (Progress(Commitment.DATA, dues(*kept)), *empty)
    return replace(Peer(row or TeamRow(team=team), progress, Exchange(2, 3), None), **more)


def words_of(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def sample_peer(team):
    network = sample_network()
    peer = accountability.one_peer(network, team)
    return peer, accountability.help_by_measure(network, team)


def test_a_cell_gives_the_count_first_and_a_mark_for_each_that_was_due():
    drawn = peer_table.peer_table([a_peer(True, True, False)], HEADS)
    assert "<b>2</b> of 3" in drawn
    (discs,) = re.findall(r'aria-label="2 of 3">(.*?)</span>', drawn)
    assert re.findall(r"<(\w) title=", discs) == ["b", "b", "i"], "filled, filled, open"
    assert 'title="3 Jan 2026: something"' in discs


def test_more_than_twelve_marks_become_a_bar_so_that_rows_keep_their_height():
    twelve = peer_table.peer_table([a_peer(*[True] * 12)], HEADS)
    assert twelve.count("<b title") == 12
    many = peer_table.peer_table([a_peer(*[True] * 12, False)], HEADS)
    assert "<b title" not in many
    assert "width:92%" in many
    assert 'title="13 Jan 2026: something"' in many, "what is missing still says its day"


def test_company_is_welcome_in_the_cell_and_beside_it_stands_the_peer():
    help_ = Help(Commitment.DATA, "Birch", "same K-6 model; all 6 of 6 data days kept")
    drawn = peer_table.peer_table([a_peer(True, False, help=help_)], HEADS)
    assert drawn.count('<td class="km-behind">') == 1
    row = words_of(drawn.partition("<tbody>")[2].partition("</tbody>")[0])
    assert row.startswith("Alder company welcome 1 of 2 company welcome")
    assert row.endswith("2 given 3 taken up Birch same K-6 model; all 6 of 6 data days kept")


def test_a_team_that_keeps_pace_says_what_it_could_show():
    drawn = words_of(peer_table.peer_table([a_peer(True, shows="data on time")], HEADS))
    assert "could show others: data on time" in drawn
    assert "keeping pace" in drawn


def test_nothing_due_is_said_in_words_and_never_as_0_of_0():
    drawn = words_of(peer_table.peer_table([a_peer()], HEADS))
    assert "0 of 0" not in drawn
    assert drawn.count("nothing due yet") == 6, "five commitments, and the line of a phone"


def test_the_head_says_what_was_agreed_or_which_tab_to_add():
    heads = HEADS.commitments | {Commitment.TRACKER: "add a tab named Tracker items"}
    drawn = words_of(peer_table.peer_table([], peer_table.Heads(heads, "both directions")))
    assert "Tracker items done add a tab named Tracker items" in drawn
    assert "Alphabetical, never ranked" in drawn


def test_a_name_opens_the_team_and_the_chosen_one_is_marked():
    some = [a_peer(True, team="Alder & Co"), a_peer(True, team="Birch")]
    drawn = peer_table.peer_table(some, HEADS, chosen="Birch")
    assert html.unescape(re.findall(r'href="([^"]*)"', drawn)[0]) == "?team=Alder%20%26%20Co"
    assert re.findall(r'<tr class="km-chosen"><th scope="row"><a [^>]*>(.*?)</a>', drawn) == [
        "Birch"
    ]


def test_the_opened_team_says_what_is_missing_since_when_and_where_to_type_it():
    help_ = Help(Commitment.DATA, "Birch", "same district; 5 of 6 data days kept")
    measured = [Help("Attendance", "Cedar", "same district; improving")]
    drawn = words_of(peer_table.opened(a_peer(True, False, help=help_), HEADS, measured))
    assert "1 of 2 company welcome Birch could help: same district; 5 of 6 data days kept" in drawn
    assert "2 January 2026: something · tab Data" in drawn
    assert "Cycles at pace nothing due yet : as agreed" in drawn
    assert drawn.endswith("Attendance: Cedar could help: same district; improving")


def test_a_long_list_of_what_is_missing_keeps_the_latest_and_says_how_many_more():
    drawn = words_of(peer_table.opened(a_peer(*[False] * 9), HEADS, []))
    assert "9 January 2026" in drawn
    assert "3 January 2026" not in drawn
    assert "and 3 before, in the table as CSV" in drawn


@pytest.mark.parametrize("kept", [(True, True), (False, False)])
def test_text_of_a_cell_is_never_markup_in_table_or_opened_team(kept):
    row = TeamRow(team=NASTY, model=NASTY, district=NASTY)
    help_ = None if kept[0] else Help(Commitment.DATA, NASTY, NASTY)
    peer = a_peer(row=row, help=help_, shows=NASTY)
    marked = Progress(Commitment.DATA, dues(*kept, about=NASTY, where=NASTY))
    peer = replace(peer, progress=(marked, *peer.progress[1:]))
    heads = peer_table.Heads(dict.fromkeys(Commitment, NASTY), NASTY)
    drawn = peer_table.peer_table([peer], heads)
    drawn += peer_table.opened(peer, heads, [Help(NASTY, NASTY, NASTY)])
    drawn = re.sub(r'href="\?team=[\w.%-]*"', "", drawn)  # a link of ours keeps a name as it is
    assert NASTY[:8] not in drawn
    assert not any(mark in drawn for mark in ("<i>x</i>", ":red[x]", "![i]", "$x$", "www.x.org"))


def test_the_lead_promises_a_peer_only_where_one_stands():
    help_ = Help(Commitment.DATA, "Birch", "same district; 5 of 6 data days kept")
    assert peer_table.lead([a_peer(False, help=help_)], AS_OF) == (
        "What was due up to 14 March 2026, as each team’s own sheet says it."
        " Beside every team that fell behind stands a peer who has been there."
    )
    alone = a_peer(False, help=Help(Commitment.DATA, "", "no team keeps this yet"))
    assert "stands a peer" not in peer_table.lead([alone], AS_OF)
    both = [a_peer(False, help=help_), alone]
    assert "every team" not in peer_table.lead(both, AS_OF), "beside one of the two stands nobody"


def test_the_message_begins_with_what_went_well_and_ends_with_an_offer():
    message = team_message(*sample_peer("Cedar Bend"), AS_OF)
    parts = message.split("\n\n")
    assert parts[0] == "To Cedar Bend, as of 14 March 2026"
    assert parts[1] == (
        "This went well in this school year:"
        " 2 of 3 cycles started in time; 5 of 6 sessions attended."
    )
    assert (
        "- 7 November 2025: Families reached in the month (Oct 2025)"
        " (type it in tab Monthly counts in cedar-bend.xlsx)" in parts[2]
    )
    assert "Sheet check" in parts[3]
    assert "- by 16 April 2026: cycle 4 of this school year (type it in tab Cycles)" in message
    assert "never reported: Students who say adults listen" in message
    assert (
        "Maple Grove could help with data on time: same district, same cohort, similar size;"
        " all 6 of 6 data days kept." in message
    )
    assert "Alder Creek could help with “Present 9 days in 10”: same cohort, similar" in message
    assert parts[-1].startswith("Shall we look at it together?")


def test_what_came_late_is_said_without_asking_for_it_again():
    message = team_message(*sample_peer("Kestrel"), AS_OF)
    assert "- 21 November 2025: Breakfast club: logged 3 weeks later\n" in message


def test_a_team_that_keeps_pace_gets_a_message_too():
    message = team_message(*sample_peer("Harbor Street"), AS_OF)
    assert "all 9 of 9 tracker items done" in message
    assert "5 learnings given to others; 1 learning taken up from others" in message
    assert "You could show others: sessions attended." in message
    assert "Missing" not in message
    assert message.endswith("say so: we will look at it together.")


def test_a_team_that_kept_nothing_is_thanked_and_not_blamed():
    peer = a_peer(
        False, exchange=Exchange(), help=Help(Commitment.DATA, "", "no team keeps this yet")
    )
    message = team_message(peer, [], AS_OF)
    assert "Thank you for being part of this" in message
    assert "Data on time: no team keeps this yet." in message
    idle = team_message(a_peer(exchange=Exchange()), [], AS_OF)
    assert "Nothing was due from you yet in this school year." in idle


def test_a_message_lists_ten_things_and_says_how_many_more():
    message = team_message(a_peer(*[False] * 14), [], AS_OF)
    assert message.count("(type it in tab Data)") == 10
    assert "- and 4 more" in message


def test_no_word_of_the_page_blames():
    everyone = accountability.peers(sample_network())
    text = " ".join(team_message(*sample_peer(peer.team), AS_OF) for peer in everyone).casefold()
    text += words_of(peer_table.peer_table(everyone, HEADS)).casefold()
    assert not re.findall(r"\b(fail\w*|worst|rank(?:ing|s)?|overdue|violat\w*|poor\w*)\b", text)
