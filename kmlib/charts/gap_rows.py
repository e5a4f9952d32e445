"""Gaps between student groups and everybody: a line of text a group, each with its chart."""

from dataclasses import replace
from itertools import groupby

from kmlib.analysis.equity import Gap, Gaps, Move
from kmlib.analysis.judging import WORTH
from kmlib.analysis.series import Series, Status
from kmlib.charts import words
from kmlib.charts.look import SIGNS
from kmlib.charts.markup import escape, tag
from kmlib.charts.run_chart_svg import on_a_level, row, scale_in_words, signed
from kmlib.charts.scale import Span, scale_of, values_of

_SIGNS = {
    Move.CLOSING: SIGNS[Status.IMPROVING],
    Move.WIDENING: SIGNS[Status.WORSENING],
    Move.STEADY: SIGNS[Status.STEADY],
    Move.CHANGED: SIGNS[Status.CHANGED],
    Move.LEVELLING: SIGNS[Status.CHANGED],
}


def gap_rows(found: Gaps) -> str:
    """Every shown group under its dimension, all on one scale."""
    if not found.gaps:
        return ""
    span = _span(found)
    return "".join(
        tag("h3", escape(dimension or "other groups"), class_="km-dimension")
        + "".join(_row(gap, span) for gap in some)
        for dimension, some in groupby(found.gaps, key=lambda gap: gap.dimension)
    )


def _span(found: Gaps) -> Span:
    values = [value for gap in found.gaps for value in values_of(gap.line)]
    days = [point.start for gap in found.gaps for point in gap.line.points]
    scale = scale_of([*values, 0.0], found.gaps[0].line.measure)
    return Span(scale, min(days), max(days))


def reading(found: Gaps) -> list[str]:
    """What the line is, which groups are not there, and why."""
    side = {1: "below it a group is behind", -1: "above it a group is behind"}
    worse = side.get(WORTH[found.measure.better], "above it a group has more")
    absent = ", ".join(f"{words.count(n, 'group')} {why}" for why, n in found.absent.items())
    drawn = found.gaps and scale_in_words(_span(found), found.gaps[0].line.measure)
    return [
        f"The level line is everybody, {worse}; a hole is a period without both; {drawn}."
        if drawn
        else "",
        f"Not in the picture: {absent.replace('no data', 'without data')}." if absent else "",
    ]


def apart(gap: Gap) -> str:
    """How far the two numbers that are shown are apart: "4 points behind"."""
    mine, whole = gap.values
    size, worth = words.apart(mine, whole, gap.measure), WORTH[gap.measure.better]
    where = ("behind", "ahead") if worth else ("below", "above")
    return f"{size} {where[(mine - whole) * (worth or 1) > 0]}" if size else "level with everybody"


def _row(gap: Gap, span: Span) -> str:
    mine, whole = (words.number(value, gap.measure) for value in gap.values)
    teams = "" if gap.line.team else f"; in {words.count(gap.teams[-1], 'team')}"
    sign = _SIGNS.get(gap.move, SIGNS[Status.TOO_FEW])
    said = signed(sign, gap.move) + tag("span", escape(apart(gap)), class_="km-gap")
    about = f"the group itself: {words.verdict(gap.standing)}"
    alt = f"{gap.group}: {apart(gap)}; {gap.move}."
    drawn = on_a_level(_toned(gap), span, level=0.0, says=alt)
    sub = f"{mine}, everybody {whole}{teams}"
    return row(gap.group, sub, drawn, tag("p", said, class_="km-says"), about)


def _toned(gap: Gap) -> Series:
    """The line in colour only where it says something good or bad of a gap."""
    if gap.move in (Move.CLOSING, Move.WIDENING):
        return gap.line
    points = (p._replace(verdict=p.verdict and Status.CHANGED) for p in gap.line.points)
    return replace(gap.line, points=tuple(points))
