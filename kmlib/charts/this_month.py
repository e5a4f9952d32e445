"""The month in four sentences, each beside what it would have said a month ago; and its letter."""

from collections.abc import Callable

from kmlib.analysis.decisions import decisions
from kmlib.analysis.earlier import a_month_ago
from kmlib.analysis.focus import focus
from kmlib.analysis.gaps import waiting_behind
from kmlib.analysis.headlines import overview_headline
from kmlib.analysis.judging import months_before
from kmlib.analysis.ledger import Entry, ledger
from kmlib.analysis.progress import held, is_anything_known, stage_progress
from kmlib.analysis.series import network_series
from kmlib.analysis.wording import few
from kmlib.charts import focus_card, gap_list, measure_list
from kmlib.charts.cycle_words import leak_headline, stage_headline
from kmlib.charts.markup import escape, tag
from kmlib.charts.words import count, day
from kmlib.privacy import Published
from kmlib.schema import Stage

MOST_SHOWN = 3  # more than three of anything is not read


def moved(network: Published) -> str:
    """How many measures of the whole network moved."""
    lines = [network_series(network, measure) for measure in network.measures]
    return measure_list.moved_in_words(lines)


def stuck(network: Published) -> str:
    """How much learning waits behind how many gaps."""
    return f"{gap_list.heading(waiting_behind(network))}."


def learned(network: Published) -> str:
    """How many cycles taught something in the month up to the network's day."""
    amount, since = len(_lessons(network)), day(months_before(network.as_of, 1))
    taught = f"{count(amount, 'cycle')} taught something" if amount else "No cycle taught anything"
    return f"{taught} since {since}."


def waiting_for_a_decision(network: Published) -> str:
    """How many things wait for a decision."""
    amount = sum(len(some.names) for some in decisions(network))
    return f"{count(amount, 'thing', 'wait') if amount else 'Nothing waits'} for a decision."


def headline(network: Published) -> str:
    """The largest leak; where there is none, how measures go, or without data how far it got."""
    stages = stage_progress(network)
    is_map = any(one.learnings or one.held.planned for one in stages)
    if len(network.observations) or not is_map:
        return leak_headline(stages) or overview_headline(network)
    return leak_headline(stages) or stage_headline(stages, (), held(network, Stage))


def a_month_before(say: Callable[[Published], str], network: Published) -> str:
    """What a sentence would have said a month ago, or that same; nothing where nothing is known."""
    if not (len(network.observations) or is_anything_known(network)):
        return ""
    then = say(a_month_ago(network))
    return f"A month ago: {'the same.' if then == say(network) else then}"


def then_and_now(say: Callable[[Published], str], network: Published) -> str:
    """A sentence, and small below it what it would have said a month ago."""
    now = tag("p", escape(say(network)), class_="km-now")
    then = escape(a_month_before(say, network))
    return now + (tag("p", then, class_="km-small-print") if then else "")


def lessons(network: Published) -> str:
    """The last things learned this month, in the words of the sheet."""
    return "".join(map(_lesson, _lessons(network)[:MOST_SHOWN]))


def to_decide(network: Published) -> str:
    """What waits for a decision: how many of each kind, the first of them, and where all stand."""
    lines = []
    for kind, names in decisions(network):
        number = tag("b", f"{len(names):,}", class_="km-held")
        said = tag("p", kind.one if len(names) == 1 else kind.many, class_="km-name")
        said += tag("p", escape(few(names, 1)))
        link = tag("a", f"Decide, and write it in the {kind.tab.TAB.title} tab", href=kind.page)
        lines.append(tag("li", number + tag("div", said + tag("p", link))))
    return tag("ol", "".join(lines), class_="km-gaps") if lines else ""


def letter_title(network: Published) -> str:
    """What the letter is called."""
    return f"{network.as_of:%B %Y}: {headline(network)}"


def letter_parts(network: Published) -> list[tuple[str, str]]:
    """The parts of the letter: a heading and its markup each."""
    return [*matters(network), ("Next", focus_card.focus_card(focus(network), staff=False))]


def matters(network: Published) -> list[tuple[str, str]]:
    """What moved, was learned, is stuck and waits for a decision: a heading and its markup each."""
    lines = measure_list.moved([network_series(network, row) for row in network.measures])
    behind = {
        "What moved": (moved, measure_list.with_charts(lines)),
        "What we learned this month": (learned, lessons(network)),
        "What is stuck": (stuck, gap_list.stuck(network)),
        "What needs a decision": (waiting_for_a_decision, to_decide(network)),
    }
    return [
        (heading, then_and_now(say, network) + markup) for heading, (say, markup) in behind.items()
    ]


def _lessons(network: Published) -> list[Entry]:
    """The cycles that taught something in the last month, by their end, else by Logged."""
    since = months_before(network.as_of, 1)
    when = ((one.row.ended or one.row.logged, one) for one in ledger(network) if one.taught)
    new = [(on, one) for on, one in when if on and since < on <= network.as_of]
    return [one for _, one in sorted(new, key=lambda pair: pair[0], reverse=True)]


def _lesson(one: Entry) -> str:
    said = tag("p", escape(one.row.learned), class_="km-name")
    small = tag("p", escape(f"{one.row.team} · {one.row.title}"), class_="km-sub")
    return tag("div", said + small, class_="km-lesson")
