"""Refreshing: which reading of each source is in use, and when its source is opened again.

What was read once is taken from its kept reading; sources are opened again behind, those not tried
for longest first. One that is away, or that comes back with less than half its rows, leaves its
last good reading in use, with a finding. Of several copies that share a place one opens sources,
see `kmlib.turns`; the others use what it keeps.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from math import inf
from pathlib import Path
from time import monotonic, sleep

from kmlib import findings as rules
from kmlib.about_sources import About
from kmlib.findings import Finding, shown
from kmlib.reading.cells import SourceError, Workbook
from kmlib.reading.google import sheet_id
from kmlib.reading.hub import titled_model
from kmlib.reading.sources import Opened, fingerprint, is_link, open_source, parts_of, place_of
from kmlib.schema import TeamRow
from kmlib.snapshots import Kept, NotKeptError, Place, read_kept, write_kept
from kmlib.turns import SAY_EVERY, Known, turn_at

# project choices
RETRY_SECONDS = 10  # for a file that is away: who saves a workbook is done by then
LINK_SECONDS = 300  # for a sheet elsewhere: many of them take longer than that, one after the other
KEPT_SECONDS = 0.2  # between two looks for what another copy has kept


class Shelf:
    """The last good reading of every source that a network is read from."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.turn = turn_at(place)  # to open sources
        self._said = -inf  # when other copies were told last, on the monotonic clock
        self._about: dict[str, About] = {}
        self._asked: set[str] = set()  # for, since all stood last
        self._fresh: dict[str, Kept] = {}  # opened, and not found good yet

    @property
    def seen(self) -> dt.datetime | None:
        """Up to when all readings in use are known to be what their sources hold."""
        return min((about.seen for about in self._abouts() if about.seen), default=None)

    @property
    def progress(self) -> tuple[int, int] | None:
        """How many sources of how many have been looked at; None when there is nothing to do."""
        waiting = sum(about.looks is None for about in self._abouts())
        known = len(self._about)
        return (known - waiting, known) if waiting or self._fresh else None

    @property
    def unkept(self) -> Finding | None:
        """What to say while a reading cannot be kept."""
        return next((about.unkept for about in self._abouts() if about.unkept), None)

    @property
    def held_back(self) -> dict[str, str]:
        """The sources whose newest reading is held back, each with its name."""
        return {key: about.name for key, about in list(self._about.items()) if about.is_held_back}

    def ask_again(self) -> None:
        """Have every source opened at the next refresh, by this very copy."""
        self.turn.take()
        for about in self._abouts():
            about.looks = None

    def accept(self, source: str) -> None:
        """Take a source as it is now, however few its rows, at the next refresh."""
        self.turn.take()
        about = self._about[source]
        about.is_accepted, about.looks = True, None

    def open(self, source: str | Path, until: float = inf) -> Opened:
        """A source as it was read last; its workbooks say what keeps a newer reading away.

        What was never read is opened only `until` then, on the monotonic clock.

        Raises:
            SourceError: it was never read, and cannot be opened or has to wait.
        """
        is_online = bool(sheet_id(str(source)))
        key = place_of(str(source)) if is_online else str(Path(source).absolute())
        self._asked.add(key)
        about = self._about.setdefault(key, About(key if is_online else Path(key).name))
        kept = self._in_use(key) or self._opened_first(key, until)
        about.seen = about.seen or kept.read_at
        said = (about.trouble,) if about.trouble else ()
        if kept.parts:
            return self._joined(kept.parts, said, until)
        when = kept.read_at
        books = [
            replace(book, path=book.path or key, read_at=when, findings=book.findings + said)
            for book in kept.opened.workbooks
        ]
        about.name = books[0].name if books else about.name
        return kept.opened._replace(workbooks=tuple(books))

    def refresh(self, until: float) -> bool:
        """Open again what may have changed, the longest untried first, until a moment.

        It says whether what `open` gives has changed. While it is another copy's turn, that is what
        the other one has kept since.
        """
        if not self.turn.is_mine():
            return self._followed()
        now = dt.datetime.now(dt.UTC)
        due = [key for key in self._about if self._is_due(key)]
        for key in self._about.keys() - due:
            about = self._about[key]
            if not (about.trouble or is_link(key)):
                about.seen = now  # a file that looks the same is the same
        changed = False
        for key in sorted(due, key=lambda key: self._about[key].tried):
            if monotonic() > until or not self.turn.is_mine():
                break
            changed |= self._opened_again(key)
        self.say(SAY_EVERY)
        return changed

    def settle(self, rows: Mapping[str, int]) -> bool:
        """Keep what was opened, but for what came back with less than half its rows.

        `rows` says how many rows inside tables each path gave; -1 where a tab is gone without which
        nothing can be understood. It says whether all of it stands; otherwise what `open` gives has
        changed again.
        """
        counts = {key: len(kept.parts) or rows.get(key, 0) for key, kept in self._fresh.items()}
        shrunk = [key for key, count in counts.items() if self._about[key].is_too_few(count)]
        hubs = [key for key in shrunk if _is_hub(self._fresh[key])]
        for key in hubs or shrunk:  # without their hub the others may look empty, too
            self._hold_back(self._fresh.pop(key), counts[key])
        if shrunk:
            return False
        for key, count in counts.items():
            kept = self._fresh.pop(key)
            self._keep(kept._replace(rows=max(count, 0)))
            self._about[key].changed = kept.read_at
        self._about = {key: self._about[key] for key in self._asked}
        self._asked.clear()
        self.say()
        return True

    def say(self, every: float = 0.0) -> None:
        """Tell other copies what this one knows of the sources; only every so many seconds."""
        if monotonic() >= self._said + every:
            self._said = monotonic()
            tried = [(key, about) for key, about in self._about.items() if about.looks is not None]
            self.turn.say(
                {key: Known(a.changed or a.read_at, a.seen, a.trouble) for key, a in tried}
            )

    def _abouts(self) -> list[About]:
        return list(self._about.values())  # pages ask while the sources are looked at

    def _followed(self) -> bool:
        """Note what the copy whose turn it is says; whether it has kept or found anything new."""
        changed = False
        for key, known in self.turn.note.known.items():
            if about := self._about.get(key):
                changed |= about.trouble != known.trouble or about.is_older_than(known.changed)
                about.changed, about.seen, about.trouble = known
                about.looks, about.tried = about.looks or (), monotonic()
        return changed

    def _joined(self, parts: tuple[str, ...], said: tuple[Finding, ...], until: float) -> Opened:
        """The files of a folder; a finding for each that cannot be had."""
        workbooks: tuple[Workbook, ...] = ()
        for part in parts:
            try:
                opened = self.open(part, until)
            except SourceError as error:
                opened = Opened((), (error.finding,))
            workbooks += opened.workbooks
            said += opened.findings
        return Opened(workbooks, said)

    def _is_due(self, key: str) -> bool:
        about = self._about[key]
        age = monotonic() - about.tried
        if is_link(key):
            return about.looks is None or age > LINK_SECONDS
        is_away = about.trouble is not None and not about.is_held_back
        return fingerprint(key) != about.looks or (is_away and age > RETRY_SECONDS)

    def _in_use(self, key: str) -> Kept | None:
        """The reading of a source that is in use; None if there is none."""
        about = self._about[key]
        if kept := self._fresh.get(key) or about.in_memory:
            return kept
        try:
            kept = read_kept(self._place, key)
        except NotKeptError as error:
            about.unkept = about.told(rules.SOURCE_NOT_KEPT, reason=error)
        about.read_at, about.rows = (kept.read_at, kept.rows) if kept else (None, 0)
        return kept

    def _opened_first(self, key: str, until: float) -> Kept:
        about = self._about[key]
        if about.error and not self._is_due(key):
            raise about.error.with_traceback(None)
        while not self.turn.is_mine():
            known = self.turn.note.known.get(key)
            if known and known.trouble:
                raise SourceError(known.trouble)
            if monotonic() > until:
                break
            sleep(KEPT_SECONDS)
            if kept := self._in_use(key):
                return kept
        if monotonic() > until:
            raise SourceError(about.told(rules.SOURCE_WAITS))
        self._fresh[key] = self._opened(key)
        return self._fresh[key]

    def _opened_again(self, key: str) -> bool:
        """Open a source once more; whether that changes what `open` gives."""
        about = self._about[key]
        before = about.trouble
        try:
            kept = self._opened(key)
        except SourceError:
            return about.trouble != before
        old = self._in_use(key)
        if old is None or (old.opened[:2], old.parts) != (kept.opened[:2], kept.parts):
            self._fresh[key] = kept
            return True
        self._keep(kept._replace(rows=old.rows))
        return before is not None

    def _opened(self, key: str) -> Kept:
        """A source, opened now; what keeps it from being opened is noted."""
        about = self._about[key]
        looks = fingerprint(key)
        try:
            parts = tuple(map(str, parts_of(key)))
            opened = Opened(()) if parts else open_source(key)
        except SourceError as error:
            about.trouble, about.error = error.finding, error
            if about.read_at is not None:
                what, fix = error.finding.what.replace(shown(key), about.name), error.finding.fix
                about.trouble = about.told(rules.SOURCE_STALE, trouble=what, fix=fix)
            raise
        finally:
            about.looks, about.tried = looks, monotonic()
        about.trouble = about.error = None
        about.seen = dt.datetime.now(dt.UTC)
        return Kept(key, about.seen, opened, parts)

    def _hold_back(self, kept: Kept, count: int) -> None:
        about = self._about[kept.source]
        kind = "workbook" if kept.parts else "row"
        now, before = (f"{n:,} {kind}{'s' * (n != 1)}" for n in (count, about.rows))
        now = "no Teams or no Measures tab" if count < 0 else now
        about.trouble = about.told(rules.SOURCE_SHRUNK, now=now, before=before)
        about.seen = about.read_at

    def _keep(self, kept: Kept) -> None:
        about = self._about[kept.source]
        about.read_at, about.rows, about.is_accepted = kept.read_at, kept.rows, False
        about.in_memory = about.unkept = None
        try:
            write_kept(self._place, kept)
        except NotKeptError as error:
            about.in_memory = kept
            about.unkept = about.told(rules.SOURCE_NOT_KEPT, reason=error)


def _is_hub(kept: Kept) -> bool:
    return any(titled_model(tab) is TeamRow for book in kept.opened.workbooks for tab in book.tabs)
