"""Practices: how often one is named by chance, and how often its interval holds the true value.

`python benchmarks/practices.py 500` prints what docs/methods.md quotes, of so many made-up networks
a cell. How far each team is with a practice is drawn: a third each not started, in progress and
done. One standard deviation of the change in outcome is what teams differ by anyway; an effect is
what a practice that is done adds to that, in the same unit.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kmlib.analysis import practices  # noqa: E402
from kmlib.analysis.practices import Dot, Practice, largest_allowed  # noqa: E402
from kmlib.observations import Numbers  # noqa: E402
from kmlib.schema import Better, Kind, MeasureRow, Unit  # noqa: E402

MEASURE = MeasureRow(measure="Reading", kind=Kind.OUTCOME, unit=Unit.PERCENT, better=Better.HIGHER)
TEAMS = (8, 12, 20, 40, 60)
EFFECTS = (0.0, 0.5, 1.5)
ITEMS, OUTCOMES = 12, 4


def drawn(rng: np.random.Generator, teams: int, effect: float) -> tuple[Numbers, Numbers]:
    """How far each team is with one practice, and how its outcome changed."""
    done = rng.integers(0, 3, teams) / 2
    return done, rng.normal(size=teams) + effect * done


def practice(done: Numbers, better: Numbers) -> Practice:
    """One practice as the dashboard compares it."""
    pairs = zip(done.tolist(), better.tolist(), strict=True)
    dots = tuple(Dot(f"Team {n}", *pair) for n, pair in enumerate(pairs))
    return practices._compared([Practice(MEASURE, "1", "Practice", dots)])[0]


def true_correlation(effect: float) -> float:
    """The rank correlation of very many teams."""
    columns = drawn(np.random.default_rng(1), 1_000_000, effect)
    levels = (np.unique(column, return_inverse=True)[1][None] for column in columns)
    ranks = (practices._ranks(rows)[0] for rows in levels)
    return float(np.corrcoef(*ranks)[0, 1])


def coverage(teams: int, effect: float, networks: int) -> float:
    """In how many of these networks the interval holds the true value."""
    rng, true, held, compared = np.random.default_rng(teams), true_correlation(effect), 0, 0
    while compared < networks:
        one = practice(*drawn(rng, teams, effect))
        interval = practices._with_intervals([one])[0].interval
        if interval:
            compared += 1
            held += interval[0] <= true <= interval[1]
    return held / networks


def named(teams: int, effects: Sequence[float], networks: int) -> tuple[float, float, float]:
    """Of networks with 12 practices and 4 outcomes: any false name, share false, share found.

    The effects are those of the first practices, on the first outcome alone.
    """
    rng, any_false, shares, found = np.random.default_rng(teams), 0, [], []
    for _ in range(networks):
        done = rng.integers(0, 3, (ITEMS, teams)) / 2
        better = rng.normal(size=(OUTCOMES, teams))
        better[0] += np.array(effects) @ done[: len(effects)]
        true = [
            [out == 0 and item < len(effects) for item in range(ITEMS)] for out in range(OUTCOMES)
        ]
        tests = [
            practice(done[item], better[out]) for out in range(OUTCOMES) for item in range(ITEMS)
        ]
        is_true = np.array(true).ravel()
        tested = np.array([one.rank_correlation is not None for one in tests])
        p = np.array([one.p for one in tests])
        limit = largest_allowed(p[tested].tolist(), practices.FALSE_SHARE)
        chosen = tested & (p <= limit)
        false = int((chosen & ~is_true).sum())
        any_false += false > 0
        shares.append(false / max(int(chosen.sum()), 1))
        found.append(chosen[is_true].mean() if is_true.any() else 0)
    return any_false / networks, float(np.mean(shares)), float(np.mean(found))


def main(networks: int) -> None:
    """Print both tables."""
    print(f"coverage of the 95 % interval, {networks} networks each")
    for teams in TEAMS:
        cells = [f"{coverage(teams, effect, networks):.3f}" for effect in EFFECTS]
        print(f"{teams:3} teams, effects {EFFECTS}: {' '.join(cells)}")
    print("no effect anywhere: networks that name any practice; three true: share false, found")
    for teams in TEAMS:
        nothing, three = named(teams, (), networks), named(teams, (1.5,) * 3, networks)
        print(f"{teams:3} teams: {nothing[0]:.3f}; {three[1]:.3f} {three[2]:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
