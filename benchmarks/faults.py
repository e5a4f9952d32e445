"""Seeded faults: slips that people make, typed into the sample network one at a time.

`python benchmarks/faults.py` prints how many are found at the right cell, by kind, and each miss.
Every fault says which cell it must be found at and under which codes; what the sample's own
planted mistakes say does not count. The same seed gives the same faults.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import kmlib  # noqa: E402
from benchmarks.fault_kinds import Fault, Place  # noqa: E402
from benchmarks.fault_spots import faults_of  # noqa: E402
from kmlib.findings import column_letters  # noqa: E402
from kmlib.reading.cells import Tab, Workbook  # noqa: E402
from kmlib.reading.sources import Opened, open_source  # noqa: E402
from sample_sheets import make_sample  # noqa: E402

BOOKS = (make_sample.HUB, make_sample.KESTREL, make_sample.CEDAR_BEND, make_sample.HARBOR_STREET)
TOGETHER = 40  # faults typed into one copy, far apart; one that is not found is tried again alone
IN_ONE_TAB = 5
ROWS_APART, COLUMNS_APART = 4, 3

Books = dict[str, Workbook]
Told = frozenset[tuple[str, str, str, str]]  # source, sheet, cell, code


class Result(NamedTuple):
    """What became of one fault."""

    fault: Fault
    found: bool
    instead: tuple[str, ...]  # what was said of its cells, where nothing fits


def sample_books() -> Books:
    """The sample network's workbooks, read once."""
    return {name: open_source(make_sample.FOLDER / name).workbooks[0] for name in BOOKS}


def findings_of(books: Books) -> Told:
    """What loading these workbooks says, without a file being written."""

    def opener(place: str | Path) -> Opened:
        name = Path(place).name
        return Opened((books[name],)) if name in books else open_source(place)

    network = kmlib.load(books[make_sample.HUB], opener=opener)
    return frozenset((f.source, f.sheet, f.cell, f.code) for f in network.findings)


def with_faults(books: Books, faults: Iterable[Fault]) -> Books:
    """A copy of the workbooks with the faults typed into it; nothing else is copied."""
    changed = dict(books)
    for fault in faults:
        book = changed[fault.source]
        tabs = tuple(_typed(tab, fault) if tab.title == fault.sheet else tab for tab in book.tabs)
        changed[fault.source] = replace(book, tabs=tabs)
    return changed


def _typed(tab: Tab, fault: Fault) -> Tab:
    rows = list(tab.rows)
    for (row, column), value in fault.edits.items():
        rows += [[] for _ in range(len(rows), row + 1)]
        cells = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
        rows[row] = [*cells[:column], value, *cells[column + 1 :]]
    return replace(tab, rows=rows)


def batches(faults: Sequence[Fault]) -> Iterator[list[Fault]]:
    """Faults that can stand in one copy: far apart, and not in a name that other rows use."""
    together: list[list[Fault]] = []
    for fault in faults:
        if fault.alone:
            yield [fault]
            continue
        free = (b for b in together if len(b) < TOGETHER and _apart(fault, b))
        batch = next(free, None)
        if batch is None:
            together.append(batch := [])
        batch.append(fault)
    yield from together


def _apart(fault: Fault, others: Iterable[Fault]) -> bool:
    same = [f for f in others if (f.source, f.sheet) == (fault.source, fault.sheet)]
    near = any(
        abs(row - fault_row) < ROWS_APART and abs(column - fault_column) < COLUMNS_APART
        for other in same
        for row, column in other.edits
        for fault_row, fault_column in fault.edits
    )
    return len(same) < IN_ONE_TAB and not near


def try_faults(books: Books, faults: Sequence[Fault]) -> list[Result]:
    """Type every fault, load, and look at its cell."""
    before = findings_of(books)
    results = []
    for batch in batches(faults):
        told = findings_of(with_faults(books, batch)) - before
        for fault in batch:
            result = _result(fault, told)
            if not result.found and len(batch) > 1:
                result = _result(fault, findings_of(with_faults(books, [fault])) - before)
            results.append(result)
    return results


def _result(fault: Fault, told: Told) -> Result:
    at = {(fault.source, fault.sheet, address(place)) for place in fault.at}
    here = sorted({code for *where, code in told if tuple(where) in at})
    return Result(fault, any(code in fault.codes for code in here), tuple(here))


def address(place: Place) -> str:
    """The A1 address of a row and column counted from 0."""
    row, column = place
    return column_letters(column + 1) + str(row + 1)


def main() -> int:
    """Print the share found, by kind, and each miss; 1 where less than 98 % are found."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=1)
    books = sample_books()
    faults = faults_of(books.values(), Random(arguments.parse_args().seed))
    results = try_faults(books, faults)
    total = Counter(r.fault.kind for r in results)
    found = Counter(r.fault.kind for r in results if r.found)
    print("| kind | typed | found |", "|---|---|---|", sep="\n")
    for kind in sorted(total):
        print(f"| {kind} | {total[kind]} | {found[kind]} |")
    share = found.total() / total.total()
    print(f"| **all** | **{total.total()}** | **{found.total()} ({share:.1%})** |")
    for fault, _, instead in (r for r in results if not r.found):
        where = f"{fault.source} {fault.sheet} {'/'.join(map(address, fault.at))}"
        print(f"missed: {fault.kind}: {where}: typed {fault.typed!r}; said {instead or 'nothing'}")
    return int(share < 0.98)


if __name__ == "__main__":
    sys.exit(main())
