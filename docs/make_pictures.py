"""Take the pictures of the docs: `python docs/make_pictures.py`, after a page looks otherwise.

Starts the dashboard on the sample network and opens its pages in Chromium, light, in the same size
each time. A picture keeps the title of its page inside; a test says when the page says another.
"""

import io
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

from PIL import Image, ImageChops, PngImagePlugin

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.in_a_browser import a_browser, server  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
COLOURS = 96  # more are not told apart in such plain pictures, and make the files larger
ROUNDING = 16  # of 255; a letter that changed differs by far more
DRAWN = """() => document.querySelector('[data-test-script-state="notRunning"]')
  && document.querySelector("h1") && !document.querySelector('[data-testid="stSkeleton"]')
  && !/reading \\d/.test(document.body.innerText)"""
SAME_HOUR = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
  {
    const text = texts.currentNode;
    text.data = text.data.replace(/today,\\W*\\d\\d:\\W*\\d\\d/, "today, 09:00");
  }
}"""


class View(NamedTuple):
    """What a picture shows: a page as its address has it, and how much of it."""

    page: str
    size: tuple[int, int]
    asked: Mapping[str, str] = MappingProxyType({})


PICTURES = {
    "process-map": View("process_map", (1600, 805)),
    "overview": View("", (1280, 900)),
    "measures": View("measures", (1280, 1060)),
    "sheet-check": View("sheet_check", (1280, 900), {"team": "Harbor Street"}),
    "data-dive": View("dive", (1280, 720), {"slide": "2"}),
    "one-team": View("team", (1280, 900), {"team": "Harbor Street"}),
    "story-so-far": View("continuity", (1280, 820), {"see": "The story so far"}),
}


def main() -> None:
    """Take every picture, or those that are named."""
    FOLDER.mkdir(exist_ok=True)
    with a_browser() as browser, server() as address:
        for name in sys.argv[1:] or PICTURES:
            view = PICTURES[name]
            width, height = view.size
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{address}/{view.page}?{urlencode(view.asked)}")
            for _ in range(2):  # what was read meanwhile is drawn again
                page.wait_for_function(DRAWN, timeout=60_000)
                page.wait_for_timeout(1500)
            page.evaluate(SAME_HOUR)
            title = " ".join(page.locator("h1").first.inner_text().split())
            size = keep(page.screenshot(), FOLDER / f"{name}.png", title)
            sys.stdout.write(f"{name}: {size:,} bytes, {title}\n")
            page.close()


def keep(picture: bytes, path: Path, title: str) -> int:
    """Write a picture with few colours and the title of its page; returns its bytes."""
    about = PngImagePlugin.PngInfo()
    about.add_itxt("Title", title)
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    if not (path.exists() and looks_alike(few, Image.open(path)) and title_of(path) == title):
        few.save(path, optimize=True, pnginfo=about)
    return path.stat().st_size


def looks_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures differ by no more than the browser's own rounding of colours."""
    if one.size != other.size:
        return False
    strays = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return all(most <= ROUNDING for _, most in strays)


def title_of(path: Path) -> str:
    """The title that a page had when its picture was taken."""
    with Image.open(path) as picture:
        return str(picture.info.get("Title", ""))


if __name__ == "__main__":
    main()
