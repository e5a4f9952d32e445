"""The programme tabs: tracker, calendar, repositories, partnerships, people."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kmlib.findings import ENDS_BEFORE_IT_STARTS
from kmlib.schema.columns import Choice, Column, Row, TabTitle, broken


class CycleStep(Choice):
    """A step of the programme's year."""

    PARTNER = "partner"
    SET_GOALS = "set goals", "goals"
    PLAN = "plan"
    ACT = "act", "do"
    ASSESS = "assess, reflect and adjust", "assess", "reflect", "adjust"
    CLOSE = "close and renew", "close", "renew"


class TrackerStatus(Choice):
    """How far a team is with a tracker item."""

    NOT_STARTED = "not started", "no", "not yet", "0"
    IN_PROGRESS = "in progress", "started", "partly", "ip"
    DONE = "done", "complete", "completed", "yes", "x", "✓"
    NOT_APPLICABLE = "not applicable", "n/a", "na"


class Met(Choice):
    """Whether a session met its objective."""

    YES = "yes", "y", "met"
    PARTLY = "partly", "partially", "somewhat"
    NO = "no", "n", "not met"


class TrackerItemRow(Row):
    """A practice every team is asked to carry out: one row of the Tracker items tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Tracker items",
        also="Tracker key; Implementation items",
        lights="the implementation tracker",
        refers_as="tracker item",
    )
    KEY: ClassVar[str] = "code"

    code: Annotated[str, Column("Code", "Item code; No.", example="1.1.1")]
    item: Annotated[str, Column("Item", "Practice; Description")]
    cycle_step: Annotated[CycleStep | None, Column("Cycle step", "Step")] = None
    very_important: Annotated[bool, Column("Very important", "Key; Important", default="no")] = (
        False
    )
    models: Annotated[tuple[str, ...], Column("Models", "Model")] = ()
    due: Annotated[dt.date | None, Column("Due", "Due date; Month")] = None


class TrackerRow(Row):
    """How far one team is with one item: one row of the Tracker tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Tracker",
        also="Implementation tracker; Implementation",
        lights="the implementation tracker",
    )

    team: Annotated[str, Column("Team", "School; Site", refers="Teams")]
    code: Annotated[str, Column("Code", "Item code; No.", refers="Tracker items")]
    status: Annotated[TrackerStatus | None, Column("Status", "State")] = None
    date: Annotated[dt.date | None, Column("Date", "On; Updated", on_record=True)] = None
    note: Annotated[str, Column("Note", "Notes; Comment")] = ""


class CalendarRow(Row):
    """One entry of the scope and sequence: one row of the Calendar tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Calendar", also="Scope and sequence; Year plan", lights="this month's focus"
    )

    date: Annotated[dt.date, Column("Date", "Month; Date or Month; When")]
    focus: Annotated[str, Column("Focus", "Monthly focus")] = ""
    space: Annotated[str, Column("Space", "Routine; Learning space", refers="Routines")]
    topic: Annotated[str, Column("Topic", "Agenda")] = ""
    facilitator: Annotated[str, Column("Facilitator", staff=True)] = ""
    tracker_codes: Annotated[
        tuple[str, ...], Column("Tracker codes", "Codes", refers="Tracker items")
    ] = ()
    priority: Annotated[str, Column("Priority", refers="Priorities")] = ""


class RepositoryRow(Row):
    """A place where knowledge is kept: one row of the Repositories tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Repositories",
        also="Repository",
        lights="repositories nobody brokers",
        refers_as="repository",
    )
    KEY: ClassVar[str] = "repository"

    repository: Annotated[str, Column("Repository", "Name")]
    description: Annotated[str, Column("Description")] = ""
    owner: Annotated[str, Column("Owner", staff=True)] = ""
    brokered_in: Annotated[
        str, Column("Brokered in", "Brokered in (routine); Routine", refers="Routines")
    ] = ""
    link: Annotated[str, Column("Link", "URL")] = ""
    last_added: Annotated[dt.date | None, Column("Last added", "Last updated", on_record=True)] = (
        None
    )


class PartnershipRow(Row):
    """A team's partnership with somebody who helps it learn: one row of the Partnerships tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Partnerships",
        also="Partnership",
        lights="partnerships and their readiness",
        refers_as="partnership",
    )
    KEY: ClassVar[str] = "partnership"

    partnership: Annotated[str, Column("Partnership", "Name")]
    team: Annotated[str, Column("Team", "School; Site", refers="Teams")] = ""
    partner: Annotated[str, Column("Partner", "With")] = ""
    facilitator: Annotated[str, Column("Facilitator", staff=True)] = ""
    start: Annotated[dt.date, Column("Start", "Started; Start date")]
    end: Annotated[dt.date | None, Column("End", "Ended; End date")] = None
    learning_need: Annotated[str, Column("Learning need")] = ""
    objective: Annotated[str, Column("Objective")] = ""
    theory_of_action: Annotated[str, Column("Theory of action")] = ""
    initiative_under_way: Annotated[
        bool | None, Column("Initiative under way", "Initiative underway")
    ] = None
    aligned: Annotated[bool | None, Column("Aligned with partner's experience", "Aligned")] = None
    commits_to_share: Annotated[bool | None, Column("Commits to share")] = None
    leaders_bought_in: Annotated[bool | None, Column("Leaders bought in")] = None
    staff_bought_in: Annotated[bool | None, Column("Staff bought in")] = None
    ready_to_change: Annotated[bool | None, Column("Ready to change")] = None
    mutual_benefit: Annotated[bool | None, Column("Mutual benefit")] = None
    pulse_check_on: Annotated[dt.date | None, Column("Pulse check on", "Pulse check")] = None
    pulse_result: Annotated[str, Column("Pulse result")] = ""

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> Self:
        """A partnership cannot end before its start."""
        if self.end and self.end < self.start:
            raise broken(ENDS_BEFORE_IT_STARTS, "end")
        return self


class PartnershipSessionRow(Row):
    """One session of a partnership: one row of the Partnership sessions tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Partnership sessions", also="Sessions", lights="partnership sessions and their objectives"
    )

    partnership: Annotated[str, Column("Partnership", refers="Partnerships")]
    date: Annotated[dt.date, Column("Date", "Held on")]
    objective: Annotated[str, Column("Objective")]
    met: Annotated[Met | None, Column("Met", "Objective met")] = None
    carried_out: Annotated[str, Column("Carried out of it", "Takeaway")] = ""


class PersonRow(Row):
    """Somebody on whom something hangs: one row of the People tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "People", also="Staff", lights="what hangs on one person", refers_as="person"
    )
    KEY: ClassVar[str] = "person"

    person: Annotated[str, Column("Person", "Name", staff=True)]
    role: Annotated[str, Column("Role", "Position")] = ""
    team: Annotated[str, Column("Team", "School; Site", refers="Teams")] = ""
    since: Annotated[dt.date | None, Column("Since", "Joined")] = None
    leaving: Annotated[dt.date | None, Column("Leaving", "Leaves on; Last day")] = None
    backup: Annotated[str, Column("Backup", "Back-up; Deputy", staff=True)] = ""
    holds: Annotated[tuple[str, ...], Column("Holds", "Responsible for")] = ()

    @model_validator(mode="after")
    def leaves_after_coming(self) -> Self:
        """Nobody leaves before they came."""
        if self.since and self.leaving and self.leaving < self.since:
            raise broken(ENDS_BEFORE_IT_STARTS, "leaving")
        return self
