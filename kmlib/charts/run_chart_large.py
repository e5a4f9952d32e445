"""Run charts as large as a slide or a sheet of paper, with everything written where it is."""

from itertools import groupby

from kmlib.analysis.series import Series
from kmlib.charts import run_chart_parts, words
from kmlib.charts.look import LARGE, ROOM, SIGNS, colour
from kmlib.charts.markup import svg, tag
from kmlib.charts.run_chart_parts import tone
from kmlib.charts.run_chart_svg import dots, hidden, line_drawn
from kmlib.charts.scale import Frame, span_of
from kmlib.charts.slide_charts import BIG, HEIGHT, WIDTH, area, rule, text, upright

MOST_DATES = 4
LONGEST_FLAG = 40  # letters
BESIDE = (-10, 24)  # from a rule to its name above or below it


def large(line: Series) -> str:
    """A run chart without axes: median, last value and a few dates stand at their places."""
    frame = Frame(span_of(line), 20, WIDTH - 190, 90, HEIGHT - 80)
    inside = _median(line, frame) + line_drawn(line, frame, ROOM)
    inside += dots(line, frame, ROOM)
    inside += _rule_said(line, frame) + _last(line, frame) + _dates(line, frame)
    return svg(inside, width=WIDTH, height=HEIGHT, says=words.in_a_sentence(line))


def opened(line: Series) -> str:
    """A run chart with all that the page's shows: target, limits, phases, cycles and notes."""
    span = span_of(line)._replace(scale=run_chart_parts.scale_with_levels(line))
    frame = Frame(span, 90, WIDTH - 190, 100, HEIGHT - 80)
    inside = "".join(part(line, frame) for part in (_ticks, _limits, _baselines, _levels))
    inside += _cycles(line, frame) + line_drawn(line, frame, LARGE) + dots(line, frame, LARGE)
    inside += hidden(line, frame) + _noted(line, frame) + _last(line, frame) + _dates(line, frame)
    return svg(inside, width=WIDTH, height=HEIGHT, says=words.in_a_sentence(line))


def _ticks(line: Series, frame: Frame) -> str:
    return "".join(
        rule(frame.left, frame.y(tick), frame.right - frame.left, "line", 1)
        + text(words.number(tick, line.measure), 76, frame.y(tick) + 7, "end", "ink3", 20)
        for tick in frame.span.scale.ticks
    )


def _limits(line: Series, frame: Frame) -> str:
    """What chance alone gives, as a band through the middle of each period."""
    drawn, place = "", (0.0, 0.0)
    for _, phase in groupby((p for p in line.points if p.upper is not None), lambda p: p.phase):
        some = list(phase)
        edge = [(frame.x(p.start), frame.y(p.upper or 0)) for p in some]
        place = place if drawn else edge[0]
        edge += [(frame.x(p.start), frame.y(p.lower or 0)) for p in reversed(some)]
        drawn += area(edge)
    return drawn + text("limits", place[0] + 6, place[1] - 8, "start", "ink3", 20) * bool(drawn)


def _baselines(line: Series, frame: Frame) -> str:
    """The months that a frozen median was made of, as a bar on the floor."""
    return "".join(
        rule(frame.x(first), frame.bottom, frame.x(last) - frame.x(first), "grey", 10)
        + text("baseline months", frame.x(first), frame.bottom - 14, "start", "ink3", 20)
        for first, last in run_chart_parts.baselines(line)
    )


def _levels(line: Series, frame: Frame) -> str:
    """The target, and the median of each phase, with their values written on them."""
    across, drawn = frame.right - frame.left, ""
    for level in run_chart_parts.target(line):
        y = frame.y(level.value)
        drawn += rule(frame.left, y, across, "ink2", 2, stroke_dasharray="3 7")
        drawn += text(level.name, frame.left + 6, y + BESIDE[level.is_below], "start", "ink2", 20)
    for level in run_chart_parts.medians(line):
        x, y, end = frame.x(level.first), frame.y(level.value), frame.x(level.last)
        drawn += rule(x, y, end - x, "ink", LARGE.median)
        drawn += text(level.name, end - 6, y + BESIDE[level.is_below], "end", "ink2", 20)
    return drawn


def _cycles(line: Series, frame: Frame) -> str:
    """An upright where each cycle starts, headed by what was tried, on the side with room."""
    drawn = ""
    for cycle, number, at_left in run_chart_parts.headed(line):
        x, y = frame.x(cycle.started), frame.top - 26 * (number + 1)
        off, anchor = (-8, "end") if at_left else (8, "start")
        drawn += upright(x, y - 16, frame.bottom)
        drawn += text(_short(cycle.title), x + off, y, anchor, "ink2", 20)
    return drawn


def _noted(line: Series, frame: Frame) -> str:
    """What somebody wrote about a point, in the emptier half of the chart, tied to it."""
    ties, said = "", ""
    for point, until in run_chart_parts.noted(line, frame.span.scale):
        x, y = frame.x(point.start), frame.y(until)
        anchor = "middle" if 0.25 < x / WIDTH < 0.75 else "start" if x < WIDTH / 2 else "end"
        ties += upright(x, y, frame.y(point.value or 0))
        for ground in ({"stroke": colour("bg"), "stroke_width": 6}, {}):
            said += text(_short(point.note), x, y - 8, anchor, "ink2", 20, **ground)
    return ties + said


def _median(line: Series, frame: Frame) -> str:
    """The median, named at its end on the side where the line is not."""
    if line.median is None:
        return ""
    y, said = frame.y(line.median), f"median {words.number(line.median, line.measure)}"
    is_under = line.value is not None and line.value < line.median
    place = y - 14 if is_under else y + 36
    label = text(said, frame.right, place, "end", "ink2", 28)
    return rule(frame.left, y, frame.right - frame.left) + label


def _last(line: Series, frame: Frame) -> str:
    last = line.latest
    if last is None or last.value is None:
        return text(words.latest(line), WIDTH / 2, HEIGHT / 2, "middle", "ink2", 40)
    x, y = frame.x(last.start) + 24, frame.y(last.value) + 19
    label = words.number(last.value, line.measure)
    return text(label, x, y, "start", SIGNS[line.direction or line.status].tone, BIG)


def _rule_said(line: Series, frame: Frame) -> str:
    """Why it is said to have moved, over the points that say so."""
    moved = [point for point in line.points if point.verdict]
    if not line.direction or not moved:
        return ""
    x = min(frame.x(moved[0].start), frame.right - 500)
    said = text(words.rule_in_words(line), x, frame.top - 40, "start", tone(moved[0]), 26)
    return tag("g", said, class_="km-rule-said")


def _dates(line: Series, frame: Frame) -> str:
    """The first, the last, and at most two days between."""
    days = [point.start for point in line.points]
    steps = min(MOST_DATES, len(days)) - 1
    shown = {days[round(number * (len(days) - 1) / max(steps, 1))] for number in range(steps + 1)}
    anchors = {day: "start" if day == days[0] else "middle" for day in sorted(shown)}
    return "".join(
        text(f"{day:%b %y}", frame.x(day), HEIGHT - 20, anchor, "ink2", 26)
        for day, anchor in anchors.items()
    )


def _short(name: str) -> str:
    return name[:LONGEST_FLAG] + "…" * (len(name) > LONGEST_FLAG)
