"""What may take too much is read in a process of its own, which may fail alone."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from kmlib.reading import apart
from kmlib.reading.apart import read_apart
from kmlib.reading.cells import SourceError
from tests.reading.hostile_files import FAR, HOSTILE, ONE, xls, xls_text, xlsx

DIFFICULT = xls(xls_text(0, 0, "Team"))
MOST_SECONDS, MOST_MEGABYTES = 60, 400
WORST = (
    "cells without places",
    "a cell of an .ods repeated without end",
    "blanks that fold to nothing",
    "one long text in many cells",
    "a billion lols in a tab",
    "error marks without end",
    "areas merged over each other",
)
READ_ALL = """
import json, resource, sys, time
from kmlib.reading.cells import SourceError
from kmlib.reading.sources import read_workbook
from tests.reading.hostile_files import HOSTILE

def codes(data):
    try:
        return {finding.code for finding in read_workbook(data, "book.xlsx").findings}
    except SourceError as error:
        return {error.finding.code}

start = time.monotonic()
found = {name: sorted(codes(HOSTILE[name][1]())) for name in sys.argv[1:]}
seconds = time.monotonic() - start
with open("/proc/self/status") as about:  # its rusage would count whoever started it, too
    mine = next(int(line.split()[1]) for line in about if line.startswith("VmHWM"))
most = max(mine, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps([found, seconds, most / 1024]))
"""


def finding_of(data):
    with pytest.raises(SourceError) as refusal:
        read_apart(data, "book.xls")
    return refusal.value.finding


@pytest.fixture
def a_process(tmp_path, monkeypatch):
    """`a_process("kill -ABRT $$")`: the process that reads does this instead."""

    def build(command):
        script = tmp_path / "reader"
        script.write_text(f"#!/bin/sh\n{command}\n")
        script.chmod(0o755)
        monkeypatch.setattr(apart.sys, "executable", str(script))

    return build


def test_a_workbook_read_apart_arrives_whole_and_a_broken_tab_costs_that_tab():
    workbook = read_apart(xlsx(ONE, FAR), "book.xlsx")
    assert [(tab.source, tab.title, tab.rows) for tab in workbook.tabs] == [
        ("book.xlsx", "Data", [[1.0]])
    ]
    assert [(f.code, f.sheet) for f in workbook.findings] == [("tab-too-large", "More")]


def test_what_cannot_be_read_apart_is_said_in_one_finding():
    assert finding_of(xlsx(FAR)).code == "source-too-large"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such scripts")
@pytest.mark.parametrize("end", ["kill -ABRT $$", "exit 0", "echo nonsense", "exit 3"])
def test_a_reader_that_dies_ends_its_own_process_alone(a_process, end):
    a_process(end)
    assert finding_of(DIFFICULT).code == "source-damaged"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such scripts")
def test_a_reader_that_never_ends_is_stopped(a_process, monkeypatch):
    a_process("sleep 60")
    monkeypatch.setattr(apart, "LONGEST_READ", 0.1)
    finding = finding_of(DIFFICULT)
    assert finding.code == "source-damaged"
    assert "not read within 0.1 seconds" in finding.what


class _Evil:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such scripts")
def test_a_reader_that_was_taken_over_cannot_make_its_parent_run_anything(a_process, tmp_path):
    (tmp_path / "answer").write_bytes(pickle.dumps(_Evil(tmp_path / "harm")))
    a_process(f"cat '{tmp_path / 'answer'}'")
    assert finding_of(DIFFICULT).code == "source-damaged"
    assert not (tmp_path / "harm").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted as Linux does")
def test_the_worst_files_together_take_bounded_time_and_memory():
    run = subprocess.run(
        [sys.executable, "-c", READ_ALL, *WORST],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        check=True,
        timeout=2 * MOST_SECONDS,
    )
    found, seconds, megabytes = json.loads(run.stdout)
    assert found == {name: sorted(HOSTILE[name][0]) for name in WORST}
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES
