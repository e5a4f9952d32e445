"""What can be taken away: the snapshot, its single files, and the words to cite it with."""

from functools import partial

import streamlit as st

from kmlib.charts.words import count, day
from kmlib.dashboard.frame import download, small_print
from kmlib.export.guard import for_excel
from kmlib.export.snapshot import description, snapshot_file, snapshot_names, snapshot_zip
from kmlib.privacy import Published

CARE = (
    "The numbers are those of the day they were read. A later snapshot may hold more rows or mended"
    " ones, and then bears another version. The names and addresses of staff are left out of every"
    " file."
)


FILES = {  # of the snapshot: name, and what it holds
    "data.csv": "**Data** · One row an observation, with the workbook, tab and cell it came from.",
    "teams.csv": "**Teams** · The teams with their codes, cohort, model and number of students.",
    "measures.csv": "**Measures** · The measures with unit, direction, target and definition.",
    "groups.csv": "**Student groups** · The student groups with their dimension.",
    "network.csv": "**Network** · The settings of the network, and the day it is as of.",
    "findings.csv": "**Findings** · Every cell that was not used as typed, and how to mend it.",
    "names.csv": "**Names** · For which team, measure or group each text was taken, and how.",
}
OTHER_TABS = "**The other tabs of the hub**, as they were read:"


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
    rows, version = count(len(network.observations), "observation"), description(network)["version"]
    return (
        f"{name}. Shared success measures, snapshot as of {day(network.as_of)}, version {version}."
        f" {rows} of {count(len(network.teams), 'team')}, {hidden:,} of them suppressed."
        f" Read {day(network.read_at.date())} from {count(len(network.sources), 'workbook')}."
    )


def licence(network: Published) -> str:
    """What may be done with the files, as they say themselves."""
    return "Licence: " + "; ".join(one["title"] for one in description(network)["licenses"])


def file_buttons(network: Published) -> None:
    """Everything in one file, then one button a file with what it holds."""
    download(
        network,
        "Everything in one file (.zip)",
        lambda: snapshot_zip(network),
        name="snapshot.zip",
        type="primary",
    )
    small_print(
        "A Data Package: the tables below, with datapackage.json saying what each column means."
    )
    for name, holds in FILES.items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(holds, width="stretch")
            download(network, name, partial(_file, network, name), name=name, key=name)
    if others := [name for name in snapshot_names(network) if name not in FILES]:
        st.markdown(OTHER_TABS)
        with st.container(horizontal=True):
            for name in others:
                download(network, name, partial(_file, network, name), name=name, key=name)


def _file(network: Published, name: str) -> bytes:
    return for_excel(snapshot_file(network, name))
