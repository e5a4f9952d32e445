"""Measures of the whole network as lines of text: those that moved, each with a chart."""

from collections.abc import Iterable, Sequence

from kmlib.analysis.series import Series, Shown, Status
from kmlib.analysis.wording import verb
from kmlib.charts import words
from kmlib.charts.markup import escape, tag
from kmlib.charts.run_chart_svg import row, sign_and_word, tiny

MOST_SHOWN = 3  # more than three of anything is not read


def moved(lines: Sequence[Series]) -> list[Series]:
    """The first series with a signal, one that worsens among them where any does.

    Where none has a signal, the first that have values.
    """
    improving, worsening = going(lines)
    signals = improving[: MOST_SHOWN - bool(worsening)] + worsening
    return (signals or [line for line in lines if line.latest])[:MOST_SHOWN]


def moved_in_words(lines: Sequence[Series]) -> str:
    """How many measures of the whole network moved, so that three shown do not pass for all."""
    if not lines:
        return "Fill the tabs Measures and Data: here stand the measures that move."
    by_group = sum(line.shown is Shown.BY_GROUP for line in lines)
    whole, (up, down) = len(lines) - by_group, map(len, going(lines))
    said = "No measure of the whole network shows more than the ups and downs of chance yet."
    if up + down:
        of, are = words.count(whole, "measure"), verb(up, "are")
        said = f"Of {of} of the whole network {up} {are} improving and {down} worsening."
    more = f"{words.count(by_group, 'measure')} reported by student group only: see Measures."
    return " ".join([said] * bool(whole) + [more] * bool(by_group))


def going(lines: Sequence[Series]) -> tuple[list[Series], list[Series]]:
    """Those that improve and those that worsen, of what was reported recently."""
    current = [line for line in lines if not line.stale]
    improving = [line for line in current if line.direction is Status.IMPROVING]
    return improving, [line for line in current if line.direction is Status.WORSENING]


def with_charts(lines: Iterable[Series]) -> str:
    """One line a measure: name and median, a tiny run chart, verdict, value and the rule."""
    return "".join(map(_row, lines))


def _row(line: Series) -> str:
    made = words.made_of(line.latest, line) if line.latest else ""
    median = "" if line.median is None else f"median {words.number(line.median, line.measure)}"
    sub = ", ".join(filter(None, (made, median)))
    value = tag("span", escape(words.latest(line)), class_="km-value")
    verdict = tag("p", sign_and_word(line) + value, class_="km-says")
    return row(line.measure.measure, sub, tiny(line), verdict, words.rule_in_words(line))
