"""The smallest sheet that makes each finding of the reader, and the cell that it names."""

import datetime as dt
import re

import openpyxl
import pytest

import kmlib
from kmlib.findings import ESTIMATE, FOOTNOTE_MARK, RATIO_MISMATCH, RULES, Cell, together
from kmlib.network import Network
from kmlib.observations import no_observations
from kmlib.schema import NetworkSettings

DAY = dt.date(2026, 3, 14)
NOON = dt.datetime(2026, 3, 14, 12)
LONG = "Team | Measure | Date | Value"
COUNTS = f"{LONG} | Numerator | Denominator"
KINDS = "Measure | Kind | Unit | Better"
OCTOBER = "Alder | Attendance | Oct 2025"

CASES = {
    "no-teams-tab": ("", {"Teams": None, "Data": [LONG, f"{OCTOBER} | 85%"]}),
    "no-measures-tab": ("", {"Measures": None, "Data": [LONG, f"{OCTOBER} | 85%"]}),
    "tab-unknown": ("A1", {"Lunch": ["Soup | Bread", "tomato | rye"]}),
    "tab-near-miss": ("A1", {"Routnes": ["Routine | Stage", "Data dive | generation"]}),
    "tab-twice": ("A1", {"Schools": ["School", "Cedar"]}),
    "second-table": (
        "A4",
        {
            "Data": [
                LONG,
                f"{OCTOBER} | 85%",
                "",
                "School | Attendance | Date",
                "Birch | 80% | May 2025",
            ]
        },
    ),
    "column-unknown": ("B1", {"Teams": ["Team | Mascot", "Alder | owl"]}),
    "column-near-miss": ("B1", {"Teams": ["Team | Cohrot", "Alder | 1"]}),
    "column-twice": ("C1", {"Teams": ["Team | Lead | Lead", "Alder | a | b"]}),
    "column-missing": ("A1", {"Priorities": ["Question | Owner", "Why? | me"]}),
    "column-roster": ("E1", {"Data": [f"{LONG} | Student name", f"{OCTOBER} | 85% | Ana"]}),
    "name-clash": ("B3", {"Teams": ["Team | Also known as", "Alder | ACE", "Birch | ACE"]}),
    "name-twice": ("A3", {"Teams": ["Team", "Alder", "Alder"]}),
    "code-contradicts-name": (
        "A2",
        {
            "Teams": ["Team | Code", "Alder | A12", "Birch | B12"],
            "Data": [f"Code | {LONG}", f"B12 | {OCTOBER} | 85%"],
        },
    ),
    "group-near-miss": (
        "E2",
        {
            "Groups": ["Group", "Newcomers"],
            "Data": [f"{LONG} | Group", f"{OCTOBER} | 85% | Newcomer"],
        },
    ),
    "group-unlisted": (
        "E2",
        {"Groups": ["Group", "Girls"], "Data": [f"{LONG} | Group", f"{OCTOBER} | 85% | Newcomers"]},
    ),
    "required-empty": ("C2", {"Measures": [KINDS, "Late | outcome | | lower"]}),
    "date-order-unknown": ("C1", {"Data": [LONG, "Alder | Attendance | 5/10/2025 | 85%"]}),
    "date-before-network": (
        "C2",
        {"Network": ["Setting | Value", "Began | 2025-11-15"], "Data": [LONG, f"{OCTOBER} | 85%"]},
    ),
    "period-from-title": (
        "A1",
        {"Data": ["October 2025", "", "Team | Measure | Value", "Alder | Attendance | 85%"]},
    ),
    "team-from-title": (
        "A1",
        {"Data": ["Alder", "", "Measure | Date | Value", "Attendance | Oct 2025 | 85%"]},
    ),
    "measure-from-title": (
        "A1",
        {"Data": ["Attendance", "", "Team | Date | Value", "Alder | Oct 2025 | 85%"]},
    ),
    "group-from-title": (
        "A1",
        {
            "Groups": ["Group", "Girls"],
            "Data": ["Girls", "", LONG, f"{OCTOBER} | 85%"],
        },
    ),
    "not-in-its-year": (
        "B2",
        {
            "Data": [
                "Year | Month | Team | Attendance",
                "2025-26 | Oct 2024 | Alder | 85%",
                "2025-26 | Oct | Birch | 80%",
            ]
        },
    ),
    "total-rows": ("A3", {"Data": [LONG, f"{OCTOBER} | 85%", "Average | | | 85%"]}),
    "no-period": ("A1", {"Data": ["Team | Measure | Value", "Alder | Attendance | 85%"]}),
    "no-team": ("A1", {"Data": ["Measure | Date | Value", "Attendance | Oct 2025 | 85%"]}),
    "no-measure": ("A1", {"Data": ["Team | Date | Value", "Alder | Oct 2025 | 85%"]}),
    "percent-unclear": ("D2", {"Data": [LONG, f"{OCTOBER} | 1"]}),
    "denominator-zero": ("F2", {"Data": [COUNTS, f"{OCTOBER} | | 3 | 0"]}),
    "ratio-mismatch": ("D2", {"Data": [COUNTS, f"{OCTOBER} | 61% | 91 | 219"]}),
    "value-empty": ("D3", {"Data": [LONG, f"{OCTOBER} | 85%", "Birch | Attendance | Oct 2025 |"]}),
    "setting-unknown": ("A2", {"Network": ["Setting | Value", "Colour | blue"]}),
    "beside-settings": ("C2", {"Network": ["Setting | Value", "Name | Small | by vote"]}),
    "floor-without-reason": ("B2", {"Network": ["Setting | Value", "Smallest group shown | 3"]}),
    "target-by-without-target": (
        "E2",
        {"Measures": [f"{KINDS} | Target by", "Late | outcome | percent | lower | 2026-06-30"]},
    ),
    "target-outside-unit": (
        "E2",
        {"Measures": [f"{KINDS} | Target", "Late | outcome | percent | lower | 850"]},
    ),
    "target-unclear": (
        "E2",
        {"Measures": [f"{KINDS} | Target", "Late | outcome | percent | lower | 0.15"]},
    ),
    "score-off-scale": (
        "D2",
        {
            "Participation": [
                "Routine | Date | Stakeholder group | Value",
                "Data dive | Oct 2025 | teachers | 45",
            ]
        },
    ),
    "row-twice": (
        "A3",
        {"Dive prompts": ["Slide | Question", "equity | Who?", "equity | Who?"]},
    ),
    "not-an-address": ("A3", {"Access": ["Address | Role", "x.org | viewer", "Ada | viewer"]}),
    "ends-before-it-starts": (
        "D2",
        {"Cycles": ["Team | Title | Started | Ended", "Alder | Calls | 2025-10-06 | 2025-09-06"]},
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_sheet_that_makes_a_finding(a_network, code):
    cell, tabs = CASES[code]
    found = [finding for finding in a_network(**tabs).findings if finding.code == code]

    assert [finding.cell for finding in found][:1] == [cell]
    assert "{" not in found[0].what + found[0].why + found[0].fix


@pytest.mark.parametrize("code", ["hidden-rows", "hidden-columns", "tab-hidden"])
def test_what_is_hidden_in_a_sheet_is_named(a_hub, code):
    path = a_hub(Data=[LONG, "Alder | Attendance | Oct 2025 | 85%"])
    book = openpyxl.load_workbook(path)
    if code == "hidden-rows":
        book["Data"].row_dimensions[2].hidden = True
    elif code == "hidden-columns":
        book["Data"].column_dimensions["B"].hidden = True
    else:
        book["Data"].sheet_state = "hidden"
    book.save(path)

    network = kmlib.load(path)

    assert code in [finding.code for finding in network.findings]
    assert len(network.observations) == (0 if code == "tab-hidden" else 1)


# What is said to whoever may not read the cell


WORDS = {word for rule in RULES for word in re.findall(r"{(\w+)}", " ".join(rule[2:]))}
WORDS -= {"value", "name", "file", "cell", "sheet"}  # those of the cell itself
QUOTES = {"value", "low", "high", "numerator", "denominator", "computed", "kept"}


def as_published(finding):
    nothing = no_observations((), ())
    network = Network(NetworkSettings(), nothing, {}, (finding,), (), DAY, NOON)
    return kmlib.publish(network).findings[0]


@pytest.mark.parametrize("order", [1, -1], ids=["one way", "the other way"])
def test_two_findings_at_one_cell_quote_it_once_or_not_at_all(order):
    cell = Cell("hub.xlsx", "Data", 2, 4, "~14*")
    counts = {"numerator": "91", "denominator": "219", "computed": "41.6"}
    both = together(*[ESTIMATE.at(cell), FOOTNOTE_MARK.at(cell)][::order])
    assert both.what.count("“~14*”") == 1
    assert " It " in both.what
    for other in (FOOTNOTE_MARK.at(cell), RATIO_MISMATCH.at(cell, **counts)):
        masked = as_published(together(*[ESTIMATE.at(cell), other][::order]))
        assert not re.search(r"\d", masked.what), masked.what
        assert ESTIMATE.why in masked.why


OF_SOURCES = re.compile(r".+“{file}”")  # what is said of a whole source quotes its name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_finding_reads_well_without_its_quote(rule):
    if OF_SOURCES.match(rule.what):
        return
    said = {word: f"<{word}>" for word in WORDS} | {"effect": "The row is set aside."}
    cell = Cell("hub.xlsx", "Data", 2, 3, "83.71%")
    finding = as_published(rule.at(cell, **said))
    assert not re.search(r"83\.71|“”|[{}]|\b(\w+) \1\b|  ", " ".join(finding[5:9])), finding.what
    assert finding.what[0].isupper() or finding.what[0] in "“<"
    assert not any(f"<{quoted}>" in " ".join(finding[5:9]) for quoted in QUOTES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_only_what_was_found_quotes_a_cell_and_it_begins_with_the_quote(rule):
    quoted = {word for word in re.findall(r"\{(\w+)\}", rule.what) if word in QUOTES}
    assert not quoted or rule.unquoted or rule.what.startswith("“{value}”")
    assert "{name}" not in rule.what or rule.what.startswith("“{name}”")
    assert not {"name", "file", *QUOTES} & set(re.findall(r"\{(\w+)\}", rule.why + rule.fix))
