"""What the Sheet check page shows of one sheet: its rows, its findings, and a message."""

from collections.abc import Mapping, Sequence

import streamlit as st

from kmlib.analysis.mending import ToMend, to_mend
from kmlib.charts import little_sheet, row_bar, whose_sheet
from kmlib.charts.sheet_message import sheet_message
from kmlib.dashboard.frame import section, small_print, wording
from kmlib.dashboard.keeping import kept
from kmlib.dashboard.pickers import page_of, pick_workbook
from kmlib.dashboard.sign_in import in_full
from kmlib.export.snapshot import to_take
from kmlib.findings import Finding
from kmlib.network import SourceCount
from kmlib.privacy import NOT_SHOWN, Published
from kmlib.reading.excerpts import CellKey, Excerpt

CARDS_A_PAGE = 20  # project choice: at 2 KB a card, little sheet included


def pick_sheet(network: Published, team: str) -> whose_sheet.Looked:
    """The sheet to look at: that of a team, else a workbook, what helps most first."""
    if team:
        section("What arrived")
        wording(kept(whose_sheet.came_table, network, team))
        small_print(whose_sheet.ABOUT_A_TEAM)
        return kept(whose_sheet.of_team, network, team)
    section("Workbooks, findings in each")
    one = kept(whose_sheet.of_workbook, network, pick_workbook(network))
    wording(little_sheet.workbook_list(network, one.whose))
    return one


def rows_bar(rows: SourceCount | None) -> None:
    """What became of these rows, as a bar and in numbers; nothing where none are counted."""
    if rows is not None:
        wording(row_bar.row_bar(rows))
        small_print(row_bar.outside_in_words(rows))


def message(network: Published, one: whose_sheet.Looked) -> None:
    """A button that opens the message about a sheet, to be copied."""
    with st.popover("Message to copy"):
        groups = to_mend(network, to_take(network, one.findings))
        st.code(sheet_message(one, groups, network.as_of), language=None, wrap_lines=True)


def cards(network: Published, findings: Sequence[Finding], *, of_several: bool) -> None:
    """The cards of these findings of one or `of_several` workbooks, what helps most first."""
    shown, excerpts = in_full(network, findings)
    if any(finding.value == NOT_SHOWN for finding in shown):
        small_print(little_sheet.QUOTED)
    show_cards(to_mend(network, shown), excerpts, of_several=of_several)


def show_cards(
    groups: Sequence[ToMend], excerpts: Mapping[CellKey, Excerpt], *, of_several: bool = False
) -> None:
    """The cards of what is to be mended, some a page."""
    some = page_of(groups, size=CARDS_A_PAGE, key="page")
    wording(little_sheet.finding_cards(some, excerpts, of_several=of_several))
