"""docs/rules.md: the words a cell may hold, verdicts, gaps and sources, out of the code."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

from kmlib import analysis
from kmlib.analysis import (
    commitments,
    funnel,
    gap_finders,
    gap_kinds,
    held_up,
    judging,
    limits,
    practices,
    run_chart,
    tracker,
    waiting,
)
from kmlib.charts.read_more import CHARTS
from kmlib.schema import SMALLEST_GROUP_SHOWN, TABS, Choice, fields_of

KMLIB = Path(analysis.__file__).parents[1]
USEFUL = (10, 12, 15, 20, 24, 30, 40)  # a year of months, two terms of weeks …
PICTURES = {  # the parts of CHARTS as their pages name them
    "run chart": "A run chart (Measures)",
    "funnel": "All teams in one period (Measures)",
    "gaps": "Gaps between student groups (Measures, Equity)",
    "practices": "Practices (Measures)",
    "driver tree": "Theory of improvement (Measures)",
    "stages": "The river and the cards (Overview, Stage progress)",
    "map": "The process map",
}


def rules_page() -> str:
    """The whole page."""
    parts = (
        *("# Rules, as the code has them", ""),
        "Written by `python docs/make_docs.py` out of the code that does it. Why each rule is what",
        "it is: [methods.md](methods.md).",
        *("", "## Words a cell may hold", ""),
        "Case and punctuation do not matter. The first word is how the dashboard says it.",
        *choices(),
        *("", "## Numbers that rules go by", "", "| what | number |", "|---|---|", *numbers()),
        *("", "### The limits of runs", "", *runs_table()),
        *("", "## Verdicts on a series", "", *verdicts()),
        *("", "## How each picture is made and judged", *pictures()),
        *("", "## What was due from a team", *promises()),
        *("", "## Gaps", "", *gaps()),
        *("", "## Functions and their sources", "", *sources()),
    )
    return "\n".join(parts) + "\n"


def choices() -> Iterator[str]:
    """Every kind of choice with the columns that take it, and its words."""
    columns: dict[type[Choice], list[str]] = {}
    for model in TABS:
        for spec in fields_of(model):
            if issubclass(spec.kind, Choice):
                where = f"{spec.column.title} ({model.TAB.title})"
                columns.setdefault(spec.kind, []).append(where)
    for kind, takers in columns.items():
        yield from ("", f"**{kind.__doc__}** {', '.join(takers)}.", "", "| word | also read as |")
        yield "|---|---|"
        yield from (f"| {choice} | {', '.join(choice.also)} |" for choice in kind)


def numbers() -> Iterator[str]:
    """The numbers that verdicts turn on, each from the place where it stands once."""
    seldom = judging.STALE_AFTER_MONTHS_OF.items()
    rows: dict[str, object] = {
        "useful points from which runs are judged": run_chart.USEFUL_POINTS_NEEDED,
        "points from which limits are drawn": limits.POINTS_NEEDED,
        "moving ranges that limits need": limits.RANGES_NEEDED,
        "months after which a last report is old": judging.STALE_AFTER_MONTHS,
        **{f"the same, reported {how}": months for how, months in seldom},
        "teams from which a funnel is drawn": funnel.TEAMS_NEEDED,
        "teams from which practices are compared": practices.TEAMS_NEEDED,
        "shuffled orders of teams": f"{practices.RESAMPLES:,}",
        "share of named practices, or traits of those that skip, that may be chance": (
            f"{tracker.FALSE_SHARE:.0%}"
        ),
        "teams that skip an item before it is told what they have in common": (
            tracker.SKIPPING_NEEDED
        ),
        "share of those that went on that waiting for longer than most outlasts": (
            f"{waiting.MOST:.0%}"
        ),
        "days after which an item should have been passed on or used": held_up.YOUNG.days,
        "students below which a group is hidden": SMALLEST_GROUP_SHOWN,
    }
    return (f"| {what} | {number} |" for what, number in rows.items())


def runs_table() -> Iterator[str]:
    """The limits of the Anhøj rules for a few lengths."""
    yield f"{run_chart.RULE_FAMILY}: a signal is a longer run, or fewer crossings of the median."
    yield from ("", "| useful points | longest run | fewest crossings |", "|---|---|---|")
    for useful in USEFUL:
        longest, fewest = run_chart.longest_limit(useful), run_chart.crossings_limit(useful)
        yield f"| {useful} | {longest} | {fewest} |"


def verdicts() -> Iterator[str]:
    """The words for a series, and for its target."""
    yield f"Of a series: {', '.join(judging.Status)}."
    yield ""
    yield f"Of its target, where limits are drawn: {', '.join(judging.Assurance)}."
    yield ""
    yield "Which holds when: [methods.md](methods.md#one-verdict-a-series)."


def pictures() -> Iterator[str]:
    """What Read more says below each picture."""
    for chart, title in PICTURES.items():
        about = CHARTS[chart]
        yield from ("", f"### {title}", "")
        yield from filter(None, (about.shows, about.made and f"\n{about.made}"))
        yield f"\n{about.judged}"


def promises() -> Iterator[str]:
    """The rule of each commitment."""
    for one, rule in commitments.RULES.items():
        yield from ("", f"**{one}.** {sentences(rule)}")


def gaps() -> Iterator[str]:
    """Every kind of gap, in the order in which pages show them."""
    yield "In the order of the pages, where as much learning waits behind several. A cell that"
    yield "nobody filled is held against nobody, and a tab that nobody has begun makes no gap. To"
    yield "decide about a gap, type its place and name into the Gaps tab: *Shared drive: nobody"
    yield "brokers it*. {Braces} are filled in."
    when = whens()
    for kind in gap_kinds.KINDS:
        yield from ("", f"### {kind.title}", "", f"- Name: place: *{kind.words}*")
        yield f"- When: {when[kind]}"
        yield from (f"- {head}: {text}" for head, text in texts_of(kind).items() if text)


def texts_of(kind: gap_kinds.Kind) -> dict[str, str]:
    """Why a kind of gap matters and what to do next; several where they depend on the case."""
    why, step = [kind.why], [kind.next_step]
    if kind is gap_kinds.BROKEN:
        why, step = list(gap_kinds.WHY_BROKEN.values()), [kind.next_step, gap_kinds.ADD_ONE]
    if kind is gap_kinds.PARTNERSHIP:
        lacks = (gap_kinds.NOT_READY, gap_kinds.NO_PULSE, gap_kinds.NO_SESSION)
        why, step = [lack[0] for lack in lacks], [lack[1] for lack in lacks]
    said = [text for text in step if text != "{step}"]
    return {"Why": " / ".join(why), "Next": " / ".join(said)}


def whens() -> dict[gap_kinds.Kind, str]:
    """What the function that finds each kind says of when it does."""
    named = {name: kind for name, kind in vars(gap_kinds).items() if kind in gap_kinds.KINDS[:]}
    found: dict[gap_kinds.Kind, str] = {}
    for finder in (*gap_finders.FINDERS, held_up.blocked, held_up.unfinished, held_up.unshared,
                   held_up.unused):  # fmt: skip
        for name in re.findall(r"kinds\.([A-Z_]+)", source_of(finder)):
            if name in named:
                found.setdefault(named[name], sentences(finder))
    return found


def source_of(function: Callable[..., Any]) -> str:
    """The text of a function and of the helpers of its module that it hands the network."""
    module = inspect.getmodule(function)
    text = inspect.getsource(function)
    helpers = re.findall(r"\b(_[a-z]+)\(network", text)
    return text + "".join(inspect.getsource(getattr(module, name)) for name in helpers)


def sentences(function: Callable[..., Any] | ModuleType) -> str:
    """What a docstring says before its sections, on one line."""
    return " ".join(re.split(r"\n\n(?:\w+:|>>>)", inspect.getdoc(function) or "")[0].split())


def sources() -> Iterator[str]:
    """Every function whose docstring names where its rule comes from."""
    yield "| function | what it gives | source |"
    yield "|---|---|---|"
    for path in sorted(KMLIB.rglob("*.py")):
        module = ".".join(path.relative_to(KMLIB.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            doc = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
            if doc and "Source: " in doc:
                source = dedent(doc.partition("Source: ")[2]).partition("\n\n")[0].split(">>>")[0]
                what = doc.partition("\n")[0]
                yield f"| `{module}.{node.name}` | {what} | {' '.join(source.split())} |"
