"""A change idea on one page, to print or to pass on."""

from functools import partial
from textwrap import shorten

from kmlib.analysis.spread import Item
from kmlib.charts import library_cards as cards
from kmlib.charts.markup import escape, tag
from kmlib.export.paper import on_paper
from kmlib.privacy import Published

TESTS, LATEST, LETTERS = 4, 6, 200  # project choice: what fits on one page


def item_page(network: Published, one: Item) -> bytes:
    """What is known of an item, what to do and who to ask: one page of A4 or Letter, as HTML.

    Brokers and those who vetted it are staff, and so not on it.
    """
    half = partial(tag, "div", class_="km-half")
    cells = shorten(f"From {cards.sources(one)}", LETTERS, placeholder=" …")
    where = tag("p", escape(cells), class_="km-small-print")
    parts = (
        ("What to do", half(cards.to_use(one, links=False))),
        ("What supports it", half(cards.support(network, one))),
        ("How well it is known", cards.levels(one)),
        ("Who tested it, where", cards.who_tested(one, TESTS)),
        ("Its story", cards.story(one, LATEST, staff=False) + where),
    )
    return on_paper(network, one.row.item, parts, lead=one.row.claim)
