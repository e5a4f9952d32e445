"""The pickers of Sheet check: a workbook by its findings, and how severe they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from kmlib.charts.little_sheet import SEVERITY_WORDS, workbook_list
from kmlib.dashboard.pickers import pick
from kmlib.findings import Finding
from kmlib.privacy import Published


def pick_workbook(network: Published) -> str:
    """The workbook to look at, those with most findings first; empty when nothing was found."""
    found = Counter(finding.source for finding in network.findings)
    chosen = pick("Workbook", [name for name, _ in found.most_common()], key="workbook")
    st.html(workbook_list(network.sources, found, chosen))
    return chosen


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
        label_visibility="collapsed",
    )
    return [f for f in findings if chosen not in words or f.severity == words[chosen]]
