"""What is known of a source beside its reading in use: when it was tried, and what is wrong."""

import datetime as dt
from dataclasses import dataclass
from math import inf

from kmlib import findings as rules
from kmlib.findings import Cell, Finding, Rule
from kmlib.reading.cells import SourceError
from kmlib.snapshots import Kept

# project choice
LEAST_SHARE = 0.5  # of the rows of before; below it a sheet is rather half saved than meant


@dataclass
class About:
    """What is known of a source beside its reading in use."""

    name: str  # as people know it
    looks: object = None  # its fingerprint when it was opened last; None: it is to be opened again
    tried: float = -inf  # when, on the monotonic clock
    read_at: dt.datetime | None = None  # the reading in use; None if there is none
    rows: int = 0  # inside its tables; of a folder, its files
    changed: dt.datetime | None = None  # when that was read, if it held anything new
    seen: dt.datetime | None = None  # when it was last known to be what the source holds
    trouble: Finding | None = None  # what keeps a newer one away
    error: SourceError | None = None  # the same, where there is no reading at all
    in_memory: Kept | None = None  # the reading in use, where it could not be kept
    unkept: Finding | None = None  # why it could not, or why what is kept cannot be used
    is_accepted: bool = False  # somebody wants the newer one, however few its rows

    @property
    def is_held_back(self) -> bool:
        """Whether the source could be opened, and had too few rows."""
        return self.trouble is not None and self.trouble.code == rules.SOURCE_SHRUNK.code

    def is_too_few(self, rows: int) -> bool:
        """Whether so many rows are too few to be taken without asking."""
        return not self.is_accepted and max(rows, 0) < LEAST_SHARE * self.rows

    def is_older_than(self, changed: dt.datetime | None) -> bool:
        """Whether another copy has read something newer, of which nothing was heard yet."""
        if changed is None or changed == self.changed:
            return False
        return self.read_at is None or self.read_at < changed

    def told(self, rule: Rule, **words: object) -> Finding:
        """What there is to say of it."""
        here = (self.read_at or dt.datetime.now(dt.UTC)).astimezone()
        read = f"{here.day} {here:%B %Y, %H:%M}"
        return rule.at(Cell(self.name, value=self.name), read=read, **words)
