"""The funnel plot in words: who lies outside, what that means, and who is not in the picture."""

from collections.abc import Sequence

from kmlib.analysis.funnel import TEAMS_NEEDED, Funnel
from kmlib.analysis.peers import SIMILAR_BASELINE, SIMILAR_SIZE, Help
from kmlib.analysis.wording import verb
from kmlib.charts import words
from kmlib.reading.school_calendar import period_label


def in_a_sentence(found: Funnel) -> str:
    """How many teams lie outside, as the title says it."""
    when = period_label(*found.period)
    all_of = words.count(len(found.places), "team")
    if not found.has_limits:
        return f"{when}: {all_of} with counts, of {TEAMS_NEEDED} that a funnel needs"
    outside = sum(bool(place.side) for place in found.places)
    lie = verb(outside, "lie")
    return f"{when}: {outside or 'none'} of {all_of} {lie} outside what chance gives"


def alike_in_words(team: str, peers: Sequence[Help]) -> str:
    """With whom a team is compared and in what they are alike; nothing without a team."""
    if not team:
        return ""
    if not peers:
        return f"No team with data shares model, district, cohort, size or baseline with {team}."
    named = "; ".join(f"{one.peer} ({one.words})" for one in peers)
    return (
        f"To compare with, outlined among the teams: {named}. Similar is a size within"
        f" {SIMILAR_SIZE:.0%} and a baseline within {SIMILAR_BASELINE:.0%}."
    )


def reading(found: Funnel) -> list[str]:
    """What inside and outside mean, the rule with its numbers, and which teams are not there."""
    mean = f"mean {found.mean:.1f}%"
    kind = f"p′ limits, {found.spread:.1f} times as wide as counting alone explains"
    absent = [
        (found.hidden, "hidden (small group)"),
        (found.without_counts, "without counts"),
        (found.missing, "without a report"),
    ]
    left_out = ", ".join(f"{words.count(n, 'team')} {why}" for n, why in absent if n)
    inside = (
        "Inside the band teams differ no more than teams of their size do by chance: to rank them"
        " would be to rank luck. Outside it something else is at work: ask what is done there."
    )
    return [
        inside if found.has_limits else "",
        f"Funnel, {kind if found.spread > 1 else 'p limits'} · {mean}" if found.has_limits else "",
        f"Not in the picture: {left_out}." if left_out else "",
    ]
