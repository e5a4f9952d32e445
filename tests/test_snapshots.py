"""The last good reading of a source: kept whole, or not at all."""

import base64
import datetime as dt
import errno
import gzip
import hashlib
import os
import random
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmlib import snapshots
from kmlib.findings import SOURCE_NOT_FOUND, Cell
from kmlib.reading.cells import Tab, Workbook
from kmlib.reading.sources import Opened, open_source
from kmlib.snapshots import Folder, Kept, NotKeptError, Remote, place_at, read_kept, write_kept

ROOT = Path(__file__).parents[1]
READ_AT = dt.datetime(2026, 3, 12, 14, 5, tzinfo=dt.UTC)
CELLS = st.one_of(
    st.text(max_size=5),
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.datetimes().filter(lambda moment: not moment.fold),
    st.times().filter(lambda time: not time.fold),
    st.none(),
    st.sampled_from(("", "=B2/C2", "85%", '{"date": "2025-10-05"}', "\ud800", 1, 1.0, True, -0.0)),
)


@pytest.fixture
def place(tmp_path):
    return place_at(str(tmp_path), "readings")


def a_reading(*rows, source="hub.xlsx", **more):
    tab = Tab(source, "Data", [list(row) for row in rows])
    return Kept(source, READ_AT, Opened((Workbook(source, (tab,)),)), **more)


def rows_of(kept):
    return [row for book in kept.opened.workbooks for tab in book.tabs for row in tab.rows]


def the_file(place):
    (file,) = place.path.iterdir()
    return file


def lines_of(place):
    return gzip.decompress(the_file(place).read_bytes()).split(b"\n")


def with_its_checksum(*lines):
    whole = b"\n".join(lines) + b"\n"
    return gzip.compress(whole + hashlib.sha256(whole).hexdigest().encode())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(rows=st.lists(st.lists(CELLS, max_size=4), max_size=8))
def test_every_cell_comes_back_as_it_was_with_its_type(tmp_path_factory, rows):
    place = Folder(tmp_path_factory.getbasetemp() / "cells")
    write_kept(place, a_reading(*rows))
    again = rows_of(read_kept(place, "hub.xlsx"))
    assert [[repr(cell) for cell in row] for row in again] == [list(map(repr, row)) for row in rows]


def test_all_that_was_read_of_the_sample_comes_back(place):
    for path in sorted((ROOT / "sample_sheets").glob("*.xlsx")):
        opened = open_source(path)
        opened = opened._replace(findings=(SOURCE_NOT_FOUND.at(Cell("a.xlsx", value="a.xlsx")),))
        kept = Kept(str(path), READ_AT, opened, parts=("a.xlsx",), rows=7)
        write_kept(place, kept)
        assert read_kept(place, str(path)) == kept


def test_what_a_sheet_hides_merges_and_links_comes_back(place):
    tab = Tab(
        "hub.xlsx", "Data", [["a"]], hidden=True, hidden_rows=frozenset({0, 7}),
        hidden_columns=frozenset({2}), merged=((0, 0, 1, 2),), link="https://example.org/#gid=1",
        links={(1, 2): "https://docs.google.com/spreadsheets/d/1aB/edit"},
    )  # fmt: skip
    kept = Kept("hub.xlsx", READ_AT, Opened((Workbook("hub.xlsx", (tab,), path="/x/hub.xlsx"),)))
    write_kept(place, kept)
    assert read_kept(place, "hub.xlsx") == kept


def test_a_long_tab_is_kept_in_pieces_and_comes_back_in_order(place):
    rows = [[f"row {number}", float(number)] for number in range(2 * snapshots.ROWS_A_LINE + 1)]
    write_kept(place, a_reading(*rows))
    assert rows_of(read_kept(place, "hub.xlsx")) == rows


def test_of_a_source_that_was_never_read_nothing_is_kept(place):
    assert read_kept(place, "hub.xlsx") is None
    write_kept(place, a_reading(["a"]))
    assert read_kept(place, "other.xlsx") is None


def test_the_newer_reading_takes_the_place_of_the_older_and_leaves_nothing_behind(place):
    write_kept(place, a_reading(["older"]))
    write_kept(place, a_reading(["newer"]))
    assert rows_of(read_kept(place, "hub.xlsx")) == [["newer"]]
    assert the_file(place).name.endswith(".jsonl.gz")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("is_there", [False, True], ids=["made", "there already, open to all"])
def test_readings_belong_to_their_owner_alone(place, is_there):
    if is_there:
        place.path.mkdir(mode=0o755)
    write_kept(place, a_reading(["a"]))
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(the_file(place).stat().st_mode) == 0o600


def test_a_kept_reading_is_lines_that_run_nothing(place):
    write_kept(place, a_reading(["Alder", dt.date(2025, 10, 5)]))
    version, about, columns, rows, end, checksum = lines_of(place)
    assert (version, columns) == (b"2", b"0")
    assert about.startswith(b'["hub.xlsx"')
    assert rows == b'[["Alder",{"date":"2025-10-05"}]]'
    assert (end, len(checksum)) == (b"[]", 64)


def test_what_was_kept_before_cells_were_told_apart_is_read_again(place):
    kept = a_reading(["Alder", dt.date(2025, 10, 5)])
    write_kept(place, kept)
    _, about, _, rows, end, _ = lines_of(place)
    the_file(place).write_bytes(with_its_checksum(b"1", about, rows, end))
    assert read_kept(place, "hub.xlsx") == kept


# What cannot be read again


@pytest.mark.parametrize("code", [-1, 1, 2**31 - 1])
def test_a_place_with_a_cell_that_is_not_there_is_no_reading(place, code):
    write_kept(place, a_reading(["a"]))
    _, about, *_ = lines_of(place)
    codes = b'"%b"' % base64.b64encode(np.array([0, code], snapshots.NUMBER).tobytes())
    the_file(place).write_bytes(with_its_checksum(b"2", about, b"2", b'["Alder"]', codes))
    with pytest.raises(NotKeptError, match="its file is damaged"):
        read_kept(place, "hub.xlsx")


def test_half_a_file_is_no_reading(place):
    write_kept(place, a_reading(*([str(number)] for number in range(500))))
    whole = the_file(place).read_bytes()
    for length in (0, 1, 10, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        the_file(place).write_bytes(whole[:length])
        with pytest.raises(NotKeptError, match="its file is damaged"):
            read_kept(place, "hub.xlsx")


def test_a_file_with_one_wrong_byte_is_no_reading(place):
    kept = a_reading(*([f"{number}%", number] for number in range(50)))
    write_kept(place, kept)
    whole = the_file(place).read_bytes()
    refused = 0
    for position in range(len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 0x55
        the_file(place).write_bytes(changed)
        refused += 1
        with suppress(NotKeptError):
            assert read_kept(place, "hub.xlsx") == kept, "the zip's own marks, such as its time"
            refused -= 1
    assert refused > len(whole) - 10


NEWER = "its file was written by a newer version of the dashboard"


def zipped(*lines):
    return gzip.compress(b"\n".join(lines))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(zipped(b"3", b"something else"), NEWER, id="a newer version"),
        pytest.param(zipped(b"1", b'{"source": 1}', b""), "its file is damaged", id="no reading"),
        pytest.param(zipped(b"1"), "its file is damaged", id="only a version"),
        pytest.param(zipped(b"[]", b"[]"), "its file is damaged", id="no version"),
        pytest.param(b"PK\3\4", "its file is damaged", id="another kind of file"),
        pytest.param(b"", "its file is damaged", id="empty"),
    ],
)
def test_what_is_no_kept_reading_is_said_in_words(place, content, reason):
    write_kept(place, a_reading(["a"]))
    the_file(place).write_bytes(content)
    with pytest.raises(NotKeptError) as error:
        read_kept(place, "hub.xlsx")
    assert str(error.value) == reason


def test_a_reading_with_another_cell_typed_into_it_is_no_reading(place):
    write_kept(place, a_reading(["Alder", "85%"]))
    lines = gzip.decompress(the_file(place).read_bytes())
    the_file(place).write_bytes(gzip.compress(lines.replace(b"85%", b"95%")))
    with pytest.raises(NotKeptError, match="damaged"):
        read_kept(place, "hub.xlsx")


def test_no_more_is_unzipped_than_a_reading_may_hold(place, monkeypatch):
    write_kept(place, a_reading(*(["x" * 1000] for _ in range(100))))
    monkeypatch.setattr(snapshots, "LARGEST_KEPT", 50_000)
    with pytest.raises(NotKeptError, match="damaged"):
        read_kept(place, "hub.xlsx")
    with pytest.raises(NotKeptError, match="too large"):
        write_kept(place, a_reading(*(["x" * 1000] for _ in range(100))))


# What cannot be written


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param(errno.ENOSPC, "no space left on device", id="the disk is full"),
        pytest.param(errno.EACCES, "permission denied", id="it may not be written"),
        pytest.param(errno.EROFS, "read-only file system", id="a disk that is only read"),
        pytest.param(errno.EIO, "input/output error", id="a disk that fails"),
    ],
)
@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "gzip.GzipFile.write"])
def test_what_cannot_be_written_leaves_the_older_reading(place, monkeypatch, step, code, reason):
    write_kept(place, a_reading(["older"]))

    def fails(*_):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(step, fails)
        with pytest.raises(NotKeptError, match=reason):
            write_kept(place, a_reading(["newer"]))
    assert rows_of(read_kept(place, "hub.xlsx")) == [["older"]]
    assert the_file(place), "nothing unfinished is left"


def test_a_place_that_is_no_folder_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    place = place_at(str(tmp_path / "file"), "readings")
    with pytest.raises(NotKeptError, match="not a directory"):
        write_kept(place, a_reading(["a"]))
    with pytest.raises(NotKeptError, match="not a directory"):
        read_kept(place, "hub.xlsx")


WRITER = """
import os, sys
from tests.test_snapshots import a_reading
from kmlib.snapshots import Folder, write_kept
from pathlib import Path

place, number = Folder(Path(sys.argv[1])), 0
write_kept(place, a_reading(*[[0]] * 5000))
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    while child == 0:
        number += 1
        write_kept(place, a_reading(*[[number]] * 5000))
    print(child, flush=True)
    os.waitpid(child, 0)
    number += 1000
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_whenever_the_dashboard_is_killed_a_whole_reading_is_left(tmp_path):
    place, moments = Folder(tmp_path / "readings"), random.Random(1)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place.path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with writer:
        assert writer.stdout.readline() == "ready\n"
        seen, unfinished = [], 0
        for _ in range(50):
            writer.stdin.write("\n")
            writer.stdin.flush()
            child = int(writer.stdout.readline())
            time.sleep(moments.uniform(0, 0.03))
            os.kill(child, signal.SIGKILL)
            rows = rows_of(read_kept(place, "hub.xlsx"))
            assert len(rows) == 5000
            assert rows.count(rows[0]) == 5000, "part of one reading, part of another"
            seen.append(rows[0][0])
            unfinished += len(list(place.path.iterdir())) > 1
        writer.stdin.close()
    assert seen == sorted(seen)
    assert len(set(seen)) > 10, "it was killed before it had written anything"
    assert unfinished > 10, "it was hardly ever killed in the middle of writing"
    assert len(list(place.path.iterdir())) <= 2, "what one leaves behind the next one takes away"


# Elsewhere


def test_readings_may_be_kept_anywhere_that_fsspec_knows():
    fsspec = pytest.importorskip("fsspec")
    place = place_at("memory://network/kept/", "readings")
    assert isinstance(place, Remote)
    assert read_kept(place, "hub.xlsx") is None
    for word in ("older", "newer"):
        write_kept(place, a_reading([word]))
        assert rows_of(read_kept(place, "hub.xlsx")) == [[word]]
    files = fsspec.filesystem("memory").ls("/network/kept/readings", detail=False)
    assert len(files) == 1


def test_a_place_elsewhere_that_cannot_be_written_is_said_in_words(monkeypatch):
    memory = pytest.importorskip("fsspec.implementations.memory").MemoryFileSystem
    place = place_at("memory://away", "readings")
    write_kept(place, a_reading(["older"]))

    def fails(*_, **__):
        raise OSError("no route")

    with monkeypatch.context() as patch:
        patch.setattr(memory, "mv", fails)
        with pytest.raises(NotKeptError, match="cannot be reached"):
            write_kept(place, a_reading(["newer"]))
    assert rows_of(read_kept(place, "hub.xlsx")) == [["older"]]


@pytest.mark.parametrize(
    ("url", "lacks"), [("memory://x", "fsspec"), ("nothing-like-it://x", None)]
)
def test_a_place_that_needs_a_package_more_says_which(monkeypatch, url, lacks):
    if lacks:
        monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(NotKeptError, match=lacks or "nothing-like-it"):
        write_kept(place_at(url, "readings"), a_reading(["a"]))


def test_who_keeps_readings_in_a_folder_loads_no_fsspec(tmp_path):
    code = (
        "import sys; from kmlib.snapshots import *; import kmlib.__main__;"
        "read_kept(place_at(sys.argv[1], 'readings'), 'x'); print('fsspec' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == "False\n"
