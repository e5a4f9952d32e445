"""Gaps as lists: the few that hold up most learning, and all of them by kind."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from kmlib.analysis.gap_kinds import KINDS, Gap
from kmlib.analysis.gaps import WaitingBehind, gaps, no_longer_there, what_would_raise_most
from kmlib.analysis.learnings import learnings
from kmlib.charts.markup import address, escape, opens, tag
from kmlib.charts.words import count, day
from kmlib.findings import cell_link
from kmlib.privacy import Published
from kmlib.schema import RoutineRow, Stage

MOST_SHOWN = 6  # beside the map: as many as stand on one screen with it
OF_A_KIND = 6  # project choice: enough to know the kind by; a hundred say no more


def heading(behind: WaitingBehind) -> str:
    """How much learning waits behind how many gaps."""
    if not behind.gaps:
        return f"No learning waits behind {'an open' if behind.muted_learnings else 'a'} gap"
    return f"{count(behind.learnings, 'learning', 'wait')} behind {count(behind.gaps, 'gap')}"


def top(found: Sequence[Gap]) -> list[Gap]:
    """The gaps to name beside the map: those with most learning behind them, else the first."""
    shown = [gap for gap in found if not gap.is_muted]
    return [gap for gap in shown if gap.learnings or not shown[0].learnings][:MOST_SHOWN]


def order_in_words(found: Sequence[Gap]) -> str:
    """What order the short list has, and how many gaps it leaves out; that there is none."""
    shown, more = top(found), sum(not gap.is_muted for gap in found) - len(top(found))
    if not shown:
        return "No gap is open."
    order = "Most learning waiting first" if shown and shown[0].learnings else ""
    further = f"{count(more, 'further gap')} below" if more else ""
    return "; ".join(filter(None, (order, further)))


def waiting_in_words(behind: WaitingBehind) -> str:
    """How many learnings wait in all, so that those behind a gap do not pass for all of them."""
    if not behind.waiting:
        return "No learning waits for a stage that the sheets tell of."
    young = behind.waiting - behind.learnings - behind.muted_learnings
    parts = [f"{behind.learnings:,} of them behind a gap"]
    if behind.muted_learnings:
        parts.append(f"{behind.muted_learnings:,} behind gaps that are muted")
    parts.append(f"{young:,} behind none")
    return f"{count(behind.waiting, 'learning', 'wait')} in all: {', '.join(parts)}."


def raise_in_words(network: Published) -> str:
    """Which one gap, closed, would bring most learning to use; empty where none alone would."""
    if (found := what_would_raise_most(network)) is None:
        return ""
    every, (gap, more) = learnings(network), found
    used = sum(one.has_reached(Stage.APPLICATION) for one in every)
    could = f"closing “{gap.name}” could make it {used + more:,}, more than any other gap"
    return f"Of {count(len(every), 'learning')} {used:,} came to use; {could}."


def muted_in_words(behind: WaitingBehind) -> str:
    """What stands apart as people decided; empty where nothing does."""
    if not behind.muted_gaps:
        return ""
    held_up = count(behind.muted_learnings, "learning")
    return f"{count(behind.muted_gaps, 'gap')} muted in the Gaps tab, {held_up} behind them."


def decisions_in_words(network: Published) -> str:
    """The decisions of the Gaps tab about gaps that are not found any more."""
    gone = no_longer_there(network)
    return f"Decided, and no longer there: {'; '.join(gone)}." if gone else ""


def short(some: Iterable[Gap]) -> str:
    """These gaps with how much learning waits, why, and what to do next; muted ones left out."""
    return tag("ol", "".join(_short(gap) for gap in some if not gap.is_muted), class_="km-gaps")


def stuck(network: Published) -> str:
    """The three gaps that hold up most; where the map finds none, why that is."""
    if some := top(gaps(network))[:3]:
        return short(some)
    no_map = "Fill the Routines tab: the map finds where learning gets stuck."
    said = "No gap is open." if network.rows(RoutineRow) else no_map
    return tag("p", escape(said), class_="km-small-print")


def all_of(network: Published) -> str:
    """Every gap of the network, see `every`."""
    return every(gaps(network))


def every(found: Iterable[Gap]) -> str:
    """The first gaps of each kind, to unfold, and how many there are of it; muted ones last."""
    parts = []
    ordered = sorted(found, key=lambda gap: (gap.is_muted, KINDS.index(gap.kind)))
    for (is_muted, kind), some in groupby(ordered, key=lambda gap: (gap.is_muted, gap.kind)):
        here = list(some)
        title = f"{kind.title}: {len(here):,}" + (", muted" if is_muted else "")
        lines = "".join(map(_line, here[:OF_A_KIND]))
        if len(here) > OF_A_KIND:
            lines += tag("li", f"{len(here) - OF_A_KIND:,} more in the table as CSV, above.")
        parts.append(tag("details", tag("summary", tag("h3", escape(title))) + tag("ul", lines)))
    none = tag("p", "No gap is found.", class_="km-small-print")
    return tag("div", "".join(parts), class_="km-all-gaps") if parts else none


def _short(gap: Gap) -> str:
    held_up = len(gap.learnings)
    number = tag("b", f"{held_up:,}", class_="km-held" if held_up else "km-held km-none")
    says = tag("span", "learning waits" if held_up == 1 else "learnings wait", class_="km-unseen")
    words = tag("p", escape(gap.where), class_="km-name") + tag("p", escape(gap.why))
    return tag("li", number + says + tag("div", words + _next(gap)))


def _line(gap: Gap) -> str:
    held_up = f", {count(len(gap.learnings), 'learning')} waiting" if gap.learnings else ""
    name = tag("p", tag("b", escape(gap.name)) + escape(held_up))
    return tag("li", tag("div", name + _decided(gap)) + tag("p", escape(gap.why)) + _next(gap))


def _next(gap: Gap) -> str:
    """The next step: a link to its cell in a Google Sheet, else with tab and row in words."""
    step, place = escape(gap.next_step), gap.place
    link = cell_link(place.link, place.address if place.row else "")
    if address(link):
        return tag("p", opens(link, step))
    row = f", row {place.row}" if place.row else ""
    where = tag("span", escape(f"{place.sheet} tab{row}"), class_="km-place")
    return tag("p", tag("b", step) + " " + where, class_="km-next")


def _decided(gap: Gap) -> str:
    decision = gap.decision
    if decision is None:
        return ""
    until = f"muted until {day(decision.muted_until)}" if decision.muted_until else ""
    said = "; ".join(filter(None, (decision.owner, decision.note, until)))
    return tag("p", escape(f"Decided: {said}"), class_="km-decided") if said else ""
