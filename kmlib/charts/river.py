"""The river: how many learnings come to each stage, and where they are lost on the way."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kmlib.analysis.learnings import TAB_OF
from kmlib.analysis.progress import StageProgress, largest_leak
from kmlib.charts.cycle_words import CAME, LOST
from kmlib.charts.look import colour
from kmlib.charts.markup import escape, svg, tag

COLUMN, GAP, BLOCK = 416.0, 32.0, 196.0  # the page's own grid
TOP, DEEPEST, SHALLOWEST = 44.0, 122.0, 5.0
DROP = 30.0  # how far a ribbon bends down
ROOM_FOR_TEXT, ROOM_FOR_LARGE_TEXT = 27.0, 64.0
LINE = 30.0  # from one line of words to the next, also where letters are large

LONG = 1_000  # a number with so many digits fills its block


class Block(NamedTuple):
    """A stage on the drawing."""

    stage: StageProgress
    x: float
    depth: float  # of the water; 0 where nothing came or nobody tells

    @property
    def right(self) -> float:
        """Where the block ends and the water flows on."""
        return self.x + BLOCK


def river(stages: Sequence[StageProgress]) -> str:
    """Four blocks of water, the band that goes on, and a fading ribbon for what does not.

    On a phone the same numbers stand as four lines.
    """
    blocks = list(_blocks(stages))
    leak = largest_leak(stages)
    parts = [_head(block) for block in blocks]
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        parts.append(_band(block, after) + (_ribbon(block, after, leak) if after else ""))
    parts += [_block(block) for block in blocks]
    says = "; ".join(filter(None, map(_in_words, stages)))
    width, height = 4 * COLUMN + 3 * GAP, TOP + DEEPEST + DROP + 20
    picture = svg("".join(parts), width=width, height=height, says=says)
    lines = "".join(_line(block, leak) for block in blocks)  # the same on a phone
    return tag("div", picture, class_="km-river") + tag("div", lines, class_="km-river-lines")


def _blocks(stages: Sequence[StageProgress]) -> Iterator[Block]:
    most = max((one.learnings or 0 for one in stages), default=0)
    for number, one in enumerate(stages):
        depth = DEEPEST * one.learnings / most if one.learnings else 0
        yield Block(one, number * (COLUMN + GAP), max(depth, SHALLOWEST) if depth else 0)


def _in_words(one: StageProgress) -> str:
    if one.learnings is None:
        return f"{one.stage}: not recorded"
    lost = f", {one.went_on.lost:,} {LOST[one.stage]}" if one.stage in LOST else ""
    return f"{one.learnings:,} {CAME[one.stage]}{lost}"


def _head(block: Block) -> str:
    text = escape(block.stage.stage.capitalize())
    return tag("text", text, x=block.x, y=22, fill=colour("ink"), class_="km-stage")


def _band(block: Block, after: Block | None) -> str:
    """What goes on to the next stage, as deep as what comes there; after the last an arrow head."""
    left = block.right
    if after is None:
        tip, depth = block.x + COLUMN, block.depth
        end = f"H{tip - 16:g}L{tip:g} {TOP + depth / 2:.1f}L{tip - 16:g} {TOP + depth:.1f}"
    else:
        depth = min(after.depth, block.depth)
        end = f"H{after.x:g}V{TOP + depth:.1f}"
    d = f"M{left:g} {TOP:g}{end}H{left:g}Z"
    return tag("path", d=d, fill=colour("band")) if depth else ""


def _ribbon(block: Block, after: Block, leak: StageProgress | None) -> str:
    """What does not go on: it bends away and fades, orange where it is the largest leak."""
    lost = after.stage.went_on.lost
    if not lost or not block.depth:
        return ""
    is_largest = leak is after.stage
    token, ink = ("orange", "orange") if is_largest else ("grey", "ink2")
    depth, top = max(block.depth - after.depth, 3), TOP + after.depth + 3 * bool(after.depth)
    x, end, bend = block.right + 3, block.right + BLOCK, BLOCK / 2
    low = top + DROP
    d = (
        f"M{x:g} {top:.1f}C{x + bend:g} {top:.1f} {end - bend:g} {low:.1f} {end:g} {low:.1f}"
        f"v{depth:.1f}C{end - bend:g} {low + depth:.1f} {x + bend:g} {top + depth:.1f}"
        f" {x:g} {top + depth:.1f}Z"
    )
    fade = f"river-fade-{after.x:g}"
    stops = tag("stop", offset="55%", stop_color=colour(token))
    stops += tag("stop", offset="100%", stop_color=colour(token), stop_opacity=0)
    number = tag("tspan", f"{lost:,}", class_="km-much" if is_largest else "km-some")
    y, class_ = low + depth / 2 + 7, "km-largest" if is_largest else None
    if after.depth < ROOM_FOR_TEXT:
        y = max(y, _number_at(after) + LINE)  # its number stands below it, in the way
    words = number + " " + LOST[after.stage.stage]
    label = tag("text", words, x=end + 10, y=y, fill=colour(ink), class_=class_)
    return (
        tag("linearGradient", stops, id=fade)
        + tag("path", d=d, fill=f"url(#{fade})", opacity=1 if is_largest else 0.75)
        + label
    )


def _block(block: Block) -> str:
    """The block with its number: inside where it is deep enough, else beside it."""
    one = block.stage
    if one.learnings is None:
        return _unknown(block)
    rect = tag(
        "rect", x=block.x, y=TOP, width=BLOCK, height=block.depth, fill=colour("accent"), rx=1
    )
    is_inside, large = block.depth >= ROOM_FOR_TEXT, block.depth >= ROOM_FOR_LARGE_TEXT
    x, y = block.x + 20 if is_inside else block.x, _number_at(block)
    number, said = tag("tspan", f"{one.learnings:,}", class_="km-most" if large else "km-much"), ""
    if one.learnings >= LONG and large:  # the word stands below its number
        y, said = y - LINE / 2, tag("tspan", CAME[one.stage], x=x, dy=LINE)
    ink = colour("on" if is_inside else "ink")
    return rect + tag("text", number + (said or f" {CAME[one.stage]}"), x=x, y=y, fill=ink)


def _number_at(block: Block) -> float:
    """The height of a block's number: in its middle, or below it where it is too shallow."""
    if block.depth < ROOM_FOR_TEXT:
        return TOP + block.depth + 24
    return TOP + block.depth / 2 + (14 if block.depth >= ROOM_FOR_LARGE_TEXT else 9)


def _unknown(block: Block) -> str:
    """A stage of which nobody keeps rows: an empty bed, and the tab that would fill it."""
    look = {"fill": "none", "stroke": colour("line"), "stroke_width": 2, "stroke_dasharray": "6 6"}
    rect = tag("rect", x=block.x, y=TOP, width=1.4 * BLOCK, height=DEEPEST * 0.6, rx=1, **look)
    tab = TAB_OF[block.stage.stage].TAB.title
    said = ("not recorded yet", f"add a tab {tab}")
    lines = (
        tag("text", escape(text), x=block.x + 14, y=TOP + LINE * (n + 1), fill=colour("ink3"))
        for n, text in enumerate(said)
    )
    return rect + "".join(lines)


def _line(block: Block, leak: StageProgress | None) -> str:
    """A stage on a phone: its bar, and what was lost before it."""
    one = block.stage
    if one.learnings is None:
        words = tag("span", escape(f"not recorded yet: add a tab {TAB_OF[one.stage].TAB.title}"))
        return tag("p", words, class_="km-ink3")
    lost = one.went_on.lost if one.stage in LOST else 0
    tone = "km-orange" if leak is one else "km-ink3"
    bar = tag("i", style=f"width:{100 * block.depth / DEEPEST:.0f}%")
    number = tag("b", f"{one.learnings:,}") + " " + CAME[one.stage]
    leaks = tag("span", escape(f"{lost:,} {LOST[one.stage]}"), class_=tone) if lost else ""
    return tag("p", tag("span", number) + leaks) + tag("div", bar, class_="km-river-bar")
