import pytest


def errors(network):
    return [(f.sheet, f.code) for f in network.findings if f.severity != "note"]


def notes(network):
    return [(f.sheet, f.code) for f in network.findings if f.severity == "note"]


@pytest.mark.parametrize("title", ["Notes", "Gaps", "Questions"])
def test_a_tab_of_free_text_is_no_tab_of_the_dashboard_whatever_its_title(a_network, title):
    lines = ["Talked to Alder about bus 12", "", "They will send it on Monday"]
    network = a_network(**{title: lines})
    assert errors(network) == []
    assert notes(network) == [(title, "tab-unknown")]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        pytest.param("Notes", ["When | What", "Oct 2025 | bus 12"], id="other columns"),
        pytest.param("Notes", ["Team", "Alder"], id="one of its columns"),
        pytest.param("Access", ["Ana and Ben"], id="who may sign in"),
        pytest.param("Measures", ["Attendance", "Home calls"], id="what everything is read with"),
    ],
)
def test_a_tab_that_was_meant_says_which_column_it_lacks(a_network, title, lines):
    found = errors(a_network(**{title: lines}))
    assert (title, "column-missing") in found or ("", "no-measures-tab") in found
