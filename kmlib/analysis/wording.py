"""Numbers, days and lists of names in a sentence."""

import datetime as dt
from collections.abc import Sequence

# Of others one does so with an s.
ONE_DOES = {"are": "is", "were": "was", "have": "has", "go": "goes", "reach": "reaches"}


def day(date: dt.date) -> str:
    """A day as people write it.

    >>> day(dt.date(2026, 3, 4))
    '4 March 2026'
    """
    return f"{date.day} {date:%B %Y}"


def count(amount: int, one: str, does: str = "") -> str:
    """A number with its word, and what so many do.

    >>> count(1, "row"), count(1200, "row"), count(1, "item", "wait"), count(2, "item", "wait")
    ('1 row', '1,200 rows', '1 item waits', '2 items wait')
    """
    return f"{amount:,} {one if amount == 1 else one + 's'} {verb(amount, does)}".rstrip()


def verb(amount: int, does: str) -> str:
    """What so many do: many "are", and one "is"."""
    return does if amount != 1 or not does else ONE_DOES.get(does, f"{does}s")


def few(names: Sequence[str], most: int, between: str = ", ") -> str:
    """The first of these names, and how many more there are.

    >>> few(["Alder", "Birch", "Cedar"], 2)
    'Alder, Birch and 1 more'
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return between.join(names[:most]) + more
