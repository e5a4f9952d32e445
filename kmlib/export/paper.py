"""A page to print or to pass on: one HTML file that asks nothing of the network."""

import re
from collections.abc import Iterable
from pathlib import Path

from kmlib.charts import look
from kmlib.charts.markup import escape, tag
from kmlib.charts.words import made_from
from kmlib.privacy import Published

CSS = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
LEADS_NOWHERE = re.compile(r'<a href="(?!https:)[^"]*">(.*?)</a>')  # links within the dashboard
# What the file may ask for: nothing but the style and the signs that stand in it.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def on_paper(
    network: Published, title: str, parts: Iterable[tuple[str, str]], *, lead: str = ""
) -> bytes:
    """One self-contained page: title, lead, parts, and what it was made from.

    Args:
        network: what the page is about.
        title: a text; the finding, or the name of the thing.
        parts: a heading (a text) and its markup each; parts without markup are left out.
        lead: a sentence that goes on from the title.

    Returns:
        HTML in UTF-8 that prints on A4 and Letter, with the network, its date, its workbooks and
        what is hidden at the end.
    """
    name = network.settings.name or "School network"
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{ALONE}">'
        f"<title>{escape(title)}</title>{look.style('light')}<style>{CSS}</style>"
    )
    body = tag("p", escape(name), class_="km-small-print") + tag("h1", escape(title))
    body += tag("p", escape(lead), class_="km-lead") if lead else ""
    body += "".join(
        tag("section", tag("h2", escape(heading)) + LEADS_NOWHERE.sub(r"\1", markup))
        for heading, markup in parts
        if markup
    )
    foot = tag("footer", tag("p", escape(made_from(network))))
    page = f'<html lang="en"><head>{head}</head><body>{tag("main", body + foot)}</body></html>'
    return f"<!doctype html>{page}".encode()
