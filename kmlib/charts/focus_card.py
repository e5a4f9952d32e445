"""This month's focus: one sentence, when and where, and one question to bring."""

from kmlib.analysis.focus import Focus, is_whole_month
from kmlib.charts.markup import escape, tag
from kmlib.charts.words import day


def focus_card(focus: Focus | None, *, staff: bool = True) -> str:
    """The focus as the Calendar has it; without one what to type."""
    if focus is None:
        return tag(
            "p",
            "Nothing is planned from here on. A row in the Calendar tab with this month and a"
            " Focus puts one sentence here.",
            class_="km-small-print",
        )
    row = focus.row
    where = f"{_when(focus)}: {row.space}"
    led = f". Facilitator: {row.facilitator}" if row.facilitator and staff else ""
    said = tag("h3", escape(row.focus or row.topic or row.space))
    said += tag("p", escape(where + led))
    if row.focus and row.topic:
        said += tag("p", escape(row.topic))
    return tag("div", said, class_="km-focus")


def _when(focus: Focus) -> str:
    """The day; the month alone where only a month was typed."""
    date = focus.row.date
    if not is_whole_month(focus.row):
        return day(date)
    return f"{date:%B}" if focus.is_this_month else f"Next, in {date:%B %Y}"
