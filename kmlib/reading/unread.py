"""Unread: what to say of a tab that is not read, and of what is hidden on one that is."""

from collections.abc import Iterator
from dataclasses import replace

from kmlib import findings as rules
from kmlib.findings import Cell, Finding, Rule, column_letters
from kmlib.reading.cells import Tab, is_blank
from kmlib.reading.hub import SETTINGS, titled_model
from kmlib.reading.names import Matcher, title_key
from kmlib.reading.rows import fits
from kmlib.reading.words import read_text, some
from kmlib.schema import TABS, NetworkSettings, Row, fields_of
from kmlib.schema.steering import DivePromptRow, GapDecisionRow, NoteRow

OFTEN_FREE_TEXT = (NoteRow, GapDecisionRow, DivePromptRow)
PROPOSED = "How this was proposed"  # the tab of `kmlib start` that is for people alone
TAB_NAMES = Matcher([model.TAB.titles for model in TABS])


def hidden_parts(tab: Tab) -> Iterator[Finding]:
    """A note for hidden rows and one for hidden columns: they are read."""
    cell = Cell(tab.source, tab.title, link=tab.link)  # about the tab, not about its first cell
    if tab.hidden_rows:
        yield rules.HIDDEN_ROWS.at(cell, which=some(str(r + 1) for r in sorted(tab.hidden_rows)))
    if tab.hidden_columns:
        which = some(column_letters(c + 1) for c in sorted(tab.hidden_columns))
        yield rules.HIDDEN_COLUMNS.at(cell, which=which)


def not_understood(tab: Tab, titled: type[Row] | None) -> list[Finding]:
    """What to say of a tab without a table that its title promises, or any."""
    if tab.title == PROPOSED:
        return []
    if titled is None or _is_free_text(tab, titled):
        meant = "" if titled else _meant(tab)
        return not_read(tab, rules.TAB_NEAR_MISS if meant else rules.TAB_UNKNOWN, meant)
    required = [spec.column.title for spec in fields_of(titled) if spec.required]
    return not_read(tab, rules.COLUMN_MISSING if required else rules.NO_TABLE, ", ".join(required))


def _is_free_text(tab: Tab, titled: type[Row]) -> bool:
    """Whether a tab whose title many sheets have, such as Notes, holds text and no columns."""
    titles = {title_key(title) for spec in fields_of(titled) for title in spec.column.titles}
    lines = [[cell for cell in row if not is_blank(cell)] for row in tab.rows]
    says_a_title = any(title_key(read_text(cell)) in titles for line in lines for cell in line)
    has_columns = any(len(line) > 1 for line in lines) or says_a_title
    return titled in OFTEN_FREE_TEXT and not has_columns


def _meant(tab: Tab) -> str:
    """The tab that a slip in the title seems to mean: it must hold that tab's columns as well."""
    title = TAB_NAMES.slip(tab.title) or ""
    model = titled_model(replace(tab, title=title))
    if model is NetworkSettings:
        begins = {title_key(read_text(cell)) for row in tab.rows for cell in row[:1]}
        return "" if begins.isdisjoint(SETTINGS) else title
    return title if model and fits(tab, model) else ""


def not_read(tab: Tab, rule: Rule, title: str = "") -> list[Finding]:
    """What to say of a tab that is not read; nothing if it is empty."""
    rows = tab.filled_rows()
    cell = tab.cell(0, 0)._replace(value=tab.title)
    return [rule.at(cell, rows=rows, title=title)] if rows else []
