"""Findings: what could not be used as typed, why it matters, how to mend it, and where it stands.

Every text a reader of the dashboard sees about a cell is written once, in a `Rule` of this module.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import cache
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding takes away: an error sets something aside, the others do not."""

    ERROR = "error"  # something was set aside
    WARNING = "warning"  # used, but look
    NOTE = "note"  # good to know


class Cell(NamedTuple):
    """One cell of a source: where it is and what stands in it."""

    source: str
    sheet: str = ""
    row: int = 0  # from 1, as in the sheet; 0 for a finding about the whole source
    column: int = 0  # from 1
    value: object = ""
    link: str = ""  # opens the tab in a browser; empty for files

    @property
    def address(self) -> str:
        """The A1 address; empty when the finding is about the whole source.

        >>> Cell("hub.xlsx", "Data", row=14, column=28).address
        'AB14'
        """
        return column_letters(self.column) + str(self.row) if self.row and self.column else ""


class Finding(NamedTuple):
    """One cell that was not used as typed; exactly the fields of `check --json`."""

    severity: str
    code: str
    source: str
    sheet: str
    cell: str
    value: str
    what: str
    why: str
    fix: str
    link: str


class Rule(NamedTuple):
    """One kind of finding with its texts; `{value}` quotes the cell, other words come from `at`."""

    code: str  # kebab-case, never renamed
    severity: Severity
    what: str
    why: str
    fix: str

    def at(self, cell: Cell, severity: Severity | None = None, /, **words: object) -> Finding:
        """Make the finding for one cell; words fill the placeholders of the texts."""
        value, address = shown(cell.value), cell.address
        filled = {"value": value, "cell": address, "sheet": cell.sheet, **words}
        what, why, fix = (
            text.format_map(filled) if "{" in text else text
            for text in (self.what, self.why, self.fix)
        )
        link = f"{cell.link}&range={address}" if cell.link and address else cell.link
        level = (severity or self.severity).value
        return Finding(
            level, self.code, cell.source, cell.sheet, address, value, what, why, fix, link
        )


LONGEST_QUOTE = 80  # project choice: a finding quotes a cell, it does not republish it


def shown(value: object) -> str:
    """The cell's content as its reader sees it in the sheet, shortened.

    >>> shown(85.0), shown(dt.datetime(2025, 10, 5)), shown(True), shown(None)
    ('85', '2025-10-05', 'TRUE', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


@cache
def column_letters(column: int) -> str:
    """The letters of a column counted from 1.

    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def count_by_severity(findings: tuple[Finding, ...]) -> dict[str, int]:
    """How many findings there are of each severity, most severe first."""
    return {s.value: sum(f.severity == s.value for f in findings) for s in Severity}


# Sources and tabs

SOURCE_NOT_FOUND = Rule(
    code="source-not-found",
    severity=Severity.ERROR,
    what="There is no file or folder “{value}”.",
    why="Nothing of it can be shown.",
    fix="Check the spelling; a file named in a hub is looked for beside the hub.",
)
SOURCE_OUTSIDE_FOLDER = Rule(
    code="source-outside-folder",
    severity=Severity.ERROR,
    what="“{value}” lies outside the hub’s folder.",
    why="It is not opened: a hub may only bring in files that stand beside it.",
    fix="Copy the file into the hub’s folder and type just its name.",
)
SOURCE_KIND_UNKNOWN = Rule(
    code="source-kind-unknown",
    severity=Severity.ERROR,
    what="“{value}” is not a kind of file that can be read here.",
    why="Nothing of it can be shown.",
    fix="Save it as .xlsx, .xls, .ods or .csv and give that file.",
)
SOURCE_ONLINE = Rule(
    code="source-online",
    severity=Severity.ERROR,
    what="“{value}” is a link, and links are not followed from here.",
    why="Nothing of that sheet can be shown.",
    fix="In Google Sheets choose File, Download, Microsoft Excel, and give the downloaded file.",
)
SOURCE_DAMAGED = Rule(
    code="source-damaged",
    severity=Severity.ERROR,
    what="“{value}” could not be opened as a workbook: {reason}.",
    why="Nothing of it can be shown; the other sources are.",
    fix="Open it in Excel or Google Sheets, save it again as .xlsx, and give the new file.",
)
SOURCE_LOCKED = Rule(
    code="source-locked",
    severity=Severity.ERROR,
    what="“{value}” is protected by a password.",
    why="Nothing of it can be shown.",
    fix="Save a copy without a password and give that copy.",
)
SOURCE_TOO_LARGE = Rule(
    code="source-too-large",
    severity=Severity.ERROR,
    what="“{value}” is too large to read: {reason}.",
    why="Nothing of it can be shown; the other sources are.",
    fix="Delete empty rows and columns far from the table, or split the workbook.",
)
SOURCE_FOLDER_EMPTY = Rule(
    code="source-folder-empty",
    severity=Severity.ERROR,
    what="The folder “{value}” holds no workbook.",
    why="There is nothing to show.",
    fix="Put .xlsx, .xls, .ods or .csv files into it, or give another folder.",
)
NO_TEAMS_TAB = Rule(
    code="no-teams-tab",
    severity=Severity.ERROR,
    what="There is no Teams tab.",
    why="Without it no row can be given to a school, so the data rows are set aside.",
    fix="Add a tab named Teams with a column Team, one row a school.",
)
NO_MEASURES_TAB = Rule(
    code="no-measures-tab",
    severity=Severity.ERROR,
    what="There is no Measures tab.",
    why="Without it no number has a meaning, so the data rows are set aside.",
    fix="Add a tab named Measures with the columns Measure, Kind, Unit and Better.",
)
TAB_HIDDEN = Rule(
    code="tab-hidden",
    severity=Severity.NOTE,
    what="The tab “{sheet}” is hidden and was not read ({rows} filled rows).",
    why="Nothing on it is shown.",
    fix="Unhide the tab if it should count.",
)
TAB_UNKNOWN = Rule(
    code="tab-unknown",
    severity=Severity.NOTE,
    what="The tab “{sheet}” is none of the tabs this dashboard knows ({rows} filled rows).",
    why="Nothing on it is shown.",
    fix="Nothing to do, unless it should count: then name it and its columns as the template does.",
)
NO_TABLE = Rule(
    code="no-table",
    severity=Severity.ERROR,
    what="No table of numbers could be recognised on the tab “{sheet}” ({rows} filled rows).",
    why="Nothing on it is shown.",
    fix="Head its columns Team, Measure, Date and Value, or with the measures’ names or months.",
)
TAB_TWICE = Rule(
    code="tab-twice",
    severity=Severity.NOTE,
    what="The tab “{sheet}” holds {title} as another tab does.",
    why="Both are read, as if they were one.",
    fix="Nothing to do, unless one of them is an old copy: then delete or hide it.",
)
SECOND_TABLE = Rule(
    code="second-table",
    severity=Severity.NOTE,
    what="A second table begins here.",
    why="It is read like the first one.",
    fix="Nothing to do. A tab of its own is easier to find.",
)
HIDDEN_ROWS = Rule(
    code="hidden-rows",
    severity=Severity.NOTE,
    what="The tab “{sheet}” has hidden or filtered rows: {which}.",
    why="They are read and count like all others.",
    fix="Nothing to do, unless they should not count: then delete them.",
)
HIDDEN_COLUMNS = Rule(
    code="hidden-columns",
    severity=Severity.NOTE,
    what="The tab “{sheet}” has hidden columns: {which}.",
    why="They are read and count like all others.",
    fix="Nothing to do, unless they should not count: then delete them.",
)
COLUMN_UNKNOWN = Rule(
    code="column-unknown",
    severity=Severity.NOTE,
    what="The column “{value}” is not one this dashboard knows.",
    why="Its cells are not read and appear nowhere.",
    fix="Nothing to do, unless it should count: then rename it. Known here are: {known}.",
)
COLUMN_TWICE = Rule(
    code="column-twice",
    severity=Severity.WARNING,
    what="The column “{value}” says the same as the one in column {first}.",
    why="Only the first of them is read.",
    fix="Delete or rename one of the two.",
)
COLUMN_NOT_NEEDED = Rule(
    code="column-not-needed",
    severity=Severity.NOTE,
    what="The column “{value}” is not needed: the {title} is taken from column {column}.",
    why="Its cells are not read and appear nowhere.",
    fix="Nothing to do, unless the {title} stands here: then rename the other column.",
)
COLUMN_UNHEADED = Rule(
    code="column-unheaded",
    severity=Severity.NOTE,
    what="Column {column} has no heading.",
    why="Its cells are not read and appear nowhere.",
    fix="Nothing to do, unless it should count: then type its heading into {cell}.",
)
COLUMN_MISSING = Rule(
    code="column-missing",
    severity=Severity.ERROR,
    what="The tab “{sheet}” has no column for: {title}.",
    why="Without it its rows cannot be used; they are set aside.",
    fix="Head a column with each of these: {title}.",
)
COLUMN_ROSTER = Rule(
    code="column-roster",
    severity=Severity.WARNING,
    what="The column “{value}” looks like information about single students.",
    why="It is not read and appears nowhere, but everyone who can open the sheet sees it.",
    fix="Take the column out of this sheet; the dashboard needs counts, never names.",
)

# Names

NAME_UNKNOWN = Rule(
    code="name-unknown",
    severity=Severity.ERROR,
    what="“{value}” is not a {kind} in the hub.",
    why="{effect}",
    fix="Correct the name, or add it to the {tab} tab, as a row or under “Also known as”.",
)
NAME_NEAR_MISS = Rule(
    code="name-near-miss",
    severity=Severity.ERROR,
    what="“{value}” is not a {kind} in the hub: did you mean {suggestion}?",
    why="{effect}",
    fix="Correct the name, or add it under “Also known as” of {suggestion}. It is never assumed.",
)
NAME_CLASH = Rule(
    code="name-clash",
    severity=Severity.WARNING,
    what="“{value}” stands for both {first} and {second}.",
    why="Cells that say so are read as {first}.",
    fix="Take it out of “Also known as” of one of the two.",
)
NAME_TWICE = Rule(
    code="name-twice",
    severity=Severity.ERROR,
    what="“{value}” already stands in row {first_row}.",
    why="This row is set aside; the first one counts.",
    fix="Delete one of the two rows, or give them different names.",
)
GROUP_UNLISTED = Rule(
    code="group-unlisted",
    severity=Severity.NOTE,
    what="The student group “{value}” is not in the Groups tab.",
    why="It is shown, and counted with all other unlisted groups as one dimension.",
    fix="Add it to the Groups tab, with its dimension.",
)

# Cells

REQUIRED_EMPTY = Rule(
    code="required-empty",
    severity=Severity.ERROR,
    what="“{title}” is empty in this row.",
    why="{effect}",
    fix="Type the {title}, or clear the whole row.",
)
NOT_A_NUMBER = Rule(
    code="not-a-number",
    severity=Severity.ERROR,
    what="“{value}” is not a number.",
    why="{effect}",
    fix="Type a number such as 85%, 0.85 or 17/20, or leave the cell empty.",
)
NOT_A_WHOLE_NUMBER = Rule(
    code="not-a-whole-number",
    severity=Severity.ERROR,
    what="“{value}” is not a whole number.",
    why="{effect}",
    fix="Type a whole number such as 12, or leave the cell empty.",
)
ERROR_VALUE = Rule(
    code="error-value",
    severity=Severity.ERROR,
    what="The formula in this cell shows {value}.",
    why="{effect}",
    fix="Mend the formula, or type the value itself.",
)
NOT_COMPUTED = Rule(
    code="not-computed",
    severity=Severity.ERROR,
    what="The formula in this cell has no stored result.",
    why="{effect}",
    fix="Open the file in Excel or Google Sheets and save it once, or type the value itself.",
)
NOT_A_DATE = Rule(
    code="not-a-date",
    severity=Severity.ERROR,
    what="“{value}” is not a date or a period.",
    why="{effect}",
    fix="Type a date such as 5 Oct 2025, or a period such as Oct 2025, Q2 or 2025-26.",
)
YEAR_UNKNOWN = Rule(
    code="year-unknown",
    severity=Severity.ERROR,
    what="“{value}” does not say in which year.",
    why="{effect}",
    fix="Add the year, as in Oct 2025, or put the school year (2025-26) above the table.",
)
DATE_ORDER_UNKNOWN = Rule(
    code="date-order-unknown",
    severity=Severity.WARNING,
    what="The dates in the column “{value}” could be month/day or day/month.",
    why="They are read as month/day, so a date may stand in the wrong month.",
    fix="Type the month in letters, as in 5 Oct 2025, at least once in the column.",
)
DATE_IN_FUTURE = Rule(
    code="date-in-future",
    severity=Severity.ERROR,
    what="“{value}” lies after {as_of}, the day this dashboard is about.",
    why="{effect}",
    fix="Correct the date, or wait until it has come. What is hoped for belongs under Target.",
)
DATE_BEFORE_NETWORK = Rule(
    code="date-before-network",
    severity=Severity.WARNING,
    what="“{value}” lies before the network began ({began}).",
    why="It is used all the same.",
    fix="Correct the date if it is a slip; otherwise there is nothing to do.",
)
PERIOD_FROM_TITLE = Rule(
    code="period-from-title",
    severity=Severity.NOTE,
    what="No column says when: the period {period} was taken from {place}, “{value}”.",
    why="All rows of this table count for that period.",
    fix="Nothing to do, unless {period} is wrong.",
)
TEAM_FROM_TITLE = Rule(
    code="team-from-title",
    severity=Severity.NOTE,
    what="No column says which team: {team} was taken from {place}, “{value}”.",
    why="All rows of this table count for that team.",
    fix="Nothing to do, unless {team} is wrong.",
)
MEASURE_FROM_TITLE = Rule(
    code="measure-from-title",
    severity=Severity.NOTE,
    what="No column says what was measured: {measure} was taken from {place}, “{value}”.",
    why="All values of this table count for that measure.",
    fix="Nothing to do, unless {measure} is wrong.",
)
NO_PERIOD = Rule(
    code="no-period",
    severity=Severity.ERROR,
    what="Nothing says when these numbers were measured.",
    why="The rows of this table have no place on a chart; they are set aside.",
    fix="Add a column Date, or write the month or school year above the table.",
)
NO_TEAM = Rule(
    code="no-team",
    severity=Severity.ERROR,
    what="Nothing says which team these numbers belong to.",
    why="The rows of this table are set aside.",
    fix="Add a column Team, or name the tab after the team.",
)
NO_MEASURE = Rule(
    code="no-measure",
    severity=Severity.ERROR,
    what="Nothing says what these numbers measure.",
    why="The rows of this table are set aside.",
    fix="Add a column Measure, or head the column with the measure’s name from the Measures tab.",
)
NOT_A_CHOICE = Rule(
    code="not-a-choice",
    severity=Severity.ERROR,
    what="“{value}” is not one of the words for “{title}”.",
    why="{effect}",
    fix="Type one of: {choices}.",
)
PERCENT_UNCLEAR = Rule(
    code="percent-unclear",
    severity=Severity.ERROR,
    what="“{value}” could mean {low} or {high}.",
    why="It is left off the charts, since the cells around it do not tell which.",
    fix="Type it with a percent sign: {low} or {high}.",
)
OUTSIDE_UNIT = Rule(
    code="outside-unit",
    severity=Severity.ERROR,
    what="“{value}” cannot be: {reason}.",
    why="{effect}",
    fix="Look the number up again and correct it.",
)
NUMERATOR_OVER_DENOMINATOR = Rule(
    code="numerator-over-denominator",
    severity=Severity.ERROR,
    what="{numerator} out of {denominator} cannot be: the part is larger than the whole.",
    why="{effect}",
    fix="Look both numbers up again; perhaps they stand in each other’s place.",
)
DENOMINATOR_ZERO = Rule(
    code="denominator-zero",
    severity=Severity.ERROR,
    what="{numerator} out of 0 is not a share of anything.",
    why="{effect}",
    fix="Type how many there were in all, or leave the row without numbers.",
)
RATIO_MISMATCH = Rule(
    code="ratio-mismatch",
    severity=Severity.WARNING,
    what="“{value}” stands beside {numerator} out of {denominator}, which makes {computed}.",
    why="{computed} is used; counts win over a typed value.",
    fix="Correct whichever of the three is a slip.",
)
ESTIMATE = Rule(
    code="estimate",
    severity=Severity.NOTE,
    what="“{value}” is marked as an estimate.",
    why="It is used like any other number.",
    fix="Nothing to do; replace it when the real number is known.",
)
FOOTNOTE_MARK = Rule(
    code="footnote-mark",
    severity=Severity.NOTE,
    what="“{value}” has a footnote mark beside its number.",
    why="The number is used; what the mark means is not read.",
    fix="Nothing to do, unless the number should not count: then type n/a.",
)
VALUE_EMPTY = Rule(
    code="value-empty",
    severity=Severity.NOTE,
    what="No number is typed here yet.",
    why="The chart has a gap for this period.",
    fix="Type the number, or n/a if there will be none.",
)
DUPLICATE = Rule(
    code="duplicate",
    severity=Severity.ERROR,
    what="{team} already has {measure} for {period}: {kept} in {other}; here stands {value}.",
    why="{kept} is used and this one is set aside: a team’s own workbook wins, then the later row.",
    fix="Delete one of the two, or correct its period or group.",
)

# What one tab asks of its rows

SETTING_UNKNOWN = Rule(
    code="setting-unknown",
    severity=Severity.ERROR,
    what="“{value}” is not a setting this dashboard knows.",
    why="The row is set aside.",
    fix="Type one of: {known}.",
)
FLOOR_WITHOUT_REASON = Rule(
    code="floor-without-reason",
    severity=Severity.WARNING,
    what="Groups of {value} are to be shown, but no reason is given.",
    why="Nothing below {floor} is shown, as without this setting.",
    fix="Add the setting “Reason for a smaller group”, such as “already public”.",
)
TARGET_BY_WITHOUT_TARGET = Rule(
    code="target-by-without-target",
    severity=Severity.WARNING,
    what="“Target by” is filled but “Target” is empty.",
    why="No target is drawn.",
    fix="Type the target, or clear “Target by”.",
)
ENDS_BEFORE_IT_STARTS = Rule(
    code="ends-before-it-starts",
    severity=Severity.WARNING,
    what="“{value}” lies before the start of this row.",
    why="The end is left empty.",
    fix="Correct one of the two dates.",
)

ROW_TWICE = Rule(
    code="row-twice",
    severity=Severity.ERROR,
    what="This row says the same as row {first_row}, cell by cell.",
    why="It is set aside, so that it is not counted twice.",
    fix="Delete one of the two rows, or correct what should differ.",
)
TARGET_OUTSIDE_UNIT = Rule(
    code="target-outside-unit",
    severity=Severity.WARNING,
    what="“{value}” cannot be reached in this measure’s unit.",
    why="No line is drawn for it.",
    fix="Type a number in the measure’s unit; a percent lies between 0 and 100.",
)
SCORE_OFF_SCALE = Rule(
    code="score-off-scale",
    severity=Severity.WARNING,
    what="“{value}” does not lie on the scale.",
    why="This score counts as empty; the rest of the row is used.",
    fix="Type a score on the scale. Feedback goes from 1 to 5.",
)

RULES: tuple[Rule, ...] = tuple(
    rule for rule in globals().copy().values() if isinstance(rule, Rule)
)
