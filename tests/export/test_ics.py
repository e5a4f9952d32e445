"""The calendar file, read line by line as RFC 5545 has it."""

import re

import pytest

from kmlib.analysis.calendar_year import years
from kmlib.export.ics import calendar_file

HEAD = "Date | Focus | Space | Topic | Facilitator | Tracker codes | Priority"


@pytest.fixture
def file_of(published):
    """`file_of(rows)`: the file of a small calendar."""

    def build(*rows, **tabs):
        network = published(Measures=None, Calendar=(HEAD, *rows), **tabs)
        return calendar_file(network, next(iter(years(network).values())))

    return build


def events(content):
    """The properties of each event: lines unfolded, texts read back."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    found = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, value = line.split(":", 1)
            text = re.sub(r"\\(.)", lambda mark: "\n" if mark[1] == "n" else mark[1], value)
            found[-1].setdefault(name, text)
    return found


def test_a_day_is_an_event_of_that_day_and_a_month_lasts_to_its_end(file_of):
    day, month = events(file_of("2026-02-10 | Calls | Dive", "May 2026 | | Walk | Rooms"))
    assert (day["DTSTART;VALUE=DATE"], day["DTEND;VALUE=DATE"]) == ("20260210", "20260211")
    assert (month["DTSTART;VALUE=DATE"], month["DTEND;VALUE=DATE"]) == ("20260501", "20260601")
    assert (day["SUMMARY"], month["SUMMARY"]) == ("Dive: Calls", "Walk: Rooms")
    assert re.fullmatch(r"\d{8}T\d{6}Z", day["DTSTAMP"])


def test_every_line_ends_as_asked_and_none_is_longer_than_75_bytes(file_of):
    content = file_of(f"2026-02-10 | {'Wörter für Eltern 🎯, ' * 20} | Dive")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert events(content)[0]["SUMMARY"] == f"Dive: {'Wörter für Eltern 🎯, ' * 20}".strip()


def test_what_a_cell_says_begins_no_line_and_ends_no_value(file_of, published):
    nasty = r"a\nb; c, d: \ BEGIN:VEVENT"
    (event,) = events(file_of(f"2026-02-10 | {nasty} | Dive"))
    assert event["SUMMARY"] == f"Dive: {nasty}"
    content = file_of("2026-02-10 | one\r\nEND:VEVENT\r\nATTACH:http://x | Dive")
    assert content.count(b"\r\nEND:VEVENT") == 1
    assert b"\r\nATTACH" not in content


def test_an_event_keeps_its_uid_while_its_topic_changes(file_of):
    rows = "2026-02-10 | Calls | Dive", "2026-02-10 | Visits | Dive", "2026-02-11 | Calls | Dive"
    uids = [event["UID"] for event in events(file_of(*rows))]
    changed = [
        event["UID"] for event in events(file_of(rows[0].replace("Calls", "Texts"), *rows[1:]))
    ]
    assert uids == changed
    assert len(set(uids)) == 3


def test_nobody_of_the_staff_is_named(file_of):
    content = file_of("2026-02-10 | Calls | Dive | First-day calls | Ada Canary | 1.1 | Attend")
    assert b"Canary" not in content
    assert events(content)[0]["DESCRIPTION"] == (
        "Topic: First-day calls\nPriority: Attend\nTracker items: 1.1"
    )
