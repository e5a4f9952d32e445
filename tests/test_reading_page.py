"""docs/reading.md: every example on the page is read as the page says."""

import re
from pathlib import Path

import openpyxl
import pytest
from conftest import write_workbook

from kmlib.export.start import write_start

PAGE = (Path(__file__).parents[1] / "docs" / "reading.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
TEAMS = (
    "Team | Code | Also known as | District",
    "Lincoln Elementary | 0640081 | LIN | Riverbend",
    "St. Mary's | | |",
    "P.S. 12 | | |",
)


def blocks_of(section):
    return re.findall(r"```\n(.*?)```", SECTIONS[section], re.DOTALL)


def rows_of(section):
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", SECTIONS[section], re.MULTILINE)
    return pytest.mark.parametrize(("typed", "read_as"), rows, ids=[typed for typed, _ in rows])


def set_aside(network):
    errors = [finding.code for finding in network.findings if finding.severity == "error"]
    return f"set aside: {', '.join(errors)}" if errors else ""


@pytest.mark.parametrize("block", blocks_of("Layouts"), ids="block {}".format)
def test_every_layout_says_the_same(a_network, block):
    groups = ("Group", "Girls", "Boys")
    rows = a_network(Groups=groups, Data=block.splitlines()).observations.to_rows()
    said = [
        (row["team"], row["period_start"].month, row["numerator"], row["value"])
        for row in rows
        if not row["group"]
    ]
    assert sorted(said) == [("Alder", 10, 17.0, 85.0), ("Alder", 11, 18.0, 90.0)]


@rows_of("Numbers in a percent column")
def test_a_number_is_read_as_the_page_says(a_network, typed, read_as):
    cells = {"Sep": typed, "Oct": "71%", "Nov": "64%", "Dec": "92%"}
    column = [f"Alder | Attendance | {month} 2025 | {cell}" for month, cell in cells.items()]
    network = a_network(Data=["Team | Measure | Date | Value", *column])
    first = [row for row in network.observations.to_rows() if row["period_start"].month == 9]
    shown = "suppressed" if first and first[0]["suppressed"] else ""
    value = f"{first[0]['value']:g}" if first and not shown else "nothing to show"
    assert (set_aside(network) or shown or value) == read_as


@pytest.mark.parametrize(
    ("unit", "typed", "read_as"),
    re.findall(
        r"^\| ([a-z-]+) \| `(.+?)` \| (.+?) \|$", SECTIONS["Numbers in other units"], re.MULTILINE
    ),
)
def test_a_number_in_another_unit_is_read_as_the_page_says(a_network, unit, typed, read_as):
    measures = [
        "Measure | Kind | Unit | Better | Counts",
        f"Ours | process | {unit} | higher | staff",
    ]
    column = ["Team | Measure | Date | Value", f"Alder | Ours | Sep 2025 | {typed}"]
    network = a_network(Measures=measures, Data=column)
    value = "".join(f"{row['value']:g}" for row in network.observations.to_rows())
    assert (set_aside(network) or value) == read_as


@rows_of("Dates and periods")
def test_a_date_is_read_as_the_page_says(a_network, typed, read_as):
    tab = ["Team | Measure | Date | Value", f"Alder | Attendance | {typed} | 85%"]
    network = a_network(**{"2025-26": tab})
    said = network.observations.to_rows()
    periods = [f"{row['period_start']} to {row['period_end']}" for row in said]
    assert (set_aside(network) or periods[0]) == read_as


@rows_of("Names")
def test_a_name_is_read_as_the_page_says(a_network, typed, read_as):
    tab = ["Team | Measure | Date | Value", f"{typed} | Attendance | Oct 2025 | 85%"]
    network = a_network(Teams=TEAMS, Data=tab)
    assert (set_aside(network) or network.observations.to_rows()[0]["team"]) == read_as


def test_a_first_hub_is_proposed_as_the_page_says(tmp_path):
    *files, teams, measures = (
        block.splitlines() for block in blocks_of("Start from what you have")
    )
    paths = [
        write_workbook(tmp_path / f"file {number}.xlsx", {"Sheet1": lines})
        for number, lines in enumerate(files)
    ]
    write_start(paths, tmp_path / "hub.xlsx")
    hub = openpyxl.load_workbook(tmp_path / "hub.xlsx")
    for tab, lines in (("Teams", teams), ("Measures", measures)):
        titles, *said = ([cell.strip() for cell in line.split("|")] for line in lines)
        head, *rows = hub[tab].values
        columns = [[title.rstrip("*") for title in head].index(title) for title in titles]
        assert [[row[column] or "" for column in columns] for row in rows] == said
