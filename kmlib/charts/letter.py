"""The monthly letter: one sentence a matter, and what is behind it."""

from kmlib.analysis.focus import focus
from kmlib.analysis.series import network_series
from kmlib.charts import focus_card, gap_list, measure_list, this_month
from kmlib.privacy import Published


def title(network: Published) -> str:
    """What the letter is called."""
    return f"{network.as_of:%B %Y}: {this_month.headline(network)}"


def parts(network: Published) -> list[tuple[str, str]]:
    """The parts of the letter: a heading and its markup each."""
    return [*matters(network), ("Next", focus_card.focus_card(focus(network), staff=False))]


def matters(network: Published) -> list[tuple[str, str]]:
    """What moved, was learned, is stuck and waits for a decision: a heading and its markup each."""
    lines = measure_list.moved([network_series(network, row) for row in network.measures])
    behind = {
        "What moved": (this_month.moved, measure_list.with_charts(lines)),
        "What we learned this month": (this_month.learned, this_month.lessons(network)),
        "What is stuck": (this_month.stuck, gap_list.stuck(network)),
        "What needs a decision": (this_month.waiting_for_a_decision, this_month.to_decide(network)),
    }
    return [
        (heading, this_month.then_and_now(say, network) + markup)
        for heading, (say, markup) in behind.items()
    ]
