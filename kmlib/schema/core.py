"""The core tabs: Network, Teams, Measures, Data, Groups and Routines."""

import math
import re
from typing import Annotated, Self

from pydantic import model_validator

from kmlib.findings import TARGET_BY_WITHOUT_TARGET, TARGET_OUTSIDE_UNIT
from kmlib.schema import shared
from kmlib.schema.choices import Better, Cadence, Combine, Counts, Kind, Month, Stage, Unit
from kmlib.schema.columns import Column, Day, Number, Row, TabTitle, Texts, Whole, YesNo, broken

SMALLEST_GROUP_SHOWN = 10  # NCES 2011-603 (SLDS Technical Brief 3) and the mode of state rules

# A column in a line or two: its title, other titles, an example, and what is special about it.
# fmt: off


class NetworkSettings(Row):
    """The network itself: one setting a row of the Network tab, setting and value."""

    TAB = TabTitle("Network", "Settings; About", "the network's name, aim and dates")

    name: Annotated[str, Column("Name", "Network; Network name", "Riverbend Learning Network")] = ""
    aim: Annotated[str, Column("Aim", "Goal", "Every student present 9 days in 10")] = ""
    school_year_starts: Annotated[Month, Column("School year starts in",
        "School year begins in; Year starts in")] = Month.AUGUST
    floor: Annotated[Whole, Column("Smallest group shown", "Minimum group size; n size; Minimum n",
        default="10")] = None
    floor_reason: Annotated[str, Column("Reason for a smaller group", "Reason",
        "already public")] = ""
    began: Annotated[Day, Column("Began", "Started; Network began", "2024-08-15")] = None
    breaks: Annotated[Texts, Column("Breaks", "School breaks; Holidays", "2025-12-22 to 2026-01-02",
        days=True)] = ()
    data_due_days: Annotated[Whole, Column("Data due", "Data due (days)", "7")] = None
    cycle_every_weeks: Annotated[Whole, Column("One cycle every", "One cycle every (weeks)",
        "6")] = None
    logged_within_days: Annotated[Whole, Column("Logged within", "Logged within (days)",
        "14")] = None
    as_of: Annotated[Day, Column("As of", "Today; Date of data", "2026-03-14")] = None
    contact: Annotated[str, Column("Contact", "", "data lead, data@example.org", staff=True)] = ""

    @property
    def first_month(self) -> int:
        """The month in which the school year begins, from 1."""
        return list(Month).index(self.school_year_starts) + 1


class TeamRow(Row):
    """A school team: one row of the Teams tab."""

    TAB = TabTitle("Teams", "Team; Schools; Sites; School list", "every page")
    KEY = "team"

    team: Annotated[str, Column("Team", "Team name; School team; School; School name; Site",
        "Alder Creek")]
    codes: Annotated[Texts, Column("Code", "Codes; School code; State code; Official code",
        "0640012")] = ()
    school: Annotated[str, Column("School", "School name; Campus", "Alder Creek Elementary")] = ""
    district: Annotated[str, Column("District", "LEA", "Riverbend")] = ""
    cohort: Annotated[str, Column("Cohort", "Wave; Joined in", "Cohort 1")] = ""
    model: Annotated[str, Column("Model", "Support model; School model", "K-5")] = ""
    students: Annotated[Whole, Column("Students", "Enrollment; Enrolment; Number of students",
        "412")] = None
    lead: Annotated[str, Column("Lead", "Team lead; Contact", "assistant principal",
        staff=True)] = ""
    joined: Annotated[Day, Column("Joined", "Date joined; Start", "2024-08-15")] = None
    sheet: Annotated[str, Column("Sheet", "Workbook; Link; File", "alder-creek.xlsx")] = ""
    also_known_as: shared.AlsoKnownAs = ()
    active: Annotated[bool, Column("Active", "Is active", "yes", default="yes")] = True
    may_be_furthest_behind: Annotated[bool, Column("May be shown as furthest behind",
        "May be shown", default="no")] = False

    def names(self) -> tuple[str, ...]:
        """The team's name, its school, its aliases and its codes."""
        return (self.team, *filter(None, [self.school]), *self.also_known_as, *self.codes)


class MeasureRow(Row):
    """A shared success measure: one row of the Measures tab."""

    TAB = TabTitle("Measures", "Measure; Indicators; Success measures; Metrics",
        "run charts of the shared success measures")
    KEY = "measure"

    measure: Annotated[str, Column("Measure", "Indicator; Success measure; Metric; Measure name",
        "Present 9 days in 10")]
    kind: Annotated[Kind, Column("Kind", "Type; Measure type", "outcome")]
    unit: Annotated[Unit, Column("Unit", "Units; Counted in", "percent")]
    better: Annotated[Better, Column("Better", "Direction; Good is; Better is", "higher")]
    counts: Annotated[Counts, Column("Counts", "Who is counted; Population",
        default="students")] = Counts.STUDENTS
    stage: Annotated[Stage | None, Column("Stage", "Cycle stage", "application")] = None
    priority: shared.Priority = ""
    baseline: Annotated[Number, Column("Baseline", "Starting value; Start value", "71",
        in_unit=True)] = None
    target: Annotated[Number, Column("Target", "Goal", "85", in_unit=True)] = None
    target_by: Annotated[Day, Column("Target by", "Target date; Goal date", "2026-06-30")] = None
    cadence: Annotated[Cadence, Column("Cadence", "Frequency; How often", "monthly",
        default="monthly")] = Cadence.MONTHLY
    combine: Annotated[Combine | None, Column("Combine", "Combined by",
        default="weighted for percents and rates, else mean")] = None
    also_known_as: shared.AlsoKnownAs = ()
    numerator_known_as: Annotated[Texts, Column("Numerator also known as",
        "Numerator; Numerator names", "Present 9 in 10")] = ()
    denominator_known_as: Annotated[Texts, Column("Denominator also known as",
        "Denominator; Denominator names", "Enrolled")] = ()
    definition: Annotated[str, Column("Definition", "Description; How it is counted",
        "Students present 9 days in 10, of those enrolled")] = ""
    decimals: Annotated[Whole, Column("Decimals", "Decimal places", "0")] = None

    def part_known_as(self, part: str) -> tuple[str, ...]:
        """What its numerator, or its denominator, may be called."""
        return self.numerator_known_as if part == "numerator" else self.denominator_known_as

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
        least = -math.inf if self.unit is Unit.SCORE else 0
        most = 100 if self.unit is Unit.PERCENT else math.inf
        for field in ("baseline", "target"):
            value = getattr(self, field)
            if value is not None and not least <= value <= most:
                raise broken(TARGET_OUTSIDE_UNIT, field)
        return self


class DataRow(Row):
    """What a row of a Data tab may say; such tabs are read by columns, each distinct value once."""

    TAB = TabTitle("Data", "Values; Results; Data entry; Observations",
        "every number on every chart")

    team: Annotated[str, Column("Team", "School; School name; Site; Site name; Campus; Team name;"
        " School team; Building; District; Organization", "Alder Creek", refers="Teams")] = ""
    code: Annotated[str, Column("Code",
        "School code; District code; State code; Site code; Team code; Organization code")] = ""
    measure: Annotated[str, Column("Measure", "Indicator; Success measure; Metric; Measure name",
        "Present 9 days in 10", refers="Measures")] = ""
    date: Annotated[Day, Column("Date", "Month; Period; Week; Week of; Week ending; Term; Year;"
        " School year; Academic year; SY; FY; Quarter; Trimester; Reporting period; Day; Window;"
        " Semester; Date of data", "Oct 2025")] = None
    period_start: Annotated[Day, Column("Period start", "Start; Start date; From")] = None
    period_end: Annotated[Day, Column("Period end", "End; End date; To; Until")] = None
    value: Annotated[Number, Column("Value",
        "Result; Actual; Percent; %; Pct; Score; Rate; Percentage", "85%")] = None
    numerator: Annotated[Number, Column("Numerator", "Num; Met; Number met; N met; Count met",
        "17")] = None
    denominator: Annotated[Number, Column("Denominator", "Denom; Out of; N; Enrolled;"
        " Total students; Number of students; # of students; Assessed; Tested; Number assessed;"
        " Number tested", "20")] = None
    group: Annotated[str, Column("Group", "Student group; Subgroup; Race/Ethnicity; Race;"
        " Ethnicity; Race or ethnicity; Demographic; Disaggregation; Category", refers="Groups",
        default="the whole team")] = ""
    suppressed: Annotated[YesNo, Column("Suppressed", "Is suppressed")] = None
    note: shared.Note = ""


class GroupRow(Row):
    """A student group: one row of the Groups tab."""

    TAB = TabTitle("Groups", "Student groups; Subgroups", "the equity view of Measures")
    KEY = "group"

    group: Annotated[str, Column("Group", "Student group; Subgroup", "Multilingual learners")]
    dimension: Annotated[str, Column("Dimension", "Kind; Category", "language")] = ""
    also_known_as: shared.AlsoKnownAs = ()


class RoutineRow(Row):
    """A routine of the network on the process map: one row of the Routines tab."""

    TAB = TabTitle("Routines", "Process map; Routine", "the process map and its gaps")
    KEY = "routine"

    routine: Annotated[str, Column("Routine", "Meeting; Space; Routine name", "Data dive")]
    stages: Annotated[tuple[Stage, ...], Column("Stage", "Stages; Cycle stage",
        "generation; sharing")]
    priorities: Annotated[Texts, Column("Priority", "Priorities", "Attendance",
        refers="Priorities")] = ()
    owner: shared.Owner = ""
    facilitator: shared.Facilitator = ""
    participants: Annotated[Texts, Column("Participants", "Who takes part; Stakeholders",
        "teachers; families")] = ()
    purpose: Annotated[str, Column("Purpose", "Why", "See what moved and decide what to try")] = ""
    cadence: Annotated[Cadence | None, Column("Cadence", "Frequency; How often", "monthly")] = None
    last_held: Annotated[Day, Column("Last held", "Last time; Last date", "2026-02-10",
        on_record=True)] = None
    feeds: Annotated[Texts, Column("Feeds", "Feeds into; Goes to", refers="Routines")] = ()
    artifact: Annotated[str, Column("Artifact", "Product; Output", "one-page summary")] = ""
    builds_shared_understanding: Annotated[YesNo, Column("Builds shared understanding", "",
        "yes")] = None
    builds_capacity: Annotated[YesNo, Column("Builds capacity")] = None
    collects_strategy_data: Annotated[YesNo, Column("Collects strategy data")] = None
    feeds_back_data: Annotated[YesNo, Column("Feeds back data")] = None
    reduces_variation: Annotated[YesNo, Column("Reduces variation")] = None
