"""Stage cards: the three plain numbers of each stage, side by side."""

from collections.abc import Sequence
from typing import NamedTuple

from kmlib.analysis.learnings import STAGES, TAB_OF
from kmlib.analysis.progress import AtTarget, Held, StageProgress, WentOn, largest_leak
from kmlib.charts.cycle_words import CAME
from kmlib.charts.markup import escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count
from kmlib.schema import Stage

NOBODY_BEFORE = {  # what to say where nothing could come on yet
    Stage.GENERATION: "no cycle has ended yet",
    Stage.CONSOLIDATION: "nothing learned yet",
    Stage.SHARING: "nothing captured yet",
    Stage.APPLICATION: "nothing shared yet",
}


class Line(NamedTuple):
    """One line of a card: n of m and what it counts; without a number the words alone."""

    amount: int | None
    of: int | None
    words: str
    title: str = ""  # more, on hovering


def stage_cards(stages: Sequence[StageProgress], *, under_river: bool = False) -> str:
    """A card a stage; where the largest leak is, the number that says so is orange."""
    leak = largest_leak(stages)
    cards = ""
    for one in stages:
        lines = _lines(one, "km-orange" if one is leak else None)
        cards += tag("section", tag("h2", escape(one.stage.capitalize())) + lines, class_="km-card")
    class_ = "km-cards km-under-river" if under_river else "km-cards"
    return tag("div", cards, class_=class_)


def _lines(one: StageProgress, tone: str | None = None) -> str:
    rest = _row(_held(one.held)), _row(_at_target(one.at_target))
    return _row(_went_on(one), tone).join(rest)


def _row(line: Line, tone: str | None = None) -> str:
    title = line.title or None
    if line.amount is None:
        return tag("p", tag("span", escape(line.words), class_="km-absent"), title=title)
    of = "" if line.of is None else f" of {line.of:,}"
    number = tag("span", tag("b", f"{line.amount:,}", class_=tone) + of, class_="km-n-of-m")
    return tag("p", number + tag("span", escape(line.words)), title=title)


def _held(held: Held) -> Line:
    if not held.planned:
        return Line(None, None, "no routine for this stage")
    one = held.planned == 1
    untold = f", {held.untold} not known" if held.untold else ""
    more = "Without a Cadence or a Last held date it cannot be told." if held.untold else ""
    word = "routine" if one else "routines"
    return Line(held.on_time, held.planned, f"{word} held on time{untold}", more)


def _went_on(one: StageProgress) -> Line:
    went: WentOn = one.went_on
    if went.reached is None:
        return Line(None, None, f"add a tab {TAB_OF[one.stage].TAB.title}")
    if went.before == 0:
        return Line(None, None, NOBODY_BEFORE[one.stage])
    cycles = "cycle taught" if went.before == 1 else "cycles taught"
    words, per = (cycles, "in") if one.stage is STAGES[0] else (CAME[one.stage], "median")
    days = "" if went.median_days is None else f", {per} {_days(went.median_days)}"
    title = f"Median of the {count(went.dated, 'row')} with both dates." if days else ""
    return Line(went.reached, went.before, words + days, title)


def _days(days: float) -> str:
    """Days with a half where a median lies between two.

    >>> _days(1.0), _days(12.5)
    ('1 day', '12.5 days')
    """
    return f"{days:g} day" if days == 1 else f"{days:g} days"


def _at_target(one: AtTarget) -> Line:
    if not one.measures:
        return Line(None, None, "no measure of this stage has a target")
    if not one.reporting:
        return Line(None, None, "nobody reported its measures lately")
    all_of = f" on all {one.measures}" if one.measures > 1 else ""
    word = "team" if one.reporting == 1 else "teams"
    return Line(one.teams, one.reporting, f"{word} at target{all_of}", "Of those that report it.")


def by_priority(rows: Sequence[tuple[str, Sequence[StageProgress]]]) -> str:
    """The same numbers of every priority: a row a priority, a column a stage."""
    heads = ["Priority", *(stage.capitalize() for stage in STAGES)]
    cells = ((tag("b", escape(name or "Everything")), *map(_lines, each)) for name, each in rows)
    return tag("div", plain_table(heads, cells, says="By priority"), class_="km-priorities")


def table(rows: Sequence[tuple[str, Sequence[StageProgress]]]) -> list[dict[str, object]]:
    """The plain numbers, one row a priority and stage; absent ones are None."""
    return [
        {
            "priority": name, "stage": one.stage.value, "routines_on_time": one.held.on_time,
            "routines_planned": one.held.planned, "routines_not_known": one.held.untold,
            "learnings": one.learnings, "went_on": one.went_on.reached,
            "went_on_of": one.went_on.before, "median_days": one.went_on.median_days,
            "teams_at_target": one.at_target.teams, "teams_reporting": one.at_target.reporting,
        }
        for name, stages in rows
        for one in stages
    ]  # fmt: skip
