"""The promise: no filled cell goes unaccounted for, and a reader that drops one is found out."""

from dataclasses import replace
from unittest import mock

import pytest

import kmlib
from kmlib.export.demo import write_demo
from kmlib.export.template import write_template
from kmlib.reading import data, data_rows, rows, sources
from kmlib.reading.sources import open_source
from sample_sheets import make_sample
from tests.cell_accounts import listening, raw_cells, text_cells, unaccounted


def lost_of(*paths, hub=None):
    """The cells of these files that a reading of the first, and what it names, leaves out."""
    with listening() as account:
        network = kmlib.load(*(paths if hub else paths[:1]), hub=hub, opener=open_source)
    cells = {
        (path.name, title): filled
        for path in paths
        for title, filled in (text_cells if path.suffix == ".csv" else raw_cells)(path).items()
    }
    return unaccounted(network, account, cells)


def test_every_cell_of_the_sample_network_is_accounted_for():
    books = (
        make_sample.HUB,
        make_sample.KESTREL,
        make_sample.CEDAR_BEND,
        make_sample.HARBOR_STREET,
    )
    assert lost_of(*(make_sample.FOLDER / name for name in books)) == []


def test_every_cell_of_the_template_is_accounted_for(tmp_path):
    path = tmp_path / "hub.xlsx"
    write_template(path)
    assert lost_of(path) == []


@pytest.mark.parametrize("messy", [False, True], ids=["clean", "messy"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_cell_of_a_made_up_network_is_accounted_for(tmp_path, messy, seed):
    size = {"teams": 8, "measures": 6, "periods": 9}
    report = write_demo(tmp_path, **size, messy=messy, learning=True, seed=seed)
    assert lost_of(report.hub) == []


def test_every_cell_of_a_states_exports_is_accounted_for(reference, tmp_path):
    files = sorted((reference / "real" / "connecticut").glob("*.csv"))
    hub = write_demo(tmp_path, teams=4, measures=2, periods=0).hub
    assert lost_of(*files, hub=hub) == []


# A reader that drops something is found out

DATA = [
    "Numbers of the fall",
    "Team | Measure | Date | Value | Numerator | Denominator | Group | Note | Mascot",
    "Alder | Attendance | Oct 2025 | | 17 | 20 | | first | owl",
    "Alder | Attendance | Oct 2025 | 85% | | | Newcomers | | ",
    "Birch | Attendance | Oct 2025 | 80 | | | | | ",
    "Total | | | 82 | | | | | ",
]
CYCLES = [
    "Team | Title | Started | Learned | Scale | Weather",
    "Alder | Calls | 2025-10-06 | Calls before nine reach more families | 12 students | rain",
]
NETWORK = ["Setting | Value", "Name | Small Network", "As of | 2026-03-14 | the board's day"]


@pytest.fixture
def hub(a_hub):
    return a_hub(Network=NETWORK, Data=DATA, Cycles=CYCLES)


def a_reader(change):
    """A way to open workbooks that does something to the rows of Data."""

    def changed(book):
        tabs = (replace(t, rows=change(t.rows)) if t.title == "Data" else t for t in book.tabs)
        return replace(book, tabs=tuple(tabs))

    def broken(source):
        opened = sources.open_source(source)
        return opened._replace(workbooks=tuple(map(changed, opened.workbooks)))

    return mock.patch(f"{__name__}.open_source", broken)


def without_column(column):
    return a_reader(lambda rows: [[*row[:column], "", *row[column + 1 :]] for row in rows])


def without_row(number):
    return a_reader(lambda rows: [[] if i == number else row for i, row in enumerate(rows)])


def without_field(name):
    """A reader of rows that forgets what stands in one of their columns."""
    read = rows.read_field

    def broken(cell, spec, context):
        return None if spec.name == name else read(cell, spec, context)

    return mock.patch.object(rows, "read_field", broken)


def test_nothing_is_lost_of_a_small_hub(hub):
    assert lost_of(hub) == []


@pytest.mark.parametrize(
    ("broken", "lost"),
    [
        pytest.param(without_column(4), ("Data", 2, 4), id="a column of counts"),
        pytest.param(without_column(6), ("Data", 3, 6), id="the column of groups"),
        pytest.param(without_column(8), ("Data", 2, 8), id="a column that nobody knows"),
        pytest.param(without_row(3), ("Data", 3, 3), id="a row"),
        pytest.param(without_row(0), ("Data", 0, 0), id="a title"),
        pytest.param(without_field("learned"), ("Cycles", 1, 3), id="a field of a record"),
        pytest.param(
            mock.patch.object(data, "unread_columns", return_value=()),
            ("Data", 2, 8),
            id="the note about a column",
        ),
        pytest.param(
            mock.patch.object(data_rows, "read_groups", return_value=None),
            ("Data", 3, 6),
            id="the groups",
        ),
    ],
)
def test_a_reader_that_drops_cells_is_found_out(hub, broken, lost):
    with broken:
        assert lost in lost_of(hub)
