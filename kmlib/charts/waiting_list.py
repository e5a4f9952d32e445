"""What waits, and how long: the learnings that have not gone on, those of long standing marked."""

from __future__ import annotations

from collections.abc import Sequence

from kmlib.analysis.waiting import Waiting
from kmlib.charts.markup import escape, tag
from kmlib.charts.words import count, day

FIRST_SHOWN = 10  # project choice: what a team can talk through in one sitting


def waiting_list(waits: Sequence[Waiting]) -> str:
    """The learnings that wait, longest beyond the usual first, each with since when."""
    heads = ("Learning", "Team", "Waits for", "Since", "Waits")
    head = tag("tr", "".join(tag("th", text, scope="col") for text in heads))
    rows = "".join(map(_row, waits[:FIRST_SHOWN]))
    table = tag("table", tag("thead", head) + tag("tbody", rows), class_="km-matrix km-waits")
    return tag("div", table, class_="km-scroll")


def more_in_words(waits: Sequence[Waiting]) -> str:
    """How many more wait than the list shows."""
    more = len(waits) - FIRST_SHOWN
    return f"{count(more, 'more learning')} in the CSV." if more > 0 else ""


def _row(one: Waiting) -> str:
    since = day(one.since) if one.since else "no date typed"
    age = "" if one.age_days is None else count(one.age_days, "day")
    tone = "km-orange" if one.is_long else "km-ink2"
    mark = tag("small", "longer than most") if one.is_long else ""
    return tag(
        "tr",
        tag("th", escape(one.learning.title), scope="row")
        + tag("td", escape(one.learning.team))
        + tag("td", tag("small", "waits for ") + escape(one.stage))
        + tag("td", escape(since), class_="km-when")
        + tag("td", tag("b", escape(age), class_=tone) + " " + mark, class_=tone),
    )


def table(waits: Sequence[Waiting]) -> list[dict[str, object]]:
    """The plain rows behind the list, all of them, each with the row that it comes from."""
    return [
        {
            "learning": one.learning.title,
            "team": one.learning.team,
            "priority": one.learning.priority,
            "routine": one.learning.routine,
            "items": "; ".join(one.learning.items),
            "waits_for": one.stage.value,
            "since": one.since,
            "days": one.age_days,
            "longer_than_most": one.is_long,
            "source": one.learning.place.source,
            "sheet": one.learning.place.sheet,
            "cell": one.learning.place.address,
        }
        for one in waits
    ]
