"""The same numbers typed another way are the same observations."""

import csv
import datetime as dt
import random
import zipfile
from functools import cache
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

import kmlib
from benchmarks.made_tabs import (
    GROUPS,
    LAYOUTS,
    MEASURES,
    MONTHS,
    PERCENTS,
    TEAMS,
    Record,
    load_tabs,
    long,
    made_record,
    observed,
    tab,
    wide_by_period,
    words_tabs,
)
from kmlib.findings import ERRORS_UNSEEN
from kmlib.reading import excel
from sample_sheets import make_sample

few = settings(max_examples=20, deadline=None, derandomize=True)
chances = st.integers(0, 2**32 - 1).map(random.Random)
keys = st.lists(
    st.tuples(st.sampled_from(TEAMS), st.sampled_from(MEASURES), st.sampled_from(MONTHS)),
    min_size=2,
    max_size=30,
    unique=True,
)
records = st.tuples(keys, chances).map(lambda drawn: [made_record(*k, drawn[1]) for k in drawn[0]])


def read(rows, *, title="Data"):
    return observed(load_tabs([*words_tabs(), tab(title, rows)]))


def shuffled_rows(rows, chance):
    return [rows[0], *chance.sample(rows[1:], len(rows) - 1)]


def shuffled_columns(rows, chance):
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    return [[row[column] for column in order] for row in rows]


def blank_rows(rows, chance):
    return [rows[0], *(r for row in rows[1:] for r in ([""] * chance.randint(0, 2), row))]


def unknown_column(rows, chance):
    at = chance.randint(0, len(rows[0]))
    cells = ["Bus", *(chance.choice(["", "blue", 7.0, "late on Mondays"]) for _ in rows[1:])]
    return [[*row[:at], cell, *row[at:]] for row, cell in zip(rows, cells, strict=True)]


def blank_columns(rows, chance):
    return [[*row, *[""] * chance.randint(0, 4)] for row in rows]


def title_rows(rows, chance):
    above = [["Numbers of our network"], ["Ask the data lead", "", "before sharing"], [""]]
    return [*chance.sample(above, chance.randint(1, 3)), *rows]


def remarks_below(rows, chance):
    return [*rows, *chance.sample([[""], ["* counted on the last Friday"], ["Source: office"]], 2)]


def other_case(rows, chance):
    ways = (str.upper, str.lower, "  {} ".format, lambda text: text.replace(" ", "  "))
    return [[chance.choice(ways)(c) if isinstance(c, str) else c for c in row] for row in rows]


@cache
def plainly(layout, records):
    """What records say where nobody changed their sheet: each change meets the same ones."""
    return read(layout(list(records)))


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param(one, id=one.__name__, marks=pytest.mark.xdist_group(one.__name__))
        for one in LAYOUTS
    ],
)
@pytest.mark.parametrize(
    "change",
    [
        shuffled_rows,
        shuffled_columns,
        blank_rows,
        unknown_column,
        blank_columns,
        title_rows,
        remarks_below,
        other_case,
    ],
    ids=lambda change: change.__name__,
)
@given(records=records, chance=chances)
@few
def test_what_a_sheet_looks_like_does_not_change_its_numbers(layout, change, records, chance):
    assert read(change(layout(records), chance)) == plainly(layout, tuple(records))


@given(records=records)
@few
def test_every_record_arrives_as_one_observation(records):
    assert len(read(long(records))) == len(records)


@given(records=records)
@few
def test_long_and_wide_by_period_and_by_measure_say_the_same(records):
    said = read(long(records))
    assert {read(layout(records)) for layout in LAYOUTS} == {said}


@given(records=records, chance=chances)
@few
def test_groups_over_columns_and_in_rows_say_the_same(records, chance):
    head, *rows = wide_by_period(records)
    lines = {tuple(row[:2]): row[2:] for row in rows}
    groups = ["All students", *chance.sample(GROUPS, chance.randint(1, len(GROUPS)))]
    one_month = [[*key, cells[0]] for key, cells in lines.items()]
    cells = [[chance.choice([value, "", "n/a", "*"]) for _ in groups] for *_, value in one_month]
    as_rows = [["School", "Measure", "Group", head[2]]]
    as_rows += [[*row[:2], g, c] for row, mine in zip(one_month, cells, strict=True)
                for g, c in zip(groups, mine, strict=True)]  # fmt: skip
    over_columns = [["School", "Measure", *groups]]
    over_columns += [[*row[:2], *mine] for row, mine in zip(one_month, cells, strict=True)]
    assert read(over_columns, title=head[2]) == read(as_rows)


@given(records=records)
@few
def test_tables_side_by_side_say_what_they_say_apart(records):
    half = len(records) // 2
    left, right = long(records[:half]), long(records[half:])
    left += [[""] * 6] * (len(right) - len(left))
    beside = [[*one, "", *other] for one, other in zip(left, right, strict=True)]
    assert read(beside) == read(long(records))


@given(records=records)
@few
def test_a_title_between_the_rows_says_what_a_column_would(records):
    months = sorted({record.month for record in records})
    head = ["School", *(f"{month:%b %Y}" for month in months)]
    rows = [head]
    for measure in dict.fromkeys(record.measure for record in records):
        mine = [record for record in records if record.measure == measure]
        _, *lines = wide_by_period(mine)
        at = sorted({record.month for record in mine})
        cells = [dict(zip(at, line[2:], strict=True)) for line in lines]
        rows += [[measure], *([line[0], *(c.get(m, "") for m in months)]
                              for line, c in zip(lines, cells, strict=True))]  # fmt: skip
    assert read(rows) == read(long(records))


@given(records=records, chance=chances)
@few
def test_the_order_of_the_tabs_does_not_matter(records, chance):
    half = len(records) // 2
    tabs = [*words_tabs(), tab("Data", long(records[:half])), tab("More", long(records[half:]))]
    moved = chance.sample(tabs, len(tabs))
    assert observed(load_tabs(moved)) == observed(load_tabs(tabs)) == read(long(records))


def fraction(percent):
    return percent / 100


@pytest.mark.parametrize(
    "typed",
    ["{:.0f}%".format, "{:.0f} percent".format, "{:.0f}".format, fraction],
    ids=["85%", "85 percent", "85 as text", "0.85"],
)
@given(percents=st.lists(st.integers(20, 98), min_size=2, max_size=10))
@few
def test_a_percent_is_a_percent_however_it_is_typed(typed, percents):
    plain = [Record(TEAMS[0], PERCENTS[0], *on) for on in zip(MONTHS, percents, strict=False)]
    other = [record._replace(value=typed(record.value)) for record in plain]
    assert read(long(other)) == read(long(plain))


# One tab in every kind of file


def as_xlsx(path, tabs):
    with xlsxwriter.Workbook(str(path)) as book:
        looks = {"%": book.add_format({"num_format": "0%"})}
        looks["day"] = book.add_format({"num_format": "yyyy-mm-dd"})
        for one in tabs:
            sheet = book.add_worksheet(one.title)
            for at in ((r, c) for r, row in enumerate(one.rows) for c in range(len(row))):
                write_cell(sheet, *at, one.rows[at[0]][at[1]], looks)


def write_cell(sheet, row, column, cell, looks):
    if isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, looks["day"])
    elif isinstance(cell, float):
        sheet.write_number(row, column, cell)
    elif cell.endswith("%"):
        sheet.write_number(row, column, float(cell[:-1]) / 100, looks["%"])
    elif cell:
        sheet.write_string(row, column, cell)


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def as_ods(path, tabs):
    tables = "".join(
        f'<table:table table:name="{escape(one.title)}">'
        + "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"
                  for row in one.rows)
        + "</table:table>"
        for one in tabs
    )  # fmt: skip
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {SPACES} office:version="1.2">'
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
        packed.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest manifest:version="1.2" '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" '
            'manifest:media-type="text/xml"/></manifest:manifest>',
        )


def ods_cell(cell):
    shown = f"<text:p>{escape(display(cell))}</text:p>"
    if isinstance(cell, dt.date):
        kind = f'date" office:date-value="{cell}'
    elif isinstance(cell, float):
        kind = f'float" office:value="{cell}'
    elif cell.endswith("%"):
        kind = f'percentage" office:value="{float(cell[:-1]) / 100}'
    elif cell:
        kind = "string"
    else:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="{kind}">{shown}</table:table-cell>'


def display(cell):
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def as_csv(path, tabs):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[display(cell) for cell in row] for row in tabs[-1].rows])


@pytest.mark.parametrize(
    ("suffix", "write"),
    [("xlsx", as_xlsx), ("ods", as_ods), ("csv", as_csv)],
    ids=["Excel", "OpenDocument", "CSV"],
)
@given(records=records)
@few
def test_every_kind_of_file_says_the_same(tmp_path_factory, suffix, write, records):
    percents = [r if r.value is None or r.measure not in PERCENTS
                else r._replace(value=f"{r.value:.0f}%") for r in records]  # fmt: skip
    folder = tmp_path_factory.mktemp("files")
    as_xlsx(folder / "hub.xlsx", words_tabs())
    write(folder / f"Data.{suffix}", [tab("Data", long(percents))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excel, "read_apart", excel.read_doubtful)  # a process of its own takes time
        network = kmlib.load(folder / f"Data.{suffix}", hub=folder / "hub.xlsx")
    assert observed(network) == read(long(percents))


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_workbook_saved_by_libreoffice_says_the_same(resaved, kind):
    def seen(network):
        rows = network.observations.to_rows()
        said = [f._replace(source="") for f in network.findings if f.code != ERRORS_UNSEEN.code]
        return [row | {"source": ""} for row in rows], said

    hub = make_sample.FOLDER / make_sample.HUB
    assert seen(kmlib.load(resaved(hub, kind), hub=hub)) == seen(kmlib.load(hub, hub=hub))
