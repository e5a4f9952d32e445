"""The core tabs: Network, Teams, Measures, Data, Groups and Routines."""

from __future__ import annotations

import datetime as dt
import re
from math import inf
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from kmlib.findings import TARGET_BY_WITHOUT_TARGET, TARGET_OUTSIDE_UNIT
from kmlib.schema.columns import Choice, Column, Row, TabTitle, broken

SMALLEST_GROUP_SHOWN = 10  # NCES 2011-603 (SLDS Technical Brief 3) and the mode of state rules


class Kind(Choice):
    """What a measure watches."""

    OUTCOME = "outcome", "result", "outcomes"
    PROCESS = "process", "driver", "implementation", "leading"
    BALANCING = "balancing", "balance", "counter", "unintended"


class Unit(Choice):
    """What a measure is counted in."""

    PERCENT = "percent", "%", "pct", "percentage", "per cent", "share", "proportion"
    COUNT = "count", "number", "n", "#", "counts"
    RATE = "rate", "ratio", "per 100", "per 1000"
    SCORE = "score", "points", "scale", "rating"
    MINUTES = "minutes", "min", "mins", "minute"
    DAYS = "days", "day"
    YES_NO = "yes-no", "yes/no", "y/n", "yes or no", "boolean", "checkbox"


class Better(Choice):
    """Which way is good."""

    HIGHER = "higher", "up", "increase", "more", "high"
    LOWER = "lower", "down", "decrease", "less", "fewer", "low"
    NEITHER = "neither", "neutral", "none", "n/a"


class Counts(Choice):
    """Who or what is counted; only students are suppressed."""

    STUDENTS = "students", "student", "pupils", "children", "learners"
    STAFF = "staff", "teachers", "adults"
    EVENTS = "events", "event", "things"


class Stage(Choice):
    """A stage of the knowledge-management cycle."""

    GENERATION = "generation", "generate", "generating"
    CONSOLIDATION = (
        "consolidation & capture",
        "consolidation",
        "capture",
        "consolidate",
        "consolidation and capture",
    )
    SHARING = "sharing", "share", "dissemination"
    APPLICATION = "application", "apply", "use", "applying"


class Cadence(Choice):
    """How often something happens or is reported."""

    WEEKLY = "weekly", "every week", "week"
    BIWEEKLY = "biweekly", "every two weeks", "fortnightly", "every other week", "bi-weekly"
    MONTHLY = "monthly", "every month", "month"
    QUARTERLY = "quarterly", "every quarter", "quarter"
    TERM = (
        "term BOY-MOY-EOY",
        "term",
        "boy-moy-eoy",
        "boy/moy/eoy",
        "trimester",
        "three times a year",
    )
    YEARLY = "yearly", "annual", "annually", "every year", "year"


class Combine(Choice):
    """How teams' values become the network's."""

    WEIGHTED = "weighted", "pooled", "weighted mean"
    MEAN = "mean", "average", "avg"
    MEDIAN = "median", "middle"
    SUM = "sum", "total", "add"


class Month(Choice):
    """A month of the year."""

    JANUARY = "January", "Jan", "1"
    FEBRUARY = "February", "Feb", "2"
    MARCH = "March", "Mar", "3"
    APRIL = "April", "Apr", "4"
    MAY = "May", "5"
    JUNE = "June", "Jun", "6"
    JULY = "July", "Jul", "7"
    AUGUST = "August", "Aug", "8"
    SEPTEMBER = "September", "Sep", "Sept", "9"
    OCTOBER = "October", "Oct", "10"
    NOVEMBER = "November", "Nov", "11"
    DECEMBER = "December", "Dec", "12"


class NetworkSettings(Row):
    """The network itself: one setting a row of the Network tab, setting and value."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Network", also="Settings; About", lights="the network's name, aim and dates"
    )

    name: Annotated[
        str, Column("Name", "Network; Network name", example="Riverbend Learning Network")
    ] = ""
    aim: Annotated[
        str, Column("Aim", "Goal", example="Every student present 9 days in 10 by June 2026")
    ] = ""
    school_year_starts: Annotated[
        Month, Column("School year starts in", "School year begins in; Year starts in")
    ] = Month.AUGUST
    floor: Annotated[
        int | None,
        Column(
            "Smallest group shown",
            "Minimum group size; n size; Minimum n",
            example="10",
            default="10",
        ),
    ] = None
    floor_reason: Annotated[
        str, Column("Reason for a smaller group", "Reason", example="already public")
    ] = ""
    began: Annotated[
        dt.date | None, Column("Began", "Started; Network began", example="2024-08-15")
    ] = None
    breaks: Annotated[
        tuple[str, ...],
        Column(
            "Breaks",
            "School breaks; Holidays",
            example="2025-12-22 to 2026-01-02; 2026-04-06 to 2026-04-10",
            days=True,
        ),
    ] = ()
    data_due_days: Annotated[
        int | None, Column("Data due", "Data due after; Data due (days)", example="7")
    ] = None
    cycle_every_weeks: Annotated[
        int | None, Column("One cycle every", "Cycle every; One cycle every (weeks)", example="6")
    ] = None
    logged_within_days: Annotated[
        int | None, Column("Logged within", "Log within; Logged within (days)", example="14")
    ] = None
    as_of: Annotated[
        dt.date | None, Column("As of", "Today; Date of data", example="2026-03-14")
    ] = None
    contact: Annotated[
        str, Column("Contact", staff=True, example="data lead, data@example.org")
    ] = ""


class TeamRow(Row):
    """A school team: one row of the Teams tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Teams", also="Team; Schools; Sites; School list", lights="every page", refers_as="team"
    )
    KEY: ClassVar[str] = "team"

    team: Annotated[
        str,
        Column("Team", "Team name; School team; School; School name; Site", example="Alder Creek"),
    ]
    codes: Annotated[
        tuple[str, ...],
        Column("Code", "Codes; School code; State code; Official code", example="0640012"),
    ] = ()
    school: Annotated[
        str, Column("School", "School name; Campus", example="Alder Creek Elementary")
    ] = ""
    district: Annotated[str, Column("District", "LEA", example="Riverbend")] = ""
    cohort: Annotated[str, Column("Cohort", "Wave; Joined in", example="Cohort 1")] = ""
    model: Annotated[str, Column("Model", "Support model; School model", example="K-5")] = ""
    students: Annotated[
        int | None, Column("Students", "Enrollment; Enrolment; Number of students", example="412")
    ] = None
    lead: Annotated[
        str, Column("Lead", "Team lead; Contact", staff=True, example="assistant principal")
    ] = ""
    joined: Annotated[
        dt.date | None, Column("Joined", "Date joined; Start", example="2024-08-15")
    ] = None
    sheet: Annotated[
        str, Column("Sheet", "Workbook; Link; File; Sheet link", example="alder-creek.xlsx")
    ] = ""
    also_known_as: Annotated[
        tuple[str, ...],
        Column("Also known as", "Aliases; Alias; Other names", example="Alder Crk; ACE"),
    ] = ()
    active: Annotated[bool, Column("Active", "Is active", example="yes", default="yes")] = True
    may_be_furthest_behind: Annotated[
        bool, Column("May be shown as furthest behind", "May be shown", example="no", default="no")
    ] = False

    def names(self) -> tuple[str, ...]:
        """The team's name, its school, its aliases and its codes."""
        return (self.team, *filter(None, [self.school]), *self.also_known_as, *self.codes)


class MeasureRow(Row):
    """A shared success measure: one row of the Measures tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Measures",
        also="Measure; Indicators; Success measures; Metrics",
        lights="run charts of the shared success measures",
        refers_as="measure",
    )
    KEY: ClassVar[str] = "measure"

    measure: Annotated[
        str,
        Column(
            "Measure",
            "Indicator; Success measure; Metric; Measure name",
            example="Present 9 days in 10",
        ),
    ]
    kind: Annotated[Kind, Column("Kind", "Type; Measure type", example="outcome")]
    unit: Annotated[Unit, Column("Unit", "Units; Counted in", example="percent")]
    better: Annotated[Better, Column("Better", "Direction; Good is; Better is", example="higher")]
    counts: Annotated[
        Counts, Column("Counts", "Who is counted; Population", default="students")
    ] = Counts.STUDENTS
    stage: Annotated[Stage | None, Column("Stage", "Cycle stage", example="application")] = None
    priority: Annotated[
        str, Column("Priority", "Focus area", refers="Priorities", example="Attendance")
    ] = ""
    baseline: Annotated[
        float | None, Column("Baseline", "Starting value; Start value", example="71")
    ] = None
    target: Annotated[float | None, Column("Target", "Goal", example="85")] = None
    target_by: Annotated[
        dt.date | None, Column("Target by", "Target date; Goal date", example="2026-06-30")
    ] = None
    cadence: Annotated[Cadence, Column("Cadence", "Frequency; How often", default="monthly")] = (
        Cadence.MONTHLY
    )
    combine: Annotated[
        Combine | None,
        Column(
            "Combine",
            "Combined by; Aggregation",
            default="weighted for percents and rates, mean otherwise",
        ),
    ] = None
    also_known_as: Annotated[
        tuple[str, ...], Column("Also known as", "Aliases; Alias; Other names")
    ] = ()
    numerator_known_as: Annotated[
        tuple[str, ...],
        Column("Numerator also known as", "Numerator; Numerator names", example="Present 9 in 10"),
    ] = ()
    denominator_known_as: Annotated[
        tuple[str, ...],
        Column("Denominator also known as", "Denominator; Denominator names", example="Enrolled"),
    ] = ()
    definition: Annotated[str, Column("Definition", "Description; How it is counted")] = ""
    decimals: Annotated[int | None, Column("Decimals", "Decimal places", example="0")] = None

    def names(self) -> tuple[str, ...]:
        """The measure's name and its aliases."""
        return (self.measure, *self.also_known_as)

    @property
    def combined_by(self) -> Combine:
        """How the network's value is made: as the sheet says, else by the unit."""
        shares = (Unit.PERCENT, Unit.RATE)
        return self.combine or (Combine.WEIGHTED if self.unit in shares else Combine.MEAN)

    @property
    def per(self) -> float:
        """How many wholes a value counts against: 100 for a percent, 1,000 for "per 1,000"."""
        if self.unit is Unit.PERCENT:
            return 100
        named = re.search(r"\bper ([\d,]+)\b", " ".join((self.measure, self.definition)))
        return float(named[1].replace(",", "")) if named and self.unit is Unit.RATE else 1

    @model_validator(mode="after")
    def target_by_needs_a_target(self) -> Self:
        """A date to reach nothing by is worth a word."""
        if self.target_by and self.target is None:
            raise broken(TARGET_BY_WITHOUT_TARGET, "target_by")
        return self

    @model_validator(mode="after")
    def target_can_be_reached(self) -> Self:
        """No percent is over 100, and only scores go below 0."""
        least = -inf if self.unit is Unit.SCORE else 0
        most = 100 if self.unit is Unit.PERCENT else inf
        for field in ("baseline", "target"):
            value = getattr(self, field)
            if value is not None and not least <= value <= most:
                raise broken(TARGET_OUTSIDE_UNIT, field)
        return self


class DataRow(Row):
    """What a row of a Data tab may say; such tabs are read by columns, each distinct value once."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Data",
        also="Values; Results; Data entry; Observations",
        lights="every number on every chart",
    )

    team: Annotated[
        str,
        Column(
            "Team",
            "School; School name; Site; Campus; Team name; School team; Building; District; "
            "Organization",
            refers="Teams",
            example="Alder Creek",
        ),
    ] = ""
    code: Annotated[
        str,
        Column(
            "Code",
            "School code; District code; State code; Site code; Team code; Organization code",
        ),
    ] = ""
    measure: Annotated[
        str,
        Column("Measure", "Indicator; Success measure; Metric; Measure name", refers="Measures"),
    ] = ""
    date: Annotated[
        dt.date | None,
        Column(
            "Date",
            "Month; Period; Week; Week of; Term; Year; School year; Quarter; Reporting period; "
            "Day; Window; Semester; Date of data",
            example="Oct 2025",
        ),
    ] = None
    period_start: Annotated[dt.date | None, Column("Period start", "Start; Start date; From")] = (
        None
    )
    period_end: Annotated[dt.date | None, Column("Period end", "End; End date; To; Until")] = None
    value: Annotated[
        float | None,
        Column("Value", "Result; Percent; %; Pct; Score; Rate; Percentage", example="85%"),
    ] = None
    numerator: Annotated[
        float | None, Column("Numerator", "Num; Number met; N met; Count met", example="17")
    ] = None
    denominator: Annotated[
        float | None,
        Column(
            "Denominator",
            "Denom; Out of; N; Enrolled; Total students; Number of students",
            example="20",
        ),
    ] = None
    group: Annotated[
        str,
        Column(
            "Group",
            "Student group; Subgroup; Race/Ethnicity; Race; Ethnicity; Race or ethnicity; "
            "Demographic; Disaggregation; Category",
            refers="Groups",
            default="the whole team",
        ),
    ] = ""
    suppressed: Annotated[bool | None, Column("Suppressed", "Is suppressed")] = None
    note: Annotated[str, Column("Note", "Notes; Comment; Comments")] = ""


class GroupRow(Row):
    """A student group: one row of the Groups tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Groups",
        also="Student groups; Subgroups",
        lights="the equity view of Measures",
        refers_as="group",
    )
    KEY: ClassVar[str] = "group"

    group: Annotated[
        str, Column("Group", "Student group; Subgroup", example="Multilingual learners")
    ]
    dimension: Annotated[str, Column("Dimension", "Kind; Category", example="language")] = ""
    also_known_as: Annotated[
        tuple[str, ...], Column("Also known as", "Aliases; Alias", example="ELL; EL")
    ] = ()

    def names(self) -> tuple[str, ...]:
        """The group's name and its aliases."""
        return (self.group, *self.also_known_as)


class RoutineRow(Row):
    """A routine of the network on the process map: one row of the Routines tab."""

    TAB: ClassVar[TabTitle] = TabTitle(
        "Routines",
        also="Process map; Routine",
        lights="the process map and its gaps",
        refers_as="routine",
    )
    KEY: ClassVar[str] = "routine"

    routine: Annotated[
        str, Column("Routine", "Meeting; Space; Routine name", example="Attendance data dive")
    ]
    stages: Annotated[
        tuple[Stage, ...], Column("Stage", "Stages; Cycle stage", example="generation; sharing")
    ]
    priorities: Annotated[
        tuple[str, ...], Column("Priority", "Priorities", refers="Priorities")
    ] = ()
    owner: Annotated[str, Column("Owner", "Held by; Lead", staff=True)] = ""
    facilitator: Annotated[str, Column("Facilitator", "Facilitated by", staff=True)] = ""
    participants: Annotated[
        tuple[str, ...],
        Column("Participants", "Who takes part; Stakeholders", example="teachers; families"),
    ] = ()
    purpose: Annotated[str, Column("Purpose", "Why")] = ""
    cadence: Annotated[
        Cadence | None, Column("Cadence", "Frequency; How often", example="monthly")
    ] = None
    last_held: Annotated[
        dt.date | None, Column("Last held", "Last time; Last date", on_record=True)
    ] = None
    feeds: Annotated[
        tuple[str, ...], Column("Feeds", "Feeds into; Goes to", refers="Routines")
    ] = ()
    artifact: Annotated[str, Column("Artifact", "Product; Output")] = ""
    builds_shared_understanding: Annotated[bool | None, Column("Builds shared understanding")] = (
        None
    )
    builds_capacity: Annotated[bool | None, Column("Builds capacity")] = None
    collects_strategy_data: Annotated[bool | None, Column("Collects strategy data")] = None
    feeds_back_data: Annotated[bool | None, Column("Feeds back data")] = None
    reduces_variation: Annotated[bool | None, Column("Reduces variation")] = None
