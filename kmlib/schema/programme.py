"""The programme tabs: tracker, calendar, repositories, partnerships, people."""

import datetime as dt
from typing import Annotated

from kmlib.schema import shared
from kmlib.schema.columns import Choice, Column, Day, Row, TabTitle, Texts, YesNo


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

    NOT_STARTED = "not started", "no", "not yet", "0", "not begun", "not done", "to do", "planned"
    IN_PROGRESS = "in progress", "started", "partly", "ip", "in process", "under way", "ongoing"
    DONE = "done", "complete", "completed", "yes", "x", "✓", "finished", "met", "achieved"
    NOT_APPLICABLE = "not applicable", "n/a", "na", "does not apply", "not needed"


class Met(Choice):
    """Whether a session met its objective."""

    YES = "yes", "y", "met"
    PARTLY = "partly", "partially", "somewhat"
    NO = "no", "n", "not met"


# A column in a line or two: its title, other titles, an example, and what is special about it.
# fmt: off


class TrackerItemRow(Row):
    """A practice every team is asked to carry out: one row of the Tracker items tab."""

    TAB = TabTitle("Tracker items", "Tracker key; Implementation items",
        "the implementation tracker", refers_as="tracker item")
    KEY = "code"

    code: Annotated[str, Column("Code", "Item code; No.", "1.1.1")]
    item: Annotated[str, Column("Item", "Practice; Description", "Team meets every two weeks")]
    cycle_step: Annotated[CycleStep | None, Column("Cycle step", "Step", "act")] = None
    very_important: Annotated[bool, Column("Very important", "Key; Important", "yes",
        default="no")] = False
    models: Annotated[Texts, Column("Models", "Model")] = ()
    due: Annotated[Day, Column("Due", "Due date; Month", "2026-05-01")] = None


class TrackerRow(Row):
    """How far one team is with one item: one row of the Tracker tab."""

    TAB = TabTitle("Tracker", "Implementation tracker; Implementation",
        "the implementation tracker", headed=("code", "status"))

    team: shared.Team
    code: Annotated[str, Column("Code", "Item code; No.", "1.1.1", refers="Tracker items")]
    status: Annotated[TrackerStatus | None, Column("Status", "State", "in progress")] = None
    date: Annotated[Day, Column("Date", "On; Updated", "2026-01-15", on_record=True)] = None
    note: shared.Note = ""


class CalendarRow(Row):
    """One entry of the scope and sequence: one row of the Calendar tab."""

    TAB = TabTitle("Calendar", "Scope and sequence; Year plan", "this month's focus")

    date: Annotated[dt.date, Column("Date", "Month; Date or Month; When", "March 2026")]
    focus: Annotated[str, Column("Focus", "Monthly focus", "What brings students back")] = ""
    space: Annotated[str, Column("Space", "Routine; Learning space", "Data dive",
        refers="Routines")]
    topic: Annotated[str, Column("Topic", "Agenda", "First-day calls")] = ""
    facilitator: shared.Facilitator = ""
    tracker_codes: Annotated[Texts, Column("Tracker codes", "Codes", "1.1.1",
        refers="Tracker items")] = ()
    priority: shared.Priority = ""


class RepositoryRow(Row):
    """A place where knowledge is kept: one row of the Repositories tab."""

    TAB = TabTitle("Repositories", "Repository", "repositories nobody brokers")
    KEY = "repository"

    repository: Annotated[str, Column("Repository", "Name", "Shared drive")]
    description: Annotated[str, Column("Description", "", "One-page how-tos")] = ""
    owner: shared.Owner = ""
    brokered_in: Annotated[str, Column("Brokered in", "Brokered in (routine); Routine", "Data dive",
        refers="Routines")] = ""
    link: shared.Link = ""
    last_added: Annotated[Day, Column("Last added", "Last updated", "2026-02-01",
        on_record=True)] = None


class PartnershipRow(Row):
    """A team's partnership with somebody who helps it learn: one row of the Partnerships tab."""

    TAB = TabTitle("Partnerships", "Partnership", "partnerships and their readiness")
    KEY = "partnership"

    partnership: Annotated[str, Column("Partnership", "Name", "Calls that work")]
    team: shared.Team = ""
    partner: Annotated[str, Column("Partner", "With", "Birchwood")] = ""
    facilitator: shared.Facilitator = ""
    start: Annotated[dt.date, Column("Start", "Started; Start date", "2025-10-01")]
    end: Annotated[Day, Column("End", "Ended; End date", after="start")] = None
    learning_need: Annotated[str, Column("Learning need", "", "How to reach families early")] = ""
    objective: Annotated[str, Column("Objective", "", "A call script that works")] = ""
    theory_of_action: shared.TheoryOfAction = ""
    initiative_under_way: Annotated[YesNo, Column("Initiative under way", "", "yes")] = None
    aligned: Annotated[YesNo, Column("Aligned with partner's experience", "Aligned")] = None
    commits_to_share: Annotated[YesNo, Column("Commits to share")] = None
    leaders_bought_in: Annotated[YesNo, Column("Leaders bought in")] = None
    staff_bought_in: Annotated[YesNo, Column("Staff bought in")] = None
    ready_to_change: Annotated[YesNo, Column("Ready to change")] = None
    mutual_benefit: Annotated[YesNo, Column("Mutual benefit")] = None
    pulse_check_on: Annotated[Day, Column("Pulse check on", "Pulse check", "2026-01-20")] = None
    pulse_result: Annotated[str, Column("Pulse result", "", "going well")] = ""


class PartnershipSessionRow(Row):
    """One session of a partnership: one row of the Partnership sessions tab."""

    TAB = TabTitle("Partnership sessions", "Sessions", "partnership sessions and their objectives")

    partnership: Annotated[str, Column("Partnership", "", "Calls that work", refers="Partnerships")]
    date: Annotated[dt.date, Column("Date", "Held on", "2025-11-05")]
    objective: Annotated[str, Column("Objective", "", "Write the call script together")]
    met: Annotated[Met | None, Column("Met", "Objective met", "partly")] = None
    carried_out: Annotated[str, Column("Carried out of it", "Takeaway", "a first script")] = ""


class PersonRow(Row):
    """Somebody on whom something hangs: one row of the People tab."""

    TAB = TabTitle("People", "Staff", "what hangs on one person")
    KEY = "person"

    person: Annotated[str, Column("Person", "Name", "front office lead", staff=True)]
    role: Annotated[str, Column("Role", "Position", "keeps the call list")] = ""
    team: shared.Team = ""
    since: Annotated[Day, Column("Since", "Joined", "2023-08-15")] = None
    leaving: Annotated[Day, Column("Leaving", "Leaves on; Last day", after="since")] = None
    backup: Annotated[str, Column("Backup", "Deputy", staff=True)] = ""
    holds: Annotated[Texts, Column("Holds", "Responsible for", "Data dive",
        may_name="Routines; Knowledge; Measures; Repositories")] = ()
