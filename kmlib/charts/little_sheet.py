"""Findings as cards: the cell's address, what was found, and the little sheet around it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kmlib.analysis.mending import Scope, ToMend, workbooks
from kmlib.charts import row_bar
from kmlib.charts.markup import address, choosing, escape, opens, tag
from kmlib.charts.words import count
from kmlib.findings import SEVERITY_WORDS, Finding
from kmlib.network import SourceCount
from kmlib.privacy import Published
from kmlib.reading.excerpts import CellKey, Excerpt

ADDRESSES_NAMED = 12  # project choice: a card names as many cells as fit on two lines
HOW_TO_MEND = (
    "Mend the cell in your own sheet and it counts at the next reading; nothing is changed from"
    " here."
)
QUOTED = (
    "Of cells only names, headings, days and published numbers are quoted: all else may be about a"
    " student. Its address (a link) says where to look; a signed-in team reads its own workbook’s."
)
WORKBOOKS_LISTED = 24  # project choice: as many as stand beside the first cards


def in_words(findings: Sequence[Finding], workbooks: int) -> str:
    """How many findings there are and what to do about them."""
    if not findings:
        return "Nothing is left to mend."
    found_in = len({finding.source for finding in findings})
    where = f" in {found_in:,} of {count(workbooks, 'workbook')}" if workbooks > 1 else ""
    return f"{count(len(findings), 'finding')}{where}. {HOW_TO_MEND}"


def heading(whose: str, findings: Sequence[Finding]) -> str:
    """Which workbook or team, with how many findings."""
    return f"{whose}: {count(len(findings), 'finding')}" if findings else f"{whose}: no finding"


def workbook_list(network: Published, chosen: str = "") -> str:
    """Each workbook with its findings, what helps most first; those without one in one line."""
    found = Counter(finding.source for finding in network.findings)
    counts = {source.name: source for source in network.sources}
    names = workbooks(network)
    listed = [name for name in names if name in [*names[:WORKBOOKS_LISTED], chosen]]
    lines = []
    for name in listed:
        link, rows = choosing("workbook", name), counts.get(name)
        lines.append(_workbook(link, f"{found[name]:,}", rows, is_chosen=name == chosen))
    if more := len(names) - len(listed):
        lines.append(_workbook(f"{count(more, 'more workbook')} with findings", "", None))
    without = [source for source in network.sources if source.name not in found]
    if without:
        name = f"{count(len(without), 'workbook')} without a finding"
        is_chosen = chosen in counts and chosen not in found
        rows = row_bar.together(without)
        lines.append(_workbook(name, "0", rows, is_chosen=is_chosen))
    return tag("div", "".join(lines), class_="km-workbooks")


def _workbook(name: str, found: str, rows: SourceCount | None, *, is_chosen: bool = False) -> str:
    if rows is None:
        said = "could not be opened" if found else "in the list above"
    else:
        said = f"{rows.team}’s own; " * bool(rows.team) + row_bar.in_words(rows)
    words = tag("b", name) + tag("small", escape(said))
    class_ = "km-workbook km-tinted" if is_chosen else "km-workbook"
    return tag("p", tag("span", words) + tag("strong", found), class_=class_)


def held_in_words(group: ToMend) -> str:
    """How much is set aside because of a finding, as far as it is known."""
    word = SEVERITY_WORDS[group.first.severity]
    if group.scope in (Scope.NOTHING, Scope.WORKBOOK):
        return word
    if group.scope != Scope.COLUMN and group.rows >= group.cells:
        return f"{count(group.rows, 'row')} {word}"
    what = "a column" if group.scope == Scope.COLUMN else count(group.cells, "cell")
    rows = f", {count(group.rows, 'whole row')} with it" if group.rows else ""
    return f"{what} {word}{rows}"


def finding_cards(
    groups: Iterable[ToMend], excerpts: Mapping[CellKey, Excerpt], *, of_several: bool = False
) -> str:
    """The cards of these findings, `of_several` workbooks or of one, with their little sheets."""
    return "".join(_card(group, excerpts, of_several) for group in groups)


def little_sheet(excerpt: Excerpt, cell: str, *, aside: bool) -> str:
    """The rows about a cell as the sheet shows them; the cell is outlined."""
    column = cell.rstrip("0123456789")
    rows = [tag("td") + "".join(_head(name, name == column, "col") for name in excerpt.letters)]
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


def _card(group: ToMend, excerpts: Mapping[CellKey, Excerpt], of_several: bool) -> str:
    finding = group.first
    aside = group.scope != Scope.NOTHING
    tone = "km-orange" if aside else "km-ink2"
    where = f"{finding.sheet} tab" if finding.sheet else "the whole workbook"
    where += f" of {finding.source}" if of_several else ""
    chip = tag("code", escape(finding.cell), class_="km-address") if finding.cell else ""
    kind = tag("b", held_in_words(group), class_=tone)
    heading = tag("p", chip + tag("span", escape(where)) + kind, class_="km-where")
    said = (
        ("Found", tag("b", escape(finding.what))),
        ("Why it matters", escape(finding.why)),
        ("How to mend it", escape(finding.fix)),
    )
    facts = tag("dl", "".join(tag("dt", title) + tag("dd", text) for title, text in said))
    invites = f"Open cell {finding.cell} in Google Sheets ↗" if finding.cell else "Open the sheet ↗"
    link = opens(finding.link, escape(invites)) if address(finding.link) else ""
    words = tag("div", heading + facts + _more(group) + link)
    excerpt = excerpts.get((finding.source, finding.sheet, finding.cell))
    sheet = little_sheet(excerpt, finding.cell, aside=aside) if excerpt else ""
    class_ = "km-finding" + " km-aside" * aside + " km-alone" * (not sheet)
    sheet = tag("div", sheet, class_="km-scroll") if sheet else ""
    return tag("article", words + sheet, class_=class_)


def _more(group: ToMend) -> str:
    if not group.more:
        return ""
    cells = [(finding.link, finding.cell) for finding in group.more if finding.cell]
    named = ", ".join(opens(link, escape(cell)) for link, cell in cells[:ADDRESSES_NAMED])
    text = escape(f"and {count(len(group.more), 'more cell')} like it" + ":" * bool(cells))
    return tag("p", f"{text} {named}{' …' * (len(cells) > ADDRESSES_NAMED)}", class_="km-more")
