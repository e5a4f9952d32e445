"""The pickers of Sheet check: a workbook by its findings, and how severe they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from kmlib.charts import row_bar
from kmlib.charts.little_sheet import SEVERITY_WORDS
from kmlib.charts.markup import escape
from kmlib.charts.words import count
from kmlib.dashboard.frame import small_print
from kmlib.dashboard.pickers import pick
from kmlib.findings import Finding
from kmlib.network import SourceCount
from kmlib.privacy import Published

LISTED = 12  # project choice: more workbooks than this are picked from a box, not from a list


def pick_workbook(network: Published) -> str:
    """The workbook to look at, those with most findings first; empty when nothing was found."""
    found = Counter(finding.source for finding in network.findings)
    names = [name for name, _ in found.most_common()]
    counts = {source.name: source for source in network.sources}
    if not names:
        chosen = ""
    elif len(names) > LISTED:
        chosen = pick("Workbook", names, key="workbook")
    else:
        chosen = st.radio(
            "Workbook",
            names,
            key="workbook",
            bind="query-params",
            label_visibility="collapsed",
            format_func=lambda name: f"**{escape(name)}** · {found[name]}",
            captions=[_rows(counts.get(name)) for name in names],
        )
    _fold([source for source in network.sources if source.name not in found])
    return chosen or ""


def pick_severity(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Those findings that are as severe as somebody wants to see."""
    here = Counter(finding.severity for finding in findings)
    if len(here) < 2:
        return findings
    words = {word: severity for severity, word in SEVERITY_WORDS.items() if severity in here}
    chosen = st.segmented_control(
        "Show",
        ["all", *words],
        default="all",
        required=True,
        key="show",
        bind="query-params",
        format_func=lambda word: f"{word} {here[words[word]]}" if word in words else word,
        label_visibility="collapsed",
    )
    return [f for f in findings if chosen not in words or f.severity == words[chosen]]


def _rows(source: SourceCount | None) -> str:
    return row_bar.in_words(row_bar.rows_of([source])) if source else "could not be opened"


def _fold(sources: Sequence[SourceCount]) -> None:
    """The workbooks without a finding in one line."""
    if sources:
        text = f"{count(len(sources), 'workbook')} without a finding"
        small_print(f"{text}: {row_bar.in_words(row_bar.rows_of(sources))}")
