"""Scores of forecasts: CRPS of draws, of a normal and from quantiles; where what came lies among the draws; coverage.

CRPS is in the unit of what is forecast, smaller is better; of a point forecast it is the absolute error (Gneiting &
Raftery 2007, doi 10.1198/016214506000001437).
"""

import math
from collections.abc import Sequence

import numpy as np

from karier.arrays import FloatArray

LEVELS = (0.05, 0.25, 0.50, 0.75, 0.95)
ENOUGH = 10  # points, below which a share of hits says nothing
_READINGS = 21


def crps_ensemble(draws: FloatArray, observed: float) -> float:
    """CRPS of equally likely draws, E|X − y| − ½ E|X − X′|.

    Args:
        draws: (n,), n ≥ 1.
        observed: y.
    """
    x = np.sort(np.asarray(draws, dtype=np.float64))
    n = len(x)
    spread = float(np.sum((2.0 * np.arange(1, n + 1) - n - 1.0) * x)) / n**2  # ½ E|X − X′|
    return float(np.abs(x - observed).mean()) - spread


def crps_normal(mean: float, sd: float, observed: float) -> float:
    """CRPS of N(mean, sd²), σ·[z(2Φ(z) − 1) + 2φ(z) − 1/√π], sd > 0."""
    z = (observed - mean) / sd
    below = 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))
    density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    return sd * (z * (2.0 * below - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi))


def crps_quantiles(levels: Sequence[float], values: Sequence[float], observed: float) -> float:
    """CRPS from a few quantiles: twice the mean pinball loss, the weighted interval score.

    Levels lie symmetrically about .5, so that of a point forecast it is the absolute error (Bracher et al. 2021, doi
    10.1371/journal.pcbi.1008618).
    """
    losses = [
        (level if observed >= value else 1.0 - level) * abs(observed - value)
        for level, value in zip(levels, values, strict=True)
    ]
    return 2.0 * math.fsum(losses) / len(losses)


def crps_reading(draws: FloatArray, low: float, high: float) -> float:
    """CRPS where only a range was published: the mean over readings between its ends, all alike likely."""
    readings = np.linspace(low, high, _READINGS) if high > low else (low,)
    return float(np.mean([crps_ensemble(draws, float(y)) for y in readings]))


def pit(draws: FloatArray, observed: float) -> float:
    """Share of draws below what came, ties counted half: 0 or 1 where it lies outside all of them."""
    x = np.asarray(draws)
    return float((x < observed).mean() + 0.5 * (x == observed).mean())


def coverage(hits: Sequence[bool]) -> float | None:
    """Share of points inside their intervals; None where they are fewer than ten."""
    return sum(hits) / len(hits) if len(hits) >= ENOUGH else None


def quantiles(draws: FloatArray) -> tuple[float, ...]:
    """At LEVELS, of draws (n,)."""
    return tuple(float(q) for q in np.quantile(draws, LEVELS))
