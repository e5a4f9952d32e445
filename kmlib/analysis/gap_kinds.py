"""The kinds of gaps with their words: what is missing, why it matters and what to do next.

Words in braces are filled in where a gap is found; what a gap is called after its place ("Shared
drive: nobody brokers it") is also what people type in the Gaps tab to decide about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kmlib.analysis.learnings import STAGES, Learning
from kmlib.analysis.waves import Reason, stage_word
from kmlib.findings import Cell
from kmlib.schema.choices import Stage
from kmlib.schema.steering import GapDecisionRow


class Kind(NamedTuple):
    """One kind of gap."""

    title: str
    words: str  # behind the place
    next_step: str
    why: str = ""


NO_ROUTINE = Kind(
    title="Stage without a routine for a priority",
    words="no routine for {stage}",
    why="No routine for {stage} serves it, so its learning stops there.",
    next_step="Name it under Priority of a routine for {stage}, or add such a routine",
)
BROKEN = Kind(
    title="Wave broken after a stage",
    words="wave broken after {after}",
    next_step="Name {helper} under Feeds of {at}",
)
OVERDUE = Kind(
    title="Routine overdue against its cadence",
    words="overdue",
    why="{cadence} by its cadence; last held on {day}, {late} overdue.",
    next_step="Hold it, then type the day under Last held",
)
NO_OWNER = Kind(
    title="Routine without an owner",
    words="no owner",
    why="Nobody keeps it going when something comes between.",
    next_step="Type a role under Owner",
)
NO_MEASURE = Kind(
    title="Priority without a measure",
    words="no measure",
    why="Nobody can see whether the work on it helps.",
    next_step="Name it under Priority of a measure, or add a measure",
)
NO_DATA = Kind(
    title="Measure without data",
    words="no data",
    why="Nobody has reported it yet.",
    next_step="Type its values into a Data tab",
)
NO_BALANCING = Kind(
    title="Aim without a balancing measure",
    words="no balancing measure",
    why="Nobody watches what the work on it may make worse elsewhere.",
    next_step="Add a measure of kind balancing with this priority",
)
ONE_PERSON = Kind(
    title="Knowledge held by one person",
    words="held by one person",
    why="While the one who holds it is away, nobody else has it.",
    next_step="Type a Backup, or name it under Holds of a second person",
)
NOT_BROKERED = Kind(
    title="Repository nobody brokers",
    words="nobody brokers it",
    why="What is kept there is found by chance only.",
    next_step="Name under Brokered in the routine that brings it up",
)
KINDS = (  # gaps with as much learning behind them stand in this order
    *(NO_ROUTINE, BROKEN, OVERDUE, NO_OWNER, NO_MEASURE, NO_DATA, NO_BALANCING, ONE_PERSON),
    NOT_BROKERED,
)

WHY_BROKEN = {
    Reason.FEEDS_NOTHING: "{at} feeds no other routine.",
    Reason.SKIPS: "{at} goes straight to {named}; nobody sees to {stage} in between.",
    Reason.OTHER_PRIORITY: "{named}, which {at} feeds, serves other priorities only.",
    Reason.CIRCLE: "What {at} feeds goes round in a circle, never on.",
    Reason.NO_ROUTINE: "No routine for {stage} serves it.",
}
OTHER_WAYS = " Other ways get no further: {others}."
# The next step where no routine could take the wave on as it is.
ADD_ONE = "Add a routine for {stage} and name it under Feeds of {at}"
ADD_ROUTINE = "Add a routine for {stage} that serves it"
SERVE_IT_TOO = "If {named} can carry it, add {priority} to its Priority"
NEXT_STEP = dict.fromkeys(Reason, ADD_ONE) | {
    Reason.OTHER_PRIORITY: SERVE_IT_TOO,
    Reason.NO_ROUTINE: ADD_ROUTINE,
}

SILENT_THIS_YEAR = "Nobody has reported it in this school year; the last report ended on {day}."
LEAVES = "The one person who holds it leaves on {day}."
HAS_LEFT = "The last person who held it left on {day}."


@dataclass(frozen=True, eq=False)
class Gap:
    """One gap: what is missing where, how much learning it holds up, and what to do next."""

    kind: Kind
    where: str
    place: Cell  # the row that it comes from; row 0 for what is missing: the tab to add it to
    why: str
    next_step: str
    stage: Stage | None = None  # that is missing, or whose only routine it is
    priority: str = ""
    learnings: tuple[Learning, ...] = ()  # that are stuck behind it
    decision: GapDecisionRow | None = None  # of the Gaps tab
    is_muted: bool = False

    @property
    def name(self) -> str:
        """What it is called, as the Gaps tab may name it."""
        return self.names[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, with its stage by each of the words for it."""
        stages, before = _spellings(self.stage), _spellings(_stage_before(self.stage))
        words = (self.kind.words.format(stage=s, after=a) for s in stages for a in before)
        return tuple(dict.fromkeys(f"{self.where}: {text}" for text in words))


def a_gap(
    kind: Kind, where: str, *, place: Cell, words: Mapping[str, str] | None = None, **more: Any
) -> Gap:
    """A gap with its texts filled in: those of its kind, unless `why` or `next_step` is given."""
    filled = {"stage": _spellings(more.get("stage"))[0], **(words or {})}
    texts = {"why": kind.why, "next_step": kind.next_step} | more
    texts |= {name: texts[name].format_map(filled) for name in ("why", "next_step")}
    return Gap(kind, where, place, **texts)


def _spellings(stage: Stage | None) -> tuple[str, ...]:
    return (stage_word(stage), stage.value, *stage.also) if stage else ("",)


def _stage_before(stage: Stage | None) -> Stage | None:
    return STAGES[STAGES.index(stage) - 1] if stage else None
