"""The kinds of gaps with their words: what is missing, why it matters and what to do next.

Words in braces are filled in where a gap is found; what a gap is called after its place ("Shared
drive: nobody brokers it") is also what people type in the Gaps tab to decide about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kmlib.analysis.learnings import STAGES, Learning
from kmlib.analysis.waves import Reason, stage_word
from kmlib.findings import Cell
from kmlib.schema import Stage
from kmlib.schema.steering import GapDecisionRow


class Kind(NamedTuple):
    """One kind of gap."""

    title: str
    words: str  # behind the place
    next_step: str
    why: str = ""


# A kind in two lines or three: title and words, next step, why.
# fmt: off
NO_ROUTINE = Kind("Stage without a routine for a priority", "no routine for {stage}",
    "Name it under Priority of a routine for {stage}, or add such a routine",
    "No routine for {stage} serves it, so its learning stops there.")
BROKEN = Kind("Wave broken after a stage", "wave broken after {after}",
    "Name {helper} under Feeds of {at}")
OVERDUE = Kind("Routine overdue against its cadence", "overdue",
    "Hold it, then type the day under Last held",
    "{cadence} by its cadence; last held on {day}, {late} overdue.")
BLOCKED = Kind("Application blocked", "application blocked", "{step}", "In the way: {in_the_way}.")
UNFINISHED = Kind("Product without audience, next steps or resources", "product incomplete",
    "Fill {lacks} in its row", "Whoever gets it cannot act on it alone. Not named: {lacks}.")
NOT_SHARED = Kind("Item well supported but not shared", "not shared",
    "Ask someone its audience trusts to carry it, then add the day to the Sharing tab",
    "It counts as {level}, and no row tells that anybody was told.")
NOT_APPLIED = Kind("Item shared but not applied", "not applied",
    "Ask them what they would need to try it, and add a row to the Applications tab",
    "Last told to {told} on {day}, and no row tells that anybody tries it.")
NO_OWNER = Kind("Routine without an owner", "no owner", "Type a role under Owner",
    "Nobody keeps it going when something comes between.")
NO_MEASURE = Kind("Priority without a measure", "no measure",
    "Name it under Priority of a measure, or add a measure",
    "Nobody can see whether the work on it helps.")
NO_DATA = Kind("Measure without data", "no data", "Type its values into a Data tab",
    "Nobody has reported it yet.")
NO_BALANCING = Kind("Aim without a balancing measure", "no balancing measure",
    "Add a measure of kind balancing{with_priority}",
    "Nobody watches what the work on it may make worse elsewhere.")
LEAVING = Kind("Knowledge held by someone who leaves", "held by someone who leaves",
    "Type a Backup, or name it under Holds of a second person",
    "The last one who holds it {leaves} on {day}.")
ONE_PERSON = Kind("Knowledge held by one person", "held by one person", LEAVING.next_step,
    "While the one who holds it is away, nobody else has it.")
PARTNERSHIP = Kind("Partnership without ready conditions, pulse check or session objective",
    "not ready", next_step="")
NOT_BROKERED = Kind("Repository nobody brokers", "nobody brokers it",
    "Name under Brokered in the routine that brings it up",
    "What is kept there is found by chance only.")
ABSENT = Kind("Stakeholder group absent from a stage", "absent from a stage",
    "Name it under Participants of a routine there", "Takes part in {present}; not in {absent}.")
NOT_FOCUSED = Kind("Routine not yet learning-focused", "not yet learning-focused", "{step}",
    "Not yet: {noes}.")
# fmt: on
# Gaps with as much learning behind them stand in the order of their kinds above.
KINDS = tuple(kind for kind in globals().copy().values() if isinstance(kind, Kind))

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
CLEAR_THE_WAY = "Agree who clears the way, and type it under Next step"
# What a partnership can lack: why that matters, and what to do next.
NOT_READY = "Not yet: {noes}.", "Talk it over before the next session"
NO_PULSE = "Half of its time is over without a pulse check.", "Ask both sides how it goes"
NO_SESSION = "No session with an objective is written down.", "Give the next session an objective"


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
        stage_before = STAGES[STAGES.index(self.stage) - 1] if self.stage else None
        stages, before = _spellings(self.stage), _spellings(stage_before)
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
