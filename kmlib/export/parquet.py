"""What others may take, kept beside the readings: the snapshot's files, each as Parquet too."""

import datetime as dt
import io
import json
from pathlib import Path

from kmlib.export.snapshot import Table, snapshot_files, tables
from kmlib.privacy import Published
from kmlib.snapshots import Place, in_words


def write_published(published: Published, place: Place) -> None:
    """Put out what others may take: the snapshot's files, and each of its tables as Parquet.

    The description comes last; its checksums tell which files belong to it.

    Raises:
        NotKeptError: it cannot be written there.
    """
    made = {Path(name).stem: _parquet(make()) for name, make in tables(published).items()}
    parquet = {f"{stem}.parquet": content for stem, content in made.items()}
    with in_words():
        for name, content in reversed((snapshot_files(published) | parquet).items()):
            with place.new(name) as file:
                file.write(content)


def _parquet(table: Table) -> bytes:
    """A table as Parquet: typed, and its texts as they are, since nothing runs them.

    It goes through lines of JSON: from values that are Python's own pyarrow would load pandas,
    which takes a second and 80 MB.
    """
    import pyarrow as pa  # it comes with Streamlit; no command needs it
    from pyarrow import json as lines
    from pyarrow import parquet

    kinds = {"number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_()}
    kinds |= {"date": pa.date32(), "string": pa.string()}
    fields = {field["name"]: field["type"] for field in table.fields}
    schema = pa.schema([(name, kinds[kind]) for name, kind in fields.items()])
    cells = ([_for_arrow(row.get(name), fields[name]) for name in fields] for row in table.rows)
    rows = [dict(zip(fields, row, strict=True)) for row in cells]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    content = data.encode("utf-8", errors="replace")
    read = lines.ReadOptions(block_size=len(content) + 1)
    parse = lines.ParseOptions(explicit_schema=schema)
    filled = pa.Table.from_batches([], schema)
    if rows:
        filled = lines.read_json(io.BytesIO(content), read, parse)
    buffer = io.BytesIO()
    parquet.write_table(filled, buffer)
    return buffer.getvalue()


def _for_arrow(value: object, kind: str) -> object:
    """A cell as Arrow reads it from JSON: a day is a number of days since 1970."""
    if isinstance(value, dt.date) and kind == "date":
        return (value - dt.date(1970, 1, 1)).days
    return str(value) if kind == "string" and value is not None else value
