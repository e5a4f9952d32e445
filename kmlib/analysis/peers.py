"""Peers: who could help whom, and what a team that keeps pace could show others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kmlib.analysis.commitments import commitments
from kmlib.analysis.judging import IMPROVING, Status, judged
from kmlib.analysis.marks import Progress
from kmlib.analysis.names import name_key
from kmlib.analysis.once import once_a_network
from kmlib.analysis.run_chart import Bools, Ints
from kmlib.analysis.standings import Standing, standing
from kmlib.observations import WHOLE_TEAM, Numbers
from kmlib.privacy import Published
from kmlib.schema import MeasureRow, TeamRow

# project choice: a school a quarter larger or smaller knows the same daily life
SIMILAR_SIZE = 0.25


class Help(NamedTuple):
    """A peer who could help, and why that one; without a peer the words say that there is none."""

    about: str  # the commitment or measure
    peer: str
    words: str


class Likeness(NamedTuple):
    """What teams are alike in, as columns of one entry a team."""

    rows: Sequence[TeamRow]
    kinds: Ints  # model, district and cohort x teams, as numbers; below 0 where none is given
    students: Numbers

    def shared(self, at: int) -> tuple[Bools, Bools]:
        """Model, district and cohort x teams that equal the team's; teams of similar size."""
        same = (self.kinds == self.kinds[:, [at]]) & (self.kinds >= 0)
        size = self.students[at]
        return same, np.abs(self.students - size) <= SIMILAR_SIZE * size

    def words(self, at: int, other: int) -> str:
        """What two teams have in common: "same K-6 model and district, similar size"."""
        kinds, size = self.shared(at)
        names = (f"{self.rows[at].model} model", "district", "cohort")
        same = [name for name, is_same in zip(names, kinds[:, other], strict=True) if is_same]
        *first, last = same or [""]
        listed = f"same {', '.join(first)} and {last}" if first else f"same {last}"
        return ", ".join([listed] * bool(same) + ["similar size"] * bool(size[other]))

    def about(self, at: int, other: int) -> str:
        """What to say of the likeness of a peer; nothing where nothing is known of the team."""
        is_unknown = (self.kinds[:, at] < 0).all() and np.isnan(self.students[at])
        words = self.words(at, other)
        return "" if is_unknown else f"{words}; " if words else "not alike, but "


@once_a_network
def likeness(network: Published) -> Likeness:
    """What the active teams are alike in: model, district, cohort and number of students."""
    rows = [row for row in network.teams if row.active]
    kinds = []
    for texts in zip(*((row.model, row.district, row.cohort) for row in rows), strict=True):
        keys = np.array(["", *map(name_key, texts)])
        kinds.append(np.unique(keys, return_inverse=True)[1][1:] - 1)
    students = [np.nan if row.students is None else row.students for row in rows]
    return Likeness(rows, np.array(kinds), np.array(students, dtype=np.float64))


@once_a_network
def helpers(network: Published) -> dict[str, Help]:
    """For each team with company welcome a peer who could help with its weakest commitment.

    The weakest is the one with the lowest share kept, then the first column. The peer is alike in
    model, district, cohort or size, and keeps that commitment wholly, else at least two thirds of
    it: the one with more in common, then with fewer teams asking it already, then in the alphabet.
    Where nobody alike keeps it, the first of all in the alphabet that does.
    """
    alike, progress = likeness(network), commitments(network)
    asked, found = np.zeros(len(alike.rows), dtype=np.int64), {}
    keepers = [_keepers(column) for column in zip(*progress.values(), strict=True)]
    for at, (team, row) in enumerate(progress.items()):
        weakest = weakest_of(row)
        if weakest is None:
            continue
        column = row.index(weakest)
        peer = _peer(alike, at, keepers[column], asked)
        if peer is None:
            words = "no team keeps this yet; it can be worked out together"
            found[team] = Help(weakest.commitment, "", words)
            continue
        asked[peer] += 1
        name = alike.rows[peer].team
        words = alike.about(at, peer) + progress[name][column].in_words
        found[team] = Help(weakest.commitment, name, words)
    return found


def weakest_of(row: Sequence[Progress]) -> Progress | None:
    """The commitment of which the least is kept, of those where company is welcome."""
    behind = (one for one in row if one.is_behind)
    return min(behind, key=lambda one: one.kept / len(one.due), default=None)


def _keepers(column: Sequence[Progress]) -> tuple[Bools, Bools]:
    """Which teams keep one commitment wholly, and which at least two thirds of it."""
    whole = np.array([one.is_whole for one in column])
    return whole, np.array([bool(one.due) and not one.is_behind for one in column])


def _peer(alike: Likeness, at: int, keepers: tuple[Bools, Bools], asked: Ints) -> int | None:
    """The team to ask, as the position of its row."""
    same, size = alike.shared(at)
    likes = same.sum(axis=0) + size
    whole, enough = keepers
    pools = (whole & (likes > 0), enough & (likes > 0), whole, enough)
    pool = next((pool for pool in pools if pool.any()), None)
    if pool is None:
        return None
    order = np.lexsort((np.where(likes > 0, asked, 0), -likes))  # equals stay in the alphabet
    return int(order[pool[order]][0])


def help_by_measure(network: Published, team: str) -> list[Help]:
    """For each measure that worsens, or misses its target and does not improve, a peer on its way.

    Only what is current is compared, of the whole team, as published. The peer has model, district
    or cohort in common and improves on that measure: more in common first, then the alphabet.
    """
    alike, found, improving = likeness(network), [], _improving(network)
    at = next((n for n, row in enumerate(alike.rows) if row.team == team), None)
    if at is None:
        return []
    likes = alike.shared(at)[0].sum(axis=0)
    likes[at] = 0
    for measure in network.measures:
        on_its_way = improving.get(measure.measure, ())
        peers = [n for n, row in enumerate(alike.rows) if likes[n] and row.team in on_its_way]
        if peers and _wants_help(standing(network, measure, team, WHOLE_TEAM), measure):
            peer = min(peers, key=lambda n: (-likes[n], n))
            words = f"{alike.words(at, peer)}; improving"
            found.append(Help(measure.measure, alike.rows[peer].team, words))
    return found


def _wants_help(one: Standing, measure: MeasureRow) -> bool:
    """The team worsens on the measure, or misses its target and is not on its way, as of late."""
    if one.value is None or one.stale:
        return False
    misses = measure.target is not None and one.status is not Status.AT_TARGET
    return one.direction is Status.WORSENING or (misses and one.direction is not Status.IMPROVING)


@once_a_network
def _improving(network: Published) -> dict[str, list[str]]:
    """The teams that improve on each measure as a whole and reported lately, in its order."""
    known = judged(network)
    lines, found = known.lines, defaultdict(list)
    is_whole = lines.group == lines.groups.index(WHOLE_TEAM)
    improves = is_whole & (known.direction == IMPROVING) & ~np.isnan(known.value)
    for number in np.flatnonzero(improves).tolist():
        found[lines.measures[lines.measure[number]].measure].append(lines.teams[lines.team[number]])
    return found


@once_a_network
def shows(network: Published) -> dict[str, str]:
    """What each team that is not behind could show others.

    The wholly kept commitment that fewest teams keep wholly, then the first column; else the first
    measure on which it improves; else nothing, as an empty text.
    """
    progress = commitments(network)
    whole = Counter(one.commitment for row in progress.values() for one in row if one.is_whole)
    by_measure = reversed(_improving(network).items())
    improving = {team: measure for measure, teams in by_measure for team in teams}
    found = {}
    for team, row in progress.items():
        if not any(one.is_behind for one in row):
            kept = [one.commitment for one in row if one.is_whole]
            best = min(kept, key=lambda one: whole[one], default=None)
            found[team] = best.lower() if best else improving.get(team, "")
    return found
