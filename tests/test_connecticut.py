"""Nine real exports of a state, read as they are and held against an independent analyst's result.

The analyst's file and the raw exports are found through KM_REFERENCE; see their SOURCE.md there.
"""

import csv
from collections import Counter

import pytest

import kmlib
from kmlib.export.start import write_start
from kmlib.findings import NAME_UNKNOWN
from kmlib.reading.names import Matcher
from kmlib.schema import TeamRow

SUPPRESSED, NOT_IN_EXPORT = "-9999", "-6666"
STATE = "Connecticut"  # the state's own total; in the exports "State Level", and no district


@pytest.fixture(scope="module")
def folder(reference):
    return reference / "real" / "connecticut"


@pytest.fixture(scope="module")
def expected(folder):
    with (folder / "expected" / "normalised_by_an_analyst.csv").open(encoding="utf-8") as file:
        return {
            (row["District"], row["Year"], row["Race/Ethnicity"]): row["Value"]
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def network(connecticut):
    return kmlib.load(*sorted(connecticut.glob("*.csv")), hub=connecticut / "hub.xlsx")


@pytest.fixture(scope="module")
def proposed(connecticut, tmp_path_factory):
    """The same exports, read with a hub that nobody wrote."""
    exports = sorted(connecticut.glob("*.csv"))
    hub = tmp_path_factory.mktemp("proposed") / "hub.xlsx"
    write_start(exports, hub)
    return kmlib.load(*exports, hub=hub)


def _reading(network, called=None):
    """What was read, keyed as the analyst keys it; `called` says how the analyst calls a team."""
    return {
        (
            called[row["team"]] if called else row["team"],
            f"{row['period_start'].year}-{row['period_end'].year}",
            row["group"],
        ): SUPPRESSED if row["suppressed"] else row["value"]
        for row in network.observations.to_rows()
    }


def _compared(read, expected):
    """How often what was read and what the analyst has say the same, and how they differ."""
    outcome = Counter()
    for key, value in expected.items():
        ours = read.get(key, NOT_IN_EXPORT)
        if key[0] == STATE:
            outcome["the state's own total, which is no district"] += 1
        elif isinstance(ours, float) and value not in (SUPPRESSED, NOT_IN_EXPORT):
            outcome["value agrees" if abs(ours - float(value)) < 1e-9 else "value differs"] += 1
        elif ours == value:
            outcome["suppressed, both" if ours == SUPPRESSED else "in no export, both"] += 1
        else:
            outcome[f"differs: {value} against {ours}"] += 1
    return outcome


ALL_AGREE = {
    "value agrees": 4663,
    "suppressed, both": 6365,
    "in no export, both": 1824,
    "the state's own total, which is no district": 63,
}


def test_every_value_and_every_suppressed_mark_agrees_with_the_analyst(network, expected):
    assert _compared(_reading(network), expected) == ALL_AGREE


def test_a_proposed_hub_reads_every_value_as_the_analyst_has_it(network, proposed, expected):
    analysts = network.rows(TeamRow)
    matcher = Matcher([team.names() for team in analysts])
    called = {}
    for team in proposed.rows(TeamRow):
        (position,) = {matcher.find(name) for name in team.names()} - {None}
        called[team.team] = analysts[position].team
    assert len(set(called.values())) == len(called), "no district stands there twice"
    read = _reading(proposed, called)
    assert _compared(read, expected) == ALL_AGREE
    assert set(read) <= set(expected)


def test_with_a_proposed_hub_only_rows_of_no_district_are_set_aside(proposed):
    aside = [finding for finding in proposed.findings if finding.severity != "note"]
    assert {(finding.code, finding.value) for finding in aside} == {(NAME_UNKNOWN.code, "NOTSET")}


def test_nothing_was_read_that_the_analyst_does_not_have(network, expected):
    assert set(_reading(network)) <= set(expected)


def test_only_rows_of_no_district_are_set_aside(network):
    aside = [finding for finding in network.findings if finding.severity == "error"]
    assert {(finding.code, finding.value) for finding in aside} == {(NAME_UNKNOWN.code, "NOTSET")}
    assert sum(source.rows_set_aside for source in network.sources) == len(aside)


def test_every_row_of_the_exports_is_accounted_for(network, folder):
    for source in network.sources:
        with (folder / source.name).open(encoding="utf-8") as lines:
            filled = sum(any(cell.strip() for cell in row) for row in csv.reader(lines))
        assert source.rows_accepted + source.rows_set_aside + source.rows_outside == filled
        assert source.rows_read == source.rows_accepted + source.rows_set_aside + source.rows_blank
