"""The calendar as a file that any calendar program opens; names of staff are left out."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from kmlib.analysis.calendar_year import Entry
from kmlib.analysis.focus import is_whole_month
from kmlib.analysis.judging import months_before
from kmlib.charts.markup import plain
from kmlib.privacy import Published
from kmlib.reading.school_calendar import DAY

LONGEST_LINE = 75  # bytes, the two that end it aside
MEANING = str.maketrans({mark: "\\" + mark for mark in "\\;,"})  # marks that mean something


def calendar_file(network: Published, some: Iterable[Entry]) -> bytes:
    """These entries as all-day events; one of a whole month lasts as long as the month.

    An event keeps its UID while its day and space stay, so that a later file changes it and adds
    none. Source: RFC 5545, sections 3.1 (lines), 3.3.11 (text) and 3.6.1 (events).
    """
    seen: list[str] = []
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kmlib//Calendar//EN"]
    for entry in some:
        row = entry.row
        seen.append(f"{network.settings.name}|{row.date}|{row.space}")
        key = f"{seen[-1]}|{seen.count(seen[-1])}"
        uid = hashlib.sha256(key.encode(errors="replace")).hexdigest()[:32]
        end = months_before(row.date, -1) if is_whole_month(row) else row.date + DAY
        title = ": ".join(filter(None, (row.space, row.focus or row.topic)))
        about = {"Topic": row.topic, "Priority": ", ".join(entry.serves)}
        about["Tracker items"] = ", ".join(row.tracker_codes)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}@kmlib",
            f"DTSTAMP:{network.read_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{row.date:%Y%m%d}",
            f"DTEND;VALUE=DATE:{end:%Y%m%d}",  # the day after the last
            f"SUMMARY:{_text(title)}",
            f"DESCRIPTION:{_text(*(f'{head}: {text}' for head, text in about.items() if text))}",
            "TRANSP:TRANSPARENT",  # it keeps nobody's day busy
            "END:VEVENT",
        ]
    return "".join(map(_folded, [*lines, "END:VCALENDAR"])).encode()


def _text(*lines: str) -> str:
    """Lines of text in one value: nothing in them begins another line or value."""
    return r"\n".join(plain(line).translate(MEANING) for line in lines)


def _folded(line: str) -> str:
    """A line in pieces that are short enough, no character cut in two; a blank begins the next."""
    pieces = [""]
    for character in line:
        if len((pieces[-1] + character).encode()) > LONGEST_LINE:
            pieces.append(" ")
        pieces[-1] += character
    return "\r\n".join(pieces) + "\r\n"
