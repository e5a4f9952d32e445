import dataclasses
import re
import zipfile
from pathlib import Path

import pytest

import kmlib
from kmlib.schema import TABS, AccessRow, DataRow, NetworkSettings
from sample_sheets import make_sample

BOOKS = (
    make_sample.HUB,
    make_sample.KESTREL,
    make_sample.CEDAR_BEND,
    make_sample.HARBOR_STREET,
)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    make_sample.write_sample(folder)
    return folder


@pytest.fixture(scope="module")
def network():
    return kmlib.load(str(make_sample.FOLDER / make_sample.HUB))


def parts(workbook: Path) -> dict[str, bytes]:
    """What a workbook is made of; how tightly it is packed differs between machines."""
    with zipfile.ZipFile(workbook) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize("name", BOOKS)
def test_the_sample_workbooks_are_what_the_script_writes(written, name):
    assert parts(make_sample.FOLDER / name) == parts(written / name)


@pytest.mark.parametrize("name", BOOKS)
def test_writing_the_sample_twice_gives_the_same_bytes(written, tmp_path, name):
    make_sample.write_sample(tmp_path)
    assert (tmp_path / name).read_bytes() == (written / name).read_bytes()


def test_the_first_line_of_the_hub_says_that_all_is_made_up():
    first = make_sample.hub_tabs()[0]
    assert "made up" in first.rows[0][0]


def test_the_sample_fills_every_tab_but_access(network):
    unfilled = {model for model in TABS if not network.rows(model)}
    assert unfilled - {NetworkSettings, DataRow} == {AccessRow}


def test_every_planted_mistake_is_found_at_its_cell_and_nothing_else_is(network):
    found = [
        (finding.source, finding.sheet, finding.cell, finding.code)
        for finding in network.findings
        if finding.severity != "note"
    ]
    assert sorted(found) == sorted(make_sample.MISTAKES)


def test_a_dozen_schools_and_seven_measures_of_all_three_kinds_are_read(network):
    assert len(network.teams) == 12
    assert len(network.measures) == 7
    assert {measure.kind.value for measure in network.measures} == {
        "outcome",
        "process",
        "balancing",
    }


def test_teams_own_workbooks_arrive_in_full_beside_the_hub(network):
    rows = network.observations.to_rows()
    present = [row for row in rows if row["measure"] == "Present 9 days in 10" and not row["group"]]
    months = {team.team: 0 for team in network.teams}
    for row in present:
        months[row["team"]] += 1
    assert months["Kestrel"] == months["Cedar Bend"] == months["Harbor Street"] == 16
    assert months["Lincoln"] == 13, "three months were not reported"


def test_groups_of_a_whole_dimension_add_up_to_the_whole(network):
    races = {group.group for group in network.groups if group.dimension == "race or ethnicity"}
    rows = network.observations.to_rows()
    whole, parts_of_it = {}, {}
    for row in rows:
        key = row["team"], row["measure"], row["period_start"]
        if row["numerator"] is None:
            continue
        if not row["group"]:
            whole[key] = row["numerator"], row["denominator"]
        elif row["group"] in races:
            top, bottom = parts_of_it.get(key, (0, 0))
            parts_of_it[key] = top + row["numerator"], bottom + row["denominator"]
    compared = [key for key in parts_of_it if key in whole and key[0] != "Fairview"]
    assert len(compared) > 100
    assert {key: parts_of_it[key] for key in compared} == {key: whole[key] for key in compared}


def test_some_groups_are_smaller_than_ten_and_some_are_hidden_at_the_source(network):
    rows = [row for row in network.observations.to_rows() if row["group"]]
    assert any(row["denominator"] is not None and row["denominator"] < 10 for row in rows)
    assert any(row["suppressed"] for row in rows)


def test_nobody_is_named_in_the_sample():
    people = re.compile(r"\b(Mr|Mrs|Ms|Dr)\b\.?")
    for tabs in make_sample.workbooks().values():
        for tab in map(dataclasses.asdict, tabs):
            assert not people.search(str(tab["rows"])), tab["title"]
