"""Peer visits: pairs of teams that could show each other something, other pairs each round."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from kmlib.analysis.commitments import commitments
from kmlib.analysis.judging import IMPROVING, WORSENING, judged
from kmlib.analysis.marks import Commitment
from kmlib.analysis.once import once_a_network
from kmlib.analysis.run_chart import Bools, Ints
from kmlib.analysis.wording import count
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published

ROUNDS = 4  # project choice: one a quarter; then the strengths are others
NOTHING = "nothing that the sheets tell of: a fresh look"
MOST_NAMED = 2  # project choice: what a visit has time for


class Visit(NamedTuple):
    """Teams that visit one another in a round."""

    number: int  # of the round, from 1
    teams: tuple[str, ...]  # two, or once three where their number is odd
    could_show: str  # what each of them could show the others


def visits(network: Published, team: str = "") -> list[Visit]:
    """The proposed visits of a team, or of all."""
    return [one for one in proposed(network) if team in ("", *one.teams)]


@once_a_network
def proposed(network: Published) -> tuple[Visit, ...]:
    """The proposed visits of some rounds, in which no two teams meet twice.

    A team is strong where it keeps a commitment wholly or improves on a measure, and behind where
    it does not keep all or worsens. Of all pairs that have not met the one comes first that can
    show each other most, both ways before one, then the alphabet; then the next of those left.
    Where the last two have met already, they change partners with the pair that suits best; an odd
    one joins the pair that suits it best. Rounds end where teams would meet again.
    """
    teams, (areas, strong, behind) = list(commitments(network)), _strengths(network)
    gives = strong.astype(np.int64) @ behind.T
    fit = np.minimum(gives, gives.T) * 2 * (len(areas) + 1) + gives + gives.T
    met, found = np.eye(len(teams), dtype=bool), list[Visit]()
    for number in range(1, ROUNDS + 1):
        for group in sorted(_round(fit, met)):
            met[np.ix_(group, group)] = True
            shows = [np.flatnonzero(strong[a] & behind[[*group]].any(axis=0)) for a in group]
            words = [", ".join(areas[at] for at in some[:MOST_NAMED]) for some in shows]
            said = [f"{teams[a]}: {what}" for a, what in zip(group, words, strict=True) if what]
            names = tuple(teams[at] for at in group)
            found.append(Visit(number, names, "; ".join(said) or NOTHING))
    return tuple(found)


def headline(some: Sequence[Visit]) -> str:
    """How many visits are proposed."""
    rounds = len({one.number for one in some})
    return f"{count(len(some), 'visit')} proposed in {count(rounds, 'round')}"


def table(some: Sequence[Visit]) -> list[dict[str, Any]]:
    """One row a visit: who meets, and what each could show."""
    return [
        {"round": one.number, "who_meets": " and ".join(one.teams), "could_show": one.could_show}
        for one in some
    ]


def _strengths(network: Published) -> tuple[list[str], Bools, Bools]:
    """Commitments and measures; in which of them each active team is strong, and behind."""
    known, kept = judged(network), commitments(network)
    lines, at = known.lines, {team: number for number, team in enumerate(kept)}
    areas = [*(one.lower() for one in Commitment), *(row.measure for row in lines.measures)]
    strong, behind = (np.zeros((len(kept), len(areas)), dtype=bool) for _ in range(2))
    for row, progress in enumerate(kept.values()):
        strong[row, : len(progress)] = [one.is_whole for one in progress]
        behind[row, : len(progress)] = [one.kept < len(one.due) for one in progress]
    is_whole = (lines.group == lines.groups.index(WHOLE_TEAM)) & ~np.isnan(known.value)
    for sign, way in ((strong, IMPROVING), (behind, WORSENING)):
        for one in np.flatnonzero(is_whole & (known.direction == way)).tolist():
            if (row := at.get(lines.teams[lines.team[one]], -1)) >= 0:
                sign[row, len(Commitment) + lines.measure[one]] = True
    return areas, strong, behind


def _round(fit: Ints, met: Bools) -> list[tuple[int, ...]]:
    """The groups of one round, as positions of teams; none where somebody would meet again."""
    first, second = np.triu_indices(len(fit), 1)
    best = np.lexsort((second, first, -fit[first, second]))
    partner: dict[int, int] = {}
    for a, b in zip(first[best].tolist(), second[best].tolist(), strict=True):
        if not (met[a, b] or a in partner or b in partner):
            partner |= {a: b, b: a}
    left = [team for team in range(len(fit)) if team not in partner]
    while len(left) > 1:
        a, b = left.pop(), left.pop()
        free = [pair for pair in partner.items() if not (met[a, pair[0]] or met[b, pair[1]])]
        if not free:
            return []
        c, d = max(free, key=lambda pair: fit[a, pair[0]] + fit[b, pair[1]])
        partner |= {a: c, c: a, b: d, d: b}
    groups: list[tuple[int, ...]] = [(a, b) for a, b in partner.items() if a < b]
    for odd in left:
        trios = [group for group in groups if not met[odd, [*group]].any()]
        best_of = max(trios, key=lambda group: fit[odd, [*group]].sum(), default=())
        groups = [tuple(sorted((*g, odd))) if g == best_of else g for g in groups if trios]
    return groups
