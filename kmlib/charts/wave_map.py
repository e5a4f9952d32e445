"""The process map: one lane a wave over the four stages, and where each of them breaks."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kmlib.analysis.due import how_long
from kmlib.analysis.gap_finders import cadence_word
from kmlib.analysis.learnings import STAGES
from kmlib.analysis.routines import Routine, Timing
from kmlib.analysis.stuck import Lane
from kmlib.analysis.waves import Wave, biggest_drop, follows_feeds, off_the_map, stage_word
from kmlib.analysis.wording import few, verb
from kmlib.charts import wave_line
from kmlib.charts.markup import escape, svg, tag
from kmlib.charts.words import count
from kmlib.privacy import Published
from kmlib.schema import Stage

COLUMN = 324.0  # so that four stages are three quarters of a projected page
WIDTH = COLUMN * len(STAGES)
HEAD = 106.0  # above the crest of the first lane: stage and count
FADE = 80.0  # learning comes in from outside the picture
MOST_NAMED = 24  # project choice: names in a line of small print
NARROW, WIDE = frozenset("ijltfrI1.,:;'’|!()- "), frozenset("mwMWG@%&—…")


class Pitch(NamedTuple):
    """How close the lanes lie."""

    lanes: float  # from one to the next
    crest: float  # how high a wave is
    letters: float  # of usual width that a name has room for, cradled in the trough
    name_at: float  # its height above the trough
    has_timing: bool  # whether there is room for cadence and timing below it


ROOMY = Pitch(80, 46, letters=24, name_at=37, has_timing=True)
TIGHT = Pitch(61, 38, letters=22.5, name_at=27, has_timing=False)
MOST_ROOMY = 9  # project choice: as many as a projected page is high

MISSING = {  # what a wave breaks at, by the stage that it does not reach
    Stage.CONSOLIDATION: "No routine pulls it together",
    Stage.SHARING: "No one carries it on",
    Stage.APPLICATION: "No routine puts it to use",
}
BY_PRIORITY = (
    "No routine names another under Feeds, so waves are followed by the priorities that routines"
    " share. Fill Feeds in the Routines tab, and the map shows where learning really goes."
)


def wave_map(lanes: Sequence[Lane], arrive: Sequence[int], *, says: str) -> str:
    """The picture of these lanes, with how many waves of the whole map arrive in each stage.

    A routine that serves neighbouring lanes is named once, its marks joined by an upright line.
    """
    pitch = ROOMY if len(lanes) <= MOST_ROOMY else TIGHT
    tops = [HEAD + pitch.crest + number * pitch.lanes for number in range(len(lanes))]
    height = (tops[-1] if tops else HEAD) + 24
    lines = _placed(tops, (_line(lane, pitch) for lane in lanes))
    fade = tag("rect", x=-9, y=0, width=FADE, height=height, fill="url(#km-map-fade)")
    marks = _placed(tops, (_marks(lanes, number, pitch) for number in range(len(lanes))))
    ends = (f"M{COLUMN * number:g} 0V{height:g}" for number in range(1, len(STAGES)))
    borders = tag("path", d="".join(ends), class_="km-border")
    inside = _fading() + borders + lines + fade + _heads(arrive) + marks
    told = " ".join(f"{lane_in_words(lane)}." for lane in lanes)
    return svg(inside, width=WIDTH, height=height, says=f"{says}. {told}")


def remarks(network: Published) -> tuple[str, ...]:
    """What the picture does not show: routines on no wave, and that waves go by priority."""
    off = off_the_map(network)
    return (
        "" if follows_feeds(network) else BY_PRIORITY,
        f"On no wave: {few(off, MOST_NAMED)}." if off else "",
    )


def missing(lane: Lane) -> str:
    """What a broken wave lacks, in words; empty where it runs all the way."""
    broken = lane.wave.broken
    if broken is None:
        return ""
    if lane.audience and broken.before is Stage.SHARING:
        return f"No one carries it to {fitted(lane.audience, ROOMY)}"
    return MISSING[broken.before]


def wait_here(lane: Lane) -> str:
    """How many learnings wait at the break; empty where none does."""
    return f"{count(lane.waiting, 'learning', 'wait')} here" if lane.waiting else ""


def lane_in_words(lane: Lane) -> str:
    """How far one wave gets, for those who cannot see it."""
    wave = lane.wave
    if wave.broken is None:
        return f"{wave.name} runs through to {wave.way[-1].name}"
    said = ", ".join(filter(None, (missing(lane), wait_here(lane))))
    return f"{wave.name} breaks at {stage_word(wave.broken.before)}: {said}"


def timing(routine: Routine) -> str:
    """How often a routine is held and whether it is in time, as briefly as it can be said."""
    if routine.timing is Timing.OVERDUE:
        return f"{how_long(routine.overdue_days)} overdue"
    if routine.row.cadence is None:
        return Timing.NO_CADENCE
    known = "on time" if routine.timing is Timing.ON_TIME else "no date"
    return f"{cadence_word(routine.row.cadence)}, {known}"


def fitted(name: str, pitch: Pitch) -> str:
    """A name as there is room for it, cut with an ellipsis.

    >>> fitted("Network synthesis", ROOMY), fitted("Grade 6 and 7 mathematics meetings", ROOMY)
    ('Network synthesis', 'Grade 6 and 7 mathematic…')
    """
    if width(name) <= pitch.letters:
        return name
    while width(name) > pitch.letters - 1:
        name = name[:-1]
    return name.rstrip() + "…"


def width(text: str) -> float:
    """How wide a text is about, in letters of usual width."""
    return sum(
        0.6 if c in NARROW else 1.7 if c in WIDE or ord(c) > 0x2E80 else 1.25 if c.isupper() else 1
        for c in text
    )


def _placed(tops: Iterable[float], lanes: Iterable[str]) -> str:
    return "".join(
        tag("g", inside, transform=f"translate(0 {top:g})")
        for top, inside in zip(tops, lanes, strict=True)
    )


def _fading() -> str:
    """Incoming lines come out of the ground."""
    stops = "".join(
        tag("stop", offset=at, stop_color="var(--km-bg)", stop_opacity=opacity)
        for at, opacity in ((0, 1), (1, 0))
    )
    return tag("linearGradient", stops, id="km-map-fade")


def _heads(arrive: Sequence[int]) -> str:
    """Above each stage how many waves arrive; the biggest drop says so."""
    worst, total = biggest_drop(arrive), arrive[0]
    heads = []
    for number, stage in enumerate(STAGES):
        here = arrive[number]
        reach = f"{verb(here, 'reach')} it"
        said = f"of {total:,} {reach}" if number else "wave starts" if here == 1 else "waves start"
        said = f"{reach}, the biggest drop" if number == worst else said
        x = COLUMN * (number + 0.5)
        big = tag("tspan", f"{here:,}", class_="km-count")
        class_ = "km-arrive km-worst" if number == worst else "km-arrive"
        heads.append(tag("text", escape(stage.capitalize()), x=x, y=20, class_="km-stage"))
        words = tag("tspan", said, dx=8)
        heads.append(tag("text", big + words, x=x, y=62, class_=class_))
    return "".join(heads)


def _line(lane: Lane, pitch: Pitch) -> str:
    """The line of one wave up to its end, and how it ends."""
    border = COLUMN * len(lane.wave.way)
    end = border - (22 if lane.wave.broken is None else 17)
    d = wave_line.line(end, COLUMN, pitch.crest)
    return tag("path", d=d, class_=f"km-wave {_class(lane.wave)}")


def _class(wave: Wave) -> str:
    return "km-complete" if wave.broken is None else "km-broken"


def _marks(lanes: Sequence[Lane], number: int, pitch: Pitch) -> str:
    """What stands on one lane: its routines, and the tick or the break at its end."""
    lane = lanes[number]
    above = lanes[number - 1].wave.way if number else ()
    routines = "".join(
        _routine(lane.wave, at, pitch, joined=at < len(above) and above[at] is routine)
        for at, routine in enumerate(lane.wave.way)
    )
    border = COLUMN * len(lane.wave.way)
    if lane.wave.broken is None:
        height, _ = wave_line.rise(border - 22, COLUMN, pitch.crest)
        return tag("g", routines + wave_line.tick(border - 22, -height), class_=_class(lane.wave))
    broken = wave_line.zigzag(border, pitch.lanes * 0.77) + _water(lane, border + 26)
    return tag("g", routines + broken, class_=_class(lane.wave))


def _water(lane: Lane, x: float) -> str:
    """The words in the empty water beyond a break."""
    waits = wait_here(lane)
    lines = tag("text", escape(missing(lane)), x=x, y=-27 if waits else -18, class_="km-missing")
    return lines + (tag("text", escape(waits), x=x, y=-4, class_="km-waiting") if waits else "")


def _routine(wave: Wave, at: int, pitch: Pitch, *, joined: bool) -> str:
    """A routine on its lane: mark and name, or the upright line to the lane above that names it."""
    routine, x = wave.way[at], COLUMN * (at + 0.5)
    label = _label(routine, x, pitch)
    if joined:
        label = tag("path", d=f"M{x:g} {-pitch.lanes + 10:g}V-10", class_="km-joined")
    says = tag("title", escape(_tooltip(wave, at)))
    return tag("g", says + label + wave_line.mark(routine, x))


def _label(routine: Routine, x: float, pitch: Pitch) -> str:
    name = tag("text", escape(fitted(routine.name, pitch)), x=x, y=-pitch.name_at)
    if not pitch.has_timing:
        return name
    class_ = "km-late" if routine.timing is Timing.OVERDUE else "km-timing"
    return name + tag("text", escape(timing(routine)), x=x, y=-18, class_=class_)


def _tooltip(wave: Wave, at: int) -> str:
    """A routine's whole name, its timing, what it serves, and who else could stand here."""
    routine, others = wave.way[at], wave.others[at]
    serves = ", ".join(routine.row.priorities) or "every priority"
    also = f". Also possible here: {', '.join(others)}" if others else ""
    return f"{routine.name}: {timing(routine)}; serves {serves}{also}"
