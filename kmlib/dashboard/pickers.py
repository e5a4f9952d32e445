"""Pickers whose choice stands in the address, so that a view can be shared as a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from kmlib.privacy import Published
from kmlib.schema import MeasureRow

ItemT = TypeVar("ItemT")

TEAMS_A_PAGE = 24  # project choice: small multiples that still can be read, 3 or 4 a row


def pick(label: str, options: Sequence[str], *, key: str, everything: str = "") -> str:
    """One of these names; with `everything` first, which is the empty name."""
    choices = ["", *options] if everything else list(options)
    if not choices:
        return ""
    chosen = st.selectbox(
        label,
        choices,
        key=key,
        format_func=lambda name: name or everything,
        bind="query-params",
    )
    return chosen or ""


def pick_measure(network: Published) -> MeasureRow:
    """One of the shared success measures."""
    by_name = {row.measure: row for row in network.measures}
    return by_name[pick("Measure", list(by_name), key="measure")]


def pick_team(network: Published) -> str:
    """One team, or the whole network as the empty name."""
    names = [row.team for row in network.teams]
    return pick("Team", names, key="team", everything="Whole network")


def pick_group(network: Published) -> str:
    """One student group, or everybody as the empty name."""
    groups = network.observations.groups[1:]
    return pick("Student group", groups, key="group", everything="All students") if groups else ""


def page_of(items: Sequence[ItemT], *, size: int, key: str) -> Sequence[ItemT]:
    """One page of a long list, with page numbers to leaf through it when it needs them."""
    pages = -(-len(items) // size)
    if pages <= 1:
        return items
    page = st.pagination(pages, key=key, bind="query-params")
    return items[(page - 1) * size : page * size]
