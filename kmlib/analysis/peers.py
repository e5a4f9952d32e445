"""Peers: who could help whom, and what a team that keeps pace could show others."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, islice
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
# project choice: who began within a tenth of the number has had about as far to go
SIMILAR_BASELINE = 0.1
MOST_ALIKE = 4  # project choice: to compare with; the ring of a few can still be found


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
    began: Mapping[str, Numbers]  # where each began, by measure; NaN where it did not

    def shared(self, at: int, measure: str = "") -> Bools:
        """What each team shares with one: model, district, cohort, size and baseline x teams."""
        same = (self.kinds == self.kinds[:, [at]]) & (self.kinds >= 0)
        near = [_near(self.students, at, SIMILAR_SIZE)]
        near += [_near(self.began[measure], at, SIMILAR_BASELINE)] if measure else []
        return np.vstack([same, *near])

    def words(self, at: int, shared: Bools) -> str:
        """What a team has in common with another: "same K-6 model, same district, similar size"."""
        same = (f"same {self.rows[at].model} model", "same district", "same cohort")
        return ", ".join(compress((*same, "similar size", "similar baseline"), shared))

    def about(self, at: int, shared: Bools) -> str:
        """What to say of the likeness of a peer; nothing where nothing is known of the team."""
        is_unknown = (self.kinds[:, at] < 0).all() and np.isnan(self.students[at])
        words = self.words(at, shared)
        return "" if is_unknown else f"{words}; " if words else "not alike, but "


@once_a_network
def likeness(network: Published) -> Likeness:
    """What the active teams are alike in: model, district, cohort, students and baselines."""
    rows = [row for row in network.teams if row.active]
    kinds = []
    for texts in zip(*((row.model, row.district, row.cohort) for row in rows), strict=True):
        keys = np.array(["", *map(name_key, texts)])
        kinds.append(np.unique(keys, return_inverse=True)[1][1:] - 1)
    students = [np.nan if row.students is None else row.students for row in rows]
    numbers, baselines = judged(network).numbers, np.append(judged(network).began, np.nan)
    began = {
        name: baselines[[numbers.get((name, WHOLE_TEAM, row.team), -1) for row in rows]]
        for name in (row.measure for row in network.measures)
    }
    return Likeness(rows, np.array(kinds), np.array(students, dtype=np.float64), began)


def _near(amounts: Numbers, at: int, share: float) -> Bools:
    near: Bools = np.abs(amounts - amounts[at]) <= share * np.abs(amounts[at])
    return near


def alike(network: Published, measure: MeasureRow, team: str) -> Iterator[Help]:
    """The active teams with data that are alike in anything: more in common first, then A to Z."""
    known = likeness(network)
    at = next((n for n, row in enumerate(known.rows) if row.team == team), None)
    if at is None:
        return
    shared = known.shared(at, measure.measure)
    likes = shared.sum(axis=0) * ~np.isnan(known.began[measure.measure])
    likes[at] = 0
    order = np.argsort(-likes, kind="stable")[: np.count_nonzero(likes)].tolist()
    for n in order:
        yield Help(measure.measure, known.rows[n].team, known.words(at, shared[:, n]))


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
        column, shared = row.index(weakest), alike.shared(at)
        peer = _peer(shared.sum(axis=0), keepers[column], asked)
        if peer is None:
            words = "no team keeps this yet; it can be worked out together"
            found[team] = Help(weakest.commitment, "", words)
            continue
        asked[peer] += 1
        name = alike.rows[peer].team
        words = alike.about(at, shared[:, peer]) + progress[name][column].in_words
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


def _peer(likes: Ints, keepers: tuple[Bools, Bools], asked: Ints) -> int | None:
    """The team to ask, as the position of its row."""
    whole, enough = keepers
    pools = (whole & (likes > 0), enough & (likes > 0), whole, enough)
    pool = next((pool for pool in pools if pool.any()), None)
    if pool is None:
        return None
    worth = likes * (len(likes) + 1) - asked * (likes > 0)  # more in common, then asked by fewer
    return int(np.argmax(np.where(pool, worth, -1)))  # of equals the first in the alphabet


def help_by_measure(network: Published, team: str) -> list[Help]:
    """For each measure that worsens, or misses its target and does not improve, a peer on its way.

    Only what is current is compared, of the whole team, as published. The peer is the first of
    those alike that improves on that measure.
    """
    found, improving = [], _improving(network)
    for measure in network.measures:
        if _wants_help(standing(network, measure, team, WHOLE_TEAM), measure):
            on_its_way = set(improving.get(measure.measure, ()))
            peers = (one for one in alike(network, measure, team) if one.peer in on_its_way)
            found += [one._replace(words=f"{one.words}; improving") for one in islice(peers, 1)]
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
