"""Beliefs estimated from published effects: simulated experiments, an emulator, posterior draws, and whether it works.

1. Beliefs are drawn from their ranges, all of them, and `trials.effects` are measured (simulate).
2. The emulator says which effects to expect of the free beliefs: a linear surface (ridge) with a normal error, which
   holds luck and all beliefs that are not free (emulate). By trial: a quadratic surface misses as much in
   cross-validation (from 1 % less to 4 % more, effect by effect), and a Gaussian process takes minutes instead.
3. The posterior: prior draws weighted by the likelihood of what was published, and drawn again (importance resampling).
4. Simulation-based calibration (Talts et al. 2018, arXiv 1804.06788) on simulations the emulator has not seen: where
   the true value stands among its posterior draws must be uniform (ranks).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from karier.arrays import FloatArray
from karier.scenario import Scenario, load
from karier.scenario.beliefs import triangular
from karier.scenario.parameter import Parameter
from karier.scenario.reader import read_mapping
from karier.validation.cities import STUDY
from karier.validation.pattern import FOLDER
from karier.validation.trials import GAP_YEARS, Effects, effects

FREE = (
    "promotion.women_penalty",
    "promotion.luck",
    "performance.head",
    "performance.support",
    "learning.effect",
    "learning.scale_jp",
    "learning.coaching_effect",
    "motivation.coaching_effect",
    "motivation.speed_half_life",
)
PRIOR_DRAWS = 100_000
POSTERIOR_DRAWS = 500


class Published(NamedTuple):
    """What is aimed at: (effects,) each, in the order of `Effects`."""

    observed: FloatArray
    sd: FloatArray
    source: tuple[str, ...]


class Emulator(NamedTuple):
    """Effects expected of free beliefs, and the covariance (effects, effects) of what it cannot say."""

    surface: Any  # predict((n, free)) -> (n, effects)
    error: FloatArray


def published() -> Published:
    """The targets of patterns/calibration.yaml."""
    entries = read_mapping(FOLDER / "calibration.yaml", "patterns/calibration.yaml")
    rows = [entries[name] for name in Effects._fields]
    observed, sd = (np.array([float(row[key]) for row in rows]) for key in ("observed", "sd"))
    return Published(observed, sd, tuple(row["source"] for row in rows))


@cache
def place() -> Scenario:
    """Where the experiments take place: Semarang under its status quo, with a reference course of 40 JP."""
    return load("semarang", years=GAP_YEARS, set={"training.hours": 40.0})


def simulate(draw: int) -> FloatArray:
    """One row: the free beliefs of a draw from the prior, then the effects found under it."""
    scenario = place().drawn(STUDY, draw, prior=True)
    return np.array([*_free(scenario), *effects(scenario, draw)])


def priors(scenario: Scenario) -> list[tuple[float, float, float]]:
    """(low, mode, high) of each free belief."""
    found = []
    for p in _parameters(scenario.parameters):
        low, high = _bounds(p)
        found.append((low, float(p.value), high))
    return found


def prior_draws(n: int, seed: int) -> FloatArray:
    """(n, free) independent triangular draws."""
    luck = np.random.default_rng(seed).random((n, len(FREE)))
    shapes = priors(place())
    return np.array([[triangular(u, *shape) for u, shape in zip(row, shapes, strict=True)] for row in luck])


def emulate(simulations: FloatArray) -> Emulator:
    """Fit the surface; its error is that on simulations left out (ten folds)."""
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x, y = simulations[:, : len(FREE)], simulations[:, len(FREE) :]
    scale = y.std(axis=0)
    surface = make_pipeline(StandardScaler(), RidgeCV(np.logspace(-3, 3, 13)))
    missed = (cross_val_predict(surface, x, y / scale, cv=10) - y / scale) * scale
    fitted = surface.fit(x, y / scale)
    return Emulator(lambda given: fitted.predict(given) * scale, np.cov(missed.T))


def weights(emulator: Emulator, draws_effects: FloatArray, observed: FloatArray, sd: FloatArray) -> FloatArray:
    """(n,) of prior draws, summing to 1: the normal likelihood of what was observed.

    draws_effects: (n, effects), what the emulator expects of each prior draw.
    """
    precision = np.linalg.inv(emulator.error + np.diag(sd**2))
    off = draws_effects - observed
    log_likelihood = -0.5 * np.einsum("ni,ij,nj->n", off, precision, off)
    found: FloatArray = np.exp(log_likelihood - log_likelihood.max())
    return found / found.sum()


def posterior(emulator: Emulator, seed: int, n: int = POSTERIOR_DRAWS) -> tuple[FloatArray, float]:
    """(n, free) posterior draws for the published effects, and the effective number of prior draws behind them."""
    prior, target = prior_draws(PRIOR_DRAWS, seed), published()
    w = weights(emulator, emulator.surface(prior), target.observed, target.sd)
    points = (np.arange(n) + np.random.default_rng(seed).random()) / n  # systematic resampling
    rows = np.minimum(np.searchsorted(np.cumsum(w), points), len(w) - 1)
    return prior[rows], float(1.0 / (w**2).sum())


def ranks(emulator: Emulator, truths: FloatArray, seed: int) -> FloatArray:
    """(truths, free): the posterior chance of a value below the true one, for effects observed with their error.

    truths: rows as `simulate` gives them, none of which the emulator has seen.
    """
    luck, sd = np.random.default_rng(seed), published().sd
    prior = prior_draws(PRIOR_DRAWS // 5, seed + 1)
    expected = emulator.surface(prior)
    found = np.empty((len(truths), len(FREE)))
    for row, truth in enumerate(truths):
        observed = truth[len(FREE) :] + sd * luck.standard_normal(len(sd))
        w = weights(emulator, expected, observed, sd)
        found[row] = w @ (prior < truth[: len(FREE)])
    return found


class Verdict(NamedTuple):
    """Of one free belief: p of uniform ranks (Kolmogorov & Smirnov), share of 90 % intervals that hold the truth."""

    name: str
    p: float
    covered: float


def judged(found: FloatArray) -> list[Verdict]:
    """By free belief, from `ranks`."""
    from scipy.stats import kstest

    covered = ((found > 0.05) & (found < 0.95)).mean(axis=0)
    return [Verdict(n, float(kstest(found[:, i], "uniform").pvalue), float(covered[i])) for i, n in enumerate(FREE)]


def uniform(verdicts: list[Verdict], level: float = 0.01) -> bool:
    """Whether no belief's ranks differ from uniform at the level (Holm 1979)."""
    return min(v.p for v in verdicts) > level / len(verdicts)  # Holm's first step decides whether any is rejected


def _free(scenario: Scenario) -> list[float]:
    return [float(p.value) for p in _parameters(scenario.parameters)]


def _parameters(sections: Mapping[str, Mapping[str, Parameter]]) -> list[Parameter]:
    return [sections[section][key] for section, key in (name.split(".") for name in FREE)]


def _bounds(p: Parameter) -> tuple[float, float]:
    low, high = p.range or (float(p.value), float(p.value))
    return float(low), float(high)
