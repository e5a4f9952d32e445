"""False findings: what is said of sheets in which nothing is wrong.

`python benchmarks/false_findings.py` prints, for clean sheets and for messy ones without their
planted faults, how many findings that are no notes there are in 1,000 filled cells; at most 1 may.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import kmlib  # noqa: E402
from benchmarks.made_tabs import LAYOUTS, load_tabs, made_records, tab, words_tabs  # noqa: E402
from kmlib.export.demo import write_demo  # noqa: E402
from kmlib.findings import Finding  # noqa: E402
from kmlib.reading.cells import Tab, is_blank  # noqa: E402
from kmlib.reading.sources import open_source  # noqa: E402
from sample_sheets import make_sample  # noqa: E402

AT_MOST = 1.0  # in 1,000 filled cells
DEMO_SEEDS = range(1, 6)
DEMO_SIZE = {"teams": 30, "measures": 12, "periods": 12}
TABS_EACH = 100


class Quiet(NamedTuple):
    """What was said of one kind of clean sheet."""

    sheets: str
    filled_cells: int
    findings: tuple[Finding, ...]  # errors and warnings
    notes: int

    @property
    def in_a_thousand(self) -> float:
        """Errors and warnings in 1,000 filled cells."""
        return 1000 * len(self.findings) / self.filled_cells


def judged(
    sheets: str,
    filled: int,
    findings: Iterable[Finding],
    planted: frozenset[tuple[str, str, str]] = frozenset(),
) -> Quiet:
    """Tell notes from the others, and leave out what was planted."""
    told = [f for f in findings if (f.sheet, f.cell, f.code) not in planted]
    loud = tuple(finding for finding in told if finding.severity != "note")
    return Quiet(sheets, filled, loud, len(told) - len(loud))


def filled_cells(tabs: Iterable[Tab]) -> int:
    """How many cells hold something."""
    return sum(not is_blank(cell) for tab in tabs for row in tab.rows for cell in row)


def sample_without_mistakes() -> Quiet:
    """The sample network before its slips are typed into it."""
    with tempfile.TemporaryDirectory() as place, mock.patch.object(make_sample, "SLIPS", ()):
        make_sample.write_sample(Path(place))
        books = open_source(place).workbooks
        tabs = [tab for book in books for tab in book.tabs]
        network = kmlib.load(Path(place) / make_sample.HUB)
    return judged("sample without its mistakes", filled_cells(tabs), network.findings)


def demo_networks(*, messy: bool, seeds: Iterable[int] = DEMO_SEEDS) -> Quiet:
    """Made-up networks; of messy ones only what was not planted."""
    filled, found = 0, []
    planted: set[tuple[int, str, str, str]] = set()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as place:
            report = write_demo(Path(place), messy=messy, seed=seed, **DEMO_SIZE)
            filled += filled_cells(open_source(report.hub).workbooks[0].tabs)
            planted |= {(seed, *fault) for fault in report.faults}
            found += [
                finding
                for finding in kmlib.load(report.hub).findings
                if (seed, finding.sheet, finding.cell, finding.code) not in planted
            ]
    name = "messy made-up networks, faults left out" if messy else "clean made-up networks"
    return judged(name, filled, found)


def made_tabs(seed: int = 1, each: int = TABS_EACH) -> Iterator[Quiet]:
    """Small tabs in each layout."""
    for layout in LAYOUTS:
        chance, filled, found = Random(seed), 0, []
        for _ in range(each):
            data = tab("Data", layout(made_records(chance)))
            filled += filled_cells([data])
            found += load_tabs([*words_tabs(), data]).findings
        yield judged(f"made tabs, {layout.__name__.replace('_', ' ')}", filled, found)


def main() -> int:
    """Print the table; 1 where there are too many."""
    kinds = [
        sample_without_mistakes(),
        demo_networks(messy=False),
        demo_networks(messy=True),
        *made_tabs(),
    ]
    print("| sheets | filled cells | errors and warnings | in 1,000 cells | notes |")
    print("|---|---|---|---|---|")
    for kind in kinds:
        loud = len(kind.findings)
        print(
            f"| {kind.sheets} | {kind.filled_cells:,} | {loud} | {kind.in_a_thousand:.2f} "
            f"| {kind.notes} |"
        )
    for kind in kinds:
        for code, count in Counter(finding.code for finding in kind.findings).items():
            print(f"{kind.sheets}: {count} x {code}")
    return int(any(kind.in_a_thousand > AT_MOST for kind in kinds))


if __name__ == "__main__":
    sys.exit(main())
