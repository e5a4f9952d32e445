"""The learning tabs: from a question to a tried, captured, shared and applied answer."""

import datetime as dt
import re
from math import inf
from typing import Annotated, Self

from pydantic import model_validator

from kmlib.findings import SCORE_OFF_SCALE
from kmlib.schema import shared
from kmlib.schema.columns import Choice, Column, Day, Number, Row, TabTitle, Texts, YesNo, broken

FEEDBACK = (1, 5)  # the least and the most


class Decision(Choice):
    """What a team decides at the end of a cycle."""

    ADOPT = "adopt", "adopted", "accept", "keep"
    ADAPT = "adapt", "adapted", "alter", "change"
    ABANDON = "abandon", "abandoned", "stop", "drop", "dropped"
    CONTINUE = "continue", "continued", "go on", "ongoing"


class Level(Choice):
    """How far a learning has been consolidated."""

    SUMMARY = "summary", "summarised", "summarized"
    SYNTHESIS = "synthesis", "synthesised", "synthesized"
    REDUCTION = "reduction", "reduced"
    KNOWN_GOOD = "known good", "proven"


class Action(Choice):
    """What somebody is asked to do with an item."""

    ACT = "act on it", "act", "use it", "use"
    RESOURCES = "provide resources", "resources", "fund"
    OBSTACLE = "remove obstacle", "remove obstacles", "unblock"
    BUY_IN = "build buy-in", "buy-in", "build support", "support"


class ApplicationStatus(Choice):
    """How far an application has come."""

    ASKED = "asked", "requested", "planned"
    UNDER_WAY = "under way", "in progress", "started"
    APPLIED = "applied", "done", "in use"
    BLOCKED = "blocked", "stuck", "on hold"


class DriverKind(Choice):
    """A place in the theory of improvement."""

    AIM = "aim", "goal"
    PRIMARY = "primary", "primary driver"
    SECONDARY = "secondary", "secondary driver"
    CHANGE_IDEA = "change idea", "idea", "change"


# A column in a line or two: its title, other titles, an example, and what is special about it.
# fmt: off


class PriorityRow(Row):
    """A shared priority: one row of the Priorities tab."""

    TAB = TabTitle("Priorities", "Priority; Focus areas", "progress by priority")
    KEY = "priority"

    priority: Annotated[str, Column("Priority", "Focus area; Problem of practice", "Attendance")]
    question: Annotated[str, Column("Question", "Learning question",
        "What brings students back after two days away?")] = ""
    who_experiences: Annotated[str, Column("Who experiences it", "",
        "students in grades 1 to 3")] = ""
    who_must_act: Annotated[str, Column("Who must act", "", "teachers; front office")] = ""
    equity_principle: Annotated[str, Column("Equity principle")] = ""
    owner: shared.Owner = ""
    status: Annotated[str, Column("Status", "", "active")] = ""


class CycleRow(Row):
    """One short inquiry cycle of a team: one row of the Cycles tab."""

    TAB = TabTitle("Cycles", "Inquiry log; PDSA; PDSAs; Inquiry cycles; Cycle log",
        "what was tried, and cycles on the charts", refers_as="cycle")
    NAMED_BY = "title"

    team: shared.Team
    title: Annotated[str, Column("Title", "Cycle; Name; Cycle name", "Morning calls home")]
    priority: shared.Priority = ""
    learning_goal: Annotated[str, Column("Learning goal", "What we want to learn",
        "Does a call on the first day bring students back?")] = ""
    theory_of_action: shared.TheoryOfAction = ""
    change_idea: Annotated[str, Column("Change idea", "Change; Plan", "Call home before 9")] = ""
    started: Annotated[dt.date, Column("Started", "Start; Start date; Date started", "2025-10-06")]
    ended: Annotated[Day, Column("Ended", "End; End date; Date ended", "2025-11-14",
        after="started")] = None
    prediction: Annotated[str, Column("Prediction", "We predict",
        "Four of five are back next day")] = ""
    result: Annotated[str, Column("Result", "Results; What happened", "Three of five were")] = ""
    learned: Annotated[str, Column("Learned", "What we learned; Learning",
        "Calls after 9 reach nobody")] = ""
    decision: Annotated[Decision | None, Column("Decision", "Act; Adopt adapt abandon",
        "adapt")] = None
    measure: shared.Measure = ""
    context: Annotated[str, Column("Context", "", "grades 1 to 3")] = ""
    scale: Annotated[str, Column("Scale", "Who and how many", "two classes, 45 students")] = ""
    routine: shared.Routine = ""
    idea_from: Annotated[str, Column("Idea from", "Source of idea",
        may_name="Knowledge; Teams")] = ""
    logged: Annotated[Day, Column("Logged", "Date logged; Timestamp", "2025-11-18",
        on_record=True)] = None


class KnowledgeRow(Row):
    """A captured learning: one row of the Knowledge tab."""

    TAB = TabTitle("Knowledge", "Knowledge items; Learnings; Knowledge library",
        "the knowledge library")
    KEY = "item"

    item: Annotated[str, Column("Item", "Learning; Title", "Call before 9, not after")]
    priority: shared.Priority = ""
    level: Annotated[Level | None, Column("Level", "Level of knowledge", "synthesis")] = None
    claim: Annotated[str, Column("Claim", "What we say",
        "An early call brings more students back")] = ""
    evidence: Annotated[str, Column("Evidence", "What supports it", "Two cycles, 45 students")] = ""
    origin: Annotated[str, Column("Origin", "Origin team; From team", refers="Teams")] = ""
    tested_by: Annotated[Texts, Column("Tested by", "Tested by teams", refers="Teams")] = ()
    contexts: Annotated[Texts, Column("Contexts", "Context", "grades 1 to 3")] = ()
    from_cycles: Annotated[Texts, Column("From cycles", "Cycles", "Morning calls home",
        refers="Cycles")] = ()
    equity_checked: Annotated[YesNo, Column("Equity checked")] = None
    product: Annotated[str, Column("Product", "Knowledge product", "one-page how-to")] = ""
    audience: Annotated[Texts, Column("Audience", "For whom", "front offices")] = ()
    next_steps: Annotated[str, Column("Next steps", "Next step", "Try it for two weeks")] = ""
    resources_needed: Annotated[str, Column("Resources needed", "Resources",
        "a list of phone numbers")] = ""
    link: shared.Link = ""
    captured_on: Annotated[Day, Column("Captured on", "Captured; Date", "2025-12-05",
        on_record=True)] = None
    routine: shared.Routine = ""
    vetted_by: Annotated[str, Column("Vetted by", staff=True)] = ""
    vetted_on: Annotated[Day, Column("Vetted on", on_record=True)] = None
    repository: Annotated[str, Column("Repository", refers="Repositories")] = ""


class SharingRow(Row):
    """One time a broker carried an item to somebody: one row of the Sharing tab."""

    TAB = TabTitle("Sharing", "Shares; Shared; Brokering", "who told whom")

    item: shared.Item
    broker: Annotated[str, Column("Broker", "Shared by; From", "assistant principal", staff=True)]
    to: Annotated[str, Column("To", "Shared with; Audience", "Birchwood", may_name="Teams")]
    routine: shared.Routine = ""
    channel: Annotated[str, Column("Channel", "How", "coaching circle")] = ""
    date: Annotated[dt.date, Column("Date", "Shared on; When", "2026-01-14", on_record=True)]


class ApplicationRow(Row):
    """Somebody's use of an item: one row of the Applications tab."""

    TAB = TabTitle("Applications", "Application; Uses", "what is used, and what stands in the way")

    item: shared.Item
    stakeholder: Annotated[str, Column("Stakeholder", "Who; Stakeholder group",
        "grade-level teachers")]
    team: shared.Team = ""
    action: Annotated[Action | None, Column("Action", "", "act on it")] = None
    current_state: Annotated[str, Column("Current state", "Now", "calls at noon")] = ""
    needed_state: Annotated[str, Column("Needed state", "Needed", "calls before 9")] = ""
    motivation: Annotated[str, Column("Motivation")] = ""
    resources: Annotated[str, Column("Resources")] = ""
    obstacles: Annotated[str, Column("Obstacles", "Obstacle; In the way")] = ""
    conditions: Annotated[str, Column("Conditions")] = ""
    status: Annotated[ApplicationStatus | None, Column("Status", "State", "under way")] = None
    applied_on: Annotated[Day, Column("Applied on", "Applied", "2026-01-20", on_record=True)] = None
    next_step: Annotated[str, Column("Next step", "Next steps",
        "move the call list to the front desk")] = ""
    by: Annotated[Day, Column("By", "Due; By when")] = None
    updated: Annotated[Day, Column("Updated", "Last updated", "2026-02-10", on_record=True)] = None


class ParticipationRow(Row):
    """Who came to a routine once: one row of the Participation tab."""

    TAB = TabTitle("Participation", "Attendance at routines; Sign-in", "who takes part")

    routine: shared.Routine
    date: Annotated[dt.date, Column("Date", "Held on; When", "2026-02-10", on_record=True)]
    stakeholder_group: Annotated[str, Column("Stakeholder group", "Stakeholders; Who", "teachers")]
    team: shared.Team = ""
    people: Annotated[int | None, Column("People", "Number of people; Count", "12")] = None
    value: Annotated[Number, Column("Value", "Feedback; Rating", "4")] = None

    @model_validator(mode="after")
    def value_lies_on_the_scale(self) -> Self:
        """Feedback is given from 1 to 5."""
        if self.value is not None and not FEEDBACK[0] <= self.value <= FEEDBACK[1]:
            raise broken(SCORE_OFF_SCALE, "value")
        return self


class DriverRow(Row):
    """A part of the theory of improvement: one row of the Drivers tab."""

    TAB = TabTitle("Drivers", "Driver diagram; Theory of improvement", "the theory of improvement")
    KEY = "driver"

    driver: Annotated[str, Column("Driver", "Name", "Families know early")]
    kind: Annotated[DriverKind, Column("Kind", "Type; Level", "primary")]
    parent: Annotated[str, Column("Parent", "Part of; Under", refers="Drivers")] = ""
    priority: shared.Priority = ""
    measure: shared.Measure = ""


class SelfAssessmentRow(Row):
    """A scale scored from two sides: one row of the Self-assessment tab."""

    TAB = TabTitle("Self-assessment", "Rubric; Progress scores", "self-assessment from two sides")

    team: shared.Team
    scale: Annotated[str, Column("Scale", "Rubric", "Collaborative progress scale (1 to 5)")]
    date: Annotated[dt.date, Column("Date", "Scored on", "2026-01-30", on_record=True)]
    own_score: Annotated[Number, Column("Own score", "Team's score; Self score", "3")] = None
    facilitator_score: Annotated[Number, Column("Facilitator's score",
        "Coach's score; Facilitator score", "2.5")] = None
    note: shared.Note = ""

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that the name of the scale says, as in "1 to 5"."""
        ends = re.search(r"\b([0-9]+) ?(?:to|-|–) ?([0-9]+)\b", self.scale)
        return (int(ends[1]), int(ends[2])) if ends else (-inf, inf)

    @model_validator(mode="after")
    def scores_lie_on_the_scale(self) -> Self:
        """A scale whose name says "1 to 5" has no 35."""
        least, most = self.ends
        for field in ("own_score", "facilitator_score"):
            score = getattr(self, field)
            if score is not None and not least <= score <= most:
                raise broken(SCORE_OFF_SCALE, field)
        return self
