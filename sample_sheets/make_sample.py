"""Writes the sample network: a hub and three teams' own workbooks, all made up.

Run `python sample_sheets/make_sample.py` after a change of the content; equal content, equal bytes.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from xlsxwriter.utility import xl_cell_to_rowcol

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kmlib import findings as rules
from kmlib import schema
from kmlib.export.writing import SheetTab, tab_of, write_workbook
from sample_sheets.content import core, learning, numbers, own_workbooks, programme, rows_of

FOLDER = Path(__file__).resolve().parent
HUB, KESTREL = "hub.xlsx", "kestrel-attendance.xlsx"
CEDAR_BEND, HARBOR_STREET = "cedar-bend.xlsx", "harbor-street.xlsx"
GROUP_DATA = "Data by student group"

MADE_UP = "Riverbend Learning Network does not exist: its schools and all numbers here are made up."
TRACKER_WORDS = {"d": "done", "p": "in progress", "n": "not started", "-": "not applicable"}
CONTEXT_OF = {"Upper Valley": "rural", "Riverbend City": "city", "Mill Towns": "town"}
CONTEXTS = {
    team: f"{row['model']}, {CONTEXT_OF[str(row['district'])]}"
    for team, row in numbers.TEAMS.items()
}
TRACKED_ON = dt.date(2026, 3, 2)
SCORED_ON = (dt.date(2025, 6, 10), dt.date(2026, 1, 28))

TEXT_TABS: tuple[tuple[type[schema.Row], str], ...] = (
    (schema.TeamRow, core.TEAMS),
    (schema.MeasureRow, core.MEASURES),
    (schema.GroupRow, core.GROUPS),
    (schema.core.RoutineRow, core.ROUTINES),
    (schema.learning.PriorityRow, learning.PRIORITIES),
    (schema.learning.DriverRow, learning.DRIVERS),
    (schema.CycleRow, learning.CYCLES),
    (schema.learning.KnowledgeRow, learning.KNOWLEDGE),
    (schema.learning.SharingRow, learning.SHARING),
    (schema.learning.ApplicationRow, learning.APPLICATIONS),
    (schema.learning.ParticipationRow, learning.PARTICIPATION),
    (schema.programme.TrackerItemRow, programme.TRACKER_ITEMS),
    (schema.programme.CalendarRow, programme.CALENDAR),
    (schema.programme.RepositoryRow, programme.REPOSITORIES),
    (schema.programme.PartnershipRow, programme.PARTNERSHIPS),
    (schema.programme.PartnershipSessionRow, programme.PARTNERSHIP_SESSIONS),
    (schema.PersonRow, programme.PEOPLE),
    (schema.NoteRow, programme.NOTES),
    (schema.steering.StandardRow, programme.STANDARDS),
    (schema.steering.GapDecisionRow, programme.GAPS),
    (schema.steering.DivePromptRow, programme.DIVE_PROMPTS),
)


class Slip(NamedTuple):
    """One cell typed as people do; with a rule it is a mistake, without one it is not."""

    workbook: str
    sheet: str
    cell: str
    typed: object
    rule: rules.Rule | None = None


SEPTEMBER, OCTOBER = dt.date(2025, 9, 1), dt.date(2025, 10, 1)

SLIPS = (
    Slip(HUB, "Data", "A841", "Linclon", rules.NAME_NEAR_MISS),
    Slip(HUB, "Data", "C925", "2/31/26", rules.NOT_A_DATE),
    Slip(HUB, "Data", "D722", 140, rules.OUTSIDE_UNIT),
    Slip(HUB, "Data", "E722", None),
    Slip(HUB, "Data", "F722", None),
    Slip(HUB, "Data", "E101", "1O2", rules.NOT_A_NUMBER),
    Slip(HUB, "Data", "E769", 58, rules.NUMERATOR_OVER_DENOMINATOR),
    Slip(HUB, "Data", "F769", 37),
    Slip(HUB, "Data", "D279", "61%", rules.RATIO_MISMATCH),
    Slip(HUB, "Data", "A929", "Kestrel"),  # which keeps these numbers in its own workbook
    Slip(HUB, "Data", "B929", numbers.PRESENT),
    Slip(HUB, "Data", "C929", SEPTEMBER),
    Slip(HUB, "Data", "D929", "77%", rules.DUPLICATE),
    Slip(HUB, "Data", "A930", "Maple Grove"),
    Slip(HUB, "Data", "B930", "Library visits", rules.NAME_UNKNOWN),
    Slip(HUB, "Data", "C930", OCTOBER),
    Slip(HUB, "Data", "D930", 212),
    Slip(HUB, "Cycles", "L29", "park it", rules.NOT_A_CHOICE),
    Slip(CEDAR_BEND, "Monthly counts", "E13", "#REF!", rules.ERROR_VALUE),
    Slip(CEDAR_BEND, "Monthly counts", "D16", "see binder", rules.NOT_A_NUMBER),
    Slip(HARBOR_STREET, "2025-26", "A20", "April", rules.DATE_IN_FUTURE),
    Slip(HARBOR_STREET, "2025-26", "B20", numbers.PRESENT),
    Slip(HARBOR_STREET, "2025-26", "C20", "552/641"),
    Slip(HARBOR_STREET, "2025-26", "C13", "~63%"),
    Slip(KESTREL, "Attendance", "E6", "n/a"),
)

MISTAKES = [(slip.workbook, slip.sheet, slip.cell, slip.rule.code) for slip in SLIPS if slip.rule]


def hub_tabs() -> list[SheetTab]:
    """The hub: every tab of the schema but Access, which no sample should have."""
    rows = {model: rows_of(model, text) for model, text in TEXT_TABS}
    rows |= {
        schema.DataRow: numbers.data_rows(),
        schema.CycleRow: [
            row
            | {"context": CONTEXTS[row["team"]]}
            | {"theory_of_action": learning.THEORIES.get(row["title"])}
            for row in rows[schema.CycleRow]
        ],
        schema.learning.ParticipationRow: [*_data_dives(), *rows[schema.learning.ParticipationRow]],
        schema.learning.SelfAssessmentRow: list(_self_assessment()),
        schema.programme.TrackerRow: list(_tracker()),
    }
    tabs = [tab_of(model, rows[model]) for model in schema.TABS if model in rows]
    after_data = [tab.title for tab in tabs].index(schema.DataRow.TAB.title) + 1
    tabs.insert(after_data, tab_of(schema.DataRow, numbers.group_rows(), title=GROUP_DATA))
    return [_network_tab(), *tabs]


def _network_tab() -> SheetTab:
    """The Network tab, with a line above that says what all this is."""
    (settings,) = rows_of(schema.NetworkSettings, core.NETWORK)
    title_of = {spec.name: spec.column.title for spec in schema.fields_of(schema.NetworkSettings)}
    rows = [[title_of[name], value] for name, value in settings.items()]
    above = [[MADE_UP], [], ["Setting", "Value"]]
    return SheetTab(schema.NetworkSettings.TAB.title, [*above, *rows], header_row=2)


def _lines(text: str) -> Iterator[list[str]]:
    """The cells of a text table without a header."""
    for line in text.strip().split("\n"):
        yield [cell.strip() for cell in line.split("|")]


def _data_dives() -> Iterator[dict[str, object]]:
    """A row a team that came to the monthly attendance data dive."""
    for day, came, value in _lines(learning.DATA_DIVES):
        for team, mark in zip(numbers.TEAMS, came, strict=True):
            if mark == "x":
                yield {
                    "routine": "Attendance data dive",
                    "date": dt.date.fromisoformat(day),
                    "stakeholder_group": "team leads",
                    "team": team,
                    "people": 1 + (numbers.TEAMS[team]["cohort"] == "Cohort 1"),
                    "value": float(value),
                }


def _self_assessment() -> Iterator[dict[str, object]]:
    """Two scores a team and date; the note stands beside the later one."""
    for team, *scores, note in _lines(learning.SELF_ASSESSMENT):
        for day, own, facilitators, said in zip(
            SCORED_ON, scores[::2], scores[1::2], ("", note), strict=True
        ):
            yield {
                "team": team,
                "scale": learning.SCALE,
                "date": day,
                "own_score": float(own),
                "facilitator_score": float(facilitators),
                "note": said,
            }


def _tracker() -> Iterator[dict[str, object]]:
    """A row a team and tracker item; the note stands beside the first. Most are done by their day.

    Each team is some days early or late with what it has done.
    """
    items = rows_of(schema.programme.TrackerItemRow, programme.TRACKER_ITEMS)
    for at, (team, marks, note) in enumerate(_lines(programme.TRACKER)):
        for n, (item, mark) in enumerate(zip(items, marks, strict=True)):
            done_on = item["due"] + dt.timedelta(days=7 * (at + n) % 40 - 14)
            yield {
                "team": team,
                "code": item["code"],
                "status": TRACKER_WORDS[mark],
                "date": min(done_on, TRACKED_ON) if mark == "d" else TRACKED_ON,
                "note": "" if n else note,
            }


def workbooks() -> dict[str, list[SheetTab]]:
    """Every workbook of the sample with its tabs, slips included."""
    books = {
        HUB: hub_tabs(),
        KESTREL: own_workbooks.kestrel(),
        CEDAR_BEND: own_workbooks.cedar_bend(),
        HARBOR_STREET: own_workbooks.harbor_street(),
    }
    for slip in SLIPS:
        (tab,) = (tab for tab in books[slip.workbook] if tab.title == slip.sheet)
        _type_into(tab.rows, slip)
    return books


def _type_into(rows: list[list[object]], slip: Slip) -> None:
    """Type into one cell; below and right of the table there is room."""
    row, column = xl_cell_to_rowcol(slip.cell)
    rows += [[] for _ in range(len(rows), row + 1)]
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = slip.typed


def write_sample(folder: Path) -> None:
    """Write the sample's workbooks into a folder."""
    for name, tabs in workbooks().items():
        write_workbook(folder / name, tabs)


if __name__ == "__main__":
    write_sample(FOLDER)
