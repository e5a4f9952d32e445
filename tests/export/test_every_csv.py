"""Every CSV that leaves the dashboard, opened by LibreOffice: nothing in it is computed."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

import kmlib
from kmlib import schema
from kmlib.export.snapshot import snapshot_files
from kmlib.export.writing import SheetTab, write_workbook
from sample_sheets.make_sample import hub_tabs
from tests.everything_sent import Visit

PAGES = sorted((Path(__file__).parents[2] / "pages").glob("*.py"))
BEGINNINGS = ("=1+", "+1+", "-1-", "@SUM(1)+", "\t=", "\r=", "＝1+", "'=", '=HYPERLINK("x")+')
OF = "-network-2026-03-14"  # its name would be a formula, and is not read
MODELS = {model.TAB.title: model for model in schema.TABS}


def nasty(text):
    """The text behind something that a spreadsheet would compute; always the same."""
    return BEGINNINGS[len(text) % len(BEGINNINGS)] + text


def nasty_tab(tab):
    """The tab with every free text of its rows behind such a beginning; titles stay."""
    specs = schema.fields_of(MODELS.get(tab.title, schema.DataRow))
    free = {spec.column.title for spec in specs if spec.kind is str and spec.name != "sheet"}
    heads, *rows = tab.rows

    def cell_of(head, cell):
        is_free = isinstance(cell, str) and cell and head in free
        return "; ".join(map(nasty, cell.split("; "))) if is_free else cell

    cells = ([cell_of(*pair) for pair in zip(heads, row, strict=True)] for row in rows)
    return SheetTab(tab.title, [heads, *cells])


IN_ONE_PROCESS = pytest.mark.xdist_group("every csv")


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    settings, *tabs = hub_tabs()
    named = [[cell, nasty(value)] if cell in ("Name", "Aim") else [cell, value]
             for cell, value in settings.rows[3:]]  # fmt: skip
    settings = SheetTab("Network", [["Setting", "Value"], *named])
    unread = SheetTab("=1+1", [["+Lunch", "@Soup"], ["-rye", "=2+3"]])
    path = tmp_path_factory.mktemp("nasty") / "=1+hub.xlsx"
    write_workbook(path, [settings, *map(nasty_tab, tabs), unread])
    return path


@pytest.fixture(scope="module")
def offered(hub):
    """Every file that a page offers, by page and name."""
    return {
        (page.stem, name): content
        for page in PAGES
        for name, content in Visit(page, hub).sent().files.items()
    }


@pytest.fixture(scope="module")
def every_csv(hub, offered):
    """Every file by name: of the snapshot, and as each page offers it."""
    files = {f"snapshot-{n}": c for n, c in snapshot_files(kmlib.publish(kmlib.load(hub))).items()}
    files |= {f"{page}-{name}": content for (page, name), content in offered.items()}
    return {name: content for name, content in files.items() if name.endswith(".csv")}


@IN_ONE_PROCESS
def test_every_file_says_what_it_is_of_which_network_and_as_of_which_day(offered):
    kinds = {name.removeprefix(name.split(OF)[0]) for _, name in offered}
    assert kinds == {f"{OF}.{kind}" for kind in ("csv", "html", "svg", "zip")}
    names = {name.split(OF)[0] for _, name in offered}
    assert {"snapshot", "data-dive", "monthly-letter"} <= names
    assert all(re.fullmatch(r"[\w-]{2,70}", name) for name in names), names


@IN_ONE_PROCESS
def test_the_network_of_this_test_is_read_and_every_file_has_texts_to_guard(hub, every_csv):
    assert len(kmlib.load(hub).observations) > 800
    assert len(every_csv) > 40
    without = {name for name, content in every_csv.items() if b"'" not in content}
    assert without == {"snapshot-standards.csv", f"downloads-standards{OF}.csv"}  # numbers alone


@IN_ONE_PROCESS
def test_no_file_holds_a_live_formula_when_libreoffice_opens_it(every_csv, resaved, tmp_path):
    paths = [tmp_path / name for name in every_csv]
    for path, content in zip(paths, every_csv.values(), strict=True):
        path.write_bytes(content)
    folder = resaved(paths[0], "xlsx", *paths[1:]).parent
    live, numbers = [], 0
    for path in paths:
        sheet = openpyxl.load_workbook(folder / f"{path.stem}.xlsx").active
        rows = list(csv.reader(io.StringIO(every_csv[path.name].decode("utf-8-sig"), newline="")))
        for typed, cells in zip(rows, sheet.iter_rows(), strict=True):
            live += [(path.name, cell.coordinate) for cell in cells if cell.data_type == "f"]
            for text, cell in zip(typed, cells, strict=True):
                if text.removeprefix("-").replace(".", "", 1).isdecimal():
                    assert cell.value == pytest.approx(float(text)), (path.name, cell.coordinate)
                    numbers += 1
    assert live == []
    assert numbers > 5000
