"""Two-sided self-assessment: a team's own score beside its facilitator's."""

from collections.abc import Sequence
from math import isinf
from typing import Any

from kmlib.analysis.ledger import cells_to_take
from kmlib.privacy import Published
from kmlib.schema.learning import SelfAssessmentRow

# project choice: a quarter of a scale is a whole step from 1 to 5; half a step is rounding
APART_SHARE, APART = 0.25, 1.0  # of the scale; in points where its name does not say its ends


def scorings(network: Published, team: str = "") -> list[SelfAssessmentRow]:
    """Each time a team, or any, was scored: in alphabetical order, of a scale the oldest first."""
    rows = [row for row in network.rows(SelfAssessmentRow) if team in ("", row.team)]
    return sorted(rows, key=lambda row: (row.team.casefold(), row.scale.casefold(), row.date))


def they_see(row: SelfAssessmentRow) -> str:
    """Whether the two see different things: from a quarter of the scale on, as its name says it."""
    if row.own_score is None or row.facilitator_score is None:
        return "one side only"
    apart, (least, most) = row.own_score - row.facilitator_score, row.ends
    far = APART if isinf(most) else APART_SHARE * (most - least)
    more = "the team sees more" if apart > 0 else "the team sees less"
    return more if abs(apart) >= far else "much the same"


def headline(some: Sequence[SelfAssessmentRow]) -> str:
    """On how many scales the two sides see different things, the last time both scored."""
    both = (row for row in some if they_see(row) != "one side only")
    last = {(row.team, row.scale): they_see(row) for row in both}
    differ = sum(seen != "much the same" for seen in last.values())
    said = f"In {differ:,} of {len(last):,} self-assessments the two sides see different things"
    return said if last else "Nothing is scored from both sides yet"


def table(some: Sequence[SelfAssessmentRow]) -> list[dict[str, Any]]:
    """Every score as it was typed, and whether the two see the same."""
    return [cells_to_take(row) | {"they_see": they_see(row)} for row in some]
