"""Reading many workbooks spread over a Dask cluster: the same network as one after the other."""

import warnings
from pathlib import Path

import pytest

import kmlib
from kmlib.export.demo import write_demo
from tests.conftest import write_workbook

distributed = pytest.importorskip(
    "distributed", reason="reading on a cluster needs Dask: pip install distributed"
)
pytestmark = pytest.mark.xdist_group("cluster")
ROOT = Path(__file__).parents[1]
MONTHS = [f"{month} 2025 | 90%" for month in ("Feb", "Mar", "Apr", "May", "Sep", "Oct", "Nov")]


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes on this very computer."""
    with (
        warnings.catch_warnings(action="ignore"),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as made,
        distributed.Client(made) as client,
    ):
        yield client.get_executor()


def same(ahead, alone):
    assert ahead.findings == alone.findings
    assert ahead.sources == alone.sources
    assert ahead.tabs == alone.tabs
    assert ahead.observations.to_rows() == alone.observations.to_rows()
    assert ahead.excerpts == alone.excerpts


def test_the_sample_network_read_on_a_cluster_is_the_same_in_the_same_order(cluster):
    hub = ROOT / "sample_sheets" / "hub.xlsx"
    same(kmlib.load(hub, executor=cluster), kmlib.load(hub))


def test_a_folder_with_faulty_and_unreadable_workbooks_is_the_same_too(cluster, a_hub, tmp_path):
    teams = [f"Team {number}" for number in range(12)]
    hub = a_hub(Teams=["Team | Sheet", *(f"{team} | {team}.xlsx" for team in teams)])
    for number, team in enumerate(teams):
        slip = [f"Dec 2025 | {number} or so"] * (number % 3 == 0)
        write_workbook(
            tmp_path / f"{team}.xlsx", {"Sheet1": ["Month | Attendance", *MONTHS, *slip]}
        )
    (tmp_path / "Team 5.xlsx").write_bytes(b"PK\3\4 half")
    (tmp_path / "Team 7.xlsx").unlink()
    ahead = kmlib.load(hub, executor=cluster)
    same(ahead, kmlib.load(hub))
    assert {"source-damaged", "source-not-found"} <= {finding.code for finding in ahead.findings}
    assert len(ahead.observations.to_rows()) >= 7 * 10


def test_a_messy_network_is_the_same_on_a_cluster(cluster, tmp_path):
    for number in range(3):
        write_demo(tmp_path / str(number), teams=6, measures=3, periods=6, messy=True, seed=number)
        (tmp_path / str(number) / "hub.xlsx").rename(tmp_path / f"part-{number}.xlsx")
        (tmp_path / str(number)).rmdir()
    parts = sorted(tmp_path.glob("*.xlsx"))
    same(kmlib.load(*parts, executor=cluster), kmlib.load(*parts))
