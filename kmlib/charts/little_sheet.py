"""Findings as cards: the cell's address, what was found, and the little sheet around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kmlib.charts import row_bar
from kmlib.charts.markup import address, escape, tag
from kmlib.charts.words import count
from kmlib.findings import MOST_SEVERE_FIRST, SEVERITY_WORDS, Finding, Severity
from kmlib.network import SourceCount
from kmlib.reading.excerpts import Excerpt

ADDRESSES_NAMED = 12  # project choice: a card names as many cells as fit on two lines


class FindingGroup(NamedTuple):
    """One finding, and those that say the same of other cells of the same tab."""

    first: Finding
    more: tuple[Finding, ...] = ()


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Findings with the same code and value in the same tab together, most severe first."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.source, finding.sheet, finding.code, finding.value)
        alike.setdefault(key, []).append(finding)
    groups = [FindingGroup(first, tuple(more)) for first, *more in alike.values()]
    return sorted(groups, key=lambda group: MOST_SEVERE_FIRST.index(group.first.severity))


def in_words(findings: Sequence[Finding], workbooks: int) -> str:
    """How many findings there are and what to do about them."""
    if not findings:
        return "Nothing is left to mend."
    found_in = len({finding.source for finding in findings})
    return (
        f"{count(len(findings), 'finding')} in {found_in} of {count(workbooks, 'workbook')}."
        " Mend the cell in your own sheet and it counts at the next reading;"
        " nothing is changed from here."
    )


def heading(workbook: str, findings: Sequence[Finding]) -> str:
    """Which workbook, with how many findings."""
    return f"{workbook}: {count(len(findings), 'finding')}" if findings else "No findings"


def workbook_list(
    sources: Sequence[SourceCount], found: Mapping[str, int], chosen: str = ""
) -> str:
    """Each workbook with its findings, most first; those without one folded into one line."""
    counts = {source.name: source for source in sources}
    lines = [
        _workbook(name, f"{amount:,}", [counts[name]] if name in counts else [], name == chosen)
        for name, amount in sorted(found.items(), key=lambda one: (-one[1], one[0].casefold()))
    ]
    without = [source for source in sources if source.name not in found]
    if without:
        name = f"{count(len(without), 'workbook')} without a finding"
        lines.append(_workbook(name, "0", without, False))
    return tag("div", "".join(lines), class_="km-workbooks")


def _workbook(name: str, found: str, sources: Sequence[SourceCount], is_chosen: bool) -> str:
    rows = row_bar.in_words(row_bar.together(sources)) if sources else "could not be opened"
    words = tag("b", escape(name)) + tag("small", escape(rows))
    class_ = "km-workbook km-tinted" if is_chosen else "km-workbook"
    return tag("p", tag("span", words) + tag("strong", found), class_=class_)


def finding_cards(
    groups: Iterable[FindingGroup], excerpts: Mapping[tuple[str, str, str], Excerpt]
) -> str:
    """The cards of these findings, each with its little sheet where there is one."""
    return "".join(_card(group, excerpts) for group in groups)


def little_sheet(excerpt: Excerpt, cell: str, *, aside: bool) -> str:
    """The rows about a cell as the sheet shows them; the cell is outlined."""
    column = cell.rstrip("0123456789")
    rows = [tag("th") + "".join(_head(name, name == column, "col") for name in excerpt.letters)]
    for number, texts in excerpt.rows:
        cells = (
            tag("td", escape(text), class_="km-cell" if f"{letter}{number}" == cell else None)
            for letter, text in zip(excerpt.letters, texts, strict=False)
        )
        rows.append(_head(str(number), f"{column}{number}" == cell, "row") + "".join(cells))
    body = "".join(
        tag("tr", row, class_="km-header" if number == 1 else None)
        for number, row in enumerate(rows)
    )
    class_ = "km-sheet km-aside" if aside else "km-sheet"
    return tag("table", body, class_=class_, aria_label=f"Cells about {cell}")


def _head(text: str, is_here: bool, scope: str) -> str:
    return tag("th", escape(text), class_="km-here" if is_here else None, scope=scope)


def _card(group: FindingGroup, excerpts: Mapping[tuple[str, str, str], Excerpt]) -> str:
    finding = group.first
    aside = finding.severity == Severity.ERROR
    tone = "km-orange" if aside else "km-ink2"
    where = f"{finding.sheet} tab" if finding.sheet else "the whole source"
    chip = tag("code", escape(finding.cell), class_="km-address") if finding.cell else ""
    kind = tag("b", SEVERITY_WORDS[finding.severity], class_=tone)
    heading = tag("p", chip + tag("span", escape(where)) + kind, class_="km-where")
    said = (
        ("Found", tag("b", escape(finding.what))),
        ("Why it matters", escape(finding.why)),
        ("How to mend it", escape(finding.fix)),
    )
    facts = tag("dl", "".join(tag("dt", title) + tag("dd", text) for title, text in said))
    words = tag("div", heading + facts + _more(group) + _link(finding))
    excerpt = excerpts.get((finding.source, finding.sheet, finding.cell))
    sheet = little_sheet(excerpt, finding.cell, aside=aside) if excerpt else ""
    class_ = "km-finding km-aside" if aside else "km-finding"
    return tag("article", words + tag("div", sheet, class_="km-scroll"), class_=class_)


def _more(group: FindingGroup) -> str:
    if not group.more:
        return ""
    cells = [finding.cell for finding in group.more if finding.cell]
    named = ", ".join(cells[:ADDRESSES_NAMED]) + (" …" if len(cells) > ADDRESSES_NAMED else "")
    text = f"and {count(len(group.more), 'more cell')} like it"
    return tag("p", escape(f"{text}: {named}" if named else text), class_="km-more")


def _link(finding: Finding) -> str:
    """A link that opens the very cell in its Google Sheet; nothing for files."""
    href = address(finding.link)
    text = f"Open cell {finding.cell} in Google Sheets ↗" if finding.cell else "Open the sheet ↗"
    return f'<a href="{href}" target="_blank" rel="noopener">{escape(text)}</a>' if href else ""
