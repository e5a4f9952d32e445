"""Commitments: what was due from each team in this school year, and what of it is kept."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from kmlib.analysis import tracker
from kmlib.analysis.data_on_time import data_on_time
from kmlib.analysis.due import WEEKDAYS, how_long, school_days
from kmlib.analysis.marks import A_YEAR, Commitment, Due, Marks, Progress, add_tab, agreed, begins
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.reading.school_calendar import DAY
from kmlib.schema import CycleRow
from kmlib.schema.learning import ParticipationRow
from kmlib.schema.programme import TrackerItemRow, TrackerRow


@once_a_network
def commitments(network: Published) -> dict[str, tuple[Progress, ...]]:
    """Each active team in alphabetical order, with how far it is with each commitment."""
    marks = _all_marks(network)
    return {
        team: tuple(_progress(one, marks[one], team, network.as_of) for one in Commitment)
        for team in begins(network)
    }


def agreements(network: Published) -> dict[Commitment, str]:
    """What was agreed on each commitment, in short words; where nothing can be due, why."""
    return {one: marks.about for one, marks in _all_marks(network).items()}


def _progress(one: Commitment, marks: Marks, team: str, as_of: dt.date) -> Progress:
    """Part what was due from what is coming; what came early is not spoken of."""
    of_team = sorted(marks.by_team.get(team, ()), key=lambda mark: mark.day)
    due = tuple(mark for mark in of_team if mark.day <= as_of)
    coming = tuple(mark for mark in of_team if mark.day > as_of and not mark.kept)
    return Progress(one, due, coming, tuple(marks.notes.get(team, ())))


@once_a_network
def _all_marks(network: Published) -> dict[Commitment, Marks]:
    return {one: rule(network) for one, rule in RULES.items()}


def cycles_at_pace(network: Published) -> Marks:
    """A mark a stretch of school days, due on its last day.

    A stretch is as many school weeks as one cycle may take, the first beginning where things begin
    to be due from the team. The third is kept when three cycles were started by its last day: who
    ran ahead before has kept it too.
    """
    weeks = agreed(network.settings.cycle_every_weeks, least=1)
    if not network.rows(CycleRow):
        return Marks(add_tab(CycleRow))
    if weeks is None:
        return Marks("add “One cycle every (weeks)” to the Network tab")
    school, stretch = school_days(network), weeks * WEEKDAYS
    days = list(school.days(school.year_began, network.as_of + A_YEAR * DAY))
    started = defaultdict(list)
    for row in sorted(network.rows(CycleRow), key=lambda row: row.started):
        started[row.team].append(row.started)
    found: dict[str, list[Due]] = {}
    for team, begin in begins(network).items():
        mine = [day for day in started[team] if day >= begin]
        ends = days[bisect_left(days, begin) + stretch - 1 :: stretch]
        for number, end in enumerate(ends[: bisect_right(ends, network.as_of) + 1], 1):
            where = "" if len(mine) >= number else CycleRow.TAB.title
            by_then = bisect_right(mine, end) >= number
            about = f"cycle {number} of this school year"
            found.setdefault(team, []).append(Due(end, about, by_then, where))
    every = "one every week" if weeks == 1 else f"one every {weeks} weeks"
    return Marks(every, found)


def learnings_logged(network: Published) -> Marks:
    """A mark a cycle that ended this school year, due so many days after its end.

    Kept when it was logged by then and something stands under Learned. What was learned but has no
    date under Logged cannot be told: it is not counted, but said.
    """
    within = agreed(network.settings.logged_within_days, least=0)
    if not network.rows(CycleRow):
        return Marks(add_tab(CycleRow))
    if within is None:
        return Marks("add “Logged within (days)” to the Network tab")
    since = begins(network)
    found, notes = defaultdict(list), defaultdict(list)
    for row in network.rows(CycleRow):
        if row.team not in since or row.ended is None or row.ended < since[row.team]:
            continue
        if mark := logged_mark(network, row):
            found[row.team].append(mark)
        else:
            notes[row.team].append(f"no date under Logged: {row.title}")
    return Marks(f"within {how_long(within)}", found, notes)


def logged_mark(network: Published, row: CycleRow) -> Due | None:
    """Whether an ended cycle was logged in the agreed days; None where that cannot be told."""
    within = agreed(network.settings.logged_within_days, least=0)
    if within is None or row.ended is None or (row.learned and row.logged is None):
        return None
    due = school_days(network).moved(row.ended + within * DAY)
    if row.logged is None or not row.learned:
        return Due(due, f"{row.title}: what was learned", kept=False, where=CycleRow.TAB.title)
    if row.logged <= due:
        return Due(due, row.title, kept=True)
    return Due(due, f"{row.title}: logged {how_long((row.logged - due).days)} later", kept=False)


def sessions_attended(network: Published) -> Marks:
    """A mark a session of this school year to which at least two teams came.

    A session is a routine on a date. It is due from the teams that ever came to that routine, and
    from all where more than half of the active teams did.
    """
    school, since = school_days(network), begins(network)
    came, ever = defaultdict(set), defaultdict(set)
    for row in network.rows(ParticipationRow):
        if row.team and row.people != 0:
            ever[row.routine].add(row.team)
            came[row.date, row.routine].add(row.team)
    days = [
        (day, routine, teams)
        for (day, routine), teams in sorted(came.items())
        if len(teams) > 1 and school.year_began <= day <= network.as_of
    ]
    if not days:
        none = "no session of several teams this school year"
        return Marks(none if network.rows(ParticipationRow) else add_tab(ParticipationRow))
    of_all = {routine for routine, who in ever.items() if 2 * len(who & since.keys()) > len(since)}
    found = {
        team: [
            Due(day, routine, team in teams, ParticipationRow.TAB.title)
            for day, routine, teams in days
            if day >= begin and (routine in of_all or team in ever[routine])
        ]
        for team, begin in since.items()
    }
    return Marks("with other teams", found)


def tracker_items_done(network: Published) -> Marks:
    """A mark a very important tracker item with a due date in this school year.

    It is asked of teams whose model the item names, and of all where it names none. Kept when the
    latest row of the Tracker that has a status says done; not counted when it says not applicable.
    """
    items = [item for item in network.rows(TrackerItemRow) if item.very_important]
    why = _why_no_items(network, items)
    if why:
        return Marks(why)
    found = defaultdict(list)
    for line in tracker.lines(network):
        if line.item.very_important and line.item.due:
            about, done = f"{line.item.code} {line.item.item}", set(line.done)
            marks = [
                Due(line.item.due, about, kept, TrackerRow.TAB.title) for kept in (False, True)
            ]
            for team in line.wanted:
                found[team].append(marks[team in done])
    return Marks("the very important ones", found)


def _why_no_items(network: Published, items: Sequence[TrackerItemRow]) -> str:
    """Why no tracker item can be due; empty where some can."""
    reasons: Mapping[str, bool] = {
        add_tab(TrackerItemRow): not network.rows(TrackerItemRow),
        add_tab(TrackerRow): not network.rows(TrackerRow),
        "none is very important in Tracker items": not items,
        "no due dates in Tracker items": not any(item.due for item in items),
    }
    return next((why for why, holds in reasons.items() if holds), "")


RULES: Mapping[Commitment, Callable[[Published], Marks]] = {
    Commitment.DATA: data_on_time,
    Commitment.CYCLES: cycles_at_pace,
    Commitment.LOGGED: learnings_logged,
    Commitment.SESSIONS: sessions_attended,
    Commitment.TRACKER: tracker_items_done,
}
