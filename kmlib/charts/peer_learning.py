"""Self-assessment from two sides and peer visits in words; teams in alphabetical order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kmlib.analysis.two_sides import TwoSides
from kmlib.analysis.visits import Visit
from kmlib.charts.markup import escape, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count

NOTHING = "nothing that the sheets tell of: a fresh look"


def sides_table(some: Iterable[TwoSides]) -> str:
    """A team and scale a row: each side's scores over time, and whether they see the same."""
    heads = ("Team", "Scale", "Scored in", "Own score", "Facilitator’s score", "They see", "Note")
    return plain_table(heads, map(_sides, some), says="Self-assessment from two sides")


def visits_headline(some: Sequence[Visit], team: str) -> str:
    """How many visits are proposed; what they need where there is none."""
    if not some:
        return "Peer visits need two teams that are active"
    rounds = count(len({one.number for one in some}), "round")
    return f"{count(len(some), 'visit')} proposed{f' to {team}' * bool(team)} in {rounds}"


def visit_table(some: Iterable[Visit]) -> str:
    """A visit a row: who meets, and what each could show."""
    heads = ("Round", "Who visits one another", "What each could show")
    return plain_table(heads, map(_visit, some), says="Proposed peer visits")


def _sides(one: TwoSides) -> list[str]:
    last, apart = one.rows[-1], one.apart
    scores = ([row.own_score for row in one.rows], [row.facilitator_score for row in one.rows])
    own, other = (" → ".join("–" if n is None else f"{n:g}" for n in some) for some in scores)
    far = f"the team sees {'more' if (apart or 0) > 0 else 'less'}, by {abs(apart or 0):g}"
    sees = "one side only" if apart is None else far if one.differs else "much the same"
    when = " → ".join(f"{row.date:%b %Y}" for row in one.rows)
    texts = [escape(text) for text in (last.scale, when, own, other, sees, last.note)]
    texts[-2] = tag("b", texts[-2]) if one.differs else texts[-2]
    return [tag("b", escape(last.team)), *texts]


def _visit(one: Visit) -> list[str]:
    shows = (
        tag("b", escape(team)) + ": " + escape(", ".join(some) or NOTHING)
        for team, some in zip(one.teams, one.shows, strict=True)
    )
    return [str(one.number), tag("b", escape(" and ".join(one.teams))), "<br>".join(shows)]
