"""Month by month: a bar chart a stage, all four on one scale; a mark a month of who took part."""

from collections.abc import Iterable, Sequence

from kmlib.analysis.learnings import STAGES
from kmlib.analysis.waiting import MonthCount, StageMonths
from kmlib.charts.look import colour
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.plain_table import plain_table

WIDTH, HEIGHT = 416.0, 132.0
TOP, FLOOR = 22.0, 108.0

MARKS = "A mark a month: filled, they came; open, a session without them; a dash, no session known."


def month_bars(stages: Sequence[StageMonths], shows: str) -> str:
    """A chart a stage; a bar a month with its number, outlined up to what it is out of."""
    amounts = [max(month.amount, month.of or 0) for one in stages for month in one.months]
    most = max(amounts, default=0) or 1
    return tag("div", "".join(_chart(one, shows, most) for one in stages), class_="km-months")


def _chart(one: StageMonths, shows: str, most: int) -> str:
    step = WIDTH / max(len(one.months), 1)
    months = enumerate(one.months)
    bars = "".join(_bar(m, at * step, step, most=most, is_first=at == 0) for at, m in months)
    floor = tag("path", d=f"M0 {FLOOR:g}H{WIDTH:g}", stroke=colour("line"))
    total = ", ".join(f"{month.month:%b} {month.amount:,}" for month in one.months)
    says = f"{one.stage}, {shows}: {total}"
    look = {"text_anchor": "middle", "font_size": 16, "fill": colour("ink3")}
    nothing = tag("text", "nothing in these months", x=WIDTH / 2, y=FLOOR - 24, **look)
    is_empty = not any(month.amount or month.of for month in one.months)
    picture = svg(floor + bars + nothing * is_empty, width=WIDTH, height=HEIGHT, says=says)
    name = one.stage.capitalize()
    undated = tag("small", f"{one.undated:,} more without a date") if one.undated else ""
    return tag("figure", tag("figcaption", escape(name) + undated) + picture)


def _bar(month: MonthCount, x: float, step: float, *, most: int, is_first: bool) -> str:
    def high(amount: int) -> float:
        return (FLOOR - TOP) * amount / most

    left, width, middle = x + step * 0.14, step * 0.72, x + step / 2
    drawn = ""
    if month.of:
        look = {"fill": "none", "stroke": colour("line"), "stroke_width": 1.5}
        drawn += _rect(left, width, high(month.of), **look)
    drawn += _rect(left, width, high(month.amount), fill=colour("accent"))
    of = f" of {month.of:,}" if month.of else ""
    if month.amount:
        top = FLOOR - high(month.amount) - 5
        look = {"text_anchor": "middle", "font_size": 15, "font_weight": 650}
        drawn += tag("text", f"{month.amount:,}", x=middle, y=top, fill=colour("ink"), **look)
    with_year = is_first or month.month.month == 1
    label = f"{month.month:%b}"[: 3 if with_year else 1]
    look = {"text_anchor": "middle", "font_size": 14, "fill": colour("ink3")}
    drawn += tag("text", label, x=middle, y=FLOOR + 18, **look)
    title = tag("title", escape(f"{month.month:%B %Y}: {month.amount:,}{of}"))
    return tag("g", title + drawn)


def _rect(x: float, width: float, height: float, **look: object) -> str:
    return tag("rect", x=x, y=FLOOR - height, width=width, height=height, **look) if height else ""


def presence_table(some: Iterable[tuple[str, tuple[StageMonths, ...]]]) -> str:
    """Each group with the sessions of each stage to which somebody of it came, month by month."""
    heads = ("Who", *(stage.capitalize() for stage in STAGES))
    rows = ((tag("b", escape(name)), *map(_cell, stages)) for name, stages in some)
    return plain_table(heads, rows, says="Who takes part in which stage")


def _cell(one: StageMonths) -> str:
    came, held = (sum(m.amount for m in one.months), sum(m.of or 0 for m in one.months))
    marks = ""
    for month in one.months:
        name = "b" if month.amount else "i" if month.of else "u"
        of = f": {month.amount:,} of {month.of:,}" if month.of else ""
        marks += tag(name, title=f"{month.month:%b %Y}{of}")
    look = {"class_": "km-marks", "role": "img", "aria_label": f"{came} of {held}"}
    said = tag("b", f"{came:,}") + f" of {held:,}" + tag("span", marks, **look)
    return said if came else tag("span", "–", class_="km-ink3")
