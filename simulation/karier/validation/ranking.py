"""Selection of the best: problems whose answer is known, and what a fixed design would take for the same guarantee."""

from math import ceil
from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from karier.analysis.selection import FloatArray, select
from karier.validation.pattern import chosen

BETTER_BY, ERROR, FIRST = 1.0, 0.05, 20  # as a study of twenty replications would ask
REPLICATIONS = 600  # more than any of these problems needs
PROBLEMS, SEEDS = 10, 50  # 500 in all


class Problem(NamedTuple):
    """2 to 10 alternatives, paired with a correlation of 0 to .9, spreads unlike (1.5 to 4 times what matters)."""

    means: FloatArray  # (alternatives,): 0 for the best
    values: FloatArray  # (alternatives, replications)
    variance: FloatArray  # (alternatives, alternatives) true variance of each paired difference


def problem(rng: np.random.Generator, skewed: bool, least_favourable: bool, gap: float = BETTER_BY) -> Problem:
    """A problem by lot.

    Args:
        rng: whose draws.
        skewed: luck is exponential, not normal.
        least_favourable: all others exactly `gap` behind the best (slippage); else gap to gap + 4.
        gap: how far the second is behind at least.
    """
    k = int(rng.integers(2, 11))
    sd, shared = rng.uniform(1.5, 4.0, k), rng.uniform(0.0, 0.9)
    means = -gap - (np.zeros(k) if least_favourable else rng.uniform(0.0, 4.0, k))
    means[rng.integers(k)] = 0.0
    common, own = (_luck(rng, (rows, REPLICATIONS), skewed) for rows in (1, k))
    values = means[:, None] + sd[:, None] * (np.sqrt(shared) * common + np.sqrt(1 - shared) * own)
    variance = (sd[:, None] - sd) ** 2 * shared + (sd[:, None] ** 2 + sd**2) * (1 - shared)
    return Problem(means, values, variance * ~np.eye(k, dtype=bool))


def _luck(rng: np.random.Generator, shape: tuple[int, int], skewed: bool) -> FloatArray:
    return rng.exponential(size=shape) - 1.0 if skewed else rng.normal(size=shape)


def fixed_runs(given: Problem) -> int:
    """Runs of a fixed design with the same guarantee that is told the true variances: Bonferroni over paired rivals.

    z(1 − error/(k − 1))²·σ²/δ² replications, σ² the largest variance of a difference from the best. One that has to
    estimate the variances takes more (Clark & Yang 1986: t instead of z, the largest variance of all pairs).
    """
    k = len(given.means)
    z = norm.ppf(1 - ERROR / (k - 1))
    return k * ceil(z**2 * float(given.variance[given.means.argmax()].max()) / BETTER_BY**2)


def selection(seed: int) -> tuple[float, float]:
    """Ten problems, easy and hard, normal and skewed by turns: the share solved, and runs over the fixed design's.

    All alternatives go on until the decision is safe, as in a study.
    """
    rng, right, runs, fixed = np.random.default_rng(seed), 0, 0, 0
    for number in range(PROBLEMS):
        kind = (seed + number) % 4
        given = problem(rng, skewed=kind % 2 == 1, least_favourable=kind < 2)
        found = select(given.values, FIRST, BETTER_BY, ERROR)
        right += found.after is not None and found.best == int(given.means.argmax())
        runs += len(given.means) * (found.after or REPLICATIONS)
        fixed += fixed_runs(given)
    return right / PROBLEMS, runs / fixed


CHECKS = (("selection", chosen("ranking"), selection, SEEDS),)
