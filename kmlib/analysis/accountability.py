"""Peer accountability: what teams promised one another, how far each is, and who could help.

commitments.py, data_on_time.py   what was due from each team, and what of it is kept
exchange.py                       learning given and taken up
peers.py                          who could help whom
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from kmlib.analysis.commitments import agreements, commitments
from kmlib.analysis.exchange import Exchange, exchange_agreed, exchanges
from kmlib.analysis.marks import Commitment, Due, Progress
from kmlib.analysis.once import once_a_network
from kmlib.analysis.peers import Help, help_by_measure, helpers, shows
from kmlib.analysis.wording import few, verb
from kmlib.privacy import Published
from kmlib.schema import TeamRow

__all__ = ["Commitment", "Due", "Exchange", "Help", "Peer", "Progress"]
__all__ += ["agreements", "asides", "exchange_agreed", "has_commitments", "headline"]
__all__ += ["help_by_measure", "one_peer", "peers", "table", "what_to_add"]

MOST_NAMED = 12  # project choice: more names in one sentence are not read
NUMBERS = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()  # noqa: SIM905
LEARNING = ("Learning given", "Learning taken up")


class MarkLine(NamedTuple):
    """A line of the table to take away."""

    team: str
    commitment: str
    due_on: dt.date | None
    about: str
    kept: bool | None
    amount: int | None = None  # kept, or learnings given or taken up
    of: int | None = None  # due


@dataclass(frozen=True)
class Peer:
    """One active team: what it kept of what was due, and who stands beside it."""

    row: TeamRow
    progress: tuple[Progress, ...]  # one a commitment, in their order
    exchange: Exchange
    help: Help | None  # where company is welcome
    shows: str = ""  # what it could show others, in words

    @property
    def team(self) -> str:
        """Its name, as the Teams tab writes it."""
        return self.row.team

    @property
    def is_idle(self) -> bool:
        """Nothing was due from it yet."""
        return not any(one.due for one in self.progress)

    @property
    def is_behind(self) -> bool:
        """It would welcome company: in some commitment less than two thirds is kept."""
        return self.help is not None


@once_a_network
def peers(network: Published) -> tuple[Peer, ...]:
    """The active teams in alphabetical order."""
    progress, exchanged = commitments(network), exchanges(network)
    helped, shown = helpers(network), shows(network)
    active = ((row, row.team) for row in network.teams if row.active)
    return tuple(
        Peer(row, progress[team], exchanged[team], helped.get(team), shown.get(team, ""))
        for row, team in active
    )


def one_peer(network: Published, team: str) -> Peer | None:
    """One of the active teams by its name."""
    return next((peer for peer in peers(network) if peer.team == team), None)


def has_commitments(network: Published) -> bool:
    """Whether anything was due, is coming, or was passed on; else the page waits for its tabs."""
    return any(
        peer.exchange != Exchange() or any(one.due or one.coming for one in peer.progress)
        for peer in peers(network)
    )


def what_to_add(network: Published) -> list[str]:
    """What lights up each column."""
    return [f"{one.value}: {about}." for one, about in agreements(network).items()]


def headline(network: Published) -> str:
    """How many teams keep pace: "Nine teams are keeping pace; three would welcome company".

    A team keeps pace where it keeps at least two thirds of what was due in every commitment; one
    from which nothing was due yet is neither.
    """
    everyone = peers(network)
    behind = sum(peer.is_behind for peer in everyone)
    pace = sum(not peer.is_behind and not peer.is_idle for peer in everyone)
    if not pace + behind:
        return "Nothing is due from any team yet"
    if not pace:
        return f"{_teams(behind)} would welcome company"
    if not behind and pace == len(everyone) > 1:
        return f"All {pace:,} teams are keeping pace"
    keeping = f"{_teams(pace)} {verb(pace, 'are')} keeping pace"
    return f"{keeping}; {_in_words(behind).lower()} would welcome company" if behind else keeping


def _teams(amount: int) -> str:
    return f"{_in_words(amount)} {'team' if amount == 1 else 'teams'}"


def _in_words(amount: int) -> str:
    """A number as a sentence begins with it: in words up to twelve."""
    return NUMBERS[amount] if amount < len(NUMBERS) else f"{amount:,}"


def asides(network: Published) -> tuple[str, ...]:
    """The teams of which the table says nothing, and why."""
    idle = [peer.team for peer in peers(network) if peer.is_idle]
    inactive = [row.team for row in network.teams if not row.active]
    said = {"Nothing was due yet from": idle, "Not active, so nothing is due from": inactive}
    return tuple(f"{why}: {few(names, MOST_NAMED)}." for why, names in said.items() if names)


def table(network: Published) -> list[dict[str, Any]]:
    """The plain rows behind the table, one a team, commitment and mark.

    A commitment of which nothing was due has one row that says why; the two counts of learning have
    one each.
    """
    why, learning = agreements(network), exchange_agreed(network)
    lines: list[MarkLine] = []
    for peer in peers(network):
        for one in peer.progress:
            named, counts = (peer.team, one.commitment.value), (one.kept, len(one.due))
            lines += [MarkLine(*named, m.day, m.about, m.kept, *counts) for m in one.due] or [
                MarkLine(*named, None, f"nothing due yet: {why[one.commitment]}", None)
            ]
        for name, amount in zip(LEARNING, peer.exchange, strict=True):
            lines.append(MarkLine(peer.team, name, None, learning, None, amount))
    return [line._asdict() for line in lines]
