"""This month's focus: what the Calendar says the network looks at now."""

from typing import NamedTuple

from kmlib.analysis.names import name_key
from kmlib.privacy import Published
from kmlib.schema.programme import CalendarRow

DATA_DIVE = name_key("data dive")


class Focus(NamedTuple):
    """An entry of the calendar, and whether it is of the month the network is as of."""

    row: CalendarRow
    is_this_month: bool


def is_whole_month(row: CalendarRow) -> bool:
    """Whether an entry was typed as a month: then it stands on its first day."""
    return row.date.day == 1


def focus(network: Published) -> Focus | None:
    """The entry of this month that is next, else its last; without one the next that comes.

    None where the calendar has ended or there is none.
    """
    today, rows = network.as_of, _by_date(network)
    here = [row for row in rows if row.date.replace(day=1) == today.replace(day=1)]
    ahead = [row for row in rows if row.date > today]
    for_now = [row for row in here if row.date >= today or is_whole_month(row)] or here[-1:]
    if for_now:
        return Focus(for_now[0], is_this_month=True)
    return Focus(ahead[0], is_this_month=False) if ahead else None


def dives_ahead(network: Published) -> list[CalendarRow]:
    """The entries not yet over in which the network looks at its data together, the next first.

    Their space is called a data dive; where none ever is, it is that of this month's focus.
    """
    rows, now, today = _by_date(network), focus(network), network.as_of
    dives = [row for row in rows if DATA_DIVE in name_key(row.space)]
    dives = dives or [row for row in rows if now and row.space == now.row.space]
    month = today.replace(day=1)
    return [row for row in dives if row.date >= (month if is_whole_month(row) else today)]


def _by_date(network: Published) -> list[CalendarRow]:
    return sorted(network.rows(CalendarRow), key=lambda row: row.date)
