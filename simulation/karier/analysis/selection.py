"""Which of several alternatives is best, and after how many paired replications that is safe to say.

The fully sequential procedure of Kim & Nelson (2001, ACM TOMACS 11(3):251–273, doi 10.1145/502109.502111), its c = 1:
an alternative is ruled out once its mean falls behind another's by more than a margin that shrinks. It
works on the variances of differences, so it is valid for paired replications (common random numbers) with variances
unknown and unlike, and takes fewer replications the better the pairing. Exact for normal values; a mean over months of
a whole city is nearly so. Looking less often than after every replication keeps the error.

What it promises: if the best mean is at least `better_by` above every other, it is chosen with probability 1 − error or
more. Where others come closer than that, one of them may be chosen instead: a difference that does not matter.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Selection:
    """How far a selection is. Alternatives are row numbers."""

    best: int  # of those left, the one with the largest mean; of equals the first
    left: tuple[int, ...]  # not ruled out
    after: int | None  # replications after which the decision was safe; None: it is not yet
    most: int  # replications after which it is safe at the latest, whatever they bring

    @property
    def safe(self) -> bool:
        """Whether replications may end."""
        return self.after is not None


def select(values: FloatArray, first: int, better_by: float, error: float) -> Selection:
    """Rule out alternatives replication by replication, until one is left or the values end.

    Args:
        values: (alternatives, replications), larger is better; replication r is paired over alternatives.
        first: replications from which variances are estimated, 2 or more; chosen before any value is seen.
        better_by: smallest difference that matters, in the unit of the values.
        error: probability of a wrong choice that is accepted, below half of the number of rivals.
    """
    variances = _of_differences(values[:, :first])
    reach = margin_factor(len(values), first, error) * variances / better_by**2  # replications until a margin is 0
    sums, left = values.cumsum(axis=1), np.ones(len(values), bool)
    for count in range(first, values.shape[1] + 1):
        means = sums[:, count - 1] / count
        left &= ~_ruled_out(means, left, better_by / (2 * count) * np.maximum(0.0, reach - count))
        if left.sum() == 1 or count >= _latest(reach, left, first):
            return _selection(means, left, count, count)
    return _selection(sums[:, -1], left, None, _latest(reach, left, first))


def margin_factor(alternatives: int, first: int, error: float) -> float:
    """h² = 2η(n₀ − 1) with η = ((2·error/(k − 1))^(−2/(n₀ − 1)) − 1)/2; for one alternative 0: nothing to choose."""
    if alternatives == 1:
        return 0.0
    eta = ((2 * error / (alternatives - 1)) ** (-2 / (first - 1)) - 1) / 2
    return float(2 * eta * (first - 1))


def _of_differences(values: FloatArray) -> FloatArray:
    """(alternatives, alternatives): variance of the paired difference of any two."""
    return np.asarray((values[:, None] - values[None]).var(axis=2, ddof=1))


def _ruled_out(means: FloatArray, left: BoolArray, margins: FloatArray) -> BoolArray:
    """Those that fall behind one that is left by more than the margin of the two."""
    behind = means[None] - means[:, None] > margins
    return np.asarray((behind & left[None]).any(axis=1))


def _latest(reach: FloatArray, left: BoolArray, first: int) -> int:
    """The first count of replications at which no two of those left have a margin: the largest mean is then chosen."""
    return max(first, int(np.floor(reach[np.ix_(left, left)].max())) + 1)


def _selection(means: FloatArray, left: BoolArray, after: int | None, most: int) -> Selection:
    best = int(np.where(left, means, -np.inf).argmax())
    return Selection(best, tuple(np.flatnonzero(left).tolist()), after, most)
