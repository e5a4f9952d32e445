"""Read more: what a chart shows, how its numbers are made, of which cells, and by which rule."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kmlib.analysis import funnel, judging, practices, tracker, waiting
from kmlib.analysis.cells import Cells, cells_behind, rows_behind
from kmlib.analysis.limits import POINTS_NEEDED
from kmlib.analysis.run_chart import RULE_FAMILY, USEFUL_POINTS_NEEDED
from kmlib.analysis.series import Series
from kmlib.charts import words
from kmlib.charts.markup import escape, opens, tag
from kmlib.findings import cell_link
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.reading.school_calendar import Period
from kmlib.schema import CycleRow, Row, core, learning
from kmlib.schema.programme import TrackerRow

HEADS = ("What it is", "How it is made", "How it is judged", "Where it stands")
BOLD = re.compile(r"\*+([^*]+)\*+")  # as How to read this has it, which quotes these words
PLACES_NAMED = 5  # project choice: a network of many workbooks has one line for the rest


class About(NamedTuple):
    """What Read more says of one chart, beside what its measure and its line say of themselves."""

    shows: str
    made: str  # the formula in words
    judged: str  # the rule with its source
    tabs: Mapping[type[Row], str] = {}  # with the columns that count
    data: bool = True  # it draws on the Data tabs
    each_group: bool = False  # of them on the cells of every student group


RUNS = (
    f"{RULE_FAMILY} (Anhøj and Olesen 2014), from {USEFUL_POINTS_NEEDED} useful points on: an"
    " unusually long run on one side of the median, or unusually few crossings of it, is a signal."
    f" Where {words.LOPSIDED}, limits alone judge."
    f" Limits only where the runs show none (Anhøj and Wentzel-Larsen 2018), from {POINTS_NEEDED}"
    " points on: three sigma about the mean; a latest point outside them is a signal too. Nothing"
    f" is said once the last report is over {judging.STALE_AFTER_MONTHS} months old, or of seldom"
    f" measures {' or '.join(map(str, judging.STALE_AFTER_MONTHS_OF.values()))}."
)
LEARNING_TABS: dict[type[Row], str] = {
    CycleRow: "Ended; Learned; Priority",
    learning.KnowledgeRow: "Item; From cycles; Captured on",
    learning.SharingRow: "Item; Date",
    learning.ApplicationRow: "Item; Status; Applied on",
}
CHARTS = {
    "run chart": About("", "", RUNS),
    "measures": About(
        "The latest value of each measure, with the verdict of its run chart.",
        "The network’s value is made of the teams’ as Combine in the Measures tab says.",
        f"{RUNS} Whether a target will be met: whether all of the limits at the latest point reach"
        " it, some, or none (NHS England, Making Data Count).",
    ),
    "funnel": About(
        "Every team of one period by how many it counts.",
        "The line is the mean, all numerators ÷ all denominators; the band is the mean ± 3 × √(mean"
        " × (1 − mean) ÷ denominator), wider where teams differ more than that: by the root mean"
        f" square of their distances, the {funnel.WINSORISED:.0%} at either end drawn in.",
        f"From {funnel.TEAMS_NEEDED} teams on; on the edge is inside (Spiegelhalter 2005).",
    ),
    "gaps": About(
        "Each line is one student group less everybody, in the same period and of the same teams.",
        "For the network both are combined of the teams that show both.",
        f"{RUNS} Closing or widening is said only of a group whose median is behind.",
        each_group=True,
    ),
    "practices": About(
        "How far each team is with a practice, beside how much its outcome changed for the better.",
        f"**Change** is the median of a team’s last {practices.ENDS} points less that of its first"
        f" {practices.ENDS}, or of half of the points each. **How far**: not started 0, in progress"
        " ½, done 1. Both as ranks (Spearman 1904). The bar is where that lies 95 times in 100, of"
        f" {practices.RESAMPLES:,}, if teams are drawn again (Efron and Tibshirani 1993).",
        f"From {practices.TEAMS_NEEDED} teams on, of which {practices.DIFFER_NEEDED} differ."
        " **Goes with** is said where shuffled teams seldom give as much, with all practices and"
        f" outcomes looked at together: of those named about {tracker.FALSE_SHARE:.0%} may be"
        " chance all the same (Benjamini and Hochberg 1995).",
        {TrackerRow: "Team; Code; Status; Date"},
    ),
    "driver tree": About(
        "What has to change for each aim, what is measured there, and what is tried.",
        "Each stands under its Parent. A **cycle** counts at a driver, and at all above it, if its"
        " Measure is the driver’s or the driver’s name stands under Title or Change idea;"
        " **running** have begun and have no end yet.",
        "The verdict is that of the measure’s run chart for the whole network. An aim is"
        " **balanced** by a balancing measure of its Priority or of none (Langley et al. 2009).",
        {
            learning.DriverRow: "Driver; Kind; Parent; Priority; Measure",
            CycleRow: "Title; Change idea; Measure; Started; Ended",
        },
        data=False,
    ),
    "stages": About(
        "**Learnings** are followed one by one: a learning is what one cycle taught (something"
        " under *Learned*), or a knowledge item that names no cycle. It is *captured* when a"
        " knowledge item names its cycle, *shared* when that item was passed on, *applied* when"
        " somebody uses it; what is used counts as shared, and what is shared as captured. An"
        " abandoned idea that taught something is a learning.",
        "Routines held on time of those planned; learnings that came to the stage of those that"
        " came to the one before; teams at target, on every measure of that Stage that they report,"
        " of those that report one. Days are a median of those with both dates, told before written"
        " down being 0.",
        "**On time**: last held within the period after the one before; nothing falls due in a"
        f" break. **Longer than most**: longer than {waiting.MOST:.0%} of those that went on took"
        f" for the same step, from {waiting.LEAST_TO_COMPARE} of them on (Vacanti 2015).",
        {core.RoutineRow: "Stage; Priority; Cadence; Last held"} | LEARNING_TABS
        | {learning.ParticipationRow: "Routine; Date"},
    ),
    "map": About(
        "**A wave** starts in each routine that generates learning. It runs on where the routine"
        " feeds one that consolidates, that one feeds one that shares, and that one feeds one that"
        " puts to use; each must serve a priority of the wave, and a routine without a priority"
        " serves all. Of several ways the map takes the one that gets furthest.",
        "**A learning waits behind a gap** if its wave breaks before the stage that it waits for,"
        " else if the routine of that stage is overdue, else if no routine of that stage serves its"
        " priority, else if its item is held up. So none is counted twice.",
        "**Overdue**: not held again within the week, month or term after the one it was last held"
        " in; nothing falls due in breaks.",
        {core.RoutineRow: "Stage; Priority; Feeds; Cadence; Last held"} | LEARNING_TABS,
        data=False,
    ),
}  # fmt: skip


def read_more(
    network: Published, chart: str, line: Series | None = None, *,
    period: Period | None = None, group: str = WHOLE_TEAM,
) -> str:  # fmt: skip
    """What a chart of CHARTS shows, how it is made and judged, and of which cells, as a list.

    Without a line it is about every measure of a student group; without a period, about them all.
    """
    about, of = CHARTS[chart], {} if CHARTS[chart].each_group else {"group": group}
    what, made, judged = ([BOLD.sub(r"<b>\1</b>", text)] for text in about[:3])
    if line:
        named = {"measure": line.measure.measure, "team": line.team, "group": line.group}
        of = {name: named[name] for name in ("measure", *of, *["team"] * bool(line.team))}
        definition = line.measure.definition or "the Measures tab has no definition yet"
        what.append(escape(f"{line.measure.measure}: {definition}"))
        made.insert(0, escape(formula(line)))
    if line and about.judged is RUNS:
        made.append(escape(words.how_combined(line)))
        judged[:0] = map(escape, (words.rules_line(line), words.limits_line(line)))
    where = _places(network, about, cells_behind(network, period, **of) if about.data else None)
    parts = zip(HEADS, (what, made, judged, where), strict=True)
    rows = (tag("dt", head) + tag("dd", "<br>".join(filter(None, said))) for head, said in parts)
    return tag("dl", "".join(rows), class_="km-read-more")


def formula(line: Series) -> str:
    """How a value is made of what was typed."""
    measure = line.measure
    over, under = (
        next(iter(measure.part_known_as(part)), part) for part in ("numerator", "denominator")
    )
    times = f" × {measure.per:,g}" if measure.per != 1 else ""
    is_counted = any(point.numerator is not None for point in line.points)
    return f"{over} ÷ {under}{times}." if is_counted else "The value as it was typed."


def _places(network: Published, about: About, data: Sequence[Cells] | None) -> Iterator[str]:
    """Each tab with how much of it counts: where it begins, linked if it is a Google Sheet."""
    if data is not None:
        yield from _listed(data, "cell") or ["No cell holds a number for it."]
        yield "data.csv of the snapshot (Downloads) lists every cell beside its number."
    for model, columns in about.tabs.items():
        nothing = [f"There is no {model.TAB.title} tab."]
        yield from _listed(rows_behind(network, model), "row", f" ({columns})") or nothing


def _listed(places: Sequence[Cells], one: str, columns: str = "") -> list[str]:
    lines = []
    for at in places[:PLACES_NAMED]:
        link, more = at.place.link, ", …" if at.cells > len(at.first) else ""
        first = (opens(cell_link(link, cell), cell) for cell in at.first)
        hidden = f", of which {at.hidden:,} hidden" if at.hidden else ""
        name = escape(f"{at.place.source}, tab {at.place.sheet}{columns}")
        lines.append(f"{name}: {words.count(at.cells, one)}{hidden}: {', '.join(first)}{more}")
    if rest := places[PLACES_NAMED:]:
        total = words.count(sum(at.cells for at in rest), one)
        lines.append(f"and {total} in {words.count(len(rest), 'more tab')}")
    return lines
