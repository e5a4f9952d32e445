"""The account of every filled cell: used, said, or outside of all tables; counted from raw XML.

A cell counts as used only where the tab that holds it was read, its column is one that the reader
named as known, and its row was accepted; what it became must be seen in the network. A cell counts
as said where a finding stands at it, at another cell of its row that set the row aside, at its
column's heading, or at its tab. What is left must be as many rows as the reader says are outside.
"""

import csv
import datetime as dt
import html
import re
import zipfile
from collections import defaultdict
from contextlib import contextmanager
from typing import NamedTuple
from unittest import mock

import kmlib.reading.data
import kmlib.reading.hub
from kmlib.reading.cells import Tab
from kmlib.reading.excerpts import cell_position
from kmlib.reading.hub import SETTINGS
from kmlib.reading.names import title_key
from kmlib.reading.vocabulary import is_everybody
from kmlib.reading.words import read_text

BLANKS = " \t\r\n\v\f\xa0\u200b\u200c\u200d\u2060\ufeff"
OF_A_TAB = {
    "tab-hidden", "tab-unknown", "tab-near-miss", "tab-of-hub", "no-table", "column-missing",
    "no-teams-tab", "no-measures-tab",
}  # fmt: skip
VALUES = ("value", "values")  # over the second column of the settings
OF_A_TABLE = {
    "no-team", "no-measure", "no-period", "column-missing",
    "year-unknown", "part-unknown", "date-in-future",  # at the heading of all its numbers
}  # fmt: skip
OF_A_COLUMN = {
    "column-unknown", "column-near-miss", "column-twice", "column-not-needed", "column-unheaded",
    "column-roster", "beside-settings", "year-unknown", "part-unknown", "date-in-future",
}  # fmt: skip

Cells = dict[tuple[int, int], object]  # by row and column from 0


# What a workbook holds, by its own XML


def raw_cells(path):
    """Every filled cell of an .xlsx file by tab, read with nothing but patterns."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if ".xml" in name}
    shared = [_text(item) for item in _elements("si", parts.get("xl/sharedStrings.xml", ""))]
    targets = {
        _attribute("Id", rel): _attribute("Target", rel).lstrip("/").removeprefix("xl/")
        for rel in re.findall(r"<Relationship\b[^>]*>", parts["xl/_rels/workbook.xml.rels"])
    }
    found = {}
    for sheet in re.findall(r"<sheet\b[^>]*>", parts["xl/workbook.xml"]):
        title = html.unescape(_attribute("name", sheet))
        found[title] = _filled(parts["xl/" + targets[_attribute("r:id", sheet)]], shared)
    return found


def cells_of(tab):
    """The same of a tab that was never a file."""
    return {
        (row, column): float(cell) if type(cell) is int else cell
        for row, cells in enumerate(tab.rows)
        for column, cell in enumerate(cells)
        if cell is not None and str(cell).strip(BLANKS)
    }


def text_cells(path):
    """The same of a .csv file, whose one tab is called like it."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {path.stem: cells_of(Tab(path.name, path.stem, list(csv.reader(lines))))}


def _filled(xml, shared):
    cells = {}
    for head, inside in re.findall(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", xml, re.DOTALL):
        value = re.search(r"<v[^>]*>(.*?)</v>", inside, re.DOTALL)
        text = html.unescape(value[1]) if value else _text(inside) or _formula(inside)
        kind = _attribute("t", head)
        seen = shared[int(text)] if kind == "s" else text if kind or not value else float(text)
        if not isinstance(seen, str) or seen.strip(BLANKS):
            cells[cell_position(_attribute("r", head))] = seen
    return cells


def _formula(inside):
    return "=" if re.search(r"<f\b", inside) and "<v" not in inside else ""


def _elements(name, xml):
    return re.findall(rf"<{name}\b[^>]*>(.*?)</{name}>", xml, re.DOTALL)


def _text(xml):
    return html.unescape("".join(_elements("t", xml)))


def _attribute(name, element):
    found = re.search(rf'(?<![\w:]){name}="([^"]*)"', element)
    return found[1] if found else ""


# What the reader says it reads


class Claim(NamedTuple):
    """The rows below one header, and the columns that are known there; from 0."""

    rows: range
    columns: frozenset
    fields: dict  # column -> field of the tab's model; empty for data
    group: int | None = None  # the column of student groups


class Account:
    """What was claimed of each tab while it was read."""

    def __init__(self):
        self.claims = defaultdict(list)
        self.read = {}  # what reading a tab gave


@contextmanager
def listening():
    """Note what the reader claims to read of each tab."""
    account = Account()
    data, hub = kmlib.reading.data, kmlib.reading.hub
    read_table, read_rows, read_settings = data._read_table, hub.read_rows, hub.read_settings

    def table(table, words, team, whole):
        notes = {c for c, one in enumerate(table.header.headings) if one.role == "note"}
        columns = frozenset({*table.known_columns, *notes})
        key, group = (table.tab.source, table.tab.title), table.keys.get("group")
        account.claims[key].append(Claim(range(table.first, table.end), columns, {}, group))
        account.read[key] = whole
        return read_table(table, words, team, whole)

    def rows(tab, model, *more):
        reading = read_rows(tab, model, *more)
        fields = {column: name for name, column in reading.columns.items()}
        claim = Claim(range(len(tab.rows)), frozenset(fields), fields)
        account.claims[tab.source, tab.title].append(claim)
        account.read[tab.source, tab.title] = reading
        return reading

    def settings(tab, context):
        reading = read_settings(tab, context)
        account.read[tab.source, tab.title] = reading
        account.claims[tab.source, tab.title].append(Claim(range(len(tab.rows)), None, SETTINGS))
        return reading

    with (
        mock.patch.object(data, "_read_table", table),
        mock.patch.object(hub, "read_rows", rows),
        mock.patch.object(hub, "read_settings", settings),
    ):
        yield account


# The account


def unaccounted(network, account, cells):
    """The cells, of those by source and tab, that were neither used nor said, nor are outside."""
    lost = []
    for (source, sheet), filled in cells.items():
        here = _Tab(network, account, source, sheet, filled)
        lost += [(sheet, *place) for place in here.lost()]
    return lost


class _Tab:
    """One tab: its filled cells, and all that is known of it."""

    def __init__(self, network, account, source, sheet, filled):
        self.key, self.filled = (source, sheet), filled
        self.claims, self.reading = account.claims[self.key], account.read.get(self.key)
        found = [f for f in network.findings if (f.source, f.sheet) == self.key]
        self.found = [(cell_position(f.cell), f) for f in found]
        self.codes = {f.code for f in network.findings if f.source == source and not f.sheet}
        self.settings = network.settings
        self.observed = defaultdict(list)
        for row in network.observations.to_rows():
            if (row["source"], row["sheet"]) == self.key:
                self.observed[cell_position(row["cell"])[0]].append(row)
        self.records = {
            row.place.row - 1: row
            for rows in network.tabs.values()
            for row in rows
            if (row.place.source, row.place.sheet) == self.key
        }

    def lost(self):
        """The cells that nothing accounts for."""
        if self.reading is None or self.codes & OF_A_TAB:
            said = {f.code for _, f in self.found} | self.codes
            return [] if said & OF_A_TAB or not self.filled else list(self.filled)
        at = {place for place, _ in self.found}
        lost, outside = [], defaultdict(list)
        for (row, column), value in self.filled.items():
            claim = next((c for c in reversed(self.claims) if row in c.rows), None)
            if (row, column) in at or self._is_said(row, column, claim):
                continue
            if claim is None or not self._is_accepted(row):
                outside[row].append((row, column))
            elif not self._is_used(row, column, value, claim):
                lost.append((row, column))
        if len(outside) > self.reading.rows_outside:
            lost += [place for places in outside.values() for place in places]
        return lost

    def _is_said(self, row, column, claim):
        """Whether a finding set the cell's row, column or table aside, or names it as unread."""
        for (at_row, at_column), finding in self.found:
            is_above = at_row <= row and (claim is None or row in claim.rows)
            if at_row == row and finding.severity == "error" and not self._is_accepted(row):
                return True
            if is_above and at_column == column and finding.code in OF_A_COLUMN:
                return True
            if is_above and finding.code in OF_A_TABLE and row not in self.observed:
                return True
        return False

    def _is_accepted(self, row):
        without = getattr(self.reading, "accepted_without", ())
        return (
            row in self.observed
            or row in self.records
            or any(without[row : row + 1])
            or (self._setting(row) is not None)
        )

    def _setting(self, row):
        if not any(claim.columns is None for claim in self.claims):
            return None
        first = {}
        for at, column in sorted(self.filled, reverse=True):
            first[at] = column
        beside = {at: self.filled.get((at, column + 1)) for at, column in first.items()}
        heads = [at for at, text in beside.items() if title_key(read_text(text)) in VALUES]
        if row not in first or row <= max(heads, default=-1):
            return None
        return SETTINGS.get(title_key(read_text(self.filled[row, first[row]])))

    def _is_used(self, row, column, value, claim):
        """Whether the cell stands in a column that is read, and is seen in what became of it."""
        if claim.columns is None:
            first = min(c for r, c in self.filled if r == row)
            return column - first in (0, 1)
        if column not in claim.columns:
            return False
        if claim.fields:
            return _is_held(getattr(self.records[row], claim.fields[column]), value)
        if column == claim.group and self.observed[row]:
            return is_everybody(value) or all(one["group"] for one in self.observed[row])
        if isinstance(value, float) and self.observed[row]:
            # an error at another cell of the row may have set its counts aside with it
            broken = any(at[0] == row and f.severity == "error" for at, f in self.found)
            return broken or any(_is_number_of(one, value) for one in self.observed[row])
        return True


def _is_held(held, value):
    """Whether a field of a record holds what its cell says; a name may be written otherwise."""
    return held not in (None, "", ()) and (held is not False or value not in ("yes", True))


def _is_number_of(row, number):
    """Whether a number of a data row is seen in an observation, be it a day of its period."""
    counted = row["numerator"] is not None and row["denominator"] is not None
    rounding = 0.5 if counted else 0.0  # counts win over a value that they round to
    numbers = (row["value"], row["numerator"], row["denominator"])
    near = (abs(n - k * number) for n in numbers if n is not None for k in (1, 100))
    if min(near, default=1) <= rounding + 1e-6 or row["suppressed"]:
        return True
    day = dt.date(1899, 12, 30) + dt.timedelta(days=number) if number < 100_000 else None
    return day is not None and row["period_start"] <= day <= row["period_end"]
