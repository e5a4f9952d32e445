"""Practices beside improvement: how far they go together, and the teams behind one of them."""

from __future__ import annotations

from collections.abc import Sequence

from kmlib.analysis.practices import ALL_ITEMS, DIFFER_NEEDED, TEAMS_NEEDED, Dot, Practice
from kmlib.analysis.series import Status
from kmlib.charts import words
from kmlib.charts.look import SIGNS, Sign, colour
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.run_chart_svg import signed
from kmlib.charts.scale import scale_of

STRIP, PICTURE = (260.0, 30.0), (380.0, 270.0)
LEFT, RIGHT, TOP, BOTTOM = 60.0, 340.0, 14.0, 226.0
SIDE_BY_SIDE = 7  # dots of teams that are equally far
WITH, AGAINST = "goes with improvement", "goes with less improvement"


def practice_rows(found: Sequence[Practice]) -> str:
    """A line a practice: the rank correlation with its interval, and what can be said of it."""
    return "".join(_row(one) for one in found)


def named(one: Practice) -> str:
    """A practice with its code."""
    return f"{one.code} {one.item}".strip()


def verdict(one: Practice) -> tuple[Sign, str]:
    """Whether a practice goes with improvement; never that it causes any."""
    if len(one.dots) < TEAMS_NEEDED:
        return SIGNS[Status.TOO_FEW], f"{len(one.dots)} of at least {TEAMS_NEEDED} teams"
    if one.rank_correlation is None:
        return SIGNS[Status.TOO_FEW], f"fewer than {DIFFER_NEEDED} teams differ"
    if not one.is_found:
        return SIGNS[Status.STEADY], "no more than chance gives"
    return (SIGNS[Status.IMPROVING], WITH) if one.goes_with else (SIGNS[Status.CHANGED], AGAINST)


def questions(one: Practice) -> list[str]:
    """The same in plain counts, and what it does not say."""
    done = [dot for dot in one.dots if dot.done == 1]
    others = [dot for dot in one.dots if dot.done < 1]
    counts = [f"{sum(d.better > 0 for d in some)} of {len(some)}" for some in (done, others)]
    return [
        f"Changed for the better: {counts[0]} teams that have done it, {counts[1]} that have not"
        " (or not yet)." * bool(one.dots),
        "Goes with is not causes: which came first the sheets do not say, and teams that do one"
        " thing often do others. Ask the teams that do not fit.",
    ]


def dots(one: Practice) -> str:
    """The teams: how far each is with the practice, and how its outcome changed."""
    scale = scale_of([0.0, *(dot.better for dot in one.dots)], one.measure)

    def up(value: float) -> float:
        return BOTTOM - scale.share(value) * (BOTTOM - TOP)

    ticks = "".join(
        _rule(up(at), "ink3" if abs(at) < scale.step / 2 else "line")
        + _text(f"{at:+,g}".replace("-", "−") if at else "0", LEFT - 8, up(at) + 5, "end")
        for at in scale.ticks
    )
    steps = ("not started", "in progress", "done")
    ends = ("none", "half", "all") if one.code == ALL_ITEMS else steps
    across = "".join(
        _text(word, LEFT + share * (RIGHT - LEFT), BOTTOM + 24, "middle")
        for word, share in zip(ends, (0, 0.5, 1), strict=True)
    )
    seen: dict[float, int] = {}
    drawn = ""
    for dot in one.dots:
        seen[dot.done] = at = seen.get(dot.done, -1) + 1
        beside = ((at % SIDE_BY_SIDE + 1) // 2) * (1 if at % 2 else -1) * 9
        x = LEFT + dot.done * (RIGHT - LEFT) + beside
        drawn += _dot(x, up(dot.better), _said(dot, one))
    says = f"{named(one)} and change in {one.measure.measure}: {verdict(one)[1]}"
    return svg(ticks + across + drawn, width=PICTURE[0], height=PICTURE[1], says=says)


def _row(one: Practice) -> str:
    sign, said = verdict(one)
    name = tag("p", escape(named(one)), class_="km-name")
    name += tag("p", words.count(len(one.dots), "team"), class_="km-sub")
    says = tag("p", signed(sign, said))
    if one.rank_correlation is None or one.interval is None:
        return tag("div", tag("div", name) + "<div></div>" + tag("div", says), class_="km-row")
    r, low, high = (f"{x:.2f}".replace("-", "−") for x in (one.rank_correlation, *one.interval))
    says += tag("p", f"rank correlation {r} ({low} to {high})", class_="km-sub")
    return tag("div", tag("div", name) + _strip(one, sign) + tag("div", says), class_="km-row")


def _strip(one: Practice, sign: Sign) -> str:
    """From −1 to 1, with 0 in the middle: the interval as a bar, the rank correlation as a dot."""
    width, height = STRIP
    ends = (*(one.interval or ()), one.rank_correlation or 0)
    low, high, r = (width / 2 + (width / 2 - 8) * x for x in ends)
    middle, tone = height / 2, colour(sign.tone if one.is_found else "grey")
    zero = tag("path", d=f"M{width / 2:g} 2V{height - 2:g}", stroke=colour("ink3"))
    bar = tag("path", d=f"M{low:.1f} {middle:g}H{high:.1f}", stroke=tone, stroke_width=4)
    dot = tag("circle", cx=r, cy=middle, r=7, fill=tone)
    says = f"{named(one)}: {verdict(one)[1]}"
    return svg(zero + bar + dot, width=width, height=height, says=says)


def _said(dot: Dot, one: Practice) -> str:
    change = words.number(abs(dot.better), one.measure, unit=False)
    return f"{dot.team}: {change} {'better' if dot.better >= 0 else 'worse'}"


def _dot(x: float, y: float, says: str) -> str:
    look = {"fill": colour("accent"), "fill_opacity": 0.75, "stroke": colour("bg")}
    return tag("circle", tag("title", escape(says)), cx=x, cy=y, r=6, **look)


def _rule(y: float, token: str) -> str:
    return tag("path", d=f"M{LEFT:g} {y:.1f}H{RIGHT:g}", stroke=colour(token))


def _text(text: str, x: float, y: float, anchor: str) -> str:
    look = {"font_size": 14, "fill": colour("ink3"), "text_anchor": anchor}
    return tag("text", escape(text), x=x, y=y, **look)
