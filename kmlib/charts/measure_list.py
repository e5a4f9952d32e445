"""Measures of the whole network as lines of text: those that moved with a chart, all by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kmlib.analysis.series import Series, Status
from kmlib.charts import words
from kmlib.charts.markup import escape, tag
from kmlib.charts.run_chart_svg import sign_and_word, tiny
from kmlib.schema import Kind

MOST_SHOWN = 3  # more than three of anything is not read


def moved(lines: Sequence[Series]) -> list[Series]:
    """The first series with a signal, one that worsens among them where any does.

    Where none has a signal, the first that have values.
    """
    improving, worsening = (_going(way, lines) for way in (Status.IMPROVING, Status.WORSENING))
    signals = improving[: MOST_SHOWN - bool(worsening)] + worsening
    return (signals or [line for line in lines if line.latest])[:MOST_SHOWN]


def moved_in_words(lines: Sequence[Series]) -> str:
    """How many measures of the whole network moved, so that three shown do not pass for all."""
    improving, worsening = (len(_going(way, lines)) for way in (Status.IMPROVING, Status.WORSENING))
    if not improving + worsening:
        return "No measure of the whole network shows more than the ups and downs of chance yet."
    of = words.count(len(lines), "measure")
    are = "is" if improving == 1 else "are"
    return f"Of {of} of the whole network {improving} {are} improving and {worsening} worsening."


def _going(way: Status, lines: Sequence[Series]) -> list[Series]:
    return [line for line in lines if line.direction is way and not line.stale]


def with_charts(lines: Iterable[Series]) -> str:
    """One line a measure: name and median, a tiny run chart, verdict, value and the rule."""
    return "".join(
        tag("div", _about(line) + tiny(line) + _says(line), class_="km-row") for line in lines
    )


def by_kind(lines: Sequence[Series]) -> str:
    """All measures in a table: outcomes, then processes, then balancing measures."""
    bodies = [_kind(kind, [one for one in lines if one.measure.kind is kind]) for kind in Kind]
    heads = "".join(tag("th", text, scope="col") for text in ("Measure", "Network", "Target", ""))
    table = tag(
        "table", tag("thead", tag("tr", heads)) + "".join(bodies), class_="km-matrix km-list"
    )
    return tag("div", table, class_="km-scroll")


def _about(line: Series) -> str:
    made = line.latest.made_of if line.latest else ""
    median = "" if line.median is None else f"median {words.number(line.median, line.measure)}"
    sub = ", ".join(filter(None, (made, median)))
    return tag(
        "div",
        tag("p", escape(line.measure.measure), class_="km-name")
        + tag("p", escape(sub), class_="km-sub"),
    )


def _says(line: Series) -> str:
    value = tag("span", escape(words.latest(line)), class_="km-value")
    return tag(
        "div",
        tag("p", sign_and_word(line) + value, class_="km-says")
        + tag("p", escape(words.rule_in_words(line)), class_="km-sub"),
    )


def _kind(kind: Kind, lines: Sequence[Series]) -> str:
    if not lines:
        return ""
    title = tag(
        "tr",
        tag("th", f"{kind.capitalize()} measures", colspan="4", scope="rowgroup"),
        class_="km-kind",
    )
    return tag("tbody", title + "".join(map(_line, lines)))


def _line(line: Series) -> str:
    target = line.measure.target
    cells = (
        tag("th", escape(line.measure.measure), scope="row"),
        tag("td", tag("b", escape(words.latest(line))) if line.latest else escape(line.shown)),
        tag(
            "td",
            "" if target is None else escape(words.number(target, line.measure)),
            class_="km-target",
        ),
        tag("td", sign_and_word(line), class_="km-word"),
    )
    return tag("tr", "".join(cells))
