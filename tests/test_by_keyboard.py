"""Five people walk their way through the dashboard in a browser, by keyboard alone."""

import datetime as dt
import io
import subprocess
import sys
import zipfile
from contextlib import contextmanager

import openpyxl
import pandas as pd
import pytest

import kmlib
from tests.in_a_browser import ROOT, a_browser, server, settled

HERE = """() => {
  const look = (at) => [at, at.parentElement, at.parentElement.parentElement]
    .map(getComputedStyle).map((s) => [s.outlineStyle, s.boxShadow, s.borderColor]).join();
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const last = window.lastStop;
  window.lastStop = at === document.body ? null : { at, look: look(at) };
  if (at === document.body) return { name: "", isSeen: true, lastHadRing: true };
  const box = at.getBoundingClientRect(), label = at.labels?.length ? at.labels[0].innerText : "";
  return {
    name: (at.getAttribute("aria-label") || label || at.innerText).trim().replace(/\\s+/g, " "),
    isSeen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    lastHadRing: !last?.at.isConnected || last.at === at || look(last.at) !== last.look,
  };
}"""


class Keyboard:
    """Somebody without a mouse, who must see at every stop where they are."""

    def __init__(self, page):
        self.page = page

    def reach(self, name, most, key="Tab"):
        """Press Tab until what is named so has the focus, at most so often; then the last stops."""
        passed = []
        for _ in range(most):
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(60)
            here = self.page.evaluate(HERE)
            assert here["lastHadRing"], f"nothing showed that the focus was on {passed[-1:]}"
            assert here["isSeen"], f"the focus is out of sight on {here['name']}"
            passed.append(here["name"][:40])
            if here["name"].startswith(name):
                return passed
        pytest.fail(f"{name} is not among the next {most} stops: {passed}")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(150)

    def choose(self, label, text, most):
        """Go to a picker, type the beginning of a choice and take it."""
        self.reach(label, most)
        self.page.keyboard.type(text)
        self.press("Enter")

    def go(self, menu, name, most=13):
        """Open a page of a menu."""
        self.reach(menu, most)
        self.press("Enter")
        if name != menu:
            page = self.page.get_by_role("menuitem", name=name)
            while not page.evaluate("at => at === document.activeElement"):
                self.press("ArrowDown")
            self.press("Enter")

    def title(self, says):
        """Wait for the title of the page to say so."""
        title = self.page.locator('[data-test-script-state="notRunning"] h1', has_text=says)
        title.first.wait_for(timeout=20_000)
        self.page.wait_for_timeout(400)  # pickers are drawn after the words
        return title.first.inner_text()

    def download(self, name, most):
        """Reach a button and take its file along."""
        self.reach(name, most)
        with self.page.expect_download() as coming:
            self.press("Enter")
        return coming.value.path().read_bytes()


@pytest.fixture(scope="module")
def browser():
    with a_browser() as opened:
        yield opened


@pytest.fixture
def keyboard(browser):
    page = browser.new_page(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    page.set_default_timeout(30_000)
    yield Keyboard(page)
    page.close()


@pytest.fixture(scope="module")
def sample(browser, tmp_path_factory):
    with its_own_place(tmp_path_factory.mktemp("kept")), server() as address:
        yield address


@contextmanager
def its_own_place(folder):
    """Where a dashboard keeps its readings, as no other one does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KM_SNAPSHOTS", str(folder))
        yield


def write_sheets(folder):
    """Three workbooks as a district office, a coach and a school clerk keep them."""
    folder.mkdir()
    office, coach, school = (openpyxl.Workbook() for _ in range(3))
    sheet = office.active
    sheet.title = "Attendance 2025-26"
    for row in (
        ["Maple Valley School District"],
        ["updated by Pat"],
        [],
        ["School", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Comments"],
        ["Alder Creek", 0.81, 0.80, 0.82, 0.79, 0.83, 0.84],
        ["Birch Hill", "85%", "84%", "n/a", "83%", "86%", "86%", "flu in Nov"],
        ["Cedar K-8", 0.76, "abt 77", 0.775, 0.78, 0.79, 0.8],
        ["District average", *(f"=AVERAGE({column}5:{column}7)" for column in "BCDEFG")],
        ["* excludes homebound students"],
    ):
        sheet.append(row)
    sheet = coach.active
    for row in (
        ["Reading checks, grade 3"],
        ["Site", "Date", "Assessed", "On track", "notes"],
        ["Alder Creek", dt.date(2025, 10, 6), 58, 31],
        ["Birch Hill", dt.date(2025, 10, 6), 41, 22, "2 absent"],
        ["Alder Creek", dt.date(2026, 1, 12), 58, 34],
        ["Birch Hill", dt.date(2026, 1, 12), 41, 23],
        ["TOTAL", None, 198, 110],
    ):
        sheet.append(row)
    sheet = school.active
    sheet.append(["week of", "calls made", "families reached", "who"])
    for week in range(10):
        day = dt.date(2025, 10, 6) + dt.timedelta(weeks=week)
        sheet.append([day, 12 + week % 3, 8 + week, "front office"])
    office.save(folder / "District attendance FINAL v3.xlsx")
    coach.save(folder / "coach reading checks.xlsx")
    school.save(folder / "Birch Hill calls.xlsx")


@pytest.mark.browser
def test_a_leader_comes_from_three_sheets_to_a_link_for_everybody(tmp_path, keyboard):
    sheets, hub = tmp_path / "sheets", tmp_path / "sheets" / "hub.xlsx"
    write_sheets(sheets)
    run = [sys.executable, "-m", "kmlib", "start", sheets, "--out", hub]
    said = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "Teams: 3" in said
    assert "17 of 17 rows are used" in said
    with its_own_place(tmp_path / "kept"), server(sheets) as address:
        settled(keyboard.page, address)
        keyboard.reach("Skip to main content", most=1)
        keyboard.press("Enter")
        keyboard.reach("5 findings", most=2)
        keyboard.press("Enter")
        keyboard.title("1 cell was set aside")
        assert "abt 77" not in keyboard.page.inner_text("body")  # without sign-in none is quoted
        assert "C7" in keyboard.page.locator("article.km-finding").first.inner_text()
        keyboard.choose("My team", "Birch", most=20)
        said = keyboard.title("Birch Hill: ")
        link = keyboard.page.url
        settled(keyboard.page, link)  # as somebody opens it to whom it was sent
        assert keyboard.title("Birch Hill: ") == said


@pytest.mark.browser
def test_a_teacher_finds_why_her_numbers_are_missing_mends_them_and_sees_them_arrive(
    tmp_path, keyboard
):
    hub = tmp_path / "hub.xlsx"
    head = ("Team", "Measure", "Date", "Value")
    typed = {  # the cell of each mistake, what is said of it, and what she types instead
        "D2": ("abt 80", "not a number", "80%"),
        "D3": ("12/0", "A part of 0", "12/20"),
        "A4": ("Wilow Park", "did you mean Willow Park?", "Willow Park"),
        "C5": ("Ocotber 2025", "not a date or a period", "Jan 2026"),
        "D9": ("=D8/Z9", "no stored result", "81%"),
    }
    book = openpyxl.Workbook()
    for title, rows in {
        "Teams": [("Team",), ("Willow Park",)],
        "Measures": [
            ("Measure", "Kind", "Unit", "Better", "Counts"),
            ("Present", "outcome", "percent", "higher", "events"),
        ],
        "Network": [("Setting", "Value"), ("As of", "2026-06-01")],
        "Data": [
            head,
            *(("Willow Park", "Present", f"{m} 2025", 0.8) for m in ("Sep", "Oct", "Nov", "Dec")),
            *(("Willow Park", "Present", f"{m} 2026", 0.8) for m in ("Feb", "Mar", "Apr", "May")),
        ],
    }.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for row in range(2, 10):
        book["Data"][f"D{row}"].number_format = "0%"
    book["Data"]["D7"] = "82"  # a number stored as text is read all the same
    for cell, (mistake, *_) in typed.items():
        book["Data"][cell] = mistake
    book.save(hub)
    with its_own_place(tmp_path / "kept"), server(hub) as address:
        settled(keyboard.page, address)
        keyboard.go("Sheets", "Sheet check")
        keyboard.title("set aside")
        keyboard.choose("My team", "Willow", most=20)
        keyboard.title("Willow Park: 3 numbers arrived; 4 rows were set aside")
        cards = keyboard.page.locator("article.km-finding")
        found = {card.splitlines()[0]: card for card in cards.all_inner_texts()}
        assert found.keys() == typed.keys()
        for cell, (_, says, _) in typed.items():
            assert says in found[cell]
            assert "Why it matters" in found[cell]
            assert "How to mend it" in found[cell]
        for cell, (_, _, mended) in typed.items():
            book["Data"][cell] = mended
        book.save(hub)
        keyboard.reach("Read the sheets again", most=1)
        keyboard.press("Enter")
        keyboard.title("Willow Park: 8 numbers arrived")
        assert cards.count() == 0
        keyboard.go("Measures", "Measures", most=20)
        keyboard.title("Present")
        keyboard.choose("Team", "Willow", most=21)
        keyboard.page.get_by_role("heading", name="Willow Park").wait_for()
        assert "81" in keyboard.page.inner_text(".km-matrix")


@pytest.mark.browser
def test_a_facilitator_prepares_and_runs_a_dive(sample, keyboard):
    settled(keyboard.page, sample)
    keyboard.go("Data dive", "Data dive")
    shown = keyboard.page.locator(".km-now-shown")
    shown.wait_for()
    keyboard.press("Escape")
    keyboard.reach("Minutes in all", most=26)
    keyboard.press("Control+a")
    keyboard.page.keyboard.type("60")
    keyboard.press("Enter")
    keyboard.title("screens for 60 minutes")
    keyboard.reach("Show the slides", 6, "Shift+Tab")
    keyboard.press("Enter")
    first = shown.inner_text()
    keyboard.press("ArrowRight", "Space")
    assert keyboard.page.url.endswith("slide=3")
    keyboard.press("ArrowLeft", "5", "Enter")
    assert keyboard.page.url.endswith("slide=5")
    keyboard.press("Home")
    assert shown.inner_text() == first
    assert keyboard.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= 8
    keyboard.reach("leave", most=12)
    keyboard.press("Enter")
    assert keyboard.page.evaluate(HERE)["name"] == "Show the slides"


@pytest.mark.browser
def test_a_researcher_takes_a_snapshot_cites_it_and_reads_it_again(sample, keyboard, tmp_path):
    settled(keyboard.page, sample)
    keyboard.go("Sheets", "Downloads")
    keyboard.title("ready to take away")
    package = tmp_path / "snapshot.zip"
    package.write_bytes(keyboard.download("Everything in one file", most=17))
    data = pd.read_csv(io.BytesIO(keyboard.download("data.csv", most=1)))
    with zipfile.ZipFile(package) as files:
        assert pd.read_csv(files.open("data.csv")).equals(data)
    assert len(kmlib.publish(kmlib.load(package)).observations) == len(data)
    keyboard.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    *_, citation = keyboard.reach("Riverbend Learning Network", most=30)
    keyboard.reach("Copy to clipboard", most=1)
    keyboard.press("Enter")
    copied = keyboard.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(citation)
    assert f"{len(data):,} observations" in copied


@pytest.mark.browser
def test_a_new_leader_takes_over(sample, keyboard):
    settled(keyboard.page, sample)
    keyboard.go("Programme", "Continuity")
    keyboard.title("hang on one person")
    keyboard.reach("What hangs on one person", most=18)
    keyboard.press("ArrowRight", "Space")
    keyboard.title("The story so far")
    keyboard.choose("Priority", "Algebra", most=1)
    title = keyboard.title("Algebra readiness")
    brief = keyboard.download("The hand-over brief", most=1).decode()
    assert title.split(" – ")[0] in brief
    assert keyboard.page.get_by_text("Link to heading").count() == 0
    keyboard.go("Process map", "Process map", most=10)
    keyboard.title("Algebra readiness: The only wave runs all the way to use")
