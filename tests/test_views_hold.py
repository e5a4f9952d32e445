"""Whatever people type, the views say nothing that the sheets do not, and agree."""

import re
from itertools import pairwise
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmlib.analysis import (
    accountability,
    brokering,
    calendar_year,
    commitments,
    drivers,
    equity,
    exchange,
    focus,
    gaps,
    ledger,
    library,
    marks,
    participation,
    partnerships,
    practices,
    priorities,
    progress,
    routines,
    spread,
    standings,
    stuck,
    tracker,
    waiting,
    waves,
    what_if,
)
from kmlib.analysis.gap_kinds import BROKEN
from kmlib.analysis.learnings import STAGES, learnings, still_waiting
from kmlib.analysis.standings import Status, standing
from kmlib.charts import (
    cycle_words,
    driver_tree,
    focus_card,
    gap_list,
    gap_rows,
    ledger_cards,
    library_cards,
    month_bars,
    peer_table,
    practice_rows,
    programme_tables,
    river,
    stage_cards,
    stage_matrix,
    team_message,
    waiting_list,
    wave_blocks,
    wave_map,
    who_learns,
)
from kmlib.charts.plain_table import of_rows
from kmlib.observations import WHOLE_TEAM
from kmlib.schema import Better
from kmlib.schema.core import RoutineRow
from tests.conftest import write_workbook
from tests.made_hubs import Made, published, tabs_of

ROOT = Path(__file__).parents[1]
VIEWS = (
    *("overview", "stage_progress", "process_map", "peer_accountability"),
    *("inquiry_cycles", "knowledge_library", "continuity"),
)
MADE = tuple(tabs_of(Made(Random(0))))
EVERY_TAB = frozenset(MADE)
RAW = re.compile(r"<i>zq|\*\*zq|&zq;|:red\[zq|\$zq")  # what `NASTY` would be, were it not escaped
NO_NUMBER = re.compile(r"\b(?:None|nan|0 of 0|-\d+ (?:day|learning))")

seeds = st.integers(0, 2**32 - 1)
left_out = st.sets(st.sampled_from(MADE), max_size=5) | st.just(EVERY_TAB - {"Teams"})


def a_hub(seed, without=()):
    """The tabs of a random hub, some of them left out."""
    made = tabs_of(Made(Random(seed)))
    return {title: lines for title, lines in made.items() if title not in without}


def on_hubs(check):
    """Run a check on random hubs, the same each time."""

    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(seed=seeds, without=left_out)
    def run(seed, without):
        check(published(a_hub(seed, without)))

    run.check = check
    return run


@on_hubs
def test_no_more_learnings_reach_a_stage_than_the_one_before(network):
    for priority, stages in progress.by_priority(network):
        for before, after in pairwise(stages):
            if None not in (before.learnings, after.learnings):
                assert after.learnings <= before.learnings, priority
        for one in stages:
            reached, before = one.went_on.reached, one.went_on.before
            assert before is None or reached is None or 0 <= reached <= before
            assert one.went_on.median_days is None or one.went_on.median_days >= 0
            assert one.held.on_time + one.held.untold <= one.held.planned
            assert one.at_target.teams <= one.at_target.reporting <= len(network.teams)
    waits = waiting.waiting(network)
    assert [one.learning for one in waits if (one.age_days or 0) < 0] == []
    assert {id(w.learning) for w in waits} == {id(one) for one in still_waiting(network)}
    if all(one.learnings is not None for one in progress.stage_progress(network)):
        applied = progress.stage_progress(network)[-1].learnings
        assert len(waits) + applied == len(learnings(network))
        lost = sum(one.went_on.lost for one in progress.stage_progress(network)[1:])
        assert lost == len(waits)


@on_hubs
def test_a_page_says_the_same_by_priority_and_team_by_team_as_in_all(network):
    named = [name for name in priorities.priorities(network) if name]
    for stage in progress.stage_progress(network):
        by_name = [of_stage(network, stage.stage, name).learnings or 0 for name in named]
        unnamed = [one for one in learnings(network) if not one.priority]
        alone = sum(one.has_reached(stage.stage) for one in unnamed) * (stage.learnings is not None)
        assert sum(by_name) + alone == (stage.learnings or 0)
        current = [
            [one.status for one in standings_of(network, stage.stage, team)]
            for team in network.teams
            if team.active
        ]
        reporting = [statuses for statuses in current if statuses]
        assert stage.at_target.reporting == len(reporting)
        assert stage.at_target.teams == sum(set(s) == {Status.AT_TARGET} for s in reporting)
    lanes = stuck.lanes(network, waves.waves(network))
    broken = [gap for gap in gaps.gaps(network) if gap.kind is BROKEN]
    assert {lane.wave.name: lane.learnings for lane in lanes if lane.wave.broken} == {
        gap.where: gap.learnings for gap in broken
    }
    arrive = waves.counts(waves.waves(network))
    assert list(arrive) == sorted(arrive, reverse=True)


def of_stage(network, stage, priority):
    return next(o for o in progress.stage_progress(network, priority) if o.stage is stage)


def standings_of(network, stage, team):
    """How a team stands on the measures of a stage that have a target, where it reported lately."""
    for row in network.measures:
        if row.stage is stage and row.target is not None and row.better is not Better.NEITHER:
            one = standing(network, row, team.team, WHOLE_TEAM)
            if one.value is not None and not one.stale:
                yield one


@on_hubs
def test_every_wave_runs_over_routines_of_its_stages_and_no_learning_counts_at_two_gaps(network):
    for wave in waves.waves(network):
        for stage, routine in zip(STAGES, wave.way, strict=False):
            assert stage in routine.row.stages
            assert priorities.serves(routine.row, priorities.keys(wave.priorities))
        assert (wave.broken is None) == (len(wave.way) == len(STAGES))
    found, behind = gaps.gaps(network), gaps.waiting_behind(network)
    held = [id(learning) for gap in found for learning in gap.learnings]
    assert len(held) == len(set(held)) == behind.learnings + behind.muted_learnings
    assert set(held) <= {id(one) for one in still_waiting(network)}
    overdue = {gap.where for gap in found if gap.kind.words == "overdue"}
    late = {
        one.name
        for one in routines.routines(network).values()
        if one.timing is routines.Timing.OVERDUE
    }
    assert overdue == late


@on_hubs
def test_nothing_is_due_too_early_or_from_teams_that_are_not_there(network):
    begins = marks.begins(network)
    progress_of = commitments.commitments(network)
    assert set(progress_of) == {row.team for row in network.teams if row.active}
    for team, row in progress_of.items():
        for one in row:
            assert one.kept <= len(one.due)
            assert all(begins[team] <= mark.day <= network.as_of for mark in one.due)
            assert all(mark.day > network.as_of for mark in one.coming)
    for peer in accountability.peers(network):
        if peer.help and peer.help.peer:
            assert peer.help.peer != peer.team
            (helps,) = (o for o in progress_of[peer.help.peer] if o.commitment == peer.help.about)
            assert not helps.is_behind
            assert helps.in_words in peer.help.words
            assert helps.is_whole or "all" not in helps.in_words


@on_hubs
def test_cycles_and_items_add_up_and_evidence_never_outruns_its_standards(network):
    every = ledger.ledger(network)
    assert sum(len(some) for _, some, _ in ledger.paces(network)) == len(every)
    joined = [one for ramp in ledger.ramps(network) for one in ramp.entries]
    assert len(joined) == len(set(joined)), "a cycle tries one idea"
    for one in every:
        assert (one.days is None) == (one.state is ledger.State.PLANNED)
        assert one.days is None or one.days >= 0
        assert all(o.row.started < one.row.started for o in ledger.tried_before(network, one))
    for _, claimed, evidence in spread.funnel(network):
        assert 0 <= claimed <= len(spread.items(network)) >= (evidence or 0)
    for item in spread.items(network):
        assert bool(item.lacks) == (item.next_level is not None)
        met = spread.LEVELS.index(item.evidence) if item.evidence else -1
        assert [c for c in item.checks if spread.LEVELS.index(c.level) <= met and c.lacks] == []
        assert item.row.origin not in item.used_by
        assert all(days is None or days >= 0 for days in item.used_by.values())
    found = library.find(network, "calls")
    assert set(found) <= set(spread.items(network))


@on_hubs
def test_lines_between_teams_agree_with_what_peers_gave_and_years_add_up(network):
    teams, lines = {row.team for row in network.teams}, brokering.ties(network)
    assert len({(one["from"], one["to"]) for one in lines}) == len(lines)
    for one in lines:
        assert {one["from"], one["to"]} <= teams
        assert one["from"] != one["to"]
        assert one["used_or_tried"] or one["told_only"]
    assert {team for team, e in exchange.exchanges(network).items() if e.taken_up} <= {
        one["to"] for one in lines
    }
    learned = sum(int(row["learned"]) for row in progress.by_school_year(network))
    assert learned == len(learnings(network))
    for stages in participation.groups(network).values():
        assert all(0 <= m.amount <= m.of for one in stages for m in one.months)


@on_hubs
def test_every_sentence_is_said_in_full_numbers(network):
    for text in sentences(network):
        assert not NO_NUMBER.search(text), text
    for headline in headlines(network):
        assert headline.strip()
    for rows in tables(network):
        assert all(row.keys() == rows[0].keys() for row in rows)
        flat = [cell for row in rows for cell in row.values()]
        assert not any(isinstance(cell, (list, tuple, dict)) for cell in flat)
        assert "Canary" not in str(rows), "names of staff stay out of what is taken away"


@on_hubs
def test_every_picture_is_well_formed_and_no_cell_acts_in_it(network):
    for markup in pictures(network):
        assert not RAW.search(markup), markup
        ElementTree.fromstring(f"<all>{markup}</all>")
        assert not NO_NUMBER.search(markup), markup


def headlines(network):
    yield from (
        cycle_words.stage_headline(
            stages, waiting.waiting(network, name), progress.held(network, STAGES, name)
        )
        for name, stages in progress.by_priority(network)
    )
    yield from (waves.headline(some, name) for name, some in waves.maps(network).items())
    yield accountability.headline(network)
    yield drivers.headline(drivers.theory(network))
    yield from (equity.headline(equity.gaps(network, row)) for row in network.measures)
    yield from (practices.headline(network, row) for row in practices.outcomes(network))
    yield gap_list.heading(gaps.waiting_behind(network))
    yield from (ledger_cards.headline(network), spread.headline(network))
    yield tracker.headline(network)
    yield from [partnerships.headline(network)] * bool(partnerships.partnerships(network))
    for some in calendar_year.years(network).values():
        yield from (calendar_year.headline(network, some), programme_tables.lead(network, some))
    yield from (brokering.headline(network), participation.as_often(network))
    yield participation.headline(network, participation.groups(network))


def sentences(network):
    stages = progress.stage_progress(network)
    yield from headlines(network)
    yield from (cycle_words.leak_headline(stages), cycle_words.lead(network, stages))
    yield from cycle_words.caveats(network)
    yield cycle_words.usual_in_words(waiting.usuals(network))
    yield from wave_map.remarks(network)
    yield from (waves.what_to_add(network), *accountability.what_to_add(network))
    found, behind = gaps.gaps(network), gaps.waiting_behind(network)
    yield from (gap_list.raise_in_words(network), stage_matrix.groups_in_words(network))
    yield from (gap_list.order_in_words(found), gap_list.waiting_in_words(behind))
    yield from (gap_list.muted_in_words(behind), gap_list.decisions_in_words(network))
    yield from (f"{gap.name} {gap.why} {gap.next_step}" for gap in found)
    yield from accountability.asides(network)
    yield from driver_tree.remarks(drivers.theory(network))
    for row in practices.outcomes(network):
        yield from practice_rows.not_compared(practices.practices(network, row))
        for one in practices.practices(network, row):
            yield from practice_rows.questions(one) if one.interval else ()
    yield from (ledger_cards.lead(network), library_cards.lead(network))
    yield from (library.answer(library.find(network, name), name) for name in ("", "calls", "🎯"))
    for peer in accountability.peers(network):
        helped = accountability.help_by_measure(network, peer.team)
        yield team_message.team_message(peer, helped, network.as_of)


def pictures(network):
    rows = progress.by_priority(network)
    for name, stages in rows:
        yield river.river(stages)
        yield stage_cards.stage_cards(stages)
        yield waiting_list.waiting_list(waiting.waiting(network, name))
    yield stage_cards.by_priority(rows)
    for shows in waiting.Shows:
        yield month_bars.month_bars(waiting.month_by_month(network, shows), shows)
    yield focus_card.focus_card(focus.focus(network))
    for name, some in waves.maps(network).items():
        says = waves.headline(some, name)
        yield wave_blocks.drawn(stuck.lanes(network, some), waves.counts(some), says=says)
    yield stage_matrix.stage_matrix(priorities.by_stage(network), priorities.priorities(network))
    part, who = routines.taking_part(network), routines.groups(network)
    yield stage_matrix.stage_matrix(part, who, of="Who")
    yield stage_matrix.check_table(network.rows(RoutineRow))
    for asked in what_if.offers(network).values():
        some, says = stuck.lanes(network, asked.waves, asked.held), waves.headline(asked.waves)
        yield wave_blocks.as_asked(asked, some, waves.counts(asked.waves), says=says)
    yield driver_tree.driver_tree(drivers.theory(network))
    for row in network.measures:
        yield gap_rows.gap_rows(equity.gaps(network, row))
    for row in practices.outcomes(network):
        compared = [one for one in practices.practices(network, row) if one.interval]
        yield practice_rows.practice_rows(compared)
        yield from map(practice_rows.dots, compared)
    found = gaps.gaps(network)
    yield from (gap_list.stuck(network), gap_list.short(gap_list.top(found)))
    yield gap_list.all_of(network)
    yield ledger_cards.cycles(network, ledger.ledger(network))
    yield ledger_cards.ramp_list(ledger.ramps(network))
    yield ledger_cards.pace_table(ledger.paces(network))
    items = spread.items(network)
    yield from (library_cards.funnel_bars(network), library_cards.item_list(items))
    for one in items:
        yield from (library_cards.levels(one), library_cards.support(network, one))
        yield from (library_cards.to_use(one), library_cards.story(one, 2, staff=False))
        yield from (library_cards.who_tested(one), library_cards.story(one))
        yield library_cards.change_table(one.applications)
    yield from pictures_of_learning(network)
    everyone = accountability.peers(network)
    agreed, exchange = accountability.agreements(network), accountability.exchange_agreed(network)
    heads = peer_table.Heads(agreed, exchange)
    yield peer_table.peer_table(everyone, heads)
    for peer in everyone:
        yield peer_table.opened(peer, heads, accountability.help_by_measure(network, peer.team))

    yield from of_the_programme(network)


def of_the_programme(network):
    lines, teams = tracker.lines(network), [row.team for row in network.teams if row.active]
    outcomes = standings.summary(network, measures=practices.outcomes(network))
    yield programme_tables.tracker_grid(lines, outcomes, teams)
    yield programme_tables.skipped(network, [line for line in lines if line.skipped])
    yield month_bars.month_bars(tracker.over_time(network), "done")
    for some in calendar_year.years(network).values():
        for corner, strip in calendar_year.strips(network, some).items():
            yield programme_tables.year_strip(network, some, strip, corner)
        yield programme_tables.entry_rows(network, some)
    for one in partnerships.partnerships(network):
        yield programme_tables.partnership_card(network, one)


def pictures_of_learning(network):
    teams, lines = [row.team for row in network.teams], brokering.ties(network)
    yield who_learns.drawn(lines, teams, says=brokering.headline(network))
    for team in teams:
        yield who_learns.drawn(brokering.lines(network, team), [], says=team)
    yield month_bars.presence_table(participation.groups(network).items())
    for rows in (*plain(network), brokering.brokers(network)):
        yield of_rows(rows, says="rows")


def tables(network):
    yield tracker.table(tracker.lines(network))
    yield from map(calendar_year.table, calendar_year.years(network).values())
    yield partnerships.table(partnerships.partnerships(network))
    yield from (gaps.table(network), accountability.table(network))
    yield waiting_list.table(waiting.waiting(network))
    yield drivers.table(drivers.theory(network))
    yield from (equity.table(equity.gaps(network, row)) for row in network.measures)
    for row in practices.outcomes(network):
        yield practices.table(practices.practices(network, row))
    yield stage_cards.table(progress.by_priority(network))
    yield ledger.table(network, ledger.ledger(network))
    yield spread.table(spread.items(network))
    yield from map(spread.applications, spread.items(network))
    yield participation.table(participation.groups(network))
    yield from plain(network)


def plain(network):
    """The tables that stand on a page as they stand in its download."""
    yield from (brokering.ties(network), brokering.obstacles(network))
    yield from (brokering.repositories(network), participation.origins(network))
    yield progress.by_school_year(network)


@pytest.mark.parametrize("seed", range(4))
def test_the_views_open_on_any_hub(seed, tmp_path, monkeypatch):
    from streamlit.testing.v1 import AppTest

    hub = write_workbook(tmp_path / "hub.xlsx", a_hub(seed, Random(seed).sample(MADE, seed)))
    monkeypatch.setenv("KM_WORKBOOK", str(hub))
    for view in VIEWS:
        app = AppTest.from_file(str(ROOT / f"pages/{view}.py"), default_timeout=60).run()
        assert not app.exception, view
        assert app.title[0].value.strip(), view
