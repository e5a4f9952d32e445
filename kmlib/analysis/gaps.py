"""Gaps: what breaks the way from learning to use, how much learning waits, and what to do next."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from kmlib.analysis.gap_finders import FINDERS
from kmlib.analysis.gap_kinds import KINDS, Gap
from kmlib.analysis.learnings import still_waiting
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.stuck import is_last
from kmlib.privacy import Published
from kmlib.schema import Stage
from kmlib.schema.steering import GapDecisionRow


class WaitingBehind(NamedTuple):
    """How much learning waits, and behind how many gaps; none counts twice."""

    waiting: int  # learnings that wait for a stage at all; for those behind no gap the way is open
    learnings: int  # behind gaps that are not muted
    gaps: int  # that hold up some learning and are not muted
    muted_learnings: int
    muted_gaps: int  # with or without learning behind them


@once_a_network
def gaps(network: Published) -> tuple[Gap, ...]:
    """Every gap: those that hold up most learning first, then by kind, then by name; muted last.

    A gap is muted until the day that the Gaps tab gives; on that day it is shown again.
    """
    decisions = {name_key(row.gap): row for row in network.rows(GapDecisionRow)}
    found = [_decided(gap, decisions, network.as_of) for find in FINDERS for gap in find(network)]
    return tuple(sorted(found, key=_most_learning_first))


@once_a_network
def of_priority(network: Published, priority: str) -> tuple[Gap, ...]:
    """The gaps that concern a priority, each with the learning of it alone; all if it is empty."""
    if not priority:
        return gaps(network)
    found = []
    for gap in gaps(network):
        mine = tuple(one for one in gap.learnings if one.priority == priority)
        if mine or priority in gap.priority.split("; "):
            found.append(replace(gap, learnings=mine))
    return tuple(sorted(found, key=_most_learning_first))


@once_a_network
def waiting_behind(network: Published, priority: str = "") -> WaitingBehind:
    """The learning that waits in all, or of a priority, and behind gaps: the sum over them."""
    found = of_priority(network, priority)
    shown = [gap for gap in found if not gap.is_muted]
    muted = [gap for gap in found if gap.is_muted]
    waiting = still_waiting(network)
    return WaitingBehind(
        waiting=sum(not priority or one.priority == priority for one in waiting),
        learnings=sum(len(gap.learnings) for gap in shown),
        gaps=sum(bool(gap.learnings) for gap in shown),
        muted_learnings=sum(len(gap.learnings) for gap in muted),
        muted_gaps=len(muted),
    )


@once_a_network
def what_would_raise_most(network: Published) -> tuple[Gap, int] | None:
    """The open gap that alone keeps most learnings from application, and how many those are.

    It raises the share of learning applied most: what waits behind two gaps passes by neither.
    """
    found = [gap for gap in gaps(network) if not gap.is_muted]
    alone = [(gap, sum(is_last(network, one) for one in gap.learnings)) for gap in found]
    return max((one for one in alone if one[1]), key=lambda one: one[1], default=None)


def no_longer_there(network: Published) -> tuple[str, ...]:
    """The gaps that people decided about and that are closed by now, or called otherwise."""
    known = {key for gap in gaps(network) for key in _keys(gap)}
    rows = network.rows(GapDecisionRow)
    return tuple(row.gap for row in rows if name_key(row.gap) not in known)


def table(network: Published) -> list[dict[str, Any]]:
    """One row a gap, as it may be taken away: no owners, no holders."""
    return [
        {
            "gap": gap.name, "kind": gap.kind.title, "where": gap.where, "stage": gap.stage,
            "priority": gap.priority, "learnings_waiting": len(gap.learnings), "why": gap.why,
            "next_step": gap.next_step, "source": gap.place.source, "tab": gap.place.sheet,
            "row": gap.place.row or None,
            "muted_until": gap.decision.muted_until if gap.decision and gap.is_muted else None,
        }
        for gap in gaps(network)
    ]  # fmt: skip


def _decided(gap: Gap, decisions: Mapping[str, GapDecisionRow], as_of: dt.date) -> Gap:
    keys = _keys(gap) if decisions else ()
    decision = next((decisions[key] for key in keys if key in decisions), None)
    if decision is None:
        return gap
    until = decision.muted_until
    return replace(gap, decision=decision, is_muted=until is not None and until > as_of)


def _keys(gap: Gap) -> list[str]:
    return [name_key(name) for name in gap.names]


def _most_learning_first(gap: Gap) -> tuple[object, ...]:
    stage = tuple(Stage).index(gap.stage) if gap.stage else 0
    is_muted, kind = gap.is_muted, KINDS.index(gap.kind)
    return is_muted, -len(gap.learnings), kind, gap.where.casefold(), stage
