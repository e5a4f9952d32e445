"""What acts in other programs, typed into every name and note: pages show the letters."""

import re
import shutil
from itertools import cycle

import openpyxl
import pytest

from kmlib.schema import TABS, DataRow, fields_of
from sample_sheets import make_sample
from tests.in_a_browser import PAGES, a_browser, server, views

OUTSIDE = "http://outside.invalid"
PAYLOADS = (  # each with a word that only its plain text shows
    '<img src=x onerror="alert(1)">qa',
    "<script>alert(1)</script>qb",
    f"![qc]({OUTSIDE}/c.png)",
    f"[qd]({OUTSIDE}/d)",
    "[qe](javascript:alert(1))",
    "**qf** __qf__ ~~qf~~ `qf`",
    ":red[qg] :blue-background[qg]",
    "$qh^2$ $$qh$$",
    f"<{OUTSIDE}/i> {OUTSIDE}/qi www.qi.invalid qi@qi.invalid",
    ":material/delete:qj :streamlit: :tada:qj",
    "# qk",
    "\u202eqm\u202c \u2066qm\u2069",
    "q\u200bn q\u2060n q\ufeffn",
    "</style><style>*{display:none}</style>qo",
    '" onmouseover="alert(1)" qp="',
    "{{qr}} ${qr} <%= qr %>",
    f"<svg onload=alert(1)><use href='{OUTSIDE}/s.svg'/></svg>qs",
    f"<iframe src={OUTSIDE}></iframe><link rel=stylesheet href={OUTSIDE}/t.css>qt",
)
NAMED = ("Teams", "Measures", "Priorities", "Routines", "Knowledge", "Drivers", "Repositories")
KEPT = ("value", "date", "period", "group", "sheet", "link")  # more than words
LOOKS = """() => [...document.querySelectorAll(
  'main img[src*="outside"], main a[href^="http://outside"], main a[href^="http://www"],' +
  'main a[href^="mailto"], .katex, iframe, a[href^="javascript"], [onerror], [onload],' +
  '[onmouseover], link[href*="outside"]')].map(one => one.outerHTML.slice(0, 160))"""
STYLED = """() => [...document.querySelectorAll('main strong, main em, main del, main code,'
  + 'main span.stMarkdownColoredText, main [data-testid="stIconMaterial"]')]
  .filter(one => /\\bq[a-t]\\b/.test(one.textContent)).map(one => one.outerHTML.slice(0, 160))"""


def free_texts(tab):
    """The columns of a tab in which people may type any words."""
    return {
        title
        for model in TABS
        if model.TAB.title == tab or (model is DataRow and tab.startswith("Data"))
        for spec in fields_of(model)
        if spec.kind is str and not (spec.many or spec.column.refers or spec.column.address)
        if spec.name not in (*KEPT, model.KEY, model.NAMED_BY)
        for title in spec.column.titles
    }


def armed(folder):
    """The sample with a payload behind every name, the same everywhere, and in every free text."""
    shutil.copytree(make_sample.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "content"))
    book, more = openpyxl.load_workbook(folder / make_sample.HUB), cycle(PAYLOADS)
    names = {
        str(cell.value): f"{cell.value} {next(more)}"
        for sheet in book
        for cell in sheet["A"][1:]
        if sheet.title in NAMED and cell.value
    }
    for sheet in book:
        texts = free_texts(sheet.title)
        for column in sheet.iter_cols():
            for cell in column[1:]:
                if cell.value in names:
                    cell.value = names[cell.value]
                elif isinstance(cell.value, str) and str(column[0].value) in texts:
                    cell.value = f"{cell.value} {next(more)}"
    book.save(folder / make_sample.HUB)
    return folder / make_sample.HUB


@pytest.mark.browser
def test_whatever_is_typed_no_page_acts_upon_it(tmp_path):
    hub = armed(tmp_path / "sheets")
    dialogs, asked, acted, shown = [], [], {}, set()
    with a_browser() as browser, server(workbook=hub) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        for name in PAGES:
            for view in views(page, f"{address}/{name}"):
                if found := page.evaluate(LOOKS) + page.evaluate(STYLED):
                    acted[f"{name} {view}"] = found
                shown |= set(re.findall(r"\bq[a-t]\b", page.locator("body").inner_text()))
    assert acted == {}, acted
    assert dialogs == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    letters = set(re.findall(r"\bq[a-t]\b", " ".join(PAYLOADS)))
    assert shown >= letters - {"qn"}
