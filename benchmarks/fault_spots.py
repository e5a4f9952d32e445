"""Where in the sample network each kind of slip can stand: every column of every tab."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random

from benchmarks.fault_kinds import KINDS, NAMED, Fault, Kind, Place, Spot, cell_at, slipped
from kmlib.reading.cells import Tab, Value, Workbook, is_blank
from kmlib.schema import TABS, Choice, DataRow, FieldSpec, NetworkSettings, Row, fields_of
from sample_sheets import make_sample
from sample_sheets.content import numbers

ROWS_EACH = 1  # of each kind and column of a tab with one record a row
DATA_ROWS_EACH = 3
HUB, KESTREL, CEDAR_BEND = make_sample.HUB, make_sample.KESTREL, make_sample.CEDAR_BEND
HAPPENED = {  # columns for a day on record; other dates may lie ahead
    "last_held", "logged", "captured_on", "vetted_on", "applied_on", "updated", "last_added",
}  # fmt: skip
DATES_ON_RECORD = ("Sharing", "Participation", "Self-assessment", "Tracker")
ROLE_OF_KIND = {float: "number", int: "whole", bool: "yes-no", str: "text"}
OTHERS_USE = ("Teams", "Measures", "Groups")  # a row set aside there changes rows elsewhere
PLAIN = (numbers.REFERRALS, numbers.MINUTES)  # measures that are not percents
MODELS = {model.TAB.title: model for model in TABS if model not in (DataRow, NetworkSettings)}
SLIPS = {
    (s.workbook, s.sheet, int("".join(filter(str.isdigit, s.cell))) - 1) for s in make_sample.SLIPS
}

NAME, DAY = "refers required", "happened on-chart required"
LONG = {
    "team": NAME, "measure": NAME, "date": DAY, "value": "long percent",
    "numerator": "numerator", "denominator": "denominator", "group": "group",
}  # fmt: skip
LONG_RATE = LONG | {"value": "long value", "numerator": "rate-top", "denominator": "rate-bottom"}
HARBOR = {"date": "month required", "measure": NAME, "value": "long counted"}
WIDE: dict[str, dict[int, str]] = {
    KESTREL: {0: NAME} | dict.fromkeys(range(1, 17), "percent"),
    CEDAR_BEND: {0: DAY, **dict.fromkeys((1, 3, 5), "numerator")}
    | dict.fromkeys((2, 4, 6), "denominator"),
}
FIRST_ROW = {KESTREL: 4, CEDAR_BEND: 4}  # below a title block


def faults_of(books: Iterable[Workbook], chance: Random) -> list[Fault]:
    """Slips of every kind in every tab of the sample network."""
    tabs = [tab for book in books for tab in book.tabs]
    return [
        fault
        for tab in tabs
        for fault in (*_cell_faults(tab, chance), *_repeated_rows(tab, chance), *_headers(tab))
    ] + list(_named_faults({(tab.source, tab.title): tab for tab in tabs}))


def _cell_faults(tab: Tab, chance: Random) -> Iterator[Fault]:
    """Each kind in each column it can befall."""
    spots = list(_spots(tab, chance))
    each = ROWS_EACH if tab.title in MODELS or tab.source == KESTREL else DATA_ROWS_EACH
    for column in sorted({spot.column for spot in spots}):
        for kind in KINDS:
            fit = [s for s in spots if s.column == column and s.roles & set(kind.roles.split())]
            chance.shuffle(fit)
            made = (fault for spot in fit if (fault := _fault(kind, spot)) is not None)
            yield from (fault for _, fault in zip(range(each), made, strict=False))


def _fault(kind: Kind, spot: Spot) -> Fault | None:
    """The kind's slip in this cell; None where it cannot be."""
    typed = kind.type(spot)
    if typed is None:
        return None
    cleared = [spot.beside[role] for role in kind.clear.split() if role in spot.beside]
    edits: dict[Place, Value] = {(spot.row, spot.column): typed}
    edits |= {(spot.row, column): "" for column in cleared if column != spot.column}
    alone = spot.tab.title in OTHERS_USE and "required" in spot.roles
    at = ((spot.row, spot.column),)
    codes = tuple(kind.codes.split())
    return Fault(kind.name, spot.tab.source, spot.tab.title, edits, at, codes, alone)


def _spots(tab: Tab, chance: Random) -> Iterator[Spot]:
    """Every filled cell below the header, and empty ones where a name or word may be typed."""
    first, roles_of_row = _layout(tab)
    for row in range(first, len(tab.rows)):
        if not _is_record(tab, row):
            continue
        roles = roles_of_row(row)
        for column, words in roles.items():
            beside = _beside(column, roles)
            if words and ("percent" in words or not is_blank(cell_at(tab, row, column))):
                yield Spot(tab, row, column, frozenset(words.split()), beside, chance)


def _is_record(tab: Tab, row: int) -> bool:
    """Whether a row is a record without a slip of the sample's own, and no total or remark."""
    filled = sum(not is_blank(cell) for cell in tab.rows[row])
    has_slip = (tab.source, tab.title, row) in SLIPS
    return filled > 1 and not has_slip and tab.rows[row][0] != "Average"


def _beside(column: int, roles: Mapping[int, str]) -> Mapping[str, int]:
    """The column of each role; of several the nearest, the one to the left first."""
    nearest = sorted(roles, key=lambda c: (abs(c - column), c), reverse=True)
    return {role: c for c in nearest for role in roles[c].split()}


def _layout(tab: Tab) -> tuple[int, Callable[[int], Mapping[int, str]]]:
    """The first row of records, and for each row the roles of its columns."""
    model = MODELS.get(tab.title)
    first: int = FIRST_ROW.get(tab.source, 1)
    if tab.title == NetworkSettings.TAB.title:
        return len(tab.rows), lambda _row: {}
    if model is not None:
        columns = {column: _roles(spec, model) for column, spec in _columns(tab, model).items()}
        return first, lambda _row: columns
    if tab.source in WIDE:
        return first, lambda _row: WIDE[tab.source]
    named = _columns(tab, DataRow)

    def roles(row: int) -> dict[int, str]:
        measure = next(c for c, spec in named.items() if spec.name == "measure")
        rate = cell_at(tab, row, measure) in PLAIN
        words = HARBOR if tab.source == make_sample.HARBOR_STREET else LONG_RATE if rate else LONG
        return {column: words.get(spec.name, "") for column, spec in named.items()}

    return first, roles


def _columns(tab: Tab, model: type[Row]) -> dict[int, FieldSpec]:
    """The field of each column, by its own title in the first row."""
    spec_of = {spec.column.title: spec for spec in fields_of(model)}
    return {c: spec_of[str(title)] for c, title in enumerate(tab.rows[0]) if title in spec_of}


def _roles(spec: FieldSpec, model: type[Row]) -> str:
    """The roles of a column: what may be mistyped in it."""
    on_record = spec.name in HAPPENED or (
        spec.name == "date" and model.TAB.title in DATES_ON_RECORD
    )
    if spec.column.refers:
        role = "refers"
    elif issubclass(spec.kind, Choice):
        role = "choice"
    elif spec.kind is dt.date:
        role = "happened" if on_record else "date"
    else:
        role = ROLE_OF_KIND[spec.kind]
    return f"{role} required" if spec.required else role


def _repeated_rows(tab: Tab, chance: Random) -> Iterator[Fault]:
    """A row pasted a second time under the table, found at either of the two."""
    first, _ = _layout(tab)
    rows = [row for row in range(first, len(tab.rows)) if _is_record(tab, row)]
    each = DATA_ROWS_EACH if tab.title not in MODELS else ROWS_EACH
    for row in chance.sample(rows, min(each, len(rows))):
        new, width = len(tab.rows), len(tab.rows[row])
        edits = {(new, column): cell for column, cell in enumerate(tab.rows[row])}
        at = tuple((r, column) for r in (row, new) for column in range(width))
        yield Fault("a row pasted twice", tab.source, tab.title, edits, at,
                    ("duplicate", "name-twice", "row-twice"))  # fmt: skip


def _headers(tab: Tab) -> Iterator[Fault]:
    """A title misspelt in the header: the column is named as unknown, or as missing."""
    model = MODELS.get(tab.title)
    for column in list(_columns(tab, model))[-2:] if model is not None else ():
        spot = Spot(tab, 0, column, frozenset(), {}, Random(column))
        at = tuple((0, c) for c in range(len(tab.rows[0])))
        yield Fault("a misspelt column title", tab.source, tab.title, {(0, column): slipped(spot)},
                    at, ("column-near-miss", "column-unknown", "column-missing"))  # fmt: skip


def _named_faults(tabs: Mapping[tuple[str, str], Tab]) -> Iterator[Fault]:
    """Slips that one tab alone can have, found at the first cell that is typed."""
    for kind, source, sheet, cells, codes in NAMED:
        edits = {
            (row, _column_of(tabs[source, sheet], c)): cell for (row, c), cell in cells.items()
        }
        yield Fault(kind, source, sheet, edits, (next(iter(edits)),), tuple(codes.split()))


def _column_of(tab: Tab, column: int | str) -> int:
    return column if isinstance(column, int) else tab.rows[0].index(column)
