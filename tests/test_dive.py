"""The data dive in front of a room: walked by keyboard alone, and taken home as one file."""

import pytest

from kmlib.analysis import dive
from kmlib.charts.slides import KINDS, slides
from kmlib.export.deck_file import deck_file
from tests.in_a_browser import a_browser, server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("dive")]  # of one server
SIZES = [(1024, 768), (1920, 1080), (3840, 2160), (390, 844)]
SHOWN = "document.querySelector('.km-now-shown').getAttribute('aria-label')"
TOO_FAR = """() => [...document.querySelectorAll('.km-now-shown :is(h1, p, li, dl, svg, footer)')]
  .map((one) => one.getBoundingClientRect())
  .filter((box) => box.right > innerWidth + 1 || (innerWidth > 700 && box.bottom > innerHeight + 1))
  .length"""

TOO_SMALL = """() => [...document.querySelectorAll('.km-now-shown *')].filter((one) => {
  const words = [...one.childNodes].some((it) => it.nodeType === 3 && it.textContent.trim());
  const size = parseFloat(getComputedStyle(one).fontSize);
  const scale = one.getScreenCTM?.().a ?? 1; // of what is drawn
  return words && one.getClientRects().length && size * scale < 23.5 * innerWidth / 1920;
}).map((one) => one.textContent)"""


@pytest.fixture(scope="module")
def browser():
    with a_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address():
    with server() as address:
        yield address


@pytest.fixture(scope="module")
def file(sample, tmp_path_factory):
    some = slides(sample, dive.measures_in_focus(sample)[:1])
    path = tmp_path_factory.mktemp("home") / "dive.html"
    path.write_bytes(deck_file(sample, some, 90))
    return path


def walk(page):
    """The screens that the space bar comes to, and how much of each lies outside the window."""
    seen = []
    for _ in KINDS:
        seen.append((page.evaluate(SHOWN).split(". ")[1], page.evaluate(TOO_FAR)))
        page.keyboard.press("Space")
    return seen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_whole_dive_is_walked_by_keyboard_and_fits_every_screen(browser, address, size):
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{address}/dive")
    page.locator(".km-now-shown").wait_for(timeout=30_000)
    assert walk(page) == [(kind, 0) for kind in KINDS]
    page.close()


def test_no_word_on_a_screen_is_under_24_pixels_where_it_is_1920_wide(browser, file):
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(file.as_uri())
    page.locator(".km-now-shown").wait_for()
    for kind in KINDS:
        assert page.evaluate(TOO_SMALL) == [], kind
        page.keyboard.press("Space")
    page.close()


def test_the_address_opens_the_same_screen_and_keys_go_back_jump_darken_and_leave(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{address}/dive?slide=3")
    page.locator(".km-now-shown").wait_for(timeout=30_000)
    assert page.evaluate(SHOWN).startswith("3. Variation")
    page.keyboard.press("PageUp")  # as a clicker sends it
    page.wait_for_url("**slide=2*", timeout=5_000)  # the browser tells of it a moment later
    page.keyboard.press("6")
    page.keyboard.press("Enter")
    assert page.evaluate(SHOWN).startswith("6. Map gap of the month")
    page.keyboard.press("b")
    assert not page.locator(".km-now-shown h1").is_visible()
    page.keyboard.press("b")
    assert page.locator(".km-now-shown h1").is_visible()
    page.keyboard.press("t")
    assert ":" in page.locator(".km-timer text").text_content()
    page.keyboard.press("p")
    assert not page.locator(".km-now-shown").is_visible()
    assert page.get_by_role("heading", name="8 screens for 90 minutes").is_visible()
    page.get_by_role("button", name="Show the slides").click()
    assert page.locator(".km-now-shown").is_visible()
    page.close()


def test_space_turns_the_slide_though_the_link_or_button_that_opened_them_has_the_focus(
    browser, address
):
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(address)
    page.get_by_role("link", name="Data dive").first.press("Enter")
    page.locator(".km-now-shown").wait_for(timeout=30_000)
    page.keyboard.press("Space")
    assert page.evaluate(SHOWN).startswith("2. ")
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('.km-deck'))"), "not behind it"
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.textContent") == "Show the slides"
    page.keyboard.press("Enter")
    page.locator(".km-now-shown").wait_for()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert page.evaluate(SHOWN).startswith("4. ")
    page.locator(".km-now-shown [data-key=ArrowLeft]").press("Space")  # a button of the deck itself
    assert page.evaluate(SHOWN).startswith("3. ")
    page.keyboard.press("p")
    page.get_by_role("spinbutton").press("Space")  # typing is left alone
    assert not page.locator(".km-now-shown").is_visible()
    page.close()


def test_the_file_opens_from_disk_without_a_network_and_asks_for_nothing(browser, file):
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    page.locator(".km-now-shown").wait_for()
    assert walk(page) == [(kind, 0) for kind in KINDS]
    assert {url.split("?")[0] for url in asked} == {file.as_uri()}
    assert said == []
    context.close()


def test_the_file_prints_one_screen_a_page(browser, file, tmp_path):
    page = browser.new_page()
    page.goto(file.as_uri())
    page.pdf(path=tmp_path / "dive.pdf", prefer_css_page_size=True)
    pages = (tmp_path / "dive.pdf").read_bytes().count(b"/Type /Page\n")
    assert pages == len(KINDS)
    page.close()


def test_without_scripts_the_file_shows_all_screens_one_below_the_other(browser, file):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert all(page.locator(".km-slide h1").nth(n).is_visible() for n in range(len(KINDS)))
    context.close()
