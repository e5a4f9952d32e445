"""The knowledge cycle in words: what became of learnings at each stage, in one true sentence."""

from collections.abc import Sequence

from kmlib.analysis.learnings import learnings
from kmlib.analysis.progress import Held, StageProgress, largest_leak
from kmlib.analysis.waiting import MOST, Shows, Usual, Waiting
from kmlib.charts.words import count
from kmlib.privacy import Published
from kmlib.schema import CycleRow, Stage

CAME = {  # what a learning is once it came to a stage
    Stage.GENERATION: "learned",
    Stage.CONSOLIDATION: "captured",
    Stage.SHARING: "shared",
    Stage.APPLICATION: "applied",
}
LOST = {  # what it is where it did not come
    Stage.CONSOLIDATION: "not captured yet",
    Stage.SHARING: "never passed on",
    Stage.APPLICATION: "not used yet",
}
_LEAKS = {  # the same in a headline: how it was called before, one verb for one and for many
    Stage.CONSOLIDATION: ("learning", "is not captured yet", "are not captured yet"),
    Stage.SHARING: ("captured learning", "was never passed on", "were never passed on"),
    Stage.APPLICATION: ("shared learning", "is not used yet", "are not used yet"),
}


def leak_headline(stages: Sequence[StageProgress]) -> str:
    """The largest leak: "17 of 34 captured learnings were never passed on"; empty without one."""
    leak = largest_leak(stages)
    if leak is None or leak.went_on.before is None:
        return ""
    noun, one, many = _LEAKS[leak.stage]
    lost, before = leak.went_on.lost, leak.went_on.before
    return f"{lost:,} of {count(before, noun)} {one if lost == 1 else many}"


def stage_headline(stages: Sequence[StageProgress], waits: Sequence[Waiting], held: Held) -> str:
    """What holds for the way through the stages, said from where it is narrowest.

    `held` are the routines of all these stages together.
    """
    leak = largest_leak(stages)
    if leak is not None:
        slow = sum(one.is_long for one in waits)
        more = f"; {count(slow, 'learning')} waited longer than most" if slow else ""
        share = f"{leak.went_on.reached:,} of {leak.went_on.before:,} {CAME[leak.stage]}"
        return f"Most is lost before {leak.stage}: {share}{more}"
    come = [one for one in stages if one.learnings]
    if come:
        so_far = "so far" if come[-1].stage is Stage.GENERATION else CAME[come[-1].stage]
        came = f"{count(come[-1].learnings or 0, 'learning')} {so_far}"
        if any(one.learnings is None for one in stages):
            return f"{came}; not every stage is recorded yet"
        return f"{came}, and none waits"
    if held.planned:
        routines = count(held.planned, "routine")
        return f"{held.on_time:,} of {routines} held on time; no learning is recorded yet"
    return "No learning and no routine is recorded yet"


def of_priority(priority: str, headline: str) -> str:
    """A headline that says which priority it is about, where it is about one.

    >>> of_priority("Attendance", "Most is lost before sharing: 9 of 14 shared")
    'Attendance – most is lost before sharing: 9 of 14 shared'
    """
    return f"{priority} – {headline[:1].lower()}{headline[1:]}" if priority else headline


def how_long(stages: Sequence[StageProgress]) -> str:
    """How long the narrowest step took those that made it; empty where nobody typed both dates."""
    leak = largest_leak(stages)
    if leak is None or leak.went_on.median_days is None:
        return ""
    took = f"{leak.went_on.median_days:,g} {'day' if leak.went_on.median_days == 1 else 'days'}"
    return f"Half of what was {CAME[leak.stage]} had waited {took} or less."


def lead(network: Published, stages: Sequence[StageProgress]) -> str:
    """The sentence under the overview's title: how long the leak takes, and the aim."""
    aim = network.settings.aim
    return " ".join(filter(None, (how_long(stages), f"The aim: {aim}" if aim else "")))


def caveats(network: Published) -> list[str]:
    """What of the count needs saying: learnings without a cycle."""
    cycles, said = {row.place for row in network.rows(CycleRow)}, []
    if alone := sum(one.place not in cycles for one in learnings(network)) * bool(cycles):
        said.append(f"{count(alone, 'item', 'name')} no cycle; each counts as a learning.")
    return said


def usual_in_words(usuals: Sequence[Usual]) -> str:
    """How long each step takes those that make it: what "longer than most" is measured against."""
    known = {CAME[one.stage]: one.most_days for one in usuals if one.most_days is not None}
    said = [f"{came} within {count(days, 'day')}" for came, days in known.items()]
    if not said:
        return "Too few went on with both dates typed to say how long is usual."
    return f"{MOST:.0%} of those that went on were {', '.join(said)}; longer is marked."


SHOWS_IN_WORDS = {
    Shows.LEARNINGS: "Learnings, in the month in which they came to the stage.",
    Shows.SESSIONS: "Sessions of the stage’s routines, by the Participation tab and Last held.",
    Shows.TEAMS: "Teams at target on all measures of the stage that they reported in the month;"
    " the outline is how many reported.",
}
