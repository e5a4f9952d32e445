"""Practices that go with improvement: tracker items done, against change in an outcome."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from kmlib.analysis.judging import WORTH
from kmlib.analysis.once import once_a_network
from kmlib.analysis.run_chart import Ints
from kmlib.analysis.series import one_series
from kmlib.analysis.tracker import FALSE_SHARE, largest_allowed, lines
from kmlib.analysis.wording import count
from kmlib.observations import Numbers
from kmlib.privacy import Published
from kmlib.schema import Better, Kind, MeasureRow
from kmlib.schema.programme import TrackerItemRow

TEAMS_NEEDED = 8  # project choice: with fewer a rank correlation can be anything
DIFFER_NEEDED = 3  # project choice: teams on either side, else one or two teams make the result
ENDS = 3  # project choice: points whose median stands for where a team began, and where it is
RESAMPLES = 2_000  # project choice: the third digit of an interval does not matter
SEED = 20_260_314  # any; the same sheets give the same interval
HOW_FAR = {"not started": 0.0, "in progress": 0.5, "done": 1.0}  # by words for a status
ALL_ITEMS = ""  # the code of the share of all its items that a team has done


class Dot(NamedTuple):
    """One team: how far it is with a practice, and how its outcome changed."""

    team: str
    done: float  # 0 not started, 0.5 in progress, 1 done
    better: float  # change in the measure's unit, above 0 where it is for the better


class Practice(NamedTuple):
    """One tracker item, or all of them together, beside change in one outcome."""

    measure: MeasureRow
    code: str
    item: str
    dots: tuple[Dot, ...]  # teams with both, in alphabetical order
    rank_correlation: float | None = None  # -1 to 1; None where too few teams differ
    interval: tuple[float, float] | None = None  # 95 %
    p: float = 1.0  # how often chance alone gives as much
    is_found: bool = False  # it holds among all practices looked at

    @property
    def goes_with(self) -> bool:
        """Whether teams that are further with it improved more, beyond chance."""
        return self.is_found and (self.rank_correlation or 0) > 0


def outcomes(network: Published) -> list[MeasureRow]:
    """The outcome measures of which one way is better."""
    rows = network.measures
    return [row for row in rows if row.kind is Kind.OUTCOME and row.better is not Better.NEITHER]


@once_a_network
def practices(network: Published, measure: MeasureRow) -> tuple[Practice, ...]:
    """All items together, then each, in the sheet's order, beside change in an outcome measure.

    Rank correlation (Spearman) across the active teams that have both, from 8 teams on of which at
    least 3 are further with the practice than the others. How often chance gives as much is counted
    over shuffled teams; over all practices and outcomes of the network together, those are named
    that keep the share of false ones below 1 in 10. The interval holds 95 % of resamples of teams.

    Source: Spearman (1904), doi:10.2307/1412159; Efron and Tibshirani (1993), An Introduction to
    the Bootstrap, for the percentile interval; Benjamini and Hochberg (1995),
    doi:10.1111/j.2517-6161.1995.tb02031.x, for the share of false ones.
    """
    here = (one for one in _all_practices(network) if one.measure is measure)
    of_teams = map(_with_intervals, _of_the_same_teams(here))
    return tuple(chain.from_iterable(of_teams))


def headline(network: Published, measure: MeasureRow) -> str:
    """How many practices go with improvement: "2 practices go with improvement in X, of 12 …"."""
    found = practices(network, measure)
    compared = [one for one in found if one.rank_correlation is not None and one.code != ALL_ITEMS]
    named, most = sum(one.goes_with for one in compared), max(len(one.dots) for one in found)
    name = measure.measure
    if most < TEAMS_NEEDED:
        return f"Too few teams to compare practices on {name}: {most} of at least {TEAMS_NEEDED}"
    if not compared:
        return f"Teams are too much alike in every practice to compare them on {name}"
    if not named:
        of = f"{len(compared)} that can be compared"
        return f"No practice of {of} goes with improvement in {name}"
    go = count(named, "practice", "go")
    return f"{go} with improvement in {name}, of {len(compared)} that can be compared"


def table(found: Sequence[Practice]) -> list[dict[str, Any]]:
    """A row a practice and team."""
    return [
        {
            "measure": one.measure.measure, "code": one.code or "all", "practice": one.item,
            "team": dot.team, "done": dot.done, "change_for_the_better": dot.better,
            "teams": len(one.dots), "rank_correlation": one.rank_correlation,
            "interval_low": one.interval and one.interval[0],
            "interval_high": one.interval and one.interval[1],
            "p": None if one.rank_correlation is None else one.p,
            "goes_with_improvement": one.goes_with,
        }
        for one in found
        for dot in one.dots
    ]  # fmt: skip


@once_a_network
def _all_practices(network: Published) -> tuple[Practice, ...]:
    """Every practice beside every outcome, with those named that hold among all of them."""
    far = _how_far(network)
    titles = {ALL_ITEMS: "All items together"}
    titles |= {row.code: row.item for row in network.rows(TrackerItemRow)}
    found = []
    for measure in outcomes(network):
        changes = _changes(network, measure)
        for code, item in titles.items():
            teams = [team for team in changes if team in far.get(code, {})]
            dots = tuple(Dot(team, far[code][team], changes[team]) for team in teams)
            found.append(Practice(measure, code, item, dots))
    compared = (_compared(some) for some in _of_the_same_teams(found))
    found = list(chain.from_iterable(compared))
    tested = [one for one in found if one.rank_correlation is not None]
    limit = largest_allowed([one.p for one in tested], FALSE_SHARE)
    return tuple(one._replace(is_found=one.p <= limit) for one in found)


def _of_the_same_teams(some: Iterable[Practice]) -> Iterator[list[Practice]]:
    """Practices that follow one another, as long as their teams and the outcome are the same."""
    for _, these in groupby(some, lambda o: (o.measure.measure, [dot.better for dot in o.dots])):
        yield list(these)


def _changes(network: Published, measure: MeasureRow) -> dict[str, float]:
    """For each active team how it changed for the better, in the present phase of its line.

    The median of its last points less that of its first: three of each, or half of what there is.
    """
    changes = {}
    for team in (row.team for row in network.teams if row.active):
        points = one_series(network, measure, team).points
        last = max((point.phase for point in points), default=0)
        values = [p.value for p in points if p.judged and p.phase == last and p.value is not None]
        some = min(ENDS, len(values) // 2)
        if some:
            change = median(values[-some:]) - median(values[:some])
            changes[team] = change * WORTH[measure.better]
    return changes


def _how_far(network: Published) -> Mapping[str, Mapping[str, float]]:
    """How far each team is with each item, and what share of those asked of it is done."""
    far = {
        line.item.code: {t: HOW_FAR[state] for t, state in line.states.items() if state in HOW_FAR}
        for line in lines(network)
    }
    teams = {team for of_item in far.values() for team in of_item}
    done = {t: [of_item[t] == 1 for of_item in far.values() if t in of_item] for t in teams}
    return far | {ALL_ITEMS: {team: sum(some) / len(some) for team, some in done.items()}}


def _compared(some: Sequence[Practice]) -> list[Practice]:
    """Practices of the same teams, with the rank correlation of each in which enough differ.

    And how often as much is found where it is chance which team improved: of shuffled teams, the
    same ones for all practices.
    """
    done, (better, *_) = zip(*(_levels(one.dots) for one in some), strict=True)
    differ = [len(levels) - np.bincount(levels).max(initial=0) for levels in done]
    at = [n for n, others in enumerate(differ) if others >= DIFFER_NEEDED]
    if len(better) < TEAMS_NEEDED or not better.any() or not at:
        return list(some)
    levels = np.stack([done[n] for n in at])
    x, shuffled = _about_their_mean(levels), _shuffled(better)
    found = rank_correlations(levels, np.tile(better, (len(at), 1)))
    by_chance = shuffled @ x.T / np.sqrt((x * x).sum(axis=1) * (shuffled[0] @ shuffled[0]))
    as_much = (np.abs(by_chance) >= np.abs(found) - 1e-9).sum(axis=0)
    how_often = (1 + as_much) / (1 + RESAMPLES)
    compared = list(some)
    for n, r, p in zip(at, found.tolist(), how_often.tolist(), strict=True):
        compared[n] = some[n]._replace(rank_correlation=r, p=p)
    return compared


def _shuffled(levels: Ints) -> Numbers:
    """The ranks of these levels about their mean, in so many orders, the same each time."""
    rows = np.tile(_about_their_mean(levels[None]), (RESAMPLES, 1))
    return np.random.default_rng(SEED).permuted(rows, axis=1)


def _with_intervals(some: Sequence[Practice]) -> list[Practice]:
    """Practices of the same teams, with the interval of each that can be compared.

    Teams are drawn again and again, some more than once, the same ones for all practices. How far
    teams are has few levels, and those of one level share a rank: what was drawn is added up there.
    """
    levels = {one.code: _levels(one.dots) for one in some if one.rank_correlation is not None}
    if not levels:
        return list(some)
    teams, better = len(some[0].dots), next(iter(levels.values()))[1]
    order = np.argsort(better, kind="stable")
    times, of_better, spread = _resamples(order, better)
    is_at = [np.eye(int(done.max()) + 1)[done[order]] for done, _ in levels.values()]
    parts, every = np.cumsum([at.shape[1] for at in is_at])[:-1], np.hstack(is_at)
    drawn = (np.split(columns @ every, parts, axis=1) for columns in (times, of_better))
    found = {}
    for code, counts, sums in zip(levels, *drawn, strict=True):
        about = _mid_ranks(counts) - (teams + 1) / 2
        spreads = (counts * about * about).sum(axis=1) * spread
        each = _correlations((about * sums).sum(axis=1), spreads)
        low, high = np.nanpercentile(each, (2.5, 97.5)).tolist()
        found[code] = low, high
    return [one._replace(interval=found.get(one.code)) for one in some]


def _resamples(order: Ints, better: Ints) -> tuple[Numbers, Numbers, Numbers]:
    """How often each team is drawn, a row a time; its rank about the mean as often; their spread.

    The columns are the teams in order of their change in outcome, whose levels are `better`.
    """
    teams, levels = len(order), better[order]
    drawn = np.random.default_rng(SEED).integers(0, teams, (RESAMPLES, teams))
    times = _counts(np.argsort(order)[drawn], teams).astype(float)
    up_to = np.pad(np.cumsum(times, axis=1), ((0, 0), (1, 0)))
    below, with_level = (np.searchsorted(levels, levels, side) for side in ("left", "right"))
    about = (up_to[:, below] + up_to[:, with_level] - teams) / 2
    of_better = times * about
    return times, of_better, (of_better * about).sum(axis=1)


def _levels(dots: Sequence[Dot]) -> tuple[Ints, Ints]:
    """How far each team is, and how it changed, as the number of the level among all teams'."""
    columns = ([dot.done for dot in dots], [dot.better for dot in dots])
    done, better = (np.unique(np.array(c), return_inverse=True)[1] for c in columns)
    return done, better


def rank_correlations(one: Ints, other: Ints) -> Numbers:
    """The rank correlation of each pair of rows of levels; NaN where a row is all the same."""
    x, y = _about_their_mean(one), _about_their_mean(other)
    return _correlations((x * y).sum(axis=1), (x * x).sum(axis=1) * (y * y).sum(axis=1))


def _correlations(both: Numbers, spreads: Numbers) -> Numbers:
    none, size = np.full(len(both), np.nan), np.sqrt(spreads)
    found: Numbers = np.divide(both, size, out=none, where=size > 0)
    return found


def _about_their_mean(levels: Ints) -> Numbers:
    ranks = _ranks(levels)
    about: Numbers = ranks - ranks.mean(axis=1, keepdims=True)
    return about


def _ranks(levels: Ints) -> Numbers:
    """The ranks of each row of levels from 0 up, equal ones sharing the mean of theirs.

    >>> _ranks(np.array([[2, 0, 2, 1]])).tolist()
    [[3.5, 1.0, 3.5, 2.0]]
    """
    of_levels = _mid_ranks(_counts(levels).astype(float))
    ranks: Numbers = of_levels[np.arange(len(levels))[:, None], levels]
    return ranks


def _counts(levels: Ints, most: int = 0) -> Ints:
    rows, most = np.arange(len(levels))[:, None], most or int(levels.max()) + 1
    counts = np.bincount((rows * most + levels).ravel(), minlength=len(levels) * most)
    return counts.reshape(-1, most)


def _mid_ranks(counts: Numbers) -> Numbers:
    """The rank of each level in each row, by how often levels stand there."""
    ranks: Numbers = np.cumsum(counts, axis=1) - (counts - 1) / 2
    return ranks
