"""The process map on a phone: one block a wave, breaks first; and the legend of the large one."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from kmlib.analysis.learnings import STAGES
from kmlib.analysis.routines import Timing
from kmlib.analysis.stuck import Lane
from kmlib.analysis.what_if import Outcome
from kmlib.charts import wave_line
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.wave_map import missing, timing, wait_here, wave_map
from kmlib.charts.words import count

COLUMN, CREST, TROUGH, HEIGHT = 87.0, 20.0, 34.0, 44.0
SMALL = 0.64  # marks and strokes of the large map, on a strip this low
STAGE_WORDS = ("Generate", "Capture", "Share", "Apply")
MAPS_KEPT = 32  # project choice: the priorities of a large network, at 40 KB a map
HELD = '<circle cx="18" cy="0" r="9" class="km-disc"/>'
RING = f'<svg viewBox="-14 -14 28 28" width="20" aria-hidden="true">{wave_line.clock(0)}</svg>'
UNKNOWN = '<circle cx="18" cy="0" r="8" class="km-disc km-unknown"/>'


@lru_cache(maxsize=MAPS_KEPT)
def drawn(lanes: tuple[Lane, ...], arrive: tuple[int, ...], *, says: str) -> str:
    """The map of these lanes and the same as blocks: a style shows the one that has room."""
    if not lanes:
        return ""
    both = wave_map(lanes, arrive, says=says) + wave_blocks(lanes)
    return tag("div", both + legend(lanes), class_="km-map")


def as_asked(
    asked: Outcome | None, lanes: tuple[Lane, ...], arrive: tuple[int, ...], *, says: str
) -> str:
    """The map as it would be, under words that say so; as it is where nothing is asked."""
    picture = drawn(lanes, arrive, says=says)
    if asked is None:
        return picture
    ways = {True: "would get further.", False: "would run all the way."}
    on = (f"{wave.name} {ways[wave.broken is not None]}" for wave in asked.on)
    freed = [f"{count(asked.freed, 'learning')} could move on."] * bool(asked.freed)
    lines = (
        *(f"What if {asked.words}?", " ".join((*on, *freed, f"The title would be: {says}."))),
        *("Nothing is changed in the sheet.", f"To make it so: Routines tab, {asked.to_type}."),
    )
    words = tag("div", "".join(tag("p", escape(line)) for line in lines), class_="km-what-if")
    return tag("div", words + picture, class_="km-supposed")


def wave_blocks(lanes: Sequence[Lane]) -> str:
    """One block a wave: broken ones first, those with most learning behind the break on top."""
    heads = tag("p", "".join(tag("span", word) for word in STAGE_WORDS), class_="km-stages")
    in_order = sorted(lanes, key=lambda lane: (lane.wave.broken is None, -lane.waiting))
    return tag("div", heads + "".join(map(_block, in_order)), class_="km-blocks")


def legend(lanes: Sequence[Lane]) -> str:
    """What the marks of the map mean, those that are on it."""
    some = [lane.wave for lane in lanes]
    ways = [wave.way for wave in some]
    is_joined = any(above.shares(below) for above, below in pairwise(some))
    timings = {routine.timing for way in ways for routine in way}
    unknown = timings - {Timing.ON_TIME, Timing.OVERDUE}
    complete = '<path d="M0 4C10 4 11 -8 18 -8S26 4 36 4" class="km-wave"/>'
    broken = '<path d="M0 4H14" class="km-wave"/>' + _small(wave_line.zigzag(0, 50), 26, 9)
    joined = '<path d="M18 -8V8" class="km-joined"/>'
    ends = "".join(f'<circle cx="18" cy="{y}" r="5" class="km-disc"/>' for y in (-9, 9))
    marks = (
        ("complete", complete, "complete wave", any(len(way) == len(STAGES) for way in ways)),
        ("broken", broken, "wave breaks, and what is missing", any(w.broken for w in some)),
        ("broken", HELD, "held on time", Timing.ON_TIME in timings),
        ("broken", wave_line.clock(18), "overdue", Timing.OVERDUE in timings),
        ("broken", UNKNOWN, "no date or cadence", bool(unknown)),
        ("broken", joined + ends, "one routine serving several waves", is_joined),
    )
    drawn = '<svg viewBox="-2 -16 40 32" width="34" aria-hidden="true" class="km-{}">{}</svg>{}'
    said = (tag("span", drawn.format(*mark)) for *mark, is_there in marks if is_there)
    return tag("p", "".join(said), class_="km-legend km-map-legend")


def _block(lane: Lane) -> str:
    lines = tag("p", escape(lane.wave.name), class_="km-name") + _strip(lane)
    if lane.wave.broken:
        lines += tag("p", escape(missing(lane)), class_="km-lacks")
        lines += tag("p", escape(wait_here(lane))) if lane.waiting else ""
    else:
        lines += tag("p", "Runs through to " + tag("b", escape(lane.wave.way[-1].name)))
    for late in (one for one in lane.wave.way if one.timing is Timing.OVERDUE):
        lines += tag("p", RING + escape(f"{late.name}, {timing(late)}"), class_="km-overdue")
    return tag("article", lines)


def _strip(lane: Lane) -> str:
    """The wave as a strip of its own, without names."""
    way, is_complete = lane.wave.way, lane.wave.broken is None
    border = COLUMN * len(way)
    end = border - (14 if is_complete else 11)
    height, _ = wave_line.rise(end, COLUMN, CREST)
    ending = wave_line.tick(0, 0) if is_complete else wave_line.zigzag(0, 62)
    place = (end, -height) if is_complete else (border, 2)
    marks = (_small(wave_line.mark(one, 0), COLUMN * (at + 0.5)) for at, one in enumerate(way))
    borders = "".join(f"M{COLUMN * n:g} {-TROUGH:g}v{HEIGHT:g}" for n in range(1, len(STAGES)))
    path = tag("path", d=wave_line.line(end, COLUMN, CREST), class_="km-wave")
    inside = tag("path", d=borders, class_="km-border") + path + "".join(marks)
    kind, moved = "km-complete" if is_complete else "km-broken", f"translate(3 {TROUGH:g})"
    drawn = tag("g", inside + _small(ending, *place), transform=moved, class_=kind)
    says = f"Reaches {len(way)} of {len(STAGES)} stages"
    return svg(drawn, width=COLUMN * len(STAGES) + 6, height=HEIGHT, says=says)


def _small(sign: str, x: float, y: float = 0) -> str:
    return tag("g", sign, transform=f"translate({x:.1f} {y:.1f}) scale({SMALL})")
