"""What waits, and how long: the learnings that have not gone on, those of long standing marked."""

from collections.abc import Sequence

from kmlib.analysis.waiting import Waiting
from kmlib.charts.markup import escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count, day

FIRST_SHOWN = 10  # project choice: what a team can talk through in one sitting


def waiting_list(waits: Sequence[Waiting]) -> str:
    """The learnings that wait, longest beyond the usual first, each with since when."""
    heads = ("Learning", "Team", "Waits for", "Since", "Waits")
    return plain_table(heads, map(_row, waits[:FIRST_SHOWN]), says="What waits, and how long")


def more_in_words(waits: Sequence[Waiting]) -> str:
    """How many more wait than the list shows."""
    more = len(waits) - FIRST_SHOWN
    return f"{count(more, 'more learning')} in the CSV." if more > 0 else ""


def _row(one: Waiting) -> Sequence[str]:
    since = day(one.since) if one.since else "no date typed"
    age = "" if one.age_days is None else tag("b", count(one.age_days, "day"))
    long = tag("span", f"{age}, longer than most", class_="km-orange") if one.is_long else age
    texts = (one.learning.team, one.stage, since)
    return (tag("b", escape(one.learning.title)), *map(escape, texts), long)


def table(waits: Sequence[Waiting]) -> list[dict[str, object]]:
    """The plain rows behind the list, all of them, each with the row that it comes from."""
    return [
        {
            "learning": one.learning.title, "team": one.learning.team,
            "priority": one.learning.priority, "routine": one.learning.routine,
            "items": "; ".join(one.learning.items), "waits_for": one.stage.value,
            "since": one.since, "days": one.age_days, "longer_than_most": one.is_long,
            "source": one.learning.place.source, "sheet": one.learning.place.sheet,
            "cell": one.learning.place.address,
        }
        for one in waits
    ]  # fmt: skip
