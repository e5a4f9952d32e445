"""The tabs that steer the dashboard from the sheet."""

import datetime as dt
from typing import Annotated

from kmlib.schema import shared
from kmlib.schema.columns import Choice, Column, Day, Row, TabTitle
from kmlib.schema.learning import Level


class NoteKind(Choice):
    """What a note does to the chart it stands on."""

    NOTE = "note", "annotation", "comment"
    NEW_PHASE = "new phase", "phase", "rebase", "recalculate"
    EXCLUDE = "exclude point", "exclude", "ignore point", "ghost"
    END_OF_BASELINE = "end of baseline", "baseline ends", "freeze", "baseline"


class AccessRole(Choice):
    """What somebody who signs in may see."""

    VIEWER = "viewer", "reader"
    TEAM = "team", "member"


# A column in a line or two: its title, other titles, an example, and what is special about it.
# fmt: off


class NoteRow(Row):
    """A note on a chart: one row of the Notes tab."""

    TAB = TabTitle("Notes", "Annotations; Chart notes", "notes, phases and baselines on the charts")

    date: Annotated[dt.date, Column("Date", "When; Month", "2025-10-06")]
    team: shared.Team = ""
    measure: shared.Measure = ""
    note: Annotated[str, Column("Note", "Text; What happened", "First-day calls begin")]
    kind: Annotated[NoteKind, Column("Kind", "Type", "note", default="note")] = NoteKind.NOTE


class StandardRow(Row):
    """What a level of knowledge asks for: one row of the Standards tab."""

    TAB = TabTitle("Standards", "Knowledge standards", "what an item lacks for the next level")
    KEY = "level"

    level: Annotated[Level, Column("Level", "", "synthesis")]
    teams_at_least: Annotated[int | None, Column("Teams at least", "Teams", "3")] = None
    contexts_at_least: Annotated[int | None, Column("Contexts at least", "Contexts", "2")] = None
    measured_change_needed: Annotated[bool, Column("Measured change needed", "", "no",
        default="no")] = False
    equity_check_needed: Annotated[bool, Column("Equity check needed", "", "no",
        default="no")] = False


class GapDecisionRow(Row):
    """What people decided about a gap: one row of the Gaps tab."""

    TAB = TabTitle("Gaps", "Gap decisions", "who owns a gap, and which are muted")

    gap: Annotated[str, Column("Gap", "", "Attendance: no routine for sharing")]
    owner: shared.Owner = ""
    note: shared.Note = ""
    muted_until: Annotated[Day, Column("Muted until", "Mute until")] = None


class DivePromptRow(Row):
    """A talking question of the data dive: one row of the Dive prompts tab."""

    TAB = TabTitle("Dive prompts", "Prompts; Questions", "your own questions in the data dive")

    slide: Annotated[str, Column("Slide", "", "What moved")]
    question: Annotated[str, Column("Question", "Prompt", "What surprised you?")]


class AccessRow(Row):
    """Who may sign in: one row of the Access tab."""

    TAB = TabTitle("Access", "Users; Who may see", "sign-in")

    address: Annotated[str, Column("Address or domain", "Address; Email; Domain", "@example.org",
        staff=True, address=True)]
    role: Annotated[AccessRole, Column("Role", "", "viewer")]
    team: shared.Team = ""
