"""Data: a tab of measured values becomes observations, findings and an account of its rows."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from kmlib import findings as rules
from kmlib.findings import COLUMN_LEFT_OUT, MOST_SEVERE_FIRST, Cell, Finding
from kmlib.observations import Codes, Mask, Observations, Place, joined, no_observations
from kmlib.reading.cells import Tab, is_blank, is_blank_row
from kmlib.reading.data_rows import RowKinds, read_keys, tell_rows
from kmlib.reading.excerpts import cell_position, excerpts_of
from kmlib.reading.keys import Keys
from kmlib.reading.layout import find_tables
from kmlib.reading.matches import table_matches
from kmlib.reading.measured import Measured, measure_entries
from kmlib.reading.row_periods import before_network
from kmlib.reading.rows import Reading, own_examples
from kmlib.reading.school_calendar import cadence_period
from kmlib.reading.tables import UNKNOWN, Table
from kmlib.reading.typed import Part, Typed, read_parts, typed_entries
from kmlib.reading.unread_columns import unread_columns
from kmlib.reading.values import Form
from kmlib.reading.vocabulary import Vocabulary
from kmlib.reading.words import some
from kmlib.schema import DataRow

BLANK, OUTSIDE, INSIDE = 1, 2, 3  # kinds of rows; the higher one counts where tables share a row
WHEN = ("date", "year", "period_start", "period_end")  # roles of the columns that tell when
EXCERPTS_A_TABLE = 60  # project choice: more than anybody reads in one sitting


@dataclass
class DataReading(Reading):
    """One data tab, read; how many of its rows are accepted shows when duplicates are out."""

    observations: Observations = field(default_factory=no_observations)
    kinds: Codes = field(default_factory=lambda: np.zeros(0, np.int32))  # what each row is
    accepted_without: Mask = field(default_factory=lambda: np.zeros(0, np.bool_))  # n/a: no number
    records: list[tuple[Codes, Codes]] = field(default_factory=list)  # rows and their teams

    def settle(self, used: Codes) -> None:
        """Tell the rows that are accepted from those that are not, by which were used."""
        accepted = self.accepted_without.copy()
        accepted[used - 1] = True
        self.rows_accepted = int(np.count_nonzero(accepted))
        for numbers, _ in self.records:
            self.set_aside.update(numbers[~accepted[numbers - 1]].tolist())

    def teams_of(self, rows: set[int]) -> Iterator[tuple[int, int | None]]:
        """The position of the team that each of these rows names; None where it names none."""
        for numbers, teams in self.records:
            mine = np.isin(numbers, list(rows))
            named = (None if team == UNKNOWN else team for team in teams[mine].tolist())
            yield from zip(numbers[mine].tolist(), named, strict=True)


def read_data_tab(tab: Tab, words: Vocabulary, team: int | None = None) -> DataReading | None:
    """Read a tab as measured values; None if no table of them stands on it.

    `team` is the position of the team whose own workbook this is, None in the hub.
    """
    tables = find_tables(tab, words, is_own=team is not None)
    if not tables:
        return None
    nothing = np.zeros(len(tab.rows), np.int32)
    whole = DataReading(kinds=nothing, accepted_without=nothing.astype(np.bool_))
    batches = [_read_table(table, words, team, whole) for table in tables]
    whole.observations = joined(batches)
    more = (table for table in tables[1:] if table.begins is None)
    heads = (tab.cell(table.header.rows[0], table.left) for table in more)
    whole.findings += map(rules.SECOND_TABLE.at, heads)
    inside, outside, blank = (int((whole.kinds == k).sum()) for k in (INSIDE, OUTSIDE, BLANK))
    whole.rows_read, whole.rows_blank, whole.rows_outside = inside + blank, blank, outside
    return whole


def _read_table(
    table: Table, words: Vocabulary, team: int | None, whole: DataReading
) -> Observations:
    """The observations of one table; the rest of what it gives is added to the `whole`."""
    parts = read_parts(table)
    rows = tell_rows(table, parts, words)
    keys = read_keys(table, rows, words, team)
    used = keys.excused | (keys.usable & ~rows.filled)  # nothing typed yet: no number, no complaint
    findings = [*unread_columns(table, words), *keys.findings, *_of_headers(table, words)]
    findings += _of_totals(table, rows)
    findings += _of_texts(table, parts)
    shown = (np.flatnonzero(rows.examples) + table.first).tolist()
    findings += own_examples(table.tab, shown, DataRow)
    observations = no_observations(*words.observed)
    if table.slots:
        typed = typed_entries(table, parts, keys)
        measured = measure_entries(table, typed, words)
        findings += [*measured.findings, *_not_typed_yet(table, keys, rows.filled, words)]
        used[typed.row[~measured.bad & ~measured.shown & ~measured.suppressed]] = True
        observations = _observations(table, keys, typed, measured, words)
    whole.accepted_without[table.first : table.end] |= used
    numbers = np.arange(table.first + 1, table.end + 1, dtype=np.int32)
    whole.records.append((numbers[rows.inside], keys.team[rows.inside]))
    whole.matches += table_matches(keys, rows.inside, words)
    _add_excerpts(whole, table, findings)
    whole.findings += findings
    _account(whole, table, rows)
    return observations


def _account(whole: DataReading, table: Table, rows: RowKinds) -> None:
    """Note what each row of a tab is; one that holds data in any of its tables is inside."""
    above = [not is_blank_row(row) for row in table.tab.rows[table.start : table.first]]
    below = np.zeros(len(table), np.int32)
    for kind, where in ((BLANK, rows.blank), (OUTSIDE, rows.outside), (INSIDE, rows.inside)):
        below[where] = kind
    kinds = whole.kinds[table.start : table.end]
    np.maximum(kinds, np.append(np.where(above, OUTSIDE, 0), below), out=kinds)


def _add_excerpts(whole: DataReading, table: Table, findings: list[Finding]) -> None:
    """Add the little sheets of a table's findings."""
    known = table.known_columns
    places = [cell_position(finding.cell) for finding in findings]
    inside = [f for f, (_, column) in zip(findings, places, strict=True) if column in known]
    kinds: dict[tuple[str, str], Finding] = {}  # those that say the same are shown as one
    for finding in inside:
        kinds.setdefault((finding.code, finding.value), finding)
    ranked = sorted(kinds.values(), key=lambda f: MOST_SEVERE_FIRST.index(f.severity))
    shown = [*dict.fromkeys([*ranked, *inside])][:EXCERPTS_A_TABLE]
    read = table.number_columns.union(table.keys[role] for role in WHEN if role in table.keys)
    whole.excerpts |= excerpts_of(table.tab, table.header.rows[-1], known, shown, read)


def _of_headers(table: Table, words: Vocabulary) -> Iterator[Finding]:
    """What is to be said once of a header: no year or an early one, or not which number it is."""
    said: set[Cell] = set()
    slots = [
        (slot.columns[0], slot.about.period)
        for slot in table.slots
        if slot.about.period and not (slot.asks_when and slot.about.part)
    ]
    for column, period in [*((column, None) for column in table.unplaced), *slots]:
        rule = table.unplaced.get(column)
        cell = table.heading(column) if rule is rules.PART_UNKNOWN else table.dated_heading(column)
        if cell in said or all(map(is_blank, table.column(column).cells)):
            continue
        said.add(cell)
        if rule is not None:
            yield rule.at(cell, effect=COLUMN_LEFT_OUT)
        elif period is not None:
            yield from before_network(cell, period, words)


def _of_totals(table: Table, rows: RowKinds) -> Iterator[Finding]:
    """One note for the rows that add up or average the others, at the first of them."""
    totals = (table.first + np.flatnonzero(rows.totals)).tolist()
    if totals:
        which = some(f"row {row + 1}" for row in totals)
        yield rules.TOTAL_ROWS.at(table.tab.cell(totals[0], table.left), which=which)


def _of_texts(table: Table, parts: dict[int, Part]) -> Iterator[Finding]:
    """One note for each column in which some numbers are true ones and some are texts."""
    for number in sorted(table.number_columns):
        codes, cells = table.column(number)
        if not any(type(cell) in (int, float) for cell in cells):
            continue
        digits = [type(c) is str and c.replace(",", "").replace(".", "").isdecimal() for c in cells]
        read = parts[number].form == Form.PLAIN  # 0.9.1 has digits and is no number
        rows = np.flatnonzero(np.array(digits, np.bool_)[codes] & read)
        if len(rows):
            cell = table.tab.cell(table.first + int(rows[0]), number)
            yield rules.NUMBER_AS_TEXT.at(cell, count=len(rows))


def _not_typed_yet(table: Table, keys: Keys, filled: Mask, words: Vocabulary) -> Iterable[Finding]:
    """A note for each row of a long table whose period has passed without a number."""
    if len(table.slots) != 1 or table.slots[0].asks_when or table.slots[0].period is not None:
        return
    column = table.slots[0].columns[0]
    past = keys.usable & ~filled & (keys.end < words.as_of.toordinal())
    for i in np.flatnonzero(past).tolist():
        yield rules.VALUE_EMPTY.at(table.tab.cell(table.first + i, column))


def _observations(
    table: Table, keys: Keys, typed: Typed, measured: Measured, words: Vocabulary
) -> Observations:
    keep = np.flatnonzero(measured.shown | measured.suppressed)
    row, measure = typed.row[keep], typed.measure[keep]
    start, end = _whole_periods(typed.start[keep], typed.end[keep], measure, words)
    columns = (typed.value.column, typed.numerator.column, typed.denominator.column)
    of_counts = np.where(typed.numerator.form != Form.EMPTY, *columns[1:])
    column = np.where(typed.value.form != Form.EMPTY, columns[0], of_counts)[keep]
    return Observations(
        *words.observed,
        groups=keys.groups,
        places=(Place(table.tab.source, table.tab.title, table.tab.link),),
        team=typed.team[keep],
        measure=measure,
        group=typed.group[keep],
        start=start,
        end=end,
        value=measured.value[keep],
        numerator=measured.numerator[keep],
        denominator=measured.denominator[keep],
        suppressed=measured.suppressed[keep],
        place=np.zeros(len(keep), np.int32),
        row=row + np.int32(table.first + 1),
        column=column.astype(np.int32) + np.int32(1),
    )


def _whole_periods(
    start: Codes, end: Codes, measure: Codes, words: Vocabulary
) -> tuple[Codes, Codes]:
    """A single day stands for the measure's period that holds it; periods stay as typed."""
    days = start == end
    cadences = list(dict.fromkeys(measure.cadence for measure in words.measures))
    of_measure = np.array([cadences.index(measure.cadence) for measure in words.measures], np.int32)
    last = dt.date.max.toordinal() + 1
    pairs, back = np.unique(of_measure[measure[days]] * last + start[days], return_inverse=True)
    year_starts = words.periods.year_starts
    periods = [
        cadence_period(dt.date.fromordinal(day), cadences[position], year_starts)
        for position, day in (divmod(pair, last) for pair in pairs.tolist())
    ]
    start, end = start.copy(), end.copy()
    start[days] = np.array([p.start.toordinal() for p in periods], np.int32)[back]
    end[days] = np.array([p.end.toordinal() for p in periods], np.int32)[back]
    return start, end
