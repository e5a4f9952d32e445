"""What can be taken away: the snapshot, its single files, and the words to cite it with."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

import streamlit as st

from kmlib.charts.words import count, day
from kmlib.dashboard.frame import small_print
from kmlib.export.snapshot import snapshot_files, snapshot_zip
from kmlib.privacy import Published

CARE = (
    "The numbers are those of the day they were read; a later snapshot may hold more rows or mended"
    " ones. The names and addresses of staff are left out of every file."
)


class File(NamedTuple):
    """One file of the snapshot and what it holds."""

    name: str
    label: str
    holds: str


FILES = (
    File(
        "data.csv", "Data", "One row an observation, with the workbook, tab and cell it came from."
    ),
    File("teams.csv", "Teams", "The teams with their codes, cohort, model and number of students."),
    File("measures.csv", "Measures", "The measures with unit, direction, target and definition."),
    File("groups.csv", "Student groups", "The student groups with their dimension."),
    File("network.csv", "Network", "The settings of the network, and the day it is as of."),
    File("findings.csv", "Findings", "Every cell that was not used as typed, and how to mend it."),
)


def downloads_headline(network: Published) -> str:
    """How much there is to take."""
    rows, teams = len(network.observations), len(network.teams)
    if not rows:
        return "There is no data to take away yet"
    return f"{count(rows, 'observation')} of {count(teams, 'team')}, ready to take away"


def citation(network: Published) -> str:
    """A sentence to cite the data with."""
    name = network.settings.name or "School network"
    hidden = int(network.observations.suppressed.sum())
    rows = count(len(network.observations), "observation")
    return (
        f"{name}. Shared success measures, snapshot as of {day(network.as_of)}."
        f" {rows} of {count(len(network.teams), 'team')}, {hidden:,} of them suppressed."
        f" Read {day(network.read_at.date())} from {count(len(network.sources), 'workbook')}."
    )


def snapshot_button(network: Published) -> None:
    """Everything in one file, made when it is asked for."""
    st.download_button(
        "Everything in one file (.zip)",
        lambda: snapshot_zip(network),
        file_name=f"{_slug(network)}-{network.as_of.isoformat()}.zip",
        mime="application/zip",
        type="primary",
        on_click="ignore",
    )
    small_print(
        "A Data Package: the tables below, with datapackage.json saying what each column means."
    )


def file_buttons(network: Published) -> None:
    """One button a file, with what it holds."""
    for file in FILES:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{file.label}** · {file.holds}", width="stretch")
            st.download_button(
                file.name,
                partial(_file, network, file.name),
                file_name=file.name,
                mime="text/csv",
                key=file.name,
                on_click="ignore",
            )


def _file(network: Published, name: str) -> bytes:
    return snapshot_files(network)[name]


def _slug(network: Published) -> str:
    return re.sub(r"[^a-z0-9]+", "-", network.settings.name.lower()).strip("-") or "network"
