"""What needs a decision: work that cannot go on until somebody has decided."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kmlib.analysis.gap_kinds import BLOCKED
from kmlib.analysis.gaps import gaps
from kmlib.analysis.ledger import State, ledger
from kmlib.analysis.once import once_a_network
from kmlib.analysis.spread import height, items
from kmlib.privacy import Published
from kmlib.schema import CycleRow, Row
from kmlib.schema.learning import ApplicationRow, ApplicationStatus, KnowledgeRow
from kmlib.schema.steering import GapDecisionRow


class Kind(NamedTuple):
    """One kind of decision, and the tab in which it is written down."""

    one: str
    many: str
    tab: type[Row]
    page: str  # the address of the page where all of it stands
    names: Callable[[Published], Iterator[str]]  # each thing that waits, in the page's order


class Decisions(NamedTuple):
    """The things of one kind that wait for a decision."""

    kind: Kind
    names: tuple[str, ...]


def _undecided(network: Published) -> Iterator[str]:
    """Cycles that ended and name no decision: adopt, adapt, abandon or continue."""
    for one in ledger(network):
        if one.state is State.ENDED and one.row.decision is None:
            yield f"{one.row.team}: {one.row.title}"


def _to_move_up(network: Published) -> Iterator[str]:
    """Items whose evidence meets a level above the one that their owners claim."""
    for one in items(network):
        if height(one.evidence) > height(one.row.level):
            yield f"{one.row.item}: {one.evidence}"


def _blocked(network: Published) -> Iterator[str]:
    for use in network.rows(ApplicationRow):
        if use.status is ApplicationStatus.BLOCKED:
            yield f"{use.item}: {use.obstacles or use.stakeholder}"


def _unowned(network: Published) -> Iterator[str]:
    """Gaps with learning behind them about which nothing stands in the Gaps tab.

    Blocked applications stand apart.
    """
    for gap in gaps(network):
        is_open = gap.decision is None and gap.kind is not BLOCKED
        if gap.learnings and not gap.is_muted and is_open:
            yield gap.name


KINDS = (
    Kind("gap that holds up learning has no owner", "gaps that hold up learning have no owner",
         GapDecisionRow, "process_map", _unowned),
    Kind("ended cycle has no decision", "ended cycles have no decision",
         CycleRow, "inquiry_cycles", _undecided),
    Kind("item is better supported than its level says",
         "items are better supported than their level says",
         KnowledgeRow, "knowledge_library", _to_move_up),
    Kind("application is blocked", "applications are blocked",
         ApplicationRow, "knowledge_library", _blocked),
)  # fmt: skip


@once_a_network
def decisions(network: Published) -> tuple[Decisions, ...]:
    """What waits for a decision, by kind; kinds of which nothing waits are left out."""
    found = (Decisions(kind, tuple(kind.names(network))) for kind in KINDS)
    return tuple(one for one in found if one.names)
