"""One scoring rule for every choice among candidates (model-spec 5.5).

V_ij = β_M·believed fit_ij + β_R·predicate + β_B·box + β_S·seniority + β_C·connection·window_t − β_F·female
     + β_ε·Gumbel(uid, post, ordinal)

and, for benchmarks that no institution could follow, terms of the truth. All terms but the deduction from women's
scores are standardised within the pool; the best score wins, equals by uid. Named rules are sets of weights.
"""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import BoolArray, FloatArray, IntArray
from karier.compiled import compiled, rule
from karier.maths import exp, fixed, unfixed
from karier.randomness import MATCH, gumbel, identity, words

# Columns of the terms, and of the weights: recorded predicate, seniority list, true output in the post held, believed
# fit to the vacant post, box of the talent map, connection, true fit to the vacant post.
PREDICATE, SENIORITY, TRUTH, FIT, BOX, TIES, TRUE_FIT = range(7)
TERMS = 7
INFORMAL = 7  # column of the weights beside them: whether what no rule says acts, for the connected and against women


class Informal(NamedTuple):
    """What acts beside a rule that leaves room for it, in SD of score."""

    women_penalty: float  # β_F
    favour: float  # β_C·window_t


class Pool(NamedTuple):
    """The candidates of one vacancy: n rows, their terms standardised within it."""

    uid: IntArray  # (n,)
    female: FloatArray  # (n,) 0 or 1
    terms: FloatArray  # (n, TERMS)


@rule
def seniority(rank: int, months_in_rank: int, months_of_service: int, age_months: int) -> float:
    """The order of the seniority list (DUK, PP 15/1979) as one number: rank, time in it, service, age."""
    return (
        float(rank)
        + min(months_in_rank, 479) / 480.0
        + min(months_of_service, 599) / (480.0 * 600.0)
        + min(age_months, 899) / (480.0 * 600.0 * 900.0)
    )


@compiled
def standardise(terms: FloatArray, wanted: BoolArray) -> None:
    """Each wanted column to mean 0 and SD 1 within the pool, in place; one without spread becomes 0.

    wanted: (columns,). The others are left as they are.

    Measured from the pool's lowest in units of its range first: in fixed point a month of age, the seniority list's
    last criterion (4·10⁻⁹), would vanish.
    """
    n = len(terms)
    for k in range(terms.shape[1] if n > 0 else 0):
        if not wanted[k]:
            continue
        low, high = terms[0, k], terms[0, k]
        for i in range(n):
            low, high = min(low, terms[i, k]), max(high, terms[i, k])
        width = high - low
        if width <= 1e-9:
            for i in range(n):
                terms[i, k] = 0.0
            continue
        total = 0
        for i in range(n):
            terms[i, k] = (terms[i, k] - low) / width
            total += fixed(terms[i, k])
        mean = unfixed(total) / n
        square = 0
        for i in range(n):
            square += fixed((terms[i, k] - mean) * (terms[i, k] - mean))
        spread = math.sqrt(unfixed(square) / n)
        for i in range(n):
            terms[i, k] = (terms[i, k] - mean) / spread


@rule
def merit(
    terms: FloatArray, i: int, weights: FloatArray, r: int, female: float, penalty: float, favour: float
) -> float:
    """The score before luck: Σ β·term, and informally + β_C·window_t·connection − β_F·female.

    weights: (rules, TERMS + 1), r: which rule; penalty: β_F, favour: β_C·window_t.
    """
    value = weights[r, INFORMAL] * (favour * terms[i, TIES] - penalty * female)
    for k in range(TERMS):
        value += weights[r, k] * terms[i, k]
    return value


@compiled
def winner(
    pool: Pool, weights: FloatArray, r: int, informal: Informal, spread: float, seed: int, post: int, nth: int
) -> int:
    """The candidate (row of the pool) with the best score for a vacancy (post, nth holder); -1 for an empty pool."""
    best, top, luck = -1, 0.0, np.empty(len(pool.uid))
    for i in range(len(luck)):  # apart from the rest, so that it vectorises
        w0, _, _, _ = words(seed, MATCH, identity(pool.uid[i], post), nth)
        luck[i] = gumbel(w0)
    for i in range(len(luck)):
        score = merit(pool.terms, i, weights, r, pool.female[i], informal.women_penalty, informal.favour)
        score += spread * luck[i]
        if best < 0 or score > top or (score == top and pool.uid[i] < pool.uid[best]):
            best, top = i, score
    return best


@compiled
def shares(score: FloatArray, spread: float, out: FloatArray) -> None:
    """Each candidate's chance of winning one opening.

    With Gumbel luck the best score is i with probability e^{V_i/β_ε} / Σ e^{V/β_ε} (McFadden 1974). score: (n,) before
    luck; spread: β_ε > 0.
    """
    n = len(score)
    if n == 0:
        return
    top = score[0]
    for i in range(n):
        top = max(top, score[i])
    total = 0
    for i in range(n):
        out[i] = exp((score[i] - top) / spread)
        total += fixed(out[i])
    for i in range(n):
        out[i] = out[i] / unfixed(total)


@rule
def chance(share: float, openings: float) -> float:
    """The chance of winning one of some openings of a year drawn from one pool: 1 − e^{−openings·share}."""
    return 1.0 - exp(-openings * share)
