"""How well a person's competence fits a post (model-spec 5.1)."""

from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray
from karier.compiled import compiled, rule
from karier.rules.gather import four, gather, of_level
from karier.state.baseline import Baseline
from karier.state.posts import Types
from karier.state.workforce import Workforce


class Parameters(NamedTuple):
    """Units, ranges and sources: parameters/fit.yaml."""

    surplus: float
    other_family: float
    weights: FloatArray  # (4 levels, 3 dimensions)


@rule
def worth(gap: float, surplus: float) -> float:
    """κ(g): a shortfall counts in full, a surplus in part. gap: levels above the requirement."""
    return gap if gap < 0.0 else surplus * gap


@rule
def fit(
    c: tuple[float, float, float],
    r: tuple[float, float, float],
    w: tuple[float, float, float],
    strange: float,
    surplus: float,
) -> float:
    """Σ_k w_k·κ(c_k − r_k − δ·[k technical and post of another family]), in levels.

    c, r: competence and requirement, levels 1–5; w: weights of the post's level; strange: δ or 0.
    """
    return (
        w[0] * worth(c[0] - r[0] - strange, surplus)
        + w[1] * worth(c[1] - r[1], surplus)
        + w[2] * worth(c[2] - r[2], surplus)
    )


@rule
def use(weights: FloatArray, level: int, k: int) -> float:
    """How much a post of this level uses dimension k: w_k / max w, in (0, 1]."""
    most = max(weights[level, 0], max(weights[level, 1], weights[level, 2]))
    return weights[level, k] / most


@compiled
def fit_scores(staff: Workforce, types: Types, b: Baseline, p: Parameters, out: FloatArray) -> None:
    """A: the true fit of everybody to the post they hold, in SD of the baseline within their level; out (n,)."""
    r0, r1, r2, family = np.empty(len(out)), np.empty(len(out)), np.empty(len(out)), np.empty(len(out), np.int8)
    gather(types.required[0], staff.type, r0)
    gather(types.required[1], staff.type, r1)
    gather(types.required[2], staff.type, r2)
    gather(types.family, staff.type, family)
    w0, w1, w2 = four(p.weights[:, 0]), four(p.weights[:, 1]), four(p.weights[:, 2])
    mean, sd = four(b.fit_mean), four(b.fit_sd)
    for i in range(len(out)):
        ell = staff.level[i]
        value = fit(
            (
                staff.base[0][i] + staff.gain[0][i],
                staff.base[1][i] + staff.gain[1][i],
                staff.base[2][i] + staff.gain[2][i],
            ),
            (r0[i], r1[i], r2[i]),
            (of_level(ell, w0), of_level(ell, w1), of_level(ell, w2)),
            p.other_family if family[i] != staff.family[i] else 0.0,
            p.surplus,
        )
        out[i] = (value - of_level(ell, mean)) / of_level(ell, sd)
