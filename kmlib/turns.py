"""Turns: of several copies of the dashboard that share a place, one opens the sheets.

It says so every few seconds in a note in that place, with what it knows of each sheet; the others
follow the note. Whoever is silent for too long is gone, and the next one takes the turn. Nothing
breaks where two take it at once: both write whole readings, and before the next sheet the one whose
name does not stand in the note leaves it to the other.
"""

import atexit
import datetime as dt
import os
import platform
from contextlib import suppress
from functools import cache
from math import inf
from secrets import token_hex
from threading import RLock, Thread
from time import monotonic, sleep
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from kmlib.findings import Finding
from kmlib.snapshots import NotKeptError, Place, in_words

NOTE = "turn.json"
ME = f"{platform.node()}-{os.getpid()}-{token_hex(4)}"

# project choices, in seconds
SAY_EVERY = 10.0  # that it is still there
SILENT_MOST = 30.0  # then it is gone: three times nothing was said

_one_writes = RLock()
_kept: list["Turn"] = []  # to be left when the program ends


class Known(NamedTuple):
    """What the copy that opens the sheets knows of one of them."""

    changed: dt.datetime | None  # when the reading in use was read, if it held anything new
    seen: dt.datetime | None  # when it was last known to be what the sheet holds
    trouble: Finding | None


class Note(NamedTuple):
    """Who opens the sheets, and what it knows of them."""

    by: str  # nobody, if it is empty
    said: dt.datetime | None
    known: dict[str, Known]  # by source


NOBODY = Note("", None, {})


class Turn:
    """Whose turn it is to open the sheets, as the note in a place says."""

    def __init__(self, place: Place, me: str = ME) -> None:
        self._place = place
        self._me = me
        self._heard = -inf  # when the note was seen to change, on the monotonic clock
        self._is_mine, self._is_over = True, False
        self.note = NOBODY

    def is_mine(self) -> bool:
        """Whether this copy opens the sheets now; it takes the turn where nobody has it.

        Where the place cannot be used nothing is shared, and it stays as it was.
        """
        try:
            note = _read(self._place)
        except NotKeptError:
            return self._is_mine
        if self._is_over:
            return False
        if note[:2] != self.note[:2]:
            self.note, self._heard = note, monotonic()
        if note.by not in ("", self._me) and monotonic() < self._heard + SILENT_MOST:
            self._is_mine = False
        elif note.by != self._me:
            self.take()
        else:
            self._is_mine = True
        return self._is_mine

    def take(self) -> None:
        """Open the sheets from now on; whoever did sees it in the note and leaves it."""
        self._is_mine = True
        self._write(self.note._replace(by=self._me))

    def say(self, known: dict[str, Known]) -> None:
        """Say what this copy knows, if it is its turn."""
        if self.is_mine():
            self._write(Note(self._me, None, known))

    def go_on(self) -> None:
        """Say that this copy is still there, if it is its turn."""
        with _one_writes, suppress(NotKeptError):
            if (note := _read(self._place)).by == self._me:
                self._write(note)

    def leave(self) -> None:
        """Let another copy have the turn at once, and take it no more."""
        self._is_over = True
        if self.note.by == self._me:
            self._write(self.note._replace(by=""))

    def _write(self, note: Note) -> None:
        self.note = note._replace(said=dt.datetime.now(dt.UTC))
        said = _form().dump_json(self.note)
        # of a place that cannot be written the readings tell
        with suppress(NotKeptError), _one_writes, in_words(), self._place.new(NOTE) as file:
            file.write(said)


@cache
def turn_at(place: Place) -> Turn:
    """The turn of this copy in a place."""
    return Turn(place)


@cache
def keep_the_turn(place: Place) -> None:
    """While it is this copy's turn, say so every few seconds; leave it when the program ends."""
    turn = turn_at(place)

    def say() -> None:
        while True:
            sleep(SAY_EVERY)
            turn.go_on()

    Thread(target=say, name="km-turn", daemon=True).start()
    _kept.append(turn)
    atexit.register(leave_turns)


def leave_turns() -> None:
    """Let other copies have every turn of this one at once."""
    for turn in _kept:
        turn.leave()


def _read(place: Place) -> Note:
    """The note in a place; an empty one where there is none, or none that can be read."""
    with in_words():
        try:
            with place.open(NOTE) as file:
                return _form().validate_json(file.read())
        except (FileNotFoundError, ValidationError):
            return NOBODY


@cache
def _form() -> TypeAdapter[Note]:
    return TypeAdapter(Note)
