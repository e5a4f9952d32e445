"""Numbers and verdicts as every chart and table says them."""

from statistics import median

from kmlib.analysis.limits import POINTS_NEEDED, Chart
from kmlib.analysis.run_chart import RULE_FAMILY, USEFUL_POINTS_NEEDED
from kmlib.analysis.series import Point, Series, Standing, Status, before_and_after
from kmlib.analysis.wording import count as count
from kmlib.analysis.wording import day as day
from kmlib.privacy import Published
from kmlib.schema import CycleRow, MeasureRow, Unit

_ENDINGS = {Unit.PERCENT: "%", Unit.MINUTES: " min", Unit.DAYS: " days", Unit.YES_NO: "% yes"}
_TIMES = {0: "never", 1: "only once", 2: "only twice"}
_DECIMALS = {Unit.RATE: 1, Unit.SCORE: 1}
LOPSIDED = "half of the points or more are the lowest or the highest"


def number(value: float, measure: MeasureRow, *, unit: bool = True) -> str:
    """A value in the measure's unit and decimals.

    >>> from kmlib.schema import Better, Kind
    >>> present = MeasureRow(
    ...     measure="Present", kind=Kind.OUTCOME, unit=Unit.PERCENT, better=Better.HIGHER
    ... )
    >>> number(78.26, present), number(78.26, present, unit=False)
    ('78%', '78')
    """
    if measure.unit is Unit.YES_NO:
        value = 100 * value
    decimals = _DECIMALS.get(measure.unit, 0) if measure.decimals is None else measure.decimals
    text = f"{value:,.{decimals}f}".replace("-", "−")
    return text + ending(measure) if unit else text


def ending(measure: MeasureRow) -> str:
    """The unit as it stands behind a number."""
    return _ENDINGS.get(measure.unit, "")


def made_from(network: Published) -> str:
    """As of when, from how much, and what is hidden."""
    workbooks = count(len(network.sources), "workbook")
    return f"As of {day(network.as_of)}, from {workbooks}. {network.privacy.sentence}"


def latest(line: Series) -> str:
    """The latest value, or in words which kind of absence it is."""
    return str(line.shown) if line.value is None else number(line.value, line.measure)


def made_of(point: Point, line: Series) -> str:
    """What a value was made of: its counts, or for the network of how many teams."""
    if not line.team:
        return point.made_of
    if point.numerator is None or point.denominator is None:
        return "a typed value"
    return f"{point.numerator:,.0f} of {point.denominator:,.0f}"


def verdict(line: Series | Standing) -> str:
    """The status in words: which absence it is, or a signal beside "at target"."""
    if line.status is Status.NO_DATA:
        return str(line.shown)
    if line.status is Status.AT_TARGET and line.direction:
        return f"{line.direction}, at target"
    return str(line.status)


def in_a_sentence(line: Series) -> str:
    """What a run chart shows, for those who cannot see it."""
    who = line.team or "The network"
    shown = [point for point in line.points if point.value is not None]
    if not shown:
        return f"{who}: {latest(line)}."
    span = f"{shown[0].start:%b %Y} to {shown[-1].start:%b %Y}"
    return f"{who}: {latest(line)}, {verdict(line)}; {count(len(shown), 'point')} from {span}."


def rules_line(line: Series) -> str:
    """The rule family with its numbers, as it stands under the chart."""
    runs = line.runs
    if not runs.useful:
        return f"{RULE_FAMILY}: no useful points yet"
    made_of = count(line.made_of, "baseline point" if line.frozen_until else "point")
    more = f" · {LOPSIDED}: runs say nothing" if runs.lopsided else ""
    return (
        f"{RULE_FAMILY}: useful points {runs.useful}"
        f" · longest run {runs.longest} of at most {runs.longest_limit}"
        f" · crossings {runs.crossings}, at least {runs.crossings_limit}"
        f" · median of {made_of}{more}"
    )


def limits_line(line: Series) -> str:
    """The limits with their numbers, or why there are none."""
    if line.limits is None:
        if line.runs.signals:
            return "Limits: none while the runs show a change"
        if line.frozen_until:
            return f"Limits: from {POINTS_NEEDED} baseline points on; here are {line.made_of}"
        return f"Limits: from {POINTS_NEEDED} points on, of {line.made_of} so far"
    values = (line.limits.lower, line.limits.upper, line.limits.mean)
    low, high, mean = (number(value, line.measure) for value in values)
    left_out = f"{line.limits.left_out} of {line.limits.ranges} moving ranges left out as too wide"
    parts = [
        f"{line.limits.chart} limits: {low} to {high}",
        f"mean {mean} of {count(line.made_of, 'point')}",
        "wider where fewer are counted" if line.limits.chart is Chart.P_PRIME else "",
        left_out if line.limits.left_out else "no moving range left out",
    ]
    return " · ".join(filter(None, parts))


def rule_in_words(line: Series) -> str:
    """Why the verdict is what it is, for somebody who has never heard of the rules."""
    runs = line.runs
    if line.latest is None:
        return ""
    if line.stale and line.reported:
        return f"last reported on {day(line.reported)}: too long ago to say how it is going"
    if not line.enough:
        needed = f"{runs.useful} of the {USEFUL_POINTS_NEEDED} useful points that a verdict needs"
        return f"{LOPSIDED}: runs say nothing" if runs.lopsided else needed
    if runs.signals and runs.unusually_long:
        return f"{_longest_run(line)}; chance rarely gives more than {runs.longest_limit}"
    if runs.signals:
        times = _TIMES.get(runs.crossings, f"{runs.crossings} times")
        return f"crosses the median {times}; chance rarely gives fewer than {runs.crossings_limit}"
    if line.limits and line.limits.side:
        where = "above" if line.limits.side > 0 else "below"
        return f"the latest value lies {where} the limits; chance rarely takes one there"
    if not runs.useful:
        return "every point is the same"
    return "no signal: ups and downs as chance gives them"


def apart(one: float, other: float, measure: MeasureRow) -> str:
    """How far two numbers are apart as they are shown: "4 points"; nothing where they are equal."""
    shown = (number(value, measure, unit=False) for value in (one, other))
    mine, whole = (float(text.replace(",", "").replace("−", "-")) for text in shown)
    size, end = f"{abs(mine - whole):,.6g}", ending(measure)
    if measure.unit in (Unit.PERCENT, Unit.YES_NO):
        end = " point" if size == "1" else " points"
    return (size + end) * (mine != whole)


def since_baseline(line: Series) -> str:
    """How far the line is from where it began and from its target, where it can be judged."""
    (began, how), value, goal = line.baseline, line.value, line.measure.target
    if began is None or value is None or not line.enough:
        return ""
    size, start, ahead = apart(value, began, line.measure), number(began, line.measure), ""
    moved = f"{size} {'above' if value > began else 'below'}" if size else "at"
    if goal is not None and line.status is not Status.AT_TARGET:
        ahead = f"; {apart(value, goal, line.measure)} from its target"
    return f"The latest value is {moved} the baseline, {start} ({how}){ahead}."


def baseline_in_words(line: Series) -> str:
    """A caution where a frozen median was made of few points."""
    if not line.frozen_until or line.made_of >= USEFUL_POINTS_NEEDED:
        return ""
    return (
        f"A baseline of {count(line.made_of, 'point')} is short: its median is rough, and chance"
        " passes for change more often than it would with ten."
    )


def _longest_run(line: Series) -> str:
    """Where the longest run lies, and where the line is now if it has left it."""
    now = [point.side for point in line.points if point.verdict and point.side]
    where = "above" if now[-1] > 0 else "below"
    if len(now) == line.runs.longest:
        return f"{line.runs.longest} in a row {where}"
    return f"{line.runs.longest} in a row on one side, and now {where}"


def target_in_words(line: Series) -> str:
    """What the limits say of the target, where there are both."""
    if line.assurance is None or line.measure.target is None:
        return ""
    return f"Target {number(line.measure.target, line.measure)}: as things are, it {line.assurance}"


def tried(cycle: CycleRow) -> str:
    """What a team tried in a cycle.

    >>> tried(CycleRow(team="A", title="Calls", started="2025-10-06", change_idea="Call before 9"))
    'Calls: Call before 9'
    """
    return ": ".join(filter(None, (cycle.title, cycle.change_idea)))


def before_and_after_in_words(line: Series) -> list[str]:
    """What lay before each cycle and since, where there are points enough; never a cause."""
    found = before_and_after(line)
    said = [
        f"{one.cycle.title}, from {day(one.cycle.started)}: median"
        f" {number(median(one.before), line.measure)} of {count(len(one.before), 'point')} before,"
        f" {number(median(one.since), line.measure)} of {count(len(one.since), 'point')} since; "
        + ("chance rarely makes both" if one.differs else "chance may well make both")
        for one in found
        if one.is_enough
    ]
    if said:
        return [*said, "This is an order of events; what caused it is for you to judge."]
    sides = ", ".join(f"{len(one.before)} and {len(one.since)}" for one in found)
    needed = f"Before and after a cycle is compared from {USEFUL_POINTS_NEEDED} points on each side"
    return [f"{needed}; so far {sides}."] if found else []


def how_combined(line: Series) -> str:
    """How the network's latest value was made, and of how many teams."""
    if line.latest is None or line.combined_by is None:
        return ""
    last = line.latest
    if last.numerator is None or last.denominator is None:
        return f"The network’s value is the {line.combined_by} of {last.made_of}."
    sums = f"{last.numerator:,.0f} of {last.denominator:,.0f}"
    return f"For the network all counts are added up: {sums}, from {last.made_of}."


def about(line: Series) -> str:
    """What a measure is and how the network's value of it is made, in one small print."""
    told = line.measure.definition
    ends = told.endswith((".", "!", "?")) or not told
    return " ".join(filter(None, (told if ends else f"{told}.", how_combined(line))))
