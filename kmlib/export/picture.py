"""A picture to take along: one SVG with its title above, and what it was made from below."""

import re
from collections.abc import Iterable, Sequence
from textwrap import wrap
from xml.etree.ElementTree import Element, fromstring, tostring

from kmlib.charts import look
from kmlib.charts.markup import escape, tag
from kmlib.charts.words import made_from
from kmlib.privacy import Published

WIDTH, GAP, NAMES, MOST_ACROSS, LARGEST = 1400.0, 36.0, 340.0, 4, 2.0  # NAMES: at each side
SVG = "http://www.w3.org/2000/svg"
FONT = "Source Sans Pro, Segoe UI, Helvetica, Arial, sans-serif"
OF_A_PAGE = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # phones and paper
RULE, CLASS = re.compile(r"([^{}]+)(\{[^{}]*\})"), re.compile(r"\.([\w-]+)")


def picture(network: Published, title: str, markup: str, notes: Sequence[str] = ()) -> bytes:
    """The drawings in some markup as one file, in light colours, that asks for nothing.

    Of several widths the widest are meant: others are signs of a legend, or the same for a phone.
    Words and lists in one element with a drawing stay with it; a legend and notes stand below.
    """
    root = fromstring(tag("div", markup.replace(f' xmlns="{SVG}"', "")))
    legends = [" ".join(p.itertext()) for p in root.iter("p") if p.get("class") == "km-legend"]
    made = f"{network.settings.name}. {made_from(network)}".removeprefix(". ")
    above, top = _words([title], size=32, weight=700)
    drawn, high = _side_by_side(root)
    below, end = _words([*legends, *notes, made], 0, top + high, size=16, weight=400, token="ink2")
    drawn = above + tag("g", drawn, transform=f"translate(0 {top:.1f})") + below
    drawn = tag("g", drawn, transform=f"translate({GAP:g} {GAP:g})", font_family=FONT)
    classes = {name for one in root.iter() for name in one.get("class", "").split()}
    rules = RULE.findall(OF_A_PAGE.sub("", look.CSS))
    style = "".join(of + looks for of, looks in rules if not classes.isdisjoint(CLASS.findall(of)))
    wide, high = WIDTH + 2 * GAP, end + 2 * GAP
    whole = tag("style", style) + tag("rect", width=wide, height=high, fill="white") + drawn
    for token, colour in look.TOKENS["light"].items():
        whole = whole.replace(look.colour(token), colour)
    size = {"width": wide, "height": high, "viewBox": f"0 0 {wide:g} {high:.1f}"}
    return tag("svg", whole, xmlns=SVG, **size, role="img", aria_label=title).encode()


def _side_by_side(root: Element) -> tuple[str, float]:
    """The widest drawings with the words about each, and how high they are together."""
    every = [(above, one) for above in root.iter() for one in above.findall("svg")]
    box = max((one.get("viewBox", "") for _, one in every), key=lambda box: float(box.split()[2]))
    wide, high = map(float, box.split()[2:])
    some = [pair for pair in every if pair[1].get("viewBox") == box]
    across, aside = min(len(some), MOST_ACROSS), NAMES * bool(some[0][0].findall("ol"))
    cell = (WIDTH + GAP) / across - GAP
    scale = min(cell / (wide + 2 * aside), LARGEST)
    said = [
        _words(_beside(above) if across > 1 else (), y=GAP / 4, width=cell) for above, _ in some
    ]
    room = max(end for _, end in said) + GAP / 2
    inside, row = "", room + high * scale
    for n, ((above, one), (words, _)) in enumerate(zip(some, said, strict=True)):
        drawn = "".join(tostring(part, "unicode") for part in one)
        for side, names in enumerate(above.findall("ol")):
            x, anchor = (wide + 12, "start") if side else (-12, "end")
            for at, name in enumerate(names):
                y = high * (at + 0.5) / len(names) - 17
                drawn += _words([" ".join(name.itertext())], x, y, text_anchor=anchor)[0]
        place = f"translate({aside * scale:.1f} {room:.1f}) scale({scale:.4f})"
        drawn = words + tag("g", drawn, transform=place, class_=above.get("class"))
        place = f"translate({n % across * (cell + GAP):.1f} {n // across * row:.1f})"
        inside += tag("g", drawn, transform=place)
    return inside, -(-len(some) // across) * row + GAP / 2


def _beside(above: Element) -> list[str]:
    lines = (one for one in above.iter() if one.tag in ("p", "figcaption"))
    return [": ".join(filter(str.strip, one.itertext())) for one in lines]


def _words(
    lines: Iterable[str], x: float = 0, y: float = 0, *, width: float = WIDTH, size: int = 17,
    weight: int = 600, token: str = "ink", **more: str,
) -> tuple[str, float]:  # fmt: skip
    """Lines of words at most so wide, and where they end."""
    shape, said = {"font_size": size, "font_weight": weight, "fill": look.colour(token), **more}, ""
    for part in (part for line in lines for part in wrap(line, int(1.9 * width / size))):
        y += 1.35 * size
        said += tag("text", escape(part), x=x, y=y, **shape)
    return said, y
