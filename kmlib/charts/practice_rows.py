"""Practices beside improvement: how far they go together, and the teams behind one of them."""

from collections.abc import Sequence

from kmlib.analysis.practices import ALL_ITEMS, DIFFER_NEEDED, TEAMS_NEEDED, Dot, Practice
from kmlib.analysis.series import Status
from kmlib.charts import words
from kmlib.charts.look import SIGNS, Sign, colour
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.run_chart_svg import row, signed
from kmlib.charts.scale import scale_of

STRIP, PICTURE = (260.0, 30.0), (380.0, 262.0)
LEFT, RIGHT, TOP, BOTTOM = 60.0, 376.0, 14.0, 226.0
MARGIN = 42.0  # within the picture, where teams that are equally far stand side by side
SIDE_BY_SIDE, APART = 7, 10
STEPS = ("not started", "in progress", "done")


def practice_rows(found: Sequence[Practice]) -> str:
    """A line a practice: the rank correlation with its interval, and what can be said of it."""
    return "".join(_row(one) for one in found)


def named(one: Practice) -> str:
    """A practice with its code."""
    return f"{one.code} {one.item}".strip()


def verdict(one: Practice) -> tuple[Sign, str]:
    """Whether a practice goes with improvement; never that it causes any."""
    if not one.is_found:
        return SIGNS[Status.STEADY], "no more than chance gives"
    if one.goes_with:
        return SIGNS[Status.IMPROVING], "goes with improvement"
    return SIGNS[Status.CHANGED], "goes with less improvement"


def questions(one: Practice) -> list[str]:
    """The picture in plain counts, and what it does not say."""

    def better(some: Sequence[Dot]) -> str:
        return f"{sum(dot.better > 0 for dot in some):,} of {len(some):,}"

    counts = f"Changed for the better: {better(one.dots)} teams"
    done = [dot for dot in one.dots if dot.done == 1]
    others = [dot for dot in one.dots if dot.done < 1]
    if done and others:
        counts += f"; of those that have done it {better(done)}, of the others {better(others)}"
    return [
        f"A dot is a team, higher where {one.measure.measure} changed more for the better."
        f" {counts}.",
        "Goes with is not causes: which came first the sheets do not say, and teams that do one"
        " thing often do others. Ask the teams that do not fit.",
    ]


def not_compared(found: Sequence[Practice]) -> list[str]:
    """The practices of which nothing can be said, and why."""
    few = [one.code for one in found if len(one.dots) < TEAMS_NEEDED and one.code]
    alike = [one.code for one in found if not one.interval and one.code not in [*few, ALL_ITEMS]]
    whys = {
        f"fewer than {TEAMS_NEEDED} teams have a status and data": few,
        f"fewer than {DIFFER_NEEDED} teams differ": alike,
    }
    return [f"Not compared, since {why}: {'; '.join(some)}." for why, some in whys.items() if some]


def dots(one: Practice) -> str:
    """The teams: how far each is with the practice, and how its outcome changed."""
    scale = scale_of([0.0, *(dot.better for dot in one.dots)], one.measure)
    drawn = ""
    for at in scale.ticks:
        y, is_zero = _up(scale.share(at)), abs(at) < scale.step / 2
        drawn += _rule(y, "ink3" if is_zero else "line")
        drawn += _text("0" if is_zero else f"{at:+,g}".replace("-", "−"), LEFT - 8, y + 5, "end")
    for share, step in zip((0, 0.5, 1), STEPS, strict=True):
        word = f"{share:.0%} done" if one.code == ALL_ITEMS else step
        drawn += _text(word, _across(share), BOTTOM + 26, "middle")
    look = {"fill": colour("accent"), "fill_opacity": 0.75, "stroke": colour("bg")}
    beside: dict[float, int] = {}
    for dot in one.dots:
        beside[dot.done] = at = beside.get(dot.done, -1) + 1
        off = ((at % SIDE_BY_SIDE + 1) // 2) * (1 if at % 2 else -1) * APART
        off *= one.code != ALL_ITEMS  # there the place is a number
        change = words.number(abs(dot.better), one.measure, unit=False)
        said = f"{dot.team}: {change} {'better' if dot.better >= 0 else 'worse'}"
        place = {"cx": _across(dot.done) + off, "cy": _up(scale.share(dot.better))}
        drawn += tag("circle", tag("title", escape(said)), **place, r=6, **look)
    says = f"{named(one)} and change in {one.measure.measure}: {verdict(one)[1]}"
    picture = svg(drawn, width=PICTURE[0], height=PICTURE[1], says=says)
    return tag("div", picture, class_="km-dots")


def _row(one: Practice) -> str:
    """Name, strip from −1 to 1 with the interval as a bar, and the verdict in words."""
    sign, said = verdict(one)
    numbers = (*(one.interval or ()), one.rank_correlation or 0)
    low, high, r = (f"{x:.2f}".replace("-", "−") for x in numbers)
    width, height = STRIP
    left, right, x = (width / 2 + (width / 2 - 8) * number for number in numbers)
    tone, middle = colour(sign.tone if one.is_found else "grey"), height / 2
    drawn = tag("path", d=f"M{width / 2:g} 2V{height - 2:g}", stroke=colour("ink3"))
    drawn += tag("path", d=f"M{left:.1f} {middle:g}H{right:.1f}", stroke=tone, stroke_width=4)
    drawn += tag("circle", cx=x, cy=middle, r=7, fill=tone)
    strip = svg(drawn, width=width, height=height, says=f"{named(one)}: {said}")
    teams, far = words.count(len(one.dots), "team"), f"rank correlation {r} ({low} to {high})"
    return row(named(one), teams, strip, tag("p", signed(sign, said)), far)


def _across(share: float) -> float:
    return LEFT + MARGIN + share * (RIGHT - LEFT - 2 * MARGIN)


def _up(share: float) -> float:
    return BOTTOM - share * (BOTTOM - TOP)


def _rule(y: float, token: str) -> str:
    return tag("path", d=f"M{LEFT:g} {y:.1f}H{RIGHT:g}", stroke=colour(token))


def _text(text: str, x: float, y: float, anchor: str) -> str:
    look = {"font_size": 14, "fill": colour("ink3"), "text_anchor": anchor}
    return tag("text", escape(text), x=x, y=y, **look)
