"""The driver tree: lists in lists, so that a phone, a keyboard and a screen reader can follow."""

from collections.abc import Sequence

from kmlib.analysis.drivers import Node, Theory
from kmlib.analysis.wording import few
from kmlib.charts import words
from kmlib.charts.markup import escape, tag
from kmlib.charts.run_chart_svg import sign_and_word

MOST_NAMED = 4  # project choice: names in a sentence; the table holds them all
ADD_A_PARENT = "Name a Parent for each in the Drivers tab, or add a row of kind aim."
ADD_BALANCING = (
    "A balancing measure shows what else changes while everybody works on the aim. Add one to the"
    " Measures tab, of kind balancing and with the aim’s Priority, or with none."
)
ADD_CYCLES = "Fill the Cycles tab to see what has been tried."


def driver_tree(found: Theory) -> str:
    """Every tree: each driver with its kind, how its measure stands, and what is tried there."""
    written, depth = [], -1
    for node in found.nodes:
        before = "<ul>" if node.depth > depth else "</li>" + "</ul></li>" * (depth - node.depth)
        written.append(f"{before}<li>{_node(node, found)}")
        depth = node.depth
    closed = "</li>" + "</ul></li>" * depth + "</ul>"
    return tag("div", "".join(written) + closed, class_="km-tree") if written else ""


def remarks(found: Theory) -> list[str]:
    """What does not fit in a tree, and how to mend it."""
    loose = [tree[0].row.driver for tree in found.trees if not tree[0].is_aim]
    said = {
        f"Under no aim: {few(loose, MOST_NAMED, '; ')}. {ADD_A_PARENT}": loose,
        ADD_BALANCING: found.unbalanced,
        ADD_CYCLES: not found.has_cycles,
    }
    return [*map(_ring, found.in_rings), *(text for text, holds in said.items() if holds)]


def _ring(ring: Sequence[str]) -> str:
    names = [*ring[:MOST_NAMED], *["…"] * (len(ring) > MOST_NAMED), ring[0]]
    way = " is under ".join(names)
    return f"{way}: a ring without a top. Empty the Parent of the one that comes first."


def _node(node: Node, found: Theory) -> str:
    kind = tag("small", escape(node.row.kind.value))
    name = tag("p", kind + tag("b", escape(node.row.driver)))
    lines = [_measured(node), _tried(node) if found.has_cycles else ""]
    if node.is_aim and found.balancing[node.row.driver]:
        watched = "; ".join(found.balancing[node.row.driver])
        lines.append(tag("span", escape(f"balanced by {watched}")))
    elif node.row.driver in found.unbalanced:
        lines.append(tag("span", "no balancing measure", class_="km-orange km-verdict"))
    return tag("div", name + tag("p", "".join(lines)), class_="km-node")


def _measured(node: Node) -> str:
    if node.measure is None or node.standing is None:
        return tag("span", "no measure yet")
    value = node.standing.value
    shown = "" if value is None else tag("b", escape(words.number(value, node.measure))) + " "
    name = "" if node.measure.measure == node.row.driver else escape(node.measure.measure) + " "
    return tag("span", name + shown + sign_and_word(node.standing))


def _tried(node: Node) -> str:
    if not node.cycles:
        return tag("span", "nothing tried yet")
    running = f", {len(node.running)} running" if node.running else ", none running"
    teams = list(dict.fromkeys(cycle.team for cycle in node.running))
    who = f": {few(teams, MOST_NAMED, '; ')}" if teams else ""
    return tag("span", escape(words.count(len(node.cycles), "cycle") + running + who))
