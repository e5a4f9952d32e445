"""How names were matched: for which team, measure or group each text of the sheets was taken."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kmlib.analysis.wording import verb
from kmlib.charts.markup import escape, opens, tag
from kmlib.charts.plain_table import plain_table
from kmlib.charts.words import count
from kmlib.privacy import Published
from kmlib.reading.matches import Match
from kmlib.reading.names import ITS_NAME, NOT_NEEDED, normalise

ALL_MATCHED = "Every name was matched"
ROWS_A_PAGE = 50  # project choice: what one looks through on two screens


def in_order(network: Published) -> list[Match]:
    """Those that were not matched, then those that were not typed as their name, then the rest."""
    return sorted(network.matches, key=lambda one: (_rank(one), one.kind, one.name, one.text))


def _rank(one: Match) -> int:
    """0 for a text that was not matched, 1 for one typed in another way, 2 for the rest."""
    return 2 if one.how in (ITS_NAME, NOT_NEEDED) else int(bool(one.name))


def found(matches: Iterable[Match], workbook: str, text: str) -> list[Match]:
    """The matches of one workbook, or of all, in whose text or name these letters stand."""
    here = [one for one in matches if workbook in ("", one.source)]
    if not (wanted := normalise(text)):
        return here
    return [o for o in here if wanted in normalise(o.text) or wanted in normalise(o.name)]


def workbooks(network: Published) -> list[str]:
    """Those in which a name was looked up."""
    return list(dict.fromkeys(match.source for match in network.matches))


def headline(network: Published) -> str:
    """How many texts were taken for a name otherwise typed, and how many for none."""
    if not network.matches:
        return "No name has been looked up yet"
    ranks = Counter(map(_rank, network.matches))
    unmatched, otherwise = ranks[0], ranks[1]
    if not unmatched + otherwise:
        return "Every name is typed as its own tab has it"
    missed = f"{count(unmatched, 'name')} could not be matched" if unmatched else ALL_MATCHED
    return f"{missed}; {otherwise:,} typed in another way {verb(otherwise, 'were')} understood"


def in_words(network: Published) -> str:
    """How many texts there are in all, and what to do about one taken for the wrong name."""
    texts = count(len(network.matches), "different text")
    return (
        f"{texts} stood for a team, a measure, a group or another name. A near miss is never taken."
        " Was one taken for the wrong name? Type the right one there, or add it under “Also known"
        " as”."
    )


def shown_in_words(matches: Sequence[Match]) -> str:
    """In which order they stand; that there is none."""
    if not matches:
        return "No text with these letters stood for a name."
    return "Those not matched first, then those not typed as their own tab has them."


def name_table(matches: Iterable[Match]) -> str:
    """What was typed, what it was taken for and how, where it stands first, and how often."""
    heads = ("Typed", "Taken for", "How", "Kind", "First in", "Cells#")
    return plain_table(heads, map(_row, matches), says="How names were matched")


def _row(one: Match) -> list[str]:
    nothing = tag("b", "nothing", class_=None if _rank(one) else "km-orange")
    place = ", ".join(filter(None, (one.source, one.sheet, one.cell)))
    return [
        tag("b", escape(one.text)),
        escape(one.name) if one.name else nothing,
        escape(one.how),
        escape(one.kind),
        opens(one.link, escape(place)),
        f"{one.cells:,}",
    ]
