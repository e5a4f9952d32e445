"""The snapshot: a published network as a Data Package of CSV files, to keep, cite and reopen."""

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from kmlib import schema
from kmlib.analysis.once import once_a_network
from kmlib.export.guard import table_csv
from kmlib.findings import Finding
from kmlib.privacy import Published
from kmlib.reading.matches import Match
from kmlib.reading.names import title_key

DESCRIPTION = "datapackage.json"
STAFF_TABS = (schema.AccessRow, schema.PersonRow)
ABOUT_A_SOURCE = "source-"  # such findings quote the link that does not open
SaidT = TypeVar("SaidT", Finding, Match)  # what was said of a cell
Described = tuple[str, str, str]  # a column: name, type and meaning
LINKS_TO_UNPUBLISHED = ("sheet",)  # a team's own workbook shows what the snapshot hides
SAID_WHETHER = ("owner",)  # whether somebody is named, not who: a routine without one is a gap
LICENCE = "As agreed with the network; ask it before passing the files on."
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same network gives the same bytes

TYPES = {float: "number", int: "integer", bool: "boolean", dt.date: "date"}  # else "string"
# Name, type and meaning of the columns of the files that are no tabs of the hub.
DATA_FIELDS = (
    ("team", "string", "The team, as the Teams tab spells it."),
    ("measure", "string", "The success measure, as the Measures tab spells it."),
    ("period_start", "date", "First day of the period."),
    ("period_end", "date", "Last day of the period."),
    ("value", "number", "In the measure's unit; a percent is 0 to 100. Empty where suppressed."),
    ("numerator", "number", "How many met the measure, where it was reported and may be shown."),
    ("denominator", "number", "Out of how many, where it was reported and may be shown."),
    ("group", "string", "The student group; empty for the whole team."),
    ("suppressed", "boolean", "true: a number exists and is hidden, which is neither 0 nor none."),
    ("source", "string", "The workbook it was read from."),
    ("sheet", "string", "The tab it was read from."),
    ("cell", "string", "The cell it was read from."),
)
FINDING_FIELDS = (
    ("severity", "string", "error: set aside; warning: used, but look; note: good to know."),
    ("code", "string", "What kind of finding it is; never renamed."),
    ("source", "string", "The workbook."),
    ("sheet", "string", "The tab."),
    ("cell", "string", "The cell; empty for a finding about a whole workbook or tab."),
    ("value", "string", "What stands in the cell; not shown where that may be anything."),
    ("what", "string", "What was found."),
    ("why", "string", "What it changes on the dashboard."),
    ("fix", "string", "How to mend it."),
)
HOW_MATCHED = (
    "its name; also known as; spelling; code; part of the text; or not matched, with the name that "
    "it is near to, which is never taken."
)
NAME_FIELDS = (
    ("kind", "string", "What the text stands for: team, measure, group, routine, item ..."),
    ("text", "string", "The text as it stands in the sheet; not shown where it is no name."),
    ("name", "string", "The name it was taken for; empty where it was not matched."),
    ("how", "string", HOW_MATCHED),
    ("source", "string", "The workbook."),
    ("sheet", "string", "The tab with the first cell that says so."),
    ("cell", "string", "The first cell that says so; empty where a tab's or a file's name does."),
    ("cells", "integer", "How many cells of the workbook say so."),
)
SETTING_FIELDS = (
    ("setting", "string", "A setting of the Network tab."),
    ("value", "string", "What it is set to; several values are separated by ;."),
)
HOW_TO_READ = (
    "One row of data.csv is one observation: a team, a measure, a period and, where given, a "
    "student group. Files are UTF-8 without a byte order mark, quoted as RFC 4180 says. A text "
    "that a spreadsheet could take for a formula stands behind an apostrophe; numbers never do. "
    "Names of staff and links to the teams' own workbooks are left out; an owner who is named is "
    "“left out” in words, an empty Owner has nobody."
)


class Table(NamedTuple):
    """One file of the snapshot before it is written."""

    title: str
    fields: Sequence[Mapping[str, Any]]  # of Table Schema
    rows: Sequence[Mapping[str, object]]


def snapshot_files(
    published: Published, also: Callable[[str, Table], object] = lambda name, table: None
) -> dict[str, bytes]:
    """Every file of the snapshot by name; the same network gives the same bytes.

    First datapackage.json, then data, teams, measures, groups, every other filled tab but those
    that name staff, network, findings and names. `also` is called with the name and the table of
    each file but the first.

    Source: Data Package and Table Schema, https://datapackage.org/standard/data-package/.
    """
    files, resources = {}, []
    for name, make in tables(published).items():
        table = make()  # one at a time: those of a large network would fill the memory
        files[name] = _csv(table)
        resources.append(_resource(name, table, files[name]))
        also(name, table)
    # Two snapshots bear the same version if their files are the same.
    version = hashlib.sha256("".join(r["hash"] for r in resources).encode()).hexdigest()[:12]
    package = _package(published, version) | {"resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTION: text.encode("utf-8", errors="replace"), **files}


def snapshot_file(published: Published, name: str) -> bytes:
    """One of its tables alone, which is made faster than all."""
    return _csv(tables(published)[name]())


@once_a_network
def description(published: Published) -> dict[str, Any]:
    """What datapackage.json says: the version of the content, its licence, how it was made."""
    said: dict[str, Any] = json.loads(snapshot_files(published)[DESCRIPTION])
    return said


def _csv(table: Table) -> bytes:
    return table_csv(table.rows, [field["name"] for field in table.fields])


def snapshot_zip(published: Published) -> bytes:
    """The snapshot as one zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in snapshot_files(published).items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every machine
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def write_snapshot(published: Published, place: Path) -> None:
    """Write the snapshot into a folder, or into one file when the place ends in .zip.

    Raises:
        FileExistsError: what stands there already is not a snapshot; it is left as it is.
    """
    if not _may_be_replaced(place):
        raise FileExistsError(place)
    if place.suffix.lower() == ".zip":
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(snapshot_zip(published))
        return
    place.mkdir(parents=True, exist_ok=True)
    for name, content in snapshot_files(published).items():
        (place / name).write_bytes(content)


def _may_be_replaced(place: Path) -> bool:
    """Whether nothing but an earlier snapshot stands there: a source is never written over."""
    if place.is_dir():
        return (place / DESCRIPTION).exists() or not any(place.iterdir())
    if not place.exists():
        return True
    if not zipfile.is_zipfile(place):
        return False
    with zipfile.ZipFile(place) as archive:
        return DESCRIPTION in archive.namelist()


def tables(published: Published) -> dict[str, Callable[[], Table]]:
    """What makes each of the files, in their order."""
    rows = {model: published.rows(model) for model in _models(published)}
    rows[schema.TeamRow] = published.teams
    return {
        "data.csv": lambda: Table("Data", _fields(DATA_FIELDS), published.observations.to_rows()),
        **{_file_of(model): partial(_tab_table, model, some) for model, some in rows.items()},
        "network.csv": lambda: Table("Network", _fields(SETTING_FIELDS), _settings(published)),
        "findings.csv": lambda: _said("Findings", FINDING_FIELDS, findings_to_take(published)),
        "names.csv": lambda: _said("Names", NAME_FIELDS, to_take(published, published.matches)),
    }


def _said(title: str, fields: Sequence[Described], some: Iterable[SaidT]) -> Table:
    return Table(title, _fields(fields), [one._asdict() for one in some])


def snapshot_names(published: Published) -> list[str]:
    """The names of the files that hold a tab of the hub."""
    return [_file_of(model) for model in _models(published)]


def _models(published: Published) -> list[type[schema.Row]]:
    """The tabs that leave the house: the core ones, and others if filled and not about staff."""
    core: list[type[schema.Row]] = [schema.TeamRow, schema.MeasureRow, schema.GroupRow]
    others = (model for model in schema.TABS if model not in (*core, *STAFF_TABS))
    return [*core, *(model for model in others if published.rows(model))]


def _file_of(model: type[schema.Row]) -> str:
    return f"{model.TAB.title.lower().replace(' ', '-')}.csv"


def findings_to_take(published: Published, some: Iterable[Finding] | None = None) -> list[Finding]:
    """All or some findings, but for those on tabs that name staff, without links to workbooks."""
    findings = to_take(published, published.findings if some is None else some)
    return [finding for finding in findings if not finding.code.startswith(ABOUT_A_SOURCE)]


def to_take(published: Published, said: Iterable[SaidT]) -> list[SaidT]:
    """What is said of tabs that hold no names or addresses of staff, without the links to them."""
    titles = {title_key(title) for model in STAFF_TABS for title in model.TAB.titles}
    places = {row.place[:2] for model in STAFF_TABS for row in published.rows(model)}
    some = (one for one in said if title_key(one.sheet) not in titles)
    return [one._replace(link="") for one in some if (one.source, one.sheet) not in places]


def _tab_table(model: type[schema.Row], rows: Sequence[schema.Row]) -> Table:
    """A tab of the hub with its accepted rows, without what may not leave the house."""
    specs = [
        spec
        for spec in schema.fields_of(model)
        if spec.required
        or spec.name in SAID_WHETHER
        or not (spec.column.staff or spec.name in LINKS_TO_UNPUBLISHED)
    ]
    cells = [{spec.column.title: _cell(row, spec) for spec in specs} for row in rows]
    return Table(model.TAB.title, [_field_of(spec) for spec in specs], cells)


def _cell(row: schema.Row, spec: schema.FieldSpec) -> object:
    """What stands in one cell: several values side by side; a name of staff is left out."""
    value = getattr(row, spec.name)
    if spec.column.staff and value:
        return schema.LEFT_OUT
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value


def _settings(published: Published) -> list[dict[str, object]]:
    """The settings that are filled, and the day that the snapshot is about."""
    settings = published.settings.model_copy(update={"as_of": published.as_of})
    [row] = _tab_table(schema.NetworkSettings, [settings]).rows
    return [{"setting": name, "value": it} for name, it in row.items() if it not in (None, "")]


def _fields(described: Sequence[Described]) -> list[dict[str, Any]]:
    return [dict(zip(("name", "type", "description"), field, strict=True)) for field in described]


def _field_of(spec: schema.FieldSpec) -> dict[str, Any]:
    column = spec.column
    parts = [
        schema.words_for(spec.kind).capitalize() + ".",
        f"Names rows of the {column.refers} tab." if column.refers else "",
        "Several values are separated by ;." if spec.many else "",
        f"Empty means {column.default}." if column.default else "",
    ]
    kind = "string" if spec.many else TYPES.get(spec.kind, "string")
    field = {"name": column.title, "type": kind, "description": " ".join(filter(None, parts))}
    return field | ({"constraints": {"required": True}} if spec.required else {})


def _resource(name: str, table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": Path(name).stem, "title": table.title, "path": name,
        "type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": len(table.rows),
        "schema": {"fields": list(table.fields), "missingValues": [""]},
    }  # fmt: skip


def _package(published: Published, version: str) -> dict[str, Any]:
    """What the package says about itself: which network, of which day, under which rule."""
    title = published.settings.name or "School network"
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "snapshot",
        "title": title,
        "version": version,
        "licenses": [{"name": "other-closed", "title": LICENCE}],
        "description": HOW_TO_READ,
        "created": published.read_at.isoformat(timespec="seconds"),
        "as_of": published.as_of.isoformat(),
        "privacy": {
            "rule": published.privacy.sentence,
            "smallest_group_shown": published.privacy.floor,
            "reason_for_a_smaller_group": published.privacy.reason,
            "observations_hidden": int(published.observations.suppressed.sum()),
        },
        "sources": [
            {"title" if name == "name" else name: count for name, count in source._asdict().items()}
            for source in published.sources
        ],
    }
