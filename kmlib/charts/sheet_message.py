"""A message about a sheet, ready to copy: what arrived, and what to mend first."""

import datetime as dt
from collections.abc import Sequence
from textwrap import shorten

from kmlib.analysis.mending import Scope, ToMend
from kmlib.charts.little_sheet import held_in_words
from kmlib.charts.markup import plain
from kmlib.charts.team_message import listed
from kmlib.charts.whose_sheet import Looked
from kmlib.charts.words import day
from kmlib.findings import Severity

CELLS_NAMED = 5  # project choice: who mends those knows what to look for
CLOSED = "A workbook could not be opened."  # which one is not quoted: a link may be its key
LINE = 280  # letters of one finding: what was found and how to mend it


def sheet_message(one: Looked, groups: Sequence[ToMend], as_of: dt.date) -> str:
    """The message: thanks and what arrived first, then what to mend, what helps most first.

    `groups` is what was found, in the order of help. Notes are left out: nothing is to be done.
    """
    of_several = len({group.first.source for group in groups}) > 1
    errors, cautions = (
        [_line(group, of_several) for group in groups if group.first.severity == severity]
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    parts = (
        f"To {plain(one.to)}, as of {day(as_of)}",
        f"Thank you for your sheet. {plain(one.arrived)}",
        listed("This could not be used yet; what helps most stands first:", errors),
        listed("This is used, but please have a look:", cautions),
        "Nothing needs to be mended." * (not errors and not cautions),
        "You mend it in your own sheet, and it counts at the next reading; nothing is ever changed"
        " from here. If anything is unclear, say so: we will look at it together.",
    )
    return "\n\n".join(filter(None, parts))


def _line(group: ToMend, of_several: bool) -> str:
    """One finding with its cells: where, what, and how to mend it."""
    first, cells = group.first, [f.cell for f in (group.first, *group.more) if f.cell]
    more = f" and {len(cells) - CELLS_NAMED:,} more" if len(cells) > CELLS_NAMED else ""
    tab = f"tab {first.sheet}" if first.sheet else "the whole workbook"
    tab += f" of {first.source}" if of_several and first.sheet else ""
    where = ", ".join([plain(tab), *cells[:CELLS_NAMED]]) + more
    held = f" ({held_in_words(group)})" if group.rows > 1 else ""
    what = CLOSED if group.scope == Scope.WORKBOOK else first.what
    return f"{where}{held}: {shorten(plain(f'{what} {first.fix}'), LINE, placeholder=' …')}"
