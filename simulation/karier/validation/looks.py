"""Statistics of what people do, as the published studies took them."""

from typing import NamedTuple

import numpy as np

from karier.arrays import BoolArray, FloatArray, IntArray


class June(NamedTuple):
    """One row a person: own output ln P − O, fit A, drive z_m, whether the job is complex."""

    uid: IntArray
    own: FloatArray
    fit: FloatArray
    drive: FloatArray
    complex: BoolArray


def variation(log_output: FloatArray) -> float:
    """Coefficient of variation of output, from its logarithm (people,)."""
    output = np.exp(log_output)
    return float(output.std() / output.mean())


def correlation(x: FloatArray, y: FloatArray) -> float:
    """Pearson's r of two columns."""
    return float(np.corrcoef(x, y)[0, 1])


def interaction(seen: June) -> float:
    """Ability × motivation: its share of the explained variance of own output, beside both alone."""
    apart = np.column_stack([np.ones_like(seen.fit), seen.fit, seen.drive])
    together = np.column_stack([apart, seen.fit * seen.drive])
    without, explained = (1.0 - _unexplained(x, seen.own) for x in (apart, together))
    return float((explained - without) / explained)


def stability(one: June, later: June) -> tuple[float, float]:
    """r of own output with that of a year before, of who stayed: in jobs that are not complex, in complex ones."""
    _, i, j = np.intersect1d(one.uid, later.uid, assume_unique=True, return_indices=True)
    hard, other = one.complex[i] & later.complex[j], ~one.complex[i] & ~later.complex[j]
    return tuple(correlation(one.own[i][who], later.own[j][who]) for who in (other, hard))  # type: ignore[return-value]


def adjusted_gap(promoted: BoolArray, woman: BoolArray, stratum: IntArray) -> float:
    """Difference of two shares, women's less men's, within strata (Mantel & Haenszel 1959 weights).

    Args:
        promoted, woman: (people,).
        stratum: (people,) number of the group within which women and men are compared, from 0.
    """
    size = int(stratum.max()) + 1
    women, men = (np.bincount(stratum[who], minlength=size) for who in (woman, ~woman))
    rose = [np.bincount(stratum[who & promoted], minlength=size) for who in (woman, ~woman)]
    both = (women > 0) & (men > 0)
    weight = (women * men / np.maximum(women + men, 1))[both]
    gap = (rose[0] / np.maximum(women, 1) - rose[1] / np.maximum(men, 1))[both]
    return float(np.average(gap, weights=weight))


def _unexplained(x: FloatArray, y: FloatArray) -> float:
    return float((y - x @ np.linalg.lstsq(x, y, rcond=None)[0]).var() / y.var())
