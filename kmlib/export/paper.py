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
    """One self-contained page that prints on A4 and Letter: title, lead, parts, and of what it is.

    Parts are a heading (a text) and its markup each; those without markup are left out. At the end
    stand the network, its date, its workbooks and what is hidden.
    """
    name = network.settings.name or "School network"
    body = tag("p", escape(name), class_="km-small-print") + tag("h1", escape(title))
    body += tag("p", escape(lead), class_="km-lead") if lead else ""
    told = ((heading, LEADS_NOWHERE.sub(r"\1", markup)) for heading, markup in parts if markup)
    body += "".join(tag("section", tag("h2", escape(head)) + markup) for head, markup in told)
    foot = tag("footer", tag("p", escape(made_from(network))))
    return html_file(title, tag("main", body + foot))


def html_file(title: str, body: str, *, theme: str = "light", allowed: str = ALONE) -> bytes:
    """One page in UTF-8 that a browser opens by itself, and that may ask for no more than this."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'
        f"<title>{escape(title)}</title>{look.style(theme)}<style>{CSS}</style>"
    )
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode()
