"""Finding gaps: for each kind the places where the sheets show one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from kmlib.analysis import gap_kinds as kinds
from kmlib.analysis.data_on_time import days_allowed
from kmlib.analysis.drivers import balancing
from kmlib.analysis.due import how_long, school_days
from kmlib.analysis.gap_kinds import Gap, a_gap
from kmlib.analysis.held_up import KEPT_FROM, held_up
from kmlib.analysis.learnings import STAGES
from kmlib.analysis.names import name_key
from kmlib.analysis.partnerships import ANSWERS, CHECK_DUE, conditions, pulse_check
from kmlib.analysis.priorities import by_stage, keys, priorities, serving
from kmlib.analysis.routines import Timing, checks, groups, routines, taking_part, what_next
from kmlib.analysis.stuck import Obstacle, stuck
from kmlib.analysis.waves import Break, Wave, stage_word, waves
from kmlib.analysis.wording import day
from kmlib.findings import Cell
from kmlib.privacy import Published
from kmlib.reading.school_calendar import DAY
from kmlib.schema import Cadence, DataRow, Kind, MeasureRow, PersonRow, RoutineRow, Row
from kmlib.schema.learning import DriverKind, DriverRow, KnowledgeRow
from kmlib.schema.programme import PartnershipRow, PartnershipSessionRow, RepositoryRow

MAY_BE_HELD = (RoutineRow, KnowledgeRow, MeasureRow, RepositoryRow)  # by a person
THE_NETWORK = "The network"  # where a gap is that no priority narrows down
CADENCE_WORDS = {Cadence.BIWEEKLY: "every 2 weeks", Cadence.TERM: "each term"}


def cadence_word(cadence: Cadence) -> str:
    """How often, as people say it."""
    return CADENCE_WORDS.get(cadence, cadence.value)


def stages_without_routine(network: Published) -> Iterator[Gap]:
    """A stage in which no routine serves a priority; nothing where no routine is listed at all."""
    for (priority, stage), served in by_stage(network).items():
        if served or not network.rows(RoutineRow):
            continue
        yield a_gap(
            kinds.NO_ROUTINE,
            priority or THE_NETWORK,
            place=_tab(network, RoutineRow),
            next_step=kinds.NO_ROUTINE.next_step if priority else kinds.ADD_ROUTINE,
            stage=stage,
            priority=priority,
            learnings=stuck(network).get(Obstacle(lacking=(priority, stage)), ()),
        )


def broken_waves(network: Published) -> Iterator[Gap]:
    """A wave that does not get to application, told by the stage before which it breaks."""
    for wave in waves(network):
        if wave.broken:
            yield _broken(network, wave, wave.broken)


def overdue_routines(network: Published) -> Iterator[Gap]:
    """A routine that was due again before the day the network is as of."""
    for routine in routines(network).values():
        if routine.timing is Timing.OVERDUE and routine.last and routine.row.cadence:
            cadence = cadence_word(routine.row.cadence)
            late = how_long(routine.overdue_days)
            words = {"cadence": cadence.capitalize(), "day": day(routine.last), "late": late}
            held_up = stuck(network).get(Obstacle(routine=routine.name), ())
            yield _about(routine.row, kinds.OVERDUE, words=words, learnings=held_up)


def routines_without_owner(network: Published) -> Iterator[Gap]:
    """A routine for which the Routines tab names no owner."""
    for row in network.rows(RoutineRow):
        if not row.owner:
            yield _about(row, kinds.NO_OWNER)


def priorities_without_measure(network: Published) -> Iterator[Gap]:
    """A priority that no measure names; nothing where no measure is listed at all."""
    measured = keys(row.priority for row in network.measures if row.priority)
    for priority in priorities(network) if network.measures else ():
        if priority and name_key(priority) not in measured:
            place = _tab(network, MeasureRow)
            yield a_gap(kinds.NO_MEASURE, priority, place=place, priority=priority)


def measures_without_data(network: Published) -> Iterator[Gap]:
    """A measure that nobody reported yet, or not in this school year although it was due."""
    reported, days = _last_reports(network), school_days(network)
    allowed = days_allowed(network) * DAY
    for row in network.measures:
        last = reported.get(row.measure)
        due = days.next_due(days.year_began - DAY, row.cadence)
        if last and (last >= days.year_began or network.as_of - allowed <= due):
            continue
        yield a_gap(
            kinds.NO_DATA,
            row.measure,
            place=_data_tab(network, row.place),
            words={"day": day(last)} if last else None,
            why=kinds.SILENT_THIS_YEAR if last else kinds.NO_DATA.why,
            priority=row.priority,
        )


def aims_without_balancing(network: Published) -> Iterator[Gap]:
    """An aim beside which no balancing measure of its priority, or of none, is watched."""
    for aim, priority in _aims(network) if network.measures else ():
        if not balancing(network, priority):
            place, words = _tab(network, MeasureRow), {"with_priority": ""}
            if priority:
                words = {"with_priority": f" and Priority {priority}"}
            yield a_gap(kinds.NO_BALANCING, aim, place=place, words=words, priority=priority)


def held_by_few(network: Published) -> Iterator[Gap]:
    """A routine, item, measure or repository held by one person, or only by people who leave.

    Where one of them has a backup there is no gap. Somebody who has left holds nothing any more;
    the holder is never named.
    """
    held: dict[str, list[PersonRow]] = defaultdict(list)
    for person in network.rows(PersonRow):
        for key in dict.fromkeys(map(name_key, person.holds)):
            held[key].append(person)
    things = (row.names()[0] for model in MAY_BE_HELD for row in network.rows(model))
    for key, name in {name_key(name): name for name in things}.items():
        in_order = sorted(held[key], key=lambda one: one.leaving or dt.date.max)
        stay = [one for one in in_order if not one.leaving or one.leaving >= network.as_of]
        holders = stay or in_order[-1:]
        if not holders or any(one.backup for one in holders):
            continue
        last = holders[-1]
        if last.leaving:
            words = {"leaves": "leaves" if stay else "left", "day": day(last.leaving)}
            yield a_gap(kinds.LEAVING, name, place=last.place, words=words)
        elif len(holders) == 1:
            yield a_gap(kinds.ONE_PERSON, name, place=last.place)


def repositories_nobody_brokers(network: Published) -> Iterator[Gap]:
    """A repository that no routine brings up."""
    for row in network.rows(RepositoryRow):
        if not row.brokered_in:
            yield a_gap(kinds.NOT_BROKERED, row.repository, place=row.place)


def items_held_up(network: Published) -> Iterator[Gap]:
    """An item that is not passed on or used: the rules of `kmlib.analysis.held_up`."""
    for at, (kind, item, place, words) in held_up(network).items():
        stage, *others = KEPT_FROM[kind]
        more = {"priority": item.row.priority, "stage": None if others else stage}
        held = stuck(network).get(Obstacle(held=at), ())
        yield a_gap(kind, item.row.item, place=place, words=words, learnings=held, **more)


def partnerships_not_ready(network: Published) -> Iterator[Gap]:
    """A partnership with a condition answered no, no pulse check by half time, or no session.

    One that is over is left alone, and a condition that nobody answered is not held against it. A
    session always has an objective: a row without one is set aside.
    """
    met = {name_key(row.partnership) for row in network.rows(PartnershipSessionRow)}
    for row in network.rows(PartnershipRow):
        answers = conditions(row).items()
        noes = ", ".join(title.lower() for title, said in answers if said == ANSWERS[False])
        is_met = not met or row.start > network.as_of or name_key(row.partnership) in met
        lacks = [kinds.NOT_READY] * bool(noes)
        lacks += [kinds.NO_PULSE] * (pulse_check(row, network.as_of) == CHECK_DUE)
        lacks += [kinds.NO_SESSION] * (not is_met)
        if lacks and (row.end is None or row.end >= network.as_of):
            more = {"why": " ".join(why for why, _ in lacks), "next_step": lacks[0][1]}
            words = {"noes": noes}
            yield a_gap(kinds.PARTNERSHIP, row.partnership, place=row.place, words=words, **more)


def groups_absent_from_a_stage(network: Published) -> Iterator[Gap]:
    """A stakeholder group that takes part somewhere, but in no routine of another stage."""
    there, part = {s for row in network.rows(RoutineRow) for s in row.stages}, taking_part(network)
    for group in groups(network):
        present = [stage_word(stage) for stage in STAGES if part[group, stage]]
        absent = [stage_word(s) for s in STAGES if s in there and not part[group, s]]
        words = {"present": ", ".join(present), "absent": ", ".join(absent)}
        if absent:
            yield a_gap(kinds.ABSENT, group, place=_tab(network, RoutineRow), words=words)


def routines_not_learning_focused(network: Published) -> Iterator[Gap]:
    """A routine of which one of the five checks is answered no."""
    for row in network.rows(RoutineRow):
        if noes := ", ".join(check for check, said in checks(row).items() if said is False):
            yield _about(row, kinds.NOT_FOCUSED, words={"noes": noes, "step": what_next(row)})


FINDERS: tuple[Callable[[Published], Iterable[Gap]], ...] = (
    *(stages_without_routine, broken_waves, overdue_routines, routines_without_owner),
    *(priorities_without_measure, measures_without_data, aims_without_balancing),
    *(held_by_few, repositories_nobody_brokers, items_held_up, partnerships_not_ready),
    *(groups_absent_from_a_stage, routines_not_learning_focused),
)


def _broken(network: Published, wave: Wave, broken: Break) -> Gap:
    """The gap of a wave, with what mends it with least work."""
    rows = {row.routine: row for row in network.rows(RoutineRow)}
    helpers = serving(network, broken.before, keys(wave.priorities))
    closest_first = sorted(helpers, key=lambda name: not rows[name].priorities)
    next_step = kinds.BROKEN.next_step if helpers else kinds.NEXT_STEP[broken.reason]
    others = ", ".join(dict.fromkeys(name for some in wave.others for name in some))
    words = {"at": broken.at, "named": broken.named, "others": others}
    words |= {"helper": " or ".join(closest_first[:2]), "priority": " or ".join(wave.priorities)}
    return a_gap(
        kinds.BROKEN,
        wave.name,
        place=rows[broken.named if next_step == kinds.SERVE_IT_TOO else broken.at].place,
        words=words,
        why=kinds.WHY_BROKEN[broken.reason] + (kinds.OTHER_WAYS if others else ""),
        next_step=next_step,
        stage=broken.before,
        priority="; ".join(wave.priorities),
        learnings=stuck(network).get(Obstacle(wave=wave.name), ()),
    )


def _about(row: RoutineRow, kind: kinds.Kind, **more: Any) -> Gap:
    """A gap of a routine, with its stage where it has only one."""
    stage = row.stages[0] if len(row.stages) == 1 else None
    priority = "; ".join(row.priorities)
    return a_gap(kind, row.routine, place=row.place, stage=stage, priority=priority, **more)


def _aims(network: Published) -> list[tuple[str, str]]:
    """Aims with their priority: of the Drivers tab, else a priority with an outcome measure.

    Without priorities all outcome measures together are one aim.
    """
    drivers = [row for row in network.rows(DriverRow) if row.kind is DriverKind.AIM]
    if drivers:
        return [(row.driver, row.priority) for row in drivers]
    outcomes = keys(row.priority for row in network.measures if row.kind is Kind.OUTCOME)
    named = [(name, name) for name in priorities(network) if name and name_key(name) in outcomes]
    return named or [(THE_NETWORK, "")] * ("" in outcomes)


def _last_reports(network: Published) -> dict[str, dt.date]:
    """The end of the last report on each measure, by any team and of any group, hidden too."""
    seen = network.observations
    last = np.zeros(len(seen.measures), dtype=np.int64)
    is_report = ~np.isnan(seen.value) | seen.suppressed
    np.maximum.at(last, seen.measure[is_report], seen.end[is_report])
    ends = zip(seen.measures, last.tolist(), strict=True)
    return {name: dt.date.fromordinal(day) for name, day in ends if day}


def _tab(network: Published, model: type[Row]) -> Cell:
    """The tab to add something to."""
    first = next((row.place for row in network.rows(model)), Cell("", model.TAB.title))
    return first._replace(row=0, column=0, value="")


def _data_tab(network: Published, near: Cell) -> Cell:
    """The first tab that holds data, or the one to add beside another."""
    places = network.observations.places
    return Cell(**places[0]._asdict()) if places else Cell(near.source, DataRow.TAB.title)
