"""Appraisal (model-spec 5.4): a noisy rating of true output, cut into five predicates; credit points follow them."""

import math
from typing import NamedTuple

import numpy as np

from karier.arrays import FloatArray
from karier.compiled import compiled, rule
from karier.maths import fixed, unfixed
from karier.randomness import LENIENCY, YEAR, normal, words
from karier.state import Moment, State
from karier.state.baseline import Baseline
from karier.state.posts import Types
from karier.state.workforce import Workforce

WRITES = {"predicate", "predicate_before", "credit", "city.validity"}


class Parameters(NamedTuple):
    """As they stand this month. Units, ranges and sources: parameters/appraisal.yaml."""

    reliability: float
    leniency: float
    halo: float
    shares: FloatArray  # (5,) very low … very good, cut once at month 0
    coefficient: FloatArray  # (6,) credit points a year by rung, terampil … ahli madya
    predicate_share: FloatArray  # (5,) of the coefficient, very low … very good


# Rules


@rule
def latent(z: float, lenient: float, senior: float, noise: float, p: Parameters) -> float:
    """√ρ·z of ln P + √(1 − ρ)·(leniency, halo·seniority, noise), unit variance at the baseline."""
    rest = math.sqrt(max(1.0 - p.leniency * p.leniency - p.halo * p.halo, 0.0))
    error = p.leniency * lenient + p.halo * senior + rest * noise
    return math.sqrt(p.reliability) * z + math.sqrt(1.0 - p.reliability) * error


@rule
def predicate(rating: float, cuts: FloatArray) -> int:
    """1 very low … 5 very good, by four rising cuts."""
    value = 1
    for k in range(4):
        if rating >= cuts[k]:
            value += 1
    return value


# Loops


@compiled
def ratings(
    staff: Workforce, b: Baseline, p: Parameters, lenient: FloatArray, seed: int, year: int, month: int, out: FloatArray
) -> None:
    """Everybody's latent rating; lenient: (offices,) the rater's leniency of the year, in SD; out: (n,)."""
    for i in range(len(out)):
        ell = staff.level[i]
        _, _, w2, w3 = words(seed, YEAR, staff.uid[i], year)
        z = (staff.log_output[i] - b.output_mean[ell]) / b.output_sd[ell]
        senior = ((month - staff.entry_month[i]) - b.tenure_mean[ell]) / b.tenure_sd[ell]
        out[i] = latent(z, lenient[staff.office[i]], senior, normal(w2, w3), p)


@compiled
def _record(staff: Workforce, types: Types, b: Baseline, p: Parameters, rating: FloatArray, month: int) -> None:
    for i in range(len(rating)):
        staff.predicate_before[i] = staff.predicate[i]
        staff.predicate[i] = predicate(rating[i], b.cuts)
        rung = types.rung[staff.type[i]]
        if month >= 0 and rung > 0:
            earned = p.coefficient[rung - 1] * p.predicate_share[staff.predicate[i] - 1]
            fresh = staff.promoted_month[i] > month - 12  # counting starts anew with a jenjang
            staff.credit[i] = (0.0 if fresh else staff.credit[i]) + earned


@compiled
def _validity(staff: Workforce) -> float:
    n = len(staff.uid)
    if n == 0:
        return 0.0
    x, y = 0, 0
    for i in range(n):
        x += fixed(float(staff.predicate[i]))
        y += fixed(staff.log_output[i])
    mx, my = unfixed(x) / n, unfixed(y) / n
    xx, yy, xy = 0, 0, 0
    for i in range(n):
        dx, dy = staff.predicate[i] - mx, staff.log_output[i] - my
        xx += fixed(dx * dx)
        yy += fixed(dy * dy)
        xy += fixed(dx * dy)
    spread = math.sqrt(unfixed(xx)) * math.sqrt(unfixed(yy))
    return unfixed(xy) / spread if spread > 0.0 else 0.0


# Acts


def leniencies(offices: int, seed: int, year: int) -> FloatArray:
    """The leniency of each office's rater in a year, standard normal, (offices,)."""
    drawn = (words(seed, LENIENCY, office, year) for office in range(offices))
    return np.array([normal(w[0], w[1]) for w in drawn])


def appraise(state: State, p: Parameters, now: Moment) -> None:
    """December: predicates and credit points of the year."""
    staff, b = state.workforce, state.baseline
    rating = np.empty(state.people)
    lenient = leniencies(len(state.offices.head), now.seed, now.year)
    ratings(staff, b, p, lenient, now.seed, now.year, max(now.month, 0), rating)  # nobody ages in burn-in
    _record(staff, state.types, b, p, rating, now.month)
    state.city.validity[0] = _validity(staff)
