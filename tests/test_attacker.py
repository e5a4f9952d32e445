"""Somebody who adds, subtracts and bounds whatever is published pins down no hidden count.

The attacker takes the CSV that everybody may download and the network's own lines, knows that the
groups of a dimension make the whole team, the months of a quarter the quarter and the teams the
network, and that a running total never falls, and asks a solver for the least and the largest that
each hidden number can be.
"""

import csv
import dataclasses
import io
import math
from collections import defaultdict
from random import Random

import numpy as np
import pytest

import kmlib
from benchmarks.made_tabs import load_tabs, tab
from kmlib.analysis.series import network_series
from kmlib.export.snapshot import snapshot_files
from sample_sheets import make_sample

optimize, sparse = pytest.importorskip("scipy.optimize"), pytest.importorskip("scipy.sparse")

TEAMS = ("Alder", "Birch")
DIMENSIONS = {"race": ("Asian", "Black", "Latine", "White"), "sex": ("Girls", "Boys")}
EVERYBODY = ("", *DIMENSIONS["race"], *DIMENSIONS["sex"])
SHARE, COUNT, SO_FAR = "Attendance", "Referred", "Referred so far"
MONTHS, QUARTER = ("Aug 2025", "Sep 2025", "Oct 2025"), "Q1 2025-26"
SIZES = (24, 40, 60, 100, 300)
AT_RANDOM = 6  # looks at all numbers together before one is looked at alone
WIDE = 2  # a hidden count may be this much more or less


def a_network(chance):
    """The rows of a random Data tab: shares, plain counts with a quarter, and running totals."""
    rows = []
    for team in TEAMS[: chance.choice((1, 1, 1, 2))]:
        students = chance.choice(SIZES)
        for month in chance.sample(MONTHS, chance.choice((1, 2, 3))):
            rows += shares(chance, team, month, students)
        rows += counts(chance, team, students)
        rows += running_totals(chance, team, students)
    return rows


def drawn(chance, students):
    """How many there are of each group of each dimension; both dimensions make the whole."""
    size = dict.fromkeys(EVERYBODY, 0) | {"": students}
    for groups in DIMENSIONS.values():
        weights = [0.01 + chance.random() ** chance.choice((1, 3, 6)) for _ in groups]
        for group in chance.choices(groups, weights, k=students):
            size[group] += 1
    return size


def met(chance, size):
    """How many of each group met it: often few, nearly all or all; the whole is their sum."""
    found = {}
    for groups in DIMENSIONS.values():
        likely = [chance.choice((0, 0.05, 0.4, 0.6, 0.9, 0.98, 1)) for _ in groups]
        found |= {
            group: sum(chance.random() < share for _ in range(size[group]))
            for group, share in zip(groups, likely, strict=True)
        }
    return found


def shares(chance, team, month, students):
    size = drawn(chance, students)
    numerator = met(chance, size)
    whole = sum(numerator[group] for group in DIMENSIONS["race"])
    numerator |= divided(chance, whole, size, DIMENSIONS["sex"]) | {"": whole}
    kept = [group for group in EVERYBODY if size[group] and chance.random() < 0.95]
    rows = [[team, SHARE, month, "", numerator[g], size[g], g] for g in kept]
    if chance.random() < 0.1 and not kept[0]:  # the whole team without its counts
        rows[0][3:6] = f"{100 * whole / students:.1f}%", "", ""
    return rows


def divided(chance, whole, size, groups):
    """A whole divided among groups, none of which gets more than it holds."""
    people = [group for group in groups for _ in range(size[group])]
    chosen = chance.sample(people, whole)
    return {group: chosen.count(group) for group in groups}


def counts(chance, team, students):
    rows, quarter = [], dict.fromkeys(EVERYBODY, 0)
    for month in MONTHS:
        size = drawn(chance, chance.choice((0, 5, 20, students)))
        rows += [[team, COUNT, month, size[group], "", "", group] for group in EVERYBODY]
        quarter = {group: quarter[group] + size[group] for group in EVERYBODY}
    return rows + [[team, COUNT, QUARTER, quarter[group], "", "", group] for group in EVERYBODY]


def running_totals(chance, team, students):
    """What each month adds is little, and falls to few groups."""
    rows, total = [], drawn(chance, chance.choice((0, 20, students)))
    for month in MONTHS:
        rows += [[team, SO_FAR, month, total[group], "", "", group] for group in EVERYBODY]
        more = drawn(chance, chance.choice((0, 1, 3, 12)))
        total = {group: total[group] + more[group] for group in EVERYBODY}
    return rows


def as_read(rows):
    groups = [[group, name] for name, of in DIMENSIONS.items() for group in of]
    network = load_tabs(
        [
            tab("Network", [["Setting", "Value"], ["As of", "2026-03-14"]]),
            tab("Teams", [["Team"], *([team] for team in TEAMS)]),
            tab("Measures", [["Measure", "Kind", "Unit", "Better", "Counts"],
                             [SHARE, "outcome", "percent", "higher", "students"],
                             [COUNT, "balancing", "count", "lower", "students"],
                             [SO_FAR, "balancing", "count", "lower", "students"]]),
            tab("Groups", [["Group", "Dimension"], *groups]),
            tab("Data", [["Team", "Measure", "Date", "Value", "Numerator", "Denominator", "Group"],
                         *rows]),
        ]
    )  # fmt: skip
    assert not [finding for finding in network.findings if finding.severity == "error"]
    return network


class Attacker:
    """Every number of some measures as an unknown, and what is known of them."""

    def __init__(self, rows, dimension_of, truth, totals):
        key = ("measure", "team", "period_start", "period_end", "group")
        self.cells = [tuple(row[name] for name in key) for row in rows]
        self.at = {cell: i for i, cell in enumerate(self.cells)}
        self.rows, self.truth, self.count = rows, truth, len(rows)
        self.equal, self.most = [], []  # (coefficients, number)
        self.possible = []  # what all the numbers may be
        for at, row in enumerate(rows):
            self.learn(at, row)
        self.add_up(dimension_of)
        self.add_teams(totals)
        self.known = [
            (sparse.csc_array(np.array([line for line, _ in some])), [number for _, number in some])
            for some in (self.most, self.equal)
        ]

    def unknown(self, at, part):
        line = np.zeros(2 * self.count)
        line[at + part * self.count] = 1
        return line

    def learn(self, at, row):
        """A shown number is what it is; of a hidden one the part is no more than the whole."""
        top, bottom = (row[name] for name in ("numerator", "denominator"))
        shown = row["suppressed"] == "false"
        is_share = row["measure"] == SHARE
        if shown and is_share and not bottom:  # a rounded percent of nobody knows how many
            for sign in (1, -1):
                share = (float(row["value"]) + sign * 0.05) / 100
                line = self.unknown(at, 0) - share * self.unknown(at, 1)
                self.most.append((sign * line, 0.0))
        elif shown:
            self.equal.append((self.unknown(at, 0), float(top or row["value"])))
        if shown and bottom:
            self.equal.append((self.unknown(at, 1), float(bottom)))
        else:
            self.most.append((self.unknown(at, 0) - self.unknown(at, 1), 0.0))

    def add_up(self, dimension_of):
        """Where parts add up to their whole in truth, the attacker takes it for known."""
        sums = defaultdict(list)
        for at, (*about, start, end, group) in enumerate(self.cells):
            for other, (*also, first, last, whole) in enumerate(self.cells):
                inside = (first, last) != (start, end) and first <= start and end <= last
                if about != also:
                    continue
                if (start, end) == (first, last) and group and not whole:
                    sums[other, dimension_of[group]].append(at)
                elif inside and group == whole:
                    sums[other, "months"].append(at)
                elif self.rows[at]["measure"] == SO_FAR and group == whole and start > first:
                    self.most.append((self.unknown(other, 0) - self.unknown(at, 0), 0.0))
        for (whole, _), parts in sums.items():
            totals = tuple(sum(self.truth[at][part] for at in parts) for part in (0, 1))
            if totals == self.truth[whole]:
                self.equal += [
                    (self.sum_of(parts, p) - self.unknown(whole, p), 0.0) for p in (0, 1)
                ]

    def add_teams(self, totals):
        """Where the network's own number is said to be made of all teams, hidden ones too."""
        for (measure, *when), (teams, *numbers) in totals.items():
            parts = [i for i, at in enumerate(self.cells) if (at[0], *at[2:]) == (measure, *when)]
            in_truth = [sum(self.truth[at][part] for at in parts) for part in range(len(numbers))]
            if teams == len(parts) and in_truth == pytest.approx(numbers):
                self.equal += [(self.sum_of(parts, p), n) for p, n in enumerate(numbers)]

    def sum_of(self, parts, part):
        return sum(self.unknown(at, part) for at in parts)

    def bound(self, aim):
        """The least that a sum of unknowns can be; how it comes about shows what others can be."""
        (a_ub, b_ub), (a_eq, b_eq) = self.known
        found = optimize.linprog(aim, a_ub, b_ub, a_eq, b_eq, bounds=(0, 1e4))
        assert found.status == 0, found.message
        self.possible.append(found.x)
        return found.fun

    def is_seen_to_vary(self, at):
        """Whether what was found possible so far leaves room enough for one number."""
        top, bottom = np.reshape(self.possible, (-1, 2, self.count))[:, :, at].T
        return len(top) and np.ptp(top) > WIDE and (bottom - top).max() > 1e-3

    def whole_says_it_all(self, at, cell):
        """Whether next to none, or all, of the whole team met it, or the group is the whole team.

        Whole teams are always shown.
        """
        whole = self.at.get((*cell[:4], ""))
        if whole is None or self.rows[whole]["suppressed"] == "true":
            return False
        top, bottom = self.truth[whole]
        is_share = self.rows[whole]["measure"] == SHARE
        return (
            self.truth[at] == self.truth[whole]
            or min(top, bottom - top if is_share else WIDE) < WIDE
        )

    def pinned(self):
        """The hidden cells whose number is all but known, or whose all or none surely met it."""
        chance = Random(len(self.cells))
        for _ in range(AT_RANDOM):  # which shows of most that they may be much or little
            aim = np.array([chance.gauss(0, 1) for _ in range(2 * self.count)])
            self.bound(aim)
            self.bound(-aim)
        for at, cell in enumerate(self.cells):
            if self.rows[at]["suppressed"] == "false" or self.whole_says_it_all(at, cell):
                continue
            if self.is_seen_to_vary(at):
                continue
            aim, missed = self.unknown(at, 0), self.unknown(at, 1) - self.unknown(at, 0)
            low, high = self.bound(aim), -self.bound(-aim)
            is_all = self.rows[at]["measure"] == SHARE and -self.bound(-missed) < 1e-6
            if high - low < WIDE - 1e-6 or is_all:
                yield cell, low, high


def attackers(network, published, *, is_small=True):
    """One attacker for each measure that has something to hide; of a small network one for all."""
    files = snapshot_files(published)
    dimension_of = {row["Group"]: row["Dimension"] for row in rows_of(files["groups.csv"])}
    truth = {place(row): number_of(row) for row in network.observations.to_rows()}
    tables, totals = defaultdict(list), defaultdict(dict)
    for row in rows_of(files["data.csv"]):
        tables[not is_small and row["measure"]].append(row)
    for measure in published.measures:
        totals[not is_small and measure.measure] |= totals_of(published, measure)
    for which, rows in tables.items():
        if any(row["suppressed"] == "true" for row in rows):
            yield Attacker(rows, dimension_of, [truth[place(row)] for row in rows], totals[which])


def totals_of(published, measure):
    """The network's own numbers, by measure, period and group."""
    return {
        (measure.measure, str(point.start), str(point.end), group): (
            (point.teams, point.value)
            if point.numerator is None
            else (point.teams, point.numerator, point.denominator)
        )
        for group in published.observations.groups
        for point in network_series(published, measure, group).points
        if point.value is not None
    }


def rows_of(data):
    return csv.DictReader(io.StringIO(data.decode("utf-8-sig")))


def place(row):
    key = ("team", "measure", "period_start", "period_end", "group")
    return tuple(str(row[name]) for name in key)


def number_of(row):
    """Numerator and denominator, or the count alone; not a number where the sheet hides it."""
    both = (row["numerator"], row["denominator"])
    both = (row["value"],) * 2 if row["numerator"] is None else both
    return tuple(math.nan if number is None else number for number in both)


@pytest.mark.parametrize("part", range(4), ids=["first", "second", "third", "fourth"])
def test_no_hidden_count_of_two_hundred_random_networks_can_be_pinned_down(part):
    chance, tables = Random(20261127 + part), 0
    for _ in range(50):
        network = as_read(a_network(chance))
        for attacker in attackers(network, kmlib.publish(network)):
            tables += 1
            assert list(attacker.pinned()) == []
    assert tables > 40, "networks with something to hide"


def test_no_hidden_count_of_the_sample_network_can_be_pinned_down(sample):
    read = kmlib.load(make_sample.FOLDER / make_sample.HUB)
    found = list(attackers(read, sample, is_small=False))
    assert found
    assert [pinned for attacker in found for pinned in attacker.pinned()] == []


def test_the_attacker_would_find_a_group_that_its_whole_gives_away():
    counts = ((40, 60, ""), (7, 15, "Asian"), (33, 45, "Black"))
    network = as_read([["Alder", SHARE, "Oct 2025", "", *both, group] for *both, group in counts])
    seen, hidden = network.observations, np.array([False, True, False])
    gone = {name: np.where(hidden, np.nan, getattr(seen, name))
            for name in ("value", "numerator", "denominator")}  # fmt: skip
    leaking = dataclasses.replace(
        kmlib.publish(network), observations=dataclasses.replace(seen, **gone, suppressed=hidden)
    )
    (attacker,) = attackers(network, leaking)
    ((cell, low, high),) = attacker.pinned()
    assert (cell[-1], round(low), round(high)) == ("Asian", 7, 7)
