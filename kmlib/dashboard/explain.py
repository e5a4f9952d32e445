"""How to read each page: the words of its pop-over."""

from __future__ import annotations

from kmlib.analysis.gaps import waiting_behind
from kmlib.analysis.run_chart import USEFUL_POINTS_NEEDED
from kmlib.charts.gap_list import waiting_in_words
from kmlib.privacy import Published

RUN_CHARTS = f"""
**A run chart** shows one measure over time. The level line is the median: half of the points that
made it lie above, half below.

**▲ improving, ▼ worsening** are said only when chance alone would rarely draw such a line: an
unusually long run of points on one side of the median, or unusually few crossings of it (Anhøj
rules). The triangle says good or bad, not up or down. **○ steady** means no such signal: the ups
and downs are what chance gives, and explaining single points would be guessing. Below
{USEFUL_POINTS_NEEDED} useful points nothing is claimed. **✓ at target** compares the latest value
with the target.

**Absent numbers stay apart.** A gap or *no data* was not reported; *hidden (small group)* exists
but would show too few students; 0 is zero.
"""

WAITING = "{waiting}"  # where the network's own numbers stand
HOW_TO_READ = {
    "overview": f"""
The title is the finding; the charts below carry it. **What moved** shows the measures of the whole
network that have a signal. **What arrived** counts every row that was read: used, set aside or
blank.
{RUN_CHARTS}""",
    "process map": """
**A wave** starts in each routine that generates learning. It runs on where the routine feeds one
that consolidates, that one feeds one that shares, and that one feeds one that puts to use; each
must serve a priority of the wave, and a routine without a priority serves all. The zigzag stands
where no such routine is. Of several ways the map takes the one that gets furthest.

**A learning waits behind a gap** if its wave breaks before the stage that it waits for, else if the
routine of that stage is overdue, else if no routine of that stage serves its priority. So none is
counted twice. {waiting}

**Overdue** means: not held again within the week, month or term after the one it was last held in;
nothing falls due in breaks.

To decide about a gap, write its name as *All gaps* has it into the Gaps tab, with an owner, a note,
or a day until which it is muted. Muted gaps stand last and are still counted.
""",
    "measures": f"""
The table holds the latest value of every measure and team, in alphabetical order: it is no ranking.
The small charts share one scale, and the network's median stands behind each. A little triangle on
the floor marks the start of an inquiry cycle: what came first is shown, what caused it is for you
to judge.
{RUN_CHARTS}""",
    "sheet check": """
Every row that stands inside a table is **used**, **set aside** or **blank**, and the three add up.

Each finding names the cell, what stands there, why it matters and how to mend it. **set aside**:
something is not shown. **look**: it is used, but may be wrong. **note**: good to know, nothing to
do.

Mend the cell in your own sheet and come back: it counts at the next reading. Nothing is ever
changed from here.
""",
    "downloads": """
Everything that can be taken away is what the pages show: small groups are already hidden, and the
names and addresses of staff are left out. A text that a spreadsheet would take for a formula gets
an apostrophe in front.
""",
}


def how_to_read(network: Published, page: str) -> str:
    """The words of a page's pop-over, with the network's own numbers where they name some."""
    text = HOW_TO_READ[page]
    if WAITING not in text:
        return text
    return text.replace(WAITING, waiting_in_words(waiting_behind(network)))
