"""A message to one team, ready to copy: what went well, what is open and where, who could help."""

import datetime as dt
from collections.abc import Iterator, Sequence
from textwrap import shorten

from kmlib.analysis.accountability import Commitment, Due, Help, Peer
from kmlib.charts.words import count, day

MOST_LINES = 10  # project choice: a longer list in a message is a reproach
MOST_COMING = 3  # project choice: what can be held in mind
LINE = 160  # letters of one line of a list
WHERE = {  # how the tab is named in which something can be typed
    Commitment.SESSIONS: "if somebody came, type it in {}",
    Commitment.TRACKER: "when it is done, say so in {}",
}


def team_message(peer: Peer, by_measure: Sequence[Help], as_of: dt.date) -> str:
    """The message: no blame, numbers first, an offer at the end."""
    missed = [(one.commitment, mark) for one in peer.progress for mark in one.missed]
    coming = [(one.commitment, mark) for one in peer.progress for mark in one.coming]
    coming.sort(key=lambda pair: pair[1].day)
    notes = [note for one in peer.progress for note in one.notes]
    is_typed = any(one is Commitment.DATA for one, _ in missed)
    typed = "Typed it already? Then the page Sheet check says what could not be read."
    parts = (
        f"To {peer.team}, as of {day(as_of)}",
        _went_well(peer),
        listed("Missing, or later than agreed:", [f"{_dated(*pair)}" for pair in missed]),
        typed * is_typed,
        listed("Due next:", [f"by {_dated(*pair)}" for pair in coming[:MOST_COMING]]),
        listed("Not counted:", notes),
        "\n".join(_helped(peer, by_measure)),
        _offer(peer),
    )
    return "\n\n".join(filter(None, parts))


def _went_well(peer: Peer) -> str:
    """What was kept, beginning with what nobody needs to help with."""
    well = [one.in_words for one in peer.progress if one.due and not one.is_behind]
    some = [one.in_words for one in peer.progress if one.kept and one.is_behind]
    given, taken_up = peer.exchange
    learning = [f"{count(given, 'learning')} given to others"] * bool(given)
    learning += [f"{count(taken_up, 'learning')} taken up from others"] * bool(taken_up)
    said = "; ".join(well + learning or some)
    if said:
        return f"This went well in this school year: {said}."
    if peer.is_idle:
        return "Nothing was due from you yet in this school year."
    return "Thank you for being part of this; here is what we see in the sheets so far."


def _dated(one: Commitment, mark: Due) -> str:
    where = WHERE.get(one, "type it in {}").format(f"tab {mark.where}")
    about = shorten(mark.about, LINE, placeholder=" …")
    return f"{day(mark.day)}: {about}" + (f" ({where})" if mark.where else "")


def listed(title: str, lines: Sequence[str]) -> str:
    """A title over its lines, as many as can be read; nothing where there is none."""
    if not lines:
        return ""
    shown = [f"- {line}" for line in lines[:MOST_LINES]]
    more = len(lines) - len(shown)
    return "\n".join([title, *shown, *[f"- and {more} more"] * bool(more)])


def _helped(peer: Peer, by_measure: Sequence[Help]) -> Iterator[str]:
    """Who could help, first with the weakest commitment; what the team could show."""
    if peer.help and peer.help.peer:
        yield f"{peer.help.peer} could help with {peer.help.about.lower()}: {peer.help.words}."
    elif peer.help:
        yield f"{peer.help.about}: {peer.help.words}."
    for one in by_measure[:MOST_COMING]:
        yield f"{one.peer} could help with “{one.about}”: {one.words}."
    if peer.shows:
        yield f"You could show others: {peer.shows}."


def _offer(peer: Peer) -> str:
    if peer.is_behind:
        return "Shall we look at it together? Half an hour is enough; say when it suits you."
    return "If anything would make this easier, say so: we will look at it together."
