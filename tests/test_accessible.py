"""Every page and view before axe-core, the checker that browsers' own accessibility tools use."""

import re
from pathlib import Path

import pytest

from tests.in_a_browser import PAGES, a_browser, server, views

STREAMLITS_OWN = {  # its menu on a narrow screen lists sections in a way that we cannot change
    "list": "stSidebarNavItems",
    "listitem": "stSidebarNav",
}
HARM = ("serious", "critical")
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
NARROW_PAGES = ["overview", "process_map", "peer_accountability", "measures", "dive"]


def script():
    """The checker's own program, as its package for Playwright brings it."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def harm_on(page, axe):
    """What keeps somebody out: the rule, and the element it is about."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        if rule["impact"] in HARM
        for node in rule["nodes"]
        if STREAMLITS_OWN.get(rule["id"], "none") not in _around(page, node["target"])
    ]


def _around(page, target):
    """The marks of all that an element stands in."""
    return page.evaluate(
        """path => { const names = []
        for (let at = document.querySelector(path); at; at = at.parentElement)
          names.push(at.dataset.testid)
        return names.join(" ") }""",
        target[-1] if isinstance(target[-1], str) else target[-1][-1],
    )


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_keeps_anybody_out(theme):
    axe = script()
    with a_browser() as browser, server() as address:
        seen, harm = 0, {}
        for viewport, pages in ((WIDE, PAGES), (PHONE, NARROW_PAGES)):
            context = browser.new_context(
                viewport=viewport, color_scheme=theme, bypass_csp=True, reduced_motion="reduce"
            )
            page = context.new_page()
            for name in pages:
                for view in views(page, f"{address}/{name}"):
                    seen += 1
                    if found := harm_on(page, axe):
                        harm[f"{name} {view} {viewport['width']}"] = found
            context.close()
    assert harm == {}
    assert seen > len(PAGES) + len(NARROW_PAGES)  # the views were met, too


@pytest.mark.browser
def test_the_checker_finds_words_too_pale_to_read():
    axe = script()
    with a_browser() as browser:
        page = browser.new_page()
        page.set_content(
            '<html lang="en"><title>t</title><main><h1>h</h1><p style="color:#ccc">too pale to read'
        )
        assert [re.match(r"[\w-]+", one).group() for one in harm_on(page, axe)] == [
            "color-contrast"
        ]
