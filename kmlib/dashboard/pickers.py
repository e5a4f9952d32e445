"""Pickers whose choice stands in the address, so that a view can be shared as a link."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import streamlit as st

from kmlib.analysis.library import Filters
from kmlib.analysis.library import choices as library_choices
from kmlib.analysis.mending import workbooks
from kmlib.analysis.priorities import priorities
from kmlib.analysis.series import groups_of
from kmlib.analysis.spread import Item
from kmlib.analysis.standings import choices
from kmlib.analysis.waiting import Shows
from kmlib.charts import matched_names
from kmlib.dashboard.keeping import kept
from kmlib.dashboard.sign_in import own_first
from kmlib.findings import SEVERITY_WORDS, Finding
from kmlib.observations import WHOLE_TEAM
from kmlib.privacy import Published
from kmlib.reading.matches import Match
from kmlib.schema import MeasureRow, TeamRow
from kmlib.schema.learning import Level

ItemT = TypeVar("ItemT")

NARROW = 360  # pixels: a picker that stands alone
TEAMS_A_PAGE = 24  # project choice: small multiples that still can be read, 3 or 4 a row


def pick(label: str, options: Sequence[str], *, key: str, nameless: str = "") -> str:
    """One of these names, the first until somebody chooses; `nameless` shows the empty one."""
    if not options:
        return ""
    names = {"": nameless}
    chosen: str = st.selectbox(
        label,
        options,
        key=key,
        format_func=lambda name: names.get(name, name),
        bind="query-params",
    )
    return chosen


def pick_measures(network: Published) -> Sequence[MeasureRow]:
    """All measures, or those of one kind, stage or priority."""
    offered = choices(network.measures)
    return offered[pick("Measures", list(offered), key="of")]


def pick_measure(measures: Sequence[MeasureRow]) -> MeasureRow:
    """One of these success measures."""
    by_name = {row.measure: row for row in measures}
    return by_name[pick("Measure", list(by_name), key="measure")]


def pick_team(network: Published) -> str:
    """One team, or the whole network as the empty name."""
    names = ["", *(row.team for row in network.teams)]
    return pick("Team", names, key="team", nameless="Whole network")


def pick_my_team(network: Published) -> str:
    """One of the active teams, the viewer's own first, or all of them as the empty name."""
    names = own_first(network, ["", *(row.team for row in network.teams if row.active)])
    with st.container(width=NARROW):
        return pick("My team", names, key="team", nameless="all")


def pick_one_team(network: Published) -> TeamRow:
    """One team, the viewer's own first."""
    by_name = {row.team: row for row in network.teams}
    with st.container(width=NARROW):
        return by_name[pick("Team", own_first(network, list(by_name)), key="team")]


def pick_group(network: Published, measure: MeasureRow) -> str:
    """One of the groups that the measure is reported for, or everybody as the empty name."""
    groups = groups_of(network, measure)
    if groups == (WHOLE_TEAM,):
        return WHOLE_TEAM
    return pick("Student group", groups, key="group", nameless="All students")


def pick_priority(network: Published) -> str:
    """One of the priorities, or all of them as the empty name."""
    names = list(filter(None, priorities(network)))
    every = "All priorities"
    return pick("Priority", ["", *names], key="priority", nameless=every) if names else ""


def type_words(label: str) -> str:
    """Some words to look for."""
    return st.text_input(label, key="words", bind="query-params", type="search") or ""


def pick_about(network: Published) -> Filters:
    """What items must be about: priority, level, audience and context."""
    priority, offered = pick_priority(network), {"Level": list(map(str, Level))}
    chosen = {
        title.lower(): pick(title, ["", *names], key=title.lower(), nameless="Any")
        for title, names in (offered | library_choices(network)).items()
    }
    return Filters(priority, **chosen)


def pick_item(by_name: Mapping[str, Item]) -> Item | None:
    """One of these items to open, or none."""
    return by_name.get(pick("Open one", ["", *by_name], key="item", nameless="The whole list"))


def pick_months(offered: Sequence[Shows]) -> Shows:
    """What to follow month by month."""
    chosen = switch([shows.value for shows in offered], key="months")
    return next(shows for shows in offered if shows.value == chosen)


def switch(options: Sequence[str], *, key: str) -> str:
    """One of a few words side by side, the first until somebody chooses."""
    chosen: str | None = st.segmented_control(
        "Show",
        options,
        default=options[0],
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or options[0]  # the address may say ?key= and no more


def pick_map(maps: Sequence[str]) -> str:
    """The priority whose process map to show; the empty name is all of them on one map."""
    if len(maps) == 1:
        return maps[0]
    return pick("Priority", maps, key="priority", nameless="All priorities")


def pick_workbook(network: Published) -> str:
    """A workbook: the viewer's own, then those where most is to be mended."""
    found = workbooks(network)
    others = [source.name for source in network.sources if source.name not in found]
    return pick("Workbook", own_first(network, found + others), key="workbook")


def pick_matches(network: Published) -> list[Match]:
    """How names were matched: in one workbook or in all, those with these letters."""
    names = ["", *kept(matched_names.workbooks, network)]
    workbook = pick("Workbook", names, key="names-of", nameless="All workbooks")
    text = st.text_input("Find a name", key="name", bind="query-params", placeholder="Lincoln")
    return matched_names.found(kept(matched_names.in_order, network), workbook, text)


def pick_severity(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Those findings that are as severe as somebody wants to see."""
    here = {finding.severity for finding in findings}
    if len(here) < 2:
        return findings
    words = [word for severity, word in SEVERITY_WORDS.items() if severity in here]
    chosen = switch(["all", *words], key="show")
    return [f for f in findings if chosen in ("all", SEVERITY_WORDS[f.severity])]


def page_of(items: Sequence[ItemT], *, size: int, key: str) -> Sequence[ItemT]:
    """One page of a long list, with page numbers to leaf through it when it needs them."""
    pages = -(-len(items) // size)
    if pages <= 1:
        return items
    page = st.pagination(pages, key=key, bind="query-params")
    return items[(page - 1) * size : page * size]
