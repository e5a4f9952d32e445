"""What others may take, kept beside the readings: the snapshot's files, and each as Parquet too."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kmlib.export.snapshot import Table, snapshot_files
from kmlib.privacy import Published
from kmlib.snapshots import Place, in_words


def write_published(published: Published, place: Place) -> None:
    """Put out what others may take: the snapshot's files, and each of its tables as Parquet.

    The description comes last; its checksums tell which files belong to it.

    Raises:
        NotKeptError: it cannot be written there.
    """
    parquet: dict[str, bytes] = {}

    def keep(name: str, table: Table) -> None:
        parquet[f"{Path(name).stem}.parquet"] = _parquet(table)

    files = snapshot_files(published, also=keep)
    with in_words():
        for name, content in reversed((files | parquet).items()):
            with place.new(name) as file:
                file.write(content)


def _parquet(table: Table) -> bytes:
    """A table as Parquet: typed, and its texts as they are, since nothing runs them."""
    import pyarrow as pa  # it comes with Streamlit; no command needs it
    from pyarrow import parquet

    columns = {
        field["name"]: _column([row.get(field["name"]) for row in table.rows], field["type"])
        for field in table.fields
    }
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def _column(cells: Sequence[Any], kind: str) -> Any:
    """A column for Arrow: which cells are filled, and what they hold, side by side in memory.

    `pyarrow.array` would do the same, and load pandas for it: a second and 80 MB.

    Source: Arrow columnar format, https://arrow.apache.org/docs/format/Columnar.html.
    """
    import pyarrow as pa

    held: list[Any] = [_bits(cell is not None for cell in cells)]
    if kind == "string":  # half a letter, which nothing can read, is a question mark as in the CSV
        texts = [b"" if c is None else str(c).encode("utf-8", "replace") for c in cells]
        held += [np.cumsum([0, *map(len, texts)], dtype=np.int32), b"".join(texts)]
    elif kind == "boolean":
        held.append(_bits(map(bool, cells)))
    else:
        held.append(np.array([EMPTY[kind] if c is None else c for c in cells], NUMBERS[kind]))
        held[-1] = held[-1].view(np.int64).astype(np.int32) if kind == "date" else held[-1]
    types = {"number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_()}
    types |= {"date": pa.date32(), "string": pa.string()}
    return pa.Array.from_buffers(types[kind], len(cells), [pa.py_buffer(one) for one in held])


NUMBERS: dict[str, Any] = {"number": np.float64, "integer": np.int64, "date": "datetime64[D]"}
EMPTY: dict[str, Any] = {"number": 0.0, "integer": 0, "date": dt.date(1970, 1, 1)}


def _bits(said: Iterable[bool]) -> Any:
    """Eight to a byte, the first one lowest."""
    return np.packbits(np.fromiter(said, np.bool_), bitorder="little")
