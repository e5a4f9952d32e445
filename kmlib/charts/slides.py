"""The data dive as slides: one idea a screen, its picture, and questions to talk about."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from kmlib.analysis import dive, equity, gaps, stuck, waves
from kmlib.analysis.focus import dives_ahead, focus, is_whole_month
from kmlib.analysis.gap_finders import THE_NETWORK
from kmlib.analysis.headlines import headline as how_it_goes
from kmlib.analysis.names import name_key
from kmlib.analysis.progress import is_any_learning_known, stage_progress
from kmlib.analysis.series import Series, network_series
from kmlib.analysis.standings import standings
from kmlib.analysis.wording import verb
from kmlib.charts import cycle_words, run_chart_large, slide_charts, this_month, wave_blocks, words
from kmlib.charts.look import SIGNS
from kmlib.charts.markup import escape, tag
from kmlib.charts.river import river
from kmlib.privacy import Published
from kmlib.schema import MeasureRow, RoutineRow, Unit
from kmlib.schema.steering import DivePromptRow

MOST_QUESTIONS = 3
MOST_TEAMS = 24  # project choice: names that a room can find its own among
MOST_WAVES, MOST_GROUPS = 4, 6  # project choice: what can be read from ten metres
FRACTIONS = (  # of 100, as people say them
    (10, "1 in 10"), (20, "1 in 5"), (25, "1 in 4"), (100 / 3, "1 in 3"), (50, "half"),
    (200 / 3, "2 in 3"), (75, "3 in 4"), (80, "4 in 5"), (90, "9 in 10"),
)  # fmt: skip


class Slide(NamedTuple):
    """One screen of the dive; title, picture and the small line are markup, the rest texts."""

    kind: str  # of KINDS
    title: str
    picture: str
    small: str = ""
    is_wide: bool = False  # the picture has the whole width, the questions stand below
    notes: tuple[str, ...] = ()  # for whoever speaks: the rule and where the number comes from


class Kind(NamedTuple):
    """A kind of slide: its names in the Dive prompts tab, share of the time, and what lights it."""

    also: str
    weight: int
    needs: str  # what the sheets must hold
    questions: tuple[str, ...]


KINDS = {
    "Where we are": Kind("where are we", 1, "a tab Cycles or Knowledge", (
        "What do you notice first?", "Where is most lost, and what do you wonder about it?",
        "What of this have you seen in your own school?")),
    "What moved": Kind("moved", 2, "a measure with data of the whole network", (
        "What do you notice about this line?", "What did your school change, and when?",
        "Which students are not in this line yet?")),
    "Variation": Kind("variation between teams; how teams differ", 2, "new data of two teams", (
        "What do you notice about the spread?", "Why may one idea go differently in two schools?",
        "Whose conditions are like yours?")),
    "Who is furthest": Kind("furthest; who is furthest and what did they do", 2,
        "new data of four teams that differ", (
        "What did they do that you could do on Monday?", "What of it hangs on their conditions?",
        "What would you ask them?")),
    "Student groups": Kind("equity; groups", 2, "data by student group", (
        "For whom does this go well, and for whom not yet?", "What would these students say why?",
        "So what comes first for them?")),
    "Map gap of the month": Kind("gap of the month; map gap; process map", 2,
        "a tab Routines, and a gap on its map", (
        "Why does learning stop here?", "So what is lost when it does?",
        "Now what: who takes the next step, and by when?")),
    "Good and not yet used": Kind("known good; known and not used; not yet used", 1,
        "a tab Knowledge, with an idea ready to spread", (
        "Which of these would help your students now?", "What would you need to try it?",
        "Who could show you?")),
    "What will each team try next": Kind("try next; next; what next", 3, "a tab Teams", (
        "What will you try{before}?", "What do you predict will happen?",
        "How will you know, and whom will you tell?")),
}  # fmt: skip


def slides(network: Published, measures: Sequence[MeasureRow]) -> tuple[Slide, ...]:
    """The slides in their order; those that nothing can be said on are left out."""
    parts: Iterable[Iterator[Slide]] = (
        _where_we_are(network),
        *(make(network, measure) for measure in measures for make in OF_A_MEASURE),
        _gap_of_the_month(network),
        _good_and_not_used(network),
        _what_next(network),
    )
    return tuple(slide for some in parts for slide in some)


def headline(some: Sequence[Slide], minutes: int) -> str:
    """How many screens for how long; few are not said to fill a session."""
    screens = words.count(len(some), "screen")
    many = len(some) > dive.FEW
    return f"{screens} for {words.count(minutes, 'minute')}" if many else f"{screens} so far"


def left_out(some: Sequence[Slide]) -> str:
    """The kinds of which there is nothing to show yet, and what each needs."""
    shown = {slide.kind for slide in some}
    lacking = [f"{name} ({kind.needs})" for name, kind in KINDS.items() if name not in shown]
    return f"Left out, with nothing to show yet: {'; '.join(lacking)}." if lacking else ""


def questions(network: Published, kind: str) -> tuple[str, ...]:
    """What to talk about on a slide: the Dive prompts tab's questions, else usual ones."""
    names = set(map(name_key, (kind, *KINDS[kind].also.split("; "))))
    typed = [r.question for r in network.rows(DivePromptRow) if name_key(r.slide) in names]
    usual = (text.format(before=_before(network)) for text in KINDS[kind].questions)
    return tuple(typed or usual)[:MOST_QUESTIONS]


def _before(network: Published) -> str:
    """Until when something is tried: the dive after this one, which is this month's or today's."""
    now = focus(network)
    for row in dives_ahead(network):
        if now and row.date > max(network.as_of, now.row.date):
            day = "" if is_whole_month(row) else f"{row.date.day} "
            return f" before {day}{row.date:%B}"
    return ""


def _where_we_are(network: Published) -> Iterator[Slide]:
    stages = stage_progress(network)
    if is_any_learning_known(stages):
        lost, _, rest = cycle_words.leak_headline(stages).partition(" of ")
        title = f"{_toned(lost, 'orange')} of {escape(rest)}" if lost else ""
        yield Slide(
            "Where we are",
            title or escape(this_month.headline(network)),
            river(stages),
            escape(network.settings.aim),
            is_wide=True,
            notes=tuple(filter(None, [cycle_words.how_long(stages)])),
        )


def _moved(network: Published, measure: MeasureRow) -> Iterator[Slide]:
    """The measure, if it moved; else the first that did, and in small what is known of it."""
    asked = network_series(network, measure)
    others = (network_series(network, row) for row in network.measures)
    line = asked if asked.direction else next((o for o in others if o.direction), asked)
    if line.latest is None:
        return
    verdict = _toned(words.verdict(line), SIGNS[line.direction or line.status].tone)
    name = escape(_capital(line.measure.measure))
    small = [_spoken(line), line.latest.made_of]
    small += [f"{measure.measure}: {words.verdict(asked)}"] * (line is not asked)
    rule = _capital(words.rule_in_words(line))
    notes = (rule, words.rules_line(line), words.limits_line(line), words.about(line))
    yield Slide(
        "What moved",
        f"{name} is {verdict}" if line.direction else f"{name}: {verdict}",
        run_chart_large.large(line),
        escape(". ".join(filter(None, small))),
        notes=tuple(filter(None, notes)),
    )


def _variation(network: Published, measure: MeasureRow) -> Iterator[Slide]:
    known = [one for one in standings(network, measure) if one.value is not None and not one.stale]
    if len(known) < 2:
        return
    ends = [words.number(end((o.value or 0) for o in known), measure) for end in (min, max)]
    title = f"{measure.measure}: {words.count(len(known), 'team')}, from {' to '.join(ends)}"
    yield Slide(
        "Variation",
        escape(title),
        slide_charts.spread_of(known, network_series(network, measure), measure),
        escape("A ring a team, at its latest value; ▲ is improving."),
        notes=("No names here, on purpose: ask why teams differ.", how_it_goes(network, measure)),
    )


def _furthest(network: Published, measure: MeasureRow) -> Iterator[Slide]:
    best = dive.furthest(network, measure)
    if not best:
        return
    names = _listed([one.standing.team for one in best])
    title = f"{_toned(names, 'blue')} {verb(len(best), 'are')} furthest on "
    cards = []
    for one in best:
        tried = [". ".join(filter(None, (words.tried(c), c.learned))) for c in one.cycles[:2]]
        tried = tried or ["No cycle on this measure yet: ask them."]
        value = words.number(one.standing.value or 0, measure)
        cards.append(_card(f"{one.standing.team}, {value}", tried))
    company = _listed([one.team for one in dive.welcome_company(network, measure)])
    small = f"{company} would welcome company, and said so." if company else ""
    yield Slide("Who is furthest", title + escape(measure.measure), _cards(cards), escape(small))


def _groups(network: Published, measure: MeasureRow) -> Iterator[Slide]:
    if measure not in equity.by_group(network):
        return
    found = equity.gaps(network, measure)
    rows = []
    for gap in found.gaps[:MOST_GROUPS]:
        group, whole = (words.number(value, measure) for value in gap.values)
        rows.append(_card(f"{gap.group}: {group}", [f"everybody {whole}; {gap.move}"]))
    hidden = "; ".join(f"{words.count(n, 'group')}: {why}" for why, n in found.absent.items())
    yield Slide("Student groups", escape(equity.headline(found)), _cards(rows), escape(hidden))


OF_A_MEASURE: tuple[Callable[[Published, MeasureRow], Iterator[Slide]], ...] = (
    _moved, _variation, _furthest, _groups,
)  # fmt: skip


def _gap_of_the_month(network: Published) -> Iterator[Slide]:
    """The gap with most learning behind it, on the map it stands on."""
    shown = [gap for gap in gaps.gaps(network) if not gap.is_muted]
    if not shown or not network.rows(RoutineRow):
        return
    gap, every = shown[0], waves.waves(network)
    held = _toned(words.count(len(gap.learnings), "learning"), "orange")
    where = "in the network" if gap.where == THE_NETWORK else f"at {gap.where}"
    wait = verb(len(gap.learnings), "wait")
    title = f"{held} {wait} {escape(where)}" if gap.learnings else escape(gap.name)
    near = sorted(every, key=lambda wave: wave.name != gap.where)[:MOST_WAVES]
    some = [wave for wave in every if wave in near]
    lanes = stuck.lanes(network, some)
    picture = wave_blocks.drawn(lanes, waves.counts(every), says=waves.headline(every))
    said = escape(f"{gap.why} Next step: {gap.next_step}.")
    said += f" Drawn: {len(some):,} of {len(every):,} waves." * (len(some) < len(every))
    yield Slide("Map gap of the month", title, picture, said, is_wide=True)


def _good_and_not_used(network: Published) -> Iterator[Slide]:
    found = dive.good_and_not_used(network)
    if found:
        known = _toned(words.count(len(found), "idea"), "accent")
        are = verb(len(found), "are")
        cards = [
            _card(one.row.item, [one.row.claim, f"Ask {_listed(one.ask[:2])}" if one.ask else ""])
            for one in found[: dive.FEW]
        ]
        title = f"{known} that {are} well supported {are} not yet used by another team"
        yield Slide("Good and not yet used", title, _cards(cards))


def _what_next(network: Published) -> Iterator[Slide]:
    every = dive.tried_now(network)
    if not every:
        return
    running = sum(bool(some) for _, some in every)
    known = f"{running:,} of {words.count(len(every), 'team')}" if running else "No team"
    has = "has" if running < 2 else "have"
    title = f"{_toned(known, 'accent')} {has} a cycle under way"
    named = [pair for pair in every if pair[1]] if len(every) > MOST_TEAMS else every
    rows = "".join(
        tag("dt", escape(team)) + tag("dd", escape(some[0].row.title if some else "—"))
        for team, some in named[:MOST_TEAMS]
    )
    more = len(named) - MOST_TEAMS
    small = f"and {more:,} more" if more > 0 else ""
    drawn = tag("dl", rows, class_="km-tries")
    yield Slide("What will each team try next", title, drawn, small)


def _spoken(line: Series) -> str:
    """A percent as people say it: "nearly 4 in 5"; empty where nothing simple is near.

    Within half a point it is said outright, within three points as nearly or just over.
    """
    if line.measure.unit is not Unit.PERCENT or line.value is None:
        return ""
    value = line.value
    near, said = min(FRACTIONS, key=lambda pair: abs(pair[0] - value))
    if abs(value - near) > 3:  # project choice: further off it would mislead
        return ""
    how = "" if abs(value - near) <= 0.5 else "nearly " if value < near else "just over "
    return f"That is {how}{said}"


def _toned(text: str, tone: str) -> str:
    return tag("span", escape(text), class_=f"km-{tone}")


def _card(name: str, said: Iterable[str]) -> str:
    lines = "".join(tag("p", escape(text)) for text in said if text)
    return tag("article", tag("h3", escape(name)) + lines)


def _cards(cards: Iterable[str]) -> str:
    some = list(cards)
    side_by_side = " km-side-by-side" * (len(some) > dive.FEW)
    return tag("div", "".join(some), class_=f"km-slide-cards{side_by_side}")


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
