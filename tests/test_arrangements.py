"""However a sheet arranges what its numbers are about, they are read right or refused aloud.

Each of team, measure, month and student group stands in the rows, over the columns, in a title or
between the rows; what was typed is known, so that whatever is read can be held against it.
"""

import datetime as dt
import random
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_tabs import load_tabs, tab

HUB = (
    tab("Network", [["Setting", "Value"], ["As of", "2026-03-14"]]),
    tab("Teams", [["Team"], ["Alder"], ["Cedar Bend"], ["P.S. 12"]]),
    tab(
        "Measures",
        [
            ["Measure", "Kind", "Unit", "Better"],
            ["Attendance", "outcome", "percent", "higher"],
            ["Reading on track", "outcome", "percent", "higher"],
            ["Home calls", "process", "count", "higher"],
        ],
    ),
    tab("Groups", [["Group"], ["Girls"], ["Boys"], ["Multilingual learners"]]),
)
SAID = {
    "team": ("Alder", "Cedar Bend", "P.S. 12"),
    "measure": ("Attendance", "Reading on track", "Home calls"),
    "month": tuple(dt.date(2025 + (m < 8), m, 1) for m in (9, 10, 11, 1)),
    "group": ("", "Girls", "Boys", "Multilingual learners"),
}
TITLES = {
    "team": ("Team", "School"),
    "measure": ("Measure", "Indicator"),
    "month": ("Month", "Date"),
    "group": ("Group", "Student group"),
}


class Arranged:
    """One sheet, with the observations that it holds."""

    def __init__(self, chance):
        self.chance, self.truth, self.count = chance, set(), 10
        self.said = {part: self._some(part) for part in SAID}
        place = {part: self._place(part) for part in SAID}
        self.over, self.rows, self.above = (
            chance.sample(found, len(found))
            for found in ([p for p in SAID if place[p] == at] for at in ("over", "row", "above"))
        )
        self.between = [self.rows.pop()] if len(self.rows) > 1 and chance.random() < 0.3 else []
        self.words = {part: {v: self._word(part, v) for v in self.said[part]} for part in SAID}

    @property
    def is_table(self):
        """Whether something stands over the columns, in two rows at most, and in the rows."""
        return 1 <= len(self.over) <= 2 and bool(self.rows)

    def _some(self, part):
        if part == "group" and self.chance.random() < 0.6:
            return [""]
        return sorted(self.chance.sample(SAID[part], self.chance.randint(1, 3)))

    def _place(self, part):
        if part == "group" and self.said[part] == [""]:
            return "above"
        return self.chance.choice(["row", "over", *["above"] * 2 * (len(self.said[part]) == 1)])

    def _word(self, part, value):
        if part == "month":
            return value.strftime(self.chance.choice(["%b %Y", "%B %Y"]))
        return value or self.chance.choice(["All students", "All"])

    def lines(self):
        """The sheet's rows; `truth` is filled with what they say."""
        lines = [[self.words[p][self.said[p][0]]] for p in self.above if self.said[p] != [""]]
        lines += [[]] * self.chance.randint(0, 1)
        columns = list(product(*(self.said[part] for part in self.over)))
        is_bare = len(self.rows) == 1 and self.chance.random() < 0.4
        heads = ["" if is_bare else self.chance.choice(TITLES[part]) for part in self.rows]
        for depth, part in enumerate(self.over):
            cells = [self.words[part][at[depth]] for at in columns]
            if depth == 0 and len(self.over) == 2:  # it stands over the first of its columns
                cells = [c if i == 0 or cells[i - 1] != c else "" for i, c in enumerate(cells)]
            is_last = depth == len(self.over) - 1
            lines.append([*(heads if is_last else [""] * len(heads)), *cells])
        fixed = {part: self.said[part][0] for part in self.above}
        for part in self.between:
            for value in self.said[part]:
                lines += [[self.words[part][value]], *self._body(columns, fixed | {part: value})]
        return lines if self.between else [*lines, *self._body(columns, fixed)]

    def _body(self, columns, fixed):
        for row in product(*(self.said[part] for part in self.rows)):
            if self.chance.random() < 0.1:
                yield from ([], ["Average", *[""] * (len(self.rows) - 1), *["50%"] * len(columns)])
            about = fixed | dict(zip(self.rows, row, strict=True))
            cells = [self._number(about | dict(zip(self.over, at, strict=True))) for at in columns]
            yield [*(self.words[p][v] for p, v in zip(self.rows, row, strict=True)), *cells]

    def _number(self, about):
        if self.chance.random() < 0.1:
            return self.chance.choice(["", "n/a"])
        self.count += 1
        value = float(20 + self.count % 70)
        self.truth.add((*(about[part] for part in SAID), value))
        return value if about["measure"] == "Home calls" else f"{value:.0f}%"


@given(chance=st.integers(0, 2**32 - 1).map(random.Random))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_whatever_stands_where_is_read_right_or_refused_aloud(chance):
    arranged = Arranged(chance)
    if not arranged.is_table:
        return
    lines = arranged.lines()
    network = load_tabs([*HUB, tab(chance.choice(["Data", "Sheet1"]), lines)])
    read = {
        (row["team"], row["measure"], row["period_start"], row["group"], row["value"])
        for row in network.observations.to_rows()
    }
    assert read == arranged.truth or (not read and network.findings), lines
