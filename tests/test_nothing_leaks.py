"""No page, chart, tooltip or download lets out what is not published.

Every page is opened over every choice that it offers, on a network whose hidden cells cannot be
mistaken for anything else, and all that it sends and offers to download is searched for them. A
second network that differs in nothing but its hidden numbers must look the same, to the last stroke
of a chart.
"""

import ast
import dataclasses
import datetime as dt
import html
import io
import re
import zipfile
from functools import cache
from pathlib import Path
from unittest import mock

import openpyxl
import pytest

import kmlib
from kmlib.dashboard import loading
from kmlib.export.snapshot import snapshot_files
from kmlib.privacy import PrivacyRule, Published
from kmlib.schema import TABS, fields_of
from tests.canaries import GROUPED, SET_ASIDE, STAFF, STUDENTS, UNREAD, Search, the_hub
from tests.everything_sent import Visit, everything_sent

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "pages").glob("*.py"))
EVERY_PAGE = pytest.mark.parametrize(  # what one process has crawled no other need crawl again
    "page", [pytest.param(p, id=p.stem, marks=pytest.mark.xdist_group(p.stem)) for p in PAGES]
)
READ_AT = dt.datetime(2026, 3, 14, 7, 40, tzinfo=dt.UTC)
INVISIBLE = re.compile("[\u2060\u200b\u00ad]")
load = kmlib.load


@pytest.fixture(scope="module")
def hubs(tmp_path_factory):
    """The hub, and its twin with other hidden numbers."""
    folder = tmp_path_factory.mktemp("canaries")
    return {"hub": the_hub(folder / "hub"), "twin": the_hub(folder / "twin", more=0.25)}


@pytest.fixture(scope="module", autouse=True)
def _no_clock_on_the_pages():
    """When sheets were looked at last, and may be again, is the same at any time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kmlib.refreshing.Shelf.seen", None)
        patch.setattr("kmlib.dashboard.loading.ASK_EVERY", 0.0)
        yield


@cache
def crawl(page, hub):
    """Everything that a page sends, read at a time that never changes."""

    def load_at(*sources, **more):
        return dataclasses.replace(load(*sources, **more), read_at=READ_AT)

    with mock.patch.object(kmlib, "load", load_at):
        return [sent._replace(files=unpacked(sent.files)) for sent in everything_sent(page, hub)]


def unpacked(files):
    """The files, with those inside a zip as well."""
    found = dict(files)
    for name, content in files.items():
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                found |= {f"{name}/{part}": archive.read(part) for part in archive.namelist()}
    return found


@cache
def canaries(hub):
    """A search for everything that may be seen nowhere."""
    network = load(hub)
    shown = kmlib.publish(network).observations.suppressed
    seen = network.observations
    hidden = {}
    for i in [i for i, gone in enumerate(shown.tolist()) if gone]:
        numbers = (column[i].item() for column in (seen.value, seen.numerator, seen.denominator))
        what = f"{seen.teams[seen.team[i]]}, {seen.measures[seen.measure[i]]}, row {seen.row[i]}"
        hidden[what] = tuple(numbers)
    return Search(hidden, (*SET_ASIDE, *STUDENTS, *GROUPED, *UNREAD))


def texts_of(sent):
    """All that was sent as a reader sees it: without what markup and invisible letters hide."""
    texts = [sent.text, *(f"{n}\n{c.decode(errors='replace')}" for n, c in sent.files.items())]
    return [INVISIBLE.sub("", html.unescape(text)) for text in texts]


@EVERY_PAGE
def test_no_choice_on_a_page_lets_out_a_hidden_number_or_a_student(page, hubs):
    """Whoever drops a file to try reads in it what could not be understood, and nobody else."""
    for sent in crawl(page, hubs["hub"]):
        is_tried = any(choice.kind == "file_uploader" for choice in sent.choices)
        for text in texts_of(sent):
            found = canaries(hubs["hub"]).found_in(text)
            assert found - ({*UNREAD, *GROUPED} if is_tried else set()) == set(), sent.choices


DRAWN = {  # what must have been seen on a page, or nothing is proved by what was not
    "dive": ("km-gaps",),
    "downloads": (),
    "inquiry_cycles": ("km-cycle", "km-facts"),
    "knowledge_library": ("km-shown", "km-story"),
    "measures": (
        *("km-multiples", "km-matrix", "km-tree", "km-gap", "km-dots", "km-read-more"),
        '"mark": {"type": "area"',  # the funnel's band
    ),
    "overview": ("km-river", "km-focus"),
    "peer_accountability": ("km-peers",),
    "process_map": ("km-map", "km-blocks", "km-gaps"),
    "sheet_check": ("km-finding", "km-sheet", "What each tab was read as", "How names were"),
    "stage_progress": ("km-card", "km-months"),
}


@EVERY_PAGE
def test_every_view_of_a_page_was_drawn_when_it_was_searched(page, hubs):
    sent = crawl(page, hubs["hub"])
    seen = "\n".join(one.text for one in sent)
    classes = set(" ".join(re.findall(r'class="([^"]*)"', seen)).split())  # not those of the style
    drawn = DRAWN.get(page.stem, ())
    assert [mark for mark in drawn if mark not in (classes if mark[:3] == "km-" else seen)] == []
    assert [one.choices for one in sent if "This page will show" in one.text] == []


@EVERY_PAGE
def test_a_page_looks_the_same_whatever_the_hidden_numbers_are(page, hubs):
    for sent, other in zip(crawl(page, hubs["hub"]), crawl(page, hubs["twin"]), strict=True):
        assert sent.choices == other.choices
        assert sent.lines ^ other.lines == set()
        assert {name for name in sent.files if sent.files[name] != other.files[name]} == set()


@EVERY_PAGE
def test_a_choice_that_stands_in_the_address_shows_what_the_choice_shows_and_no_more(page, hubs):
    for chosen in crawl(page, hubs["hub"]):
        kinds = {choice.kind for choice in chosen.choices}
        if len(chosen.choices) == 1 and kinds.isdisjoint({"button", "file_uploader"}):
            address = {choice.picker: choice.in_address for choice in chosen.choices}
            typed = {one.option for one in chosen.choices if one.kind == "text_input"}
            shown = Visit(page, hubs["hub"], address).sent().lines
            assert shown - typed == chosen.lines - typed  # the browser holds what is typed


@EVERY_PAGE
def test_no_download_of_a_page_names_anybody_of_the_staff(page, hubs):
    for sent in crawl(page, hubs["hub"]):
        assert [name for name, file in sent.files.items() if STAFF.encode() in file] == []


def test_the_snapshot_holds_no_hidden_number_no_student_and_nobody_of_the_staff(hubs):
    for content in snapshot_files(kmlib.publish(load(hubs["hub"]))).values():
        assert canaries(hubs["hub"]).found_in(content.decode()) == set()
        assert STAFF not in content.decode()


def together(crawled):
    """All that was sent for any choice, each line of it once, and the files at the beginning."""
    lines = {line for sent in crawled for line in sent.lines}
    return crawled[0]._replace(text="\n".join(lines))


def published_as_it_is(network, *, is_mine=False):
    """What the pages would get if nothing were hidden."""
    parts = {part.name: getattr(network, part.name) for part in dataclasses.fields(network)}
    return Published(**parts, privacy=PrivacyRule(1, "to see what the search finds")), {}


def test_the_search_finds_every_hidden_number_where_nothing_is_hidden(tmp_path):
    hub = the_hub(tmp_path / "open")
    wanted = canaries(hub)
    with mock.patch.object(loading, "publish_with_own", published_as_it_is):
        by_page = {
            name: set().union(*map(wanted.found_in, texts_of(sent)))
            for name in ("downloads", "sheet_check", "measures")
            for sent in [together(crawl(ROOT / "pages" / f"{name}.py", hub))]
        }
    assert set(wanted.patterns) - by_page["downloads"] - by_page["sheet_check"] == set(STUDENTS)
    assert {what for what in wanted.patterns if "Alder" in what} <= by_page["measures"]
    assert set(SET_ASIDE) <= by_page["sheet_check"]


def test_the_search_finds_every_cell_that_is_never_read_in_the_workbooks_themselves(hubs):
    cells = " ".join(
        str(cell)
        for path in hubs["hub"].parent.iterdir()
        for tab in openpyxl.load_workbook(path)
        for row in tab.iter_rows(values_only=True)
        for cell in row
    )
    assert set(STUDENTS) <= canaries(hubs["hub"]).found_in(cells)


def test_somebody_of_the_staff_stands_in_every_column_that_may_name_one(hubs):
    network = load(hubs["hub"])
    columns = {
        (model, spec.name) for model in TABS for spec in fields_of(model) if spec.column.staff
    }
    named = {
        (model, name)
        for model, name in columns
        if any(STAFF in getattr(row, name) for row in network.rows(model))
    }
    assert columns == named


def test_the_hidden_numbers_of_the_two_networks_are_all_different(hubs):
    one, other = (load(hub).observations for hub in hubs.values())
    shown = kmlib.publish(load(hubs["hub"])).observations.suppressed
    assert ((one.value != other.value) == shown).all()


# What stands above the floor knows nothing else

ABOVE = [
    path
    for place in ("pages", "kmlib/dashboard", "kmlib/analysis", "kmlib/charts", "kmlib/export")
    for path in sorted((ROOT / place).glob("*.py"))
]
READERS = ("kmlib.loading", "kmlib.complements", "kmlib.reading.workbooks", "kmlib.reading.hub")


def nodes_of(path):
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", ABOVE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nothing_above_the_floor_names_a_network_as_read_or_how_to_read_one(path):
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom):
            names = {name.name for name in node.names}
            assert not names & {"Network", "Sheets"}
            assert not (node.module == "kmlib" and names & {"load", "publish", "loading"})
            assert node.module not in READERS
        elif isinstance(node, ast.Import):
            assert not {name.name for name in node.names} & set(READERS)


def test_the_dashboard_reads_at_one_place_and_publishes_what_it_reads_there():
    reads = [
        ast.unparse(node)
        for path in ABOVE
        for node in nodes_of(path)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("kmlib.publish", "publish_with_own")
    ]
    loads = [
        path
        for path in ABOVE
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("kmlib.load", "kmlib.loading")
    ]
    assert len(reads) == 1
    assert reads[0].startswith("publish_with_own(kmlib.load(")
    assert loads == [ROOT / "kmlib" / "dashboard" / "loading.py"]


def test_only_the_floor_itself_makes_a_published_network():
    makers = {
        path.stem
        for path in (ROOT / "kmlib").rglob("*.py")
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Published"
    }
    assert makers == {"privacy"}
