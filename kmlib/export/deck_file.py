"""The data dive as one HTML file to take home: it asks nothing of the network."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from kmlib.charts.deck import SCRIPT, deck
from kmlib.charts.markup import tag
from kmlib.charts.slides import Slide
from kmlib.export.paper import ALONE, html_file
from kmlib.privacy import Published


def deck_file(
    network: Published, some: Sequence[Slide], minutes: int, *, theme: str = "light"
) -> bytes:
    """The slides with the script that moves them, in UTF-8; without scripts one below the other.

    A browser that opens it may run this one script and nothing else, and load nothing.
    """
    script = f"{SCRIPT}kmDeck(document.querySelector('.km-deck'), {minutes});"
    hashed = b64encode(sha256(script.encode()).digest()).decode()
    title = f"Data dive, {network.settings.name or 'School network'}"
    body = tag("div", deck(network, some), class_="km-deck") + f"<script>{script}</script>"
    allowed = f"{ALONE}; script-src 'sha256-{hashed}'"
    return html_file(title, body, theme=theme, allowed=allowed)
