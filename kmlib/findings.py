"""Findings: what could not be used as typed, why it matters, how to mend it, and where it stands.

Every text about a cell is written once, in a `Rule` below: its code and the three texts, a line
each, with words from `Rule.at`. Only *what* quotes: `{name}` a name or a day that was understood,
`{file}` a workbook, `{value}` anything, for those alone who may read the sheet. A fifth line is
said to others where *what* tells more than its quote.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding takes away: an error sets something aside, the others do not."""

    ERROR = "error"  # something was set aside
    WARNING = "warning"  # used, but look
    NOTE = "note"  # good to know


SEVERITY_WORDS: dict[str, str] = {  # as people read them, the most severe first
    Severity.ERROR: "set aside",
    Severity.WARNING: "look",
    Severity.NOTE: "note",
}
MOST_SEVERE_FIRST = list(SEVERITY_WORDS)


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
    """One kind of finding with its texts."""

    code: str  # kebab-case, never renamed
    severity: Severity
    what: str
    why: str
    fix: str
    unquoted: str = ""  # in place of `what`, where that tells more than its quote

    def at(self, cell: Cell, severity: Severity | None = None, /, **words: object) -> Finding:
        """Make the finding for one cell; words fill the placeholders of the texts."""
        source, sheet, row, column, held, link = cell
        value = shown(held)
        address = f"{column_letters(column)}{row}" if row and column else ""
        quotes = {"name": value, "file": value, "value": value, "cell": address, "sheet": sheet}
        filled = quotes | words
        what, why, fix = [text.format_map(filled) if "{" in text else text for text in self[2:5]]
        level = (severity or self.severity).value
        texts = value, what, why, fix, cell_link(link, address)
        return Finding(level, self.code, source, sheet, address, *texts)


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
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00").removesuffix(" 00:00")
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def cell_link(link: str, address: str) -> str:
    """The link that opens one cell of a tab; that of the tab where no cell is named, or none."""
    return f"{link}&range={address}" if link and address else link


@lru_cache(maxsize=16_384)  # the columns of a spreadsheet
def column_letters(column: int) -> str:
    """The letters of a column counted from 1.

    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that differ in nothing but the cell, together, in the order of the first ones."""
    same: dict[Finding, list[Finding]] = {}
    for finding in findings:
        same.setdefault(finding._replace(cell="", link=""), []).append(finding)
    return list(same.values())


def together(one: Finding, other: Finding) -> Finding:
    """Two findings at one cell as one, which quotes it once.

    Its rule is the one that tells more than its quote: what is said instead covers both.
    """
    one, other = sorted((one, other), key=lambda f: not RULE_BY_CODE[f.code].unquoted)
    said = other._replace(what=other.what.replace(f"“{other.value}”", "It", 1))
    return one._replace(
        **{name: f"{getattr(one, name)} {getattr(said, name)}" for name in ("what", "why", "fix")}
    )


def _rule(severity: Severity, text: str) -> Rule:
    code, *texts = map(str.strip, text.split("\n"))
    return Rule(code, severity, *texts)


error, warning, note = (partial(_rule, severity) for severity in Severity)

# Effects of a finding that one rule may have in several places

ROW_SET_ASIDE = "The row is set aside."
CELL_UNUSED = "This cell is not used; the rest of the row is."
TABLE_SET_ASIDE = "The rows of this table are set aside."
CELL_LEFT_EMPTY = "This cell counts as empty; the rest of the row is used."
NAME_LEFT_OUT = "It is left out; the rest of the cell and of the row is used."
POINT_LEFT_OUT = "This point is left off the chart and out of the network series."
COLUMN_LEFT_OUT = "The numbers below it are left off the charts and out of the network series."
SHOWN_BY_ITSELF = "It is shown as a group of its own."
NEVER_MATCHED = "Cells that say the name as it should be are not matched to it."
COUNTS_USED = "The counts beside it are used instead."
VALUE_USED = "The value typed beside it is used instead."

# Sources and tabs

SOURCE_NOT_FOUND = error("""source-not-found
    “{file}” is no file or folder.
    Nothing of it can be shown.
    Check the spelling; a hub names files that lie beside it, or links to Google Sheets.""")
SOURCE_OUTSIDE_FOLDER = error("""source-outside-folder
    “{file}” lies outside the hub’s folder.
    It is not opened: a hub may only bring in files that stand beside it.
    Copy the file into the hub’s folder and type just its name.""")
SOURCE_KIND_UNKNOWN = error("""source-kind-unknown
    “{file}” is not a kind of file that can be read here.
    Nothing of it can be shown.
    Save it as .xlsx, .xls, .ods or .csv; in the .zip of a snapshot, leave its datapackage.json.""")
SOURCE_ONLINE = error("""source-online
    “{file}” is a link that is not followed from here.
    Nothing of that sheet can be shown.
    Download it as .xlsx and give that file; your own hub may link to Google Sheets.""")
LINK_NOT_FOLLOWED = note("""link-not-followed
    “{file}” is not opened: a workbook that is only tried brings in no other.
    Its rows are not part of what you see here.
    Nothing to do: where this workbook is the network’s hub, that one is read with it.""")
SOURCE_DAMAGED = error("""source-damaged
    “{file}” could not be opened as a workbook: {reason}.
    Nothing of it can be shown; the other sources are.
    Open it in Excel or Google Sheets, save it again as .xlsx, and give the new file.""")
SOURCE_LOCKED = error("""source-locked
    “{file}” is protected by a password.
    Nothing of it can be shown.
    Save a copy without a password and give that copy.""")
SOURCE_TOO_LARGE = error("""source-too-large
    “{file}” is too large to read: {reason}.
    Nothing of it can be shown; the other sources are.
    Delete empty rows and columns far from the table, or split the workbook.""")
ERRORS_UNSEEN = note("""errors-unseen
    “{file}” is an .xls file: error values and percent formats in it cannot be seen.
    A cell with an error counts as empty, and 85% is read as the number 0.85.
    Save it as .xlsx in Excel or Google Sheets, and give that file.""")
LETTERS_LOST = warning("""letters-lost
    Some letters were lost when this file was saved, here for one ({cells} such cells).
    They are shown like this, and a name with such letters may not be recognised.
    In Excel save it as “CSV UTF-8”, or give the .xlsx file itself.""")
SOURCE_FOLDER_EMPTY = error("""source-folder-empty
    The folder “{file}” holds no workbook.
    There is nothing to show.
    Put .xlsx, .xls, .ods or .csv files into it, or give another folder.""")
SOURCE_STALE = warning("""source-stale
    {trouble}
    Its last good reading, of {read}, stays in use; what was typed since is missing.
    {fix}""")
SOURCE_SHRUNK = warning("""source-shrunk
    “{file}” came back with {now}; before, it had {before}.
    Its older reading, of {read}, stays in use: so much seldom goes at once on purpose.
    Look into the sheet; if it is meant as it is, use the new reading: Sheet check has a button.""")
SOURCE_WAITS = note("""source-waits
    “{file}” has not been read yet.
    Its rows come as soon as its turn has come.
    Nothing to do: many sheets are read one after the other, up to half an hour.""")
SOURCE_NOT_KEPT = warning("""source-not-kept
    The last good reading of “{file}” is not kept: {reason}.
    Should the sheet be away when the dashboard starts again, there is nothing to show of it.
    Nothing to do in the sheet; whoever runs the dashboard looks where KM_SNAPSHOTS points.""")
NO_TEAMS_TAB = error("""no-teams-tab
    There is no Teams tab.
    Without it no row can be given to a school, so the data rows are set aside.
    Add a tab named Teams with a column Team, one row a school.""")
NO_MEASURES_TAB = error("""no-measures-tab
    There is no Measures tab.
    Without it no number has a meaning, so the data rows are set aside.
    Add a tab named Measures with the columns Measure, Kind, Unit and Better.""")
TAB_HIDDEN = note("""tab-hidden
    The tab “{sheet}” is hidden and was not read ({rows} filled rows).
    Nothing on it is shown.
    Unhide the tab if it should count.""")
TAB_DAMAGED = error("""tab-damaged
    The tab “{sheet}” could not be read: {reason}.
    Nothing on it is shown, and its rows cannot be counted; the other tabs are read.
    Open it in Excel or Google Sheets, save it again as .xlsx, and give the new file.""")
TAB_TOO_LARGE = error("""tab-too-large
    The tab “{sheet}” is too large to read: {reason}.
    Nothing on it is shown, and its rows cannot be counted; the other tabs are read.
    Delete empty rows and columns far from the table, or split the tab.""")
TAB_UNKNOWN = note("""tab-unknown
    The tab “{sheet}” is none of the tabs this dashboard knows ({rows} filled rows).
    Nothing on it is shown.
    Nothing to do, unless it should count: then name it and its columns as the template does.""")
TAB_NEAR_MISS = error("""tab-near-miss
    The tab “{sheet}” is none of the tabs this dashboard knows: did you mean {title}?
    Nothing on it is shown ({rows} filled rows).
    Name the tab {title}. It is never assumed.""")
TAB_OF_HUB = note("""tab-of-hub
    The tab “{sheet}” is read in the hub only ({rows} filled rows here).
    It says what holds for the whole network, such as teams and measures; nothing here is used.
    Nothing to do, unless something stands only here: then copy it into the hub.""")
NO_TABLE = error("""no-table
    No table of numbers could be recognised on the tab “{sheet}” ({rows} filled rows).
    Nothing on it is shown.
    Head its columns Team, Measure, Date and Value, or with the measures’ names or months.""")
TAB_TWICE = note("""tab-twice
    The tab “{sheet}” holds {title} as another tab does.
    Both are read, as if they were one.
    Nothing to do, unless one of them is an old copy: then delete or hide it.""")
EXAMPLE_ROW = note("""example-row
    This row begins with “Example:”, as the template’s own examples do.
    It is not read.
    Nothing to do if it is one; otherwise take “Example:” out of the cell.""")
SECOND_TABLE = note("""second-table
    A second table begins here.
    It is read like the first one.
    Nothing to do. A tab of its own is easier to find.""")
TOTAL_ROWS = note("""total-rows
    Totals or averages of other rows stand in {which}.
    They are not read, so that nothing counts twice.
    Nothing to do, unless one of them is a team’s own row: then type the team’s name there.""")
HIDDEN_ROWS = note("""hidden-rows
    The tab “{sheet}” has hidden or filtered rows: {which}.
    They are read and count like all others.
    Nothing to do, unless they should not count: then delete them.""")
HIDDEN_COLUMNS = note("""hidden-columns
    The tab “{sheet}” has hidden columns: {which}.
    They are read and count like all others.
    Nothing to do, unless they should not count: then delete them.""")
COLUMN_UNKNOWN = note("""column-unknown
    “{value}” is not a column this dashboard knows.
    Its cells are not read and appear nowhere.
    Nothing to do, unless it should count: then rename it. Known here are: {known}.""")
COLUMN_NEAR_MISS = warning("""column-near-miss
    “{name}” is not a column this dashboard knows: did you mean {meant}?
    Its cells are not read and appear nowhere.
    Head the column {meant}. It is never assumed.""")
COLUMN_TWICE = warning("""column-twice
    “{name}” says the same as the heading of column {first}.
    Only the first of them is read.
    Delete or rename one of the two.""")
COLUMN_NOT_NEEDED = note("""column-not-needed
    “{name}” heads a column that is not needed: the {title} is taken from column {column}.
    Its cells are not read and appear nowhere.
    Nothing to do, unless the {title} stands here: then rename the other column.""")
COLUMN_UNHEADED = note("""column-unheaded
    Column {column} has no heading.
    Its cells are not read and appear nowhere.
    Nothing to do, unless it should count: then type its heading into {cell}.""")
COLUMN_MISSING = error("""column-missing
    The tab “{sheet}” has no column for: {title}.
    Without it its rows cannot be used; they are set aside.
    Head a column with each of these: {title}.""")
COLUMN_ROSTER = warning("""column-roster
    “{name}” looks like the heading of information about single students.
    It is not read and appears nowhere, but everyone who can open the sheet sees it.
    Take the column out of this sheet; the dashboard needs counts, never names.""")

# Google Sheets: each step of docs/google-sheets.md that is missing, and what else keeps them closed

SOURCE_NO_ACCOUNT = error("""source-no-account
    “{file}” is a Google Sheet, and this dashboard has no Google account to open it with.
    No Google Sheet can be shown; files are.
    Set gcp_service_account in .streamlit/secrets.toml: steps 1 to 3 of docs/google-sheets.md.""")
SOURCE_KEY_BROKEN = error("""source-key-broken
    The key of the dashboard’s Google account cannot be used: {reason}.
    No Google Sheet can be shown; files are.
    Copy the key file into the settings again, whole: step 3 of docs/google-sheets.md.""")
SOURCE_KEY_REFUSED = error("""source-key-refused
    Google does not take the key of {account} any more.
    No Google Sheet can be shown; files are.
    Look at this computer’s clock, then make a new key: step 2 of docs/google-sheets.md.""")
SOURCE_API_OFF = error("""source-api-off
    The Google Sheets API is switched off in the Google project of {account}.
    No Google Sheet can be shown; files are.
    Press Enable there and wait a minute: step 1 of docs/google-sheets.md has the address.""")
SOURCE_NOT_SHARED = error("""source-not-shared
    “{file}” is not shared with this dashboard.
    Nothing of that sheet can be shown; the other sources are.
    Open the sheet, press Share, add {account} and choose Viewer.""")
SOURCE_OUTSIDERS_BARRED = error("""source-outsiders-barred
    The organisation that owns “{file}” lets nobody from outside open it.
    Nothing of that sheet can be shown; the other sources are.
    Ask its administrator to let {account} in, or to make an account for the dashboard inside.""")
SOURCE_LINK_BROKEN = error("""source-link-broken
    There is no Google Sheet behind “{file}”.
    Nothing of that sheet can be shown; the other sources are.
    Open the sheet in a browser and copy its whole address again; it may have been deleted.""")
SOURCE_EXCEL_ON_DRIVE = error("""source-excel-on-drive
    “{file}” is an Excel file kept in Google Drive, not a Google Sheet.
    Nothing of that file can be shown; the other sources are.
    Open it, choose File, Save as Google Sheets, and give the link of the new sheet.""")
SOURCE_NOT_PUBLIC = error("""source-not-public
    “{file}” cannot be opened by its link alone.
    Nothing of that sheet can be shown; the other sources are.
    Copy the link again; or better, give the dashboard an account: docs/google-sheets.md.""")
SHEET_IS_PUBLIC = warning("""sheet-is-public
    “{file}” is read by a link that opens it for anyone.
    Who comes by the link sees all of the sheet, also what is hidden here to protect students.
    Give the dashboard an account (docs/google-sheets.md) and set the sheet back to Restricted.""")
SOURCE_BUSY = error("""source-busy
    Google was asked too often in this minute to answer about “{file}”.
    Nothing new of that sheet can be shown; files are.
    Wait a minute. If it comes back, give this dashboard an account that nothing else uses.""")
SOURCE_WEB_PAGE = error("""source-web-page
    Instead of “{file}” came a web page, as a sign-in or a school’s web filter sends it.
    Nothing new of that sheet can be shown; files are.
    Ask who looks after the network to let this computer reach sheets.googleapis.com.""")
SOURCE_UNREACHABLE = error("""source-unreachable
    Google cannot be reached to read “{file}”: {reason}.
    Nothing new of that sheet can be shown; files are.
    Try again in a few minutes. If it stays so, look at this computer’s way to the internet.""")
SOURCE_GARBLED = error("""source-garbled
    Google’s answer about “{file}” is of no use: {reason}.
    Nothing new of that sheet can be shown; the other sources are.
    Try again in a few minutes. If it stays so, download it as .xlsx and give that file.""")
LOOK_OF_FIRST_ROWS = note("""look-of-first-rows
    How numbers on the tab “{sheet}” are shown is known of the first {rows} rows: it is very large.
    In the rows below a number counts as percent or date where all above it in its column do.
    Nothing to do, unless a column changes further down: then type such percents as text, 85%.""")

# Names

NAME_UNKNOWN = error("""name-unknown
    “{value}” is not a {kind} in the hub.
    {effect}
    Correct the name, or add it to the {tab} tab, as a row or under “Also known as”.""")
NAME_NEAR_MISS = error("""name-near-miss
    “{name}” is not a {kind} in the hub: did you mean {suggestion}?
    {effect}
    Correct the name, or add it under “Also known as” of {suggestion}. It is never assumed.""")
NAME_TURNED_DATE = error("""name-turned-date
    “{name}” is no {kind}: a spreadsheet turns names like 3-5 or Mar 10 into dates.
    {effect}
    Format the column as plain text (Format, Number, Plain text), then type the name.""")
CODE_CUT_SHORT = error("""code-cut-short
    “{value}” is no {kind}: a spreadsheet writes a long code so and drops its end.
    {effect}
    Format the column as plain text (Format, Number, Plain text), then type the whole code.""")
CODE_CONTRADICTS_NAME = error("""code-contradicts-name
    “{name}” is the code of {by_code}, but the name in this row is {by_name}.
    The row is set aside, since nothing tells which of the two is meant.
    Correct the code or the name.""")
NAME_CLASH = warning("""name-clash
    “{name}” stands for both {first} and {second}.
    Cells that say so are read as {first}.
    Take it out of “Also known as” of one of the two.""")
NAME_TWICE = error("""name-twice
    “{name}” already stands in row {first_row}.
    This row is set aside; the first one counts.
    Delete one of the two rows, or give them different names.""")
GROUP_UNLISTED = note("""group-unlisted
    “{value}” is not a student group of the Groups tab.
    It is named once a number of it is shown; all unlisted groups count as one dimension.
    Add it to the Groups tab, with its dimension.""")
GROUP_NEAR_MISS = warning("""group-near-miss
    “{name}” is not in the Groups tab: did you mean {suggestion}?
    It is shown as a group of its own, beside {suggestion}.
    Correct the group, or add it to the Groups tab. It is never assumed.""")

# Cells

REQUIRED_EMPTY = error("""required-empty
    “{title}” is empty in this row.
    {effect}
    Type the {title}, or clear the whole row.""")
NOT_A_NUMBER = error("""not-a-number
    “{value}” is not a number.
    {effect}
    Type a number such as 85%, 0.85 or 17/20, or leave the cell empty.""")
NOT_A_WHOLE_NUMBER = error("""not-a-whole-number
    “{value}” is not a whole number.
    {effect}
    Type a whole number such as 12, or leave the cell empty.""")
TEXT_TOO_LONG = error("""text-too-long
    The text in this cell has {length} characters; up to {most} are read.
    Its beginning is used, and the rest is left out.
    Shorten it, or put it into a document and type the link to that.""")
ERROR_VALUE = error("""error-value
    “{name}” is the result of the formula in this cell.
    {effect}
    Mend the formula, or type the value itself.""")
NOT_COMPUTED = error("""not-computed
    The formula in this cell has no stored result.
    {effect}
    Open the file in Excel or Google Sheets and save it once, or type the value itself.""")
NOT_A_DATE = error("""not-a-date
    “{value}” is not a date or a period.
    {effect}
    Type a date such as 5 Oct 2025, or a period such as Oct 2025, Q2 or 2025-26.""")
YEAR_UNKNOWN = error("""year-unknown
    “{value}” does not say in which year.
    {effect}
    Add the year, as in Oct 2025, or put the school year (2025-26) above the table.""")
PART_UNKNOWN = error("""part-unknown
    “{value}” and what is beside it do not say which number is how many, and which out of how many.
    {effect}
    Head them Met and Out of, or Percent; or add these words to the measure in the Measures tab.""")
NOT_IN_ITS_YEAR = error("""not-in-its-year
    “{name}” does not lie in {year}, the year that stands beside it or above its column.
    {effect}
    Correct one of the two.""")
DATE_ORDER_UNKNOWN = warning("""date-order-unknown
    “{name}” heads dates that could be month/day or day/month.
    They are read as month/day, so a date may stand in the wrong month.
    Type the month in letters, as in 5 Oct 2025, at least once in the column.""")
DATE_ORDER_SWAPPED = warning("""date-order-swapped
    “{name}” heads dates of which Excel may have swapped day and month.
    It left those as texts that it could not read in its order; the others may be months off.
    Compare some with your notes; type the month in letters, as in 5 Oct 2025.""")
DATE_IN_FUTURE = error("""date-in-future
    “{name}” lies after {as_of}, the day this dashboard is about.
    {effect}
    Correct the date, or wait until it has come. What is hoped for belongs under Target.""")
DATE_BEFORE_NETWORK = warning("""date-before-network
    “{name}” lies before the network began ({began}).
    It is used all the same.
    Correct the date if it is a slip; otherwise there is nothing to do.""")
PERIOD_FROM_TITLE = note("""period-from-title
    No column says when: the period {period} was taken from {place}.
    All rows of this table count for that period.
    Nothing to do, unless {period} is wrong.""")
TEAM_FROM_TITLE = note("""team-from-title
    No column says which team: {team} was taken from {place}.
    All rows of this table count for that team.
    Nothing to do, unless {team} is wrong.""")
GROUP_FROM_TITLE = note("""group-from-title
    No column says which students: {group} was taken from {place}.
    All rows of this table count for that group.
    Nothing to do, unless these are the numbers of all students.""")
MEASURE_FROM_TITLE = note("""measure-from-title
    No column says what was measured: {measure} was taken from {place}.
    All values of this table count for that measure.
    Nothing to do, unless {measure} is wrong.""")
NO_PERIOD = error("""no-period
    Nothing says when these numbers were measured.
    The rows of this table have no place on a chart; they are set aside.
    Add a column Date, or write the month or school year above the table.""")
NO_TEAM = error("""no-team
    Nothing says which team these numbers belong to.
    The rows of this table are set aside.
    Add a column Team, or name the tab after the team.""")
NO_MEASURE = error("""no-measure
    Nothing says what these numbers measure.
    The rows of this table are set aside.
    Add a column Measure, or head the column with the measure’s name from the Measures tab.""")
NOT_A_CHOICE = error("""not-a-choice
    “{value}” is not one of the words for “{title}”.
    {effect}
    Type one of: {choices}.""")
NOT_AN_ADDRESS = error("""not-an-address
    “{value}” is neither an e-mail address nor a domain.
    The row is set aside: where people sign in, it lets nobody in.
    Type one of them in a row: an address such as ada@example.org, or a domain as @example.org.""")
PERCENT_UNCLEAR = error("""percent-unclear
    “{value}” could mean {low} or {high}.
    It is left off the charts, since the cells around it do not tell which.
    Type the one that is meant, with a percent sign.
    What is typed here could mean two different percents.""")
TARGET_UNCLEAR = warning("""target-unclear
    “{value}” could be a share of one or a percent.
    It counts as empty, so nothing is drawn for it.
    Type it with a percent sign, such as 85% or 0.5%.""")
DECIMAL_SIGN_UNCLEAR = warning("""decimal-sign-unclear
    “{value}” could be {low} or {high}, and no other number in its column tells which.
    It is read as the smaller one, and others like it in the column in the same way.
    Format the column as numbers, or type thousands without a sign.
    What is typed here could be a number or one a thousand times as large.""")
OUTSIDE_UNIT = error("""outside-unit
    “{value}” cannot be: {reason}.
    {effect}
    Look the number up again and correct it.""")
NUMERATOR_OVER_DENOMINATOR = error("""numerator-over-denominator
    {numerator} out of {denominator} cannot be: the part is larger than the whole.
    {effect}
    Look both numbers up again; perhaps they stand in each other’s place.
    This part is larger than its whole, which cannot be.""")
DENOMINATOR_ZERO = error("""denominator-zero
    {numerator} out of 0 is not a share of anything.
    {effect}
    Type how many there were in all, or leave the row without numbers.
    A part of 0 is not a share of anything.""")
RATIO_MISMATCH = warning("""ratio-mismatch
    “{value}” stands beside {numerator} out of {denominator}, which makes {computed}.
    What the counts make is used; they win over a typed value.
    Correct whichever of the three is a slip.
    What is typed here is not what the counts beside it make.""")
ESTIMATE = note("""estimate
    “{value}” is marked as an estimate.
    It is used like any other number.
    Nothing to do; replace it when the real number is known.""")
FOOTNOTE_MARK = note("""footnote-mark
    “{value}” has a footnote mark beside its number.
    The number is used; what the mark means is not read.
    Nothing to do, unless the number should not count: then type n/a.""")
NUMBER_AS_TEXT = note("""number-as-text
    Numbers stored as text stand among true numbers in this column ({count}, this the first).
    It is read like the others, but sums and averages inside the sheet leave it out.
    Select the column and format it as numbers; in Excel use Data, Text to Columns, Finish.""")
FAR_FROM_THE_OTHERS = warning("""far-from-the-others
    “{value}” is {how} what {team} usually has for {measure}.
    It is used as typed, and everything else on the chart looks flat beside it.
    Look it up: a digit or a decimal point may have slipped. Nothing to do if it is right.""")
VALUE_EMPTY = note("""value-empty
    No number is typed here yet.
    The chart has a gap for this period.
    Type the number, or n/a if there will be none.""")
DUPLICATE = error("""duplicate
    {team} already has {measure} for {period}: {kept} in {other}; here stands {value}.
    That in {other} is used, this one set aside: a team’s own workbook wins, then the later row.
    Delete one of the two, or correct its period or group.
    A number of this team, measure and period already stands elsewhere.""")

# What one tab asks of its rows

SETTING_UNKNOWN = error("""setting-unknown
    “{value}” is not a setting this dashboard knows.
    The row is set aside.
    Type one of: {known}.""")
BESIDE_SETTINGS = note("""beside-settings
    Column {column} stands beside the settings and their values.
    Its cells are not read and appear nowhere.
    Nothing to do, unless a value stands there: then type it right beside its setting.""")
FLOOR_WITHOUT_REASON = warning("""floor-without-reason
    “{value}” is below the usual smallest group, and no reason is given.
    Nothing below {floor} is shown, as without this setting.
    Add the setting “Reason for a smaller group”, such as “already public”.""")
TARGET_BY_WITHOUT_TARGET = warning("""target-by-without-target
    “Target by” is filled but “Target” is empty.
    No target is drawn.
    Type the target, or clear “Target by”.""")
ENDS_BEFORE_IT_STARTS = warning("""ends-before-it-starts
    “{name}” lies before the start of this row.
    The end is left empty.
    Correct one of the two dates.""")
ROW_TWICE = error("""row-twice
    This row says the same as row {first_row}, cell by cell.
    It is set aside, so that it is not counted twice.
    Delete one of the two rows, or correct what should differ.""")
TARGET_OUTSIDE_UNIT = warning("""target-outside-unit
    “{value}” cannot be reached in this measure’s unit.
    No line is drawn for it.
    Type a number in the measure’s unit; a percent lies between 0 and 100.""")
SCORE_OFF_SCALE = warning("""score-off-scale
    “{value}” does not lie on the scale.
    This score counts as empty; the rest of the row is used.
    Type a score on the scale. Feedback goes from 1 to 5.""")

RULES = tuple(rule for rule in globals().copy().values() if isinstance(rule, Rule))
RULE_BY_CODE = {rule.code: rule for rule in RULES}
