"""Statistics of paired ensembles. Replication r has the same luck and beliefs in every scenario: differences are taken
within a replication first, and summed up afterwards. Arrays are (…, replications) unless a docstring says otherwise."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
ENDS = (0.05, 0.95)  # an interval holds 90 % of replications
ENOUGH = 10  # replications below which a 90 % interval is guesswork and no verdict is given
Verdict = Literal["better", "worse", "leans_better", "leans_worse", "none", "same", "few"]


def interval(values: FloatArray, axis: int = -1) -> tuple[FloatArray, FloatArray]:
    """Quantiles 5 % and 95 %, linear between order statistics; nan where a value is missing."""
    low, high = np.quantile(values, ENDS, axis=axis)
    return low, high


def relative(values: FloatArray, base: FloatArray) -> FloatArray:
    """values / base − 1, nan where the base is 0."""
    nothing = np.full(np.broadcast_shapes(values.shape, base.shape), np.nan)
    return np.divide(values, base, out=nothing, where=base != 0) - 1


def standard_error(values: FloatArray) -> FloatArray:
    """Monte-Carlo standard error of the mean over replications (the last axis); nan for a single one."""
    count = values.shape[-1]
    if count < 2:
        return np.full(values.shape[:-1], np.nan)
    return np.asarray(values.std(axis=-1, ddof=1) / np.sqrt(count))


def median_error(values: FloatArray) -> FloatArray:
    """Monte-Carlo standard error of the median over replications (the last axis); nan for a single one.

    The number of values below the true median has standard deviation √n/2: half the distance between the quantiles that
    far from the middle. It asks nothing of the tails.
    """
    count = values.shape[-1]
    if count < 2:
        return np.full(values.shape[:-1], np.nan)
    half = min(0.5, 0.5 / np.sqrt(count))
    low, high = np.quantile(values, (0.5 - half, 0.5 + half), axis=-1)
    return np.asarray((high - low) / 2)


def apart(values: FloatArray) -> bool:
    """Whether mean and median of (replications,) tell different stories: of unlike sign, or one twice the other.

    Both must lie further from one another than two errors of the median; a few replications then carry the mean.
    """
    if len(values) < ENOUGH or not np.all(np.isfinite(values)):
        return False
    mean, median = float(values.mean()), float(np.median(values))
    small, large = sorted((abs(mean), abs(median)))
    return (mean * median < 0 or large > 2 * small) and abs(mean - median) > 2 * float(median_error(values))


def correlation(a: FloatArray, b: FloatArray) -> float:
    """Correlation of the paired outcomes of two scenarios; nan where one of them does not vary."""
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def pairing_gain(a: FloatArray, b: FloatArray) -> float:
    """How many times as many independent replications would give the same error: (s_a² + s_b²) / s²_(a−b)."""
    if len(a) < 2:
        return float("nan")
    paired = float(np.var(a - b, ddof=1))
    alone = float(np.var(a, ddof=1) + np.var(b, ddof=1))
    return alone / paired if paired > 0 else float("inf")


def best_probability(values: FloatArray, better: int) -> FloatArray:
    """(scenarios, replications) → (scenarios,): share of replications in which a scenario has the best value.

    Ties are shared equally. `better` is 1 where more is better, else −1.
    """
    score = values * better
    best = score == score.max(axis=0)
    return np.asarray((best / best.sum(axis=0)).mean(axis=1))


def verdict(difference: FloatArray, better: int, heavy: bool = False) -> Verdict:
    """What (replications,) paired differences allow to be said.

    better, worse: the 90 % interval excludes 0. leans_…: it does not, but the mean is more than two Monte-Carlo
    standard errors from 0; the median, with its error, where tails are `heavy`. none: not even that. same: no
    replication differs. few: fewer than `ENOUGH`.
    """
    if not np.any(difference):
        return "same"
    if len(difference) < ENOUGH or not np.all(np.isfinite(difference)):
        return "few"
    low, high = interval(difference)
    average = float(np.median(difference) if heavy else difference.mean())
    error = float(median_error(difference) if heavy else standard_error(difference))
    if low > 0 or high < 0:
        return "better" if (low > 0) == (better > 0) else "worse"
    if abs(average) > 2 * error:
        return "leans_better" if (average > 0) == (better > 0) else "leans_worse"
    return "none"


def arrival(difference: FloatArray) -> int | None:
    """First year (index) in which the 90 % interval of (replications, years) paired differences excludes 0."""
    if len(difference) < ENOUGH:
        return None
    low, high = interval(difference, axis=0)
    clear = np.flatnonzero((low > 0) | (high < 0))
    return int(clear[0]) if len(clear) else None


def unclear_after(difference: FloatArray) -> npt.NDArray[np.intp]:
    """Years (indices) after `arrival` in which the 90 % interval contains 0 again."""
    first = arrival(difference)
    low, high = interval(difference, axis=0)
    unclear = np.flatnonzero((low <= 0) & (high >= 0))
    return unclear[unclear > (len(low) if first is None else first)]


def share_arrived(difference: FloatArray, final: FloatArray) -> FloatArray:
    """(years,): mean difference of each year over the mean `final` difference (replications,); nan where that is 0."""
    target = float(final.mean())
    return difference.mean(axis=0) / target if target else np.full(difference.shape[1], np.nan)


@dataclass(frozen=True)
class Price:
    """Rupiah per unit of gain. `said` tells whether the ratio may be read at all."""

    value: float
    low: float
    high: float
    said: Literal["price", "no_gain", "worse", "free", "few"]


def price(cost: FloatArray, gain: FloatArray, better: int = 1) -> Price:
    """Mean cost over mean gain, with the 90 % interval of the ratio over replications.

    A ratio is given only where the 90 % interval of the gain, and that of the cost, lie above 0; else it would be wild.
    """
    said = verdict(gain, better)
    nothing = (float("nan"),) * 3
    if said != "better":
        return Price(*nothing, "few" if said == "few" else "worse" if said == "worse" else "no_gain")
    if verdict(cost, -1) != "worse":
        return Price(*nothing, "free")
    each = np.divide(cost, gain * better, out=np.full(len(cost), np.inf), where=gain * better > 0)
    low, high = (float(np.quantile(each, q, method="nearest")) for q in ENDS)
    return Price(float(cost.mean() / (gain.mean() * better)), low, high, "price")
