"""The deck: the slides of a data dive as markup, with the script that moves them."""

from collections.abc import Sequence
from pathlib import Path

from kmlib.charts.markup import escape, tag
from kmlib.charts.slides import KINDS, Slide, questions
from kmlib.charts.words import day, made_from
from kmlib.privacy import Published

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
MINUTES = 90  # project choice: a monthly session
_TIMER = (
    '<button class="km-timer km-waits" data-key="t" aria-label="Start or stop the time (t)">'
    '<svg viewBox="0 0 100 100" aria-hidden="true">'
    '<circle class="km-ring" cx="50" cy="50" r="42"/>'
    '<circle class="km-left" cx="50" cy="50" r="42" pathLength="100" stroke-linecap="round"'
    ' transform="rotate(-90 50 50)"/><text x="50" y="59">start</text></svg></button>'
)


def deck(network: Published, some: Sequence[Slide]) -> str:
    """All slides in one piece: without the script they stand one below the other."""
    return "".join(_slide(network, some, at) for at in range(len(some))) + _TIMER


def _slide(network: Published, some: Sequence[Slide], at: int) -> str:
    slide = some[at]
    small = tag("p", slide.small, class_="km-small-line") if slide.small else ""
    picture = tag("div", tag("div", slide.picture) + small, class_="km-picture")
    asked = "".join(tag("li", tag("span", escape(q))) for q in questions(network, slide.kind))
    ask = tag("div", tag("p", "Talk in threes") + tag("ol", asked), class_="km-ask")
    said = "".join(tag("p", escape(note)) for note in (*slide.notes, made_from(network)))
    notes = tag("aside", said, class_="km-notes")
    inside = tag("h1", slide.title) + picture + ask + notes + _foot(network, some, at)
    label = f"{at + 1}. {slide.kind}"
    weight = KINDS[slide.kind].weight
    look = "km-slide km-wide" if slide.is_wide else "km-slide"
    return tag("section", inside, class_=look, data_weight=weight, aria_label=label)


def _foot(network: Published, some: Sequence[Slide], at: int) -> str:
    dots = (tag("button", aria_label=f"{n}. {s.kind}", title=s.kind) for n, s in enumerate(some, 1))
    place = tag("b", escape(f"{at + 1}. {some[at].kind}"))
    name = network.settings.name or "School network"
    whose = tag("span", escape(f"{name}, as of {day(network.as_of)}"))
    keys = tag("button", "leave (p)", class_="km-key km-leave", data_key="p")
    keys += tag("button", "back", class_="km-key", data_key="ArrowLeft")
    keys += tag("button", "space: next", class_="km-key", data_key="ArrowRight")
    said = tag("div", "".join(dots), class_="km-dots") + place + whose + keys
    return tag("footer", said, class_="km-foot")
