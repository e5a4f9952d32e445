import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from docs.coverage import BEYOND, FRICTIONLESS
from docs.make_docs import documents
from docs.make_pictures import FOLDER, PICTURES, title_of
from kmlib import findings
from kmlib.export.snapshot import write_snapshot
from kmlib.findings import RULE_BY_CODE, RULES, Rule
from tests.test_layers import LAYERS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
LINK = re.compile(r"(?<!`)\]\(([^)\s]+)\)")
COMMANDS = [line.strip() for line in README.splitlines() if line.startswith("    python3 -m venv")]
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
CONSTANTS = {rule.code: name for name, rule in vars(findings).items() if isinstance(rule, Rule)}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_the_docs_say_what_the_code_says(path):
    assert path.read_text(encoding="utf-8") == documents()[path], "run: python docs/make_docs.py"


def test_the_readme_quotes_the_two_commands_that_are_run_for_every_change():
    lines = [line.strip() for line in (ROOT / ".ci" / "run").read_text().splitlines()]
    assert len(COMMANDS) == 2
    assert all(command in lines for command in COMMANDS)


def test_the_readme_says_of_every_page_of_the_menu_what_it_answers():
    menu = re.findall(r'^ {8}"\w+": "(.+)",$', (ROOT / "app.py").read_text(), re.M)
    table = README.split("| page | question |")[1].split("\n\n")[0]
    assert sorted(menu) == sorted(re.findall(r"^\| (\w[^|]+) \|", table, re.M))


def anchors(page):
    """What the headings of a page are linked as."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_everything_that_the_docs_point_to_is_there(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            name, _, anchor = target.partition("#")
            there = page.parent / name if name else page
            assert there.exists(), target
            assert not anchor or anchor in anchors(there), target


def test_every_picture_is_taken_by_the_script_shown_somewhere_and_small():
    shown = {(page.parent / target).resolve() for page in PAGES for target in links_of(page)}
    files = {path.stem: path for path in FOLDER.glob("*.png")}
    assert files.keys() == PICTURES.keys(), "run: python docs/make_pictures.py"
    assert set(files.values()) <= shown
    assert all(path.stat().st_size < 100_000 for path in files.values())


def links_of(page):
    return LINK.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_its_page_says_today(name, monkeypatch):
    monkeypatch.delenv("KM_WORKBOOK", raising=False)
    view = PICTURES[name]
    page = ROOT / "pages" / f"{view.page or 'overview'}.py"
    app = AppTest.from_file(str(page), default_timeout=60)
    app.query_params.update(view.asked)
    says = " ".join(html.unescape(app.run().title[0].value).split())
    assert says == title_of(FOLDER / f"{name}.png"), "run: python docs/make_pictures.py"


def test_the_map_of_the_code_names_every_room_and_none_that_is_gone():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = text.split("```mermaid")[1].split("```")[0]
    rooms = {room.partition(".")[2] for level in LAYERS for room in level} - {""}
    on_disk = {path.stem for path in (ROOT / "kmlib").iterdir() if path.stem.islower()}
    assert rooms == {name for name in on_disk if not name.startswith("__")} | {"__main__"}
    titles = re.findall(r'\["([a-z_, ]+)<br>', drawn)
    assert {name for title in titles for name in title.split(", ")} - {"pages"} == (
        rooms - {"__main__"}
    )
    named = re.findall(r"`((?:kmlib|pages)/[\w/]+\.py)`", text)
    assert named
    assert all((ROOT / name).exists() for name in named)


def test_what_researchers_are_told_to_run_runs(published, tmp_path, monkeypatch):
    rows = [f"Alder | Attendance | {month} 2025 | 17/20" for month in ("Sep", "Oct", "Nov")]
    network = published(Data=["Team | Measure | Date | Value", *rows])
    write_snapshot(network, tmp_path / "snapshot.zip")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "for-researchers.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.S)
    assert len(blocks) == 2
    for block in blocks:
        exec(block, {})


def test_the_code_of_every_rule_is_unique():
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("code", CONSTANTS)
def test_every_rule_is_made_by_some_test(code):
    assert re.search(rf"\b{CONSTANTS[code]}\b|[\"']{code}[\"']", TESTS)


@pytest.mark.parametrize("one", [*FRICTIONLESS, *BEYOND], ids=lambda one: one.what)
def test_what_other_checkers_find_is_a_finding_here_or_said_why_not(one):
    assert set(one.codes) <= RULE_BY_CODE.keys()
    assert one.codes or one.words
    assert not one.test or f"def {one.test}(" in TESTS


def test_every_error_of_frictionless_about_a_table_stands_in_the_docs():
    errors = vars(pytest.importorskip("frictionless").errors).values()
    families = {f"{name}-error" for name in ("row", "cell", "header", "label", "table", "file")}
    tagged = {e.type for e in errors if isinstance(e, type) and getattr(e, "tags", ())} - families
    assert tagged - {one.what for one in FRICTIONLESS} == set()
