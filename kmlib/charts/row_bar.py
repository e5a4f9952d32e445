"""What became of the rows: used, set aside and blank, as one bar and as numbers."""

from collections.abc import Iterable

from kmlib.analysis.wording import verb
from kmlib.charts.markup import tag
from kmlib.charts.words import count
from kmlib.findings import Finding, Severity
from kmlib.network import SourceCount


def together(sources: Iterable[SourceCount]) -> SourceCount:
    """The rows of all these sources."""
    counts = ((0,) * 5, *(source[1:6] for source in sources))  # read, accepted ... outside
    return SourceCount("", *(sum(column) for column in zip(*counts, strict=True)))


def in_words(rows: SourceCount) -> str:
    """The sum in words.

    >>> in_words(SourceCount("hub.xlsx", 212, 205, 5, 2, 0))
    '212 rows: 205 used, 5 set aside, 2 blank'
    """
    return (
        f"{count(rows.rows_read, 'row')}: {rows.rows_accepted:,} used,"
        f" {rows.rows_set_aside:,} set aside, {rows.rows_blank:,} blank"
    )


def not_opened(findings: Iterable[Finding]) -> int:
    """How many workbooks could not be opened, so that none of their rows is counted."""
    closed = (finding for finding in findings if finding.code.startswith("source-"))
    return len({finding.value for finding in closed if finding.severity == Severity.ERROR})


def amounts(rows: int, columns: int, cells: int) -> str:
    """Rows, and what is not used of others, in words; empty where there are none.

    >>> amounts(5, 1, 3), amounts(0, 0, 1)
    ('5 rows, 1 column and 3 cells', '1 cell')
    """
    every = ((rows, "row"), (columns, "column"), (cells, "cell"))
    *others, last = ["", *(count(amount, word) for amount, word in every if amount)]
    return " and ".join(filter(None, (", ".join(filter(None, others)), last)))


def set_aside(rows: int, columns: int, cells: int) -> str:
    """That they were set aside; empty where there are none."""
    said = amounts(rows, columns, cells)
    return f"{said} {verb(rows + columns + cells, 'were')} set aside" if said else ""


def headline(rows: SourceCount, closed: int = 0, parts: tuple[int, int] = (0, 0)) -> str:
    """Did everything arrive? `closed` workbooks could not be opened.

    `parts` are the columns and cells that were set aside of rows that are used otherwise.

    >>> headline(SourceCount("hub.xlsx", 212, 205, 5, 2, 0))
    '5 rows were set aside; every other row arrived'
    >>> headline(SourceCount("hub.xlsx", 9, 9, 0, 0, 0), parts=(0, 3))
    '3 cells were set aside; every row arrived'
    >>> headline(SourceCount("hub.xlsx", 0, 0, 0, 0, 3))
    'No row of a table has been read yet'
    >>> headline(SourceCount("hub.xlsx", 2, 0, 2, 0, 1))
    'No row could be used yet: 2 rows were set aside'
    >>> headline(SourceCount("hub.xlsx", 212, 212, 0, 0, 0), closed=1)
    '1 workbook could not be opened; every row of the others arrived'
    """
    if closed:
        others = "every row" if not rows.rows_set_aside else f"{rows.rows_accepted:,} rows"
        return f"{count(closed, 'workbook')} could not be opened; {others} of the others arrived"
    if not rows.rows_read:
        return "No row of a table has been read yet"
    aside = set_aside(rows.rows_set_aside, *parts)
    if not aside:
        return "Every row arrived"
    if not rows.rows_accepted:
        return f"No row could be used yet: {aside}"
    return f"{aside}; every {'other ' * bool(rows.rows_set_aside)}row arrived"


def row_bar(rows: SourceCount) -> str:
    """The bar and under it the numbers that add up."""
    parts = (
        (rows.rows_accepted, "km-used", f"used, of {rows.rows_read:,} read", ""),
        (rows.rows_set_aside, "km-set-aside", "set aside", "km-orange"),
        (rows.rows_blank, "km-blank", "blank", ""),
    )
    filled = (part for part in parts if part[0])
    bar = "".join(tag("i", class_=class_, style=f"flex-grow:{n}") for n, class_, *_ in filled)
    numbers = "".join(
        tag("span", tag("b", f"{amount:,}", class_=tone if amount else "") + " " + word)
        for amount, _, word, tone in parts
    )
    picture = tag("div", bar, class_="km-bar", role="img", aria_label=in_words(rows))
    return picture + tag("p", numbers, class_="km-numbers")


def outside_in_words(rows: SourceCount) -> str:
    """What happened to the rows that stand outside every table."""
    if not rows.rows_outside:
        return ""
    more = count(rows.rows_outside, "more row", "stand")
    return f"{more} outside the tables: titles, notes, headers, totals, and tabs that are not read."


def arrived_in_words(rows: SourceCount | None) -> str:
    """What arrived of one workbook, to be said after its name.

    >>> arrived_in_words(SourceCount("hub.xlsx", 212, 205, 5, 2, 0))
    '205 of 210 rows arrived and are used, 5 set aside.'
    """
    if rows is None:
        return "it could not be opened, so nothing of it is shown yet."
    filled = rows.rows_read - rows.rows_blank
    if not filled:
        return "no row of a table stands in it yet."
    if not rows.rows_set_aside:
        return f"{'its one row' if filled == 1 else f'all {filled:,} rows'} arrived."
    used = f"{rows.rows_accepted:,} of {count(filled, 'row')} arrived and are used"
    return f"{used}, {rows.rows_set_aside:,} set aside."
