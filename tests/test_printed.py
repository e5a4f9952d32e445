"""Every page and view as the browser prints it: nothing runs off the paper, nothing is tiny."""

import pytest

from tests.in_a_browser import PAGES, a_browser, server, views

MARGINS = 24  # millimetres, both sides of a page: style.css
WIDTHS = {"portrait": 210 - MARGINS, "landscape": 279 - MARGINS}  # A4 and US Letter, the narrower
PIXELS = 96 / 25.4  # a millimetre
SMALLEST = 9  # pixels of print: 6.75 points
FAULTS = """smallest => {
  const faults = [], width = document.documentElement.clientWidth;
  const texts = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, at = text.parentElement, said = text.data.trim();
    const box = document.createRange();
    box.selectNodeContents(text);
    const { right, left, height } = box.getBoundingClientRect();
    if (!said || !height || !at.checkVisibility({ visibilityProperty: true })) continue;
    if (at.closest(".km-deck, title, style")) continue; // its slides fill a sheet
    const scale = at.ownerSVGElement ? at.getScreenCTM().a : at.currentCSSZoom;
    if (parseFloat(getComputedStyle(at).fontSize) * scale < smallest) faults.push("tiny: " + said);
    if (right > width + 1 || left < -1) faults.push("cut: " + said);
  }
  return faults;
}"""


def faults(page):
    """What would be cut or tiny on the narrower of the two papers."""
    page.emulate_media(media="print")
    named = page.evaluate("getComputedStyle(document.body).page")
    width = WIDTHS["landscape" if named == "wide" else "portrait"]
    page.set_viewport_size({"width": int(width * PIXELS), "height": 900})
    page.wait_for_timeout(300)  # what is drawn for a width is drawn again
    found = page.evaluate(FAULTS, SMALLEST)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1440, "height": 1000})
    return named, found[:5]


@pytest.mark.browser
def test_on_paper_no_page_is_cut_and_none_is_tiny():
    with a_browser() as browser, server() as address:
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        printed = {}
        for name in PAGES:
            for view in views(page, f"{address}/{name}"):
                printed[f"{name} {view}".strip()] = faults(page)
    assert {view: found for view, (_, found) in printed.items() if found} == {}
    assert printed["measures"][0] == printed["process_map"][0] == "wide"
    assert printed["continuity"][0] == "auto"
