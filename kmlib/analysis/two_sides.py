"""Two-sided self-assessment: a team's own score beside its facilitator's."""

from __future__ import annotations

from itertools import groupby
from math import isinf
from typing import Any, NamedTuple

from kmlib.analysis.ledger import cells_to_take
from kmlib.analysis.once import once_a_network
from kmlib.privacy import Published
from kmlib.schema.learning import SelfAssessmentRow

# project choice: a quarter of a scale is a whole step from 1 to 5; half a step is rounding
APART_SHARE, APART = 0.25, 1.0  # of the scale; in points where its name does not say its ends


class TwoSides(NamedTuple):
    """One team on one scale."""

    rows: tuple[SelfAssessmentRow, ...]  # oldest first

    @property
    def apart(self) -> float | None:
        """By how much the team's latest score is higher; None where no row has both scores."""
        pairs = ((row.own_score, row.facilitator_score) for row in reversed(self.rows))
        both = ((own, other) for own, other in pairs if own is not None and other is not None)
        return next((own - other for own, other in both), None)

    @property
    def differs(self) -> bool:
        """The two see different things: by a quarter of the scale or more."""
        least, most = self.rows[-1].ends
        far = APART if isinf(most) else APART_SHARE * (most - least)
        return self.apart is not None and abs(self.apart) >= far


@once_a_network
def two_sides(network: Published) -> tuple[TwoSides, ...]:
    """Each team and scale, in alphabetical order."""

    def named(row: SelfAssessmentRow) -> tuple[str, str]:
        return row.team.casefold(), row.scale.casefold()

    rows = sorted(network.rows(SelfAssessmentRow), key=lambda row: (*named(row), row.date))
    return tuple(TwoSides(tuple(some)) for _, some in groupby(rows, key=named))


def headline(network: Published) -> str:
    """Where the two sides see different things."""
    both = [one for one in two_sides(network) if one.apart is not None]
    differ = sum(one.differs for one in both)
    if not both:
        return "Nothing is scored from both sides yet"
    said = f"In {differ:,} of {len(both):,} self-assessments" if differ else "Nowhere"
    return f"{said} team and facilitator see different things"


def table(network: Published) -> list[dict[str, Any]]:
    """Every score as it was typed, and whether the two see different things by now."""
    return [
        cells_to_take(row) | {"they_differ_now": one.differs}
        for one in two_sides(network)
        for row in one.rows
    ]
